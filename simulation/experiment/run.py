"""The driver: a scenario in, a typed result out.

Scenario → refusals → plan with solved offsets → pilot → blocks of visitors → analysis. It can be watched and stopped;
a stopped run keeps its complete blocks and says so.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping
from typing import NamedTuple

from personas.problems import Finding, FootfallError
from simulation import draws as luck
from simulation.calibration.label import label_of
from simulation.compile import Compiled, compile_scenario
from simulation.compiled import digest
from simulation.engines.choose import RUNS, Engine
from simulation.engines.choose import run as run_engine
from simulation.ethics import ethics
from simulation.evidence.catalogue import beliefs as all_beliefs
from simulation.evidence.priors import Belief
from simulation.experiment.analysis import analyse, noise_to_shrink
from simulation.experiment.baseline import baseline_doubt
from simulation.experiment.checks import LOOKED_AT, look
from simulation.experiment.draws import Theta, central, draw, parameters
from simulation.experiment.estimators import GOOD_FROM, PairedSums, control_series, one_draw, relative_series
from simulation.experiment.factorial import factorial
from simulation.experiment.interval import NORMAL
from simulation.experiment.levels import Material
from simulation.experiment.modes import about_modes
from simulation.experiment.precision import (
    DRAWS,
    FEWEST_VISITORS,
    MOST_PAIRS,
    PILOT_DRAWS,
    PILOT_VISITORS,
    choose,
)
from simulation.experiment.readings import paired_sums
from simulation.experiment.refusals import refuse
from simulation.experiment.result import About, CalibrationState, Result, Warned
from simulation.experiment.warnings import (
    about_arm,
    general,
    ordered,
    precision_not_met,
    techniques_of,
)
from simulation.experiment.watch import Cancelled, Progress, Stopped, Watch
from simulation.experiment.worlds import Size, explained, simulate_worlds, size
from simulation.measures.moments import PairedMoments
from simulation.measures.registry import MEASURES
from simulation.measures.worlds import WorldMoments
from simulation.plan import ParameterDraws
from simulation.scenario import Scenario
from simulation.traces.walk import Block, Walk

FIRST_BLOCK = 4_000
"""Visitors per draw of the first block; each further block may bring the total to four times what there is."""
GROWTH = 4
SEARCH_PAIRS = 4_000_000
"""As many pairs at least are looked at before an arm that speaks is said to change nobody."""
BASELINE_VISITORS = 1_000_000
"""Visitors, over all draws, of a run without anything to compare."""
ONE_DRAW_ERROR = 0.002
"""Standard error of the relative lift that a run with a single draw aims at."""
PILOT_FROM = 1 << 40
"""The pilot's visitors are nobody else's."""


class Settings(NamedTuple):
    """How to run.

    visitors: per draw (per world where they compete), in every arm; none: as many as the pilot asks for. draws: of the
    parameters; 1 takes every parameter at its centre. precision: wanted half-width of the Monte Carlo interval of the
    deciding measure's absolute lift, in its unit (0.0005 is 0.05 percentage points); none: as fine as the parameters
    make sensible.
    workers: threads, 0 one per processor. budget: most pairs of visitors over all draws.
    cluster: address of a Dask scheduler (tcp:// or tls://) whose workers let the visitors live; empty: this machine.
    stream: stream of luck, of `simulation.draws`: whoever was chosen on some visitors is judged on others.
    """

    seed: int = 1
    draws: int = DRAWS
    visitors: int | None = None
    precision: float | None = None
    workers: int = 0
    engine: Engine = "auto"
    budget: int = MOST_PAIRS
    cluster: str = ""
    stream: int = luck.HEADLINE


class _Simulated(NamedTuple):
    """Moments, and whether they are as many as the answer needs."""

    moments: PairedMoments
    enough: bool


def simulate(
    scenario: Scenario,
    settings: Settings | None = None,
    *,
    about: About | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
    walked: Callable[[Walk], None] | None = None,
) -> Result:
    """Run an experiment and return its answer.

    Args:
        scenario: what to run.
        settings: how.
        about: who asks, and for what.
        progress: told how far it is.
        cancelled: asked whether to stop.
        walked: given the run itself at the end, for whoever wants to see what single visitors did.

    Raises:
        Refused: for what Footfall will not answer (`personas.problems.Refused`), with every reason.
        FootfallError: when the map does not compile or its shares cannot be met.
        Stopped: when cancelled before the first complete block.
    """
    run = _Run(scenario, settings or Settings(), about or About(), progress, cancelled)
    result = run.result()
    if walked is not None:
        walked(run.walk())
    return result


def prepare(
    scenario: Scenario,
    settings: Settings | None = None,
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Walk:
    """Everything up to the first visitor, who can then be followed alone; raises what `simulate` raises."""
    run = _Run(scenario, settings or Settings(), About(), progress, cancelled)
    run.compile()
    return run.walk()


def resembled(scenario: Scenario) -> dict[str, str]:
    """The shipped technique that each of the shop's own ones is like."""
    return {row.key: row.like for row in scenario.techniques.values() if row.like}


def strengths_today(scenario: Scenario, beliefs: Mapping[str, Belief]) -> dict[str, float]:
    """Central strengths of the messages that the site shows today, which are inside the drawn shares."""
    keys = techniques_of(scenario.status_quo)
    theta = central({key: beliefs[key] for key in keys if key in beliefs})
    columns = tuple(theta.effects)
    return dict(zip(columns, parameters(theta, columns, resembled(scenario)).strength[0].tolist(), strict=True))


def drawn(scenario: Scenario, beliefs: Mapping[str, Belief], settings: Settings) -> Theta:
    """What is uncertain in the arms of a scenario, drawn as often as the settings say; once: all at its centre."""
    used = sorted({key for arm in scenario.arms for key in techniques_of(arm)})
    wanted = {key: beliefs[key] for key in used}
    return central(wanted) if settings.draws == 1 else draw(wanted, settings.draws, seed=settings.seed)


class _Run:
    def __init__(
        self,
        scenario: Scenario,
        settings: Settings,
        about: About,
        progress: Progress | None,
        cancelled: Cancelled | None,
    ) -> None:
        self.scenario, self.settings, self.about = scenario, settings, about
        self.watch = Watch(progress, cancelled)
        self.like = resembled(scenario)
        self.started = time.monotonic()
        self.blocks: list[Block] = []
        self.size: Size | None = None
        self.prepared: tuple[Compiled, ParameterDraws]
        self.metric = scenario.experiment.metric if scenario.experiment is not None else "conversion_rate"
        if self.metric not in MEASURES:
            raise FootfallError(findings=(_unknown_measure(scenario.experiment_id, self.metric),))

    def compile(self) -> tuple[Compiled, Theta, Mapping[str, Belief]]:
        """The plan and the parameters of visitors to come, and what is believed of the messages."""
        refuse(self.scenario)
        beliefs = all_beliefs(self.scenario.techniques)
        self.watch.tell(0.0, None, "compile")
        if self.settings.cluster:
            from simulation.engines.cluster import knock

            knock(self.settings.cluster)
        compiled = compile_scenario(
            self.scenario,
            seed=self.settings.seed,
            today=strengths_today(self.scenario, beliefs),
            workers=self.settings.workers,
            check=self.watch.fitting,
        )
        self.watch.check()
        theta = drawn(self.scenario, beliefs, self.settings)
        if compiled.plan.world[0]["coupled"] > 0:
            self.size = size(compiled.plan, theta.count, self.settings.engine, self.settings.visitors)
            theta = theta.head(self.size.draws)
        self.prepared = compiled, self._parameters(compiled, theta)
        return compiled, theta, beliefs

    def walk(self) -> Walk:
        """What was run; after `compile`."""
        settings = self.settings
        return Walk(self.scenario, *self.prepared, settings.seed, settings.stream, settings.engine, tuple(self.blocks))

    def _parameters(self, compiled: Compiled, theta: Theta) -> ParameterDraws:
        return parameters(theta, compiled.tables.techniques, self.like)

    def result(self) -> Result:
        """Everything in order."""
        compiled, theta, beliefs = self.compile()

        def material(moments: PairedMoments) -> Material:
            return Material(self.scenario, compiled.tables, beliefs, theta, moments, self.settings.seed, self.metric)

        done = self._simulate(material, compiled, theta)
        self.watch.tell(0.97, None, "analyse")
        return self._assemble(material(done.moments), compiled, done.enough)

    def _worlds(self, compiled: Compiled, theta: Theta, size: Size) -> _Simulated:
        """Whole worlds where visitors compete."""

        def block(done: int, more: int) -> WorldMoments:
            count = theta.count * size.people
            found = self._block(compiled, theta, done * count, more * size.people, 0.05, runs=more)
            self.blocks.pop()
            kept = round(float(found.count.sum()) / count)
            self.blocks += [Block((done + r) * count, size.people, size.people) for r in range(kept)]
            assert isinstance(found, WorldMoments)  # noqa: S101 - the engine's own promise for such a plan
            return found

        def read(moments: WorldMoments) -> list[PairedSums]:
            return [paired_sums(moments, MEASURES[self.metric], place) for place in range(1, len(self.scenario.arms))]

        return _Simulated(*simulate_worlds(block, read, size, self.settings.precision))

    def _simulate(self, material: Callable[[PairedMoments], Material], compiled: Compiled, theta: Theta) -> _Simulated:
        """Pilot, then blocks until the noise is small beside the ignorance, or what was asked has been run."""
        settings = self.settings
        if self.size is not None:
            return self._worlds(compiled, theta, self.size)
        fixed = settings.visitors
        if fixed is None and len(self.scenario.arms) == 1:
            fixed = max(FEWEST_VISITORS, BASELINE_VISITORS // theta.count)
        if fixed is not None:
            block = self._block(compiled, theta, 0, fixed, 0.05)
            return _Simulated(block, noise_to_shrink(material(block)) <= 1)
        first, most = FIRST_BLOCK, max(FEWEST_VISITORS, settings.budget // theta.count)
        if theta.count > PILOT_DRAWS:
            self.watch.tell(0.03, None, "pilot")
            pilot = self._engine(compiled, theta.head(PILOT_DRAWS), PILOT_FROM, PILOT_VISITORS, None)
            if pilot.complete:
                first = min(FIRST_BLOCK, self._wanted(pilot, PILOT_VISITORS)[0])
        done = min(first, most)
        total = self._block(compiled, theta, 0, done, 0.05)
        while total.complete:
            asked, enough = self._wanted(total, done)
            if asked <= done * 1.1:
                asked = math.ceil(done * noise_to_shrink(material(total)))
            if asked <= done * 1.1 or done >= most:
                return _Simulated(total, enough and asked <= done * 1.1)
            wanted = min(asked, done * GROWTH, most)
            total = total.plus(
                self._block(compiled, theta, done * theta.count, wanted - done, 0.05 + 0.9 * done / wanted)
            )
            done = wanted
        return _Simulated(total, True)

    def _wanted(self, moments: PairedMoments, visitors: int) -> tuple[int, bool]:
        """Visitors per draw that the neediest arm asks for, and whether the budget allows them."""
        asked, enough = FEWEST_VISITORS, True
        for place, arm in enumerate(self.scenario.arms):
            if place == 0:
                continue
            data = paired_sums(moments, MEASURES[self.metric], place)
            speaks = bool(techniques_of(arm)) or bool(arm.changes) or arm.map is not None or bool(arm.traits)
            if speaks and data.flips.sum() < GOOD_FROM and visitors * self.settings.draws < SEARCH_PAIRS:
                asked = max(asked, visitors * GROWTH)
            if data.sums[:, 0].any():
                wanted, reached = self._wanted_by(data, visitors)
                asked, enough = max(asked, wanted), enough and reached
        return asked, enough

    def _wanted_by(self, data: PairedSums, visitors: int) -> tuple[int, bool]:
        half = self.settings.precision
        if half is not None:
            half = half / control_series(data).pooled
        if len(data.visitors) > 1:
            plan = choose(
                relative_series(data), visitors, half_width=half, draws=self.settings.draws, most=self.settings.budget
            )
            return plan.visitors, plan.enough
        target = ONE_DRAW_ERROR if half is None else half / NORMAL
        wanted = math.ceil(visitors * (one_draw(data).relative_se / target) ** 2)
        return min(wanted, self.settings.budget), wanted <= self.settings.budget

    def _block(
        self, compiled: Compiled, theta: Theta, first: int, visitors: int, start: float, runs: int = RUNS
    ) -> PairedMoments:
        begun, end = time.monotonic(), 0.95

        def watch(done: int, whole: int) -> None:
            share = done / whole if whole else 1.0
            spent = time.monotonic() - begun
            left = spent * (1 - share) / share if share > 0.02 else None
            self.watch.tell(start + (end - start) * share, left, "simulate")

        block = self._engine(compiled, theta, first, visitors, watch, runs)
        if not block.complete and first == 0 and not block.count.any():
            raise Stopped
        self.blocks.append(Block(first, visitors, round(float(block.count.sum()) / theta.count)))
        return block

    def _engine(
        self,
        compiled: Compiled,
        theta: Theta,
        first: int,
        visitors: int,
        watch: Callable[[int, int], None] | None,
        runs: int = RUNS,
    ) -> PairedMoments:
        return run_engine(
            compiled.plan,
            self._parameters(compiled, theta),
            seed=self.settings.seed,
            stream=self.settings.stream,
            first_visitor=first,
            visitors_per_draw=visitors,
            workers=self.settings.workers,
            engine=self.settings.engine,
            progress=watch,
            cancelled=self.watch.cancelled,
            runs=runs,
            cluster=self.settings.cluster,
        )

    def _assemble(self, material: Material, compiled: Compiled, enough: bool) -> Result:
        moments, solved = material.moments, compiled.calibration
        finished, label = analyse(material), label_of(self.scenario.backing)
        said = general(
            self.scenario,
            draws=material.theta.count,
            complete=moments.complete,
            enough=enough,
            label=label.text,
            basis={kind for one in finished for lift in one.lifts.values() for kind in lift.rests_on},
        )
        said += [
            Warned(code=one.code, message=f"{one.message[:1].upper()}{one.message[1:]}.", values=one.values)
            for one in compiled.findings
            if one.severity == "warning"
        ]
        if self.size is not None and isinstance(moments, WorldMoments):
            said += explained(compiled.plan, self.size._replace(runs=moments.totals.shape[1]))
        for one in finished[1:]:
            said += about_arm(one, material.beliefs)
            if self.settings.precision is not None and moments.complete:
                rate = MEASURES[self.metric].unit == "rate"
                said += precision_not_met(one, self.settings.precision, enough=enough, rate=rate)
        said += about_modes(finished)
        whole, about_factors = factorial(material)
        said += about_factors
        self.watch.tell(1.0, 0.0, "analyse")
        result = Result(
            **dict(self.about.model_copy(update={"engine_version": self.about.engine_version or digest()})),
            map=self.scenario.slice.id,
            experiment=self.scenario.experiment_id,
            seed=self.settings.seed,
            engine=moments.engine,
            unit="world" if isinstance(moments, WorldMoments) else "visitor",
            visitors=(self.size.people if self.size else round(float(moments.count.sum()) / material.theta.count)),
            runs=moments.totals.shape[1] if isinstance(moments, WorldMoments) else 0,
            draws=material.theta.count,
            seconds=time.monotonic() - self.started,
            complete=moments.complete,
            calibration=CalibrationState(
                label=label.text,
                met=label.met,
                missing=label.missing,
                sweeps=solved.sweeps,
                max_share_error=solved.max_share_error,
                orders_exact=solved.orders_exact,
                orders_simulated=solved.orders_simulated,
            ),
            metric=self.metric,
            currency=self.scenario.slice.map.currency,
            arms=tuple(one.result for one in finished),
            lifts=tuple(lift for one in finished for lift in one.lifts.values()),
            warnings=ordered(said),
            factorial=whole,
            baseline=baseline_doubt(self.scenario.slice, seed=self.settings.seed),
            checks=look(
                compiled,
                self._parameters(compiled, material.theta.head(1)),
                seed=self.settings.seed,
                visitors=min(LOOKED_AT, round(float(moments.count.sum()))),
                cancelled=self.watch.cancelled,
            ),
        )
        return result.model_copy(update={"ethics": ethics(self.scenario, result)})


def _unknown_measure(experiment: str, metric: str) -> Finding:
    return Finding(
        "error",
        "measure-unknown",
        f"experiments.{experiment}.metric",
        f"there is no measure called '{metric}'",
        f"choose one of: {', '.join(MEASURES)}",
        {"metric": metric},
    )
