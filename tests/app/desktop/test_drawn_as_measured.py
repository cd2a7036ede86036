"""What was measured is what is drawn: at every zoom, in every type role, whatever the text."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from app.desktop.measure import QtMeasure
from app.desktop.paint.maps import paint_map
from app.desktop.paint.pen import write
from app.desktop.theme import LIGHT, ROLES
from maps.layout.build import layout_map
from maps.layout.elements import MapLayout, Text
from maps.layout.geometry import Rect
from tests.maps.layout.everything import IMAGE, everything
from tests.maps.layout.hostile import HOSTILE
from tests.maps.layout.judge import assert_sound

pytestmark = pytest.mark.usefixtures("qapp")
ZOOMS = (0.25, 0.6, 1.0, 1.75, 4.0)
WIDTH = 150.0
ROLES_DRAWN = ("stage", "title", "cell", "cell_strong", "body_strong", "small", "kpi")


def laid(words: str = "") -> MapLayout:
    piece, options = everything(words)
    return layout_map(piece, QtMeasure(), options=options)


def ink(image: QImage) -> QRectF:
    """The smallest rectangle around everything darker than the paper; empty when there is nothing."""
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    raw = np.frombuffer(grey.constBits(), dtype=np.uint8).reshape(grey.height(), grey.bytesPerLine())
    dark = raw[:, : grey.width()] < 200
    if not dark.any():
        return QRectF()
    down, across = np.flatnonzero(dark.any(axis=1)), np.flatnonzero(dark.any(axis=0))
    return QRectF(across[0], down[0], across[-1] - across[0] + 1, down[-1] - down[0] + 1)


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_stay_in_their_places_in_real_type(name: str) -> None:
    assert_sound(laid(HOSTILE[name]))


@pytest.mark.parametrize("role", ROLES_DRAWN)
@pytest.mark.parametrize("zoom", ZOOMS)
def test_ink_stays_where_the_layout_put_it(role: str, zoom: float) -> None:
    for name, words in HOSTILE.items():
        wrapped = QtMeasure().wrap(words, role, WIDTH, 6)
        assert wrapped.width <= WIDTH
        margin = 40.0
        box = Rect(margin, margin, wrapped.width, wrapped.height)
        image = QImage(
            round((WIDTH + 2 * margin) * zoom), round((wrapped.height + 2 * margin) * zoom), QImage.Format.Format_RGB32
        )
        image.fill(QColor("white"))
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(zoom, zoom)
        write(painter, Text(box, wrapped.lines, role, "ink"), LIGHT)
        painter.end()
        drawn = ink(image)
        # Letters may lean out by a hair, marks stacked on letters by more; a px and a half of the screen is rounding.
        aside = (9.0 if name == "stacked" else 3.0) + 1.5 / zoom
        above = (9.0 if name == "stacked" else 2.0) + 1.5 / zoom
        assert drawn.left() >= (margin - aside) * zoom, name
        assert drawn.right() <= (margin + wrapped.width + aside) * zoom, name
        assert drawn.top() >= (margin - above) * zoom, name
        assert drawn.bottom() <= (margin + wrapped.height + above) * zoom, name


def test_nothing_is_painted_off_the_sheet() -> None:
    layout = laid(HOSTILE["dutch"])
    picture = QImage(60, 60, QImage.Format.Format_RGB32)
    picture.fill(QColor("black"))
    room = 30
    image = QImage(round(layout.width) + 2 * room, round(layout.height) + 2 * room, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    painter.translate(room, room)
    paint_map(painter, layout, LIGHT, images={IMAGE: picture}, ground=False)
    painter.end()
    drawn = ink(image)
    assert drawn.left() >= room - 2
    assert drawn.top() >= room - 2
    assert drawn.right() <= room + layout.width + 2
    assert drawn.bottom() <= room + layout.height + 2


def test_every_role_that_is_laid_out_is_one_that_was_looked_at() -> None:
    used = {text.role for element in laid().elements for text in element.texts}
    assert used <= {*ROLES_DRAWN, "body", "small_value", "tag"}
    assert used <= set(ROLES)
