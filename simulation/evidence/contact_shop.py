"""The reference shop with everybody within reach: where the effects of contacts are turned into strengths.

The reference shop itself, with an address and a login of every visitor, and one arm per kind of contact: one rule, a
day after what sets it off. A welcome mail and a birthday offer do to their receivers what a nurturing mail does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from personas.provenance import assumed
from personas.records import FrozenMap
from simulation.evidence.catalogue import shipped
from simulation.evidence.reference import POLICY, arm_id, reference
from simulation.policy.model import Policy, Rule, Trigger
from simulation.scenario import Arm, Scenario

DELAY = 24.0
"""Hours after which the reference shop speaks."""
SIMULATED_CONTACTS = ("basket_mail", "push_message", "retargeting", "nurture_mail")
"""Contacts that are simulated by themselves."""
ALIKE = {"welcome_mail": "nurture_mail", "birthday_offer": "nurture_mail"}
"""Contacts that do the same to the same people as another."""


def contact_shop(keys: Sequence[str] = SIMULATED_CONTACTS, *, delay: float = DELAY) -> Scenario:
    """The shop with a silent control and an arm per contact, sent `delay` hours after what sets it off."""
    shop = reference(())
    everybody = {"reachable": assumed(1.0), "login": assumed(1.0)}
    personas = {
        key: persona.model_copy(update={"traits": persona.traits.model_copy(update=everybody)})
        for key, persona in shop.slice.personas.items()
    }
    arms = [_arm(key, delay) for key in keys]
    return replace(shop, slice=replace(shop.slice, personas=personas), arms=(shop.arms[0], *arms))


def _arm(key: str, delay: float) -> Arm:
    rule = Rule(
        policy=POLICY,
        title=key,
        technique=key,
        trigger=Trigger(kind=shipped()[key].trigger, delay_hours=delay),
        touchpoints=FrozenMap(),
        truthful="yes",
    )
    return Arm(arm_id(key), arm_id(key), Policy(title=key), {"rule-contact0": rule}, "page-type", {})
