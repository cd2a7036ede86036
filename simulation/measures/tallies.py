"""What a visitor leaves behind: a vector of whole numbers, each index named once.

Every KPI is a ratio of two tallies. All tallies are *integers* kept in float64 (money in cents, message costs in
thousandths of a cent, time in whole seconds), so that sums of them and of their products are exact up to 2^53: the
order in which visitors are added up cannot change a digit of the answer.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from simulation.measures.registry import MEASURES

KINDS: Final = ("browse", "search", "choose", "checkout")
"""Phases that recognition tells apart."""
CHANNEL_SLOTS: Final = 16
"""Arrival channels that are counted by themselves; the last slot takes all further ones."""

TALLIES: Final[tuple[str, ...]] = (
    "visitors", "converted", "orders", "revenue", "margin", "visits", "pages", "bounces", "basket_visits",
    "dwell_seconds", "messages", "message_cost", "discount_cost", "messaged", "micro", "return_visits",
    "reach_before", "reach_browse", "reach_search", "reach_choose", "reach_checkout", "reach_after",
    "left_before", "left_browse", "left_search", "left_choose", "left_checkout", "left_after",
    "further_before", "further_browse", "further_search", "further_choose", "further_checkout", "further_after",
    "leads", "sign_ups", "store_visits", "goal_value", "subscribers", "exposures", "exposed",
    "contacts", "contacted", "contact_returns", "baskets_left", "baskets_mailed", "baskets_recovered",
    "visit_cost", "unrecognised", "lost_context", "seen_views", "seen_right", "off_phase", "against", "swayed",
    "queued", "waited_seconds", "served", "gave_up", "sold_out",
    "buyers", "delivered_days", "sent_back", "judged", "satisfaction", "reviews", "stars", "asked", "promoters",
    "detractors", "repeat_orders", "repeat_revenue", "repeat_margin", "repeat_buyers", "dropped_out", "referrals",
    "lifetime_margin",
    *(f"true_{true}_seen_{seen}" for true in KINDS for seen in KINDS),
    *(f"visits_by_{number}" for number in range(CHANNEL_SLOTS)),
    "ordered_before", "ordered_browse", "ordered_search", "ordered_choose", "ordered_checkout", "ordered_after",
    "micro_visitors", "micro_converted", "purchases", "net_promoters",
)  # fmt: skip
"""Names of the tallies in the order of the vector.

visitors 1; converted 1 if any order (or other main goal); orders; revenue after discounts; margin after discounts and
message costs; visits; pages viewed; bounces visits of one page; basket_visits visits that saw a basket or checkout
card;
dwell_seconds on pages; messages shown; message_cost and discount_cost in money; messaged 1 if any message was shown;
micro micro-conversions; return_visits visits after the first; reach_PHASE visits that saw a card of the phase;
left_PHASE visits without an order whose last card was of the phase; further_PHASE visits that saw a card of the phase
and also one of a later phase, or ordered.

leads, sign_ups, store_visits goals of that kind reached; goal_value money they stand for; subscribers 1 if an address
was left; exposures seen before and between visits; exposed 1 if any; contacts mails, push messages and advertisements
sent; contacted 1 if any; contact_returns visits that a contact brought; baskets_left visits that ended with a filled
basket; baskets_mailed those after which a basket mail was sent; baskets_recovered those of
them whose next visit ordered;
visit_cost what arrival channels cost; unrecognised return visits of people whom the shop did not know again;
lost_context hand-overs after which it knew nothing; seen_views pages on which the system judged the phase; seen_right
those on which it was the true one; off_phase messages shown in another phase than the true one; against messages that
made going on less likely; swayed choices that fell otherwise than without messages.

queued contacts at a desk; waited_seconds in its queue; served; gave_up; sold_out orders that found no stock.

buyers 1 if converted by an order; purchases first and repeat orders; delivered_days from order to parcel; sent_back
orders, first and repeat; judged buyers who have an opinion; satisfaction 0-100 summed; reviews, stars; asked answers
to the recommendation question; promoters, detractors of them; net_promoters 100 per promoter less 100 per detractor;
repeat_orders, repeat_revenue, repeat_margin within the window after the first order; repeat_buyers 1 if any;
dropped_out 1 if gone for good by its end; referrals; lifetime_margin first and repeat margin together, after returns.

true_A_seen_B pages on which the true phase was A and the seen phase B; visits_by_N visits through arrival channel N
(the last one takes all further channels).

ordered_PHASE visits that saw a card of the phase and ordered; micro_visitors 1 if any micro-conversion; micro_converted
1 if converted too.
"""

COUNT: Final = len(TALLIES)

VISITORS: Final = 0
CONVERTED: Final = 1
ORDERS: Final = 2
REVENUE: Final = 3
MARGIN: Final = 4
VISITS: Final = 5
PAGES: Final = 6
BOUNCES: Final = 7
BASKET_VISITS: Final = 8
DWELL_SECONDS: Final = 9
MESSAGES: Final = 10
MESSAGE_COST: Final = 11
DISCOUNT_COST: Final = 12
MESSAGED: Final = 13
MICRO: Final = 14
RETURN_VISITS: Final = 15
REACH: Final = 16
LEFT: Final = 22
FURTHER: Final = 28

INDEX: Final[dict[str, int]] = {name: position for position, name in enumerate(TALLIES)}

LEADS: Final = INDEX["leads"]
SIGN_UPS: Final = INDEX["sign_ups"]
STORE_VISITS: Final = INDEX["store_visits"]
GOAL_VALUE: Final = INDEX["goal_value"]
SUBSCRIBERS: Final = INDEX["subscribers"]
EXPOSURES: Final = INDEX["exposures"]
EXPOSED: Final = INDEX["exposed"]
CONTACTS: Final = INDEX["contacts"]
CONTACTED: Final = INDEX["contacted"]
CONTACT_RETURNS: Final = INDEX["contact_returns"]
BASKETS_LEFT: Final = INDEX["baskets_left"]
BASKETS_MAILED: Final = INDEX["baskets_mailed"]
BASKETS_RECOVERED: Final = INDEX["baskets_recovered"]
VISIT_COST: Final = INDEX["visit_cost"]
UNRECOGNISED: Final = INDEX["unrecognised"]
LOST_CONTEXT: Final = INDEX["lost_context"]
SEEN_VIEWS: Final = INDEX["seen_views"]
SEEN_RIGHT: Final = INDEX["seen_right"]
OFF_PHASE: Final = INDEX["off_phase"]
AGAINST: Final = INDEX["against"]
SWAYED: Final = INDEX["swayed"]
QUEUED: Final = INDEX["queued"]
WAITED_SECONDS: Final = INDEX["waited_seconds"]
SERVED: Final = INDEX["served"]
GAVE_UP: Final = INDEX["gave_up"]
SOLD_OUT: Final = INDEX["sold_out"]
BUYERS: Final = INDEX["buyers"]
DELIVERED_DAYS: Final = INDEX["delivered_days"]
SENT_BACK: Final = INDEX["sent_back"]
JUDGED: Final = INDEX["judged"]
SATISFACTION: Final = INDEX["satisfaction"]
REVIEWS: Final = INDEX["reviews"]
STARS: Final = INDEX["stars"]
ASKED: Final = INDEX["asked"]
PROMOTERS: Final = INDEX["promoters"]
DETRACTORS: Final = INDEX["detractors"]
REPEAT_ORDERS: Final = INDEX["repeat_orders"]
REPEAT_REVENUE: Final = INDEX["repeat_revenue"]
REPEAT_MARGIN: Final = INDEX["repeat_margin"]
REPEAT_BUYERS: Final = INDEX["repeat_buyers"]
DROPPED_OUT: Final = INDEX["dropped_out"]
REFERRALS: Final = INDEX["referrals"]
LIFETIME_MARGIN: Final = INDEX["lifetime_margin"]
PURCHASES: Final = INDEX["purchases"]
NET_PROMOTERS: Final = INDEX["net_promoters"]
CONFUSION: Final = INDEX["true_browse_seen_browse"]
BY_CHANNEL: Final = INDEX["visits_by_0"]
ORDERED_IN: Final = INDEX["ordered_before"]
MICRO_VISITORS: Final = INDEX["micro_visitors"]
MICRO_CONVERTED: Final = INDEX["micro_converted"]

CENTS: Final = 100.0
MILLICENTS: Final = 100_000.0

SCALE: Final[NDArray[np.float64]] = np.ones(COUNT)
"""What one unit of each tally is worth, shape (COUNT,): 0.01 money for cents, 0.00001 for thousandths of a cent."""
SCALE[[REVENUE, MARGIN, DISCOUNT_COST, GOAL_VALUE, REPEAT_REVENUE, REPEAT_MARGIN, LIFETIME_MARGIN]] = 1 / CENTS
SCALE[NET_PROMOTERS] = 100.0
SCALE[[MESSAGE_COST, VISIT_COST]] = 1 / MILLICENTS
SCALE.flags.writeable = False


def _products() -> list[tuple[int, int]]:
    """Pairs of tallies whose products are kept: those that the ratios of the registry need, and nothing else."""
    pairs: set[tuple[int, int]] = set()
    for measure in MEASURES.values():
        needed = sorted(INDEX[name] for name in (*measure.parts, measure.denominator))
        pairs |= {(one, other) for one in needed for other in needed if one <= other}
    return sorted(pairs)


OWN: Final[NDArray[np.int64]] = np.array(_products(), np.int64)
"""Products kept within an arm, shape (products, 2), smaller index first. Any ratio of the registry needs no others."""

CROSS: Final[NDArray[np.int64]] = np.array(
    sorted({(int(a), int(b)) for a, b in OWN} | {(int(b), int(a)) for a, b in OWN}), np.int64
)
"""Products kept between two arms, shape (products, 2): tally of the control, tally of the arm."""

OWN_AT: Final[dict[tuple[int, int], int]] = {(int(a), int(b)): position for position, (a, b) in enumerate(OWN)}
CROSS_AT: Final[dict[tuple[int, int], int]] = {(int(a), int(b)): position for position, (a, b) in enumerate(CROSS)}
