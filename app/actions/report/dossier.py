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
    from simulation.planning.result import TestPlan

    from simulation.drivers.result import Drivers
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
        """The arm that pictures show: the one whose lift is largest; none where there is only the control."""
        shown = [arm for arm in self.compared if self.lift(arm).absolute.mean is not None]
        if not shown:
            return self.compared[0] if self.compared else None
        return max(shown, key=lambda arm: self.lift(arm).absolute.mean or 0.0)

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
