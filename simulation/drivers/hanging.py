"""What an answer hangs on and what to measure first: fitted response, tornado, indices and values of one study."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from simulation.drivers import sensitivity
from simulation.drivers.bench import Bench, Found, counted
from simulation.drivers.levers import Lever, Z, drawn_levers, other_levers
from simulation.drivers.response import Response, column, fit
from simulation.drivers.result import Elementary, Index, Values
from simulation.drivers.rows import Floats
from simulation.drivers.value import Quantity, measure_first
from simulation.evidence.catalogue import catalogue
from simulation.evidence.priors import LIMITS, Belief
from simulation.evidence.strength import curves
from simulation.experiment.difference import changes_cards, most_messages, spends
from simulation.experiment.draws import FRESH, Theta, central, draw
from simulation.experiment.result import Effect
from simulation.experiment.watch import Stopped
from simulation.measures.registry import Measure
from simulation.scenario import Scenario

USUAL_MESSAGES = 3
FRESH_FEW = 4_000
FRESH_MANY = 40_000
"""Draws at which the fitted response is evaluated: for the tornado, for the value of measuring."""
WORST_FIT = 0.25
"""Share of the spread that the response may leave before it is no longer used for indices and values."""
NEAR = 0.10
"""The same for single bars: beyond it a drawn quantity is run rather than read from the response."""


class Fits(NamedTuple):
    """The fitted lift and the fitted money a month; none where there was nothing to fit."""

    lift: Response | None
    money: Response | None


class Tried(NamedTuple):
    """What was tried: assumptions one at a time, Morris' screening, and whether that is all that was asked."""

    ends: list[sensitivity.Ends]
    screening: tuple[Elementary, ...]
    complete: bool


class Hanging:
    """One comparison, ready to be asked what it hangs on. visitors: of one run where they compete."""

    def __init__(self, bench: Bench, whole: Scenario, measure: Measure, per_month: float, visitors: int) -> None:
        self.bench, self.whole, self.measure, self.per_month = bench, whole, measure, per_month
        self.visitors = visitors
        self.used: Mapping[str, Belief] = {key: bench.beliefs[key] for key in bench.theta.effects}

    def fitted(self, lift: Floats, monthly: Floats) -> Fits:
        """The responses through the rows of the whole."""
        theta = self.bench.theta
        return Fits(
            fit(lift, theta, self._matrix(self.measure.unit == "money")), fit(monthly, theta, self._matrix(True))
        )

    def _matrix(self, money: bool) -> sensitivity.Matrix:
        """What the lift is regressed on, as in the answer itself (MODEL 9.3)."""
        bench = self.bench
        control, arm = bench.control, bench.arm
        keys = bench.techniques
        shapes = {key: curves().techniques.get(bench.like.get(key, key)) for key in keys}
        annoying = max(most_messages(control), most_messages(arm)) > USUAL_MESSAGES
        spent = money and (spends(control) or spends(arm))
        other = dict(control.traits) != dict(arm.traits)

        def matrix(theta: Theta) -> Floats:
            return theta.design(
                keys, annoying=annoying, changed_cards=changes_cards(control, arm), constant=spent or other,
                kinked={key for key, one in shapes.items() if one is not None and one.kinked},
                worth={key: one.worth for key, one in shapes.items() if one is not None},
            ).matrix()  # fmt: skip

        return matrix

    def tornado(self, fits: Fits, trial_visitors: int, trajectories: int) -> Tried:
        """Every assumption low and high, and all of them together when that is asked for."""
        bench = self.bench
        arms = (bench.control, bench.arm)
        drawn = drawn_levers(bench.beliefs, bench.theta, arms)
        others = other_levers(self.whole, arms, coupled=bench.coupled)
        fresh = draw(self.used, FRESH_FEW, seed=bench.settings.seed, number=FRESH)
        near = fits.lift if fits.lift is not None and fits.lift.misfit <= NEAR else None
        ends: list[sensitivity.Ends] = []
        if near is not None:
            ends = [sensitivity.drawn_ends(one, near, fits.money, fresh, bench.beliefs) for one in drawn]
        if trial_visitors == 0:
            return Tried(ends, (), True)
        trial = sensitivity.Trial(bench, self.measure.id, self._trial(trial_visitors), self.per_month)
        trial.part(0.65, 0.95)
        run = others if near is not None else [*drawn, *others]
        try:
            trial.start()
            for number, lever in enumerate(run):
                one = trial.ends(lever, (number / len(run), (number + 1) / len(run)))
                if one is None:
                    return Tried(ends, (), False)
                ends.append(one)
            found = sensitivity.screen(trial, [*drawn, *others], trajectories, (0.0, 1.0)) if trajectories else ()
        except Stopped:
            return Tried(ends, (), False)
        return Tried(ends, found or (), found is not None)

    def _trial(self, visitors: int) -> int:
        """Visitors of one run: where they compete, whole shops."""
        if not self.bench.coupled:
            return visitors
        return max(visitors, 2 * sensitivity.ROWS * min(self.bench.shop(), self.visitors))

    def indices(self, fits: Fits) -> tuple[Index, ...]:
        """Sobol's indices of what is drawn, through the fitted response; none where it does not fit."""
        response, bench = fits.lift, self.bench
        if response is None or response.misfit > WORST_FIT or bench.theta.count == 1:
            return ()
        levers = drawn_levers(bench.beliefs, bench.theta, (bench.control, bench.arm))
        if len(levers) < 2:
            return ()
        model = sensitivity.response_model(response, levers, bench.beliefs, central(self.used))
        return sensitivity.sobol(model, seed=bench.settings.seed)

    def values(
        self, fits: Fits, ends: Sequence[sensitivity.Ends], total: Effect, money: Effect, found: Found
    ) -> Values | None:
        """What to measure first; none where the response does not fit."""
        lift, worth = fits
        if lift is None or worth is None or max(lift.misfit, worth.misfit) > WORST_FIT:
            return None
        seed = self.bench.settings.seed
        fresh = draw(self.used, FRESH_MANY, seed=seed, number=FRESH)
        drawn_answer = _centred(lift.at(fresh), total.mean)
        answer, pay = drawn_answer.copy(), _centred(worth.at(fresh), money.mean)
        quantities = []
        for place, one in enumerate(ends):
            if one.lever.drawn:
                quantities.append(self._quantity(one.lever, column(fresh, one.lever.key)))
                continue
            z = np.random.default_rng(np.random.SeedSequence([seed, place, 41])).standard_normal(FRESH_MANY)
            answer = answer + curve(one.at, one.errors, z)
            pay = pay + curve(one.money, one.money_errors, z)
            quantities.append(Quantity(one.lever.key, one.lever.evidence, z))
        rate = float(counted(found, "control", "converted").sum() / found.visitors.sum())
        return measure_first(
            quantities, answer, pay, drawn_answer=drawn_answer,
            visitors_per_week=self.whole.slice.map.world.visitors_per_week.value, rate=rate, seed=seed,
        )  # fmt: skip

    def _quantity(self, lever: Lever, values: Floats) -> Quantity:
        """A drawn quantity; of a message on the page an A/B test can tell the effect."""
        what, _, name = lever.key.partition(":")
        fact = catalogue(self.whole.techniques).get(name) if what == "effect" else None
        if fact is None or fact.measure != "revenue":
            return Quantity(lever.key, lever.evidence, values)
        return Quantity(lever.key, lever.evidence, values, 1.0, LIMITS[fact.measure].elsewhere)


def _centred(values: Floats, mean: float | None) -> Floats:
    """The same spread around the mean that was measured."""
    return values - float(values.mean()) + (mean or 0.0)


def curve(ends: tuple[float, float], errors: tuple[float, float], z: Floats) -> Floats:
    """What an assumption adds at standard normal quantiles: through its low, centre and high, without their noise.

    The slope is shrunk by the share of its square that is noise, so that the variance is right on average; the bend is
    taken only where it is clearly there.
    """
    slope, bend = (ends[1] - ends[0]) / (2 * Z), (ends[1] + ends[0]) / (2 * Z * Z)
    noise = float(np.hypot(*errors)) / (2 * Z)
    if slope != 0:
        slope *= float(np.sqrt(max(0.0, 1 - (noise / slope) ** 2)))
    if abs(bend) <= 2 * noise / Z:
        bend = 0.0
    inside = np.clip(z, -3.0, 3.0)
    return np.asarray(slope * inside + bend * inside**2)


__all__ = ["Fits", "Hanging", "Tried", "curve", "other_levers"]
