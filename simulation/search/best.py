"""The best policy: search on shared visitors, judge the winner on fresh ones, show both figures (MODEL 11).

Whatever wins a search was lucky on the visitors of the search: the optimiser's curse (Smith & Winkler 2006). So no
figure of the search is a lift; a winner that was not judged anew is no result at all.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace

from personas.problems import Finding, Refused
from personas.records import FrozenMap
from simulation import draws as luck
from simulation.assembly.rules import settled
from simulation.compile import compile_scenario
from simulation.compiled import digest
from simulation.evidence.catalogue import beliefs as all_beliefs
from simulation.experiment.draws import draw, parameters
from simulation.experiment.refusals import refuse
from simulation.experiment.result import About, Effect, Result
from simulation.experiment.run import Settings, resembled, simulate, strengths_today
from simulation.experiment.warnings import live_rules, techniques_of
from simulation.experiment.watch import Cancelled, Progress, Watch
from simulation.plan import DAY
from simulation.scenario import Arm, Experiment, Scenario
from simulation.search.bench import CONVERSION, MARGIN, Bench, Budgets, spread_of
from simulation.search.find import Goal, Search, Tried
from simulation.search.result import Best, Compared, Judged, Limits, Narrowed, Spent, Winner
from simulation.search.space import ENUMERATED, Choice, Space, space_of

DRAWS = 100
"""Draws of the parameters in the search; those of the judgement are others."""
NUMBER = 40
"""Number of the stream of those draws."""
LIVES = 24_000_000
"""Lives of visitors that a search without a number of visitors takes, about."""
FEWEST, MOST = 200, 2_000
"""Visitors per draw of a search that nobody set."""
TRIALS = 160
AS_IT_STANDS = "as-it-stands"


@dataclass(frozen=True)
class Asked:
    """What is to be found.

    goal: what is to be as high as possible. budgets: what may be spent. only_rules: which rules speak and nothing else.
    trials: proposals of the optimiser, where not everything can be tried. visitors: per draw of the search; none: as
    many as there is time for. draws: of the parameters in the search. settings: of the judgement on fresh visitors,
    and the seed and the workers of both.
    """

    goal: Goal = "conversion"
    budgets: Budgets = field(default_factory=Budgets)
    only_rules: bool = False
    trials: int = TRIALS
    visitors: int | None = None
    draws: int = DRAWS
    settings: Settings = field(default_factory=Settings)


def optimise(
    scenario: Scenario,
    asked: Asked | None = None,
    *,
    arm: str = "",
    about: About | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Best:
    """Find the best policy among those that an arm's policy contains.

    Args:
        scenario: its control is what everything is compared with.
        asked: goal, budgets, effort.
        arm: id of the arm; empty: the first beside the control that says anything.
        about: who asks, and for what.
        progress: told how far it is.
        cancelled: asked whether to stop. A search that is stopped has no result.

    Raises:
        Refused: for what Footfall will not answer, when there is nothing to search, or no policy keeps the budgets.
        Stopped: when cancelled.
    """
    return _Optimising(scenario, asked or Asked(), arm, about or About(), Watch(progress, cancelled)).best()


def arm_of(scenario: Scenario, arm: str) -> Arm:
    """The arm to search; Refused when there is none that says anything."""
    speaking = [one for one in scenario.arms[1:] if live_rules(one) and arm in ("", one.id)]
    if not speaking:
        raise Refused(findings=(_nothing(arm),))
    return speaking[0]


class _Optimising:
    def __init__(self, scenario: Scenario, asked: Asked, arm: str, about: About, watch: Watch) -> None:
        self.asked, self.about, self.watch = asked, about, watch
        self.started = time.monotonic()
        self.given = settled(arm_of(scenario, arm))
        self.scenario = replace(scenario, arms=(scenario.arms[0], self.given))
        self.space: Space = space_of(self.scenario, self.given, only_rules=asked.only_rules)

    def best(self) -> Best:
        """Everything in order."""
        refuse(self.scenario)
        settings = self.asked.settings
        beliefs = all_beliefs(self.scenario.techniques)
        self.watch.tell(0.0, None, "compile")
        compiled = compile_scenario(
            self.scenario, seed=settings.seed, today=strengths_today(self.scenario, beliefs),
            workers=settings.workers, check=self.watch.fitting,
        )  # fmt: skip
        used = sorted({key for one in self.scenario.arms for key in techniques_of(one)})
        theta = draw({key: beliefs[key] for key in used}, self.asked.draws, seed=settings.seed, number=NUMBER)
        self.whole = self._effort()
        self.bench = Bench(
            self.scenario, compiled, self.space,
            parameters(theta, compiled.tables.techniques, resembled(self.scenario)),
            visitors=self._visitors(), seed=settings.seed, workers=settings.workers, watch=self.watch,
        )  # fmt: skip
        self.history: list[float] = []
        self.search = Search(self.bench, self.asked.budgets, self.asked.goal, self._told)
        self.search.run(self.asked.trials)
        chosen = self._chosen()
        self.watch.check()
        return self._result(chosen, self._judge(chosen), coupled=bool(compiled.plan.world[0]["coupled"] > 0))

    def _effort(self) -> int:
        """About how many policies will be tried."""
        few = len(self.space.rules) <= ENUMERATED
        only = few and not self.space.phases and not self.space.audiences and len(self.space.caps) == 1
        return (2 ** len(self.space.rules) if few else 1) + (0 if only else self.asked.trials)

    def _visitors(self) -> int:
        if self.asked.visitors is not None:
            return self.asked.visitors
        return max(FEWEST, min(MOST, LIVES // (self.whole * self.asked.draws)))

    def _told(self, tried: int) -> None:
        share = min(1.0, tried / self.whole)
        spent = time.monotonic() - self.started
        self.watch.tell(0.05 + 0.5 * share, spent * (1 - share) / share if share > 0.1 else None, "search")
        self.watch.check()
        ranked = self.search.ranked("conversion" if self.asked.goal == "both" else self.asked.goal)
        if ranked:
            top = ranked[0].score
            self.history.append(top.relative_margin if self.asked.goal == "margin" else top.relative_conversion)

    def _chosen(self) -> list[Tried]:
        """The winner, or places along the front where there are two goals."""
        if not any(one.kept for one in self.search.tried.values()):
            raise Refused(findings=(_over_budget(),))
        if self.asked.goal != "both":
            return self.search.ranked()[:1]
        front = self.search.front()
        return [front[at] for at in spread_of(len(front))]

    def _judge(self, chosen: list[Tried]) -> Result:
        """The winners on fresh visitors and fresh draws, beside the control and the policy as it stands."""
        metric = MARGIN if self.asked.goal == "margin" else CONVERSION
        experiment = self.scenario.experiment or Experiment(map=self.scenario.slice.id, title="")
        own = experiment.smallest_lift if experiment.metric == metric else None
        arms = [self.scenario.arms[0], replace(self.given, id=AS_IT_STANDS)]
        arms += [
            self.space.made(one.choice, f"best-{n}", f"{self.given.title} {n}")
            for n, one in enumerate(chosen, 1)
            if not self._unchanged(one.choice)
        ]
        begun = time.monotonic()

        def progress(share: float, left: float | None, stage: str) -> None:
            self.watch.tell(0.55 + 0.45 * share, left if time.monotonic() - begun > 1 else None, stage)

        return simulate(
            replace(
                self.scenario, arms=tuple(arms),
                experiment=experiment.model_copy(update={"metric": metric, "smallest_lift": own}),
            ),
            self.asked.settings._replace(stream=luck.REESTIMATION),
            about=self.about, progress=progress, cancelled=self.watch.cancelled,
        )  # fmt: skip

    def _unchanged(self, choice: Choice) -> bool:
        return choice.key() == self.space.as_it_stands().key()

    def _result(self, chosen: list[Tried], judged: Result, *, coupled: bool) -> Best:
        tried = self.search.tried.values()
        return Best(
            **dict(self.about.model_copy(update={"engine_version": self.about.engine_version or digest()})),
            map=self.scenario.slice.id,
            experiment=self.scenario.experiment_id,
            arm=self.given.id,
            arm_title=self.given.title,
            cap=self.space.as_it_stands().cap,
            mode=self.given.mode,
            goal=self.asked.goal,
            limits=Limits(**vars(self.asked.budgets)),
            only_rules=self.asked.only_rules,
            method=self.search.method,
            exact=self.search.exact,
            tried=len(tried),
            feasible=sum(one.kept for one in tried),
            visitors=self.bench.visitors,
            draws=self.asked.draws,
            alone=coupled,
            seed=self.asked.settings.seed,
            seconds=time.monotonic() - self.started,
            currency=self.scenario.slice.map.currency,
            rules=FrozenMap({key: self.given.rules[key].title for key in self.space.rules}),
            names=FrozenMap(
                {key: one.title for key, one in self.scenario.slice.phases.items()}
                | {key: one.title for key, one in self.scenario.audiences.items()}
            ),
            winners=tuple(self._winner(one, n, judged) for n, one in enumerate(chosen, 1)),
            today=Judged(
                arm=AS_IT_STANDS,
                conversion=_fresh(judged, AS_IT_STANDS, CONVERSION),
                margin=_fresh(judged, AS_IT_STANDS, MARGIN),
                spent=_spent(judged, AS_IT_STANDS, self._a_day()),
            ),
            judged=judged,
            history=tuple(self.history),
        )

    def _a_day(self) -> float:
        """New visitors a day, at the map's traffic."""
        return DAY / float(self.bench.compiled.plan.world[0]["arrival_gap"])

    def _winner(self, one: Tried, number: int, judged: Result) -> Winner:
        choice, score = one.choice, one.score
        arm = AS_IT_STANDS if self._unchanged(choice) else f"best-{number}"
        spent = _spent(judged, arm, self._a_day())
        changed = sorted({*choice.phases, *choice.audiences})
        limits = self.asked.budgets
        return Winner(
            arm=arm,
            as_it_stands=self._unchanged(choice),
            on=tuple(sorted(choice.on)),
            off=tuple(key for key in self.space.rules if key not in choice.on),
            narrowed=tuple(
                Narrowed(
                    rule=key,
                    phases=tuple(sorted(choice.phases.get(key, ()))),
                    audiences=tuple(sorted(choice.audiences.get(key, ()))),
                )
                for key in changed
            ),
            messages_per_visit=choice.cap,
            mode=choice.mode,
            conversion=Compared(searched=_number(score.relative_conversion), fresh=_fresh(judged, arm, CONVERSION)),
            margin=Compared(searched=_number(score.relative_margin), fresh=_fresh(judged, arm, MARGIN)),
            spent_searched=Spent(messages=score.messages, discount=score.discount, mails=score.mails),
            spent=spent,
            over=any(
                limit is not None and value > limit
                for limit, value in (
                    (limits.messages, spent.messages), (limits.discount, spent.discount), (limits.mails, spent.mails),
                )
            ),
        )  # fmt: skip


def _number(value: float) -> float | None:
    return value if value == value else None  # noqa: PLR0124 - not a number is not itself


def _fresh(judged: Result, arm: str, metric: str) -> Effect | None:
    found = next((one for one in judged.lifts if (one.arm, one.metric) == (arm, metric)), None)
    return None if found is None else found.relative


def _spent(judged: Result, arm: str, visitors_a_day: float) -> Spent:
    metrics = next(one for one in judged.arms if one.id == arm).metrics

    def mean(name: str) -> float:
        return metrics[name].mean if name in metrics else 0.0

    return Spent(
        messages=mean("messages_per_visitor") / max(1.0, mean("visits_per_visitor")),
        discount=mean("discount_cost_per_visitor") * visitors_a_day,
        mails=mean("contacts_per_visitor") * visitors_a_day,
    )


def _nothing(arm: str) -> Finding:
    return Finding(
        "error", "search-nothing", "arms", "there is no arm with rules to choose from",
        "give an arm a policy with rules", {"arm": arm},
    )  # fmt: skip


def _over_budget() -> Finding:
    return Finding(
        "error", "search-over-budget", "budgets", "no policy that was tried keeps the budgets",
        "allow more, or search for longer", {},
    )  # fmt: skip
