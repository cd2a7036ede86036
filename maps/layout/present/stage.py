"""One stage on a large screen: its title, its curve, and at the right what it loses and what could be done."""

from __future__ import annotations

from collections.abc import Iterable

from maps.layout.elements import Mark, Text
from maps.layout.geometry import Point, Rect
from maps.layout.present import plot as plots
from maps.layout.present.fit import TITLE, WORDS, Step
from maps.layout.present.frame import LEFT, TOP, Making, foot, rule, steps
from maps.layout.present.plate import Plate, Sign
from maps.layout.present.show import Show, Stop
from maps.layout.present.side import side
from maps.layout.ribbon import rounded

SIDE = 456.0
"""Width of the column at the right."""

__all__ = ["stage_plate"]


def stage_plate(show: Show, stops: tuple[Stop, ...], index: int) -> Plate:
    """The screen of one stop of `stage_stops`."""
    stop, making = stops[index], Making(show)
    stages = show.stages
    steps(making, [show.piece.stages[key].title for key in stages], stages.index(stop.stage))
    divider = making.right - SIDE - 42.0
    if not side(making, stop, divider + 42.0, SIDE):
        divider = making.right + 46.0
    else:
        rule(making, divider, 130.0, divider, making.bottom - 30.0)
    head = _head(making, stop, divider - 46.0 - LEFT)
    _body(making, stop, head, divider - 46.0)
    around = [_name(show, stops[i]) if 0 <= i < len(stops) else "" for i in (index - 1, index + 1)]
    foot(making, *around)
    return making.plate()


def _name(show: Show, stop: Stop) -> str:
    title = show.piece.stages[stop.stage].title
    return f"{title} · {show.words.part(stop.part, stop.parts)}" if stop.parts > 1 else title


def _head(making: Making, stop: Stop, width: float) -> float:
    """Title and the sentence below it; the y below both."""
    show = making.show
    y = making.add(show.writer.put(show.piece.stages[stop.stage].title, TITLE, LEFT, TOP, width)) or TOP
    said = [show.words.part(stop.part, stop.parts)] if stop.parts > 1 else []
    here, start = show.visitors(stop.stage), show.visitors(show.stages[0])
    if here is not None and start is not None and start > 0:
        all_of_them = rounded(here) >= rounded(start)
        far = show.words.begin_here(rounded(start)) if all_of_them else ""
        said.insert(0, far or show.words.come_this_far(rounded(here), rounded(start)))
        making.figures = True
    sentence = show.writer.put(" · ".join(said), (("present_sentence", 1), ("present_small", 1)), LEFT, y + 10.0, width,
                               "ink2")  # fmt: skip
    return making.add(sentence) or y


def _body(making: Making, stop: Stop, head: float, right: float) -> None:
    show = making.show
    if not stop.points:
        making.add(show.writer.put(show.words.nothing_here, WORDS, LEFT, head + 60.0, right - LEFT, "ink3"))
        return
    people = [key for key in show.personas if any(key in show.piece.touchpoints[p].feelings for p in stop.points)]
    if not people:
        _list(making, stop, head, right)
        return
    columns = plots.even(stop.points, LEFT + 50.0, right)
    low = plots.FACE * 1.12
    names = plots.title_height(show, columns)
    space = making.bottom - head - 2 * low - 24.0 - names - 4 * plots.UNIT
    zero = head + low + 12.0 + 2 * plots.UNIT + min(max(0.0, space * 0.6), 190.0)
    plot = plots.Plot(LEFT + 50.0, right, zero, columns)
    plots.grid(making, plot)
    making.faces += plots.faces(show, plot, people)
    for key in people:
        line = plots.curve(show, plot, key, making.faces)
        if line is not None:
            making.curves.append(line)
    plots.titles(making, plot, plot.y(-2) + low + 10.0)
    unnamed = plots.name_people(making, plot, people)
    plots.quote(making, plot, _quote(show, stop, people))
    _legend(making, unnamed, head, right)


def _legend(making: Making, unnamed: Iterable[str], head: float, right: float) -> None:
    """Names for which there is no room beside a face, at the end of the sentence's line, each after a small face."""
    show = making.show
    x = right
    ends = max((one.rect.right for one in making.texts if one.rect.bottom <= head + 1.0 and one.rect.y > TOP),
               default=LEFT)  # fmt: skip
    for key in reversed(list(unnamed)):
        text = show.writer.put(show.piece.personas[key].name, (("present_22", 1),), 0.0, head - 34.0, 260.0)
        if text is None:
            continue
        x -= text.rect.w
        if x - 40.0 < ends:
            return
        making.texts.append(Text(Rect(x, head - 34.0, text.rect.w, text.rect.h), text.lines, text.role, text.colour))
        making.marks.append(Mark(Point(x - 20.0, head - 19.0), 22.0, key, show.slots[key]))
        x -= 64.0


def _list(making: Making, stop: Stop, head: float, right: float) -> None:
    """Touchpoints of which nobody has said how they feel: their names, one below the other."""
    show, y = making.show, head + 50.0
    each = (making.bottom - y) / max(1, len(stop.points))
    line: tuple[Step, ...] = (("present_sentence", 2), ("present_small", 2))
    for key in stop.points:
        text = show.writer.put(show.piece.touchpoints[key].title, line, LEFT + 44.0, y, right - LEFT - 44.0)
        if text is not None:
            making.add(text)
            making.signs.append(Sign("cursor", Rect(LEFT, y + 4.0, 28.0, 28.0), "ink3"))
        y += min(each, (text.rect.h if text is not None else 40.0) + 30.0)


def _quote(show: Show, stop: Stop, people: list[str]) -> str:
    """One thing somebody says here: of one of its touchpoints first, quotes before thoughts."""
    piece = show.piece
    found: list[tuple[int, int, str]] = []
    for place, card in enumerate(piece.cards.values()):
        lane = piece.lanes.get(card.lane)
        if lane is None or lane.kind not in ("quotes", "thoughts") or card.stage != stop.stage or not card.text.strip():
            continue
        if card.touchpoint is not None and card.touchpoint not in stop.points:
            continue
        if card.personas and not set(card.personas) & set(people):
            continue
        rank = (0 if lane.kind == "quotes" else 2) + (0 if card.touchpoint in stop.points else 1)
        found.append((rank, place, card.text))
    return min(found)[2] if found else ""
