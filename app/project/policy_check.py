"""What is wrong with the policies of a project: rules that nobody hears, claims nobody vouches for, shop-wide gaps."""

from __future__ import annotations

from collections.abc import Iterator

from app.project.model import Project
from app.project.rule_reach import kind_at, modes, moment_of, phase_kinds, spots
from personas.problems import Finding, finding
from simulation.policy.catalogue import MECHANICS
from simulation.policy.model import Rule
from simulation.policy.reach import BETWEEN, mechanics_of

CLAIMS = {"scarcity": "stock", "urgency": "a deadline"}
"""Techniques that claim something about the world, and what the claim must rest on."""


def findings(project: Project) -> tuple[Finding, ...]:
    """Everything that is wrong with the policies, one finding per problem."""
    found: list[Finding] = []
    for key, rule in project.rules.items():
        if rule.on:
            found += _claims(project, key, rule)
            found += of_rule(project, key, rule)
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


def of_rule(project: Project, key: str, rule: Rule) -> tuple[Finding, ...]:
    """Why nobody would ever hear one rule, as far as its technique, audiences and cards say it."""
    return (*_known(project, key, rule), *_reach(project, key, rule))


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
    how = mechanics_of(technique, project.techniques)
    return CLAIMS.get(how.key) if how is not None else None


def _known(project: Project, key: str, rule: Rule) -> Iterator[Finding]:
    own = {one.key for one in project.techniques.values()}
    if rule.technique not in MECHANICS and rule.technique not in own:
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
    how = mechanics_of(rule.technique, project.techniques)
    moment = moment_of(how, rule.trigger.kind)
    if not any((one.page == "none") == (moment in ("before", "after")) for one in project.touchpoints.values()):
        return
    if moment == "after" and rule.trigger.kind in BETWEEN:
        return
    places = spots(project, rule, how)
    if rule.phases and modes(project, rule.policy) == {"page-type"}:
        kinds = phase_kinds(project, rule)
        places = {one: point for one, point in places.items() if kind_at(project, point) in kinds}
    if not places:
        yield finding(
            "warning",
            "speaks-to-nobody",
            f"rules.{key}",
            "the rule '{rule}' would reach nobody: no page of the site has this technique, phase and place together.",
            "Widen its phases or its cards.",
            rule=rule.title,
        )
