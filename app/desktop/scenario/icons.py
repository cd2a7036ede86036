"""The icon of every technique and of everything that can be asked of a visitor."""

from __future__ import annotations

from app.project.model import Project
from app.project.policies.cells import mechanics

TECHNIQUE_ICONS: dict[str, str] = {
    "social_proof": "users-three", "reviews": "star", "recommendation": "squares-four", "most_chosen": "crown-simple",
    "scarcity": "fire", "urgency": "hourglass-medium", "reminder": "clock-counter-clockwise", "discount": "tag",
    "free_shipping": "truck", "exit_message": "sign-out", "reassurance": "shield-check",
    "easy_returns": "arrow-u-up-left", "motivation": "flag", "chat": "chat-circle-dots",
    "consistency": "bookmark-simple", "newsletter": "newspaper", "welcome_mail": "handshake",
    "basket_mail": "shopping-cart-simple", "birthday_offer": "gift", "push_message": "bell",
    "cross_sell": "plus-circle", "personal_search": "magnifying-glass", "retargeting": "megaphone",
    "loyalty": "heart", "review_request": "chat-teardrop-dots", "referral": "share-network",
    "nurture_mail": "envelope-simple", "ad_touch": "eye", "ad_tell": "speaker-high", "ad_sell": "storefront",
    "aftercare": "lifebuoy",
}  # fmt: skip
FIELD_ICONS: dict[str, str] = {
    "returning": "arrow-u-up-left", "customer": "identification-card", "device": "device-mobile",
    "channel": "broadcast", "campaign": "megaphone", "product_interest": "eye", "views": "eye",
    "basket_value": "shopping-cart-simple", "lead_score": "gauge", "hour": "clock", "weekday": "calendar-blank",
    "persona_attribute": "user-circle",
}  # fmt: skip


def technique_icon(project: Project, technique: str) -> str:
    """The icon of a technique; one of the shop's own has that of the shipped one it is like."""
    return TECHNIQUE_ICONS.get(mechanics(project, technique).key, "chat-centered-text")


def segment_icon(project: Project, segment: str) -> str:
    """The icon of what a segment asks first."""
    held = list(project.segments[segment].conditions.values())
    return FIELD_ICONS.get(held[0].field, "funnel-simple") if held else "funnel-simple"
