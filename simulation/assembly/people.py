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
from simulation.scenario import TraitChange

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


CHANGED_COLUMNS = {
    "patience": ("patience", 1.0), "waiting_patience": ("waiting", 1000.0), "pace": ("pace", 1.0),
    "intent": ("intent", 1.0), "consent": ("consent", 1.0), "login": ("login", 1.0), "reachable": ("reachable", 1.0),
    "order_value": ("value", 1.0), "return_propensity": ("return_shift", 1.0),
}  # fmt: skip
"""Column of PERSONA of each trait that an arm may change, and what one unit of it is there."""


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


def persona_records(
    personas: Mapping[str, Persona], weights: Mapping[str, float], changes: Mapping[str, TraitChange] | None = None
) -> Records:
    """The personas in order of `weights`, shape (P,) PERSONA, with what an arm changes about them.

    Intents are centred on the weighted mean of today's: a changed intent is a change, whoever else has one.
    """
    records = np.zeros(len(weights), PERSONA)
    shares = _shares(weights)
    records["share"] = shares
    records["until"] = np.cumsum(shares)
    for row, key in zip(records, weights, strict=True):
        _fill(row, personas[key].traits)
    centre = float(shares @ records["intent"])
    for row, key in zip(records, weights, strict=True):
        if changes and key in changes:
            _change(row, changes[key])
    records["intent"] -= centre
    return records


def _shares(weights: Mapping[str, float]) -> Floats:
    return np.array(list(weights.values())) / sum(weights.values())


def _change(row: np.void, change: TraitChange) -> None:
    """Put the traits that an arm changes into a persona's row."""
    for name, (column, unit) in CHANGED_COLUMNS.items():
        value = getattr(change, name)
        if value is not None:
            row[column] = value.value * unit


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
    personas: Mapping[str, Persona],
    weights: Mapping[str, float],
    techniques: Mapping[str, Mechanics],
    changes: Mapping[str, TraitChange] | None = None,
) -> Floats:
    """Response per persona and technique, shape (P, T); today's weighted mean over personas is 1 for each technique.

    So personas redistribute an effect and never add to it; whom an arm makes thriftier than today answers to prices
    more than today's average.
    """
    today = _responses(personas, weights, techniques, {})
    table = _responses(personas, weights, techniques, changes) if changes else today
    mean = _shares(weights) @ today
    return np.asarray(np.where(mean > 0, table / np.where(mean > 0, mean, 1.0), 1.0))


def _responses(
    personas: Mapping[str, Persona],
    weights: Mapping[str, float],
    techniques: Mapping[str, Mechanics],
    changes: Mapping[str, TraitChange],
) -> Floats:
    """Response per persona and technique as it is given, shape (P, T)."""
    table = np.ones((len(weights), len(techniques)))
    for p, key in enumerate(weights):
        traits = personas[key].traits
        change = changes.get(key)
        changed = change.price_sensitivity if change is not None else None
        thrift = (traits.price_sensitivity if changed is None else changed).value
        for t, (name, how) in enumerate(techniques.items()):
            own = traits.susceptibility.get(name)
            table[p, t] = (own.value if own else 1.0) * (thrift if how.price else 1.0)
    return table


def traits_of_arms(
    personas: Mapping[str, Persona],
    weights: Mapping[str, float],
    techniques: Mapping[str, Mechanics],
    arms: Sequence[Mapping[str, TraitChange]],
) -> tuple[Records, Floats, Ints]:
    """Personas (E * P,), their responses (E * P, T), and the first row of every arm, shape (A,).

    Today's rows come first; an arm has rows of its own only where a number of some persona differs from today's.
    """
    rows = [persona_records(personas, weights)]
    responses = [susceptibility(personas, weights, techniques)]
    first = np.zeros(len(arms), np.int64)
    for a, changes in enumerate(arms):
        own = persona_records(personas, weights, changes), susceptibility(personas, weights, techniques, changes)
        if np.array_equal(own[0], rows[0]) and np.array_equal(own[1], responses[0]):
            continue
        first[a] = len(weights) * len(rows)
        rows.append(own[0])
        responses.append(own[1])
    return np.concatenate(rows), np.concatenate(responses), first


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
