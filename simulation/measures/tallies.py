"""What a visitor leaves behind: a vector of whole numbers, each index named once.

Every KPI is a ratio of two tallies. All tallies are *integers* kept in float64 (money in cents, message costs in
thousandths of a cent, time in whole seconds), so that sums of them and of their products are exact up to 2^53: the
order in which visitors are added up cannot change a digit of the answer.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

TALLIES: Final[tuple[str, ...]] = (
    "visitors", "converted", "orders", "revenue", "margin", "visits", "pages", "bounces", "basket_visits",
    "dwell_seconds", "messages", "message_cost", "discount_cost", "messaged", "micro", "return_visits",
    "reach_before", "reach_browse", "reach_search", "reach_choose", "reach_checkout", "reach_after",
    "left_before", "left_browse", "left_search", "left_choose", "left_checkout", "left_after",
    "further_before", "further_browse", "further_search", "further_choose", "further_checkout", "further_after",
)  # fmt: skip
"""Names of the tallies in the order of the vector.

visitors 1; converted 1 if any order; orders; revenue after discounts; margin after discounts and message costs;
visits; pages viewed; bounces visits of one page; basket_visits visits that saw a basket or checkout card;
dwell_seconds on pages; messages shown; message_cost and discount_cost in money; messaged 1 if any message was shown;
micro micro-conversions; return_visits visits after the first; reach_PHASE visits that saw a card of the phase;
left_PHASE visits without an order whose last card was of the phase; further_PHASE visits that saw a card of the phase
and also one of a later phase, or ordered.
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

CENTS: Final = 100.0
MILLICENTS: Final = 100_000.0

SCALE: Final[NDArray[np.float64]] = np.ones(COUNT)
"""What one unit of each tally is worth, shape (COUNT,): 0.01 money for cents, 0.00001 for thousandths of a cent."""
SCALE[[REVENUE, MARGIN, DISCOUNT_COST]] = 1 / CENTS
SCALE[MESSAGE_COST] = 1 / MILLICENTS
SCALE.flags.writeable = False

INDEX: Final[dict[str, int]] = {name: position for position, name in enumerate(TALLIES)}


def _products() -> list[tuple[int, int]]:
    """Pairs of tallies whose products are kept: each with itself, with visitors and visits, and the ratios between."""
    phases = [name.removeprefix("reach_") for name in TALLIES if name.startswith("reach_")]
    ratios = [("revenue", "orders"), ("margin", "orders"), ("orders", "basket_visits"), ("messages", "messaged")]
    ratios += [(f"left_{phase}", f"reach_{phase}") for phase in phases]
    ratios += [("orders", f"reach_{phase}") for phase in phases]
    # further_PHASE is only ever summed: no ratio has it above or below the line.
    pairs = {(index, index) for index in range(FURTHER)}
    pairs |= {(index, common) for index in range(FURTHER) for common in (VISITORS, VISITS)}
    pairs |= {(INDEX[one], INDEX[other]) for one, other in ratios}
    return sorted({(min(pair), max(pair)) for pair in pairs})


OWN: Final[NDArray[np.int64]] = np.array(_products(), np.int64)
"""Products kept within an arm, shape (products, 2), smaller index first. Any ratio of the registry needs no others."""

CROSS: Final[NDArray[np.int64]] = np.array(
    sorted({(int(a), int(b)) for a, b in OWN} | {(int(b), int(a)) for a, b in OWN}), np.int64
)
"""Products kept between two arms, shape (products, 2): tally of the control, tally of the arm."""

OWN_AT: Final[dict[tuple[int, int], int]] = {(int(a), int(b)): position for position, (a, b) in enumerate(OWN)}
CROSS_AT: Final[dict[tuple[int, int], int]] = {(int(a), int(b)): position for position, (a, b) in enumerate(CROSS)}
