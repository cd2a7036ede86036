"""What can be wrong with a step of work on the map, by code: see `sentences`."""

from __future__ import annotations

OF_EDITING: dict[str, tuple[str, ...]] = {
    "no-cards-here": ("this row holds feelings, not cards.", "Choose a cell of another row."),
    "share-over": (
        "the shares that leave a card cannot add up to more than 100%: {left} is left for this one.",
        "Lower another one first.",
    ),
    "no-copy": ("only cards and touchpoints can be copied.", "Choose cards."),
    "touchpoint-stays": ("a touchpoint stays in the row of touchpoints.", "Choose another stage of that row."),
    "touchpoints-only": ("the row of touchpoints holds touchpoints only.", "Choose another row."),
    "text-too-long": (
        "it is longer than {most} characters, which no card of this row holds.",
        "Shorten it, or make several cards of it.",
    ),
    "paste-too-long": ("what is on the clipboard is longer than {most} characters.", "Paste it in parts."),
    "too-many-cards": ("this would make more than {most} cards.", "Paste it in parts."),
    "too-many-stages": ("this would make a map of more than {most} stages.", "Paste it in parts."),
    "bad-paste": ("what is on the clipboard is no set of cards that Footfall knows.", "Copy the cards once more."),
    "link-to-itself": ("a link leads from one touchpoint to another.", "Choose another one."),
    "linked-already": ("{source} leads to {target} already.", "Change the share of that link."),
}
