"""Sub-journeys: opened without circles, walked in and out, and what they add up to."""

from __future__ import annotations

import pytest

from app.project.builders import in_order, set_field
from app.project.check import check
from app.project.edits import apply
from app.project.examples import new_from_example
from app.project.mapping.cards import add_card
from app.project.mapping.feelings import set_feeling
from app.project.model import Project
from app.project.rollup import roll_up
from app.project.slices import map_slice
from app.project.subjourneys import below, can_open, let_open, new_sub_journey, opened_by, way_to
from personas.problems import FootfallError

MAP = "map-kettle00"


@pytest.fixture(scope="module")
def opened() -> tuple[Project, str, str]:
    """The kettle with a sub-journey at its second stage: the project, the stage, the new map."""
    kettle = new_from_example("kettle", "en")
    stage = list(map_slice(kettle, MAP).stages)[1]
    made = new_sub_journey(kettle, stage, "en")
    return apply(kettle, made.edit), stage, made.map


def lane_of(project: Project, map_id: str, kind: str) -> str:
    return next(key for key, row in map_slice(project, map_id).lanes.items() if row.kind == kind)


def test_a_new_sub_journey_is_called_like_its_stage_and_stands_behind_its_map(opened: tuple[Project, str, str]) -> None:
    project, stage, inner = opened
    assert project.stages[stage].opens == inner
    assert project.maps[inner].title == project.stages[stage].title
    assert project.maps[inner].personas == project.maps[MAP].personas
    assert in_order(project.maps) == [MAP, inner]
    assert not [one for one in check(project) if one.severity == "error"]


def test_the_way_in_and_out(opened: tuple[Project, str, str]) -> None:
    project, stage, inner = opened
    assert opened_by(project, inner) == (stage,)
    assert way_to(project, inner) == (MAP, inner)
    deeper = new_sub_journey(project, next(iter(map_slice(project, inner).stages)), "en")
    project = apply(project, deeper.edit)
    assert way_to(project, deeper.map) == (MAP, inner, deeper.map)
    assert list(below(project, MAP)) == [MAP, inner, deeper.map]


def test_with_two_ways_in_the_one_that_was_taken_counts(opened: tuple[Project, str, str]) -> None:
    from app.project.atlas import framework_map

    project, _stage, inner = opened
    other = framework_map(project, "service", "en")
    project = apply(project, other.edit)
    project = apply(project, let_open(project, next(iter(map_slice(project, other.map).stages)), inner))
    assert way_to(project, inner) == (MAP, inner)
    assert way_to(project, inner, (other.map,)) == (other.map, inner)


def test_a_circle_is_refused_and_never_offered(opened: tuple[Project, str, str]) -> None:
    project, _stage, inner = opened
    first = next(iter(map_slice(project, inner).stages))
    for target in (MAP, inner):
        with pytest.raises(FootfallError) as caught:
            let_open(project, first, target)
        assert caught.value.findings[0].code == "sub-journey-circle"
        assert target not in can_open(project, first)


def test_a_circle_in_a_file_is_walked_once(opened: tuple[Project, str, str]) -> None:
    project, stage, inner = opened
    first = next(iter(map_slice(project, inner).stages))
    project = apply(project, set_field(project, "stages", first, ("opens",), MAP))
    assert set(below(project, MAP)) == {MAP, inner}
    assert way_to(project, inner)[-1] == inner
    found = roll_up(project, stage)
    assert found is not None
    assert found.touchpoints == 0


def test_feelings_are_means_per_persona_over_all_below(opened: tuple[Project, str, str]) -> None:
    project, stage, inner = opened
    first, second = list(project.maps[MAP].personas)[:2]
    deeper = new_sub_journey(project, next(iter(map_slice(project, inner).stages)), "en")
    project = apply(project, deeper.edit)
    for map_id, values in ((inner, {first: 1.0, second: -2.0}), (deeper.map, {first: -0.5})):
        made = add_card(project, lane_of(project, map_id, "touchpoints"), _first(project, map_id), "Point")
        project = apply(project, made.edit)
        for persona, value in values.items():
            project = apply(project, set_feeling(project, made.id, persona, value))
    found = roll_up(project, stage)
    assert found is not None
    assert found.feelings == {first: 0.25, second: -2.0}
    assert found.mood == pytest.approx(-0.875)
    assert found.touchpoints == 2


def _first(project: Project, map_id: str) -> str:
    return next(iter(map_slice(project, map_id).stages))


def test_the_gravest_pain_point_is_named_and_the_dearest_once_priced(opened: tuple[Project, str, str]) -> None:
    project, stage, inner = opened
    lane, cards = lane_of(project, inner, "pains"), []
    for text, severity in (("Small", 2), ("Large", 5), ("Done", 5)):
        made = add_card(project, lane, _first(project, inner), text)
        project = apply(project, made.edit)
        pain = next(key for key, row in project.pains.items() if row.card == made.id)
        project = apply(project, set_field(project, "pains", pain, ("severity",), severity))
        if text == "Done":
            project = apply(project, set_field(project, "pains", pain, ("status",), "done"))
        cards.append(made.id)
    found = roll_up(project, stage)
    assert found is not None
    assert (found.pains, found.worst, found.cost) == (3, cards[1], None)
    priced = roll_up(project, stage, {cards[0]: 900.0, cards[1]: 20.0})
    assert priced is not None
    assert (priced.worst, priced.cost) == (cards[0], 900.0)


def test_a_stage_without_a_sub_journey_adds_up_to_nothing(opened: tuple[Project, str, str]) -> None:
    project, _stage, _inner = opened
    assert roll_up(project, next(iter(map_slice(project, MAP).stages))) is None
    assert roll_up(project, "stage-gone0000") is None
