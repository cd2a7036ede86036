"""A report from a dossier: the chapters in order, and the file it becomes."""

from __future__ import annotations

from pathlib import PurePath

from app.actions.report import details, grounds, opening
from app.actions.report.dossier import Dossier
from app.formats.port import Painter
from app.formats.report.html import html
from app.formats.report.model import Block, Report
from app.words import language, tr
from personas.problems import FootfallError

ENDINGS = (".html", ".htm", ".pdf")
"""What a report can be written as."""


def report_of(dossier: Dossier) -> Report:
    """The whole report."""
    blocks: list[Block] = []
    for chapter in (
        opening.answer, opening.question, opening.the_map, details.details,
        grounds.look_twice_at, grounds.assumptions, grounds.limits, grounds.decisions, grounds.made,
    ):  # fmt: skip
        blocks += chapter(dossier)
    subtitle = " · ".join(part for part in (dossier.setting.title, dossier.moment[:10]) if part)
    experiment = dossier.scenario.experiment
    title = experiment.title if experiment is not None and experiment.title else dossier.setting.title
    badge = "" if dossier.result.calibration.label == "calibrated" else tr("Uncalibrated")
    return Report(title, subtitle, language(), badge, tuple(blocks))


def refuse_other_endings(path: str) -> None:
    """FootfallError for a path that does not say whether it is a page or a PDF."""
    if PurePath(path).suffix.lower() not in ENDINGS:
        raise FootfallError(tr("A report is written as .html or .pdf; {path} is neither.", path=path))


def written(dossier: Dossier, path: str, painter: Painter) -> bytes:
    """The report as the file that the ending of `path` means."""
    refuse_other_endings(path)
    report = report_of(dossier)
    if PurePath(path).suffix.lower() == ".pdf":
        return painter.pdf(report)
    return html(report, painter.ink().tokens)
