"""A chart as an SVG drawing: a matplotlib figure of a given size, drawn on by one function, its letters as outlines.

No pyplot: nothing is global, nothing is kept. The same chart is the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import lru_cache

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from app.charts.ink import Ink

Drawing = Callable[[Axes, Ink], None]

_DOTS = 96.0


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
        figure.patch.set_alpha(0.0)
        axes = figure.add_subplot()
        bare(axes)
        drawing(axes, ink)
        out = io.BytesIO()
        figure.savefig(out, format="svg", metadata={"Date": None, "Creator": "Footfall"})
    return out.getvalue()


def bare(axes: Axes) -> None:
    """No box, no ticks: a chart puts in what it needs."""
    axes.patch.set_alpha(0.0)
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
