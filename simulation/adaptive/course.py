"""One course of learning: a shop that starts knowing nothing, batch after batch, and what it could have had instead.

A course is one unit: what is drawn in a later batch depends on everybody in the earlier ones (MODEL 9.5). All policies
it is compared with meet the same visitors with the same luck.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from simulation.adaptive.bandit import Yes, always, cumulated, possible, settled_on, shares
from simulation.behaviour.state import new_traveller
from simulation.engines.learning import live_batch, new_batch
from simulation.measures.tallies import COUNT
from simulation.plan import Draw, Floats, Plan

CONTROL, FIXED, LEARNS = 0, 1, 2
"""Arms of a plan that learns: the control, the same rules by their priorities, and the learner."""


class Calendar(NamedTuple):
    """First visitor of a course, visitors of each batch, number of batches."""

    first: int
    people: int
    batches: int


class Course(NamedTuple):
    """What happened in one course.

    Attributes:
        totals: tallies per batch of control, fixed rules and learner, shape (B, 3, COUNT).
        shares: shares in which options were drawn, batch by batch and after the last, shape (B + 1, CONTEXTS, O).
        counts: visitors per option and of these good ones, over all batches, (CONTEXTS, O, 2).
        settled: tallies if everybody had got what it ended with, shape (COUNT,).
        hindsight: tallies of each policy that never changes, on the same visitors, shape (H, COUNT): silence, the fixed
            rules, each rule alone wherever it may speak, and what the learner ended with.
    """

    totals: Floats
    shares: Floats
    counts: Floats
    settled: Floats
    hindsight: Floats


def with_shares(plan: Plan, rows: Floats) -> Plan:
    """The plan in which the learner draws options with these shares, (CONTEXTS, O)."""
    allocation = plan.allocation.copy()
    allocation[LEARNS] = cumulated(rows)
    return plan._replace(allocation=allocation)


def learn(
    plan: Plan, draw: Draw, key: tuple[np.uint64, np.uint64], calendar: Calendar, luck: np.random.Generator
) -> Course:
    """Let a shop learn from its first visitor on.

    Args:
        plan: arms as `CONTROL`, `FIXED` and `LEARNS` say.
        draw: one row of the parameter draws, the truth of this course.
        key: key of the stream of the visitors' luck.
        calendar: who comes.
        luck: of the draws from the posteriors.
    """
    options = plan.allocation.shape[2]
    traveller = new_traveller(plan)

    def lived(here: Plan, arm: int, start: int, stop: int) -> tuple[Floats, Floats]:
        batch = new_batch(options if arm == LEARNS else 0)
        live_batch(here, draw, traveller, key, (calendar.first + start, calendar.first + stop), arm, batch)
        return batch.totals, batch.counts

    allowed: Yes = possible(plan.allocation[LEARNS])
    totals = np.zeros((calendar.batches, 3, COUNT))
    counts = np.zeros((*allowed.shape, 2))
    drawn = np.zeros((calendar.batches + 1, *allowed.shape))
    for number in range(calendar.batches):
        drawn[number] = shares(counts, allowed, luck)
        ends = (number * calendar.people, (number + 1) * calendar.people)
        for arm in (CONTROL, FIXED):
            totals[number, arm] = lived(plan, arm, *ends)[0]
        totals[number, LEARNS], new = lived(with_shares(plan, drawn[number]), LEARNS, *ends)
        counts += new
    drawn[-1] = shares(counts, allowed, luck)
    everybody = (0, calendar.batches * calendar.people)

    def throughout(rows: Floats) -> Floats:
        return lived(with_shares(plan, rows), LEARNS, *everybody)[0]

    settled = throughout(settled_on(drawn[-1]))
    silence = totals[:, CONTROL].sum(axis=0) if _silent(plan) else throughout(always(allowed, 0))
    alone = [throughout(always(allowed, option)) for option in range(1, options) if allowed[:, option].any()]
    return Course(totals, drawn, counts, settled, np.stack([silence, totals[:, FIXED].sum(axis=0), *alone, settled]))


def _silent(plan: Plan) -> bool:
    """Whether a learner that says nothing is the control."""
    learner, control = plan.arms[LEARNS], plan.arms[CONTROL]
    spoken = any(learner[name] > 0 for name in ("contact_count", "prime_count", "care_count"))
    return bool(learner["twin"] > 0 and control["rule_count"] == 0 and not spoken)
