"""The exact baseline, against arithmetic by hand, against a walk in numbers, and against the model's own shop."""

import dataclasses
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.project.examples import new_from_example
from app.project.slices import map_slice
from maps import graph
from maps.model import MapSlice
from personas.problems import Refused
from personas.provenance import Parameter
from tests.maps.small import SHOP, card, small


def test_a_chain_by_hand() -> None:
    chain = small({("a", "b"): 0.5, ("b", "order"): 0.25}, {"a": 1.0})
    found = graph.baseline(chain)
    assert found.views == pytest.approx({card("a"): 1.0, card("b"): 0.5, card("order"): 0.125})
    assert found.orders == pytest.approx(0.125)
    assert found.pages == pytest.approx(1.625)
    # One unit less leaving on a sends one visit more to b (0.25 of them order); on b half a visit more orders.
    assert found.influence == pytest.approx({card("a"): 0.25, card("b"): 0.5, card("order"): 0.0})


def test_a_loop_by_hand() -> None:
    loop = small({("a", "a"): 0.5, ("a", "order"): 0.1}, {"a": 1.0})
    found = graph.baseline(loop)
    assert found.views[card("a")] == pytest.approx(2.0)
    assert found.orders == pytest.approx(0.2)


def test_the_models_own_shop() -> None:
    """MODEL's appendix: 2.109% orders per visit, 3.605 pages."""
    found = graph.baseline(map_slice(new_from_example("kettle")))
    assert found.orders == pytest.approx(0.02109, abs=5e-6)
    assert found.pages == pytest.approx(3.605, abs=5e-4)
    assert sum(found.entry.values()) == pytest.approx(1.0)
    reach = list(found.reach.values())
    assert reach[0] == 1.0
    assert reach[-2] == pytest.approx(found.orders * 0.96, rel=0.05)


def walk(slice_: MapSlice, rng: random.Random) -> list[str]:
    """One visit, step by step."""
    entry = graph.entry_mix(slice_)
    here = rng.choices(list(entry), list(entry.values()))[0]
    seen = [here]
    while not graph.ends_visit(slice_.touchpoints[here]):
        ways = [link for link in slice_.links.values() if link.from_touchpoint == here]
        u = rng.random()
        for way in ways:
            u -= way.share.value
            if u < 0:
                here = way.to_touchpoint
                seen.append(here)
                break
        else:
            return seen
    return seen


def test_walking_it_gives_the_same_answer() -> None:
    phases = {"phase-browse00": ("home", "list"), "phase-choose00": ("product",), "phase-checkout": ("basket", "order")}
    shop = small(SHOP, {"home": 0.7, "product": 0.3}, stages=phases)
    found, rng, visits = graph.baseline(shop), random.Random(11), 20_000
    views = dict.fromkeys(shop.touchpoints, 0)
    reached = dict.fromkeys(shop.stages, 0)
    for _ in range(visits):
        seen = walk(shop, rng)
        for key in seen:
            views[key] += 1
        for stage in {shop.touchpoints[key].stage for key in seen}:
            reached[stage] += 1
    for key, count in views.items():  # five standard errors; views of one visit vary more than a coin
        assert count / visits == pytest.approx(found.views[key], abs=5 * (2.5 * found.views[key] / visits) ** 0.5)
    for stage, count in reached.items():
        spread = (found.reach[stage] * (1 - found.reach[stage]) / visits) ** 0.5
        assert count / visits == pytest.approx(found.reach[stage], abs=4 * spread + 1e-9)


def random_map(rng: random.Random) -> MapSlice:
    names = [f"c{n}" for n in range(rng.randint(2, 7))]
    links: dict[tuple[str, str], float] = {}
    for name in names:
        ends = rng.sample([*names, "order"], rng.randint(0, min(4, len(names))))
        parts = [rng.random() for _ in ends]
        scale = rng.uniform(0.2, 0.95) / sum(parts) if parts else 0
        links |= {(name, end): part * scale for end, part in zip(ends, parts, strict=True)}
    return small(links, {name: rng.random() + 0.01 for name in names})


def with_less_leaving(slice_: MapSlice, key: str, by: float) -> MapSlice:
    rest = graph.leaving(slice_)[key]
    factor = (1 - rest + by) / (1 - rest)
    links = {
        name: link.model_copy(update={"share": Parameter(value=link.share.value * factor)})
        if link.from_touchpoint == key
        else link
        for name, link in slice_.links.items()
    }
    return dataclasses.replace(slice_, links=links)


@given(seed=st.integers(0, 2**32))
def test_influence_is_the_derivative_of_conversion(seed: int) -> None:
    slice_ = random_map(random.Random(seed))
    found = graph.baseline(slice_)
    step = 1e-6
    for key in slice_.walked():
        if 1e-3 < graph.leaving(slice_)[key] < 1 - 1e-3:
            up = graph.baseline(with_less_leaving(slice_, key, step)).orders
            down = graph.baseline(with_less_leaving(slice_, key, -step)).orders
            assert found.influence[key] == pytest.approx((up - down) / (2 * step), rel=1e-3, abs=1e-6)


@given(seed=st.integers(0, 2**32))
def test_every_view_but_the_first_came_by_a_link(seed: int) -> None:
    slice_ = random_map(random.Random(seed))
    found = graph.baseline(slice_)
    for key in slice_.walked():
        arrivals = [link for link in slice_.links.values() if link.to_touchpoint == key]
        came = sum(link.share.value * found.views[link.from_touchpoint] for link in arrivals)
        assert found.views[key] == pytest.approx(found.entry[key] + came)


def test_personas_blend_by_their_shares_and_walk_by_their_own() -> None:
    links: dict[tuple[str, str], float | dict[str, float]] = {("a", "order"): {"": 0.1, "bo": 0.3}}
    both = small(links, {"a": 1.0}, personas={"ann": 3.0, "bo": 1.0})
    ann, bo = both.personas
    assert graph.baseline(both, ann).orders == pytest.approx(0.1)
    assert graph.baseline(both, bo).orders == pytest.approx(0.3)
    assert graph.baseline(both).orders == pytest.approx(0.15)


def test_personas_enter_by_their_own_channels() -> None:
    channels = {"persona-ann00000": {"traits": {"channels": {"mail": {"value": 1.0}}}}}
    both = small({("a", "order"): 0.5, ("b", "order"): 0.1}, {}, personas={"ann": 1.0, "bo": 1.0}, traits=channels)
    points = dict(both.touchpoints)
    points[card("a")] = points[card("a")].model_copy(update={"entry": {"mail": 1.0}})
    points[card("b")] = points[card("b")].model_copy(update={"entry": {"search": 3.0}})
    both = dataclasses.replace(both, touchpoints=points)
    assert graph.entry_mix(both, "persona-ann00000")[card("a")] == 1.0
    assert graph.entry_mix(both, "persona-bo000000") == pytest.approx(
        {card("a"): 0.25, card("b"): 0.75, card("order"): 0}
    )
    assert graph.entry_mix(both)[card("a")] == pytest.approx(0.625)


def test_a_conversion_ends_the_visit_whatever_is_drawn_from_it() -> None:
    shop = {("a", "order"): 0.5, ("b", "a"): 0.5}
    plain = graph.baseline(small(shop, {"a": 1.0}))
    drawn = small(shop | {("order", "a"): 1.0, ("order", "b"): 0.5}, {"a": 1.0})
    found = graph.baseline(drawn)
    assert (found.orders, found.pages) == pytest.approx((plain.orders, plain.pages))
    assert found.reach == pytest.approx(plain.reach)
    assert graph.unreached(drawn) == (card("b"),)


def test_distance_and_direction() -> None:
    shop = small(SHOP | {("basket", "help"): 0.05}, {"home": 1.0}, directions={("basket", "list"): "sideways"})
    assert graph.distances(shop) == {
        card("order"): 0, card("basket"): 1, card("product"): 2, card("list"): 3, card("home"): 4,
    }  # fmt: skip
    ways = {
        (shop.links[key].from_touchpoint, shop.links[key].to_touchpoint): way
        for key, way in graph.directions(shop).items()
    }
    assert ways[card("home"), card("list")] == "forward"
    assert ways[card("list"), card("list")] == "sideways"
    assert ways[card("product"), card("list")] == "away"
    assert ways[card("basket"), card("list")] == "sideways"
    assert ways[card("basket"), card("help")] == "away"


def test_directions_outside_the_visit_follow_the_stages() -> None:
    phases = {"phase-before00": ("ad",), "phase-browse00": ("home", "order"), "phase-after000": ("parcel", "mail")}
    links = {("ad", "home"): 0.5, ("home", "order"): 0.1, ("order", "parcel"): 1.0, ("parcel", "mail"): 0.5}
    links["mail", "ad"] = 0.1
    journey = small(links, {"home": 1.0}, outside=("ad", "parcel", "mail"), stages=phases)
    assert list(graph.directions(journey).values()) == ["forward", "forward", "forward", "sideways", "away"]


def test_the_ribbon_goes_on_after_the_order() -> None:
    phases = {
        "phase-before00": ("ad",), "phase-browse00": ("home",), "phase-checkout": ("order",),
        "phase-after000": ("parcel", "mail"),
    }  # fmt: skip
    links = {("ad", "home"): 0.5, ("home", "order"): 0.1, ("order", "parcel"): 0.8, ("parcel", "mail"): 0.5}
    journey = small(links, {"home": 1.0}, outside=("ad", "parcel", "mail"), stages=phases)
    assert list(graph.baseline(journey).reach.values()) == pytest.approx([1.0, 1.0, 0.1, 0.08])


def test_traps_and_cards_off_the_way() -> None:
    links = {
        ("a", "order"): 0.2,
        ("a", "b"): 0.3,
        ("b", "c"): 1.0,
        ("c", "b"): 1.0,
        ("lost", "a"): 0.5,
        ("a", "dead"): 0.1,
    }
    knot = small(links, {"a": 1.0})
    assert set(graph.endless(knot)) == {card("b"), card("c")}
    assert graph.unreached(knot) == (card("lost"),)
    assert set(graph.strays(knot)) == {card("b"), card("c"), card("dead")}
    with pytest.raises(Refused) as refused:
        graph.baseline(knot)
    assert {one.code for one in refused.value.findings} == {"endless"}


def test_what_cannot_be_solved_is_refused() -> None:
    with pytest.raises(Refused, match="no visit starts"):
        graph.baseline(small({("a", "order"): 0.2}, {}))
    with pytest.raises(Refused, match=r"add to 1\.200"):
        graph.baseline(small({("a", "order"): 0.7, ("a", "b"): 0.5}, {"a": 1.0}))
