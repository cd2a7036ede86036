"""What happened, one row per event: the same rows from both engines.

Times are milliseconds on the visitor's own clock (0 = start of the first visit). `card`, `link` and `rule` are indexes
of the plan, -1 where there is none.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

EVENT = np.dtype(
    [
        ("visitor", "i8"),
        ("arm", "i8"),
        ("visit", "i8"),
        ("time", "i8"),
        ("kind", "i8"),
        ("card", "i8"),
        ("link", "i8"),
        ("rule", "i8"),
        ("value", "f8"),
        ("seen", "i8"),  # phase kind the system sees the visitor in; -1 where it sees nobody
        ("audience", "i8"),  # audience kind it puts him in; -1 where it sees nobody
        ("chance", "f8"),  # probability that luck had to go this way; -1 where luck decided nothing
        # Who, and on which visit: the same in every row of it, so that a row explains itself.
        ("born", "i8"),  # ms since Monday 00:00 at which the first visit starts
        ("persona", "i8"),
        ("device", "i8"),
        ("channel", "i8"),  # arrival channel
        ("goal", "i8"),  # what the visit is for, of VISIT_GOALS
        ("knows", "i8"),  # 1: the shop knows the visitor again
        ("product", "i8"),  # which of the products he considers is in focus; -1 none
        # Of what was sold.
        ("discount", "f8"),  # taken off, cents
        ("margin", "f8"),  # made on it before the cost of messages, cents; of goods sent back what is lost, negative
    ],
    align=True,
)

VISIT: Final = 0  # a visit starts; value: arrival channel
VIEW: Final = 1  # a card is seen; value: true progress on arrival, after what the card taught
MESSAGE: Final = 2  # a message is shown; value: its effect, log-odds
CHOICE: Final = 3  # a link is taken; value: dwell, ms
LEAVE: Final = 4  # the visit ends without an order; value: dwell, ms
BOUNCE: Final = 5  # the visitor turned around at once; value: dwell, ms
ORDER: Final = 6  # value: revenue, cents
GOAL: Final = 7  # a goal other than an order is reached; value: what it stands for, cents
FORGET: Final = 8  # the basket was forgotten between visits
CONTACT: Final = 9  # a mail, push message or advertisement is sent between visits; value: what it adds, log-odds
SIGN_UP: Final = 10  # an address is left for a newsletter
EXPOSURE: Final = 11  # something is seen before the first visit; value: what it adds at the start of the next visit
QUEUE: Final = 12  # waiting at a desk is over; value: ms waited
SERVED: Final = 13  # a desk has helped; value: ms of service
GAVE_UP: Final = 14  # patience ran out in the queue, or the desk was closed; value: ms waited
SOLD_OUT: Final = 15  # the product wanted is no longer in stock
DELIVERED: Final = 16  # the order has arrived; value: ms since the order
SENT_BACK: Final = 17  # the goods go back; value: cents paid back
JUDGED: Final = 18  # what the buyer thinks of it; value: satisfaction, 0 to 100
REVIEW: Final = 19  # a review is written; value: stars
RECOMMENDS: Final = 20  # answer to the recommendation question; value: 0 to 10
REPEAT: Final = 21  # a repeat purchase; value: cents
DROPPED_OUT: Final = 22  # the buyer will not buy here again
REFERRAL: Final = 23  # the buyer brings another
LOST_CONTEXT: Final = 24  # a hand-over after which the shop no longer knows what it knew
CARE: Final = 25  # a message after the order; value: what it adds
SWAYED: Final = 26  # the choice that follows falls otherwise than without messages; link: the other one, -1 leaving
PASSED: Final = 27  # a card outside the visit is passed, before the first one or after an order; value: ms it takes

KINDS: Final = (
    "visit", "view", "message", "choice", "leave", "bounce", "order", "goal", "forget", "contact", "sign_up",
    "exposure", "queue", "served", "gave_up", "sold_out", "delivered", "sent_back", "judged", "review", "recommends",
    "repeat", "dropped_out", "referral", "lost_context", "care",
    "swayed", "passed",
)  # fmt: skip
"""Names of the kinds, by number."""


def in_time(rows: NDArray[np.void]) -> NDArray[np.void]:
    """Events by visitor and time; those of one moment stay as they are.

    What follows an order is decided thing by thing: a second order may come before the parcel of the first.
    """
    late = (rows["visitor"][1:] == rows["visitor"][:-1]) & (rows["time"][1:] < rows["time"][:-1])
    return rows[np.lexsort((rows["time"], rows["visitor"]))] if late.any() else rows
