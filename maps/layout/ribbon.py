"""The footfall ribbon: it hangs from a flat edge, as high as there are visitors, one band per persona."""

from __future__ import annotations

from collections.abc import Sequence

from maps.layout.context import Context
from maps.layout.elements import Band, Ribbon, Text
from maps.layout.geometry import CLOSE, Path, Rect, Segment, cubic, line, move
from maps.layout.options import Sizes, Traffic

_TOP, _THIN = 2.0, 1.5


def ribbon(context: Context, traffic: Traffic, y: float, *, extra: Sequence[str] = ()) -> Ribbon:
    """The ribbon with its figures, top edge at ``y`` + 2. ``extra`` lists personas hidden on the map: not counted."""
    personas = [key for key in context.personas if key not in extra]
    flows = _flows(context, traffic, personas)
    start = max((sum(flow) for flow in flows), default=0.0) or 1.0
    depth = [[_height(sum(flow[: i + 1]), start) for i in range(len(flow))] for flow in flows]
    top = y + _TOP
    bands = []
    for index, key in enumerate(personas):
        above = [row[index - 1] if index else 0.0 for row in depth]
        below = [row[index] for row in depth]
        path = _band(context, top, above, below)
        bands.append(Band(path, key, context.slots[key]))
    figures = _figures(context, traffic, [sum(flow) for flow in flows], [row[-1] if row else 0.0 for row in depth], top)
    return Ribbon(
        id="footfall", rect=Rect(Sizes.LANE, y, context.places.right - Sizes.LANE, ribbon_height(context)),
        bands=tuple(bands), more=tuple(figures),
    )  # fmt: skip


def ribbon_height(context: Context) -> float:
    """Height of the ribbon's lane: the bands and one line of figures."""
    return _TOP + Sizes.RIBBON + context.measure.wrap("0", "body_strong", 100.0, 1).height + 5.0


def _flows(context: Context, traffic: Traffic, personas: Sequence[str]) -> list[list[float]]:
    """Visitors per drawn stage and persona; a stage without figures carries on the one before, or the first known."""
    known = [traffic.stages.get(place.id) for place in context.places.stages]
    last = next((stage for stage in known if stage is not None), {})
    flows: list[list[float]] = []
    for stage in known:
        last = stage if stage is not None else last
        flows.append([max(0.0, last.get(key, 0.0)) for key in personas])
    return flows


def _height(visitors: float, start: float) -> float:
    return max(_THIN, Sizes.RIBBON * visitors / start) if visitors > 0 else 0.0


def _band(context: Context, top: float, above: Sequence[float], below: Sequence[float]) -> Path:
    stages = context.places.stages
    left, right = stages[0].x + 6.0, stages[-1].x + stages[-1].width - 8.0
    segments: list[Segment] = [move(left, top + above[0])]
    segments += _edge(context, top, above, right, forward=True)
    segments.append(line(right, top + below[-1]))
    segments += _edge(context, top, below, left, forward=False)
    return Path((*segments, CLOSE))


def _edge(context: Context, top: float, depth: Sequence[float], end: float, *, forward: bool) -> list[Segment]:
    """One edge of a band with an S-curve at each stage boundary, to x = ``end``."""
    half = Sizes.RIBBON_CURVE / 2
    found: list[Segment] = []
    order = range(1, len(depth)) if forward else range(len(depth) - 1, 0, -1)
    for i in order:
        x = context.places.stages[i].x
        a, b = (i - 1, i) if forward else (i, i - 1)
        x1, x2 = (x - half, x + half) if forward else (x + half, x - half)
        ya, yb = top + depth[a], top + depth[b]
        found += [line(x1, ya), cubic(x, ya, x, yb, x2, yb)]
    found.append(line(end, top + depth[-1 if forward else 0]))
    return found


def _figures(
    context: Context, traffic: Traffic, totals: Sequence[float], depth: Sequence[float], top: float
) -> list[Text]:
    found: list[Text] = []
    for i, place in enumerate(context.places.stages):
        if place.id not in traffic.stages:
            continue
        x = place.columns[0] + 2.0 if i == 0 else place.x + Sizes.RIBBON_CURVE / 2 + 4.0
        room = place.x + place.width - Sizes.RIBBON_CURVE / 2 - x
        y = top + depth[i] + 1.0
        figure = context.text(context.words.number(rounded(totals[i])), "body_strong", x, y, room, lines=1)
        if figure is None:
            continue
        found.append(figure)
        words = context.words.visitors if i == 0 else _change(context, totals[i - 1], totals[i])
        left = figure.rect.right + 7.0
        note = context.text(words, "body", left, y, 400.0, "ink2", lines=1)
        if note and note.rect.right <= x + room:
            found.append(note)
    return found


def rounded(visitors: float) -> float:
    """A number of people to three significant figures: more would be false precision."""
    return float(f"{visitors:.3g}") if visitors >= 1000 else float(round(visitors))


def _change(context: Context, before: float, now: float) -> str:
    if before <= 0:
        return ""
    share = now / before - 1.0
    return context.words.percent(share, signed=True) if abs(share) >= 0.005 else ""
