"""Personas, visit goals, arrival channels: who comes, as arrays (MODEL 3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

import numpy as np

from maps.model import MapSlice
from personas.model import VISIT_GOALS, Persona, Traits
from personas.provenance import Parameter
from personas.records import DEVICES
from simulation.plan import DAY, GOAL, PERSONA, Floats, Ints, Records
from simulation.policy.catalogue import Mechanics

Key = TypeVar("Key", bound=str)

ALL = "all"
"""Key of an entry weight that holds for every channel."""

_GOAL_WEIGHTS = {"direct": 0.12, "deliberate": 0.33, "pleasure": 0.35, "knowledge": 0.20}
_GOALS = {
    "direct": (0.7, 0.0, 0.4, 1.5, 2.0),
    "deliberate": (0.2, 0.35, 0.7, 0.4, 1.2),
    "pleasure": (-0.3, 0.15, 1.1, 0.0, 0.6),
    "knowledge": (-0.7, -0.5, 1.6, 0.0, 0.5),
}
"""Moe 2003 for the types; push, stay, bounce factor, start of progress and its span are assumed (MODEL 3)."""
_DEVICES = {"desktop": 0.36, "phone": 0.64, "tablet": 0.0}


def goal_records() -> Records:
    """The four visit goals, shape (4,) GOAL."""
    return np.array([_GOALS[name] for name in VISIT_GOALS], dtype=GOAL)


def weights_of(slice_: MapSlice) -> dict[str, float]:
    """Relative size of every persona that travels this map, in order of id; empty when nobody does."""
    given = slice_.map.personas
    sizes = {
        key: float(given[key]) if given else persona.traits.weight.value
        for key, persona in sorted(slice_.personas.items())
        if not given or key in given
    }
    return {key: size for key, size in sizes.items() if size > 0}


def _mix(given: Mapping[str, float], names: Sequence[str], otherwise: Mapping[str, float]) -> list[float]:
    total = sum(given.get(name, 0.0) for name in names)
    if total <= 0:
        given, total = otherwise, sum(otherwise[name] for name in names)
    return [given.get(name, 0.0) / total for name in names]


def _values(rates: Mapping[Key, Parameter]) -> dict[str, float]:
    return {key: rate.value for key, rate in rates.items()}


def persona_records(personas: Mapping[str, Persona], weights: Mapping[str, float]) -> Records:
    """The personas in order of `weights`, shape (P,) PERSONA; intents are centred on their weighted mean."""
    records = np.zeros(len(weights), PERSONA)
    shares = np.array(list(weights.values())) / sum(weights.values())
    records["share"] = shares
    records["until"] = np.cumsum(shares)
    for row, key in zip(records, weights, strict=True):
        _fill(row, personas[key].traits)
    records["intent"] -= float(shares @ records["intent"])
    return records


def _fill(row: np.void, traits: Traits) -> None:
    row["intent"] = traits.intent.value
    row["intent_spread"] = traits.intent_spread.value
    row["engagement_spread"] = traits.engagement_spread.value
    row["speed_spread"] = traits.speed_spread.value
    row["pace"] = traits.pace.value
    row["patience"] = traits.patience.value
    row["consent"] = traits.consent.value
    row["login"] = traits.login.value
    row["customer"] = traits.customer_share.value
    row["known"] = traits.returning_share.value
    row["products"] = traits.products_considered.value
    row["value"] = traits.order_value.value
    row["value_spread"] = traits.order_value_spread.value
    row["switch"] = traits.device_switch.value
    row["reachable"] = traits.reachable.value
    row["waiting"] = traits.waiting_patience.value * 1000.0
    row["sent_back"] = traits.goods_returned.value
    row["sensitivity"] = traits.satisfaction_sensitivity.value
    row["referral"] = traits.referral.value
    row["return_shift"] = traits.return_propensity.value
    row["gap"] = traits.return_delay.value * DAY
    row["gap_spread"] = traits.return_delay_spread.value
    row["goals"] = _mix(_values(traits.goals), VISIT_GOALS, _GOAL_WEIGHTS)
    row["devices"] = _mix(_values(traits.devices), DEVICES, _DEVICES)


def susceptibility(
    personas: Mapping[str, Persona], weights: Mapping[str, float], techniques: Mapping[str, Mechanics]
) -> Floats:
    """Response per persona and technique, shape (P, T); the weighted mean over personas is 1 for each technique.

    So personas redistribute an effect and never add to it.
    """
    shares = np.array(list(weights.values())) / sum(weights.values())
    table = np.ones((len(weights), len(techniques)))
    for p, key in enumerate(weights):
        traits = personas[key].traits
        for t, (name, how) in enumerate(techniques.items()):
            own = traits.susceptibility.get(name)
            table[p, t] = (own.value if own else 1.0) * (traits.price_sensitivity.value if how.price else 1.0)
    mean = shares @ table
    return np.asarray(np.where(mean > 0, table / np.where(mean > 0, mean, 1.0), 1.0))


def groups(records: Records, ids: Sequence[str]) -> tuple[Ints, tuple[tuple[str, str], ...]]:
    """A number for every persona and first device that occurs: table (P, 3) and (persona id, device) per number."""
    table = np.zeros((len(records), len(DEVICES)), np.int64)
    found: list[tuple[str, str]] = []
    for p, row in enumerate(records):
        for d, device in enumerate(DEVICES):
            if row["devices"][d] > 0:
                table[p, d] = len(found)
                found.append((ids[p], device))
    return table, tuple(found)


def channel_names(slices: Iterable[MapSlice], weights: Mapping[str, float]) -> tuple[str, ...]:
    """Arrival channels that occur on the maps or with the personas, sorted; `all` only where no other is known."""
    found: set[str] = set()
    for slice_ in slices:
        for point in slice_.touchpoints.values():
            found |= set(point.entry) | set(point.entry_return)
        for key in weights:
            found |= set(slice_.personas[key].traits.channels)
    return tuple(sorted(found - {ALL})) or (ALL,)


def channel_shares(slice_: MapSlice, weights: Mapping[str, float], names: Sequence[str]) -> Floats:
    """Cumulated share of visits by channel, shape (P, H): the persona's own, else the map's entry mix."""
    walked = [slice_.touchpoints[key] for key in slice_.walked()]
    totals = {name: sum(point.entry.get(name, point.entry.get(ALL, 0.0)) for point in walked) for name in names}
    even = dict.fromkeys(names, 1.0)
    mix = totals if sum(totals.values()) > 0 else even
    rows = [_mix(_values(slice_.personas[key].traits.channels), names, mix) for key in weights]
    return np.asarray(np.cumsum(np.array(rows), axis=1))


def visit_costs(slice_: MapSlice, names: Sequence[str]) -> Floats:
    """What one visit by each arrival channel costs, shape (H,), money."""
    given = slice_.map.world.channel_costs
    return np.array([given[name].value if name in given else 0.0 for name in names])
