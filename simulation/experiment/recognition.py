"""What recognition is worth: one policy under five ways of seeing the phase, uncapped and at equal caps (MODEL 10).

Page type (1.0) and score card (2.0) are what a shop can have. The best observer, the true phase and greedy targeting
are benchmarks; perfect recognition is no ceiling, because rules also keep messages back.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal, NamedTuple

import numpy as np
from pydantic import Field

from personas.problems import Finding, Refused
from personas.records import Value
from simulation import draws as luck
from simulation.assembly.capacity import alone
from simulation.compile import Compiled, compile_scenario
from simulation.engines.choose import run as run_engine
from simulation.engines.observer import learn
from simulation.evidence.catalogue import beliefs as all_beliefs
from simulation.evidence.priors import Belief
from simulation.experiment.analysis import lifts_of
from simulation.experiment.draws import Theta, central, parameters
from simulation.experiment.levels import Material
from simulation.experiment.modes import mode_factor, modes_assumed
from simulation.experiment.refusals import refuse
from simulation.experiment.result import About, Change, Lift, Warned
from simulation.experiment.run import Settings, drawn, resembled, strengths_today
from simulation.experiment.warnings import live_rules, techniques_of
from simulation.experiment.watch import Cancelled, Progress, Stopped, Watch
from simulation.measures.moments import PairedMoments
from simulation.measures.tallies import CONFUSION, KINDS
from simulation.plan import (
    BEST_OBSERVER,
    GREEDY,
    PAGE_TYPE,
    SCORE_CARD,
    TRUE_PHASE,
    Floats,
    ParameterDraws,
    Plan,
    one_draw,
)
from simulation.scenario import Arm, Scenario

ModeName = Literal["page-type", "score-card", "best-observer", "true-phase", "greedy"]
MODES: dict[ModeName, int] = {
    "page-type": PAGE_TYPE, "score-card": SCORE_CARD, "best-observer": BEST_OBSERVER, "true-phase": TRUE_PHASE,
    "greedy": GREEDY,
}  # fmt: skip
Caps = Literal["own", "one"]
CAPS: tuple[Caps, ...] = ("own", "one")
"""The policy's own caps, and one message a visit."""
METRIC = "conversion_rate"
DRAWS, VISITORS = 200, 4_000


class ModeResult(Value):
    """The policy under one way of seeing the phase."""

    mode: ModeName = Field(description="How the phase is seen.")
    caps: Caps = Field(description="own: the policy's caps; one: one message a visit.")
    confusion: tuple[tuple[int, ...], ...] = Field(
        strict=False, description="Judged pages: a row per true phase, a column per seen phase, browse to checkout."
    )
    accuracy: float = Field(description="Share of judged pages with the right phase.")
    kappa: float = Field(description="Cohen's kappa: agreement beyond chance.")
    messages_per_visitor: float = Field(description="Messages shown per visitor.")
    off_phase: float = Field(description="Share of them shown in another phase than the true one.")
    harmful: float = Field(description="Share of them that made going on less likely.")
    lift: Lift = Field(description="Lift of conversion over silence.")
    lift_per_message: float | None = Field(
        description="Relative lift per message a visitor, on the site or elsewhere; none: no messages."
    )
    gained: int = Field(description="Visitors who order and would not have in silence.")
    lost: int = Field(description="Visitors who do not order and would have in silence.")


class Contrast(Value):
    """Score card minus page type, on the same visitors."""

    caps: Caps = Field(description="own: the policy's caps; one: one message a visit.")
    change: Change = Field(description="Change of conversion when 1.0 becomes 2.0.")
    factor: float | None = Field(description="Lift of 2.0 over lift of 1.0; none: 1.0 has none to compare with.")


class Recognition(About):
    """What recognition is worth to one policy."""

    format: Literal["footfall-recognition"] = Field(default="footfall-recognition", description="What this is.")
    version: Literal[1] = Field(default=1, description="Version of this format.")
    map: str = Field(description="Id of the map.")
    policy: str = Field(description="Title of the policy.")
    metric: str = Field(default=METRIC, description="Measure of the lifts.")
    seed: int = Field(description="Seed of all random numbers.")
    visitors: int = Field(description="Visitors per draw, each living in every arm.")
    draws: int = Field(description="Draws of the parameters.")
    seconds: float = Field(description="Time it took.")
    complete: bool = Field(description="False when stopped: only complete blocks count.")
    modes: tuple[ModeResult, ...] = Field(strict=False, description="Per caps and way of seeing.")
    contrasts: tuple[Contrast, ...] = Field(strict=False, description="2.0 minus 1.0, per caps.")
    warnings: tuple[Warned, ...] = Field(strict=False, description="The gravest first.")

    def of(self, mode: ModeName, caps: Caps = "own") -> ModeResult:
        """The policy under one way of seeing; KeyError when it was not run."""
        for one in self.modes:
            if (one.mode, one.caps) == (mode, caps):
                return one
        raise KeyError(mode, caps)


class Asked(NamedTuple):
    """How to run: seed, draws of the parameters, visitors per draw, threads (0: one per processor)."""

    seed: int = 1
    draws: int = DRAWS
    visitors: int = VISITORS
    workers: int = 0


def kappa(confusion: Floats) -> float:
    """Cohen's kappa of a square table of counts; 0 where chance alone would agree always, or nothing was counted."""
    total = confusion.sum()
    if total <= 0:
        return 0.0
    agreed = float(np.trace(confusion) / total)
    chance = float((confusion.sum(axis=0) * confusion.sum(axis=1)).sum() / total**2)
    return (agreed - chance) / (1 - chance) if chance < 1 else 0.0


def arms_of(arm: Arm) -> tuple[Arm, ...]:
    """The policy of an arm under every way of seeing, first with its own caps, then with one message a visit."""
    if arm.policy is None or not live_rules(arm):
        raise Refused(findings=(_no_policy(arm),))
    found = []
    for caps in CAPS:
        policy = arm.policy if caps == "own" else arm.policy.model_copy(update={"messages_per_visit": 1})
        found += [
            replace(
                arm,
                id=f"{mode}-{caps}",
                title=f"{arm.title}: {mode}",
                policy=policy,
                mode="page-type" if mode == "page-type" else "score-card",
            )
            for mode in MODES
        ]
    return tuple(found)


def with_modes(plan: Plan, modes: Sequence[int]) -> Plan:
    """The plan with these ways of seeing, one per arm; only arms that judge as the control does stay its twins."""
    arms = plan.arms.copy()
    arms["mode"] = modes
    arms["twin"] *= arms["mode"] == arms["mode"][0]
    return plan._replace(arms=arms)


def only(plan: Plan, arms: Sequence[int]) -> Plan:
    """The plan of some of its arms, the first of them as control."""
    rows = plan.arms[list(arms)].copy()
    rows["twin"] = 0
    chosen = list(arms)
    return plan._replace(
        arms=rows,
        **{name: getattr(plan, name)[chosen] for name in PER_ARM},
    )


PER_ARM = ("cards", "links", "share", "weight", "entry", "excluded", "outset")
"""Arrays of a plan whose first axis is the arm."""


def recognition(
    scenario: Scenario,
    asked: Asked | None = None,
    *,
    about: About | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Recognition:
    """Run the policy of the scenario's second arm, against silence in its first, under every way of seeing.

    Raises:
        Refused: for what Footfall will not answer, and when the arm has no rules.
        FootfallError: when the map does not compile or its shares cannot be met.
        Stopped: when cancelled before the first complete block.
    """
    return _Run(scenario, asked or Asked(), about or About(), progress, cancelled).result()


class _Run:
    def __init__(
        self, scenario: Scenario, asked: Asked, about: About, progress: Progress | None, cancelled: Cancelled | None
    ) -> None:
        self.asked, self.about, self.watch = asked, about, Watch(progress, cancelled)
        self.policy = scenario.arms[1].title
        silence = replace(scenario.arms[0], policy=None, rules={}, mode="page-type", changes={}, map=None)
        self.scenario = replace(scenario, arms=(silence, *arms_of(scenario.arms[1])), experiment=None, experiment_id="")
        self.like = resembled(scenario)
        self.started = time.monotonic()

    def result(self) -> Recognition:
        """Everything in order."""
        refuse(self.scenario)
        beliefs = all_beliefs(self.scenario.techniques)
        self.watch.tell(0.0, None, "compile")
        compiled = compile_scenario(
            self.scenario,
            seed=self.asked.seed,
            today=strengths_today(self.scenario, beliefs),
            workers=self.asked.workers,
            check=self.watch.check,
        )
        theta = drawn(self.scenario, beliefs, Settings(seed=self.asked.seed, draws=self.asked.draws))
        sampled = parameters(theta, compiled.tables.techniques, self.like)
        plan = self._plan(compiled, beliefs)
        self.watch.tell(0.1, None, "simulate")
        whole = self._engine(plan, sampled, 0.1, 0.7)
        contrasts = [self._contrast(plan, sampled, compiled, beliefs, theta, number) for number, _ in enumerate(CAPS)]
        self.watch.tell(0.97, None, "analyse")
        material = self._material(self.scenario, compiled, beliefs, theta, whole)
        lifts = [one[METRIC] for one in lifts_of(material, (METRIC,))]
        modes = [
            _mode_result(whole, place, lifts[place - 1], mode, caps)
            for place, (caps, mode) in enumerate(((caps, mode) for caps in CAPS for mode in MODES), 1)
        ]
        complete = whole.complete and all(moments.complete for _, moments in contrasts)
        done = self._told(modes, [lift for lift, _ in contrasts], whole, complete)
        if not compiled.plan.world[0]["coupled"]:
            return done
        said = Warned(code="nobody-waits", message="Nothing runs out here: waiting, stock and budgets are left aside.")
        return done.model_copy(update={"warnings": (*done.warnings, said)})

    def _told(self, modes: list[ModeResult], changes: list[Lift], whole: PairedMoments, complete: bool) -> Recognition:
        contrasts = []
        said = [modes_assumed()]
        for number, caps in enumerate(CAPS):
            one, two = (modes[number * len(MODES) + k].lift for k in (0, 1))
            factor = _factor(one, two)
            contrasts.append(Contrast(caps=caps, change=changes[number].change(), factor=factor))
            if caps == "own":
                said += mode_factor(self.policy, factor)
        if not complete:
            said.append(Warned(code="stopped", message="The run was stopped early; only complete blocks count."))
        return Recognition(
            **dict(self.about),
            map=self.scenario.slice.id,
            policy=self.policy,
            seed=self.asked.seed,
            visitors=round(float(whole.count.sum()) / self.asked.draws),
            draws=self.asked.draws,
            seconds=time.monotonic() - self.started,
            complete=complete,
            modes=tuple(modes),
            contrasts=tuple(contrasts),
            warnings=tuple(said),
        )

    def _plan(self, compiled: Compiled, beliefs: Mapping[str, Belief]) -> Plan:
        """The plan with its ways of seeing, and what the best observer has learnt."""
        plan = with_modes(alone(compiled.plan), [PAGE_TYPE, *(mode for _ in CAPS for mode in MODES.values())])
        wanted = {key: beliefs[key] for key in techniques_of(self.scenario.arms[1])}
        middle = parameters(central(wanted), compiled.tables.techniques, self.like)
        score_card = 1 + list(MODES).index("score-card")
        table = learn(plan, one_draw(middle, 0), arm=score_card, seed=self.asked.seed)
        return plan._replace(observer=table)

    def _engine(self, plan: Plan, drawn: ParameterDraws, start: float, end: float) -> PairedMoments:
        def watch(done: int, whole: int) -> None:
            self.watch.tell(start + (end - start) * done / max(1, whole), None, "simulate")

        moments = run_engine(
            plan, drawn, seed=self.asked.seed, stream=luck.HEADLINE, first_visitor=0,
            visitors_per_draw=self.asked.visitors, workers=self.asked.workers, progress=watch,
            cancelled=self.watch.cancelled,
        )  # fmt: skip
        if not moments.complete and not moments.count.any():
            raise Stopped
        return moments

    def _contrast(
        self,
        plan: Plan,
        drawn: ParameterDraws,
        compiled: Compiled,
        beliefs: Mapping[str, Belief],
        theta: Theta,
        number: int,
    ) -> tuple[Lift, PairedMoments]:
        """2.0 against 1.0 on the same visitors: the page-type arm is the control."""
        first = 1 + number * len(MODES)
        moments = self._engine(only(plan, (first, first + 1)), drawn, 0.7 + 0.13 * number, 0.83 + 0.13 * number)
        pair = replace(self.scenario, arms=self.scenario.arms[first : first + 2])
        return lifts_of(self._material(pair, compiled, beliefs, theta, moments), (METRIC,))[0][METRIC], moments

    def _material(
        self,
        scenario: Scenario,
        compiled: Compiled,
        beliefs: Mapping[str, Belief],
        theta: Theta,
        moments: PairedMoments,
    ) -> Material:
        return Material(scenario, compiled.tables, beliefs, theta, moments, self.asked.seed, METRIC)


def confusion_of(moments: PairedMoments, place: int) -> Floats:
    """Judged pages of one arm by true (rows) and seen phase (columns), shape (4, 4)."""
    counts = moments.raw_first[:, :, place, CONFUSION : CONFUSION + len(KINDS) ** 2].sum(axis=(0, 1))
    return np.asarray(counts.reshape(len(KINDS), len(KINDS)))


def _mode_result(moments: PairedMoments, place: int, lift: Lift, mode: ModeName, caps: Caps) -> ModeResult:
    table = confusion_of(moments, place)
    visitors, messages = float(moments.count.sum()), moments.total("messages", place)
    relative = None if lift.relative is None else lift.relative.mean
    flips, gained = (round(float(part[:, :, place - 1].sum())) for part in (moments.flips, moments.gained))
    said = messages + moments.total("contacts", place) + moments.total("exposures", place)
    return ModeResult(
        mode=mode,
        caps=caps,
        confusion=tuple(tuple(int(one) for one in row) for row in table),
        accuracy=float(np.trace(table) / max(1.0, table.sum())),
        kappa=kappa(table),
        messages_per_visitor=messages / visitors,
        off_phase=moments.total("off_phase", place) / max(1.0, messages),
        harmful=moments.total("against", place) / max(1.0, messages),
        lift=lift,
        lift_per_message=None if relative is None or not said else relative * visitors / said,
        gained=gained,
        lost=flips - gained,
    )


def _factor(one: Lift, two: Lift) -> float | None:
    first, second = (None if lift.relative is None else lift.relative.mean for lift in (one, two))
    return second / first if first is not None and second is not None and first > 0 else None


def _no_policy(arm: Arm) -> Finding:
    return Finding(
        "error", "policy-without-rules", f"arms.{arm.id}", f"the policy '{arm.title}' has no rules that are on",
        "switch one of its rules on, or name another policy", {"policy": arm.title},
    )  # fmt: skip
