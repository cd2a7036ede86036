"""Every fault of a map is named once, with its place; a sound map has none."""

import dataclasses
from typing import Any

import pytest

from maps import soundness
from maps.model import MapSlice
from personas.problems import Finding
from personas.provenance import Parameter
from personas.records import FrozenMap
from tests.maps.small import MAP, SHOP, card, small


def told(slice_: MapSlice) -> list[tuple[str, str, str]]:
    found = soundness.findings(slice_)
    assert all(one.message.endswith(".") and one.mend.endswith(".") for one in found)
    return [(one.severity, one.code, one.path) for one in found]


def test_a_sound_map_has_nothing_to_say() -> None:
    assert told(small(SHOP, {"home": 1.0}, personas={"ann": 1.0, "bo": 2.0})) == []


FAULTS: dict[str, tuple[dict[str, Any], list[tuple[str, str, str]]]] = {
    "shares over 1": (
        {"links": {("a", "order"): 0.8, ("a", "a"): 0.3}, "entry": {"a": 1.0}},
        [("error", "shares-over-one", f"touchpoints.{card('a')}")],
    ),
    "shares over 1 of one persona": (
        {
            "links": {("a", "order"): {"": 0.3, "bo": 0.8}, ("a", "a"): 0.3},
            "entry": {"a": 1.0},
            "personas": {"bo": 1.0},
        },
        [("error", "shares-over-one", f"touchpoints.{card('a')}")],
    ),
    "nobody leaves": (
        {"links": {("a", "order"): 0.7, ("a", "a"): 0.3}, "entry": {"a": 1.0}},
        [("warning", "nobody-leaves", f"touchpoints.{card('a')}")],
    ),
    "a trap": (
        {"links": {("a", "order"): 0.2, ("a", "b"): 0.3, ("b", "b"): 1.0}, "entry": {"a": 1.0}},
        [
            ("warning", "nobody-leaves", f"touchpoints.{card('b')}"),
            ("warning", "no-way-to-goal", f"touchpoints.{card('b')}"),
            ("error", "endless", f"touchpoints.{card('b')}"),
        ],
    ),
    "no entry": ({"links": {("a", "order"): 0.2}, "entry": {}}, [("warning", "no-entry", f"maps.{MAP}")]),
    "entry weights of nothing": (
        {"links": {("a", "order"): 0.2}, "entry": {"a": 0.0}},
        [("warning", "no-entry", f"maps.{MAP}")],
    ),
    "no goal": (
        {"links": {("a", "b"): 0.2}, "entry": {"a": 1.0}, "goals": ()},
        [("warning", "no-goal", f"maps.{MAP}")],
    ),
    "unreachable": (
        {"links": {("a", "order"): 0.2, ("b", "order"): 0.2}, "entry": {"a": 1.0}},
        [("warning", "unreachable", f"touchpoints.{card('b')}")],
    ),
    "share 0": (
        {"links": {("a", "order"): 0.2, ("a", "a"): 0.0}, "entry": {"a": 1.0}},
        [("note", "idle-link", "links.link-00000001.share")],
    ),
    "weights 0": (
        {"links": {("a", "order"): 0.2}, "entry": {"a": 1.0}, "personas": {"ann": 0.0}},
        [("warning", "no-weights", f"maps.{MAP}.personas")],
    ),
    "one weight 0": (
        {"links": {("a", "order"): 0.2}, "entry": {"a": 1.0}, "personas": {"ann": 0.0, "bo": 1.0}},
        [("note", "no-weight", f"maps.{MAP}.personas.persona-ann00000")],
    ),
    "susceptibility": (
        {
            "links": {("a", "order"): 0.2},
            "entry": {"a": 1.0},
            "personas": {"ann": 1.0, "bo": 1.0},
            "traits": {"persona-bo000000": {"traits": {"susceptibility": {"scarcity": {"value": 2.0}}}}},
        },
        [("note", "susceptibility", f"maps.{MAP}.personas")],
    ),
    "susceptibilities, said once": (
        {
            "links": {("a", "order"): 0.2},
            "entry": {"a": 1.0},
            "personas": {"ann": 1.0, "bo": 1.0},
            "traits": {
                "persona-bo000000": {
                    "traits": {"susceptibility": {key: {"value": 2.0} for key in ("scarcity", "reviews", "reminder")}}
                }
            },
        },
        [("note", "susceptibility", f"maps.{MAP}.personas")],
    ),
    "nobody travels": (
        {"links": {("a", "order"): 0.2}, "entry": {"a": 1.0}, "personas": {}},
        [("warning", "nobody-travels", f"maps.{MAP}.personas")],
    ),
    "a goal without a way to it": (
        {"links": {("a", "b"): 0.2}, "entry": {"a": 1.0, "order": 0.0}},
        [
            ("warning", "goal-out-of-reach", f"maps.{MAP}"),
            ("warning", "unreachable", f"touchpoints.{card('order')}"),
        ],
    ),
    "links that nobody takes": (
        {"links": {("a", "order"): 0.0}, "entry": {"a": 1.0}},
        [
            ("note", "idle-link", "links.link-00000000.share"),
            ("warning", "goal-out-of-reach", f"maps.{MAP}"),
            ("warning", "unreachable", f"touchpoints.{card('order')}"),
        ],
    ),
    "bounces that do not fit": (
        {"links": {("a", "order"): 0.9}, "entry": {"a": 1.0}, "bounce": 0.2},
        [("warning", "bounce-misfit", f"touchpoints.{card('a')}")],
    ),
    "bounces where nobody leaves": (
        {"links": {("a", "b"): 1.0, ("b", "order"): 0.2}, "entry": {"a": 1.0}, "bounce": 0.2},
        [("warning", "bounce-misfit", f"touchpoints.{card('a')}")],
    ),
    "nothing walked": (
        {"links": {("a", "b"): 0.2}, "entry": {}, "outside": ("a", "b"), "goals": ()},
        [("note", "nothing-walked", f"maps.{MAP}")],
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_named(name: str) -> None:
    drawn, expected = FAULTS[name]
    assert told(small(**{"personas": {"ann": 1.0}, **drawn})) == expected


def test_a_map_that_cannot_be_simulated_is_not_told_how_its_numbers_are_scaled() -> None:
    traits = {"persona-ann00000": {"traits": {"susceptibility": {"scarcity": {"value": 2.0}}}}}
    drawn: dict[str, Any] = {"links": {("a", "b"): 0.2}, "entry": {"a": 1.0}, "goals": ()}
    found = told(small(**drawn, personas={"ann": 1.0}, traits=traits))
    assert found == [("warning", "no-goal", f"maps.{MAP}")]


def test_a_link_drawn_twice() -> None:
    shop = small(SHOP, {"home": 1.0}, personas={"ann": 1.0})
    again = shop.links["link-00000000"].model_copy(update={"share": Parameter(value=0.1)})
    links = {**shop.links, "link-00000099": again}
    (one,) = told(dataclasses.replace(shop, links=links))
    assert one == ("warning", "duplicate-link", "links.link-00000099")


@pytest.mark.parametrize("table", ["stages", "lanes", "touchpoints", "cards", "links"])
def test_absurd_sizes(table: str) -> None:
    shop = small(SHOP, {"home": 1.0})
    row = next(iter(getattr(shop, table).values()))
    many: Any = {table: {f"x-{n:08d}": row for n in range(soundness.MOST[table] + 1)}}
    found: tuple[Finding, ...] = soundness.findings(dataclasses.replace(shop, **many))
    assert [one.code for one in found if one.severity == "error"] == ["absurd-size"]


def test_references_that_lead_nowhere_are_passed_over() -> None:
    shop = small(SHOP, {"home": 1.0})
    lost = shop.links["link-00000000"].model_copy(update={"to_touchpoint": "touchpoint-nowhere0"})
    strange = dataclasses.replace(
        shop,
        links={**shop.links, "link-00000099": lost},
        map=shop.map.model_copy(update={"personas": FrozenMap({"persona-nobody00": 1.0})}),
        touchpoints={
            key: point.model_copy(update={"stage": "stage-nowhere0"}) for key, point in shop.touchpoints.items()
        },
    )
    assert told(strange) == []
