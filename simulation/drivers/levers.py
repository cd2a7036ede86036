"""What an answer rests on: every assumption with its range, and what is different when it is low or high.

Ends are the 10 and 90% of what is believed, for all alike: of a prior its quantiles; of a parameter with a range of its
own (95%), that range brought in; of one without, a range by kind (`BY_KIND`), said to be ours. Traits are moved for
all personas at once, each within its own range.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from personas.model import Persona
from personas.provenance import Parameter
from personas.records import Evidence
from simulation.assembly.people import weights_of
from simulation.drivers.response import STRUCTURE, quantile_of
from simulation.evidence.priors import Belief
from simulation.experiment.draws import Theta
from simulation.experiment.interval import NORMAL
from simulation.experiment.warnings import live_rules, techniques_of
from simulation.plan import Plan
from simulation.scenario import Arm, Scenario

Unit = Literal["share", "factor", "logit", "amount", "effect", "days"]
TAIL = 0.10
"""Probability beyond either end."""
Z = 1.2815515655446004
"""Standard normal quantile of that."""
BY_KIND: Mapping[str, float] = {"assumed": 1.0, "published": 0.5, "measured": 0.25}
"""How wide a range without a range of its own is, relative to an assumed one."""
OURS: Mapping[str, float] = {"share": 0.8, "factor": 0.5, "amount": 0.5, "logit": 0.6, "days": 0.7}
"""Half of an assumed 95% range: log-odds for shares, logarithm for factors, amounts and days, log-odds as they are."""
NOTICE_DESKTOP, NOTICE_PHONE = 0.6, 0.15
"""Probability that an exit message is noticed (MODEL 4.4), assumed."""


@dataclass(frozen=True)
class Lever:
    """One assumption. `change`: the scenario with it at a standard normal quantile; `alter`: the same of the plan."""

    key: str
    evidence: Evidence
    unit: Unit
    low: float
    centre: float
    high: float
    own_range: bool = True
    fits_anew: bool = False
    change: Callable[[Scenario, float], Scenario] | None = None
    alter: Callable[[Plan, float], Plan] | None = None

    @property
    def drawn(self) -> bool:
        """Whether it is one of the quantities that every draw holds."""
        return self.change is None and self.alter is None and self.key.split(":")[0] in {"effect", "structure"}


@dataclass(frozen=True)
class _Trait:
    name: str
    unit: Unit
    fits_anew: bool


_TRAITS = (
    _Trait("patience", "factor", False),
    _Trait("waiting_patience", "amount", False),
    _Trait("consent", "share", False),
    _Trait("login", "share", False),
    _Trait("reachable", "share", False),
    _Trait("order_value", "amount", False),
    _Trait("intent_spread", "amount", True),
    _Trait("engagement_spread", "amount", True),
    _Trait("speed_spread", "amount", True),
    _Trait("products_considered", "amount", True),
    _Trait("return_propensity", "logit", True),
    _Trait("return_delay", "days", True),
    _Trait("device_switch", "share", True),
)
_WORLD: tuple[_Trait, ...] = (
    _Trait("history_weight", "logit", True),
    _Trait("bounce", "share", True),
    _Trait("returning_over_new", "factor", True),
    _Trait("desktop_over_phone", "factor", True),
    _Trait("margin", "share", False),
    _Trait("visitors_per_week", "amount", False),
)


def drawn_levers(beliefs: Mapping[str, Belief], theta: Theta, arms: Sequence[Arm]) -> list[Lever]:
    """The quantities that every draw holds and that matter to these arms: effects, structure, annoyance, friction."""
    used = {key for arm in arms for key in techniques_of(arm)} & set(theta.effects)
    keys = [f"effect:{key}" for key in sorted(used)]
    names = [name for name in STRUCTURE if name != "friction"] if used else []
    if any(arm.changes or arm.map is not None for arm in arms):
        names.append("friction")
    found = []
    for key in (*keys, *(f"structure:{name}" for name in names)):
        low, centre, high = (
            float(quantile_of(key, np.array([u]), beliefs)[0]) for u in (TAIL, 0.5, 1 - TAIL)
        )  # fmt: skip
        name = key.partition(":")[2]
        evidence: Evidence = beliefs[name].kind if key.startswith("effect") else "assumed"
        middle = beliefs[name].mean if key.startswith("effect") else centre
        unit: Unit = "effect" if key.startswith("effect") or name == "annoyance" else "factor"
        found.append(Lever(key, evidence, unit, low, middle, high))
    return found


def other_levers(scenario: Scenario, arms: Sequence[Arm], *, coupled: bool) -> list[Lever]:
    """Assumptions about people and traffic, as far as they can matter to these arms."""
    speaks = any(live_rules(arm) for arm in arms)
    keys = {key for arm in arms for key in techniques_of(arm)}
    changed = any(arm.changes or arm.map is not None for arm in arms)
    today = bool(live_rules(scenario.status_quo))
    contacts = any(
        arm.rules[key].trigger.kind in {"after_abandonment", "scheduled"} for arm in arms for key in live_rules(arm)
    )
    matters = {
        "patience": changed,
        "waiting_patience": coupled and bool(scenario.desks),
        "consent": speaks,
        "login": speaks,
        "reachable": contacts,
    }
    weights = weights_of(scenario.slice)
    people = {key: scenario.slice.personas[key] for key in weights}
    found = [
        _of_trait(one, people, weights, anew=one.fits_anew or today)
        for one in _TRAITS
        if matters.get(one.name, True) and any(_parameter(person, one.name).value != 0 or one.unit == "logit"
                                               for person in people.values())
    ]  # fmt: skip
    found += [_of_world(one, scenario) for one in _WORLD]
    found.append(_forgetting(scenario))
    if "exit_message" in keys or any(row.like == "exit_message" for row in scenario.techniques.values()):
        found.append(_notice())
    return found


def at(parameter: Parameter, z: float, unit: Unit) -> float:
    """A parameter at a standard normal quantile of what is believed of it."""
    end = parameter.high if z > 0 else parameter.low
    if end is not None:
        return parameter.value + abs(z) / NORMAL * (end - parameter.value)
    step = z / NORMAL * OURS[unit] * BY_KIND[parameter.kind]
    if unit == "logit":
        return parameter.value + step
    if unit == "share":
        if not 0 < parameter.value < 1:
            return parameter.value
        odds = math.log(parameter.value / (1 - parameter.value)) + step
        return 1 / (1 + math.exp(-odds))
    return parameter.value * math.exp(step)


def _moved(parameter: Parameter, z: float, unit: Unit) -> Parameter:
    return Parameter(value=at(parameter, z, unit), kind=parameter.kind)


def _parameter(person: Persona, name: str) -> Parameter:
    found = getattr(person.traits, name)
    assert isinstance(found, Parameter)  # noqa: S101 - the names are those above
    return found


def _of_trait(one: _Trait, people: Mapping[str, Persona], weights: Mapping[str, float], *, anew: bool) -> Lever:
    def moved(scenario: Scenario, z: float) -> Scenario:
        personas = dict(scenario.slice.personas)
        for key in people:
            traits = personas[key].traits
            own = _moved(getattr(traits, one.name), z, one.unit)
            personas[key] = personas[key].model_copy(update={"traits": traits.model_copy(update={one.name: own})})
        return replace(scenario, slice=replace(scenario.slice, personas=personas))

    own = [_parameter(person, one.name) for person in people.values()]
    shares = np.array([weights[key] for key in people]) / sum(weights.values())
    low, centre, high = (float(shares @ [at(x, z, one.unit) for x in own]) for z in (-Z, 0.0, Z))
    return Lever(
        f"trait:{one.name}", _weakest([x.kind for x in own]), one.unit, low, centre, high,
        own_range=all(x.low is not None and x.high is not None for x in own), fits_anew=anew, change=moved,
    )  # fmt: skip


def _weakest(kinds: Sequence[Evidence]) -> Evidence:
    order: tuple[Evidence, ...] = ("assumed", "published", "measured")
    return next(kind for kind in order if kind in kinds)


def _of_world(one: _Trait, scenario: Scenario) -> Lever:
    own: Parameter = getattr(scenario.slice.map.world, one.name)

    def moved(shop: Scenario, z: float) -> Scenario:
        world = shop.slice.map.world
        there = world.model_copy(update={one.name: _moved(getattr(world, one.name), z, one.unit)})
        return replace(shop, slice=replace(shop.slice, map=shop.slice.map.model_copy(update={"world": there})))

    low, centre, high = (at(own, z, one.unit) for z in (-Z, 0.0, Z))
    return Lever(
        f"world:{one.name}", own.kind, one.unit, low, centre, high,
        own_range=own.low is not None and own.high is not None, fits_anew=one.fits_anew, change=moved,
    )  # fmt: skip


def _forgetting(scenario: Scenario) -> Lever:
    days = scenario.slice.map.world.forget_days

    def value(z: float) -> float:
        return days * math.exp(z / NORMAL * OURS["days"])

    def moved(shop: Scenario, z: float) -> Scenario:
        there = shop.slice.map.world.model_copy(update={"forget_days": value(z)})
        return replace(shop, slice=replace(shop.slice, map=shop.slice.map.model_copy(update={"world": there})))

    return Lever(
        "world:forget_days", "assumed", "days", value(-Z), days, value(Z), own_range=False, fits_anew=True, change=moved
    )


def _notice() -> Lever:
    def rate(centre: float, z: float) -> float:
        return 1 / (1 + math.exp(-(math.log(centre / (1 - centre)) + z / NORMAL * OURS["share"])))

    def altered(plan: Plan, z: float) -> Plan:
        world = plan.world.copy()
        world["notice_desktop"], world["notice_phone"] = rate(NOTICE_DESKTOP, z), rate(NOTICE_PHONE, z)
        return plan._replace(world=world)

    return Lever(
        "world:notice", "assumed", "share", rate(NOTICE_DESKTOP, -Z), NOTICE_DESKTOP, rate(NOTICE_DESKTOP, Z),
        own_range=False, alter=altered,
    )  # fmt: skip
