"""The sentences of findings about maps, policies and experiments, and of warnings about results, by code.

As in `app.words.sentences`: what is wrong, how to mend it, other wordings of either.
"""

from __future__ import annotations

OF_MAPS: dict[str, tuple[str, ...]] = {
    # the map
    "absurd-size": (
        "the map has {count} {table}; more than {most} is no map that anybody can read.",
        "Split it into sub-journeys, or check the program that wrote it.",
    ),
    "duplicate-link": (
        "'{start}' is linked to '{end}' by {other} already.",
        "Keep one link and give it the shares of both.",
    ),
    "idle-link": (
        "nobody takes the link from '{start}' to '{end}': its share is 0.",
        "Give it a share, or remove it.",
    ),
    "no-weights": (
        "every persona on this map has weight 0, so nobody travels it.",
        "Give them weights that stand to each other as their numbers do.",
    ),
    "no-weight": (
        "{persona} has weight 0: drawn, but not simulated.",
        "Give this persona a weight, or take the persona off the map.",
    ),
    "susceptibility": (
        "the susceptibilities of the personas do not average 1 over this map, and are scaled to it: {techniques}.",
        "Personas share out an effect, they never add to it: let the weighted mean of each technique be 1.",
    ),
    "nothing-walked": (
        "no touchpoint of this map is a page of a site, so there is nothing to simulate.",
        "Give the pages their page type when you want to simulate it.",
        "no touchpoint of this map is a page of a visit",
        "give the pages of the site their page type",
    ),
    "no-goal": (
        "no page of this map is a goal, so there is no conversion to simulate.",
        "Give the page that ends the journey the goal 'order', or another goal marked as conversion.",
    ),
    "no-conversion": ("no page of this map is a conversion", "give the last page the goal 'order'"),
    "goal-out-of-reach": (
        "no visit can reach a goal, so the map cannot be simulated.",
        "Draw links, with shares above 0, by which visits get from where they start to the goal.",
    ),
    "no-entry": (
        "no visit starts anywhere on this map, so it cannot be simulated.",
        "Give the pages where visits start an entry weight.",
        "no visit starts anywhere on this map",
        "give the pages where visits start an entry share",
    ),
    "no-way-to-goal": (
        "no goal can be reached from '{touchpoint}'.",
        "Draw the links by which visitors go on from here, or give it page type 'none'.",
    ),
    "unreachable": ("no visit ever gets to '{touchpoint}'.", "Draw a link to it, or give it an entry weight."),
    "nobody-leaves": (
        "the shares of the links from '{touchpoint}' add to 1: nobody ever leaves the site here.",
        "On a real site some always do; lower the shares.",
    ),
    "shares-over-one": (
        "the shares of the links from '{touchpoint}' add to {total}.",
        "Lower them to 1 at most; what they leave, leaves the site.",
        "the shares of the links from '{touchpoint}' add to {total}",
        "make them add to 1 at most",
    ),
    "endless": (
        "a visit that gets to '{touchpoint}' can neither leave nor reach a goal.",
        "Lower the shares of the links here, so that some visits leave.",
    ),
    "nobody-travels": (
        "nobody travels this map",
        "give at least one persona a weight above zero",
        "nobody travels this map, so it cannot be simulated.",
        "Put a persona on the map and give it a weight.",
    ),
    "desk-missing": ("the desk of '{touchpoint}' is not in the project", "choose one that is, or none"),
    "desk-at-the-end": (
        "'{touchpoint}' ends the visit, so nobody waits at its desk",
        "put the desk on a page before it",
    ),
    "desk-unused": ("no card is served by the desk '{desk}'", "name it on a card, or remove it"),
    "desk-without-agents": (
        "nobody works at the desk '{desk}', so everybody who comes to it gives up",
        "give it at least one agent, or take it off its cards",
    ),
    "opening-hours": (
        "the opening hours '{hours}' of the desk '{desk}' on day {day} cannot be read",
        "write them as 09:00-17:30, days as 0 (Monday) to 6, the end after the start and no later than 24:00",
    ),
    "stock-unused": (
        "the stock of '{product}' is never sold from: no card is an order, or nobody is interested",
        "leave the stock out, or let a card be an order and give the product a weight",
    ),
    "world-too-large": (
        "{asked} visitors who compete with one another are too many for one world",
        "ask for {most} at most, or let the horizon say how many there are",
    ),
    "worlds": (
        (
            "Visitors compete for what there is, so whole shops were simulated: {people} visitors in {days} days, "
            "{runs} times for each of {draws} draws."
        ),
    ),
    "worlds-short": (
        (
            "The simulated shop is open for {days} of {horizon} days: a stock that lasts longer never runs out here, "
            "and a part of a week is not like all of it."
        ),
    ),
    "nobody-comes": (
        "no visitors come, so nothing can be said about waiting",
        "give the map its number of visitors a week",
    ),
    "pain-missing": ("the pain point {pain} is not on this map", "name one that is"),
    # the policy
    "two-todays": (
        "more than one policy is marked as what the site does today; {first} is taken.",
        "Mark one.",
    ),
    "no-exclude": (
        "there is no audience that is left alone: customers and visitors without consent hear rules too.",
        "Add an audience of kind 'exclude'.",
    ),
    "untrue-claim": (
        "the rule '{rule}' claims what is marked as untrue.",
        "Switch it off, or let it speak only where {claim} bears it out.",
    ),
    "unproven-claim": (
        "nobody has said that what the rule '{rule}' claims is true.",
        "Check that {claim} bears it out on these cards, and say so.",
    ),
    "unknown-technique": (
        "there is no technique '{technique}'.",
        "Choose one of the catalogue, or describe it in techniques.",
    ),
    "speaks-to-excluded": (
        "the rule '{rule}' is meant for visitors who are left alone, so nobody hears it.",
        "Choose another audience.",
    ),
    "speaks-to-nobody": (
        "the rule '{rule}' would reach nobody: no page of the site has this technique, phase and place together.",
        "Widen its phases or its cards.",
    ),
    # the experiment
    "no-variants": ("the experiment '{experiment}' compares nothing: it has no variants.", "Add a variant."),
    "unknown-measure": ("there is no measure '{measure}'.", "Choose one of: {known}."),
    "changes-nothing": (
        "the variant '{variant}' is the same as the control.",
        "Give it a policy, a mode or a changed card.",
    ),
    "change-elsewhere": (
        "the variant '{variant}' changes '{touchpoint}', which its visitors never meet: it is on another map.",
        "Change the card of the map that the variant runs on.",
    ),
    "share-of-another": (
        "this share belongs to a link of another card.",
        "Change it at the card that the link starts from.",
    ),
    "pain-of-another": (
        "this pain point is not one of the card it is removed from.",
        "Remove it at the card that it is about.",
    ),
    "bounce-misfit": (
        "{bounce} of the views of '{touchpoint}' bounce at once; that does not fit in the {leaving} that leave it",
        "lower the bounce, or let more visitors leave there",
    ),
    "not-converged": (
        "the drawn shares do not come back: '{touchpoint}' is off by up to {error}",
        "look for a card that hardly anybody leaves, or a share close to 0 or 1",
    ),
    "orders-off": (
        "the simulation gives {simulated} orders a visit, the map says {exact}; '{touchpoint}' is furthest off",
        "look for cards where visitors go round and round, and for shares close to 1",
    ),
    "bounce-rate-unmet": (
        "{share} of the visits should have a single page; on this map that becomes {bounce}",
        "change the shares of the pages where visits start, or the bounce rate",
    ),
    "returning-unmet": (
        "returning visits should order {wanted} times as often as first ones; on this map it becomes {got}",
        "ask for a ratio that this map can give",
    ),
    "devices-unmet": (
        "desktop visits should order {wanted} times as often as those on a phone; on this map it becomes {got}",
        "ask for a ratio that this map can give",
    ),
    # what is not simulated
    "technique-unknown": (
        "the technique '{technique}' is not in the catalogue",
        "choose one that is",
        "choose one of the catalogue, or describe it under techniques",
        "the technique '{technique}' is not in the catalogue and is like none that is",
        "name the shipped technique it resembles",
    ),
    "rule-reaches-excluded": (
        "the rule '{rule}' speaks to people who must be left alone",
        "take the excluded audience out of it",
    ),
    "rule-untrue": ("the claim of the rule '{rule}' is not true", "say only what is true"),
    "claim-without-stock": (
        "the rule '{rule}' makes a claim that must rest on a real stock",
        "say that the claim is true on its cards, or use another technique",
    ),
    "claim-without-date": (
        "the rule '{rule}' makes a claim that must rest on a real date",
        "say that the claim is true on its cards, or use another technique",
    ),
    "adaptive-learns": (
        "the policy of '{arm}' learns while it runs: one visitor says nothing of it, only whole runs do",
        "let it learn: footfall learn",
    ),
    "search-nothing": ("there is no arm with rules to choose from", "give an arm a policy with rules"),
    "search-over-budget": ("no policy that was tried keeps the budgets", "allow more, or search for longer"),
    "search-outdated": ("the policy has changed since the search: look for the best one anew.",),
    "learn-nothing": (
        "there is no arm with rules that speak on a page: nothing can be learnt",
        "choose another arm",
    ),
    "learn-together": (
        "visitors compete for stock, desks or budgets here, and a policy that learns follows each alone",
        "take the limits out, or simulate the rules as they stand",
    ),
    "trigger-unfit": (
        "the technique of the rule '{rule}' cannot speak at that moment",
        "choose a moment that belongs to it: of the visit, between visits, or after an order",
    ),
    "product-unknown": (
        "the segment '{segment}' asks for the product '{product}', which is not sold here",
        "name a product by its title",
    ),
    "attribute-sensitive": (
        "the segment '{segment}' asks for '{attribute}', which is marked as sensitive and may not steer a rule",
        "leave the condition out",
    ),
    "attribute-unknown": (
        "the segment '{segment}' asks for '{attribute}', which no persona of this map has",
        "name one of their interests or values",
    ),
    "technique-not-simulated": ("the technique '{technique}' cannot be simulated yet", "switch its rules off"),
    "measure-unknown": ("there is no measure called '{metric}'", ""),
    "effect-without-test": (
        "a measured effect needs its standard error and the randomised test it comes from",
        "add both, or leave the effect to the published prior",
    ),
    "spread-below-floor": (
        "a spread of {spread} is less than such an effect allows ({floor})",
        "widen it, or bring the raw counts of a randomised test",
    ),
    "effect-too-large": (
        "an average effect of {mean} on everybody is far outside what randomised tests found",
        "bring the raw counts of a randomised test, or lower it",
    ),
    "measured-too-large": (
        "a measured effect of {mean} on everybody is far outside what randomised tests found",
        (
            "enter the difference over everybody in the test, not over those who saw the message; above 10% it cannot "
            "be used without the counts of both groups"
        ),
    ),
    "effect-not-measured": (
        "the measured effect of '{technique}' comes from '{source}', which is no measurement",
        "name a randomised test of this shop as its source, or leave the effect out; figures of others are no test",
    ),
    "curves-made-by-hand": (
        "the curves from which strengths are solved cannot be used",
        "install Footfall anew, or make them with `python -m simulation.evidence.make_curves`",
    ),
    # warnings about a result
    "one-draw": ("One draw of the parameters: the interval shows simulation noise only, no ignorance.",),
    "precision-not-met": (
        "{arm}: simulation noise is {reached}, not {asked} as asked: not knowing how people respond moves it far more.",
        "{arm}: simulation noise is {reached}, not {asked} as asked: the run stopped at its largest size.",
    ),
    "budget": ("More visitors would make the answer sharper; the run stopped at its largest size.",),
    "not-walked": ("{count} touchpoints outside the visit are drawn and not simulated: {cards}",),
    "twyman-technique": (
        "{arm}: more than 3% from one kind of message is more than almost any randomised test has found.",
    ),
    "mode-assumed": (
        "what the score card adds to the page type rests on assumptions about how interest grows; nobody published it.",
    ),
    "mode-factor": ("{arm}: the score card multiplies the lift by {factor}; above {most} that is hard to believe.",),
    "nobody-waits": ("nothing runs out here: waiting, stock and budgets are left aside.",),
    "policy-without-rules": (
        "the policy '{policy}' has no rules that are on",
        "switch one of its rules on, or name another policy",
    ),
    "twyman-policy": ("{arm}: more than 7% is above the largest effects found for whole shops.",),
    "transfer": ("{arm}: '{technique}' would do {factor} times here what it does on average elsewhere.",),
    "stack": (
        (
            "{arm}: together the messages are expected to do {share} of the sum of their parts; nobody has "
            "published how messages add up."
        ),
    ),
    "many-messages": ("{arm}: {messages} messages a visit is more than anybody has tested.",),
    "bought-by-discount": ("{arm}: the lift is bought with discounts that cost more than they bring.",),
    "sign-depends": (
        "{arm}: without an effect of '{technique}' it would be expected to harm rather than help.",
        "{arm}: without an effect of '{technique}' it would be expected to help rather than harm.",
    ),
    "sign-depends-annoyance": (
        "{arm}: if nobody were annoyed it would harm rather than help.",
        "{arm}: if nobody were annoyed it would help rather than harm.",
    ),
    "sign-depends-cards": (
        "{arm}: without the changed cards it would harm rather than help.",
        "{arm}: without the changed cards it would help rather than harm.",
    ),
    "whole-checkout": ("{arm}: more than 35% is above what experts expect of mending a whole checkout.",),
    "technique-not-shipped": ("there is no technique {technique}.", "Choose one of: {known}."),
    "prices-rare": ("{count} pain points changed fewer than 30 simulated visitors: too few to price them.",),
    "given-away": (
        "{arm}: the shipping that '{rule}' gives away costs nothing here; enter it as the rule's discount.",
    ),
    "margin-falls": ("{arm}: it costs more than it brings; margin falls (probability {probability}).",),
    "same-arm": ("{arm}: it differs in nothing that is simulated; no lift at all.",),
    "too-noisy": ("{arm}: the draws are too noisy to say how likely it helps; simulate more visitors.",),
    "traits-assumed": ("{arm}: what personas would be like is assumed, not estimated; so no probabilities.",),
    "sign-assumed": (
        "{arm}: which way a changed card works is assumed, not estimated; only the size is, so no probabilities.",
    ),
    "few-draws": (
        "Only {count} draws of the parameters: the ends of the interval are uncertain; take {fewest} at least.",
    ),
    "persona-gap": ("{arm}: the difference between the personas grows by {growth}.",),
    "few-flips": ("{arm}: too few visitors changed sides to say anything ({flips}, and it takes 30).",),
    "rough": ("{arm}: {flips} visitors changed sides; the interval is rough under 100.",),
    "likely-nothing": ("{arm}: quite possibly it makes no difference ({probability}).",),
    "stopped": ("The run was stopped early; only complete blocks of visitors count.",),
    "uncalibrated": ("Uncalibrated: no measurement of this shop. It rests on {basis}.",),
}
