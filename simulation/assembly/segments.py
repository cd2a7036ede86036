"""Segments as arrays: what each condition looks at, and who or what fits it; conditions that nobody can meet, named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from personas.model import Persona
from personas.problems import Finding
from personas.records import DEVICES
from simulation.plan import (
    AT_LEAST,
    BASKET_VALUE,
    BELOW,
    BY_CAMPAIGN,
    BY_CHANNEL,
    BY_HOUR,
    BY_PRODUCT,
    BY_WEEKDAY,
    CONDITION,
    EQUAL,
    HAS_ATTRIBUTE,
    IS_CUSTOMER,
    IS_RETURNING,
    LEAD_SCORE,
    ON_DEVICE,
    PRODUCT_VIEWS,
    SEGMENT,
    UNEQUAL,
    Ints,
    Records,
)
from simulation.policy.model import Condition, ConditionField, Segment
from simulation.policy.reach import guarded, product_named, shows
from simulation.scenario import Scenario
from simulation.world import Product

FIELDS: dict[ConditionField, int] = {
    "returning": IS_RETURNING, "device": ON_DEVICE, "channel": BY_CHANNEL, "basket_value": BASKET_VALUE,
    "customer": IS_CUSTOMER, "views": PRODUCT_VIEWS, "lead_score": LEAD_SCORE, "hour": BY_HOUR, "weekday": BY_WEEKDAY,
    "campaign": BY_CAMPAIGN, "product_interest": BY_PRODUCT, "persona_attribute": HAS_ATTRIBUTE,
}  # fmt: skip
TESTS = {"is": EQUAL, "is_not": UNEQUAL, "at_least": AT_LEAST, "below": BELOW}
NO_SUCH = -9.0
"""A number that nothing a condition looks at ever is."""
BY_TABLE = (BY_CHANNEL, BY_CAMPAIGN, HAS_ATTRIBUTE)
"""What is looked up in a table of yes (1) and no (0)."""


def segment_records(
    segments: Mapping[str, Segment], products: Mapping[str, Product]
) -> tuple[tuple[str, ...], Records, Records]:
    """Segment ids in order, the segments (S,) SEGMENT and their conditions (N,) CONDITION."""
    ids = tuple(sorted(segments))
    records = np.zeros(len(ids), SEGMENT)
    conditions: list[tuple[int, int, float]] = []
    for row, key in zip(records, ids, strict=True):
        row["first"], row["count"] = len(conditions), len(segments[key].conditions)
        for _, one in sorted(segments[key].conditions.items()):
            conditions.append((FIELDS[one.field], TESTS[one.test], _number(one, products)))
    return ids, records, np.array(conditions, CONDITION)


def listed(segments: Mapping[str, Segment]) -> list[Condition]:
    """All conditions in the order of the plan, shape (N,)."""
    return [one for key in sorted(segments) for _, one in sorted(segments[key].conditions.items())]


def _number(condition: Condition, products: Mapping[str, Product]) -> float:
    if FIELDS[condition.field] in BY_TABLE:
        return 1.0
    if condition.field == "device":
        return float(DEVICES.index(condition.text)) if condition.text in DEVICES else NO_SUCH
    if condition.field == "product_interest":
        found = product_named(condition.text, products)
        return NO_SUCH if found is None else float(sorted(products).index(found))
    return condition.number


def arrivals(conditions: Sequence[Condition], channels: Sequence[str]) -> Ints:
    """1 where an arrival channel is what the condition names, shape (H, N).

    A channel may carry a campaign: `ads/spring` is the channel `ads`, the campaign `spring`, and itself.
    """
    table = np.zeros((len(channels), len(conditions)), np.int64)
    for h, name in enumerate(channels):
        channel, _, campaign = name.partition("/")
        for n, one in enumerate(conditions):
            if one.field == "channel":
                table[h, n] = one.text in {name, channel}
            elif one.field == "campaign":
                table[h, n] = bool(one.text) and one.text in {name, campaign}
    return table


def attributes(conditions: Sequence[Condition], personas: Mapping[str, Persona], who: Sequence[str]) -> Ints:
    """1 where personas of this kind show what the condition names, shape (P, N)."""
    table = np.zeros((len(who), len(conditions)), np.int64)
    for p, key in enumerate(who):
        for n, one in enumerate(conditions):
            table[p, n] = one.field == "persona_attribute" and shows(personas[key], one.text)
    return table


def findings(scenario: Scenario, key: str) -> Iterator[Finding]:
    """What is wrong with the conditions of one segment that a rule uses."""
    segment = scenario.segments[key]
    for one in segment.conditions.values():
        if one.field == "persona_attribute":
            yield from _attribute(scenario, key, segment, one.text)
        elif one.field == "product_interest" and product_named(one.text, scenario.products) is None:
            yield Finding(
                "error", "product-unknown", f"segments.{key}",
                f"the segment '{segment.title}' asks for the product '{one.text}', which is not sold here",
                "name a product by its title", {"segment": segment.title, "product": one.text},
            )  # fmt: skip


def _attribute(scenario: Scenario, key: str, segment: Segment, text: str) -> Iterator[Finding]:
    people = scenario.slice.personas
    values = {"segment": segment.title, "attribute": text}
    if any(guarded(persona, text) for persona in people.values()):
        yield Finding(
            "error", "attribute-sensitive", f"segments.{key}",
            f"the segment '{segment.title}' asks for '{text}', which is marked as sensitive and may not steer a rule",
            "leave the condition out", values,
        )  # fmt: skip
    elif not any(shows(persona, text) for persona in people.values()):
        yield Finding(
            "error", "attribute-unknown", f"segments.{key}",
            f"the segment '{segment.title}' asks for '{text}', which no persona of this map has",
            "name one of their interests or values", values,
        )  # fmt: skip
