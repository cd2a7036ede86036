"""The links of one touchpoint that the main flow leaves out, for showing while it is selected.

They are drawn over a finished layout, so that nothing moves when a card is selected.
"""

from __future__ import annotations

from dataclasses import replace

from maps.graph import directions
from maps.layout.elements import LinkLine, MapLayout, TouchCard
from maps.layout.geometry import Path, Point, Rect, cubic, move, union
from maps.layout.links import Labels, arrow_size, line_width
from maps.layout.measure import Measure
from maps.layout.words import MapWords
from maps.model import MapSlice

_CLEAR = 2.0


def revealed_links(
    layout: MapLayout, piece: MapSlice, touchpoint: str, measure: Measure, words: MapWords
) -> tuple[LinkLine, ...]:
    """Lines of the links from and to ``touchpoint`` that ``layout`` does not hold, each with its share.

    Their ids are the links' ids. Empty when the touchpoint is not drawn.
    """
    cards = {element.id: element for element in layout.elements if isinstance(element, TouchCard)}
    drawn = {element.id for element in layout.elements if isinstance(element, LinkLine)}
    if touchpoint not in cards:
        return ()
    ways = directions(piece)
    bare: list[LinkLine] = []
    for key, link in piece.links.items():
        ends = (link.from_touchpoint, link.to_touchpoint)
        if key in drawn or touchpoint not in ends or ends[0] == ends[1] or not all(end in cards for end in ends):
            continue
        line = _line(key, link.share.value, cards[ends[0]], cards[ends[1]])
        bare.append(replace(line, away=ways[key] == "away", source=ends[0], target=ends[1]))
    sampled = {line.id: line.path.sampled(6.0) for line in bare}
    blocked = [card.rect for card in cards.values()]
    blocked += [e.label.rect for e in layout.elements if isinstance(e, LinkLine) and e.label]
    labels = Labels(measure, words, blocked, sampled, Rect(layout.lane_width, 0.0, layout.width, layout.height))
    found = []
    for line in sorted(bare, key=lambda line: -line.share):
        label = labels.place(line)
        found.append(replace(line, label=label, rect=union([line.rect, label.rect])) if label else line)
    return tuple(found)


def _line(key: str, share: float, a: TouchCard, b: TouchCard) -> LinkLine:
    """A curve between the sides that face each other; between cards of one column it bulges out at the right."""
    width = line_width(share)
    length, half = arrow_size(width)
    if a.column < b.column:
        start, tip, heading = (
            Point(a.rect.right, a.rect.centre.y + 20),
            Point(b.rect.x, b.rect.centre.y + 20),
            Point(1, 0),
        )
        out = Point(1, 0)
    elif a.column > b.column:
        start, tip = Point(a.rect.x, a.rect.centre.y + 20), Point(b.rect.right, b.rect.centre.y + 20)
        heading, out = Point(-1, 0), Point(-1, 0)
    else:
        start, tip = Point(a.rect.right, a.rect.centre.y + 12), Point(b.rect.right, b.rect.centre.y - 12)
        heading, out = Point(-1, 0), Point(1, 0)
    tip = Point(tip.x - heading.x * _CLEAR, tip.y)
    base = Point(tip.x - heading.x * (length - 1), tip.y)
    pull = 30.0 if a.column == b.column else max(34.0, min(120.0, abs(base.x - start.x) * 0.45))
    path = Path((
        move(*start),
        cubic(start.x + out.x * pull, start.y, base.x - heading.x * pull, base.y, base.x, base.y),
    ))  # fmt: skip
    return LinkLine(
        id=key, rect=path.bounds().grown(max(half, width)), table="links", record=key, path=path, tip=tip,
        heading=heading, width=width, share=share, main=False,
    )  # fmt: skip
