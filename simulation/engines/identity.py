"""What a behaviour is, told by what it does: a digest of some visitors' lives, not of the text of the sources.

A digest of files changes with every comment. This one changes when somebody lives another life: then whatever was
computed from the old behaviour (the shipped curves) is out of date.
"""

from __future__ import annotations

import hashlib

from simulation.draws import CALIBRATION
from simulation.engines.choose import run
from simulation.measures.tallies import INDEX
from simulation.plan import ParameterDraws, Plan

WATCHED = (
    "visits", "return_visits", "pages", "bounces", "basket_visits", "dwell_seconds", "messages", "converted", "orders",
    "revenue",
)  # fmt: skip
"""Tallies that tell one life from another; tallies that are added later change no identity."""
SEED = 1


def identity(plan: Plan, draws: ParameterDraws, visitors: int = 2_000) -> str:
    """Digest (16 hexadecimal digits) of what so many visitors per draw do in every arm of the plan.

    Sums of whole numbers, so the machine and its threads do not matter. Take a plan whose offsets are not solved:
    then the way of solving them does not matter either.
    """
    moments = run(plan, draws, seed=SEED, stream=CALIBRATION, first_visitor=0, visitors_per_draw=visitors)
    told = hashlib.blake2b(digest_size=8)
    for name in WATCHED:
        sums = moments.raw_first[..., INDEX[name]]
        told.update(f"{name} {sums.shape} {[int(one) for one in sums.ravel()]}".encode())
    return told.hexdigest()
