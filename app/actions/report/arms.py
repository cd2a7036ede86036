"""What an arm of an experiment changes, in words."""

from __future__ import annotations

from app.project.model import Project
from app.words import name, number, percent, tr
from simulation.experiment.warnings import live_rules
from simulation.scenario import Arm, CardChange, Scenario


def what_changes(project: Project, scenario: Scenario, arm: Arm) -> tuple[str, ...]:
    """One sentence per change; what the control has and changes nothing: that nobody hears anything."""
    said: list[str] = []
    if arm.map is not None:
        said.append(tr("Visitors walk another map: {map}.", map=arm.map.map.title))
    for key in live_rules(arm):
        rule = arm.rules[key]
        technique = name("technique", rule.technique)
        if rule.message:
            said.append(
                tr("{rule} ({technique}): “{message}”", rule=rule.title, technique=technique, message=rule.message)
            )
        else:
            said.append(tr("{rule} ({technique})", rule=rule.title, technique=technique))
    if live_rules(arm):
        said.append(tr("How the phase is recognised: {mode}.", mode=name("mode", arm.mode)))
    for touchpoint, change in arm.changes.items():
        said += _card(project, scenario, touchpoint, change)
    for persona, traits in arm.traits.items():
        who = project.personas[persona].name if persona in project.personas else persona
        for field in type(traits).model_fields:
            value = getattr(traits, field)
            if value is not None:
                trait = name("trait", field)
                said.append(tr("{who}: {trait} becomes {value}.", who=who, trait=trait, value=number(value.value)))
    return tuple(said) or (tr("Nobody hears anything, and nothing is changed."),)


def _card(project: Project, scenario: Scenario, touchpoint: str, change: CardChange) -> list[str]:
    point = scenario.slice.touchpoints.get(touchpoint)
    where = point.title if point is not None else touchpoint
    said = []
    for pain in change.pains_removed:
        card = project.cards.get(project.pains[pain].card) if pain in project.pains else None
        said.append(tr("{where}: solved: {pain}", where=where, pain=card.text if card is not None else pain))
    if change.dwell is not None:
        said.append(tr("{where}: people stay {seconds} seconds.", where=where, seconds=number(change.dwell.value)))
    for key, share in change.shares.items():
        link = scenario.slice.links.get(key)
        end = scenario.slice.touchpoints.get(link.to_touchpoint) if link is not None else None
        target = end.title if end is not None else key
        to = percent(share.value, 1)
        said.append(tr("{where}: {share} go on to {target}.", where=where, share=to, target=target))
    for key, keeps in change.context.items():
        link = scenario.slice.links.get(key)
        end = scenario.slice.touchpoints.get(link.to_touchpoint) if link is not None else None
        target = end.title if end is not None else key
        said.append(
            tr("{where}: on the way to {target} what is known of the visitor is kept.", where=where, target=target)
            if keeps
            else tr("{where}: on the way to {target} what is known of the visitor is lost.", where=where, target=target)
        )
    return said
