"""What a search may change about a policy: which rules speak, in which phases, to whom, how often, by which mode.

A choice only ever takes away: a rule is switched off or kept, and a rule that is kept speaks in some of its own phases
and to some of its own audiences. So nothing is searched that the policy's author did not write.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import get_args

from personas.records import FrozenMap
from simulation.experiment.warnings import live_rules
from simulation.policy.model import Mode, Rule
from simulation.scenario import Arm, Scenario

ENUMERATED = 10
"""Up to so many rules every combination of on and off is tried."""
CAPS = (1, 2, 3)
"""Caps of messages in a visit that are tried, beside the policy's own."""
MODES: tuple[Mode, ...] = get_args(Mode)


@dataclass(frozen=True)
class Choice:
    """One way the policy could be.

    Attributes:
        on: ids of the rules that speak.
        phases: ids of the phases in which a rule speaks, where these are fewer than its own.
        audiences: ids of the audiences to whom, likewise.
        cap: messages in a visit at most; None: no cap.
        mode: how the phase is seen.
    """

    on: frozenset[str]
    phases: Mapping[str, frozenset[str]]
    audiences: Mapping[str, frozenset[str]]
    cap: int | None
    mode: Mode

    def key(self) -> tuple[object, ...]:
        """What two choices have in common that are the same."""
        narrowed = [
            tuple(sorted((rule, tuple(sorted(kept))) for rule, kept in table.items()))
            for table in (self.phases, self.audiences)
        ]
        return tuple(sorted(self.on)), *narrowed, -1 if self.cap is None else self.cap, self.mode

    @property
    def size(self) -> tuple[int, int, int]:
        """How much it says and how much it changes, for ties: fewer rules first, then fewer exceptions."""
        return len(self.on), len(self.phases) + len(self.audiences), self.cap is not None


@dataclass(frozen=True)
class Space:
    """Everything that may be chosen for one arm of a scenario.

    Attributes:
        arm: the arm as it stands.
        rules: ids of its rules, sorted.
        phases: ids of the phases in which each of them may speak, two or more; no entry where there is no choice.
        audiences: ids of its audiences, likewise.
        caps: caps that may be chosen.
        modes: modes that may be chosen.
    """

    arm: Arm
    rules: tuple[str, ...]
    phases: Mapping[str, tuple[str, ...]]
    audiences: Mapping[str, tuple[str, ...]]
    caps: tuple[int | None, ...]
    modes: tuple[Mode, ...]

    def as_it_stands(self) -> Choice:
        """The policy as it is."""
        return Choice(frozenset(self.rules), {}, {}, self._cap, self.arm.mode)

    @property
    def _cap(self) -> int | None:
        return None if self.arm.policy is None else self.arm.policy.messages_per_visit

    def combinations(self) -> Iterator[Choice]:
        """Every combination of rules on and off, all of them on first."""
        whole = self.as_it_stands()
        for bits in product((True, False), repeat=len(self.rules)):
            yield replace(whole, on=frozenset(key for key, on in zip(self.rules, bits, strict=True) if on))

    def choice(
        self,
        on: Mapping[str, bool],
        phases: Mapping[str, Sequence[str]],
        audiences: Mapping[str, Sequence[str]],
        cap: int | None,
        mode: Mode,
    ) -> Choice:
        """The same choice by the fewest words: a rule without a phase or an audience is off; all of them say nothing.

        Without a rule that speaks neither cap nor mode matters: they are the policy's own then.
        """
        speaks = frozenset(
            key
            for key in self.rules
            if on[key] and (key not in self.phases or phases[key]) and (key not in self.audiences or audiences[key])
        )
        if not speaks:
            return Choice(speaks, {}, {}, self._cap, self.arm.mode)
        narrowed = [
            {key: frozenset(kept[key]) for key in sorted(speaks & table.keys()) if len(kept[key]) < len(table[key])}
            for kept, table in ((phases, self.phases), (audiences, self.audiences))
        ]
        return Choice(speaks, narrowed[0], narrowed[1], cap, mode)

    def made(self, choice: Choice, arm_id: str, title: str) -> Arm:
        """The arm in which the policy is as chosen."""
        policy = self.arm.policy
        if policy is not None:
            policy = policy.model_copy(update={"messages_per_visit": choice.cap, "mode": choice.mode})
        rules = {key: narrowed(self.arm.rules[key], choice, key) for key in self.rules if key in choice.on}
        return replace(self.arm, id=arm_id, title=title, policy=policy, rules=rules, mode=choice.mode)


def narrowed(rule: Rule, choice: Choice, key: str) -> Rule:
    """A rule with the phases and audiences that are chosen for it."""
    changed = {
        name: FrozenMap(dict.fromkeys(sorted(table[key]), True))
        for name, table in (("phases", choice.phases), ("audiences", choice.audiences))
        if key in table
    }
    return rule.model_copy(update=changed)


def space_of(scenario: Scenario, arm: Arm, *, only_rules: bool) -> Space:
    """What may be chosen for an arm; `only_rules`: nothing but which of its rules speak."""
    rules = tuple(sorted(live_rules(arm)))
    own = arm.policy.messages_per_visit if arm.policy is not None else None
    if only_rules:
        return Space(arm, rules, {}, {}, (own,), (arm.mode,))
    walked = {one.phase for one in scenario.slice.stages.values()}
    known = [key for key in scenario.slice.phases if key in walked or not walked]
    heard = [key for key, one in scenario.audiences.items() if one.kind != "exclude"]

    def several(own: Mapping[str, object], all_: Sequence[str]) -> tuple[str, ...]:
        chosen = tuple(sorted(key for key in all_ if not own or key in own))
        return chosen if len(chosen) > 1 else ()

    phases = {key: several(arm.rules[key].phases, known) for key in rules}
    audiences = {key: several(arm.rules[key].audiences, heard) for key in rules}
    caps = tuple(dict.fromkeys((own, *(cap for cap in CAPS if own is None or cap < own))))
    return Space(
        arm,
        rules,
        {key: kept for key, kept in phases.items() if kept},
        {key: kept for key, kept in audiences.items() if kept},
        caps,
        tuple(dict.fromkeys((arm.mode, *MODES))),
    )
