"""What is wrong between the rules of a policy, named while it is edited.

- conflict: two rules of equal rank want the same moment, and only the order of their ids decides which speaks.
- dead: a rule that is never heard: another one always speaks before it, or nobody is there to hear it.
- overlap: one technique twice in a cell, so that the same visitor may hear both.
- wide: a rule for one of several phases, or audiences, of the same kind: the system cannot tell these apart, so it
  speaks in all of them.

A cell without a rule is no fault. Nothing here is simulated; the facts are those of `app.project.rule_reach`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from app.project import policy_check, silence_check
from app.project.builders import in_order
from app.project.conditions import meet
from app.project.model import Project
from app.project.policies.cells import Cell, heard, stands_for, stands_in
from app.project.rule_reach import Kinds, Reach, reach
from personas.problems import Finding, Severity, finding
from personas.records import PHASE_KINDS
from simulation.policy.model import AUDIENCE_KINDS, Policy, Rule
from simulation.policy.reach import audience_ranks, phase_ranks

ConflictKind = Literal["conflict", "dead", "overlap", "wide"]
Rank = tuple[int, int, int]
Ranks = Mapping[str, Mapping[Kinds, Rank]]
DEAD_CODES = frozenset({"never-speaks", "speaks-to-nobody", "speaks-to-excluded", "unknown-technique", "always-second"})
"""Codes of findings that say that a rule is never heard."""
_ONE_AT_A_TIME = ("before", "arrival", "while", "exit")
"""Moments at which rules wait for one another; between visits and after an order each says its own."""
_LATER = {"arrival": ("arrival", "while", "exit"), "while": ("while",), "exit": ("exit",), "before": ("before",)}
MOST_MOMENTS = 100
"""As many times as a cap can count: a rule that may speak so often is never stopped by it."""
PRODUCTS = 4
"""Products that a visitor looks at, at most: as often a page can be seen for the nth time in a visit."""


@dataclass(frozen=True)
class Conflict:
    """Something wrong between rules, or with one of them.

    rules: ids; of a dead rule first itself, then those that speak before it. cells: where it shows, phase and audience
    by id; empty when it shows nowhere in particular. finding: severity, and what `app.words.findings` says of it.
    """

    kind: ConflictKind
    rules: tuple[str, ...]
    cells: tuple[Cell, ...]
    finding: Finding

    @property
    def severity(self) -> Severity:
        """error, warning or note."""
        return self.finding.severity

    @property
    def cell(self) -> Cell | None:
        """The cell it shows in; none when there are several, or none."""
        return self.cells[0] if len(self.cells) == 1 else None


def conflicts(project: Project, policy_id: str) -> tuple[Conflict, ...]:
    """Everything that is wrong between the rules of one policy: errors first, then by rule."""
    policy = project.policies.get(policy_id)
    if policy is None:
        return ()
    ids = [key for key in sorted(project.rules) if project.rules[key].policy == policy_id and project.rules[key].on]
    rules = [reach(project, key, project.rules[key]) for key in ids]
    ranks = {one.id: _ranks(project, one) for one in rules}
    found = [dead for one in rules for dead in _dead(project, one)]
    gone = {one.rules[0] for one in found}
    alive = [one for one in rules if one.id not in gone]
    later = [second for one in alive for second in _second(project, policy, one, alive, ranks)]
    gone |= {one.rules[0] for one in later}
    alive = [one for one in alive if one.id not in gone]
    found += [*later, *_equal(project, policy, alive, ranks), *_twice(project, alive), *_wide(project, alive)]
    order = {"error": 0, "warning": 1, "note": 2}
    return tuple(sorted(found, key=lambda one: (order[one.severity], one.rules, one.kind)))


def findings(project: Project) -> tuple[Finding, ...]:
    """What is wrong between rules, for all policies; what checking single rules says already is left out."""
    said = DEAD_CODES - {"always-second"}
    return tuple(
        one.finding
        for key in sorted(project.policies)
        for one in conflicts(project, key)
        if one.finding.code not in said
    )


def _dead(project: Project, one: Reach) -> Iterator[Conflict]:
    """What checking the rule alone says of it, when that means that nobody hears it."""
    several = [
        *policy_check.of_rule(project, one.id, one.rule),
        *silence_check.of_rule(project, one.id, one.rule),
    ]
    first = next((said for said in several if said.code in DEAD_CODES), None)
    if first is not None:
        yield Conflict("dead", (one.id,), _drawn(project, one.rule), first)


def _drawn(project: Project, rule: Rule) -> tuple[Cell, ...]:
    """The cells in which the matrix shows a rule."""
    return tuple(Cell(phase, audience) for audience in stands_for(project, rule) for phase in stands_in(project, rule))


def _shown(project: Project, rules: Sequence[Reach], cells: frozenset[Kinds]) -> tuple[Cell, ...]:
    """Cells of the matrix for pairs of kinds: those in which all these rules stand, else those of the first."""
    drawn = [frozenset(_drawn(project, one.rule)) for one in rules]
    shared = frozenset.intersection(*drawn) or drawn[0]
    return tuple(
        Cell(phase, audience)
        for audience in heard(project)
        for phase in in_order(project.phases)
        if (phase, audience) in shared and (project.phases[phase].kind, project.audiences[audience].kind) in cells
    )


def _second(project: Project, policy: Policy, one: Reach, rules: Sequence[Reach], ranks: Ranks) -> Iterator[Conflict]:
    """A rule before which others always speak, until the page, or the visit, has room for no more."""
    if one.moment not in _ONE_AT_A_TIME:
        return
    room = 1 if one.moment == "before" else policy.messages_per_page
    first = [other for other in rules if other.id != one.id and _always_before(project, policy, other, one, ranks)]
    if len(first) >= room:
        first = first[:room]
        said = finding(
            "warning",
            "always-second",
            f"rules.{one.id}",
            "the rule '{rule}' can never speak: '{other}' always speaks before it.",
            "Give it a higher priority, or another moment.",
            rule=one.rule.title,
            other=first[0].rule.title,
        )
        yield Conflict("dead", (one.id, *(other.id for other in first)), _shown(project, [one], one.cells), said)


def _always_before(project: Project, policy: Policy, first: Reach, second: Reach, ranks: Ranks) -> bool:
    """Whether `first` speaks whenever `second` could, and before it."""
    if second.moment not in _LATER.get(first.moment, ()) or not second.spots <= first.spots:
        return False
    if not second.cells or not second.cells <= first.cells or not _covers(project, first.rule, second.rule):
        return False
    if not _given(project, first, second) or not _never_stopped(policy, first):
        return False
    if first.moment != second.moment:
        return True
    mine, its = ranks[first.id], ranks[second.id]
    return all((mine[cell], second.id) > (its[cell], first.id) for cell in second.cells)


def _covers(project: Project, first: Rule, second: Rule) -> bool:
    """Whether everybody in the segments of the second rule is in one of the first's."""
    if not first.segments:
        return True
    wide = [project.segments[key].conditions for key in first.segments if key in project.segments]
    narrow = [project.segments[key].conditions for key in second.segments if key in project.segments]
    return bool(narrow) and all(any(set(outer.values()) <= set(inner.values()) for outer in wide) for inner in narrow)


def _given(project: Project, first: Reach, second: Reach) -> bool:
    """Whether the moment of the first rule is given whenever that of the second is."""
    a, b = first.rule.trigger, second.rule.trigger
    if a.kind == "arrive" or first.moment == "exit":
        return True
    if a.kind == "return_visit":
        return b.kind == "return_visit"
    if a.kind == "nth_view":
        return b.kind == "nth_view" and a.nth == b.nth
    forms = all(project.touchpoints[key].page in silence_check.FORMS for key in second.spots)
    return (a.kind == "idle" or b.kind == "long_on_form" or forms) and a.seconds <= b.seconds


def _never_stopped(policy: Policy, first: Reach) -> bool:
    """Whether caps, cool-down and budget never silence the first rule while the visit has room for a message."""
    rule = first.rule
    if rule.cooldown_pages > 0 or rule.cap_per_visitor is not None:
        return False
    share = rule.discount.value if rule.discount is not None else first.how.discount if first.how is not None else 0.0
    if policy.discount_budget is not None and share > 0:
        return False
    times = PRODUCTS if rule.trigger.kind == "nth_view" else MOST_MOMENTS
    if first.moment != "before" and policy.messages_per_visit is not None:
        times = min(times, policy.messages_per_visit)
    return rule.cap_per_visit >= times


def _ranks(project: Project, one: Reach) -> dict[Kinds, Rank]:
    """What decides between rules in each cell: phase, then audience, then the own priority (then the lower id)."""
    phases, audiences = phase_ranks(project.phases, one.rule), audience_ranks(project.audiences, one.rule)
    return {
        cell: (phases[PHASE_KINDS.index(cell[0])], audiences[AUDIENCE_KINDS.index(cell[1])], one.rule.priority)
        for cell in one.cells
    }


def _collide(project: Project, one: Reach, other: Reach) -> bool:
    """Whether one visitor can bring both rules to the same moment on the same card."""
    if one.moment != other.moment or not one.spots & other.spots or not meet(project, one.rule, other.rule):
        return False
    a, b = one.rule.trigger, other.rule.trigger
    return not (a.kind == b.kind == "nth_view" and a.nth != b.nth)


def _equal(project: Project, policy: Policy, rules: Sequence[Reach], ranks: Ranks) -> Iterator[Conflict]:
    """Rules of equal rank for one cell and moment, more of them than a page has room for."""
    groups: dict[tuple[str, ...], set[Kinds]] = {}
    waiting = [one for one in rules if one.moment in _ONE_AT_A_TIME]
    for one, other in combinations(waiting, 2):
        same = {cell for cell in one.cells & other.cells if ranks[one.id][cell] == ranks[other.id][cell]}
        if same and _collide(project, one, other):
            groups.setdefault((one.id, other.id), set()).update(same)
    by_id = {one.id: one for one in rules}
    for pair, cells in groups.items():
        room = 1 if by_id[pair[0]].moment == "before" else policy.messages_per_page
        if room > 1:
            continue
        both = [by_id[key] for key in pair]
        said = finding(
            "warning",
            "equal-rank",
            f"rules.{pair[1]}.priority",
            "'{rule}' and '{other}' want the same moment with the same priority: nothing says which of them speaks.",
            "Give one of them a higher priority.",
            rule=both[0].rule.title,
            other=both[1].rule.title,
        )
        yield Conflict("conflict", pair, _shown(project, both, frozenset(cells)), said)


def _twice(project: Project, rules: Sequence[Reach]) -> Iterator[Conflict]:
    """One technique twice in a cell, for people who may hear both."""
    for one, other in combinations(rules, 2):
        shared = one.cells & other.cells
        if one.rule.technique != other.rule.technique or not shared or one.moment in ("between", "after"):
            continue
        if other.moment in ("between", "after") or not meet(project, one.rule, other.rule):
            continue
        said = finding(
            "note",
            "said-twice",
            f"rules.{other.id}.technique",
            "'{rule}' and '{other}' use the same technique for the same visitors: who hears both hears it twice.",
            "Keep one of them, or give them different segments.",
            rule=one.rule.title,
            other=other.rule.title,
        )
        yield Conflict("overlap", (one.id, other.id), _shown(project, [one, other], shared), said)


def _wide(project: Project, rules: Sequence[Reach]) -> Iterator[Conflict]:
    """Rules for one of several phases or audiences that the system cannot tell apart."""
    for one in rules:
        for table, named in (("phases", one.rule.phases), ("audiences", one.rule.audiences)):
            records = project.phases if table == "phases" else project.audiences
            twins = [
                (key, other)
                for key in named
                for other in in_order(records)
                if key in records and other not in named and records[other].kind == records[key].kind
            ]
            if twins:
                key, other = twins[0]
                said = finding(
                    "warning",
                    "speaks-wider",
                    f"rules.{one.id}.{table}",
                    "the rule '{rule}' is for '{one}', and speaks in '{other}' too: both are of the same kind.",
                    "Choose both, or give one of them another kind.",
                    rule=one.rule.title,
                    one=records[key].title,
                    other=records[other].title,
                )
                yield Conflict("wide", (one.id,), _shown(project, [one], one.cells), said)
