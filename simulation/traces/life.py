"""One visitor, as whoever tells his story needs him: who he is, what he did in an arm, where two lives part."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from personas.records import DEVICES
from simulation import traces
from simulation.behaviour.state import new_traveller
from simulation.behaviour.visitor import begin_visitor
from simulation.draws import stream_key
from simulation.measures.tallies import CENTS
from simulation.plan import Records
from simulation.traces.walk import Span, Walk

PATH = (
    traces.VISIT, traces.VIEW, traces.CHOICE, traces.LEAVE, traces.BOUNCE, traces.ORDER, traces.GOAL, traces.QUEUE,
    traces.GAVE_UP, traces.SOLD_OUT, traces.SENT_BACK, traces.JUDGED, traces.REVIEW, traces.RECOMMENDS, traces.REPEAT,
    traces.DROPPED_OUT, traces.REFERRAL,
)  # fmt: skip
"""Events that are the visitor's own doing; what the shop says about them is none of these."""


@dataclass(frozen=True)
class Person:
    """Who a visitor is, for life.

    Attributes:
        persona: id of the persona.
        device: device of the first visit.
        consent: whether the shop may look.
        login: whether he logs in, so that he is known on every device.
        customer: whether he was a customer before.
        known: whether he had visited before.
        products: how many products he considers.
        spends: what an order of his is worth, money.
        keen: how much he wants to buy, in standard deviations of his persona from the average visitor.
        goods: ids of the products of the catalogue that he considers; empty without a catalogue.
    """

    persona: str
    device: str
    consent: bool
    login: bool
    customer: bool
    known: bool
    products: int
    spends: float
    keen: float
    goods: tuple[str, ...]


def person(walk: Walk, visitor: int, arm: int = 0) -> Person:
    """Who this visitor is; the same in every arm that changes no persona."""
    plan, tables = walk.compiled.plan, walk.compiled.tables
    traveller = new_traveller(plan)
    key = stream_key(walk.seed, walk.stream)
    begin_visitor(plan, traveller, key[0], key[1], visitor, arm)
    me = traveller.state[0]
    kind = int(me["persona"])
    spread = float(plan.personas[int(me["traits"])]["intent_spread"])
    names = sorted(walk.scenario.products)
    goods = [int(one) for one in traveller.goods[: int(me["products"])]]
    return Person(
        persona=tables.personas[kind],
        device=DEVICES[int(me["first_device"])],
        consent=bool(me["consent"] > 0),
        login=bool(me["login"] > 0),
        customer=bool(me["customer"] > 0),
        known=bool(me["known"] > 0),
        products=int(me["products"]),
        spends=float(me["cents"]) / CENTS,
        keen=float(me["intent"]) / spread if spread > 0 else 0.0,
        goods=tuple(names[one] for one in goods if 0 <= one < len(names)),
    )


def life(walk: Walk, visitor: int, arm: int, draw: int = 0) -> Records:
    """What this visitor did in one arm under one draw: rows of EVENT as they happened.

    Where visitors compete, all who came before him live too: he should be none of the late ones.
    """
    one = range(visitor, visitor + 1)
    return walk.events(Span(draw, one, range(visitor + 1) if walk.coupled else one), arm)


class Parting(NamedTuple):
    """Where two lives part: the first event of each that the other has not; None where one life simply ends."""

    here: np.void | None
    there: np.void | None


def parting(here: Records, there: Records) -> Parting | None:
    """Where the lives of one visitor in two arms part; None when he does the same in both."""
    mine, other = here[np.isin(here["kind"], PATH)], there[np.isin(there["kind"], PATH)]
    shared = min(len(mine), len(other))
    fields = ("kind", "visit", "time", "card", "link", "value")
    same = np.ones(shared, np.bool)
    for name in fields:
        same &= mine[name][:shared] == other[name][:shared]
    at = int(np.argmin(same)) if not same.all() else shared
    if at == len(mine) == len(other):
        return None
    return Parting(mine[at] if at < len(mine) else None, other[at] if at < len(other) else None)
