"""How many people get to each stage, from the drawn shares: the figures of the ribbon before anything is simulated."""

from __future__ import annotations

from typing import Literal

from maps.graph import baseline, flow_of, weights
from maps.layout.options import Traffic
from maps.model import MapSlice
from personas.problems import Refused

WEEKS_A_MONTH = 365.25 / 7 / 12


def baseline_traffic(piece: MapSlice, period: Literal["week", "month"] = "month") -> Traffic | None:
    """The exact reach of every stage times the map's visitors, per persona.

    None when the map cannot be solved (nothing is walked, no visit starts anywhere, shares over 1): a ribbon would
    then show figures that no simulation gives.
    """
    visitors = piece.map.world.visitors_per_week.value * (WEEKS_A_MONTH if period == "month" else 1.0)
    stages: dict[str, dict[str, float]] = {key: {} for key in piece.stages}
    try:
        for persona, share in weights(piece).items():
            for stage, reach in baseline(piece, persona).reach.items():
                stages.setdefault(stage, {})[persona] = visitors * share * reach
    except Refused:
        return None
    known = {stage: flow for stage, flow in stages.items() if flow}
    return Traffic(known, period) if known else None


def traffic_of(piece: MapSlice) -> tuple[object, ...]:
    """What `baseline_traffic` is computed from: while this is equal, so is the traffic."""
    return flow_of(piece), piece.map.world
