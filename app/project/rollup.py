"""What a sub-journey says of the stage that opens it: how people feel there, and what hurts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.project.model import Project
from app.project.slices import map_slice
from app.project.subjourneys import below
from maps.model import MapSlice


@dataclass(frozen=True)
class RollUp:
    """A sub-journey in short, with those that it opens itself.

    `feelings` is the mean over its touchpoints per persona, in the order of the map; `touchpoints` how many they are;
    `worst` the card of the pain point that costs most (or, without prices, is gravest), with what it costs.
    """

    map: str
    title: str
    stages: int
    touchpoints: int
    feelings: Mapping[str, float]
    pains: int
    worst: str = ""
    cost: float | None = None

    @property
    def mood(self) -> float | None:
        """The mean over the personas; none when nobody feels anything."""
        return sum(self.feelings.values()) / len(self.feelings) if self.feelings else None


def roll_up(project: Project, stage_id: str, prices: Mapping[str, float] | None = None) -> RollUp | None:
    """The sub-journey of a stage; none when it opens none. `prices` is what pain points cost, by card."""
    stage = project.stages.get(stage_id)
    if stage is None or stage.opens is None or stage.opens not in project.maps:
        return None
    pieces = [map_slice(project, key) for key in below(project, stage.opens) if key != stage.map]
    if not pieces:
        return None
    own = pieces[0]
    worst, cost = _worst(pieces, prices or {})
    return RollUp(
        map=own.id,
        title=own.map.title,
        stages=sum(1 for row in own.stages.values() if not row.hidden),
        touchpoints=sum(len(piece.touchpoints) for piece in pieces),
        feelings=_means(pieces),
        pains=sum(len(piece.pains) for piece in pieces),
        worst=worst,
        cost=cost,
    )


def _means(pieces: list[MapSlice]) -> dict[str, float]:
    felt: dict[str, list[float]] = {}
    for persona in (key for piece in pieces for key in piece.personas):
        felt.setdefault(persona, [])
    for piece in pieces:
        for point in piece.touchpoints.values():
            for persona, feeling in point.feelings.items():
                if persona in felt:
                    felt[persona].append(feeling.value)
    return {persona: sum(values) / len(values) for persona, values in felt.items() if values}


def _ranked(pieces: list[MapSlice], prices: Mapping[str, float]) -> Iterator[tuple[float, int, str]]:
    for piece in pieces:
        for card, pain in piece.pains.items():
            if pain.status != "done":
                yield prices.get(card, 0.0), pain.severity, card


def _worst(pieces: list[MapSlice], prices: Mapping[str, float]) -> tuple[str, float | None]:
    """The card of the dearest pain point; the gravest of those that cost the same, the first of those alike."""
    ranked = sorted(_ranked(pieces, prices), key=lambda one: (-one[0], -one[1]))
    if not ranked:
        return "", None
    return ranked[0][2], prices.get(ranked[0][2])
