"""The report of a run that has just been made: the map painted, the chapters written, the file put in its place."""

from __future__ import annotations

from datetime import UTC, datetime

from app.actions.report.dossier import Dossier
from app.actions.report.write import written
from app.actions.session import STANDARD, Session
from app.actions.simulate import setting_of
from app.formats.pictures import svg
from app.formats.port import Painter
from app.formats.wish import Wish
from app.project.model import Project
from app.words import language, tr
from simulation.experiment.result import Result
from simulation.scenario import Scenario


def dossier(project: Project, scenario: Scenario, result: Result, painter: Painter, moment: str = "") -> Dossier:
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
    )


def write_report(
    session: Session, project: Project, scenario: Scenario, result: Result, path: str, *, force: bool
) -> str:
    """Write the report of a run to `path`; a sentence that says so. FootfallError when it cannot be written."""
    session.progress(tr("Writing the report"))
    painter = session.painter()
    session.write(path, written(dossier(project, scenario, result, painter), path, painter), force=force)
    return "" if path == STANDARD else tr("{path} is written.", path=path)
