"""Policies and the arms that show them: made, copied, removed, and lettered A, B, C as the experiment has them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from string import ascii_uppercase

from app.project.builders import add_record, in_order, new_id, remove_record
from app.project.edits import Edit, compose
from app.project.model import Project
from app.project.ordering import between
from app.project.policies.cells import ranked
from app.project.policies.rules import Made
from simulation.policy.model import Policy, Rule

CONTROL = "control"
"""Id of the control among the arms of an answer; variants keep their own."""


@dataclass(frozen=True)
class ArmLine:
    """One arm: its letter, its title (empty: nobody hears anything), the policy it shows and what else it changes."""

    letter: str
    id: str
    title: str
    policy: str
    changes_map: bool


def experiment_of(project: Project, map_id: str) -> str:
    """The experiment that Run simulates on a map; empty when there is none, or when it would have to be chosen."""
    mine = [key for key in in_order(project.experiments) if project.experiments[key].map == map_id]
    main = project.project.main_experiment
    if main in mine and len(mine) > 1:
        return main or ""
    return mine[0] if mine else ""


def letter(place: int) -> str:
    """The letter of an arm: A to Z, then AA, AB and so on."""
    more, last = divmod(place, len(ascii_uppercase))
    return (letter(more - 1) if more else "") + ascii_uppercase[last]


def arms(project: Project, map_id: str) -> tuple[ArmLine, ...]:
    """The arms that Run compares on a map: those of its experiment, else silence and every policy."""
    experiment = experiment_of(project, map_id)
    if not experiment:
        lines = [("silence", "", "", False)]
        lines += [(key, project.policies[key].title, key, False) for key in in_order(project.policies)]
    else:
        control = project.experiments[experiment].control_policy or ""
        named = project.policies[control].title if control in project.policies else ""
        lines = [(CONTROL, named, control, False)]
        mine = {key: one for key, one in project.variants.items() if one.experiment == experiment}
        for key in in_order(mine):
            one = mine[key]
            changed = bool(one.card_changes or one.trait_changes or one.map)
            lines.append((key, one.title, one.policy or control, changed))
    return tuple(ArmLine(letter(n), *line) for n, line in enumerate(lines))


def status_quo(project: Project, map_id: str) -> str:
    """The policy that others are compared with: the control's, else what the site does today; empty for silence."""
    lines = arms(project, map_id)
    if lines and lines[0].policy:
        return lines[0].policy
    return next((key for key in in_order(project.policies) if project.policies[key].today), "")


def new_to(project: Project, policy: str, base: str) -> frozenset[str]:
    """Rules of a policy that the policy it is compared with does not have: another technique, place or text."""
    if not base or base == policy:
        return frozenset()
    known = {_said(project.rules[key]) for key in ranked(project, base) if project.rules[key].on}
    return frozenset(key for key in ranked(project, policy) if _said(project.rules[key]) not in known)


def _said(rule: Rule) -> tuple[object, ...]:
    return (
        rule.technique, rule.message, frozenset(rule.phases), frozenset(rule.audiences), frozenset(rule.segments),
        rule.trigger,
    )  # fmt: skip


def _last(project: Project) -> str:
    return between(max((one.order for one in project.policies.values()), default=""))


def add_policy(project: Project, title: str) -> Made:
    """An empty policy."""
    key = new_id(project, "policies")
    return Made(add_record(project, "policies", key, Policy(title=title, order=_last(project)), "add-policy"), key)


def duplicate_policy(project: Project, policy: str, title: str) -> Made:
    """A policy with copies of all its rules; it is not what the site does today."""
    key = new_id(project, "policies")
    copy = project.policies[policy].model_copy(update={"title": title, "today": False, "order": _last(project)})
    steps = [add_record(project, "policies", key, copy, "duplicate-policy")]
    steps += [_copied(project, one, key) for one in ranked(project, policy)]
    return Made(compose(steps, "duplicate-policy"), key)


def _copied(project: Project, rule: str, policy: str) -> Edit:
    copy = project.rules[rule].model_copy(update={"policy": policy})
    return add_record(project, "rules", new_id(project, "rules"), copy, "duplicate-policy")


def remove_policy(project: Project, policy: str) -> Edit:
    """Remove a policy and its rules; arms that showed it show the control's then."""
    return remove_record(project, "policies", policy, "remove-policy")


def users(project: Project, policy: str) -> tuple[str, ...]:
    """The titles of what shows a policy: experiments whose control it is, and arms."""
    controls: Iterable[str] = (one.title for one in project.experiments.values() if one.control_policy == policy)
    variants: Iterable[str] = (one.title for one in project.variants.values() if one.policy == policy)
    return (*controls, *variants)
