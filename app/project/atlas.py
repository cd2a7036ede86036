"""The maps of a project: a new one, a copy, a to-be copy, one from a file, their order, and which is the main one.

Each maker reads a project and returns an edit, with the id of the map it makes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.project.builders import add_record, in_order, move, new_id, remove_record, set_field
from app.project.edits import HEADER, Edit, apply, compose
from app.project.excerpts import map_excerpt
from app.project.model import Project
from app.project.ordering import between, keys
from app.project.renewal import Tables, added, fresh_names
from maps.frameworks.reader import framework, phase_titles
from maps.model import JourneyMap, Lane, Phase, Stage
from personas.records import FrozenMap, Language, PhaseKind, Record

OF_A_MAP = ("maps", "stages", "lanes", "touchpoints", "links", "cards", "pains", "opportunities", "metrics")


@dataclass(frozen=True)
class MadeMap:
    """An edit that makes a map, and that map's id."""

    edit: Edit
    map: str


def order_after(project: Project, map_id: str) -> str:
    """A key that puts a map behind `map_id`, or at the end when there is no such map."""
    listed = in_order(project.maps)
    if map_id not in project.maps:
        return between(max((project.maps[key].order for key in listed), default=""))
    at = listed.index(map_id) + 1
    low = project.maps[map_id].order
    high = project.maps[listed[at]].order if at < len(listed) else None
    try:
        return between(low, high)
    except ValueError:  # two maps with the same key: behind them all is still behind this one
        return between(max(project.maps[key].order for key in listed))


def phases_for(project: Project, kinds: Mapping[str, Phase], label: str) -> tuple[Edit, dict[str, str]]:
    """Phases of the project that stand for those of another place; what is missing is added.

    `kinds` are phases by the id they have there; the answer's second part maps those ids to ids of this project.
    """
    names: dict[str, str] = {}
    steps: list[Edit] = []
    for key in in_order(kinds):
        wanted = kinds[key]
        same = [own for own in in_order(project.phases) if project.phases[own].kind == wanted.kind]
        named = [own for own in same if project.phases[own].title.casefold() == wanted.title.casefold()]
        if named or same:
            names[key] = (named or same)[0]
            continue
        last = max((row.order for row in project.phases.values()), default="")
        made = new_id(project, "phases")
        step = add_record(project, "phases", made, wanted.model_copy(update={"order": between(last)}), label)
        project = apply(project, step)
        steps.append(step)
        names[key] = made
    return compose(steps, label), names


def framework_map(
    project: Project, key: str, language: Language, title: str = "", *, after: str = "", label: str = "add-map"
) -> MadeMap:
    """A new map with the stages and rows of a framework. KeyError when nothing ships under that name."""
    from app.project.examples import PRIORITIES

    plan = framework(key, language)
    titles = phase_titles(language)
    wanted: dict[str, Phase] = {
        kind: Phase(title=titles[kind], kind=kind, priority=PRIORITIES[kind], order=order)
        for order, kind in zip(keys(len(titles)), titles, strict=True)
    }
    used = {stage.phase for stage in plan.stages}
    phases, names = phases_for(project, {kind: row for kind, row in wanted.items() if kind in used}, label)
    steps = [phases] if phases else []
    project = apply(project, phases)
    map_id = new_id(project, "maps")
    row = JourneyMap(
        title=title or plan.title, framework=key, language=language, order=order_after(project, after),
        personas=_personas_of(project, after),
    )  # fmt: skip
    records: list[tuple[str, Record]] = [("maps", row)]
    for order, stage in zip(keys(len(plan.stages)), plan.stages, strict=True):
        phase = _phase(names, stage.phase)
        records.append(("stages", Stage(map=map_id, title=stage.title, phase=phase, goals=stage.goals, order=order)))
    for order, lane in zip(keys(len(plan.lanes)), plan.lanes, strict=True):
        records.append(("lanes", Lane(map=map_id, kind=lane.kind, title=lane.title, order=order)))
    for table, record in records:
        step = add_record(project, table, map_id if table == "maps" else new_id(project, table), record, label)
        project = apply(project, step)
        steps.append(step)
    if project.project.main_map is None:
        steps.append(make_main(project, map_id, label))
    return MadeMap(compose(steps, label), map_id)


def _phase(names: Mapping[str, str], kind: PhaseKind) -> str:
    return names[kind]


def _personas_of(project: Project, map_id: str) -> FrozenMap[str, float]:
    """A new map begins with the people of the one it was made beside."""
    found = project.maps.get(map_id)
    return found.personas if found is not None else FrozenMap()


def own_tables(project: Project, map_id: str) -> Tables:
    """The records of a map, by table. KeyError when there is no such map."""
    excerpt = map_excerpt(project, map_id)
    return {table: {key: getattr(project, table)[key] for key in getattr(excerpt, table)} for table in OF_A_MAP}


def copy_map(project: Project, map_id: str, title: str, *, to_be: bool = False, label: str = "copy-map") -> MadeMap:
    """A copy of a map under new ids, behind it. With `to_be` every record says which one it is a copy of.

    A plain copy keeps what the original was itself based on, so that it can be compared with the same map.
    """
    tables = {table: dict(rows) for table, rows in own_tables(project, map_id).items()}
    change: dict[str, object] = {"title": title, "order": order_after(project, map_id)}
    if to_be:
        for rows in tables.values():
            for key, row in rows.items():
                if "based_on" in type(row).model_fields:
                    rows[key] = row.model_copy(update={"based_on": None})
        change["maturity"] = "to-be"
    tables["maps"] = {map_id: tables["maps"][map_id].model_copy(update=change)}
    names = fresh_names(project, tables)
    edit = added(project, tables, names, label)
    if to_be:
        edit = _based(edit, {new: key for (_table, key), new in names.items()})
    return MadeMap(edit, names[("maps", map_id)])


def _based(edit: Edit, originals: Mapping[str, str]) -> Edit:
    """The same records, each saying which one it is a copy of."""
    from dataclasses import replace

    changes = []
    for change in edit.changes:
        row = change.after
        if "based_on" in type(row).model_fields:
            row = row.model_copy(update={"based_on": originals[change.id]})
        changes.append(replace(change, after=row))
    return Edit(edit.label, tuple(changes))


def make_main(project: Project, map_id: str, label: str = "main-map") -> Edit:
    """Let a map open first."""
    return set_field(project, HEADER, "", ("main_map",), map_id, label)


def remove_map(project: Project, map_id: str, label: str = "remove-map") -> Edit:
    """Take a map away with all that belongs to it; what was the main map is followed by the first that is left."""
    edit = remove_record(project, "maps", map_id, label)
    left = apply(project, edit)
    if project.project.main_map == map_id and left.maps:
        return compose((edit, make_main(left, in_order(left.maps)[0], label)), label)
    return edit


def move_map(project: Project, map_id: str, index: int, label: str = "move-map") -> Edit:
    """Put a map at `index` among the maps of the project."""
    others = [key for key in in_order(project.maps) if key != map_id]
    return move(project, "maps", map_id, others, max(0, min(index, len(others))), label)
