"""Every measure once: what it is called, in which unit, what it counts, which way is better.

Each is a ratio of two tallies that a visitor leaves behind (`simulation.measures.tallies`), or one minus it; one delta
method therefore serves them all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from personas.records import PhaseKind

Unit = Literal["rate", "money", "seconds", "count", "score"]
WALKED_PHASES: tuple[PhaseKind, ...] = ("browse", "search", "choose", "checkout")
"""Phases that a visit can be in; what lies before and after it is outside the visit."""


@dataclass(frozen=True, slots=True)
class Measure:
    """One KPI. `event` is the tally that counts the single events of its numerator (an order's money: orders).

    `plus` are further tallies that are added to the numerator.
    """

    id: str
    name: str
    unit: Unit
    numerator: str
    denominator: str
    event: str
    better: Literal["up", "down", "neither"]
    definition: str
    complement: bool = False
    plus: tuple[str, ...] = ()

    @property
    def parts(self) -> tuple[str, ...]:
        """Tallies of which the numerator is the sum."""
        return (self.numerator, *self.plus)


def _reach(phase: PhaseKind) -> Measure:
    return Measure(
        f"reach_{phase}",
        f"Reach of {phase}",
        "rate",
        f"reach_{phase}",
        "visits",
        f"reach_{phase}",
        "up",
        f"Visits that saw a card of the phase {phase} ÷ visits.",
    )


def _from(phase: PhaseKind) -> Measure:
    return Measure(
        f"conversion_from_{phase}",
        f"Conversion from {phase}",
        "rate",
        f"ordered_{phase}",
        f"reach_{phase}",
        f"ordered_{phase}",
        "up",
        f"Visits that saw a card of the phase {phase} and ordered ÷ visits that saw one.",
    )


def _abandonment(phase: PhaseKind) -> Measure:
    return Measure(
        f"abandonment_{phase}",
        f"Left from {phase}",
        "rate",
        f"left_{phase}",
        f"reach_{phase}",
        f"left_{phase}",
        "down",
        f"Visits without an order that ended on a card of the phase {phase} ÷ visits that saw one.",
    )


_ALL: tuple[Measure, ...] = (
    Measure("conversion_rate", "Conversion", "rate", "converted", "visitors", "converted",
            "up", "Visitors with at least one order within the horizon ÷ visitors."),
    Measure("conversion_rate_visit", "Conversion per visit", "rate", "orders", "visits", "orders",
            "up", "Orders ÷ visits, as web analytics shows it. Any main conversion counts as an order."),
    Measure("orders_per_visitor", "Orders per visitor", "count", "orders", "visitors", "orders",
            "up", "Orders within the horizon ÷ visitors. Any main conversion counts as an order."),
    Measure("revenue_per_visitor", "Revenue per visitor", "money", "revenue", "visitors", "orders",
            "up", "Revenue after discounts ÷ visitors; of a main conversion that is no order, its goal's value."),
    Measure("margin_per_visitor", "Margin per visitor", "money", "margin", "visitors", "orders",
            "up", "Margin after discounts and the cost of messages ÷ visitors."),
    Measure("average_order_value", "Average order", "money", "revenue", "orders", "orders",
            "up", "Revenue after discounts ÷ orders."),
    Measure("micro_conversions", "Micro-conversions", "count", "micro", "visitors", "micro",
            "up", "Micro-conversions ÷ visitors."),
    Measure("visits_per_visitor", "Visits per visitor", "count", "visits", "visitors", "visits",
            "up", "Visits ÷ visitors."),
    Measure("pages_per_visit", "Pages per visit", "count", "pages", "visits", "pages",
            "neither", "Pages viewed ÷ visits."),
    Measure("bounce_rate", "Bounce", "rate", "bounces", "visits", "bounces",
            "down", "Visits of one page ÷ visits."),
    Measure("time_per_visit", "Time per visit", "seconds", "dwell_seconds", "visits", "visits",
            "neither", "Seconds on pages ÷ visits."),
    Measure("basket_rate", "Visits with a basket", "rate", "basket_visits", "visits", "basket_visits",
            "up", "Visits that saw a basket or checkout card ÷ visits."),
    Measure("basket_abandonment", "Baskets left", "rate", "orders", "basket_visits", "orders",
            "down", "One minus orders ÷ visits that saw a basket or checkout card.", complement=True),
    *(_reach(phase) for phase in WALKED_PHASES),
    *(_abandonment(phase) for phase in WALKED_PHASES),
    *(_from(phase) for phase in WALKED_PHASES),
    Measure("micro_share", "Visitors with a micro-conversion", "rate", "micro_visitors", "visitors", "micro_visitors",
            "up", "Visitors with at least one micro-conversion ÷ visitors."),
    Measure("conversion_from_micro", "Conversion from a micro-conversion", "rate", "micro_converted", "micro_visitors",
            "micro_converted", "up", "Visitors with a micro-conversion and an order ÷ those with a micro-conversion."),
    Measure("leads_per_visitor", "Leads per visitor", "count", "leads", "visitors", "leads",
            "up", "Leads ÷ visitors, on the way or as main conversion."),
    Measure("sign_ups_per_visitor", "Sign-ups per visitor", "count", "sign_ups", "visitors", "sign_ups",
            "up", "Sign-ups ÷ visitors, on the way or as main conversion."),
    Measure("store_visits_per_visitor", "Store visits per visitor", "count", "store_visits", "visitors", "store_visits",
            "up", "Visits to a store ÷ visitors, on the way or as main conversion."),
    Measure("goal_value_per_visitor", "Value of goals per visitor", "money", "goal_value", "visitors", "micro",
            "up", "What leads, sign-ups and store visits stand for ÷ visitors; of main conversions it is revenue too."),
    Measure("recognition", "Phase recognised", "rate", "seen_right", "seen_views", "seen_right",
            "neither", "Pages on which the system sees the true phase ÷ pages on which it judges."),
    Measure("off_phase_share", "Messages off phase", "rate", "off_phase", "messages", "off_phase",
            "neither", "Messages shown in another phase than the true one ÷ messages shown."),
    Measure("against_share", "Messages that harm", "rate", "against", "messages", "against",
            "neither", "Messages that make going on less likely ÷ messages shown."),
    Measure("swayed_per_visitor", "Choices swayed", "count", "swayed", "visitors", "swayed",
            "neither", "Choices that fall otherwise than without messages ÷ visitors."),
    Measure("unrecognised_share", "Not known again", "rate", "unrecognised", "return_visits", "unrecognised",
            "neither", "Return visits of people whom the shop does not know again ÷ return visits."),
    Measure("lost_context_per_visitor", "Hand-overs without context", "count", "lost_context", "visitors",
            "lost_context", "neither", "Hand-overs after which nothing is known ÷ visitors."),
    Measure("time_on_page", "Time on page", "seconds", "dwell_seconds", "pages", "pages",
            "neither", "Seconds on pages ÷ pages viewed."),
    Measure("visit_cost_per_visitor", "Cost of visits per visitor", "money", "visit_cost", "visitors", "visits",
            "down", "What arrival channels cost ÷ visitors."),
    Measure("cost_per_order", "Cost per order", "money", "visit_cost", "orders", "orders",
            "down", "Cost of visits, of messages and of discounts ÷ orders.",
            plus=("message_cost", "discount_cost")),
    Measure("contacts_per_visitor", "Contacts per visitor", "count", "contacts", "visitors", "contacts",
            "neither", "Mails, push messages and advertisements sent between visits ÷ visitors."),
    Measure("contacted_share", "Visitors contacted", "rate", "contacted", "visitors", "contacted",
            "neither", "Visitors to whom anything was sent between visits ÷ visitors."),
    Measure("contact_visits_per_visitor", "Visits brought by contacts", "count", "contact_returns", "visitors",
            "contact_returns", "neither", "Visits that would not have been made without a contact ÷ visitors."),
    Measure("subscriber_share", "Subscribers", "rate", "subscribers", "visitors", "subscribers",
            "up", "Visitors who left an address for a newsletter ÷ visitors."),
    Measure("basket_recovery", "Mailed baskets that order, gross", "rate", "baskets_recovered", "baskets_mailed",
            "baskets_recovered", "neither", "Baskets left whose owner was mailed and ordered in his next visit ÷ "
            "baskets left whose owner was mailed. Gross: most would have come anyway, so it is no effect of the mail; "
            "that is the lift of an arm with mails over one without."),
    Measure("messages_per_visitor", "Messages per visitor", "count", "messages", "visitors", "messages",
            "neither", "Messages shown ÷ visitors."),
    Measure("messaged_share", "Visitors who saw a message", "rate", "messaged", "visitors", "messaged",
            "neither", "Visitors who were shown at least one message ÷ visitors."),
    Measure("message_cost_per_visitor", "Cost of messages per visitor", "money", "message_cost", "visitors", "messages",
            "down", "Cost of showing messages ÷ visitors."),
    Measure("discount_cost_per_visitor", "Discounts per visitor", "money", "discount_cost", "visitors", "orders",
            "down", "Discount given ÷ visitors."),
    Measure("exposures_per_visitor", "Exposures per visitor", "count", "exposures", "visitors", "exposures",
            "neither", "Advertisements seen outside the site before a visit ÷ visitors."),
    Measure("exposed_share", "Visitors who saw an advertisement", "rate", "exposed", "visitors", "exposed",
            "neither", "Visitors who saw at least one advertisement outside the site ÷ visitors."),
    Measure("lifetime_value", "Customer lifetime value", "money", "lifetime_margin", "buyers", "buyers",
            "up", "Margin of first and repeat orders, after returns and the cost of all messages, ÷ buyers."),
    Measure("lifetime_margin_per_visitor", "Lifetime margin per visitor", "money", "lifetime_margin", "visitors",
            "purchases", "up", "Margin of first and repeat orders, after returns and the cost of all messages, ÷ "
            "visitors."),
    Measure("repeat_orders_per_buyer", "Repeat orders per buyer", "count", "repeat_orders", "buyers", "repeat_orders",
            "up", "Orders after the first one, within the window after it, ÷ buyers."),
    Measure("retention", "Retention", "rate", "repeat_buyers", "buyers", "repeat_buyers",
            "up", "Buyers who order again within the window after their first order ÷ buyers."),
    Measure("churn", "Churn", "rate", "dropped_out", "buyers", "dropped_out",
            "down", "Buyers who are gone for good by the end of the window after their first order ÷ buyers."),
    Measure("satisfaction", "Satisfaction", "score", "satisfaction", "judged", "judged",
            "up", "Satisfaction of buyers, 0 to 100, ÷ buyers who have an opinion."),
    Measure("nps", "Net promoter score", "score", "net_promoters", "asked", "asked",
            "up", "Promoters (9, 10) less detractors (0 to 6), times 100, ÷ those who answered; -100 to 100."),
    Measure("review_rate", "Buyers who write a review", "rate", "reviews", "buyers", "reviews",
            "up", "Reviews written ÷ buyers."),
    Measure("stars", "Stars per review", "score", "stars", "reviews", "reviews",
            "up", "Stars, 1 to 5, ÷ reviews."),
    Measure("return_rate", "Orders sent back", "rate", "sent_back", "purchases", "sent_back",
            "down", "Orders sent back, repeat orders included, ÷ first and repeat orders."),
    Measure("delivery_days", "Days to delivery", "count", "delivered_days", "judged", "judged",
            "down", "Whole days from the order to its arrival ÷ deliveries."),
    Measure("referrals_per_buyer", "Others brought per buyer", "count", "referrals", "buyers", "referrals",
            "up", "Others whom satisfied buyers bring ÷ buyers. Nothing unless the project says how many: no "
            "defensible figure is known."),
    Measure("queued_per_visitor", "Contacts at a desk per visitor", "count", "queued", "visitors", "queued",
            "neither", "Times that somebody asked a desk for help ÷ visitors."),
    Measure("waiting_time", "Time in a queue", "seconds", "waited_seconds", "queued", "queued",
            "down", "Seconds in the queue of a desk, also of those who give up, ÷ times that somebody asked."),
    Measure("gave_up_rate", "Gave up at a desk", "rate", "gave_up", "queued", "gave_up",
            "down", "Times that patience ran out or the desk was closed ÷ times that somebody asked."),
    Measure("sold_out_per_visitor", "Sold out", "count", "sold_out", "visitors", "sold_out",
            "down", "Orders that found no stock ÷ visitors."),
)  # fmt: skip

MEASURES: dict[str, Measure] = {measure.id: measure for measure in _ALL}
"""All measures by id, in the order in which they are shown."""

HEADLINE: tuple[str, ...] = ("conversion_rate", "revenue_per_visitor", "margin_per_visitor")
"""Measures whose lift is always reported per persona and segment too."""

LIFTED: tuple[str, ...] = tuple(m.id for m in _ALL if m.better != "neither" and "cost" not in m.id)
"""Measures for which a lift is reported."""
