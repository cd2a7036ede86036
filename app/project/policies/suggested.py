"""A text to begin with for every technique, in both languages: what a shop could say without claiming anything.

No figure stands in them: how many bought, how many are left and until when is for the shop to fill in, and true.
"""

from __future__ import annotations

from personas.records import Language

_TEXTS: dict[str, tuple[str, str]] = {
    "social_proof": (
        "Others are looking at this too. See what they chose.",
        "Anderen kijken hier ook naar. Bekijk wat zij kozen.",
    ),
    "reviews": (
        "What buyers say about the {product}, the critical ones included.",
        "Wat kopers van de {product} vinden, ook de kritische.",
    ),
    "recommendation": (
        "You looked at the {product}. You may want to see these as well.",
        "Je bekeek de {product}. Deze passen daar misschien ook bij.",
    ),
    "most_chosen": ("Most chosen this month: {product}.", "Deze maand het meest gekozen: {product}."),
    "consistency": (
        "Keep the {product} in your basket. You are not tied to anything yet.",
        "Bewaar de {product} in je mandje. Je zit nog nergens aan vast.",
    ),
    "scarcity": (
        "Only a few of the {product} are left in stock.",
        "Er zijn er nog maar een paar van de {product} op voorraad.",
    ),
    "urgency": (
        "Ordered before the end of the day, delivered tomorrow.",
        "Vandaag besteld, morgen in huis.",
    ),
    "easy_returns": (
        "Does it not suit you? You send it back free of charge.",
        "Toch niet wat je zocht? Je stuurt het gratis terug.",
    ),
    "reassurance": (
        "Need a hand? You can still change everything on the next page.",
        "Hulp nodig? Op de volgende pagina kun je alles nog aanpassen.",
    ),
    "motivation": (
        "Nearly there. One more step and the {product} is on its way.",
        "Je bent er bijna. Nog één stap en de {product} komt eraan.",
    ),
    "discount": (
        "{discount} off this basket. The code is filled in for you.",
        "{discount} korting op dit mandje. De code staat al voor je ingevuld.",
    ),
    "free_shipping": (
        "We deliver this order free of charge.",
        "Deze bestelling bezorgen we gratis.",
    ),
    "exit_message": (
        "Before you go: shall we keep your basket? It stays here for seven days.",
        "Voor je gaat: zullen we je mandje bewaren? Het blijft zeven dagen staan.",
    ),
    "chat": (
        "In doubt about the {product}? Ask us, a colleague answers.",
        "Twijfel je over de {product}? Vraag het ons, een collega antwoordt.",
    ),
    "reminder": (
        "Still thinking about the {product}? It is where you left it.",
        "Denk je nog na over de {product}? Hij staat nog voor je klaar.",
    ),
    "newsletter": (
        "One letter a month, with what is new. You stop it in one click.",
        "Eén brief per maand, met wat er nieuw is. Stoppen kan met één klik.",
    ),
    "welcome_mail": (
        "Welcome, {name}. Good to have you here. This is where you can start.",
        "Welkom, {name}. Fijn dat je er bent. Hier kun je beginnen.",
    ),
    "basket_mail": (
        "Your {product} is still in your basket, {name}. Nothing has changed in the meantime.",
        "Je {product} ligt nog in je mandje, {name}. Er is intussen niets veranderd.",
    ),
    "birthday_offer": (
        "Happy birthday, {name}. Today something small from us.",
        "Gefeliciteerd, {name}. Vandaag iets kleins van ons.",
    ),
    "push_message": (
        "The {product} you saved is in stock.",
        "De {product} die je bewaarde is op voorraad.",
    ),
    "cross_sell": (
        "Goes well with the {product} in your basket.",
        "Past goed bij de {product} in je mandje.",
    ),
    "personal_search": (
        "Sorted for you, by what you looked at before.",
        "Voor jou gesorteerd, op wat je eerder bekeek.",
    ),
    "retargeting": ("The {product} you looked at.", "De {product} die je bekeek."),
    "loyalty": (
        "Thank you, {name}. With this order you saved points for the next one.",
        "Dank je, {name}. Met deze bestelling spaarde je punten voor de volgende.",
    ),
    "review_request": (
        "How do you like the {product}, {name}? Tell others, the bad news too.",
        "Hoe bevalt de {product}, {name}? Vertel het anderen, ook wat tegenvalt.",
    ),
    "referral": (
        "Know somebody who needs a {product}? You both get something.",
        "Ken je iemand die een {product} zoekt? Jullie krijgen allebei iets.",
    ),
    "nurture_mail": (
        "A few days on: what to look at when you choose a {product}.",
        "Een paar dagen verder: waar je op let als je een {product} kiest.",
    ),
    "ad_touch": ("This is {shop}.", "Dit is {shop}."),
    "ad_tell": ("Why others come to {shop}, in three reasons.", "Waarom anderen bij {shop} komen, in drie redenen."),
    "ad_sell": ("The {product}, now at {shop}.", "De {product}, nu bij {shop}."),
    "aftercare": (
        "Getting started with your {product}, {name}: three tips, and who to call.",
        "Aan de slag met je {product}, {name}: drie tips, en wie je belt.",
    ),
}


def suggested(technique: str) -> dict[Language, str]:
    """The text of a shipped technique in each language; nothing for a key that is not one."""
    found = _TEXTS.get(technique)
    return {} if found is None else {"en": found[0], "nl": found[1]}
