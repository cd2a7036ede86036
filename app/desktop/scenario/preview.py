"""What the visitor sees of a rule: a block on the page, a message on leaving, a mail, a notice, an advertisement.

Painted in the shop's own language and with plain grey where the page has content of its own. Nothing is invented: what
stands there is the text of the rule, the shop's products and the persona who looks.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.desktop.chrome import draw
from app.desktop.look import Look
from app.desktop.scenario.sheet import Sheet
from app.desktop.theme import Theme, mix
from app.project.policies.wording import Run
from app.words import speaking, tr
from personas.records import Language
from simulation.policy.catalogue import Mechanics

Surface = Literal["page", "overlay", "chat", "mail", "push", "ad"]
_PAD, _MARGIN, _BAR = 14.0, 16.0, 26.0


@dataclass(frozen=True)
class Shown:
    """What is painted: on which surface, the technique with its icon, the text in pieces, and what stands around it."""

    surface: Surface
    technique: str
    icon: str
    heading: tuple[Run, ...]
    rest: tuple[Run, ...]
    shop: str
    page: str
    products: tuple[str, ...]
    landing: str
    persona: str
    discount: str
    tongue: Language


def surface_of(how: Mechanics, trigger: str) -> Surface:
    """On what a technique is seen."""
    if how.target == "prime" or how.key == "retargeting":
        return "ad"
    if how.key == "push_message":
        return "push"
    if how.target in ("contact", "after"):
        return "mail"
    if how.key == "chat":
        return "chat"
    return "overlay" if how.key == "exit_message" or trigger == "exit_intent" else "page"


class Preview(QWidget):
    """The preview as a widget, as high as what it shows."""

    def __init__(self, look: Look, shown: Shown, says: str) -> None:
        super().__init__()
        self._look, self._shown = look, shown
        self.setObjectName("preview")
        self.setAccessibleName(says)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._fit()

    def show_now(self, shown: Shown) -> None:
        """Something else, at once."""
        if shown != self._shown:
            self._shown = shown
            self._fit()
            self.update()

    @property
    def shown(self) -> Shown:
        """What is painted."""
        return self._shown

    def resizeEvent(self, event: object) -> None:
        """Another width breaks the words elsewhere."""
        super().resizeEvent(event)  # type: ignore[arg-type]  # Qt hands a resize event
        self._fit()

    def _fit(self) -> None:
        width = max(200.0, self.width() / self._look.room)
        height = round(paint_preview(None, self._shown, width, self._look.theme) * self._look.room)
        if height != self.height():
            self.setFixedHeight(height)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The ground, then what is shown."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(self._look.room, self._look.room)
        width, height = self.width() / self._look.room, self.height() / self._look.room
        painter.fillRect(QRectF(0, 0, width, height), QColor(self._look.theme.sunken))
        paint_preview(painter, self._shown, width, self._look.theme)
        painter.end()


def paint_preview(painter: QPainter | None, shown: Shown, width: float, theme: Theme) -> float:
    """Paint it, or only measure it; how high it is, margins included."""
    make: dict[Surface, Callable[[Sheet, Shown, QRectF], float]] = {
        "page": _page, "overlay": _overlay, "chat": _chat, "mail": _mail, "push": _push, "ad": _ad,
    }  # fmt: skip
    frame = QRectF(_MARGIN, _MARGIN, width - 2 * _MARGIN, 0)
    with speaking(shown.tongue):
        height = make[shown.surface](Sheet(None, theme), shown, frame)
        if painter is not None:
            whole = QRectF(frame.x(), frame.y(), frame.width(), height)
            _frame(painter, whole, theme, 16.0 if shown.surface == "push" else 10.0)
            make[shown.surface](Sheet(painter, theme), shown, whole)
    return height + 2 * _MARGIN


def _frame(painter: QPainter, rect: QRectF, theme: Theme, radius: float) -> None:
    sheet = Sheet(painter, theme)
    if theme.shadows:
        shadow = QColor(theme.shadow)
        shadow.setAlphaF(0.018 if theme.name == "light" else 0.06)
        for spread in (6.0, 4.0, 2.5, 1.0):
            path = QPainterPath()
            path.addRoundedRect(
                rect.adjusted(-spread, 3 - spread, spread, 3 + spread), radius + spread, radius + spread
            )
            painter.fillPath(path, shadow)
    sheet.block(rect, theme.surface, radius, theme.line)


def _address(sheet: Sheet, shown: Shown, frame: QRectF) -> float:
    """The top of a page: three dots, shop and page. Where it ends."""
    theme = sheet.theme
    for n in range(3):
        sheet.dot(frame.x() + 13 + 9 * n, frame.y() + _BAR / 2, 2.6, theme.track)
    words = f"{shown.shop} / {shown.page}" if shown.page else shown.shop
    sheet.line(frame.x() + 44, frame.y() + 17, words, "small", theme.ink2, frame.width() - 56)
    sheet.block(QRectF(frame.x(), frame.y() + _BAR, frame.width(), 1), theme.line, 0)
    return frame.y() + _BAR + _PAD


def _said(sheet: Sheet, shown: Shown, x: float, y: float, width: float) -> float:
    """The text: its first sentence strong, the rest below. Where it ends."""
    theme = sheet.theme
    if not shown.heading:
        empty = (Run(tr("No text yet"), "written"),)
        return sheet.flow(x, y, width, empty, "body", theme.ink3)
    y = sheet.flow(x, y, width, shown.heading, "body_strong", theme.ink)
    return sheet.flow(x, y + 2, width, shown.rest, "body", theme.ink2) if shown.rest else y


def _grey(theme: Theme) -> str:
    return mix(theme.track, theme.surface, 0.42)


def _tile(sheet: Sheet, shown: Shown, x: float, y: float, size: float) -> None:
    sheet.block(QRectF(x, y, size, size), sheet.theme.sunken, 8)
    sheet.icon(shown.icon, x + size / 2 - 12, y + size / 2 - 12, 24)


def _page(sheet: Sheet, shown: Shown, frame: QRectF) -> float:
    x, width = frame.x() + _PAD, frame.width() - 2 * _PAD
    y = _address(sheet, shown, frame)
    if shown.technique in ("recommendation", "cross_sell", "personal_search"):
        end = _products(sheet, shown, x, y, width)
    elif shown.technique == "most_chosen":
        end = _label(sheet, shown, x, y, width)
    else:
        _tile(sheet, shown, x, y, 48)
        top = y
        if shown.technique == "reviews":
            for n in range(5):
                sheet.icon("star-fill", x + 62 + 15 * n, y, 13)
            top = y + 18
        end = max(y + 48, _said(sheet, shown, x + 62, top, width - 62))
        if shown.discount and shown.technique == "discount":
            end = _code(sheet, shown, x + 62, end + 8)
        end = _row(sheet, x, end + 14, width, 34)
    return end + _PAD - frame.y()


def _row(sheet: Sheet, x: float, y: float, width: float, height: float) -> float:
    """Three grey blocks: the rest of the page."""
    each = (width - 16) / 3
    for n in range(3):
        sheet.block(QRectF(x + n * (each + 8), y, each, height), _grey(sheet.theme), 6)
    return y + height


def _code(sheet: Sheet, shown: Shown, x: float, y: float) -> float:
    theme = sheet.theme
    words = tr("{discount} off", discount=shown.discount)
    wide = draw.width_of(words, "small_value") + 34
    sheet.block(QRectF(x, y, wide, 26), "", 6, theme.control, dashed=True)
    sheet.icon("tag", x + 8, y + 5, 15)
    sheet.line(x + 28, y + 17, words, "small_value", theme.ink, wide)
    return y + 26


def _products(sheet: Sheet, shown: Shown, x: float, y: float, width: float) -> float:
    """Text over three products, or over a list of results."""
    theme = sheet.theme
    y = _said(sheet, shown, x, y, width) + 10
    if shown.technique == "personal_search":
        for n in range(3):
            sheet.block(QRectF(x, y, 34, 26), _grey(theme), 5)
            words = shown.products[n] if n < len(shown.products) else ""
            if words:
                sheet.line(x + 44, y + 17, words, "small_value", theme.ink, width - 44)
            else:
                sheet.block(QRectF(x + 44, y + 10, (width - 44) * 0.6, 6), _grey(theme), 3)
            y += 32
        return y
    each = (width - 16) / 3
    others = shown.products[1:4] if len(shown.products) > 1 else shown.products
    for n in range(3):
        left = x + n * (each + 8)
        sheet.block(QRectF(left, y, each, 46), _grey(theme), 6)
        if n < len(others):
            sheet.line(left, y + 60, others[n], "small", theme.ink, each)
        else:
            sheet.block(QRectF(left, y + 53, each * 0.7, 6), _grey(theme), 3)
    return y + 64


def _label(sheet: Sheet, shown: Shown, x: float, y: float, width: float) -> float:
    """A product with its label."""
    theme = sheet.theme
    sheet.block(QRectF(x, y, 92, 92), _grey(theme), 8)
    side, room = x + 106, width - 106
    sheet.block(QRectF(side, y + 1, 22, 22), theme.sunken, 6)
    sheet.icon(shown.icon, side + 3, y + 4, 16)
    end = _said(sheet, shown, side + 28, y + 2, room - 28)
    end = sheet.skeleton(side, max(end + 10, y + 40), room, 2, _grey(theme))
    sheet.block(QRectF(side, end + 2, min(96.0, room), 24), theme.ink, 6)
    sheet.line(side, end + 18, tr("Add to basket"), "small_value", theme.on_ink, min(96.0, room), middle=True)
    return max(y + 92, end + 28)


def _overlay(sheet: Sheet, shown: Shown, frame: QRectF) -> float:
    """A card over a page that waits."""
    theme = sheet.theme
    y = _address(sheet, shown, frame)
    x, width = frame.x() + 26, frame.width() - 52
    inside, room = x + 16, width - 32
    top = y + 10
    text_top = top + 16
    end = _said(Sheet(None, theme), shown, inside, text_top, room - 22)
    foot = end + 12 + (40 if shown.technique == "newsletter" else 0)
    card = QRectF(x, top, width, foot + 42 - top)
    bottom = card.bottom() + 22
    back = mix(theme.track, theme.surface, 0.55)
    sheet.block(QRectF(frame.x() + 1, y - _PAD + 1, frame.width() - 2, bottom - y + _PAD - 2), back, 8)
    sheet.block(card, theme.surface, 10, theme.control)
    sheet.icon("x", card.right() - 24, top + 10, 14)
    _said(sheet, shown, inside, text_top, room - 22)
    if shown.technique == "newsletter":
        sheet.block(QRectF(inside, end + 10, room, 30), theme.surface, 6, theme.control)
        sheet.line(inside + 10, end + 29, tr("Your e-mail address"), "body", theme.ink3, room - 20)
    yes = tr("Sign up") if shown.technique == "newsletter" else tr("Keep my basket")
    if shown.technique not in ("newsletter", "exit_message"):
        yes = tr("Go on")
    wide = min(room * 0.6, draw.width_of(yes, "small_value") + 28)
    sheet.block(QRectF(inside, foot, wide, 28), theme.ink, 6)
    sheet.line(inside, foot + 18, yes, "small_value", theme.on_ink, wide, middle=True)
    sheet.line(inside + wide + 12, foot + 18, tr("No, thanks"), "small", theme.ink2, room - wide - 12)
    return bottom - frame.y()


def _chat(sheet: Sheet, shown: Shown, frame: QRectF) -> float:
    """A bubble in the corner of a page."""
    theme, x, width = sheet.theme, frame.x() + _PAD, frame.width() - 2 * _PAD
    y = _address(sheet, shown, frame)
    sheet.block(QRectF(x, y, 74, 74), _grey(theme), 8)
    end = sheet.skeleton(x + 88, y + 4, width - 88, 4, _grey(theme))
    left, room = x + 34, width - 34
    text_end = _said(Sheet(None, theme), shown, left + 12, end + 22, room - 24)
    sheet.block(QRectF(left, end + 12, room, text_end - end), theme.sunken, 12, theme.line)
    _said(sheet, shown, left + 12, end + 22, room - 24)
    base = text_end + 22
    sheet.dot(x + width - 17, base + 17, 17, theme.ink)
    sheet.icon("chat-circle-dots", x + width - 27, base + 7, 20, theme.on_ink)
    return base + 34 + _PAD - frame.y()


def _mail(sheet: Sheet, shown: Shown, frame: QRectF) -> float:
    """A mail: from, to, subject, text, a button, and the way out."""
    theme, x, width = sheet.theme, frame.x() + _PAD, frame.width() - 2 * _PAD
    y = frame.y() + _PAD
    sheet.dot(x + 13, y + 13, 13, theme.sunken)
    sheet.icon("envelope-simple", x + 5, y + 5, 16)
    sheet.line(x + 36, y + 11, shown.shop, "body_strong", theme.ink, width - 36)
    to = tr("to {name}", name=shown.persona) if shown.persona else tr("to you")
    sheet.line(x + 36, y + 27, to, "small", theme.ink2, width - 36)
    y += 40
    sheet.block(QRectF(frame.x(), y, frame.width(), 1), theme.line, 0)
    y = _said(sheet, shown, x, y + 10, width) + 12
    words = tr("To {page}", page=shown.landing) if shown.landing else tr("Read on")
    wide = min(width, draw.width_of(words, "small_value") + 28)
    sheet.block(QRectF(x, y, wide, 28), theme.ink, 6)
    sheet.line(x + 8, y + 18, words, "small_value", theme.on_ink, wide - 16, middle=True)
    sheet.line(x, y + 50, tr("Rather no mail from us? Unsubscribe."), "small", theme.ink3, width)
    return y + 58 + _PAD - frame.y()


def _push(sheet: Sheet, shown: Shown, frame: QRectF) -> float:
    """A notice on a locked telephone."""
    theme = sheet.theme
    x, width = frame.x() + 12, frame.width() - 24
    y = frame.y() + 22
    sheet.block(QRectF(frame.center().x() - 22, frame.y() + 9, 44, 5), theme.track, 2.5)
    end = _said(Sheet(None, theme), shown, x + 44, y + 28, width - 58)
    sheet.block(QRectF(x, y, width, end - y + 12), theme.sunken, 12, theme.line)
    sheet.block(QRectF(x + 10, y + 10, 24, 24), theme.ink, 6)
    sheet.icon(shown.icon, x + 14, y + 14, 16, theme.on_ink)
    sheet.line(x + 44, y + 22, shown.shop, "small_strong", theme.ink, width - 110)
    sheet.line(x + width - 50, y + 22, tr("now"), "small", theme.ink3, 40)
    _said(sheet, shown, x + 44, y + 28, width - 58)
    return end + 12 + 26 - frame.y()


def _ad(sheet: Sheet, shown: Shown, frame: QRectF) -> float:
    """An advertisement on somebody else's page, marked as one."""
    theme, x, width = sheet.theme, frame.x() + _PAD, frame.width() - 2 * _PAD
    end = sheet.skeleton(x, frame.y() + _PAD, width, 2, _grey(theme))
    top = end + 8
    text_end = _said(Sheet(None, theme), shown, x + 74, top + 26, width - 86)
    bottom = max(text_end + 40, top + 84)
    sheet.block(QRectF(x, top, width, bottom - top), theme.surface, 8, theme.control)
    sheet.line(x + 12, top + 17, tr("Advertisement"), "small", theme.ink3, width - 24)
    _tile(sheet, shown, x + 12, top + 28, 48)
    _said(sheet, shown, x + 74, top + 26, width - 86)
    words = tr("To {shop}", shop=shown.shop)
    wide = min(width - 86, draw.width_of(words, "small_value") + 24)
    sheet.block(QRectF(x + 74, bottom - 36, wide, 26), theme.ink, 6)
    sheet.line(x + 80, bottom - 19, words, "small_value", theme.on_ink, wide - 12, middle=True)
    end = sheet.skeleton(x, bottom + 12, width, 2, _grey(theme))
    return end + _PAD - 6 - frame.y()
