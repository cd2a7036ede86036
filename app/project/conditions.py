"""Conditions of segments: which can never hold, which exclude one another, which nobody on the maps can meet."""

from __future__ import annotations

from collections.abc import Iterable

from app.project.model import Project
from personas.model import Persona
from personas.records import DEVICES
from simulation.policy.model import Condition, Rule, Segment
from simulation.policy.reach import guarded, product_named, shows

ALL = "all"
"""The arrival channel of a map that names none."""
_LIMITS = {"hour": (0.0, 23.0), "weekday": (0.0, 6.0), "returning": (0.0, 1.0), "customer": (0.0, 1.0)}
"""Smallest and largest value that a fact can have; facts that are not named here start at 0 and have no end."""


def impossible(one: Condition) -> bool:
    """Whether no visitor anywhere can meet this condition."""
    if one.field == "device":
        return one.test == "is" and one.text not in DEVICES
    low, high = _LIMITS.get(one.field, (0.0, float("inf")))
    if one.field in {"channel", "campaign", "product_interest", "persona_attribute"}:
        return False
    if one.test == "is":
        return not low <= one.number <= high
    return one.number > high if one.test == "at_least" else one.test == "below" and one.number <= low


def contradict(several: Iterable[Condition]) -> bool:
    """Whether conditions on one fact cannot hold together."""
    several = list(several)
    wanted = {(one.text, one.number) for one in several if one.test == "is"}
    several_hold = all(one.field == "persona_attribute" for one in several)
    if (len(wanted) > 1 and not several_hold) or any(
        (one.text, one.number) in wanted for one in several if one.test == "is_not"
    ):
        return True
    low = max((one.number for one in several if one.test == "at_least"), default=float("-inf"))
    high = min((one.number for one in several if one.test == "below"), default=float("inf"))
    return low >= high or any(not low <= number < high for _, number in wanted)


def at_odds(conditions: Iterable[Condition]) -> str | None:
    """The first fact on which these conditions exclude one another; none when they can all hold."""
    by_field: dict[str, list[Condition]] = {}
    for one in conditions:
        by_field.setdefault(one.field, []).append(one)
    return next((field for field, several in by_field.items() if contradict(several)), None)


def meet(project: Project, one: Rule, other: Rule) -> bool:
    """Whether one visitor can be in the segments of both rules at the same moment."""
    mine = [project.segments[key] for key in one.segments if key in project.segments]
    yours = [project.segments[key] for key in other.segments if key in project.segments]
    if not mine or not yours:
        return True
    return any(at_odds([*a.conditions.values(), *b.conditions.values()]) is None for a in mine for b in yours)


def somebody(project: Project, segment: Segment, people: list[Persona]) -> bool:
    """Whether anybody on the maps can be in this segment."""
    if at_odds(segment.conditions.values()) is not None:
        return False
    return all(_met(project, one, people) for one in segment.conditions.values())


def _met(project: Project, one: Condition, people: list[Persona]) -> bool:
    """Whether anybody on the maps can meet this condition."""
    if impossible(one):
        return False
    if one.field in ("returning", "customer"):
        return not _asks_for_yes(one) or _some(project, one.field == "customer", people)
    if one.test != "is":
        return True
    if one.field == "device":
        return any(_uses(person, one.text) for person in people)
    if one.field in ("channel", "campaign"):
        part = 0 if one.field == "channel" else 2
        return any(one.text in (name, name.partition("/")[part]) for name in _channels(project, people))
    if one.field == "product_interest":
        return product_named(one.text, project.products) is not None
    if one.field == "persona_attribute":
        kept = any(guarded(person, one.text) for person in people)
        return not kept and any(shows(person, one.text) for person in people)
    return True


def _asks_for_yes(one: Condition) -> bool:
    """Whether a condition on a fact that is 0 or 1 is met by 1 alone."""
    return (one.test, one.number) in (("is", 1.0), ("is_not", 0.0)) or (one.test == "at_least" and one.number > 0)


def _some(project: Project, customers: bool, people: list[Persona]) -> bool:
    """Whether there are visitors who come back, or customers who are not left alone."""
    if not customers:
        again = any(journey.world.max_visits > 1 for journey in project.maps.values())
        return again or any(person.traits.returning_share.value > 0 for person in people)
    left_alone = any(one.kind == "exclude" and one.customers for one in project.audiences.values())
    return not left_alone and any(person.traits.customer_share.value > 0 for person in people)


def _uses(person: Persona, device: str) -> bool:
    """Whether a persona ever comes on this device; without shares of its own on a desktop or a phone."""
    held = person.traits.devices
    if not any(share.value > 0 for share in held.values()):
        return device != "tablet"
    return any(key == device and share.value > 0 for key, share in held.items())


def _channels(project: Project, people: list[Persona]) -> set[str]:
    """Arrival channels that occur on the maps or with the personas; `all` where none is named."""
    found = {str(key) for point in project.touchpoints.values() for key in (*point.entry, *point.entry_return)}
    found |= {str(key) for person in people for key in person.traits.channels}
    return (found - {ALL}) or {ALL}
