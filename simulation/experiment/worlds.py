"""How many worlds, and how large, where visitors compete (MODEL 9.5).

A world is a whole shop period: the visitors of the horizon at today's traffic. It is run at least twice under every
draw of the parameters, on visitors of its own, so that the spread between runs tells noise from ignorance; runs are
added until the noise is small, as visitors are where nobody competes.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

from personas.problems import Finding, Refused
from simulation.engines.choose import RUNS
from simulation.experiment.estimators import PairedSums, control_series, one_draw, relative_series
from simulation.experiment.interval import NORMAL, split
from simulation.experiment.precision import FEWEST_DRAWS, NEGLIGIBLE
from simulation.experiment.result import Warned
from simulation.measures.tallies import COUNT
from simulation.measures.worlds import WorldMoments
from simulation.plan import DAY, WEEK, Plan

LEAST_WORLDS = 30
"""Fewest worlds, over all draws, that an interval may rest on."""
BUDGET = {"compiled": 40_000_000, "simpy": 1_000_000}
"""Visitors of a run by itself, over all arms, draws and runs: about two minutes on two processors."""
MOST_WEEKS = 520
"""A world ends after ten years at the latest, however few visitors come."""
LARGEST = 2_000_000
"""Most visitors of one world over all arms: they have to be remembered until all arms have been run."""
WITHOUT_END = 10**9
MOST_NUMBERS = 20_000_000
"""Totals that are kept of all worlds together: 160 MB."""
GROWTH = 4
ONE_DRAW_ERROR = 0.002
"""Standard error of the relative lift that a run with a single draw aims at."""


class Size(NamedTuple):
    """How much is simulated: visitors per world, runs per draw at first and at most, draws of the parameters."""

    people: int
    runs: int
    most: int
    draws: int


def per_week(plan: Plan) -> float:
    """New visitors a week."""
    return WEEK / float(plan.world[0]["arrival_gap"])


def period(plan: Plan) -> int:
    """Visitors of a whole shop period, the horizon."""
    return max(1, round(per_week(plan) * float(plan.world[0]["horizon"]) / WEEK))


def longest(plan: Plan) -> int:
    """Most visitors of a world: in ten years, and no more than can be remembered."""
    return max(1, min(LARGEST // len(plan.arms), math.ceil(per_week(plan) * MOST_WEEKS)))


def size(plan: Plan, draws: int, engine: str, asked: int | None) -> Size:
    """The worlds of a run.

    Nothing asked: a whole period if that can be done in time. If it cannot, fewer draws are taken first (never under
    `FEWEST_DRAWS`), then a shorter period, of whole weeks while it is at least one.

    Args:
        plan: the plan.
        draws: draws of the parameters that were asked for.
        engine: "simpy" is slow; anything else runs in compiled code.
        asked: visitors per world; none: by itself.

    Raises:
        Refused: when more are asked for than one world can hold.
    """
    runs = max(RUNS, math.ceil(LEAST_WORLDS / draws))
    if asked is not None:
        if asked > longest(plan):
            raise Refused(findings=(_too_large(asked, longest(plan)),))
        return Size(asked, runs, runs, draws)
    budget = BUDGET["simpy" if engine == "simpy" else "compiled"] // len(plan.arms)
    whole, week = min(period(plan), longest(plan)), max(1, round(per_week(plan)))
    fewer = max(min(draws, FEWEST_DRAWS), min(draws, budget // (runs * whole)))
    people = max(1, min(whole, budget // (fewer * runs)))
    if week <= people < whole:
        people = people // week * week
    each = fewer * (int(plan.group.max()) + 1) * len(plan.arms) * COUNT
    return Size(people, runs, max(runs, min(budget // (fewer * people), MOST_NUMBERS // each)), fewer)


def _too_large(asked: int, most: int) -> Finding:
    return Finding(
        "error",
        "world-too-large",
        "visitors",
        f"{asked} visitors who compete with one another are too many for one world",
        f"ask for {most} at most, or let the horizon say how many there are",
        {"asked": str(asked), "most": str(most)},
    )


def simulate_worlds(
    block: Callable[[int, int], WorldMoments],
    read: Callable[[WorldMoments], list[PairedSums]],
    first: Size,
    half_width: float | None,
) -> tuple[WorldMoments, bool]:
    """Run worlds until the noise is small beside the ignorance, or as asked, or at the largest size.

    Args:
        block: runs so many more runs per draw after so many that are done: `block(done, more)`.
        read: the deciding measure of every arm that is compared with the control.
        first: size of the run.
        half_width: asked half-width of the deciding measure's absolute lift, in its unit; none: as sensible.

    Returns:
        the moments, and whether they are as many as the answer needs.
    """
    total, done = block(0, first.runs), first.runs
    while total.complete:
        wanted = max([done, *(_wanted(data, done, half_width) for data in read(total))])
        following = min(wanted, done * GROWTH, first.most)
        if following <= done:
            return total, wanted <= done * 1.1
        total = total.plus(block(done, following - done))
        done = following
    return total, True


def _wanted(data: PairedSums, runs: int, half_width: float | None) -> int:
    """Runs per draw that an arm's answer needs (MODEL 9.4, runs for visitors)."""
    if not data.sums[:, 0].any():
        return runs
    half = None if half_width is None else half_width / control_series(data).pooled
    if len(data.visitors) == 1:
        target = ONE_DRAW_ERROR if half is None else half / NORMAL
        return math.ceil(runs * (one_draw(data).relative_se / target) ** 2)
    parts = split(relative_series(data))
    target = max(0.0 if half is None else half / NORMAL, NEGLIGIBLE * math.sqrt(parts.parameters))
    if parts.noise == 0:
        return runs
    if target == 0:
        return WITHOUT_END
    return math.ceil(runs * parts.noise / len(data.visitors) / target**2)


def explained(plan: Plan, done: Size) -> list[Warned]:
    """What the reader must know about the worlds."""
    days = done.people / per_week(plan) * 7
    horizon = float(plan.world[0]["horizon"]) / DAY
    said = [
        Warned(
            code="worlds",
            message=f"Visitors compete for what there is, so whole shops were simulated: {done.people} visitors in "
            f"{days:.3g} days, {done.runs} times for each of {done.draws} draws.",
            values={
                "people": str(done.people), "days": f"{days:.3g}", "runs": str(done.runs), "draws": str(done.draws),
            },
        )
    ]  # fmt: skip
    if days < horizon * 0.99 and ((plan.goods["stock"] >= 0).any() or days < 7 * 0.99):
        said.append(
            Warned(
                code="worlds-short",
                message=f"The simulated shop is open for {days:.3g} of {horizon:.3g} days: a stock that lasts longer "
                "never runs out here, and a part of a week is not like all of it.",
                values={"days": f"{days:.3g}", "horizon": f"{horizon:.3g}"},
            )
        )
    return said
