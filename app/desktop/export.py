"""Pictures as files: the painter port of `app.formats`, by Qt, with or without a screen."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRect, QSize
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgGenerator

from app.charts.ink import Ink
from app.desktop.canvas.words import map_words
from app.desktop.fonts import FILES, font_folder
from app.desktop.letters import drawable
from app.desktop.measure import QtMeasure
from app.desktop.own_colours import with_own_colours
from app.desktop.paint.frame import FOOT, HEAD, paint_foot, paint_head
from app.desktop.paint.maps import paint_map
from app.desktop.paint.pen import colour
from app.desktop.qss import FAMILY
from app.desktop.svg import finished_svg
from app.desktop.theme import COLOUR_TOKENS, THEMES, Theme
from app.formats.port import Picture, Sheet, ThemeName
from app.formats.report.model import Report
from app.words import speaking, tr
from maps.layout.build import layout_map
from maps.layout.context import persona_slots
from maps.layout.elements import MapLayout
from personas.problems import FootfallError

LARGEST_SIDE, LARGEST_AREA = 32_000, 300_000_000
"""Px: Qt's pictures end at 32767 a side; 300 million px are 1.2 GB while they are painted."""
_kept: list[QGuiApplication] = []


def ensure_application() -> QGuiApplication:
    """The running application, or one without a screen: for the command line and for tests. Main thread only."""
    running = QGuiApplication.instance()
    if isinstance(running, QGuiApplication):
        return running
    if sys.platform.startswith("linux"):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    made = QGuiApplication(["footfall"])
    _kept.append(made)
    return made


@dataclass(frozen=True)
class _Page:
    """One laid out map and where it starts on the picture, layout px."""

    sheet: Sheet
    layout: MapLayout
    top: float

    @property
    def bottom(self) -> float:
        return self.top + HEAD + self.layout.height


class QtPainter:
    """`app.formats.port.Painter` with Qt."""

    def __init__(self) -> None:
        ensure_application()

    def png(self, picture: Picture) -> bytes:
        """The picture as a PNG file; FootfallError when it would be too large, naming the largest scale that fits."""
        with speaking(picture.language):
            pages, width, height = _pages(picture)
            size = QSize(max(1, round(width * picture.scale)), max(1, round(height * picture.scale)))
            _refuse_too_large(size, width, height)
            image = QImage(size, QImage.Format.Format_RGB32)
            if image.isNull():
                raise FootfallError(tr("There is not enough memory for a picture of this size."))
            image.setDotsPerMeterX(round(3780 * picture.scale))
            image.setDotsPerMeterY(round(3780 * picture.scale))
            image.fill(colour(THEMES[picture.theme].canvas))
            painter = QPainter(image)
            painter.scale(picture.scale, picture.scale)
            _paint(painter, pages, width, height, THEMES[picture.theme])
            painter.end()
        return _encoded(image)

    def svg(self, picture: Picture) -> bytes:
        """The picture as an SVG file with its texts as text and the letters it uses inside."""
        with speaking(picture.language):
            pages, width, height = _pages(picture)
            data = QByteArray()
            buffer = QBuffer(data)
            buffer.open(QIODevice.OpenModeFlag.WriteOnly)
            generator = QSvgGenerator()
            generator.setOutputDevice(buffer)
            generator.setResolution(96)
            generator.setSize(QSize(round(width), round(height)))
            generator.setViewBox(QRect(0, 0, round(width), round(height)))
            generator.setTitle(drawable(", ".join(page.sheet.piece.map.title for page in pages)))
            generator.setDescription("Footfall")
            painter = QPainter(generator)
            _paint(painter, pages, width, height, THEMES[picture.theme])
            painter.end()
            buffer.close()
        return finished_svg(bytes(data.data()), width * picture.scale, height * picture.scale)

    def pdf(self, report: Report) -> bytes:
        """The report as a PDF file, A4."""
        from app.desktop.report import pdf

        return pdf(report)

    def ink(self, theme: ThemeName = "light") -> Ink:
        """Colours and font files for charts and pages that go with the pictures."""
        colours = {token: THEMES[theme].token(token) for token in COLOUR_TOKENS}
        return Ink(colours, FAMILY, tuple(font_folder() / name for name in FILES))


def _pages(picture: Picture) -> tuple[list[_Page], float, float]:
    """The laid out maps, and the width and height they need together."""
    words, measure = map_words(), QtMeasure()
    pages: list[_Page] = []
    top = 0.0
    for sheet in picture.sheets:
        page = _Page(sheet, layout_map(sheet.piece, measure, words, sheet.options), top)
        pages.append(page)
        top = page.bottom
    width = max((page.layout.width for page in pages), default=0.0)
    return pages, max(width, 560.0), top + FOOT


def _paint(painter: QPainter, pages: list[_Page], width: float, height: float, theme: Theme) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillRect(0, 0, round(width) + 1, round(height) + 1, colour(theme.canvas))
    for page in pages:
        piece = page.sheet.piece
        own = with_own_colours(theme, piece.personas, persona_slots(piece))
        painter.save()
        painter.translate(0.0, page.top)
        images = _decoded(page.sheet)
        paint_head(painter, piece, page.layout, width, own, _shown(page.sheet), images)
        painter.translate(0.0, HEAD)
        paint_map(painter, page.layout, own, images=images, ground=False)
        painter.restore()
    painter.save()
    painter.translate(0.0, height - FOOT)
    paint_foot(painter, width, theme, simulated=any(page.sheet.options.prices.by_card for page in pages))
    painter.restore()


def _shown(sheet: Sheet) -> list[str]:
    """The personas that are drawn, as the layout chooses them."""
    piece, wanted = sheet.piece, sheet.options.personas
    if wanted:
        return [key for key in piece.personas if key in wanted]
    return [key for key in piece.personas if key not in piece.map.hidden_personas]


def _decoded(sheet: Sheet) -> dict[str, QImage]:
    """The sheet's pictures; one that cannot be read is left out and drawn as an empty frame."""
    found: dict[str, QImage] = {}
    for key, content in sheet.images.items():
        image = QImage.fromData(content)
        if not image.isNull():
            found[key] = image
    return found


def _refuse_too_large(size: QSize, width: float, height: float) -> None:
    area = size.width() * size.height()
    if max(size.width(), size.height()) <= LARGEST_SIDE and area <= LARGEST_AREA:
        return
    fits = min(LARGEST_SIDE / max(width, height), (LARGEST_AREA / (width * height)) ** 0.5)
    message = tr(
        "The picture would be {width} by {height} pixels, which is too large. Use a scale of at most {scale}.",
        width=size.width(), height=size.height(), scale=f"{int(fits * 10) / 10:g}",
    )  # fmt: skip
    raise FootfallError(message)


def _encoded(image: QImage) -> bytes:
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    written = image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs want bytes, Qt takes both
    buffer.close()
    if not written:
        raise FootfallError(tr("The picture could not be encoded."))
    return bytes(data.data())
