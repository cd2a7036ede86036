"""Whatever is typed, wherever it is typed: nothing is clipped and nothing overlaps."""

from __future__ import annotations

import itertools

import pytest

from maps.layout.build import layout_map
from maps.layout.elements import TextCell
from tests.maps.layout.arithmetic import Arithmetic
from tests.maps.layout.everything import everything
from tests.maps.layout.hostile import HOSTILE
from tests.maps.layout.judge import BOXES, assert_sound


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_stay_in_their_places(name: str) -> None:
    piece, options = everything(HOSTILE[name])
    assert_sound(layout_map(piece, Arithmetic(), options=options))


def test_a_map_with_everything_on_it_is_sound() -> None:
    piece, options = everything()
    layout = layout_map(piece, Arithmetic(), options=options)
    assert_sound(layout)
    assert {element.kind for element in layout.elements if isinstance(element, TextCell)} >= {
        "actions", "thoughts", "quotes", "evidence", "images", "text", "backstage", "channels",
    }  # fmt: skip


def test_rows_and_columns_stay_aligned() -> None:
    piece, options = everything("A good many words, so that rows grow to different heights " * 3)
    layout = layout_map(piece, Arithmetic(), options=options)
    shown = [key for key, stage in piece.stages.items() if not stage.hidden]
    lanes = [key for key, lane in piece.lanes.items() if not lane.hidden]
    assert set(layout.cells) == {(stage, lane) for stage in shown for lane in lanes}
    for lane in lanes:
        row = [layout.cells[stage, lane] for stage in shown]
        assert len({(cell.y, cell.h) for cell in row}) == 1
        assert all(a.right == pytest.approx(b.x) for a, b in itertools.pairwise(row))
    for stage in shown:
        column = [layout.cells[stage, lane] for lane in lanes]
        assert len({(cell.x, cell.w) for cell in column}) == 1
        assert all(a.bottom == pytest.approx(b.y) for a, b in itertools.pairwise(column))
    for element in layout.elements:
        card = piece.cards.get(element.record)
        if isinstance(element, BOXES) and card is not None and card.span == 1:
            assert layout.cells[card.stage, card.lane].holds(element.rect, 4.0), element.id


def test_a_wished_width_and_height_hold() -> None:
    piece, options = everything()
    layout = layout_map(piece, Arithmetic(), options=options)
    wide = next(key for key, stage in piece.stages.items() if stage.width)
    high = next(key for key, lane in piece.lanes.items() if lane.height)
    assert layout.cells[wide, high].w == 420.0
    assert layout.cells[wide, high].h == 260.0
    assert layout.cell_rect("stage-nowhere", high) is None


def test_a_span_covers_its_stages_and_no_hidden_one() -> None:
    piece, options = everything()
    layout = layout_map(piece, Arithmetic(), options=options)
    stages = list(piece.stages)
    key = next(key for key, card in piece.cards.items() if card.span == 4)
    first, last = layout.cells[stages[0], piece.cards[key].lane], layout.cells[stages[3], piece.cards[key].lane]
    box = layout.by_id[key].rect
    assert first.x <= box.x <= first.x + 12
    assert last.right - 12 <= box.right <= last.right
