"""Where coalitions are run: arms a few at a time, over the same visitors, the same luck and the same draws.

Stream 3 of the random numbers is this room's own (MODEL 9.2: shared visitors are right for contrasts). The shares are
fitted once; arms that differ in what was fitted are fitted with them, all others only get another plan.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from simulation import draws as luck
from simulation.compile import Compiled, assemble, compile_scenario
from simulation.drivers.atoms import alike
from simulation.drivers.rows import TWINS, Floats, twice, weights
from simulation.engines.choose import run as run_engine
from simulation.evidence.catalogue import beliefs as all_beliefs
from simulation.experiment.draws import Theta, parameters
from simulation.experiment.refusals import refuse
from simulation.experiment.run import Settings, drawn, resembled, strengths_today
from simulation.experiment.warnings import techniques_of
from simulation.experiment.watch import Stopped, Watch
from simulation.experiment.worlds import period
from simulation.measures.registry import MEASURES, Measure
from simulation.measures.tallies import INDEX, SCALE
from simulation.offsets import SCHEDULE, Stage
from simulation.plan import Plan
from simulation.scenario import Arm, Scenario

BATCH = 8
"""Most arms, beside the control, that are run at once."""
MARGIN = "margin_per_visitor"
Alter = Callable[[Plan], Plan]


@dataclass
class Tally:
    """What the visitors of an arm left behind, row by row.

    sums (R, G, M) of all tallies where groups were asked for, else (R, 1, M) over everybody; in whole units, as they
    were counted, so that what is the same in two arms is the same to the last digit, however it was added up.
    """

    sums: Floats

    def plus(self, other: Tally) -> Tally:
        """These visitors and others."""
        return Tally(self.sums + other.sums)


@dataclass
class Found:
    """Arms that were run over the same visitors.

    arms: by name; the control is there as `control`. visitors (R,). changed: visitors whose orders differ from the
    control's, by group (G,). complete: all that was asked has been run.
    """

    arms: dict[str, Tally] = field(default_factory=dict)
    visitors: Floats = field(default_factory=lambda: np.zeros(0))
    changed: dict[str, Floats] = field(default_factory=dict)
    complete: bool = True

    def plus(self, other: Found) -> Found:
        """The same arms over further visitors."""
        if not self.arms:
            return other
        return Found(
            {key: one.plus(other.arms[key]) for key, one in self.arms.items()},
            self.visitors + other.visitors,
            {key: value + other.changed[key] for key, value in self.changed.items()},
            self.complete and other.complete,
        )


class Bench:
    """One comparison, control and arm, compiled and ready to run any arm in between."""

    def __init__(
        self, scenario: Scenario, arm: Arm, settings: Settings, watch: Watch, schedule: tuple[Stage, ...] = SCHEDULE
    ) -> None:
        self.control, self.arm = scenario.arms[0], arm
        self.settings, self.watch, self.schedule = settings, watch, schedule
        self.scenario = replace(scenario, arms=(self.control, arm))
        refuse(self.scenario)
        self.beliefs = all_beliefs(scenario.techniques)
        self.like = resembled(scenario)
        self.theta = drawn(self.scenario, self.beliefs, settings)
        self.weights = weights(self.theta, self.beliefs)
        self.compiled: Compiled
        self._rows: dict[tuple[object, ...], int] = {}
        self._share = (0.0, 1.0)
        self._begun = time.monotonic()

    # ---- compiling -------------------------------------------------------------------------------------------

    def compile(self, arms: Sequence[Arm]) -> None:
        """Fit the shares of the control and of every arm that has other ones."""
        kinds: dict[tuple[object, ...], Arm] = {alike(self.scenario, self.control): self.control}
        for arm in (self.arm, *arms):
            kinds.setdefault(alike(self.scenario, arm), arm)
        self._rows = {key: row for row, key in enumerate(kinds)}
        # The variant is always among them: what it says has to be checked, too.
        known = tuple(kinds.values())
        self.scenario = replace(self.scenario, arms=known if self.arm in known else (*known, self.arm))
        self.compiled = self._compiled(self.scenario)

    def _compiled(self, scenario: Scenario) -> Compiled:
        return compile_scenario(
            scenario,
            seed=self.settings.seed,
            today=strengths_today(scenario, self.beliefs),
            schedule=self.schedule,
            workers=self.settings.workers,
            check=self.watch.fitting,
        )

    @property
    def coupled(self) -> bool:
        """Whether visitors compete for what there is."""
        return bool(self.compiled.plan.world[0]["coupled"] > 0)

    def shop(self) -> int:
        """Visitors of a whole shop period, for shops in which they compete."""
        return period(self.compiled.plan)

    def plan(self, arms: Sequence[Arm], scenario: Scenario | None = None, compiled: Compiled | None = None) -> Plan:
        """The plan of the control and these arms, with the weights that were fitted for them."""
        scenario, compiled = scenario or self.scenario, compiled or self.compiled
        control = replace(self.control, id="control")
        chosen = [control, *arms]
        plan = assemble(scenario, chosen).plan
        rows = [self._rows[alike(self.scenario, one)] for one in chosen]
        solved = compiled.plan.world
        world = plan.world.copy()
        for name in ("push_returning", "push_device", "stay_device", "bounce", "coupled"):
            world[name] = solved[name]
        return plan._replace(weight=compiled.plan.weight[rows], world=world)

    def fitted_to(self, scenario: Scenario) -> Compiled:
        """The same arms in a scenario in which something else was assumed, fitted anew."""
        return self._compiled(scenario)

    # ---- running ---------------------------------------------------------------------------------------------

    def part(self, start: float, end: float) -> None:
        """What is run from here on is this part of the whole, for whoever is told how far it is."""
        self._share = (start, end)

    def _tell(self, share: float) -> None:
        start, end = self._share
        done = start + (end - start) * share
        spent = time.monotonic() - self._begun
        self.watch.tell(done, spent * (1 - done) / done if done > 0.05 else None, "simulate")

    def run(
        self, arms: Mapping[str, Arm], visitors: int, blocks: int = 1, *, groups: frozenset[str] = frozenset()
    ) -> Found | None:
        """Run arms (by name) over `visitors` per row, in blocks of visitors.

        When it is stopped the complete blocks are kept; None when there is none.
        """
        total, each = Found(), max(1, -(-visitors // blocks))
        names = list(arms)
        batches = [names[at : at + BATCH] for at in range(0, len(names), BATCH)]
        plans = [
            self.plan([replace(arms[name], id=f"arm-{n:04d}") for n, name in enumerate(batch)]) for batch in batches
        ]
        for block in range(blocks):
            part = Found()
            for number, (batch, plan) in enumerate(zip(batches, plans, strict=True)):
                done = (block + number / len(batches)) / blocks
                found = self.lives(
                    plan, batch, block * each, each, groups=groups, at=(done, done + 1 / len(batches) / blocks)
                )
                if found is None:
                    return replace(total, complete=False) if total.arms else None
                part = (
                    found
                    if not part.arms
                    else replace(
                        part,
                        arms=part.arms | found.arms,
                        changed=part.changed | found.changed,
                    )
                )
            total = total.plus(part)
        return total

    def lives(
        self,
        plan: Plan,
        names: Sequence[str],
        first: int,
        visitors: int,
        *,
        theta: Theta | None = None,
        groups: frozenset[str] = frozenset(),
        at: tuple[float, float] = (0.0, 1.0),
    ) -> Found | None:
        """The visitors `first` to `first + visitors` of every row in the arms of a plan; None when stopped."""
        rows = twice(theta or self.theta)

        def progress(done: int, whole: int) -> None:
            self._tell(at[0] + (at[1] - at[0]) * (done / whole if whole else 1.0))

        moments = run_engine(
            plan,
            parameters(rows, self.compiled.tables.techniques, self.like),
            seed=self.settings.seed,
            stream=luck.DRIVERS,
            first_visitor=first * rows.count,
            visitors_per_draw=visitors,
            workers=self.settings.workers,
            engine=self.settings.engine,
            progress=progress,
            cancelled=self.watch.cancelled,
            runs=1,
        )
        if not moments.complete:
            return None
        found = Found(visitors=moments.visitors())
        for place, name in enumerate(("control", *names)):
            sums = moments.raw_first[:, :, place]
            keep = sums if name in groups or (place == 0 and groups) else sums.sum(axis=1, keepdims=True)
            found.arms[name] = Tally(keep)
            if place > 0:
                found.changed[name] = np.asarray(moments.flips[:, :, place - 1].sum(axis=0))
        return found

    def fewer(self, draws: int) -> None:
        """Go on with the first draws only."""
        self.theta = self.theta.head(draws)
        self.weights = weights(self.theta, self.beliefs)

    def stopped(self) -> None:
        """Raise `Stopped` when it was asked for."""
        self.watch.check()

    @property
    def rows(self) -> int:
        """Rows of every run."""
        return self.theta.count * TWINS

    @property
    def techniques(self) -> tuple[str, ...]:
        """Keys of the techniques that may speak in either arm."""
        return tuple(sorted({*techniques_of(self.control), *techniques_of(self.arm)} & set(self.theta.effects)))


def numbers(found: Found, name: str, measure: Measure, groups: Sequence[int] | None = None) -> tuple[Floats, Floats]:
    """Numerator (of some groups) and denominator (of everybody), per visitor, both (R,)."""
    top = sum(counted(found, name, part, groups) for part in measure.parts)
    below = counted(found, name, measure.denominator)
    if measure.complement:
        top = counted(found, name, measure.denominator, groups) - top
    return np.asarray(top) / found.visitors, below / found.visitors


def counted(found: Found, name: str, key: str, groups: Sequence[int] | None = None) -> Floats:
    """The sum of one tally in an arm over some groups (all when none are named), in its unit, row by row, (R,)."""
    sums = found.arms[name].sums
    chosen = sums if groups is None else sums[:, list(groups)]
    return np.asarray(chosen[:, :, INDEX[key]].sum(axis=1) * SCALE[INDEX[key]])


def level_rows(found: Found, name: str, measure: Measure, groups: Sequence[int] | None = None) -> Floats:
    """The measure in an arm, row by row, (R,).

    Exact where it is per visitor, else on the tangent plane at the pooled means, whose mean is the pooled ratio. What
    groups contribute adds up to what everybody does, in every row.
    """
    top, below = numbers(found, name, measure, groups)
    if measure.denominator == "visitors":
        return top
    mean_top, mean_below = float(top.mean()), float(below.mean())
    if mean_below == 0:
        return np.zeros(len(top))
    return np.asarray(mean_top / mean_below + (top - mean_top) / mean_below
                      - mean_top / mean_below**2 * (below - mean_below))  # fmt: skip


def lift_rows(found: Found, name: str, measure: Measure, groups: Sequence[int] | None = None) -> Floats:
    """The difference from the control, row by row."""
    return level_rows(found, name, measure, groups) - level_rows(found, "control", measure, groups)


def measured(key: str) -> Measure:
    """A measure of the registry."""
    return MEASURES[key]


__all__ = [
    "BATCH", "MARGIN", "Bench", "Found", "Stopped", "Tally", "counted", "level_rows", "lift_rows", "measured",
    "numbers",
]  # fmt: skip
