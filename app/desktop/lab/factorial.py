"""A full factorial: what each factor brings on average, and whether two bring more or less together than apart."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

from app.actions.factorial_words import errors, said, title, written
from app.desktop.answer.scale import spanning
from app.desktop.chrome import draw
from app.desktop.chrome.basics import Painted, column, label, row
from app.desktop.lab.parts import Part, Shown, titled
from app.desktop.lab.runs import Scale
from app.desktop.look import Look
from app.words import tr
from simulation.experiment.contrasts import Factorial


class Interaction(Painted):
    """Two lines: what the first factor brings without and with the second. Side by side when neither changes the other.

    Only of two factors: of more, the main effects and pairs stand in the list.
    """

    def __init__(self, look: Look, whole: Factorial) -> None:
        super().__init__(look, 300, 150)
        self._whole = whole
        one, two = whole.factors
        by = {frozenset(item.factors): item.absolute or 0.0 for item in whole.contrasts}
        a, b, both = by[frozenset({one})], by[frozenset({two})], by[frozenset({one, two})]
        # the cells again, the control as 0: main effects are averages over the other factor's settings
        self.cells = (0.0, a - both / 2, b - both / 2, a + b)
        self._names = (whole.factors[one], whole.factors[two])
        self.setAccessibleName(
            tr(
                "{first} brings {alone} alone and {more} together with {second}",
                first=self._names[0],
                second=self._names[1],
                alone=written(whole.metric, self.cells[1]),
                more=written(whole.metric, self.cells[3] - self.cells[2]),
            )
        )

    def paint(self, painter: QPainter, width: float, height: float) -> None:
        """Off at the left, on at the right; the second factor as a filled line, without it as a grey one."""
        theme, (nothing, one, two, both) = self.look.theme, self.cells
        top, bottom, left, right = 14.0, height - 24, 20.0, min(width * 0.52, 300.0)
        axis = spanning(list(self.cells), bottom, top, spare=0.1)
        draw.line(painter, left - 12, axis.at(0.0), right + 12, axis.at(0.0), theme.line_strong)
        lines = ((nothing, one, theme.ink3, tr("without {factor}")), (two, both, theme.iris, tr("with {factor}")))
        for start, end, colour, words in lines:
            begin, stop = QPointF(left, axis.at(start)), QPointF(right, axis.at(end))
            painter.setPen(QPen(QColor(colour), 2.0))
            painter.drawLine(begin, stop)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colour))
            for spot in (begin, stop):
                painter.drawEllipse(spot, 4.0, 4.0)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            name = draw.elided(words.format(factor=self._names[1]), "small", width - right - 14)
            close = abs(axis.at(both) - axis.at(one)) < 15
            shift = (9.0 if end == min(both, one) else -5.0) if close else 4.0
            draw.text(painter, right + 12, stop.y() + shift, name, "small", theme.ink2)
        draw.text(painter, left - 12, height - 5, tr("off"), "small", theme.ink3)
        on = draw.elided(tr("{factor} on", factor=self._names[0]), "small", width - 60)
        at = QRectF(0, 0, width, height).right() - 4 if right + draw.width_of(on, "small") > width else right
        draw.text(painter, at, height - 5, on, "small", theme.ink3, "right" if at != right else "centre")


def make(shown: Shown) -> QWidget | None:
    """Every contrast on one scale; a picture for two factors. Nothing where the arms are no full factorial."""
    whole = shown.finished.result.factorial if shown.finished is not None else None
    if whole is None:
        return None
    look, rows = shown.look, said(whole)
    axis = spanning([end for one in rows if one.contrast.interval is not None for end in one.contrast.interval], 0, 1)
    box = column(spacing=look.px(6))
    wide = look.px(max(draw.width_of(one.size, "body_strong") for one in rows) + 6)
    for one in rows:
        name = label(one.what, "strong" if len(one.contrast.factors) == 1 else "", wrap=True)
        words = label(one.size, "strong" if one.contrast.stands else "")
        words.setFixedWidth(wide)
        words.setAlignment(Qt.AlignmentFlag.AlignRight)
        interval, middle = one.contrast.interval, one.contrast.absolute
        line = row(name, spacing=look.px(12))
        if interval is not None and middle is not None:
            line.addWidget(Scale(look, (middle, *interval), axis, f"{one.what} {one.size} {one.ends}"))
            line.setStretch(1, 3)
        line.setStretch(0, 3)
        line.addWidget(words)
        note = " ".join(
            part for part in (one.verdict, tr("95% {interval}.", interval=one.ends) if one.ends else "") if part
        )
        name.setToolTip(errors(one.contrast))
        box.addLayout(column(line, label(note, "small", wrap=True), spacing=0))
    if len(whole.factors) == 2 and all(one.contrast.absolute is not None for one in rows):
        box.addWidget(Interaction(look, whole))
    split = next((errors(one.contrast) for one in rows if errors(one.contrast)), "")
    if split:
        box.addWidget(
            label(tr("{factor}: {doubt}.", factor=title(whole, whole.contrasts[0]), doubt=split), "small", wrap=True)
        )
    return titled(
        look, tr("What each factor does"), tr("on average over the others, 95%; × is together beyond apart"), box
    )


FACTORIAL = Part("factorial", "middle", 35, make, looks_at=lambda shown: shown.answer and shown.finished)
