"""Keys of the map. Letters begin a card, arrows go about, Enter and F2 edit, digits judge.

One table says it all: the canvas acts by it, and the sheet of keys is made from it. Keys of actions (Delete, Ctrl+D)
are in the registry of actions.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtGui import QKeyEvent

from app.actions.all import ACTIONS
from app.desktop.canvas import verbs
from app.desktop.canvas.gestures.feel import set_feeling
from app.desktop.canvas.keytable import Handler, Key, name_of, typed_text
from app.desktop.canvas.nearby import Way, neighbour, next_feeling, selection_of
from app.desktop.canvas.spots import first_spot, is_face, spot_of, spots
from app.desktop.canvas.walk import cell_of, last_in
from app.desktop.document import Selection
from app.words import mark_in
from maps.layout.elements import Face
from personas.problems import FootfallError

if TYPE_CHECKING:
    from app.desktop.canvas.keyboard import KeyboardView

FINE, COARSE = 0.1, 0.5
_WAYS: Final[tuple[Way, ...]] = ("left", "right", "up", "down")
_ARROWS: Final[dict[Way, str]] = {"left": "Left", "right": "Right", "up": "Up", "down": "Down"}


def handle_key(view: KeyboardView, event: QKeyEvent) -> bool:
    """Do what a key means on the map; false when it means nothing here."""
    name = name_of(event)
    line = _BY_KEY.get(name)
    if line is not None and line(view):
        return True
    action = _ACTION_KEYS.get(name)
    if action is not None:
        view.asked.emit(action)
        return True
    text = typed_text(event)
    return bool(text) and type_letters(view, text)


def type_letters(view: KeyboardView, text: str) -> bool:
    """Begin to write with these letters: a new card, or in place of the words of a header or a feeling's note."""
    selection = view.document.selection
    face = is_face(view.layout_now, selection)
    if face is not None and text in "12345":
        return _judge(int(text), view)
    if view.document.selection.is_cell and text in "12345" and _rows_of_feelings(view, selection):
        return _judge(int(text), view)
    if face is not None or (selection.table in ("stages", "lanes") and not selection.is_cell):
        return view.write(text)
    return view.write_new(text)


def _rows_of_feelings(view: KeyboardView, selection: Selection) -> bool:
    piece = view.document.piece
    return piece is not None and piece.lanes[selection.lane].kind == "emotions"


def go(way: Way, view: KeyboardView) -> bool:
    """To the nearest thing in a direction; on a curve up and down change the feeling, and the others go along it."""
    face = is_face(view.layout_now, view.document.selection)
    if face is not None:
        return _feel(view, face, way, FINE)
    return leave_for(way, view)


def leave_for(way: Way, view: KeyboardView) -> bool:
    """To the nearest thing in a direction, from a feeling too."""
    target = _towards(view, way)
    if target is not None:
        view.document.select(target)
    return target is not None or bool(view.document.selection)


def _towards(view: KeyboardView, way: Way) -> Selection | None:
    piece, layout = view.document.piece, view.layout_now
    if piece is None:
        return None
    selection = view.document.selection
    cell = cell_of(piece, selection) if selection.is_cell else None
    start = spot_of(layout, last_in(piece, cell) if cell is not None else selection)
    if start is None:
        first = first_spot(layout, piece)
        return first.selection if first is not None else None
    found = neighbour(start, spots(layout, piece), way)
    return found.selection if found is not None else None


def extend(way: Way, view: KeyboardView) -> bool:
    """Select what lies in a direction as well; what was selected before is let go when it lies there."""
    face = is_face(view.layout_now, view.document.selection)
    if face is not None:
        return _feel(view, face, way, COARSE)
    target = _towards(view, way)
    if target is None or target.table not in verbs.CARDS:
        return target is not None
    chosen = list(view.document.chosen)
    if target in chosen:
        chosen.remove(view.document.selection)
        chosen.remove(target)
    view.document.choose([*chosen, target])
    return True


def _feel(view: KeyboardView, face: Face, way: Way, much: float) -> bool:
    """Up and down change the feeling, left and right go along the curve."""
    if way in ("left", "right"):
        following = next_feeling(view.layout_now, face, 1 if way == "right" else -1)
        if following is not None:
            view.document.select(selection_of(following))
        return True
    step = much * (1 if way == "up" else -1)
    set_feeling(view.document, face.record, face.persona, face.value + step, merge=f"mood {face.id}")
    return True


def _step(by: int, view: KeyboardView) -> bool:
    """To the next cell of the row; with nothing selected Tab leaves the map."""
    return view.step(by)


def _down(view: KeyboardView) -> bool:
    return view.step_down()


def _edit(view: KeyboardView) -> bool:
    """Edit what is selected; in a cell, write a card."""
    return view.write()


def _out(view: KeyboardView) -> bool:
    """From a feeling to its card, from a card to the map."""
    selection = view.document.selection
    if not selection:
        return False
    view.document.select(Selection("touchpoints", selection.record) if selection.persona else Selection())
    return True


def _shove(way: Way, view: KeyboardView) -> bool:
    return _try(view, partial(verbs.shove, view.document, way))


def _judge(mark: int, view: KeyboardView) -> bool:
    return _try(view, partial(verbs.rate, view.document, mark))


def _try(view: KeyboardView, verb: Handler) -> bool:
    """Do it; what cannot be done is said."""
    try:
        return verb()
    except FootfallError as error:
        view.say_problem(error)
        return True


def _arrows(act: Handler, before: str = "") -> list[tuple[str, Handler]]:
    return [(before + _ARROWS[way], partial(act, way)) for way in _WAYS]


def _line(group: str, words: str, shown: str, *handlers: tuple[str, Handler]) -> Key[dict[str, Handler]]:
    return Key(tuple(key for key, _ in handlers), words, group, dict(handlers), shown)  # type: ignore[arg-type]  # a group of the table


ON_MAP: Final[tuple[Key[dict[str, Handler]], ...]] = (
    _line("write", mark_in("keys", "Write a new card below, or in the empty cell"), "A…Z"),
    _line("write", mark_in("keys", "Edit what is selected"), "", ("Return", _edit), ("F2", _edit)),
    _line("go", mark_in("keys", "To the next card, cell or header"), "← ↑ → ↓", *_arrows(go)),
    _line("go", mark_in("keys", "To the next stage; after the last one a new stage"), "", ("Tab", partial(_step, 1))),
    _line("go", mark_in("keys", "To the stage before"), "", ("Shift+Tab", partial(_step, -1))),
    _line("go", mark_in("keys", "To the next row"), "", ("Ctrl+Return", _down)),
    _line("go", mark_in("keys", "Select one more"), "Shift+← ↑ → ↓", *_arrows(extend, "Shift+")),
    _line("go", mark_in("keys", "From a feeling on to the cards"), "Ctrl+← ↑ → ↓", *_arrows(leave_for, "Ctrl+")),
    _line("go", mark_in("keys", "Let go; then Tab leaves the map"), "", ("Esc", _out)),
    _line(
        "judge",
        mark_in("keys", "Move the card, the stage or the row"),
        "Ctrl+Shift+← ↑ → ↓",
        *_arrows(_shove, "Ctrl+Shift+"),
    ),
    _line(
        "judge",
        mark_in("keys", "How bad it is, how much it brings, how it feels"),
        "Alt+1…5",
        *((f"Alt+{mark}", partial(_judge, mark)) for mark in range(1, verbs.MARKS + 1)),
    ),
    _line("judge", mark_in("keys", "On a curve: from angry to delighted"), "1…5"),
    _line("judge", mark_in("keys", "On a curve: better or worse; with Shift more"), "↑ ↓"),
)
_BY_KEY: Final[dict[str, Handler]] = {key: act for line in ON_MAP for key, act in line.does.items()}
_ACTION_KEYS: Final[dict[str, str]] = {key: one.id for one in ACTIONS if one.on_map for key in one.keys}
