"""A report from a dossier: the chapters in order, and the file it becomes."""

from __future__ import annotations

from app.actions.report import details, grounds, opening, reasons
from app.actions.report.dossier import Dossier
from app.formats.port import Press
from app.formats.report.html import html
from app.formats.report.model import Block, Report
from app.formats.report.path import is_pdf
from app.words import language, tr


def report_of(dossier: Dossier) -> Report:
    """The whole report."""
    blocks: list[Block] = []
    for chapter in (
        opening.answer, opening.question, opening.the_map, details.details, reasons.why, reasons.plan,
        grounds.look_twice_at, grounds.assumptions, grounds.limits, grounds.decisions, grounds.made,
    ):  # fmt: skip
        blocks += chapter(dossier)
    subtitle = " · ".join(part for part in (dossier.setting.title, dossier.moment[:10]) if part)
    experiment = dossier.scenario.experiment
    title = experiment.title if experiment is not None and experiment.title else dossier.setting.title
    badge = "" if dossier.result.calibration.label == "calibrated" else tr("Uncalibrated")
    return Report(title, subtitle, language(), badge, tuple(blocks))


def written(dossier: Dossier, path: str, painter: Press) -> bytes:
    """The report as the file that the ending of `path` means."""
    if is_pdf(path):
        return painter.pdf(report_of(dossier))
    return html(report_of(dossier), painter.ink().tokens)
