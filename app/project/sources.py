"""Where the sources of a project are used: by which numbers, cards, feelings and readings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from app.project.builders import add_record, in_order, new_id
from app.project.edits import Edit
from app.project.model import RECORD_TYPES, TABLES, Project
from app.project.ordering import between
from maps.model import MapSlice
from personas.provenance import Source
from personas.records import Evidence, held, references


@dataclass(frozen=True)
class Use:
    """A place that names a source: the record, and the way to it inside the record."""

    table: str
    id: str
    path: tuple[str, ...]


def uses(project: Project) -> Mapping[str, tuple[Use, ...]]:
    """Every use by source, sources in their order; those that nobody uses have none."""
    found: dict[str, list[Use]] = {key: [] for key in in_order(project.sources)}
    for table in TABLES:
        relevant = [one for one in references(RECORD_TYPES[table]) if one.table == "sources"]
        if not relevant:
            continue
        for key, record in getattr(project, table).items():
            for reference in relevant:
                for one in held(record, reference):
                    if one.id in found:
                        found[one.id].append(Use(table, key, one.path))
    return {key: tuple(places) for key, places in found.items()}


def add_source(project: Project, title: str, kind: str = "assumed") -> tuple[Edit, str]:
    """The edit that adds a source at the end, and its id."""
    key = new_id(project, "sources")
    last = max((row.order for row in project.sources.values()), default="")
    made = Source.model_validate({"title": title, "kind": kind, "order": between(last)})
    return add_record(project, "sources", key, made, "source"), key


def levels(piece: MapSlice) -> Counter[Evidence]:
    """How many numbers and cards of a map are assumed, published and measured."""
    found: Counter[Evidence] = Counter()
    for point in piece.touchpoints.values():
        if point.page != "none":
            found[point.dwell.kind] += 1
        found.update(feeling.kind for feeling in point.feelings.values())
    found.update(link.share.kind for link in piece.links.values())
    found.update(card.kind for key, card in piece.cards.items() if key not in piece.metrics)
    found.update(metric.kind for metric in piece.metrics.values())
    found.update(pain.friction.kind for pain in piece.pains.values() if pain.friction is not None)
    return found
