"""Where, when and by whom a rule can be heard, as far as the project says it: for checking and for editing.

The facts are those of the engine (`simulation.policy.reach`, MODEL 4.2); nothing is simulated here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from app.project.model import Project
from maps.model import Touchpoint
from personas.records import PHASE_KINDS, PhaseKind
from simulation.policy.catalogue import Mechanics
from simulation.policy.model import AUDIENCE_KINDS, AudienceKind, Mode, Policy, Rule, TriggerKind
from simulation.policy.reach import BETWEEN, mechanics_of, side_of

Moment = Literal["before", "arrival", "while", "exit", "between", "after"]
"""Before the first visit; reaching a page, being on it, leaving it; between visits; after an order."""
Kinds = tuple[PhaseKind, AudienceKind]
_MOMENT_OF: dict[TriggerKind, Moment] = {
    "arrive": "arrival", "nth_view": "arrival", "return_visit": "arrival", "idle": "while", "long_on_form": "while",
    "exit_intent": "exit", "after_abandonment": "between", "scheduled": "between",
}  # fmt: skip
SEEN: tuple[AudienceKind, ...] = AUDIENCE_KINDS[:3]
"""Audiences that may hear something."""
_SCORED: tuple[PhaseKind, ...] = ("browse", "search", "choose", "checkout")
NEVER = float("inf")


@dataclass(frozen=True)
class Reach:
    """What is known of a rule before anything is simulated.

    how: what its technique does; none: nobody knows the technique. moment: when it speaks. spots: cards it may speak
    on, on all maps. cells: phase kind and audience kind in which it may be heard, in any mode that the policy runs in.
    """

    id: str
    rule: Rule
    how: Mechanics | None
    moment: Moment
    spots: frozenset[str]
    cells: frozenset[Kinds]


def reach(project: Project, rule_id: str, rule: Rule) -> Reach:
    """The reach of one rule of a project."""
    how = mechanics_of(rule.technique, project.techniques)
    moment = moment_of(how, rule.trigger.kind)
    found = spots(project, rule, how)
    return Reach(rule_id, rule, how, moment, frozenset(found), frozenset(_cells(project, rule, moment, found)))


def moment_of(how: Mechanics | None, trigger: TriggerKind) -> Moment:
    """When a rule with this trigger speaks; what stands outside the site speaks there."""
    side = side_of(how, trigger) if how is not None else "site"
    if side == "before":
        return "before"
    return "after" if side == "after" else _MOMENT_OF[trigger]


def spots(project: Project, rule: Rule, how: Mechanics | None) -> dict[str, Touchpoint]:
    """Cards on which the rule may speak: those it names, else the natural ones of its technique, on its side."""
    side = side_of(how, rule.trigger.kind) if how is not None else "site"
    if side != "site":
        outside = {key: one for key, one in project.touchpoints.items() if one.page == "none"}
        there = {key: one for key, one in outside.items() if kind_at(project, one) == side}
        return {key: one for key, one in there.items() if not rule.touchpoints or key in rule.touchpoints}
    pages = how.pages if how is not None else ()
    site = {key: one for key, one in project.touchpoints.items() if one.page != "none"}
    if rule.touchpoints:
        return {key: one for key, one in site.items() if key in rule.touchpoints}
    return {key: one for key, one in site.items() if not pages or one.page in pages}


def kind_at(project: Project, point: Touchpoint) -> PhaseKind:
    """Phase kind of the stage that a card stands in; a stage without a phase counts as browse."""
    stage = project.stages.get(point.stage)
    phase = project.phases.get(stage.phase) if stage is not None and stage.phase is not None else None
    return phase.kind if phase is not None else "browse"


def modes(project: Project, policy_id: str) -> frozenset[Mode]:
    """Every way in which this policy recognises visitors: its own, and what experiments ask of it."""
    policy = project.policies.get(policy_id)
    found: set[Mode] = {policy.mode} if policy is not None else set()
    for one in project.experiments.values():
        if one.control_mode is not None and one.control_policy == policy_id:
            found.add(one.control_mode)
    for variant in project.variants.values():
        experiment = project.experiments.get(variant.experiment)
        used = variant.policy or (experiment.control_policy if experiment is not None else None)
        if variant.mode is not None and used == policy_id:
            found.add(variant.mode)
    return frozenset(found)


def phases_seen(policy: Policy) -> frozenset[PhaseKind]:
    """Phase kinds that the score card of a policy can give a product: those whose threshold comes before the next."""
    starts = [policy.score_card.phase_from.get(kind, NEVER) for kind in ("search", "choose", "checkout")]
    found: set[PhaseKind] = set()
    bounds = (0.0, *starts)
    for index, kind in enumerate(_SCORED):
        if bounds[index] < min(bounds[index + 1 :], default=NEVER):
            found.add(kind)
    return frozenset(found)


def audiences_seen(project: Project) -> frozenset[AudienceKind]:
    """Audience kinds that visitors can be seen in, by the scores from which each begins."""
    start = {
        kind: min((one.from_score() for one in project.audiences.values() if one.kind == kind), default=NEVER)
        for kind in ("orientating", "buying")
    }
    found: set[AudienceKind] = {"unknown"} if min(start.values()) > 0 else set()
    if start["orientating"] < start["buying"]:
        found.add("orientating")
    if start["buying"] < NEVER:
        found.add("buying")
    return frozenset(found)


def phase_kinds(project: Project, rule: Rule) -> frozenset[PhaseKind]:
    """Phase kinds that the rule is for; one that names none is for all."""
    if not rule.phases:
        return frozenset(PHASE_KINDS)
    return frozenset(project.phases[key].kind for key in rule.phases if key in project.phases)


def audience_kinds(project: Project, rule: Rule) -> frozenset[AudienceKind]:
    """Audience kinds that the rule is for; one that names none is for all but those who are left alone."""
    if not rule.audiences:
        return frozenset(SEEN)
    named = {project.audiences[key].kind for key in rule.audiences if key in project.audiences}
    return frozenset(named - {"exclude"})


def seen_on(project: Project, rule: Rule, moment: Moment, cards: Iterable[Touchpoint]) -> frozenset[PhaseKind]:
    """Phase kinds in which the system can see somebody on these cards, in any mode of the rule's policy."""
    if moment in ("before", "after"):
        return frozenset({moment})
    at = frozenset(kind_at(project, one) for one in cards)
    found: set[PhaseKind] = set()
    policy = project.policies.get(rule.policy)
    for mode in modes(project, rule.policy):
        if mode == "page-type":
            found |= at
        elif policy is not None and at:
            found |= {"checkout"} if at == {"checkout"} else phases_seen(policy) | (at & {"checkout"})
    return frozenset(found)


def _cells(project: Project, rule: Rule, moment: Moment, cards: Mapping[str, Touchpoint]) -> Iterable[Kinds]:
    if not cards and not (moment == "after" and rule.trigger.kind in BETWEEN):
        return ()
    phases = phase_kinds(project, rule) & seen_on(project, rule, moment, cards.values())
    audiences = audience_kinds(project, rule) & audiences_seen(project)
    if moment == "before":
        audiences &= {"unknown"}
    return [(phase, audience) for phase in phases for audience in audiences]
