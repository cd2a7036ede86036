"""Rules that stay silent and thresholds that contradict one another: what could never happen, and why.

Nothing here stops a run: a rule that cannot speak does no harm, but whoever drew it believes that it does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from app.project import unheard
from app.project.conditions import at_odds, impossible
from app.project.explain import json_path
from app.project.model import Project
from maps.model import Touchpoint, World
from personas.problems import Finding, finding
from simulation.policy.catalogue import Target
from simulation.policy.model import Rule, Segment
from simulation.policy.reach import mechanics_of

LATER = ("after_abandonment", "scheduled")
"""Triggers that come when the visit is over."""
ON_PAGE: tuple[Target, ...] = ("push", "hold", "subscribe", "basket")
BETWEEN: tuple[Target, ...] = ("contact",)
FORMS = ("details", "payment")
LONGEST_STAY = 3600.0
"""Nobody counts as present for longer on one page, seconds."""
_SCORES = ("search", "choose", "checkout")


def findings(project: Project) -> tuple[Finding, ...]:
    """Everything that could never be heard, one finding per reason."""
    found = [*_audiences(project), *_score_cards(project)]
    for key, segment in project.segments.items():
        found += _segment(key, segment)
    for key, rule in project.rules.items():
        if rule.on:
            found += of_rule(project, key, rule)
    return tuple(found)


def _audiences(project: Project) -> Iterator[Finding]:
    """Whoever is buying was orientating before: its score may not come first."""
    from_score = {
        kind: min((one.from_score() for one in project.audiences.values() if one.kind == kind), default=None)
        for kind in ("orientating", "buying")
    }
    low, high = from_score["orientating"], from_score["buying"]
    if low is not None and high is not None and high <= low:
        late = next(key for key, one in sorted(project.audiences.items()) if one.kind == "orientating")
        yield finding(
            "warning",
            "thresholds-contradict",
            f"audiences.{late}.score_from",
            "nobody is ever '{audience}': from {low} points on a visitor counts as buying already.",
            "Let it begin below {high} points, or let buying begin later.",
            audience=project.audiences[late].title,
            low=f"{low:g}",
            high=f"{high:g}",
        )


def _score_cards(project: Project) -> Iterator[Finding]:
    """Phases of a score card that begin where a later one has begun already."""
    for key, policy in sorted(project.policies.items()):
        given = [(kind, policy.score_card.phase_from[kind]) for kind in _SCORES if kind in policy.score_card.phase_from]
        for (earlier, low), (later, high) in pairwise(given):
            if high <= low:
                yield finding(
                    "warning",
                    "thresholds-contradict",
                    f"policies.{key}.score_card.phase_from.{earlier}",
                    "no product is ever seen in the phase {earlier}: {later} begins at {high} points and {earlier} at "
                    "{low}.",
                    "Let {earlier} begin at fewer points than {later}.",
                    earlier=earlier,
                    later=later,
                    low=f"{low:g}",
                    high=f"{high:g}",
                )


def _segment(key: str, segment: Segment) -> Iterator[Finding]:
    """Conditions that no visitor can meet, alone or together."""
    for name, one in segment.conditions.items():
        if impossible(one):
            yield finding(
                "warning",
                "condition-impossible",
                json_path(("segments", key, "conditions", name)),
                "no visitor meets this condition of the segment '{segment}'.",
                "Give it a value that occurs.",
                segment=segment.title,
            )
            return
    field = at_odds(segment.conditions.values())
    if field is not None:
        yield finding(
            "warning",
            "conditions-contradict",
            f"segments.{key}.conditions",
            "nobody is in the segment '{segment}': its conditions on {field} exclude one another.",
            "All conditions of a segment must hold; make two segments for 'one or the other'.",
            segment=segment.title,
            field=field,
        )


def of_rule(project: Project, key: str, rule: Rule) -> tuple[Finding, ...]:
    """Why one rule could never be heard: its moment, else nobody to hear it."""
    found = tuple(_of_moment(project, key, rule))
    silent = any(one.code == "never-speaks" for one in found)
    return found if silent else (*found, *unheard.of_rule(project, key, rule))


def _of_moment(project: Project, key: str, rule: Rule) -> Iterator[Finding]:
    mechanics = mechanics_of(rule.technique, project.techniques)
    if mechanics is None:
        return
    later = rule.trigger.kind in LATER
    if later and mechanics.target in ON_PAGE:
        yield _silent(
            key,
            rule,
            "the rule '{rule}' can never speak: it works on a page, and its moment is after the visit.",
            "Choose a moment on the page.",
        )
        return
    if not later and mechanics.target in BETWEEN and not _meets_outside(project, rule):
        yield _silent(
            key,
            rule,
            "the rule '{rule}' can never speak: it is sent between visits, and its moment is on a page.",
            "Choose a moment after the visit.",
        )
        return
    yield from _moments(project, key, rule, later=later)
    yield from _landing(project, key, rule, contact=mechanics.target in BETWEEN)


def _meets_outside(project: Project, rule: Rule) -> bool:
    """Whether the rule stands on a card outside the site, where an advertisement can be seen."""
    return any(project.touchpoints[one].page == "none" for one in rule.touchpoints if one in project.touchpoints)


def _moments(project: Project, key: str, rule: Rule, *, later: bool) -> Iterator[Finding]:
    """Moments that no visit of any map has."""
    cards = _cards(project, rule)
    worlds = [one.world for one in project.maps.values()]
    trigger = rule.trigger
    if trigger.kind == "long_on_form" and cards and not any(point.page in FORMS for point in cards):
        yield _silent(
            key,
            rule,
            "the rule '{rule}' can never speak: none of its cards is a form.",
            "Let it speak on a card with a form.",
        )
    if trigger.kind == "nth_view" and cards and not any(_about_a_product(point) for point in cards):
        yield _silent(
            key,
            rule,
            "the rule '{rule}' can never speak: none of its cards is about one product.",
            "Let it speak on a product page.",
        )
    if trigger.kind in {"idle", "long_on_form"} and trigger.seconds >= LONGEST_STAY:
        yield _silent(
            key,
            rule,
            "the rule '{rule}' can never speak: nobody stays on a page for so long.",
            "Ask for fewer seconds.",
        )
    mechanics = mechanics_of(rule.technique, project.techniques)
    if mechanics is not None and mechanics.target == "after":
        later = False  # the buyer need not come back, and is followed by a window of its own
        if (
            trigger.kind == "scheduled"
            and worlds
            and all(trigger.delay_hours >= 168.0 * one.after_weeks for one in worlds)
        ):
            yield _silent(
                key,
                rule,
                "the rule '{rule}' can never speak: nobody is followed for as long as its delay.",
                "Shorten the delay.",
            )
    if (later or trigger.kind == "return_visit") and worlds and not _come_back(worlds):
        yield _silent(
            key,
            rule,
            "the rule '{rule}' can never speak: every visitor comes only once.",
            "Allow more visits per visitor.",
        )
    elif later and worlds and all(trigger.delay_hours >= 24.0 * one.horizon_days for one in worlds):
        yield _silent(
            key,
            rule,
            "the rule '{rule}' can never speak: nobody is followed for as long as its delay.",
            "Shorten the delay.",
        )


def _landing(project: Project, key: str, rule: Rule, *, contact: bool) -> Iterator[Finding]:
    """A page that a message leads to and that nobody can come in by."""
    point = project.touchpoints.get(rule.landing or "")
    if point is None:
        return
    if not contact:
        yield finding(
            "warning",
            "leads-nowhere",
            f"rules.{key}.landing",
            "only what is sent between visits leads to a page, and the rule '{rule}' is not.",
            "Leave its landing page out.",
            rule=rule.title,
        )
    elif point.page == "none":
        yield finding(
            "warning",
            "leads-nowhere",
            f"rules.{key}.landing",
            "the rule '{rule}' leads to '{touchpoint}', which is no page of the site.",
            "Let it lead to a page, or to none.",
            rule=rule.title,
            touchpoint=point.title,
        )


def _cards(project: Project, rule: Rule) -> list[Touchpoint]:
    points: Mapping[str, Touchpoint] = project.touchpoints
    named = [points[one] for one in rule.touchpoints if one in points]
    if named:
        return named
    mechanics = mechanics_of(rule.technique, project.techniques)
    pages = mechanics.pages if mechanics is not None else ()
    return [point for point in points.values() if point.page != "none" and (not pages or point.page in pages)]


def _about_a_product(point: Touchpoint) -> bool:
    return point.product_focus if point.product_focus is not None else point.page == "product"


def _come_back(worlds: Iterable[World]) -> bool:
    return any(one.max_visits > 1 for one in worlds)


def _silent(key: str, rule: Rule, message: str, mend: str) -> Finding:
    return finding("warning", "never-speaks", f"rules.{key}.trigger", message, mend, rule=rule.title)
