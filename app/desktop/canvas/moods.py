"""The quick way to a layout in which only feelings moved: the emotion lanes are laid out anew, all else stays.

A drag changes the layout thirty times a second; routing every link for that would make it stutter.
"""

from __future__ import annotations

from dataclasses import replace

from maps.layout.columns import Columns, Grid, columns, grid
from maps.layout.context import Context
from maps.layout.elements import Element, MapLayout
from maps.layout.emotions import emotion_lane
from maps.layout.measure import Measure
from maps.layout.options import LayoutOptions
from maps.layout.touchpoints import gutters, wiring
from maps.layout.words import MapWords
from maps.model import MapSlice


class Moods:
    """Knows where the columns of one layout are. Good until anything but a feeling changes."""

    def __init__(self, piece: MapSlice, options: LayoutOptions, measure: Measure, words: MapWords) -> None:
        self._options, self._measure, self._words = options, measure, words
        self._cells: Grid = grid(piece)
        self._places: Columns = columns(piece, self._cells, gutters(self._cells, wiring(piece, self._cells, options)))

    def moved(self, layout: MapLayout, piece: MapSlice) -> MapLayout | None:
        """The layout with the feelings of `piece`; none when more than places would change."""
        context = Context(piece, self._cells, self._places, self._measure, self._words, self._options)
        found: dict[str, Element] = {}
        for band in layout.lanes:
            if band.kind == "emotions":
                elements, _header, _height = emotion_lane(context, band.id, "", band.y)
                found |= {element.id: element for element in elements}
        known = layout.by_id.keys()
        drawn = {key for key in known if "/feeling/" in key or "/curve/" in key or "/grid/" in key}
        if drawn != found.keys():
            return None
        return replace(layout, elements=tuple(found.get(element.id, element) for element in layout.elements))
