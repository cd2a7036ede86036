"""What both engines of worlds share: who comes when, what is shared in a world, and what is kept of it."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from simulation.behaviour.state import Traveller
from simulation.behaviour.together import arrival
from simulation.compiled import compiled
from simulation.engines.kernel import add_messages
from simulation.measures.tallies import COUNT, CROSS, ORDERS, OWN
from simulation.plan import DAY, WEEK, Floats, Ints, Plan

_USED = np.unique(OWN)
USED: Ints = np.asarray(_USED, np.int64)
"""Tallies whose products the measures need; only these are kept per visitor."""
_OWN = np.searchsorted(USED, OWN)
_CROSS = np.searchsorted(USED, CROSS)
_ORDERS = int(np.searchsorted(USED, ORDERS))
SPARE_DAYS = 2
"""Days beyond the last that a budget is kept for, so that no rounding falls off the end."""


class Ledger(NamedTuple):
    """What a world leaves behind, for all arms of one run of a shop period."""

    kept: Floats  # (A, N, U) tallies of `USED` per visitor
    groups: Ints  # (N,) group of each visitor
    totals: Floats  # (G, A, M) tallies of everybody together
    shown: Floats  # (R,) how often each rule spoke


class Calendar(NamedTuple):
    """Who comes when."""

    order: Ints  # (N,) positions in the order in which they come
    times: Ints  # (N,) when each position comes, ms on the world's clock


class Shared(NamedTuple):
    """What visitors of one arm's world compete for."""

    stock: Ints  # (Q,) pieces left
    spent: Ints  # (days, 2) contacts and discount cents of each day


def new_ledger(plan: Plan, people: int) -> Ledger:
    """Room for one run of so many visitors."""
    arms, groups = len(plan.arms), int(plan.group.max()) + 1
    return Ledger(
        np.zeros((arms, people, len(USED))),
        np.zeros(people, np.int64),
        np.zeros((groups, arms, COUNT)),
        np.zeros(len(plan.rules)),
    )


def new_shared(plan: Plan, people: int) -> Shared:
    """The stock and the empty books of a world of so many visitors."""
    days = 1
    if (plan.arms["mail_budget"] >= 0).any() or (plan.arms["discount_budget"] >= 0).any():
        world = plan.world[0]
        weeks = math.ceil(people * float(world["arrival_gap"]) / WEEK)
        days = 7 * weeks + int((world["horizon"] + world["after_span"]) // DAY) + SPARE_DAYS
    return Shared(plan.goods["stock"].copy(), np.zeros((days, 2), np.int64))


def clear(ledger: Ledger) -> None:
    """Forget the run that was kept here. What is kept per visitor is written over by the next run."""
    ledger.totals[:] = 0.0
    ledger.shown[:] = 0.0


@compiled
def fill_times(plan: Plan, key: tuple[np.uint64, np.uint64], first: int, times: Ints) -> None:
    """When each visitor of a world comes, ms on its clock, into `times` (N,)."""
    people = len(times)
    for position in range(people):
        times[position] = arrival(plan, key[0], key[1], first + position, position, people)


def schedule(plan: Plan, key: tuple[np.uint64, np.uint64], first: int, people: int) -> Calendar:
    """Who comes when, in a world whose first visitor has this number.

    Of those who come in the same millisecond the one with the lower number is first.
    """
    times = np.zeros(people, np.int64)
    fill_times(plan, key, first, times)
    return Calendar(np.argsort(times, kind="stable"), times)


@compiled
def enter_book(plan: Plan, traveller: Traveller, position: int, ledger: Ledger) -> None:
    """A visitor is followed no more: keep what he leaves behind."""
    me = traveller.state[0]
    arm = me["arm"]
    group = plan.group[me["persona"], me["first_device"]]
    ledger.groups[position] = group
    for n in range(len(USED)):
        ledger.kept[arm, position, n] = traveller.tally[USED[n]]
    for index in range(COUNT):
        ledger.totals[group, arm, index] += traveller.tally[index]
    add_messages(plan, traveller, ledger.shown, arm)


class PairSums(NamedTuple):
    """Where the visitors of a world are compared with themselves in another arm, for one draw."""

    seen: Floats  # (G,)
    own: Floats  # (G, A, products of OWN)
    cross: Floats  # (G, A - 1, products of CROSS)
    flips: Floats  # (G, A - 1)
    gained: Floats  # (G, A - 1)


@compiled
def add_pairs(ledger: Ledger, sums: PairSums) -> None:
    """Add every visitor of a finished run, all arms beside one another."""
    arms = len(ledger.kept)
    for position in range(len(ledger.groups)):
        group = ledger.groups[position]
        sums.seen[group] += 1.0
        for arm in range(arms):
            mine = ledger.kept[arm, position]
            for product in range(len(_OWN)):
                sums.own[group, arm, product] += mine[_OWN[product, 0]] * mine[_OWN[product, 1]]
        control = ledger.kept[0, position]
        for arm in range(1, arms):
            mine = ledger.kept[arm, position]
            if mine[_ORDERS] != control[_ORDERS]:
                sums.flips[group, arm - 1] += 1.0
                if mine[_ORDERS] > control[_ORDERS]:
                    sums.gained[group, arm - 1] += 1.0
            for product in range(len(_CROSS)):
                sums.cross[group, arm - 1, product] += control[_CROSS[product, 0]] * mine[_CROSS[product, 1]]
