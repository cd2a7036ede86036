"""The parts that everything is made of on one sheet, painted by the painters that paint the studio."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from app.desktop import fonts
from app.desktop.chrome import draw
from app.desktop.icons import paint_icon
from app.desktop.paint import signs
from app.desktop.paint.avatar import paint_avatar
from app.desktop.paint.cards import State, paint_card_box
from app.desktop.paint.pen import pen
from app.desktop.paint.people import paint_face, paint_outline
from app.desktop.theme import ROLES, Theme
from app.words import name
from personas.model import Avatar
from personas.records import PHASE_KINDS, Evidence

SIZE = (1600, 1110)
_LEFT, _RIGHT, _TITLE = 48.0, 840.0, 30.0
_AVATARS = (
    Avatar(skin=4, hair=0, hair_colour=2), Avatar(skin=1, hair=4, hair_colour=0, beard=True),
    Avatar(skin=2, hair=2, hair_colour=5, glasses=True), Avatar(skin=0, hair=5, hair_colour=4, beard=True),
    Avatar(skin=3, hair=0, hair_colour=2, scarf=True), Avatar(skin=5, hair=7, hair_colour=2),
)  # fmt: skip
_EVIDENCE: tuple[Evidence, ...] = ("assumed", "published", "measured")
_GROUNDS = ("canvas", "surface", "sunken", "raised", "hover", "pressed", "marker_wash", "ember_wash", "iris_wash")
_INKS = ("ink", "ink2", "ink3", "ink_off", "line_strong", "control", "flow", "track", "marker", "ember", "iris")
_STATES = {
    "rest": State(), "under the mouse": State(hover=True), "selected": State(selected=True),
    "keyboard": State(focus=True), "typing": State(typing=True), "off": State(off=True), "finding": State(finding=True),
}  # fmt: skip
_TYPE = ("answer", "name", "start", "sentence", "stage", "heading", "body_strong", "body", "small", "rail")


class Sheet:
    """Paints one sheet in one theme."""

    def __init__(self, theme: Theme, density: float) -> None:
        self.theme = theme
        self.image = QImage(round(SIZE[0] * density), round(SIZE[1] * density), QImage.Format.Format_RGB32)
        self.image.setDevicePixelRatio(density)
        self.image.fill(QColor(theme.canvas))
        self.painter = QPainter(self.image)
        self.painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def words(self, x: float, baseline: float, said: str, role: str = "small", token: str = "ink2") -> float:
        """One line of text; its width."""
        return draw.text(self.painter, x, baseline, said, role, self.theme.token(token))

    def part(self, x: float, y: float, title: str, paint: Callable[[float, float], None]) -> None:
        """A part with its title over a hairline."""
        self.words(x, y, title, "heading", "ink")
        draw.line(self.painter, x, y + 12, x + 712, y + 12, self.theme.line, self.theme.hairline)
        paint(x, y + 12 + _TITLE)

    def paint(self) -> QImage:
        """All of it."""
        self.part(_LEFT, 60, "People", self.people)
        self.part(_LEFT, 268, "Feelings", self.feelings)
        self.part(_LEFT, 414, "States of a card", self.states)
        self.part(_LEFT, 612, "Signs", self.signs)
        self.part(_LEFT, 826, "Tokens", self.tokens)
        self.part(_RIGHT, 60, "Type", self.type)
        self.part(_RIGHT, 600, "Scales", self.scales)
        self.part(_RIGHT, 826, "Tokens for words and marks", self.inks)
        self.painter.end()
        return self.image

    def people(self, x: float, y: float) -> None:
        """Six slots: portrait, outline, name."""
        for slot, (person, avatar) in enumerate(zip(self.theme.people, _AVATARS, strict=True)):
            at = x + slot * 120
            paint_avatar(self.painter, QRectF(at, y - 8, 84, 84), avatar, slot, self.theme)
            paint_outline(self.painter, QPointF(at + 12, y + 108), 9, slot, self.theme)
            self.words(at + 30, y + 106, person.name, "body_strong", "ink")
            self.words(at + 30, y + 122, person.shape)

    def feelings(self, x: float, y: float) -> None:
        """Five faces in two outlines."""
        for index, value in enumerate((-2.0, -1.0, 0.0, 1.0, 2.0)):
            at = QPointF(x + 24 + index * 72, y + 14)
            paint_face(self.painter, at, 20, value, 0, self.theme, self.theme.canvas)
            paint_face(self.painter, at + QPointF(372, 0), 20, value, 1, self.theme, self.theme.canvas)
            draw.text(
                self.painter, at.x(), y + 60, ("−2", "−1", "0", "+1", "+2")[index], "small", self.theme.ink3, "centre"
            )

    def states(self, x: float, y: float) -> None:
        """One card, seven states."""
        for index, (said, state) in enumerate(_STATES.items()):
            at = QRectF(x + index % 4 * 178, y - 6 + index // 4 * 78, 150, 44)
            paint_card_box(self.painter, at, self.theme, state)
            off = "ink_off" if state.off else "ink"
            paint_icon(self.painter, "storefront", QRectF(at.x() + 10, at.y() + 12, 20, 20), self.theme.token("ink2"))
            self.words(at.x() + 38, at.y() + 26, said, "title", off)

    def signs(self, x: float, y: float) -> None:
        """Phase, evidence, severity, impact, price, uncalibrated, bullet."""
        painter, theme = self.painter, self.theme
        for index, phase in enumerate(PHASE_KINDS):
            signs.paint_phase(painter, QRectF(x + index * 116, y - 6, 16, 11), phase, theme)
            self.words(x + index * 116 + 24, y + 4, name("phase", phase))
        for index, kind in enumerate(_EVIDENCE):
            signs.paint_evidence(painter, QPointF(x + 6 + index * 116, y + 34), kind, theme)
            self.words(x + index * 116 + 24, y + 38, name("evidence", kind))
        signs.paint_severity(painter, QPointF(x, y + 70), 3, theme)
        self.words(x + 48, y + 74, "hurts: 3 of 5")
        signs.paint_pips(painter, QPointF(x + 174, y + 65), 4, theme)
        self.words(x + 214, y + 74, "brings: 4 of 5")
        signs.paint_bullet(painter, QRectF(x + 348, y + 67, 72, 5), 0.6, 0.8, theme)
        self.words(x + 432, y + 74, "a figure and its target")
        signs.paint_tag(painter, QRectF(x, y + 98, 128, 19), "−€ 1,240 / month", theme, ground=theme.canvas)
        signs.paint_tag(
            painter, QRectF(x + 174, y + 98, 128, 19), "−€ 1,240 / month", theme, ground=theme.canvas, stale=True
        )
        self.words(x + 312, y + 112, "from before")
        signs.paint_uncalibrated(painter, QRectF(x + 432, y + 95, 104, 24), "Uncalibrated", theme)

    def swatch(self, x: float, y: float, token: str) -> None:
        """A colour, its name, its value."""
        self.painter.setPen(pen(self.theme.line_strong, 1.0))
        self.painter.setBrush(QColor(self.theme.token(token)))
        self.painter.drawRoundedRect(QRectF(x + 0.5, y + 0.5, 47, 39), 8, 8)
        self.words(x + 60, y + 18, token, "body_strong", "ink")
        self.words(x + 60, y + 34, self.theme.token(token), "small", "ink3")

    def tokens(self, x: float, y: float) -> None:
        """Grounds."""
        for index, token in enumerate(_GROUNDS):
            self.swatch(x + index % 3 * 240, y - 6 + index // 3 * 58, token)

    def inks(self, x: float, y: float) -> None:
        """Colours for words and marks."""
        for index, token in enumerate(_INKS):
            self.swatch(x + index % 3 * 240, y - 6 + index // 3 * 58, token)

    def type(self, x: float, y: float) -> None:
        """The roles, each in itself."""
        at = y
        for role in _TYPE:
            size = ROLES[role]
            at += max(22.0, fonts.metrics(role).ascent() * 0.82)
            said = "+0.42" if role == "answer" else "What do they think here?"
            draw.text(self.painter, x, at, said, role, self.theme.ink)
            draw.text(
                self.painter, x + 712, at, f"{role}  {size.size:g}/{size.line:g}", "small", self.theme.ink3, "right"
            )
            at += 12

    def scales(self, x: float, y: float) -> None:
        """What is counted, lost, simulated; loss to gain."""
        named = (
            ("sand", "how many"),
            ("ember", "what is lost"),
            ("iris", "what is simulated"),
            ("loss_gain", "around zero"),
        )
        for index, (key, said) in enumerate(named):
            steps: tuple[str, ...] = getattr(self.theme, f"scale_{key}")
            top = y - 8 + index * 40
            for step, value in enumerate(steps):
                self.painter.setPen(Qt.PenStyle.NoPen)
                self.painter.setBrush(QColor(value))
                self.painter.drawRoundedRect(QRectF(x + step * 62, top, 58, 26), 4, 4)
            self.words(x + 456, top + 18, said)


def components(theme: Theme, density: float) -> QImage:
    """The sheet of parts in a theme; `density` px of the picture for one of the design."""
    return Sheet(theme, density).paint()
