"""What the answer hangs on: the lift with one assumption low and high, Sobol's indices, Morris' elementary effects.

Quantities that every draw holds are answered from the fitted response (MODEL 9.3). All others are run, at the centre of
what is drawn and over the same visitors with the same luck, so that an assumption that does nothing gives exactly
nothing; where the drawn shares have to be fitted again, they are.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np

from simulation.drivers.bench import MARGIN, Bench, Found, lift_rows, measured
from simulation.drivers.levers import TAIL, Lever, Z
from simulation.drivers.response import Floats, Response, column, from_uniform, put, quantile_of
from simulation.drivers.result import Assumption, Elementary, Index
from simulation.drivers.rows import Weights, contrast, plain
from simulation.evidence.priors import Belief
from simulation.experiment.draws import Theta, central
from simulation.offsets import Stage
from simulation.plan import Plan
from simulation.scenario import Scenario

ROWS = 50
"""Draws, all at the centre, over which an assumption is tried; two rows each."""
LEAN: tuple[Stage, ...] = (Stage(20_000, 0.002),)
"""How the shares are fitted for that: on the same visitors for low, centre and high."""
SOBOL = 1024
"""Base samples of Sobol's indices; a power of two."""
LEVELS = 4
"""Levels of Morris' grid."""


@dataclass(frozen=True)
class Ends:
    """A lever and what it does.

    at: lift at low and high less that at the centre; money: the same a month; error: of the difference between low and
    high; errors, money_errors: of each end.
    """

    lever: Lever
    at: tuple[float, float]
    money: tuple[float, float]
    error: float
    errors: tuple[float, float]
    money_errors: tuple[float, float]


Matrix = Callable[[Theta], Floats]
"""What a response is regressed on, at any draws."""


class Model(NamedTuple):
    """A model in Sobol's and Morris' sense: inputs uniform on [0, 1]; `at` takes (n, D) and gives (n,)."""

    names: tuple[str, ...]
    at: Callable[[Floats], Floats]


# ---- one at a time ---------------------------------------------------------------------------------------------------


def drawn_ends(
    lever: Lever, response: Response, money: Response | None, fresh: Theta, beliefs: Mapping[str, Belief]
) -> Ends:
    """Expected lift with a drawn quantity at its low and high, everything else as drawn."""
    ends = [put(fresh, lever.key, float(quantile_of(lever.key, np.array([u]), beliefs)[0])) for u in (TAIL, 1 - TAIL)]
    found = [response.difference(one, fresh) for one in ends]
    worth = [money.difference(one, fresh) if money is not None else (0.0, 0.0) for one in ends]
    return Ends(
        lever,
        (found[0][0], found[1][0]),
        (worth[0][0], worth[1][0]),
        response.difference(ends[1], ends[0])[1],
        (found[0][1], found[1][1]),
        (worth[0][1], worth[1][1]),
    )


class Trial:
    """Runs the arm with other assumptions, over the same visitors every time."""

    def __init__(self, bench: Bench, metric: str, visitors: int, per_month: float) -> None:
        self.bench, self.metric, self.per_month = bench, metric, per_month
        self.each = max(1, visitors // (2 * ROWS))
        beliefs = {key: bench.beliefs[key] for key in bench.theta.effects}
        self.beliefs = beliefs
        self.centre = central(beliefs)
        self.weight: Weights = plain(ROWS)
        self._rows: dict[tuple[object, ...], tuple[Floats, Floats]] = {}
        self._lean = Bench(bench.scenario, bench.arm, bench.settings, bench.watch, LEAN)
        self._lean.theta = bench.theta

    def start(self) -> None:
        """Fit the shares of the centre, leanly."""
        self._lean.compile([])

    def part(self, start: float, end: float) -> None:
        """Which part of the whole these runs are, for whoever is told how far it is."""
        self._lean.part(start, end)

    def rows(self, point: Sequence[tuple[Lever, float]], at: tuple[float, float]) -> tuple[Floats, Floats] | None:
        """Lift and money a month, row by row, with each lever at a standard normal quantile; None when stopped."""
        key = tuple((lever.key, round(z, 9)) for lever, z in point if z != 0.0)
        if key not in self._rows:
            found = self._run([(lever, z) for lever, z in point if z != 0.0], at)
            if found is None:
                return None
            self._rows[key] = found
        return self._rows[key]

    def _run(self, point: Sequence[tuple[Lever, float]], at: tuple[float, float]) -> tuple[Floats, Floats] | None:
        from scipy.special import ndtr

        bench, theta, traffic = self._lean, self.centre, 1.0
        scenario: Scenario = bench.scenario
        for lever, z in point:
            if lever.drawn:
                theta = put(theta, lever.key, quantile_of(lever.key, np.array([ndtr(z)]), self.beliefs))
                continue
            if lever.key == "world:visitors_per_week":
                if not lever.centre > 0:  # no visitors stay none
                    continue
                traffic = 1 + abs(z) / Z * ((lever.high if z > 0 else lever.low) / lever.centre - 1)
                if not bench.coupled:  # then nobody meets anybody: more of them only bring more money
                    continue
            if lever.change is not None:
                scenario = lever.change(scenario, z)
        compiled = None
        if any(lever.fits_anew for lever, _ in point):
            self.bench.stopped()
            compiled = bench.fitted_to(scenario)
        plan: Plan = bench.plan([replace(bench.arm, id="arm-0000")], scenario, compiled)
        for lever, z in point:
            if lever.alter is not None:
                plan = lever.alter(plan, z)
        found = bench.lives(plan, ["arm"], 0, self.each, theta=_wide(theta, ROWS), at=at)
        if found is None:
            return None
        return self._read(found, traffic)

    def _read(self, found: Found, traffic: float) -> tuple[Floats, Floats]:
        lift = lift_rows(found, "arm", measured(self.metric))
        return lift, lift_rows(found, "arm", measured(MARGIN)) * self.per_month * traffic

    def ends(self, lever: Lever, at: tuple[float, float]) -> Ends | None:
        """The lift with an assumption low and high, less that at the centre; None when stopped."""
        middle = (at[0] + at[1]) / 2
        centre = self.rows((), at)
        low = self.rows(((lever, -Z),), (at[0], middle))
        high = self.rows(((lever, Z),), (middle, at[1])) if low is not None else None
        if centre is None or low is None or high is None:
            return None
        (down, down_se), (up, up_se) = (contrast(one[0] - centre[0], self.weight) for one in (low, high))
        (less, less_se), (more, more_se) = (contrast(one[1] - centre[1], self.weight) for one in (low, high))
        error = contrast(high[0] - low[0], self.weight)[1]
        return Ends(lever, (down, up), (less, more), error, (down_se, up_se), (less_se, more_se))


def _wide(theta: Theta, count: int) -> Theta:
    """One draw as many."""
    return Theta(
        {key: np.full(count, x[0]) for key, x in theta.effects.items()},
        *(
            np.full(count, getattr(theta, name)[0])
            for name in ("annoyance", "m1", "phi", "fatigue", "ceiling", "friction")
        ),
    )


def assumption(ends: Ends, lift: float, money: float) -> Assumption:
    """A row of the tornado around the lift."""
    lever = ends.lever
    return Assumption(
        key=lever.key,
        evidence=lever.evidence,
        unit=lever.unit,
        low=lever.low,
        centre=lever.centre,
        high=lever.high,
        own_range=lever.own_range,
        at_low=lift + ends.at[0],
        at_high=lift + ends.at[1],
        error=ends.error,
        money_low=money + ends.money[0],
        money_high=money + ends.money[1],
        drawn=lever.drawn,
        fitted_anew=lever.fits_anew,
        width=abs(ends.at[1] - ends.at[0]),
    )


# ---- all together ----------------------------------------------------------------------------------------------------


def _problem(names: Sequence[str]) -> dict[str, Any]:
    return {"num_vars": len(names), "names": list(names), "bounds": [[0.0, 1.0]] * len(names)}


def sobol(model: Model, *, base: int = SOBOL, seed: int = 1) -> tuple[Index, ...]:
    """First-order and total indices of a model with independent uniform inputs, the largest total first.

    Saltelli et al. 2010 by SALib. An input that the model ignores gets exactly 0.
    """
    from SALib.analyze import sobol as analyse
    from SALib.sample import sobol as sample

    problem = _problem(model.names)
    points = sample.sample(problem, base, calc_second_order=False, scramble=True, seed=seed)
    values = model.at(points)
    if not np.ptp(values) > 0:
        return tuple(Index(key=key, first=0.0, first_error=0.0, total=0.0, total_error=0.0) for key in model.names)
    found = analyse.analyze(problem, values, calc_second_order=False, seed=seed, num_resamples=200)
    rows = [
        Index(key=key, first=float(a), first_error=float(b), total=float(c), total_error=float(d))
        for key, a, b, c, d in zip(
            model.names, found["S1"], found["S1_conf"], found["ST"], found["ST_conf"], strict=True
        )
    ]
    return tuple(sorted(rows, key=lambda one: -one.total))


def response_model(response: Response, levers: Sequence[Lever], beliefs: Mapping[str, Belief], centre: Theta) -> Model:
    """The fitted response as a model of the drawn quantities, each independent of the others."""
    keys = tuple(lever.key for lever in levers)

    def at(points: Floats) -> Floats:
        clipped = np.clip(points, 1e-6, 1 - 1e-6)
        return response.at(from_uniform(clipped, keys, beliefs, centre))

    return Model(keys, at)


def morris(
    model: Callable[[Floats], Floats | None], names: Sequence[str], *, trajectories: int, seed: int = 1
) -> tuple[Elementary, ...] | None:
    """Elementary effects on a grid of `LEVELS` levels, the largest first; None when the model was stopped.

    Morris 1991, with the mean of sizes of Campolongo, Cariboni & Saltelli 2007, by SALib.
    """
    from SALib.analyze import morris as analyse
    from SALib.sample import morris as sample

    problem = _problem(names)
    points = sample.sample(problem, trajectories, num_levels=LEVELS, seed=seed)
    values = model(points)
    if values is None:
        return None
    found = analyse.analyze(problem, points, values, num_levels=LEVELS, seed=seed)
    rows = [
        Elementary(key=key, mean=float(a), size=float(b), size_error=float(c), spread=float(d))
        for key, a, b, c, d in zip(
            names, found["mu"], found["mu_star"], found["mu_star_conf"], found["sigma"], strict=True
        )
    ]
    return tuple(sorted(rows, key=lambda one: -one.size))


def screen(
    trial: Trial, levers: Sequence[Lever], trajectories: int, at: tuple[float, float]
) -> tuple[Elementary, ...] | None:
    """Morris over every assumption, everything that has to be fitted again included; levels are 10 to 90%."""
    from scipy.special import ndtri

    count = trajectories * (len(levers) + 1)

    def model(points: Floats) -> Floats | None:
        values = np.zeros(len(points))
        for n, point in enumerate(points):
            z = ndtri(TAIL + (1 - 2 * TAIL) * point)
            here = tuple(at[0] + (at[1] - at[0]) * (n + i) / count for i in (0, 1))
            rows = trial.rows([(lever, float(x)) for lever, x in zip(levers, z, strict=True)], (here[0], here[1]))
            if rows is None:
                return None
            values[n] = trial.weight.mean(rows[0].reshape(-1, 2).mean(axis=1))
        return values

    return morris(model, [lever.key for lever in levers], trajectories=trajectories, seed=trial.bench.settings.seed)


__all__ = [
    "Ends",
    "Model",
    "Trial",
    "assumption",
    "column",
    "drawn_ends",
    "morris",
    "response_model",
    "screen",
    "sobol",
]
