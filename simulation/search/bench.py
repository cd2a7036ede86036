"""Where choices are measured: the same visitors with the same luck for all of them, on a stream of their own.

Common random numbers make differences between choices far more certain than the level of any of them; and whatever
wins on these visitors fitted these visitors a little, which is why nothing of it is reported as a lift.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from simulation import draws as luck
from simulation.assembly import capacity
from simulation.compile import Compiled, assemble
from simulation.engines.choose import run as run_engine
from simulation.experiment.readings import paired_sums
from simulation.experiment.watch import Stopped, Watch
from simulation.measures.moments import PairedMoments
from simulation.measures.registry import MEASURES
from simulation.measures.tallies import INDEX, SCALE
from simulation.plan import DAY, ParameterDraws
from simulation.scenario import Scenario
from simulation.search.space import Choice, Space

TOGETHER = 8
"""Choices that are run at once, beside the control."""
CONVERSION, MARGIN = "conversion_rate", "margin_per_visitor"


class Score(NamedTuple):
    """What a choice does on the visitors of the search.

    conversion, margin: difference to the control, in the measure's unit; relative_*: as a fraction of the control's,
    nan where that is nothing. messages: a visit, mean. discount, mails: a day, at the map's traffic.
    """

    conversion: float
    margin: float
    relative_conversion: float
    relative_margin: float
    messages: float
    discount: float
    mails: float


@dataclass(frozen=True)
class Budgets:
    """What may be spent at most; None: no limit. messages a visit (mean), discount money and mails a day."""

    messages: float | None = None
    discount: float | None = None
    mails: float | None = None

    def over(self, score: Score) -> dict[str, float]:
        """By what part each budget is exceeded, 0 or less where it is kept; none where nothing is limited."""
        spent = {"messages": score.messages, "discount": score.discount, "mails": score.mails}
        limits = {name: limit for name, limit in vars(self).items() if limit is not None}
        return {name: (spent[name] - limit) / max(limit, 1e-9) for name, limit in limits.items()}

    def kept(self, score: Score) -> bool:
        """Whether none is exceeded."""
        return all(over <= 0 for over in self.over(score).values())


class Bench:
    """Measures choices, each once.

    Args:
        scenario: control and arm; the control is what everything is compared with.
        compiled: the same, offsets solved.
        space: what may be chosen.
        parameters: draws of what is uncertain, not those of any reported interval.
        visitors: visitors of each draw.
        seed, workers: of the run.
        watch: asked whether to stop.
    """

    def __init__(
        self,
        scenario: Scenario,
        compiled: Compiled,
        space: Space,
        parameters: ParameterDraws,
        *,
        visitors: int,
        seed: int,
        workers: int,
        watch: Watch,
    ) -> None:
        self.scenario, self.compiled, self.space, self.parameters = scenario, compiled, space, parameters
        self.visitors, self.seed, self.workers, self.watch = visitors, seed, workers, watch
        self._known: dict[tuple[object, ...], Score] = {}

    @property
    def tried(self) -> int:
        """How many different choices have been measured."""
        return len(self._known)

    def measure(self, choices: Sequence[Choice]) -> list[Score]:
        """The scores of these choices, in order; raises Stopped when that was asked for."""
        unknown = list({one.key(): one for one in choices if one.key() not in self._known}.values())
        for at in range(0, len(unknown), TOGETHER):
            part = unknown[at : at + TOGETHER]
            moments = self._run(part)
            for place, one in enumerate(part, 1):
                self._known[one.key()] = self._score(moments, place)
        return [self._known[one.key()] for one in choices]

    def _run(self, choices: Sequence[Choice]) -> PairedMoments:
        arms = [self.scenario.arms[0]]
        arms += [self.space.made(one, f"try-{n}", "") for n, one in enumerate(choices)]
        plan = assemble(self.scenario, arms).plan
        weight = self.compiled.plan.weight[[0] + [1] * len(choices)]
        moments = run_engine(
            capacity.alone(plan._replace(weight=weight, world=self.compiled.plan.world)),
            self.parameters,
            seed=self.seed,
            stream=luck.DRIVERS,
            first_visitor=0,
            visitors_per_draw=self.visitors,
            workers=self.workers,
            cancelled=self.watch.cancelled,
        )
        if not moments.complete:
            raise Stopped
        return moments

    def _score(self, moments: PairedMoments, place: int) -> Score:
        def lift(measure: str) -> tuple[float, float]:
            sums = paired_sums(moments, MEASURES[measure], place).sums.sum(axis=0)
            control, arm = (sums[a] / sums[a + 1] if sums[a + 1] else 0.0 for a in (0, 2))
            return float(arm - control), float(arm / control - 1) if control > 0 else float("nan")

        def total(name: str) -> float:
            return float(moments.raw_first[:, :, place, INDEX[name]].sum() * SCALE[INDEX[name]])

        a_day = DAY / float(self.compiled.plan.world[0]["arrival_gap"]) / total("visitors")
        (conversion, relative), (margin, of_margin) = lift(CONVERSION), lift(MARGIN)
        return Score(
            conversion, margin, relative, of_margin, total("messages") / max(1.0, total("visits")),
            total("discount_cost") * a_day, total("contacts") * a_day,
        )  # fmt: skip


def spread_of(count: int) -> list[int]:
    """Places that stand for a row of so many: both ends and what lies between, five at most."""
    return sorted({round(float(at)) for at in np.linspace(0, count - 1, min(5, count))})
