"""A hand-made result in the shape of a real one, for tests of what is shown of it."""

from __future__ import annotations

from simulation.experiment.result import (
    ArmResult,
    CalibrationState,
    Change,
    Effect,
    FunnelStep,
    Lift,
    MessageUse,
    Result,
    Stat,
    Warned,
)

METRICS = {
    "conversion_rate": 0.0684,
    "orders_per_visitor": 0.0684,
    "revenue_per_visitor": 3.1,
    "margin_per_visitor": 0.785,
    "messages_per_visitor": 0.5,
    "message_cost_per_visitor": 0.001,
    "discount_cost_per_visitor": 0.0,
}


def stat(mean: float, low: float | None = None, high: float | None = None, parameters: float | None = 0.001) -> Stat:
    interval = None if low is None or high is None else (low, high)
    return Stat(mean=mean, interval=interval, se_monte_carlo=0.0001, se_parameters=parameters, se=0.001)


def effect(mean: float, low: float | None, high: float | None) -> Effect:
    interval = None if low is None or high is None else (low, high)
    return Effect(mean=mean, interval=interval, se_monte_carlo=0.0001, se_parameters=0.001, se=0.001)


def change(mean: float, low: float | None, high: float | None) -> Change:
    base = METRICS["conversion_rate"]
    relative = effect(mean / base, None if low is None else low / base, None if high is None else high / base)
    return Change(
        absolute=effect(mean, low, high), relative=relative, flips=900, quality="none" if low is None else "good",
        helps=0.85, no_difference=0.1, harms=0.05,
    )  # fmt: skip


def lift(arm: str, metric: str, of: Change, by_persona: dict[str, Change]) -> Lift:
    return Lift(
        arm=arm, against="control", metric=metric, worth=0.001, method="regression", transfer={"reminder": 0.6},
        by_persona=by_persona, by_segment={"device:phone": change(0.003, 0.001, 0.006)}, by_phase={},
        **of.model_dump(exclude={"absolute", "relative"}), absolute=of.absolute, relative=of.relative,
    )  # fmt: skip


def arm(arm_id: str, name: str, factor: float, messages: tuple[MessageUse, ...] = ()) -> ArmResult:
    phases = (("browse", 1.0), ("search", 0.68), ("choose", 0.38), ("checkout", 0.12))
    return ArmResult(
        id=arm_id,
        name=name,
        metrics={key: stat(v * factor, v * factor * 0.9, v * factor * 1.1) for key, v in METRICS.items()},
        funnel=tuple(
            FunnelStep(phase=phase, entered=share * factor, left=0.1, advanced=0.2) for phase, share in phases
        ),
        by_persona={},
        by_segment={},
        messages=messages,
    )  # fmt: skip


def result(map_id: str, personas: list[str], *, shown: bool = True) -> Result:
    """A control and two arms; without `shown` too few visitors changed sides for an interval."""
    whole = change(0.0042, 0.0018, 0.0071) if shown else change(0.0002, None, None)
    people = {key: change(0.003 + 0.002 * i, 0.001, 0.009) for i, key in enumerate(personas)}
    money = change(0.033, 0.012, 0.059)
    reminder = MessageUse(
        rule="rule-reminder", title="Reminder", technique="reminder", cost=0.0, prior_mean=0.01, kind="published"
    )
    lifts = []
    for key in ("variant-b", "variant-c"):
        lifts += [lift(key, "conversion_rate", whole, people), lift(key, "margin_per_visitor", money, {})]
    return Result(
        map=map_id,
        experiment="experiment-x",
        seed=7,
        engine="compiled",
        visitors=4000,
        draws=400,
        seconds=7.0,
        complete=True,
        calibration=CalibrationState(
            label="uncalibrated", sweeps=3, max_share_error=0.001, orders_exact=0.05, orders_simulated=0.05
        ),
        metric="conversion_rate",
        currency="EUR",
        arms=(
            arm("control", "Silence", 1.0),
            arm("variant-b", "Four messages", 1.06, (reminder,)),
            arm("variant-c", "Last-minute code", 1.04),
        ),
        lifts=tuple(lifts),
        warnings=(
            Warned(code="uncalibrated", message="uncalibrated: no measurement of this shop"),
            Warned(code="hand-made", message="Four messages: one of them does it all", values={"arm": "Four messages"}),
            Warned(code="hand-made", message="Last-minute code: too dear", values={"arm": "Last-minute code"}),
        ),
    )
