"""What the reader must know before believing a lift (MODEL 11)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from simulation.assembly.outside import drawn_only
from simulation.calibration.label import LabelText
from simulation.evidence.catalogue import shipped
from simulation.evidence.priors import Belief
from simulation.experiment.interval import ANNOYANCE, CARDS, NORMAL, Answer
from simulation.experiment.precision import FEWEST_DRAWS
from simulation.experiment.probabilities import shown
from simulation.experiment.refusals import refuse
from simulation.experiment.result import ArmResult, Effect, Lift, Warned
from simulation.scenario import Arm, Scenario

__all__ = [
    "BASIS",
    "WHOLE_CHECKOUT",
    "Finished",
    "about_arm",
    "general",
    "live_rules",
    "mean_of",
    "ordered",
    "precision_not_met",
    "refuse",
    "techniques_of",
    "warn",
    "worth_measuring",
]  # fmt: skip
TWYMAN_ONE = 0.03
"""One message expected to do more than this is more likely a mistake than a find."""
TWYMAN_POLICY = 0.07
"""Largest whole-shop effects found were 6.9 and 7.5%."""
WHOLE_CHECKOUT = 0.35
"""What experts estimate for mending everything that is wrong with a checkout (Baymard)."""
HIGHEST_TRANSFER = 1.3
STACK = 0.8
USUAL_MESSAGES = 3.0
LIKELY_NOTHING = 0.3
MORE_LIKELY_THAN_NOT = 0.5
SLACK = 1.1
"""Noise above what was asked by less than this factor is as asked: the pilot's own estimate is no better."""
NO_SIGN = 0.0005
"""A relative lift smaller than this has no sign to speak of."""
GAP_GROWTH = 0.02
BASIS = {
    "measured": "tests of your own",
    "published": "published averages of other shops",
    "assumed": "assumed effects of messages",
    "severity": "an assumed weight of pain points",
    "cards": "the changes made to cards",
    "traits": "the changes made to personas",
    "map": "the drawn map",
}
"""What an answer can rest on, the best backed first."""


@dataclass(frozen=True, slots=True)
class Finished:
    """What the warnings about one arm look at."""

    arm: Arm
    result: ArmResult
    lifts: Mapping[str, Lift]
    answer: Answer
    metric: str


def live_rules(arm: Arm) -> tuple[str, ...]:
    """Ids of the rules of an arm that are switched on."""
    return tuple(key for key, rule in arm.rules.items() if rule.on) if arm.policy is not None else ()


def techniques_of(arm: Arm) -> tuple[str, ...]:
    """Keys of the techniques that may speak in an arm, sorted."""
    return tuple(sorted({arm.rules[key].technique for key in live_rules(arm)}))


def general(
    scenario: Scenario,
    *,
    draws: int,
    complete: bool,
    enough: bool,
    label: LabelText,
    basis: Collection[str] = (),
) -> list[Warned]:
    """Warnings about the run as a whole, the gravest first; `basis` says what its lifts rest on beside the map."""
    said: list[Warned] = []
    known = [key for key in BASIS if key in basis or key == "map"]
    if label == "map calibrated, effects not":
        said.append(
            warn(
                "effects-uncalibrated",
                "The map is calibrated, the effects are not: no past tests of this shop back them. "
                f"It rests on {_listed([BASIS[key] for key in known])}.",
                basis=",".join(known),
            )
        )
    elif label == "uncalibrated":
        said.append(
            warn(
                "uncalibrated",
                f"Uncalibrated: no measurement of this shop. It rests on {_listed([BASIS[key] for key in known])}.",
                basis=",".join(known),
            )
        )
    if not complete:
        said.append(warn("stopped", "The run was stopped early; only complete blocks of visitors count."))
    if draws == 1:
        said.append(
            warn("one-draw", "One draw of the parameters: the interval shows simulation noise only, no ignorance.")
        )
    elif draws < FEWEST_DRAWS:
        said.append(
            warn(
                "few-draws",
                f"Only {draws} draws of the parameters: the ends of the interval are uncertain; "
                f"take {FEWEST_DRAWS} at least.",
                count=str(draws),
                fewest=str(FEWEST_DRAWS),
            )
        )
    if not enough:
        said.append(warn("budget", "More visitors would make the answer sharper; the run stopped at its largest size."))
    outside = [scenario.slice.touchpoints[key].title for key in drawn_only(scenario.slice)]
    if outside:
        said.append(
            warn(
                "not-walked",
                f"{len(outside)} touchpoints outside the visit are drawn and not simulated: {', '.join(outside[:5])}"
                + (" …" if len(outside) > 5 else "."),
                count=str(len(outside)),
                cards=", ".join(outside),
            )
        )
    return said


def precision_not_met(done: Finished, asked: float, *, enough: bool, rate: bool) -> list[Warned]:
    """A warning where the noise left is clearly more than what was asked for: half-widths of 95%, in the measure."""
    error = done.lifts[done.metric].absolute.se_monte_carlo
    if error is None or NORMAL * error <= SLACK * asked:
        return []
    unit = " pp" if rate else ""
    reached, wanted = (f"{size * (100 if rate else 1):.2g}{unit}" for size in (NORMAL * error, asked))
    why = "not knowing how people respond moves it far more." if enough else "the run stopped at its largest size."
    said = [
        warn(
            "precision-not-met",
            f"{done.result.name}: simulation noise is {reached}, not {wanted} as asked: {why}",
            arm=done.result.name,
            reached=reached,
            asked=wanted,
        )
    ]
    return said + worth_measuring(done) if enough else said


def worth_measuring(done: Finished) -> list[Warned]:
    """What to measure where more visitors cannot help: the assumption without which least doubt would be left.

    Only what a test can measure: the effect of a technique, or of changed cards. Persistence, fit and fatigue cannot
    be told apart by a test (MODEL 1.3).
    """
    doubt = done.lifts[done.metric].doubt
    found = [(part, key) for key, part in doubt.items() if key in {CARDS, *techniques_of(done.arm)} and part > 0]
    if not found:
        return []
    part, key = max(found)
    name, left = done.result.name, f"{1 - part:.2f}"
    if key == CARDS:
        words = f"{name}: a test of the changed cards would leave {1 - part:.0%} of what is not known."
        return [warn("worth-measuring-cards", words, arm=name, share=left)]
    words = f"{name}: a test of '{key}' would leave {1 - part:.0%} of what is not known; more visitors would leave all."
    return [warn("worth-measuring", words, arm=name, technique=key, share=left)]


def about_arm(done: Finished, beliefs: Mapping[str, Belief]) -> list[Warned]:
    """Warnings about one arm, the gravest first."""
    lift = done.lifts[done.metric]
    name = done.result.name
    said: list[Warned] = []
    margin = done.lifts.get("margin_per_visitor")
    if margin is not None and margin.harms is not None and margin.harms > MORE_LIKELY_THAN_NOT:
        said.append(
            warn(
                "margin-falls",
                f"{name}: it costs more than it brings; margin falls (probability {shown(margin.harms):.0%}).",
                arm=name,
                probability=f"{shown(margin.harms):.2f}",
            )
        )
    if lift.quality == "none" and lift.absolute.mean is not None:
        said.append(warn("same-arm", f"{name}: it differs in nothing that is simulated; no lift at all.", arm=name))
    elif lift.quality == "none":
        said.append(
            warn(
                "few-flips",
                f"{name}: only {lift.flips} visitors changed sides; under 30 that is too few to say anything.",
                arm=name,
                flips=str(lift.flips),
            )
        )
    elif lift.quality == "rough":
        said.append(
            warn(
                "rough",
                f"{name}: {lift.flips} visitors changed sides; the interval is rough under 100.",
                arm=name,
                flips=str(lift.flips),
            )
        )
    if lift.quality != "none" and lift.three is None:
        said.append(_unsure(name, lift))
    if lift.no_difference is not None and lift.no_difference > LIKELY_NOTHING and lift.quality != "none":
        said.append(
            warn(
                "likely-nothing",
                f"{name}: quite possibly it makes no difference ({shown(lift.no_difference):.0%}).",
                arm=name,
                probability=f"{shown(lift.no_difference):.2f}",
            )
        )
    said += _too_good(done, lift, beliefs)
    said += _side_effects(done, lift)
    return said


def _unsure(name: str, lift: Lift) -> Warned:
    """Why no chances are given of a lift that is shown."""
    if set(lift.rests_on) & {"measured", "published", "assumed"}:
        return warn(
            "too-noisy",
            f"{name}: the draws are too noisy to say how likely it helps; simulate more visitors.",
            arm=name,
        )
    if "traits" in lift.rests_on:
        return warn(
            "traits-assumed",
            f"{name}: what personas would be like is assumed, not estimated; so no probabilities.",
            arm=name,
        )
    return warn(
        "sign-assumed",
        f"{name}: which way a changed card works is assumed, not estimated; only the size is, so no probabilities.",
        arm=name,
    )


def _too_good(done: Finished, lift: Lift, beliefs: Mapping[str, Belief]) -> list[Warned]:
    """Twyman's law: what looks surprising is usually wrong."""
    name, said = done.result.name, []
    keys = [key for key in techniques_of(done.arm) if key in beliefs]
    measured = bool(keys) and all(beliefs[key].kind == "measured" for key in keys)
    mean = mean_of(lift.relative)
    above = float(np.mean(done.answer.samples > TWYMAN_ONE)) if lift.quality != "none" else 0.0
    if len(keys) == 1 and not measured and not done.arm.changes and (mean > TWYMAN_ONE or above > 0.5):
        said.append(
            warn(
                "twyman-technique",
                f"{name}: more than 3% from one kind of message is more than almost any randomised test has found.",
                arm=name,
                lift=f"{mean:.4f}",
            )
        )
    if mean > TWYMAN_POLICY:
        said.append(
            warn(
                "twyman-policy",
                f"{name}: more than 7% is above the largest effects found for whole shops.",
                arm=name,
                lift=f"{mean:.4f}",
            )
        )
    if mean > WHOLE_CHECKOUT and "severity" in lift.rests_on:
        said.append(
            warn(
                "whole-checkout",
                f"{name}: more than 35% is above what experts expect of mending a whole checkout.",
                arm=name,
                lift=f"{mean:.4f}",
            )
        )
    doubt = done.answer.transfer_se
    said += _typed_by_hand(done)
    strong = {
        key: a for key, a in lift.transfer.items() if key in keys and a - 2 * doubt.get(key, 0) > HIGHEST_TRANSFER
    }
    for key, a in strong.items():
        said.append(
            warn(
                "transfer",
                f"{name}: '{key}' would do {a:.1f} times here what it does on average elsewhere.",
                arm=name,
                technique=key,
                factor=f"{a:.2f}",
            )
        )
    parts = sum(beliefs[key].mean for key in keys)
    comparable = all(shipped()[key].measure == "revenue" for key in keys if key in shipped())
    if len(keys) > 1 and comparable and not done.arm.changes and mean > STACK * parts > 0:
        said.append(
            warn(
                "stack",
                f"{name}: together the messages are expected to do {mean / parts:.0%} of the sum of their parts; "
                "nobody has published how messages add up.",
                arm=name,
                share=f"{mean / parts:.2f}",
            )
        )
    return said


def _typed_by_hand(done: Finished) -> list[Warned]:
    """Rules whose effect was multiplied by hand: above 1 nobody's average says so."""
    return [
        warn(
            "relevance-bonus",
            f"{done.result.name}: '{rule.title}' is taken to do {rule.relevance.value:.1f} times what is published; "
            "that is nobody's measurement.",
            arm=done.result.name,
            rule=rule.title,
            factor=f"{rule.relevance.value:.2f}",
        )
        for rule in (done.arm.rules[key] for key in live_rules(done.arm))
        if rule.relevance.value > 1 and rule.relevance.kind != "measured"
    ]


def _side_effects(done: Finished, lift: Lift) -> list[Warned]:
    name, metrics, said = done.result.name, done.result.metrics, []
    per_visit = metrics["messages_per_visitor"].mean / max(metrics["visits_per_visitor"].mean, 1e-9)
    if per_visit > USUAL_MESSAGES:
        said.append(
            warn(
                "many-messages",
                f"{name}: {per_visit:.1f} messages a visit is more than anybody has tested.",
                arm=name,
                messages=f"{per_visit:.2f}",
            )
        )
    margin = done.lifts.get("margin_per_visitor")
    bought = metrics["discount_cost_per_visitor"].mean > 0
    if bought and margin is not None and mean_of(margin.absolute) < 0 < mean_of(lift.absolute):
        said.append(
            warn(
                "bought-by-discount",
                f"{name}: the lift is bought with discounts that cost more than they bring.",
                arm=name,
                margin=f"{mean_of(margin.absolute):.4f}",
            )
        )
    if lift.quality != "none":
        said += _sign_depends(name, done.answer)
    said += _given_away(done, name)
    gap = _gap_growth(done, lift)
    if gap > GAP_GROWTH:
        said.append(
            warn(
                "persona-gap",
                f"{name}: the difference between the personas grows by {gap:.0%}.",
                arm=name,
                growth=f"{gap:.3f}",
            )
        )
    return said


def _sign_depends(name: str, answer: Answer) -> list[Warned]:
    """The one assumption whose absence would turn the expected sign: a technique, annoyance, or changed cards."""
    if len(answer.parts) < 2:
        return []
    for key, part in sorted(answer.parts.items(), key=lambda item: -abs(item[1])):
        rest = answer.mean - part
        if answer.mean * rest >= 0 or abs(rest) <= NO_SIGN:
            continue
        turned = "harm rather than help" if answer.mean > 0 else "help rather than harm"
        if key == ANNOYANCE:
            return [warn("sign-depends-annoyance", f"{name}: if nobody were annoyed it would {turned}.", arm=name)]
        if key == CARDS:
            return [warn("sign-depends-cards", f"{name}: without the changed cards it would {turned}.", arm=name)]
        words = f"{name}: without an effect of '{key}' it would be expected to {turned}."
        return [warn("sign-depends", words, arm=name, technique=key)]
    return []


def _given_away(done: Finished, name: str) -> list[Warned]:
    """Rules that give something away of which no cost is entered."""
    rules = [done.arm.rules[key] for key in live_rules(done.arm)]
    return [
        warn(
            "given-away",
            f"{name}: the shipping that '{rule.title}' gives away costs nothing here; enter it as the rule's discount.",
            arm=name,
            rule=rule.title,
        )
        for rule in rules
        if rule.technique == "free_shipping" and not rule.cost.value and (not rule.discount or not rule.discount.value)
    ]


def _gap_growth(done: Finished, lift: Lift) -> float:
    """By how much the distance between the best and the worst served persona grows, beyond two standard errors."""
    base = {key: lift_.absolute for key, lift_ in lift.by_persona.items()}
    levels = {key: stats[done.metric] for key, stats in done.result.by_persona.items() if done.metric in stats}
    gains = {key: effect.mean for key, effect in base.items() if effect.mean is not None}
    if len(base) < 2 or set(base) - set(levels) or set(base) - set(gains):
        return 0.0
    before = {key: levels[key].mean - gains[key] for key in base}
    high, low = max(before, key=lambda key: before[key]), min(before, key=lambda key: before[key])
    distance = before[high] - before[low]
    growth = gains[high] - gains[low]
    error = 2 * float(np.hypot(base[high].se_monte_carlo or 0.0, base[low].se_monte_carlo or 0.0))
    return growth / distance if distance > 0 and growth > error else 0.0


def mean_of(effect: Effect | None) -> float:
    """The mean of an effect, 0 where none is shown."""
    return 0.0 if effect is None or effect.mean is None else effect.mean


def _listed(names: Sequence[str]) -> str:
    return " and ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)


def ordered(warnings: Sequence[Warned]) -> tuple[Warned, ...]:
    """Without repeats, in the order in which they were found."""
    seen: dict[tuple[str, str], Warned] = {}
    for one in warnings:
        seen.setdefault((one.code, one.message), one)
    return tuple(seen.values())


def warn(code: str, message: str, **values: str) -> Warned:
    """A warning with what its sentence names."""
    return Warned(code=code, message=message, values=values)
