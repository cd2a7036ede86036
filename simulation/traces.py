"""What happened, one row per event: the same rows from both engines.

Times are milliseconds on the visitor's own clock (0 = start of the first visit). `card`, `link` and `rule` are indexes
of the plan, -1 where there is none.
"""

from __future__ import annotations

from typing import Final

import numpy as np

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
GOAL: Final = 7  # a micro-conversion
FORGET: Final = 8  # the basket was forgotten between visits

KINDS: Final = ("visit", "view", "message", "choice", "leave", "bounce", "order", "goal", "forget")
"""Names of the kinds, by number."""
