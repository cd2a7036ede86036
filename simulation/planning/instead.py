"""What could be tested in a reasonable time where the lift that was asked for cannot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulation.measures.registry import MEASURES
from simulation.planning.plan import Instead
from simulation.planning.size import yardstick

if TYPE_CHECKING:
    from simulation.planning.make import _Planning

EARLIER: tuple[str, ...] = ("reach_search", "reach_choose", "reach_checkout", "basket_rate", "micro_share")
"""Measures of everybody that lie before an order: they move more, and say less."""


def instead_of(planning: _Planning, weeks: int | None, longest: int) -> tuple[Instead, ...]:
    """An earlier measure, a bolder arm, and counting only whom the message can reach; none that takes as long."""
    limit = min(longest, (weeks or longest + 1) - 1)
    found = (_measure(planning, limit), _arm(planning, limit), _triggered(planning, weeks, limit))
    return tuple(one for one in found if one is not None)


def _measure(planning: _Planning, limit: int) -> Instead | None:
    """The earlier measure that shows its lift soonest."""
    best: Instead | None = None
    for lift in planning.result.lifts:
        if lift.arm != planning.arm.id or lift.metric not in EARLIER or lift.quality != "good":
            continue
        measure, expected = yardstick(planning.result, lift.metric), planning.expected(lift)
        if measure is None or expected is None or (expected > 0) is not (MEASURES[lift.metric].better == "up"):
            continue
        weeks = planning.weeks_for(planning.arm.id, measure, expected)
        if weeks is not None and weeks <= (best.weeks - 1 if best is not None else limit):
            best = Instead(what="measure", key=lift.metric, name="", weeks=weeks)
    return best


def _arm(planning: _Planning, limit: int) -> Instead | None:
    """The arm whose own lift shows soonest."""
    best: Instead | None = None
    for arm in planning.variants:
        if arm.id == planning.arm.id:
            continue
        weeks = planning.weeks_for(arm.id, planning.measure, planning.expected(planning.result.lift(arm.id)))
        if weeks is not None and weeks <= (best.weeks - 1 if best is not None else limit):
            best = Instead(what="arm", key=arm.id, name=arm.name, weeks=weeks)
    return best


def _triggered(planning: _Planning, weeks: int | None, limit: int) -> Instead | None:
    """Counting only visitors from the moment at which they get the message, or would have got it in the control.

    Of a share t who get it, with their own rate p_t, the visitors needed fall by the factor t p_t (1 - p_t) / (p (1 -
    p)) (Deng & Hu 2015): between t, when they buy as often as everybody, and 1, when nobody else buys.
    """
    share = planning.reached()
    if share is None or weeks is None or planning.measure.sd is not None or share >= 1:
        return None
    best = max(2, -int(-(weeks * share) // 1))
    return Instead(what="triggered", key="", name="", weeks=best, most=weeks) if best <= limit else None
