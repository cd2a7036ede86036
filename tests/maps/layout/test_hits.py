"""What a point of a laid out map means to a hand, without a screen."""

from __future__ import annotations

import pytest

from maps.layout.build import layout_map
from maps.layout.elements import Face, LaneHeader, LinkLine, MapLayout, StageHeader, TextCell, TouchCard
from maps.layout.hits import Drop, drop_at, edge_at, end_at, handle_of, mood_at, on_handle, side_index, stages_to
from maps.layout.options import LayoutOptions
from maps.model import MapSlice
from tests.maps.layout import samples
from tests.maps.layout.arithmetic import Arithmetic


@pytest.fixture(scope="module")
def piece() -> MapSlice:
    return samples.shop(2)[0]


@pytest.fixture(scope="module")
def layout(piece: MapSlice) -> MapLayout:
    return layout_map(piece, Arithmetic(), options=LayoutOptions())


def _lane(layout: MapLayout, kind: str) -> str:
    return next(band.id for band in layout.lanes if band.kind == kind)


def _cards(layout: MapLayout, stage: str, piece: MapSlice) -> list[TouchCard]:
    found = [one for one in layout.elements if isinstance(one, TouchCard)]
    return [one for one in found if piece.touchpoints[one.record].stage == stage]


def test_a_drop_counts_what_lies_before_it(layout: MapLayout, piece: MapSlice) -> None:
    lane = _lane(layout, "touchpoints")
    for stage in piece.stages:
        cards = _cards(layout, stage, piece)
        for index, card in enumerate(cards):
            x, y = card.rect.centre
            assert drop_at(layout, x, card.rect.y + 2, ()) == Drop(lane, stage, index)
            assert drop_at(layout, x, y + 2, ()) == Drop(lane, stage, index + 1)
            assert drop_at(layout, x, y + 2, {card.record}) == Drop(lane, stage, index), "not itself"


def test_nothing_can_be_dropped_off_the_grid(layout: MapLayout) -> None:
    assert drop_at(layout, 10.0, layout.height / 2, ()) is None
    assert drop_at(layout, layout.width + 40.0, layout.height / 2, ()) is None
    assert drop_at(layout, layout.width / 2, 5.0, ()) is None


def test_the_place_of_a_stage_or_row_counts_the_others_before_it(layout: MapLayout) -> None:
    stages, lanes = layout.stages, [band for band in layout.lanes if band.id]
    for index, stage in enumerate(stages):
        assert side_index(layout, "stages", stage.x + stage.width / 2, 0.0, stage.id) == index
    assert side_index(layout, "stages", layout.width + 99.0, 0.0, stages[0].id) == len(stages) - 1
    for index, band in enumerate(lanes):
        assert side_index(layout, "lanes", 0.0, band.y + band.height / 2, band.id) == index


def test_edges_are_found_on_what_has_them(layout: MapLayout) -> None:
    stage = next(one for one in layout.elements if isinstance(one, StageHeader))
    row = next(one for one in layout.elements if isinstance(one, LaneHeader) and one.record)
    cell = next(one for one in layout.elements if isinstance(one, TextCell) and one.table == "cards")
    card = next(one for one in layout.elements if isinstance(one, TouchCard))
    assert edge_at(stage, stage.rect.right - 2, stage.rect.centre.y) == "width"
    assert edge_at(stage, *stage.rect.centre) is None
    assert edge_at(row, row.rect.centre.x, row.rect.bottom + 2) == "height"
    assert edge_at(cell, cell.rect.right - 2, cell.rect.centre.y) == "span"
    assert edge_at(card, card.rect.right - 2, card.rect.centre.y) is None
    assert edge_at(None, 0.0, 0.0) is None


def test_stages_are_counted_up_to_a_point(layout: MapLayout) -> None:
    first, second, third = layout.stages[:3]
    assert stages_to(layout, first.id, third.x + 5) == 3
    assert stages_to(layout, second.id, third.x + 5) == 2
    assert stages_to(layout, third.id, first.x) == 1


def test_a_handle_is_on_the_right_edge_and_an_end_where_the_line_ends(layout: MapLayout) -> None:
    card = next(one for one in layout.elements if isinstance(one, TouchCard))
    at = handle_of(card)
    assert at.x == card.rect.right
    assert on_handle(card, at.x + 3, at.y - 3)
    assert not on_handle(card, *card.rect.centre)
    line = next(one for one in layout.elements if isinstance(one, LinkLine))
    start = line.path.sampled(4.0)[0]
    assert end_at(line, *line.tip) == "target"
    assert end_at(line, *start) == "source"


def test_a_point_on_the_ground_of_feelings_is_a_moment_and_a_mark(layout: MapLayout, piece: MapSlice) -> None:
    faces = [one for one in layout.elements if isinstance(one, Face)]
    alone = [one for one in faces if sum(other.record == one.record for other in faces) == 1] or faces
    for face in alone:
        mood = mood_at(layout, piece, *face.centre)
        assert mood is not None
        assert mood.touchpoint == face.record
        assert mood.value == pytest.approx(face.value, abs=0.06)
    assert mood_at(layout, piece, layout.width / 2, 5.0) is None
