"""What happens in each arm by itself: its measures, its funnel, its personas and segments, its messages."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from simulation.evidence.priors import Belief
from simulation.experiment.draws import Theta
from simulation.experiment.estimators import variant_series
from simulation.experiment.interval import NORMAL, split
from simulation.experiment.readings import paired_sums
from simulation.experiment.result import ArmResult, FunnelStep, Lift, MessageUse, Stat
from simulation.experiment.shares import source_shares, times_shown
from simulation.experiment.warnings import live_rules
from simulation.measures.moments import PairedMoments
from simulation.measures.registry import HEADLINE, MEASURES, WALKED_PHASES
from simulation.plan import Tables
from simulation.scenario import Arm, Scenario


@dataclass(frozen=True, slots=True)
class Material:
    """All that an analysis reads: a scenario, what was drawn, what was simulated."""

    scenario: Scenario
    tables: Tables
    beliefs: Mapping[str, Belief]
    theta: Theta
    moments: PairedMoments
    seed: int
    metric: str


def personas(tables: Tables) -> dict[str, list[int]]:
    """Groups of visitors per persona id."""
    found: dict[str, list[int]] = {}
    for index, (persona, _) in enumerate(tables.groups):
        found.setdefault(persona, []).append(index)
    return found


def segments(tables: Tables) -> dict[str, list[int]]:
    """Groups of visitors per segment: so far by the device of the first visit."""
    found: dict[str, list[int]] = {}
    for index, (_, device) in enumerate(tables.groups):
        found.setdefault(f"device:{device}", []).append(index)
    return found


def level(material: Material, place: int, lifts: Mapping[str, Lift]) -> ArmResult:
    """One arm by itself; `lifts` over the control, by measure, say how much doubt it has beyond the control's."""
    arm = material.scenario.arms[place]
    metrics = {
        key: stat for key in MEASURES if (stat := _metric(material, key, place, lift=lifts.get(key))) is not None
    }

    def per(groups: Mapping[str, Sequence[int]]) -> dict[str, dict[str, Stat]]:
        wanted = dict.fromkeys((material.metric, *HEADLINE))
        return {
            name: {key: stat for key in wanted if (stat := _metric(material, key, place, members)) is not None}
            for name, members in groups.items()
        }

    return ArmResult(
        id=arm.id,
        name=arm.title,
        metrics=metrics,
        funnel=_funnel(material, place),
        by_persona=per(personas(material.tables)),
        by_segment=per(segments(material.tables)),
        messages=tuple(_use(material, arm, place, key) for key in live_rules(arm)),
        sources=source_shares(material, place, doubt=_knows_doubt(arm)),
    )


def _metric(
    material: Material, key: str, place: int, groups: Sequence[int] | None = None, lift: Lift | None = None
) -> Stat | None:
    """A measure in one arm; None where its denominator is empty.

    Its ignorance is that of its lift where there is one (the control's shares are as drawn). Otherwise it is split from
    the draws; an arm without messages or changed cards has none, whatever chance makes of the split.
    """
    data = paired_sums(material.moments, MEASURES[key], place, groups)
    if not data.sums[:, 3].any():
        return None
    series = variant_series(data)
    mean, parameters = series.pooled, None
    if len(series.values) == 1:
        se = float(series.errors[0])
    else:
        parts = split(series)
        se = math.sqrt(parts.monte_carlo)
        parameters = math.sqrt(parts.parameters) if _knows_doubt(material.scenario.arms[place]) else 0.0
        if lift is not None and lift.absolute.se_parameters is not None:
            parameters = lift.absolute.se_parameters
    both = math.hypot(se, parameters or 0.0)
    low = mean - NORMAL * both
    if MEASURES[key].unit in {"rate", "count", "seconds"}:
        low = max(0.0, low)
    return Stat(mean=mean, interval=(low, mean + NORMAL * both), se_monte_carlo=se, se_parameters=parameters, se=both)


def _knows_doubt(arm: Arm) -> bool:
    """Whether anything in the arm depends on what is drawn."""
    return bool(live_rules(arm)) or bool(arm.changes) or arm.map is not None


def _funnel(material: Material, place: int) -> tuple[FunnelStep, ...]:
    total = material.moments.total
    visits = total("visits", place)
    steps = []
    for phase in WALKED_PHASES:
        entered, left, advanced, converted = (
            total(f"{what}_{phase}", place) / visits for what in ("reach", "left", "further", "ordered")
        )
        if entered > 0:
            steps.append(FunnelStep(phase=phase, entered=entered, left=left, advanced=advanced, converted=converted))
    return tuple(steps)


def _use(material: Material, arm: Arm, place: int, key: str) -> MessageUse:
    rule = arm.rules[key]
    belief = material.beliefs[rule.technique]
    shown = times_shown(material, place, key)
    return MessageUse(
        rule=key,
        title=rule.title,
        technique=rule.technique,
        cost=rule.cost.value,
        prior_mean=belief.mean,
        kind=belief.kind,
        shown=shown,
        spent=shown.times(rule.cost.value),
    )
