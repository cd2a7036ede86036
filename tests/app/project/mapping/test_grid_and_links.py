"""Stages, rows, links and feelings: made, moved and sized, and taken back."""

import pytest

from app.project.builders import set_field
from app.project.edits import apply
from app.project.mapping.feelings import remove_feeling, set_feeling
from app.project.mapping.grid import (
    add_lane,
    add_stage,
    hide,
    move_lane,
    move_stage,
    set_height,
    set_width,
    show_all,
    siblings,
)
from app.project.mapping.links import add_link, leaving, reconnect, set_share
from app.project.model import Project
from personas.problems import Refused
from personas.provenance import Parameter
from tests.app.project.mapping.boards import blank, done, piece_of, put, stages


def titles(project: Project) -> list[str]:
    return [one.title for one in piece_of(project).stages.values()]


def test_a_stage_comes_where_it_was_asked_for() -> None:
    project = blank()
    made = add_stage(project, piece_of(project).id, 1, "Compare")
    after = done(project, made.edit)
    assert titles(after) == ["Before", "Compare", "During", "After"]
    assert after.stages[made.id].phase == after.stages[stages(project)[0]].phase
    assert titles(done(after, add_stage(after, piece_of(after).id, 99, "Last").edit))[-1] == "Last"
    assert titles(done(after, add_stage(after, piece_of(after).id, 0, "First").edit))[0] == "First"


def test_a_map_without_stages_gets_its_first() -> None:
    project = blank()
    for key in stages(project):
        project = project.model_copy(update={"stages": project.stages.without(key)})
    made = add_stage(project, next(iter(project.maps)), None, "Only")
    assert titles(done(project, made.edit)) == ["Only"]


def test_stages_and_rows_change_places() -> None:
    project = blank()
    first = stages(project)[0]
    project = done(project, move_stage(project, first, 2))
    assert titles(project) == ["During", "After", "Before"]
    assert not move_stage(project, first, 2)
    rows = siblings(project, "lanes", piece_of(project).id)
    after = done(project, move_lane(project, rows[-1], 0))
    assert siblings(after, "lanes", piece_of(after).id) == [rows[-1], *rows[:-1]]


def test_where_keys_leave_no_room_all_get_new_ones() -> None:
    project = blank()
    for key in stages(project):
        project = apply(project, set_field(project, "stages", key, ("order",), "V"))
    order = stages(project)
    made = add_stage(project, piece_of(project).id, 1, "Between")
    after = done(project, made.edit)
    assert stages(after) == [order[0], made.id, *order[1:]]


def test_sizes_stay_within_what_the_map_allows() -> None:
    project = blank()
    stage, row = stages(project)[0], siblings(project, "lanes", piece_of(project).id)[0]
    assert done(project, set_width(project, stage, 5)).stages[stage].width == 80
    assert done(project, set_height(project, row, 1e9)).lanes[row].height == 4000
    wide = done(project, set_width(project, stage, 333.333))
    assert wide.stages[stage].width == 333.3
    assert done(wide, set_width(wide, stage, None)).stages[stage].width is None


def test_what_is_hidden_comes_back_with_all_that_was_in_it() -> None:
    project, _ = put(blank(), "actions", 0, "a")
    row = siblings(project, "lanes", piece_of(project).id)[1]
    hidden = done(project, hide(project, [("stages", stages(project)[0]), ("lanes", row)]))
    assert hidden.lanes[row].hidden
    assert hidden.cards == project.cards
    assert done(hidden, show_all(hidden, piece_of(hidden).id)) == project


def test_a_row_is_made_by_its_kind() -> None:
    project = blank()
    made = add_lane(project, piece_of(project).id, "quotes", 1, "What they said")
    after = done(project, made.edit)
    assert list(piece_of(after).lanes)[1] == made.id
    assert (after.lanes[made.id].kind, after.lanes[made.id].title) == ("quotes", "What they said")


def test_a_link_takes_what_is_left_and_then_an_even_part() -> None:
    project, points = put(blank(), "touchpoints", 0, "a", "b", "c", "d")
    a, b, c, d = (key for _, key in points)
    first = add_link(project, a, b, 0.4)
    project = done(project, first.edit)
    assert leaving(piece_of(project), a) == 0.6
    second = add_link(project, a, c)
    project = done(project, second.edit)
    assert project.links[second.id].share.value == 0.6
    third = add_link(project, a, d)
    project = done(project, third.edit)
    assert project.links[third.id].share.value == pytest.approx(1 / 3, abs=1e-3)
    assert sum(link.share.value for link in project.links.values()) == pytest.approx(1.0)
    assert leaving(piece_of(project), a) == 0.0


def test_a_measured_share_makes_no_room() -> None:
    project, points = put(blank(), "touchpoints", 0, "a", "b", "c")
    a, b, c = (key for _, key in points)
    first = add_link(project, a, b, 1.0)
    project = apply(project, first.edit)
    measured = Parameter(value=1.0, kind="measured")
    project = apply(project, set_field(project, "links", first.id, ("share",), measured))
    second = add_link(project, a, c)
    after = done(project, second.edit)
    assert after.links[first.id].share == measured
    assert after.links[second.id].share.value == 0.0


def test_links_that_cannot_be_are_refused() -> None:
    project, points = put(blank(), "touchpoints", 0, "a", "b", "c")
    a, b, c = (key for _, key in points)
    project = apply(project, add_link(project, a, b, 0.5).edit)
    (link,) = project.links
    with pytest.raises(Refused, match="another"):
        add_link(project, a, a)
    with pytest.raises(Refused, match="already"):
        add_link(project, a, b)
    with pytest.raises(Refused, match="another"):
        reconnect(project, link, target=a)
    moved = done(project, reconnect(project, link, source=b, target=c))
    assert (moved.links[link].from_touchpoint, moved.links[link].to_touchpoint) == (b, c)
    assert moved.links[link].share == project.links[link].share
    assert not reconnect(project, link, target=b)
    assert done(project, set_share(project, link, 0.8)).links[link].share.value == 0.8
    with pytest.raises(Refused, match="100%"):
        set_share(project, link, 1.7)
    measured = project.links[link].share.model_copy(update={"kind": "measured"})
    project = apply(project, set_field(project, "links", link, ("share",), measured))
    assert not set_share(project, link, 0.5), "the same figure is no change"
    assert done(project, set_share(project, link, 0.4)).links[link].share.kind == "assumed"


def test_feelings_are_kept_within_their_scale() -> None:
    project, ((_, shop),) = put(blank(), "touchpoints", 0, "Shop")
    persona = next(iter(project.personas))
    project = done(project, set_feeling(project, shop, persona, -7, "queue"))
    assert project.touchpoints[shop].feelings[persona].value == -2
    project = done(project, set_feeling(project, shop, persona, 0.449))
    feeling = project.touchpoints[shop].feelings[persona]
    assert (feeling.value, feeling.note) == (0.4, "queue")
    project = done(project, remove_feeling(project, shop, persona))
    assert not project.touchpoints[shop].feelings
    assert not remove_feeling(project, shop, persona)
    with pytest.raises(Refused):
        set_feeling(project, shop, "persona-nobody00", 1)
