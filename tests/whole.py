"""Shops drawn at random in which everything can happen: exposures, mails, hand-overs, goals, care after the order."""

from dataclasses import replace
from random import Random
from typing import Any

from maps.model import Link, Phase, Stage, Touchpoint
from personas.provenance import assumed
from personas.records import FrozenMap, PhaseKind
from simulation.policy.catalogue import CATALOGUE
from simulation.policy.model import Audience, Condition, Policy, Rule, ScoreCard, Segment, Trigger
from simulation.policy.reach import MOMENTS
from simulation.scenario import Arm, CardChange, Scenario
from simulation.world import Product
from tests.shop import random_shop

CONDITIONS = (
    Condition(field="returning", number=1),
    Condition(field="device", test="is_not", text="phone"),
    Condition(field="channel", text="ads/spring"),
    Condition(field="campaign", text="spring"),
    Condition(field="basket_value", test="at_least", number=30),
    Condition(field="hour", test="below", number=12),
    Condition(field="weekday", test="at_least", number=5),
    Condition(field="views", test="at_least", number=2),
    Condition(field="lead_score", test="at_least", number=3),
    Condition(field="product_interest", text="thing 1"),
    Condition(field="customer", number=0),
)
_MAP = "map-test0000"
OUTSIDE: tuple[PhaseKind, ...] = ("before", "after")


def whole_shop(numbers: Random) -> Scenario:
    """A random shop with cards before and after the visit, goals on the way, and rules of every kind in two arms."""
    shop = random_shop(numbers)
    here = shop.slice
    phases = {f"phase-{kind:0<8}": Phase(title=kind, kind=kind) for kind in ("before", "after")}
    stages = {
        f"stage-{kind:0<8}": Stage(map=_MAP, title=kind, phase=f"phase-{kind:0<8}") for kind in ("before", "after")
    }
    outside = _outside(numbers)
    points = {**_with_goals(numbers, here.touchpoints), **outside}
    links = {**_with_losses(numbers, here.links), **_ways(numbers, list(here.touchpoints), list(outside))}
    personas = {
        key: one.model_copy(
            update={
                "traits": one.traits.model_copy(
                    update={"reachable": assumed(numbers.random()), "goods_returned": assumed(numbers.random())}
                )
            }
        )
        for key, one in here.personas.items()
    }
    world = here.map.world.model_copy(
        update={
            "horizon_days": numbers.choice([5.0, 30.0, 90.0]),
            "after_weeks": numbers.choice([0.0, 10.0, 52.0]),
            "hour_of_week": FrozenMap({"30": 1.0, "100": 3.0} if numbers.random() < 0.5 else {}),
            "channel_costs": FrozenMap({"ads": assumed(0.3)}),
        }
    )
    products = {f"product-{n:08d}": Product(title=f"thing {n}") for n in range(numbers.randint(2, 5))}
    segments = {
        f"segment-test000{n}": Segment(title="test", conditions=FrozenMap({"a": one}))
        for n, one in enumerate(numbers.sample(CONDITIONS, 3))
    }
    audiences = {
        **shop.audiences,
        "audience-exclude0": Audience(
            title="exclude", kind="exclude", channels=FrozenMap({"search": True} if numbers.random() < 0.3 else {})
        ),
    }
    spots, spoken = list(points), [*here.phases, *phases]
    arms = tuple(
        Arm(
            f"arm-whole{n:03d}", "whole", _policy(numbers), _rules(numbers, spots, list(segments), spoken),
            numbers.choice(["page-type", "score-card"]), _changes(numbers, links),
        )
        for n in range(2)
    )  # fmt: skip
    slice_ = replace(
        here,
        map=here.map.model_copy(update={"world": world}),
        phases={**here.phases, **phases},
        stages={**here.stages, **stages},
        touchpoints=points,
        links=links,
        personas=personas,
    )
    return replace(
        shop, slice=slice_, arms=(shop.arms[0], *arms), segments=segments, audiences=audiences, products=products
    )


def _outside(numbers: Random) -> dict[str, Touchpoint]:
    """Two cards before the first visit and two after an order."""
    return {
        f"touchpoint-{kind:0<7}{n}": Touchpoint(
            map=_MAP, stage=f"stage-{kind:0<8}", title=f"{kind} {n}", page="none",
            dwell=assumed(numbers.uniform(10, 9_000)),
        )
        for kind in OUTSIDE
        for n in range(2)
    }  # fmt: skip


def _with_goals(numbers: Random, points: Any) -> dict[str, Touchpoint]:
    """Some pages are a goal on the way, and ads come from a campaign."""
    found = {}
    for key, point in points.items():
        changed: dict[str, Any] = {}
        if point.goal == "none" and numbers.random() < 0.3:
            changed = {"goal": numbers.choice(["lead", "sign-up", "store-visit"]), "goal_value": assumed(12.5)}
        if "ads" in point.entry and numbers.random() < 0.5:
            changed["entry"] = FrozenMap({"ads/spring": point.entry["ads"], "ads": 0.1})
        found[key] = point.model_copy(update=changed)
    return found


def _with_losses(numbers: Random, links: Any) -> dict[str, Link]:
    return {key: one.model_copy(update={"keeps_context": numbers.random() < 0.7}) for key, one in links.items()}


def _ways(numbers: Random, pages: list[str], outside: list[str]) -> dict[str, Link]:
    """From before card to before card to the site, and from the order through what comes after it."""
    before, after = outside[:2], outside[2:]
    pairs = [(before[0], before[1]), (before[1], pages[0]), (pages[-1], after[0]), (after[0], after[1])]
    return {
        f"link-out{n:05d}": Link(
            map=_MAP, from_touchpoint=start, to_touchpoint=end, share=assumed(numbers.uniform(0.3, 0.9))
        )
        for n, (start, end) in enumerate(pairs)
    }


def _policy(numbers: Random) -> Policy:
    points = {**ScoreCard().points, "product": numbers.choice([1.0, 4.0])}
    return Policy(
        title="whole",
        messages_per_page=numbers.randint(1, 2),
        messages_per_visit=numbers.choice([None, 2, 5]),
        score_card=ScoreCard(points=FrozenMap(points), half_life_days=numbers.choice([0.5, 3.0])),
    )


def _rules(numbers: Random, spots: list[str], segments: list[str], phases: list[str]) -> dict[str, Rule]:
    """Five to twelve rules of any technique, each at a moment that it has."""
    found = {}
    for n in range(numbers.randint(5, 12)):
        how = numbers.choice(CATALOGUE)
        trigger = Trigger.model_validate(
            {
                "kind": numbers.choice(MOMENTS[how.target]),
                "delay_hours": numbers.choice([0.5, 1.0, 24.0, 100.0]),
                "seconds": numbers.choice([5.0, 30.0]),
                "nth": numbers.randint(1, 2),
            }
        )
        where = numbers.sample(spots, numbers.randint(1, len(spots))) if numbers.random() < 0.5 else []
        found[f"rule-whole{n:03d}"] = Rule(
            policy="policy-test0000", title=how.key, technique=how.key, trigger=trigger, truthful="yes",
            touchpoints=FrozenMap(dict.fromkeys(where, True)),
            segments=FrozenMap(dict.fromkeys(numbers.sample(segments, 1), True) if numbers.random() < 0.3 else {}),
            phases=FrozenMap({numbers.choice(phases): True} if numbers.random() < 0.3 else {}),
            priority=numbers.randint(0, 3), cap_per_visit=numbers.randint(1, 3), cost=assumed(0.01),
            cooldown_pages=numbers.randint(0, 2),
            discount=assumed(0.05) if numbers.random() < 0.3 else None,
        )  # fmt: skip
    return found


def _changes(numbers: Random, links: dict[str, Link]) -> dict[str, CardChange]:
    """One hand-over that is now kept or lost."""
    key = numbers.choice([name for name in links if not name.startswith("link-out")])
    return {links[key].from_touchpoint: CardChange(context=FrozenMap({key: numbers.random() < 0.5}))}
