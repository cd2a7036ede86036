"""The driver and its result, on the reference shop with the real engine."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from functools import cache

import pytest

from personas.problems import FootfallError, Refused
from personas.provenance import Source, assumed
from simulation.calibration.label import Backing
from simulation.experiment import interval
from simulation.experiment.quantiles import at, chances, mean
from simulation.experiment.result import About, Result
from simulation.experiment.run import Settings, simulate
from simulation.experiment.watch import Stopped
from simulation.policy.model import Technique
from simulation.scenario import Experiment, Scenario
from tests.simulation.experiment.shops import mended, nothing, together, unhurried

LEAN = Settings(draws=200, visitors=2_000)


@cache
def _policy() -> Result:
    return simulate(together("reviews", "motivation", "discount"), LEAN, about=About(project="Shop"))


def test_the_json_has_the_keys_that_scripts_rely_on() -> None:
    content = _policy().to_json()
    assert set(content) >= {
        "format", "version", "app_version", "engine_version", "project", "project_digest", "map", "experiment", "seed",
        "engine", "unit", "visitors", "draws", "seconds", "complete", "calibration", "interval_level", "arms", "lifts",
        "warnings",
    }  # fmt: skip
    assert (content["format"], content["version"], content["unit"]) == ("footfall-result", 1, "visitor")
    assert set(content["calibration"]) == {
        "label", "met", "missing", "sweeps", "max_share_error", "orders_exact", "orders_simulated",
    }  # fmt: skip
    assert set(content["arms"][0]) == {
        "id", "name", "metrics", "funnel", "by_persona", "by_segment", "messages", "sources",
    }  # fmt: skip
    stat = {"mean", "interval", "se_monte_carlo", "se_parameters", "se"}
    assert set(content["arms"][0]["metrics"]["conversion_rate"]) == stat
    assert set(content["arms"][0]["funnel"][0]) == {"phase", "entered", "left", "advanced", "converted"}
    lift = content["lifts"][0]
    assert set(lift) >= {
        "arm", "against", "metric", "absolute", "relative", "helps", "no_difference", "harms", "transfer",
        "by_persona", "by_segment", "by_phase",
    }  # fmt: skip
    assert set(lift["absolute"]) == set(lift["relative"]) == stat
    json.loads(json.dumps(content, allow_nan=False))
    assert content["engine_version"]


def test_a_ratio_that_does_not_come_out_is_told() -> None:
    shop = together("reviews")
    world = shop.slice.map.world.model_copy(update={"bounce_rate": assumed(0.25)})
    slice_ = replace(shop.slice, map=shop.slice.map.model_copy(update={"world": world}))
    said = {
        one.code: one.message
        for one in simulate(replace(shop, slice=slice_), Settings(draws=1, visitors=5_000)).warnings
    }
    assert said["bounce-rate-unmet"].startswith("25.0% of the visits should have a single page; on this map that")
    assert not {"returning-unmet", "devices-unmet"} & set(said)


def test_every_lift_adds_up() -> None:
    result = _policy()
    assert result.visitors == 2_000
    assert result.draws == 200
    for lift in result.lifts:
        if lift.quality == "none":
            assert (lift.three, lift.absolute.mean, lift.absolute.se) == (None, None, None)
            continue
        assert lift.three is None or sum(lift.three) == pytest.approx(1)
        for stat in (lift.absolute, lift.relative):
            assert stat is not None
            assert stat.se_monte_carlo is not None
            assert stat.se == pytest.approx(math.hypot(stat.se_monte_carlo, stat.se_parameters or 0))
    main = result.lift("arm-together")
    assert main.metric == "conversion_rate"
    assert main.rests_on == ("assumed",)
    assert main.relative is not None
    assert main.relative.mean is not None
    base = result.arms[0].metrics["conversion_rate"].mean
    assert main.absolute.mean == pytest.approx(main.relative.mean * base)
    assert set(main.by_persona) == {"persona-thorough", "persona-quick000"}
    assert set(main.by_segment) == {"device:desktop", "device:phone"}
    assert set(main.by_phase) == {"browse", "search", "choose", "checkout"}
    assert set(main.transfer) == {"reviews", "motivation", "discount"}


def test_the_baseline_is_the_drawn_map() -> None:
    control = _policy().arms[0]
    assert control.metrics["conversion_rate_visit"].mean == pytest.approx(0.02109, rel=0.03)
    assert control.metrics["messages_per_visitor"].mean == 0
    for step in control.funnel:
        assert 0 < step.advanced <= step.entered
    checkout = control.funnel[-1]
    assert checkout.phase == "checkout"
    assert checkout.advanced == pytest.approx(control.metrics["conversion_rate_visit"].mean)
    assert control.metrics["conversion_rate"].se_parameters == 0


def test_a_headline_says_who_what_and_what_it_costs() -> None:
    line = _policy().headlines()[0]
    assert line.name == "Together"
    assert line.messages_per_visitor > 0.1
    assert line.discount_cost_per_visitor == 0
    assert line.lift.relative is not None


def _arms(count: int) -> Result:
    return _policy().model_copy(
        update={
            "arms": (*_policy().arms[:1], *(_policy().arms[1:] * (count - 1))),
            "lifts": _policy().lifts * (count - 1),
        }
    )


@pytest.mark.parametrize(
    ("arms", "decides", "money"), [(2, 99, 99), (4, 99, 99), (8, 99, 19), (16, 19, 19), (24, 19, 0)]
)
def test_the_brief_fits_in_the_project(arms: int, decides: int, money: int) -> None:
    """The record of a run holds 32,768 characters; the distribution goes last and never to a wrong shape."""
    brief = _arms(arms).brief()
    assert len(json.dumps(brief, ensure_ascii=False, separators=(",", ":"))) <= 32_000
    assert len(brief["arms"]) == arms
    kept = {lift["metric"]: len(lift["quantiles"]) for lift in brief["lifts"]}
    assert kept["conversion_rate"] == decides
    assert kept.get("margin_per_visitor", 0) == money


def test_a_lift_keeps_its_distribution() -> None:
    """From the same samples as interval, mean and chances: they agree to what 99 numbers can say."""
    for measure in ("conversion_rate", "margin_per_visitor"):
        lift = _policy().lift("arm-together", measure)
        assert lift.relative is not None
        assert lift.relative.interval is not None
        assert lift.relative.mean is not None
        assert lift.relative.se is not None
        assert len(lift.quantiles) == 99
        assert list(lift.quantiles) == sorted(lift.quantiles)
        low, high = lift.relative.interval
        assert at(lift.quantiles, 0.025) == pytest.approx(low, abs=0.05 * lift.relative.se)
        assert at(lift.quantiles, 0.975) == pytest.approx(high, abs=0.05 * lift.relative.se)
        assert mean(lift.quantiles) == pytest.approx(lift.relative.mean, abs=0.05 * lift.relative.se)
        assert lift.three is not None
        for told, read in zip(lift.three, chances(lift.quantiles, lift.worth), strict=True):
            assert read == pytest.approx(told, abs=0.011)
    assert _policy().lift("arm-together", "revenue_per_visitor").quantiles == ()


def test_an_a_a_run_is_exactly_nothing() -> None:
    result = simulate(nothing(), LEAN._replace(draws=20))
    lift = result.lift("arm-same0000")
    assert lift.absolute.mean == 0
    assert (lift.flips, lift.quality, lift.absolute.interval) == (0, "none", None)
    assert lift.no_difference == 1
    assert lift.quantiles == ()
    assert "same-arm" in {one.code for one in result.warnings}


def test_threads_change_no_digit() -> None:
    scenario = together("reviews", "motivation")
    one, two = (simulate(scenario, LEAN._replace(draws=40, visitors=500, workers=n)).to_json() for n in (1, 2))
    one.pop("seconds")
    two.pop("seconds")
    assert one == two


def test_one_draw_knows_no_ignorance_and_says_so() -> None:
    result = simulate(together("reviews", "motivation"), Settings(draws=1, visitors=50_000))
    assert "one-draw" in {one.code for one in result.warnings}
    lift = result.lift("arm-together")
    assert lift.absolute.se_parameters is None
    assert lift.method == "one-draw"


def test_left_alone_it_runs_until_the_noise_is_small_beside_the_ignorance() -> None:
    seen: list[tuple[float, str]] = []
    result = simulate(
        together("reviews", "motivation"),
        Settings(draws=200, budget=2_000_000),
        progress=lambda share, _left, stage: seen.append((share, stage)),
    )
    stat = result.lift("arm-together").relative
    assert stat is not None
    assert stat.se_parameters is not None
    assert stat.se_monte_carlo is not None
    assert stat.se_monte_carlo < 0.15 * stat.se_parameters
    assert [stage for stage, _ in _runs(seen)] == ["compile", "pilot", "simulate", "analyse"]
    assert seen[-1][0] == 1.0


@pytest.mark.parametrize(
    ("precision", "budget", "said"),
    [
        (0.01, 2_000_000, None),
        (1e-7, 2_000_000, "people respond"),
        (1e-7, 210_000, "largest size"),
    ],
)
def test_a_precision_that_is_not_met_is_told(precision: float, budget: int, said: str | None) -> None:
    result = simulate(together("reviews", "motivation"), Settings(draws=200, budget=budget, precision=precision))
    told = {one.code: one for one in result.warnings}
    assert ("precision-not-met" in told) == (said is not None)
    if said is not None:
        found = told["precision-not-met"]
        assert said in found.message
        error = result.lift("arm-together").absolute.se_monte_carlo
        assert error is not None
        assert float(found.values["reached"].removesuffix(" pp")) == pytest.approx(196 * error, rel=0.05)
        assert ("budget" in told) == (said == "largest size")


def _runs(seen: list[tuple[float, str]]) -> list[tuple[str, float]]:
    found: list[tuple[str, float]] = []
    for share, stage in seen:
        if not found or found[-1][0] != stage:
            found.append((stage, share))
    return found


def test_a_stopped_run_keeps_its_complete_blocks_and_says_so() -> None:
    done: list[float] = []
    result = simulate(
        together("reviews"),
        Settings(draws=20, visitors=10_000),
        progress=lambda share, _left, stage: done.append(share) if stage == "simulate" else None,
        cancelled=lambda: bool(done) and done[-1] > 0.5,
    )
    assert not result.complete
    assert 0 < result.visitors < 10_000
    assert "stopped" in {one.code for one in result.warnings}


def test_a_run_stopped_at_once_has_nothing_to_report() -> None:
    with pytest.raises(Stopped):
        simulate(together("reviews"), Settings(draws=20, visitors=20_000), cancelled=lambda: True)


def test_a_claim_that_rests_on_nothing_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        simulate(together("scarcity", "urgency", truthful="unknown"), LEAN)
    assert {one.code for one in refused.value.findings} == {"claim-without-stock", "claim-without-date"}


def test_an_unknown_measure_is_named() -> None:
    asked = _with_metric(nothing(), "happiness")
    with pytest.raises(FootfallError) as wrong:
        simulate(asked, LEAN)
    assert wrong.value.findings[0].code == "measure-unknown"


def test_another_measure_can_decide() -> None:
    result = simulate(_with_metric(together("reviews"), "revenue_per_visitor"), LEAN._replace(draws=60, visitors=500))
    assert result.lift("arm-together").metric == "revenue_per_visitor"
    assert result.lift("arm-together").by_phase


@pytest.mark.parametrize("metric", ["micro_conversions", "messages_per_visitor", "average_order_value"])
def test_a_measure_that_the_control_knows_nothing_of_can_decide_too(metric: str) -> None:
    result = simulate(_with_metric(together("reviews"), metric), LEAN._replace(draws=20, visitors=500))
    lift = result.headlines()[0].lift
    assert lift.metric == metric
    if metric == "messages_per_visitor":
        assert lift.relative is None
        assert lift.absolute.mean is not None
        assert lift.absolute.mean > 0.1


def test_without_variants_the_baseline_is_told() -> None:
    shop = replace(nothing(), arms=nothing().arms[:1])
    result = simulate(shop, LEAN._replace(draws=20, visitors=500))
    assert result.lifts == ()
    assert result.headlines() == ()
    assert result.arms[0].metrics["conversion_rate"].mean > 0.02


def test_a_changed_card_needs_no_message_to_matter() -> None:
    result = simulate(unhurried(), LEAN._replace(draws=20, visitors=1_000))
    assert result.lift("arm-slow0000", "conversion_rate").transfer == {}
    assert result.arms[1].metrics["time_per_visit"].mean > result.arms[0].metrics["time_per_visit"].mean


def test_a_lift_from_too_few_flips_is_not_answered() -> None:
    """Every key stays, so that scripts need no exception; the numbers are null."""
    result = simulate(together("reviews"), LEAN._replace(draws=20, visitors=1_500))
    lift = result.lift("arm-together")
    assert 0 < lift.flips < 30
    (told,) = (one for one in result.to_json()["lifts"] if one["metric"] == "conversion_rate")
    nulls = {"mean": None, "interval": None, "se_monte_carlo": None, "se_parameters": None, "se": None}
    assert told["absolute"] == told["relative"] == nulls
    assert (told["helps"], told["no_difference"], told["harms"]) == (None, None, None)
    assert all(group["absolute"] == nulls for group in told["by_persona"].values())
    assert "few-flips" in {one.code for one in result.warnings}


def test_the_sign_of_a_changed_card_is_assumed_so_no_chances_are_given() -> None:
    result = simulate(mended(), LEAN)
    lift = result.lift("arm-mended00")
    assert lift.rests_on == ("severity",)
    assert lift.three is None
    assert lift.relative is not None
    assert lift.relative.interval is not None
    assert 0.01 < lift.relative.interval[0] < lift.relative.interval[1]
    assert result.lift("arm-mended00", "margin_per_visitor").three is None
    said = {one.code: one.message for one in result.warnings}
    assert "sign-assumed" in said
    assert "published" not in said["uncalibrated"]
    assert "pain points" in said["uncalibrated"]


def test_an_arm_that_mends_and_speaks_rests_on_both() -> None:
    lift = simulate(mended("reviews", "motivation"), LEAN._replace(visitors=5_000)).lift("arm-mended00")
    assert lift.rests_on == ("assumed", "severity")
    assert lift.three is not None


def test_a_lift_must_pay_for_its_discounts() -> None:
    """Ten per cent off wherever the basket is seen: a lift of a few per cent does not bring that back."""
    shop = together("discount", discount=assumed(0.10))
    result = simulate(shop, LEAN._replace(visitors=4_000))
    control, arm = result.arms
    lift, margin = result.lift("arm-together"), result.lift("arm-together", "margin_per_visitor")
    given = arm.metrics["discount_cost_per_visitor"].mean
    assert lift.worth == pytest.approx(given / control.metrics["margin_per_visitor"].mean, rel=1e-6)
    assert lift.worth > 0.02
    assert margin.worth == 0.001, "margin is what is left after the discounts"
    revenue = result.lift("arm-together", "revenue_per_visitor")
    assert 0.001 < revenue.worth < lift.worth
    assert margin.harms is not None
    assert margin.harms > 0.9
    assert lift.helps is not None
    assert lift.helps < 0.2
    assert next(one for one in result.warnings if one.code not in {"uncalibrated", "budget"}).code == "margin-falls"


def test_an_arms_own_figures_carry_the_ignorance_of_its_lift() -> None:
    arm = _policy().arms[1].metrics["conversion_rate"]
    lift = _policy().lift("arm-together").absolute
    assert arm.se_parameters == lift.se_parameters
    assert arm.se_parameters is not None
    assert arm.se_parameters > 0
    assert arm.se == pytest.approx(math.hypot(arm.se_monte_carlo, arm.se_parameters))


def test_few_visitors_a_draw_and_no_fit_give_no_chances(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where quantiles of noisy draws must stand in for a fit, the interval is given and the chances are not."""
    monkeypatch.setattr(interval, "_regression", lambda *_asked: None)
    result = simulate(together("reviews", "motivation"), LEAN._replace(visitors=1_000))
    lift = result.lift("arm-together")
    assert lift.method == "matched"
    assert lift.relative is not None
    assert lift.relative.interval is not None
    assert lift.three is None
    assert "too-noisy" in {one.code for one in result.warnings}


def test_a_measured_effect_must_come_from_a_measurement() -> None:
    shop = together("reviews")
    told = Technique(key="reviews", measured_mean=0.02, measured_error=0.01, source="source-vendor00")
    asked = replace(shop, techniques={"technique-00000001": told})
    vendor = replace(asked, sources={"source-vendor00": Source(title="A seller of reviews", kind="published")})
    with pytest.raises(Refused) as refused:
        simulate(vendor, LEAN)
    assert refused.value.findings[0].code == "effect-not-measured"
    ours = replace(asked, sources={"source-vendor00": Source(title="Our test", kind="measured")})
    result = simulate(ours, LEAN._replace(draws=20, visitors=500))
    assert result.lift("arm-together").rests_on == ("measured",)


def _with_metric(scenario: Scenario, metric: str) -> Scenario:
    return replace(scenario, experiment=Experiment(map=scenario.slice.id, title="Test", metric=metric))


def test_the_label_is_what_was_measured() -> None:
    """Nothing known: uncalibrated, with every limit named; a map that fits without past tests says which part does."""
    lean = LEAN._replace(draws=20, visitors=500)
    assert _policy().calibration.label == "uncalibrated"
    assert _policy().calibration.missing == ("shares", "heldout", "tests", "coverage", "mean-error")
    on_map = replace(together("reviews"), backing=Backing(conversions=2_000, heldout_ok=True))
    half = simulate(on_map, lean)
    assert half.calibration.label == "map calibrated, effects not"
    assert half.calibration.met == ("shares", "heldout")
    assert half.warnings[0].code == "effects-uncalibrated"
    known = Backing(conversions=2_000, heldout_ok=True, tests=4, coverage_p=0.4, mean_error=0.002)
    whole = simulate(replace(on_map, backing=known), lean)
    assert whole.calibration.label == "calibrated"
    assert not {"uncalibrated", "effects-uncalibrated"} & {one.code for one in whole.warnings}


def test_what_would_narrow_the_answer_is_told_with_it() -> None:
    doubt = _policy().lift("arm-together").doubt
    assert set(doubt) <= {"reviews", "motivation", "discount", "m1", "phi", "fatigue", "ceiling", "annoyance"}
    assert list(doubt.values()) == sorted(doubt.values(), reverse=True)
    assert next(iter(doubt)) in {"reviews", "motivation", "discount"}
    assert _policy().lift("arm-together", "margin_per_visitor").doubt == {}
