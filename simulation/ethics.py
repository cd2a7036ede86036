"""What somebody who looks after visitors would ask about a policy: named, with the norm it touches and what to change.

No verdict and no legal advice: a list of questions (source E9: transparency, privacy, no discrimination, no false
promises). Most need no run; the gap between personas and the price of a lift do. The articles are those of EU law as
it stands since the Omnibus directive (EU) 2019/2161:

- UCPD: Unfair Commercial Practices Directive 2005/29/EC, its Annex I the practices that are unfair in any case.
- CRD: Consumer Rights Directive 2011/83/EU.
- GDPR: Regulation (EU) 2016/679. ePrivacy: Directive 2002/58/EC.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from maps.model import MapSlice
from personas.model import Persona
from personas.records import Value
from simulation.ethics_words import NORMS, SAID, sensitive_word
from simulation.policy.catalogue import Mechanics
from simulation.policy.model import Condition, Policy, Rule, Segment, Technique
from simulation.policy.reach import guarded, mechanics_of, shows

if TYPE_CHECKING:
    from simulation.experiment.result import ArmResult, Lift, Result
    from simulation.scenario import Arm, Scenario

Severity = Literal["error", "warning", "note"]
POPULARITY = frozenset({"social_proof", "most_chosen", "reviews"})
"""Techniques that claim what others do or think."""
HURRY = frozenset({"urgency", "scarcity"})
"""Techniques that press for time."""
USUAL_MESSAGES = 3.0
"""More messages a visit than this nobody has tested (MODEL 11)."""
STANDS_FOR, OF_ALL = 0.8, 0.5
"""A condition stands for people with sensitive traits when they are this share of those who meet it, and no more than
the other of everybody."""
SHARES = frozenset({"share", "growth", "at_least", "at_most"})
"""Values of sentences that are fractions."""
GIVEN_AWAY = 0.5
"""Above this share of what a lift brings, it is said that it was bought."""
NORMAL = 1.96
_MONEY = ("cost", "price", "fee", "surcharge", "kosten", "prijs", "toeslag")


class Concern(Value):
    """One thing to look at: what, why it matters, what to change and where."""

    code: str = Field(description="Stable code.")
    severity: Severity = Field(description="error: not simulated; warning: change it; note: see that it holds.")
    arms: tuple[str, ...] = Field(default=(), strict=False, description="Arms it concerns; empty: all.")
    path: str = Field(default="", description="Record and field where it can be changed.")
    what: str = Field(description="What is the matter, in an English sentence.")
    why: str = Field(description="Why it matters, in an English sentence.")
    norm: str = Field(description="The law or norm, with its article.")
    mend: str = Field(description="What to change, in an English sentence.")
    values: Mapping[str, str] = Field(default={}, description="What the sentences name.")


@dataclass(frozen=True)
class Speaking:
    """Rules of one policy, and the shop they speak in."""

    arm: str
    policy: Policy
    rules: Mapping[str, Rule]
    segments: Mapping[str, Segment]
    techniques: Mapping[str, Technique]
    people: Mapping[str, Persona]
    sizes: Mapping[str, float]

    def how(self, rule: Rule) -> Mechanics | None:
        """The shipped technique that a rule uses, or one like it."""
        return mechanics_of(rule.technique, self.techniques)

    def using(self, keys: Iterable[str]) -> list[tuple[str, Rule]]:
        """Rules that are on and use one of these techniques."""
        wanted = set(keys)
        found = [(key, rule, self.how(rule)) for key, rule in sorted(self.rules.items()) if rule.on]
        return [(key, rule) for key, rule, how in found if how is not None and how.key in wanted]


def ethics(scenario: Scenario, result: Result | None = None) -> tuple[Concern, ...]:
    """Everything to look at in the arms of a scenario, and with a result also what came of it; the gravest first."""
    found: list[Concern] = []
    for arm in scenario.arms:
        if arm.policy is not None:
            found += of_rules(_speaking(scenario, arm))
            found += _consent(scenario, arm)
        found += _late_price(scenario, arm)
    if result is not None:
        for one in result.arms[1:]:
            found += _of_result(scenario, result, one)
    return merged(found)


def merged(found: Iterable[Concern]) -> tuple[Concern, ...]:
    """Each concern once, with all arms it is about; errors first, then warnings, then notes."""
    by_key: dict[tuple[str, str, str], Concern] = {}
    for one in found:
        key = (one.code, one.path, one.what)
        held = by_key.get(key)
        arms = one.arms if held is None else (*held.arms, *(arm for arm in one.arms if arm not in held.arms))
        by_key[key] = one.model_copy(update={"arms": arms})
    rank = {"error": 0, "warning": 1, "note": 2}
    return tuple(sorted(by_key.values(), key=lambda one: (rank[one.severity], one.code, one.path)))


def _speaking(scenario: Scenario, arm: Arm) -> Speaking:
    slice_ = arm.map or scenario.slice
    policy = arm.policy or Policy(title="")
    return Speaking(arm.id, policy, arm.rules, scenario.segments, scenario.techniques, slice_.personas, _sizes(slice_))


def _sizes(slice_: MapSlice) -> dict[str, float]:
    """Share of each persona among the visitors."""
    given = slice_.map.personas
    raw = {
        key: float(given.get(key, 0.0)) if given else one.traits.weight.value for key, one in slice_.personas.items()
    }
    total = sum(raw.values())
    return {key: size / total for key, size in raw.items()} if total > 0 else raw


def concern(code: str, path: str, where: str = "", **values: str) -> Concern:
    """A concern in the arm `where`, its sentences filled in; fractions among the values are written as percentages.

    Values come from files of strangers: what would break the line or the terminal becomes a blank.
    """
    severity, what, why, mend = SAID[code]
    values = {key: "".join(sign if sign.isprintable() else " " for sign in value) for key, value in values.items()}
    spoken = {key: f"{float(value):.0%}" if key in SHARES else value for key, value in values.items()}
    return Concern(
        code=code, severity=severity, arms=(where,) if where else (), path=path, what=what.format(**spoken), why=why,
        norm=NORMS[code], mend=mend.format(**spoken), values=values,
    )  # fmt: skip


# ---- what needs no run -------------------------------------------------------------------------------------------


def of_rules(said: Speaking) -> Iterator[Concern]:
    """What can be asked of rules as they stand."""
    yield from _claims(said)
    yield from _targets(said)
    yield from _mails(said)
    yield from _pressure(said)
    yield from _own_prices(said)


def _claims(said: Speaking) -> Iterator[Concern]:
    """Claims about stock, time or other people that nobody vouches for."""
    for techniques, untrue, unproven in (
        (HURRY, "ethics-untrue-hurry", "ethics-unproven-hurry"),
        (POPULARITY, "ethics-untrue-popularity", "ethics-unproven-popularity"),
    ):
        for key, rule in said.using(techniques):
            if rule.truthful != "yes":
                code = untrue if rule.truthful == "no" else unproven
                yield concern(code, f"rules.{key}.truthful", said.arm, rule=rule.title)


def _targets(said: Speaking) -> Iterator[Concern]:
    """Segments that ask for what is sensitive, or for something that stands in for it."""
    used = {name for rule in said.rules.values() if rule.on for name in rule.segments if name in said.segments}
    for name in sorted(used):
        segment = said.segments[name]
        for key, one in sorted(segment.conditions.items()):
            path = f"segments.{name}.conditions.{key}"
            asked = one.text
            if one.field == "persona_attribute" and any(guarded(person, asked) for person in said.people.values()):
                yield concern("ethics-sensitive", path, said.arm, segment=segment.title, asked=asked)
            elif one.field in ("persona_attribute", "product_interest", "campaign") and sensitive_word(asked):
                yield concern("ethics-sensitive-word", path, said.arm, segment=segment.title, asked=asked)
            elif _stands_for(said, one):
                yield concern("ethics-proxy", path, said.arm, segment=segment.title, asked=asked)


def _stands_for(said: Speaking, one: Condition) -> bool:
    """Whether those who meet a condition are nearly all people with sensitive traits, and everybody is not."""
    marked = {key for key, person in said.people.items() if person.sensitive}
    everybody = sum(said.sizes[key] for key in marked)
    if one.test != "is" or not marked or everybody > OF_ALL:
        return False
    meets = {key: said.sizes[key] * _share(person, one) for key, person in said.people.items()}
    total = sum(meets.values())
    return total > 0 and sum(meets[key] for key in marked) / total >= STANDS_FOR


def _share(person: Persona, one: Condition) -> float:
    """Share of a persona's visits that meet a condition on device, channel or what the persona shows."""
    traits = person.traits
    if one.field == "persona_attribute":
        return float(shows(person, one.text))
    if one.field == "device":
        return _part({str(key): rate.value for key, rate in traits.devices.items()}, one.text)
    if one.field == "channel":
        return _part({str(key): rate.value for key, rate in traits.channels.items()}, one.text)
    return 0.0


def _part(shares: Mapping[str, float], key: str) -> float:
    """A persona's share; one that says nothing of it counts as meeting it like anybody."""
    total = sum(shares.values())
    return shares.get(key, 0.0) / total if total > 0 else 1.0


def _mails(said: Speaking) -> Iterator[Concern]:
    """Mails to whoever left an address somewhere, and advertisements that follow people elsewhere."""
    for key, rule in sorted(said.rules.items()):
        how = said.how(rule)
        if not rule.on or how is None or how.target != "contact":
            continue
        if how.reach == "address":
            yield concern("ethics-mail", f"rules.{key}", said.arm, rule=rule.title)
        elif how.reach == "viewed":
            yield concern("ethics-followed", f"rules.{key}", said.arm, rule=rule.title)


def _pressure(said: Speaking) -> Iterator[Concern]:
    """Hurry and a hand on the arm of who leaves; no end to messages in a visit."""
    hurry, exits = said.using(HURRY), said.using({"exit_message"})
    if hurry and exits:
        yield concern(
            "ethics-pressure", f"rules.{exits[0][0]}", said.arm, hurry=hurry[0][1].title, exit=exits[0][1].title
        )
    speaking = [rule for rule in said.rules.values() if rule.on and said.how(rule) is not None]
    many = sum(rule.cap_per_visit for rule in speaking if rule.trigger.kind not in ("after_abandonment", "scheduled"))
    cap = said.policy.messages_per_visit
    if min(many, cap if cap is not None else many) > 2 * USUAL_MESSAGES:
        most = str(many if cap is None else cap)
        yield concern("ethics-no-end", "policies", said.arm, policy=said.policy.title, count=most)


def _own_prices(said: Speaking) -> Iterator[Concern]:
    """Discounts that some get and others do not, by what the shop has worked out about them."""
    for key, rule in sorted(said.rules.items()):
        how = said.how(rule)
        if not rule.on or how is None:
            continue
        share = rule.discount.value if rule.discount is not None else how.discount
        if share > 0 and (rule.segments or rule.audiences):
            yield concern("ethics-own-price", f"rules.{key}", said.arm, rule=rule.title)


def _consent(scenario: Scenario, arm: Arm) -> Iterator[Concern]:
    """Who gave no consent: simulated as hearing nothing, which the real site must do too."""
    slice_ = arm.map or scenario.slice
    changed = {key: change.consent for key, change in arm.traits.items() if change.consent is not None}
    share = 0.0
    for key, size in _sizes(slice_).items():
        held = changed.get(key, slice_.personas[key].traits.consent)
        share += size * (1.0 - held.value)
    if share > 0 and any(rule.on for rule in arm.rules.values()):
        yield concern("ethics-consent", "personas", arm.id, share=f"{share:.3f}")


def _late_price(scenario: Scenario, arm: Arm) -> Iterator[Concern]:
    """Pain points at the checkout that speak of a price: one that shows late."""
    slice_ = arm.map or scenario.slice
    gone = {pain for change in arm.changes.values() for pain in change.pains_removed}
    names = {card: pain for pain, card in scenario.pain_cards.items()}
    for card in slice_.pains:
        held = slice_.cards.get(card)
        if held is None or names.get(card) in gone or slice_.phase_kind(held.stage) != "checkout":
            continue
        if any(word in held.text.casefold() for word in _MONEY):
            yield concern("ethics-late-price", f"cards.{card}", arm.id, card=_short(held.text))


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 80 else f"{line[:79].rstrip()}…"


# ---- what a run shows --------------------------------------------------------------------------------------------


def _of_result(scenario: Scenario, result: Result, arm: ArmResult) -> Iterator[Concern]:
    try:
        lift = result.lift(arm.id)
    except KeyError:
        return
    names = {key: person.name for key, person in scenario.slice.personas.items()}
    yield from _gap(result, arm, lift, names)
    yield from _bought(result, arm)
    said = arm.metrics.get("messages_per_visitor")
    visits = arm.metrics.get("visits_per_visitor")
    if said is not None and visits is not None and visits.mean > 0 and said.mean / visits.mean > USUAL_MESSAGES:
        each = f"{said.mean / visits.mean:.1f}"
        yield concern("ethics-many", "policies", arm.id, arm=arm.name, messages=each)


def _gap(result: Result, arm: ArmResult, lift: Lift, names: Mapping[str, str]) -> Iterator[Concern]:
    """Whether the best and the worst served persona drift apart, with 95%; and who is worse off than without."""
    gains = {key: one.absolute for key, one in lift.by_persona.items() if one.absolute.mean is not None}
    levels = {
        key: stats[result.metric].mean
        for key, stats in arm.by_persona.items()
        if result.metric in stats and key in gains
    }
    for key in sorted(gains):
        interval = gains[key].interval
        if interval is not None and interval[1] < 0:
            yield concern("ethics-loses", "policies", arm.id, arm=arm.name, persona=names.get(key, key))
    if len(levels) < 2:
        return
    before = {key: levels[key] - (gains[key].mean or 0.0) for key in levels}
    high, low = max(before, key=lambda key: before[key]), min(before, key=lambda key: before[key])
    distance = before[high] - before[low]
    growth = (gains[high].mean or 0.0) - (gains[low].mean or 0.0)
    error = math.hypot(gains[high].se or 0.0, gains[low].se or 0.0)
    if distance > 0 and error > 0 and growth - NORMAL * error > 0:
        growth, error = growth / distance, NORMAL * error / distance
        yield concern(
            "ethics-gap", "policies", arm.id, arm=arm.name, best=names.get(high, high), worst=names.get(low, low),
            growth=f"{growth:.4f}", at_least=f"{growth - error:.4f}", at_most=f"{growth + error:.4f}",
        )  # fmt: skip


def _bought(result: Result, arm: ArmResult) -> Iterator[Concern]:
    """The share of what a lift brings that is given away in discounts."""
    given = arm.metrics.get("discount_cost_per_visitor")
    before = result.arms[0].metrics.get("discount_cost_per_visitor")
    if given is None:
        return
    more = given.mean - (before.mean if before is not None else 0.0)
    try:
        kept = result.lift(arm.id, "margin_per_visitor").absolute.mean
    except KeyError:
        return
    if more <= 0 or kept is None:
        return
    if kept <= 0:
        yield concern("ethics-bought-loss", "rules", arm.id, arm=arm.name)
    elif more / (more + kept) > GIVEN_AWAY:
        yield concern("ethics-bought", "rules", arm.id, arm=arm.name, share=f"{more / (more + kept):.3f}")
