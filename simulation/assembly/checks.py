"""What keeps a scenario from being simulated: each problem named once, with its place and how to mend it."""

from __future__ import annotations

from personas.problems import Finding
from simulation.assembly import people, rules, site
from simulation.scenario import Arm, Scenario

ROUNDING = 1e-9
"""Shares that add to one on paper may miss it by this much in a computer."""


def check(scenario: Scenario) -> tuple[Finding, ...]:
    """Everything that keeps the scenario from being simulated (errors), and what is worth knowing (warnings)."""
    found: list[Finding] = []
    if not people.weights_of(scenario.slice):
        found.append(
            Finding("error", "nobody-travels", f"maps.{scenario.slice.id}.personas", "nobody travels this map",
                    "give at least one persona a weight above zero")
        )  # fmt: skip
    techniques = rules.mechanics(scenario.techniques)
    for arm in (*scenario.arms, scenario.status_quo):
        found += _site_findings(scenario, arm)
        found += rules.not_built(scenario, arm, techniques)
    return tuple({(one.code, one.path, one.message): one for one in found}.values())


def _site_findings(scenario: Scenario, arm: Arm) -> list[Finding]:
    here = site.site_of(scenario, arm)
    found: list[Finding] = []
    where = f"maps.{here.slice.id}"
    if not here.cards:
        return [Finding("error", "nothing-walked", where, "no touchpoint of this map is a page of a visit",
                        "give the pages of the site their page type")]  # fmt: skip
    if not any(site.ends_visit(point) for point in here.cards.values()):
        found.append(Finding("error", "no-conversion", where, "no page of this map is a conversion",
                             "give the last page the goal 'order'"))  # fmt: skip
    if not any(weight > 0 for point in here.cards.values() for weight in point.entry.values()):
        found.append(Finding("error", "no-entry", where, "no visit starts anywhere on this map",
                             "give the pages where visits start an entry share"))  # fmt: skip
    for name, point in here.cards.items():
        if point.desk is not None and arm is not scenario.status_quo:
            found.append(Finding("error", "desk-later", f"touchpoints.{name}.desk",
                                 f"waiting at the desk of '{point.title}' is not simulated in this version",
                                 "leave the desk out", {"touchpoint": point.title}))  # fmt: skip
    return found + _share_findings(scenario, here, arm)


def _share_findings(scenario: Scenario, here: site.Site, arm: Arm) -> list[Finding]:
    """Cards whose shares add to more than one, and changes that name what is not there."""
    found: list[Finding] = []
    personas = list(people.weights_of(scenario.slice)) or [""]
    for name, point in here.cards.items():
        mine = [(key, link) for start, _, key, link in here.links.values() if start == name]
        for persona in personas:
            total = 0.0
            for key, link in mine:
                change = arm.changes.get(link.from_touchpoint)
                changed = change.shares.get(key) if change else None
                total += (changed or link.share_by_persona.get(persona, link.share)).value
            if total > 1 + ROUNDING:
                found.append(Finding("error", "shares-over-one", f"touchpoints.{name}",
                                     f"the shares of the links from '{point.title}' add to {total:.3f}",
                                     "make them add to 1 at most", {"touchpoint": point.title, "total": f"{total:.3f}"}))  # fmt: skip
                break
    for key, change in arm.changes.items():
        for pain in change.pains_removed:
            if here.pain(pain) is None:
                found.append(Finding("error", "pain-missing", f"arms.{arm.id}.changes.{key}",
                                     f"the pain point {pain} is not on this map", "name one that is", {"pain": pain}))  # fmt: skip
    return found
