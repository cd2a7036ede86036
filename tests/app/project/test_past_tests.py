"""Past tests of a project: kept with what was predicted, what they back, and what they change about techniques."""

from __future__ import annotations

import pytest

from app.project.edits import apply, invert
from app.project.examples import new_from_example
from app.project.model import Project
from app.project.past_tests import add, backing, changed, keep, kept, of_map, rests_on, usable, use
from app.project.slices import of_map as today
from personas.provenance import assumed
from simulation.backtest.result import Backtest
from simulation.backtest.rows import row_of, together, with_prediction
from simulation.calibration.label import label_of
from simulation.calibration.model import PastTest
from simulation.evidence.catalogue import beliefs, shipped
from simulation.evidence.priors import measured
from simulation.experiment.result import About

RATE = 0.029


def _test(map_id: str, technique: str, lift: float, **more: object) -> PastTest:
    people = 1_000_000
    return PastTest.model_validate(
        {
            "map": map_id,
            "title": f"{technique} {lift}",
            "technique": technique,
            "control_visitors": people,
            "control_conversions": round(people * RATE),
            "treated_visitors": people,
            "treated_conversions": round(people * RATE * (1 + lift)),
            "date": "2026-05",
            **more,
        }
    )


def _found(project: Project, map_id: str, off: float = 0.0) -> Backtest:
    """A backtest by hand: every test predicted at its measured lift, and `off` beside it; half of it gets here."""
    rows = []
    for key, test in of_map(project, map_id).items():
        row = row_of(key, test)
        middle = (row.measured or 0.0) + off
        rows.append(with_prediction(row, middle, (middle - 0.02, middle + 0.02), (middle - 0.03, middle + 0.03), 0.5))
    return together(rows, RATE, map_id=map_id, about=About())


@pytest.fixture(scope="module")
def project() -> Project:
    made = new_from_example("kettle", "en")
    map_id = next(iter(made.maps))
    tests = [_test(map_id, key, lift) for key, lift in (("scarcity", 0.02), ("reviews", 0.01), ("urgency", 0.015))]
    return apply(made, add(made, tests))


@pytest.fixture(scope="module")
def map_id(project: Project) -> str:
    return next(iter(project.maps))


def test_tests_stand_in_the_order_in_which_they_came(project: Project, map_id: str) -> None:
    more = apply(project, add(project, [_test(map_id, "chat", 0.0)]))
    assert [test.technique for test in of_map(more, map_id).values()] == ["scarcity", "reviews", "urgency", "chat"]


def test_what_was_predicted_is_kept_and_backs_the_answers(project: Project, map_id: str) -> None:
    assert label_of(backing(project, map_id)).text == "uncalibrated"
    edit = keep(project, _found(project, map_id))
    after = apply(project, edit)
    assert label_of(backing(after, map_id)).text == "calibrated"
    assert label_of(today(after, map_id).backing).text == "calibrated"
    assert apply(after, invert(edit)) == project
    again = kept(after, map_id)
    assert (again.seen, again.unseen, again.stale) == (True, frozenset(), frozenset())
    assert again.found.label == "calibrated"
    assert again.found.tests[0].predicted_interval == pytest.approx((0.0, 0.04), abs=1e-3)
    assert not keep(after, _found(after, map_id)), "the same again is no change"


def test_a_wrong_prediction_backs_nothing(project: Project, map_id: str) -> None:
    after = apply(project, keep(project, _found(project, map_id, off=0.05)))
    label = label_of(backing(after, map_id))
    assert label.text == "map calibrated, effects not"
    assert "coverage" in label.missing


def test_a_stopped_backtest_is_not_kept(project: Project, map_id: str) -> None:
    assert not keep(project, _found(project, map_id).model_copy(update={"complete": False}))


def test_a_new_test_must_be_looked_at_before_any_counts(project: Project, map_id: str) -> None:
    """Tests cannot be chosen after the fact: not by adding one that is never predicted."""
    after = apply(project, keep(project, _found(project, map_id)))
    more = apply(after, add(after, [_test(map_id, "chat", -0.2)]))
    assert label_of(backing(more, map_id)).text == "uncalibrated"
    assert len(kept(more, map_id).unseen) == 1
    aside = apply(after, add(after, [_test(map_id, "chat", -0.2, randomised=False)]))
    assert label_of(backing(aside, map_id)).text == "calibrated"


def test_another_map_another_people_or_another_belief_ends_it(project: Project, map_id: str) -> None:
    after = apply(project, keep(project, _found(project, map_id)))
    link = next(key for key, one in after.links.items() if one.map == map_id)
    share = after.links[link].model_copy(update={"share": assumed(0.123)})
    moved = after.model_copy(update={"links": after.links.set(link, share)})
    assert label_of(backing(moved, map_id)).text == "uncalibrated"
    assert len(kept(moved, map_id).stale) == 3
    used = apply(after, use(after, _found(after, map_id)))
    assert label_of(backing(used, map_id)).text == "uncalibrated"


def test_words_change_nothing(project: Project, map_id: str) -> None:
    before = rests_on(project, map_id)
    point = next(key for key, one in project.touchpoints.items() if one.map == map_id)
    renamed = project.touchpoints[point].model_copy(update={"title": "Another name", "note": "n"})
    assert (
        rests_on(project.model_copy(update={"touchpoints": project.touchpoints.set(point, renamed)}), map_id) == before
    )
    slower = project.touchpoints[point].model_copy(update={"dwell": assumed(77.0)})
    assert (
        rests_on(project.model_copy(update={"touchpoints": project.touchpoints.set(point, slower)}), map_id) != before
    )


def test_other_counts_forget_the_prediction_and_another_name_does_not(project: Project, map_id: str) -> None:
    after = apply(project, keep(project, _found(project, map_id)))
    test = next(iter(of_map(after, map_id).values()))
    assert changed(test, title="Other").predicted_from == test.predicted_from != ""
    assert changed(test, control_conversions=1).predicted_from == ""


def test_using_a_test_updates_its_technique_by_what_got_here(project: Project, map_id: str) -> None:
    """Half of the effect reached these cards, so the effect is twice what was measured, and twice as unsure."""
    found = _found(project, map_id)
    edit = use(project, found)
    after = apply(project, edit)
    assert len(after.techniques) == len(project.techniques) + 3
    row = next(one for one in after.techniques.values() if one.key == "scarcity" and one.measured_mean is not None)
    first = found.tests[0]
    assert first.measured_error is not None
    assert row.measured_mean == pytest.approx(2 * (first.measured or 0.0))
    assert row.measured_error == pytest.approx(2 * first.measured_error)
    assert row.source is not None
    assert after.sources[row.source].kind == "measured"
    test = after.past_tests[first.id]
    assert test.source == row.source
    expected = measured(shipped()["scarcity"].prior, row.measured_mean or 0.0, row.measured_error or 0.0)
    assert beliefs(after.techniques)["scarcity"].mean == pytest.approx(expected.mean, abs=1e-6)
    assert apply(after, invert(edit)) == project
    assert not use(after, found), "the same tests are used once"


def test_two_tests_of_one_source_teach_as_two(project: Project, map_id: str) -> None:
    """A table of tests may name one log as the source of all; none of them may overwrite another."""
    source = next(iter(project.sources))
    tests = [_test(map_id, "scarcity", lift, source=source) for lift in (0.02, 0.03)]
    bare = new_from_example("kettle", "en")
    shop = apply(bare, add(bare, tests))
    found = _found(shop, map_id)
    after = apply(shop, use(shop, found))
    lifts = [one.measured_mean for one in after.techniques.values() if one.measured_mean is not None]
    assert sorted(lifts) == pytest.approx([0.04, 0.06])
    assert len({one.source for one in after.past_tests.values()}) == 2
    assert not use(after, found), "the same tests are used once"


def test_what_is_not_randomised_or_hardly_got_here_is_not_used(project: Project, map_id: str) -> None:
    found = _found(project, map_id)
    rows = (
        found.tests[0].model_copy(update={"counts": False}),
        found.tests[1].model_copy(update={"transfer": 0.05}),
        found.tests[2].model_copy(update={"measured_error": None}),
    )
    assert usable(found.model_copy(update={"tests": rows})) == ()
    assert not use(project, found.model_copy(update={"tests": rows}))
