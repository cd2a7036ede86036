"""The whole study: why an arm does what it does, what the answer hangs on, what to measure first.

Everything that is compared shares visitors, luck and draws. How much is run follows from `Effort` and never from the
clock, so the same seed gives the same answer on every machine.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from personas.problems import Finding, FootfallError
from simulation.compiled import digest
from simulation.drivers import sensitivity
from simulation.drivers.atoms import Atom, change_atoms, rule_atoms
from simulation.drivers.bench import MARGIN, Bench, Found, counted, lift_rows, measured
from simulation.drivers.games import Coalitions, best_first, divided, same, stacked, two_flips
from simulation.drivers.levers import Lever, Z, drawn_levers, other_levers
from simulation.drivers.response import Response, column, fit
from simulation.drivers.result import Cells, Drivers, Elementary, Game, Index, Values
from simulation.drivers.rows import Floats, effect
from simulation.drivers.tables import cell_arms, of_matrix, of_people
from simulation.drivers.value import Quantity, measure_first
from simulation.drivers.waterfall import by_persona, by_phase
from simulation.evidence.catalogue import catalogue
from simulation.evidence.priors import LIMITS
from simulation.evidence.strength import curves
from simulation.experiment.difference import changes_cards, most_messages, spends
from simulation.experiment.draws import FRESH, Theta, central, draw
from simulation.experiment.price_list import MONTH_IN_WEEKS
from simulation.experiment.result import About, Effect, Warned
from simulation.experiment.run import Settings
from simulation.experiment.warnings import TWYMAN_ONE, TWYMAN_POLICY, ordered, warn
from simulation.experiment.watch import Cancelled, Progress, Stopped, Watch
from simulation.measures.registry import MEASURES
from simulation.offsets import SCHEDULE, Stage
from simulation.scenario import Arm, Scenario

DRAWS = 200
"""Draws of what is uncertain; each has two rows of visitors."""
USUAL_MESSAGES = 3
FRESH_FEW = 4_000
FRESH_MANY = 40_000
"""Draws at which the fitted response is evaluated: for the tornado, for the value of measuring."""
WORST_FIT = 0.25
"""Share of the spread that the response may leave before it is no longer used for indices and values."""
NEAR = 0.10
"""The same for single bars: beyond it a drawn quantity is run rather than read from the response."""


class Effort(NamedTuple):
    """How much is run.

    lives: of visitors, over all arms of the coalitions and cells; blocks: in so many parts that count when it is
    stopped; trial: visitors of one run of the tornado, 0 for none; trajectories: of Morris' screening, 0 for none; pairs:
    antithetic pairs of permutations where there are too many rules for all coalitions.
    """

    lives: int = 16_000_000
    blocks: int = 4
    trial: int = 200_000
    trajectories: int = 0
    pairs: int = 6


def explain(
    scenario: Scenario,
    arm_id: str | None = None,
    settings: Settings | None = None,
    *,
    effort: Effort | None = None,
    about: About | None = None,
    titles: Mapping[str, str] | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
    schedule: tuple[Stage, ...] = SCHEDULE,
) -> Drivers:
    """Explain one arm against the control.

    Args:
        scenario: the experiment.
        arm_id: the arm; the first beside the control when none is named.
        settings: seed, draws (`DRAWS` when none are given), workers, engine, visitors per row (else by `effort`).
        effort: how much is run.
        about: who asks.
        titles: what pain points are called, by id.
        progress: told how far it is.
        cancelled: asked whether to stop; complete blocks are kept, what was not reached is missing.
        schedule: how finely the shares are fitted.

    Raises:
        Refused: for what Footfall will not answer.
        FootfallError: when there is no such arm.
        Stopped: when cancelled before the first complete block.
    """
    chosen = _arm(scenario, arm_id)
    study = _Study(
        scenario, chosen, settings or Settings(draws=DRAWS), effort or Effort(), about or About(), titles or {},
        Watch(progress, cancelled), schedule,
    )  # fmt: skip
    return study.drivers()


def _arm(scenario: Scenario, arm_id: str | None) -> Arm:
    others = scenario.arms[1:]
    for arm in others:
        if arm_id in (None, arm.id):
            return arm
    listed = ", ".join(f"{arm.id} ({arm.title})" for arm in others) or "none"
    raise FootfallError(
        findings=(
            Finding(
                "error",
                "not-among",
                "variants",
                f"there is no {arm_id or 'arm'} in variants; there is: {listed}.",
                "",
                {"id": arm_id or "", "table": "variants", "listed": listed},
            ),
        )
    )


class _Study:
    def __init__(
        self,
        scenario: Scenario,
        arm: Arm,
        settings: Settings,
        effort: Effort,
        about: About,
        titles: Mapping[str, str],
        watch: Watch,
        schedule: tuple[Stage, ...],
    ) -> None:
        self.started = time.monotonic()
        self.whole, self.effort, self.about, self.titles, self.watch = scenario, effort, about, titles, watch
        metric = scenario.experiment.metric if scenario.experiment is not None else "conversion_rate"
        self.measure = MEASURES.get(metric) or MEASURES["conversion_rate"]
        self.bench = Bench(scenario, arm, settings, watch, schedule)
        self.settings = settings
        self.rules = Coalitions("rules-", rule_atoms(self.bench.control, arm), effort.pairs, settings.seed)
        self.changes = Coalitions("changes-", change_atoms(self.bench.control, arm), effort.pairs, settings.seed)
        self.complete, self.visitors = True, 0
        self.cells: dict[tuple[str, str], str] = {}
        self.full = "arm"

    # ---- in order ----------------------------------------------------------------------------------------------

    def drivers(self) -> Drivers:
        """Everything."""
        bench, measure = self.bench, self.measure
        self.watch.tell(0.0, None, "compile")
        arms = self._arms()
        bench.compile(list(arms.values()))
        self.per_month = self.whole.slice.map.world.visitors_per_week.value * MONTH_IN_WEEKS
        found = self._run(arms)
        money = measured(MARGIN)
        lift = lift_rows(found, self.full, measure)
        monthly = lift_rows(found, self.full, money) * self.per_month
        total = effect(lift, bench.weights, added=two_flips(found, measure), seed=self.settings.seed)
        total_money = effect(monthly, bench.weights, seed=self.settings.seed)
        fits = self._fitted(lift, monthly)
        ends, screening = self._tornado(fits)
        self.watch.tell(0.97, None, "analyse")
        rests = [sensitivity.assumption(one, total.mean or 0.0, total_money.mean or 0.0) for one in ends]
        return Drivers(
            **dict(self.about.model_copy(update={"engine_version": self.about.engine_version or digest()})),
            map=self.whole.slice.id,
            experiment=self.whole.experiment_id,
            control=bench.control.title,
            arm=bench.arm.id,
            arm_title=bench.arm.title,
            metric=measure.id,
            unit=measure.unit,
            level=float(self._level(found)),
            lift=total,
            money=total_money,
            seed=self.settings.seed,
            draws=bench.theta.count,
            visitors=round(float(found.visitors.sum())),
            currency=self.whole.slice.map.currency,
            visitors_per_month=self.per_month,
            rules=self._divided(self.rules, found, single=True),
            changes=self._divided(self.changes, found, single=False),
            personas=by_persona(bench, found, self.full, measure, self._people()),
            phases=by_phase(bench, found, self.full, measure),
            stack=stacked(bench, self.rules, found, measure),
            assumptions=tuple(sorted(rests, key=lambda one: (-one.width, one.key))),
            indices=self._indices(fits),
            misfit=fits[0].misfit if fits[0] is not None else None,
            screening=screening,
            values=self._values(fits, ends, total, total_money, found),
            cells=self._cells(found),
            warnings=self._warnings(found, total),
            complete=self.complete and found.complete,
            seconds=time.monotonic() - self.started,
        )

    # ---- running -----------------------------------------------------------------------------------------------

    def _arms(self) -> dict[str, Arm]:
        """Every arm that is run over the same visitors, by name: the whole, the coalitions, the cells."""
        bench = self.bench
        known: dict[str, Arm] = {"control": bench.control, self.full: bench.arm}
        arms: dict[str, Arm] = {self.full: bench.arm}
        for game in (self.rules, self.changes):
            if game.atoms:
                arms |= game.arms(bench, game.masks(), known)
        for cell, one in cell_arms(self.whole, bench.control, bench.arm).items():
            name = next((key for key, other in known.items() if same(one, other)), "")
            if not name:
                name = f"cell-{cell[0]}-{cell[1]}"
                arms[name] = known[name] = one
            self.cells[cell] = name
        return arms

    def _run(self, arms: Mapping[str, Arm]) -> Found:
        bench, groups = self.bench, frozenset({self.full})
        bench.part(0.05, 0.6)
        self.visitors = self._size(len(arms))
        blocks = 1 if bench.coupled else self.effort.blocks
        found = bench.run(arms, self.visitors, blocks, groups=groups)
        if found is None:
            raise Stopped
        if self.rules.sampled and found.complete:
            found = self._with_stack(found, blocks)
        return found

    def _with_stack(self, found: Found, blocks: int) -> Found:
        """The best rules on top of one another: which those are is known only now."""
        chain = [
            mask for mask in best_first(self.bench, self.rules, found, self.measure) if mask not in self.rules.names
        ]
        more = self.rules.arms(self.bench, chain, {"control": self.bench.control})
        if not more:
            return found
        self.bench.part(0.6, 0.65)
        extra = self.bench.run(more, self.visitors, blocks)
        if extra is None or not extra.complete:
            self.complete = False
            return found
        rest = {key: one for key, one in extra.arms.items() if key != "control"}
        return replace(found, arms={**found.arms, **rest}, changed={**found.changed, **extra.changed})

    def _size(self, arms: int) -> int:
        """Visitors per row."""
        bench = self.bench
        if self.settings.visitors is not None:
            return self.settings.visitors
        lives = arms + -(-arms // 8)
        if bench.coupled:
            budget = 2 * self.effort.lives
            keep = max(10, min(bench.theta.count, budget // (2 * bench.shop() * lives)))
            bench.fewer(keep)
            return max(1, min(bench.shop(), budget // (2 * keep * lives)))
        return max(200, min(20_000, self.effort.lives // (lives * bench.rows)))

    # ---- the fitted response -----------------------------------------------------------------------------------

    def _fitted(self, lift: Floats, monthly: Floats) -> tuple[Response | None, Response | None]:
        bench = self.bench
        return fit(lift, bench.theta, self._matrix(self.measure.unit == "money")), fit(
            monthly, bench.theta, self._matrix(True)
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

    # ---- sensitivity -------------------------------------------------------------------------------------------

    def _tornado(
        self, fits: tuple[Response | None, Response | None]
    ) -> tuple[list[sensitivity.Ends], tuple[Elementary, ...]]:
        bench = self.bench
        arms = (bench.control, bench.arm)
        drawn = drawn_levers(bench.beliefs, bench.theta, arms)
        others = other_levers(self.whole, arms, coupled=bench.coupled)
        used = {key: bench.beliefs[key] for key in bench.theta.effects}
        fresh = draw(used, FRESH_FEW, seed=self.settings.seed, number=FRESH)
        near = fits[0] is not None and fits[0].misfit <= NEAR
        ends = [
            sensitivity.drawn_ends(one, fits[0], fits[1], fresh, bench.beliefs) for one in drawn if near and fits[0]
        ]
        trial = sensitivity.Trial(bench, self.measure.id, self._trial(), self.per_month)
        run = others if near else [*drawn, *others]
        if self.effort.trial == 0:
            return ends, ()
        try:
            trial.start()
            for number, lever in enumerate(run):
                at = tuple((number + i) / len(run) for i in (0, 1))
                trial.part(0.65, 0.95)
                one = trial.ends(lever, (at[0], at[1]))
                if one is None:
                    self.complete = False
                    return ends, ()
                ends.append(one)
            if self.effort.trajectories == 0:
                return ends, ()
            return ends, sensitivity.screen(trial, [*drawn, *others], self.effort.trajectories, (0.0, 1.0)) or ()
        except Stopped:
            self.complete = False
            return ends, ()

    def _trial(self) -> int:
        """Visitors of one run: where they compete, whole shops."""
        if not self.bench.coupled:
            return self.effort.trial
        return max(self.effort.trial, 2 * sensitivity.ROWS * min(self.bench.shop(), self.visitors))

    def _indices(self, fits: tuple[Response | None, Response | None]) -> tuple[Index, ...]:
        response, bench = fits[0], self.bench
        if response is None or response.misfit > WORST_FIT or bench.theta.count == 1:
            return ()
        levers = drawn_levers(bench.beliefs, bench.theta, (bench.control, bench.arm))
        if len(levers) < 2:
            return ()
        used = {key: bench.beliefs[key] for key in bench.theta.effects}
        model = sensitivity.response_model(response, levers, bench.beliefs, central(used))
        return sensitivity.sobol(model, seed=self.settings.seed)

    # ---- what to measure first ---------------------------------------------------------------------------------

    def _values(
        self,
        fits: tuple[Response | None, Response | None],
        ends: Sequence[sensitivity.Ends],
        total: Effect,
        money: Effect,
        found: Found,
    ) -> Values | None:
        lift, worth = fits
        if lift is None or worth is None or max(lift.misfit, worth.misfit) > WORST_FIT:
            return None
        bench, seed = self.bench, self.settings.seed
        used = {key: bench.beliefs[key] for key in bench.theta.effects}
        fresh = draw(used, FRESH_MANY, seed=seed, number=FRESH)
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

    # ---- reading -----------------------------------------------------------------------------------------------

    def _level(self, found: Found) -> float:
        from simulation.drivers.bench import level_rows

        return float(level_rows(found, "control", self.measure).mean())

    def _people(self) -> dict[str, str]:
        return {key: one.name for key, one in self.whole.slice.personas.items()}

    def _divided(self, game: Coalitions, found: Found, *, single: bool) -> Game | None:
        """A game, where it says something: of changes only when there is more than one."""
        if not game.atoms or (not single and len(game.atoms) < 2):
            return None
        if single and not any(one.kind in {"rule", "rule-off"} for one in game.atoms):
            return None
        return divided(self.bench, game, found, self.measure, self.per_month, self._named)

    def _named(self, atom: Atom) -> tuple[str, str]:
        if atom.kind in {"rule", "rule-off"}:
            rule = (self.bench.arm if atom.kind == "rule" else self.bench.control).rules[atom.key]
            return rule.title, rule.technique
        if atom.kind == "trait":
            return self._people().get(atom.key, atom.key), ""
        if atom.kind == "pain":
            return self.titles.get(atom.key, self._card(atom.touchpoint)), ""
        if atom.kind == "card":
            return self._card(atom.touchpoint), ""
        if atom.kind == "map" and self.bench.arm.map is not None:
            return self.bench.arm.map.map.title, ""
        return "", ""

    def _card(self, touchpoint: str) -> str:
        point = self.whole.slice.touchpoints.get(touchpoint)
        return point.title if point is not None else touchpoint

    def _cells(self, found: Found) -> tuple[Cells, ...]:
        matrix = of_matrix(self.bench, found, self.cells, self.measure)
        people = of_people(self.bench, found, self.full, self.measure, self._people())
        return tuple(one for one in (matrix, people) if one is not None)

    def _warnings(self, found: Found, total: Effect) -> tuple[Warned, ...]:
        """What looks too good to be true (Twyman), and a run that was stopped."""
        said, level = [], self._level(found)
        if not (self.complete and found.complete):
            said.append(warn("stopped", "The run was stopped early; only complete blocks of visitors count."))
        if self.measure.unit != "rate" or level <= 0:
            return ordered(said)
        game = self._divided(self.rules, found, single=True)
        for one in game.shares if game is not None else ():
            mean = (one.alone.mean or 0.0) / level
            if one.kind == "rule" and one.evidence != "measured" and mean > TWYMAN_ONE and one.quality != "none":
                said.append(
                    warn(
                        "twyman-technique",
                        f"{one.title}: more than 3% from one kind of message is more than almost any randomised test "
                        "has found.",
                        arm=one.title,
                        lift=f"{mean:.4f}",
                    )
                )
        relative = (total.mean or 0.0) / level
        if relative > TWYMAN_POLICY and not self.bench.arm.changes and self.bench.arm.map is None:
            said.append(
                warn(
                    "twyman-policy",
                    f"{self.bench.arm.title}: more than 7% is above the largest effects found for whole shops.",
                    arm=self.bench.arm.title,
                    lift=f"{relative:.4f}",
                )
            )
        return ordered(said)


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


__all__ = ["DRAWS", "Effort", "explain", "other_levers"]
