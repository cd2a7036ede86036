"""The layout as a whole: a stored one, hostile texts, what is hidden, what is found under the hand."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from maps.layout.build import layout_map
from maps.layout.elements import (
    Curve,
    DropStub,
    Face,
    LaneHeader,
    LinkLine,
    MapLayout,
    PainCard,
    Ribbon,
    StageHeader,
    TextCell,
    TouchCard,
)
from maps.layout.options import LayoutOptions, Prices, Sizes, Traffic
from maps.model import MapSlice
from personas.records import FrozenMap
from tests.maps.layout import samples
from tests.maps.layout.arithmetic import Arithmetic
from tests.maps.layout.golden import GOLDEN, GOLDEN_EVERYTHING, as_plain, golden_everything, golden_layout
from tests.maps.layout.judge import assert_sound

HOSTILE = {
    "long": "It is only two years old and already it leaks all over the worktop again. " * 7,
    "unbroken": "x" * 500,
    "emoji": "👩‍👩‍👧‍👦🫖" * 60,
    "arabic": "أريد غلاية كهربائية تدوم طويلا ولا تصدر ضجيجا في الصباح الباكر " * 7,
    "chinese": "我想要一个可以用十年的安静的电热水壶而且配送费用要提前说清楚" * 16,
    "dutch": "Arbeidsongeschiktheidsverzekeringsmaatschappij kindercarnavalsoptochtvoorbereidingswerkzaamheden " * 5,
    "lines": "one\n\ntwo\nthree\n" * 12,
    "markup": "<b>bold</b> & <script>alert(1)</script> " * 12,
}


def laid_out(piece: MapSlice, **options: object) -> MapLayout:
    """A layout with the arithmetic measure."""
    return layout_map(piece, Arithmetic(), options=replace(LayoutOptions(), **options))  # type: ignore[arg-type]  # fields


def flooded(text: str, people: int = 2) -> MapSlice:
    """The sample map with every text of its authors replaced."""
    piece, _, _ = samples.shop(people)
    short = text[:500]
    return replace(
        piece,
        personas={k: v.model_copy(update={"name": short}) for k, v in piece.personas.items()},
        stages={k: v.model_copy(update={"title": short}) for k, v in piece.stages.items()},
        lanes={k: v.model_copy(update={"title": short}) for k, v in piece.lanes.items()},
        cards={k: v.model_copy(update={"text": text}) for k, v in piece.cards.items()},
        phases={k: v.model_copy(update={"title": short}) for k, v in piece.phases.items()},
        touchpoints={
            key: point.model_copy(
                update={
                    "title": short,
                    "feelings": FrozenMap({p: f.model_copy(update={"note": short}) for p, f in point.feelings.items()}),
                }
            )
            for key, point in piece.touchpoints.items()
        },
    )


def test_the_stored_layout_still_holds() -> None:
    stored = json.loads(Path(GOLDEN).read_text("utf-8"))
    assert as_plain(golden_layout()) == stored, "a wanted change? then: python -m tests.maps.layout.golden"
    everything = json.loads(Path(GOLDEN_EVERYTHING).read_text("utf-8"))
    assert as_plain(golden_everything()) == everything, "a wanted change? then: python -m tests.maps.layout.golden"


@pytest.mark.parametrize("people", [0, 1, 2, 6, 8])
def test_ordinary_maps_are_sound(people: int) -> None:
    piece, traffic, prices = samples.shop(people)
    assert_sound(laid_out(piece, traffic=traffic, prices=prices))


@pytest.mark.parametrize("links", ["main", "all", "none"])
def test_a_site_with_all_its_links_is_sound(links: str) -> None:
    assert_sound(laid_out(samples.site(), links=links))


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
@pytest.mark.parametrize("people", [2, 6])
def test_hostile_texts_neither_overlap_nor_leave_their_cell(text: str, people: int) -> None:
    _, traffic, _ = samples.shop(people)
    piece = flooded(text, people)
    prices = Prices(dict.fromkeys(piece.pains, 123_456_789.0), stale=True)
    assert_sound(laid_out(piece, traffic=traffic, prices=prices))


def test_rows_grow_with_their_text() -> None:
    def actions(text: str) -> float:
        return next(band.height for band in laid_out(flooded(text)).lanes if band.kind == "actions")

    assert actions("short") < actions(HOSTILE["long"][:150]) < actions(HOSTILE["long"])


def test_lanes_lie_below_each_other_without_a_gap() -> None:
    layout = laid_out(samples.shop()[0])
    y = layout.header_height
    for band in layout.lanes:
        assert band.y == pytest.approx(y)
        y += band.height
    assert layout.height == pytest.approx(y + Sizes.END)


def test_the_same_map_gives_the_same_layout() -> None:
    piece, traffic, _ = samples.shop()
    assert laid_out(piece, traffic=traffic) == laid_out(piece, traffic=traffic)


def test_an_empty_map_is_an_empty_sheet() -> None:
    bare = samples.Sketch(0)
    layout = laid_out(bare.slice())
    assert layout.elements == ()
    assert layout.width > 0 < layout.height


def test_a_stage_without_touchpoints_still_has_its_column() -> None:
    sketch = samples.Sketch(1)
    sketch.lane("touchpoints")
    words = sketch.lane("actions")
    stage = sketch.stage("Alone")
    sketch.card(words, stage, "Nobody has been here yet")
    layout = laid_out(sketch.slice())
    assert_sound(layout)
    assert layout.stages[0].width >= Sizes.STAGE_MIN


def test_what_is_hidden_is_left_out() -> None:
    piece, _, _ = samples.shop()
    stage, lane = list(piece.stages)[2], next(k for k, v in piece.lanes.items() if v.kind == "thoughts")
    less = replace(
        piece,
        stages={**piece.stages, stage: piece.stages[stage].model_copy(update={"hidden": True})},
        lanes={**piece.lanes, lane: piece.lanes[lane].model_copy(update={"hidden": True})},
        map=piece.map.model_copy(update={"hidden_personas": FrozenMap({samples.persona_id(1): True})}),
    )
    layout = laid_out(less)
    assert_sound(layout)
    gone = {key for key, point in piece.touchpoints.items() if point.stage == stage}
    shown = {element.record for element in layout.elements}
    assert stage not in shown
    assert lane not in shown
    assert not gone & shown
    assert {e.persona for e in layout.elements if isinstance(e, Face | Curve)} == {samples.persona_id(0)}
    assert not any(
        e.record and piece.cards[e.record].personas.keys() == {samples.persona_id(1)}
        for e in layout.elements
        if isinstance(e, TextCell)
    )


def test_a_persona_filter_shows_even_who_is_hidden() -> None:
    piece, _, _ = samples.shop()
    hidden = FrozenMap({samples.persona_id(1): True})
    piece = replace(piece, map=piece.map.model_copy(update={"hidden_personas": hidden}))
    layout = laid_out(piece, personas=(samples.persona_id(1),))
    assert {e.persona for e in layout.elements if isinstance(e, Curve)} == {samples.persona_id(1)}


def test_every_record_that_is_drawn_is_found_under_the_hand() -> None:
    piece, traffic, prices = samples.shop()
    layout = laid_out(piece, traffic=traffic, prices=prices)
    for element in layout.elements:
        if isinstance(element, TouchCard | PainCard | StageHeader):
            assert layout.at(*element.rect.centre) is element
        if isinstance(element, LinkLine):
            middle = element.path.sampled(2.0)[len(element.path.sampled(2.0)) // 2]
            assert layout.link_at(*middle) is not None
    assert layout.at(layout.width + 5, 5) is None
    header = next(e for e in layout.elements if isinstance(e, LaneHeader) and e.kind == "actions")
    stage, lane = layout.cell_at(layout.stages[1].x + 4, header.rect.y + 4)
    assert (stage, lane) == (layout.stages[1].id, header.record)


def test_the_ribbon_is_as_high_as_there_are_visitors() -> None:
    piece, traffic, _ = samples.shop()
    layout = laid_out(piece, traffic=traffic)
    ribbon = next(e for e in layout.elements if isinstance(e, Ribbon))
    top = layout.header_height + 2.0
    lowest = max(p.y for band in ribbon.bands for s in band.path.segments for p in s.points)
    assert lowest - top == pytest.approx(Sizes.RIBBON)
    at_second = [
        p.y - top
        for s in ribbon.bands[-1].path.segments
        for p in s.points
        if abs(p.x - (layout.stages[1].x + Sizes.RIBBON_CURVE / 2)) < 0.01
    ]
    share = sum(traffic.stages[layout.stages[1].id].values()) / sum(traffic.stages[layout.stages[0].id].values())
    assert max(at_second) == pytest.approx(Sizes.RIBBON * share)


def test_a_stage_without_figures_carries_on_the_one_before() -> None:
    piece, traffic, _ = samples.shop()
    known = dict(list(traffic.stages.items())[1:3])
    layout = laid_out(piece, traffic=Traffic(known))
    ribbon = next(e for e in layout.elements if isinstance(e, Ribbon))
    figures = [text.full for text in ribbon.more if text.role == "body_strong"]
    assert figures == ["85,100", "48,200"]


def test_drop_off_shows_what_the_shares_leave() -> None:
    layout = laid_out(samples.shop()[0], drop_off=True)
    stubs = {e.record: e.label.full for e in layout.elements if isinstance(e, DropStub) and e.label}
    last_page = next(k for k, v in samples.shop()[0].touchpoints.items() if v.page == "payment")
    assert stubs[last_page] == "22%"


def test_a_price_without_room_loses_the_month_first() -> None:
    piece, _, prices = samples.shop()

    def tags(price: float) -> set[str]:
        layout = laid_out(piece, prices=Prices(dict.fromkeys(prices.by_card, price)))
        return {
            e.tag.text.full.replace("\u202f", " ") if e.tag else "" for e in layout.elements if isinstance(e, PainCard)
        }

    assert tags(1240.0) == {"−€ 1,240 / month"}
    assert tags(1_234_567.0) == {"−€ 1,234,567"}
    assert tags(9_876_543_210_000.0) == {"−€ 9,876,543 m"}
    assert tags(-50.0) == {"+€ 50 / month"}
