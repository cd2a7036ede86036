"""What is wrong with the policies of a project: rules that nobody hears, claims nobody vouches for, shop-wide gaps."""

from __future__ import annotations

from collections.abc import Iterator

from app.project.model import Project
from maps.model import Touchpoint
from personas.problems import Finding, finding
from personas.records import PhaseKind
from simulation.policy.catalogue import CATALOGUE
from simulation.policy.model import Rule

CLAIMS = {"scarcity": "stock", "urgency": "a deadline"}
"""Techniques that claim something about the world, and what the claim must rest on."""
_MECHANICS = {one.key: one for one in CATALOGUE}


def findings(project: Project) -> tuple[Finding, ...]:
    """Everything that is wrong with the policies, one finding per problem."""
    found: list[Finding] = []
    for key, rule in project.rules.items():
        if rule.on:
            found += _claims(project, key, rule)
            found += _known(project, key, rule)
            found += _reach(project, key, rule)
    if project.rules and not any(one.kind == "exclude" for one in project.audiences.values()):
        found.append(
            finding(
                "warning",
                "no-exclude",
                "audiences",
                "there is no audience that is left alone: customers and visitors without consent hear rules too.",
                "Add an audience of kind 'exclude'.",
            )
        )
    today = [key for key, policy in sorted(project.policies.items()) if policy.today]
    found += [
        finding(
            "warning",
            "two-todays",
            f"policies.{key}.today",
            "more than one policy is marked as what the site does today; {first} is taken.",
            "Mark one.",
            first=today[0],
        )
        for key in today[1:]
    ]
    return tuple(found)


def _claims(project: Project, key: str, rule: Rule) -> Iterator[Finding]:
    claim = _claim(project, rule.technique)
    if claim and rule.truthful == "no":
        yield finding(
            "error",
            "untrue-claim",
            f"rules.{key}.truthful",
            "the rule '{rule}' claims what is marked as untrue.",
            "Switch it off, or let it speak only where {claim} bears it out.",
            rule=rule.title,
            claim=claim,
        )
    elif claim and rule.truthful == "unknown":
        yield finding(
            "warning",
            "unproven-claim",
            f"rules.{key}.truthful",
            "nobody has said that what the rule '{rule}' claims is true.",
            "Check that {claim} bears it out on these cards, and say so.",
            rule=rule.title,
            claim=claim,
        )


def _claim(project: Project, technique: str) -> str | None:
    """What the claim of a technique must rest on; one of the shop's own claims what the shipped one it is like does."""
    alike = {one.key: one.like for one in project.techniques.values()}
    return CLAIMS.get(technique) or CLAIMS.get(alike.get(technique, ""))


def _known(project: Project, key: str, rule: Rule) -> Iterator[Finding]:
    own = {one.key for one in project.techniques.values()}
    if rule.technique not in _MECHANICS and rule.technique not in own:
        yield finding(
            "error",
            "unknown-technique",
            f"rules.{key}.technique",
            "there is no technique '{technique}'.",
            "Choose one of the catalogue, or describe it in techniques.",
            technique=rule.technique,
        )


def _reach(project: Project, key: str, rule: Rule) -> Iterator[Finding]:
    """Rules that are switched on and that still nobody would ever hear."""
    audiences = [project.audiences[one].kind for one in rule.audiences if one in project.audiences]
    if audiences and all(kind == "exclude" for kind in audiences):
        yield finding(
            "error",
            "speaks-to-excluded",
            f"rules.{key}.audiences",
            "the rule '{rule}' is meant for visitors who are left alone, so nobody hears it.",
            "Choose another audience.",
            rule=rule.title,
        )
        return
    cards = _places(project, rule)
    if not cards:
        return
    if rule.touchpoints:
        spots = set(cards) & set(rule.touchpoints)
    else:
        mechanics = _MECHANICS.get(rule.technique)
        pages = set(mechanics.pages) if mechanics else set()
        spots = {one for one, point in cards.items() if not pages or point.page in pages}
    if rule.phases and _goes_by_page(project, rule):
        kinds = {project.phases[one].kind for one in rule.phases if one in project.phases}
        spots = {one for one in spots if _kind(project, cards[one].stage) in kinds}
    if not spots:
        yield finding(
            "warning",
            "speaks-to-nobody",
            f"rules.{key}",
            "the rule '{rule}' would reach nobody: no page of the site has this technique, phase and place together.",
            "Widen its phases or its cards.",
            rule=rule.title,
        )


def _places(project: Project, rule: Rule) -> dict[str, Touchpoint]:
    """Cards a rule can speak on: pages of the site; before the first visit, advertisements; after an order, care."""
    alike = {one.key: one.like for one in project.techniques.values()}
    how = _MECHANICS.get(rule.technique) or _MECHANICS.get(alike.get(rule.technique, ""))
    target = how.target if how is not None else "push"
    found = {one: point for one, point in project.touchpoints.items() if point.page != "none" and target != "prime"}
    if target == "after":
        outside = {one: point for one, point in project.touchpoints.items() if point.page == "none"}
        return {one: point for one, point in outside.items() if _kind(project, point.stage) == "after"}
    if target in {"prime", "contact"}:
        outside = {one: point for one, point in project.touchpoints.items() if point.page == "none"}
        found |= {one: point for one, point in outside.items() if _kind(project, point.stage) == "before"}
    return found


def _goes_by_page(project: Project, rule: Rule) -> bool:
    """Whether the phase a rule sees is always that of the page."""
    policy = project.policies.get(rule.policy)
    asked = [one.mode for one in project.variants.values()]
    asked += [one.control_mode for one in project.experiments.values()]
    return policy is not None and policy.mode == "page-type" and "score-card" not in asked


def _kind(project: Project, stage_id: str) -> PhaseKind:
    stage = project.stages.get(stage_id)
    phase = project.phases.get(stage.phase) if stage is not None and stage.phase is not None else None
    return phase.kind if phase is not None else "browse"
