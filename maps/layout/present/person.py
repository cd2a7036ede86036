"""One persona on a large screen: her portrait and words, her curve over the whole journey, what she thinks."""

from __future__ import annotations

from maps.layout.geometry import Point, Rect
from maps.layout.present import plot as plots
from maps.layout.present.fit import TITLE, WORDS
from maps.layout.present.frame import LEFT, TOP, Making, foot, steps
from maps.layout.present.plate import Line, Plate, Portrait
from maps.layout.present.show import Show, Stop

_PORTRAIT = 132.0
_ROOMY = 165.0
"""Width of a stage from which a thought stands below its name."""


def person_plate(show: Show, stops: tuple[Stop, ...], index: int) -> Plate:
    """The screen of one stop of `persona_stops`."""
    key, making = stops[index].persona, Making(show)
    people = show.piece.personas
    steps(making, [people[one.persona].name for one in stops], index)
    head = _head(making, key)
    _body(making, key, head)
    around = [people[stops[i].persona].name if 0 <= i < len(stops) else "" for i in (index - 1, index + 1)]
    foot(making, *around)
    return making.plate()


def _head(making: Making, key: str) -> float:
    """Portrait, name and role at the left, her words at the right; the y below all of it."""
    show, persona = making.show, making.show.piece.personas[key]
    making.portraits.append(Portrait(Rect(LEFT, TOP, _PORTRAIT, _PORTRAIT), key, show.slots[key]))
    x = LEFT + _PORTRAIT + 32.0
    half = show.width / 2 - 40.0
    says = persona.quote.strip()
    room = (half if says else making.right) - x
    name = show.writer.put(persona.name, TITLE[1:], x, TOP, room)
    y = making.add(name) or TOP
    role = show.writer.put(persona.role, (("present_sentence", 1), ("present_small", 2)), x, y + 4.0, room, "ink2")
    y = max(making.add(role), y, TOP + _PORTRAIT)
    if says:
        words = show.words.quoted(says)
        steps_ = (("present_sentence", 4), ("present_26", 5), ("present_small", 6))
        y = max(y, making.add(show.writer.put(words, steps_, half + 40.0, TOP + 4.0, making.right - half - 40.0)))
    return y


def _body(making: Making, key: str, head: float) -> None:
    show = making.show
    if not plots.felt(show, key):
        making.add(show.writer.put(show.words.nothing_felt, WORDS, LEFT, head + 60.0, making.right - LEFT, "ink3"))
        return
    left, low = LEFT + 50.0, plots.FACE * 1.12
    columns = _columns(show, left, making.right)
    space = making.bottom - head - 2 * low - 24.0 - 4 * plots.UNIT
    zero = head + low + 12.0 + 2 * plots.UNIT + max(0.0, min(space - 150.0, 60.0))
    plot = plots.Plot(left, making.right, zero, columns)
    plots.grid(making, plot)
    others = [one for one in show.personas if one != key]
    for one in others:
        line = plots.curve(show, plot, one, plots.faces(show, plot, [one]), faint=True)
        if line is not None:
            making.curves.append(line)
    making.faces += plots.faces(show, plot, [key])
    line = plots.curve(show, plot, key, making.faces)
    if line is not None:
        making.curves.append(line)
    _stages(making, plot, key, plot.y(-2) + low + 10.0)


def _columns(show: Show, left: float, right: float) -> tuple[plots.Column, ...]:
    """All touchpoints of the journey, each stage as wide as the next, its touchpoints at even distances."""
    stages = [stage for stage in show.stages if show.piece.in_stage(stage)]
    each = (right - left) / max(1, len(stages))
    found: list[plots.Column] = []
    for place, stage in enumerate(stages):
        x = left + place * each
        found += plots.even(show.piece.in_stage(stage), x, x + each)
    return tuple(found)


def _stages(making: Making, plot: plots.Plot, key: str, y: float) -> None:
    """The stages' names below the curve, parted by short lines; where there is room, what she thinks there."""
    show = making.show
    stages = [stage for stage in show.stages if show.piece.in_stage(stage)]
    each = (plot.right - plot.left) / max(1, len(stages))
    below = y
    for place, stage in enumerate(stages):
        x = plot.left + place * each
        if place:
            making.lines.append(Line(Point(x, plot.y(2)), Point(x, plot.y(-2)), "line", dashed=True))
        text = show.writer.put(
            show.piece.stages[stage].title, (("present_22", 2),), x + 8.0, y, each - 16.0, align="centre"
        )
        below = max(below, making.add(text))
    room = int((making.bottom - below - 4.0) // 30.0)
    if each < _ROOMY or room < 1:
        return
    for place, stage in enumerate(stages):
        words = _thought(show, stage, key)
        x = plot.left + place * each
        text = show.writer.put(
            words, (("present_small", min(room, 4)),), x + 8.0, below + 4.0, each - 16.0, "ink2", align="centre"
        )
        if text is not None and not text.elided:
            making.add(text)


def _thought(show: Show, stage: str, key: str) -> str:
    """What she thinks in a stage, in her own thoughts before everybody's; of several, the shortest."""
    piece = show.piece
    found: list[tuple[bool, int, str]] = []
    for card in piece.cards.values():
        lane = piece.lanes.get(card.lane)
        if lane is None or lane.kind not in ("thoughts", "quotes") or card.stage != stage or not card.text.strip():
            continue
        if not card.personas or key in card.personas:
            found.append((not card.personas, len(card.text), card.text))
    return show.words.quoted(min(found)[2]) if found else ""
