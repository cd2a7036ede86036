"""All that a report is written from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.actions.answer import Setting
from app.charts.ink import Ink
from app.project.model import Project
from app.words import money, number, percent, points
from simulation.experiment.result import ArmResult, Lift, Result
from simulation.measures.registry import MEASURES

if TYPE_CHECKING:
    from simulation.drivers.result import Drivers
    from simulation.planning.plan import TestPlan
    from simulation.scenario import Scenario


@dataclass(frozen=True)
class Dossier:
    """A run and what belongs to it.

    picture: the map as SVG. drivers, plan: none where they were not worked out. moment: when the run was made, UTC.
    """

    project: Project
    scenario: Scenario
    result: Result
    setting: Setting
    picture: bytes
    ink: Ink
    moment: str = ""
    drivers: Drivers | None = None
    plan: TestPlan | None = None

    @property
    def compared(self) -> tuple[ArmResult, ...]:
        """The arms beside the control."""
        return self.result.arms[1:]

    @property
    def first(self) -> ArmResult | None:
        """The arm that pictures show."""
        return best_of(self.result)

    def lift(self, arm: ArmResult, metric: str = "") -> Lift:
        """The lift of an arm; the deciding measure when none is named."""
        return self.result.lift(arm.id, metric)

    def change(self, value: float, *, unit: bool = True) -> str:
        """A difference of the deciding measure, signed; without `unit` no 'pp' behind it."""
        kind = MEASURES[self.result.metric].unit
        if kind == "rate":
            return points(value, unit=unit)
        return money(value, self.result.currency, signed=True) if kind == "money" else number(value, 2, signed=True)

    def level(self, value: float, metric: str = "") -> str:
        """A level of a measure, with its unit."""
        unit = MEASURES[metric or self.result.metric].unit
        if unit == "rate":
            return percent(value, 2)
        return money(value, self.result.currency) if unit == "money" else number(value, 2)


def best_of(result: Result) -> ArmResult | None:
    """The arm whose lift is largest, else the first beside the control; none where there is only the control."""
    compared = result.arms[1:]
    known = [arm for arm in compared if result.lift(arm.id).absolute.mean is not None]
    if not known:
        return compared[0] if compared else None
    return max(known, key=lambda arm: result.lift(arm.id).absolute.mean or 0.0)
