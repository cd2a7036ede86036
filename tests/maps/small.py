"""Small maps for tests, drawn by their links."""

from collections.abc import Mapping
from typing import Any

from maps.model import Card, JourneyMap, Lane, Link, MapSlice, Phase, Stage, Touchpoint, World
from personas.model import Persona
from personas.provenance import Parameter
from personas.records import FrozenMap

MAP = "map-small001"
PHASES = {
    "phase-before00": Phase(title="Before", kind="before"),
    "phase-browse00": Phase(title="Browse", kind="browse"),
    "phase-choose00": Phase(title="Choose", kind="choose"),
    "phase-checkout": Phase(title="Checkout", kind="checkout"),
    "phase-after000": Phase(title="After", kind="after"),
}


def card(name: str) -> str:
    """Id of the card called `name`."""
    return f"touchpoint-{name:0<8}"


def share(value: float) -> Parameter:
    return Parameter(value=value)


def small(
    links: Mapping[tuple[str, str], float | Mapping[str, float]],
    entry: Mapping[str, float],
    *,
    goals: tuple[str, ...] = ("order",),
    outside: tuple[str, ...] = (),
    stages: Mapping[str, tuple[str, ...]] | None = None,
    personas: Mapping[str, float] | None = None,
    traits: Mapping[str, Any] | None = None,
    directions: Mapping[tuple[str, str], Any] | None = None,
    bounce: float = 0.0,
) -> MapSlice:
    """A map of cards named by the ends of `links`: (from, to) → share, or shares by persona with "" for everybody's.

    Nobody bounces unless told otherwise. `stages` gives the cards of each phase key; without it all stand in one.
    """
    names = list(dict.fromkeys([name for ends in links for name in ends] + list(entry)))
    columns = stages or {"phase-browse00": tuple(names)}
    column = {name: phase.replace("phase", "stage") for phase, inside in columns.items() for name in inside}
    people = {f"persona-{name:0<8}": weight for name, weight in (personas or {}).items()}
    rows = {}
    for number, (ends, drawn) in enumerate(links.items()):
        by = drawn if isinstance(drawn, Mapping) else {"": drawn}
        rows[f"link-{number:08d}"] = Link(
            map=MAP,
            from_touchpoint=card(ends[0]),
            to_touchpoint=card(ends[1]),
            share=share(by.get("", 0.0)),
            share_by_persona=FrozenMap({f"persona-{key:0<8}": share(value) for key, value in by.items() if key}),
            direction=(directions or {}).get(ends, "auto"),
        )
    return MapSlice(
        id=MAP,
        map=JourneyMap(title="Small", personas=FrozenMap(people), world=World(bounce=share(bounce))),
        personas={key: Persona.model_validate({"name": key, **(traits or {}).get(key, {})}) for key in people},
        stages={phase.replace("phase", "stage"): Stage(map=MAP, title=phase, phase=phase) for phase in columns},
        lanes={"lane-00000001": Lane(map=MAP, kind="touchpoints")},
        touchpoints={
            card(name): Touchpoint(
                map=MAP,
                stage=column[name],
                title=name,
                page="none" if name in outside else "other",
                entry=FrozenMap({"all": entry[name]} if name in entry else {}),
                goal="order" if name in goals else "none",
                conversion=name in goals,
            )
            for name in names
        },
        links=rows,
        cards={
            "card-00000001": Card(map=MAP, lane="lane-00000001", stage=next(iter(columns)).replace("phase", "stage"))
        },
        pains={},
        opportunities={},
        metrics={},
        phases=PHASES,
    )


SHOP: dict[tuple[str, str], float] = {
    ("home", "list"): 0.5,
    ("list", "product"): 0.6,
    ("list", "list"): 0.1,
    ("product", "list"): 0.3,
    ("product", "basket"): 0.2,
    ("basket", "order"): 0.4,
    ("basket", "list"): 0.2,
}
