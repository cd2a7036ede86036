"""One painter per kind of element: `paint_element` finds the right one.

``States`` carries what the canvas knows and a file does not: what is under the hand, selected, in focus, dragged.
Exports leave it empty.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath

from app.desktop.icons import icon_names, paint_icon
from app.desktop.paint.cards import State, paint_card_box, wash
from app.desktop.paint.links import paint_drop, paint_link, paint_told
from app.desktop.paint.pen import ROUND, box, colour, fill, pen, qpath, rectf, stroke, write
from app.desktop.paint.people import paint_face, paint_mood, paint_outline
from app.desktop.paint.signs import (
    paint_bullet,
    paint_evidence,
    paint_phase,
    paint_pips,
    paint_severity,
    paint_signs,
    paint_tag_shape,
)
from app.desktop.theme import Theme
from maps.layout import elements as e
from maps.layout.geometry import Point, Rect
from maps.layout.icons import FALLBACK, LANES
from personas.records import Evidence

MINOR_BELOW, SIGNS_BELOW = 0.6, 0.35
_LEAST_FACE, _LEAST_CURVE = 8.0, 2.0


@dataclass(frozen=True)
class Look:
    """What the painting of elements depends on besides the element: the theme, how the element stands, pictures.

    ``zoom`` is how large a layout px is on screen; it decides how much detail is drawn. ``images`` holds decoded
    pictures by the key that cards carry. ``sentences`` replaces a card's meta with a finding, by record id.
    """

    theme: Theme
    zoom: float = 1.0
    images: Mapping[str, QImage] = field(default_factory=dict)
    sentences: Mapping[str, str] = field(default_factory=dict)

    @property
    def minor(self) -> bool:
        """Whether meta and notes are drawn."""
        return self.zoom >= MINOR_BELOW

    @property
    def words(self) -> bool:
        """Whether titles are words rather than bars."""
        return self.zoom >= SIGNS_BELOW


def paint_element(painter: QPainter, element: e.Element, look: Look, state: State = State.REST) -> None:
    """Paint one element where the layout put it. Kinds without an own look are an error of ours: ``KeyError``."""
    _PAINTERS[type(element)](painter, element, look, state)


def _text(painter: QPainter, text: e.Text | None, look: Look, instead: str = "") -> None:
    if text is None or (text.minor and not look.minor):
        return
    if look.words:
        write(painter, text, look.theme, instead)
        return
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour(look.theme.track))
    bar = rectf(text.rect)
    for index in range(len(text.lines)):
        top = bar.y() + index * text.line_height + text.line_height * 0.28
        painter.drawRoundedRect(QRectF(bar.x(), top, bar.width(), text.line_height * 0.44), 2, 2)


def _rule(painter: QPainter, rule: e.Rule, look: Look, state: State) -> None:
    del state
    theme, r = look.theme, rule.rect
    hair = theme.hairline
    line = {
        "hair": lambda: pen(theme.line, hair),
        "dots": lambda: pen(theme.track, hair + 0.4, dash=(0.01, 5.0), cap=ROUND),
        "grid": lambda: pen(theme.unlit, 1.0),
        "zero": lambda: pen(theme.line_strong, 1.0, dash=(4.0, 4.0)),
        "visibility": lambda: pen(theme.line_strong, 1.0, dash=(8.0, 4.0)),
    }[rule.style]()
    painter.setPen(line)
    half = 0.5 if hair == 1.0 else 0.0
    if r.w == 0:
        painter.drawLine(QPointF(r.x + half, r.y + 4), QPointF(r.x + half, r.bottom))
    else:
        y = round(r.y) + half
        painter.drawLine(QPointF(r.x, y), QPointF(r.right, y))


def _stage_header(painter: QPainter, head: e.StageHeader, look: Look, state: State) -> None:
    theme = look.theme
    if state.selected:
        box(painter, rectf(head.rect.grown(-3)), 8, theme.marker_wash, pen(theme.ink, 2.0))
    if head.colour:
        painter.fillRect(QRectF(head.rect.x + 8, head.rect.y + 2, head.rect.w - 16, 3), colour(head.colour))
    if look.minor:
        paint_phase(painter, rectf(head.sign), head.phase, theme)
    _text(painter, head.meta, look)
    _text(painter, head.title, look)
    if head.door is not None and look.minor:
        _door(painter, head, head.door, look)


def _door(painter: QPainter, head: e.StageHeader, door: Rect, look: Look) -> None:
    """The way into a sub-journey, with how people feel there and how many pain points there are."""
    theme = look.theme
    paint_icon(painter, "sign-in", rectf(door), theme.ink2)
    if head.mood is not None:
        centre = QPointF(door.right + 4 + door.w / 2, door.y + door.h / 2)
        paint_mood(painter, centre, 7.0, head.mood, theme)
    if head.note is not None:
        at = head.note.rect
        paint_icon(painter, "lightning-fill", QRectF(at.x - 13, at.y + 1.5, 13, 13), theme.ember)
        _text(painter, head.note, look)


def _lane_header(painter: QPainter, head: e.LaneHeader, look: Look, state: State) -> None:
    theme = look.theme
    if state.selected:
        box(painter, rectf(head.rect.grown(-3)), 8, theme.marker_wash, pen(theme.ink, 2.0))
    if head.title:
        middle = head.title.rect.y + head.title.line_height / 2
        name = LANES.get(head.kind, FALLBACK)
        paint_icon(painter, name, QRectF(17.0, middle - 8.5, 17.0, 17.0), theme.ink3)
    for text in head.texts:
        _text(painter, text, look)
    for mark in head.marks:
        _mark(painter, mark, look)


def _mark(painter: QPainter, mark: e.Mark, look: Look) -> None:
    paint_outline(painter, QPointF(*mark.centre), mark.size / 2, mark.slot, look.theme)


def _ribbon(painter: QPainter, ribbon: e.Ribbon, look: Look, state: State) -> None:
    del state
    for band in ribbon.bands:
        fill(painter, qpath(band.path), look.theme.person(band.slot).colour, look.theme.tint)
    for text in ribbon.more:
        _text(painter, text, look)


def _touch_card(painter: QPainter, card: e.TouchCard, look: Look, state: State) -> None:
    theme = look.theme
    paint_card_box(painter, rectf(card.rect), theme, state)
    ink = theme.ink_off if state.off else theme.ink2
    square = rectf(card.icon_at)
    if not look.words:
        square = QRectF(card.rect.x + 8, card.rect.centre.y - 13, 26, 26)
    paint_icon(painter, card.icon if card.icon in icon_names() else FALLBACK, square, ink)
    _text(painter, card.title, look, "ink_off" if state.off else "")
    sentence = look.sentences.get(card.record, "")
    if sentence and card.meta:
        shown = e.Text(card.meta.rect.moved(-13.0, 0.0), (sentence,), "small", "ember", minor=True)
        _text(painter, shown, look)
    elif card.meta:
        _text(
            painter,
            card.meta,
            look,
            "ink_off" if state.off else "ink2" if state.selected and theme.name == "dark" else "",
        )
        if card.evidence and look.minor:
            paint_evidence(painter, QPointF(*card.evidence_at), card.evidence, theme)
    _signs(painter, card.signs, look)


def _signs(painter: QPainter, signs: e.Signs | None, look: Look) -> None:
    if signs is not None and look.minor:
        paint_signs(painter, signs, look.theme)


def _mark_of(painter: QPainter, kind: Evidence | None, at: Point, look: Look) -> None:
    if kind is not None and look.minor:
        paint_evidence(painter, QPointF(*at), kind, look.theme)


def _cell_box(painter: QPainter, rect: Rect, own: str, look: Look, state: State) -> None:
    """What has no frame at rest has one under the hand, when it is selected, and when it has a colour."""
    if own or state.selected or state.hover or state.focus or state.dragged or state.off:
        paint_card_box(painter, rectf(rect), look.theme, state, own=own)


def _text_cell(painter: QPainter, cell: e.TextCell, look: Look, state: State) -> None:
    theme = look.theme
    _cell_box(painter, cell.rect, cell.colour, look, state)
    if cell.image:
        _picture(painter, rectf(cell.image_at), look.images.get(cell.image), theme)
    if cell.icon:
        paint_icon(painter, cell.icon if cell.icon in icon_names() else FALLBACK, rectf(cell.icon_at), theme.ink2)
    for mark in cell.marks:
        _mark(painter, mark, look)
    _mark_of(painter, cell.evidence, cell.evidence_at, look)
    _text(painter, cell.text, look, "ink_off" if state.off else "")
    _signs(painter, cell.signs, look)


def _picture(painter: QPainter, frame: QRectF, image: QImage | None, theme: Theme) -> None:
    """The picture, whole, in the middle of its frame; an empty frame with a sign where it is missing."""
    box(painter, frame, 6, theme.sunken)
    if image is None or image.isNull():
        size = min(24.0, frame.height() / 2)
        at = QRectF(frame.center().x() - size / 2, frame.center().y() - size / 2, size, size)
        paint_icon(painter, "image", at, theme.ink_off)
        return
    scale = min(frame.width() / image.width(), frame.height() / image.height())
    width, height = image.width() * scale, image.height() * scale
    painter.drawImage(QRectF(frame.center().x() - width / 2, frame.center().y() - height / 2, width, height), image)


def _curve(painter: QPainter, curve: e.Curve, look: Look, state: State) -> None:
    del state
    theme = look.theme
    path = qpath(curve.path)
    width = max(3.0, _LEAST_CURVE / max(0.05, look.zoom))
    stroke(painter, path, pen(theme.canvas, width + 4.0, cap=ROUND))
    dash = (9.0, 6.0) if theme.dashed(curve.slot) else ()
    stroke(painter, path, pen(theme.person(curve.slot).colour, width, dash=dash, cap=ROUND))


def _face(painter: QPainter, face: e.Face, look: Look, state: State) -> None:
    theme = look.theme
    radius = max(face.radius, _LEAST_FACE / max(0.05, look.zoom)) + (2.0 if state.hover or state.dragged else 0.0)
    centre = QPointF(*face.centre)
    if state.selected or state.focus:
        ring = QPainterPath()
        ring.addEllipse(centre, radius * 1.12 + 4, radius * 1.12 + 4)
        fill(painter, ring, theme.marker_wash)
        stroke(painter, ring, pen(theme.ink, 2.0))
    paint_face(painter, centre, radius, face.value, face.slot, theme, theme.canvas)
    _text(painter, face.note, look)


def _pain(painter: QPainter, pain: e.PainCard, look: Look, state: State) -> None:
    theme = look.theme
    paint_card_box(painter, rectf(pain.rect), theme, state, own=pain.colour)
    for mark in pain.marks:
        _mark(painter, mark, look)
    _text(painter, pain.title, look, "ink_off" if state.off else "")
    paint_severity(painter, QPointF(*pain.severity_at), pain.severity, theme)
    if pain.tag:
        ground = theme.marker_wash if state.selected else wash(pain.colour, theme)
        paint_tag_shape(painter, rectf(pain.tag.rect), theme, ground=ground, stale=pain.tag.stale)
        _text(painter, pain.tag.text, look)
    _mark_of(painter, pain.evidence, pain.evidence_at, look)
    _signs(painter, pain.signs, look)


def _opportunity(painter: QPainter, cell: e.OpportunityCell, look: Look, state: State) -> None:
    theme = look.theme
    _cell_box(painter, cell.rect, cell.colour, look, state)
    _text(painter, cell.title, look, "ink_off" if state.off else "")
    _mark_of(painter, cell.evidence, cell.evidence_at, look)
    _signs(painter, cell.signs, look)
    if look.minor:
        for words, at, value in ((cell.label, cell.impact_at, cell.impact), (cell.second, cell.effort_at, cell.effort)):
            _text(painter, words, look)
            paint_pips(painter, QPointF(*at), value, theme)


def _metric(painter: QPainter, cell: e.MetricCell, look: Look, state: State) -> None:
    theme = look.theme
    _cell_box(painter, cell.rect, cell.colour, look, state)
    _text(painter, cell.title, look)
    if cell.bullet_at and cell.filled is not None:
        paint_bullet(painter, rectf(cell.bullet_at), cell.filled, cell.target, theme, stale=cell.stale)
    if cell.series is not None and cell.last is not None:
        dash = (3.0, 2.5) if cell.stale else ()
        stroke(painter, qpath(cell.series), pen(theme.ink2, 1.5, dash=dash, cap=ROUND))
        end = QPainterPath()
        end.addEllipse(QPointF(*cell.last), 2.6, 2.6)
        fill(painter, end, theme.ink2)
    _signs(painter, cell.signs, look)
    _text(painter, cell.meta, look)
    if cell.meta and look.words:
        paint_evidence(painter, QPointF(*cell.evidence_at), cell.evidence, theme)


def _link(painter: QPainter, link: e.LinkLine, look: Look, state: State) -> None:
    paint_link(painter, link, look.theme, state, words=look.minor)


def _drop(painter: QPainter, stub: e.DropStub, look: Look, state: State) -> None:
    del state
    paint_drop(painter, stub, look.theme, words=look.minor)


def _told(painter: QPainter, mark: e.ToldMark, look: Look, state: State) -> None:
    del state
    paint_told(painter, mark, look.theme, words=look.minor)


Painter = Callable[[QPainter, Any, Look, State], None]
_PAINTERS: dict[type[e.Element], Painter] = {
    e.Rule: _rule,
    e.StageHeader: _stage_header,
    e.LaneHeader: _lane_header,
    e.Ribbon: _ribbon,
    e.TouchCard: _touch_card,
    e.LinkLine: _link,
    e.DropStub: _drop,
    e.ToldMark: _told,
    e.TextCell: _text_cell,
    e.Curve: _curve,
    e.Face: _face,
    e.PainCard: _pain,
    e.OpportunityCell: _opportunity,
    e.MetricCell: _metric,
}
