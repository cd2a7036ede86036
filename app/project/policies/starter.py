"""Something to begin with: three rules that answer the doubt of their phase, and the phases and audiences they need."""

from __future__ import annotations

from dataclasses import dataclass

from app.project.builders import add_record, in_order, new_id
from app.project.edits import Edit, apply, compose, difference
from app.project.examples import PRIORITIES
from app.project.model import Project
from app.project.ordering import between, keys
from app.project.policies.rules import Made, new_rule
from app.project.policies.scenarios import add_policy
from app.project.policies.segments import add_segment
from maps.frameworks.reader import phase_titles
from maps.model import Phase
from personas.records import PHASE_KINDS, FrozenMap, PhaseKind
from simulation.policy.model import AUDIENCE_KINDS, SCORE_FROM, Audience, AudienceKind, Rule, Trigger

AUDIENCE_PRIORITIES: dict[AudienceKind, int] = {"unknown": 0, "orientating": 10, "buying": 20, "exclude": 1000}
"""Priority that a new project gives its audiences: nearer to buying speaks first; exclude outranks all."""
_SCORED: frozenset[AudienceKind] = frozenset({"orientating", "buying"})


@dataclass(frozen=True)
class Names:
    """What things are called in the language of the project: audiences by kind, the policy, its rules, the segment."""

    audiences: dict[AudienceKind, str]
    policy: str
    reminder: str
    reviews: str
    reassurance: str
    returning: str


def add_phases(project: Project) -> Edit:
    """The six phases, where the project has none."""
    titles = phase_titles(project.project.language)
    orders = dict(zip(titles, keys(len(titles)), strict=True))
    return _added(
        project,
        "phases",
        [
            Phase(title=titles[kind], kind=kind, priority=PRIORITIES[kind], order=orders[kind])
            for kind in PHASE_KINDS
            if kind in titles
        ],
    )


def add_audiences(project: Project, names: dict[AudienceKind, str]) -> Edit:
    """The four audiences, where the project has none."""
    orders = dict(zip(AUDIENCE_KINDS, keys(len(AUDIENCE_KINDS)), strict=True))
    return _added(
        project,
        "audiences",
        [
            Audience(
                title=names[kind],
                kind=kind,
                priority=AUDIENCE_PRIORITIES[kind],
                score_from=SCORE_FROM[kind] if kind in _SCORED else None,
                order=orders[kind],
            )
            for kind in AUDIENCE_KINDS
        ],
    )


def _added(project: Project, table: str, records: list[Phase] | list[Audience]) -> Edit:
    if getattr(project, table):
        return Edit("starter")
    steps = []
    for record in records:
        edit = add_record(project, table, new_id(project, table), record, "starter")
        project = apply(project, edit)
        steps.append(edit)
    return compose(steps, "starter")


def groundwork(project: Project, names: dict[AudienceKind, str]) -> Edit:
    """The phases and audiences that a matrix needs, where they are missing."""
    first = add_phases(project)
    second = add_audiences(apply(project, first), names)
    return compose([edit for edit in (first, second) if edit], "starter")


def empty_policy(project: Project, title: str, names: dict[AudienceKind, str]) -> Made:
    """A policy without rules, with the phases and audiences it needs."""
    ground = groundwork(project, names)
    made = add_policy(apply(project, ground), title)
    return Made(compose([edit for edit in (ground, made.edit) if edit], "starter"), made.id)


def starter(project: Project, names: Names, map_id: str = "") -> Made:
    """Three rules: a reminder on coming back, reviews while choosing, help for who hesitates at the checkout."""
    start = project
    project = apply(project, groundwork(project, names.audiences))
    segment = _returning(project)
    if not segment:
        added = add_segment(project, names.returning)
        project, segment = apply(project, added.edit), added.id
    policy = add_policy(project, names.policy)
    project = apply(project, policy.edit)
    buying = _audiences(project, "orientating", "buying")
    for technique, title, kind, limits in (
        ("reminder", names.reminder, "search", {"segments": FrozenMap({segment: True}), "cooldown_pages": 2,
                                               "trigger": Trigger()}),
        ("reviews", names.reviews, "choose", {"audiences": buying}),
        ("reassurance", names.reassurance, "checkout", {}),
    ):  # fmt: skip
        project = _with_rule(project, policy.id, technique, title, kind, limits, map_id)  # type: ignore[arg-type]  # a literal of the table above
    return Made(difference(start, project, "starter"), policy.id)


def _with_rule(
    project: Project, policy: str, technique: str, title: str, kind: PhaseKind, limits: dict[str, object], map_id: str
) -> Project:
    rule = new_rule(project, policy, technique, title, None, map_id)
    phases = {key: True for key in in_order(project.phases) if project.phases[key].kind == kind}
    order = between(max((one.order for one in project.rules.values()), default=""))
    whole: Rule = rule.model_copy(update={"phases": FrozenMap(phases), "priority": 10, "order": order, **limits})
    return apply(project, add_record(project, "rules", new_id(project, "rules"), whole, "starter"))


def _audiences(project: Project, *kinds: AudienceKind) -> FrozenMap[str, bool]:
    return FrozenMap({key: True for key in in_order(project.audiences) if project.audiences[key].kind in kinds})


def _returning(project: Project) -> str:
    """A segment that is just 'has been here before', where there is one already."""
    for key in in_order(project.segments):
        held = list(project.segments[key].conditions.values())
        if len(held) == 1 and held[0].field == "returning" and held[0].test == "is" and held[0].number == 1.0:
            return key
    return ""
