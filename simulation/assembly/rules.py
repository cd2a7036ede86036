"""Policies as arrays: rules, segments, what each arm listens to; and what this version cannot simulate yet, named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from maps.model import SITE_PAGES
from personas.problems import Finding
from personas.records import PHASE_KINDS
from simulation.assembly import segments
from simulation.assembly.site import Site
from simulation.plan import (
    ACCOUNT,
    ADDRESS,
    AFTER,
    AFTER_ABANDONMENT,
    AFTER_ORDER,
    ARM,
    ARRIVE,
    BASKET,
    BEFORE_VISIT,
    CONTACT,
    CONTEXTS,
    DAY,
    EXIT_INTENT,
    FROM_BIRTHDAY,
    FROM_SIGN_UP,
    FROM_VISIT,
    HEARING,
    HOLD,
    IDLE,
    LONG_ON_FORM,
    LOYALTY,
    NTH_VIEW,
    ON_SITE,
    PAGE_TYPE,
    PRIME,
    PUSH,
    REFERRALS,
    RETURN_VISIT,
    REVIEWS,
    RULE,
    SATISFIES,
    SCHEDULED,
    SCORE_CARD,
    SUBSCRIBE,
    SUBSCRIBER,
    TECHNIQUE,
    VIEWED,
    Floats,
    Ints,
    Records,
)
from simulation.policy.catalogue import CATALOGUE, MECHANICS, Mechanics
from simulation.policy.model import Policy, Rule, Technique
from simulation.policy.reach import MOMENTS, ON_PAGE, audience_ranks, by_rank, phase_ranks, side_of
from simulation.scenario import Arm, Scenario

TRIGGERS = {
    "arrive": ARRIVE, "nth_view": NTH_VIEW, "return_visit": RETURN_VISIT, "idle": IDLE, "long_on_form": LONG_ON_FORM,
    "exit_intent": EXIT_INTENT, "after_abandonment": AFTER_ABANDONMENT, "scheduled": SCHEDULED,
}  # fmt: skip
OUTSIDE = {"prime": BEFORE_VISIT, "after": AFTER_ORDER}
"""Techniques that speak outside the visit, and on which side of it their cards lie."""
SIDES = {"site": ON_SITE, "before": BEFORE_VISIT, "after": AFTER_ORDER}
TARGETS = {
    "push": PUSH, "hold": HOLD, "contact": CONTACT, "prime": PRIME, "subscribe": SUBSCRIBE, "basket": BASKET,
    "after": AFTER,
}  # fmt: skip
MOVES = {"": 0, "loyalty": LOYALTY, "reviews": REVIEWS, "referrals": REFERRALS, "satisfaction": SATISFIES}
REACH = {"address": ADDRESS, "subscriber": SUBSCRIBER, "account": ACCOUNT, "viewed": VIEWED}
SINCE = {"visit": FROM_VISIT, "sign_up": FROM_SIGN_UP, "birthday": FROM_BIRTHDAY}
ARRIVES_BY = {
    "address": ("email", "mail", "newsletter"), "subscriber": ("email", "mail", "newsletter"),
    "account": ("push", "app"), "viewed": ("retargeting", "display", "ads"),
}  # fmt: skip
"""Arrival channels of visitors whom a contact brings: the first one that the scenario knows."""
STEPS = {"": 0, "touch": 1, "tell": 2, "sell": 4}
FITS = {"everywhere": 0.0, "browse": 1.0, "search": 2.0, "choose": 3.0, "checkout": 4.0}
NO_CAP = 10**9


def mechanics(techniques: Mapping[str, Technique]) -> dict[str, Mechanics]:
    """The shipped techniques, then the shop's own that are like a shipped one, in the order of a plan's columns."""
    found = {one.key: one for one in CATALOGUE}
    for _, own in sorted(techniques.items(), key=lambda item: (item[1].key, item[0])):
        if own.key not in found and own.like in MECHANICS:
            found[own.key] = replace(MECHANICS[own.like], key=own.key)
    return found


def technique_records(techniques: Mapping[str, Mechanics]) -> Records:
    """The techniques, shape (T,) TECHNIQUE."""
    return np.array([_technique(one) for one in techniques.values()], TECHNIQUE)


def _technique(one: Mechanics) -> tuple[float, ...]:
    return (
        one.target == "hold", FITS[one.fit], *one.basket, one.learns, TARGETS[one.target], STEPS[one.step],
        MOVES[one.moves], REACH[one.reach], SINCE[one.since],
    )  # fmt: skip


def rule_ids(arm: Arm) -> list[str]:
    """The arm's rules that are switched on, in order of id."""
    return sorted(key for key, rule in arm.rules.items() if rule.on) if arm.policy is not None else []


def arm_record(scenario: Scenario, arm: Arm, first: int) -> Records:
    """One arm, shape (1,) ARM; `first` is the index of its first rule."""
    row = np.zeros(1, ARM)
    policy = arm.policy or Policy(title="silence")
    scores = policy.score_card
    row["rule_first"], row["rule_count"] = first, len(rule_ids(arm))
    row["mode"] = SCORE_CARD if arm.mode == "score-card" else PAGE_TYPE
    row["per_page"] = policy.messages_per_page
    row["per_visit"] = NO_CAP if policy.messages_per_visit is None else policy.messages_per_visit
    row["exclude_customers"] = any(one.kind == "exclude" and one.customers for one in scenario.audiences.values())
    for name, kind in (("orientating_from", "orientating"), ("buying_from", "buying")):
        scored = [one.from_score() for one in scenario.audiences.values() if one.kind == kind]
        row[name] = min(scored, default=np.inf)
    row["score_half_life"] = scores.half_life_days * DAY
    row["look"] = scores.long_look_seconds * 1000.0
    for name, key in (
        ("page_points", "page"), ("look_points", "long_look"), ("return_points", "return"),
        ("visit_points", "return_visit"),
    ):  # fmt: skip
        row[name] = scores.points.get(key, 0.0)
    row["learns"] = learns(arm)
    row["mail_budget"] = -1.0 if policy.mail_budget is None else policy.mail_budget.value
    row["discount_budget"] = -1.0 if policy.discount_budget is None else policy.discount_budget.value
    for kind in ("search", "choose", "checkout"):
        row[f"{kind}_from"] = scores.phase_from.get(kind, np.inf)
    return row


def excluded_channels(scenario: Scenario, channels: Sequence[str]) -> Ints:
    """Channels whose visitors hear nothing, shape (H,)."""
    out = {channel for one in scenario.audiences.values() if one.kind == "exclude" for channel in one.channels}
    return np.array([name in out or name.partition("/")[0] in out for name in channels], np.int64)


def rule_records(scenario: Scenario, arm: Arm, techniques: Mapping[str, Mechanics]) -> Records:
    """The arm's rules, shape (rules of the arm,) RULE, in order of id."""
    ids = rule_ids(arm)
    records = np.zeros(len(ids), RULE)
    names = list(techniques)
    ranked = by_rank(arm.rules, ids)
    for row, key in zip(records, ids, strict=True):
        rule = arm.rules[key]
        how = techniques[rule.technique]
        row["technique"] = names.index(rule.technique)
        row["trigger"] = TRIGGERS[rule.trigger.kind]
        row["threshold"] = rule.trigger.nth if rule.trigger.kind == "nth_view" else rule.trigger.seconds * 1000.0
        row["per_visit"] = rule.cap_per_visit
        row["per_visitor"] = NO_CAP if rule.cap_per_visitor is None else rule.cap_per_visitor
        row["cooldown"] = rule.cooldown_pages
        row["rank"] = ranked.index(key)
        row["segmented"] = len(rule.segments) > 0
        row["cost"] = rule.cost.value
        row["discount"] = rule.discount.value if rule.discount is not None else how.discount
        row["relevance"] = rule.relevance.value
        row["delay"] = rule.trigger.delay_hours * 3_600_000.0
        row["landing"] = -1
        row["channel"] = -1
        row["phases"] = phase_ranks(scenario.slice.phases, rule)
        row["audiences"] = audience_ranks(scenario.audiences, rule)
    return records


def lead(
    records: Records, site: Site, arm: Arm, order: Sequence[str], channels: Sequence[str], how: Mapping[str, Mechanics]
) -> Records:
    """The arm's rules with where its contacts lead: a card that visits of this arm walk, and an arrival channel."""
    for row, key in zip(records, rule_ids(arm), strict=True):
        rule = arm.rules[key]
        card = site.names.get(rule.landing, rule.landing) if rule.landing is not None else None
        if card is not None and card in site.cards and site.cards[card].page in SITE_PAGES:
            row["landing"] = order.index(card)
        if how[rule.technique].target == "contact":
            known = [name for name in ARRIVES_BY[how[rule.technique].reach] if name in channels]
            row["channel"] = channels.index(known[0]) if known else -1
    return records


def rule_cards(site: Site, arm: Arm, order: Sequence[str], techniques: Mapping[str, Mechanics]) -> Ints:
    """Where each rule may speak, shape (rules of the arm, C): on the cards it names, else on its natural pages."""
    table = np.zeros((len(rule_ids(arm)), len(order)), np.int64)
    for row, key in zip(table, rule_ids(arm), strict=True):
        rule = arm.rules[key]
        named = {site.names.get(point, point) for point in rule.touchpoints}
        pages = techniques[rule.technique].pages
        side = SIDES[side_of(techniques[rule.technique], rule.trigger.kind)]
        for c, name in enumerate(order):
            if side != ON_SITE:
                row[c] = site.sides.get(name) == side and (not named or name in named)
            elif name in site.cards:
                row[c] = name in named if named else not pages or site.cards[name].page in pages
    return table


def learns(arm: Arm) -> bool:
    """Whether an arm's rules take turns, and it learns which of them to say to whom."""
    return arm.policy is not None and arm.policy.adaptive != "none"


def settled(arm: Arm) -> Arm:
    """The arm with its rules as they stand: nothing is learnt."""
    if arm.policy is None or not learns(arm):
        return arm
    return replace(arm, policy=arm.policy.model_copy(update={"adaptive": "none"}))


def candidates(rows: Records, cards: Ints) -> Floats:
    """1 for every option of an arm in every context, shape (CONTEXTS, rules + 1): silence and rules that may speak.

    Args:
        rows: the arm's rules, shape (R,) RULE.
        cards: where they may speak, shape (R, C).
    """
    found = np.zeros((CONTEXTS, len(rows) + 1))
    on_page = np.isin(rows["trigger"], [TRIGGERS[key] for key in ON_PAGE]) & (cards.sum(axis=1) > 0)
    for phase in range(len(PHASE_KINDS)):
        for audience in range(HEARING):
            speaks = on_page & (rows["phases"][:, phase] >= 0) & (rows["audiences"][:, audience] >= 0)
            found[phase * HEARING + audience, 1:] = speaks
    found[:, 0] = found.any(axis=1)
    return found


def allocations(arms: Sequence[Arm], spoken: Sequence[Records], cards: Sequence[Ints]) -> Floats:
    """What arms that learn say before they have learnt anything, shape (A, CONTEXTS, O): every option alike.

    Cumulated shares of silence and of the arm's rules in order; O is 0 where no arm learns. A context in which nothing
    may be said is all silence, and so is every context of an arm that does not learn: nobody looks.
    """
    most = max((len(rows) + 1 for arm, rows in zip(arms, spoken, strict=True) if learns(arm)), default=0)
    table = np.ones((len(arms), CONTEXTS, most))
    for a, (arm, rows, own) in enumerate(zip(arms, spoken, cards, strict=True)):
        if learns(arm):
            options = candidates(rows, own)
            options[options[:, 0] == 0, 0] = 1.0
            table[a, :, : len(rows) + 1] = np.cumsum(options / options.sum(axis=1, keepdims=True), axis=1)
    return table


def not_built(scenario: Scenario, arm: Arm, techniques: Mapping[str, Mechanics]) -> Iterator[Finding]:
    """What the arm asks for and this version does not simulate: refused, never ignored."""
    policy = arm.policy
    if policy is None:
        return
    for key in rule_ids(arm):
        rule = arm.rules[key]
        where = f"rules.{key}"
        how = techniques.get(rule.technique)
        if how is None:
            yield Finding(
                "error", "technique-unknown", f"{where}.technique",
                f"the technique '{rule.technique}' is not in the catalogue", "choose one that is",
                {"technique": rule.technique},
            )  # fmt: skip
        elif rule.trigger.kind not in MOMENTS[how.target]:
            yield Finding(
                "error", "trigger-unfit", f"{where}.trigger",
                f"the technique of the rule '{rule.title}' cannot speak at that moment",
                "choose a moment that belongs to it: of the visit, between visits, or after an order",
                {"rule": rule.title},
            )  # fmt: skip
        yield from _conduct(scenario, key, rule)
        for name in sorted(set(rule.segments) & set(scenario.segments)):
            yield from segments.findings(scenario, name)


def _conduct(scenario: Scenario, key: str, rule: Rule) -> Iterator[Finding]:
    """What Footfall will not simulate because no shop should do it (MODEL 11)."""
    if any(scenario.audiences[one].kind == "exclude" for one in rule.audiences if one in scenario.audiences):
        yield Finding(
            "error", "rule-reaches-excluded", f"rules.{key}.audiences",
            f"the rule '{rule.title}' speaks to people who must be left alone", "take the excluded audience out of it",
            {"rule": rule.title},
        )  # fmt: skip
    if rule.truthful == "no":
        yield Finding(
            "error", "rule-untrue", f"rules.{key}.truthful", f"the claim of the rule '{rule.title}' is not true",
            "say only what is true", {"rule": rule.title},
        )  # fmt: skip
