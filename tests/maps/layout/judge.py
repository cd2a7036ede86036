"""What must hold of every layout, whatever stands on the map."""

from __future__ import annotations

from itertools import combinations

from maps.layout.elements import (
    Element,
    Face,
    LaneHeader,
    LinkLine,
    MapLayout,
    MetricCell,
    OpportunityCell,
    PainCard,
    Ribbon,
    Signs,
    StageHeader,
    Text,
    TextCell,
    TouchCard,
)
from maps.layout.geometry import Point, Rect

BOXES = (TouchCard, PainCard, OpportunityCell, MetricCell, TextCell)
HOLDING = (*BOXES, StageHeader, LaneHeader)
"""Elements that must hold their texts; links, faces and the ribbon have theirs beside them."""


def texts(layout: MapLayout) -> list[tuple[str, Text]]:
    """Every text with the id of its element."""
    return [(element.id, text) for element in layout.elements for text in element.texts]


def overlaps(layout: MapLayout) -> list[tuple[str, str, str, str]]:
    """Pairs of texts that share an area."""
    return [
        (a, first.full[:20], b, second.full[:20])
        for (a, first), (b, second) in combinations(texts(layout), 2)
        if first.rect.grown(-0.05).meets(second.rect.grown(-0.05))
    ]


def escapes(layout: MapLayout) -> list[tuple[str, Rect, Rect]]:
    """Texts that leave the box of their element, or the map."""
    sheet = Rect(0.0, 0.0, layout.width, layout.height)
    found = []
    for element in layout.elements:
        room = element.rect if isinstance(element, HOLDING) else sheet
        found += [(element.id, text.rect, room) for text in element.texts if not room.holds(text.rect, 0.01)]
    return found


def strays(layout: MapLayout) -> list[str]:
    """Boxes outside the lane and stage they belong to, and boxes over each other."""
    found = []
    boxes: list[Element] = [element for element in layout.elements if isinstance(element, BOXES)]
    bands = [Rect(0.0, band.y, layout.width, band.height) for band in layout.lanes]
    for box in boxes:
        if not any(band.holds(box.rect, 4.0) for band in bands):
            found.append(f"{box.id} leaves its lane")
        if box.rect.x < layout.lane_width or box.rect.right > layout.width:
            found.append(f"{box.id} leaves the map")
    found += [f"{a.id} over {b.id}" for a, b in combinations(boxes, 2) if a.rect.grown(-0.05).meets(b.rect)]
    return found


def trespassing(layout: MapLayout) -> list[str]:
    """Links that run over a card, and shares that stand on one or on a text."""
    cards = [element for element in layout.elements if isinstance(element, TouchCard)]
    found = []
    for link in (element for element in layout.elements if isinstance(element, LinkLine)):
        for card in cards:
            inner = card.rect.grown(-1.0)
            if any(inner.has(*point) for point in link.path.sampled(3.0)):
                found.append(f"{link.source} to {link.target} runs over {card.id}")
            if link.label and link.label.rect.meets(card.rect):
                found.append(f"the share of {link.id} stands on {card.id}")
    return found


def blots(element: Element) -> list[tuple[str, Rect]]:
    """Everything of a card that is painted and is not text: marks, signs, dots, bars, tags, pictures."""
    found: list[tuple[str, Rect]] = []

    def around(name: str, at: Point | None, reach: float) -> None:
        if at is not None:
            found.append((name, Rect(at.x - reach, at.y - reach, 2 * reach, 2 * reach)))

    if getattr(element, "evidence", None):
        around("evidence", getattr(element, "evidence_at", None), 4.3)
    for mark in getattr(element, "marks", ()):
        around("mark", mark.centre, mark.size / 2)
    signs: Signs | None = getattr(element, "signs", None)
    if signs is not None:
        around("work", signs.work, 6.0)
        around("remarks", signs.remarks_at, 6.0)
        around("dots", signs.dots_at, 5.0)
    if isinstance(element, PainCard):
        found.append(("severity", Rect(element.severity_at.x, element.severity_at.y - 2.8, 36.8, 5.6)))
        found += [("tag", element.tag.rect)] if element.tag else []
    if isinstance(element, OpportunityCell):
        found += [
            (name, Rect(*at, 28.4, 9.0)) for name, at in (("impact", element.impact_at), ("effort", element.effort_at))
        ]
    if isinstance(element, MetricCell):
        found += [("bullet", element.bullet_at)] if element.bullet_at else []
        found += [("series", element.series.bounds().grown(2.0))] if element.series else []
    if isinstance(element, TextCell):
        found += [("picture", element.image_at)] if element.image else []
        found += [("icon", element.icon_at)] if element.icon else []
    return found


def smudges(layout: MapLayout) -> list[str]:
    """Marks and signs that leave their card, or stand on a text or on each other."""
    found = []
    for element in layout.elements:
        if not isinstance(element, BOXES):
            continue
        stains = blots(element)
        for name, rect in stains:
            if not element.rect.holds(rect, 0.6):
                found.append(f"{name} leaves {element.id}")
            for text in element.texts:
                own = name == "tag" and isinstance(element, PainCard) and element.tag and text is element.tag.text
                if not own and rect.grown(-0.3).meets(text.rect.grown(-0.3)):
                    found.append(f"{name} of {element.id} stands on {text.full[:20]!r}")
        found += [
            f"{a} stands on {b} in {element.id}"
            for (a, first), (b, second) in combinations(stains, 2)
            if first.grown(-0.3).meets(second.grown(-0.3))
        ]
    return found


def covered_notes(layout: MapLayout) -> list[str]:
    """Notes of the emotion lane that stand on a face."""
    faces = [element for element in layout.elements if isinstance(element, Face)]
    return [
        f"the note of {face.id} stands on {other.id}"
        for face in faces
        if face.note
        for other in faces
        if face.note.rect.meets(other.rect)
    ]


def assert_sound(layout: MapLayout) -> None:
    """All of the above, and ids that are unique."""
    ids = [element.id for element in layout.elements]
    assert len(ids) == len(set(ids))
    assert overlaps(layout) == []
    assert escapes(layout) == []
    assert strays(layout) == []
    assert trespassing(layout) == []
    assert covered_notes(layout) == []
    assert smudges(layout) == []
    for element in layout.elements:
        assert isinstance(element, Ribbon) or element.rect.w >= 0 <= element.rect.h
