"""Phosphor icons as vector paths, so that pictures and exports carry no boxes where a font is missing.

The glyphs come from the icon font that the package qtawesome ships; its own widgets and icon engine stay unused
(importing them costs 150 ms and ties icons to a font being installed where a file is opened).
"""

from __future__ import annotations

import importlib.util
import json
from functools import lru_cache
from pathlib import Path
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPixmap, QRawFont, QTransform

_EM: Final = 256.0
_PIXMAP_SIZES: Final = (16, 20, 24, 32, 44, 64)


class IconsMissingError(RuntimeError):
    """The package with the icon font is not installed, or its font cannot be read."""


@lru_cache(maxsize=1)
def _font_files() -> tuple[Path, Path]:
    spec = importlib.util.find_spec("qtawesome")
    if spec is None or spec.origin is None:
        raise IconsMissingError("the package qtawesome is not installed")
    folder = Path(spec.origin).parent / "fonts"
    fonts, maps = sorted(folder.glob("phosphor-[0-9]*.ttf")), sorted(folder.glob("phosphor-charmap-*.json"))
    if not fonts or not maps:
        raise IconsMissingError("the package qtawesome ships no Phosphor font")
    return fonts[-1], maps[-1]


@lru_cache(maxsize=1)
def _charmap() -> dict[str, int]:
    raw: dict[str, str] = json.loads(_font_files()[1].read_text(encoding="utf-8"))
    return {name: int(code, 16) for name, code in raw.items()}


@lru_cache(maxsize=1)
def _raw_font() -> QRawFont:
    result = QRawFont(str(_font_files()[0]), _EM)
    if not result.isValid():
        raise IconsMissingError("Qt could not read the Phosphor font")
    return result


@lru_cache(maxsize=1)
def icon_names() -> frozenset[str]:
    """Every name `icon_path` knows."""
    return frozenset(_charmap())


@lru_cache(maxsize=512)
def icon_path(name: str) -> QPainterPath:
    """The glyph ``name`` (without the ``ph.`` prefix) filling a unit square from (0, 0) to (1, 1).

    Raises ``KeyError`` for an unknown name. The path is shared: copy it before changing it.
    """
    code = _charmap()[name]
    glyph = _raw_font().glyphIndexesForString(chr(code))[0]
    outline = _raw_font().pathForGlyph(glyph)
    return QTransform().translate(0.0, 1.0).scale(1.0 / _EM, 1.0 / _EM).map(outline)


def paint_icon(painter: QPainter, name: str, rect: QRectF, colour: str) -> None:
    """Fill the icon ``name`` into the square at ``rect``'s top left, as wide as ``rect``, in ``colour``."""
    placed = QTransform().translate(rect.x(), rect.y()).scale(rect.width(), rect.width()).map(icon_path(name))
    placed.setFillRule(Qt.FillRule.WindingFill)
    painter.fillPath(placed, QColor(colour))


@lru_cache(maxsize=1024)
def icon(name: str, colour: str, off: str = "") -> QIcon:
    """A ``QIcon`` of the glyph in ``colour``; ``off`` is its colour when disabled (default: the same)."""
    result = QIcon()
    for size in _PIXMAP_SIZES:
        result.addPixmap(_pixmap(name, colour, size), QIcon.Mode.Normal)
        result.addPixmap(_pixmap(name, off or colour, size), QIcon.Mode.Disabled)
    return result


def _pixmap(name: str, colour: str, size: int) -> QPixmap:
    result = QPixmap(QSize(size, size))
    result.fill(Qt.GlobalColor.transparent)
    painter = QPainter(result)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint_icon(painter, name, QRectF(QPointF(0, 0), QPointF(size, size)), colour)
    painter.end()
    return result
