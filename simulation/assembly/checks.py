"""What keeps a scenario from being simulated: each problem named once, with its place and how to mend it."""

from __future__ import annotations

from maps import graph, soundness
from personas.problems import Finding
from simulation.assembly import capacity, people, rules, site
from simulation.scenario import Arm, Scenario

ROUNDING = 1e-9
"""Shares that add to one on paper may miss it by this much in a computer."""


def check(scenario: Scenario) -> tuple[Finding, ...]:
    """Everything that keeps the scenario from being simulated (errors), and what is worth knowing (warnings)."""
    found: list[Finding] = []
    if not people.weights_of(scenario.slice):
        where = f"maps.{scenario.slice.id}.personas"
        mend = "give at least one persona a weight above zero"
        found.append(_error("nobody-travels", where, "nobody travels this map", mend))
    techniques = rules.mechanics(scenario.techniques)
    for arm in (*scenario.arms, scenario.status_quo):
        found += _site_findings(scenario, arm)
        found += rules.not_built(scenario, arm, techniques)
    found += capacity.findings(scenario, [site.site_of(scenario, arm) for arm in (*scenario.arms, scenario.status_quo)])
    return tuple({(one.code, one.path, one.message): one for one in found}.values())


def _site_findings(scenario: Scenario, arm: Arm) -> list[Finding]:
    here = site.site_of(scenario, arm)
    where = f"maps.{here.slice.id}"
    if not here.cards:
        return [
            _error(
                "nothing-walked",
                where,
                "no touchpoint of this map is a page of a visit",
                "give the pages of the site their page type",
            )
        ]
    found: list[Finding] = []
    if not any(site.ends_visit(point) for point in here.cards.values()):
        found.append(
            _error("no-conversion", where, "no page is a conversion", "give the last page of a visit the goal 'order'")
        )
    if not any(weight > 0 for point in here.cards.values() for weight in point.entry.values()):
        found.append(
            _error("no-entry", where, "no visit starts anywhere", "give the pages where visits start an entry share")
        )
    found += soundness.crowded(here.slice)
    found += _share_findings(scenario, here, arm)
    if not any(one.code == "shares-over-one" for one in found):
        found += [graph.no_way_out(here.slice, key) for key in graph.endless(here.slice)]
    return found + _change_findings(here, arm)


def _share_findings(scenario: Scenario, here: site.Site, arm: Arm) -> list[Finding]:
    """Cards whose shares add to more than one."""
    found: list[Finding] = []
    sums = [_sums(here, arm, persona) for persona in people.weights_of(scenario.slice)]
    for name, point in (*here.cards.items(), *here.outer.items()):
        total = max((shares.get(name, 0.0) for shares in sums), default=0.0)
        if total > 1 + ROUNDING:
            found.append(
                _error(
                    "shares-over-one",
                    f"touchpoints.{name}",
                    f"the shares of the links from '{point.title}' add to {total:.3f}",
                    "make them add to 1 at most",
                    touchpoint=point.title,
                    total=f"{total:.3f}",
                )
            )
    return found


def _sums(here: site.Site, arm: Arm, persona: str) -> dict[str, float]:
    """Sum of the shares of every card's links, for one persona in one arm."""
    sums: dict[str, float] = {}
    for start, _, key, link in (*here.links.values(), *here.ways.values()):
        change = arm.changes.get(link.from_touchpoint)
        changed = change.shares.get(key) if change else None
        sums[start] = sums.get(start, 0.0) + (changed or link.share_by_persona.get(persona, link.share)).value
    return sums


def _change_findings(here: site.Site, arm: Arm) -> list[Finding]:
    """Changes that name what is not there."""
    return [
        _error(
            "pain-missing",
            f"arms.{arm.id}.changes.{key}",
            f"the pain point {pain} is not on this map",
            "name one that is",
            pain=pain,
        )
        for key, change in arm.changes.items()
        for pain in change.pains_removed
        if here.pain(pain) is None
    ]


def _error(code: str, path: str, message: str, mend: str, **values: str) -> Finding:
    return Finding("error", code, path, message, mend, values)
