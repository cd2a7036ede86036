"""A chart as an SVG drawing: a matplotlib figure of a given size, drawn on by one function, its letters as outlines.

No pyplot: nothing is global, nothing is kept. The same chart is the same bytes.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from functools import lru_cache

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from app.charts.ink import Ink

Drawing = Callable[[Axes, Ink], None]

_DOTS = 96.0
_BLANK = re.compile(rb'<path id="([^"]+)"(?: transform="[^"]*")?/>\s*')
_USE = re.compile(rb'<use xlink:href="#([^"]+)"[^>]*/>\s*')


def drawn(drawing: Drawing, ink: Ink, *, width: float, height: float) -> bytes:
    """The SVG of one chart; `width` and `height` in px of 1/96 inch."""
    rules: dict[str, object] = {
        "svg.fonttype": "path",
        "svg.hashsalt": "footfall",
        "font.size": 9.5,
        "axes.edgecolor": ink["line"],
        "axes.labelcolor": ink["ink2"],
        "axes.linewidth": 0.8,
        "text.color": ink["ink"],
        "xtick.color": ink["ink2"],
        "ytick.color": ink["ink"],
    }
    family = _known(ink)
    if family:
        rules["font.family"] = [family, "DejaVu Sans"]
    with mpl.rc_context(rules):  # type: ignore[arg-type]  # its stubs list the keys one by one
        figure = Figure(figsize=(width / _DOTS, height / _DOTS), dpi=_DOTS, layout="constrained")
        figure.patch.set_visible(False)
        axes = figure.add_subplot()
        bare(axes)
        drawing(axes, ink)
        out = io.BytesIO()
        figure.savefig(out, format="svg", metadata={"Date": None, "Creator": "Footfall"})
    return _without_blanks(out.getvalue())


def _without_blanks(svg: bytes) -> bytes:
    """The drawing without the letters that have no outline, such as spaces: some readers complain of them."""
    blank = {found.group(1) for found in _BLANK.finditer(svg)}
    kept = _BLANK.sub(b"", svg)
    return _USE.sub(lambda use: b"" if use.group(1) in blank else use.group(0), kept)


def bare(axes: Axes) -> None:
    """No box, no ticks: a chart puts in what it needs."""
    axes.patch.set_visible(False)
    for side in ("top", "right", "left", "bottom"):
        axes.spines[side].set_visible(False)
    axes.tick_params(length=0)


def _known(ink: Ink) -> str:
    return _loaded(tuple(str(path) for path in ink.fonts)) if ink.fonts else ""


@lru_cache(maxsize=4)
def _loaded(paths: tuple[str, ...]) -> str:
    """Load the font files once per process; the name matplotlib knows the family by."""
    for path in paths:
        font_manager.fontManager.addfont(path)
    return font_manager.FontProperties(fname=paths[0]).get_name()
