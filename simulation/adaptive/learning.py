"""Many courses of learning: what a policy that learns brings beside the same rules as they stand.

Each draw of the parameters is the truth of at least two courses on visitors of their own: the spread between courses
of one draw is luck, the rest of the spread between draws is ignorance (MODEL 9.5).
"""

from __future__ import annotations

import math
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np

from personas.problems import Finding, Refused
from personas.records import PHASE_KINDS, FrozenMap
from simulation import draws as luck
from simulation.adaptive.bandit import possible
from simulation.adaptive.course import CONTROL, FIXED, LEARNS, Calendar, Course, learn
from simulation.adaptive.result import Cell, Learned, Option, Period
from simulation.assembly.rules import settled
from simulation.calibration.label import label_of
from simulation.compile import Compiled, compile_scenario
from simulation.compiled import digest
from simulation.draws import stream_key
from simulation.engines.choose import default_workers
from simulation.engines.pool import finished
from simulation.evidence.catalogue import beliefs as all_beliefs
from simulation.evidence.priors import stream
from simulation.experiment.difference import rests_on
from simulation.experiment.draws import parameters
from simulation.experiment.estimators import Series
from simulation.experiment.interval import answer
from simulation.experiment.refusals import refuse
from simulation.experiment.result import About, Effect
from simulation.experiment.run import Settings, drawn, resembled, strengths_today
from simulation.experiment.warnings import general, live_rules, ordered
from simulation.experiment.watch import Cancelled, Progress, Stopped, Watch
from simulation.experiment.worlds import per_week
from simulation.measures.tallies import CONVERTED
from simulation.plan import HEARING, Floats, ParameterDraws, one_draw
from simulation.policy.model import AUDIENCE_KINDS
from simulation.policy.reach import ON_PAGE
from simulation.scenario import Arm, Scenario

RUNS, WEEKS = 2, 13
FEWEST_DRAWS, MOST_DRAWS = 8, 24
LIVES = 30_000_000
"""Lives of visitors, over all policies that are compared, by which the number of draws is chosen."""
NUMBER = 50
"""Number of the streams of luck by which the learner draws from its posteriors."""
MOST_PERIODS = 13
BATCHES = {"day": 7, "week": 1}


@dataclass(frozen=True)
class Schooling:
    """How it learns.

    weeks: of a course. batch: after how long it looks at what happened. visitors_per_week: of the shop; none: the map's
    traffic. draws: of the parameters; none: as many as there is time for. runs: courses per draw, two at least.
    settings: seed and workers.
    """

    weeks: int = WEEKS
    batch: Literal["day", "week"] = "week"
    visitors_per_week: float | None = None
    draws: int | None = None
    runs: int = RUNS
    settings: Settings = field(default_factory=Settings)


def let_it_learn(
    scenario: Scenario,
    schooling: Schooling | None = None,
    *,
    arm: str = "",
    about: About | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Learned:
    """Let the rules of an arm take turns, and see what is learnt.

    Args:
        scenario: its control is what everything is compared with.
        schooling: for how long, how often.
        arm: id of the arm; empty: the first that is to learn, else the first that says anything.
        about: who asks, and for what.
        progress: told how far it is.
        cancelled: asked whether to stop: there is no result then.

    Raises:
        Refused: for what Footfall will not answer, when nothing may be said on a page, or visitors compete.
        Stopped: when cancelled.
    """
    return _Learning(scenario, schooling or Schooling(), arm, about or About(), Watch(progress, cancelled)).result()


def arm_of(scenario: Scenario, arm: str) -> Arm:
    """The arm that is to learn; Refused when there is none."""
    speaking = [one for one in scenario.arms[1:] if live_rules(one) and arm in ("", one.id)]
    asked = [one for one in speaking if one.policy is not None and one.policy.adaptive != "none"]
    if not speaking:
        raise Refused(findings=(_refused("learn-nothing"),))
    return (asked or speaking)[0]


class _Learning:
    def __init__(self, scenario: Scenario, how: Schooling, arm: str, about: About, watch: Watch) -> None:
        self.how, self.about, self.watch = how, about, watch
        self.started = time.monotonic()
        chosen = arm_of(scenario, arm)
        fixed = replace(settled(chosen), id="fixed")
        if fixed.policy is None:
            raise Refused(findings=(_refused("learn-nothing"),))
        policy = fixed.policy.model_copy(update={"adaptive": "thompson"})
        self.fixed = replace(scenario, arms=(settled(scenario.arms[0]), fixed))
        self.scenario = replace(self.fixed, arms=(*self.fixed.arms, replace(chosen, id="learner", policy=policy)))
        self.arm = chosen

    def result(self) -> Learned:
        """Everything in order."""
        refuse(self.fixed)
        settings, beliefs = self.how.settings, all_beliefs(self.scenario.techniques)
        self.watch.tell(0.0, None, "compile")
        compiled = compile_scenario(
            self.scenario, seed=settings.seed, today=strengths_today(self.scenario, beliefs),
            workers=settings.workers, check=self.watch.fitting,
        )  # fmt: skip
        if compiled.plan.world[0]["coupled"] > 0:
            raise Refused(findings=(_refused("learn-together"),))
        if not possible(compiled.plan.allocation[LEARNS])[:, 1:].any():
            raise Refused(findings=(_refused("learn-nothing"),))
        theta = drawn(self.fixed, beliefs, settings._replace(draws=self._draws(compiled)))
        courses = self._courses(compiled, parameters(theta, compiled.tables.techniques, resembled(self.scenario)))
        return self._told(compiled, courses, set(rests_on(self.fixed.arms[0], self.fixed.arms[1], beliefs)))

    def _calendar(self, compiled: Compiled) -> Calendar:
        weekly = self.how.visitors_per_week or per_week(compiled.plan)
        batches = self.how.weeks * BATCHES[self.how.batch]
        return Calendar(0, max(1, round(weekly / BATCHES[self.how.batch])), batches)

    def _draws(self, compiled: Compiled) -> int:
        """How many truths are tried: as asked, else as many as there is time for."""
        if self.how.draws is not None:
            return max(2, self.how.draws)
        calendar = self._calendar(compiled)
        policies = 5 + len(live_rules(self.arm))
        lives = max(2, self.how.runs) * calendar.people * calendar.batches * policies
        return max(FEWEST_DRAWS, min(MOST_DRAWS, LIVES // lives))

    def _courses(self, compiled: Compiled, draws: ParameterDraws) -> list[list[Course]]:
        """All courses, [K][R]; course r of draw k has the visitors (r K + k) N and on."""
        count, runs, calendar = len(draws.structure), max(2, self.how.runs), self._calendar(compiled)
        people, seed = calendar.people * calendar.batches, self.how.settings.seed
        key, begun = stream_key(seed, luck.HEADLINE), time.monotonic()

        def task(place: tuple[int, int]) -> tuple[int, int, Course]:
            k, r = place
            mine = calendar._replace(first=(r * count + k) * people)
            course = learn(compiled.plan, one_draw(draws, k), key, mine, stream(seed, NUMBER, f"learner/{k}/{r}"))
            return k, r, course

        done: dict[tuple[int, int], Course] = {}
        workers = max(1, self.how.settings.workers or default_workers())
        waiting = ((k, r) for r in range(runs) for k in range(count))
        with ThreadPoolExecutor(max_workers=workers) as pool:
            for k, r, course in finished(pool, task, waiting, workers, self.watch.cancelled):
                done[k, r] = course
                share = len(done) / (count * runs)
                left = (time.monotonic() - begun) * (1 - share) / share
                self.watch.tell(0.05 + 0.93 * share, left, "simulate")
        if len(done) < count * runs:
            raise Stopped
        return [[done[k, r] for r in range(runs)] for k in range(count)]

    # ---- reading -----------------------------------------------------------------------------------------------

    def _told(self, compiled: Compiled, courses: list[list[Course]], basis: set[str]) -> Learned:
        totals = np.array([[one.totals[..., CONVERTED] for one in row] for row in courses])  # (K, R, B, 3)
        hindsight = np.array([[one.hindsight[:, CONVERTED].max() for one in row] for row in courses])
        ended = np.array([[one.settled[CONVERTED] for one in row] for row in courses])
        whole = totals.sum(axis=2)
        control = float(whole[..., CONTROL].mean())
        calendar = self._calendar(compiled)
        people = calendar.people * calendar.batches
        worth = {arm: self._effect(whole[..., arm] - whole[..., CONTROL], control) for arm in (LEARNS, FIXED)}
        cost = ended - whole[..., LEARNS]
        rules = compiled.tables.rules[len(compiled.tables.rules) - len(live_rules(self.arm)) :]
        turns = {key for key in rules if self.arm.rules[key].trigger.kind in ON_PAGE}
        said = general(
            self.fixed,
            draws=len(courses),
            complete=True,
            enough=True,
            label=label_of(self.scenario.backing).text,
            basis=basis,
        )
        return Learned(
            **dict(self.about.model_copy(update={"engine_version": self.about.engine_version or digest()})),
            map=self.scenario.slice.id,
            experiment=self.scenario.experiment_id,
            arm=self.arm.id,
            arm_title=self.arm.title,
            control=self.scenario.arms[0].title,
            batch=self.how.batch,
            weeks=self.how.weeks,
            visitors=people,
            draws=len(courses),
            runs=len(courses[0]),
            seed=self.how.settings.seed,
            seconds=time.monotonic() - self.started,
            learner=worth[LEARNS],
            fixed=worth[FIXED],
            beyond=self._effect(whole[..., LEARNS] - whole[..., FIXED], control),
            regret=self._effect(hindsight - whole[..., LEARNS], control),
            cost=self._effect(cost, control),
            orders=float(cost.mean()),
            periods=tuple(self._periods(totals)),
            cells=tuple(self._cells(courses, rules)),
            rules=FrozenMap({key: self.arm.rules[key].title for key in rules if key in turns}),
            left=FrozenMap({key: self.arm.rules[key].title for key in rules if key not in turns}),
            warnings=tuple(ordered([one for one in said if one.code != "few-draws"])),
        )

    def _effect(self, differences: Floats, control: float) -> Effect:
        """A difference between two policies in all courses, (K, R), as a lift with its doubt.

        `control`: visitors of a course who buy. The noise of a draw is the spread between its courses over their
        number. Two more visitors who change sides are counted (MODEL 9.1): where hardly anybody did, courses that are
        all alike are no certainty.
        """
        if control <= 0:
            return Effect(mean=None, interval=None, se_monte_carlo=None, se_parameters=None, se=None)
        values = differences / control
        mean = values.mean(axis=1)
        errors = np.full(len(mean), math.sqrt(float(values.var(axis=1, ddof=1).mean()) / values.shape[1]))
        added = 2.0 / (values.size * control) ** 2
        found = answer(Series(mean, errors, float(mean.mean()), added), None, None, seed=self.how.settings.seed)
        return Effect(
            mean=found.mean,
            interval=(found.low, found.high),
            se_monte_carlo=found.se_monte_carlo,
            se_parameters=found.se_parameters,
            se=found.se,
        )

    def _periods(self, totals: Floats) -> list[Period]:
        weekly = totals.reshape(*totals.shape[:2], self.how.weeks, -1, 3).sum(axis=3)
        parts = np.array_split(np.arange(self.how.weeks), min(self.how.weeks, MOST_PERIODS))
        found = []
        for part in parts:
            here = weekly[:, :, part].sum(axis=2)
            control = float(here[..., CONTROL].mean())
            found.append(
                Period(
                    first=int(part[0]) + 1,
                    last=int(part[-1]) + 1,
                    learner=self._effect(here[..., LEARNS] - here[..., CONTROL], control),
                    fixed=self._effect(here[..., FIXED] - here[..., CONTROL], control),
                    beyond=self._effect(here[..., LEARNS] - here[..., FIXED], control),
                )
            )
        return found

    def _cells(self, courses: list[list[Course]], rules: tuple[str, ...]) -> list[Cell]:
        every = [one for row in courses for one in row]
        last = np.array([one.shares[-1] for one in every])  # (courses, CONTEXTS, O)
        tried = np.array([one.counts[..., 0].sum(axis=1) for one in every]).mean(axis=0) / self.how.weeks
        found = []
        for context in range(last.shape[1]):
            options = np.flatnonzero(last[:, context].any(axis=0) | (np.arange(last.shape[2]) == 0))
            if tried[context] == 0:
                continue
            best = last[:, context].argmax(axis=1)
            found.append(
                Cell(
                    phase=PHASE_KINDS[context // HEARING],
                    audience=AUDIENCE_KINDS[context % HEARING],
                    visitors=float(tried[context]),
                    options=tuple(
                        Option(
                            rule="" if option == 0 else rules[option - 1],
                            share=float(last[:, context, option].mean()),
                            ends=(
                                float(np.quantile(last[:, context, option], 0.05)),
                                float(np.quantile(last[:, context, option], 0.95)),
                            ),
                            wins=float(np.mean(best == option)),
                        )
                        for option in options
                    ),
                )
            )
        return found


_SAID = {
    "learn-nothing": ("there is no arm with rules that speak on a page: nothing can be learnt", "choose another arm"),
    "learn-together": (
        "visitors compete for stock, desks or budgets here, and a policy that learns follows each alone",
        "take the limits out, or simulate the rules as they stand",
    ),
}


def _refused(code: str) -> Finding:
    said, mend = _SAID[code]
    return Finding("error", code, "arms", said, mend, {})
