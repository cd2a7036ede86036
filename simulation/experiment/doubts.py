"""Drawing a map and its personas anew from what is not known of them: traits, shares, the shop's own ratios (MODEL 8).

A parameter with a range is drawn from it (95%, each side on its own); one without from a spread that depends on what it
rests on: assumed is wider than published, published wider than measured. Rates move on the scale of log-odds, amounts
and factors on that of logarithms, shares of links on that of log-ratios to leaving, so that nothing leaves its bounds.
A value of exactly nothing (or a rate of one) is a statement about what there is, not an estimate, and stays.

Not drawn here, because it is drawn elsewhere or is a decision: strengths and structure (`draws`), the weight of pain
points (one factor for all, `draws.FRICTION_FACTOR`), what an arm changes, rules, costs, thresholds of the score card.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Literal, TypeVar

import numpy as np
from pydantic import BaseModel

from maps.model import Link, MapSlice
from personas.model import Persona
from personas.provenance import Parameter, Within
from personas.records import Evidence, FrozenMap
from simulation.evidence.priors import stream
from simulation.scenario import Scenario

Scale = Literal["rate", "amount", "logit"]
Luck = Callable[..., float]
Model = TypeVar("Model", bound=BaseModel)

SPREAD: dict[Scale, dict[Evidence, float]] = {
    "rate": {"assumed": 0.50, "published": 0.30, "measured": 0.10},
    "amount": {"assumed": 0.35, "published": 0.20, "measured": 0.10},
    "logit": {"assumed": 0.30, "published": 0.20, "measured": 0.10},
}
"""Standard deviation of a trait without a range of its own: log-odds of a rate, logarithm of an amount (assumed)."""
SHARE_SPREAD: dict[Evidence, float] = {"assumed": 0.25, "published": 0.15, "measured": 0.05}
"""The same of a drawn share of a link, against leaving: a drawn 10% is 6.4 to 15% where assumed."""
NORMAL = 1.959963984540054
NUMBER = 30
"""Number of the streams of drawn maps; further maps take the numbers that follow."""
HELD = frozenset({"weight", "susceptibility", "patience"})
"""Traits that are not drawn here: shares of personas are the map's; susceptibilities average one, so that they add
nothing to a prior; the doubt about patience with friction is the factor on all pain points that every draw has."""


def spread(parameter: Parameter, scale: Scale) -> tuple[float, float]:
    """Standard deviations below and above the value, on the scale on which it is drawn."""
    usual = SPREAD[scale][parameter.kind]
    middle = _on(parameter.value, scale)
    down = usual if parameter.low is None else (middle - _on(parameter.low, scale)) / NORMAL
    up = usual if parameter.high is None else (_on(parameter.high, scale) - middle) / NORMAL
    return down, up


def drawn_value(parameter: Parameter, scale: Scale, z: float) -> float:
    """The value at the standard normal `z`; two half-normals with a common middle where the range is lopsided."""
    if scale == "rate" and not 0 < parameter.value < 1:
        return parameter.value
    if scale == "amount" and not parameter.value > 0:
        return parameter.value
    down, up = spread(parameter, scale)
    return _off(_on(parameter.value, scale) + z * (down if z < 0 else up), scale)


def drawn_map(scenario: Scenario, *, seed: int, number: int = 0) -> Scenario:
    """The scenario with its map and personas drawn once more; the same seed and number give the same map.

    Every quantity has a random stream of its own, named after its place: another persona or link changes nobody else's.
    """
    given = scenario.slice

    def z(*place: str) -> float:
        return float(stream(seed, NUMBER + number, "map/" + "/".join(place)).standard_normal())

    personas = {key: _persona(key, one, z) for key, one in given.personas.items()}
    points = {key: _fields(one, ("touchpoint", key), z) for key, one in given.touchpoints.items()}
    world = _fields(given.map.world, ("world",), z)
    return replace(
        scenario,
        slice=replace(
            given,
            map=given.map.model_copy(update={"world": world}),
            personas=FrozenMap(personas),
            touchpoints=FrozenMap(points),
            links=FrozenMap(_links(given, z)),
        ),
    )


def _persona(key: str, persona: Persona, z: Luck) -> Persona:
    return persona.model_copy(update={"traits": _fields(persona.traits, ("persona", key), z)})


def _fields(record: Model, place: tuple[str, ...], z: Luck) -> Model:
    """A copy of a record whose parameters are drawn anew, those in mappings one by one."""
    changed: dict[str, Any] = {}
    for name, about in type(record).model_fields.items():
        held = getattr(record, name)
        if name in HELD:
            continue
        if isinstance(held, Parameter):
            changed[name] = _moved(held, _scale(about.metadata), z(*place, name))
        elif isinstance(held, Mapping) and held and all(isinstance(one, Parameter) for one in held.values()):
            scale: Scale = "rate" if all(0 <= one.value <= 1 for one in held.values()) else "amount"
            changed[name] = FrozenMap({k: _moved(one, scale, z(*place, name, k)) for k, one in held.items()})
    return record.model_copy(update=changed)


def _moved(parameter: Parameter, scale: Scale, z: float) -> Parameter:
    return Parameter(value=drawn_value(parameter, scale, z), kind=parameter.kind)


def _scale(metadata: list[Any]) -> Scale:
    for one in metadata:
        bounds = getattr(one, "func", None)
        if isinstance(bounds, Within):
            return "rate" if bounds.high == 1.0 else "logit" if bounds.low < 0 else "amount"
    return "logit"


def _links(given: MapSlice, z: Luck) -> dict[str, Link]:
    """Shares drawn card by card on the scale of log-ratios to leaving: they never add up to more than one."""
    ways: dict[str, list[str]] = {}
    for key, link in given.links.items():
        ways.setdefault(link.from_touchpoint, []).append(key)
    found: dict[str, Link] = {}
    for keys in ways.values():
        lucks = {key: z("link", key) for key in keys}
        plain = _again({key: given.links[key].share for key in keys}, lucks)
        owners = sorted({who for key in keys for who in given.links[key].share_by_persona})
        own = {
            who: _again(
                {key: given.links[key].share_by_persona.get(who, given.links[key].share) for key in keys}, lucks
            )
            for who in owners
        }
        for key in keys:
            link = given.links[key]
            mine = FrozenMap({who: own[who][key] for who in link.share_by_persona})
            found[key] = link.model_copy(update={"share": plain[key], "share_by_persona": mine})
    return {key: found[key] for key in given.links}


def _again(shares: Mapping[str, Parameter], lucks: Mapping[str, float]) -> dict[str, Parameter]:
    leaving = 1 - sum(one.value for one in shares.values())
    if leaving <= 0:
        return dict(shares)
    weights = {}
    for key, one in shares.items():
        down, up = share_spread(one)
        weights[key] = one.value / leaving * math.exp(lucks[key] * (down if lucks[key] < 0 else up))
    whole = 1 + sum(weights.values())
    return {key: Parameter(value=weight / whole, kind=shares[key].kind) for key, weight in weights.items()}


def share_spread(share: Parameter) -> tuple[float, float]:
    """Standard deviations below and above a drawn share, on the scale of its log-ratio to leaving."""
    usual = SHARE_SPREAD[share.kind]
    if not 0 < share.value < 1:
        return usual, usual
    middle = _on(share.value, "rate")
    down = usual if share.low is None else (middle - _on(share.low, "rate")) / NORMAL
    up = usual if share.high is None else (_on(share.high, "rate") - middle) / NORMAL
    return down, up


def _on(value: float, scale: Scale) -> float:
    if scale == "logit":
        return value
    if scale == "amount":
        return math.log(max(value, 1e-12))
    inside = float(np.clip(value, 1e-6, 1 - 1e-6))
    return math.log(inside / (1 - inside))


def _off(value: float, scale: Scale) -> float:
    if scale == "logit":
        return value
    return math.exp(value) if scale == "amount" else 1 / (1 + math.exp(-value))
