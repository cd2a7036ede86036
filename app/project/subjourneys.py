"""Sub-journeys: a stage opens another map, never in a circle."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from app.project.atlas import MadeMap, framework_map
from app.project.builders import in_order, set_field
from app.project.edits import Edit, apply, compose
from app.project.explain import json_path
from app.project.model import Project
from personas.problems import FootfallError, finding
from personas.records import Language


def opened_by(project: Project, map_id: str) -> tuple[str, ...]:
    """The stages that open a map, in order of their maps and then as drawn."""
    found = [key for key, stage in project.stages.items() if stage.opens == map_id and stage.map in project.maps]
    maps = {key: place for place, key in enumerate(in_order(project.maps))}
    return tuple(sorted(found, key=lambda key: (maps[project.stages[key].map], project.stages[key].order, key)))


def below(project: Project, map_id: str) -> Iterator[str]:
    """Every map that can be reached by going in from `map_id`, itself first; each once, circles or not."""
    opens: dict[str, list[str]] = {}
    for key in in_order(project.stages):
        stage = project.stages[key]
        if stage.opens is not None:
            opens.setdefault(stage.map, []).append(stage.opens)
    seen, waiting = set(), [map_id]
    while waiting:
        here = waiting.pop()
        if here not in seen and here in project.maps:
            seen.add(here)
            yield here
            waiting += reversed(opens.get(here, []))


def can_open(project: Project, stage: str) -> tuple[str, ...]:
    """The maps a stage may open: all that do not lead back to its own."""
    own = project.stages[stage].map
    return tuple(key for key in in_order(project.maps) if own not in below(project, key))


def let_open(project: Project, stage: str, map_id: str | None, label: str = "sub-journey") -> Edit:
    """Let a stage open a map, or none. FootfallError when that would lead round in a circle."""
    if map_id is not None and project.stages[stage].map in below(project, map_id):
        where = json_path(("stages", stage, "opens"))
        message = "this sub-journey leads back to the map it is opened from."
        raise FootfallError(
            findings=(finding("error", "sub-journey-circle", where, message, "Open another map here, or none."),)
        )
    return set_field(project, "stages", stage, ("opens",), map_id, label)


def new_sub_journey(project: Project, stage: str, language: Language, label: str = "sub-journey") -> MadeMap:
    """A new map, called like the stage and with the same people, that the stage opens."""
    row = project.stages[stage]
    made = framework_map(project, "blank", language, row.title, after=row.map, label=label)
    opened = let_open(apply(project, made.edit), stage, made.map, label)
    return MadeMap(compose((made.edit, opened), label), made.map)


def way_to(project: Project, map_id: str, before: Collection[str] = ()) -> tuple[str, ...]:
    """The maps one comes through on the way to a map, the outermost first, the map itself last.

    Where several stages open it, the way through a map of `before` counts, else the first.
    """
    way = [map_id]
    while True:
        parents = [project.stages[key].map for key in opened_by(project, way[0])]
        parent = next((one for one in parents if one in before), next(iter(parents), ""))
        if not parent or parent in way:
            return tuple(way)
        way.insert(0, parent)
