"""Find the constants that bring out known ratios: returning over new, desktop over phone, the bounce rate (MODEL 6).

A secant on logarithms around the solver of the offsets: each ratio has one constant that moves it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from simulation.plan import Floats, Plan, Records
from simulation.sweep import Measured

CLOSE = 0.01
"""A ratio this near its target (logarithm) is left alone: the calibrating orders say no more."""
FAR = 0.03
"""A ratio further from its target (logarithm) than this, and than its noise explains, has not been met."""
SLOPES = {"returning_over_new": 2.0, "desktop_over_phone": 7.0, "bounce_rate": 0.5}
"""Change of the logarithm of each ratio per unit of its constant, to start with."""


@dataclass(frozen=True)
class Target:
    """What the outer search must bring out; None: leave the constant as it is.

    Attributes:
        returning_over_new: conversion of later visits over first ones.
        desktop_over_phone: conversion of desktop visits over those on phones and tablets.
        bounce_rate: share of visits with one page.
    """

    returning_over_new: float | None = None
    desktop_over_phone: float | None = None
    bounce_rate: float | None = None


def wanted_ratios(target: Target) -> dict[str, float]:
    """The ratios that are asked for."""
    asked = {
        "returning_over_new": target.returning_over_new,
        "desktop_over_phone": target.desktop_over_phone,
        "bounce_rate": target.bounce_rate,
    }
    return {key: value for key, value in asked.items() if value is not None and value > 0}


class Search:
    """Secant search on the logarithms of up to three ratios, one unknown each.

    The slope of each starts at what it is on the reference shop and is then read off the last step, within bounds: a
    ratio of a few thousand orders is too noisy to be trusted further.
    """

    def __init__(self, target: Target) -> None:
        self.wanted = wanted_ratios(target)
        self.slope = {key: SLOPES[key] for key in self.wanted}
        self.last: dict[str, tuple[float, float]] = {}

    def move(self, plan: Plan, measured: Measured) -> Plan | None:
        """A plan with better constants, or None when nothing is asked or everything is close enough."""
        got = ratios(measured)
        world = plan.world.copy()
        moved = False
        for key, wanted in self.wanted.items():
            value = got[key]
            if not value > 0 or not math.isfinite(value) or abs(math.log(value / wanted)) < CLOSE:
                continue
            now = self._constant(world, key)
            if key in self.last and abs(now - self.last[key][0]) > 1e-9:
                seen = (math.log(value) - self.last[key][1]) / (now - self.last[key][0])
                self.slope[key] = min(3.0 * SLOPES[key], max(SLOPES[key] / 3.0, seen))
            self.last[key] = (now, math.log(value))
            self._set(world, key, now + math.log(wanted / value) / self.slope[key])
            moved = True
        return plan._replace(world=world) if moved else None

    @staticmethod
    def _constant(world: Records, key: str) -> float:
        if key == "bounce_rate":
            return math.log(max(float(world[0]["bounce"]), 0.01))
        return float(world[0]["push_returning" if key == "returning_over_new" else "push_device"])

    @staticmethod
    def _set(world: Records, key: str, value: float) -> None:
        if key == "bounce_rate":
            world["bounce"] = min(0.95, math.exp(value))
        elif key == "returning_over_new":
            world["push_returning"] = min(3.0, max(-3.0, value))
        else:
            world["push_device"] = min(2.0, max(-2.0, value))
            world["stay_device"] = min(2.0, max(-2.0, value))


def ratios(measured: Measured) -> dict[str, float]:
    """Ratios of what was simulated; nan where a part is empty."""

    def rate(orders: Floats, visits: Floats) -> float:
        return float(orders.sum() / visits.sum()) if visits.sum() > 0 else math.nan

    def over(a: float, b: float) -> float:
        return a / b if b > 0 else math.nan

    orders, visits = measured.orders, measured.visits
    return {
        "returning_over_new": over(rate(orders[:, 1], visits[:, 1]), rate(orders[:, 0], visits[:, 0])),
        "desktop_over_phone": over(rate(orders[0], visits[0]), rate(orders[1:], visits[1:])),
        "bounce_rate": over(float(measured.single[0]), float(visits.sum())),
    }


def unmet(target: Target, measured: Measured) -> dict[str, float]:
    """The ratios asked for that do not come out: beyond 3% and beyond three standard errors of what was simulated."""
    got, noise = ratios(measured), _noise(measured)
    missed = {}
    for key, wanted in wanted_ratios(target).items():
        away = abs(math.log(got[key] / wanted)) if got[key] > 0 else math.inf
        if math.isfinite(noise[key]) and away > max(FAR, 3.0 * noise[key]):
            missed[key] = wanted
    return missed


def _noise(measured: Measured) -> dict[str, float]:
    """Standard error of the logarithm of each ratio; inf where nothing was seen of a part."""

    def of_orders(one: Floats, other: Floats) -> float:
        counts = float(one.sum()), float(other.sum())
        return math.sqrt(1.0 / counts[0] + 1.0 / counts[1]) if min(counts) > 0 else math.inf

    orders, visits, single = measured.orders, float(measured.visits.sum()), float(measured.single[0])
    return {
        "returning_over_new": of_orders(orders[:, 1], orders[:, 0]),
        "desktop_over_phone": of_orders(orders[0], orders[1:]),
        "bounce_rate": math.sqrt((1.0 - single / visits) / max(single, 1.0)) if visits > 0 else math.inf,
    }
