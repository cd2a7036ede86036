"""The plan: everything a run needs, as structured arrays that compiled code and Python read alike.

A plan holds all arms at once. What arms share (personas, goals, techniques) stands once; what may differ (cards,
links, entry, rules) has the arm as its first axis or is looked up through `arms`. Cards and links are those of *any*
arm, sorted by id (of the original, for a to-be copy), so the order in a file means nothing and a visitor meets the
same luck in every arm.

Sizes: A arms, C cards, L links, P personas, H arrival channels, T techniques, R rules, S segments, N conditions; E sets
of the personas' traits: one, and one more for every arm that changes any; O options of arms that learn, silence first.
All integers are int64 and all numbers float64; times are milliseconds, money is the map's currency.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Records = NDArray[np.void]

HOUR: Final = 3_600_000
"""Milliseconds in an hour, ..."""
DAY: Final = 24 * HOUR
"""... in a day, ..."""
WEEK: Final = 7 * DAY
"""... and in a week."""

RAREST: Final = -33.0 * 0.6931471805599453
"""Logarithm of the smallest uniform number there is: where tables of quantiles begin."""

PRODUCTS: Final = 4
"""At most so many products are considered by one visitor."""
DEVICE_COUNT: Final = 3
MOST_PAGES: Final = 1000
"""A visit that has seen this many pages ends: a map may trap its visitors, a run may not."""

# What a card concerns (CARD.focus).
NO_PRODUCT: Final = 0
A_PRODUCT: Final = 1  # a product card: which of the visitor's products is drawn
SAME_PRODUCT: Final = 2  # reviews, comparison, delivery and returns: the product at hand
BASKET_PRODUCT: Final = 3  # basket and checkout: the product in the basket

# Goal of a card (CARD.goal).
NO_GOAL: Final = 0
ORDER_GOAL: Final = 1
MICRO_GOAL: Final = 2
A_SALE: Final = 1
"""Kind of the goal (CARD.goal_kind) that is an order; lead, sign-up and visit to the store follow in this order."""

# What a technique works on (TECHNIQUE.target).
PUSH: Final = 0  # going forward, on the page
HOLD: Final = 1  # staying, on the page
CONTACT: Final = 2  # coming back, between visits
PRIME: Final = 3  # the start of the next visit, from outside the site
SUBSCRIBE: Final = 4  # leaving an address
BASKET: Final = 5  # the value of the order
AFTER: Final = 6  # what follows an order

# What a message after an order moves (TECHNIQUE.moves).
LOYALTY: Final = 1  # the rate of repeat purchase
REVIEWS: Final = 2  # whether a review is written
REFERRALS: Final = 3  # whether another is brought
SATISFIES: Final = 4  # what the buyer thinks of it all

# Where a card lies (CARD.outside).
ON_SITE: Final = 0
BEFORE_VISIT: Final = 1
AFTER_ORDER: Final = 2

# What a contact needs (TECHNIQUE.reach); consent it always needs.
ADDRESS: Final = 0  # an address
SUBSCRIBER: Final = 1  # an address left for a newsletter
ACCOUNT: Final = 2  # a login
VIEWED: Final = 3  # a product that the shop saw him look at

# What the delay of a scheduled contact is counted from (TECHNIQUE.since).
FROM_VISIT: Final = 0  # the end of each visit
FROM_SIGN_UP: Final = 1  # the moment in which the address was left
FROM_BIRTHDAY: Final = 2

# Triggers (RULE.trigger).
ARRIVE: Final = 0
NTH_VIEW: Final = 1
RETURN_VISIT: Final = 2
IDLE: Final = 3
LONG_ON_FORM: Final = 4
EXIT_INTENT: Final = 5
AFTER_ABANDONMENT: Final = 6
SCHEDULED: Final = 7

# Audience kinds, by rising interest.
UNKNOWN: Final = 0
ORIENTATING: Final = 1
BUYING: Final = 2
EXCLUDED: Final = 3

# Condition fields and tests.
IS_RETURNING: Final = 0
ON_DEVICE: Final = 1
BY_CHANNEL: Final = 2
BASKET_VALUE: Final = 3
IS_CUSTOMER: Final = 4
PRODUCT_VIEWS: Final = 5
LEAD_SCORE: Final = 6
BY_HOUR: Final = 7
BY_WEEKDAY: Final = 8
BY_CAMPAIGN: Final = 9
BY_PRODUCT: Final = 10
HAS_ATTRIBUTE: Final = 11
HEARING: Final = 3
"""Audiences to whom anything may be said."""
CONTEXTS: Final = 6 * HEARING
"""Contexts of an arm that learns: phase kind as it is seen, times `HEARING`, plus audience kind."""

EQUAL: Final = 0
UNEQUAL: Final = 1
AT_LEAST: Final = 2
BELOW: Final = 3

# How the phase is seen (ARM.mode); the last three are benchmarks that no shop can have.
PAGE_TYPE: Final = 0
SCORE_CARD: Final = 1
BEST_OBSERVER: Final = 2
TRUE_PHASE: Final = 3
GREEDY: Final = 4

WORLD = np.dtype(
    [
        ("horizon", "i8"),  # ms each visitor is followed from the first visit
        ("max_visits", "i8"),
        ("bounce", "f8"),  # probability of an instant bounce, before the goal's factor
        ("history", "f8"),  # rho: log-odds forward per phase of progress
        ("push_returning", "f8"),  # g_ret: log-odds forward from the second visit on; solved
        ("push_device", "f8"),  # g_dev: +desktop, -phone, log-odds forward; solved
        ("stay_device", "f8"),  # k_dev: +desktop, -phone, log-odds of staying; solved
        ("half_life", "f8"),  # ms in which progress halves between visits
        ("long_look", "f8"),  # ms from which a look at a product teaches more, whatever a score card calls long
        ("basket_memory", "f8"),  # ms after which a basket is forgotten
        ("speed_by_intent", "f8"),  # by how much intent quickens interest
        ("notice_desktop", "f8"),  # probability that an exit message is noticed
        ("notice_phone", "f8"),  # the same on phones and tablets
        ("return_base", "f8"),  # log-odds of coming back
        ("return_basket", "f8"),  # added with a filled basket
        ("return_progress", "f8"),  # added per phase of progress
        ("return_intent", "f8"),  # added per unit of intent
        ("margin", "f8"),  # share of the undiscounted value
        ("arrival_gap", "f8"),  # ms between two new visitors on the world's clock
        ("after_span", "i8"),  # ms after the first order in which repeat purchases count; 0: nothing follows an order
        ("delivery", "f8"),  # median ms from an order to its arrival
        ("loyalty_by_satisfaction", "f8"),  # change of ln(rate of repeat purchase) per ten points of satisfaction
        ("coupled", "i8"),  # 1: visitors compete for desks, stock or budgets
    ],
    align=True,
)
ARM = np.dtype(
    [
        ("rule_first", "i8"),
        ("rule_count", "i8"),
        ("twin", "i8"),  # 1: differs from arm 0 by its rules only
        ("mode", "i8"),  # how the phase is seen
        ("per_page", "i8"),  # messages on a page
        ("per_visit", "i8"),  # messages in a visit
        ("exclude_customers", "i8"),
        ("orientating_from", "f8"),  # visit score
        ("buying_from", "f8"),
        ("score_half_life", "f8"),  # ms
        ("page_points", "f8"),  # visit score per page
        ("look_points", "f8"),  # a long look at a product
        ("return_points", "f8"),  # per product, recognised return
        ("visit_points", "f8"),  # visit score, recognised return
        ("look", "f8"),  # ms from which the score card gives points for a long look
        ("search_from", "f8"),  # product score
        ("choose_from", "f8"),
        ("checkout_from", "f8"),
        ("contact_first", "i8"),  # first of this arm's rows in Plan.contacts
        ("contact_count", "i8"),  # rules that speak between visits
        ("prime_first", "i8"),  # first of this arm's rows in Plan.primes
        ("prime_count", "i8"),  # rules that speak before the first visit
        ("care_first", "i8"),  # first of this arm's rows in Plan.cares
        ("care_count", "i8"),  # rules that speak after an order
        ("mail_budget", "f8"),  # contacts a day; negative: no limit
        ("discount_budget", "f8"),  # discount money a day; negative: no limit
        ("persona_first", "i8"),  # first of this arm's rows in Plan.personas and Plan.susceptibility
        ("learns", "i8"),  # 1: Plan.allocation says which of its rules may speak to whom
    ],
    align=True,
)
CARD = np.dtype(
    [
        ("place", "i8"),  # 32-bit address for random numbers, > 0
        ("phase", "i8"),  # 1 browse, 2 search, 3 choose, 4 checkout
        ("kind", "i8"),  # index in PHASE_KINDS
        ("focus", "i8"),
        ("form", "i8"),  # 1: a form, where a visitor may be long
        ("goal", "i8"),
        ("goal_kind", "i8"),  # 0 none, 1 order, 2 lead, 3 sign-up, 4 store visit
        ("outside", "i8"),  # 0 a page of a visit, 1 passed before the first visit, 2 passed after an order
        ("desk", "i8"),  # index in Plan.desks; -1: nobody serves here
        ("value", "f8"),  # of an order reached here, money; negative: the visitor's own
        ("gain", "f8"),  # phases of progress per view
        ("gain_limit", "f8"),  # progress up to which it gains
        ("look_gain", "f8"),  # phases for a long look
        ("points", "f8"),  # score of one view
        ("dwell", "f8"),  # median, ms
        ("spread", "f8"),  # standard deviation of its logarithm
        ("link_first", "i8"),
        ("link_count", "i8"),
    ],
    align=True,
)
PAIN = np.dtype(
    [
        ("friction", "f8"),  # on the site: change against today, log-odds of leaving; a removed pain is negative
        ("burden", "f8"),  # after the order: what pain points take off satisfaction, log-odds
    ],
    align=True,
)
LINK = np.dtype(
    [
        ("start", "i8"),
        ("end", "i8"),
        ("forward", "i8"),
        ("loses", "i8"),  # 1: the hand-over keeps nothing of what the shop knew
        ("friction", "f8"),  # log-odds of leaving on arrival by this link, against today
    ],
    align=True,
)
GOAL = np.dtype(
    [("push", "f8"), ("stay", "f8"), ("bounce", "f8"), ("start", "f8"), ("start_span", "f8")],
    align=True,
)
PERSONA = np.dtype(
    [
        ("until", "f8"),  # cumulated share
        ("share", "f8"),
        ("intent", "f8"),  # mu: log-odds, averages 0 over personas
        ("intent_spread", "f8"),
        ("engagement_spread", "f8"),
        ("speed_spread", "f8"),
        ("pace", "f8"),
        ("patience", "f8"),
        ("consent", "f8"),
        ("login", "f8"),
        ("customer", "f8"),
        ("known", "f8"),  # share who had visited before the window
        ("products", "f8"),  # mean number beside the first
        ("value", "f8"),  # median order, money
        ("value_spread", "f8"),
        ("switch", "f8"),  # probability of another device at the next visit
        ("reachable", "f8"),
        ("waiting", "f8"),  # median patience in a queue, ms
        ("sent_back", "f8"),  # probability that an order goes back
        ("sensitivity", "f8"),  # how strongly service moves satisfaction
        ("referral", "f8"),
        ("return_shift", "f8"),
        ("gap", "f8"),  # median ms between visits
        ("gap_spread", "f8"),
        ("goals", "f8", (4,)),  # weights of the visit goals
        ("devices", "f8", (DEVICE_COUNT,)),  # share of first visits
    ],
    align=True,
)
TECHNIQUE = np.dtype(
    [
        ("hold", "i8"),  # 1 holds against leaving, 0 pushes forward
        ("fit", "f8"),  # phase it fits, 1-4; 0: everywhere
        ("empty", "f8"),  # factor with an empty basket
        ("filled", "f8"),
        ("learns", "i8"),
        ("target", "i8"),  # what it works on: one of the targets above
        ("step", "i8"),  # of exposures: 1 touch, 2 tell, 4 sell; 0: in no order
        ("moves", "i8"),  # of messages after an order: what they move; 0: nothing
        ("reach", "i8"),  # of contacts: what the shop must have to reach somebody
        ("since", "i8"),  # of scheduled contacts: what their delay is counted from
    ],
    align=True,
)
RULE = np.dtype(
    [
        ("technique", "i8"),
        ("trigger", "i8"),
        ("threshold", "f8"),  # ms for IDLE and LONG_ON_FORM, count for NTH_VIEW
        ("per_visit", "i8"),
        ("per_visitor", "i8"),
        ("cooldown", "i8"),  # pages
        ("rank", "i8"),  # own priority, ties already broken by id; higher speaks first
        ("segmented", "i8"),  # 1: only visitors in one of its segments
        ("cost", "f8"),  # money per showing
        ("discount", "f8"),  # share off an order of the visit
        ("relevance", "f8"),
        ("delay", "f8"),  # ms after the visit (or the order) at which a contact is due
        ("landing", "i8"),  # card that a contact leads to; -1: as others enter
        ("channel", "i8"),  # arrival channel of whom it brings; -1: his own
        ("phases", "i8", (6,)),  # priority by phase kind; -1: silent
        ("audiences", "i8", (3,)),  # priority by audience kind; -1: silent
    ],
    align=True,
)
SEGMENT = np.dtype([("first", "i8"), ("count", "i8")], align=True)
CONDITION = np.dtype([("field", "i8"), ("test", "i8"), ("number", "f8")], align=True)
GOODS = np.dtype(
    [
        ("until", "f8"),  # cumulated share of interest
        ("price", "f8"),  # money
        ("margin", "f8"),  # share of the price
        ("stock", "i8"),  # pieces; negative: never runs out
    ],
    align=True,
)
DESK = np.dtype(
    [
        ("agents", "i8"),
        ("service", "f8"),  # median time of one contact, ms
        ("spread", "f8"),  # standard deviation of its logarithm; negative: exponential
        ("opens", "i8", (7,)),  # ms since midnight, Monday first
        ("closes", "i8", (7,)),  # ms since midnight; 0: closed all day
    ],
    align=True,
)
STRUCTURE = np.dtype(
    [
        ("m1", "f8"),  # effect one phase away from the fit
        ("phi", "f8"),  # share of an effect that lasts to the next page
        ("fatigue", "f8"),  # factor per repetition in the visit
        ("ceiling", "f8"),  # D: most that messages can move, log-odds
        ("annoyance", "f8"),  # a: log-odds of leaving per message beyond three
        ("friction", "f8"),  # factor on the friction of pain points
    ],
    align=True,
)


class Plan(NamedTuple):
    """Arrays of one run; see the module's text for the sizes. Made by `simulation.compile`, solved by `offsets`."""

    world: Records  # (1,) WORLD
    arms: Records  # (A,) ARM; arm 0 is the control
    cards: Records  # (A, C) CARD
    pains: Records  # (A, P, C) PAIN: what weighs on whom on which card
    links: Records  # (A, L) LINK, sorted by (start, id): the lanes of the race
    share: Floats  # (A, P, L) drawn shares; 0: no such link in this arm
    weight: Floats  # (A, P, L) exp(offset) against leaving; 0: no such link
    personas: Records  # (E * P,) PERSONA; the first P rows are today's
    goals: Records  # (4,) GOAL, in the order of VISIT_GOALS
    channels: Floats  # (P, H) cumulated share of visits
    entry: Floats  # (A, H, 2, C) cumulated share of cards; 0 first visits, 1 later ones
    excluded: Ints  # (A, H) 1: visits by this channel are excluded
    group: Ints  # (P, 3) index of the group of a persona and first device
    techniques: Records  # (T,) TECHNIQUE
    susceptibility: Floats  # (E * P, T) response relative to today's average visitor
    rules: Records  # (R,) RULE, those of one arm together
    rule_cards: Ints  # (R, C) 1: may speak on this card
    rule_segments: Ints  # (R, S) 1: speaks to this segment
    segments: Records  # (S,) SEGMENT
    conditions: Records  # (N,) CONDITION
    contacts: Ints  # (B,) rules that speak between visits, those of one arm together, by delay
    primes: Ints  # (U,) rules that speak before the first visit, those of one arm together
    cares: Ints  # (V,) rules that speak after an order, those of one arm together, by delay
    outset: Floats  # (A, C) cumulated share of those before the first visit who start on each card; all 0: nobody
    loyalty: Floats  # (4, N) quantiles of purchase rate and drop-out, see behaviour.repeat; N is 0: nobody buys again
    visit_cost: Floats  # (H,) money that one visit by this channel costs
    hours: Floats  # (168,) cumulated share of first visits by hour of the week
    goods: Records  # (Q,) GOODS
    desks: Records  # (D,) DESK
    observer: Ints  # (bins,) phase that the best observer believes in; length 1 where nobody asks
    attributes: Ints  # (P, N) 1: personas of this kind show what the condition asks for
    arrivals: Ints  # (H, N) 1: this channel, or its campaign, is what the condition asks for
    allocation: Floats  # (A, CONTEXTS, O) cumulated share of options per context, of arms that learn; O is 0: none does


class ParameterDraws(NamedTuple):
    """What is uncertain, drawn K times: structure (K,) STRUCTURE and strength (K, T), log-odds per technique."""

    structure: Records
    strength: Floats


class Draw(NamedTuple):
    """One row of `ParameterDraws`: structure (1,) STRUCTURE, strength (T,)."""

    structure: Records
    strength: Floats


@dataclass(frozen=True)
class Tables:
    """The way back from indexes to ids, and what the arrays cannot say.

    groups: (persona id, device) per group. techniques: keys in the order of `Plan.techniques` (shipped ones first).
    """

    arms: tuple[str, ...]
    cards: tuple[str, ...]
    links: tuple[str, ...]
    personas: tuple[str, ...]
    channels: tuple[str, ...]
    rules: tuple[str, ...]
    segments: tuple[str, ...]
    techniques: tuple[str, ...]
    groups: tuple[tuple[str, str], ...]
    titles: dict[str, str] = field(default_factory=dict)


CENTRE: Final = {"m1": 0.5, "phi": 0.5, "fatigue": 0.75, "ceiling": 0.25, "annoyance": 0.0005, "friction": 1.0}
"""Central values of the structure (MODEL 4.1, 4.3, 7.2)."""


def inside(plan: Plan, arm: int | None = None) -> NDArray[np.bool]:
    """Cards from which a visit goes on: on the site and no order; shape (C,), over all arms when none is named.

    What is drawn beyond them (before the first visit, after an order) is taken as drawn and never solved.
    """
    cards = plan.cards if arm is None else plan.cards[arm : arm + 1]
    return np.asarray(~((cards["outside"] > 0) | (cards["goal"] == ORDER_GOAL)).any(axis=0))


def today(plan: Plan) -> Records:
    """The personas as they are today, shape (P,) PERSONA, whatever arms change about them."""
    return plan.personas[: len(plan.group)]


def central(count: int, techniques: int) -> ParameterDraws:
    """`count` identical draws: the central structure, every strength zero."""
    structure = np.zeros(count, STRUCTURE)
    for name, value in CENTRE.items():
        structure[name] = value
    return ParameterDraws(structure, np.zeros((count, techniques)))


def one_draw(draws: ParameterDraws, k: int) -> Draw:
    """Draw `k` (0 to K-1)."""
    return Draw(draws.structure[k : k + 1], draws.strength[k])
