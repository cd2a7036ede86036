"""What the arms of an experiment change, in words: for the studio, the report and the command line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from app.project.edits import Edit
from app.project.experiments import change_arm, change_card, change_traits
from app.project.model import Project
from app.project.slices import SILENT
from app.words import name, number, percent, tr
from app.words.typed import written_time
from personas.provenance import Parameter, assumed
from personas.records import FrozenMap
from simulation.scenario import CardChange, TraitChange, Variant

Kind = Literal["share", "time", "number", ""]
SHARES = frozenset({"consent", "login", "reachable"})
"""Traits that are shares; the others are numbers."""


@dataclass(frozen=True)
class Line:
    """One thing an arm changes: its words, its number if it has one, and the edits that set it and take it out."""

    key: str
    words: str
    kind: Kind
    value: float | None
    remove: Callable[[Project], Edit]
    set: Callable[[Project, float], Edit] | None = None

    @property
    def whole(self) -> str:
        """The words with the number."""
        return self.words if self.value is None else f"{self.words} {written(self.kind, self.value)}"


def written(kind: Kind, value: float) -> str:
    """A number as it is read back."""
    if kind == "share":
        return percent(value, 0)
    return written_time(value) if kind == "time" else number(value, 2)


def lines(project: Project, arm: str) -> tuple[Line, ...]:
    """Everything an arm changes but its policy, mode and map."""
    variant = project.variants[arm]
    found: list[Line] = []
    for card, change in variant.card_changes.items():
        found += _of_card(project, arm, card, change)
    for persona, traits in variant.trait_changes.items():
        found += _of_persona(project, arm, persona, traits)
    for rule in variant.rules_off:
        title = project.rules[rule].title if rule in project.rules else rule
        rest = variant.rules_off.without(rule)

        def back(now: Project, rest: FrozenMap[str, Literal[True]] = rest) -> Edit:
            return change_arm(now, arm, rules_off=rest)

        found.append(Line(f"rule-{rule}", tr("without “{rule}”", rule=title), "", None, back))
    return tuple(found)


Do = Callable[[Project], Edit]
Put = Callable[[Project, float], Edit]


def _card(arm: str, card: str, **changes: Any) -> Do:
    return lambda now: change_card(now, arm, card, **changes)


def _dwell(arm: str, card: str) -> Put:
    return lambda now, value: change_card(now, arm, card, dwell=assumed(value))


def _share(arm: str, card: str, link: str, shares: FrozenMap[str, Parameter]) -> Put:
    return lambda now, value: change_card(now, arm, card, shares=shares.set(link, assumed(value)))


def _trait(arm: str, persona: str, trait: str) -> Put:
    return lambda now, value: change_traits(now, arm, persona, **{trait: assumed(value)})


def _no_trait(arm: str, persona: str, trait: str) -> Do:
    return lambda now: change_traits(now, arm, persona, **{trait: None})


def _of_card(project: Project, arm: str, card: str, change: CardChange) -> Iterator[Line]:
    at = project.touchpoints[card].title if card in project.touchpoints else card
    for pain in change.pains_removed:
        words = tr("“{pain}” solved", pain=pain_text(project, pain))
        yield Line(f"pain-{pain}", words, "", None, _card(arm, card, pains_removed=change.pains_removed.without(pain)))
    if change.dwell is not None:
        words = tr("time on “{card}”", card=at)
        yield Line(f"dwell-{card}", words, "time", change.dwell.value, _card(arm, card, dwell=None), _dwell(arm, card))
    for link, share in change.shares.items():
        words = tr("“{card}” → “{next}”", card=at, next=_end(project, link))
        gone = _card(arm, card, shares=change.shares.without(link))
        yield Line(f"share-{link}", words, "share", share.value, gone, _share(arm, card, link, change.shares))
    for link, kept in change.context.items():
        where = {"card": at, "next": _end(project, link)}
        known = tr("“{card}” → “{next}” keeps what is known", **where)
        lost = tr("“{card}” → “{next}” loses what is known", **where)
        gone = _card(arm, card, context=change.context.without(link))
        yield Line(f"context-{link}", known if kept else lost, "", None, gone)


def _of_persona(project: Project, arm: str, persona: str, change: TraitChange) -> Iterator[Line]:
    who = project.personas[persona].name if persona in project.personas else persona
    for trait in TraitChange.model_fields:
        value: Parameter | None = getattr(change, trait)
        if value is not None:
            words = f"{who}: {name('trait', trait)}"
            kind: Kind = "share" if trait in SHARES else "number"
            gone = _no_trait(arm, persona, trait)
            yield Line(f"trait-{persona}-{trait}", words, kind, value.value, gone, _trait(arm, persona, trait))


def _end(project: Project, link: str) -> str:
    found = project.links.get(link)
    return project.touchpoints[found.to_touchpoint].title if found is not None else link


def pain_text(project: Project, pain: str) -> str:
    """What a pain point says."""
    record = project.pains.get(pain)
    return project.cards[record.card].text if record is not None and record.card in project.cards else pain


def policy_words(project: Project, policy: str | None) -> str:
    """A policy by its title; none: nobody hears anything."""
    found = project.policies.get(policy or "")
    return tr("No messages") if found is None or found.title == SILENT else found.title


def arm_words(project: Project, arm: str) -> str:
    """What an arm changes, in one line; in a combination its factors are named."""
    variant = project.variants[arm]
    if len(variant.levels) > 1:
        return tr("both together") if len(variant.levels) == 2 else tr("all of these together")
    said = [*_whole(project, variant), *(line.whole for line in lines(project, arm))]
    return ", ".join(said) if said else tr("changes nothing yet")


def _whole(project: Project, variant: Variant) -> Iterator[str]:
    if variant.policy is not None:
        yield tr("says “{policy}”", policy=policy_words(project, variant.policy))
    if variant.mode is not None:
        yield name("mode", variant.mode)
    if variant.map is not None and variant.map in project.maps:
        yield tr("on the map “{map}”", map=project.maps[variant.map].title)
