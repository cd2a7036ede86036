"""A policy as a list of conditions that any platform can write in its own way, first rule first."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from app.project.builders import in_order
from app.project.model import Project
from app.project.policies.cells import mechanics
from app.project.rule_reach import SEEN, audience_kinds, phase_kinds
from app.project.slices import chosen_policy
from app.words import tr
from personas.problems import FootfallError
from personas.records import PHASE_KINDS
from simulation.policy.model import Condition, Policy, Rule, Segment

Test = Literal["is", "is_not", "at_least", "below", "has", "lacks"]
YES_NO = frozenset({"returning", "customer"})
WORDS = frozenset({"device", "channel", "campaign", "product_interest"})
SPLIT = (0.5, 0.5)


@dataclass(frozen=True)
class Term:
    """One test on one attribute: `has` and `lacks` are of a list. value: a word, a number, or yes and no."""

    attribute: str
    test: Test
    value: str | float | bool


@dataclass(frozen=True)
class AnyOf:
    """At least one of these must hold, each a list that must hold together."""

    either: tuple[tuple[Term, ...], ...]


Clause = Term | AnyOf


@dataclass(frozen=True)
class Line:
    """One rule that is handed over. key: its name on the platform. when: all of it must hold."""

    id: str
    key: str
    rule: Rule
    when: tuple[Clause, ...]


@dataclass(frozen=True)
class Handoff:
    """What is handed over: a policy, its rules first to last, and how visitors are split between none and them."""

    project: Project
    policy_id: str
    policy: Policy
    key: str
    seed: str
    lines: tuple[Line, ...]
    weights: tuple[float, float]
    coverage: float

    @property
    def excluded(self) -> tuple[Clause, ...]:
        """What must hold of everybody who may hear anything."""
        return excluded(self.project)


def handoff(project: Project, policy_id: str | None, experiment_id: str | None, coverage: float) -> Handoff:
    """The policy that is named, else the experiment's own, else the only one. FootfallError naming what there is."""
    weights, wanted = SPLIT, policy_id
    if experiment_id is not None:
        weights, wanted = _of_experiment(project, experiment_id, policy_id)
    key = chosen_policy(project, wanted)
    policy = project.policies[key]
    rules = {one: rule for one, rule in project.rules.items() if rule.policy == key and rule.on}
    if not rules:
        raise FootfallError(tr("'{policy}' has no rule that is switched on.", policy=policy.title))
    order = sorted(rules, key=lambda one: (-rules[one].priority, one))
    lines = tuple(Line(one, _slug(rules[one].title, one), rules[one], _when(project, rules[one])) for one in order)
    return Handoff(project, key, policy, _slug(policy.title, key), key, lines, weights, coverage)


def _of_experiment(project: Project, experiment_id: str, policy_id: str | None) -> tuple[tuple[float, float], str]:
    """Weights of control and variant in a real test, and the variant's policy."""
    if experiment_id not in project.experiments:
        known = ", ".join(in_order(project.experiments)) or "–"
        raise FootfallError(tr("There is no experiment {id}; there is: {known}.", id=experiment_id, known=known))
    variants = [
        one
        for key in in_order(project.variants)
        if (one := project.variants[key]).experiment == experiment_id and one.policy is not None
        and policy_id in (None, one.policy)
    ]  # fmt: skip
    policies = {one.policy for one in variants if one.policy is not None}
    if len(policies) != 1:
        listed = ", ".join(sorted(policies)) or "–"
        raise FootfallError(tr("Name the policy of one variant with --policy: {known}.", known=listed))
    traffic = variants[0].traffic
    return (1.0 / (1.0 + traffic), traffic / (1.0 + traffic)), policies.pop()


def _slug(title: str, record_id: str) -> str:
    """A name that every platform takes: letters, digits and underscores, unique by the end of the id."""
    plain = re.sub(r"[^a-z0-9]+", "_", title.casefold()).strip("_")[:40] or "rule"
    return f"{plain}_{record_id.rpartition('-')[2]}"


def excluded(project: Project) -> tuple[Clause, ...]:
    """Consent, and who is left alone."""
    found: list[Clause] = [Term("consent", "is", value=True)]
    out = [one for one in project.audiences.values() if one.kind == "exclude"]
    if any(one.customers for one in out):
        found.append(Term("customer", "is", value=False))
    found += [Term("channel", "is_not", name) for name in sorted({str(key) for one in out for key in one.channels})]
    return tuple(found)


def _when(project: Project, rule: Rule) -> tuple[Clause, ...]:
    """Everything that must hold for a rule to speak, as far as attributes can say it."""
    found: list[Clause] = [Term("moment", "is", rule.trigger.kind)]
    if rule.trigger.kind in ("idle", "long_on_form"):
        found.append(Term("seconds", "at_least", rule.trigger.seconds))
    elif rule.trigger.kind == "nth_view":
        found.append(Term("view", "is", float(rule.trigger.nth)))
    elif rule.trigger.kind in ("after_abandonment", "scheduled"):
        found.append(Term("hours", "at_least", rule.trigger.delay_hours))
    if rule.phases:
        kinds = phase_kinds(project, rule)
        found.append(_one_of("phase", [kind for kind in PHASE_KINDS if kind in kinds]))
    if rule.audiences:
        heard = audience_kinds(project, rule)
        found.append(_one_of("audience", [kind for kind in SEEN if kind in heard]))
    if rule.touchpoints:
        found.append(_one_of("touchpoint", sorted(rule.touchpoints)))
    elif pages := mechanics(project, rule.technique).pages:
        found.append(_one_of("page", list(pages)))
    segments = [project.segments[key] for key in in_order(project.segments) if key in rule.segments]
    if segments and all(one.conditions for one in segments):
        found.append(AnyOf(tuple(_segment(project, one) for one in segments)))
    return tuple(found)


def _one_of(attribute: str, values: Iterable[str]) -> Clause:
    terms = tuple((Term(attribute, "is", value),) for value in values)
    return terms[0][0] if len(terms) == 1 else AnyOf(terms)


def _segment(project: Project, segment: Segment) -> tuple[Term, ...]:
    return tuple(_term(project, one) for _, one in sorted(segment.conditions.items()))


def _term(project: Project, one: Condition) -> Term:
    """A condition as a test on an attribute of the visitor."""
    if one.field in YES_NO:
        yes = (one.test, one.number) in (("is", 1.0), ("is_not", 0.0)) or (one.test == "at_least" and one.number > 0)
        return Term(one.field, "is", yes)
    if one.field == "persona_attribute":
        return Term("interests", "lacks" if one.test == "is_not" else "has", one.text)
    if one.field in WORDS:
        product = project.products.get(one.text) if one.field == "product_interest" else None
        test: Test = "is_not" if one.test == "is_not" else "is"
        return Term(one.field, test, product.title if product is not None else one.text)
    return Term(one.field, one.test, one.number)


def beyond(handed: Handoff, line: Line) -> tuple[str, ...]:
    """What a platform cannot say of a rule, in words: the site must see to it."""
    rule, policy = line.rule, handed.policy
    said = [tr("Show it {count} times a visit at most.", count=rule.cap_per_visit)]
    if rule.cap_per_visitor is not None:
        said.append(tr("Show it {count} times to one visitor at most.", count=rule.cap_per_visitor))
    if rule.cooldown_pages:
        said.append(tr("Then leave {count} pages without it.", count=rule.cooldown_pages))
    if policy.messages_per_visit is not None:
        said.append(
            tr("Show {count} messages a visit at most, of all rules together.", count=policy.messages_per_visit)
        )
    if any(one.field == "persona_attribute" for key in rule.segments if key in handed.project.segments
           for one in handed.project.segments[key].conditions.values()):  # fmt: skip
        said.append(tr("Interests are known only of visitors who are recognised or logged in."))
    if rule.truthful != "yes":
        said.append(tr("Not yet said to be true: check it before it goes live."))
    return tuple(said)
