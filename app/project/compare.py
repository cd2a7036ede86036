"""What is different between two maps, or between two states of one map: found by what copies are based on.

Two records are twins when they are the same record, when one is a copy of the other, or when both are copies of a
third. What has no twin was added or removed; twins that say something else were changed. A link that comes or goes
with a touchpoint is not told apart from it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from app.project.model import Project
from app.project.slices import map_slice
from maps.model import MapSlice
from personas.records import Record

Kind = Literal["added", "removed", "changed", "moved", "feeling"]
Table = Literal["stages", "lanes", "touchpoints", "cards", "links"]
COMPARED: tuple[Table, ...] = ("stages", "lanes", "touchpoints", "cards", "links")
_OWN = frozenset(
    {"map", "based_on", "order", "feelings", "stage", "lane", "from_touchpoint", "to_touchpoint", "touchpoint", "opens"}
)
_LOOKS = frozenset({"width", "height", "colour", "hidden", "icon"})


@dataclass(frozen=True)
class Difference:
    """One difference. `before` and `after` are ids, empty where there is none.

    For a feeling `persona` is whose, `low` and `high` what it was and what it is (None: none). `fields` names what a
    changed record says otherwise; `friction` and severity of a pain point count as fields of its card.
    """

    kind: Kind
    table: Table
    before: str
    after: str
    words: str = ""
    was: str = ""
    fields: frozenset[str] = frozenset()
    persona: str = ""
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Comparison:
    """Two maps side by side. `stages` pairs their stages in order, an empty id where one has no twin."""

    before: str
    after: str
    stages: tuple[tuple[str, str], ...]
    differences: tuple[Difference, ...]
    twins: Mapping[str, str] = field(default_factory=dict)

    def marks(self, side: Literal["before", "after"]) -> dict[str, Kind]:
        """How the records of one side differ, by id; the gravest when there is more than one difference."""
        rank: dict[Kind, int] = {"feeling": 0, "moved": 1, "changed": 2, "added": 3, "removed": 3}
        found: dict[str, Kind] = {}
        for one in self.differences:
            key = one.before if side == "before" else one.after
            if key and rank[one.kind] >= rank.get(found.get(key, "feeling"), 0):
                found[key] = one.kind
        return found

    def counts(self) -> Counter[tuple[str, Kind]]:
        """How many differences of each kind there are in each table."""
        return Counter((one.table, one.kind) for one in self.differences)


def compare_maps(project: Project, before: str, after: str) -> Comparison:
    """Two maps of one project. KeyError when there is no such map."""
    for key in (before, after):
        if key not in project.maps:
            raise KeyError(key)
    return compare_slices(map_slice(project, before), map_slice(project, after), _roots(project))


def relatives(project: Project, map_id: str) -> tuple[str, ...]:
    """The maps that a map can be compared with: what it is a copy of first, then its own copies, then its sisters."""
    roots = _roots(project)
    own = project.maps[map_id].based_on
    mine = roots.get(map_id, map_id)
    others = [key for key in project.maps if key != map_id and roots.get(key, key) == mine]
    rank = {key: (key != own, project.maps[key].based_on != map_id, project.maps[key].order, key) for key in others}
    return tuple(sorted(others, key=lambda key: rank[key]))


def _roots(project: Project) -> dict[str, str]:
    """What every copy goes back to, over any number of copies; circles end where they begin again."""
    parents: dict[str, str] = {}
    for table in ("maps", *COMPARED):
        for key, row in getattr(project, table).items():
            if row.based_on is not None:
                parents[key] = row.based_on
    roots = {}
    for key in parents:
        seen, here = {key}, key
        while here in parents and parents[here] not in seen:
            here = parents[here]
            seen.add(here)
        roots[key] = here
    return roots


def compare_slices(before: MapSlice, after: MapSlice, roots: Mapping[str, str] | None = None) -> Comparison:
    """Two maps, or two states of one. `roots` says what copies go back to; without it only ids make twins."""
    origin = roots or {}
    twins: dict[str, str] = {}
    for table in COMPARED:
        left: Mapping[str, Record] = getattr(before, table)
        right: Mapping[str, Record] = getattr(after, table)
        twins |= _twins(left, right, origin)
    found: list[Difference] = []
    for table in COMPARED[:-1]:
        found += _in_table(table, before, after, twins)
    found += _feelings(before, after, twins)
    found += [one for one in _in_table("links", before, after, twins) if not _follows(one, before, after, twins)]
    return Comparison(before.id, after.id, _aligned(before, after, twins), tuple(found), twins)


def _twins(left: Mapping[str, Record], right: Mapping[str, Record], roots: Mapping[str, str]) -> dict[str, str]:
    by_root: dict[str, list[str]] = {}
    for key in right:
        by_root.setdefault(roots.get(key, key), []).append(key)
    found = {key: key for key in left if key in right}
    for key in left:
        if key not in found:
            waiting = [other for other in by_root.get(roots.get(key, key), ()) if other not in found.values()]
            if waiting:
                found[key] = waiting[0]
    return found


def _in_table(table: Table, before: MapSlice, after: MapSlice, twins: Mapping[str, str]) -> list[Difference]:
    left: Mapping[str, Any] = getattr(before, table)
    right: Mapping[str, Any] = getattr(after, table)
    taken = {twins[key] for key in left if key in twins}
    found: list[Difference] = []
    for key, row in left.items():
        other = twins.get(key)
        if other is None:
            found.append(Difference("removed", table, key, "", _words(before, table, key)))
            continue
        twin = right[other]
        fields = _changed(row, twin) | _about(row, twin, twins) | _of_card(before, after, key, other)
        words, was = _words(after, table, other), _words(before, table, key)
        if fields:
            found.append(Difference("changed", table, key, other, words, was if was != words else "", fields))
        elif _elsewhere(row, twin, twins):
            found.append(Difference("moved", table, key, other, words))
    new = [key for key in right if key not in taken]
    return found + [Difference("added", table, "", key, _words(after, table, key)) for key in new]


def _follows(one: Difference, before: MapSlice, after: MapSlice, twins: Mapping[str, str]) -> bool:
    """Whether a link is only there, or not there, because a touchpoint at one of its ends is."""
    if one.kind not in ("added", "removed"):
        return False
    link = before.links[one.before] if one.before else after.links[one.after]
    known = twins.keys() if one.before else set(twins.values())
    return not {link.from_touchpoint, link.to_touchpoint} <= set(known)


def _changed(row: Record, twin: Record) -> frozenset[str]:
    """The fields in which two twins say something else; place, looks and what they are based on left out."""
    names = set(type(row).model_fields) - _OWN - _LOOKS
    return frozenset(name for name in names if getattr(row, name) != getattr(twin, name))


def _about(row: Record, twin: Record, twins: Mapping[str, str]) -> frozenset[str]:
    """Whether a card is about another touchpoint."""
    one, other = getattr(row, "touchpoint", None), getattr(twin, "touchpoint", None)
    same = other is None if one is None else twins.get(one) == other
    return frozenset() if same else frozenset({"touchpoint"})


def _of_card(before: MapSlice, after: MapSlice, key: str, other: str) -> frozenset[str]:
    """What the pain point, opportunity or KPI of a card says otherwise."""
    found: set[str] = set()
    for table in ("pains", "opportunities", "metrics"):
        left, right = getattr(before, table).get(key), getattr(after, table).get(other)
        if left is None or right is None:
            found |= {table} if left is not right else set()
            continue
        names = set(type(left).model_fields) - {"card", "order", "solves"}
        found |= {name for name in names if getattr(left, name) != getattr(right, name)}
    return frozenset(found)


def _elsewhere(row: Record, twin: Record, twins: Mapping[str, str]) -> bool:
    """Whether a card stands in another cell, or a link has another end."""
    names = ("stage", "lane", "from_touchpoint", "to_touchpoint")
    return any(
        twins.get(getattr(row, name), "") != getattr(twin, name) for name in names if name in type(row).model_fields
    )


def _feelings(before: MapSlice, after: MapSlice, twins: Mapping[str, str]) -> list[Difference]:
    found = []
    for key, row in before.touchpoints.items():
        other = twins.get(key)
        if other is None:
            continue
        twin = after.touchpoints[other]
        for persona in dict.fromkeys((*row.feelings, *twin.feelings)):
            was, now = row.feelings.get(persona), twin.feelings.get(persona)
            low, high = (was.value if was else None), (now.value if now else None)
            if low != high:
                found.append(
                    Difference("feeling", "touchpoints", key, other, twin.title, persona=persona, low=low, high=high)
                )
    return found


def _words(piece: MapSlice, table: Table, key: str) -> str:
    """What a record is called."""
    if table == "links":
        link = piece.links[key]
        ends = (link.from_touchpoint, link.to_touchpoint)
        return " → ".join(piece.touchpoints[end].title if end in piece.touchpoints else "?" for end in ends)
    if table == "cards":
        return piece.cards[key].text
    row: Any = getattr(piece, table)[key]
    return str(row.title or getattr(row, "kind", ""))


def _aligned(before: MapSlice, after: MapSlice, twins: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Stages of both sides in one order, as far as that can be had: twins beside one another, others in between."""
    left = [key for key, row in before.stages.items() if not row.hidden]
    right = [key for key, row in after.stages.items() if not row.hidden]
    chain = _longest_common([twins.get(key, "") for key in left], right)
    pairs: list[tuple[str, str]] = []
    i = j = 0
    for stage in [*chain, ""]:
        while i < len(left) and twins.get(left[i], "") != stage:
            pairs.append((left[i], ""))
            i += 1
        while j < len(right) and right[j] != stage:
            pairs.append(("", right[j]))
            j += 1
        if stage:
            pairs.append((left[i], stage))
            i, j = i + 1, j + 1
    pairs += [(key, "") for key in left[i:]] + [("", key) for key in right[j:]]
    return tuple(pairs)


def _longest_common(one: Sequence[str], other: Sequence[str]) -> list[str]:
    """The longest run of stages that stands in the same order on both sides."""
    best: list[list[list[str]]] = [[[] for _ in range(len(other) + 1)] for _ in range(len(one) + 1)]
    for i, left in enumerate(one, 1):
        for j, right in enumerate(other, 1):
            if left and left == right:
                best[i][j] = [*best[i - 1][j - 1], left]
            else:
                best[i][j] = max(best[i - 1][j], best[i][j - 1], key=len)
    return best[-1][-1]
