"""From the moments of a run to the typed result: metrics per arm, lifts with intervals, groups, phases."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from simulation.evidence.priors import Belief
from simulation.experiment.draws import FRESH, FRESH_DRAWS, Theta, draw
from simulation.experiment.estimators import (
    PairedSums,
    Series,
    absolute_series,
    quality,
    relative_series,
    variant_series,
)
from simulation.experiment.interval import LARGEST_MISFIT, NORMAL, Answer, Design, answer, split
from simulation.experiment.probabilities import probabilities, threshold
from simulation.experiment.readings import paired_sums
from simulation.experiment.result import ArmResult, Change, FunnelStep, Lift, MessageUse, Stat
from simulation.experiment.warnings import Finished, live_rules, techniques_of
from simulation.measures.moments import PairedMoments
from simulation.measures.registry import HEADLINE, LIFTED, MEASURES, WALKED_PHASES, Measure
from simulation.plan import Tables
from simulation.policy.catalogue import MECHANICS
from simulation.scenario import Arm, Scenario

FRESH_FEW = 20_000
"""Fresh draws for everything but the deciding measure of everybody."""
USUAL_MESSAGES = 3
ALWAYS = frozenset({*HEADLINE, "orders_per_visitor"})
"""Measures whose lift is there even when nothing of the kind happened."""


@dataclass(frozen=True, slots=True)
class Material:
    """All that an analysis reads: a scenario, what was drawn, what was simulated."""

    scenario: Scenario
    tables: Tables
    beliefs: Mapping[str, Belief]
    theta: Theta
    moments: PairedMoments
    seed: int
    metric: str


def analyse(material: Material) -> tuple[Finished, ...]:
    """The results of every arm, the control first; the control's entry holds no lifts."""
    fresh = draw(_beliefs(material), FRESH_DRAWS, seed=material.seed, number=FRESH)
    done = []
    for place, arm in enumerate(material.scenario.arms):
        result = _arm(material, place)
        if place == 0:
            done.append(Finished(arm, result, {}, _nothing(), material.metric))
            continue
        study = _Study(material, place, fresh)
        lifts = {key: lift for key in _lifted(material.metric) if (lift := study.lift(MEASURES[key])) is not None}
        done.append(Finished(arm, result, lifts, study.main, material.metric))
    return tuple(done)


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
    return Answer(0.0, 0.0, 0.0, 0.0, None, "one-draw", np.zeros(1))


class _Study:
    """One arm against the control."""

    def __init__(self, material: Material, place: int, fresh: Theta) -> None:
        self.material, self.place = material, place
        control, arm = material.scenario.arms[0], material.scenario.arms[place]
        self.keys = sorted({*techniques_of(control), *techniques_of(arm)} & set(material.theta.effects))
        self.changed = bool(arm.changes) or arm.map is not None or bool(control.changes)
        self.annoying = max(_most_messages(control), _most_messages(arm)) > USUAL_MESSAGES
        self.same = not self.changed and _says_the_same(control, arm)
        self.spends = _spends(control) or _spends(arm)
        few = fresh.head(FRESH_FEW)
        # (money moves though no message works) -> rows of the draws, of many fresh ones, of fewer fresh ones
        self.designs = {
            fixed: tuple(self._design(one, fixed) for one in (material.theta, fresh, few)) for fixed in (False, True)
        }
        self.main = _nothing()
        self.worth = self._worth()

    def _design(self, theta: Theta, spent: bool) -> Design:
        return theta.design(self.keys, annoying=self.annoying, changed_cards=self.changed, constant=spent)

    def _worth(self) -> float:
        experiment = self.material.scenario.experiment
        if experiment is not None and experiment.smallest_lift is not None:
            return max(experiment.smallest_lift, 1e-9)
        cost = self._value("message_cost_per_visitor", self.place) - self._value("message_cost_per_visitor", 0)
        return threshold(cost, self._value("margin_per_visitor", 0))

    def _value(self, measure: str, place: int) -> float:
        sums = paired_sums(self.material.moments, MEASURES[measure], place).sums.sum(axis=0)
        return float(sums[2] / sums[3]) if sums[3] else 0.0

    def method(self, data: PairedSums) -> str:
        """How the interval of the deciding measure would be made."""
        spent = self.spends and MEASURES[self.material.metric].unit == "money"
        return self._answer(relative_series(data), spent, False).method

    def lift(self, measure: Measure) -> Lift | None:
        """Everything about one measure; None where neither arm knows such a thing and nobody asked for it."""
        decides = measure.id == self.material.metric
        data = paired_sums(self.material.moments, measure, self.place)
        empty = not data.sums[:, [0, 2]].any() or not data.sums[:, 1].any()
        if empty and not decides and measure.id not in ALWAYS:
            return None
        spent = self.spends and measure.unit == "money"
        change, found = self._change(data, spent, many=decides)
        if decides:
            self.main = found
        groups = measure.id in {*HEADLINE, self.material.metric}
        return Lift(
            **dict(change),
            arm=self.material.scenario.arms[self.place].id,
            against=self.material.scenario.arms[0].id,
            metric=measure.id,
            worth=self.worth,
            method=found.method,
            transfer={key: part for key, part in found.transfer.items() if key in self.keys},
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
                found[key] = self._change(data, spent)[0]
        return found

    def _by_phase(self) -> dict[str, Change]:
        found: dict[str, Change] = {}
        for phase in WALKED_PHASES:
            data = paired_sums(self.material.moments, MEASURES[f"reach_{phase}"], self.place)
            if data.sums[:, 0].any():
                found[phase] = self._change(data, False)[0]
        return found

    def _change(self, data: PairedSums, spent: bool, *, many: bool = False) -> tuple[Change, Answer]:
        flips = int(data.flips.sum())
        counted = bool(data.sums[:, 1].any() and data.sums[:, 3].any())
        control = data.sums[:, 0].sum() / data.sums[:, 1].sum() if counted else 0.0
        if not counted:
            found = _nothing()
            relative, absolute = None, _stat(found, 0)
        elif control > 0:
            found = self._answer(relative_series(data), spent, many)
            relative = _stat(found, flips)
            absolute = _scaled(relative, float(control))
        else:
            found = self._answer(absolute_series(data), spent, many)
            relative, absolute = None, _stat(found, flips)
        worth = self.worth if control > 0 else 0.0
        chance = probabilities(found.samples, worth)
        return (
            Change(
                helps=chance.helps,
                no_difference=chance.no_difference,
                harms=chance.harms,
                absolute=absolute,
                relative=relative,
                flips=flips,
                quality=quality(flips),
            ),
            found,
        )

    def _answer(self, series: Series, spent: bool, many: bool) -> Answer:
        if self.same:
            return _nothing()
        rows, fresh, few = self.designs[spent]
        return answer(series, rows, fresh if many else few, seed=self.material.seed)


def _says_the_same(control: Arm, arm: Arm) -> bool:
    """Whether two arms are the same by construction: then their difference is exactly nothing."""
    if not live_rules(control) and not live_rules(arm):
        return True
    return (control.policy, dict(control.rules), control.mode) == (arm.policy, dict(arm.rules), arm.mode)


def _most_messages(arm: Arm) -> int:
    """Most messages that the rules of an arm allow in one visit."""
    if arm.policy is None:
        return 0
    total = sum(arm.rules[key].cap_per_visit for key in live_rules(arm))
    return total if arm.policy.messages_per_visit is None else min(total, arm.policy.messages_per_visit)


def _spends(arm: Arm) -> bool:
    """Whether messages of an arm cost money, by themselves or by a discount."""
    if arm.policy is None:
        return False
    for key in live_rules(arm):
        rule = arm.rules[key]
        usual = MECHANICS[rule.technique].discount if rule.technique in MECHANICS else 0.0
        if rule.cost.value > 0 or (usual if rule.discount is None else rule.discount.value) > 0:
            return True
    return False


def _stat(found: Answer, flips: int) -> Stat:
    shown = (found.low, found.high) if quality(flips) != "none" else None
    return Stat(
        mean=found.mean,
        interval=shown,
        se_monte_carlo=found.se_monte_carlo,
        se_parameters=found.se_parameters,
        se=found.se,
    )


def _scaled(stat: Stat, factor: float) -> Stat:
    """The same in another unit. The baseline's own uncertainty is reported apart, with the control's metrics."""
    return Stat(
        mean=stat.mean * factor,
        interval=None if stat.interval is None else (stat.interval[0] * factor, stat.interval[1] * factor),
        se_monte_carlo=stat.se_monte_carlo * factor,
        se_parameters=None if stat.se_parameters is None else stat.se_parameters * factor,
        se=stat.se * factor,
    )


def personas(tables: Tables) -> dict[str, list[int]]:
    """Groups of visitors per persona id."""
    found: dict[str, list[int]] = {}
    for index, (persona, _) in enumerate(tables.groups):
        found.setdefault(persona, []).append(index)
    return found


def segments(tables: Tables) -> dict[str, list[int]]:
    """Groups of visitors per segment: so far by the device of the first visit."""
    found: dict[str, list[int]] = {}
    for index, (_, device) in enumerate(tables.groups):
        found.setdefault(f"device:{device}", []).append(index)
    return found


def _arm(material: Material, place: int) -> ArmResult:
    arm = material.scenario.arms[place]
    metrics = {key: stat for key in MEASURES if (stat := _metric(material, key, place)) is not None}

    def per(groups: Mapping[str, Sequence[int]]) -> dict[str, dict[str, Stat]]:
        wanted = dict.fromkeys((material.metric, *HEADLINE))
        return {
            name: {key: stat for key in wanted if (stat := _metric(material, key, place, members)) is not None}
            for name, members in groups.items()
        }

    return ArmResult(
        id=arm.id,
        name=arm.title,
        metrics=metrics,
        funnel=_funnel(material, place),
        by_persona=per(personas(material.tables)),
        by_segment=per(segments(material.tables)),
        messages=tuple(_use(material, arm, key) for key in live_rules(arm)),
    )


def _metric(material: Material, key: str, place: int, groups: Sequence[int] | None = None) -> Stat | None:
    """A measure in one arm; None where its denominator is empty."""
    data = paired_sums(material.moments, MEASURES[key], place, groups)
    if not data.sums[:, 3].any():
        return None
    series = variant_series(data)
    if len(series.values) == 1:
        se, parameters = float(series.errors[0]), None
        mean = series.pooled
    else:
        parts = split(series)
        mean, se, parameters = series.pooled, math.sqrt(parts.monte_carlo), math.sqrt(parts.parameters)
        if parts.parameters < 2 * parts.between * math.sqrt(2 / (len(series.values) - 1)):
            parameters = 0.0  # not to be told from noise
    both = math.hypot(se, parameters or 0.0)
    low = mean - NORMAL * both
    if MEASURES[key].unit in {"rate", "count", "seconds"}:
        low = max(0.0, low)
    return Stat(mean=mean, interval=(low, mean + NORMAL * both), se_monte_carlo=se, se_parameters=parameters, se=both)


def _funnel(material: Material, place: int) -> tuple[FunnelStep, ...]:
    total = material.moments.total
    visits = total("visits", place)
    steps = []
    for phase in WALKED_PHASES:
        entered, left, advanced = (total(f"{what}_{phase}", place) / visits for what in ("reach", "left", "further"))
        if entered > 0:
            steps.append(FunnelStep(phase=phase, entered=entered, left=left, advanced=advanced))
    return tuple(steps)


def _use(material: Material, arm: Arm, key: str) -> MessageUse:
    rule = arm.rules[key]
    belief = material.beliefs[rule.technique]
    return MessageUse(
        rule=key,
        title=rule.title,
        technique=rule.technique,
        cost=rule.cost.value,
        prior_mean=belief.mean,
        kind=belief.kind,
    )
