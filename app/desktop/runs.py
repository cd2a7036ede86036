"""Runs: the work of one, its result with what it was made from, and the runs that a project keeps."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from pydantic import ValidationError

from app.desktop.jobs import Reporter, Stopped, Work
from app.project.builders import new_id
from app.project.edits import Change, Edit, Touched
from app.project.history import Notice
from app.project.model import Project, Run

if TYPE_CHECKING:
    from simulation.experiment.result import Result
    from simulation.experiment.run import Settings

KEPT = 50
_SUMMARY = 32_768
_HARMLESS: dict[str, frozenset[str]] = {
    "touchpoints": frozenset({"title", "note", "icon", "feelings", "order"}),
    "stages": frozenset({"title", "goals", "width", "colour", "hidden", "order"}),
    "experiments": frozenset({"title", "hypothesis", "order"}),
    "maps": frozenset(
        {"title", "organisation", "hidden_personas", "scenario", "goal", "wide", "language", "framework"}
    ),
    "links": frozenset({"order"}),
    "pains": frozenset({"owner", "status", "order"}),
}
"""Fields that no answer rests on."""
_SILENT = frozenset(
    {"lanes", "opportunities", "metrics", "runs", "decisions", "comments", "votes", "rounds", "images", "snapshots",
     "sources", "project", "past_tests", "event_maps"}
)  # fmt: skip


@dataclass(frozen=True)
class Finished:
    """A result and what it belongs to: the map, and when it was made (UTC, ISO 8601).

    `stale` when the map, its personas or its rules have changed since.
    """

    result: Result
    map_id: str
    moment: str
    stale: bool = False

    def gone_stale(self) -> Finished:
        """The same, from before the last change."""
        return replace(self, stale=True)


def work(project: Project, map_id: str, settings: Settings | None = None, experiment: str = "") -> Work:
    """The work of simulating an experiment of a map (its main one when none is named), for a thread of its own.

    The project is frozen: no lock is needed. Without `settings` as many visitors walk as a pilot asks for.
    """

    def run(reporter: Reporter) -> Finished:
        from app.project.canonical import digest_without_runs
        from app.project.slices import scenario
        from app.version import version
        from simulation.experiment.result import About
        from simulation.experiment.run import Settings, simulate
        from simulation.experiment.watch import Stopped as StoppedEarly

        asked = scenario(project, experiment or None, map_id)
        about = About(app_version=version(), project=project.project.title, project_digest=digest_without_runs(project))
        try:
            result = simulate(
                asked,
                settings or Settings(),
                about=about,
                progress=lambda share, left, _stage: reporter.say(share, left),
                cancelled=reporter.cancelled,
            )
        except StoppedEarly as early:
            raise Stopped from early
        return Finished(result, asked.slice.id, datetime.now(UTC).isoformat(timespec="seconds"))

    return run


def remembered(project: Project, finished: Finished) -> Edit:
    """The edit that keeps a run with the project; the oldest goes when there are too many. Empty without experiment."""
    result = finished.result
    if result.experiment not in project.experiments:
        return Edit("run")
    summary = json.dumps(result.brief(), ensure_ascii=False, separators=(",", ":"))
    record = Run(
        experiment=result.experiment,
        moment=finished.moment,
        seed=result.seed,
        visitors=result.visitors,
        draws=result.draws,
        engine=result.engine,
        app_version=result.app_version,
        project_digest=result.project_digest,
        summary=summary if len(summary) <= _SUMMARY else "{}",
    )
    oldest = sorted(project.runs, key=lambda key: project.runs[key].moment)
    gone = [Change("runs", key, (), project.runs[key], None) for key in oldest[: max(0, len(oldest) + 1 - KEPT)]]
    return Edit("run", (*gone, Change("runs", new_id(project, "runs"), (), None, record)))


def kept_runs(project: Project) -> tuple[tuple[str, Run], ...]:
    """The runs of a project, the latest first."""
    return tuple(sorted(project.runs.items(), key=lambda row: row[1].moment, reverse=True))


def key_of(finished: Finished) -> tuple[str, str]:
    """What a run is the answer of: its map and its experiment, empty where it had none."""
    return finished.map_id, finished.result.experiment


def latest(project: Project, map_id: str, experiment: str = "") -> Finished | None:
    """The latest run of a map, or of one experiment on it, that can be shown again; stale when much has changed."""
    for _key, run in kept_runs(project):
        asked = project.experiments.get(run.experiment)
        if asked is None or asked.map != map_id or experiment not in ("", run.experiment):
            continue
        found = shown_again(project, run)
        if found is not None:
            return found
    return None


def shown_again(project: Project, run: Run) -> Finished | None:
    """A kept run as it can be shown; none when its summary was too long to keep or cannot be read any more."""
    from app.project.canonical import digest_without_runs
    from simulation.experiment.result import Result

    experiment = project.experiments.get(run.experiment)
    if experiment is None or run.summary == "{}":
        return None
    try:
        result = Result.model_validate_json(run.summary)
    except ValidationError:
        return None
    return Finished(result, experiment.map, run.moment, stale=run.project_digest != digest_without_runs(project))


def matters(notice: Notice) -> bool:
    """Whether a change is one that an answer rests on."""
    for line in notice.touched:
        if line.table in _SILENT or (line.table == "cards" and not _moves_a_pain(notice, line)):
            continue
        if line.kind != "changed" or not line.fields:
            return True
        if line.table == "personas":
            if "traits" in line.fields:
                return True
            continue
        if line.fields - _HARMLESS.get(line.table, frozenset()):
            return True
    return False


def _moves_a_pain(notice: Notice, card: Touched) -> bool:
    """Whether a card's change says where, or for whom, it hurts; adding and removing is the pain point's own."""
    felt = bool(card.fields & {"touchpoint", "personas"})
    return felt and any(pain.card == card.id for pain in notice.after.pains.values())
