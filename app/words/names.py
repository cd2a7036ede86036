"""Names of the fixed kinds: phases, lanes, evidence, techniques, channels … as a reader sees them.

`name("phase", "choose")` is one name, `group("phase")` all of a kind in their own order. What a team names itself (its
stages, its phases, its own techniques) is not here.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Literal

from app.words.catalogue import mark_in, tr, tr_in

Group = Literal[
    "phase", "lane", "evidence", "technique", "kpi", "channel", "page", "device", "severity", "pain", "audience",
    "mode", "trigger", "visit goal", "goal", "direction", "maturity", "status", "unit", "engine", "label", "theme",
    "trait", "persona colour", "basis",
]  # fmt: skip

_NAMES: dict[str, dict[str, str]] = {
    "phase": {
        "before": mark_in("phase", "before"),
        "browse": mark_in("phase", "browse"),
        "search": mark_in("phase", "search"),
        "choose": mark_in("phase", "choose"),
        "checkout": mark_in("phase", "checkout"),
        "after": mark_in("phase", "after"),
    },
    "lane": {
        "touchpoints": mark_in("lane", "Touchpoints"),
        "actions": mark_in("lane", "Actions"),
        "thoughts": mark_in("lane", "Thoughts"),
        "emotions": mark_in("lane", "Emotions"),
        "pains": mark_in("lane", "Pain points"),
        "opportunities": mark_in("lane", "Opportunities"),
        "channels": mark_in("lane", "Channels"),
        "metrics": mark_in("lane", "KPIs"),
        "quotes": mark_in("lane", "Quotes"),
        "evidence": mark_in("lane", "Evidence"),
        "images": mark_in("lane", "Pictures"),
        "text": mark_in("lane", "Text"),
        "backstage": mark_in("lane", "Back stage"),
    },
    "evidence": {
        "assumed": mark_in("evidence", "assumed"),
        "published": mark_in("evidence", "published"),
        "measured": mark_in("evidence", "measured"),
    },
    "technique": {
        "social_proof": mark_in("technique", "Social proof"),
        "reviews": mark_in("technique", "Reviews"),
        "recommendation": mark_in("technique", "Recommendation"),
        "most_chosen": mark_in("technique", "Most chosen"),
        "consistency": mark_in("technique", "Keep it in your basket"),
        "scarcity": mark_in("technique", "Scarcity"),
        "urgency": mark_in("technique", "Urgency"),
        "easy_returns": mark_in("technique", "Easy returns"),
        "reassurance": mark_in("technique", "Reassurance"),
        "motivation": mark_in("technique", "Motivation"),
        "exit_message": mark_in("technique", "Message on leaving"),
        "discount": mark_in("technique", "Discount code"),
        "free_shipping": mark_in("technique", "Free shipping"),
        "chat": mark_in("technique", "Chat invitation"),
        "newsletter": mark_in("technique", "Newsletter offer"),
        "welcome_mail": mark_in("technique", "Welcome mail"),
        "basket_mail": mark_in("technique", "Abandoned-basket mail"),
        "reminder": mark_in("technique", "Reminder of viewed products"),
        "birthday_offer": mark_in("technique", "Birthday offer"),
        "push_message": mark_in("technique", "Push message"),
        "cross_sell": mark_in("technique", "Cross- and upsell"),
        "personal_search": mark_in("technique", "Personal search results"),
        "retargeting": mark_in("technique", "Retargeting"),
        "loyalty": mark_in("technique", "Loyalty offer"),
        "review_request": mark_in("technique", "Review request"),
        "referral": mark_in("technique", "Referral programme"),
    },
    "kpi": {
        "conversion_rate": mark_in("kpi", "Visitors who buy"),
        "conversion_rate_visit": mark_in("kpi", "Orders per visit"),
        "revenue_per_visitor": mark_in("kpi", "Revenue per visitor"),
        "margin_per_visitor": mark_in("kpi", "Margin per visitor"),
        "average_order_value": mark_in("kpi", "Average order value"),
        "orders_per_visitor": mark_in("kpi", "Orders per visitor"),
        "visits_per_visitor": mark_in("kpi", "Visits per visitor"),
        "pages_per_visit": mark_in("kpi", "Pages per visit"),
        "bounce_rate": mark_in("kpi", "Visits of one page"),
        "basket_rate": mark_in("kpi", "Visits with a filled basket"),
        "basket_abandonment": mark_in("kpi", "Baskets left behind"),
        "time_per_visit": mark_in("kpi", "Time per visit"),
        "messages_per_visitor": mark_in("kpi", "Messages per visitor"),
        "message_cost_per_visitor": mark_in("kpi", "Message cost per visitor"),
        "messaged_share": mark_in("kpi", "Visitors who get a message"),
        "discount_cost_per_visitor": mark_in("kpi", "Discounts per visitor"),
        "micro_conversions": mark_in("kpi", "Small steps per visitor"),
        "leads_per_visitor": mark_in("kpi", "Leads per visitor"),
        "sign_ups_per_visitor": mark_in("kpi", "Sign-ups per visitor"),
        "store_visits_per_visitor": mark_in("kpi", "Store visits per visitor"),
        "goal_value_per_visitor": mark_in("kpi", "Value of other goals per visitor"),
        "recognition": mark_in("kpi", "Pages with the right phase seen"),
        "off_phase_share": mark_in("kpi", "Messages in the wrong phase"),
        "against_share": mark_in("kpi", "Messages that do harm"),
        "swayed_per_visitor": mark_in("kpi", "Choices turned by messages"),
        "unrecognised_share": mark_in("kpi", "Returns without being known again"),
        "lost_context_per_visitor": mark_in("kpi", "Hand-overs that lose everything"),
        "reach_browse": mark_in("kpi", "Visits that get to browsing"),
        "reach_search": mark_in("kpi", "Visits that get to searching"),
        "reach_choose": mark_in("kpi", "Visits that get to choosing"),
        "reach_checkout": mark_in("kpi", "Visits that get to the checkout"),
        "abandonment_browse": mark_in("kpi", "Leaves while browsing"),
        "abandonment_search": mark_in("kpi", "Leaves while searching"),
        "abandonment_choose": mark_in("kpi", "Leaves while choosing"),
        "abandonment_checkout": mark_in("kpi", "Leaves at the checkout"),
        "conversion_from_browse": mark_in("kpi", "Visits with browsing that order"),
        "conversion_from_search": mark_in("kpi", "Visits with searching that order"),
        "conversion_from_choose": mark_in("kpi", "Visits with choosing that order"),
        "conversion_from_checkout": mark_in("kpi", "Visits with a checkout that order"),
        "micro_share": mark_in("kpi", "Visitors who take a small step"),
        "conversion_from_micro": mark_in("kpi", "Buyers among those who took a small step"),
        "time_on_page": mark_in("kpi", "Time on a page"),
        "visit_cost_per_visitor": mark_in("kpi", "Cost of visits per visitor"),
        "cost_per_order": mark_in("kpi", "Cost per order"),
        "exposures_per_visitor": mark_in("kpi", "Advertisements seen per visitor"),
        "exposed_share": mark_in("kpi", "Visitors who saw an advertisement"),
        "lifetime_value": mark_in("kpi", "Customer lifetime value"),
        "lifetime_margin_per_visitor": mark_in("kpi", "Lifetime margin per visitor"),
        "repeat_orders_per_buyer": mark_in("kpi", "Repeat orders per buyer"),
        "retention": mark_in("kpi", "Buyers who order again"),
        "churn": mark_in("kpi", "Buyers who are gone for good"),
        "satisfaction": mark_in("kpi", "Satisfaction"),
        "nps": mark_in("kpi", "Net promoter score"),
        "review_rate": mark_in("kpi", "Buyers who write a review"),
        "stars": mark_in("kpi", "Stars per review"),
        "return_rate": mark_in("kpi", "Orders sent back"),
        "delivery_days": mark_in("kpi", "Days to delivery"),
        "referrals_per_buyer": mark_in("kpi", "Others brought per buyer"),
    },
    "channel": {
        "direct": mark_in("channel", "Direct"),
        "search": mark_in("channel", "Search engine"),
        "ads": mark_in("channel", "Advertisement"),
        "display": mark_in("channel", "Banners"),
        "email": mark_in("channel", "E-mail"),
        "social": mark_in("channel", "Social media"),
        "facebook": mark_in("channel", "Facebook"),
        "instagram": mark_in("channel", "Instagram"),
        "referral": mark_in("channel", "Other sites"),
        "affiliate": mark_in("channel", "Affiliates"),
        "store": mark_in("channel", "Shop"),
        "site": mark_in("channel", "Website"),
        "web": mark_in("channel", "Website"),
        "app": mark_in("channel", "App"),
        "phone": mark_in("channel", "Telephone"),
        "chat": mark_in("channel", "Chat"),
        "parcel": mark_in("channel", "Parcel"),
        "desk": mark_in("channel", "Service desk"),
        "home": mark_in("channel", "At home"),
        "friends": mark_in("channel", "Word of mouth"),
        "word-of-mouth": mark_in("channel", "Word of mouth"),
        "mail": mark_in("channel", "E-mail"),
        "newsletter": mark_in("channel", "Newsletter"),
        "service": mark_in("channel", "Service desk"),
        "person": mark_in("channel", "In person"),
    },
    "page": {
        "none": mark_in("page", "Not on the site"),
        "landing": mark_in("page", "Landing page"),
        "home": mark_in("page", "Home page"),
        "article": mark_in("page", "Article"),
        "list": mark_in("page", "Product list"),
        "search": mark_in("page", "Search results"),
        "product": mark_in("page", "Product page"),
        "reviews": mark_in("page", "Reviews"),
        "compare": mark_in("page", "Comparison"),
        "info": mark_in("page", "Delivery and returns"),
        "service": mark_in("page", "Service page"),
        "basket": mark_in("page", "Basket"),
        "details": mark_in("page", "Your details"),
        "payment": mark_in("page", "Payment"),
        "order": mark_in("page", "Order placed"),
        "other": mark_in("page", "Other page"),
    },
    "device": {
        "desktop": mark_in("device", "Desktop"),
        "phone": mark_in("device", "Phone"),
        "tablet": mark_in("device", "Tablet"),
    },
    "severity": {
        "error": mark_in("severity", "error"),
        "warning": mark_in("severity", "warning"),
        "note": mark_in("severity", "note"),
    },
    "pain": {
        "1": mark_in("pain", "irritates"),
        "2": mark_in("pain", "slows down"),
        "3": mark_in("pain", "frustrates"),
        "4": mark_in("pain", "makes people doubt"),
        "5": mark_in("pain", "drives away"),
    },
    "audience": {
        "unknown": mark_in("audience", "unknown"),
        "orientating": mark_in("audience", "orientating"),
        "buying": mark_in("audience", "in buying mood"),
        "exclude": mark_in("audience", "left in peace"),
    },
    "mode": {
        "page-type": mark_in("mode", "By page (1.0)"),
        "score-card": mark_in("mode", "By score card (2.0)"),
        "best-observer": mark_in("mode", "Best observer"),
        "true-phase": mark_in("mode", "True phase"),
        "greedy": mark_in("mode", "Greedy"),
    },
    "trigger": {
        "arrive": mark_in("trigger", "on arriving"),
        "idle": mark_in("trigger", "after sitting idle"),
        "long_on_form": mark_in("trigger", "long on a form"),
        "exit_intent": mark_in("trigger", "about to leave"),
        "nth_view": mark_in("trigger", "looking again"),
        "return_visit": mark_in("trigger", "on coming back"),
        "after_abandonment": mark_in("trigger", "after leaving a basket"),
        "scheduled": mark_in("trigger", "at a set time"),
    },
    "visit goal": {
        "direct": mark_in("visit goal", "comes to buy"),
        "deliberate": mark_in("visit goal", "searches and weighs"),
        "pleasure": mark_in("visit goal", "strolls around"),
        "knowledge": mark_in("visit goal", "gathers knowledge"),
    },
    "goal": {
        "none": mark_in("goal", "No goal"),
        "order": mark_in("goal", "Order"),
        "lead": mark_in("goal", "Lead"),
        "sign-up": mark_in("goal", "Sign-up"),
        "store-visit": mark_in("goal", "Store visit"),
    },
    "direction": {
        "auto": mark_in("direction", "Automatic"),
        "forward": mark_in("direction", "Towards the goal"),
        "sideways": mark_in("direction", "Sideways"),
        "away": mark_in("direction", "Away from the goal"),
    },
    "maturity": {
        "as-is": mark_in("maturity", "Today"),
        "to-be": mark_in("maturity", "As it should be"),
    },
    "status": {
        "open": mark_in("status", "open"),
        "doing": mark_in("status", "in hand"),
        "done": mark_in("status", "done"),
        "parked": mark_in("status", "parked"),
    },
    "unit": {
        "count": mark_in("unit", "number of times"),
        "rate": mark_in("unit", "share"),
        "money": mark_in("unit", "money"),
        "seconds": mark_in("unit", "seconds"),
        "score": mark_in("unit", "score"),
        "number": mark_in("unit", "number"),
    },
    "engine": {
        "auto": mark_in("engine", "automatic"),
        "compiled": mark_in("engine", "compiled"),
        "simpy": mark_in("engine", "SimPy"),
    },
    "label": {
        "uncalibrated": mark_in("label", "Uncalibrated"),
        "map calibrated, effects not": mark_in("label", "Map calibrated, effects not"),
        "calibrated": mark_in("label", "Calibrated"),
    },
    "theme": {
        "system": mark_in("theme", "As the computer"),
        "light": mark_in("theme", "Light"),
        "dark": mark_in("theme", "Dark"),
        "contrast": mark_in("theme", "High contrast"),
    },
    "trait": {
        "weight": mark_in("trait", "Share of visitors"),
        "intent": mark_in("trait", "Intent to buy"),
        "pace": mark_in("trait", "Time taken on a page"),
        "patience": mark_in("trait", "Leaves over friction"),
        "waiting_patience": mark_in("trait", "Patience when waiting"),
        "price_sensitivity": mark_in("trait", "Price sensitivity"),
        "consent": mark_in("trait", "Allows personalisation"),
        "login": mark_in("trait", "Logs in"),
        "reachable": mark_in("trait", "Can be reached by mail"),
        "products_considered": mark_in("trait", "Other products considered"),
        "return_propensity": mark_in("trait", "Comes back"),
        "return_delay": mark_in("trait", "Days between visits"),
        "order_value": mark_in("trait", "Order value"),
        "goods_returned": mark_in("trait", "Sends goods back"),
        "device_switch": mark_in("trait", "Changes device"),
        "returning_share": mark_in("trait", "Had been here before"),
        "customer_share": mark_in("trait", "Is a customer already"),
        "satisfaction_sensitivity": mark_in("trait", "Moved by service"),
        "referral": mark_in("trait", "Brings others"),
    },
    "persona colour": {
        "0": mark_in("persona colour", "fern, circle"),
        "1": mark_in("persona colour", "azure, rounded square"),
        "2": mark_in("persona colour", "ochre, hexagon"),
        "3": mark_in("persona colour", "rose, leaf"),
        "4": mark_in("persona colour", "umber, arch"),
        "5": mark_in("persona colour", "lagoon, shield"),
    },
    "basis": {
        "measured": mark_in("basis", "tests of your own"),
        "published": mark_in("basis", "published averages of other shops"),
        "assumed": mark_in("basis", "assumed effects of messages"),
        "severity": mark_in("basis", "an assumed weight of pain points"),
        "cards": mark_in("basis", "the changes made to cards"),
        "map": mark_in("basis", "your map"),
    },
}


def enumerated(names: Sequence[str]) -> str:
    """Names as one says them: a, b and c."""
    if len(names) < 2:
        return "".join(names)
    return tr("{first} and {last}", first=", ".join(names[:-1]), last=names[-1])


def basis(keys: Collection[str]) -> str:
    """What an answer rests on, in words: the best backed first, the map always last."""
    known = [key for key in _NAMES["basis"] if key in keys or key == "map"]
    return enumerated([name("basis", key) for key in known])


def name(kind: Group, key: str | int) -> str:
    """The name of `key` in the user's language; a key of the team's own is only made readable."""
    own = _NAMES[kind].get(str(key))
    return tr_in(kind, own) if own is not None else str(key).replace("_", " ").replace("-", " ")


def group(kind: Group) -> dict[str, str]:
    """All names of a kind, by key, in their natural order: for lists to choose from."""
    return {key: tr_in(kind, text) for key, text in _NAMES[kind].items()}
