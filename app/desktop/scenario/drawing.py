"""Painting the matrix: headers, cells with their depth of sand, chips, the hatched strip of who is left alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from app.desktop.chrome import draw
from app.desktop.icons import paint_icon
from app.desktop.paint.signs import paint_phase
from app.desktop.scenario.geometry import LEAST_CELL, WITHOUT_ICON, CellBox, ChipBox, ChipWords, Laid, inset_of, wrapped
from app.desktop.theme import Theme, mix
from app.project.policies.cells import Cell
from app.words import NOTHING, mark_in, number, percent, tr, tr_in
from personas.records import PhaseKind

_PHASE_NOTES: dict[PhaseKind, str] = {
    "before": mark_in("phase note", "Not on the site yet"),
    "browse": mark_in("phase note", "Looks around"),
    "search": mark_in("phase note", "Looks for something"),
    "choose": mark_in("phase note", "Weighs one thing"),
    "checkout": mark_in("phase note", "Pays"),
    "after": mark_in("phase note", "Has ordered"),
}


@dataclass(frozen=True)
class Excluded:
    """One sort of visitor that hears nothing: its icon and its words."""

    icon: str
    words: str


@dataclass(frozen=True)
class Face:
    """Everything that is painted, in words and numbers."""

    laid: Laid
    chips: Mapping[str, ChipWords]
    phases: Mapping[str, tuple[str, PhaseKind]]
    audiences: Mapping[str, tuple[str, str]]
    excluded: tuple[Excluded, ...]
    excluded_title: str
    shares: Mapping[Cell, float] = field(default_factory=dict)
    row_shares: Mapping[str, float] = field(default_factory=dict)
    excluded_share: float | None = None
    dimmed: frozenset[str] = frozenset()
    new_words: str = ""


@dataclass(frozen=True)
class Hands:
    """What the hand and the keyboard are at: the cell and chip that have the keyboard, what is hovered and dragged."""

    current: Cell | None = None
    place: int = -1
    focused: bool = False
    rule: str = ""
    hovered: Cell | None = None
    hovered_rule: str = ""
    target: Cell | None = None
    target_place: int = -1
    carried: str = ""
    at: QPointF = field(default_factory=QPointF)


def phase_note(kind: PhaseKind) -> str:
    """What somebody in a phase does, in two or three words."""
    return tr_in("phase note", _PHASE_NOTES[kind])


def sand(theme: Theme, share: float | None) -> str:
    """The ground of a cell: deeper where more is seen; the sunken ground where nothing was counted."""
    if theme.name == "contrast":
        return theme.surface
    dark = theme.name == "dark"
    if share is None:
        return mix(theme.track, theme.canvas, 0.16 if dark else 0.30)
    least, more = (0.04, 0.34) if dark else (0.08, 0.62)
    return mix(theme.scale_sand[3], theme.canvas, least + more * min(1.0, share) ** 0.5)


def paint_matrix(painter: QPainter, face: Face, hands: Hands, theme: Theme) -> None:
    """The whole matrix."""
    laid = face.laid
    for phase, rect in laid.heads.items():
        title, kind = face.phases[phase]
        narrow = rect.width() < LEAST_CELL
        indent = 4.0 if narrow else 26.0
        if not narrow:
            paint_phase(painter, QRectF(rect.x() + 4, 13, 16, 11), kind, theme)
        role = "body_strong" if narrow else "heading"
        shown = draw.elided(title, role, rect.width() - indent - 2)
        draw.text(painter, rect.x() + indent, 24, shown, role, theme.ink)
        note = draw.elided(phase_note(kind), "small", rect.width() - 6)
        draw.text(painter, rect.x() + 4, 42, note, "small", theme.ink2)
    if face.new_words:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.iris))
        painter.drawEllipse(QPointF(4, 20), 3.5, 3.5)
        words = draw.elided(face.new_words, "small", laid.left - 22)
        draw.text(painter, 13, 24, words, "small", theme.ink2)
    for audience, rect in laid.sides.items():
        title, note = face.audiences[audience]
        share = face.row_shares.get(audience)
        _side(painter, rect, title, note, share, theme)
    for box in laid.cells.values():
        _cell(painter, box, face, hands, theme)
    if laid.band is not None:
        side = QRectF(0, laid.band.y(), laid.left - 10, laid.band.height())
        _side(painter, side, face.excluded_title, "", face.excluded_share, theme, middle=True)
        _band(painter, laid.band, face, theme)
    if hands.carried and hands.carried in face.chips:
        _ghost(painter, face, hands, theme)


def _side(
    painter: QPainter, rect: QRectF, title: str, note: str, share: float | None, theme: Theme, *, middle: bool = False
) -> None:
    lines = wrapped(title, "body_strong", rect.width(), 2)
    below = [note] if note else []
    below += [tr("{share} of pages", share=percent(share, 0 if share >= 0.095 else 1))] if share is not None else []
    y = rect.y() + (rect.height() / 2 - 9.0 * (len(lines) + len(below)) + 13 if middle else 20)
    for line in lines:
        draw.text(painter, rect.x(), y, line, "body_strong", theme.ink)
        y += 17
    for words in below:
        for line in wrapped(words, "small", rect.width(), 2):
            draw.text(painter, rect.x(), y + 1, line, "small", theme.ink2)
            y += 16


def _cell(painter: QPainter, box: CellBox, face: Face, hands: Hands, theme: Theme) -> None:
    share = face.shares.get(box.cell)
    path = QPainterPath()
    path.addRoundedRect(box.rect, 10, 10)
    painter.fillPath(path, QColor(sand(theme, share)))
    is_current = hands.focused and hands.current == box.cell
    if theme.name == "contrast":
        painter.strokePath(_inner(box.rect, 1.0), QPen(QColor(theme.line), 2.0))
    if hands.target == box.cell and hands.carried:
        painter.fillPath(path, QColor(theme.marker_wash))
        pen = QPen(QColor(theme.ink2), 1.5)
        pen.setDashPattern([3.0, 2.5])
        painter.strokePath(_inner(box.rect, 1.0), pen)
    for chip in box.chips:
        _chip(painter, chip, face, hands, theme)
    if hands.target == box.cell and hands.carried:
        _gap(painter, box, hands.target_place, theme)
    elif is_current or hands.hovered == box.cell:
        _slot(painter, box.slot, theme, keyed=is_current and hands.place < 0)
    if box.more is not None:
        words = tr("{count} more", count=number(box.hidden)) if box.hidden else tr("Show fewer")
        icon = "caret-down" if box.hidden else "caret-up"
        paint_icon(painter, icon, QRectF(box.more.x() + 8, box.more.y() + 4, 12, 12), theme.ink2)
        room = box.more.width() - 30
        draw.text(painter, box.more.x() + 26, box.more.y() + 14, draw.elided(words, "small", room), "small", theme.ink2)
    if share is not None:
        words = percent(share, 0 if share >= 0.095 else 1) if share else NOTHING
        draw.text(painter, box.rect.right() - 8, box.rect.bottom() - 7, words, "small", theme.ink2, "right")
    if is_current and hands.place < 0:
        painter.strokePath(_inner(box.rect, 1.0), QPen(QColor(theme.ink), 2.0))


def _inner(rect: QRectF, by: float) -> QPainterPath:
    path = QPainterPath()
    path.addRoundedRect(rect.adjusted(by, by, -by, -by), 10 - by, 10 - by)
    return path


def _slot(painter: QPainter, rect: QRectF, theme: Theme, *, keyed: bool) -> None:
    pen = QPen(QColor(theme.ink2 if keyed else theme.control), 1.0)
    pen.setDashPattern([3.0, 2.5])
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
    paint_icon(painter, "plus", QRectF(rect.x() + 8, rect.center().y() - 7, 14, 14), theme.ink2)
    words = tr("Rule")
    if draw.width_of(words, "small_value") < rect.width() - 32:
        draw.text(painter, rect.x() + 28, rect.center().y() + 4, words, "small_value", theme.ink2)


def _gap(painter: QPainter, box: CellBox, place: int, theme: Theme) -> None:
    """A line where the chip that is carried would go."""
    if not box.chips:
        return
    place = max(0, min(place, len(box.chips)))
    y = box.chips[place].rect.top() - 3 if place < len(box.chips) else box.chips[-1].rect.bottom() + 3
    draw.bar(painter, QRectF(box.rect.x() + 8, y - 1.5, box.rect.width() - 16, 3), theme.ink, 1.5)


def _chip(painter: QPainter, chip: ChipBox, face: Face, hands: Hands, theme: Theme) -> None:
    words = face.chips[chip.rule]
    chosen = chip.rule == hands.rule and chip.cell == hands.current
    paint_chip(
        painter, chip.rect, chip.lines, chip.condition, words, theme,
        chosen=chosen, twin=chip.rule == hands.rule, hovered=chip.rule == hands.hovered_rule,
        faint=chip.rule in face.dimmed or (chip.rule == hands.carried and chip.cell == hands.current),
    )  # fmt: skip


def paint_chip(
    painter: QPainter,
    rect: QRectF,
    lines: tuple[str, ...],
    condition: str,
    words: ChipWords,
    theme: Theme,
    *,
    chosen: bool = False,
    twin: bool = False,
    hovered: bool = False,
    faint: bool = False,
) -> None:
    """A rule as a chip; a `twin` is the same rule as the chosen one, in another cell."""
    painter.save()
    if faint:
        painter.setOpacity(0.38)
    edge = theme.ink if chosen or twin else theme.control if hovered else theme.line
    pen = QPen(QColor(edge), 2.0 if chosen or theme.name == "contrast" else 1.0)
    by = 1.0 if chosen else 0.5
    if words.on:
        if theme.shadows and not chosen:
            shadow = QColor(theme.shadow)
            shadow.setAlphaF(theme.rest_shadow)
            path = QPainterPath()
            path.addRoundedRect(rect.translated(0, 1.2), 8, 8)
            painter.fillPath(path, shadow)
        painter.setBrush(QColor(theme.marker_wash if chosen else theme.raised))
    else:
        painter.setBrush(QColor(theme.marker_wash) if chosen else Qt.BrushStyle.NoBrush)
        if not chosen:
            pen = QPen(QColor(theme.control), 1.0)
        pen.setDashPattern([3.0, 2.5])
    painter.setPen(pen)
    painter.drawRoundedRect(rect.adjusted(by, by, -by, -by), 8, 8)
    ink = theme.ink if words.on else theme.ink2
    left = rect.x() + inset_of(rect.width())
    if left > rect.x() + WITHOUT_ICON:
        paint_icon(painter, words.icon, QRectF(rect.x() + 8, rect.y() + 6.5, 16, 16), theme.ink2)
    y = rect.y() + 18
    for line in lines:
        draw.text(painter, left, y, line, "small_value", ink)
        y += 16
    if condition:
        draw.text(painter, left, y, condition, "small", theme.ink2)
    if words.warned:
        paint_icon(painter, "warning-fill", QRectF(rect.right() - 17, rect.y() + 6, 13, 13), theme.ember)
    elif words.new:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.iris))
        painter.drawEllipse(QPointF(rect.right() - 10, rect.y() + 13), 3.5, 3.5)
    painter.restore()


def _ghost(painter: QPainter, face: Face, hands: Hands, theme: Theme) -> None:
    words = face.chips[hands.carried]
    width = min(150.0, max(96.0, draw.width_of(words.title, "small_value") + 44))
    lines = wrapped(words.title, "small_value", width - 38, 2)
    painter.save()
    painter.translate(hands.at.x() - 24, hands.at.y() - 14)
    painter.rotate(-1.5)
    painter.setOpacity(0.92)
    paint_chip(painter, QRectF(0, 0, width, 12.0 + 16.0 * len(lines)), lines, "", words, theme, chosen=True)
    painter.restore()


def _band(painter: QPainter, rect: QRectF, face: Face, theme: Theme) -> None:
    path = QPainterPath()
    path.addRoundedRect(rect, 10, 10)
    painter.fillPath(path, QColor(sand(theme, None)))
    painter.save()
    painter.setClipPath(path)
    painter.setPen(QPen(QColor(mix(theme.control, theme.canvas, 0.35)), 1.0))
    x = rect.x() - rect.height()
    while x < rect.right():
        painter.drawLine(QPointF(x, rect.bottom()), QPointF(x + rect.height(), rect.top()))
        x += 8.0
    painter.restore()
    x, middle = rect.x() + 12, rect.center().y()
    words = tr("No message, whatever the phase.")
    for n, one in enumerate(face.excluded):
        left = len(face.excluded) - n
        rest = tr("{count} more", count=number(left))
        width = draw.width_of(one.words, "small_value") + 38
        kept = draw.width_of(rest, "small") + 8 if left > 1 else 0.0
        if x + width + kept > rect.right() - 8:
            draw.text(painter, x + 2, middle + 4, rest, "small", theme.ink2)
            return
        pill = QRectF(x, middle - 12, width, 24)
        painter.setPen(QPen(QColor(theme.line), 1.0))
        painter.setBrush(QColor(theme.surface))
        painter.drawRoundedRect(pill, 12, 12)
        paint_icon(painter, one.icon, QRectF(x + 9, middle - 7.5, 15, 15), theme.ink2)
        draw.text(painter, x + 29, middle + 4, one.words, "small_value", theme.ink)
        x += width + 8
    if x + draw.width_of(words, "small") + 24 < rect.right():
        ground = QRectF(x + 2, middle - 11, draw.width_of(words, "small") + 16, 22)
        draw.bar(painter, ground, sand(theme, None), 6)
        draw.text(painter, x + 10, middle + 4, words, "small", theme.ink2)
