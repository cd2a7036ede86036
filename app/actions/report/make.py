"""The report of a run that has just been made: the map painted, the chapters written, the file put in its place."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from app.actions.report.dossier import Dossier, best_of
from app.actions.report.write import written
from app.actions.session import STANDARD, Session
from app.actions.simulate import setting_of
from app.formats.pictures import svg
from app.formats.port import Press
from app.formats.wish import Wish
from app.project.model import Project
from app.words import language, tr
from simulation.experiment.result import Result
from simulation.scenario import Scenario

if TYPE_CHECKING:
    from simulation.drivers.result import Drivers
    from simulation.experiment.run import Settings
    from simulation.planning.plan import TestPlan


def dossier(
    project: Project,
    scenario: Scenario,
    result: Result,
    painter: Press,
    moment: str = "",
    *,
    drivers: Drivers | None = None,
) -> Dossier:
    """What a report is written from; `moment` is when the run was made, UTC, now when it is not said."""
    wish = Wish(project, lambda: painter, map=scenario.slice.id, language=language())
    return Dossier(
        project,
        scenario,
        result,
        setting_of(project, scenario),
        svg(wish),
        painter.ink(),
        moment or datetime.now(UTC).isoformat(timespec="seconds"),
        drivers,
        test_of(project, result),
    )


def test_of(project: Project, result: Result) -> TestPlan | None:
    """The test that would show the largest lift; none where there is nothing to test."""
    from app.project.planning import asked_for
    from simulation.planning.make import plan_test

    arm = best_of(result)
    return None if arm is None else plan_test(result, asked_for(project, result, arm.id))


def why(session: Session, project: Project, scenario: Scenario, result: Result, effort: Settings) -> Drivers | None:
    """What drives the arm with the largest lift; none where there is none, or when it was stopped."""
    from app.actions.drivers import pain_titles
    from app.actions.simulate import telling
    from simulation.drivers.study import explain
    from simulation.experiment.watch import Stopped

    arm = best_of(result)
    if arm is None:
        return None
    try:
        with session.stoppable():
            return explain(
                scenario, arm.id, effort, titles=pain_titles(project), progress=telling(session),
                cancelled=session.stopped,
            )  # fmt: skip
    except Stopped:
        return None


def write_report(
    session: Session, project: Project, scenario: Scenario, result: Result, path: str, effort: Settings, *, force: bool
) -> str:
    """Write the report of a run to `path`, what drives it worked out with this effort; a sentence that says so.

    FootfallError when it cannot be written.
    """
    drivers = why(session, project, scenario, result, effort)
    session.progress(tr("Writing the report"))
    painter = session.painter()
    made = dossier(project, scenario, result, painter, drivers=drivers)
    session.write(path, written(made, path, painter), force=force)
    return "" if path == STANDARD else tr("{path} is written.", path=path)
