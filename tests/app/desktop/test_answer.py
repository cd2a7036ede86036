"""What a result becomes on the screen: read, said, painted; in English and in Dutch."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from app.desktop.answer import sentences
from app.desktop.answer.model import Answer, Estimate
from app.desktop.answer.pictures import density
from app.desktop.answer.reading import arms_compared, read
from app.desktop.answer.scale import Axis, spanning, ticks
from app.desktop.runs import Finished, matters, remembered, shown_again
from app.project.builders import set_field
from app.project.edits import Edit, apply, touched
from app.project.examples import new_from_example
from app.project.history import Notice
from app.project.model import Project
from app.project.slices import map_slice
from app.words import set_language
from personas.records import FrozenMap
from tests.app.desktop.answers import result
from tests.app.desktop.driver import Driver, clipped


@pytest.fixture(scope="module")
def kettle() -> Project:
    return new_from_example("kettle", "en")


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("FOOTFALL_LANGUAGE", "")
    set_language("en")
    yield
    set_language("en")


def answer_of(project: Project, *, shown: bool = True, arm: str = "") -> Answer:
    piece = map_slice(project)
    read_answer = read(result(piece.id, list(piece.personas), shown=shown), piece, arm)
    assert read_answer is not None
    return read_answer


def test_groups_come_in_the_order_and_colours_of_the_map(kettle: Project) -> None:
    answer, piece = answer_of(kettle), map_slice(kettle)
    assert [group.name for group in answer.groups] == [persona.name for persona in piece.personas.values()]
    assert len({group.slot for group in answer.groups}) == len(answer.groups)
    assert [group.name for group in answer.segments] == ["Phone"]
    assert answer.control == "No messages"
    assert answer.funnel[1].control == 0.68


def test_money_is_that_of_a_month(kettle: Project) -> None:
    answer = answer_of(kettle)
    visitors = map_slice(kettle).map.world.visitors_per_week.value * 365.25 / 12 / 7
    assert answer.monthly is not None
    assert answer.monthly.mean == pytest.approx(0.033 * visitors)
    assert answer.monthly.low == pytest.approx(0.012 * visitors)
    assert answer.messages_monthly == pytest.approx(0.5 * 1.06 * visitors)


def test_another_arm_can_be_looked_at(kettle: Project) -> None:
    assert answer_of(kettle, arm="variant-c").arm == "Last-minute code"
    assert arms_compared(result("map-x", [])) == (("variant-b", "Four messages"), ("variant-c", "Last-minute code"))
    assert read(result("map-x", []), map_slice(kettle), "variant-absent") is None


def test_the_sentences_say_interval_and_doubt(kettle: Project) -> None:
    answer = answer_of(kettle)
    assert sentences.figure(answer) == ("+0.42", "pp")
    assert sentences.interval(answer) == "95% between +0.18 and +0.71."
    assert sentences.helps(answer) == "Probability that it helps: 85%."
    set_language("nl")
    assert sentences.figure(answer) == ("+0,42", "procentpunt")
    assert sentences.interval(answer) == "95% tussen +0,18 en +0,71."


def test_without_an_interval_no_number_is_said(kettle: Project) -> None:
    answer = answer_of(kettle, shown=False)
    assert answer.lift is None
    assert sentences.figure(answer)[0] == "–"
    assert "Too few visitors" in sentences.interval(answer)
    assert sentences.helps(answer) == ""


def test_what_is_not_worth_its_cost_or_not_known_is_said_first(kettle: Project) -> None:
    answer = answer_of(kettle)
    dear = replace(answer, worth=0.102, margin_falls=0.97)
    said = sentences.helps(dear)
    assert said.startswith("It costs more than it brings: margin falls, with a probability of 95%.")
    assert "Only a lift above +10.2% is worth having; probability: 85%." in said
    assert sentences.helps(replace(answer, margin_falls=0.2)) == "Probability that it helps: 85%."
    assert "too noisy" in sentences.helps(replace(answer, chances=None))
    assert "assumed, not estimated" in sentences.helps(replace(answer, chances=None, sign_assumed=True))


def test_costs_that_nobody_entered_are_called_that(kettle: Project) -> None:
    answer = answer_of(kettle)
    assert dict(sentences.costs(answer))["Their cost"].startswith("€")
    assert dict(sentences.costs(replace(answer, message_cost_monthly=0.0)))["Their cost"] == "none entered"
    silent = dict(sentences.costs(replace(answer, message_cost_monthly=0.0, messages_monthly=0.0, cards_changed=True)))
    assert list(silent) == ["Messages shown", "Margin before the change's cost"]


def test_the_doubt_is_shared_between_assumptions_and_chance() -> None:
    assert Estimate(1.0, 0.0, 2.0, 0.3, 0.4).chance_share == pytest.approx(0.36)
    assert Estimate(1.0, 0.0, 2.0, 0.3, None).chance_share is None
    low, high = Estimate(1.0, 0.0, 3.0).half
    assert 0.0 < low < 1.0 < high < 3.0
    assert high - 1.0 == pytest.approx(2 * (1.0 - low)), "a skewed interval has a skewed middle"


def test_the_curve_is_highest_at_the_mean_and_falls_to_the_ends() -> None:
    estimate = Estimate(0.4, 0.2, 0.7)
    assert density(estimate, 0.4) == 1.0
    assert density(estimate, 0.2) == pytest.approx(density(estimate, 0.7))
    assert density(estimate, 0.7) < 0.2


@pytest.mark.parametrize("values", [[0.1, 0.4], [-0.3, -0.1], [0.0, 0.0], [-0.002, 0.9], [float("nan"), 0.2]])
def test_an_axis_always_holds_zero_and_has_round_ticks(values: list[float]) -> None:
    axis = spanning(values, 10, 210)
    assert axis.low < 0.0 < axis.high
    assert axis.at(axis.low) == 10
    assert 0.0 in ticks(axis)
    assert 2 <= len(ticks(axis)) <= 9
    assert axis.kept(1e9) == 210


def test_an_axis_says_where_a_value_stands() -> None:
    assert Axis(0.0, 10.0, 100.0, 200.0).at(2.5) == 125.0


def test_a_run_is_kept_with_the_project_and_shown_again(kettle: Project) -> None:
    piece = map_slice(kettle)
    experiment = next(iter(kettle.experiments))
    made = result(piece.id, list(piece.personas)).model_copy(update={"experiment": experiment})
    edit = remembered(kettle, Finished(made, piece.id, "2026-11-21T20:00:00+00:00"))
    after = apply(kettle, edit)
    (run,) = after.runs.values()
    assert len(run.summary) <= 32_768
    again = shown_again(after, run)
    assert again is not None
    assert again.result.lift("variant-b").absolute == made.lift("variant-b").absolute
    assert again.stale, "this run was of no project that is known"


def test_only_what_an_answer_rests_on_makes_it_stale(kettle: Project) -> None:
    card = next(key for key, point in kettle.touchpoints.items() if point.page == "basket")
    persona = next(iter(kettle.personas))
    dwell = kettle.touchpoints[card].dwell
    weak = dwell.model_copy(update={"value": dwell.value * 0.9})

    def notice(edit: Edit) -> Notice:
        return Notice(kettle, apply(kettle, edit), edit, "done", touched(edit))

    assert not matters(notice(set_field(kettle, "touchpoints", card, ("title",), "Cart")))
    assert not matters(notice(set_field(kettle, "personas", persona, ("quote",), "Well")))
    assert matters(notice(set_field(kettle, "touchpoints", card, ("dwell",), weak)))
    rule = next(iter(kettle.rules))
    assert matters(notice(set_field(kettle, "rules", rule, ("on",), not kettle.rules[rule].on)))
    hurts = next(iter(kettle.pains.values())).card
    calm = next(key for key in kettle.cards if all(pain.card != key for pain in kettle.pains.values()))
    assert matters(notice(set_field(kettle, "cards", hurts, ("personas",), FrozenMap({persona: True}))))
    assert not matters(notice(set_field(kettle, "cards", calm, ("personas",), FrozenMap({persona: True}))))
    assert not matters(notice(set_field(kettle, "cards", hurts, ("text",), "Ouch")))
    stage = next(key for key in kettle.stages if key != kettle.touchpoints[card].stage)
    assert matters(notice(set_field(kettle, "touchpoints", card, ("stage",), stage))), "another phase"


@pytest.mark.parametrize("tongue", ["en", "nl"])
@pytest.mark.parametrize("shown", [True, False])
def test_panel_and_page_show_the_answer(driver: Driver, tongue: str, shown: bool) -> None:
    driver.studio.set_language(tongue)
    driver.open_kettle()
    piece = driver.document.piece
    assert piece is not None
    made = result(piece.id, list(piece.personas), shown=shown)
    driver.studio.show_finished(Finished(made, piece.id, "2026-11-21T20:00:00+00:00"))
    driver.settle()
    panel = driver.page.answer
    assert panel is not None
    said = driver.texts(panel)
    expected = {"en": "between +0.18 and +0.71", "nl": "tussen +0,18 en +0,71"}[tongue]
    assert (expected in said) is shown
    driver.page._show_side(answer=True)
    driver.view.setFocus()
    driver.press("Escape")
    assert not panel.isVisible()
    driver.window.go("simulate")
    driver.settle()
    for place in ("simulate", "map"):
        driver.window.go(place)
        driver.settle()
        assert driver.window.grab().width() >= 1600
    if shown:
        assert clipped(driver) == []


def test_only_warnings_about_the_arm_that_is_shown_stand_beside_it(kettle: Project) -> None:
    said = [warning.sentence for warning in answer_of(kettle, arm="variant-c").warnings]
    assert "Too dear." in said
    assert len(said) == 2, "the general one, and its own"
