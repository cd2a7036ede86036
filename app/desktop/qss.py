"""The style sheet of the window's widgets, filled from a theme record.

Widgets are told apart by dynamic properties (``role``, ``state``) and object names, never by inline styles.
``room`` multiplies sizes for a beamer (1, 1.25 or 1.5), as the setting *Room* does for the painted parts.
"""

from __future__ import annotations

import re
from typing import Final

from app.desktop.theme import RADIUS, ROLES, Theme

FAMILY: Final = "Source Sans Pro"

_TEMPLATE: Final = """
* {{ font-family: "{family}"; font-size: 13px; outline: none; }}
QWidget {{ color: {ink}; }}
QMainWindow, QWidget[role="canvas"] {{ background: {canvas}; }}
QWidget[role="surface"] {{ background: {surface}; }}
QWidget[role="sunken"] {{ background: {sunken}; }}

#rail {{ background: {sunken}; border-right: {hairline}px solid {line}; }}
#rail QToolButton {{ width: 60px; height: 56px; border: none; border-radius: {card}px; background: transparent;
    color: {ink2}; font-size: 11px; font-weight: 500; }}
#rail QToolButton:hover {{ background: {hover}; }}
#rail QToolButton:pressed {{ background: {pressed}; }}
#rail QToolButton[state="current"] {{ background: {marker}; color: {on_marker}; font-weight: 600; }}
#rail QToolButton[role="foot"] {{ width: 40px; height: 40px; }}

#topbar {{ background: {surface}; border-bottom: {hairline}px solid {line}; }}
#bottombar {{ background: {surface}; border-top: {hairline}px solid {line}; }}
#inspector {{ background: {surface}; border-left: {hairline}px solid {line}; }}
#sidebar {{ background: {canvas}; border-right: {hairline}px solid {line}; }}

QLabel {{ background: transparent; }}
QLabel[role="name"] {{ font-size: 34px; font-weight: 700; }}
QLabel[role="start"] {{ font-size: 27px; font-weight: 700; }}
QLabel[role="answer"] {{ font-size: 84px; font-weight: 700; }}
QLabel[role="figure"] {{ font-size: 40px; font-weight: 700; }}
QLabel[role="kpi"] {{ font-size: 19px; font-weight: 700; }}
QLabel[role="sentence"] {{ font-size: 19px; font-weight: 500; }}
QLabel[role="stage"] {{ font-size: 16px; font-weight: 600; }}
QLabel[role="heading"] {{ font-size: 15px; font-weight: 600; }}
QLabel[role="strong"] {{ font-weight: 600; }}
QLabel[role="label"] {{ color: {ink3}; }}
QLabel[role="note"] {{ color: {ink2}; font-size: 12px; }}
QLabel[role="small"] {{ color: {ink3}; font-size: 12px; }}
QLabel[state="error"] {{ color: {ember}; font-weight: 500; }}
QLabel[state="working"] {{ color: {ink3}; }}
QFrame[role="hairline"] {{ background: {line}; border: none; max-height: {hairline}px; min-height: {hairline}px; }}
QFrame[role="vline"] {{ background: {line}; border: none; max-width: {hairline}px; min-width: {hairline}px; }}

QPushButton {{ height: 30px; padding: 0 12px; border: {hairline}px solid {line}; border-radius: {button}px;
    background: {surface}; color: {ink}; font-weight: 500; }}
QPushButton:hover {{ background: {hover}; }}
QPushButton:pressed {{ background: {pressed}; }}
QPushButton:disabled {{ color: {ink_off}; background: transparent; }}
QPushButton[role="primary"] {{ background: {ink}; border-color: {ink}; color: {on_ink}; font-weight: 600; }}
QPushButton[role="primary"]:hover {{ background: {ink2}; border-color: {ink2}; }}
QPushButton[role="primary"]:disabled {{ background: transparent; border-color: {line}; color: {ink_off}; }}
QPushButton[role="quiet"] {{ border-color: transparent; background: transparent; }}
QPushButton[role="quiet"]:hover {{ background: {hover}; }}
QPushButton[role="row"] {{ border: none; background: transparent; text-align: left; padding: 0 8px; font-weight: 400; }}
QPushButton[role="row"]:hover {{ background: {hover}; }}
QPushButton[state="current"] {{ background: {marker_wash}; border: 2px solid {ink}; }}
QToolButton {{ border: none; border-radius: {button}px; padding: 4px; background: transparent; color: {ink2}; }}
QToolButton:hover {{ background: {hover}; }}
QToolButton:pressed {{ background: {pressed}; }}
QToolButton:disabled {{ color: {ink_off}; }}
QToolButton::menu-indicator {{ image: none; width: 0; }}

QWidget[role="segments"] {{ background: {sunken}; border-radius: {button}px; }}
QWidget[role="segments"] QPushButton {{ border: none; background: transparent; height: 26px; color: {ink2}; }}
QWidget[role="segments"] QPushButton:checked {{ background: {surface}; color: {ink}; font-weight: 600;
    border: {hairline}px solid {line}; }}

QLineEdit, QSpinBox, QDoubleSpinBox, QComboBox {{ height: 32px; padding: 0 10px; border: {hairline}px solid {line};
    border-radius: {button}px; background: {surface}; color: {ink}; selection-background-color: {marker};
    selection-color: {on_marker}; }}
QLineEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus, QComboBox:focus {{ border: 2px solid {ink}; padding: 0 9px; }}
QLineEdit[state="error"] {{ border: 2px solid {ember}; padding: 0 9px; }}
QLineEdit[role="search"] {{ background: {sunken}; border-color: {sunken}; }}
QPlainTextEdit, QTextEdit {{ padding: 6px 8px; border: {hairline}px solid {line}; border-radius: {button}px;
    background: {surface}; color: {ink}; selection-background-color: {marker}; selection-color: {on_marker}; }}
QPlainTextEdit:focus, QTextEdit:focus {{ border: 2px solid {ink}; }}
QComboBox::drop-down {{ border: none; width: 22px; }}
QComboBox QAbstractItemView {{ background: {raised}; border: {hairline}px solid {line}; color: {ink};
    selection-background-color: {marker_wash}; selection-color: {ink}; }}

QMenu {{ background: {raised}; border: {hairline}px solid {line}; border-radius: {button}px; padding: 6px; }}
QMenu::item {{ padding: 6px 26px 6px 12px; border-radius: {badge}px; color: {ink}; }}
QMenu::item:selected {{ background: {hover}; }}
QMenu::item:disabled {{ color: {ink_off}; }}
QMenu::separator {{ height: {hairline}px; background: {line}; margin: 6px 8px; }}
QToolTip {{ background: {raised}; color: {ink}; border: {hairline}px solid {line}; padding: 6px 8px; font-size: 12px; }}

QAbstractItemView {{ background: transparent; border: none; color: {ink}; }}
QAbstractItemView::item {{ min-height: 30px; border-radius: {button}px; padding: 0 8px; color: {ink}; }}
QAbstractItemView::item:hover {{ background: {hover}; }}
QAbstractItemView::item:selected {{ background: {marker_wash}; color: {ink}; }}
QHeaderView::section {{ background: {surface}; color: {ink3}; border: none; border-bottom: {hairline}px solid {line};
    padding: 6px 8px; font-size: 12px; }}

QScrollArea, QGraphicsView {{ border: none; background: transparent; }}
QScrollBar:vertical {{ width: 10px; background: transparent; margin: 0; }}
QScrollBar:horizontal {{ height: 10px; background: transparent; margin: 0; }}
QScrollBar::handle {{ background: {track}; border-radius: 3px; margin: 2px; min-height: 32px; min-width: 32px; }}
QScrollBar::handle:hover {{ background: {control}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}

QSlider::groove:horizontal {{ height: 3px; background: {track}; border-radius: 1px; }}
QSlider::sub-page:horizontal {{ background: {ink2}; border-radius: 1px; }}
QSlider::handle:horizontal {{ width: 15px; height: 15px; margin: -6px 0; border-radius: 8px; background: {surface};
    border: 2px solid {ink}; }}
QProgressBar {{ border: none; background: transparent; max-height: 2px; }}
QProgressBar::chunk {{ background: {iris}; }}
QCheckBox {{ spacing: 8px; color: {ink}; }}
QCheckBox::indicator {{ width: 14px; height: 14px; border: {hairline}px solid {line_strong}; border-radius: {token}px;
    background: {surface}; }}
QCheckBox::indicator:checked {{ background: {ink}; border-color: {ink}; }}
QSplitter::handle {{ background: {line}; }}
"""


def style_sheet(theme: Theme, *, room: float = 1.0) -> str:
    """The whole style sheet for ``theme``.

    ``room`` scales every length in px except hairlines. Raises ``ValueError`` when it is not positive.
    """
    if room <= 0:
        raise ValueError(f"room must be positive, not {room}")
    tokens: dict[str, object] = {name: theme.token(name) for name in _colour_names()}
    sheet = _TEMPLATE.format(family=FAMILY, hairline=f"{theme.hairline:g}", **RADIUS, **tokens)
    return sheet if room == 1.0 else _scaled(sheet, room)


def font_px(role: str, *, room: float = 1.0) -> int:
    """Size in px of a type role at this room setting, as widgets that set their own font need it."""
    return round(ROLES[role].size * room)


def _colour_names() -> list[str]:
    return sorted(set(re.findall(r"(?<!\{)\{([a-z_0-9]+)\}(?!\})", _TEMPLATE)) - set(RADIUS) - {"family", "hairline"})


def _scaled(sheet: str, room: float) -> str:
    """Lengths of 3 px and more times ``room``; thinner ones are hairlines and stay."""

    def larger(match: re.Match[str]) -> str:
        length = int(match[1])
        return f"{length if length < 3 else round(length * room)}px"

    return re.sub(r"\b(\d+)px", larger, sheet)
