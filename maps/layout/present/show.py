"""What a presentation is made from: the map, its figures, the words; and the stops it makes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from maps.layout.context import persona_slots
from maps.layout.options import Traffic
from maps.layout.present.fit import Writer
from maps.model import MapSlice

AT_ONCE = 5
"""Touchpoints on one screen; a stage with more takes several."""


@dataclass(frozen=True)
class PresentWords:
    """What a presentation says by itself, in the language of who looks."""

    number: Callable[[float, bool], str]
    percent: Callable[[float], str]
    come_this_far: Callable[[float, float], str]
    begin_here: Callable[[float], str]
    leave_here: str
    votes: Callable[[int, int], str]
    part: Callable[[int, int], str]
    nothing_here: str
    nothing_felt: str
    uncalibrated: str
    quoted: Callable[[str], str]


@dataclass(frozen=True)
class Cost:
    """What a pain point costs, in words: the amount, and what follows it with its interval. Never one without."""

    value: float
    amount: str
    interval: str


@dataclass(frozen=True)
class Stop:
    """One screen: a stage with some of its touchpoints (part of parts), or a persona."""

    stage: str = ""
    points: tuple[str, ...] = ()
    part: int = 1
    parts: int = 1
    persona: str = ""


@dataclass(frozen=True)
class Show:
    """Everything the plates are laid out from."""

    piece: MapSlice
    words: PresentWords
    writer: Writer
    width: float
    height: float
    traffic: Traffic | None = None
    costs: Mapping[str, Cost] = field(default_factory=dict)
    votes: Mapping[str, int] = field(default_factory=dict)
    scores: Mapping[str, float] = field(default_factory=dict)
    calibrated: bool = False

    @cached_property
    def slots(self) -> dict[str, int]:
        """Colour slot of every persona."""
        return persona_slots(self.piece)

    @cached_property
    def personas(self) -> tuple[str, ...]:
        """The personas that the map does not hide."""
        return tuple(key for key in self.piece.personas if key not in self.piece.map.hidden_personas)

    @cached_property
    def stages(self) -> tuple[str, ...]:
        """The stages that the map does not hide."""
        return tuple(key for key, stage in self.piece.stages.items() if not stage.hidden)

    @cached_property
    def journey(self) -> tuple[str, ...]:
        """All touchpoints in the order of the journey."""
        return tuple(key for stage in self.stages for key in self.piece.in_stage(stage))

    def visitors(self, stage: str) -> float | None:
        """How many people get to a stage, of the personas that are shown; none when nobody knows."""
        found = self.traffic.stages.get(stage) if self.traffic is not None else None
        return sum(found.get(key, 0.0) for key in self.personas) if found else None

    def leaving(self, stage: str) -> float | None:
        """The share of those in a stage who never get to the next; none for the last, or when nobody knows."""
        place = self.stages.index(stage)
        if place + 1 >= len(self.stages):
            return None
        here, there = self.visitors(stage), self.visitors(self.stages[place + 1])
        if here is None or there is None or here <= 0 or there > here:
            return None
        return 1.0 - there / here


def stage_stops(piece: MapSlice) -> tuple[Stop, ...]:
    """One stop a stage, more for one with many touchpoints, in the order of the journey."""
    found = []
    for key, stage in piece.stages.items():
        if stage.hidden:
            continue
        points = piece.in_stage(key)
        parts = max(1, -(-len(points) // AT_ONCE))
        each = -(-len(points) // parts) if points else 0
        found += [Stop(key, points[i * each : (i + 1) * each], i + 1, parts) for i in range(parts)]
    return tuple(found)


def persona_stops(piece: MapSlice) -> tuple[Stop, ...]:
    """One stop for each persona that the map does not hide."""
    return tuple(Stop(persona=key) for key in piece.personas if key not in piece.map.hidden_personas)
