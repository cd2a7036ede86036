"""Looking for the best choice: every combination where there are few, else an optimiser that learns where to look.

Up to ten rules, all combinations of on and off are tried, so that part of the answer is exact for these visitors. What
else may be chosen is too much for that. Then Optuna proposes: TPE for one goal (Bergstra, Bardenet, Bengio & Kegl
2011, "Algorithms for hyper-parameter optimization"), NSGA-II for two (Deb, Pratap, Agarwal & Meyarivan 2002, "A fast
and elitist multiobjective genetic algorithm"). It starts from the best combinations, so it never ends below them.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from simulation.search.bench import TOGETHER, Bench, Budgets, Score
from simulation.search.space import ENUMERATED, Choice, Space

if TYPE_CHECKING:
    from collections.abc import Iterator

    import optuna

Goal = Literal["conversion", "margin", "both"]
Method = Literal["enumerated", "tpe", "nsga2"]
STARTS = 8
"""Best combinations from which the optimiser starts."""
SAME = 1e-12
"""Scores that differ by less are the same: the choice that says less is better then."""


@dataclass(frozen=True)
class Tried:
    """A choice with its score, and whether it keeps the budgets."""

    choice: Choice
    score: Score
    kept: bool

    def value(self, goal: Goal) -> float:
        """What the goal counts; of two goals the first."""
        return self.score.margin if goal == "margin" else self.score.conversion


@dataclass
class Search:
    """A search under way: what was tried, in order, each choice once.

    Attributes:
        exact: whether every combination of rules was tried.
        trials: proposals of the optimiser, repeated ones included.
    """

    bench: Bench
    budgets: Budgets
    goal: Goal
    told: Callable[[int], None]
    exact: bool = False
    trials: int = 0

    def __post_init__(self) -> None:
        self.tried: dict[tuple[object, ...], Tried] = {}

    @property
    def space(self) -> Space:
        """What may be chosen."""
        return self.bench.space

    @property
    def method(self) -> Method:
        """How it was found."""
        if not self.trials:
            return "enumerated"
        return "nsga2" if self.goal == "both" else "tpe"

    def measure(self, choices: Sequence[Choice]) -> list[Tried]:
        """Measure choices and remember them."""
        found = []
        for choice, score in zip(choices, self.bench.measure(choices), strict=True):
            found.append(Tried(choice, score, self.budgets.kept(score)))
            self.tried.setdefault(choice.key(), found[-1])
        self.told(len(self.tried))
        return found

    def run(self, trials: int) -> None:
        """Try all combinations where they are few, then let the optimiser propose `trials` choices."""
        self.measure([self.space.as_it_stands()])
        if len(self.space.rules) <= ENUMERATED:
            combinations = list(self.space.combinations())
            for at in range(0, len(combinations), TOGETHER):
                self.measure(combinations[at : at + TOGETHER])
            self.exact = True
        if not self.exact or self.space.phases or self.space.audiences or len(self.space.caps) > 1:
            propose(self, trials)

    def ranked(self, goal: Goal | None = None) -> list[Tried]:
        """What keeps the budgets, the best first; equally good ones by how little they say."""
        wanted = goal or self.goal
        kept = [one for one in self.tried.values() if one.kept]
        by_size = sorted(kept, key=lambda one: (one.choice.size, one.choice.key()[0]))
        return sorted(by_size, key=lambda one: -round(one.value(wanted) / SAME) * SAME)

    def front(self) -> list[Tried]:
        """What keeps the budgets and is beaten in both goals by nothing, by rising margin."""
        found: list[Tried] = []
        for one in sorted(self.ranked("conversion"), key=lambda one: (-one.score.margin, -one.score.conversion)):
            if not found or one.score.conversion > found[-1].score.conversion + SAME:
                found.append(one)
        return found[::-1]


def propose(search: Search, trials: int) -> None:
    """Let Optuna propose `trials` choices, a few at a time, under the budgets as constraints."""
    if trials < 1:
        return
    with _quiet() as optuna:
        study = optuna.create_study(
            directions=["maximize"] * (2 if search.goal == "both" else 1), sampler=_sampler(optuna, search)
        )
        for start in _starts(search):
            study.enqueue_trial(_named(search.space, start), skip_if_exists=True)
        while search.trials < trials:
            asked = [study.ask() for _ in range(min(TOGETHER, trials - search.trials))]
            done = search.measure([_chosen(search.space, trial) for trial in asked])
            for trial, one in zip(asked, done, strict=True):
                for name, over in search.budgets.over(one.score).items():
                    trial.set_constraint(name, over)
                both = search.goal == "both"
                study.tell(trial, [one.score.conversion, one.score.margin] if both else one.value(search.goal))
            search.trials += len(asked)


def _starts(search: Search) -> list[Choice]:
    """The policy as it stands and the best of what has been tried."""
    goals: tuple[Goal, ...] = ("conversion", "margin") if search.goal == "both" else (search.goal,)
    best = [one.choice for goal in goals for one in search.ranked(goal)[: STARTS // len(goals)]]
    found = {one.key(): one for one in (search.space.as_it_stands(), *best)}
    return list(found.values())


def _sampler(optuna: Any, search: Search) -> optuna.samplers.BaseSampler:
    seed = search.bench.seed % 2**32
    if search.goal == "both":
        return optuna.samplers.NSGAIISampler(seed=seed, population_size=4 * TOGETHER)  # type: ignore[no-any-return]
    return optuna.samplers.TPESampler(  # type: ignore[no-any-return]
        seed=seed, n_startup_trials=2 * TOGETHER, multivariate=True, constant_liar=True
    )


def _chosen(space: Space, trial: optuna.trial.Trial) -> Choice:
    """What a proposal stands for."""

    def some(what: str, table: dict[str, tuple[str, ...]]) -> dict[str, list[str]]:
        return {
            key: [one for one in kept if trial.suggest_categorical(f"{what} {key} {one}", [True, False])]
            for key, kept in table.items()
        }

    return space.choice(
        {key: bool(trial.suggest_categorical(f"on {key}", [True, False])) for key in space.rules},
        some("phase", dict(space.phases)),
        some("audience", dict(space.audiences)),
        space.caps[trial.suggest_categorical("cap", list(range(len(space.caps))))],
        space.modes[trial.suggest_categorical("mode", list(range(len(space.modes))))],
    )


def _named(space: Space, choice: Choice) -> dict[str, Any]:
    """A choice as a proposal: the other way round."""
    found: dict[str, Any] = {f"on {key}": key in choice.on for key in space.rules}
    for what, table, kept in (
        ("phase", space.phases, choice.phases), ("audience", space.audiences, choice.audiences),
    ):  # fmt: skip
        for key, whole in table.items():
            found |= {f"{what} {key} {one}": one in kept.get(key, whole) for one in whole}
    return {**found, "cap": space.caps.index(choice.cap), "mode": space.modes.index(choice.mode)}


@contextmanager
def _quiet() -> Iterator[Any]:
    """Optuna without its running commentary."""
    import optuna

    before = optuna.logging.get_verbosity()
    optuna.logging.set_verbosity(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", optuna.exceptions.ExperimentalWarning)
            yield optuna
    finally:
        optuna.logging.set_verbosity(before)
