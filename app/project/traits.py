"""Traits as they are changed by hand: their bounds, their usual value, and what a slide does to range and evidence."""

from __future__ import annotations

import math
from typing import Any, get_args

from app.project.builders import set_field
from app.project.edits import Edit
from app.project.model import Project
from personas.model import Traits
from personas.provenance import Parameter, Within
from personas.records import FrozenMap

GROUPS = ("channels", "devices", "goals", "susceptibility")
"""The traits that are several shares or factors by key."""


def bounds(key: str) -> tuple[float, float]:
    """The least and the most a trait, or an entry of a group, may be. KeyError when there is no such trait."""
    info = Traits.model_fields[key]
    found = _within(info.metadata)
    if found is None:
        found = _within(get_args(get_args(info.annotation)[1])[1:])
    if found is None:
        raise KeyError(key)
    return found


def _within(metadata: Any) -> tuple[float, float] | None:
    for extra in metadata:
        check = getattr(extra, "func", None)
        if isinstance(check, Within):
            return check.low, check.high
    return None


def usual(key: str) -> Parameter:
    """What a trait is when nobody has said anything."""
    value = getattr(Traits(), key)
    if not isinstance(value, Parameter):
        raise KeyError(key)
    return value


def slid(old: Parameter, value: float, within: tuple[float, float], *, log: bool = False) -> Parameter:
    """A parameter whose value was moved by hand: the range goes along, and it is an assumption from then on.

    A number that was published or measured rests on something else than a hand; moving it gives that up, with the
    source and the note that belonged to the old number. An assumption keeps the source it was written down with.
    """
    value = min(within[1], max(within[0], value))
    low, high = _along(old.low, old, value, log=log), _along(old.high, old, value, log=log)
    low = None if low is None else min(value, max(within[0], low))
    high = None if high is None else max(value, min(within[1], high))
    guessed = old.kind == "assumed"
    return Parameter(
        value=value,
        low=low,
        high=high,
        kind="assumed",
        source=old.source if guessed else None,
        note=old.note if guessed else "",
    )


def _along(end: float | None, old: Parameter, value: float, *, log: bool) -> float | None:
    if end is None:
        return None
    if log and old.value > 0 and end > 0 and value > 0:
        return float(f"{value * math.exp(math.log(end / old.value)):.6g}")
    return round(value + end - old.value, 9)


def with_value(old: Parameter, value: float) -> Parameter:
    """A parameter whose number was typed: what it rests on stays, and the range is widened to hold it."""
    low = None if old.low is None else min(old.low, value)
    high = None if old.high is None else max(old.high, value)
    return old.model_copy(update={"value": value, "low": low, "high": high})


def set_trait(project: Project, persona: str, key: str, parameter: Parameter, label: str = "trait") -> Edit:
    """Set a trait. FootfallError when the number lies outside its bounds."""
    return set_field(project, "personas", persona, ("traits", key), parameter, label)


def set_entry(
    project: Project, persona: str, group: str, entry: str, parameter: Parameter | None, label: str = "trait"
) -> Edit:
    """Set one entry of a group of traits; none takes it out. FootfallError when it does not hold there."""
    rows: FrozenMap[str, Parameter] = getattr(project.personas[persona].traits, group)
    changed = rows.without(entry) if parameter is None else rows.set(entry, parameter)
    return set_field(project, "personas", persona, ("traits", group), changed, label)


def made_whole(project: Project, persona: str, group: str) -> Edit:
    """Let the shares of a group add up to one, each in proportion; without changes when there are none."""
    rows: FrozenMap[str, Parameter] = getattr(project.personas[persona].traits, group)
    total = sum(row.value for row in rows.values())
    if total <= 0 or abs(total - 1.0) < 1e-4:
        return Edit("trait")
    scaled = {key: _scaled(row, 1.0 / total) for key, row in rows.items()}
    return set_field(project, "personas", persona, ("traits", group), FrozenMap(scaled), "trait")


def _scaled(row: Parameter, factor: float) -> Parameter:
    def part(number: float | None) -> float | None:
        return None if number is None else min(1.0, float(f"{number * factor:.6g}"))

    value = part(row.value) or 0.0
    low, high = part(row.low), part(row.high)
    return row.model_copy(
        update={"value": value, "low": None if low is None else min(low, value),
                "high": None if high is None else max(high, value)}
    )  # fmt: skip
