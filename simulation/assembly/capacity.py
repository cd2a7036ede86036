"""What visitors buy and what they wait for, as arrays: goods, desks, the hours in which people come."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from simulation.plan import DESK, GOODS, Floats, Records
from simulation.world import Desk, Product

HOURS = 168
"""Hours in a week, Monday 00:00 first."""


def goods_records(products: Mapping[str, Product], margin: float) -> Records:
    """The products in order of id, shape (Q,) GOODS; `margin` is the map's, for those without one of their own."""
    ids = sorted(products)
    records = np.zeros(len(ids), GOODS)
    weights = np.array([products[key].weight.value for key in ids])
    total = weights.sum()
    even = np.arange(1, len(ids) + 1) / max(1, len(ids))
    records["until"] = np.cumsum(weights) / total if total > 0 else even
    for row, key in zip(records, ids, strict=True):
        one = products[key]
        row["price"] = one.price.value
        row["margin"] = one.margin.value if one.margin is not None else margin
        row["stock"] = -1 if one.stock is None else one.stock
    return records


def desk_records(desks: Mapping[str, Desk]) -> Records:
    """The desks in order of id, shape (D,) DESK."""
    ids = sorted(desks)
    records = np.zeros(len(ids), DESK)
    for row, key in zip(records, ids, strict=True):
        one = desks[key]
        row["agents"] = one.agents
        row["service"] = one.service_minutes.value * 60_000.0
        row["spread"] = 0.6
        row["hours"] = open_hours(one)
    return records


def open_hours(desk: Desk) -> list[int]:
    """1 for every hour of the week in which the desk is open, else 0; a desk without opening hours is always open."""
    if not desk.opening:
        return [1] * HOURS
    found = [0] * HOURS
    for day, span in desk.opening.items():
        start, end = (int(part.split(":")[0]) for part in span.split("-"))
        for hour in range(start, end):
            found[24 * int(day) + hour] = 1
    return found


def arrival_hours(weights: Mapping[str, float]) -> Floats:
    """Cumulated share of first visits by hour of the week, shape (168,); even where nothing is given."""
    given = np.array([weights.get(str(hour), 0.0) for hour in range(HOURS)])
    if given.sum() <= 0:
        given = np.ones(HOURS)
    return np.asarray(np.cumsum(given) / given.sum())
