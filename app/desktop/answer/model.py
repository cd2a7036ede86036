"""An answer, ready to be shown: one arm against the control, in figures and names, whatever the picture."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Estimate:
    """A value with its 95% interval and its two errors; `parameters` is none when only one draw was made."""

    mean: float
    low: float
    high: float
    monte_carlo: float = 0.0
    parameters: float | None = None

    @property
    def chance_share(self) -> float | None:
        """The share of the variance that is chance in the run; none when the rest is not known."""
        if self.parameters is None:
            return None
        total = self.monte_carlo**2 + self.parameters**2
        return self.monte_carlo**2 / total if total > 0 else None

    @property
    def half(self) -> tuple[float, float]:
        """The range that holds the middle half, from a normal half on each side of the mean."""
        share = 0.6745 / 1.96
        return self.mean - (self.mean - self.low) * share, self.mean + (self.high - self.mean) * share

    def times(self, factor: float) -> Estimate:
        """The same in another unit (`factor` > 0)."""
        parameters = None if self.parameters is None else self.parameters * factor
        return Estimate(
            self.mean * factor, self.low * factor, self.high * factor, self.monte_carlo * factor, parameters
        )


@dataclass(frozen=True)
class Group:
    """The lift among some of the visitors, in points of conversion; none where too few changed sides to show one.

    `slot` is the persona's colour, none for groups that are no persona.
    """

    id: str
    name: str
    lift: Estimate | None
    slot: int | None = None


@dataclass(frozen=True)
class Step:
    """One phase of the funnel: the share of visits that see it, in the control and in the arm. The last: they order."""

    phase: str
    control: float
    arm: float


@dataclass(frozen=True)
class Message:
    """One message of the arm: its name, its technique, what it rests on, and what showing it once costs.

    `shown` and `spent` are those of a month's visitors; none in a kept run that has only the main measures.
    """

    name: str
    technique: str
    kind: str
    expected: float
    arrives: float | None
    cost: float
    shown: float | None = None
    spent: float | None = None


@dataclass(frozen=True)
class ArmRow:
    """One line of the table of arms; everything but the level is none for the control."""

    id: str
    letter: str
    name: str
    level: float
    lift: Estimate | None = None
    relative: Estimate | None = None
    chances: tuple[float, float, float] | None = None
    orders: float | None = None
    margin: float | None = None
    monthly: Estimate | None = None


@dataclass(frozen=True)
class LookTwice:
    """Something to look at twice."""

    sentence: str
    icon: str
    grave: bool = True


@dataclass(frozen=True)
class Answer:
    """What a run says about one arm against the control.

    The lift is absolute: a difference of two fractions when `rate`, else in the measure's unit. Money is in `currency`;
    `monthly` is the change of margin over the visitors of a month, of whom there are `month`. `quantiles` are those of
    the relative lift, evenly spaced; none where the run kept no distribution. `measure_first` is the assumption that
    would narrow the answer most if it were known, and the share of the variance that would go. `worth` is the smallest
    relative lift worth having, `margin_falls` the probability that margin does, `sign_assumed` whether chances are
    missing because only cards were changed, `same` whether the arm is the control once more, `cards_changed` whether
    any cards were, `swayed` the share of messages that changed what their reader did next.
    """

    arm_id: str
    arm: str
    control: str
    map_id: str
    metric: str
    rate: bool
    level_control: float
    level_arm: float
    lift: Estimate | None
    relative: Estimate | None
    chances: tuple[float, float, float] | None
    rests_on: tuple[str, ...]
    rough: bool
    groups: tuple[Group, ...]
    segments: tuple[Group, ...]
    funnel: tuple[Step, ...]
    messages: tuple[Message, ...]
    arms: tuple[ArmRow, ...]
    warnings: tuple[LookTwice, ...]
    monthly: Estimate | None
    messages_monthly: float
    message_cost_monthly: float
    discount_monthly: float
    currency: str
    label: str
    calibrated: bool
    visitors: int
    draws: int
    seconds: float
    seed: int
    complete: bool
    worth: float = 0.0
    margin_falls: float | None = None
    sign_assumed: bool = False
    same: bool = False
    cards_changed: bool = False
    quantiles: tuple[float, ...] = ()
    month: float = 0.0
    measure_first: tuple[str, float] | None = None
    swayed: float | None = None
