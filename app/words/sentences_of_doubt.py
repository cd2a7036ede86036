"""The sentences of what is doubted: what an answer rests on, what would narrow it, what is not answered."""

from __future__ import annotations

OF_DOUBT: dict[str, tuple[str, ...]] = {
    "effects-uncalibrated": (
        "The map is calibrated, the effects are not: no past tests of this shop back them. It rests on {basis}.",
    ),
    "worth-measuring": (
        "{arm}: a test of '{technique}' would leave {share} of what is not known; more visitors would leave all.",
    ),
    "worth-measuring-cards": ("{arm}: a test of the changed cards would leave {share} of what is not known.",),
    "relevance-bonus": (
        "{arm}: '{rule}' is taken to do {factor} times what is published; that is nobody's measurement.",
    ),
    "relevance-too-high": (
        "the rule '{rule}' multiplies its effect by {factor}, which is an effect typed by hand",
        "stay below {most}, or bring a test of your own",
    ),
}
