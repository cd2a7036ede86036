"""Scenario → Plan: everything a run needs as arrays, offsets solved; what is unsound or not built is refused by name.

`assemble` makes the arrays; `compile_scenario` also solves the offsets in the status quo, so that the drawn shares are
what the baseline simulation returns.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from maps import graph
from personas.problems import Finding, Refused
from simulation import compiled, draws
from simulation.assembly import capacity, outside, pains, people, rules, segments, site
from simulation.assembly.checks import check as findings_of
from simulation.cache import tidy
from simulation.evidence.loyalty import tables
from simulation.offsets import LEAST_LEAVING, SCHEDULE, Calibration, Stage, solve, unmet_findings
from simulation.plan import (
    AFTER,
    AFTER_ABANDONMENT,
    ARRIVE,
    CONTACT,
    DAY,
    PAGE_TYPE,
    PRIME,
    SCHEDULED,
    WORLD,
    Draw,
    Floats,
    Ints,
    Plan,
    Records,
    Tables,
    central,
    inside,
    one_draw,
)
from simulation.ratios import Target
from simulation.scenario import Arm, Scenario


@dataclass(frozen=True)
class Compiled:
    """A scenario ready to run.

    Attributes:
        plan: arrays, offsets solved.
        tables: the way back to ids.
        calibration: how well the drawn shares come back.
        findings: warnings and notes; errors are raised.
        outside: touchpoints that are drawn and not walked.
    """

    plan: Plan
    tables: Tables
    calibration: Calibration
    findings: tuple[Finding, ...]
    outside: tuple[str, ...]


@dataclass(frozen=True)
class Assembly:
    """Arrays before the offsets are solved; `personal` (C,) says which cards have shares per persona."""

    plan: Plan
    tables: Tables
    personal: np.ndarray[tuple[int], np.dtype[np.bool]]


def assemble(scenario: Scenario, arms: Sequence[Arm] | None = None) -> Assembly:
    """The plan of these arms (all of the scenario when none are named), weights as if shares were weights.

    Cards and links are always those of every arm of the scenario and of its status quo, so that plans of different
    arms share their indexes. Refused with every finding when something is unsound.
    """
    chosen = tuple(arms) if arms is not None else scenario.arms
    everywhere = [site.site_of(scenario, arm) for arm in (*scenario.arms, scenario.status_quo)]
    techniques = rules.mechanics(scenario.techniques)
    problems = [one for one in findings_of(scenario) if one.severity == "error"]
    if problems:
        raise Refused(findings=tuple(problems))
    order, keys, ways, lanes = outside.layout(everywhere)
    weights = people.weights_of(scenario.slice)
    channels = people.channel_names([one.slice for one in everywhere], weights)
    sites = [site.site_of(scenario, arm) for arm in chosen]
    places = draws.places(order)
    cards = [site.card_records(one, arm, order, places, lanes) for one, arm in zip(sites, chosen, strict=True)]
    felt = np.stack(
        [
            pains.pain_records(one, arm, order, list(weights), everywhere[-1] if arm.map is not None else None)
            for one, arm in zip(sites, chosen, strict=True)
        ]
    )
    for one, rows in zip(sites, cards, strict=True):
        capacity.seat(rows, one, order, scenario.desks)
    lost = site.losing(everywhere[-1], scenario.status_quo)
    links = [
        site.link_records(one, arm, keys, order, list(weights), lost) for one, arm in zip(sites, chosen, strict=True)
    ]
    beyond = [outside.way_records(one, arm, ways, order, list(weights)) for one, arm in zip(sites, chosen, strict=True)]
    link_rows = np.stack([np.concatenate([a, b]) for (a, _), (b, _) in zip(links, beyond, strict=True)])
    shares = np.stack([np.concatenate([a, b], axis=1) for (_, a), (_, b) in zip(links, beyond, strict=True)])
    entry = np.stack([site.entry_shares(one, order, channels) for one in sites])
    persona_rows, responses, persona_first = people.traits_of_arms(
        scenario.slice.personas, weights, techniques, [arm.traits for arm in chosen]
    )
    group, groups = people.groups(persona_rows[: len(weights)], list(weights))
    spoken = [
        rules.lead(rules.rule_records(scenario, arm, techniques), one, arm, order, channels, techniques)
        for one, arm in zip(sites, chosen, strict=True)
    ]
    where = [rules.rule_cards(one, arm, order, techniques) for one, arm in zip(sites, chosen, strict=True)]
    segment_ids, segment_rows, conditions = segments.segment_records(scenario.segments, scenario.products)
    asked = segments.listed(scenario.segments)
    mechanics = rules.technique_records(techniques)
    speakers = {
        "contact": _speaking(spoken, mechanics, (CONTACT, PRIME), (AFTER_ABANDONMENT, SCHEDULED)),
        "prime": _speaking(spoken, mechanics, (PRIME,), (ARRIVE,)),
        "care": _speaking(spoken, mechanics, (AFTER,), (ARRIVE, SCHEDULED)),
    }
    plan = Plan(
        world=_world(scenario),
        arms=_arms(scenario, chosen, (np.stack(cards), felt, link_rows, shares, entry), speakers, persona_first),
        cards=np.stack(cards),
        pains=felt,
        links=link_rows,
        share=shares,
        weight=_as_weights(shares, link_rows, len(order)),
        personas=persona_rows,
        goals=people.goal_records(),
        channels=people.channel_shares(scenario.slice, weights, channels),
        entry=entry,
        excluded=np.stack([rules.excluded_channels(scenario, channels) for _ in chosen]),
        group=group,
        techniques=mechanics,
        susceptibility=responses,
        rules=np.concatenate(spoken),
        rule_cards=np.concatenate(where),
        rule_segments=_rule_segments(chosen, segment_ids),
        segments=segment_rows,
        conditions=conditions,
        contacts=np.concatenate(speakers["contact"]),
        primes=np.concatenate(speakers["prime"]),
        cares=np.concatenate(speakers["care"]),
        outset=np.stack([outside.outsets(one, order) for one in sites]),
        loyalty=tables().copy() if scenario.slice.map.world.after_weeks > 0 else np.zeros((4, 0)),
        visit_cost=people.visit_costs(scenario.slice, channels),
        hours=capacity.arrival_hours(scenario.slice.map.world.hour_of_week),
        goods=capacity.goods_records(scenario.products, scenario.slice.map.world.margin.value),
        desks=capacity.desk_records(scenario.desks),
        observer=np.zeros(1, np.int64),
        attributes=segments.attributes(asked, scenario.slice.personas, list(weights)),
        arrivals=segments.arrivals(asked, channels),
        allocation=rules.allocations(chosen, spoken, where),
    )
    names = Tables(
        arms=tuple(arm.id for arm in chosen),
        cards=tuple(order),
        links=tuple(key for _, key in (*keys, *ways)),
        personas=tuple(weights),
        channels=channels,
        rules=tuple(key for arm in chosen for key in rules.rule_ids(arm)),
        segments=segment_ids,
        techniques=tuple(techniques),
        groups=groups,
        titles={name: point.title for one in everywhere for name, point in (*one.cards.items(), *one.outer.items())},
    )
    personal = np.logical_or.reduce([site.personal_cards(one, order, list(weights)) for one in sites])
    return Assembly(capacity.joined(plan), names, personal)


def _as_weights(shares: Floats, links: Records, cards: int) -> Floats:
    """Drawn shares over the share that leaves: the start of the search for offsets; shape (A, P, L)."""
    taken = np.zeros((*shares.shape[:2], cards))
    for arm, row in enumerate(links):
        np.add.at(taken[arm].T, row["start"], shares[arm].T)
    leaving = np.maximum(LEAST_LEAVING, 1.0 - taken)
    return np.asarray(shares / leaving[:, :, links[0]["start"]])


def _world(scenario: Scenario) -> Records:
    given = scenario.slice.map.world
    row = np.zeros(1, WORLD)
    row["horizon"] = int(given.horizon_days * DAY)
    row["max_visits"] = given.max_visits
    row["bounce"] = given.bounce.value
    row["history"] = given.history_weight.value
    row["half_life"] = given.forget_days * DAY
    row["long_look"] = 40_000.0
    row["basket_memory"] = 7.0 * DAY
    row["speed_by_intent"] = 0.25
    row["notice_desktop"], row["notice_phone"] = 0.6, 0.15
    row["return_base"], row["return_basket"] = -1.7, 1.0
    row["return_progress"], row["return_intent"] = 0.35, 0.3
    row["margin"] = given.margin.value
    row["after_span"] = int(given.after_weeks * 7 * DAY)
    row["delivery"] = given.delivery_days.value * DAY
    row["loyalty_by_satisfaction"] = given.loyalty_by_satisfaction.value
    row["arrival_gap"] = 7.0 * DAY / max(given.visitors_per_week.value, 1e-6)
    return row


_JUDGING = (
    "mode", "score_half_life", "page_points", "look_points", "return_points", "visit_points", "look", "search_from",
    "choose_from", "checkout_from",
)  # fmt: skip
"""Fields of an arm that say how the system judges who visits."""


def _speaking(
    spoken: Sequence[Records], techniques: Records, targets: tuple[int, ...], triggers: tuple[int, ...]
) -> list[Ints]:
    """Rules of every arm on these targets with one of these triggers, as numbers in the plan's rules, by delay."""
    first, found = 0, []
    for rows in spoken:
        those = np.isin(techniques["target"][rows["technique"]], targets) & np.isin(rows["trigger"], triggers)
        order = np.flatnonzero(those)
        found.append(np.asarray(first + order[np.argsort(rows["delay"][order], kind="stable")], np.int64))
        first += len(rows)
    return found


def _arms(
    scenario: Scenario,
    chosen: Sequence[Arm],
    walked: tuple[Records, Records, Records, Floats, Floats],
    speakers: Mapping[str, Sequence[Ints]],
    persona_first: Ints,
) -> Records:
    """The arms, with a mark on those whose visitors are as the control's, meet the same site and are judged alike.

    `walked`: cards, what weighs on them, links, shares and entry of all arms. `speakers`: rules of every arm that
    speak between visits, on cards before the first visit, and after an order. `persona_first`: where the personas of
    every arm stand, shape (A,).
    """
    cards, felt, links, shares, entry = walked
    first = 0
    rows: list[Records] = []
    for arm in chosen:
        rows.append(rules.arm_record(scenario, arm, first))
        first += len(rules.rule_ids(arm))
    records = np.concatenate(rows)
    records["persona_first"] = persona_first
    for name, spoken in speakers.items():
        records[f"{name}_count"] = [len(one) for one in spoken]
        records[f"{name}_first"] = np.cumsum(records[f"{name}_count"]) - records[f"{name}_count"]
    fields = [name for name in cards.dtype.names or () if name != "points"]
    for a, row in enumerate(records):
        same = all(np.array_equal(cards[a][name], cards[0][name]) for name in fields)
        same &= np.array_equal(shares[a], shares[0]) and np.array_equal(entry[a], entry[0])
        same &= np.array_equal(felt[a], felt[0]) and bool(row["persona_first"] == records[0]["persona_first"])
        same &= np.array_equal(links[a], links[0]) and judged_alike(records, cards, a)
        row["twin"] = a > 0 and same
    return records


def judged_alike(arms: Records, cards: Records, a: int) -> bool:
    """Whether the system of arm `a` judges its visitors as that of the control does."""
    if arms[a]["mode"] != arms[0]["mode"]:
        return False
    scored = all(arms[a][name] == arms[0][name] for name in _JUDGING)
    return bool(arms[a]["mode"] == PAGE_TYPE) or (scored and np.array_equal(cards[a]["points"], cards[0]["points"]))


def _rule_segments(
    chosen: Sequence[Arm], segment_ids: Sequence[str]
) -> np.ndarray[tuple[int, int], np.dtype[np.int64]]:
    rows = [[key in arm.rules[rule].segments for key in segment_ids] for arm in chosen for rule in rules.rule_ids(arm)]
    return np.array(rows, np.int64).reshape(len(rows), len(segment_ids))


def compile_scenario(
    scenario: Scenario,
    *,
    seed: int = 1,
    today: Mapping[str, float] | None = None,
    schedule: tuple[Stage, ...] = SCHEDULE,
    workers: int = 0,
    check: Callable[[], None] | None = None,
    start: Compiled | None = None,
) -> Compiled:
    """Everything a run needs, offsets solved.

    The offsets are solved once, in the status quo, and held in all arms; an arm that changes what was drawn for a card
    has that card solved anew, so that what happens downstream is an outcome.

    Args:
        scenario: the scenario.
        seed: seed of the experiment; calibration has a stream of its own.
        today: strength (log-odds) per technique of today's messages, for a status quo that has any; missing ones are 0.
        schedule: stages of the solver; leaner ones for tests.
        workers: threads; 0: one per processor.
        check: called before every sweep of the solver; what it raises stops the work.
        start: a scenario of the same map whose control walks today's site: the solver begins at its offsets.

    Raises:
        Refused: with every finding, when something is unsound, not built yet, or cannot be solved.
    """
    findings = findings_of(scenario)
    assembly = assemble(scenario)
    if graph.out_of_reach(scenario.slice):
        raise Refused(findings=(replace(graph.no_goal_reached(scenario.slice), severity="error"),))
    names = [assembly.tables.titles[name] for name in assembly.tables.cards]
    base = assemble(scenario, (rules.settled(scenario.status_quo),))
    if start is not None and start.tables.links == base.tables.links:
        base = replace(base, plan=_begun(base.plan, start.plan, found_by_solving(scenario)))
    draw = _today(base, today or {})
    plan, calibration = solve(
        capacity.alone(base.plan), draw, seed=seed, names=names, target=_target(scenario, base.plan),
        personal=base.personal, schedule=schedule, workers=workers, check=check,
    )  # fmt: skip
    weight = np.zeros_like(assembly.plan.weight)
    for a, arm in enumerate(scenario.arms):
        changed = _changed(assembly.plan, a, plan)
        weight[a] = plan.weight[0]
        if changed.any():
            other = assemble(scenario, (_as_today(scenario, arm),))
            own = np.where(changed[other.plan.links[0]["start"]], other.plan.weight[0], plan.weight[0])
            begun = other.plan._replace(weight=own[None], world=plan.world)
            solved, _ = solve(
                begun, draw, seed=seed, names=names, target=Target(), personal=other.personal, only=changed,
                schedule=schedule, workers=workers, check=check,
            )  # fmt: skip
            weight[a] = solved.weight[0]
    beyond = ~inside(assembly.plan)[assembly.plan.links["start"]]
    weight = np.where(beyond[:, None, :], assembly.plan.weight, weight)
    weight[assembly.plan.share == 0] = 0.0
    tidy(compiled.cache_folder(), compiled.KERNELS)
    whole = capacity.joined(assembly.plan._replace(weight=weight, world=plan.world))
    findings += unmet_findings(calibration, f"maps.{scenario.slice.id}.world")
    return Compiled(whole, assembly.tables, calibration, findings, outside.drawn_only(scenario.slice))


def found_by_solving(scenario: Scenario) -> tuple[str, ...]:
    """Constants of the world that are no one's to say: the solver finds them."""
    found = ("push_returning", "push_device", "stay_device")
    return found if scenario.slice.map.world.bounce_rate is None else (*found, "bounce")


def _begun(plan: Plan, start: Plan, constants: tuple[str, ...]) -> Plan:
    """A plan that begins at the offsets and the constants of another, where that one draws the same links."""
    if plan.weight.shape[1:] != start.weight.shape[1:]:
        return plan
    world = plan.world.copy()
    for name in constants:
        world[name] = start.world[name]
    weight = np.where((plan.share[0] > 0) & (start.weight[0] > 0), start.weight[0], plan.weight[0])
    return plan._replace(weight=weight[None], world=world)


def _as_today(scenario: Scenario, arm: Arm) -> Arm:
    """The arm's site with today's messages: what its changed shares were drawn under."""
    return replace(rules.settled(scenario.status_quo), id=arm.id, changes=arm.changes, map=arm.map)


def _changed(plan: Plan, a: int, base: Plan) -> np.ndarray[tuple[int], np.dtype[np.bool]]:
    """Cards for which arm `a` draws other shares than the status quo, shape (C,)."""
    different = np.any(plan.share[a] != base.share[0], axis=0)
    changed = np.zeros(plan.cards.shape[1], np.bool)
    changed[plan.links[a]["start"][different]] = True
    return changed & inside(plan, a)


def _today(base: Assembly, today: Mapping[str, float]) -> Draw:
    """The central structure with the strengths of today's messages."""
    centre = central(1, len(base.plan.techniques))
    for key, strength in today.items():
        centre.strength[0, base.tables.techniques.index(key)] = strength
    return one_draw(centre, 0)


def _target(scenario: Scenario, plan: Plan) -> Target:
    """The ratios the map asks for, as far as these visitors can show them."""
    world = scenario.slice.map.world
    devices = plan.personas["devices"]
    several = bool(np.any((devices[:, 0] > 0) & (devices[:, 0] < 1)) or np.ptp(devices[:, 0]) > 0)
    return Target(
        returning_over_new=world.returning_over_new.value if world.max_visits > 1 else None,
        desktop_over_phone=world.desktop_over_phone.value if several else None,
        bounce_rate=world.bounce_rate.value if world.bounce_rate is not None else None,
    )
