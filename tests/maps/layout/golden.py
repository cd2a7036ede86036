"""Stored layouts of the sample maps. ``python -m tests.maps.layout.golden`` writes them anew after a wanted change."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from maps.layout.build import layout_map
from maps.layout.elements import Element, MapLayout
from maps.layout.geometry import Rect
from maps.layout.options import LayoutOptions
from tests.maps.layout import samples
from tests.maps.layout.arithmetic import Arithmetic
from tests.maps.layout.everything import everything

GOLDEN = Path(__file__).with_name("shop.json")
GOLDEN_EVERYTHING = Path(__file__).with_name("everything.json")


def golden_layout() -> MapLayout:
    """The sample map with traffic and prices, measured by arithmetic."""
    piece, traffic, prices = samples.shop()
    return layout_map(piece, Arithmetic(), options=LayoutOptions(traffic=traffic, prices=prices))


def golden_everything() -> MapLayout:
    """The map that holds everything a map can hold."""
    piece, options = everything()
    return layout_map(piece, Arithmetic(), options=options)


def as_plain(layout: MapLayout) -> dict[str, Any]:
    """Kind, rectangle and texts of every element, by id; lengths to a tenth of a px."""
    return {element.id: _plain(element) for element in layout.elements}


def _plain(element: Element) -> dict[str, Any]:
    plain: dict[str, Any] = {"kind": type(element).__name__, "rect": _rect(element.rect)}
    if element.texts:
        plain["texts"] = [[_rect(text.rect), *text.lines] for text in element.texts]
    return plain


def _rect(rect: Rect) -> list[float]:
    return [round(value, 1) for value in (rect.x, rect.y, rect.w, rect.h)]


def main() -> None:
    """Store the layouts as they are now."""
    for path, layout in ((GOLDEN, golden_layout()), (GOLDEN_EVERYTHING, golden_everything())):
        lines = [
            f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in as_plain(layout).items()
        ]
        path.write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")


if __name__ == "__main__":
    main()
