"""How everything looks right now: the theme and the size of the room. Widgets take one and never change it.

When theme, room or language changes the window builds its widgets anew, so that no widget needs a second way to learn.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QGuiApplication, QIcon

from app.desktop import fonts, icons, qss
from app.desktop.theme import DARK, LIGHT, THEMES, Theme

ROOMS: tuple[float, ...] = (1.0, 1.25, 1.5)


@dataclass(frozen=True)
class Look:
    """A theme and a room factor (1, 1.25 or 1.5 for a beamer)."""

    theme: Theme = LIGHT
    room: float = 1.0

    def px(self, length: float) -> int:
        """A length of the design language, in px on this screen."""
        return round(length * self.room)

    def size(self, width: float, height: float) -> QSize:
        """A size of the design language, in px on this screen."""
        return QSize(self.px(width), self.px(height))

    def font(self, role: str) -> QFont:
        """The font of a type role at this room's size."""
        return fonts.font(role, self.room)

    def icon(self, name: str, token: str = "ink2") -> QIcon:
        """A Phosphor icon in the colour of a token."""
        return icons.icon(name, self.theme.token(token), self.theme.ink_off)

    def style_sheet(self) -> str:
        """The style sheet of the whole window."""
        return qss.style_sheet(self.theme, room=self.room)


def system_theme() -> Theme:
    """The theme the system asks for: dark when it is dark, else light."""
    hints = QGuiApplication.styleHints()
    return DARK if hints.colorScheme() is Qt.ColorScheme.Dark else LIGHT


def chosen(theme_name: str, room: float) -> Look:
    """The look for a setting: `system`, or the name of a theme; an unknown name follows the system."""
    theme = next((theme for name, theme in THEMES.items() if name == theme_name), None) or system_theme()
    return Look(theme, room if room in ROOMS else 1.0)
