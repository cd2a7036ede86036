"""A map with everything on it, exported: spans, colours, hidden parts, signs and pictures as on the screen."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from app.desktop.export import QtPainter
from app.desktop.paint.cards import wash
from app.desktop.paint.frame import HEAD
from app.desktop.theme import LIGHT
from app.formats.port import Picture, Sheet
from maps.layout.build import layout_map
from tests.app.desktop.test_export import texts_of
from tests.maps.layout.arithmetic import Arithmetic
from tests.maps.layout.everything import IMAGE, everything

pytestmark = pytest.mark.usefixtures("qapp")
BLUE = "#3366CC"


def picture() -> Picture:
    image = QImage(80, 60, QImage.Format.Format_RGB32)
    image.fill(QColor(BLUE))
    raw = QByteArray()
    buffer = QBuffer(raw)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs ask for bytes, Qt for a name
    piece, options = everything()
    return Picture((Sheet(piece, options, {IMAGE: bytes(raw.data())}),), scale=1.0)


def test_a_png_shows_colours_and_the_picture_whole() -> None:
    image = QImage.fromData(QtPainter().png(picture()))
    count: dict[int, int] = {}
    for x in range(0, image.width(), 2):
        for y in range(0, image.height(), 2):
            count[image.pixel(x, y)] = count.get(image.pixel(x, y), 0) + 1
    for colour in ("#0B6B3A", "#CC3F72", "#1268CC"):
        assert count.get(QColor(wash(colour, LIGHT)).rgb(), 0) > 300, colour
    blue = [
        (x, y) for x in range(image.width()) for y in range(image.height()) if image.pixel(x, y) == QColor(BLUE).rgb()
    ]
    layout = layout_map(*everything()[:1], Arithmetic(), options=everything()[1])
    frames = [getattr(element, "image_at") for element in layout.elements if getattr(element, "image", "")]  # noqa: B009
    assert len(frames) == 2
    area = sum(min(frame.w / 80, frame.h / 60) ** 2 * 80 * 60 for frame in frames)
    assert len(blue) == pytest.approx(area, rel=0.03)


def test_an_svg_says_what_is_drawn_and_nothing_that_is_hidden() -> None:
    svg = QtPainter().svg(picture())
    written = " ".join(texts_of(svg))
    for words in ("Spans three, in actions", "Another, coloured", "in hand", "done", "parked", "A wide one", "old"):
        assert words in written
    for words in ("Never seen", "Hidden"):
        assert words not in written


def test_svg_and_png_are_the_same_picture() -> None:
    shown = picture()
    png = QImage.fromData(QtPainter().png(shown))
    drawn = QImage(png.size(), QImage.Format.Format_RGB32)
    drawn.fill(QColor(LIGHT.canvas))
    painter = QPainter(drawn)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(QByteArray(QtPainter().svg(shown))).render(painter, QRectF(0, 0, png.width(), png.height()))
    painter.end()
    places = [(x, y) for x in range(4, png.width(), 9) for y in range(int(HEAD) + 4, png.height(), 9)]
    other = sum(_apart(png.pixelColor(x, y), drawn.pixelColor(x, y)) > 40 for x, y in places)
    assert other / len(places) < 0.03


def _apart(one: QColor, other: QColor) -> int:
    return max(abs(one.red() - other.red()), abs(one.green() - other.green()), abs(one.blue() - other.blue()))
