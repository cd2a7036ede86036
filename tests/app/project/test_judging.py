"""Weighing opportunities, what pain points do to leaving, pasted readings, and where sources are used."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.formats.series import day_of, moved, rows_of, with_readings
from app.project.builders import set_field
from app.project.edits import apply
from app.project.examples import new_from_example
from app.project.judging import judged, leaving_by, pains_ranked, ranked, tidy, weighed
from app.project.mapping.links import leaving
from app.project.model import Project
from app.project.slices import map_slice
from app.project.sources import add_source, uses
from app.words import speaking
from maps.model import FRICTION, Opportunity, Pain, Reading
from personas.problems import FootfallError
from personas.provenance import Parameter


@pytest.fixture(scope="module")
def kettle() -> Project:
    return new_from_example("kettle", "en")


def _map(project: Project) -> str:
    return next(iter(project.maps))


def _set(project: Project, table: str, key: str, path: tuple[str, ...], value: object) -> Project:
    return apply(project, set_field(project, table, key, path, value))


def test_every_opportunity_is_judged_and_the_best_is_first(kettle: Project) -> None:
    found = ranked(judged(kettle, _map(kettle)))
    assert {one.id for one in found} == set(kettle.opportunities)
    scores = [one.score for one in found if one.score is not None]
    assert scores == sorted(scores, reverse=True)
    best = kettle.opportunities[found[0].id]
    assert found[0].score == (best.impact + best.business) / 2 - best.effort / 2


def test_an_own_formula_wins_over_that_of_the_map(kettle: Project) -> None:
    one, other, *_rest = kettle.opportunities
    changed = _set(kettle, "maps", _map(kettle), ("formula",), "impact * 10")
    changed = _set(changed, "opportunities", one, ("formula",), "effort")
    found = {row.id: row.score for row in judged(changed, _map(kettle))}
    assert found[one] == kettle.opportunities[one].effort
    assert found[other] == kettle.opportunities[other].impact * 10


def test_a_formula_without_an_answer_says_why_and_comes_last(kettle: Project) -> None:
    one = next(iter(kettle.opportunities))
    changed = _set(kettle, "opportunities", one, ("formula",), "1 / 0")
    last = ranked(judged(changed, _map(kettle)))[-1]
    assert (last.id, last.score) == (one, None)
    assert last.problem is not None
    assert last.problem.code == "formula-zero"


def test_the_price_is_not_known_before_pain_points_are_priced(kettle: Project) -> None:
    key, record = next((key, one) for key, one in kettle.opportunities.items() if one.solves)
    changed = _set(kettle, "opportunities", key, ("formula",), "price")
    before = next(one for one in judged(changed, _map(kettle)) if one.id == key)
    assert before.problem is not None
    assert before.problem.code == "formula-unknown"
    cards = {kettle.pains[pain].card: 100.0 for pain in record.solves}
    after = next(one for one in judged(changed, _map(kettle), cards) if one.id == key)
    assert after.score == 100.0 * len(cards)


@given(st.floats(0, 5), st.floats(0, 5), st.floats(0, 5))
def test_dragging_value_moves_both_and_ends_where_it_was_dropped(impact: float, business: float, value: float) -> None:
    record = Opportunity(card="card-aaaaaaaa", impact=impact, business=business)
    wanted = weighed(record, {"value": value})
    assert (wanted["impact"] + wanted["business"]) / 2 == pytest.approx(value, abs=1e-9)
    assert all(0.0 <= one <= 5.0 for one in wanted.values())


def test_axes_that_are_computed_change_nothing() -> None:
    record = Opportunity(card="card-aaaaaaaa")
    assert weighed(record, {"score": 4.0, "votes": 2.0, "effort": 1.0}) == {"effort": 1.0}
    assert weighed(record, {"value": 4.0, "impact": 5.0}) == {"impact": 5.0, "business": 3.0}
    assert [type(tidy(value)) for value in (3.0, 2.5)] == [int, float]


def test_friction_follows_severity_unless_it_has_been_set() -> None:
    by_severity = [Pain(card="card-aaaaaaaa", severity=grave).weight.value for grave in (1, 2, 3, 4, 5)]
    assert by_severity == [0.05, 0.10, 0.20, 0.35, 0.50]
    assert Pain(card="card-aaaaaaaa", severity=5, friction=Parameter(value=0.3)).weight.value == 0.3


def test_what_a_pain_point_does_to_leaving_follows_the_log_odds(kettle: Project) -> None:
    piece = map_slice(kettle, _map(kettle))
    found = {card: effect for card in piece.pains if (effect := leaving_by(piece, card)) is not None}
    assert found
    for card, effect in found.items():
        friction = piece.pains[card].friction
        size = friction.value if friction is not None else FRICTION[piece.pains[card].severity]
        assert effect.today == leaving(piece, effect.touchpoint)
        odds = effect.today / (1 - effect.today)
        assert effect.without / (1 - effect.without) == pytest.approx(odds * math.exp(-size))
        assert effect.one_in is not None
        assert effect.one_in == pytest.approx(1 / (effect.today - effect.without))


def test_a_pain_point_outside_the_visit_makes_nobody_leave(kettle: Project) -> None:
    piece = map_slice(kettle, _map(kettle))
    outside = [card for card in piece.pains if leaving_by(piece, card) is None]
    for card in outside:
        point = piece.cards[card].touchpoint
        assert point is None or piece.touchpoints[point].page == "none"
    assert outside


def test_pain_points_are_ranked_by_severity_times_price(kettle: Project) -> None:
    piece = map_slice(kettle, _map(kettle))
    by_severity = [piece.pains[card].severity for card in pains_ranked(piece)]
    assert by_severity == sorted(by_severity, reverse=True)
    dear = min(piece.pains, key=lambda card: piece.pains[card].severity)
    prices = {card: 1e6 if card == dear else 1.0 for card in piece.pains}
    assert pains_ranked(piece, prices)[0] == dear


# ---- readings --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "unit", "values"),
    [
        ("2026-01-31\t12\n2026-02-28\t13", "number", {"2026-01-31": 12.0, "2026-02-28": 13.0}),
        ("Date\tRate\n31 Jan 2026\t4.5%\n", "rate", {"2026-01-31": 0.045}),
        ("2026-01;€ 1,240", "money", {"2026-01-31": 1240.0}),
    ],
)
def test_two_columns_are_readings(text: str, unit: str, values: dict[str, float]) -> None:
    assert {day: one.value for day, one in rows_of(text, unit).items()} == pytest.approx(values)


def test_two_columns_from_a_dutch_sheet() -> None:
    with speaking("nl"):
        found = rows_of("datum\twaarde\tdoel\n31-1-2026\t1.240,5\t1.300\n28/2/2026\t1.250\t", "number")
    assert found == {
        "2026-01-31": Reading(value=1240.5, target=1300.0),
        "2026-02-28": Reading(value=1250.0),
    }


@pytest.mark.parametrize("text", ["", "12", "2026-01-31\tmany", "2026-01-31\t1\nsoon\t2"])
def test_what_cannot_be_pasted_is_said(text: str) -> None:
    with pytest.raises(FootfallError):
        rows_of(text, "number")


def test_readings_are_added_in_order_and_keep_their_sources(kettle: Project) -> None:
    edit, source = add_source(kettle, "Analytics")
    project = apply(kettle, edit)
    metric = next(key for key, record in project.metrics.items() if record.series)
    day, reading = next(iter(project.metrics[metric].series.items()))
    backed = reading.model_copy(update={"source": source})
    project = _set(project, "metrics", metric, ("series", day), backed)
    pasted = {day: Reading(value=7.0), "2020-01-01": Reading(value=1.0)}
    project = apply(project, with_readings(project, metric, pasted))
    series = project.metrics[metric].series
    assert series[day].value == 7.0
    assert series[day].source == source
    assert next(iter(sorted(series))) == "2020-01-01"
    project = apply(project, moved(project, metric, "2020-01-01", "2020-02-01"))
    assert "2020-01-01" not in project.metrics[metric].series
    with pytest.raises(FootfallError, match="already"):
        moved(project, metric, "2020-02-01", day)


def test_a_day_that_is_none_is_passed_over() -> None:
    assert day_of("2026-02-28") is not None
    assert day_of("2026-02-31") is None


# ---- sources ---------------------------------------------------------------------------------------------------


def test_every_use_of_a_source_is_found(kettle: Project) -> None:
    edit, source = add_source(kettle, "A paper", "published")
    project = apply(kettle, edit)
    assert uses(project)[source] == ()
    point = next(iter(project.touchpoints))
    card = next(iter(project.cards))
    project = _set(project, "touchpoints", point, ("dwell",), Parameter(value=5.0, kind="published", source=source))
    project = _set(project, "cards", card, ("source",), source)
    found = {(one.table, one.id, one.path) for one in uses(project)[source]}
    assert found == {("touchpoints", point, ("dwell", "source")), ("cards", card, ("source",))}
