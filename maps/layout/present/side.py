"""The column at the right of a stage: who leaves, what hurts most and what it costs, what could be done, the votes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from maps.layout.elements import Text
from maps.layout.geometry import Point, Rect
from maps.layout.present.fit import HEAD, MONEY, NUMBER, WORDS, Step
from maps.layout.present.frame import TOP, Making, rule
from maps.layout.present.plate import Dots, Sign
from maps.layout.present.show import Show, Stop

_MOST_DOTS = 12
_SEVERITY, _VOTE = 15.0, 20.0
_GAP = 34.0

Block = Callable[[Making, float, float, float, int], float]
"""Puts one part of the column at (x, y) with a width, at a step of smallness; the y below it."""


def side(making: Making, stop: Stop, x: float, width: float) -> bool:
    """The column, as large as fits; false when there is nothing to say."""
    show = making.show
    pain, idea = dearest(show, stop.stage), best(show, stop.stage)
    share = show.leaving(stop.stage)
    blocks: list[Block] = []
    if share is not None and stop.part == 1 and share >= 0.005:
        blocks.append(lambda m, x, y, w, small: _leaving(m, share, x, y, w, small))
    if pain:
        blocks.append(lambda m, x, y, w, small: _pain(m, pain, x, y, w, small))
    if idea:
        blocks.append(lambda m, x, y, w, small: _idea(m, idea, x, y, w, small, ruled=bool(len(blocks) > 1)))
    if not blocks:
        return False
    for small in range(4):
        trial = Making(show)
        if _stack(trial, blocks, x, width, small) <= making.bottom - 10.0 or small == 3:
            for name in ("texts", "dots", "signs", "lines"):
                getattr(making, name).extend(getattr(trial, name))
            making.figures = making.figures or trial.figures
            return True
    return False


def _stack(making: Making, blocks: Sequence[Block], x: float, width: float, small: int) -> float:
    y = TOP
    for place, block in enumerate(blocks):
        y = block(making, x, y + (_GAP - 7.0 * small if place else 0.0), width, small)
    return y


def _leaving(making: Making, share: float, x: float, y: float, width: float, small: int) -> float:
    words = making.show.words
    y = making.add(making.show.writer.put(words.percent(share), NUMBER[small:], x, y, width)) or y
    making.figures = True
    return making.add(making.show.writer.put(words.leave_here, WORDS[min(small, 2) :], x, y + 8.0, width, "ink2")) or y


def _pain(making: Making, card: str, x: float, y: float, width: float, small: int) -> float:
    show = making.show
    y = making.add(show.writer.put(show.piece.cards[card].text, HEAD[min(small, 2) :], x, y, width)) or y
    at = y + 8.0 + _SEVERITY / 2
    making.dots.append(Dots(Point(x, at), "severity", show.piece.pains[card].severity, 5, _SEVERITY))
    y = _votes(making, card, x + 5 * _SEVERITY * 1.36 + 26.0, at, width - 5 * _SEVERITY * 1.36 - 26.0, dots=False)
    y = max(y, at + _SEVERITY / 2)
    cost = show.costs.get(card)
    if cost is not None:
        making.figures = True
        y = making.add(show.writer.put(cost.amount, MONEY[small:], x, y + 12.0, width, "ember")) or y
        y = making.add(show.writer.put(cost.interval, WORDS[min(small, 2) :], x, y + 4.0, width, "ink2")) or y
    return y


def _idea(making: Making, card: str, x: float, y: float, width: float, small: int, *, ruled: bool) -> float:
    show = making.show
    if ruled:
        rule(making, x, y, x + width, y)
        y += _GAP - 7.0 * small
    making.signs.append(Sign("lightbulb", Rect(x - 3.0, y + 2.0, 36.0, 36.0), "marker"))
    steps: tuple[Step, ...] = HEAD[max(1, min(small, 2)) :]
    y = making.add(show.writer.put(show.piece.cards[card].text, steps, x + 52.0, y, width - 52.0)) or y
    return _votes(making, card, x, y + 14.0 + _VOTE / 2, width, dots=True) or y


def _votes(making: Making, card: str, x: float, middle: float, width: float, *, dots: bool) -> float:
    """The dots a card got and, in words, of how many; the y below, nothing when nobody voted for it."""
    show, given = making.show, making.show.votes.get(card, 0)
    if not given:
        return 0.0
    if dots and given <= _MOST_DOTS:
        row = Dots(Point(x, middle), "votes", given, given, _VOTE)
        if row.width + 180.0 <= width:
            making.dots.append(row)
            x, width = x + row.width + 18.0, width - row.width - 18.0
        else:
            dots = False
    if not dots or given > _MOST_DOTS:
        making.dots.append(Dots(Point(x, middle), "votes", 1, 1, _VOTE))
        x, width = x + _VOTE + 12.0, width - _VOTE - 12.0
    words = show.words.votes(given, sum(show.votes.values()))
    text: Text | None = show.writer.put(words, (("present_small", 1),), x, middle - 15.0, width, "ink2")
    return making.add(text)


def dearest(show: Show, stage: str) -> str:
    """The card of the pain point of a stage that costs most; without prices, of the most severe one."""
    here = [card for card in show.piece.pains if show.piece.cards[card].stage == stage]
    cards = show.piece.cards
    here = [card for card in here if cards[card].text.strip()]
    return max(
        here,
        key=lambda card: (show.costs[card].value if card in show.costs else 0.0, show.piece.pains[card].severity),
        default="",
    )


def best(show: Show, stage: str) -> str:
    """The card of the opportunity of a stage with the most votes; of as many, the one that scores highest."""
    here = [card for card in show.piece.opportunities if show.piece.cards[card].stage == stage]
    here = [card for card in here if show.piece.cards[card].text.strip()]
    return max(here, key=lambda card: (show.votes.get(card, 0), show.scores.get(card, 0.0)), default="")
