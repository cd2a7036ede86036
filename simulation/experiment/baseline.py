"""How well the baseline itself is known: conversion, order value, margin, traffic (MODEL 6 and 9.7).

A relative lift hardly depends on them; its money does, in proportion. They are therefore told apart from the lift, as
factors on every amount of money: drawn shares and drawn traits are drawn anew from what they rest on (`doubts`), and
conversion follows exactly from shares, V = (I - W')^-1 s, without a visitor being simulated.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from maps import graph
from maps.model import MapSlice
from personas.provenance import Parameter
from simulation.evidence.priors import stream
from simulation.experiment.doubts import NUMBER, Scale, drawn_value, share_spread
from simulation.experiment.result import LEVEL, BaselineDoubt

Floats = NDArray[np.float64]

DRAWS = 2_000


def baseline_doubt(slice_: MapSlice, *, seed: int = 1) -> BaselineDoubt:
    """The 95% ranges of the baseline's parts and of their product, as factors on their central values."""
    sizes = graph.weights(slice_)
    world = slice_.map.world
    parts = {
        "conversion": conversions(slice_, seed=seed),
        "order_value": _order_value(slice_, sizes, seed),
        "margin": _factors(world.margin, "rate", "world/margin", seed),
        "traffic": _factors(world.visitors_per_week, "amount", "world/visitors_per_week", seed),
    }
    together = np.prod(np.stack(list(parts.values())), axis=0)
    return BaselineDoubt(**{key: _range(values) for key, values in {**parts, "money": together}.items()})


def conversions(slice_: MapSlice, *, seed: int, draws: int = DRAWS) -> Floats:
    """Orders per visit over those of the drawn map, for `draws` maps whose shares are drawn anew; shape (draws,)."""
    cards = slice_.walked()
    number = {key: place for place, key in enumerate(cards)}
    ends = [number[key] for key in graph.conversions(slice_)]
    links = [key for key in slice_.walked_links() if slice_.links[key].from_touchpoint not in graph.conversions(slice_)]
    lucks = {key: _luck(f"link/{key}", seed, draws) for key in links}
    total, centre = np.zeros(draws), 0.0
    sizes = graph.weights(slice_)
    for persona, size in sizes.items():
        entry = graph.entry_mix(slice_, persona)
        starts = np.array([entry.get(key, 0.0) for key in cards])
        drawn, plain = (_matrices(slice_, links, number, persona, one) for one in (lucks, None))
        total += size * _orders(drawn, starts, ends)
        centre += size * float(_orders(plain, starts, ends)[0])
    return total / centre if centre > 0 else np.ones(draws)


def _matrices(
    slice_: MapSlice, links: list[str], number: dict[str, int], persona: str, lucks: dict[str, Floats] | None
) -> Floats:
    """Shares as matrices (K, C, C), drawn on the scale of log-ratios to leaving; as they stand without `lucks`."""
    count = len(next(iter(lucks.values()))) if lucks else 1
    found = np.zeros((count, len(number), len(number)))
    by_card: dict[str, list[str]] = {}
    for key in links:
        by_card.setdefault(slice_.links[key].from_touchpoint, []).append(key)
    for card, keys in by_card.items():
        shares = {key: slice_.links[key].share_by_persona.get(persona, slice_.links[key].share) for key in keys}
        leaving = 1 - sum(one.value for one in shares.values())
        weights = {key: np.full(count, one.value) for key, one in shares.items()}
        if lucks is not None and leaving > 0:
            for key, one in shares.items():
                down, up = share_spread(one)
                weights[key] = one.value * np.exp(lucks[key] * np.where(lucks[key] < 0, down, up))
            whole = leaving + np.sum(list(weights.values()), axis=0)
            weights = {key: one / whole for key, one in weights.items()}
        for key in keys:
            found[:, number[card], number[slice_.links[key].to_touchpoint]] += weights[key]
    return found


def _orders(matrices: Floats, starts: Floats, ends: list[int]) -> Floats:
    """Orders per visit (K,) for matrices (K, C, C)."""
    size = len(starts)
    views = np.linalg.solve(
        np.eye(size) - np.swapaxes(matrices, 1, 2), np.broadcast_to(starts, (len(matrices), size))[..., None]
    )
    return np.asarray(views[:, ends, 0].sum(axis=1))


def _order_value(slice_: MapSlice, sizes: dict[str, float], seed: int) -> Floats:
    values = {key: slice_.personas[key].traits.order_value for key in sizes}
    centre = sum(sizes[key] * one.value for key, one in values.items())
    if not centre > 0:
        return np.ones(DRAWS)
    drawn = [
        sizes[key] * one.value * _factors(one, "amount", f"persona/{key}/order_value", seed)
        for key, one in values.items()
    ]
    return np.asarray(np.sum(drawn, axis=0) / centre)


def _factors(parameter: Parameter, scale: Scale, name: str, seed: int) -> Floats:
    if parameter.value == 0:
        return np.ones(DRAWS)
    return np.array([drawn_value(parameter, scale, float(z)) for z in _luck(name, seed, DRAWS)]) / parameter.value


def _luck(name: str, seed: int, draws: int) -> Floats:
    return stream(seed, NUMBER - 1, f"baseline/{name}").standard_normal(draws)


def _range(values: Floats) -> tuple[float, float]:
    low, high = np.quantile(values, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(f"{low:.4g}"), float(f"{high:.4g}")
