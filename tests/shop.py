"""Shops for the tests of the simulation: the reference shop with rules of every kind, and shops drawn at random."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from maps.model import SITE_PAGES, JourneyMap, Link, MapSlice, Phase, Stage, Touchpoint, World
from personas.model import Persona, Traits
from personas.provenance import assumed
from personas.records import PHASE_KINDS, FrozenMap
from simulation.compile import Assembly, Compiled, assemble, compile_scenario
from simulation.evidence.reference import reference
from simulation.offsets import Stage as Step
from simulation.plan import ParameterDraws, Plan, central
from simulation.policy.model import Condition, Policy, Rule, Segment, Trigger
from simulation.scenario import Arm, Scenario

LEAN = (Step(20_000, 0.002),)
TRIGGERS: dict[str, Trigger] = {
    "arrive": Trigger(kind="arrive"),
    "nth_view": Trigger(kind="nth_view", nth=2),
    "return_visit": Trigger(kind="return_visit"),
    "idle": Trigger(kind="idle", seconds=15.0),
    "long_on_form": Trigger(kind="long_on_form", seconds=20.0),
    "exit_intent": Trigger(kind="exit_intent"),
}
TECHNIQUE = {
    "arrive": "social_proof",
    "nth_view": "scarcity",
    "return_visit": "reminder",
    "idle": "recommendation",
    "long_on_form": "reassurance",
    "exit_intent": "exit_message",
}


def rule(technique: str, trigger: str = "arrive", **fields: Any) -> Rule:
    """A rule for everybody, everywhere it belongs, that may speak often."""
    given: dict[str, Any] = {"cap_per_visit": 3, "truthful": "yes", "trigger": TRIGGERS[trigger], **fields}
    return Rule(policy="policy-test0000", title=technique, technique=technique, **given)


def arm(arm_id: str, rules: Mapping[str, Rule], **changes: Any) -> Arm:
    """An arm with these rules, and changes of cards."""
    policy = Policy(title=arm_id) if rules else None
    return Arm(arm_id, arm_id, policy, dict(rules), "page-type", changes)


def with_arms(*arms: Arm, base: Scenario | None = None, **fields: Any) -> Scenario:
    """The reference shop with a silent control and these arms."""
    shop = base or reference(["scarcity"])
    return replace(shop, arms=(shop.arms[0], *arms), **fields)


def busy_rules() -> dict[str, Rule]:
    """One rule per trigger."""
    return {f"rule-{n:08d}": rule(TECHNIQUE[key], key) for n, key in enumerate(sorted(TRIGGERS))}


def busy_shop() -> Scenario:
    """An arm in which rules of every trigger speak."""
    return with_arms(arm("arm-busy0000", busy_rules()))


@cache
def busy_assembly() -> Assembly:
    """The busy shop as arrays, offsets not solved: fast, and good enough where only sameness counts."""
    return assemble(busy_shop())


@cache
def solved_shop() -> Compiled:
    """The busy shop with offsets solved on few visitors."""
    return compile_scenario(busy_shop(), schedule=LEAN, workers=2)


def strong(plan: Plan, count: int = 1, strength: float = 0.3) -> ParameterDraws:
    """Draws in which every technique works well."""
    draws = central(count, len(plan.techniques))
    draws.strength[:] = strength
    return draws


def random_shop(numbers: Any) -> Scenario:
    """A shop of two to seven cards with random pages, shares, personas and rules; `numbers` is a random.Random."""
    pages = [numbers.choice([page for page in SITE_PAGES if page != "order"]) for _ in range(numbers.randint(1, 6))]
    kinds = PHASE_KINDS[1:5]
    phases = {f"phase-{kind:0<8}": Phase(title=kind, kind=kind, priority=n) for n, kind in enumerate(kinds)}
    stages = {
        f"stage-{kind:0<8}": Stage(map="map-test0000", title=kind, phase=f"phase-{kind:0<8}", order=str(n))
        for n, kind in enumerate(kinds)
    }
    points = {
        f"touchpoint-{n:08d}": Touchpoint(
            map="map-test0000",
            stage=f"stage-{numbers.choice(kinds):0<8}",
            title=f"{page} {n}",
            page=page,
            entry=FrozenMap(
                {numbers.choice(["search", "ads"]): numbers.random()} if n == 0 or numbers.random() < 0.5 else {}
            ),
            dwell=assumed(numbers.uniform(1, 60)),
            goal="order" if page == "order" else "none",
        )
        for n, page in enumerate([*pages, "order"])
    }
    keys = list(points)
    links: dict[str, Link] = {}
    for start in keys[:-1]:
        ends = numbers.sample(keys, numbers.randint(1, len(keys)))
        left = numbers.uniform(0.3, 0.95)
        cuts = [numbers.random() for _ in ends]
        for end, cut in zip(ends, cuts, strict=True):
            links[f"link-{len(links):08d}"] = Link(
                map="map-test0000",
                from_touchpoint=start,
                to_touchpoint=end,
                share=assumed(left * cut / sum(cuts)),
                share_by_persona=FrozenMap(
                    {"persona-aaaaaaaa": assumed(left * cut / sum(cuts) / 2)} if cut < 0.2 else {}
                ),
            )
    personas = {
        f"persona-{letter * 8}": Persona(
            name=letter,
            traits=Traits(
                intent=assumed(numbers.uniform(-1, 1)),
                consent=assumed(numbers.random()),
                login=assumed(numbers.random()),
                customer_share=assumed(0.2),
                returning_share=assumed(0.2),
                return_propensity=assumed(1.0),
            ),
        )
        for letter in "ab"
    }
    slice_ = MapSlice(
        "map-test0000", JourneyMap(title="Random", world=World()), personas, stages, {}, points, links, {}, {}, {}, {},
        phases,
    )  # fmt: skip
    rules = {
        f"rule-{n:08d}": rule(
            numbers.choice(list(TECHNIQUE.values())),
            numbers.choice(list(TRIGGERS)),
            touchpoints=FrozenMap(dict.fromkeys(numbers.sample(keys, numbers.randint(1, len(keys))), True)),
            priority=numbers.randint(0, 3),
            cooldown_pages=numbers.randint(0, 2),
            segments=FrozenMap({"segment-test0000": True} if numbers.random() < 0.3 else {}),
            phases=FrozenMap({numbers.choice(list(phases)): True} if numbers.random() < 0.5 else {}),
        )
        for n in range(numbers.randint(1, 6))
    }
    segments = {
        "segment-test0000": Segment(title="test", conditions=FrozenMap({"a": Condition(field="device", text="phone")}))
    }
    return replace(
        reference(["scarcity"]),
        slice=slice_,
        arms=(arm("arm-control0", {}), arm("arm-random00", rules)),
        status_quo=arm("arm-control0", {}),
        segments=segments,
    )
