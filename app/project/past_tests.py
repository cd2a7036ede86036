"""Past tests of a project: added, kept with what a backtest predicted, and what they then say of techniques and map.

Everything that changes the project is an edit.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from app.project.builders import in_order, new_id, set_record
from app.project.edits import Change, Edit, compose
from app.project.model import Project
from app.project.ordering import between
from app.version import version
from personas.problems import FootfallError
from personas.provenance import Source
from personas.records import Record
from simulation.calibration.model import PastTest
from simulation.policy.model import Technique

if TYPE_CHECKING:
    from simulation.backtest.judging import Judged
    from simulation.backtest.result import Backtest, Reason, Tested
    from simulation.calibration.label import Backing
    from simulation.scenario import Scenario

MOST = 1_000
"""Past tests of one project; nobody has run more."""
WEAKEST = 0.1
"""A test on cards that less than this share of a technique's effect reaches says too little of the technique."""
_WORDS = {
    "title", "note", "description", "icon", "order", "width", "colour", "hidden", "goals", "scenario", "goal",
    "organisation", "hidden_personas", "language", "framework", "feelings", "message", "formula", "matrix_x",
    "matrix_y", "maturity",
}  # fmt: skip
"""Fields that no prediction rests on."""


def of_map(project: Project, map_id: str) -> dict[str, PastTest]:
    """The past tests of a map, in order."""
    return {
        key: project.past_tests[key] for key in in_order(project.past_tests) if project.past_tests[key].map == map_id
    }


def add(project: Project, tests: Sequence[PastTest]) -> Edit:
    """Add past tests at the end, as one step."""
    last = max((row.order for row in project.past_tests.values()), default="")
    changes: list[Change] = []
    growing = project
    for test in tests:
        last = between(last)
        key = new_id(growing, "past_tests")
        changes.append(Change("past_tests", key, (), None, test.model_copy(update={"order": last})))
        growing = growing.model_copy(update={"past_tests": growing.past_tests.set(key, test)})
    return Edit("past-tests", tuple(changes))


def rests_on(project: Project, map_id: str) -> str:
    """SHA-256 of what a prediction of this map's past tests rests on: map, people, today's messages, techniques.

    Words do not count, nor does what other policies say. A prediction from anything else is no longer one.
    """
    mine: dict[str, Any] = {"footfall": version(), "map": _bare(project.maps[map_id])}
    for table in ("stages", "touchpoints", "links"):
        rows = getattr(project, table)
        mine[table] = {key: _bare(row) for key, row in rows.items() if row.map == map_id}
    people = project.maps[map_id].personas
    mine["personas"] = {key: _bare(project.personas[key].traits) for key in people if key in project.personas}
    today = {key for key, row in project.policies.items() if row.today}
    mine["policies"] = {key: _bare(project.policies[key]) for key in today}
    mine["rules"] = {key: _bare(row) for key, row in project.rules.items() if row.policy in today}
    for table in ("phases", "audiences", "segments", "techniques", "products", "desks"):
        mine[table] = {key: _bare(row) for key, row in getattr(project, table).items()}
    text = json.dumps(mine, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _bare(row: Any) -> dict[str, Any]:
    return {key: value for key, value in row.model_dump(mode="json").items() if key not in _WORDS}


def keep(project: Project, found: Backtest) -> Edit:
    """Keep with every test what was predicted of it; it backs answers as long as what it rests on is the same."""
    if not found.complete or found.map not in project.maps:
        return Edit("backtest")
    source = rests_on(project, found.map)
    edits = []
    for row in found.tests:
        test = project.past_tests.get(row.id)
        if test is not None and _same(test, row):
            expected, interval = row.expected_interval or (None, None), row.predicted_interval or (None, None)
            kept = {
                "predicted": row.predicted,
                "predicted_low": interval[0],
                "predicted_high": interval[1],
                "expected_low": expected[0],
                "expected_high": expected[1],
                "reach": row.transfer,
                "predicted_rate": found.level,
                "predicted_from": source,
            }
            edits.append(set_record(project, "past_tests", row.id, test.model_copy(update=kept), "backtest"))
    return compose(edits, "backtest")


class Kept(NamedTuple):
    """What the last backtest left with the tests of a map.

    found: all tests with their predictions, and the label they back now. unseen: ids of tests that were never
    predicted. stale: ids of tests that were, from something else than what there is now.
    """

    found: Backtest
    unseen: frozenset[str]
    stale: frozenset[str]

    @property
    def seen(self) -> bool:
        """Whether anything was predicted at all."""
        return len(self.unseen) < len(self.found.tests)


def kept(project: Project, map_id: str) -> Kept:
    """The past tests of a map, each beside what was kept of its prediction."""
    from simulation.backtest.rows import row_of, together, with_prediction
    from simulation.experiment.result import About

    tests = of_map(project, map_id)
    source = rests_on(project, map_id) if any(test.predicted_from for test in tests.values()) else ""
    base = (
        _today(project, map_id)
        if any(test.predicted_from and test.predicted is None for test in tests.values())
        else None
    )
    rows = []
    for key, test in tests.items():
        row = row_of(key, test, _reason(test, base) if test.predicted_from and test.predicted is None else "")
        if test.predicted_from and test.predicted is not None:
            interval, expected = (
                _pair(test.predicted_low, test.predicted_high),
                _pair(test.expected_low, test.expected_high),
            )
            if expected is not None:
                row = with_prediction(row, test.predicted, interval, expected, test.reach)
        rows.append(row)
    unseen = frozenset(key for key, test in tests.items() if not test.predicted_from)
    stale = frozenset(key for key, test in tests.items() if test.predicted_from not in ("", source))
    level = next((test.predicted_rate for test in tests.values() if test.predicted_rate is not None), None)
    back = backing(project, map_id)
    return Kept(together(rows, level, map_id=map_id, about=About(), backing=back), unseen, stale)


def _pair(low: float | None, high: float | None) -> tuple[float, float] | None:
    return None if low is None or high is None else (low, high)


def _today(project: Project, map_id: str) -> Scenario | None:
    from app.project.slices import of_map as today

    try:
        return today(project, map_id)
    except FootfallError:
        return None


def _reason(test: PastTest, base: Scenario | None) -> Reason:
    """Why a test that was looked at has no prediction."""
    from simulation.backtest.rehearsal import complaint

    if base is None:
        return "refused"
    return complaint(test, base) or ("no-conversions" if test.control_conversions == 0 else "too-few")


def _same(test: PastTest, row: Tested) -> bool:
    """Whether a test is still what was predicted."""
    cards = tuple(sorted(card for card, there in test.touchpoints.items() if there))
    return (
        (test.control_visitors, test.control_conversions) == row.control
        and (test.treated_visitors, test.treated_conversions) == row.treated
        and (test.technique, cards) == (row.technique, row.cards)
    )


def changed(test: PastTest, **fields: Any) -> PastTest:
    """A test with other facts: what was predicted of it before counts no more."""
    forgotten: dict[str, Any] = {} if fields.keys() <= {"title", "date", "source", "order"} else {"predicted_from": ""}
    return test.model_copy(update={**fields, **forgotten})


def judged(tests: Iterable[PastTest]) -> tuple[Judged, ...]:
    """Tests as they are judged, with what was kept of their predictions."""
    from simulation.backtest.judging import Judged

    return tuple(
        Judged(
            (test.control_visitors, test.control_conversions),
            (test.treated_visitors, test.treated_conversions),
            test.randomised,
            test.predicted,
            _pair(test.expected_low, test.expected_high),
        )
        for test in tests
    )


def backing(project: Project, map_id: str) -> Backing:
    """What the past tests of a map back, as the last backtest left it.

    Nothing, as soon as one randomised test was never predicted or the map, its people, today's messages or what is
    known of techniques are others than when it was: tests cannot be chosen after the fact.
    """
    from simulation.calibration.label import Backing

    tests = of_map(project, map_id).values()
    if not tests or not any(test.predicted_from for test in tests):
        return Backing()
    source = rests_on(project, map_id)
    if any(test.predicted_from != source for test in tests if test.randomised):
        return Backing()
    from simulation.backtest.judging import backing_of

    kept = [test for test in tests if test.predicted_from == source]
    rate = next((test.predicted_rate for test in kept if test.predicted_rate is not None), None)
    return backing_of(judged(kept), rate)


# ---- what was measured changes what is believed ---------------------------------------------------------------


def usable(found: Backtest) -> tuple[Tested, ...]:
    """Tests from which something can be learnt about their technique: randomised, measured, and reached by it."""
    return tuple(
        row
        for row in found.tests
        if row.counts
        and row.measured is not None
        and row.measured_error is not None
        and row.transfer is not None
        and row.transfer >= WEAKEST
        and abs(row.measured / row.transfer) < 1
        and row.measured_error / row.transfer < 1
    )


def use(project: Project, found: Backtest) -> Edit:
    """Believe the tests: each becomes a measurement of its technique, with the test as its source.

    A technique's effect is defined on the reference shop, over everybody. A test on some cards of this shop saw the
    share `transfer` of it, so the effect is the measured lift over that share, and its standard error too. Several
    tests of one technique are pooled by `simulation.evidence.catalogue`; the prior is updated, never replaced.
    """
    edits: list[Edit] = []
    growing = project
    taken: set[tuple[str, str]] = set()
    for row in usable(found):
        test = growing.past_tests.get(row.id)
        if test is None or not _same(test, row) or row.measured is None or row.measured_error is None:
            continue
        share = row.transfer or 1.0
        values: dict[str, Any] = {
            "measured_mean": row.measured / share,
            "measured_error": row.measured_error / share,
        }
        source = test.source if test.source in growing.sources else None
        # Of two tests of one technique with one source the second would overwrite what the first has taught.
        if source is None or (source, row.technique) in taken:
            source = new_id(growing, "sources")
            made = Source(title=test.title, kind="measured", year=_year(test.date), note="")
            growing, edits = _added(growing, edits, "sources", source, made)
            edit = set_record(growing, "past_tests", row.id, test.model_copy(update={"source": source}), "use-tests")
            growing, edits = _did(growing, edits, edit)
        taken.add((source, row.technique))
        held = next(
            (key for key, one in growing.techniques.items() if one.source == source and one.key == row.technique), None
        )
        if held is not None:
            edit = set_record(
                growing, "techniques", held, growing.techniques[held].model_copy(update=values), "use-tests"
            )
            growing, edits = _did(growing, edits, edit)
            continue
        like = next((one.like for one in growing.techniques.values() if one.key == row.technique and one.like), "")
        record = Technique(key=row.technique, title="", like=like, source=source, **values)
        growing, edits = _added(growing, edits, "techniques", new_id(growing, "techniques"), record)
    return compose(edits, "use-tests") if edits else Edit("use-tests")


def used(project: Project, found: Backtest) -> bool:
    """Whether using these tests would change nothing any more."""
    return not use(project, found)


def _added(project: Project, edits: list[Edit], table: str, key: str, record: Record) -> tuple[Project, list[Edit]]:
    return _did(project, edits, Edit("use-tests", (Change(table, key, (), None, record),)))


def _did(project: Project, edits: list[Edit], edit: Edit) -> tuple[Project, list[Edit]]:
    from app.project.edits import apply

    return apply(project, edit), [*edits, edit]


def _year(date: str) -> int | None:
    head = date[:4]
    return int(head) if head.isascii() and head.isdigit() and 1500 <= int(head) <= 2200 else None
