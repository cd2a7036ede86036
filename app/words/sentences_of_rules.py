"""The sentences of findings about rules that stay silent and thresholds that contradict one another, by code.

As in `app.words.sentences`: what is wrong, how to mend it, other wordings of either.
"""

from __future__ import annotations

OF_RULES: dict[str, tuple[str, ...]] = {
    "never-speaks": (
        "the rule '{rule}' can never speak: it works on a page, and its moment is after the visit.",
        "Choose a moment on the page.",
        "the rule '{rule}' can never speak: it is sent between visits, and its moment is on a page.",
        "Choose a moment after the visit.",
        "the rule '{rule}' can never speak: none of its cards is a form.",
        "Let it speak on a card with a form.",
        "the rule '{rule}' can never speak: none of its cards is about one product.",
        "Let it speak on a product page.",
        "the rule '{rule}' can never speak: nobody stays on a page for so long.",
        "Ask for fewer seconds.",
        "the rule '{rule}' can never speak: every visitor comes only once.",
        "Allow more visits per visitor.",
        "the rule '{rule}' can never speak: nobody is followed for as long as its delay.",
        "Shorten the delay.",
        "the rule '{rule}' can never speak: nobody on the map allows the shop to look.",
        "Give a persona a share that consents.",
        "the rule '{rule}' can never speak: its policy allows no message in a visit.",
        "Allow at least one message a visit.",
        "the rule '{rule}' can never speak: the budget of its policy does not pay for one mail a day.",
        "Raise the number of mails a day, or leave the limit out.",
        "the rule '{rule}' can never speak: its policy has no money for discounts.",
        "Raise the budget for discounts, or leave it out.",
        "the rule '{rule}' can never speak: the shop has nobody's address, and no rule asks for one.",
        "Add a newsletter offer, or say which share of a persona can be reached.",
        "the rule '{rule}' can never speak: it is for subscribers, and no rule of this policy asks for an address.",
        "Add a newsletter offer.",
        "the rule '{rule}' can never speak: nobody on the map logs in.",
        "Say which share of a persona logs in.",
        "the rule '{rule}' can never speak: before the first visit nobody is known, and it is for a segment.",
        "Take its segments out.",
        "the rule '{rule}' can never speak: nobody on the map is in its segments.",
        "Look at the conditions of its segments.",
        "the rule '{rule}' can never speak: nobody is ever seen in its audiences.",
        "Look at the points from which they begin.",
        "the rule '{rule}' can never speak: the score card never sees its phases where it stands.",
        "Choose other phases, or change from how many points they begin.",
    ),
    "always-second": (
        "the rule '{rule}' can never speak: '{other}' always speaks before it.",
        "Give it a higher priority, or another moment.",
    ),
    "equal-rank": (
        "'{rule}' and '{other}' want the same moment with the same priority: nothing says which of them speaks.",
        "Give one of them a higher priority.",
    ),
    "said-twice": (
        "'{rule}' and '{other}' use the same technique for the same visitors: who hears both hears it twice.",
        "Keep one of them, or give them different segments.",
    ),
    "speaks-wider": (
        "the rule '{rule}' is for '{one}', and speaks in '{other}' too: both are of the same kind.",
        "Choose both, or give one of them another kind.",
    ),
    "leads-nowhere": (
        "only what is sent between visits leads to a page, and the rule '{rule}' is not.",
        "Leave its landing page out.",
        "the rule '{rule}' leads to '{touchpoint}', which is no page of the site.",
        "Let it lead to a page, or to none.",
    ),
    "crowded-card": (
        "'{touchpoint}' has {count} links; more than {most} is no page that anybody can read.",
        "Remove links, or check the program that wrote them.",
    ),
    "thresholds-contradict": (
        "nobody is ever '{audience}': from {low} points on a visitor counts as buying already.",
        "Let it begin below {high} points, or let buying begin later.",
        "no product is ever seen in the phase {earlier}: {later} begins at {high} points and {earlier} at {low}.",
        "Let {earlier} begin at fewer points than {later}.",
    ),
    "condition-impossible": (
        "no visitor meets this condition of the segment '{segment}'.",
        "Give it a value that occurs.",
    ),
    "conditions-contradict": (
        "nobody is in the segment '{segment}': its conditions on {field} exclude one another.",
        "All conditions of a segment must hold; make two segments for 'one or the other'.",
    ),
}
