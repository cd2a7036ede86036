"""What a visitor is, knows and has been told: the state that the functions of this package read and write."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from simulation.compiled import apart, compiled
from simulation.measures import tallies
from simulation.plan import CONTEXTS, DEVICE_COUNT, PRODUCTS, Floats, Ints, Plan, Records
from simulation.traces import EVENT

# How a visit stands (TRAVELLER.doing).
WALKING: Final = 0
BOUNCED: Final = 1  # turned around at once: no message, no persuasion
LEAVING: Final = 2
ORDERED: Final = 3

TRAVELLER = np.dtype(
    [
        # Key and person.
        ("key_0", "u8"),
        ("key_1", "u8"),
        ("visitor", "i8"),
        ("arm", "i8"),
        ("persona", "i8"),
        ("traits", "i8"),  # row of the persona in Plan.personas, as this arm has it
        ("intent", "f8"),  # z
        ("speed", "f8"),
        ("consent", "i8"),
        ("login", "i8"),
        ("customer", "i8"),
        ("known", "i8"),  # had visited before the window
        ("reachable", "i8"),  # the shop has an address
        ("subscribed", "i8"),  # left it for a newsletter
        ("born", "i8"),  # ms since Monday 00:00 at which the first visit starts
        ("birthday", "f8"),  # when in the year, share of it that has passed on the day of the first visit
        ("signed", "i8"),  # ms at which the address became the shop's, 0 if it had it before; -1: it has none
        ("products", "i8"),
        ("cents", "i8"),  # value of an order
        # Visit.
        ("clock", "i8"),
        ("visit", "i8"),
        ("began", "i8"),  # ms at which this visit started
        ("first_device", "i8"),
        ("device", "i8"),
        ("channel", "i8"),
        ("goal", "i8"),
        ("push", "f8"),  # what drives forward all visit long
        ("stay", "f8"),  # what holds against leaving all visit long
        ("recognised", "i8"),
        ("silent", "i8"),  # 1: excluded, hears nothing
        ("memory", "i8"),  # which of the shop's memories is this visitor's
        ("pages", "i8"),  # of this visit
        ("reached", "i8"),  # bits of the phase kinds seen
        ("saw_basket", "i8"),
        ("messages", "i8"),
        ("pushed", "f8"),  # F
        ("held", "f8"),  # K
        ("visit_score", "f8"),
        ("discount", "f8"),  # best share off shown in this visit
        ("return_shift", "f8"),
        ("arrived_by", "i8"),  # rule whose contact brought this visit; -1: own accord
        ("mailed", "i8"),  # 1: a mail about the basket left behind went before this visit
        ("primed", "f8"),  # what exposures add to F at the start of the next visit
        ("touched", "i8"),  # bits of the exposures seen so far: 1 touch, 2 tell, 4 sell
        ("voucher", "f8"),  # share off the next order, promised for an address
        # Page.
        ("card", "i8"),
        ("nth", "i8"),
        ("focus", "i8"),  # product; -1 none
        ("at_hand", "i8"),  # last product viewed in this visit; -1 none
        ("progress", "f8"),  # R where he stands
        ("dwell", "i8"),  # ms
        ("spoke", "i8"),  # messages on this page
        ("views", "i8"),  # views of any product in this visit
        ("doing", "i8"),
        ("seen", "i8"),  # phase kind the system sees; -1 nothing
        ("audience", "i8"),  # audience kind it sees; -1 nothing
        ("friction", "f8"),  # of the hand-over by which he came to this page
        ("chance", "f8"),  # of what luck has just decided; -1 nothing
        ("waited", "i8"),  # ms in a queue on this page
        ("served", "i8"),  # ms that a desk takes to help on this page; -1: no desk does
        # Across visits.
        ("basket", "i8"),  # product in the basket; -1 empty
        ("all_pages", "i8"),
        ("all_messages", "i8"),
        ("orders", "i8"),
        ("stage", "i8"),  # what is to happen next in a world of many, see behaviour.together
        ("gap", "i8"),  # ms between the last visit and the one to begin
        ("reserved", "i8"),  # cents set aside for a discount shown in this visit
        ("reserved_on", "i8"),  # day of the shop's calendar whose budget they are of
        # Of the order and what follows it.
        ("added", "f8"),  # share that offers on this visit add to the order's value
        ("paid", "i8"),  # cents of the order
        ("earned", "i8"),  # its margin, cents
        ("burden", "f8"),  # what pain points after the order take off satisfaction, log-odds
        ("pleased", "f8"),  # what messages after the order add to it
        ("lifted", "f8"),  # what they add to ln(rate of repeat purchase) ...
        ("lifted_at", "i8"),  # ... from this time on, ms
        ("asked", "f8"),  # what they add to the log-odds of a review ...
        ("asked_at", "i8"),
        ("brings", "f8"),  # what they add to ln(probability of bringing another)
        ("care_cost", "f8"),  # what they cost, thousandths of a cent
        ("reset", "i8"),  # 1: the counts of messages of the last visit are to be wiped
        ("stamp", "i8"),  # number of this visit over all visitors of this traveller's life
        ("offered", "i8"),  # 1: an arm that learns has drawn what may be said to him
        ("events", "i8"),  # events so far
    ],
    align=True,
)


class Traveller(NamedTuple):
    """One visitor in one arm. Made once by `new_traveller` and used for one visitor after another."""

    state: Records  # (1,) TRAVELLER
    progress: Floats  # (PRODUCTS,) true progress per product
    score: Floats  # (3, PRODUCTS) points per memory and product, as of `scored`
    scored: Ints  # (3,) ms at which the memory was last used; -1: no memory
    viewed: Ints  # (3,) product views the memory holds
    looks: Ints  # (PRODUCTS,) views of each product in this visit
    goods: Ints  # (PRODUCTS,) which product of the catalogue each considered one is; -1: no catalogue
    stamps: Ints  # (C,) last visit in which the card was seen
    counts: Ints  # (C,) views of the card in that visit
    rule_visit: Ints  # (R,) times shown in this visit
    rule_total: Ints  # (R,) times shown in all
    rule_last: Ints  # (R,) page number of the last showing; -1 never
    technique: Ints  # (T,) times shown in this visit
    offered: Ints  # (CONTEXTS, 2) option drawn + 1, and number of the visit in which it first mattered + 1; 0: none
    luck: Floats  # (lanes,) uniforms of the race on this page
    tally: Floats  # (COUNT,) what this visitor leaves behind
    events: Records  # (any,) EVENT; length 0: nobody listens
    watched: Floats  # (C * OBSERVED, 4) judged pages by what can be observed and true phase; length 0: nobody watches
    stock: Ints  # (Q,) pieces left of each product; shared by everybody in a world
    spent: Ints  # (days, 2) contacts and discount cents of each day; shared by everybody in a world


def new_traveller(plan: Plan, events: int = 0, watched: int = 0) -> Traveller:
    """Room for one visitor at a time on this plan, with room for so many events and so many things to observe."""
    lanes = int(plan.cards["link_count"].max(initial=0)) + 1
    return Traveller(
        state=np.zeros(1, TRAVELLER),
        progress=np.zeros(PRODUCTS),
        score=np.zeros((DEVICE_COUNT, PRODUCTS)),
        scored=np.full(DEVICE_COUNT, -1, np.int64),
        viewed=np.zeros(DEVICE_COUNT, np.int64),
        looks=np.zeros(PRODUCTS, np.int64),
        goods=np.full(PRODUCTS, -1, np.int64),
        stamps=np.zeros(plan.cards.shape[1], np.int64),
        counts=np.zeros(plan.cards.shape[1], np.int64),
        rule_visit=np.zeros(len(plan.rules), np.int64),
        rule_total=np.zeros(len(plan.rules), np.int64),
        rule_last=np.full(len(plan.rules), -1, np.int64),
        technique=np.zeros(len(plan.techniques), np.int64),
        offered=np.zeros((CONTEXTS, 2), np.int64),
        luck=np.zeros((lanes + 3) // 4 * 4),
        tally=np.zeros(tallies.COUNT),
        events=np.zeros(events, EVENT),
        watched=np.zeros((watched, 4)),
        stock=plan.goods["stock"].copy(),
        spent=np.zeros((1, 2), np.int64),
    )


@apart
def _write(state: Records, events: Records, n: int, clock: int, kind: int, link: int, rule: int, value: float) -> None:
    """Write event number n of this visitor."""
    me = state[0]
    row = events[n]
    row["visitor"] = me["visitor"]
    row["arm"] = me["arm"]
    row["visit"] = me["visit"]
    row["time"] = clock
    row["kind"] = kind
    row["card"] = me["card"]
    row["link"] = link
    row["rule"] = rule
    row["value"] = value
    row["seen"] = me["seen"]
    row["audience"] = me["audience"]
    row["chance"] = me["chance"]
    row["born"] = me["born"]
    row["persona"] = me["persona"]
    row["device"] = me["device"]
    row["channel"] = me["channel"]
    row["goal"] = me["goal"]
    row["knows"] = me["recognised"]
    row["product"] = me["focus"]
    row["discount"] = 0.0
    row["margin"] = 0.0


@compiled
def number_view(traveller: Traveller) -> None:
    """Number this time on the card among those of it since the last `stamp`: luck is addressed by it."""
    me = traveller.state[0]
    here = me["card"]
    if traveller.stamps[here] == me["stamp"]:
        traveller.counts[here] += 1
    else:
        traveller.stamps[here] = me["stamp"]
        traveller.counts[here] = 0
    me["nth"] = traveller.counts[here]


@compiled
def note(traveller: Traveller, clock: int, kind: int, link: int, rule: int, value: float) -> None:
    """Write one event on the card where the visitor is, if there is room; count it in any case."""
    me = traveller.state[0]
    n = me["events"]
    me["events"] = n + 1
    if n < len(traveller.events):
        _write(traveller.state, traveller.events, n, clock, kind, link, rule, value)


@compiled
def note_sale(traveller: Traveller, clock: int, kind: int, cents: float, discount: float, margin: float) -> None:
    """Write an event about money, all in cents: what is paid, what was taken off, what the shop makes on it."""
    n = traveller.state[0]["events"]
    note(traveller, clock, kind, -1, -1, cents)
    if n < len(traveller.events):
        row = traveller.events[n]
        row["discount"] = discount
        row["margin"] = margin
