"""The sentences of the ethics check, the norms behind them, and words that name what is sensitive."""

from __future__ import annotations

from typing import Literal

Said = tuple[Literal["error", "warning", "note"], str, str, str]
SAID: dict[str, Said] = {
    "ethics-untrue-hurry": (
        "error",
        "'{rule}' claims that stock or time runs out, and is marked as untrue.",
        "Saying falsely that something is there only for a short time is unfair in any case.",
        "Switch it off, or show it only where it is true.",
    ),
    "ethics-unproven-hurry": (
        "warning",
        "'{rule}' claims that stock or time runs out, and nobody has said that this is true.",
        "A claim about stock or time that is not true misleads, whoever wrote it.",
        "Let it read the real stock or end date, and mark it as true.",
    ),
    "ethics-untrue-popularity": (
        "error",
        "'{rule}' says what others do or think, and is marked as untrue.",
        "Invented reviews and popularity are unfair in any case.",
        "Switch it off, or show real numbers.",
    ),
    "ethics-unproven-popularity": (
        "warning",
        "'{rule}' says what others do or think, and nobody has said that this is true.",
        "Who shows reviews or popularity must be able to show where they come from.",
        "Count it, say over which time, and mark it as true.",
    ),
    "ethics-sensitive": (
        "error",
        "The segment '{segment}' asks for '{asked}', which is marked as sensitive.",
        "Health, belief, origin and the like may not steer what somebody is told without explicit consent.",
        "Take the condition out.",
    ),
    "ethics-sensitive-word": (
        "warning",
        "The segment '{segment}' asks for '{asked}', which tells of health, belief, origin or money worries.",
        "An interest from which such a thing can be told is as sensitive as the thing itself.",
        "Leave the condition out, or ask for explicit consent.",
    ),
    "ethics-proxy": (
        "warning",
        "The segment '{segment}' asks for '{asked}', and hardly anybody but people with sensitive traits meets it.",
        "What stands in for a sensitive trait singles out the same people.",
        "Choose a condition on what somebody does, not on who he is.",
    ),
    "ethics-mail": (
        "warning",
        "'{rule}' goes to everybody whose address the shop knows.",
        "A mail that sells needs permission; customers may be written to about similar things if they can refuse.",
        "Send it to subscribers and customers only, with a way to stop it in every mail.",
    ),
    "ethics-followed": (
        "note",
        "'{rule}' follows visitors on other sites.",
        "That needs a consent of its own: saying yes to the shop's cookies is not enough.",
        "Ask for it separately, and limit how often it is shown.",
    ),
    "ethics-pressure": (
        "warning",
        "'{hurry}' hurries visitors, and '{exit}' holds back who leaves: the same people can meet both.",
        "Pressure on pressure weakens a free choice.",
        "Keep one of them, or keep them away from the same visitors.",
    ),
    "ethics-no-end": (
        "note",
        "'{policy}' may show one visitor up to {count} messages in a visit.",
        "Messages that keep coming press, and annoy.",
        "Limit the messages a visit.",
    ),
    "ethics-own-price": (
        "note",
        "'{rule}' gives a discount to some, by what the shop has worked out about them.",
        "Who gets a price that was made for him by a computer must be told so before he buys.",
        "Say it beside the price, or give the discount to everybody.",
    ),
    "ethics-consent": (
        "note",
        "{share} of the visitors gave no consent: they hear nothing here, and are not followed.",
        "Reading and keeping what somebody does needs his consent, and refusing must be as easy.",
        "See that the real site keeps to it: no score, no message, no cookie before a yes.",
    ),
    "ethics-late-price": (
        "warning",
        "At the checkout visitors meet '{card}': a price that shows late.",
        "The whole price, delivery included, must be clear before somebody orders.",
        "Show it on the product page or in the basket.",
    ),
    "ethics-many": (
        "warning",
        "{arm}: {messages} messages a visit is more than anybody has tested.",
        "Messages that keep coming press, and annoy.",
        "Limit the messages a visit.",
    ),
    "ethics-gap": (
        "warning",
        "{arm}: {best} gains more than {worst}, who had less; the gap grows by {growth} ({at_least} to {at_most}).",
        "A shop that serves some better and better leaves others behind, even when nobody meant it.",
        "Look for what {worst} runs into, and help there first.",
    ),
    "ethics-loses": (
        "warning",
        "{arm}: {persona} is worse off than without it.",
        "What helps on average may harm somebody, and an average does not show it.",
        "Keep the rules away from them, or change what bothers them.",
    ),
    "ethics-bought": (
        "note",
        "{arm}: {share} of what the lift brings is given away in discounts.",
        "Who gets used to a discount waits for it; a crossed-out price must be the lowest of 30 days.",
        "Try the message without the discount, or a smaller one.",
    ),
    "ethics-bought-loss": (
        "warning",
        "{arm}: the lift is bought with discounts, and less margin is left than without them.",
        "Who gets used to a discount waits for it; a crossed-out price must be the lowest of 30 days.",
        "Take the discount out, or give it to fewer visitors.",
    ),
}
"""Per code: how grave, what, why it matters, what to change."""

_MISLEADS = "UCPD 2005/29/EC, Art. 6(1)(b)"
NORMS: dict[str, str] = {
    "ethics-untrue-hurry": "UCPD 2005/29/EC, Annex I(7)",
    "ethics-unproven-hurry": f"{_MISLEADS} and Annex I(7)",
    "ethics-untrue-popularity": "UCPD 2005/29/EC, Annex I(23c), added by (EU) 2019/2161",
    "ethics-unproven-popularity": "UCPD 2005/29/EC, Art. 7(6) and Annex I(23b), added by (EU) 2019/2161",
    "ethics-sensitive": "GDPR (EU) 2016/679, Art. 9(1) and 22(4)",
    "ethics-sensitive-word": "GDPR (EU) 2016/679, Art. 9(1); CJEU C-184/20",
    "ethics-proxy": "GDPR (EU) 2016/679, Art. 5(1)(a) and 9(1); CJEU C-184/20",
    "ethics-mail": "ePrivacy 2002/58/EC, Art. 13(1) and 13(2); GDPR Art. 21(2)",
    "ethics-followed": "ePrivacy 2002/58/EC, Art. 5(3); GDPR Art. 6(1)(a)",
    "ethics-pressure": "UCPD 2005/29/EC, Art. 8 and 9",
    "ethics-no-end": "UCPD 2005/29/EC, Art. 8 and 9",
    "ethics-own-price": "CRD 2011/83/EU, Art. 6(1)(ea), added by (EU) 2019/2161",
    "ethics-consent": "ePrivacy 2002/58/EC, Art. 5(3); GDPR Art. 6(1)(a) and 7(3)",
    "ethics-late-price": "CRD 2011/83/EU, Art. 6(1)(e) and 8(2); UCPD Art. 7(4)(c)",
    "ethics-many": "UCPD 2005/29/EC, Art. 8 and 9",
    "ethics-gap": "GDPR (EU) 2016/679, Art. 5(1)(a): fairness; EU Charter, Art. 21",
    "ethics-loses": "GDPR (EU) 2016/679, Art. 5(1)(a): fairness",
    "ethics-bought": "Price Indication Directive 98/6/EC, Art. 6a, added by (EU) 2019/2161",
    "ethics-bought-loss": "Price Indication Directive 98/6/EC, Art. 6a, added by (EU) 2019/2161",
}
"""Per code: the norm it touches."""

_WORDS = (
    "pregnan", "zwanger", "baby wish", "kinderwens", "fertil", "vruchtbaar", "health problem",
    "health condition", "gezondheids", "illness", "ziekte", "disease", "disab", "handicap", "beperking",
    "diabet", "cancer", "kanker", "depress", "anxiety", "addict", "verslav", "medic", "religio", "geloof",
    "christian", "christen", "muslim", "moslim", "jewish", "joods", "islam", "church", "kerk", "mosque",
    "moskee", "politic", "politiek", "union member", "vakbond", "ethnic", "etnisch", "afkomst", "migra",
    "refugee", "vluchteling", "gay", "lesbian", "lesbisch", "homosex", "homosek", "transgender", "sexual",
    "seksue", "debt", "schuld", "bankrupt", "failliet", "gambl", "gokken",
)  # fmt: skip
"""Beginnings of words for what GDPR Art. 9 protects, and for money worries (UCPD Art. 5(3)), English and Dutch."""


def sensitive_word(text: str) -> bool:
    """Whether a text names something sensitive, at the beginning of a word."""
    words = f" {' '.join(''.join(c if c.isalnum() else ' ' for c in text.casefold()).split())}"
    return any(f" {one}" in words for one in _WORDS)
