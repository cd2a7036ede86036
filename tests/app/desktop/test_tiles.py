"""The map in tiles: the same pixels as painting it whole, whatever was changed, moved or zoomed before."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from app.desktop.canvas.ground import Ground
from app.desktop.canvas.scene import MapScene
from app.desktop.measure import QtMeasure
from app.desktop.paint.cards import State
from app.desktop.paint.maps import paint_map
from app.desktop.theme import DARK, LIGHT, Theme
from maps.layout.build import layout_map
from maps.layout.elements import Layer, MapLayout, TouchCard
from maps.layout.memory import Memory
from maps.layout.options import LayoutOptions
from tests.app.desktop.driver import Driver
from tests.maps.layout import samples

pytestmark = pytest.mark.usefixtures("qapp")
SIZE = (700, 520)
BODY: tuple[Layer, ...] = ("body",)


def laid(memory: Memory | None = None, **texts: str) -> MapLayout:
    piece = samples.shop()[0]
    points = {key: point.model_copy(update={"title": texts.get(key.replace("-", "_"), point.title)})
              for key, point in piece.touchpoints.items()}  # fmt: skip
    return layout_map(replace(piece, touchpoints=points), QtMeasure(), options=LayoutOptions(), memory=memory)


def blank(theme: Theme = LIGHT) -> tuple[QImage, QPainter]:
    image = QImage(*SIZE, QImage.Format.Format_RGB32)
    image.fill(QColor(theme.canvas))
    painter = QPainter(image)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
    return image, painter


def by_tiles(ground: Ground, zoom: float, left: int, top: int) -> QImage:
    image, painter = blank()
    painter.translate(-left, -top)
    painter.scale(zoom, zoom)
    ground.paint(painter, QRectF(left / zoom, top / zoom, SIZE[0] / zoom, SIZE[1] / zoom))
    painter.end()
    return image


def whole(
    layout: MapLayout, zoom: float, left: int, top: int, states: dict[str, State] | None = None, theme: Theme = LIGHT
) -> QImage:
    image, painter = blank(theme)
    painter.translate(-left, -top)
    painter.scale(zoom, zoom)
    paint_map(painter, layout, theme, zoom=zoom, layers=BODY, ground=False, states=states)
    painter.end()
    return image


def alike(one: QImage, other: QImage) -> bool:
    """The same but for rounding: a cut dash may begin elsewhere, an edge be a shade lighter."""
    a, b = (
        np.frombuffer(image.constBits(), dtype=np.uint8).reshape(SIZE[1], SIZE[0], 4).astype(np.int16)
        for image in (one, other)
    )
    return bool((np.abs(a - b).max(axis=2) > 3).mean() < 0.004)


def made(layout: MapLayout) -> Ground:
    ground = Ground(LIGHT, {})
    ground.show(element for element in layout.elements if element.layer == "body")
    return ground


@pytest.mark.parametrize("zoom", [0.3, 0.6, 1.0, 1.5])
def test_tiles_are_the_map_painted_whole(zoom: float) -> None:
    layout = laid()
    ground = made(layout)
    for left, top in ((0, 0), (37, 11), (211, 90)):
        assert alike(by_tiles(ground, zoom, left, top), whole(layout, zoom, left, top))


def test_after_an_edit_only_its_place_is_painted_and_all_is_right() -> None:
    memory = Memory()
    before = laid(memory)
    ground = made(before)
    by_tiles(ground, 1.0, 0, 0)
    after = laid(memory, touchpoint_00000001="Another name")
    spoiled = ground.show(element for element in after.elements if element.layer == "body")
    assert ground.touched == ("touchpoint-00000001",)
    assert all(rect.width() < 200 for rect in spoiled)
    assert alike(by_tiles(ground, 1.0, 0, 0), whole(after, 1.0, 0, 0))


def test_a_state_comes_and_goes() -> None:
    layout = laid()
    ground = made(layout)
    by_tiles(ground, 1.0, 0, 0)
    card = next(element for element in layout.elements if isinstance(element, TouchCard))
    states = {card.id: State(selected=True, hover=True)}
    ground.show_states(states)
    assert alike(by_tiles(ground, 1.0, 0, 0), whole(layout, 1.0, 0, 0, states))
    ground.show_states({})
    assert alike(by_tiles(ground, 1.0, 0, 0), whole(layout, 1.0, 0, 0))


def test_while_the_camera_moves_something_stands_in_and_then_gives_way() -> None:
    layout = laid()
    ground = made(layout)
    by_tiles(ground, 1.0, 0, 0)
    ground.hurried = True
    moving = by_tiles(ground, 1.2, 0, 0)
    blurred = whole(layout, 1.2, 0, 0)
    assert not alike(moving, blurred)
    assert not alike(moving, blank()[0])
    ground.hurried = False
    assert alike(by_tiles(ground, 1.2, 0, 0), blurred)


def test_what_is_lifted_leaves_the_ground_and_lies_down_again(driver: Driver) -> None:
    driver.open_kettle()
    scene = driver.view.map_scene
    card = next(element for element in driver.view.layout_now.elements if isinstance(element, TouchCard))
    scene.lift({card.id: QPointF(30.0, 20.0)})
    item = scene.lifted(card.id)
    assert item is not None
    assert item.pos() == QPointF(30.0, 20.0)
    assert card.id not in {element.id for element in scene.ground.within(QRectF(0, 0, 5000, 5000))}
    scene.lift({card.id: QPointF(60.0, 20.0)})
    assert scene.lifted(card.id) is item
    scene.lift({})
    assert scene.lifted(card.id) is None
    assert card.id in {element.id for element in scene.ground.within(QRectF(0, 0, 5000, 5000))}


def test_a_scene_without_a_map_paints_nothing() -> None:
    scene = MapScene(DARK, {})
    image, painter = blank(DARK)
    scene.drawBackground(painter, QRectF(0, 0, *SIZE))
    painter.end()
    assert image == blank(DARK)[0]


def test_evidence_is_marked_on_every_card_when_it_is_asked_for(driver: Driver) -> None:
    driver.open_kettle()
    cards = [e for e in driver.view.layout_now.elements if e.table == "cards"]
    assert any(getattr(card, "evidence", None) is None for card in cards)
    driver.page.bar.overlays.switched.emit("evidence", True)
    driver.settle()
    shown = [e for e in driver.view.layout_now.elements if e.table == "cards"]
    assert shown
    assert all(getattr(card, "evidence", None) is not None for card in shown)
