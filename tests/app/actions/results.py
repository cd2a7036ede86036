"""A small result written by hand: a control and one arm, two personas, a lift of half a percent."""

from __future__ import annotations

from app.actions.answer import Setting
from simulation.experiment.result import ArmResult, CalibrationState, Change, Lift, Result, Stat, Warned

DANIELLE, BAS = "persona-danielle", "persona-bas00000"
SETTING = Setting("Kettle, bought online", {DANIELLE: "Duurzame Daniëlle", BAS: "Budget Bewuste Bas"}, 10_000.0)


def stat(mean: float, low: float | None = None, high: float | None = None) -> Stat:
    interval = None if low is None or high is None else (low, high)
    return Stat(mean=mean, interval=interval, se_monte_carlo=0.0005, se_parameters=0.0052, se=0.00522)


def change(mean: float, low: float, high: float, level: float = 0.0291) -> Change:
    return Change(
        absolute=stat(mean * level, low * level, high * level),
        relative=stat(mean, low, high),
        helps=0.53,
        no_difference=0.36,
        harms=0.11,
        flips=850,
        quality="good",
    )


def lift(metric: str, of: Change, groups: dict[str, Change] | None = None) -> Lift:
    return Lift(
        arm="variant-starter0",
        against="control",
        metric=metric,
        worth=0.001,
        method="regression",
        transfer={"social_proof": 0.31},
        by_persona=groups or {},
        by_segment={},
        by_phase={},
        **of.model_dump(),
    )


def arm(arm_id: str, title: str, messages: float) -> ArmResult:
    means = {
        "conversion_rate": 0.0291,
        "margin_per_visitor": 0.52,
        "messages_per_visitor": messages,
        "message_cost_per_visitor": messages * 0.002,
        "discount_cost_per_visitor": 0.0,
    }
    return ArmResult(
        id=arm_id,
        name=title,
        metrics={metric: stat(mean, mean * 0.98, mean * 1.02) for metric, mean in means.items()},
        funnel=(),
        by_persona={who: {"conversion_rate": stat(level)} for who, level in ((DANIELLE, 0.034), (BAS, 0.0242))},
        by_segment={},
        messages=(),
    )


def result(
    *, warnings: tuple[Warned, ...] = (), conversion: Change | None = None, complete: bool = True, metric: str = ""
) -> Result:
    groups = {DANIELLE: change(0.0072, -0.0021, 0.0198, 0.034), BAS: change(0.0021, -0.0052, 0.0117, 0.0242)}
    metric = metric or "conversion_rate"
    return Result(
        map="map-kettle00",
        experiment="experiment-starter0",
        seed=1,
        engine="compiled",
        visitors=20_000,
        draws=400,
        seconds=12.3,
        complete=complete,
        calibration=CalibrationState(
            label="uncalibrated", sweeps=6, max_share_error=0.0001, orders_exact=0.021, orders_simulated=0.021
        ),
        metric=metric,
        currency="EUR",
        arms=(arm("control", "Today's site", 0.0), arm("variant-starter0", "Three starter rules", 1.34)),
        lifts=(
            lift("conversion_rate", conversion or change(0.0049, -0.0031, 0.0162), groups),
            lift("margin_per_visitor", change(0.0031, -0.0062, 0.0139, 0.52)),
        ),
        warnings=warnings,
    )
