"""Makers of edits for what rules speak to: phases and audiences renamed, added and removed, and the score card.

Shops have their own phases and their own names for them. The engine and the catalogue go by the canonical kind, so a
phase may be called anything as long as it says which kind it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from app.project.builders import add_record, in_order, new_id, remove_record, set_field
from app.project.edits import Edit, apply
from app.project.examples import PRIORITIES
from app.project.model import Project
from app.project.ordering import between
from app.project.policies.rules import Made
from maps.model import Phase
from personas.records import PHASE_KINDS, Channel, FrozenMap, PhaseKind
from simulation.policy.model import AUDIENCE_KINDS, Audience, AudienceKind, ScoreCard

Table = Literal["phases", "audiences"]
EVENTS: tuple[str, ...] = (
    "page", "product", "long_look", "info", "reviews", "compare", "basket", "details", "payment", "return",
    "return_visit",
)  # fmt: skip
"""What a score card can give points for, in the order in which it happens."""
SCORED: tuple[PhaseKind, ...] = ("search", "choose", "checkout")
"""Phases that begin at a number of points; browse is what comes before."""
SEEN: tuple[AudienceKind, ...] = ("orientating", "buying")
"""Audiences that begin at a number of points; unknown is what comes before."""
_AUDIENCE_PRIORITY: dict[AudienceKind, int] = {"unknown": 0, "orientating": 10, "buying": 20, "exclude": 1000}


def set_points(project: Project, policy_id: str, event: str, points: float | None) -> Edit:
    """What an event is worth; none: the card gives nothing for it."""
    held = project.policies[policy_id].score_card.points
    changed = held.without(event) if points is None else held.set(event, points)
    return set_field(project, "policies", policy_id, ("score_card", "points"), changed, "score-card")


def set_phase_from(project: Project, policy_id: str, kind: PhaseKind, points: float | None) -> Edit:
    """From how many points a product is in a phase; none: never, except where the page itself says so."""
    held = project.policies[policy_id].score_card.phase_from
    changed = held.without(kind) if points is None else held.set(kind, points)
    return set_field(project, "policies", policy_id, ("score_card", "phase_from"), changed, "score-card")


def set_half_life(project: Project, policy_id: str, days: float) -> Edit:
    """In how many days points halve."""
    return set_field(project, "policies", policy_id, ("score_card", "half_life_days"), days, "score-card")


def set_long_look(project: Project, policy_id: str, seconds: float) -> Edit:
    """From how many seconds a look at a product counts as a long one."""
    return set_field(project, "policies", policy_id, ("score_card", "long_look_seconds"), seconds, "score-card")


def shipped_card(project: Project, policy_id: str) -> Edit:
    """The score card that Footfall ships, in place of the policy's own."""
    return set_field(project, "policies", policy_id, ("score_card",), ScoreCard(), "score-card")


def audience_of(project: Project, kind: AudienceKind) -> str:
    """The audience from whose score this kind begins: the lowest one; empty when there is none."""
    mine = [key for key in in_order(project.audiences) if project.audiences[key].kind == kind]
    return min(mine, key=lambda key: project.audiences[key].from_score(), default="")


def set_audience_from(project: Project, audience_id: str, points: float | None) -> Edit:
    """From how many points of a visit somebody is in an audience; none: as its kind has it."""
    return set_field(project, "audiences", audience_id, ("score_from",), points, "audience")


def rename(project: Project, table: Table, record_id: str, title: str) -> Edit:
    """Another name for a phase or an audience."""
    return set_field(project, table, record_id, ("title",), title, "rename-kind")


def set_kind(project: Project, table: Table, record_id: str, kind: str) -> Edit:
    """What a phase or an audience is to the engine."""
    return set_field(project, table, record_id, ("kind",), kind, "kind")


def set_priority(project: Project, table: Table, record_id: str, priority: int) -> Edit:
    """Which of several speaks first: the higher one."""
    return set_field(project, table, record_id, ("priority",), priority, "priority")


def add_phase(project: Project, title: str, kind: PhaseKind) -> Made:
    """A phase of a kind, behind the last one of its kind or of those before it, as high as its kind is by default."""
    key = new_id(project, "phases")
    rank = PHASE_KINDS.index(kind)
    held = in_order(project.phases)
    before = [one for one in held if PHASE_KINDS.index(project.phases[one].kind) <= rank]
    place = held.index(before[-1]) + 1 if before else 0
    order = _order([project.phases[one].order for one in held], place)
    alike = [project.phases[one].priority for one in held if project.phases[one].kind == kind]
    phase = Phase(title=title, kind=kind, priority=max(alike, default=PRIORITIES[kind]), order=order)
    return Made(add_record(project, "phases", key, phase, "add-phase"), key)


def add_audience(project: Project, title: str, kind: AudienceKind) -> Made:
    """An audience of a kind, behind those of its kind or of those below it."""
    key = new_id(project, "audiences")
    rank = AUDIENCE_KINDS.index(kind)
    held = in_order(project.audiences)
    before = [one for one in held if AUDIENCE_KINDS.index(project.audiences[one].kind) <= rank]
    place = held.index(before[-1]) + 1 if before else 0
    order = _order([project.audiences[one].order for one in held], place)
    alike = [project.audiences[one].priority for one in held if project.audiences[one].kind == kind]
    audience = Audience(title=title, kind=kind, priority=max(alike, default=_AUDIENCE_PRIORITY[kind]), order=order)
    return Made(add_record(project, "audiences", key, audience, "add-audience"), key)


def _order(orders: list[str], place: int) -> str:
    """A key at this place among keys in order; at the end where there is no room between two."""
    low = orders[place - 1] if place else ""
    try:
        return between(low, orders[place] if place < len(orders) else None)
    except ValueError:
        return between(max(orders, default=""))


def exclude_customers(project: Project, audience_id: str, customers: bool) -> Edit:
    """Whether existing customers are left alone."""
    return set_field(project, "audiences", audience_id, ("customers",), customers, "audience")


def exclude_channel(project: Project, audience_id: str, channel: Channel, out: bool) -> Edit:
    """Whether visitors of an arrival channel are left alone."""
    held = project.audiences[audience_id].channels
    changed: FrozenMap[Channel, Literal[True]] = held.set(channel, True) if out else held.without(channel)
    return set_field(project, "audiences", audience_id, ("channels",), changed, "audience")


def channels(project: Project) -> tuple[Channel, ...]:
    """Arrival channels that the maps, the personas or an audience know."""
    found = {key for point in project.touchpoints.values() for key in (*point.entry, *point.entry_return)}
    found |= {key for one in project.personas.values() for key in one.traits.channels}
    found |= {key for one in project.audiences.values() for key in one.channels}
    return tuple(sorted(found - {"all"}))


@dataclass(frozen=True)
class Consequence:
    """What removing a phase or an audience means.

    silenced: rules that were for it alone, and are switched off. narrowed: rules that lose it and keep others.
    stages: stages that stood for it, and stand for none then. last: nothing of its kind is left.
    """

    silenced: tuple[str, ...]
    narrowed: tuple[str, ...]
    stages: tuple[str, ...]
    last: bool


def removal(project: Project, table: Table, record_id: str) -> tuple[Edit, Consequence]:
    """The edit that removes a phase or an audience, and what it means, read from what the edit does."""
    edit = remove_record(project, table, record_id, "remove-phase" if table == "phases" else "remove-audience")
    after = apply(project, edit)
    named = {
        key: rule
        for key, rule in project.rules.items()
        if record_id in (rule.phases if table == "phases" else rule.audiences)
    }
    silenced = tuple(key for key, rule in named.items() if rule.on and not after.rules[key].on)
    narrowed = tuple(key for key, rule in named.items() if rule.on and after.rules[key].on)
    stages = tuple(key for key, stage in project.stages.items() if table == "phases" and stage.phase == record_id)
    rows = after.phases if table == "phases" else after.audiences
    kind = (project.phases if table == "phases" else project.audiences)[record_id].kind
    return edit, Consequence(silenced, narrowed, stages, all(one.kind != kind for one in rows.values()))
