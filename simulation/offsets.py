"""Solve the offsets, so that the simulated population share of every link *is* the drawn share (MODEL 6).

Drawn shares are targets, not weights: differences between visitors bend them, and those who get far are no random
sample. Per sweep every card's weights move by the ratio of what was drawn to what came out, the contraction of Berry,
Levinsohn & Pakes (1995). Around it a secant finds the constants that give the returning/new and desktop/phone ratios
and the bounce rate, where they are asked for.
"""

from __future__ import annotations

import hashlib
import json
import math
import os
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from personas.problems import Finding, Refused
from simulation import compiled
from simulation.plan import ORDER_GOAL, Draw, Floats, Plan, inside, today
from simulation.ratios import Search, Target, ratios, unmet
from simulation.sweep import Measured, measure
from simulation.theory import expected_views

Bools = NDArray[np.bool]

MOST_SWEEPS = 30
"""Sweeps per stage after which there is no answer."""
LEAST_LEAVING = 1e-6
"""A card that nobody leaves is left by this share: leaving is an option like any other, with a logit."""
FEW_VIEWS = 50.0
"""A card seen less often by the calibrating visitors is not judged: its share is noise."""
PATIENCE = 12
"""Sweeps of a stage after which cards that few visitors see are forgiven their sampling noise."""


class Stage(NamedTuple):
    """One step of the schedule: visitors, and the share error to reach."""

    visitors: int
    tolerance: float


@dataclass(frozen=True)
class Calibration:
    """How well the drawn shares come back.

    Attributes:
        sweeps: sweeps over all stages and rounds.
        max_share_error: largest difference between drawn and simulated share.
        orders_exact: orders per visit that follow from the drawn shares alone (MODEL 5).
        orders_simulated: orders per visit of the calibrating visitors.
        constants: push_returning, push_device, stay_device and bounce as solved.
        ratios: returning_over_new, desktop_over_phone, bounce_rate and visits per visitor as simulated.
        unmet: the ratios asked for that do not come out, as they were asked for.
    """

    sweeps: int
    max_share_error: float
    orders_exact: float
    orders_simulated: float
    constants: dict[str, float]
    ratios: dict[str, float]
    unmet: dict[str, float] = field(default_factory=dict)


SCHEDULE: tuple[Stage, ...] = (Stage(20_000, 0.002), Stage(200_000, 0.0001), Stage(1_000_000, 0.0005))
ROUNDS = 4
"""Most rounds of the outer search at the second stage, or the only one."""


def solve(
    plan: Plan,
    draw: Draw,
    *,
    seed: int,
    names: Sequence[str],
    target: Target,
    personal: Bools | None = None,
    only: Bools | None = None,
    schedule: tuple[Stage, ...] = SCHEDULE,
    workers: int = 0,
    check: Callable[[], None] | None = None,
) -> tuple[Plan, Calibration]:
    """Solve the offsets of arm 0, the only arm of this plan; the answer is kept on disk by digest.

    Args:
        plan: a plan with one arm, the status quo.
        draw: structure and strengths of today's messages.
        seed: seed; visitors come from the calibration stream.
        names: what cards are called, for findings, shape (C,).
        target: ratios to bring out.
        personal: cards whose shares are drawn per persona, shape (C,).
        only: cards to solve, shape (C,); all when None. Without all of them nothing else is searched.
        schedule: stages.
        workers: threads; 0: one per processor.
        check: called before every sweep; what it raises stops the search.

    Returns:
        the plan with weights and constants, and the report. Refused when a bounce does not fit, when a stage does not
        converge, or when all cards are solved and orders per visit miss the exact figure by more than 2% and three
        standard errors. Where only some cards are solved, their shares are judged: what happens downstream is an
        outcome.
    """
    cards = plan.cards.shape[1]
    personal = np.zeros(cards, np.bool) if personal is None else personal
    whole = only is None
    only = np.ones(cards, np.bool) if only is None else only
    job = _Job(plan, draw, seed, tuple(names), personal, only, whole, workers or os.cpu_count() or 1, check)
    path = compiled.cache_folder() / "offsets" / f"{_digest(job, target if whole else Target(), schedule)}.npz"
    kept = _read(path, plan)
    if kept is not None:
        return kept
    solved, calibration = _search(job, target if whole else Target(), schedule)
    _write(path, solved, calibration)
    return solved, calibration


class _Job(NamedTuple):
    plan: Plan
    draw: Draw
    seed: int
    names: tuple[str, ...]
    personal: Bools
    only: Bools
    whole: bool
    workers: int
    check: Callable[[], None] | None


class Step(NamedTuple):
    """One step of the contraction.

    Attributes:
        weight: the new weights, shape (P, L).
        error: largest share error before the step.
        judged: the same without what is sampling noise on cards where one view weighs more than the tolerance.
        worst: index of the card with that error.
    """

    weight: Floats
    error: float
    judged: float
    worst: int


def sweep(plan: Plan, measured: Measured, names: Sequence[str], personal: Bools, only: Bools) -> tuple[Floats, float]:
    """The new weights, shape (P, L), and the largest share error before the step; see `step`."""
    done = step(plan, measured, names, personal, only, tolerance=math.inf)
    return done.weight, done.error


def step(
    plan: Plan, measured: Measured, names: Sequence[str], personal: Bools, only: Bools, *, tolerance: float
) -> Step:
    """One step of the contraction.

    A change of weights sends some visitors elsewhere. Where one view weighs more than the tolerance, that alone moves
    the mean for ever; there an error counts only beyond three standard errors of the card's own.

    Args:
        plan: a plan with one arm.
        measured: what its visitors did, or what they do in expectation.
        names: what cards are called, shape (C,).
        personal: cards whose shares are drawn per persona, shape (C,).
        only: cards to move, shape (C,).
        tolerance: the share error to reach.
    """
    weight = plan.weight[0].copy()
    error, judged, worst = 0.0, 0.0, 0
    solvable = only & inside(plan, 0)
    for card, row in enumerate(plan.cards[0]):
        lanes = slice(int(row["link_first"]), int(row["link_first"] + row["link_count"]))
        if row["link_count"] == 0 or not solvable[card] or not np.any(plan.share[0, :, lanes] > 0):
            continue
        people = [[p] for p in range(len(plan.group))] if personal[card] else [list(range(len(plan.group)))]
        for who in people:
            views, bounced = measured.views[who, card].sum(), measured.bounced[who, card].sum()
            if views <= 0:
                continue
            share = plan.share[0, who[0], lanes]
            target = share * (views + bounced) / views
            bounce = float(bounced / (views + bounced))
            unfit = bounce - max(0.0, 1.0 - float(share.sum()))
            thin = views * tolerance < 1.0
            if unfit > 1e-9 and bounced > 0 and not (thin and unfit <= 3.0 * _spread(bounce, views + bounced)):
                raise Refused(findings=(_bounce_misfit(names[card], bounce, bounce - unfit),))
            leaving = max(LEAST_LEAVING, 1.0 - float(target.sum()))
            got = measured.got[who, lanes].sum(axis=0) / views
            gone = measured.gone[who, card].sum() / views
            there = share > 0
            if views >= FEW_VIEWS:
                off = np.abs(got - target) * (views / (views + bounced))
                error = max(error, float(np.max(off)))
                if thin:
                    noise = _noise(measured.square[who, lanes].sum(axis=0) / views, got, views, bounced)
                    off = np.where(off <= 3.0 * noise, 0.0, off)
                if float(np.max(off)) > judged:
                    judged, worst = float(np.max(off)), card
            factor = np.ones_like(share)
            factor[there] = target[there] / got[there] * (gone / leaving)
            weight[np.ix_(who, range(lanes.start, lanes.stop))] *= factor
    return Step(weight, error, judged, worst)


def _spread(share: float, count: float) -> float:
    """Standard error of a share of so many."""
    return math.sqrt(share * (1.0 - share) / count)


def _noise(square: Floats, got: Floats, views: float, bounced: float) -> Floats:
    """Standard errors of a card's shares among all its views: who comes, and how many of them bounce at once."""
    stay = views / (views + bounced)
    spread = np.maximum(0.0, square - got**2) / views
    bounces = stay * (1.0 - stay) / (views + bounced)
    return np.asarray(np.sqrt(stay**2 * spread + got**2 * bounces))


def _search(job: _Job, target: Target, schedule: tuple[Stage, ...]) -> tuple[Plan, Calibration]:
    """All stages; where the constants are searched, each round starts from the weights of the one before."""
    plan, measured, error, sweeps = _settle(job, job.plan, schedule[0])
    for number, stage in enumerate(schedule):
        if number > 0:
            plan, measured, error, count = _settle(job, plan, stage)
            sweeps += count
        outer = Search(target)
        for _ in range(_rounds(number, len(schedule))):
            moved = outer.move(plan, measured)
            if moved is None:
                break
            plan, measured, error, count = _settle(job, moved, stage)
            sweeps += count
    exact, simulated = _orders(plan, measured, job)
    if job.whole and exact <= 0.0:
        raise Refused(findings=(_no_orders(),))
    visits = float(measured.visits.sum())
    orders = float(measured.orders.sum())
    if job.whole and abs(simulated - exact) > max(0.02 * exact, 3 * math.sqrt(max(orders, 1.0)) / visits):
        raise Refused(findings=(_off(exact, simulated, _worst(plan, measured, job)),))
    world = plan.world[0]
    constants = {key: float(world[key]) for key in ("push_returning", "push_device", "stay_device", "bounce")}
    seen = {**ratios(measured), "visits_per_visitor": visits / schedule[-1].visitors}
    return plan, Calibration(sweeps, error, exact, simulated, constants, seen, unmet(target, measured))


def _rounds(number: int, stages: int) -> int:
    """Most rounds for the constants: none at the first of several stages; one at the third, to correct the second."""
    if number == min(1, stages - 1):
        return ROUNDS
    return 1 if number > 1 else 0


def _settle(job: _Job, plan: Plan, stage: Stage) -> tuple[Plan, Measured, float, int]:
    """Sweep until the share error is within the stage's tolerance."""
    count = 0
    while True:
        if job.check is not None:
            job.check()
        measured = measure(
            plan, job.draw, seed=job.seed, visitors=stage.visitors, workers=job.workers, check=job.check
        )  # fmt: skip
        done = step(plan, measured, job.names, job.personal, job.only, tolerance=stage.tolerance)
        count += 1
        if (done.judged if count > PATIENCE else done.error) <= stage.tolerance:
            return plan, measured, done.error, count
        if count == MOST_SWEEPS:
            break
        plan = plan._replace(weight=done.weight[None])
    raise Refused(findings=(_unsettled(done.judged, job.names[done.worst]),))


def _orders(plan: Plan, measured: Measured, job: _Job) -> tuple[float, float]:
    """Orders per visit: exact, from the drawn shares and the entry mix that occurred, and simulated."""
    views = measured.views + measured.bounced
    everyone = views.sum(axis=0)
    cards, links = plan.cards[0], plan.links[0]
    matrix = np.zeros((len(cards), len(cards)))
    walked = inside(plan, 0)
    for index, link in enumerate(links):
        start = int(link["start"])
        if not walked[start]:
            continue
        weights = views[:, start] if everyone[start] > 0 else today(plan)["share"]
        matrix[start, int(link["end"])] += float(weights @ plan.share[0, :, index]) / float(weights.sum())
    starts = measured.starts.sum(axis=0)
    try:
        expected = expected_views(matrix, starts / starts.sum())
    except np.linalg.LinAlgError:
        raise Refused(findings=(_unsettled(1.0, _worst(plan, measured, job)),)) from None
    exact = float(expected[cards["goal"] == ORDER_GOAL].sum())
    return exact, float(measured.orders.sum() / measured.visits.sum())


def _worst(plan: Plan, measured: Measured, job: _Job) -> str:
    """Name of the card whose shares are furthest off, of those that are solved."""
    worst, name = -1.0, job.names[0] if job.names else ""
    solvable = job.only & inside(plan, 0)
    for card, row in enumerate(plan.cards[0]):
        views, bounced = measured.views[:, card].sum(), measured.bounced[:, card].sum()
        if row["link_count"] == 0 or views < FEW_VIEWS or not solvable[card]:
            continue
        lanes = slice(int(row["link_first"]), int(row["link_first"] + row["link_count"]))
        got = measured.got[:, lanes].sum(axis=0) / (views + bounced)
        weights = measured.views[:, card] + measured.bounced[:, card]
        off = float(np.max(np.abs(got - weights @ plan.share[0, :, lanes] / weights.sum())))
        if off > worst:
            worst, name = off, job.names[card]
    return name


def _bounce_misfit(card: str, bounce: float, leaving: float) -> Finding:
    return Finding(
        "error",
        "bounce-misfit",
        "calibration",
        f"{bounce:.1%} of the views of '{card}' bounce at once; that does not fit in the {leaving:.1%} that leave it",
        "lower the bounce, or let more visitors leave there",
        {"touchpoint": card, "bounce": f"{bounce:.4f}", "leaving": f"{leaving:.4f}"},
    )


def _unsettled(error: float, card: str) -> Finding:
    return Finding(
        "error",
        "not-converged",
        "calibration",
        f"the drawn shares do not come back: after {MOST_SWEEPS} sweeps '{card}' is off by up to {error:.4f}",
        "look for a card that hardly anybody leaves, or a share close to 0 or 1",
        {"touchpoint": card, "error": f"{error:.4f}"},
    )


def _off(exact: float, simulated: float, card: str) -> Finding:
    return Finding(
        "error",
        "orders-off",
        "calibration",
        f"the simulation gives {simulated:.3%} orders a visit, the map says {exact:.3%}; '{card}' is furthest off",
        "look for cards where visitors go round and round, and for shares close to 1",
        {"exact": f"{exact:.6f}", "simulated": f"{simulated:.6f}", "touchpoint": card},
    )


def _no_orders() -> Finding:
    return Finding(
        "error",
        "goal-out-of-reach",
        "calibration",
        "no visit can reach a goal, so the map cannot be simulated.",
        "Draw links, with shares above 0, by which visits get from where they start to the goal.",
    )


def unmet_findings(calibration: Calibration, world: str) -> tuple[Finding, ...]:
    """A warning for every ratio that was asked for and does not come out; `world` is the path of the map's world."""
    return tuple(
        _unmet(key, f"{world}.{key}", wanted, calibration.ratios[key]) for key, wanted in calibration.unmet.items()
    )


def _unmet(key: str, path: str, wanted: float, got: float) -> Finding:
    if key == "bounce_rate":
        return Finding(
            "warning",
            "bounce-rate-unmet",
            path,
            f"{wanted:.1%} of the visits should have a single page; on this map that becomes {got:.1%}",
            "change the shares of the pages where visits start, or the bounce rate",
            {"share": f"{wanted:.4f}", "bounce": f"{got:.4f}"},
        )
    values = {"wanted": f"{wanted:.2f}", "got": f"{got:.2f}"}
    if key == "returning_over_new":
        return Finding(
            "warning",
            "returning-unmet",
            path,
            "returning visits should order {wanted} times as often as first ones; on this map it becomes {got}".format(
                **values
            ),
            "ask for a ratio that this map can give",
            values,
        )
    return Finding(
        "warning",
        "devices-unmet",
        path,
        "desktop visits should order {wanted} times as often as those on a phone; on this map it becomes {got}".format(
            **values
        ),
        "ask for a ratio that this map can give",
        values,
    )


def _digest(job: _Job, target: Target, schedule: tuple[Stage, ...]) -> str:
    """Name of the answer: everything it depends on, the code included; not the number of workers."""
    told = hashlib.blake2b(digest_size=16)
    told.update(f"{compiled.digest()} {job.seed} {target} {schedule} {job.names} {job.whole}".encode())
    for name in ("offsets.py", "ratios.py", "theory.py"):
        told.update((compiled.HERE / name).read_bytes())
    for array in (*job.plan, *job.draw, job.personal, job.only):
        told.update(str((array.shape, array.dtype)).encode())
        told.update(np.ascontiguousarray(array).tobytes())
    return told.hexdigest()


def _write(path: Path, plan: Plan, calibration: Calibration) -> None:
    """Keep an answer, whole or not at all; a folder that cannot be written costs the next run its time only."""
    report = {key: getattr(calibration, key) for key in Calibration.__dataclass_fields__}
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(f".{os.getpid()}.part")
        with part.open("wb") as out:
            np.savez(out, weight=plan.weight, report=np.array(json.dumps(report)))
        part.replace(path)
    except OSError:
        return


def _read(path: Path, plan: Plan) -> tuple[Plan, Calibration] | None:
    """An answer that was kept; None when there is none, or none that can be read."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as kept:
            weight, report = kept["weight"], json.loads(str(kept["report"]))
        calibration = Calibration(**report)
    except (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile):
        return None
    if weight.shape != plan.weight.shape:
        return None
    world = plan.world.copy()
    for key, value in calibration.constants.items():
        world[key] = value
    return plan._replace(weight=weight, world=world), calibration
