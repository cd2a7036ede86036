"""From events back to tallies: what a visitor did is all that is counted, so whoever has the events has every KPI.

Nothing here looks at a state of the simulation. A row of `traces.EVENT` and the plan (what a message costs, which card
is a checkout) are enough; `tests/simulation/measures/test_rebuild.py` holds every tally to it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from personas.records import PHASE_KINDS
from simulation import traces
from simulation.behaviour.after import DETRACTOR, PROMOTER
from simulation.measures.tallies import CHANNEL_SLOTS, COUNT, INDEX, KINDS, MILLICENTS
from simulation.plan import A_SALE, AFTER_ABANDONMENT, BASKET_PRODUCT, DAY, MICRO_GOAL, Floats, Ints, Plan, Records

GOALS = ("leads", "sign_ups", "store_visits")

Mask = NDArray[np.bool]
Counted = dict[str, Floats]


class _Events:
    """Rows of one arm, by visitor and as they happened; with who owns each row and which visit it is of."""

    def __init__(self, plan: Plan, rows: Records, visitors: range) -> None:
        self.plan, self.rows = plan, rows
        self.people = len(visitors)
        self.owner: Ints = rows["visitor"] - visitors.start
        self.kind: Ints = rows["kind"]
        self.value: Floats = rows["value"]
        self.card: Ints = np.maximum(rows["card"], 0)
        self.cards = plan.cards[rows["arm"][0]] if len(rows) else plan.cards[0]
        most = int(rows["visit"].max(initial=0)) + 1
        _, self.visit = np.unique(self.owner * most + rows["visit"], return_inverse=True)
        self.visits = int(self.visit.max(initial=-1)) + 1
        self.whose = np.zeros(self.visits, np.int64)  # owner of each visit
        self.whose[self.visit] = self.owner
        self.ordered = self.in_visit(self.of(traces.ORDER))

    def of(self, *kinds: int) -> Mask:
        """Rows of these kinds."""
        return np.isin(self.kind, kinds)

    def count(self, which: Mask, worth: Floats | None = None) -> Floats:
        """Rows of each visitor, or what they are worth together."""
        weights = None if worth is None else worth[which]
        return np.bincount(self.owner[which], weights, self.people).astype(np.float64)

    def in_visit(self, which: Mask) -> Mask:
        """Visits that have such a row."""
        found = np.zeros(self.visits, np.bool)
        found[self.visit[which]] = True
        return found

    def count_visits(self, which: Mask) -> Floats:
        """Visits of each visitor for which this holds."""
        return np.bincount(self.whose[which], minlength=self.people).astype(np.float64)

    def cost(self, *kinds: int) -> Floats:
        """What messages of these kinds cost each visitor, thousandths of a cent."""
        spoke = self.of(*kinds) & (self.rows["rule"] >= 0)
        worth = np.floor(self.plan.rules["cost"][self.rows["rule"]] * MILLICENTS + 0.5) if spoke.any() else self.value
        return self.count(spoke, worth)


def rebuild(plan: Plan, rows: Records, visitors: range) -> Floats:
    """The tallies of these visitors, shape (visitors, COUNT), from all their events in one arm.

    Args:
        plan: the plan of the run.
        rows: events, shape (events,) EVENT, by visitor and then as they happened.
        visitors: their numbers; whoever has no event has lived no visit.
    """
    events = _Events(plan, rows, visitors)
    found: Counted = {"visitors": np.ones(events.people)}
    for part in (_visits, _phases, _baskets, _messages, _seen, _desks, _orders, _afterwards):
        found |= part(events)
    table = np.zeros((events.people, COUNT))
    for name, column in found.items():
        table[:, INDEX[name]] = column
    return table


def derived(plan: Plan) -> frozenset[str]:
    """Names of the tallies that `rebuild` finds on this plan."""
    events = _Events(plan, np.zeros(0, traces.EVENT), range(1))
    parts = (_visits, _phases, _baskets, _messages, _seen, _desks, _orders, _afterwards)
    return frozenset({"visitors"}.union(*(part(events) for part in parts)))


def _any(counts: Floats) -> Floats:
    return (counts > 0).astype(np.float64)


def _whole(value: Floats) -> Floats:
    """Milliseconds as whole seconds, as they are tallied: page by page."""
    return np.floor(value * 0.001 + 0.5)


def _visits(events: _Events) -> Counted:
    plan, rows = events.plan, events.rows
    came, again = events.of(traces.VISIT), rows["visit"] > 0
    slot = np.minimum(rows["channel"], CHANNEL_SLOTS - 1)
    costs = np.floor(plan.visit_cost[np.maximum(rows["channel"], 0)] * MILLICENTS + 0.5)
    seen = events.of(traces.VIEW)
    pages = np.bincount(events.visit[seen], minlength=events.visits)
    micro = events.count(seen & (events.cards["goal"][events.card] == MICRO_GOAL))
    return {
        "visits": events.count(came),
        "return_visits": events.count(came & again),
        "unrecognised": events.count(came & again & (rows["knows"] == 0)),
        "contact_returns": events.count(came & (rows["rule"] >= 0)),
        "visit_cost": events.count(came, costs),
        **{f"visits_by_{number}": events.count(came & (slot == number)) for number in range(CHANNEL_SLOTS)},
        "pages": events.count(seen),
        "bounces": events.count_visits((pages == 1) & ~events.ordered),
        "dwell_seconds": events.count(events.of(traces.CHOICE, traces.LEAVE, traces.BOUNCE), _whole(events.value)),
        "lost_context": events.count(events.of(traces.LOST_CONTEXT)),
        "swayed": events.count(events.of(traces.SWAYED)),
        "micro": micro,
        "micro_visitors": _any(micro),
        "micro_converted": _any(micro) * _any(events.count(events.of(traces.ORDER))),
    }


def _phases(events: _Events) -> Counted:
    seen, left = events.of(traces.VIEW), events.of(traces.LEAVE, traces.BOUNCE)
    kind = events.cards["kind"][events.card]
    reached = np.array([events.in_visit(seen & (kind == number)) for number in range(len(PHASE_KINDS))])
    found: Counted = {}
    for number, name in enumerate(PHASE_KINDS):
        later = reached[number + 1 :].any(axis=0) | events.ordered
        found[f"reach_{name}"] = events.count_visits(reached[number])
        found[f"further_{name}"] = events.count_visits(reached[number] & later)
        found[f"ordered_{name}"] = events.count_visits(reached[number] & events.ordered)
        found[f"left_{name}"] = events.count(left & (kind == number))
    return found


def _baskets(events: _Events) -> Counted:
    """A basket is filled on the first card that shows it, and emptied when it is forgotten or nothing is left."""
    rows, plan = events.rows, events.plan
    shows = events.of(traces.VIEW) & (events.cards["focus"][events.card] == BASKET_PRODUCT)
    fills = shows & (rows["product"] >= 0)
    empties = events.of(traces.FORGET, traces.SOLD_OUT)
    ends = events.of(traces.LEAVE, traces.BOUNCE)
    turn = np.where(fills, 1, np.where(empties, 0, -1))
    turn[_first(events.owner)] = np.maximum(turn[_first(events.owner)], 0)  # everybody begins with an empty one
    last = np.maximum.accumulate(np.where(turn >= 0, np.arange(len(turn)), 0)) if len(turn) else turn
    filled = turn[last] > 0
    mails = events.of(traces.CONTACT) & (rows["rule"] >= 0)
    if mails.any():
        mails &= plan.rules["trigger"][rows["rule"]] == AFTER_ABANDONMENT
    mailed = events.in_visit(mails)
    follows = np.zeros(events.visits, np.bool)  # a visit after one that was mailed about
    follows[1:] = mailed[:-1] & (events.whose[1:] == events.whose[:-1])
    return {
        "basket_visits": events.count_visits(events.in_visit(shows)),
        "baskets_left": events.count(ends & filled),
        "baskets_mailed": events.count_visits(mailed),
        "baskets_recovered": events.count_visits(follows & events.ordered),
    }


def _first(owner: Ints) -> Mask:
    """The first row of every visitor."""
    return np.asarray(np.diff(owner, prepend=-1) != 0)


def _messages(events: _Events) -> Counted:
    rows = events.rows
    told, sent, shown = events.of(traces.MESSAGE), events.of(traces.CONTACT), events.of(traces.EXPOSURE)
    # Where the visitor really was stands in the view of the page on which the message was shown.
    views = np.where(events.of(traces.VIEW), np.arange(len(rows)), -1)
    page = np.maximum.accumulate(views) if len(rows) else views
    off = told & (_four(rows["seen"]) != _true(events.value[np.maximum(page, 0)])) if len(rows) else told
    return {
        "messages": events.count(told),
        "messaged": _any(events.count(told)),
        "message_cost": events.cost(traces.MESSAGE, traces.CONTACT, traces.EXPOSURE),
        "off_phase": events.count(off),
        "against": events.count(told & (events.value < 0)),
        "contacts": events.count(sent),
        "contacted": _any(events.count(sent)),
        "exposures": events.count(shown),
        "exposed": _any(events.count(shown)),
        "subscribers": _any(events.count(events.of(traces.SIGN_UP))),
    }


def _four(kind: Ints) -> Ints:
    return np.clip(kind, 1, 4)


def _true(progress: Floats) -> Ints:
    return np.asarray(np.minimum(4, 1 + np.maximum(0.0, progress).astype(np.int64)))


def _seen(events: _Events) -> Counted:
    judged = events.of(traces.VIEW) & (events.rows["seen"] >= 0)
    true, seen = _true(events.value), _four(events.rows["seen"])
    found = {"seen_views": events.count(judged), "seen_right": events.count(judged & (true == seen))}
    for row, one in enumerate(KINDS, 1):
        for column, other in enumerate(KINDS, 1):
            found[f"true_{one}_seen_{other}"] = events.count(judged & (true == row) & (seen == column))
    return found


def _desks(events: _Events) -> Counted:
    helped, gone = events.of(traces.QUEUE), events.of(traces.GAVE_UP)
    return {
        "queued": events.count(helped | gone),
        "served": events.count(helped),
        "gave_up": events.count(gone),
        "waited_seconds": events.count(helped | gone, _whole(events.value)),
        "sold_out": events.count(events.of(traces.SOLD_OUT)),
    }


def _orders(events: _Events) -> Counted:
    order, goal = events.of(traces.ORDER), events.of(traces.GOAL)
    goal_kind = events.cards["goal_kind"][events.card]
    margin = events.count(order, events.rows["margin"])
    spent = events.cost(traces.MESSAGE, traces.CONTACT, traces.EXPOSURE)
    return {
        "converted": _any(events.count(order)),
        "orders": events.count(order),
        "revenue": events.count(order, events.value),
        "discount_cost": events.count(order, events.rows["discount"]),
        "margin": margin - np.floor(spent * 0.001 + 0.5),
        "goal_value": events.count(goal, events.value),
        **{name: events.count(goal & (goal_kind == number)) for number, name in enumerate(GOALS, A_SALE + 1)},
    }


def _afterwards(events: _Events) -> Counted:
    rows = events.rows
    buyers = _any(events.count(events.of(traces.ORDER) & (events.cards["goal_kind"][events.card] == A_SALE)))
    again, back = events.of(traces.REPEAT), events.of(traces.SENT_BACK)
    judged, asked, review = events.of(traces.JUDGED), events.of(traces.RECOMMENDS), events.of(traces.REVIEW)
    pro = events.count(asked & (events.value >= PROMOTER))
    con = events.count(asked & (events.value <= DETRACTOR))
    care = np.floor(events.cost(traces.CARE) * 0.001 + 0.5)
    later = events.count(again | back, rows["margin"])
    days = np.floor(events.value / DAY + 0.5)
    return {
        "buyers": buyers,
        "purchases": buyers + events.count(again),
        "delivered_days": events.count(events.of(traces.DELIVERED), days),
        "sent_back": events.count(back),
        "judged": events.count(judged),
        "satisfaction": events.count(judged, events.value),
        "asked": events.count(asked),
        "promoters": pro,
        "detractors": con,
        "net_promoters": pro - con,
        "reviews": events.count(review),
        "stars": events.count(review, events.value),
        "repeat_orders": events.count(again),
        "repeat_buyers": _any(events.count(again)),
        "repeat_revenue": events.count(again, events.value),
        "repeat_margin": events.count(again, rows["margin"]),
        "dropped_out": _any(events.count(events.of(traces.DROPPED_OUT))),
        "referrals": events.count(events.of(traces.REFERRAL)),
        "lifetime_margin": _orders(events)["margin"] + later - care,
    }
