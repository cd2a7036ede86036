"""The report of the run that is shown, from the studio: charts beside the window, painting in its own thread."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from app.words import tr
from personas.problems import FootfallError

if TYPE_CHECKING:
    from app.actions.report.dossier import Dossier
    from app.desktop.jobs import Reporter
    from app.desktop.window import Window
    from app.formats.report.model import Report


def ask_and_write(window: Window) -> None:
    """Ask where, and write the report of the run that is shown; a sentence where there is none."""
    studio = window.studio
    document, finished = studio.document, studio.finished
    if document is None:
        return
    if finished is None or finished.map_id != document.map_id:
        studio.say(tr("There is no run of this map to report on. Run it first."), (tr("Run"), studio.run), grave=False)
        return
    path = window.dialogs.to_save_report(document.file_stem)
    if path is None:
        return
    try:
        dossier = _dossier(window)
    except FootfallError as error:
        studio.say_error(error)
        return

    def work(_reporter: Reporter) -> Report:
        from app.actions.report.write import report_of

        return report_of(dossier)

    job = studio.jobs.start(work)
    job.failed.connect(studio.say_error)
    job.succeeded.connect(lambda report: _write(window, report, path))


def _dossier(window: Window) -> Dossier:
    """The run that is shown, with what was found out about it since: only what is about the same map and not stale."""
    from app.actions.report.make import dossier
    from app.desktop.export import QtPainter
    from app.project.slices import scenario

    studio = window.studio
    document, finished = studio.document, studio.finished
    assert document is not None  # noqa: S101 - asked before
    assert finished is not None  # noqa: S101 - asked before
    result = finished.result
    asked = scenario(document.project, result.experiment or None, finished.map_id)
    held = studio.studies.get("drivers")
    known = held is not None and not held.stale and held.map_id == finished.map_id
    drivers = held.value if known and held is not None and held.value.experiment == result.experiment else None
    return dossier(document.project, asked, result, QtPainter(), finished.moment, drivers=drivers)


def _write(window: Window, report: Report, path: Path) -> None:
    from app.actions.session import Session
    from app.desktop.export import QtPainter
    from app.formats.report.html import html
    from app.formats.report.path import is_pdf

    painter = QtPainter()
    try:
        content = painter.pdf(report) if is_pdf(str(path)) else html(report, painter.ink().tokens)
        Session().write(str(path), content, force=True)
    except FootfallError as error:
        window.studio.say_error(error)
        return
    window.studio.say(tr("{path} is written.", path=path.name), grave=False)
