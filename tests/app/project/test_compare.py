"""Comparing maps by what copies are based on."""

from __future__ import annotations

from typing import Any

import pytest

from app.project.atlas import copy_map, make_main, move_map, remove_map
from app.project.builders import in_order, remove_record, set_field
from app.project.check import check
from app.project.compare import compare_maps, compare_slices, relatives
from app.project.edits import apply, rows_of
from app.project.examples import new_from_example
from app.project.mapping.cards import add_card, move_items
from app.project.mapping.feelings import set_feeling
from app.project.mapping.grid import add_stage, move_stage
from app.project.model import Project
from app.project.slices import map_slice

AS_IS = "map-kettle00"


@pytest.fixture(scope="module")
def kettle() -> Project:
    return new_from_example("kettle", "en")


@pytest.fixture(scope="module")
def both(kettle: Project) -> tuple[Project, str]:
    made = copy_map(kettle, AS_IS, "To be", to_be=True)
    return apply(kettle, made.edit), made.map


def twin(project: Project, table: str, original: str) -> str:
    rows: dict[str, Any] = dict(rows_of(project, table))
    return next(key for key, row in rows.items() if row.based_on == original)


def test_a_fresh_copy_is_sound_and_differs_in_nothing(both: tuple[Project, str]) -> None:
    project, copy = both
    assert not [one for one in check(project) if one.severity == "error"]
    assert project.maps[copy].maturity == "to-be"
    assert project.maps[copy].based_on == AS_IS
    found = compare_maps(project, AS_IS, copy)
    assert found.differences == ()
    assert all(before and after for before, after in found.stages)
    assert relatives(project, copy) == (AS_IS,)
    assert relatives(project, AS_IS) == (copy,)


def test_added_removed_changed_and_moved_are_told_apart(both: tuple[Project, str]) -> None:
    project, copy = both
    piece = map_slice(project, copy)
    pains = list(piece.pains)
    lane = next(key for key, row in piece.lanes.items() if row.kind == "opportunities")
    stages = list(piece.stages)
    made = add_card(project, lane, stages[0], "One honest guide")
    project = apply(project, made.edit)
    project = apply(project, remove_record(project, "cards", pains[0]))
    project = apply(project, set_field(project, "cards", pains[1], ("text",), "Filters stay"))
    here = project.cards[pains[2]]
    elsewhere = next(key for key in stages if key != here.stage)
    project = apply(project, set_field(project, "cards", pains[2], ("touchpoint",), None))
    project = apply(project, move_items(project, [("cards", pains[3])], project.cards[pains[3]].lane, elsewhere, 0))
    marks = compare_maps(project, AS_IS, copy).marks("after")
    assert marks[made.id] == "added"
    assert marks[pains[1]] == "changed"
    assert marks[pains[2]] == "changed"
    assert marks[pains[3]] in ("moved", "changed")
    gone = compare_maps(project, AS_IS, copy).marks("before")
    assert "removed" in gone.values()
    assert pains[0] not in marks


def test_a_feeling_that_moved_names_the_persona_and_both_values(both: tuple[Project, str]) -> None:
    project, copy = both
    original = next(key for key, row in project.touchpoints.items() if row.map == AS_IS and row.feelings)
    persona, was = next(iter(project.touchpoints[original].feelings.items()))
    point = twin(project, "touchpoints", original)
    project = apply(project, set_feeling(project, point, persona, -2.0))
    found = compare_maps(project, AS_IS, copy).differences
    assert [(one.kind, one.persona, one.low, one.high) for one in found] == [("feeling", persona, was.value, -2.0)]


def test_a_severity_counts_as_a_change_of_its_card(both: tuple[Project, str]) -> None:
    project, copy = both
    key = next(key for key, row in project.pains.items() if project.cards[row.card].map == copy)
    value = 5 if project.pains[key].severity != 5 else 1
    project = apply(project, set_field(project, "pains", key, ("severity",), value))
    (found,) = compare_maps(project, AS_IS, copy).differences
    assert found.after == project.pains[key].card
    assert found.fields == {"severity"}


def test_links_that_go_with_their_touchpoint_are_not_told(both: tuple[Project, str]) -> None:
    project, copy = both
    link = next(row for row in project.links.values() if row.map == copy)
    project = apply(project, remove_record(project, "touchpoints", link.to_touchpoint))
    found = compare_maps(project, AS_IS, copy)
    assert "removed" in {one.kind for one in found.differences if one.table == "touchpoints"}
    assert not [one for one in found.differences if one.table == "links"]


def test_stages_are_aligned_and_gaps_stand_where_they_belong(both: tuple[Project, str]) -> None:
    project, copy = both
    stages = list(map_slice(project, copy).stages)
    made = add_stage(project, copy, 2, "Ask a neighbour")
    project = apply(project, made.edit)
    gone = project.stages[stages[4]].based_on
    project = apply(project, remove_record(project, "stages", stages[4]))
    pairs = compare_maps(project, AS_IS, copy).stages
    assert pairs[2] == ("", made.id)
    assert [before for before, after in pairs if not after] == [gone]
    left = [before for before, _after in pairs if before]
    assert left == list(map_slice(project, AS_IS).stages)
    assert [after for _before, after in pairs if after] == list(map_slice(project, copy).stages)


def test_a_stage_that_changed_places_stands_once_on_each_side(both: tuple[Project, str]) -> None:
    project, copy = both
    stages = list(map_slice(project, copy).stages)
    project = apply(project, move_stage(project, stages[0], 3))
    pairs = compare_maps(project, AS_IS, copy).stages
    assert sorted(after for _before, after in pairs if after) == sorted(stages)
    assert [after for _before, after in pairs if after] == list(map_slice(project, copy).stages)


def test_two_copies_are_compared_by_what_both_are_copies_of(both: tuple[Project, str]) -> None:
    project, copy = both
    second = copy_map(project, copy, "Second", to_be=True)
    project = apply(project, second.edit)
    third = copy_map(project, AS_IS, "Third", to_be=True)
    project = apply(project, third.edit)
    assert compare_maps(project, second.map, third.map).differences == ()
    assert relatives(project, second.map)[0] == copy
    assert set(relatives(project, AS_IS)) == {copy, second.map, third.map}


def test_a_plain_copy_keeps_what_it_was_based_on(both: tuple[Project, str]) -> None:
    project, copy = both
    made = copy_map(project, copy, "Variant")
    project = apply(project, made.edit)
    assert project.maps[made.map].based_on == AS_IS
    assert compare_maps(project, AS_IS, made.map).differences == ()


def test_two_states_of_one_map_are_compared_by_their_ids(kettle: Project) -> None:
    card = next(iter(kettle.cards))
    after = apply(kettle, set_field(kettle, "cards", card, ("text",), "New words"))
    found = compare_slices(map_slice(kettle, AS_IS), map_slice(after, AS_IS))
    assert [(one.kind, one.table, one.before) for one in found.differences] == [("changed", "cards", card)]
    assert found.differences[0].was == kettle.cards[card].text


def test_an_unknown_map_is_a_key_error(kettle: Project) -> None:
    with pytest.raises(KeyError):
        compare_maps(kettle, AS_IS, "map-gone0000")


def test_maps_are_ordered_and_the_main_one_is_followed_by_another(both: tuple[Project, str]) -> None:
    project, copy = both
    assert in_order(project.maps) == [AS_IS, copy]
    project = apply(project, move_map(project, copy, 0))
    assert in_order(project.maps) == [copy, AS_IS]
    project = apply(project, make_main(project, AS_IS))
    project = apply(project, remove_map(project, AS_IS))
    assert project.project.main_map == copy
    assert project.maps[copy].based_on is None
    assert not [one for one in check(project) if one.severity == "error"]
