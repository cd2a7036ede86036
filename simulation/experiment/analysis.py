"""From the moments of a run to the typed result: metrics per arm, lifts with intervals, groups, phases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from simulation.evidence.priors import Belief
from simulation.evidence.strength import curves
from simulation.experiment.difference import changes_cards, most_messages, rests_on, says_the_same, spends
from simulation.experiment.draws import FRESH, FRESH_DRAWS, Theta, draw
from simulation.experiment.estimators import (
    PairedSums,
    Series,
    absolute_series,
    quality,
    relative_series,
)
from simulation.experiment.interval import LARGEST_MISFIT, Answer, Design, answer, doubts, split
from simulation.experiment.levels import Material, level, personas, segments
from simulation.experiment.probabilities import SMALLEST_WORTH_HAVING, probabilities, threshold
from simulation.experiment.quantiles import quantiles
from simulation.experiment.readings import paired_sums
from simulation.experiment.result import MARGIN, UNSAID, Change, Effect, Lift
from simulation.experiment.warnings import Finished, techniques_of
from simulation.measures.registry import HEADLINE, LIFTED, MEASURES, WALKED_PHASES, Measure

FRESH_FEW = 20_000
"""Fresh draws for everything but the deciding measure of everybody."""
USUAL_MESSAGES = 3
ALWAYS = frozenset({*HEADLINE, "orders_per_visitor"})
"""Measures whose lift is there even when nothing of the kind happened."""
PAID_BY = ("conversion_rate", "conversion_rate_visit", "orders_per_visitor")
"""Measures whose lift has to pay for messages and discounts; revenue is what is left after discounts."""


def analyse(material: Material) -> tuple[Finished, ...]:
    """The results of every arm, the control first; the control's entry holds no lifts."""
    fresh = draw(_beliefs(material), FRESH_DRAWS, seed=material.seed, number=FRESH)
    done = []
    for place, arm in enumerate(material.scenario.arms):
        if place == 0:
            done.append(Finished(arm, level(material, place, {}), {}, _nothing(), material.metric))
            continue
        study = _Study(material, place, fresh)
        lifts = {key: lift for key in _lifted(material.metric) if (lift := study.lift(MEASURES[key])) is not None}
        done.append(Finished(arm, level(material, place, lifts), lifts, study.main, material.metric))
    return tuple(done)


def lifts_of(material: Material, measures: Sequence[str]) -> tuple[dict[str, Lift], ...]:
    """Lifts of some measures, by id, in every arm but the control; a measure of which nothing happens is left out."""
    fresh = draw(_beliefs(material), FRESH_DRAWS, seed=material.seed, number=FRESH)
    found = []
    for place in range(1, len(material.scenario.arms)):
        study = _Study(material, place, fresh)
        found.append({key: lift for key in measures if (lift := study.lift(MEASURES[key])) is not None})
    return tuple(found)


def answers_of(
    material: Material, place: int, fresh: Theta, lifts: Mapping[str, Series]
) -> dict[str, tuple[Answer, float]]:
    """What an arm does to some measures, and the lift worth having, from lifts that need not be the moments' own.

    Args:
        material: the run; its moments say what a lift must pay for.
        place: the arm.
        fresh: many draws that were not simulated, of which the intervals are made.
        lifts: the lift of each measure in each of the run's draws.
    """
    study = _Study(material, place, fresh)
    return {
        key: (study.answer(series, study.spends and MEASURES[key].unit == "money", True), study.worth_of(key))
        for key, series in lifts.items()
    }


def noise_to_shrink(material: Material) -> float:
    """By what factor the noise variance of a draw must fall before the intervals can be trusted; 1: they can.

    Where the regression does not hold, quantiles of the draws stand in for it, and those are honest only when the
    noise in a draw is small beside what the parameters do (MODEL 9.3).
    """
    worst = 1.0
    fresh = draw(_beliefs(material), FRESH_FEW, seed=material.seed, number=FRESH)
    for place in range(1, len(material.scenario.arms)):
        data = paired_sums(material.moments, MEASURES[material.metric], place)
        if data.sums[:, 0].any() and _Study(material, place, fresh).method(data) == "matched":
            parts = split(relative_series(data))
            worst = max(worst, parts.noise / max(LARGEST_MISFIT * parts.parameters, 1e-12))
    return worst


def _beliefs(material: Material) -> dict[str, Belief]:
    return {key: material.beliefs[key] for key in material.theta.effects}


def _lifted(metric: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((metric, *LIFTED)))


def _nothing() -> Answer:
    return Answer(0.0, 0.0, 0.0, 0.0, None, "exact", np.zeros(1))


class _Study:
    """One arm against the control."""

    def __init__(self, material: Material, place: int, fresh: Theta) -> None:
        self.material, self.place = material, place
        control, arm = material.scenario.arms[0], material.scenario.arms[place]
        self.keys = sorted({*techniques_of(control), *techniques_of(arm)} & set(material.theta.effects))
        self.changed = changes_cards(control, arm)
        self.annoying = max(most_messages(control), most_messages(arm)) > USUAL_MESSAGES
        self.same = not self.changed and says_the_same(control, arm)
        # A changed card helps because the table of pain points, or whoever drew it, says so.
        self.sign_assumed = self.changed and says_the_same(control, arm)
        self.rests_on = rests_on(control, arm, material.beliefs)
        self.spends = spends(control) or spends(arm)
        like = {row.key: row.like for row in material.scenario.techniques.values() if row.like}
        shapes = {key: curves().techniques.get(like.get(key, key)) for key in self.keys}
        self.worth = {key: shape.worth for key, shape in shapes.items() if shape is not None}
        self.kinked = {key for key, shape in shapes.items() if shape is not None and shape.kinked}
        few = fresh.head(FRESH_FEW)
        # (money moves though no message works) -> rows of the draws, of many fresh ones, of fewer fresh ones
        self.designs = {
            fixed: tuple(self._design(one, fixed) for one in (material.theta, fresh, few)) for fixed in (False, True)
        }
        self.main = _nothing()
        self.break_even = self._break_even()

    def _design(self, theta: Theta, spent: bool) -> Design:
        return theta.design(
            self.keys, annoying=self.annoying, changed_cards=self.changed, constant=spent, kinked=self.kinked,
            worth=self.worth,
        )  # fmt: skip

    def worth_of(self, measure: str) -> float:
        """The smallest relative lift worth having; margin is what is left after costs, so a little more is worth it."""
        experiment = self.material.scenario.experiment
        asked = experiment.smallest_lift if experiment is not None else None
        if asked is not None and measure == self.material.metric:
            return max(asked, 1e-9)
        return self.break_even.get(measure, SMALLEST_WORTH_HAVING)

    def _break_even(self) -> dict[str, float]:
        messages, discounts = (
            self._value(f"{what}_cost_per_visitor", self.place) - self._value(f"{what}_cost_per_visitor", 0)
            for what in ("message", "discount")
        )
        margin, revenue = self._value("margin_per_visitor", 0), self._value("revenue_per_visitor", 0)
        found = dict.fromkeys(PAID_BY, threshold(messages + discounts, margin))
        if revenue > 0:  # discounts are off the revenue already: only the margin that they would have earned is missing
            found["revenue_per_visitor"] = threshold(messages + discounts * (1 - margin / revenue), margin)
        return found

    def _value(self, measure: str, place: int) -> float:
        sums = paired_sums(self.material.moments, MEASURES[measure], place).sums.sum(axis=0)
        return float(sums[2] / sums[3]) if sums[3] else 0.0

    def method(self, data: PairedSums) -> str:
        """How the interval of the deciding measure would be made."""
        spent = self.spends and MEASURES[self.material.metric].unit == "money"
        return self.answer(relative_series(data), spent, False).method

    def lift(self, measure: Measure) -> Lift | None:
        """Everything about one measure; None where neither arm knows such a thing and nobody asked for it."""
        decides = measure.id == self.material.metric
        data = paired_sums(self.material.moments, measure, self.place)
        empty = not data.sums[:, [0, 2]].any() or not data.sums[:, 1].any()
        if empty and not decides and measure.id not in ALWAYS:
            return None
        spent = self.spends and measure.unit == "money"
        worth = self.worth_of(measure.id)
        change, found = self._change(data, spent, worth, many=decides)
        if decides:
            self.main = found
        groups = measure.id in {*HEADLINE, self.material.metric}
        return Lift(
            **dict(change),
            arm=self.material.scenario.arms[self.place].id,
            against=self.material.scenario.arms[0].id,
            metric=measure.id,
            worth=worth,
            method=found.method,
            rests_on=self.rests_on,
            quantiles=_distribution(change, found) if decides or measure.id == MARGIN else (),
            doubt=doubts(found, self.designs[spent][2]) if decides and quality(change.flips) != "none" else {},
            transfer={key: part for key, part in found.transfer.items() if key in self.worth},
            by_persona=self._by(measure, personas(self.material.tables)) if groups else {},
            by_segment=self._by(measure, segments(self.material.tables)) if groups else {},
            by_phase=self._by_phase() if decides else {},
        )

    def _by(self, measure: Measure, groups: Mapping[str, Sequence[int]]) -> dict[str, Change]:
        found = {}
        spent = self.spends and measure.unit == "money"
        for key, members in groups.items():
            data = paired_sums(self.material.moments, measure, self.place, members)
            if data.sums[:, 1].any() and data.sums[:, [0, 2]].any():
                found[key] = self._change(data, spent, self.worth_of(measure.id))[0]
        return found

    def _by_phase(self) -> dict[str, Change]:
        found: dict[str, Change] = {}
        for phase in WALKED_PHASES:
            data = paired_sums(self.material.moments, MEASURES[f"reach_{phase}"], self.place)
            if data.sums[:, 0].any():
                found[phase] = self._change(data, False, SMALLEST_WORTH_HAVING)[0]
        return found

    def _change(self, data: PairedSums, spent: bool, worth: float, *, many: bool = False) -> tuple[Change, Answer]:
        flips = int(data.flips.sum())
        counted = bool(data.sums[:, 1].any() and data.sums[:, 3].any())
        control = float(data.sums[:, 0].sum() / data.sums[:, 1].sum()) if counted else 0.0
        if not counted:
            found = _nothing()
        else:
            found = self.answer(relative_series(data) if control > 0 else absolute_series(data), spent, many)
        told = self.same or quality(flips) != "none"
        size = _effect(found, flips) if told else UNSAID
        chances: tuple[float | None, float | None, float | None] = (None, None, None)
        if told and not found.noisy and not self.sign_assumed:
            chances = probabilities(found.samples, worth if control > 0 else 0.0)
        return (
            Change(
                helps=chances[0],
                no_difference=chances[1],
                harms=chances[2],
                # The baseline's own uncertainty is reported apart, with the control's metrics.
                absolute=size.times(control) if control > 0 else size,
                relative=size if control > 0 else None,
                flips=flips,
                gained=None if data.gained is None else int(data.gained.sum()),
                quality=quality(flips),
            ),
            found,
        )

    def answer(self, series: Series, spent: bool, many: bool) -> Answer:
        """The interval of a lift, from its series; `many`: on all fresh draws. `spent`: money moves in any case."""
        if self.same:
            return _nothing()
        rows, fresh, few = self.designs[spent]
        return answer(series, rows, fresh if many else few, seed=self.material.seed)


def _distribution(change: Change, found: Answer) -> tuple[float, ...]:
    """The quantiles of the relative lift, from the samples of the interval; none where no interval is shown."""
    if change.relative is None or change.relative.interval is None:
        return ()
    return quantiles(found.samples)


def _effect(found: Answer, flips: int) -> Effect:
    shown = (found.low, found.high) if quality(flips) != "none" else None
    return Effect(
        mean=found.mean,
        interval=shown,
        se_monte_carlo=found.se_monte_carlo,
        se_parameters=found.se_parameters,
        se=found.se,
    )
