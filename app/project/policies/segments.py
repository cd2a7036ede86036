"""Segments as filters: what can be asked of a visitor, with which values, and what removing a segment does to rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from app.project.builders import add_record, in_order, new_id, remove_record, set_field
from app.project.edits import Edit
from app.project.model import Project
from app.project.ordering import between
from app.project.policies.rules import Made
from personas.records import DEVICES
from simulation.policy.model import Condition, ConditionField, Segment
from simulation.policy.reach import guarded

Shape = Literal["yes", "choice", "number", "money", "hour", "weekday"]
Test = Literal["is", "is_not", "at_least", "below"]


@dataclass(frozen=True)
class Asked:
    """One thing that can be asked of a visitor: how its value is given, and how it is compared."""

    field: ConditionField
    shape: Shape
    tests: tuple[Test, ...]


_EQUAL: tuple[Test, ...] = ("is", "is_not")
_ORDERED: tuple[Test, ...] = ("at_least", "below", "is", "is_not")
FIELDS: dict[ConditionField, Asked] = {
    one.field: one
    for one in (
        Asked("returning", "yes", ("is",)),
        Asked("customer", "yes", ("is",)),
        Asked("device", "choice", _EQUAL),
        Asked("channel", "choice", _EQUAL),
        Asked("campaign", "choice", _EQUAL),
        Asked("product_interest", "choice", _EQUAL),
        Asked("views", "number", _ORDERED),
        Asked("basket_value", "money", ("at_least", "below")),
        Asked("lead_score", "number", ("at_least", "below")),
        Asked("hour", "hour", _ORDERED),
        Asked("weekday", "weekday", _ORDERED),
        Asked("persona_attribute", "choice", _EQUAL),
    )
}
_FIRST: dict[ConditionField, Condition] = {
    "returning": Condition(field="returning", number=1.0),
    "customer": Condition(field="customer", number=1.0),
    "device": Condition(field="device", text="phone"),
    "views": Condition(field="views", test="at_least", number=2.0),
    "basket_value": Condition(field="basket_value", test="at_least", number=50.0),
    "lead_score": Condition(field="lead_score", test="at_least", number=6.0),
    "hour": Condition(field="hour", test="at_least", number=18.0),
    "weekday": Condition(field="weekday", test="at_least", number=5.0),
}


def choices(project: Project, field: ConditionField) -> tuple[str, ...]:
    """The values that occur in this project for a field that is chosen from a list; ids for products."""
    people = [project.personas[key] for key in in_order(project.personas)]
    if field == "device":
        return DEVICES
    if field == "product_interest":
        return tuple(in_order(project.products))
    if field == "channel":
        return tuple(dict.fromkeys(name.partition("/")[0] for one in people for name in one.traits.channels))
    if field == "campaign":
        named = (name.partition("/")[2] for one in people for name in one.traits.channels)
        return tuple(dict.fromkeys(name for name in named if name))
    if field == "persona_attribute":
        return tuple(
            dict.fromkeys(
                words
                for one in people
                for rows in (one.interests, one.values)
                for key, words in rows.items()
                if not any(guarded(other, key) or guarded(other, words) for other in people)
            )
        )
    return ()


def possible(project: Project) -> tuple[ConditionField, ...]:
    """The fields that can be asked here: those without a value to choose are left out."""
    return tuple(key for key, one in FIELDS.items() if one.shape != "choice" or choices(project, key))


def first_condition(project: Project, field: ConditionField) -> Condition:
    """A condition on a field to begin with."""
    known = _FIRST.get(field)
    if known is not None:
        return known
    values = choices(project, field)
    return Condition(field=field, text=values[0] if values else "")


def add_segment(project: Project, title: str, condition: Condition | None = None) -> Made:
    """A new segment behind the others, with one condition to begin with."""
    key = new_id(project, "segments")
    asked = condition or first_condition(project, "returning")
    order = between(max((one.order for one in project.segments.values()), default=""))
    record = Segment(title=title, conditions={asked.field: asked}, order=order)  # type: ignore[arg-type]  # frozen by pydantic
    return Made(add_record(project, "segments", key, record, "add-segment"), key)


def add_condition(project: Project, segment: str, field: ConditionField) -> Edit:
    """One condition more; all of a segment's must hold."""
    held = project.segments[segment].conditions
    key = next(name for name in (field, *(f"{field}_{n}" for n in range(2, 1000))) if name not in held)
    return set_field(
        project, "segments", segment, ("conditions", key), first_condition(project, field), "segment-condition"
    )


def set_condition(project: Project, segment: str, key: str, condition: Condition | None) -> Edit:
    """Another condition in the place of one; none takes it away."""
    return set_field(project, "segments", segment, ("conditions", key), condition, "segment-condition")


class Losses(NamedTuple):
    """What removing a segment does: rules that go silent because it alone limited them, and rules that keep others."""

    silenced: tuple[str, ...]
    narrowed: tuple[str, ...]


def losses(project: Project, segment: str) -> Losses:
    """The rules that name a segment, by what would become of them; those that are off already are not counted."""
    naming = [key for key in in_order(project.rules) if segment in project.rules[key].segments]
    live = [key for key in naming if project.rules[key].on]
    alone = tuple(key for key in live if set(project.rules[key].segments) == {segment})
    return Losses(alone, tuple(key for key in live if key not in alone))


def remove_segment(project: Project, segment: str) -> Edit:
    """Remove a segment. A rule that was for nobody else is switched off rather than let loose on everybody."""
    return remove_record(project, "segments", segment, "remove-segment")
