"""The techniques Footfall knows: what each does to a visitor, where it stands by nature, and what it rests on to fit.

Mechanics only (MODEL 4.3 and 7.1). How *strong* a technique is lives in `simulation.evidence`; texts and titles live
with the application. The order of `CATALOGUE` is the order of the columns of every array over techniques, so new
techniques are added at the end.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from maps.model import PageType

Target = Literal["push", "hold", "contact", "prime", "subscribe", "basket", "after"]
Step = Literal["", "touch", "tell", "sell"]
Moves = Literal["", "loyalty", "reviews", "referrals", "satisfaction"]
Reach = Literal["address", "subscriber", "account", "viewed"]
Since = Literal["visit", "sign_up", "birthday"]
Fit = Literal["browse", "search", "choose", "checkout", "everywhere"]


@dataclass(frozen=True, slots=True)
class Mechanics:
    """How a technique works.

    target: pushes forward or holds against leaving (on the page); contact brings back between visits; prime is seen
        outside the site and works at the start of the next visit; subscribe asks for an address; basket adds to the
        order; after acts when an order has been placed; later: not simulated yet.
    fit: phase of true progress in which it works best.
    basket: factor with an empty and with a filled basket (Luo et al. 2019 for scarcity and price).
    learns: its relevance grows with the products viewed, as a recommendation's does.
    pages: page types it stands on when a rule names no cards.
    caps: times a visit on the reference shop.
    price: works through the wallet: a persona's price sensitivity scales it.
    discount: share taken off an order after it was shown, unless the rule says otherwise.
    recognised: the reference shop shows it to recognised returners only.
    step: place of an exposure in the order touch, tell, sell.
    moves: what a message after an order moves.
    reach: what the shop must have to send a contact, beside consent: an address, one left for a newsletter, a login,
        or a product it saw him look at.
    since: what the delay of a scheduled contact is counted from: the end of each visit, the moment at which the
        address was left, or the birthday.
    """

    key: str
    target: Target
    fit: Fit = "everywhere"
    basket: tuple[float, float] = (1.0, 1.0)
    learns: bool = False
    pages: tuple[PageType, ...] = ()
    caps: int = 3
    price: bool = False
    discount: float = 0.0
    recognised: bool = False
    step: Step = ""
    moves: Moves = ""
    reach: Reach = "address"
    since: Since = "visit"


_CHECKOUT: tuple[PageType, ...] = ("details", "payment")

CATALOGUE: tuple[Mechanics, ...] = (
    Mechanics("social_proof", "push", "browse", pages=("landing", "home", "list", "search", "product")),
    Mechanics("reviews", "push", "choose", pages=("product",)),
    Mechanics("recommendation", "push", "search", learns=True, pages=("list", "search", "product")),
    Mechanics("most_chosen", "push", "choose", pages=("list", "product")),
    Mechanics("scarcity", "push", "choose", basket=(1.0, 0.15), pages=("product",)),
    Mechanics("urgency", "push", "choose", basket=(1.0, 0.6), pages=("product", "basket")),
    Mechanics("reminder", "push", "search", pages=("home", "list", "search"), caps=2, recognised=True),
    Mechanics(
        "discount", "push", "checkout", (0.25, 1.0), pages=("basket", *_CHECKOUT), caps=1, price=True, discount=0.1
    ),
    Mechanics("free_shipping", "push", "checkout", (0.25, 1.0), pages=("basket", *_CHECKOUT), price=True),
    Mechanics("exit_message", "hold", pages=("list", "product", "reviews", "basket", *_CHECKOUT), caps=1),
    Mechanics("reassurance", "hold", "checkout", pages=_CHECKOUT),
    Mechanics("easy_returns", "hold", "choose", pages=("product", "basket")),
    Mechanics("motivation", "hold", "checkout", pages=_CHECKOUT, caps=2),
    Mechanics("chat", "hold", pages=("product", "compare", "service", *_CHECKOUT), caps=1),
    Mechanics("consistency", "push", "choose", pages=("product", "basket"), caps=2),
    Mechanics("newsletter", "subscribe", pages=("landing", "home", "article", "list", "product"), caps=1),
    Mechanics("welcome_mail", "contact", caps=1, reach="subscriber", since="sign_up"),
    Mechanics("basket_mail", "contact", caps=1),
    Mechanics("birthday_offer", "contact", caps=1, since="birthday"),
    Mechanics("push_message", "contact", caps=1, reach="account"),
    Mechanics("cross_sell", "basket", pages=("basket",), caps=1),
    Mechanics("personal_search", "push", "search", learns=True, pages=("search", "list")),
    Mechanics("retargeting", "contact", caps=1, reach="viewed"),
    Mechanics("loyalty", "after", caps=1, moves="loyalty"),
    Mechanics("review_request", "after", caps=1, moves="reviews"),
    Mechanics("referral", "after", caps=1, moves="referrals"),
    Mechanics("nurture_mail", "contact", caps=1, since="sign_up"),
    Mechanics("ad_touch", "prime", step="touch"),
    Mechanics("ad_tell", "prime", step="tell"),
    Mechanics("ad_sell", "prime", step="sell"),
    Mechanics("aftercare", "after", caps=1, moves="satisfaction"),
)

TECHNIQUES: tuple[str, ...] = tuple(one.key for one in CATALOGUE)
"""Keys of the shipped techniques, in the order of the columns of a plan."""

MECHANICS: dict[str, Mechanics] = {one.key: one for one in CATALOGUE}

SIMULATED: tuple[str, ...] = tuple(one.key for one in CATALOGUE if one.target in {"push", "hold"})
"""Keys of the techniques that work on the page, by log-odds."""

CONTACTS: tuple[str, ...] = tuple(one.key for one in CATALOGUE if one.target == "contact")
"""Keys of the techniques that speak between visits."""
