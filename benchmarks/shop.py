"""The project that everything is measured on: the kettle example, as its buyer gets it."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from app.project.examples import new_from_example
from app.project.slices import scenario as scenario_of
from simulation.compile import Compiled, compile_scenario
from simulation.plan import ParameterDraws, Plan, central
from simulation.policy.model import Policy, Rule, Trigger
from simulation.scenario import Arm, Scenario

STRENGTH = 0.1
"""Log-odds that every technique adds, where nothing else is said."""


@cache
def kettle_scenario() -> Scenario:
    """The experiment of the kettle example."""
    return scenario_of(new_from_example("kettle"))


@cache
def kettle() -> Compiled:
    """Its plan, offsets solved."""
    return compile_scenario(kettle_scenario())


@cache
def one_message() -> Compiled:
    """The kettle shop with one arm beside silence: scarcity on arrival, to everybody, at most three times a visit."""
    scenario = kettle_scenario()
    rule = Rule(
        policy="policy-bench000",
        title="Only a few left",
        technique="scarcity",
        trigger=Trigger(kind="arrive"),
        cap_per_visit=3,
        truthful="yes",
    )
    arm = Arm("variant-bench00", "Scarcity", Policy(title="Scarcity"), {"rule-bench0000": rule}, "page-type", {})
    return compile_scenario(replace(scenario, arms=(scenario.arms[0], arm)))


def strong(plan: Plan, strength: float = STRENGTH) -> ParameterDraws:
    """One draw: the central structure, every technique this strong."""
    draws = central(1, len(plan.techniques))
    draws.strength[:] = strength
    return draws
