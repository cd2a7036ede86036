"""From the answer of a simulation to the plan of a real test."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from personas.problems import FootfallError, finding
from simulation.experiment.result import ArmResult, Lift, Result
from simulation.measures.registry import MEASURES
from simulation.planning.instead import instead_of
from simulation.planning.plan import Chance, PlannedArm, TestPlan, Verdict, Weeks
from simulation.planning.power import outcome, prospect
from simulation.planning.sequential import chance_by_look, half_widths, peeking
from simulation.planning.size import Yardstick, information, smallest_lift, visitors_needed, yardstick

Floats = NDArray[np.float64]

FEWEST_WEEKS = 2
"""No test is shorter: of one week nobody knows whether it was an odd one (ours)."""
LONGEST_WEEKS = 8
"""A longer test is not to be trusted: cookies are lost, seasons change, people come back as somebody else (ours)."""
ROWS = (2, 3, 4, 6, 8, 12, 26, 52)
MOST_LOOKS = 104
MOST_DAYS = 91
"""Looks beyond that are not counted: by then an ordinary test has misled whom it could mislead."""
CURVE_POINTS = 60
EVEN_WEEK = (1 / 7,) * 7


@dataclass(frozen=True)
class Asked:
    """What a plan is asked for.

    visitors_per_day: of the whole shop. arm: that is looked at; empty: the first. weeks: length of the test; none: as
    long as it takes. traffic: relative size of the arms by id, 1 where nothing is said. eligible: share of the visitors
    who enter the test. days: share of a week's visitors per weekday, Monday first. follow_days: how long each visitor
    is followed.
    """

    visitors_per_day: float
    power: float = 0.8
    alpha: float = 0.05
    arm: str = ""
    weeks: int | None = None
    traffic: Mapping[str, float] = field(default_factory=dict)
    eligible: float = 1.0
    days: tuple[float, ...] = EVEN_WEEK
    follow_days: float = 30.0

    def __post_init__(self) -> None:
        if not (self.visitors_per_day > 0 and 0 < self.eligible <= 1 and 0 < self.alpha < self.power < 1):
            raise ValueError(f"no plan for {self}")

    @property
    def per_week(self) -> float:
        """Visitors entering the test in a week."""
        return self.visitors_per_day * 7 * self.eligible


def plan_test(result: Result, asked: Asked) -> TestPlan:
    """The plan of a real test of one arm of a simulated experiment.

    FootfallError when the result has no such arm, or its measure cannot be tested.
    """
    return _Planning(result, asked).plan()


def believed(lift: Lift, eligible: float) -> tuple[Floats, Literal["draws", "interval", "none"]]:
    """Relative lifts of those who enter that are equally likely to be true, (n,), and what they are taken from.

    The quantiles of the answer where it has them; else 99 points of a normal curve on each side of the mean that meets
    the interval's ends, which knows of no atom at zero. Who cannot get the message is not lifted, so among the others
    the same lift is larger by one over their share.
    """
    points = np.array(lift.quantiles, dtype=np.float64)
    if len(points):
        return points / eligible, "draws"
    relative = lift.relative
    if relative is None or relative.mean is None or relative.interval is None:
        return np.zeros(0), "none"
    from scipy.special import ndtri

    z = np.asarray(ndtri(np.arange(1, 100) / 100))
    low, high = ((relative.mean - relative.interval[0]) / 1.96, (relative.interval[1] - relative.mean) / 1.96)
    return (relative.mean + z * np.where(z < 0, low, high)) / eligible, "interval"


class _Planning:
    def __init__(self, result: Result, asked: Asked) -> None:
        self.result, self.asked = result, asked
        self.variants = result.arms[1:]
        self.arm = self._arm()
        self.lift = result.lift(self.arm.id)
        measure = yardstick(result, result.metric)
        if measure is None:
            raise _refused("no-spread", result.metric, "it does not happen in the control, or the run does not say how "
                           "it varies between visitors.", "Choose a measure of the control's visitors.")  # fmt: skip
        self.measure = measure
        traffic = {arm.id: asked.traffic.get(arm.id, 1.0) for arm in result.arms}
        self.share = {key: one / sum(traffic.values()) for key, one in traffic.items()}
        self.alpha_each = asked.alpha / len(self.variants)
        self.belief, self.belief_kind = believed(self.lift, asked.eligible)

    def _arm(self) -> ArmResult:
        if not self.variants:
            raise _refused("nothing-to-test", "arms", "the run has no arm beside the control.", "Add one.")
        found = [arm for arm in self.variants if self.asked.arm in ("", arm.id)]
        if not found:
            listed = ", ".join(f"{arm.id} ({arm.name})" for arm in self.variants)
            raise _refused("no-such-arm", self.asked.arm, "the run has no such arm; there is: {listed}.", "",
                           listed=listed)  # fmt: skip
        return found[0]

    # ---- how large --------------------------------------------------------------------------------------------

    def expected(self, lift: Lift) -> float | None:
        """The lift to expect among those who enter; none where it cannot be told or is nothing."""
        mean = lift.relative.mean if lift.relative is not None else None
        return mean / self.asked.eligible if mean else None

    def weeks_for(self, arm: str, measure: Yardstick, lift: float | None) -> int | None:
        """Whole weeks until an arm and the control have the visitors that a lift needs; none: never."""
        if lift is None:
            return None
        control = self.share[self.result.arms[0].id]
        needed = visitors_needed(
            measure, lift, alpha=self.alpha_each, power=self.asked.power, ratio=control / self.share[arm]
        )
        if not math.isfinite(needed):
            return None
        return max(FEWEST_WEEKS, math.ceil(needed / self.share[arm] / self.asked.per_week - 1e-9))

    def _sizes(self, weeks: float) -> tuple[float, float]:
        people = weeks * self.asked.per_week
        return people * self.share[self.arm.id], people * self.share[self.result.arms[0].id]

    def _se(self, weeks: float) -> float:
        """Standard error of a standardised effect after some weeks."""
        return 1 / information(*self._sizes(weeks))

    # ---- what it can do ---------------------------------------------------------------------------------------

    def _rows(self, lengths: list[int], lift: float | None, planned: int) -> tuple[Weeks, ...]:
        looks = sorted({*range(1, min(max(lengths), MOST_LOOKS) + 1), *lengths})
        stopped = np.zeros(len(looks))
        if len(self.belief):
            errors = np.array([self._se(float(week)) for week in looks])
            effects = self.measure.effect(self.belief)
            stopped = chance_by_look(effects, errors, self._se(planned), self.alpha_each, seed=self.result.seed)
        by_week = dict(zip(looks, stopped.tolist(), strict=True))
        return tuple(self._row(weeks, lift, planned, by_week[weeks]) for weeks in lengths)

    def _row(self, weeks: int, lift: float | None, planned: int, stopped: float) -> Weeks:
        treated, control = self._sizes(weeks)
        se, alpha = self._se(weeks), self.alpha_each
        smallest = smallest_lift(self.measure, treated, control, alpha=alpha, power=self.asked.power)
        there = self.measure.effect(np.array([lift or 0.0])) / se
        significant = outcome(self.measure.effect(self.belief) / se, alpha).either.mean() if len(self.belief) else alpha
        half = half_widths(np.array([se]), self._se(planned), alpha)[0]
        return Weeks(
            weeks=weeks,
            treated=round(treated),
            control=round(control),
            smallest=smallest if math.isfinite(smallest) else None,
            power=float(outcome(there, alpha).either[0]),
            significant=float(significant),
            sequence=_finite(self.measure.relative(float(half))),
            stopped=stopped,
        )

    def _chance(self, weeks: int, lift: float | None) -> Chance | None:
        if not len(self.belief):
            return None
        se = self._se(weeks)
        # On the scale of the standardised effect, on which a lift is as good as linear: what counts are ratios.
        effects = self.measure.effect(self.belief)
        errors = np.full(len(effects), se)
        over = prospect(effects, errors, self.alpha_each)
        there = None
        if lift is not None:
            alone = prospect(self.measure.effect(np.array([lift])), errors[:1], self.alpha_each)
            there = alone.exaggeration if math.isfinite(alone.exaggeration) else None
        return Chance(
            significant=over.significant,
            up=over.up,
            down=over.down,
            exaggeration=over.exaggeration if math.isfinite(over.exaggeration) else None,
            exaggeration_there=there,
            wrong_sign=over.wrong_sign,
            nothing=over.nothing,
        )

    def _curve(self, lift: float | None, needed: float | None, weeks: int) -> tuple[tuple[int, float], ...]:
        treated, control = self._sizes(weeks)
        most = 2.2 * max(treated, min(needed or 0.0, 20 * treated))
        effect = self.measure.effect(np.array([lift or 0.0]))[0]
        people = np.linspace(0, most, CURVE_POINTS + 1)[1:]
        z = np.array([effect * information(n, n * control / treated) for n in people])
        found = outcome(z, self.alpha_each).either
        return tuple((round(n), float(p)) for n, p in zip(people, found, strict=True))

    # ---- all together -----------------------------------------------------------------------------------------

    def plan(self) -> TestPlan:
        """The whole plan."""
        result, asked = self.result, self.asked
        lift, rests_on = self.expected(self.lift), "prediction"
        same = self.lift.quality == "none" and self.lift.absolute.mean == 0  # the control once more
        if lift is None and not same and self.belief_kind == "none" and self.lift.worth > 0:
            lift, rests_on = self.lift.worth / asked.eligible, "worth"
        ratio = self.share[result.arms[0].id] / self.share[self.arm.id]
        needed = (
            visitors_needed(self.measure, lift, alpha=self.alpha_each, power=asked.power, ratio=ratio)
            if lift is not None
            else math.inf
        )
        needed_weeks = self.weeks_for(self.arm.id, self.measure, lift)
        weeks = asked.weeks or needed_weeks or LONGEST_WEEKS
        rows = self._rows(sorted({weeks, *ROWS}), lift, weeks)
        end = next(row for row in rows if row.weeks == weeks)
        chance = self._chance(weeks, lift)
        verdict = _verdict(lift, needed_weeks, chance)
        return TestPlan(
            app_version=result.app_version,
            engine_version=result.engine_version,
            project=result.project,
            project_digest=result.project_digest,
            map=result.map,
            experiment=result.experiment,
            arm=self.arm.id,
            metric=result.metric,
            unit=MEASURES[result.metric].unit,
            currency=result.currency,
            level=self.measure.level,
            spread=self.measure.sd,
            planned_for=lift,
            difference=None if lift is None else lift * self.measure.level,
            rests_on="worth" if rests_on == "worth" else "prediction",
            belief=self.belief_kind,
            visitors_per_day=asked.visitors_per_day,
            eligible=asked.eligible,
            reached=self.reached(),
            days=tuple(asked.per_week * day / sum(asked.days) for day in asked.days),
            power=asked.power,
            alpha=asked.alpha,
            alpha_each=self.alpha_each,
            needed=math.ceil(needed) if math.isfinite(needed) else None,
            needed_weeks=needed_weeks,
            weeks=weeks,
            arms=self._arms(weeks),
            end=end,
            table=tuple(row for row in rows if row.weeks in ROWS or row is end),
            curve=self._curve(lift, needed if math.isfinite(needed) else None, weeks),
            chance=chance,
            look_weekly=peeking(min(weeks, MOST_DAYS), self.alpha_each),
            look_daily=peeking(min(7 * weeks, MOST_DAYS), self.alpha_each),
            follow_days=asked.follow_days,
            verdict=verdict,
            instead=instead_of(self, needed_weeks, LONGEST_WEEKS) if verdict in ("long", "unlikely") else (),
        )

    def reached(self) -> float | None:
        """Share of those who enter who ever get a message; none for an arm that says nothing."""
        if self.arm.said <= 0:
            return None
        seen = [self.arm.metrics[key].mean for key in ("messaged_share", "contacted_share", "exposed_share")
                if key in self.arm.metrics]  # fmt: skip
        return min(1.0, max(seen) / self.asked.eligible) if seen else None

    def _arms(self, weeks: int) -> tuple[PlannedArm, ...]:
        people = weeks * self.asked.per_week
        made = []
        for place, arm in enumerate(self.result.arms):
            lift = self.expected(self.result.lift(arm.id)) if place else None
            made.append(
                PlannedArm(
                    id=arm.id,
                    name=arm.name,
                    share=self.share[arm.id],
                    visitors=round(people * self.share[arm.id]),
                    lift=lift,
                    weeks=self.weeks_for(arm.id, self.measure, lift) if place else None,
                )
            )
        return tuple(made)


def _verdict(lift: float | None, needed_weeks: int | None, chance: Chance | None) -> Verdict:
    if lift is None or needed_weeks is None:
        return "nothing"
    if needed_weeks > LONGEST_WEEKS:
        return "long"
    return "unlikely" if chance is not None and chance.significant < 0.5 else "good"


def _finite(value: float) -> float:
    """A half-width that JSON can hold: beyond a rate of one nothing is left to say."""
    return value if math.isfinite(value) else 1e9


def _refused(code: str, where: str, message: str, mend: str, **values: str) -> FootfallError:
    return FootfallError(findings=(finding("error", code, where, message, mend, **values),))
