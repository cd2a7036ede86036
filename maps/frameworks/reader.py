"""The frameworks that ship: stages and lanes to start a map from, and a catalogue to pick from per stage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from maps.model import LANE_KINDS, LaneKind
from personas.library.overlay import LANGUAGES, shipped_json
from personas.records import PHASE_KINDS, Language, PhaseKind

_PACKAGE = "maps.frameworks"
Unit = Literal["count", "rate", "money", "seconds", "score", "number"]


@dataclass(frozen=True)
class Choice:
    """Something to pick from a catalogue: a stable key and the words for it."""

    key: str
    text: str


@dataclass(frozen=True)
class Kpi:
    """A KPI to pick. `measure` is the id of the measure that the simulation reports for it, "" when there is none."""

    key: str
    title: str
    unit: Unit
    better: Literal["up", "down"]
    measure: str


@dataclass(frozen=True)
class StagePlan:
    """A stage to start from, with what its catalogue offers."""

    key: str
    title: str
    phase: PhaseKind
    goals: str
    activities: tuple[Choice, ...]
    tactics: tuple[Choice, ...]
    kpis: tuple[Kpi, ...]
    channels: tuple[Choice, ...]


@dataclass(frozen=True)
class LanePlan:
    """A row to start from. An empty title means the kind's own name in the reader's language."""

    key: str
    kind: LaneKind
    title: str


@dataclass(frozen=True)
class Framework:
    """A framework in one language. In a `cycle` the last stage leads back to the first."""

    key: str
    title: str
    description: str
    cycle: bool
    stages: tuple[StagePlan, ...]
    lanes: tuple[LanePlan, ...]


def framework_keys() -> tuple[str, ...]:
    """Keys of the shipped frameworks, in the order in which they are offered."""
    return tuple(shipped_json(_PACKAGE, "index.json")["frameworks"])


def framework(key: str, language: Language) -> Framework:
    """The framework `key` in `language`; KeyError when there is no such framework or language."""
    if key not in framework_keys() or language not in LANGUAGES:
        raise KeyError(f"{key}.{language}")
    plan, words = shipped_json(_PACKAGE, f"{key}.json"), shipped_json(_PACKAGE, f"{key}.{language}.json")
    catalogue = kpi_catalogue(language)
    channels = shipped_json(_PACKAGE, f"common.{language}.json")["channels"]
    return Framework(
        key=key,
        title=words["title"],
        description=words["description"],
        cycle=plan["cycle"],
        stages=tuple(_stage(stage, words["stages"][stage["key"]], catalogue, channels) for stage in plan["stages"]),
        lanes=tuple(_lane(lane, words["lanes"]) for lane in plan["lanes"]),
    )


def kpi_catalogue(language: Language) -> Mapping[str, Kpi]:
    """Every KPI that a catalogue can offer, by key, with its title in `language`; KeyError for another language."""
    titles = shipped_json(_PACKAGE, f"common.{language}.json")["kpis"]
    facts = shipped_json(_PACKAGE, "common.json")["kpis"]
    return {key: Kpi(key=key, title=titles[key], **fact) for key, fact in facts.items()}


def phase_titles(language: Language) -> Mapping[PhaseKind, str]:
    """The names a new project gives its six phases, in their order; KeyError for a language that is not shipped."""
    titles = shipped_json(_PACKAGE, f"common.{language}.json")["phases"]
    return {kind: titles[kind] for kind in PHASE_KINDS}


def _choices(keys: list[str], words: Mapping[str, str]) -> tuple[Choice, ...]:
    return tuple(Choice(key, words[key]) for key in keys)


def _stage(
    plan: Mapping[str, Any], words: Mapping[str, Any], kpis: Mapping[str, Kpi], channels: Mapping[str, str]
) -> StagePlan:
    if plan["phase"] not in PHASE_KINDS:
        raise ValueError(f"{plan['key']}: there is no phase {plan['phase']}")
    return StagePlan(
        key=plan["key"],
        title=words["title"],
        phase=plan["phase"],
        goals=words["goals"],
        activities=_choices(plan["activities"], words["activities"]),
        tactics=_choices(plan["tactics"], words["tactics"]),
        kpis=tuple(kpis[key] for key in plan["kpis"]),
        channels=_choices(plan["channels"], channels),
    )


def _lane(plan: Mapping[str, Any], titles: Mapping[str, str]) -> LanePlan:
    if plan["kind"] not in LANE_KINDS:
        raise ValueError(f"{plan['key']}: there is no kind of lane {plan['kind']}")
    return LanePlan(plan["key"], plan["kind"], titles.get(plan["key"], ""))
