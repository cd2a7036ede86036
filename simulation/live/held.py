"""A plan at a slider's position: assembled anew, with the offsets of the base until they are solved again."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from personas.problems import Refused
from simulation.assembly import capacity
from simulation.compile import Assembly, Compiled, assemble, found_by_solving
from simulation.offsets import LEAST_LEAVING
from simulation.plan import Floats, Plan, Tables, inside
from simulation.scenario import Arm, Scenario

UNHEARD = ("consent", "login", "reachable")
"""Traits that nobody notices where nobody says anything."""


@dataclass(frozen=True)
class Position:
    """A scenario as the engine takes it.

    Attributes:
        scenario: what was asked.
        control: the control alone, with offsets.
        alone: the arm alone, with offsets.
        tables: the way back to ids.
        settled: these offsets are what solving them anew would give.
        visits: what decides the control's visits; where it is the same as the base's, so are they.
    """

    scenario: Scenario
    control: Plan
    alone: Plan
    tables: Tables
    settled: bool
    visits: bytes

    def both(self) -> Plan:
        """Control and arm in one plan, with the same offsets."""
        plan = assemble(self.scenario, arms_of(self.scenario, self.tables.arms[0])).plan
        weight = np.concatenate([self.control.weight, self.alone.weight])
        return capacity.joined(plan._replace(weight=weight, world=self.control.world))


class Base:
    """Where sliders begin: a compiled scenario, one arm of which is looked at."""

    def __init__(self, scenario: Scenario, arm: str, compiled: Compiled) -> None:
        self.arm, self.compiled = arm, compiled
        parts = self._assembled(scenario)
        place = compiled.tables.arms.index(arm)
        self.weight = compiled.plan.weight[[0, place]]
        self.share = np.concatenate([one.plan.share for one in parts])
        self.links, self.cards = parts[0].tables.links, parts[0].tables.cards
        self.today = self._today(scenario, parts[0])
        self.position = self._position(scenario, parts, self.weight, compiled.plan, settled=True)

    def at(self, scenario: Scenario) -> Position:
        """Another position, with the offsets of the base; Refused when it is another map."""
        parts = self._assembled(scenario)
        if (parts[0].tables.links, parts[0].tables.cards) != (self.links, self.cards):
            raise Refused("another map needs a run of its own")
        share = np.concatenate([one.plan.share for one in parts])
        if share.shape != self.share.shape:
            raise Refused("other personas need a run of their own")
        settled = np.array_equal(share, self.share) and self._today(scenario, parts[0]) == self.today
        weight = np.concatenate([self._held(one.plan, place) for place, one in enumerate(parts)])
        return self._position(scenario, parts, weight, self.compiled.plan, settled=settled)

    def solved(self, scenario: Scenario, compiled: Compiled) -> Position:
        """A position whose own offsets have been solved."""
        place = compiled.tables.arms.index(self.arm)
        weight = compiled.plan.weight[[0, place]]
        return self._position(scenario, self._assembled(scenario), weight, compiled.plan, settled=True)

    def _assembled(self, scenario: Scenario) -> list[Assembly]:
        return [assemble(scenario, (one,)) for one in arms_of(scenario, self.arm)]

    @staticmethod
    def _today(scenario: Scenario, control: Assembly) -> bytes:
        """What decides the visits that the offsets are solved for; most controls are the site of today."""
        today, other = scenario.status_quo, scenario.arms[0]
        same = (today.policy, today.rules, today.mode, today.changes, today.map, today.traits)
        if same == (other.policy, other.rules, other.mode, other.changes, other.map, other.traits):
            return fingerprint(control.plan)
        return fingerprint(assemble(scenario, (today,)).plan)

    def _position(
        self, scenario: Scenario, parts: Sequence[Assembly], weight: Floats, solved: Plan, *, settled: bool
    ) -> Position:
        control, arm = (_offset(scenario, one.plan, weight[[place]], solved) for place, one in enumerate(parts))
        return Position(scenario, control, arm, parts[1].tables, settled, fingerprint(control))

    def _held(self, plan: Plan, place: int) -> Floats:
        """The base's offsets; where another share is drawn, moved by the ratio of the two to what leaves the card."""
        held, drawn = self.weight[[place]], self.share[[place]]
        if np.array_equal(plan.share, drawn):
            return held
        before, after = (share / _leaving(plan, share) for share in (drawn, plan.share))
        moved = np.divide(after, before, out=np.ones_like(after), where=before > 0)
        weight = np.where(drawn > 0, held * moved, plan.weight)
        beyond = ~inside(plan)[plan.links["start"]]
        weight = np.where(beyond[:, None, :], plan.weight, weight)
        weight[plan.share == 0] = 0.0
        return np.asarray(weight)


def _leaving(plan: Plan, share: Floats) -> Floats:
    """What leaves the card that a link starts at, for the only arm, every persona and link: shape (1, P, L)."""
    taken = np.zeros((*share.shape[:2], plan.cards.shape[1]))
    np.add.at(taken[0].T, plan.links[0]["start"], share[0].T)
    return np.asarray(np.maximum(LEAST_LEAVING, 1.0 - taken)[:, :, plan.links[0]["start"]])


def arms_of(scenario: Scenario, arm: str) -> tuple[Arm, Arm]:
    """The control and the arm of that name; KeyError when it is gone."""
    found = next((one for one in scenario.arms[1:] if one.id == arm), None)
    if found is None:
        raise KeyError(arm)
    return scenario.arms[0], found


def _offset(scenario: Scenario, plan: Plan, weight: Floats, solved: Plan) -> Plan:
    """An assembled plan with offsets, and with the constants that were solved with them."""
    world = plan.world.copy()
    for name in found_by_solving(scenario):
        world[name] = solved.world[name]
    return capacity.joined(plan._replace(weight=weight, world=world))


def fingerprint(plan: Plan) -> bytes:
    """What decides the visits of the only arm of this plan; traits that come into nothing are left out."""
    personas = plan.personas.copy()
    kept = plan._asdict()
    if plan.arms[0]["rule_count"] == 0:
        for name in UNHEARD:
            personas[name] = 0.0
        kept = {name: array for name, array in kept.items() if name not in _OF_MESSAGES}
        kept["silent"] = plan.arms["exclude_customers"]
    if not np.any(plan.pains["friction"] != 0) and not np.any(plan.links["friction"] != 0):
        personas["patience"] = 0.0
    kept["personas"] = personas
    told = hashlib.blake2b(digest_size=16)
    for name, array in kept.items():
        told.update(f"{name} {array.dtype.str} {array.shape} ".encode())
        told.update(np.ascontiguousarray(array).tobytes())
    return told.digest()


_OF_MESSAGES = {
    "susceptibility", "techniques", "arms", "segments", "conditions", "attributes", "arrivals", "rules", "rule_cards",
    "rule_segments", "contacts", "primes", "cares", "observer", "allocation",
}  # fmt: skip
"""Arrays that an arm without rules never looks at, beside who is excluded."""
