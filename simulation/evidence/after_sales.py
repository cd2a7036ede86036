"""From what a message after an order does on average to its strength, in closed form: no shop has to be simulated.

Each technique has a measure of its own (`EffectMeasure`); none of them can change who orders.
"""

from __future__ import annotations

import math
from functools import cache

import numpy as np

from simulation.behaviour.after import CONTENT, CONTENT_SPREAD, WRITES
from simulation.evidence.priors import EffectMeasure
from simulation.plan import Floats
from simulation.theory import BuyerModel

YEAR = 52.0
"""Weeks after the first order over which repeat orders are counted."""
UNASKED = 1.0 / (1.0 + math.exp(-WRITES))
"""Share of buyers who write a review unasked."""
CLOSED: tuple[EffectMeasure, ...] = ("order_value", "repeat_orders", "reviews", "referrals", "satisfaction")
"""Measures from which a strength follows without simulating."""


def strength_of(measure: EffectMeasure, effect: Floats) -> Floats:
    """The strength of a message in every draw, shape (K,), from its average effect; 0 stays exactly 0.

    order_value: the share added, on average. repeat_orders: ln of the factor on the purchase rate that gives so many
    repeat orders more in a year. reviews: log-odds beyond writing unasked. referrals: ln of the factor. satisfaction:
    its log-odds, for buyers whom nothing irritates.
    """
    if measure == "order_value":
        return np.asarray(effect)
    if measure == "repeat_orders":
        logs, changes = _loyalty()
        return np.where(effect == 0.0, 0.0, np.interp(effect, changes, logs))
    if measure == "reviews":
        share = np.clip(UNASKED + effect, 0.001, 0.95)
        return np.where(effect == 0.0, 0.0, np.log(share / (1.0 - share)) - WRITES)
    if measure == "satisfaction":
        shifts, pleased = _pleased()
        return np.where(effect == 0.0, 0.0, np.interp(effect, pleased, shifts))
    return np.log1p(np.maximum(effect, -0.95))


@cache
def _pleased() -> tuple[Floats, Floats]:
    """Shifts of the log-odds of satisfaction, and by how much each lifts its mean."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(41)
    shifts = np.linspace(-2.0, 2.0, 401)
    means = (weights / weights.sum()) @ (1.0 / (1.0 + np.exp(-(CONTENT + CONTENT_SPREAD * nodes[:, None] + shifts))))
    return shifts, means - float(np.interp(0.0, shifts, means))


@cache
def _loyalty() -> tuple[Floats, Floats]:
    """Logarithms of factors on the purchase rate, and the relative change of a year's repeat orders they make."""
    logs = np.linspace(math.log(0.05), math.log(20.0), 401)
    usual = BuyerModel()
    base = float(usual.expected(YEAR))
    return logs, np.array([float(usual.faster(math.exp(x)).expected(YEAR)) / base - 1.0 for x in logs])
