"""A slider's position against a full run of the changed project: times side by side, and what they say.

    python -m benchmarks live

Prints, for the kettle shop's first arm, the time to a first answer from 20,000 paired visitors and to one from
100,000, both through the whole way a slider takes (edit, scenario, plan, visitors, interval), the time of the answer
from the fitted response, and the time of a full run to the precision that a pilot asks for.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import NamedTuple, TypeVar

from app.project.examples import new_from_example
from app.project.model import Project
from app.project.slices import scenario
from app.project.whatif import turned
from simulation.experiment.run import Settings, simulate
from simulation.live.answers import LiveAnswer
from simulation.live.live import FIRST, SECOND, Live
from simulation.scenario import Scenario

T = TypeVar("T")
KNOBS: dict[str, tuple[float, ...]] = {
    "trait:consent": (0.3, 0.4, 0.5, 0.55, 0.6, 0.65, 0.8),
    "trait:pace": (0.7, 0.8, 0.9, 1.1, 1.2, 1.3, 1.4),
    "strength:reviews": (0.4, 0.6, 0.8, 1.2, 1.4, 1.6, 1.8),
    "mode:": (1.0,),
}


def main() -> None:
    """Measure and print."""
    project = new_from_example("kettle", "en")
    asked = scenario(project)
    arm, map_id = asked.arms[1].id, asked.slice.id
    live, seconds = _timed(lambda: Live(asked, arm))
    print(f"held plan with its base of 100,000 pairs: {seconds.clock:.1f} s")
    print(f"{'slider':20} {'at once':>12} {'20,000':>12} {'100,000':>12}   (median ms: clock, all processors together)")
    for key, values in KNOBS.items():
        spent: dict[str, list[Spent]] = {"once": [], "first": [], "second": []}
        for value in values:
            first, second, once = _position(live, project, map_id, {key: value})
            spent["first"].append(first)
            spent["second"].append(second)
            spent["once"] += [] if once is None else [once]
        cells = [_cell(spent[name]) for name in ("once", "first", "second")]
        print(f"{key:20} {cells[0]:>12} {cells[1]:>12} {cells[2]:>12}")
    full = scenario(turned(project, map_id, arm, {"trait:consent": 0.5}), None, map_id)
    result, seconds = _timed(lambda: simulate(full, Settings()))
    found: LiveAnswer
    found, quick = _timed(lambda: live.ask(full, FIRST))
    lift = result.lift(arm).relative
    mean = lift.mean if lift is not None and lift.mean is not None else float("nan")
    ratio = seconds.clock / quick.clock
    print(f"full run of the changed project: {seconds.clock:.1f} s, {ratio:.0f} times a first answer")
    print(
        f"relative lift: full {mean:+.3%}, first answer {found.main.mean:+.3%} (error {found.main.se_monte_carlo:.3%})"
    )
    live.close()


def _position(live: Live, project: Project, map_id: str, values: dict[str, float]) -> tuple[Spent, Spent, Spent | None]:
    """The time to a first answer, to one from all 100,000 pairs, and to the one from the response, if there is one.

    The second counts what the first has walked already.
    """

    def asked() -> Scenario:
        return scenario(turned(project, map_id, live.arm, values), None, map_id)

    first = _timed(lambda: live.ask(asked(), FIRST))[1]
    second = _timed(lambda: live.ask(asked(), SECOND))[1]
    once, took = _timed(lambda: live.at_once(asked()))
    together = Spent(first.clock + second.clock, first.processor + second.processor)
    return first, together, None if once is None else took


class Spent(NamedTuple):
    """Seconds on the clock, and seconds of all processors: what it would cost on a machine that does nothing else."""

    clock: float
    processor: float


def _timed(act: Callable[[], T]) -> tuple[T, Spent]:
    clock, processor = time.perf_counter(), time.process_time()
    made = act()
    return made, Spent(time.perf_counter() - clock, time.process_time() - processor)


def _cell(spent: list[Spent]) -> str:
    if not spent:
        return "–"
    return " ".join(f"{1000 * sorted(row)[len(row) // 2]:.0f}" for row in zip(*spent, strict=True))
