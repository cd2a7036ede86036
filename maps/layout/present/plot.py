"""The emotion curve on a large screen: 94 px a point, large faces, names and one quote where nothing is covered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from maps.layout.curve import monotone_path
from maps.layout.elements import Face, Text
from maps.layout.geometry import Point, Rect
from maps.layout.present.fit import Step
from maps.layout.present.frame import Making
from maps.layout.present.plate import CurveLine, Line
from maps.layout.present.show import Show

UNIT = 94.0
FACE = 36.0
_LEAST_FACE = 13.0
_OUTLINE = 1.12
_QUOTES: tuple[tuple[Step, float], ...] = (
    (("present_sentence", 3), 420.0), (("present_sentence", 4), 330.0), (("present_26", 4), 320.0),
    (("present_small", 4), 300.0), (("present_small", 6), 230.0),
)  # fmt: skip


@dataclass(frozen=True)
class Column:
    """A touchpoint's place on the plot."""

    touchpoint: str
    x: float
    width: float


@dataclass(frozen=True)
class Plot:
    """Where the curves stand: between left and right, zero in the middle of four units."""

    left: float
    right: float
    zero: float
    columns: tuple[Column, ...]

    def y(self, value: float) -> float:
        """Where a feeling stands."""
        return self.zero - value * UNIT


def even(points: Sequence[str], left: float, right: float) -> tuple[Column, ...]:
    """Touchpoints at even distances."""
    each = (right - left) / max(1, len(points))
    return tuple(Column(key, left + (i + 0.5) * each, each) for i, key in enumerate(points))


def grid(making: Making, plot: Plot) -> None:
    """Lines from -2 to +2 with their figures at the left."""
    for value in (2, 1, 0, -1, -2):
        y = plot.y(value)
        zero = value == 0
        making.lines.append(
            Line(Point(plot.left, y), Point(plot.right, y), "line_strong" if zero else "line", dashed=zero)
        )
        words = making.show.words.number(value, True)
        making.add(
            making.show.writer.put(
                words, (("present_small", 1),), plot.left - 90.0, y - 15.0, 70.0, "ink3", align="right"
            )
        )


def felt(show: Show, persona: str) -> list[str]:
    """The touchpoints at which a persona feels something, in the order of the journey."""
    return [key for key in show.journey if persona in show.piece.touchpoints[key].feelings]


def faces(show: Show, plot: Plot, personas: Iterable[str]) -> list[Face]:
    """A face per feeling; those that would hide one another move apart, and all are as small as the fullest needs."""
    shown = list(personas)
    groups: list[tuple[list[Face], float]] = []
    radius = FACE
    for column in plot.columns:
        feelings = show.piece.touchpoints[column.touchpoint].feelings
        here = [
            Face(
                id=f"{column.touchpoint}/{key}", rect=Rect(0, 0, 0, 0), table="touchpoints", record=column.touchpoint,
                centre=Point(column.x, plot.y(feelings[key].value)), radius=FACE, value=feelings[key].value,
                persona=key, slot=show.slots[key],
            )
            for key in shown
            if key in feelings
        ]  # fmt: skip
        for group in _close(here):
            groups.append((group, column.width))
            radius = min(radius, column.width / (len(group) * 2 * _OUTLINE) - 3.0)
    radius = max(_LEAST_FACE, radius)
    return [face for group, room in groups for face in _apart(group, radius, room)]


def _close(here: list[Face]) -> list[list[Face]]:
    """The faces of a touchpoint in groups of those that would hide one another."""
    groups: list[list[Face]] = []
    for face in sorted(here, key=lambda one: (one.centre.y, one.slot)):
        if groups and face.centre.y - groups[-1][-1].centre.y < 2 * FACE * _OUTLINE + 4.0:
            groups[-1].append(face)
        else:
            groups.append([face])
    return [sorted(group, key=lambda one: one.slot) for group in groups]


def _apart(group: list[Face], radius: float, room: float) -> list[Face]:
    step = min(2 * radius * _OUTLINE + 3.0, room / len(group))
    return [
        _sized(replace(face, centre=Point(face.centre.x + step * (i - (len(group) - 1) / 2), face.centre.y)), radius)
        for i, face in enumerate(group)
    ]


def _sized(face: Face, radius: float) -> Face:
    reach = radius * _OUTLINE
    box = Rect(face.centre.x - reach, face.centre.y - reach, 2 * reach, 2 * reach)
    return replace(face, radius=radius, rect=box)


def curve(show: Show, plot: Plot, persona: str, shown: Sequence[Face], *, faint: bool = False) -> CurveLine | None:
    """A persona's curve through her faces, coming from the neighbour before and going to the one after."""
    own = [one for one in shown if one.persona == persona]
    journey = felt(show, persona)
    if not own or len(journey) < 2:
        return None
    points = [one.centre for one in own]
    first, last = journey.index(own[0].record), journey.index(own[-1].record)
    reach = max(60.0, plot.columns[0].width * 0.6)
    if first > 0:
        points.insert(0, Point(plot.left - reach, plot.y(_value(show, journey[first - 1], persona))))
    if last + 1 < len(journey):
        points.append(Point(plot.right + reach, plot.y(_value(show, journey[last + 1], persona))))
    if len(points) < 2:
        return None
    inside = tuple(p for p in monotone_path(points).sampled(4.0) if plot.left <= p.x <= plot.right)
    if len(inside) < 2:
        return None
    shown_from, shown_to = own[0].centre.x - own[0].radius, own[-1].centre.x + own[-1].radius
    begin = plot.left if first > 0 else shown_from - 1.0
    gone = plot.right if last + 1 < len(journey) else shown_to + 1.0
    fade = (min(begin, shown_from - 1.0), shown_from, shown_to, max(gone, shown_to + 1.0))
    return CurveLine(inside, persona, show.slots[persona], fade, faint)


def _value(show: Show, touchpoint: str, persona: str) -> float:
    return show.piece.touchpoints[touchpoint].feelings[persona].value


def titles(making: Making, plot: Plot, y: float) -> float:
    """The touchpoints' names below the plot; the y below the highest of them."""
    below, step = y, _title_step(making.show, plot.columns)
    for column in plot.columns:
        words = making.show.piece.touchpoints[column.touchpoint].title
        text = making.show.writer.put(
            words, (step,), column.x - column.width / 2 + 8.0, y, column.width - 16.0, "ink2", align="centre"
        )
        below = max(below, making.add(text))
    return below


def title_height(show: Show, columns: Sequence[Column]) -> float:
    """How high the names below the plot will be."""
    step = _title_step(show, columns)
    found = (show.writer.fitted(show.piece.touchpoints[c.touchpoint].title, c.width - 16.0, (step,)) for c in columns)
    return max((wrapped.height for _role, wrapped in found), default=0.0)


def _title_step(show: Show, columns: Sequence[Column]) -> Step:
    """One size for all names of a row: the larger one only when each stands on one line in it."""
    large: Step = ("present_26", 1)
    whole = all(
        not show.writer.fitted(show.piece.touchpoints[c.touchpoint].title, c.width - 16.0, (large,))[1].elided
        for c in columns
    )
    return large if whole else ("present_small", 3)


def taken(making: Making) -> list[Rect]:
    """What a name or a quote must not cover: faces, texts, and the curves as small boxes."""
    boxes = [one.rect.grown(5.0) for one in making.faces] + [one.rect.grown(4.0) for one in making.texts]
    return boxes + [Rect(p.x - 7.0, p.y - 7.0, 14.0, 14.0) for line in making.curves for p in line.points]


def name_people(making: Making, plot: Plot, personas: Iterable[str]) -> list[str]:
    """A name beside the first face of each persona that has a free place; those for whom there is none."""
    show, left_over = making.show, []
    area = Rect(plot.left, plot.y(2) - FACE * _OUTLINE - 34.0, plot.right - plot.left, 4 * UNIT + 2 * FACE + 68.0)
    for key in personas:
        blocked = taken(making)
        placed = None
        for face in (one for one in making.faces if one.persona == key):
            placed = _beside(show, face, show.piece.personas[key].name, blocked, area)
            if placed is not None:
                break
        if placed is None:
            left_over.append(key)
        else:
            making.texts.append(placed)
    return left_over


def _beside(show: Show, face: Face, words: str, blocked: Sequence[Rect], area: Rect) -> Text | None:
    size = show.writer.put(words, (("present_22", 1),), 0.0, 0.0, 260.0)
    if size is None or size.elided:
        return None
    w, h = size.rect.w, size.rect.h
    x, y, r = face.centre.x, face.centre.y, face.radius * _OUTLINE
    above, below = (x - w / 2, y - r - h - 6.0), (x - w / 2, y + r + 6.0)
    sides = ((x + r + 10.0, y - h / 2), (x - r - w - 10.0, y - h / 2))
    for left, top in ((above, below) if face.value >= 0 else (below, above)) + sides:
        box = Rect(left, top, w, h)
        if area.holds(box) and not any(box.meets(other) for other in blocked):
            return replace(size, rect=box, align="centre", ground="sunken")
    return None


def quote(making: Making, plot: Plot, words: str) -> bool:
    """One quote in the white of the plot, as near as can be to the face that feels worst; false without room."""
    if not words.strip() or not making.faces:
        return False
    worst = min(making.faces, key=lambda one: one.value).centre
    blocked = taken(making)
    top, bottom = plot.y(2) + 4.0, plot.y(-2) + 30.0
    for step, width in _QUOTES:
        text = making.show.writer.put(making.show.words.quoted(words), (step,), 0.0, 0.0, width)
        if text is None or text.elided:
            continue
        place = _free(text.rect.w, text.rect.h, Rect(plot.left + 12.0, top, plot.right - plot.left - 24.0,
                                                     bottom - top), blocked, worst)  # fmt: skip
        if place is not None:
            box = Rect(place.x, place.y, text.rect.w, text.rect.h)
            making.texts.append(replace(text, rect=box, ground="sunken"))
            return True
    return False


def _free(w: float, h: float, area: Rect, blocked: Sequence[Rect], near: Point) -> Point | None:
    """The free place for a box nearest to a point, on a grid of 20 px."""
    best: tuple[float, Point] | None = None
    y = area.y
    while y + h <= area.bottom:
        row = [one for one in blocked if one.y < y + h + 8.0 and y - 8.0 < one.bottom]
        x = area.x
        while x + w <= area.right:
            away = abs(x + w / 2 - near.x) + abs(y + h / 2 - near.y)
            box = Rect(x - 8.0, y - 8.0, w + 16.0, h + 16.0)
            if (best is None or away < best[0]) and not any(box.meets(other) for other in row):
                best = (away, Point(x, y))
            x += 20.0
        y += 20.0
    return best[1] if best else None
