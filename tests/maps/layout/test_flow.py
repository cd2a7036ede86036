"""Which links are drawn, where they run, and how wide."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from math import hypot
from typing import Literal

import pytest

from maps.layout.build import layout_map
from maps.layout.elements import LinkLine, TouchCard
from maps.layout.flow import expected_views, goal_chance, leaving_share, main_links
from maps.layout.geometry import Rect
from maps.layout.links import arrow_size, line_width
from maps.layout.options import LayoutOptions
from maps.layout.reveal import revealed_links
from maps.layout.routes import ports, route
from maps.layout.tracks import tracks
from maps.layout.traffic import baseline_traffic
from maps.layout.words import MapWords
from maps.model import MapSlice
from personas.records import FrozenMap
from tests.maps.layout import samples
from tests.maps.layout.arithmetic import Arithmetic


def cells_of(piece: MapSlice) -> dict[str, tuple[int, int]]:
    return {key: (i, 0) for i, key in enumerate(piece.touchpoints)}


def titled(piece: MapSlice, key: str) -> tuple[str, str]:
    link = piece.links[key]
    words = (piece.touchpoints[link.from_touchpoint].title, piece.touchpoints[link.to_touchpoint].title)
    return words[0].removesuffix(" page"), words[1].removesuffix(" page")


def test_the_chance_of_an_order_solves_its_own_equation() -> None:
    piece = samples.site()
    piece = replace(
        piece,
        touchpoints={
            k: v.model_copy(update={"goal": "order"}) if v.page == "order" else v for k, v in piece.touchpoints.items()
        },
    )
    chance = goal_chance(piece)
    for key, point in piece.touchpoints.items():
        if point.goal == "order":
            assert chance[key] == 1.0
            continue
        onward = sum(
            way.share.value * chance[way.to_touchpoint] for way in piece.links.values() if way.from_touchpoint == key
        )
        assert chance[key] == pytest.approx(onward, abs=1e-6)


def test_expected_views_keep_the_balance_of_every_card() -> None:
    piece = samples.site()
    views = expected_views(piece)
    led_to = {link.to_touchpoint for link in piece.links.values()}
    for key in piece.touchpoints:
        came = sum(
            way.share.value * views[way.from_touchpoint] for way in piece.links.values() if way.to_touchpoint == key
        )
        assert views[key] == pytest.approx(came + (0.0 if key in led_to else 1.0), abs=1e-5)


def test_a_runaway_loop_ends() -> None:
    sketch = samples.Sketch(0)
    stage = sketch.stage("Loop")
    a, b = sketch.touch(stage, "a"), sketch.touch(stage, "b")
    sketch.link(a, b, 1.0)
    sketch.link(b, a, 1.0)
    sketch.link(a, a, 0.9)
    assert main_links(sketch.slice(), {a: (0, 0), b: (0, 1)})


def test_the_main_flow_is_short_and_reaches_every_card() -> None:
    piece = samples.site()
    chosen = main_links(piece, cells_of(piece))
    assert len(chosen) <= 2 * len(piece.touchpoints)
    assert len(chosen) < 0.65 * len(piece.links)
    assert {piece.links[key].from_touchpoint for key in chosen} == {k.from_touchpoint for k in piece.links.values()}
    assert {piece.links[key].to_touchpoint for key in chosen} == {k.to_touchpoint for k in piece.links.values()}
    told = {titled(piece, key) for key in chosen}
    assert {("List", "Product"), ("Product", "Basket"), ("Basket", "Details"), ("Payment", "Order")} <= told
    assert ("Payment", "Details") not in told


def test_all_links_are_drawn_when_asked_for_and_loops_never() -> None:
    piece = samples.site()
    layout = layout_map(piece, Arithmetic(), options=LayoutOptions(links="all"))
    assert {e.id for e in layout.elements if isinstance(e, LinkLine)} == set(piece.links)
    none = layout_map(piece, Arithmetic(), options=LayoutOptions(links="none"))
    assert not any(isinstance(e, LinkLine) for e in none.elements)


def test_selection_reveals_the_rest_and_moves_nothing() -> None:
    piece = samples.site()
    measure, words = Arithmetic(), MapWords()
    layout = layout_map(piece, measure, words)
    drawn = {e.id for e in layout.elements if isinstance(e, LinkLine)}
    product = next(k for k, v in piece.touchpoints.items() if v.page == "product")
    more = revealed_links(layout, piece, product, measure, words)
    mine = {k for k, v in piece.links.items() if product in (v.from_touchpoint, v.to_touchpoint)}
    assert {line.id for line in more} == mine - drawn
    assert revealed_links(layout, piece, "touchpoint-nowhere0", measure, words) == ()
    cards = [e.rect for e in layout.elements if isinstance(e, TouchCard)]
    for line in more:
        assert line.label is None or not any(line.label.rect.meets(card) for card in cards)


def test_links_get_wider_with_their_share() -> None:
    assert line_width(0.0) == 1.0
    assert line_width(1.0) == pytest.approx(4.6)
    assert arrow_size(1.0)[1] == 3.2
    assert arrow_size(4.6)[1] == pytest.approx(4.14)


def test_lines_end_at_the_card_they_lead_to() -> None:
    piece = samples.site()
    layout = layout_map(piece, Arithmetic(), options=LayoutOptions(links="all"))
    cards = {e.id: e.rect for e in layout.elements if isinstance(e, TouchCard)}
    for line in (e for e in layout.elements if isinstance(e, LinkLine)):
        assert touches(cards[line.target], line.tip.x, line.tip.y)
        start = line.path.segments[0].points[0]
        assert touches(cards[line.source], start.x, start.y)


def touches(card: Rect, x: float, y: float) -> bool:
    return card.grown(2.1).has(x, y) and not card.grown(-0.1).has(x, y)


def test_links_that_share_a_gutter_get_tracks_of_their_own() -> None:
    taken = frozenset({(0, 0), (0, 1), (1, 0), (1, 1)})
    ways = [route("down", (0, 0), (1, 1), taken, 2), route("up", (0, 1), (1, 0), taken, 2)]
    lanes = tracks(ways, ports(ways))
    assert lanes.gutter_count == {1: 2}
    assert {lanes.gutter["down", 1], lanes.gutter["up", 1]} == {0, 1}


@pytest.mark.parametrize("rows", [1, 2, 4])
def test_a_way_round_other_cards_stays_in_the_white(rows: int) -> None:
    taken = frozenset((column, row) for column in range(4) for row in range(rows))
    way = route("far", (0, 0), (3, 0), taken, rows)
    assert way.gutter == 1
    assert way.gutter2 == 3
    assert way.gap in range(rows + 1)
    back = route("back", (3, 0), (0, 0), taken, rows)
    assert (back.out, back.into) == ("left", "right")
    assert back.gap == 1


def test_a_free_row_is_walked_straight() -> None:
    way = route("on", (0, 0), (2, 0), frozenset({(0, 0), (2, 0)}), 1)
    assert way.straight


def test_what_leaves_is_the_remainder() -> None:
    piece = samples.site()
    product = next(k for k, v in piece.touchpoints.items() if v.page == "product")
    assert leaving_share(piece, product) == pytest.approx(1 - 0.062 - 0.13 - 0.05 - 0.045 - 0.25 - 0.05)
    assert leaving_share(piece, "touchpoint-nowhere0") is None


def test_traffic_is_the_reach_of_the_stages_times_the_visitors() -> None:
    piece = samples.site()
    landing = next(k for k, v in piece.touchpoints.items() if v.page == "landing")
    assert baseline_traffic(piece) is None
    entered = piece.touchpoints[landing].model_copy(update={"entry": FrozenMap({"all": 1.0})})
    open_map = replace(piece, touchpoints={**piece.touchpoints, landing: entered})
    open_map = replace(
        open_map,
        touchpoints={
            k: v.model_copy(update={"goal": "order"}) if v.page == "order" else v
            for k, v in open_map.touchpoints.items()
        },
    )
    traffic = baseline_traffic(open_map, "week")
    assert traffic is not None
    totals = [sum(flow.values()) for flow in traffic.stages.values()]
    assert totals[0] == pytest.approx(open_map.map.world.visitors_per_week.value)
    assert totals[1] == pytest.approx(totals[0])
    assert 0 < totals[3] < totals[2] < totals[1]


@pytest.mark.parametrize("links", ["main", "all"])
def test_no_two_links_run_on_top_of_each_other(links: Literal["main", "all"]) -> None:
    layout = layout_map(samples.site(), Arithmetic(), options=LayoutOptions(links=links))
    lines = [element for element in layout.elements if isinstance(element, LinkLine)]
    points = {line.id: line.path.sampled(3.0) for line in lines}
    together = {
        (a.id, b.id): sum(any(hypot(p.x - q.x, p.y - q.y) < 2.0 for q in points[b.id]) for p in points[a.id])
        for a, b in combinations(lines, 2)
        if a.rect.meets(b.rect)
    }
    assert max(together.values()) <= 6, "more than 18 px on one line"
