"""Makers of edits for rules: add one to a cell, move it, order it, copy it, write its message.

Each reads a project and returns an `Edit`, or an edit with the id of what was made.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.project.builders import add_record, in_order, new_id, remove_record, set_field, set_record
from app.project.edits import Edit, compose
from app.project.model import Project
from app.project.ordering import between
from app.project.policies.cells import Cell, mechanics, natural_kinds, ranked, stands_for, stands_in
from app.project.policies.suggested import suggested
from maps.model import PageType
from personas.provenance import assumed
from personas.records import FrozenMap, Language
from simulation.policy.catalogue import Mechanics
from simulation.policy.model import Rule, Trigger, TriggerKind
from simulation.policy.reach import MOMENTS

HIGHEST = 1000
_STEP = 10
_IDLE, _LONG = 25.0, 60.0
_LANDS_ON: dict[str, tuple[PageType, ...]] = {
    "basket_mail": ("basket", "product"),
    "birthday_offer": ("home", "list", "product"),
    "welcome_mail": ("home", "landing", "list"),
    "nurture_mail": ("article", "list", "home"),
    "push_message": ("product", "list", "home"),
    "retargeting": ("product", "list", "home"),
}
"""Page types a message between visits leads to, the best first."""


@dataclass(frozen=True)
class Made:
    """An edit, and the id of what it makes."""

    edit: Edit
    id: str


def moments(how: Mechanics) -> tuple[TriggerKind, ...]:
    """The moments at which a technique can speak."""
    return MOMENTS[how.target]


def natural_trigger(project: Project, technique: str) -> Trigger:
    """The moment that belongs to a technique, with times a shop might begin with."""
    from simulation.evidence.catalogue import shipped

    how = mechanics(project, technique)
    fact = shipped().get(how.key)
    possible = moments(how)
    kind = fact.trigger if fact is not None and fact.trigger in possible else possible[0]
    return trigger_of(kind)


def trigger_of(kind: TriggerKind) -> Trigger:
    """A moment with times to begin with."""
    seconds = {"idle": _IDLE, "long_on_form": _LONG}.get(kind, 0.0)
    return Trigger(kind=kind, seconds=seconds, nth=2 if kind == "nth_view" else 1)


def landing(project: Project, technique: str, map_id: str = "") -> str | None:
    """The card that a message between visits leads to; none for what speaks on the page."""
    wanted = _LANDS_ON.get(mechanics(project, technique).key, ())
    points = [key for key in in_order(project.touchpoints) if map_id in ("", project.touchpoints[key].map)]
    for page in wanted:
        for key in points:
            if project.touchpoints[key].page == page:
                return key
    return None


def _texts(project: Project, technique: str) -> dict[Language, str]:
    how = mechanics(project, technique)
    return suggested(how.key)


def new_rule(
    project: Project, policy: str, technique: str, title: str, cell: Cell | None = None, map_id: str = ""
) -> Rule:
    """A rule with everything that belongs to its technique, for one cell or, without one, for all it can speak in."""
    how = mechanics(project, technique)
    own = project.project.language
    texts = _texts(project, technique)
    phase = project.phases.get(cell.phase) if cell is not None else None
    limited = phase is not None and phase.kind in natural_kinds(how)
    row = project.audiences.get(cell.audience) if cell is not None else None
    known = row is not None and (natural_kinds(how) != ("before",) or row.kind == "unknown")  # before a visit nobody is
    return Rule(
        policy=policy,
        title=title,
        technique=technique,
        phases=FrozenMap({cell.phase: True}) if cell is not None and limited else FrozenMap(),
        audiences=FrozenMap({cell.audience: True}) if cell is not None and known else FrozenMap(),
        trigger=natural_trigger(project, technique),
        message=texts.get(own, ""),
        messages=FrozenMap({tongue: text for tongue, text in texts.items() if tongue != own}),
        landing=landing(project, technique, map_id),
        cap_per_visit=how.caps,
        discount=assumed(how.discount) if how.discount > 0 else None,
        order=between(max((one.order for one in project.rules.values()), default="")),
    )


def add_rule(
    project: Project, policy: str, technique: str, title: str, cell: Cell | None = None, map_id: str = ""
) -> Made:
    """Add a rule behind those that speak in its cell already."""
    key = new_id(project, "rules")
    rule = new_rule(project, policy, technique, title, cell, map_id)
    own = in_cell(project, policy, cell) if cell is not None else list(ranked(project, policy))
    return _placed(project, policy, key, rule, own, len(own), "add-rule")


def in_cell(project: Project, policy: str, cell: Cell) -> list[str]:
    """The rules that stand in a cell, who wins first."""
    return [
        key
        for key in ranked(project, policy)
        if cell.phase in stands_in(project, project.rules[key])
        and cell.audience in stands_for(project, project.rules[key])
    ]


def duplicate_rule(project: Project, rule_id: str, title: str) -> Made:
    """A copy right behind the original."""
    original = project.rules[rule_id]
    key = new_id(project, "rules")
    copy = original.model_copy(
        update={"title": title, "order": between(max(one.order for one in project.rules.values()))}
    )
    own = list(ranked(project, original.policy))
    return _placed(project, original.policy, key, copy, own, own.index(rule_id) + 1, "duplicate-rule")


def _placed(
    project: Project, policy: str, key: str, rule: Rule, neighbours: Sequence[str], index: int, label: str
) -> Made:
    """Add a rule at a place among its neighbours; others get new priorities only where there is no room."""
    order = [one for one in ranked(project, policy) if one != key]
    at = order.index(neighbours[index - 1]) + 1 if index > 0 else 0
    order.insert(at, key)
    given = _priorities(order, {one: project.rules[one].priority for one in order if one != key}, key)
    steps = [add_record(project, "rules", key, rule.model_copy(update={"priority": given.pop(key)}), label)]
    steps += [set_field(project, "rules", one, ("priority",), value, label) for one, value in given.items()]
    return Made(compose(steps, label), key)


def reorder(project: Project, rule_id: str, cell: Cell, index: int) -> Edit:
    """Let a rule win at place `index` (0 first) among the rules of a cell it stands in."""
    rule = project.rules[rule_id]
    neighbours = [key for key in in_cell(project, rule.policy, cell) if key != rule_id]
    index = max(0, min(index, len(neighbours)))
    if in_cell(project, rule.policy, cell).index(rule_id) == index:
        return Edit("order-rules")
    order = [one for one in ranked(project, rule.policy) if one != rule_id]
    at = order.index(neighbours[index - 1]) + 1 if index > 0 else order.index(neighbours[0])
    order.insert(at, rule_id)
    given = _priorities(order, {one: project.rules[one].priority for one in order if one != rule_id}, rule_id)
    return compose(
        [set_field(project, "rules", one, ("priority",), value, "order-rules") for one, value in given.items()],
        "order-rules",
    )


def _priorities(order: Sequence[str], now: Mapping[str, int], placed: str) -> dict[str, int]:
    """Priorities, highest first in `order`, in which only `placed` is new where its neighbours leave room."""
    at = order.index(placed)
    above = now[order[at - 1]] if at > 0 else None
    below = now[order[at + 1]] if at + 1 < len(order) else None
    if above is None:
        wanted = (below if below is not None else 0) + _STEP
        if wanted <= HIGHEST:
            return {placed: wanted}
    elif below is None and above > 0:
        return {placed: max(0, above - _STEP)}
    elif below is not None and above - below > 1:
        return {placed: (above + below) // 2}
    step = max(1, min(_STEP, HIGHEST // max(1, len(order))))
    fresh = {one: min(HIGHEST, step * (len(order) - place)) for place, one in enumerate(order)}
    return {one: value for one, value in fresh.items() if now.get(one) != value}


def move_rule(project: Project, rule_id: str, source: Cell, target: Cell, *, keep: bool = False) -> Edit:
    """Take a rule from one cell to another: its phase and audience change; with `keep` it stands in both."""
    rule = project.rules[rule_id]
    phases, audiences = list(stands_in(project, rule)), list(stands_for(project, rule))
    steps = []
    for name, have, leave, arrive in (
        ("phases", phases, source.phase, target.phase),
        ("audiences", audiences, source.audience, target.audience),
    ):
        if leave != arrive:
            wanted = [one for one in have if one != leave or keep]
            wanted += [arrive] if arrive not in wanted else []
            steps.append((name, FrozenMap(dict.fromkeys(wanted, True))))
    changed = rule.model_copy(update=dict(steps))
    return set_record(project, "rules", rule_id, changed, "copy-rule" if keep else "move-rule")


def limit(project: Project, rule_id: str, field: str, wanted: Iterable[str], everything: Iterable[str]) -> Edit:
    """Let a rule hold for these phases, audiences, segments or cards; for all of them, or none, it has no limit."""
    chosen = tuple(wanted)
    every = set(everything)
    free = not chosen or (field in ("phases", "audiences") and set(chosen) == every)
    rule = project.rules[rule_id]
    changed = rule.model_copy(update={field: FrozenMap() if free else FrozenMap(dict.fromkeys(chosen, True))})
    return set_record(project, "rules", rule_id, changed, "rule-where")


def remove_rule(project: Project, rule_id: str) -> Edit:
    """Remove a rule."""
    return remove_record(project, "rules", rule_id, "remove-rule")


def set_technique(project: Project, rule_id: str, technique: str, titles: Mapping[str, str], map_id: str = "") -> Edit:
    """Another technique: moment, caps, discount and landing come along; title and text only where they were its own.

    `titles` is what every technique is called, to see whether the title was simply that of the old one.
    """
    rule = project.rules[rule_id]
    if rule.technique == technique:
        return Edit("rule-technique")
    how, before = mechanics(project, technique), _texts(project, rule.technique)
    texts, own = _texts(project, technique), project.project.language
    update: dict[str, object] = {
        "technique": technique,
        "trigger": rule.trigger if rule.trigger.kind in moments(how) else natural_trigger(project, technique),
        "landing": landing(project, technique, map_id),
        "cap_per_visit": how.caps,
        "discount": (rule.discount or assumed(how.discount)) if how.discount > 0 else None,
        "truthful": "unknown",
    }
    if rule.title == titles.get(rule.technique, ""):
        update["title"] = titles.get(technique, rule.title)
    if rule.message in ("", before.get(own, "")):
        update["message"] = texts.get(own, "")
        update["messages"] = FrozenMap({tongue: text for tongue, text in texts.items() if tongue != own})
    return set_record(project, "rules", rule_id, rule.model_copy(update=update), "rule-technique")


def text_in(project: Project, rule: Rule, tongue: Language) -> str:
    """The message in a language; empty when it was not written in that one yet."""
    return rule.message if tongue == project.project.language else rule.messages.get(tongue, "")


def set_text(project: Project, rule_id: str, tongue: Language, words: str) -> Edit:
    """Write the message in a language; the project's own is the one that counts where another is missing."""
    if tongue == project.project.language:
        return set_field(project, "rules", rule_id, ("message",), words, "rule-text")
    return set_field(project, "rules", rule_id, ("messages", tongue), words or None, "rule-text")
