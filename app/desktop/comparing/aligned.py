"""Two maps laid out so that the same stage has the same place in both; where one lacks it there is a gap."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.desktop.canvas.words import map_words
from app.desktop.measure import QtMeasure
from app.project.compare import Comparison
from maps.layout.build import layout_map
from maps.layout.elements import MapLayout
from maps.layout.options import LayoutOptions
from maps.model import MapSlice, Stage
from personas.records import FrozenMap

_GAP = "stage-gap{:05d}"
_LEAST, _MOST = 80.0, 2000.0


@dataclass(frozen=True)
class Side:
    """One of two maps: its layout, the stages that are gaps, and how far it is moved to the right."""

    layout: MapLayout
    gaps: tuple[str, ...]
    shift: float


def aligned(before: MapSlice, after: MapSlice, comparison: Comparison) -> tuple[Side, Side]:
    """Both maps with a column for every stage that either has, each as wide as the wider of the two."""
    left, right = _with_gaps(before, comparison, 0), _with_gaps(after, comparison, 1)
    plain = [_laid_out(left), _laid_out(right)]
    widths = [{stage.id: stage.width for stage in layout.stages} for layout in plain]
    keys = _keys(comparison)
    wide = [max(widths[0].get(one, 0.0), widths[1].get(other, 0.0)) for one, other in keys]
    layouts = []
    for side, piece in enumerate((left, right)):
        wanted = {pair[side]: width for pair, width in zip(keys, wide, strict=True)}
        as_it_is = all(abs(widths[side].get(key, 0.0) - width) < 0.5 for key, width in wanted.items())
        layouts.append(plain[side] if as_it_is else _laid_out(_widened(piece, wanted)))
    starts = [layout.stages[0].x if layout.stages else 0.0 for layout in layouts]
    sides = [
        Side(layout, tuple(key for key in piece.stages if key.startswith("stage-gap")), max(starts) - start)
        for layout, start, piece in zip(layouts, starts, (left, right), strict=True)
    ]
    return sides[0], sides[1]


def _keys(comparison: Comparison) -> list[tuple[str, str]]:
    """The columns of both sides, gaps by the ids they have here."""
    return [
        (before or _GAP.format(at), after or _GAP.format(at)) for at, (before, after) in enumerate(comparison.stages)
    ]


def _with_gaps(piece: MapSlice, comparison: Comparison, side: int) -> MapSlice:
    stages = {}
    for pair in _keys(comparison):
        key = pair[side]
        stages[key] = piece.stages[key] if key in piece.stages else Stage(map=piece.id, title="")
    stages |= {key: row for key, row in piece.stages.items() if key not in stages}
    return replace(piece, stages=FrozenMap(stages))


def _widened(piece: MapSlice, widths: dict[str, float]) -> MapSlice:
    stages = {
        key: row.model_copy(update={"width": min(_MOST, max(_LEAST, widths[key]))}) if key in widths else row
        for key, row in piece.stages.items()
    }
    return replace(piece, stages=FrozenMap(stages))


def _laid_out(piece: MapSlice) -> MapLayout:
    return layout_map(piece, QtMeasure(), map_words(), LayoutOptions())
