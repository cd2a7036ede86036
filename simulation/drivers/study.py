"""The whole study: why an arm does what it does, what the answer hangs on, what to measure first.

Everything that is compared shares visitors, luck and draws. How much is run follows from `Effort` and never from the
clock, so the same seed gives the same answer on every machine.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from personas.problems import Finding, FootfallError
from simulation.compiled import digest
from simulation.drivers import sensitivity
from simulation.drivers.atoms import Atom, change_atoms, rule_atoms
from simulation.drivers.bench import MARGIN, Bench, Found, level_rows, lift_rows, measured
from simulation.drivers.games import Coalitions, best_first, divided, same, stacked, two_flips
from simulation.drivers.hanging import Hanging
from simulation.drivers.result import Cells, Drivers, Game
from simulation.drivers.rows import effect
from simulation.drivers.tables import cell_arms, of_matrix, of_people
from simulation.drivers.warned import warned
from simulation.drivers.waterfall import by_persona, by_phase
from simulation.experiment.price_list import MONTH_IN_WEEKS
from simulation.experiment.result import About
from simulation.experiment.run import Settings
from simulation.experiment.watch import Cancelled, Progress, Stopped, Watch
from simulation.measures.registry import MEASURES
from simulation.offsets import SCHEDULE, Stage
from simulation.scenario import Arm, Scenario

DRAWS = 200
"""Draws of what is uncertain; each has two rows of visitors."""


class Effort(NamedTuple):
    """How much is run.

    lives: of visitors, over all arms of the coalitions and cells; blocks: in so many parts that count when it is
    stopped; trial: visitors of one run of the tornado, 0 for none; trajectories: of Morris' screening, 0 for none;
    pairs: antithetic pairs of permutations where there are too many rules for all coalitions.
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
    if not others:
        what = "the run has no arm beside the control."
        raise FootfallError(findings=(Finding("error", "nothing-to-test", "arms", what, "Add one.", {}),))
    listed = ", ".join(f"{arm.id} ({arm.title})" for arm in others)
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
        hanging = Hanging(bench, self.whole, measure, self.per_month, self.visitors)
        fits = hanging.fitted(lift, monthly)
        tried = hanging.tornado(fits, self._trial(), self.effort.trajectories)
        complete = self.complete and found.complete and tried.complete
        self.watch.tell(0.97, None, "analyse")
        rests = [sensitivity.assumption(one, total.mean or 0.0, total_money.mean or 0.0) for one in tried.ends]
        rules, level = self._divided(self.rules, found, single=True), float(self._level(found))
        return Drivers(
            **dict(self.about.model_copy(update={"engine_version": self.about.engine_version or digest()})),
            map=self.whole.slice.id,
            experiment=self.whole.experiment_id,
            control=bench.control.title,
            arm=bench.arm.id,
            arm_title=bench.arm.title,
            metric=measure.id,
            unit=measure.unit,
            level=level,
            lift=total,
            money=total_money,
            seed=self.settings.seed,
            draws=bench.theta.count,
            visitors=round(float(found.visitors.sum())),
            currency=self.whole.slice.map.currency,
            visitors_per_month=self.per_month,
            rules=rules,
            changes=self._divided(self.changes, found, single=False),
            personas=by_persona(bench, found, self.full, measure, self._people()),
            phases=by_phase(bench, found, self.full, measure),
            stack=stacked(bench, self.rules, found, measure),
            assumptions=tuple(sorted(rests, key=lambda one: (-one.width, one.key))),
            indices=hanging.indices(fits),
            misfit=fits.lift.misfit if fits.lift is not None else None,
            screening=tried.screening,
            values=hanging.values(fits, tried.ends, total, total_money, found),
            cells=self._cells(found),
            warnings=warned(
                bench.arm,
                rules,
                total,
                level,
                changed=float(found.changed[self.full].sum()),
                rate=measure.unit == "rate",
                complete=complete,
            ),
            complete=complete,
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

    def _trial(self) -> int:
        """Visitors of one run of the tornado: no more than of one arm where somebody says how many those are."""
        if self.settings.visitors is None:
            return self.effort.trial
        return min(self.effort.trial, self.settings.visitors * self.bench.rows)

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

    # ---- reading -----------------------------------------------------------------------------------------------

    def _level(self, found: Found) -> float:
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


__all__ = ["DRAWS", "Effort", "explain"]
