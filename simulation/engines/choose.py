"""One way into the engines: `run` for moments, `trace` for events. It says which engine ran, and why.

    scenario  --compile_scenario-->  plan, tables      (simulation.compile; offsets solved)
    draws = central(count=400, techniques=len(plan.techniques))          # or priors: simulation.evidence
    draws.strength[:, tables.techniques.index("scarcity")] = 0.093       # log-odds
    moments = run(plan, draws, seed=1, stream=HEADLINE, first_visitor=0, visitors_per_draw=2000, workers=2)
    sums, products = moments.pair("orders", "visitors", arm=1)           # (K, 4), (K, 4, 4)

Draw k uses the visitors first_visitor + k N ... first_visitor + (k + 1) N - 1. To extend a run, call it again with a
first visitor beyond those used and add: `moments.plus(more)`.
"""

from __future__ import annotations

import os
from dataclasses import replace
from typing import Literal

from simulation.engines.kernel import Cancelled, Progress, run_kernel, trace_kernel
from simulation.engines.pieces import CHUNK
from simulation.measures.moments import PairedMoments
from simulation.plan import ParameterDraws, Plan, Records
from simulation.traces import in_time

Engine = Literal["auto", "compiled", "simpy"]

ALONE = "visitors do not compete for anything, so each can be followed alone"
ASKED = "it was asked for"
TOGETHER = "visitors compete for what there is, so they live on one clock, which the compiled queue keeps as SimPy does"
RUNS = 2
"""Runs of a shop period per parameter draw: fewest that tell noise from ignorance."""


def default_workers() -> int:
    """Threads to use when nobody says otherwise: one per processor."""
    return os.cpu_count() or 1


def run(  # noqa: PLR0913 - each is a choice of the caller's own
    plan: Plan,
    draws: ParameterDraws,
    *,
    seed: int,
    stream: int,
    first_visitor: int,
    visitors_per_draw: int,
    workers: int = 0,
    engine: Engine = "auto",
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
    chunk: int = CHUNK,
    lazy: bool = True,
    runs: int = RUNS,
    cluster: str = "",
) -> PairedMoments:
    """Let visitors live in every arm of the plan under every parameter draw.

    The same seed gives the same digits for any engine, number of workers, chunk size and laziness.

    Args:
        plan: the plan, offsets solved.
        draws: K rows of structure and strength.
        seed: seed of the experiment.
        stream: stream of luck, of `simulation.draws`.
        first_visitor: index of the first visitor of draw 0.
        visitors_per_draw: N, visitors of each draw, in every arm.
        workers: threads; 0: one per processor. The event engine uses one.
        engine: "auto" takes the fastest that can run the plan.
        progress: called with (visitors done, visitors in all), from this thread.
        cancelled: asked between chunks; True stops the run, complete blocks of visitors are kept.
        chunk: visitors of a draw per task, and per block.
        lazy: copy the control's life where nothing was said (same answer, less time).
        runs: where visitors compete, worlds into which the visitors of a draw are divided; not used elsewhere.
        cluster: address of a Dask scheduler whose workers do the work; empty: this machine does.

    Returns:
        moments per draw, group and pair of arms; of worlds (`WorldMoments`) where visitors compete.
    """
    if cluster:
        from simulation.engines.cluster import check_it_can, run_cluster

        check_it_can(plan, engine)
        moments = run_cluster(
            cluster, plan, draws, seed=seed, stream=stream, first_visitor=first_visitor,
            visitors_per_draw=visitors_per_draw, progress=progress, cancelled=cancelled,
        )  # fmt: skip
        return replace(moments, engine="compiled", reason=ASKED if engine == "compiled" else ALONE)
    if plan.world[0]["coupled"] > 0:
        from simulation.engines.worlds import run_worlds

        worlds = run_worlds(
            plan, draws, seed=seed, stream=stream, first_visitor=first_visitor, people=visitors_per_draw // runs,
            runs=runs, workers=workers or default_workers(), engine="simpy" if engine == "simpy" else "compiled",
            progress=progress, cancelled=cancelled,
        )  # fmt: skip
        return replace(worlds, reason=TOGETHER if engine == "auto" else ASKED)
    if engine == "simpy":
        from simulation.engines.event import run_events

        moments = run_events(
            plan, draws, seed=seed, stream=stream, first_visitor=first_visitor, visitors_per_draw=visitors_per_draw,
            progress=progress, cancelled=cancelled, chunk=chunk,
        )  # fmt: skip
        return replace(moments, engine="simpy", reason=ASKED)
    moments = run_kernel(
        plan, draws, seed=seed, stream=stream, first_visitor=first_visitor, visitors_per_draw=visitors_per_draw,
        workers=workers or default_workers(), progress=progress, cancelled=cancelled, chunk=chunk, lazy=lazy,
    )  # fmt: skip
    return replace(moments, engine="compiled", reason=ASKED if engine == "compiled" else ALONE)


def trace(
    plan: Plan,
    draws: ParameterDraws,
    *,
    k: int = 0,
    arm: int = 0,
    visitors: range,
    seed: int,
    stream: int,
    engine: Engine = "auto",
) -> Records:
    """What these visitors did in one arm under draw k: rows of `traces.EVENT`, the same from either engine.

    By visitor, and then as it happened; what happens at one moment, in the order in which it was decided.
    Where visitors compete these visitors are one world: they have it to themselves.
    """
    if plan.world[0]["coupled"] > 0:
        from simulation.engines.worlds import trace_world

        kind: Literal["compiled", "simpy"] = "simpy" if engine == "simpy" else "compiled"
        return in_time(trace_world(plan, draws, k, arm, visitors, seed=seed, stream=stream, engine=kind))
    if engine == "simpy":
        from simulation.engines.event import trace_events

        return in_time(trace_events(plan, draws, k, arm, visitors, seed=seed, stream=stream))
    return in_time(trace_kernel(plan, draws, k, arm, visitors, seed=seed, stream=stream))
