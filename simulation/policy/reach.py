"""When and for whom a rule may speak, as far as its record says it: what editing and the engine must agree on.

Light on purpose: no arrays. `simulation.assembly.rules` makes the arrays from the same functions.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from maps.model import Phase
from personas.model import Persona
from personas.records import PHASE_KINDS
from simulation.policy.catalogue import MECHANICS, Mechanics, Target
from simulation.policy.model import AUDIENCE_KINDS, Audience, Rule, Technique, TriggerKind
from simulation.world import Product

Side = Literal["site", "before", "after"]

ON_PAGE: tuple[TriggerKind, ...] = ("arrive", "nth_view", "return_visit", "idle", "long_on_form", "exit_intent")
BETWEEN: frozenset[TriggerKind] = frozenset({"after_abandonment", "scheduled"})
"""Triggers between visits."""
MOMENTS: dict[Target, tuple[TriggerKind, ...]] = {
    "push": ON_PAGE, "hold": ON_PAGE, "basket": ON_PAGE, "prime": ("arrive", "after_abandonment", "scheduled"),
    "after": ("arrive", "scheduled"), "subscribe": ON_PAGE, "contact": ("after_abandonment", "scheduled"),
}  # fmt: skip
"""When a technique may speak, by what it works on."""
SILENT = -1
"""The rank of a rule where it is not for somebody."""


def mechanics_of(technique: str, techniques: Mapping[str, Technique]) -> Mechanics | None:
    """The shipped technique that this one is, or is like; None when nobody knows it."""
    if technique in MECHANICS:
        return MECHANICS[technique]
    alike = next((one.like for _, one in sorted(techniques.items()) if one.key == technique and one.like), "")
    return MECHANICS.get(alike)


def side_of(how: Mechanics, trigger: TriggerKind) -> Side:
    """Where the cards lie on which such a rule may speak: on the site, before the first visit, or after an order."""
    if how.target == "prime":
        return "site" if trigger in BETWEEN else "before"
    return "after" if how.target == "after" else "site"


def phase_ranks(phases: Mapping[str, Phase], rule: Rule) -> list[int]:
    """Rank of the rule by phase kind, in the order of `PHASE_KINDS`; `SILENT` where it is not for that phase."""
    allowed = [one for key, one in phases.items() if not rule.phases or key in rule.phases]
    floor = 0 if not rule.phases else SILENT
    return [max((one.priority for one in allowed if one.kind == kind), default=floor) for kind in PHASE_KINDS]


def audience_ranks(audiences: Mapping[str, Audience], rule: Rule) -> list[int]:
    """Rank of the rule for unknown, orientating and buying; `SILENT` where it is not for them."""
    allowed = [one for key, one in audiences.items() if not rule.audiences or key in rule.audiences]
    floor = 0 if not rule.audiences else SILENT
    return [max((one.priority for one in allowed if one.kind == kind), default=floor) for kind in AUDIENCE_KINDS[:3]]


def by_rank(rules: Mapping[str, Rule], ids: Iterable[str]) -> list[str]:
    """Ids of rules from the last to speak to the first, within a phase and an audience: priority, then the lower id."""
    return sorted(sorted(ids, reverse=True), key=lambda key: rules[key].priority)


def product_named(text: str, products: Mapping[str, Product]) -> str | None:
    """Id of the product that a condition means by its id or its title; None when there is no such."""
    if text in products:
        return text
    return next((key for key in sorted(products) if products[key].title.casefold() == text.casefold()), None)


def shows(persona: Persona, text: str) -> bool:
    """Whether a persona has the interest or value that is named, by its key or by its words."""
    return any(
        text == key or text.casefold() == words.casefold()
        for traits in (persona.interests, persona.values)
        for key, words in traits.items()
    )


def guarded(persona: Persona, text: str) -> bool:
    """Whether the persona marks this interest or value, or the whole list it is in, as sensitive."""
    if text in persona.sensitive:
        return True
    for name, traits in (("interests", persona.interests), ("values", persona.values)):
        for key, words in traits.items():
            named = text == key or text.casefold() == words.casefold()
            if named and persona.sensitive.keys() & {name, key, f"{name}.{key}", words}:
                return True
    return False
