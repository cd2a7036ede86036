"""Fonts, icons, the measure with real fonts, and the binding they all stand on."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath

from app.desktop import fonts, icons
from app.desktop.measure import QtMeasure
from app.desktop.theme import LIGHT, ROLES
from maps.layout.build import layout_map
from maps.layout.icons import CHANNELS, FALLBACK, LANES, PAGES
from maps.layout.options import LayoutOptions, Prices
from tests.maps.layout import samples
from tests.maps.layout.judge import assert_sound
from tests.maps.layout.test_layout import HOSTILE, flooded

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is never freed from 3.12 on")
def test_the_binding_counts_none() -> None:
    """PySide6 6.12.0 gave back None without counting it: Python 3.11 then ends after some thousand calls."""
    path = QPainterPath()
    before = sys.getrefcount(None)
    for _ in range(300):
        path.moveTo(1.0, 1.0)
    assert sys.getrefcount(None) > before - 100


def test_every_role_is_set_in_the_one_family_at_its_size() -> None:
    for name, role in ROLES.items():
        font = fonts.font(name)
        assert font.family() == "Source Sans Pro"
        assert font.pixelSize() == role.size
        assert int(font.weight()) == fonts.settled_weight(role) != 500
    assert fonts.font("body", 1.5).pixelSize() == 20


def test_figures_are_tabular() -> None:
    metrics = fonts.metrics("kpi")
    widths = {round(metrics.horizontalAdvance(digit * 8), 3) for digit in "0123456789"}
    assert len(widths) == 1


def test_every_icon_that_is_named_is_in_the_set_and_fills_its_square() -> None:
    named = {*LANES.values(), *CHANNELS.values(), *PAGES.values(), FALLBACK, "plus", "warning", "image"}
    assert named <= icons.icon_names()
    square = QRectF(-0.01, -0.01, 1.02, 1.02)
    for name in named:
        box = icons.icon_path(name).boundingRect()
        assert square.contains(box)
        assert max(box.width(), box.height()) > 0.5
    with pytest.raises(KeyError):
        icons.icon_path("no-such-icon")


def test_an_icon_is_painted_in_its_colour_only() -> None:
    image = QImage(40, 40, QImage.Format.Format_RGB32)
    image.fill(QColor(LIGHT.surface))
    painter = QPainter(image)
    icons.paint_icon(painter, "heart-fill", QRectF(0, 0, 40, 40), LIGHT.ember)
    painter.end()
    assert image.pixelColor(20, 20) == QColor(LIGHT.ember)
    assert image.pixelColor(0, 0) == QColor(LIGHT.surface)
    assert not icons.icon("heart", LIGHT.ink).isNull()


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
@pytest.mark.parametrize("width", [62.0, 89.0, 161.0])
def test_no_line_is_wider_than_its_room_and_no_letter_is_lost(text: str, width: float) -> None:
    metrics = fonts.metrics("cell")
    wrapped = QtMeasure().wrap(text, "cell", width)
    assert all(metrics.horizontalAdvance(line) <= width for line in wrapped.lines)
    assert wrapped.height == ROLES["cell"].line * len(wrapped.lines)
    assert "".join("".join(wrapped.lines).split()) == "".join(text.split())
    short = QtMeasure().wrap(text, "cell", width, 2)
    assert len(short.lines) == 2
    assert short.elided
    assert short.lines[-1].endswith("…")
    assert all(metrics.horizontalAdvance(line) <= width for line in short.lines)


def test_a_text_that_fits_is_left_alone() -> None:
    wrapped = QtMeasure().wrap("  Delivery & payment ", "title", 200.0, 2)
    assert wrapped.lines == ("Delivery & payment",)
    assert not wrapped.elided
    assert QtMeasure().wrap("  ", "title", 200.0).lines == ()
    assert QtMeasure().wrap("word", "title", 0.0).lines == ()


@pytest.mark.parametrize("people", [1, 6])
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_texts_are_sound_in_the_real_font_too(text: str, people: int) -> None:
    _, traffic, _ = samples.shop(people)
    piece = flooded(text, people)
    prices = Prices(dict.fromkeys(piece.pains, 123_456.0))
    assert_sound(layout_map(piece, QtMeasure(), options=LayoutOptions(traffic=traffic, prices=prices)))


def test_a_whole_site_is_sound_in_the_real_font_too() -> None:
    assert_sound(layout_map(samples.site(), QtMeasure(), options=LayoutOptions(links="all")))
