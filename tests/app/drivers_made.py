"""A study of drivers made by hand, in the shape of a real one, for tests of what is said of it."""

from __future__ import annotations

from personas.records import Evidence
from simulation.drivers.result import (
    Assumption,
    Cell,
    Cells,
    Drivers,
    Elementary,
    Game,
    Measuring,
    Part,
    Share,
    Step,
    Test,
    Values,
)
from simulation.experiment.result import Effect
from simulation.experiment.warnings import warn


def effect(mean: float) -> Effect:
    size = abs(mean) or 0.001
    return Effect(
        mean=mean,
        interval=(mean - size, mean + 2 * size),
        se_monte_carlo=size / 20,
        se_parameters=size / 2,
        se=size / 2,
    )


def share(key: str, title: str, mean: float, changed: int = 400) -> Share:
    return Share(
        kind="rule", key=key, title=title, technique="reminder", evidence="assumed", share=effect(mean),
        money=effect(mean * 1e6), alone=effect(mean * 1.1), without=effect(mean * 0.9), in_order=effect(mean),
        changed=changed, quality="good" if changed >= 100 else "rough" if changed >= 30 else "none",
    )  # fmt: skip


def assumption(
    key: str, low: float, high: float, *, error: float = 0.00001, evidence: Evidence = "assumed"
) -> Assumption:
    own, drawn = key != "world:forget_days", key.startswith("effect")
    return Assumption(
        key=key, evidence=evidence, unit="share", low=0.2, centre=0.4, high=0.6, own_range=own, at_low=low,
        at_high=high, error=error, money_low=low * 1e6, money_high=high * 1e6, drawn=drawn, width=abs(high - low),
    )  # fmt: skip


def made(map_id: str, *, arm: str = "variant-b", experiment: str = "", shares: tuple[Share, ...] = ()) -> Drivers:
    """Four rules, one of which does harm and one of which too few visitors met."""
    rules = shares or (
        share("rule-reminder", "Reminder of viewed kettles", 0.0018),
        share("rule-reviews0", "Review block", 0.0013),
        share("rule-mostchos", "Most-chosen label", 0.0002, changed=12),
        share("rule-lastcode", "Last-minute code", -0.0009),
    )
    total = sum(one.share.mean or 0.0 for one in rules)
    measuring = Measuring(
        key="effect:reminder", evidence="published", narrower=0.44, error=0.01, width=0.003, worth=310.0,
        worth_error=4.0,
        tests=tuple(
            Test(weeks=weeks, per_arm=14_500 * weeks, error=0.05, narrower=0.02 * weeks, width=0.0039, worth=9.0)
            for weeks in (2, 4, 8, 12)
        ),
        advised=12,
    )  # fmt: skip
    cells = tuple(
        Cell(
            row=row, column=column, lift=effect(mean), probability=p, adjusted=p, stands=p < 0.05, shrunk=mean * 0.8,
            shrunk_error=0.0002,
        )
        for row, column, mean, p in (("search", "unknown", 0.0021, 0.01), ("checkout", "buying", 0.0004, 0.4))
    )  # fmt: skip
    return Drivers(
        map=map_id, experiment=experiment, control="Silence", arm=arm, arm_title="Four messages",
        metric="conversion_rate", unit="rate", level=0.0684, lift=effect(total), money=effect(total * 1e6), seed=1,
        draws=200, visitors=1_334_400, seconds=24.0, complete=True, currency="EUR", visitors_per_month=126_000.0,
        rules=Game(method="exact", coalitions=15, shares=rules, total=effect(total), total_money=effect(total * 1e6)),
        personas=(Part(key="persona-a", title="Danielle", share=effect(total * 0.7)),
                  Part(key="persona-b", title="Bas", share=effect(total * 0.3))),
        phases=(Part(key="visits", share=effect(0.0)), Part(key="checkout", share=effect(total))),
        stack=(Step(keys=("a",), together=effect(0.0018), sum=0.0018, short=0.0, short_error=0.0),
               Step(keys=("a", "b"), together=effect(0.0028), sum=0.0031, short=0.0003, short_error=0.00005)),
        assumptions=(
            assumption("effect:reminder", 0.0011, 0.0046, evidence="published"),
            assumption("trait:consent", 0.0018, 0.0030),
            assumption("world:forget_days", 0.0031, 0.0021, evidence="measured"),
            assumption("trait:login", 0.0024, 0.0026, error=0.0002), assumption("world:margin", total, total),
        ),
        screening=(Elementary(key="effect:reminder", mean=0.002, size=0.002, size_error=0.0001, spread=0.0004),),
        values=Values(width=0.0042, drawn_width=0.0038, perfect=420.0, launch=2400.0, measuring=(measuring,)),
        cells=(Cells(kind="phase-audience", spread=0.0005, cells=cells),),
        warnings=(warn("twyman-technique", "Too good.", arm="Reminder of viewed kettles", lift="0.0350"),),
    )  # fmt: skip
