"""The answer at a slider's position, in the time in which a hand moves it.

A position is answered as a *contrast*: the same visitors walk the base and the position, and their difference is added
to the base's answer, which many more visitors stand behind. Luck that both share falls out, so that 20,000 pairs say
what otherwise millions would have to (MODEL 2 and 9.2: shared visitors are right for contrasts between parameter
values). With the same draws of the parameters in both, the series of lifts goes through the same regression as a run's
(MODEL 9.3), so the interval has both its parts. Where an arm's strengths are all that changes, the response that was
fitted to the base answers at once.

Offsets are held while a hand moves; `settle` solves them again, from where they were.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from threading import Lock

from personas.problems import Refused
from simulation.compile import Compiled, compile_scenario
from simulation.evidence.catalogue import beliefs as all_beliefs
from simulation.evidence.priors import Belief, Posterior
from simulation.experiment.analysis import FRESH_FEW, answers_of
from simulation.experiment.draws import FRESH, FRESH_DRAWS, Theta, draw, parameters
from simulation.experiment.estimators import Series, relative_series
from simulation.experiment.interval import Answer
from simulation.experiment.levels import Material
from simulation.experiment.probabilities import probabilities
from simulation.experiment.quantiles import quantiles
from simulation.experiment.readings import paired_sums
from simulation.experiment.result import MARGIN
from simulation.experiment.run import resembled, strengths_today
from simulation.experiment.warnings import refuse, techniques_of
from simulation.experiment.watch import Stopped
from simulation.live.answers import LiveAnswer, LiveMeasure
from simulation.live.contrast import Contrast
from simulation.live.held import Base, Position, arms_of
from simulation.live.strengths import stretched
from simulation.live.walks import BLOCKS, Cancelled, Walks
from simulation.measures.moments import PairedMoments
from simulation.measures.registry import MEASURES
from simulation.offsets import SCHEDULE, Stage
from simulation.plan import ParameterDraws
from simulation.scenario import Scenario

DRAWS = 200
"""Draws of the parameters: the fewest that the regression of MODEL 9.4 asks for, so that each has visitors enough."""
FIRST, SECOND, DEEPEST = 0, 1, len(BLOCKS) - 1
Pin = tuple[float, float, float]
"""A mean and the two ends of its interval; or where the own mean is, where it is put, and by what it is stretched."""
FRESH_LEAST = 5_000
"""Fresh draws while a hand moves."""
WARM: tuple[Stage, ...] = (Stage(20_000, 0.002), Stage(200_000, 0.0005))
"""Schedule of the solver from offsets that are nearly right."""


class Live:
    """Holds a compiled plan and answers changes of its scenario about one arm. Any thread may ask.

    Args:
        scenario: where the sliders begin.
        arm: id of the arm that is compared with the control.
        seed: seed of all luck.
        workers: threads; 0: one per processor.
        cancelled: asked while the offsets are solved; True ends it.

    Raises:
        Refused: what `simulate` refuses, and shops whose visitors compete or whose arms learn: there one visitor
            depends on all before him, and a slider needs a whole run.
    """

    def __init__(
        self, scenario: Scenario, arm: str, *, seed: int = 1, workers: int = 0, cancelled: Cancelled | None = None
    ) -> None:
        self.arm, self.seed = arm, seed
        self.metric = scenario.experiment.metric if scenario.experiment is not None else "conversion_rate"
        self._workers = workers or os.cpu_count() or 1
        compiled = self._compile(scenario, None, cancelled)
        if compiled.plan.world[0]["coupled"] > 0 or compiled.plan.allocation.shape[2] > 0:
            raise Refused("here one visitor depends on others: a slider needs a run of its own")
        self._base = Base(scenario, arm, compiled)
        self._together = self._base.position.both()
        self._walks = Walks(seed, self._workers)
        self._lock = Lock()
        self._level = -1
        self._total: PairedMoments | None = None
        self._fresh: tuple[object, Theta] | None = None
        self._run: dict[str, Pin] = {}
        self._levels: dict[str, float] = {}
        self._pins: dict[tuple[int, int], dict[str, Pin]] = {}
        self.deepen(SECOND, cancelled)

    def close(self) -> None:
        """Let the threads go."""
        self._walks.close()

    @property
    def level(self) -> int:
        """Block up to which the base has walked."""
        return self._level

    def deepen(self, level: int, cancelled: Cancelled | None = None) -> None:
        """Let more visitors walk the base; Stopped when cancelled, and what was there stays."""
        draws = self._drawn(self._base.position)[1]
        total = self._walks.upto(self._together, draws, level, cancelled=cancelled)
        with self._lock:
            if level > self._level:
                self._level, self._total = level, total

    def pin(self, lifts: Mapping[str, Pin], levels: Mapping[str, float] | None = None) -> None:
        """Take a run of this very scenario as the base's answer: relative lift and its interval, by measure; its level.

        What this object would say of the base is moved and stretched onto it, and every position with it, so that a
        slider that has not moved says what the run says.
        """
        with self._lock:
            if lifts != self._run:
                self._run, self._pins = dict(lifts), {}
            self._levels = dict(levels or {})

    def _pin(self, fresh_draws: int) -> dict[str, Pin]:
        """How to move what is said, from so many fresh draws, onto the run's answer."""
        with self._lock:
            run, level, held = dict(self._run), self._level, self._pins.get((self._level, fresh_draws))
        if held is not None or not run:
            return held or {}
        found: dict[str, Pin] = {}
        own = self._said(self._base.position, self._drawn(self._base.position)[0], fresh_draws, pinned=False)
        for one in (own.main, own.margin):
            if one is not None and one.metric in run and one.high > one.low:
                mean, low, high = run[one.metric]
                found[one.metric] = one.mean, mean, (high - low) / (one.high - one.low)
        with self._lock:
            self._pins[level, fresh_draws] = found
        return found

    # ---- answering -------------------------------------------------------------------------------------------

    def base(self) -> LiveAnswer:
        """The answer where the sliders begin, from all visitors that have walked there."""
        return self._said(self._base.position, self._drawn(self._base.position)[0], FRESH_DRAWS)

    def at_once(self, scenario: Scenario) -> LiveAnswer | None:
        """The answer from the response that was fitted to the base; none where more than strengths changes."""
        factors = stretched(self._base.position.scenario, scenario, self.arm)
        if factors is None:
            return None
        position = replace(self._base.position, scenario=scenario)
        return self._said(position, self._drawn(self._base.position)[0], FRESH_LEAST, factors=factors)

    def ask(self, scenario: Scenario, level: int = FIRST, cancelled: Cancelled | None = None) -> LiveAnswer:
        """The answer at another position, from the visitors of all blocks up to `level`; offsets are held.

        Raises:
            Stopped: when cancelled.
            Refused: when it is another map, or nothing that can be simulated.
        """
        return self._contrasted(self._base.at(scenario), level, cancelled)

    def settle(self, scenario: Scenario, level: int = SECOND, cancelled: Cancelled | None = None) -> LiveAnswer:
        """As `ask`, with the offsets solved for that position, from where they were."""
        position = self._base.at(scenario)
        if not position.settled:
            position = self._base.solved(scenario, self._compile(scenario, self._base.compiled, cancelled))
        return self._contrasted(position, level, cancelled)

    def _contrasted(self, position: Position, level: int, cancelled: Cancelled | None) -> LiveAnswer:
        base = self._base.position
        theta, draws = self._drawn(position)
        level = min(level, self._level)
        before = self._walks.upto(self._together, self._drawn(base)[1], level)
        same = position.visits == base.visits
        after = self._walks.upto(position.alone if same else position.both(), draws, level, cancelled=cancelled)
        fresh = {FIRST: FRESH_LEAST, SECOND: FRESH_FEW}.get(level, FRESH_DRAWS)
        return self._said(position, theta, fresh, contrast=Contrast(before, after, theta, alone=same))

    def _compile(self, scenario: Scenario, start: Compiled | None, cancelled: Cancelled | None) -> Compiled:
        refuse(scenario)

        def check() -> None:
            if cancelled is not None and cancelled():
                raise Stopped

        today = strengths_today(scenario, all_beliefs(scenario.techniques))
        schedule = SCHEDULE if start is None else WARM
        return compile_scenario(
            scenario, seed=self.seed, today=today, workers=self._workers, check=check, start=start, schedule=schedule
        )

    # ---- reading ---------------------------------------------------------------------------------------------

    def _drawn(self, position: Position) -> tuple[Theta, ParameterDraws]:
        """What is uncertain in the two arms, drawn as a run of this seed draws it, and as the engine takes it."""
        theta = draw(self._beliefs(position.scenario), DRAWS, seed=self.seed)
        return theta, parameters(theta, position.tables.techniques, resembled(position.scenario))

    def _beliefs(self, scenario: Scenario) -> dict[str, Belief]:
        known = all_beliefs(scenario.techniques)
        return {
            key: known[key] for key in sorted({k for arm in arms_of(scenario, self.arm) for k in techniques_of(arm)})
        }

    def _fresh_draws(self, scenario: Scenario, count: int) -> Theta:
        beliefs = self._beliefs(scenario)
        key = tuple((name, id(one) if isinstance(one, Posterior) else one) for name, one in beliefs.items())
        with self._lock:
            held = self._fresh
        if held is None or held[0] != key:
            held = key, draw(beliefs, FRESH_DRAWS, seed=self.seed, number=FRESH)
            with self._lock:
                self._fresh = held
        return held[1].head(count)

    def _said(
        self,
        position: Position,
        theta: Theta,
        fresh_draws: int,
        *,
        contrast: Contrast | None = None,
        factors: Mapping[str, float] | None = None,
        pinned: bool = True,
    ) -> LiveAnswer:
        pins = self._pin(fresh_draws) if pinned else {}
        with self._lock:
            moments, known = self._total, dict(self._levels) if pinned else {}
        assert moments is not None  # noqa: S101 - the constructor walks the first blocks
        scenario = replace(position.scenario, arms=arms_of(position.scenario, self.arm))
        beliefs = all_beliefs(position.scenario.techniques)
        material = Material(scenario, position.tables, beliefs, theta, moments, self.seed, self.metric)
        fresh = self._fresh_draws(position.scenario, fresh_draws)
        if factors is not None:
            fresh = replace(fresh, effects={key: x * factors.get(key, 1.0) for key, x in fresh.effects.items()})
        lifts: dict[str, Series] = {}
        levels: dict[str, float] = {}
        for metric in dict.fromkeys((self.metric, MARGIN)):
            sums = paired_sums(moments, MEASURES[metric], 1)
            if not sums.sums[:, 0].any():
                continue
            series, control = relative_series(sums), float(sums.sums[:, 0].sum() / sums.sums[:, 1].sum())
            scale = known.get(metric, control) / control  # few visitors may miss the level that the run knows better
            if contrast is not None:
                series, control = contrast.moved(metric, series, control)
            lifts[metric], levels[metric] = series, control * scale
        found = {}
        for metric, (answer, worth) in answers_of(material, 1, fresh, lifts).items():
            found[metric] = _measure(metric, levels[metric], answer, worth, pins.get(metric))
        if self.metric not in found:
            raise Refused("nobody does here what is measured: there is nothing to compare with")
        walked = contrast.after if contrast is not None else moments if factors is None else None
        return LiveAnswer(
            arm=self.arm,
            how="simulated" if factors is None else "fitted",
            pairs=0 if walked is None else int(walked.count.sum()),
            base_pairs=int(moments.count.sum()),
            settled=position.settled,
            flips=int(paired_sums(moments, MEASURES[self.metric], 1).flips.sum()),
            main=found[self.metric],
            margin=found.get(MARGIN),
        )


def _measure(metric: str, control: float, found: Answer, worth: float, pin: Pin | None) -> LiveMeasure:
    def placed(value: float) -> float:
        return value if pin is None else pin[1] + (value - pin[0]) * pin[2]

    samples = found.samples if pin is None else pin[1] + (found.samples - pin[0]) * pin[2]
    helps, same, harms = probabilities(samples, worth)
    return LiveMeasure(
        metric=metric, control=control, mean=placed(found.mean), low=placed(found.low), high=placed(found.high),
        se_monte_carlo=found.se_monte_carlo, se_parameters=found.se_parameters, helps=helps, no_difference=same,
        harms=harms, worth=worth, quantiles=quantiles(samples),
    )  # fmt: skip
