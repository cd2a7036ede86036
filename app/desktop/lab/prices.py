"""What the pain points of the map cost."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from app.desktop.lab.parts import Part, Shown, titled
from app.desktop.pricing import Priced
from app.words import tr


def make(shown: Shown) -> QWidget | None:
    """The prices, dearest first, or the button that finds them out; nothing on a map without pain points."""
    piece = shown.document.piece
    if piece is None or not piece.pains:
        return None
    from app.desktop.document import Selection
    from app.desktop.inspector.prices import price_list

    def choose(card: str) -> None:
        shown.window.show_on_map(Selection("cards", card))

    rows = price_list(shown.look, _own(shown), partial(shown.act, "prices"), choose)
    return titled(shown.look, tr("What pain points cost"), "", rows)


def _own(shown: Shown) -> Priced | None:
    priced = shown.studio.priced
    return priced if priced is not None and priced.prices.map == shown.document.map_id else None


def looks_at(shown: Shown) -> object:
    """The prices, and whether there is anything to price."""
    piece = shown.document.piece
    return _own(shown), piece is not None and bool(piece.pains), shown.document.map_id


PRICES = Part("prices", "right", 30, make, looks_at=looks_at)
