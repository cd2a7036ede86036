"""New projects from what ships: examples, frameworks, and personas of the library."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import TypeVar

from app.project.builders import add_record, new_id, set_field
from app.project.canonical import text_of
from app.project.edits import Edit, apply, compose
from app.project.model import Header, Project
from app.project.ordering import keys
from app.project.reading import loads
from maps.examples.reader import EXAMPLES, example_project
from maps.frameworks.reader import Framework, framework, framework_keys, phase_titles
from maps.model import JourneyMap, Lane, Phase, Stage
from personas.library.reader import library_keys, library_persona
from personas.problems import FootfallError, finding
from personas.records import Language, PhaseKind, Record

PRIORITIES: dict[PhaseKind, int] = {"before": 0, "browse": 10, "search": 20, "choose": 30, "checkout": 40, "after": 5}
"""Priority that a new project gives its phases: nearer to the order speaks first."""
T = TypeVar("T")

__all__ = [
    "EXAMPLES", "add_library_persona", "framework_keys", "library_keys", "new_from_example", "new_from_framework",
]  # fmt: skip


def new_from_example(key: str, language: Language = "en") -> Project:
    """A copy of a shipped example. FootfallError, naming what ships, when there is none of this name."""
    data = _shipped(EXAMPLES, key, "example", lambda: example_project(key, language))
    return loads(text_of(data), f"example {key}").project


def new_from_framework(
    key: str, language: Language = "en", *, title: str = "", personas: Iterable[str] = (), created: str | None = None
) -> Project:
    """A new project with one map: the stages and rows of a framework, its six phases, and personas of the library.

    `created` is the UTC moment written into it; None is now. FootfallError, naming what ships, for unknown names.
    """
    plan = _shipped(framework_keys(), key, "framework", lambda: framework(key, language))
    moment = datetime.now(UTC).isoformat(timespec="seconds") if created is None else created
    project = Project(project=Header(title=title or plan.title, language=language, created=moment))
    phases: dict[PhaseKind, str] = {}
    titles = phase_titles(language)
    for order, (kind, name) in zip(keys(len(titles)), titles.items(), strict=True):
        phase = Phase(title=name, kind=kind, priority=PRIORITIES[kind], order=order)
        project, phases[kind] = _added(project, "phases", phase)
    journey = JourneyMap(title=title or plan.title, framework=key, language=language)
    project, map_id = _added(project, "maps", journey)
    project = apply(project, set_field(project, "project", "", ("main_map",), map_id))
    project = _filled(project, plan, map_id, phases)
    for name in personas:
        project = apply(project, add_library_persona(project, name, language, map_id))
    return project


def _filled(project: Project, plan: Framework, map_id: str, phases: dict[PhaseKind, str]) -> Project:
    for order, stage in zip(keys(len(plan.stages)), plan.stages, strict=True):
        row = Stage(map=map_id, title=stage.title, phase=phases[stage.phase], goals=stage.goals, order=order)
        project, _ = _added(project, "stages", row)
    for order, lane in zip(keys(len(plan.lanes)), plan.lanes, strict=True):
        project, _ = _added(project, "lanes", Lane(map=map_id, kind=lane.kind, title=lane.title, order=order))
    return project


def _added(project: Project, table: str, record: Record) -> tuple[Project, str]:
    made = new_id(project, table)
    return apply(project, add_record(project, table, made, record)), made


def add_library_persona(
    project: Project, key: str, language: Language = "en", map_id: str | None = None, label: str = "add-persona"
) -> Edit:
    """The edit that copies a shipped persona into a project, with its sources, and puts it on a map when one is named.

    Sources that the project holds already are not added again. FootfallError for an unknown name.
    """
    shipped = _shipped(library_keys(), key, "persona", lambda: library_persona(key, language))
    persona_id = new_id(project, "personas")
    steps = [
        add_record(project, "sources", source, record, label)
        for source, record in shipped.sources.items()
        if source not in project.sources
    ]
    persona = shipped.persona.model_copy(update={"library": key})
    steps.append(add_record(project, "personas", persona_id, persona, label))
    if map_id is not None:
        weight = persona.traits.weight.value
        steps.append(set_field(project, "maps", map_id, ("personas", persona_id), weight, label))
    return compose(steps, label)


def _shipped(known: tuple[str, ...], key: str, kind: str, read: Callable[[], T]) -> T:
    """What ships under a name; an unknown one is the user's mistake, a file that is missing would be ours."""
    if key not in known:
        raise FootfallError(
            findings=(
                finding(
                    "error",
                    f"no-{kind}",
                    kind,
                    "nothing ships under the name {name}.",
                    "Choose one of: {known}.",
                    name=key,
                    known=", ".join(known),
                ),
            )
        )
    return read()
