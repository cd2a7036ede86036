"""A map that holds everything a map can hold: every lane, spans, colours, widths, hidden parts, signs, a picture."""

from __future__ import annotations

import itertools
from typing import Final

from maps.layout.options import LayoutOptions, Prices, Traffic
from maps.model import MapSlice, Metric, Reading
from personas.records import FrozenMap
from tests.maps.layout.samples import Sketch, share

IMAGE: Final = "image-sample00"


def everything(words: str = "") -> tuple[MapSlice, LayoutOptions]:
    """The map, and options that show all of it. ``words`` replace every text."""
    s = Sketch(3)

    def says(text: str) -> str:
        return words or text

    st = [
        s.stage(says("Realise"), "before", colour="#B0821A"),
        s.stage(says("Search"), "search"),
        s.stage(says("Hidden"), "search", hidden=True),
        s.stage(says("Compare"), "choose", width=420.0),
        s.stage(says("Checkout"), "checkout", colour="#1268CC"),
    ]
    ln = {
        kind: s.lane(kind, says("") if words else "", **({"height": 260.0} if kind == "text" else {}))
        for kind in (
            "touchpoints", "actions", "thoughts", "emotions", "pains", "opportunities", "channels", "metrics",
            "quotes", "evidence", "images", "text", "backstage",
        )
    }  # fmt: skip
    gone = s.lane("text", "Hidden", hidden=True)
    points = [
        s.touch(stage, says(title), [(0.4, says("Good")), -1.2, None], channel=channel, page="info", dwell=share(40))
        for stage, title, channel in (
            (st[0], "Old kettle leaks", "home"), (st[1], "Googles it", "search"), (st[1], "Category", "web"),
            (st[3], "Product page", "web"), (st[3], "Reviews", "social"), (st[4], "Basket", "web"),
            (st[4], "Payment", "web"),
        )
    ]  # fmt: skip
    for a, b in itertools.pairwise(points):
        s.link(a, b, 0.5)
    s.link(points[3], points[1], 0.2)
    for kind in ("actions", "thoughts", "quotes", "evidence", "text", "backstage"):
        s.card(ln[kind], st[0], says(f"Spans three, in {kind}"), span=4, colour="#0B6B3A")
        s.card(ln[kind], st[1], says(f"One of {kind}"), [0, 1], kind="measured")
        s.card(ln[kind], st[1], says("Another, coloured"), colour="#CC3F72", kind="published")
        s.card(ln[kind], st[4], says("About the basket"), touchpoint=points[5])
    s.card(ln["channels"], st[1], says("Also by telephone"))
    s.card(ln["images"], st[1], says("What they see"), image=IMAGE)
    s.card(ln["images"], st[3], says("A wide one"), image=IMAGE, span=2)
    s.card(gone, st[0], says("Never seen"))
    pain = s.pain(ln["pains"], st[3], says("Filters reset"), 4, colour="#1268CC")
    also = s.pain(ln["pains"], st[4], says("Delivery cost shows late"), 5, span=1)
    wide = s.pain(ln["pains"], st[0], says("A pain over two stages"), 2, span=2)
    s.pains[pain] = s.pains[pain].model_copy(update={"status": "doing"})
    s.pains[also] = s.pains[also].model_copy(update={"status": "parked"})
    chance = s.chance(ln["opportunities"], st[3], says("Keep the filters"), 4, 2, colour="#0B6B3A")
    s.opportunities[chance] = s.opportunities[chance].model_copy(update={"status": "done"})
    s.chance(ln["opportunities"], st[0], says("A guide"), 3, 1, span=2)
    read = s.metric(ln["metrics"], st[3], says("to basket"), 0.32, 0.3)
    series = FrozenMap({f"2026-{month:02d}-01": Reading(value=0.2 + 0.02 * month) for month in range(1, 8)})
    s.metrics[read] = Metric(card=read, unit="rate", series=series, target=0.4, kind="measured")
    s.metric(ln["metrics"], st[4], says("completed"), 0.56)
    s.metric(ln["metrics"], st[1], says("visitors"), 1_234_567, 1_400_000, "count")
    flow = {stage: {"persona-person00": 900.0 - 100 * i, "persona-person01": 500.0} for i, stage in enumerate(st)}
    signed = (pain, also, wide, chance, read, points[0], points[3], *list(s.cards)[:6])
    options = LayoutOptions(
        evidence=True, drop_off=True, today="2027-06-01", traffic=Traffic(flow),
        prices=Prices({pain: 1240.0, also: 310.0}), comments={key: 2 + i for i, key in enumerate(signed)},
        votes={key: 1 + 3 * i for i, key in enumerate(signed[::2])},
    )  # fmt: skip
    return s.slice(), options
