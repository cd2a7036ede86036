"""Keys of the map: arrows move between cards, up and down change a feeling, Enter and F2 edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from app.desktop.canvas.gestures.feel import set_feeling
from app.desktop.canvas.nearby import Way, element_of, neighbour, next_feeling, reachable, selection_of
from app.desktop.document import Selection
from maps.layout.elements import Element, Face

if TYPE_CHECKING:
    from app.desktop.canvas.view import MapView

_ARROWS: Final[dict[int, Way]] = {
    int(Qt.Key.Key_Left): "left",
    int(Qt.Key.Key_Right): "right",
    int(Qt.Key.Key_Up): "up",
    int(Qt.Key.Key_Down): "down",
}
FINE, COARSE = 0.1, 0.5


def handle_key(view: MapView, event: QKeyEvent) -> bool:
    """Do what a key means on the map; false when it means nothing here."""
    key = event.key()
    chosen = view.selected_element()
    control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
    if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2):
        return view.write()
    if key == Qt.Key.Key_Escape:
        return _step_out(view, chosen)
    way = _ARROWS.get(int(key))
    if way is None:
        return False
    if isinstance(chosen, Face) and not control:
        return _feel(view, chosen, way, coarse=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
    return _go(view, chosen, way)


def _feel(view: MapView, face: Face, way: Way, *, coarse: bool) -> bool:
    """Up and down change the feeling, left and right go along the curve."""
    if way in ("left", "right"):
        following = next_feeling(view.layout_now, face, 1 if way == "right" else -1)
        if following is not None:
            view.document.select(selection_of(following))
        return True
    step = (COARSE if coarse else FINE) * (1 if way == "up" else -1)
    set_feeling(view.document, face.record, face.persona, face.value + step, merge=f"mood {face.id}")
    return True


def _go(view: MapView, chosen: Element | None, way: Way) -> bool:
    """To the nearest card in a direction; from nowhere to the first card."""
    candidates = reachable(view.layout_now)
    if not candidates:
        return False
    if chosen is None:
        following: Element | None = min(candidates, key=lambda e: (e.rect.y > 400, e.rect.x + e.rect.y))
    else:
        following = neighbour(chosen, candidates, way)
    if following is not None:
        view.document.select(selection_of(following))
    return True


def _step_out(view: MapView, chosen: Element | None) -> bool:
    """From a feeling to its card, from a card to the map."""
    if chosen is None:
        return False
    if isinstance(chosen, Face):
        card = element_of(view.layout_now, Selection("touchpoints", chosen.record))
        view.document.select(selection_of(card))
    else:
        view.document.select(Selection())
    return True
