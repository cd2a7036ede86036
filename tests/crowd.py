"""Shops in which visitors compete: the reference shop with desk, stock and budgets; and one that is a queue."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from maps.model import JourneyMap, Link, MapSlice, Phase, Stage, Touchpoint, World
from personas.model import Persona, Traits
from personas.provenance import assumed
from personas.records import FrozenMap
from simulation.policy.model import Policy
from simulation.scenario import Arm, Scenario
from simulation.world import Desk, Product
from tests.shop import arm, busy_rules, random_shop, rule, with_arms

DESK = "desk-help0000"
SERVICE = "touchpoint-service0"
OFFICE_HOURS = FrozenMap({str(day): "09:00-17:30" for day in range(5)})


def crowded(
    *,
    per_week: float = 3_000.0,
    desk: Mapping[str, Any] | None = None,
    stock: int | None = 4,
    budgets: Mapping[str, Any] | None = None,
    rules: Mapping[str, Any] | None = None,
    twice: bool = False,
) -> Scenario:
    """The reference shop with help at its service page, two products of which one runs out, and a busy policy."""
    spoken = {**busy_rules(), "rule-code0000": rule("discount", discount=assumed(0.1), priority=9), **(rules or {})}
    policy = Policy(title="busy", **(budgets or {}))
    one = Arm("arm-busy0000", "busy", policy, spoken, "page-type", {})
    arms = (one, replace(one, id="arm-again000")) if twice else (one,)
    shop = with_arms(*arms)
    points = dict(shop.slice.touchpoints)
    points[SERVICE] = points[SERVICE].model_copy(update={"desk": DESK, "entry": FrozenMap({"direct": 0.1})})
    journey = shop.slice.map.model_copy(
        update={"world": shop.slice.map.world.model_copy(update={"visitors_per_week": assumed(per_week)})}
    )
    products = {"product-one00000": Product(title="kettle", stock=stock), "product-two00000": Product(title="pot")}
    given = {"title": "help", "agents": 1, "service_minutes": assumed(20.0), "opening": OFFICE_HOURS, **(desk or {})}
    return replace(
        shop,
        slice=replace(shop.slice, touchpoints=points, map=journey),
        products=products if stock is not None else {},
        desks={DESK: Desk(**given)},
    )


def random_crowd(numbers: Any) -> Scenario:
    """A shop drawn at random with desks, products and budgets; `numbers` is a random.Random."""
    shop = random_shop(numbers)
    desks = {
        f"desk-{n:08d}": Desk(
            title="desk",
            agents=numbers.randint(0, 3),
            service_minutes=assumed(numbers.choice([0.0, 0.5, 30.0])),
            service_kind=numbers.choice(["log-normal", "exponential"]),
            opening=FrozenMap({} if numbers.random() < 0.5 else {str(numbers.randint(0, 6)): "00:00-12:30"}),
        )
        for n in range(2)
    }
    points = {
        key: point.model_copy(update={"desk": numbers.choice(list(desks)) if numbers.random() < 0.5 else None})
        for key, point in shop.slice.touchpoints.items()
    }
    points[next(iter(points))] = next(iter(points.values())).model_copy(update={"desk": "desk-00000000"})
    world = shop.slice.map.world.model_copy(
        update={"visitors_per_week": assumed(numbers.choice([30.0, 3_000.0, 3_000_000.0]))}
    )
    products = {
        f"product-{n:08d}": Product(
            title="thing", stock=numbers.choice([None, 0, 2]), weight=assumed(numbers.choice([0.0, 1.0, 3.0]))
        )
        for n in range(numbers.randint(0, 5))
    }
    busy = shop.arms[1]
    policy = (busy.policy or Policy(title="busy")).model_copy(update={"discount_budget": assumed(10.0)})
    return replace(
        shop,
        slice=replace(shop.slice, touchpoints=points, map=shop.slice.map.model_copy(update={"world": world})),
        arms=(shop.arms[0], replace(busy, policy=policy)),
        desks=desks,
        products=products,
    )


def one_queue(*, load: float, agents: int, minutes: float, patience: float | None, arms: int = 1) -> Scenario:
    """A shop of one desk and then an order: everybody comes once, waits, is helped, orders.

    Args:
        load: offered load per agent: arrivals times mean service over agents.
        agents: at the desk.
        minutes: median service.
        patience: median patience, minutes; none: nobody ever gives up.
        arms: of the same shop.
    """
    mean = minutes / 0.6931471805599453
    per_week = load * agents / mean * 7 * 24 * 60
    points = {
        "touchpoint-desk0000": Touchpoint(
            map="map-test0000", stage="stage-choose00", title="desk", page="info", desk=DESK,
            entry=FrozenMap({"direct": 1.0}), dwell=assumed(10.0),
        ),
        "touchpoint-order000": Touchpoint(
            map="map-test0000", stage="stage-choose00", title="order", page="order", goal="order",
        ),
    }  # fmt: skip
    links = {
        "link-on000000": Link(
            map="map-test0000", from_touchpoint="touchpoint-desk0000", to_touchpoint="touchpoint-order000",
            share=assumed(0.9),
        )
    }  # fmt: skip
    waiting = assumed(3e7 if patience is None else 60.0 * patience)
    persona = Persona(name="a", traits=Traits(waiting_patience=waiting))
    world = World(
        visitors_per_week=assumed(per_week), bounce=assumed(0.0), horizon_days=7.0, max_visits=1, after_weeks=0
    )
    slice_ = MapSlice(
        "map-test0000", JourneyMap(title="queue", world=world), {"persona-aaaaaaaa": persona},
        {"stage-choose00": Stage(map="map-test0000", title="choose", phase="phase-choose00", order="a")}, {},
        points, links, {}, {}, {}, {}, {"phase-choose00": Phase(title="choose", kind="choose")},
    )  # fmt: skip
    silent = tuple(arm(f"arm-{n:08d}", {}) for n in range(arms))
    shop = with_arms()
    return replace(
        shop, slice=slice_, arms=silent, status_quo=silent[0], segments={}, audiences={},
        desks={DESK: Desk(title="desk", agents=agents, service_minutes=assumed(minutes), service_kind="exponential")},
    )  # fmt: skip
