"""Painters: each kind has one, stays where it belongs, and shows its state."""

from __future__ import annotations

import itertools

import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from app.desktop.measure import QtMeasure
from app.desktop.paint.avatar import paint_avatar
from app.desktop.paint.cards import State, paint_card_box
from app.desktop.paint.elements import Look, paint_element
from app.desktop.paint.maps import paint_map
from app.desktop.paint.people import outline_path, paint_face, paint_outline
from app.desktop.paint.signs import (
    paint_evidence,
    paint_footprint,
    paint_mark,
    paint_phase,
    paint_pips,
    paint_severity,
    paint_tag,
    paint_uncalibrated,
    tag_path,
)
from app.desktop.theme import DARK, LIGHT, THEMES, Theme
from maps.layout import elements as e
from maps.layout.build import layout_map
from maps.layout.geometry import Rect
from maps.layout.options import LayoutOptions, Walked
from personas.model import Avatar
from personas.records import PHASE_KINDS
from tests.maps.layout import samples

pytestmark = pytest.mark.usefixtures("qapp")
EVERY = pytest.mark.parametrize("theme", THEMES.values(), ids=list(THEMES))


class Canvas:
    """A small picture to paint on, and to ask what is on it."""

    def __init__(self, width: int = 200, height: int = 200, theme: Theme = LIGHT) -> None:
        self.theme = theme
        self.image = QImage(width, height, QImage.Format.Format_RGB32)
        self.image.fill(QColor(theme.canvas))
        self.painter = QPainter(self.image)
        self.painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def __del__(self) -> None:
        # A painter that outlives its picture takes the process with it.
        if self.painter.isActive():
            self.painter.end()

    def finished(self) -> QImage:
        self.painter.end()
        return self.image

    def count(self, colour: str) -> int:
        """How many px have exactly this colour."""
        image = self.finished() if self.painter.isActive() else self.image
        wanted = QColor(colour).rgb()
        return sum(image.pixel(x, y) == wanted for x in range(image.width()) for y in range(image.height()))

    def painted(self) -> Rect:
        """The rectangle around everything that is not ground."""
        image = self.finished() if self.painter.isActive() else self.image
        ground = QColor(self.theme.canvas).rgb()
        hits = [(x, y) for x in range(image.width()) for y in range(image.height()) if image.pixel(x, y) != ground]
        xs, ys = [x for x, _ in hits], [y for _, y in hits]
        return Rect(min(xs), min(ys), max(xs) + 1 - min(xs), max(ys) + 1 - min(ys)) if hits else Rect(0, 0, 0, 0)


def full_layout() -> e.MapLayout:
    piece, traffic, prices = samples.shop(6)
    counts = {key: 1000.0 * place for place, key in enumerate(piece.touchpoints, 1)}
    walked = Walked(counts, counts, counts, dict.fromkeys(piece.links, 500.0))
    return layout_map(piece, QtMeasure(), options=LayoutOptions(traffic=traffic, prices=prices, walked=walked))


def kinds() -> set[type[e.Element]]:
    known = (value for value in vars(e).values() if isinstance(value, type) and issubclass(value, e.Element))
    return set(known) - {e.Element}


def test_the_sample_shows_every_kind_and_every_kind_has_a_painter() -> None:
    layout = full_layout()
    assert {type(element) for element in layout.elements} == kinds()
    canvas = Canvas(round(layout.width), round(layout.height))
    for element in layout.elements:
        for zoom in (1.0, 0.5, 0.3):
            paint_element(canvas.painter, element, Look(LIGHT, zoom))


@EVERY
def test_at_rest_an_element_paints_inside_its_own_room(theme: Theme) -> None:
    """The canvas repaints an element's rectangle with 10 px around it, and its texts; nothing may lie outside."""
    layout = full_layout()
    first: dict[type[e.Element], e.Element] = {}
    for element in layout.elements:
        if not isinstance(element, e.Rule | e.Ribbon | e.Curve):
            first.setdefault(type(element), element)
    for element in first.values():
        room = element.rect.grown(10.0)
        canvas = Canvas(round(room.w) + 80, round(room.h) + 80, theme)
        canvas.painter.translate(40 - room.x, 40 - room.y)
        paint_element(canvas.painter, element, Look(theme))
        texts = [text.rect.moved(40 - room.x, 40 - room.y) for text in element.texts]
        allowed = [Rect(40, 40, room.w, room.h), *(text.grown(2.0) for text in texts)]
        hit = canvas.painted()
        assert hit.w > 0, element.id
        assert all(any(box.has(x, y) for box in allowed) for x in (hit.x, hit.right) for y in (hit.y, hit.bottom)), (
            element
        )


@pytest.mark.parametrize(
    "state",
    [
        State(hover=True),
        State(selected=True),
        State(focus=True),
        State(off=True),
        State(finding=True),
        State(typing=True),
    ],
)
@pytest.mark.parametrize("kind", [e.TouchCard, e.PainCard])
def test_every_state_of_a_card_looks_different(kind: type[e.Element], state: State) -> None:
    element = next(element for element in full_layout().elements if isinstance(element, kind))

    def picture(how: State) -> QImage:
        canvas = Canvas(240, 140)
        canvas.painter.translate(40 - element.rect.x, 40 - element.rect.y)
        paint_element(canvas.painter, element, Look(LIGHT), how)
        return canvas.finished()

    assert picture(state) != picture(State.REST)


def test_selection_is_marker_wash_with_an_ink_edge_and_only_selection() -> None:
    for state, washed in ((State.REST, False), (State(hover=True), False), (State(selected=True), True)):
        canvas = Canvas()
        paint_card_box(canvas.painter, QRectF(20, 20, 136, 62), LIGHT, state)
        assert (canvas.count(LIGHT.marker_wash) > 1000) is washed


def test_faces_change_at_half_and_one_and_a_half() -> None:
    def face(value: float) -> QImage:
        canvas = Canvas(60, 60)
        paint_face(canvas.painter, QPointF(30, 30), 13, value, 0, LIGHT)
        return canvas.finished()

    bands = [[-2.0, -1.51], [-1.5, -0.51], [-0.5, 0.0, 0.5], [0.51, 1.5], [1.51, 2.0]]
    pictures = [[face(value) for value in band] for band in bands]
    for band in pictures:
        assert all(picture == band[0] for picture in band)
    assert all(a[0] != b[0] for i, a in enumerate(pictures) for b in pictures[i + 1 :])


def test_every_person_has_another_outline() -> None:
    masks = []
    for slot in range(6):
        canvas = Canvas(60, 60)
        paint_outline(canvas.painter, QPointF(30, 30), 20, slot, LIGHT)
        image, ground = canvas.finished(), QColor(LIGHT.canvas).rgb()
        masks.append(tuple(image.pixel(x, y) != ground for x in range(60) for y in range(60)))
    assert len(set(masks)) == 6


@pytest.mark.parametrize("slot", range(6))
@pytest.mark.parametrize("hair", range(8))
def test_an_avatar_stays_in_its_outline(slot: int, hair: int) -> None:
    canvas = Canvas(120, 120)
    paint_avatar(canvas.painter, QRectF(10, 10, 100, 100), Avatar(skin=slot, hair=hair, beard=True), slot, LIGHT)
    outline = outline_path(LIGHT.person(slot).shape, QPointF(60, 60), 51.5)
    image, ground = canvas.finished(), QColor(LIGHT.canvas).rgb()
    outside = [
        (x, y)
        for x in range(0, 120, 2)
        for y in range(0, 120, 2)
        if image.pixel(x, y) != ground and not outline.contains(QPointF(x + 0.5, y + 0.5))
    ]
    assert outside == []


def test_avatars_differ_by_what_was_chosen() -> None:
    looks = [Avatar(), Avatar(hair=1), Avatar(glasses=True), Avatar(beard=True), Avatar(scarf=True), Avatar(skin=4)]
    pictures = []
    for look in looks:
        canvas = Canvas(110, 110)
        paint_avatar(canvas.painter, QRectF(5, 5, 100, 100), look, 0, LIGHT)
        pictures.append(canvas.finished())
    assert all(a != b for i, a in enumerate(pictures) for b in pictures[i + 1 :])


def test_phases_light_one_bar_more_each_and_end_in_a_tick() -> None:
    lit = []
    for phase in PHASE_KINDS[:-1]:
        canvas = Canvas(40, 30)
        paint_phase(canvas.painter, QRectF(5, 5, 16, 11), phase, LIGHT)
        lit.append(canvas.count(LIGHT.ink2))
    assert lit[0] == 0
    assert all(a < b for a, b in itertools.pairwise(lit))
    tick = Canvas(40, 30)
    paint_phase(tick.painter, QRectF(5, 5, 16, 11), "after", LIGHT)
    assert tick.count(LIGHT.track) == 0
    assert tick.count(LIGHT.ink2) > 0


def test_evidence_severity_and_impact_fill_up() -> None:
    def filled(kind: str) -> int:
        canvas = Canvas(60, 60)
        if kind in {"assumed", "published", "measured"}:
            paint_evidence(canvas.painter, QPointF(30, 30), kind, LIGHT, 30.0)  # type: ignore[arg-type]  # the kinds
            return canvas.count(LIGHT.ink3)
        if kind.startswith("s"):
            paint_severity(canvas.painter, QPointF(5, 30), int(kind[1]), LIGHT)
            return canvas.count(LIGHT.ember)
        paint_pips(canvas.painter, QPointF(5, 30), int(kind[1]), LIGHT)
        return canvas.count(LIGHT.ink2)

    for row in (
        ("assumed", "published", "measured"),
        ("s1", "s2", "s3", "s4", "s5"),
        ("p0", "p1", "p2", "p3", "p4", "p5"),
    ):
        counts = [filled(kind) for kind in row]
        assert all(a < b for a, b in itertools.pairwise(counts)), row


def test_a_stale_price_is_hatched_and_keeps_its_outline() -> None:
    fresh, stale = Canvas(160, 40), Canvas(160, 40)
    rect = QRectF(10, 10, 130, 19)
    paint_tag(fresh.painter, rect, "−€ 1,240 / month", LIGHT)
    paint_tag(stale.painter, rect, "−€ 1,240 / month", LIGHT, stale=True)
    assert stale.count(LIGHT.ember_wash) < fresh.count(LIGHT.ember_wash)
    assert stale.painted() == fresh.painted()
    assert tag_path(rect).boundingRect() == rect


@EVERY
def test_the_mark_the_pill_and_the_footprints_are_there(theme: Theme) -> None:
    canvas = Canvas(200, 100, theme)
    paint_mark(canvas.painter, QRectF(10, 10, 40, 40), theme)
    paint_footprint(canvas.painter, QRectF(100, 10, 40, 40), theme, left=False, value=theme.marker, edge=theme.ink)
    paint_uncalibrated(canvas.painter, QRectF(10, 65, 110, 24), "Uncalibrated", theme)
    assert canvas.count(theme.ink) > 100
    assert canvas.count(theme.mark_right) > 100


def test_only_what_is_visible_is_painted() -> None:
    layout = full_layout()
    canvas = Canvas(round(layout.width), round(layout.height))
    window = Rect(200.0, 60.0, 300.0, 120.0)
    paint_map(canvas.painter, layout, LIGHT, visible=window, ground=False)
    whole = Canvas(round(layout.width), round(layout.height))
    paint_map(whole.painter, layout, LIGHT)
    assert 0 < canvas.count(LIGHT.ink2) < whole.count(LIGHT.ink2)


def test_small_maps_leave_out_what_nobody_can_read() -> None:
    card = next(element for element in full_layout().elements if isinstance(element, e.TouchCard))

    def inked(zoom: float, colour: str) -> int:
        canvas = Canvas(240, 140, DARK)
        canvas.painter.translate(40 - card.rect.x, 40 - card.rect.y)
        paint_element(canvas.painter, card, Look(DARK, zoom))
        return canvas.count(colour)

    assert inked(1.0, DARK.ink3) > 0 == inked(0.5, DARK.ink3)
    assert inked(0.5, DARK.ink) > 0 == inked(0.3, DARK.ink)
    assert inked(0.3, DARK.track) > 0
