"""What a real test of an experiment would meet in this shop: its traffic, its week, who can get a message at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.project.model import Project
from maps.model import JourneyMap

if TYPE_CHECKING:
    from simulation.experiment.result import Result
    from simulation.planning.make import Asked

HOURS_A_DAY = 24
_OTHERWISE = {"cards", "severity"}
"""What a lift rests on when an arm changes more than messages: then everybody meets the change."""


def week_of(journey: JourneyMap) -> tuple[float, ...]:
    """Share of a week's arrivals per weekday, Monday first, from the arrivals per hour; even where nothing is known."""
    hours = journey.world.hour_of_week
    days = [sum(hours.get(str(day * HOURS_A_DAY + hour), 0.0) for hour in range(HOURS_A_DAY)) for day in range(7)]
    whole = sum(days)
    return tuple(day / whole for day in days) if whole > 0 else (1 / 7,) * 7


def visitors_a_day(journey: JourneyMap) -> float:
    """Visitors on an average day at today's traffic."""
    return journey.world.visitors_per_week.value / 7


def eligible_share(project: Project, result: Result, arm: str) -> float:
    """Share of the visitors who can meet what the arm changes.

    Of an arm that only says things: those who allow personalisation, by persona; nobody else gets a message or leaves
    a score. Of any other arm everybody.
    """
    journey = project.maps[result.map]
    found = next((one for one in result.arms if one.id == arm), None)
    variant = project.variants.get(arm)
    changed = variant is not None and (variant.card_changes or variant.map or variant.trait_changes)
    rests_on = {part for lift in result.lifts if lift.arm == arm for part in lift.rests_on}
    if found is None or changed or rests_on & _OTHERWISE or found.said <= 0:
        return 1.0
    people = {key: weight for key, weight in journey.personas.items() if key in project.personas}
    whole = sum(people.values())
    if whole <= 0:
        return 1.0
    consenting = sum(weight * project.personas[key].traits.consent.value for key, weight in people.items()) / whole
    return consenting if consenting > 0 else 1.0


def asked_for(
    project: Project,
    result: Result,
    arm: str = "",
    *,
    visitors_per_day: float | None = None,
    power: float = 0.8,
    alpha: float = 0.05,
    weeks: int | None = None,
) -> Asked:
    """What to ask of `simulation.planning.make.plan_test`; traffic as drawn where no visitors a day are named."""
    from simulation.planning.make import Asked

    journey = project.maps[result.map]
    chosen = arm or (result.arms[1].id if len(result.arms) > 1 else "")
    return Asked(
        visitors_per_day=visitors_per_day or max(1.0, visitors_a_day(journey)),
        power=power,
        alpha=alpha,
        arm=chosen,
        weeks=weeks,
        traffic={key: variant.traffic for key, variant in project.variants.items()},
        eligible=eligible_share(project, result, chosen),
        days=week_of(journey),
        follow_days=journey.world.horizon_days,
    )


def shares_of(project: Project, experiment_id: str | None) -> tuple[tuple[str, float], ...]:
    """The arms of an experiment with their share of the traffic, the control first; what `slices.scenario` would run.

    FootfallError as there, when it is not clear which experiment is meant.
    """
    from app.project.slices import scenario

    arms = scenario(project, experiment_id, None).arms
    traffic = [project.variants[arm.id].traffic if arm.id in project.variants else 1.0 for arm in arms]
    return tuple((arm.title, one / sum(traffic)) for arm, one in zip(arms, traffic, strict=True))
