"""Who hears which message: exclusion, caps, priorities of rules, phases and audiences, and segments."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from personas.records import FrozenMap
from simulation.compile import assemble
from simulation.engines.choose import trace
from simulation.plan import Plan
from simulation.policy.model import Audience, Condition, Segment
from simulation.traces import MESSAGE, VIEW
from tests.shop import arm, rule, strong, with_arms


def _told(plan: Plan, visitors: int = 1_500) -> NDArray[np.void]:
    return trace(plan, strong(plan), arm=1, visitors=range(visitors), seed=8, stream=0)


def test_the_excluded_hear_nothing() -> None:
    loud = {"rule-loud0000": rule("social_proof", cap_per_visit=100)}
    base = with_arms(arm("arm-loud0000", loud))
    assert (_told(assemble(base).plan)["kind"] == MESSAGE).sum() > 1_000
    plan = assemble(base).plan
    for column in ("consent", "customer"):
        personas = plan.personas.copy()
        personas[column] = 0.0 if column == "consent" else 1.0
        assert not (_told(plan._replace(personas=personas))["kind"] == MESSAGE).any()
    out = Audience(title="out", kind="exclude", customers=False, channels=FrozenMap({"all": True}))
    by_channel = replace(base, audiences={**base.audiences, "audience-exclude0": out})
    assert not (_told(assemble(by_channel).plan)["kind"] == MESSAGE).any()


def test_caps_cooldown_and_one_message_a_page() -> None:
    rules = {
        "rule-a0000000": rule("social_proof", cap_per_visit=2, cooldown_pages=2, priority=5),
        "rule-b0000000": rule("recommendation", cap_per_visit=100, cap_per_visitor=3),
        "rule-c0000000": rule("most_chosen", cap_per_visit=100, priority=1),
    }
    assembly = assemble(with_arms(arm("arm-many0000", rules)))
    rows = _told(assembly.plan)
    page = 0
    last: dict[tuple[int, int], int] = {}
    counts: dict[tuple[int, int, int], int] = {}
    in_all: dict[tuple[int, int], int] = {}
    spoke = 0
    for row in rows:
        if row["kind"] == VIEW:
            page, spoke = page + 1, 0
        if row["kind"] != MESSAGE:
            continue
        key = (int(row["visitor"]), int(row["rule"]))
        spoke += 1
        assert spoke == 1
        counts[(*key, int(row["visit"]))] = counts.get((*key, int(row["visit"])), 0) + 1
        in_all[key] = in_all.get(key, 0) + 1
        if row["rule"] == 0:
            assert page - last.get(key, -10) > 2
        last[key] = page
    assert max(n for key, n in counts.items() if key[1] == 0) == 2
    assert max(n for key, n in in_all.items() if key[1] == 1) == 3
    assert max(n for key, n in in_all.items() if key[1] == 2) > 3


def test_of_equal_rules_the_first_id_speaks() -> None:
    here = FrozenMap({"touchpoint-product0": True})
    rules = {
        "rule-b0000000": rule("social_proof", cap_per_visit=100, priority=1, touchpoints=here),
        "rule-a0000000": rule("most_chosen", cap_per_visit=100, priority=1, touchpoints=here),
        "rule-c0000000": rule("scarcity", cap_per_visit=100, priority=0, touchpoints=here),
    }
    rows = _told(assemble(with_arms(arm("arm-a0000000", rules))).plan)
    assert set(rows["rule"]) - {-1} == {0}


@pytest.mark.parametrize("ranked", ["audience", "phase"])
def test_phase_and_audience_outrank_a_rules_own_priority(ranked: str) -> None:
    """Of two phases (or audiences) of one kind, the rule for the one of higher priority speaks, always."""
    base = with_arms()
    phase, found = next((key, one) for key, one in base.slice.phases.items() if one.kind == "search")
    audience, group = next((key, one) for key, one in base.audiences.items() if one.kind == "unknown")
    top = {"phase-top00000": found.model_copy(update={"priority": 900})}
    first = {"audience-top00000": group.model_copy(update={"priority": 900})}
    base = replace(base, slice=replace(base.slice, phases={**base.slice.phases, **top}))
    nobody: FrozenMap[str, bool] = FrozenMap()
    names = {"low": (phase, audience), "high": ("phase-top00000", "audience-top00000")}
    only = {
        key: (FrozenMap({one: True}), nobody) if ranked == "phase" else (nobody, FrozenMap({other: True}))
        for key, (one, other) in names.items()
    }
    cards = FrozenMap({"touchpoint-list0000": True})
    rules = {
        "rule-a0000000": rule(
            "social_proof",
            cap_per_visit=100,
            priority=9,
            touchpoints=cards,
            phases=only["low"][0],
            audiences=only["low"][1],
        ),
        "rule-b0000000": rule(
            "most_chosen",
            cap_per_visit=100,
            priority=0,
            touchpoints=cards,
            phases=only["high"][0],
            audiences=only["high"][1],
        ),
    }
    shop = with_arms(arm("arm-a0000000", rules), base=base, audiences={**base.audiences, **first})
    rows = _told(assemble(shop).plan)
    assert set(rows["rule"]) - {-1} == {1}


def test_segments_join_conditions_with_and_rules_join_segments_with_or() -> None:
    phone = Condition(field="device", text="phone")
    many = Condition(field="views", test="at_least", number=2)
    segments = {
        "segment-both0000": Segment(title="both", conditions=FrozenMap({"a": phone, "b": many})),
        "segment-desk0000": Segment(
            title="desktop", conditions=FrozenMap({"a": Condition(field="device", text="desktop")})
        ),
    }

    def told(*names: str) -> int:
        rules = {
            "rule-seg00000": rule("social_proof", cap_per_visit=100, segments=FrozenMap(dict.fromkeys(names, True)))
        }
        return int(
            (_told(assemble(with_arms(arm("arm-seg00000", rules), segments=segments)).plan)["kind"] == MESSAGE).sum()
        )

    everybody, both, desk = told(), told("segment-both0000"), told("segment-desk0000")
    assert 0 < both < everybody
    assert 0 < desk < everybody
    assert told("segment-both0000", "segment-desk0000") == both + desk
