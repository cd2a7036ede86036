"""Why a rule that stands where it should is still never heard: nobody to hear it, or no room to say it.

The first reason counts: whoever mends it sees the next one.
"""

from __future__ import annotations

from collections.abc import Iterator

from app.project.conditions import somebody
from app.project.model import Project
from app.project.rule_reach import (
    audience_kinds,
    audiences_seen,
    modes,
    moment_of,
    phase_kinds,
    seen_on,
    spots,
)
from personas.model import Persona
from personas.problems import Finding, finding
from simulation.policy.catalogue import Mechanics
from simulation.policy.model import Policy, Rule
from simulation.policy.reach import mechanics_of

ON_PAGE = ("arrival", "while", "exit")
_SAID: dict[str, tuple[str, str]] = {
    "consent": (
        "the rule '{rule}' can never speak: nobody on the map allows the shop to look.",
        "Give a persona a share that consents.",
    ),
    "no-room": (
        "the rule '{rule}' can never speak: its policy allows no message in a visit.",
        "Allow at least one message a visit.",
    ),
    "no-mails": (
        "the rule '{rule}' can never speak: the budget of its policy does not pay for one mail a day.",
        "Raise the number of mails a day, or leave the limit out.",
    ),
    "no-money": (
        "the rule '{rule}' can never speak: its policy has no money for discounts.",
        "Raise the budget for discounts, or leave it out.",
    ),
    "no-address": (
        "the rule '{rule}' can never speak: the shop has nobody's address, and no rule asks for one.",
        "Add a newsletter offer, or say which share of a persona can be reached.",
    ),
    "no-subscriber": (
        "the rule '{rule}' can never speak: it is for subscribers, and no rule of this policy asks for an address.",
        "Add a newsletter offer.",
    ),
    "no-account": (
        "the rule '{rule}' can never speak: nobody on the map logs in.",
        "Say which share of a persona logs in.",
    ),
    "unknown-yet": (
        "the rule '{rule}' can never speak: before the first visit nobody is known, and it is for a segment.",
        "Take its segments out.",
    ),
    "no-segment": (
        "the rule '{rule}' can never speak: nobody on the map is in its segments.",
        "Look at the conditions of its segments.",
    ),
    "no-audience": (
        "the rule '{rule}' can never speak: nobody is ever seen in its audiences.",
        "Look at the points from which they begin.",
    ),
    "no-phase": (
        "the rule '{rule}' can never speak: the score card never sees its phases where it stands.",
        "Choose other phases, or change from how many points they begin.",
    ),
}
REASONS = tuple(_SAID)
"""Keys of the reasons, in the order in which they are looked for."""


def of_rule(project: Project, key: str, rule: Rule) -> Iterator[Finding]:
    """The first reason why nobody ever hears this rule; nothing when somebody may."""
    reason = _reason(project, rule)
    if reason is not None:
        message, mend = _SAID[reason]
        yield finding("warning", "never-speaks", f"rules.{key}", message, mend, rule=rule.title)


def _reason(project: Project, rule: Rule) -> str | None:
    how = mechanics_of(rule.technique, project.techniques)
    policy = project.policies.get(rule.policy)
    if how is None or policy is None:
        return None
    people = people_of(project)
    if people and not any(one.traits.consent.value > 0 for one in people):
        return "consent"
    return _no_room(policy, rule, how) or _no_reach(project, rule, how, people) or _nobody(project, rule, how, people)


def people_of(project: Project) -> list[Persona]:
    """The personas that travel any map of the project."""
    named = {key for one in project.maps.values() for key, size in one.personas.items() if size > 0}
    return [project.personas[key] for key in sorted(named) if key in project.personas]


def _no_room(policy: Policy, rule: Rule, how: Mechanics) -> str | None:
    """Caps and budgets of the policy that leave nothing."""
    moment = moment_of(how, rule.trigger.kind)
    if moment in ON_PAGE and policy.messages_per_visit == 0:
        return "no-room"
    sent = (moment == "between" and how.target == "contact") or (moment, rule.trigger.kind) == ("after", "scheduled")
    if sent and policy.mail_budget is not None and policy.mail_budget.value < 1:
        return "no-mails"
    share = rule.discount.value if rule.discount is not None else how.discount
    if moment in ON_PAGE and share > 0 and policy.discount_budget is not None and policy.discount_budget.value <= 0:
        return "no-money"
    return None


def _no_reach(project: Project, rule: Rule, how: Mechanics, people: list[Persona]) -> str | None:
    """Messages between visits to people whom the shop cannot write to."""
    if how.target != "contact" or moment_of(how, rule.trigger.kind) != "between" or not people:
        return None
    if how.reach == "account":
        return None if any(one.traits.login.value > 0 for one in people) else "no-account"
    if how.reach == "viewed":
        return None
    if any(_asks(project, one) for one in project.rules.values() if one.policy == rule.policy and one.on):
        return None
    if how.reach == "subscriber":
        return "no-subscriber"
    return None if any(one.traits.reachable.value > 0 for one in people) else "no-address"


def _asks(project: Project, rule: Rule) -> bool:
    """Whether the rule offers something for an address."""
    how = mechanics_of(rule.technique, project.techniques)
    return how is not None and how.target == "subscribe"


def _nobody(project: Project, rule: Rule, how: Mechanics, people: list[Persona]) -> str | None:
    """Segments, audiences and phases in which nobody is ever seen."""
    moment = moment_of(how, rule.trigger.kind)
    if moment == "before" and rule.segments:
        return "unknown-yet"
    segments = [project.segments[key] for key in rule.segments if key in project.segments]
    if segments and people and not any(somebody(project, one, people) for one in segments):
        return "no-segment"
    asked = audience_kinds(project, rule)
    if asked and not asked & audiences_seen(project):
        return "no-audience"
    cards = spots(project, rule, how)
    seen = seen_on(project, rule, moment, cards.values())
    scored = moment not in ("before", "after") and "score-card" in modes(project, rule.policy)
    if scored and cards and not phase_kinds(project, rule) & seen:
        return "no-phase"
    return None
