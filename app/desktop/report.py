"""A report as a PDF file, A4: set line by line, its pictures as drawings, its table heads again on every page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPageLayout, QPageSize, QPainter, QPdfWriter, QPen, QTextLayout, QTextOption
from PySide6.QtSvg import QSvgRenderer

from app.desktop.fonts import font
from app.desktop.letters import drawable
from app.desktop.paint.pen import colour
from app.desktop.theme import THEMES, Theme
from app.formats.report.model import Block, Figure, Grid, Heading, Points, Report, Text
from app.words import speaking, tr

_WIDTH, _HEIGHT = 794.0, 1123.0
"""A4 in px of 1/96 inch."""
_SIDE, _TOP, _BOTTOM = 68.0, 64.0, 72.0
_GAP, _CELL = 8.0, 10.0
_ROLES = {"lead": "sentence", "body": "body", "note": "small", "quote": "body"}


def pdf(report: Report) -> bytes:
    """The report as a PDF file. Main thread only; needs a running ``QGuiApplication``."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setPageLayout(
        QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0))
    )
    writer.setResolution(96)
    writer.setTitle(drawable(report.title))
    writer.setCreator("Footfall")
    painter = QPainter(writer)
    with speaking(report.language):
        flow = _Flow(writer, painter, report, THEMES["light"])
        flow.head()
        for block, following in zip(report.blocks, (*report.blocks[1:], None), strict=True):
            flow.block(block, following)
        flow.foot()
    painter.end()
    buffer.close()
    return bytes(data.data())


@dataclass
class _Line:
    """One line of a set text: where in the layout it is, and how high."""

    layout: QTextLayout
    number: int
    height: float


class _Flow:
    """Sets blocks below one another and turns the page where one does not fit."""

    def __init__(self, writer: QPdfWriter, painter: QPainter, report: Report, theme: Theme) -> None:
        self._writer, self._painter, self._report, self._theme = writer, painter, report, theme
        self._y, self._page = _TOP, 1
        self._width = _WIDTH - 2 * _SIDE

    # ---- pages -----------------------------------------------------------------------------------------------

    @property
    def _left(self) -> float:
        return _HEIGHT - _BOTTOM - self._y

    def _turn(self) -> None:
        self.foot()
        self._writer.newPage()
        self._page += 1
        self._y = _TOP

    def _need(self, height: float) -> None:
        """Turn the page unless this much still fits; what is higher than a page begins where it is."""
        if height > self._left and self._y > _TOP:
            self._turn()

    def head(self) -> None:
        """Title, subtitle and the label, at the top of the first page."""
        self._text(self._report.title, font("start"), self._theme.ink)
        self._text(self._report.subtitle, font("body"), self._theme.ink2)
        if self._report.badge:
            self._y += 4
            self._badge(self._report.badge)
        self._y += _GAP

    def _badge(self, words: str) -> None:
        lines = self._set(words, font("small"), self._width)
        width = max(line.layout.lineAt(line.number).naturalTextWidth() for line in lines) + 20
        pen = QPen(colour(self._theme.ink2), 1.0, Qt.PenStyle.DashLine)
        self._painter.setPen(pen)
        self._painter.drawRoundedRect(QRectF(_SIDE, self._y, width, lines[0].height + 6), 9, 9)
        self._draw(lines, _SIDE + 10, self._y + 3, self._theme.ink)
        self._y += lines[0].height + 14

    def foot(self) -> None:
        """Title and page at the bottom of the page that is under way."""
        words = tr("{title} · page {page}", title=self._report.title, page=self._page)
        lines = self._set(words, font("small"), self._width)
        self._draw(lines[:1], _SIDE, _HEIGHT - _BOTTOM + 26, self._theme.ink2)

    # ---- blocks ----------------------------------------------------------------------------------------------

    def block(self, block: Block, following: Block | None) -> None:
        """Set one block; a heading stays with what follows it."""
        if isinstance(block, Heading):
            self._heading(block, following)
        elif isinstance(block, Text):
            self._paragraph(block)
        elif isinstance(block, Points):
            for item in block.items:
                self._point(item)
            self._y += _GAP
        elif isinstance(block, Grid):
            self._grid(block)
        else:
            self._figure(block)

    def _heading(self, block: Heading, following: Block | None) -> None:
        first = block.level == 1
        after = self._figure_size(following)[1] + 20 if isinstance(following, Figure) else 60.0
        self._need(44.0 + min(after, _HEIGHT / 2))
        self._y += 18 if first else 8
        if first and self._y > _TOP + 20:
            self._painter.setPen(QPen(colour(self._theme.line), 1.0))
            self._painter.drawLine(QPointF(_SIDE, self._y), QPointF(_SIDE + self._width, self._y))
            self._y += 12
        self._text(block.text, font("kpi" if first else "heading"), self._theme.ink)
        self._y += 2

    def _paragraph(self, block: Text) -> None:
        inset = 14.0 if block.role == "quote" else 0.0
        start, page = self._y, self._page
        shade = self._theme.ink2 if block.role == "note" else self._theme.ink
        self._text(block.text, font(_ROLES[block.role]), shade, inset)
        if inset and page == self._page:
            self._painter.fillRect(QRectF(_SIDE, start, 2.5, self._y - start), colour(self._theme.iris))
        self._y += _GAP

    def _point(self, words: str) -> None:
        self._need(20.0)
        self._draw(self._set("•", font("body"), 20.0), _SIDE + 2, self._y, self._theme.ink2)
        self._text(words, font("body"), self._theme.ink, 14.0)
        self._y += 2

    def _figure_size(self, block: Figure) -> tuple[float, float]:
        size = QSvgRenderer(QByteArray(block.svg)).defaultSize()
        width = self._width * block.width
        height = width * size.height() / max(1, size.width())
        most = _HEIGHT - _TOP - _BOTTOM - 60
        return (width, height) if height <= most else (width * most / height, most)

    def _figure(self, block: Figure) -> None:
        width, height = self._figure_size(block)
        self._need(height + 24)
        renderer = QSvgRenderer(QByteArray(block.svg))
        self._painter.save()
        self._painter.setPen(Qt.PenStyle.NoPen)  # a drawing takes over the pen wherever it names none of its own
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        renderer.render(self._painter, QRectF(_SIDE, self._y, width, height))
        self._painter.restore()
        self._y += height + 4
        if block.caption:
            self._text(block.caption, font("small"), self._theme.ink2)
        self._y += _GAP

    # ---- tables ----------------------------------------------------------------------------------------------

    def _grid(self, grid: Grid) -> None:
        widths = self._widths(grid)
        if any(grid.head):
            self._row(grid.head, widths, grid.right, font("small"), self._theme.ink2)
        for place, row in enumerate(grid.rows):
            height = self._height(row, widths)
            if height > self._left:
                self._turn()
                if any(grid.head):
                    self._row(grid.head, widths, grid.right, font("small"), self._theme.ink2)
            self._row(row, widths, grid.right, font("body_strong" if place in grid.strong else "body"), self._theme.ink)
        self._y += _GAP

    def _widths(self, grid: Grid) -> list[float]:
        """Widths of the columns: as much as they ask for, the widest giving way first."""
        columns = max(len(grid.head), *(len(row) for row in grid.rows), 1) if grid.rows else len(grid.head)
        asked = [36.0] * columns
        for row in (grid.head, *grid.rows):
            for place, words in enumerate(row):
                natural = max((self._natural(part) for part in words.splitlines()), default=0.0)
                asked[place] = max(asked[place], natural + _CELL)
        over = sum(asked) - self._width
        while over > 0.5:
            most = max(asked)
            wide = [place for place, width in enumerate(asked) if width > most - 0.5]
            following = max((width for width in asked if width <= most - 0.5), default=36.0)
            cut = min(over / len(wide), max(1.0, most - following))
            for place in wide:
                asked[place] -= cut
            over -= cut * len(wide)
        return asked

    def _natural(self, words: str) -> float:
        lines = self._set(words, font("body"), 10_000.0)
        return max((line.layout.lineAt(line.number).naturalTextWidth() for line in lines), default=0.0)

    def _height(self, row: Sequence[str], widths: Sequence[float]) -> float:
        cells = [self._set(words, font("body"), width - _CELL) for words, width in zip(row, widths, strict=False)]
        return max((sum(line.height for line in lines) for lines in cells), default=0.0) + 8

    def _row(self, row: Sequence[str], widths: Sequence[float], right: frozenset[int], face: QFont, shade: str) -> None:
        x, height = _SIDE, 0.0
        for place, (words, width) in enumerate(zip(row, widths, strict=False)):
            side = Qt.AlignmentFlag.AlignRight if place in right else Qt.AlignmentFlag.AlignLeft
            lines = self._set(words, face, width - _CELL, side)
            self._draw(lines, x, self._y + 3, shade)
            height = max(height, sum(line.height for line in lines))
            x += width
        self._y += height + 8
        self._painter.setPen(QPen(colour(self._theme.line), 0.7))
        self._painter.drawLine(QPointF(_SIDE, self._y - 2), QPointF(_SIDE + self._width, self._y - 2))

    # ---- text ------------------------------------------------------------------------------------------------

    def _set(
        self, words: str, face: QFont, width: float, side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft
    ) -> list[_Line]:
        """The lines of a text, plain and never interpreted."""
        found = []
        for part in drawable(words).splitlines() or [""]:
            layout = QTextLayout(part, face)
            option = QTextOption(side)
            option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
            layout.setTextOption(option)
            layout.beginLayout()
            while True:
                line = layout.createLine()
                if not line.isValid():
                    break
                line.setLineWidth(max(8.0, width))
                found.append(_Line(layout, layout.lineCount() - 1, line.height() * 1.12))
            layout.endLayout()
        return found

    def _draw(self, lines: Sequence[_Line], x: float, y: float, shade: str) -> None:
        self._painter.setPen(QPen(colour(shade)))
        for line in lines:
            laid = line.layout.lineAt(line.number)
            laid.draw(self._painter, QPointF(x - laid.x(), y - laid.y()))
            y += line.height

    def _text(self, words: str, face: QFont, shade: str, inset: float = 0.0) -> None:
        """A text over as many pages as it takes."""
        for line in self._set(words, face, self._width - inset):
            if line.height > self._left:
                self._turn()
            self._draw([line], _SIDE + inset, self._y, shade)
            self._y += line.height
