"""A layout that remembers the one before is the same as one that does not, and keeps what did not change."""

from __future__ import annotations

from dataclasses import replace

import pytest

from maps.layout.build import layout_map
from maps.layout.elements import MapLayout
from maps.layout.memory import Memory
from maps.layout.moving import moved
from maps.layout.options import LayoutOptions, Prices
from maps.model import Feeling, MapSlice
from personas.records import FrozenMap
from tests.maps.layout import samples
from tests.maps.layout.arithmetic import Arithmetic

MEASURE = Arithmetic()
LONG = "a text that is a good deal longer than the one that stood here before, and so the row grows " * 3


def first(piece: MapSlice, kind: str) -> str:
    lane = next(key for key, lane in piece.lanes.items() if lane.kind == kind)
    return next(key for key, card in piece.cards.items() if card.lane == lane)


def with_card(piece: MapSlice, key: str, **fields: object) -> MapSlice:
    return replace(piece, cards={**piece.cards, key: piece.cards[key].model_copy(update=fields)})


def with_point(piece: MapSlice, key: str, **fields: object) -> MapSlice:
    return replace(piece, touchpoints={**piece.touchpoints, key: piece.touchpoints[key].model_copy(update=fields)})


def edits(piece: MapSlice) -> dict[str, MapSlice]:
    point, link, stage = next(iter(piece.touchpoints)), next(iter(piece.links)), list(piece.stages)[2]
    pain, lane, persona = first(piece, "pains"), list(piece.lanes)[1], next(iter(piece.personas))
    felt = FrozenMap({persona: Feeling(value=2.0, note="Better")})
    links = {**piece.links, link: piece.links[link].model_copy(update={"share": samples.share(0.2)})}
    stages = {**piece.stages, stage: piece.stages[stage].model_copy(update={"hidden": True})}
    renamed = {**piece.stages, stage: piece.stages[stage].model_copy(update={"title": "Other", "colour": "#1268CC"})}
    wide = {**piece.stages, stage: piece.stages[stage].model_copy(update={"width": 400.0})}
    high = {**piece.lanes, lane: piece.lanes[lane].model_copy(update={"height": 300.0})}
    worse = {**piece.pains, pain: piece.pains[pain].model_copy(update={"severity": 5, "status": "done"})}
    hidden = piece.map.model_copy(update={"hidden_personas": FrozenMap({persona: True})})
    gone = {key: card for key, card in piece.cards.items() if key != pain}
    return {
        "text": with_card(piece, first(piece, "actions"), text="Other words"),
        "longer": with_card(piece, first(piece, "actions"), text=LONG),
        "span": with_card(piece, first(piece, "thoughts"), span=3),
        "colour": with_card(piece, first(piece, "opportunities"), colour="#1268CC"),
        "title": with_point(piece, point, title="A touchpoint by another name"),
        "elsewhere": with_point(piece, point, channel="social"),
        "feeling": with_point(piece, point, feelings=felt),
        "moved": with_point(piece, point, stage=stage),
        "share": replace(piece, links=links),
        "hide-stage": replace(piece, stages=stages),
        "rename-stage": replace(piece, stages=renamed),
        "wide-stage": replace(piece, stages=wide),
        "high-lane": replace(piece, lanes=high),
        "severity": replace(piece, pains=worse),
        "persona": replace(piece, map=hidden),
        "remove": replace(piece, cards=gone),
    }


def laid(piece: MapSlice, options: LayoutOptions, memory: Memory | None = None) -> MapLayout:
    return layout_map(piece, MEASURE, options=options, memory=memory)


@pytest.mark.parametrize("name", sorted(edits(samples.shop()[0])))
def test_remembering_changes_nothing(name: str) -> None:
    piece, traffic, prices = samples.shop()
    options = LayoutOptions(traffic=traffic, prices=prices)
    memory = Memory()
    before = laid(piece, options, memory)
    after = edits(piece)[name]
    again = laid(after, options, memory)
    fresh = laid(after, options)
    assert again == fresh
    assert laid(piece, options, memory) == before


@pytest.mark.parametrize(
    "options",
    [
        LayoutOptions(links="all"),
        LayoutOptions(drop_off=True),
        LayoutOptions(evidence=True),
        LayoutOptions(today="2027-10-01"),
        LayoutOptions(prices=Prices({}, stale=True)),
    ],
)
def test_other_wishes_are_laid_out_anew(options: LayoutOptions) -> None:
    piece = samples.shop()[0]
    memory = Memory()
    laid(piece, LayoutOptions(), memory)
    assert laid(piece, options, memory) == laid(piece, options)


def test_what_did_not_change_is_the_very_same_element() -> None:
    piece = samples.shop()[0]
    memory = Memory()
    before = laid(piece, LayoutOptions(), memory)
    key = first(piece, "actions")
    after = laid(with_card(piece, key, text="Mops up"), LayoutOptions(), memory)
    others = [element for element in after.elements if element is not before.by_id.get(element.id)]
    lane = {card for card, record in piece.cards.items() if record.lane == piece.cards[key].lane}
    drawn = {element.id for element in others if element.layer == "body" and not element.id.endswith("/edge")}
    assert key in drawn
    assert drawn <= lane


def test_moving_moves_everything_but_directions() -> None:
    piece, traffic, prices = samples.shop()
    for element in laid(piece, LayoutOptions(traffic=traffic, prices=prices)).elements:
        there = moved(element, 100.0)
        assert there.rect == element.rect.moved(0.0, 100.0)
        assert [text.rect for text in there.texts] == [text.rect.moved(0.0, 100.0) for text in element.texts]
        assert getattr(there, "heading", None) == getattr(element, "heading", None)
        back = moved(there, -100.0)
        assert back.rect.y == pytest.approx(element.rect.y)
