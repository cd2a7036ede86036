"""The best observer: the likeliest phase given everything that a shop may see, learnt from visitors of its own.

A benchmark that no shop can have, as the true phase is only known in a simulation (MODEL 10). What it may see is what
the score card sees: the card, points, pages, recognition, the basket and the device.
"""

from __future__ import annotations

import numpy as np

from simulation.behaviour.life import live
from simulation.behaviour.seen import BROWSE, OBSERVED, SCORE_BINS, VISIT_BINS
from simulation.behaviour.state import Traveller, new_traveller
from simulation.compiled import compiled
from simulation.draws import CALIBRATION, stream_key
from simulation.plan import Draw, Floats, Ints, Plan

VISITORS = 150_000
"""Visitors it learns from."""
PRIOR_VIEWS = 5.0
"""So many views are worth what is known of the card, points and visit without the details."""


@compiled
def watch(
    plan: Plan,
    draw: Draw,
    traveller: Traveller,
    key: tuple[np.uint64, np.uint64],
    visitors: tuple[int, int],
    arm: int,
) -> None:
    """Let these visitors live in one arm; what could be observed and what was true adds up in `traveller.watched`."""
    for visitor in range(visitors[0], visitors[1]):
        live(plan, draw, traveller, key[0], key[1], visitor, arm)


def learn(plan: Plan, draw: Draw, *, arm: int, seed: int, visitors: int = VISITORS) -> Ints:
    """The table of the best observer for one arm, shape (C * OBSERVED,): the phase it believes in.

    Learnt on the calibration stream, so never from the visitors it will judge.
    """
    cards = plan.cards.shape[1]
    traveller = new_traveller(plan, watched=cards * OBSERVED)
    watch(plan, draw, traveller, stream_key(seed, CALIBRATION), (0, visitors), arm)
    return likeliest(traveller.watched, cards)


def likeliest(counts: Floats, cards: int) -> Ints:
    """The likeliest phase for each thing observed, from views by that and by true phase, shape (C * OBSERVED, 4).

    What was seldom observed leans on the card with its points, that on the card, and that on all cards.
    """
    fine = counts.reshape(cards, SCORE_BINS * VISIT_BINS, -1, 4)
    middle, coarse = fine.sum(axis=2), fine.sum(axis=(1, 2))
    base = _shares(coarse.sum(axis=0) + 1.0)
    by_card = _shares(coarse + PRIOR_VIEWS * base)
    by_points = _shares(middle + PRIOR_VIEWS * by_card[:, None])
    belief = fine + PRIOR_VIEWS * by_points[:, :, None]
    return np.asarray(BROWSE + belief.reshape(-1, 4).argmax(axis=1), np.int64)


def _shares(counts: Floats) -> Floats:
    return np.asarray(counts / counts.sum(axis=-1, keepdims=True))
