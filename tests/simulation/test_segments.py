"""Segments of every kind of condition: clock, campaign, product, persona, points."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from maps.model import Touchpoint
from personas.model import Persona
from personas.problems import Refused
from personas.provenance import assumed
from personas.records import FrozenMap
from simulation.assembly import segments
from simulation.compile import Assembly, assemble
from simulation.engines.choose import trace
from simulation.policy.model import Condition, Segment
from simulation.scenario import Scenario
from simulation.traces import MESSAGE, VIEW, VISIT
from simulation.world import Product
from tests.shop import arm, rule, strong, with_arms

HOUR, DAY = 3_600_000, 86_400_000


def _shop(condition: Condition, **changes: Any) -> Scenario:
    """A message for one segment, everywhere and often."""
    told = rule(
        "social_proof",
        segments=FrozenMap({"segment-test0000": True}),
        cap_per_visit=100,
        touchpoints=FrozenMap({"touchpoint-product0": True, "touchpoint-list0000": True, "touchpoint-home0000": True}),
    )
    held = {"segment-test0000": Segment(title="test", conditions=FrozenMap({"a": condition}))}
    return with_arms(arm("arm-test0000", {"rule-test0000": told}), segments=held, **changes)


def _told(scenario: Scenario, visitors: int = 600) -> tuple[Assembly, np.ndarray, np.ndarray]:
    """Messages, and views of the cards on which the rule may speak."""
    assembly = assemble(scenario)
    plan = assembly.plan
    rows = trace(plan, strong(plan), arm=1, visitors=range(visitors), seed=4, stream=0)
    views = rows[(rows["kind"] == VIEW) & (rows["seen"] >= 0) & (plan.rule_cards[0][rows["card"]] > 0)]
    return assembly, rows[rows["kind"] == MESSAGE], views


def _moments(rows: np.ndarray) -> set[tuple[int, int]]:
    return {(int(row["visitor"]), int(row["time"])) for row in rows}


def test_the_hour_is_that_of_the_visitors_clock() -> None:
    _, told, views = _told(_shop(Condition(field="hour", test="at_least", number=18)))
    late = views[(views["born"] + views["time"]) // HOUR % 24 >= 18]
    assert 0 < len(late) < len(views)
    assert _moments(told) == _moments(late)


def test_the_weekday_begins_on_monday() -> None:
    _, told, views = _told(_shop(Condition(field="weekday", number=2)))
    wednesday = views[(views["born"] + views["time"]) // DAY % 7 == 2]
    assert 0 < len(wednesday) < len(views)
    assert _moments(told) == _moments(wednesday)


def test_visitors_come_in_the_hours_that_the_map_gives() -> None:
    shop = _shop(Condition(field="hour", number=9))
    world = shop.slice.map.world.model_copy(update={"hour_of_week": FrozenMap({"9": 1.0, "33": 3.0})})
    shop = replace(shop, slice=replace(shop.slice, map=shop.slice.map.model_copy(update={"world": world})))
    plan = assemble(shop).plan
    rows = trace(plan, strong(plan), arm=0, visitors=range(2_000), seed=4, stream=0)
    born = rows["born"][(rows["kind"] == VISIT) & (rows["visit"] == 0)] // HOUR
    assert set(born) == {9, 33}
    assert abs((born == 33).mean() - 0.75) < 3.3 * np.sqrt(0.75 * 0.25 / 2_000)


def _by_channels(shop: Scenario, **shares: float) -> Scenario:
    entry = FrozenMap({name.replace("__", "/"): share for name, share in shares.items()})
    point: Touchpoint = shop.slice.touchpoints["touchpoint-home0000"].model_copy(update={"entry": entry})
    points = {key: one.model_copy(update={"entry": FrozenMap()}) for key, one in shop.slice.touchpoints.items()}
    return replace(shop, slice=replace(shop.slice, touchpoints={**points, "touchpoint-home0000": point}))


@pytest.mark.parametrize(
    ("field", "text", "channels"),
    [
        ("campaign", "spring", {"ads/spring", "mail/spring"}),
        ("channel", "ads", {"ads", "ads/spring"}),
        ("channel", "ads/spring", {"ads/spring"}),
        ("campaign", "autumn", set()),
    ],
)
def test_a_campaign_is_part_of_its_channel(field: str, text: str, channels: set[str]) -> None:
    condition = Condition.model_validate({"field": field, "text": text})
    shop = _by_channels(_shop(condition), ads=1.0, ads__spring=1.0, mail__spring=1.0, direct=1.0)
    assembly, told, views = _told(shop, 300)
    names = np.array(assembly.tables.channels)
    assert set(names) == {"ads", "ads/spring", "mail/spring", "direct"}
    assert _moments(told) == _moments(views[np.isin(names[views["channel"]], list(channels))])
    assert bool(len(told)) is bool(channels)


def test_an_excluded_channel_excludes_its_campaigns() -> None:
    shop = _by_channels(_shop(Condition(field="device", test="is_not", text="fax")), ads__spring=1.0, direct=1.0)
    out = next(key for key, one in shop.audiences.items() if one.kind == "exclude")
    excluding = shop.audiences[out].model_copy(update={"channels": FrozenMap({"ads": True})})
    assembly, told, _ = _told(replace(shop, audiences={**shop.audiences, out: excluding}), 300)
    names = np.array(assembly.tables.channels)
    assert set(names[told["channel"]]) == {"direct"}


def _products(**weights: float) -> dict[str, Product]:
    return {
        f"product-{name:0<8}": Product(title=name.title(), weight=assumed(weight)) for name, weight in weights.items()
    }


def test_interest_is_in_the_product_viewed_most() -> None:
    """With one product for sale everybody who has looked at any is interested in it."""
    shop = _shop(Condition(field="product_interest", text="Kettle"), products=_products(kettle=1.0))
    _, told, views = _told(shop)
    assembly = assemble(shop)
    product = assembly.tables.cards.index("touchpoint-product0")
    on_product = views[views["card"] == product]
    assert _moments(on_product) <= _moments(told)
    first = views[(views["visit"] == 0) & (views["card"] != product)]
    early = {(int(row["visitor"]), int(row["time"])) for row in first if row["time"] == 0}
    assert not early & _moments(told), "who has looked at nothing is interested in nothing"


def test_considered_products_follow_the_weights_and_are_all_different() -> None:
    from simulation.behaviour.state import new_traveller
    from simulation.behaviour.visitor import begin_visitor
    from simulation.draws import stream_key

    shop = _shop(Condition(field="device", text="phone"), products=_products(a=1.0, b=2.0, c=0.0, d=4.0, e=3.0))
    plan = assemble(shop).plan
    traveller, key = new_traveller(plan), stream_key(3, 0)
    first = []
    for visitor in range(4_000):
        begin_visitor(plan, traveller, *key, visitor, 0)
        assert len(set(traveller.goods)) == len(traveller.goods)
        first.append(int(traveller.goods[0]))
    shares = np.bincount(first, minlength=5) / len(first)
    expected = np.array([0.1, 0.2, 0.0, 0.4, 0.3])
    assert np.all(np.abs(shares - expected) <= 3.5 * np.sqrt(expected * (1 - expected) / len(first)))


def test_fewer_products_than_are_considered_are_considered_twice() -> None:
    from simulation.behaviour.state import new_traveller
    from simulation.behaviour.visitor import begin_visitor
    from simulation.draws import stream_key

    plan = assemble(_shop(Condition(field="device", text="phone"), products=_products(a=1.0, b=1.0))).plan
    traveller = new_traveller(plan)
    begin_visitor(plan, traveller, *stream_key(3, 0), 5, 0)
    assert set(traveller.goods[:2]) == {0, 1}
    assert set(traveller.goods) == {0, 1}


def _interested(shop: Scenario, sensitive: tuple[str, ...] = (), **traits: float) -> Scenario:
    """One of the two personas is interested in tea."""
    people: dict[str, Persona] = {}
    for key, one in shop.slice.personas.items():
        changed = one.traits.model_copy(update={name: assumed(value) for name, value in traits.items()})
        likes = FrozenMap({"tea": "Green tea"}) if key == "persona-quick000" else FrozenMap()
        hidden = FrozenMap(dict.fromkeys(sensitive, True))
        people[key] = one.model_copy(update={"traits": changed, "interests": likes, "sensitive": hidden})
    return replace(shop, slice=replace(shop.slice, personas=people))


@pytest.mark.parametrize("text", ["tea", "green tea"])
def test_what_somebody_likes_is_known_of_the_known_only(text: str) -> None:
    shop = _interested(_shop(Condition(field="persona_attribute", text=text)), login=0.0)
    assembly, told, views = _told(shop, 2_500)
    quick = assembly.tables.personas.index("persona-quick000")
    wanted = views[(views["persona"] == quick) & (views["knows"] > 0)]
    assert len(wanted) > 20
    assert _moments(told) == _moments(wanted)
    _, everybody, seen = _told(_interested(_shop(Condition(field="persona_attribute", text=text)), login=1.0))
    assert _moments(everybody) == _moments(seen[seen["persona"] == quick])


@pytest.mark.parametrize(
    ("condition", "sensitive", "code"),
    [
        (Condition(field="persona_attribute", text="tea"), ("interests",), "attribute-sensitive"),
        (Condition(field="persona_attribute", text="tea"), ("tea",), "attribute-sensitive"),
        (Condition(field="persona_attribute", text="golf"), (), "attribute-unknown"),
        (Condition(field="product_interest", text="Kettle"), (), "product-unknown"),
    ],
)
def test_conditions_that_may_not_or_cannot_hold_are_refused(
    condition: Condition, sensitive: tuple[str, ...], code: str
) -> None:
    with pytest.raises(Refused) as caught:
        assemble(_interested(_shop(condition), sensitive))
    assert code in {one.code for one in caught.value.findings}


def test_the_lead_score_is_all_points_that_are_remembered() -> None:
    _, few, _ = _told(_shop(Condition(field="lead_score", test="at_least", number=3.0)))
    _, none, _ = _told(_shop(Condition(field="lead_score", test="at_least", number=1e6)))
    _, always, views = _told(_shop(Condition(field="lead_score", test="at_least", number=0.0)))
    assert len(none) == 0
    assert 0 < len(few) < len(always)
    assert _moments(always) == _moments(views)


def test_every_condition_of_the_catalogue_is_known() -> None:
    from typing import get_args

    from simulation.policy.model import ConditionField

    assert set(segments.FIELDS) == set(get_args(ConditionField))
