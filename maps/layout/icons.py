"""Which icon stands for what, by the Phosphor set's names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from maps.model import PageType, Touchpoint

LANES: Final[Mapping[str, str]] = {
    "footfall": "path",
    "touchpoints": "cursor",
    "actions": "hand-pointing",
    "thoughts": "chat-teardrop-dots",
    "emotions": "smiley",
    "pains": "lightning",
    "opportunities": "lightbulb",
    "metrics": "gauge",
    "quotes": "quotes",
    "evidence": "paperclip",
    "images": "image",
    "text": "text-align-left",
    "backstage": "stack",
    "channels": "broadcast",
}
CHANNELS: Final[Mapping[str, str]] = {
    "web": "browser",
    "direct": "browser",
    "home": "house-line",
    "search": "google-logo",
    "ads": "megaphone",
    "display": "megaphone",
    "content": "article",
    "social": "instagram-logo",
    "instagram": "instagram-logo",
    "facebook": "facebook-logo",
    "youtube": "youtube-logo",
    "tiktok": "tiktok-logo",
    "pinterest": "pinterest-logo",
    "store": "storefront",
    "shop": "storefront",
    "parcel": "package",
    "delivery": "truck",
    "service": "headset",
    "desk": "headset",
    "chat": "chat-circle-dots",
    "email": "envelope-simple",
    "mail": "envelope-simple",
    "newsletter": "envelope-simple",
    "referral": "link",
    "word-of-mouth": "chats",
    "person": "chats",
    "phone": "device-mobile",
    "app": "device-mobile",
    "laptop": "laptop",
    "television": "television-simple",
    "tv": "television-simple",
    "radio": "radio",
    "print": "newspaper",
    "event": "calendar-blank",
    "airport": "airplane-tilt",
}
PAGES: Final[Mapping[PageType, str]] = {
    "landing": "flag",
    "home": "house-simple",
    "article": "article",
    "list": "list-dashes",
    "search": "magnifying-glass",
    "product": "browser",
    "reviews": "star",
    "compare": "scales",
    "info": "info",
    "service": "headset",
    "basket": "shopping-cart-simple",
    "details": "address-book",
    "payment": "credit-card",
    "order": "check-circle",
    "other": "browser",
}
FALLBACK: Final = "circle"


def touchpoint_icon(point: Touchpoint) -> str:
    """The icon of a card: its own, else that of its page type, else that of its channel."""
    return point.icon or PAGES.get(point.page) or CHANNELS.get(point.channel, FALLBACK)


def channel_icon(channel: str) -> str:
    """The icon of a channel."""
    return CHANNELS.get(channel, FALLBACK)
