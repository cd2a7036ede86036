"""Charts of an answer: how likely each lift is, how sure it helps, the funnel of two arms, and for whom it works."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from app.charts.ink import Ink

Write = Callable[[float], str]


class Range(NamedTuple):
    """A named estimate with its interval; all in the same unit. `strong` for the row that all others are part of."""

    name: str
    mean: float
    low: float
    high: float
    strong: bool = False


def lift_density(
    grid: Sequence[float], density: Sequence[float], middle: Range, write: Write, nothing: str
) -> Callable[[Axes, Ink], None]:
    """The distribution of a lift, its interval filled, its mean marked, and where there is no difference.

    Args:
        grid: lifts, ascending.
        density: how likely each is, of any height.
        middle: mean and interval.
        write: a lift as a reader sees it.
        nothing: what stands at zero.
    """

    def draw(axes: Axes, ink: Ink) -> None:
        x, y = np.asarray(grid), np.asarray(density)
        top = float(y.max()) or 1.0
        axes.fill_between(x, y, color=ink["iris_wash"], linewidth=0)
        inside = (x >= middle.low) & (x <= middle.high)
        axes.fill_between(x[inside], y[inside], color=ink["iris"], alpha=0.55, linewidth=0)
        axes.axvline(0.0, color=ink["ink"], linewidth=1.0)
        axes.annotate(nothing, (0.0, top * 1.08), ha="center", va="bottom", color=ink["ink2"], annotation_clip=False)
        axes.plot([middle.low, middle.high], [-0.09 * top] * 2, color=ink["iris"], linewidth=2.5)
        axes.plot([middle.mean], [-0.09 * top], "o", color=ink["surface"], markeredgecolor=ink["iris"], markersize=7)
        axes.set_ylim(-0.16 * top, 1.06 * top)
        axes.set_yticks([])
        _marked(axes, (middle.low, middle.mean, middle.high), write)

    return draw


def _marked(axes: Axes, values: Sequence[float], write: Write) -> None:
    """Ticks at these values, left out where they would run into one another."""
    low, high = axes.get_xlim()
    kept: list[float] = []
    for value in sorted(values, key=lambda one: values.index(one) != 1):
        if all(abs(value - one) > 0.11 * (high - low) for one in kept):
            kept.append(value)
    axes.set_xticks(sorted(kept))
    axes.set_xticklabels([write(one) for one in sorted(kept)])


def chance_bar(chances: tuple[float, float, float], names: tuple[str, str, str]) -> Callable[[Axes, Ink], None]:
    """One bar of three parts, helps, makes no difference, harms, with their words below it."""

    def draw(axes: Axes, ink: Ink) -> None:
        left = 0.0
        colours = (ink["iris"], ink["line"], ink["ember"])
        for place, (share, words, colour) in enumerate(zip(chances, names, colours, strict=True)):
            edge = ink["surface"]
            axes.add_patch(Rectangle((left, 0.0), share, 1.0, facecolor=colour, edgecolor=edge, linewidth=1.5))
            left += share
            at = place / 3
            axes.plot([at + 0.01], [-0.85], "s", color=colour, markersize=7, clip_on=False)
            axes.annotate(words, (at + 0.03, -0.85), ha="left", va="center", color=ink["ink"], annotation_clip=False)
        axes.set_xlim(0.0, 1.0)
        axes.set_ylim(-1.4, 1.0)
        axes.set_xticks([])
        axes.set_yticks([])

    return draw


def funnel(
    steps: Sequence[tuple[str, float, float]], arms: tuple[str, str], write: Write
) -> Callable[[Axes, Ink], None]:
    """Two bars a step: the share that gets there in the control and in the arm. steps: name, control, arm."""

    def draw(axes: Axes, ink: Ink) -> None:
        for row, (_name, control, arm) in enumerate(steps):
            for offset, share, colour in ((0.2, control, ink["control"]), (-0.2, arm, ink["iris"])):
                axes.barh(-row + offset, share, height=0.34, color=colour)
                axes.annotate(
                    write(share), (share, -row + offset), xytext=(4, 0), textcoords="offset points", va="center",
                    color=ink["ink2"],
                )  # fmt: skip
        axes.set_yticks([-row for row in range(len(steps))])
        axes.set_yticklabels([name for name, *_ in steps])
        most = max((max(control, arm) for _n, control, arm in steps), default=1.0)
        axes.set_xlim(0.0, most * 1.16)
        axes.set_ylim(-len(steps) + 0.45, 0.95)
        axes.set_xticks([])
        axes.annotate(
            "■ " + arms[0], (0, 1), xycoords="axes fraction", color=ink["control"], va="bottom", annotation_clip=False
        )
        axes.annotate(
            "■ " + arms[1], (0.5, 1), xycoords="axes fraction", color=ink["iris"], va="bottom", annotation_clip=False
        )

    return draw


def forest(rows: Sequence[Range], write: Write) -> Callable[[Axes, Ink], None]:
    """Estimates with intervals below one another, the zero line through them."""

    def draw(axes: Axes, ink: Ink) -> None:
        for place, row in enumerate(rows):
            colour = ink["iris"] if row.strong else ink["ink2"]
            axes.plot([row.low, row.high], [-place] * 2, color=colour, linewidth=2.2 if row.strong else 1.4)
            axes.plot([row.mean], [-place], "D" if row.strong else "o", color=colour, markersize=6 if row.strong else 5)
        axes.axvline(0.0, color=ink["ink"], linewidth=0.9, zorder=0)
        axes.set_yticks([-place for place in range(len(rows))])
        axes.set_yticklabels([row.name for row in rows])
        axes.set_ylim(-len(rows) + 0.4, 0.6)
        beside = axes.secondary_yaxis("right")
        beside.set_yticks([-place for place in range(len(rows))])
        beside.set_yticklabels([write(row.mean) for row in rows])
        beside.tick_params(length=0)
        beside.spines["right"].set_visible(False)
        low, high = axes.get_xlim()
        axes.set_xticks([low + (high - low) * part for part in (0.1, 0.5, 0.9)])
        axes.set_xticklabels([write(tick) for tick in axes.get_xticks()])

    return draw


def bridge(rows: Sequence[Range], together: Range, write: Write) -> Callable[[Axes, Ink], None]:
    """A waterfall: each row starts where the one above ended; below them all together."""

    def draw(axes: Axes, ink: Ink) -> None:
        at = 0.0
        for place, row in enumerate(rows):
            colour = ink["iris"] if row.mean >= 0 else ink["ember"]
            axes.barh(-place, row.mean, left=at, height=0.55, color=colour, alpha=0.8)
            axes.plot([at + row.low, at + row.high], [-place] * 2, color=ink["ink2"], linewidth=1.0)
            at += row.mean
        last = -len(rows)
        axes.plot([together.low, together.high], [last] * 2, color=ink["iris"], linewidth=2.2)
        axes.plot([together.mean], [last], "D", color=ink["iris"], markersize=6)
        axes.axvline(0.0, color=ink["ink"], linewidth=0.9, zorder=0)
        every = [*rows, together]
        axes.set_yticks([-place for place in range(len(every))])
        axes.set_yticklabels([f"{row.name}   {write(row.mean)}" for row in every])
        axes.set_ylim(last - 0.6, 0.6)
        axes.set_xticks([0.0])
        axes.set_xticklabels([write(0.0)])

    return draw


def tornado(rows: Sequence[tuple[str, float, float]], centre: float, write: Write) -> Callable[[Axes, Ink], None]:
    """What the answer becomes at the low and the high end of each assumption. rows: name, at low, at high."""

    def draw(axes: Axes, ink: Ink) -> None:
        for place, (_name, low, high) in enumerate(rows):
            for end, filled in ((low, False), (high, True)):
                axes.barh(
                    -place, end - centre, left=centre, height=0.55, edgecolor=ink["iris"], linewidth=1.0,
                    facecolor=ink["iris"] if filled else ink["iris_wash"],
                )  # fmt: skip
                side = 1 if end >= centre else -1
                axes.annotate(
                    write(end), (end, -place), xytext=(4 * side, 0), textcoords="offset points", va="center",
                    ha="left" if side > 0 else "right", color=ink["ink2"],
                )  # fmt: skip
        axes.axvline(centre, color=ink["ink"], linewidth=0.9)
        axes.set_yticks([-place for place in range(len(rows))])
        axes.set_yticklabels([name for name, *_ in rows])
        axes.set_ylim(-len(rows) + 0.4, 0.6)
        axes.margins(x=0.2)
        axes.set_xticks([centre])
        axes.set_xticklabels([write(centre)])

    return draw


def power_curve(
    sizes: Sequence[float], power: Sequence[float], point: tuple[float, float], words: str, write: Write
) -> Callable[[Axes, Ink], None]:
    """Power against visitors per arm, with the chosen size marked."""

    def draw(axes: Axes, ink: Ink) -> None:
        axes.plot(sizes, power, color=ink["ink"], linewidth=1.6)
        axes.axhline(point[1], color=ink["line"], linewidth=0.9)
        axes.plot([point[0]] * 2, [0.0, point[1]], color=ink["ink2"], linewidth=1.0, linestyle=":")
        axes.plot([point[0]], [point[1]], "o", color=ink["iris"], markersize=7)
        axes.annotate(words, point, xytext=(8, -12), textcoords="offset points", color=ink["ink"])
        axes.set_ylim(0.0, 1.02)
        axes.set_yticks([0.0, point[1], 1.0])
        axes.set_yticklabels(["0%", f"{point[1] * 100:.0f}%", "100%"])
        axes.set_xticks([0.0, max(sizes)])
        axes.set_xticklabels([write(0.0), write(max(sizes))])

    return draw
