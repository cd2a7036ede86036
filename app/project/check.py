"""Everything that is wrong with a project, as findings; never raises for content.

References first, then what the references make together (circles, maps that share cards), then each map on its own,
then policies and experiments. Errors come before warnings, warnings before notes; within those, by their place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from app.project import capacity_check, conflicts, ethics_check, experiment_check, policy_check, silence_check
from app.project.edits import HEADER, rows_of
from app.project.explain import json_path
from app.project.model import RECORD_TYPES, TABLES, Project
from app.project.slices import map_slice
from maps import soundness
from personas.problems import Finding, finding
from personas.records import Value, held, references

_RANK = {"error": 0, "warning": 1, "note": 2}
_ON_ONE_MAP = ("stages", "lanes", "touchpoints", "links", "cards")
_MOST_RUNS = 50


def check(project: Project) -> tuple[Finding, ...]:
    """Everything that is wrong with a project, one finding per problem, the gravest first."""
    found = [*dangling(project), *elsewhere(project), *_circles(project), *_rows(project)]
    if not project.maps:
        found.append(
            finding("note", "no-map-yet", "maps", "there is no map yet.", "Add one, or begin with an example.")
        )
    for key in project.maps:
        found += soundness.findings(map_slice(project, key))
    found += policy_check.findings(project)
    found += silence_check.findings(project)
    found += conflicts.findings(project)
    found += ethics_check.findings(project)
    found += capacity_check.findings(project)
    found += experiment_check.findings(project)
    return tuple(sorted(found, key=lambda one: (_RANK[one.severity], one.path)))


def dangling(project: Project) -> tuple[Finding, ...]:
    """One finding for every reference to a record that the project does not hold."""
    found = list(_dangling_in(project, (HEADER,), project.project))
    for table in TABLES:
        if references(RECORD_TYPES[table]):
            for key, record in rows_of(project, table).items():
                found += _dangling_in(project, (table, key), record)
    return tuple(found)


def _dangling_in(project: Project, where: tuple[str, ...], record: Value) -> Iterator[Finding]:
    for reference in references(type(record)):
        for one in held(record, reference):
            if one.id not in rows_of(project, reference.table):
                yield finding(
                    "error",
                    "dangling",
                    json_path((*where, *one.path)),
                    "it names {id}, which is not in {table}.",
                    "Remove this reference, or put the record back.",
                    id=one.id,
                    table=reference.table,
                )


def elsewhere(project: Project) -> Iterator[Finding]:
    """One finding for every reference between records of two maps where both ends must be on one."""
    for table in _ON_ONE_MAP:
        for reference in references(RECORD_TYPES[table]):  # type: ignore[index]  # names of tables, listed above
            if reference.table not in _ON_ONE_MAP or reference.field == "based_on":
                continue
            others = rows_of(project, reference.table)
            for key, record in rows_of(project, table).items():
                for one in held(record, reference):
                    other = others.get(one.id)
                    if other is not None and getattr(other, "map", "") != getattr(record, "map", ""):
                        yield finding(
                            "error",
                            "other-map",
                            json_path((table, key, *one.path)),
                            "it names {id}, which is on another map.",
                            "Let it name something on its own map.",
                            id=one.id,
                        )


def _circles(project: Project) -> Iterator[Finding]:
    """Maps that open one another in a circle, and copies that are based on one another in a circle."""
    opens: dict[str, dict[str, str]] = {}
    for key, stage in project.stages.items():
        if stage.opens is not None:
            opens.setdefault(stage.map, {}).setdefault(stage.opens, json_path(("stages", key, "opens")))
    for place in _back_edges(opens):
        yield finding(
            "error",
            "sub-journey-circle",
            place,
            "this sub-journey leads back to the map it is opened from.",
            "Open another map here, or none.",
        )
    for table in TABLES:
        if "based_on" in RECORD_TYPES[table].model_fields:
            ways = {
                key: {parent: json_path((table, key, "based_on"))}
                for key, row in rows_of(project, table).items()
                if (parent := getattr(row, "based_on", None)) is not None
            }
            for place in _back_edges(ways):
                yield finding(
                    "error",
                    "copy-circle",
                    place,
                    "this copy is based on itself, by way of other copies.",
                    "Remove this reference.",
                )


def _back_edges(ways: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    """The places that close a circle: one for each, found without recursion."""
    done: set[str] = set()
    for start in ways:
        path: list[tuple[str, Iterator[tuple[str, str]]]] = [(start, iter(ways[start].items()))]
        above = {start}
        while path:
            here, rest = path[-1]
            step = next(rest, None)
            if step is None or here in done:
                done.add(here)
                above.discard(here)
                path.pop()
                continue
            if step[0] in above:
                yield step[1]
            elif step[0] not in done:
                above.add(step[0])
                path.append((step[0], iter(ways.get(step[0], {}).items())))


def _rows(project: Project) -> Iterator[Finding]:
    """Single records that hold, but say something impossible or lost."""
    for table in ("pains", "opportunities", "metrics"):
        seen: dict[str, str] = {}
        for key, row in sorted(rows_of(project, table).items()):
            card = str(getattr(row, "card", ""))
            if card in seen:
                yield finding(
                    "warning",
                    "two-of-a-card",
                    json_path((table, key, "card")),
                    "this card has a record in {table} already, {other}; only one of them is shown.",
                    "Remove one, or give it a card of its own.",
                    table=table,
                    other=seen[card],
                )
            seen.setdefault(card, key)
    for key, test in project.past_tests.items():
        for arm in ("control", "treated"):
            if getattr(test, f"{arm}_conversions") > getattr(test, f"{arm}_visitors"):
                yield finding(
                    "error",
                    "more-conversions",
                    json_path(("past_tests", key, f"{arm}_conversions")),
                    "more visitors converted than there were.",
                    "Count visitors that converted, not orders.",
                )
    if len(project.runs) > _MOST_RUNS:
        yield finding(
            "note",
            "many-runs",
            "runs",
            "the project keeps {count} runs; the oldest could go.",
            "Remove runs that no decision rests on.",
            count=str(len(project.runs)),
        )
    known = {HEADER, *(key for table in TABLES for key in rows_of(project, table))}
    for table in ("comments", "votes"):
        for key, row in rows_of(project, table).items():
            target = str(getattr(row, "target", ""))
            if target and target not in known:
                yield finding(
                    "note",
                    "lost-target",
                    json_path((table, key, "target")),
                    "it is about {id}, which is no longer there.",
                    "Read it once more, then remove it.",
                    id=target,
                )
