"""Projects of any size: maps as large as a year of workshops makes them, the same every time."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any, Literal

from app.project.model import Header, Project
from app.project.ordering import keys
from maps.model import (
    Card,
    Feeling,
    JourneyMap,
    Lane,
    LaneKind,
    Link,
    Metric,
    Opportunity,
    Pain,
    Phase,
    Reading,
    Stage,
    Touchpoint,
    World,
)
from personas.model import Avatar, Persona
from personas.provenance import Parameter
from personas.records import PHASE_KINDS, Channel, FrozenMap, PhaseKind

CARDS_A_STAGE = 50
TOUCHPOINTS_A_STAGE = 8
_LANES: tuple[LaneKind, ...] = (
    "touchpoints", "actions", "thoughts", "emotions", "pains", "opportunities", "quotes", "evidence", "metrics",
    "text", "backstage",
)  # fmt: skip
_OF_CARDS: tuple[LaneKind, ...] = tuple(kind for kind in _LANES if kind not in ("touchpoints", "emotions"))
_CHANNELS: tuple[Channel, ...] = ("web", "search", "social", "mail", "store", "home")
_SENTENCE = (
    "the kettle leaks again and nobody at the desk knows which part to order so the visitor opens four tabs and reads "
    "reviews until the delivery cost shows up late in the basket and the account form asks for a birthday"
)


def one_map(cards: int) -> Project:
    """A project with one map of so many cards, touchpoints included."""
    return _Maker(cards).project((cards,))


def many_maps(cards: int, maps: int) -> Project:
    """A project with so many cards spread evenly over so many maps."""
    each = [cards // maps + (1 if place < cards % maps else 0) for place in range(maps)]
    return _Maker(cards).project(tuple(each))


class _Maker:
    """Fills the tables, map by map."""

    def __init__(self, seed: int) -> None:
        self._dice = random.Random(seed)  # noqa: S311  # the same maps every time, nothing secret
        self._orders = iter(keys(40_000))
        self._tables: dict[str, dict[str, Any]] = {}
        self._made = 0

    def project(self, maps: tuple[int, ...]) -> Project:
        """The project with a map for each number of cards."""
        people = [
            self._put("persona", Persona(order=next(self._orders), name=name, colour=slot, avatar=Avatar(hair=slot)))
            for slot, name in enumerate(("Daniëlle", "Bas", "Fatima"))
        ]
        phases = {
            kind: self._put("phase", Phase(order=next(self._orders), title="", kind=kind)) for kind in PHASE_KINDS
        }
        for cards in maps:
            self._map(cards, people, phases)
        tables = {name: FrozenMap(rows) for name, rows in self._tables.items()}
        return Project(project=Header(title="Large", main_map=next(iter(self._tables["maps"]))), **tables)

    def _put(self, kind: str, record: Any) -> str:
        self._made += 1
        key = f"{kind}-{self._made:08d}"
        table = {"opportunity": "opportunities"}.get(kind, f"{kind}s")
        self._tables.setdefault(table, {})[key] = record
        return key

    def _says(self, least: int, most: int) -> str:
        known = _SENTENCE.split()
        start = self._dice.randrange(len(known))
        words = [known[(start + i) % len(known)] for i in range(self._dice.randint(least, most))]
        return " ".join(words).capitalize()

    def _map(self, cards: int, people: list[str], phases: dict[PhaseKind, str]) -> None:
        weights = FrozenMap(dict.fromkeys(people, 1.0))
        journey = JourneyMap(order=next(self._orders), title=self._says(2, 4), personas=weights, world=World())
        key = self._put("map", journey)
        stages = [
            self._put("stage", Stage(order=next(self._orders), map=key, title=self._says(1, 2), phase=phases[kind]))
            for kind in _phases(max(2, round(cards / CARDS_A_STAGE)))
        ]
        lanes = {
            kind: self._put("lane", Lane(order=next(self._orders), map=key, kind=kind))
            for kind in _LANES
        }  # fmt: skip
        points = max(2, cards * TOUCHPOINTS_A_STAGE // CARDS_A_STAGE)
        walked = [self._touchpoint(key, stages[i * len(stages) // points], people, i, points) for i in range(points)]
        self._links(key, walked)
        for place in range(cards - points):
            kind = _OF_CARDS[place % len(_OF_CARDS)]
            self._card(key, lanes[kind], kind, stages[place * len(stages) // (cards - points)], people)

    def _touchpoint(self, key: str, stage: str, people: list[str], place: int, last: int) -> str:
        feelings = {who: Feeling(value=self._dice.uniform(-2, 2), note=self._says(1, 3)) for who in people}
        return self._put("touchpoint", Touchpoint(
            order=next(self._orders), map=key, stage=stage, title=self._says(1, 4),
            channel=self._dice.choice(_CHANNELS), page="order" if place == last - 1 else "info",
            goal="order" if place == last - 1 else "none", conversion=place == last - 1,
            entry=FrozenMap({"all": 1.0}) if place == 0 else FrozenMap(),
            feelings=FrozenMap(feelings) if place % 2 == 0 else FrozenMap(),
        ))  # fmt: skip

    def _links(self, key: str, points: list[str]) -> None:
        for place, start in enumerate(points[:-1]):
            for step, share in ((1, 0.55), (2, 0.2), (-3, 0.08)):
                if 0 <= place + step < len(points):
                    self._put("link", Link(
                        map=key, order=next(self._orders), from_touchpoint=start, to_touchpoint=points[place + step],
                        share=Parameter(value=share, kind="measured"),
                    ))  # fmt: skip

    def _card(self, key: str, lane: str, kind: LaneKind, stage: str, people: list[str]) -> None:
        owner: dict[str, Literal[True]] = {self._dice.choice(people): True} if self._dice.random() < 0.3 else {}
        card = self._put("card", Card(
            order=next(self._orders), map=key, lane=lane, stage=stage, text=self._says(2, 16),
            personas=FrozenMap(owner),
        ))  # fmt: skip
        if kind == "pains":
            self._put("pain", Pain(order=next(self._orders), card=card, severity=self._dice.randint(1, 5)))
        elif kind == "opportunities":
            self._put("opportunity", Opportunity(order=next(self._orders), card=card))
        elif kind == "metrics":
            series = FrozenMap({"2026-06-01": Reading(value=0.3), "2026-09-01": Reading(value=0.41)})
            self._put("metric", Metric(order=next(self._orders), card=card, unit="rate", series=series, target=0.5))


def _phases(stages: int) -> Iterator[PhaseKind]:
    for place in range(stages):
        yield PHASE_KINDS[place * len(PHASE_KINDS) // stages]
