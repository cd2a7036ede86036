"""What visitors buy and wait for, as arrays: goods, desks, the hours in which people come; and what is wrong there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, Literal

import numpy as np

from personas.problems import Finding, finding
from simulation.assembly.site import Site, ends_visit
from simulation.plan import DAY, DESK, GOODS, Floats, Plan, Records
from simulation.scenario import Scenario
from simulation.world import Desk, Product

HOURS: Final = 168
"""Hours in a week, Monday 00:00 first."""
MINUTE: Final = 60_000
WEEKDAYS: Final = frozenset("0123456")
SALE: Final = 1
"""Kind of the goal that is an order (CARD.goal_kind)."""
_SPAN = re.compile(r"([0-9]{2}):([0-9]{2})-([0-9]{2}):([0-9]{2})")


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
        row["service"] = one.service_minutes.value * MINUTE
        row["spread"] = -1.0 if one.service_kind == "exponential" else one.service_spread
        for day in range(7):
            row["opens"][day], row["closes"][day] = open_on(one, day) or (0, 0)
    return records


def open_on(desk: Desk, day: int) -> tuple[int, int] | None:
    """When a desk opens and closes on a weekday (0 is Monday), ms since midnight; None when it stays closed.

    A desk without opening hours is always open. What cannot be read counts as closed, and `findings` names it.
    """
    if not desk.opening:
        return 0, DAY
    span = desk.opening.get(str(day))
    return None if span is None else hours_of(span)


def hours_of(text: str) -> tuple[int, int] | None:
    """'HH:MM-HH:MM' as ms since midnight, 24:00 being the end of a day; None when it is anything else."""
    found = _SPAN.fullmatch(text)
    if found is None:
        return None
    start, end = (int(found[n]) * 60 + int(found[n + 1]) for n in (1, 3))
    if int(found[2]) > 59 or int(found[4]) > 59 or end > 24 * 60 or start >= end:
        return None
    return start * MINUTE, end * MINUTE


def seat(cards: Records, site: Site, order: Sequence[str], desks: Mapping[str, Desk]) -> None:
    """Say which desk serves on each of an arm's cards, shape (C,) CARD."""
    ids = sorted(desks)
    for row, name in zip(cards, order, strict=True):
        desk = site.cards[name].desk if name in site.cards else None
        row["desk"] = ids.index(desk) if desk is not None and desk in desks and not ends_visit(site.cards[name]) else -1


def coupled(plan: Plan) -> bool:
    """Whether visitors compete: for a desk, for pieces of something that is sold, or for a budget that is spent."""
    limited = plan.arms["mail_budget"] >= 0
    mailed = limited & (plan.arms["contact_count"] + plan.arms["care_count"] > 0)
    return bool(
        (plan.cards["desk"] >= 0).any()
        or ((plan.cards["goal_kind"] == SALE).any() and (plan.goods["stock"] >= 0).any())
        or mailed.any()
        or ((plan.arms["discount_budget"] >= 0).any() and (plan.rules["discount"] > 0).any())
    )


def joined(plan: Plan) -> Plan:
    """The plan with a mark on its world where its visitors compete."""
    world = plan.world.copy()
    world["coupled"] = coupled(plan)
    return plan._replace(world=world)


def alone(plan: Plan) -> Plan:
    """The plan as if nothing ever ran out: drawn shares describe visitors who are served."""
    world = plan.world.copy()
    world["coupled"] = 0
    return plan._replace(world=world)


def findings(scenario: Scenario, sites: Sequence[Site]) -> Iterator[Finding]:
    """What is wrong with the desks and the stock that the arms of a scenario use."""
    points = {name: point for one in sites for name, point in one.cards.items()}
    used: dict[str, str] = {}
    for name, point in sorted(points.items()):
        if point.desk is None:
            continue
        if point.desk not in scenario.desks:
            yield _found("error", "desk-missing", f"touchpoints.{name}.desk", touchpoint=point.title)
        elif ends_visit(point):
            yield _found("warning", "desk-at-the-end", f"touchpoints.{name}.desk", touchpoint=point.title)
        else:
            used.setdefault(point.desk, point.title)
    for key in used:
        yield from desk_findings(key, scenario.desks[key])
    sold = any(point.goal == "order" for point in points.values())
    wanted = {key for key, one in scenario.products.items() if one.weight.value > 0} or set(scenario.products)
    for key, one in scenario.products.items():
        if one.stock is not None and not (sold and key in wanted):
            yield _found("warning", "stock-unused", f"products.{key}.stock", product=one.title)
    if used and scenario.slice.map.world.visitors_per_week.value <= 0:
        yield _found("error", "nobody-comes", f"maps.{scenario.slice.id}.world.visitors_per_week")


def desk_findings(key: str, desk: Desk) -> Iterator[Finding]:
    """What is wrong with one desk that is used: opening hours that cannot be read, nobody to help, never open."""
    wrong = False
    for day, span in sorted(desk.opening.items()):
        if day not in WEEKDAYS or hours_of(span) is None:
            wrong = True
            yield _found("error", "opening-hours", f"desks.{key}.opening", desk=desk.title, day=day, hours=span)
    if desk.agents == 0 and not wrong:
        yield _found("warning", "desk-without-agents", f"desks.{key}.agents", desk=desk.title)


_SAID = {
    "desk-missing": ("the desk of '{touchpoint}' is not in the project", "choose one that is, or none"),
    "desk-at-the-end": (
        "'{touchpoint}' ends the visit, so nobody waits at its desk",
        "put the desk on a page before it",
    ),
    "opening-hours": (
        "the opening hours '{hours}' of the desk '{desk}' on day {day} cannot be read",
        "write them as 09:00-17:30, days as 0 (Monday) to 6, the end after the start and no later than 24:00",
    ),
    "desk-without-agents": (
        "nobody works at the desk '{desk}', so everybody who comes to it gives up",
        "give it at least one agent, or take it off its cards",
    ),
    "stock-unused": (
        "the stock of '{product}' is never sold from: no card is an order, or nobody is interested",
        "leave the stock out, or let a card be an order and give the product a weight",
    ),
    "nobody-comes": (
        "no visitors come, so nothing can be said about waiting",
        "give the map its number of visitors a week",
    ),
}  # fmt: skip


def _found(severity: Literal["error", "warning"], code: str, path: str, **values: str) -> Finding:
    message, mend = _SAID[code]
    return finding(severity, code, path, message, mend, **values)


def arrival_hours(weights: Mapping[str, float]) -> Floats:
    """Cumulated share of first visits by hour of the week, shape (168,); even where nothing is given."""
    given = np.array([weights.get(str(hour), 0.0) for hour in range(HOURS)])
    if given.sum() <= 0:
        given = np.ones(HOURS)
    return np.asarray(np.cumsum(given) / given.sum())
