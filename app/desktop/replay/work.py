"""Letting the visitors of a run live once more, to be shown: the work of it, and what comes of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.desktop.jobs import Reporter, Stopped, Work
from app.project.model import Project
from maps.layout.options import Walked
from maps.layout.traffic import WEEKS_A_MONTH

if TYPE_CHECKING:
    from simulation.replay.flows import Flows
    from simulation.replay.journeys import Trip
    from simulation.traces.walk import Walk

WALKERS = 400
"""Visitors who are followed one by one."""


@dataclass(frozen=True)
class Asked:
    """Whose visitors: of which map and experiment (empty: the map's main one), in which arm, on which luck.

    arm: id of an arm; empty: the first beside the control. seed and draws: those of the run that is shown.
    """

    map_id: str
    experiment: str = ""
    arm: str = ""
    seed: int = 1
    draws: int = 400


@dataclass(frozen=True)
class Replay:
    """What visitors of one arm did. `place` is the arm's, 0 the control's; `monthly` the visitors of a month."""

    asked: Asked
    walk: Walk
    place: int
    flows: Flows
    trips: tuple[Trip, ...]
    monthly: float

    @property
    def arm(self) -> str:
        """The arm's title as it stands in the project."""
        return self.walk.scenario.arms[self.place].title

    def walked(self) -> Walked:
        """The flows as a map shows them: in a month of its traffic."""
        flows, monthly = self.flows, self.monthly
        views, left, told, taken = (
            {key: share * monthly for key, share in counted.items()}
            for counted in (flows.views, flows.left, flows.told, flows.taken)
        )
        return Walked(views, left, told, taken)


def work(project: Project, asked: Asked) -> Work:
    """The work of letting them live, for a thread of its own. The project is frozen: no lock is needed."""

    def run(reporter: Reporter) -> Replay:
        from app.project.slices import scenario as scenario_of
        from simulation.experiment.run import Settings, prepare
        from simulation.experiment.watch import Stopped as StoppedEarly
        from simulation.replay.flows import SAMPLE, first_of, flows
        from simulation.replay.journeys import trips

        scenario = scenario_of(project, asked.experiment or None, asked.map_id)
        ids = [arm.id for arm in scenario.arms]
        place = ids.index(asked.arm) if asked.arm in ids else min(1, len(ids) - 1)
        try:
            walk = prepare(
                scenario,
                Settings(seed=asked.seed, draws=max(1, asked.draws)),
                progress=lambda share, left, _stage: reporter.say(0.5 * share, left),
                cancelled=reporter.cancelled,
            )
            counted = flows(first_of(walk, SAMPLE), place, SAMPLE, reporter.cancelled)
            reporter.say(0.9, None)
            followed = trips(first_of(walk, WALKERS), place, WALKERS, reporter.cancelled)
        except StoppedEarly as early:
            raise Stopped from early
        monthly = scenario.slice.map.world.visitors_per_week.value * WEEKS_A_MONTH
        return Replay(asked, walk, place, counted, followed, monthly)

    return run


def told(replay: Replay, trip: Trip) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The story of whoever makes a trip: headings, each with its lines."""
    from app.actions.story_text import Teller
    from simulation.traces.life import life, person

    walk, place = replay.walk, replay.place
    rows = life(walk, trip.visitor, place, trip.draw)
    control = life(walk, trip.visitor, 0, trip.draw) if place else None
    teller = Teller(walk, person(walk, trip.visitor, place), place)
    return tuple((one.title, tuple(one.lines)) for one in teller.chapters(rows, control))
