"""Past tests against their predictions: tests drawn from the model are covered, wrong ones are refuted and say why."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
import pytest

from simulation.backtest import run
from simulation.backtest.judging import Judged, backing_of, judge
from simulation.backtest.predictive import measured_as_drawn, predictive
from simulation.backtest.rehearsal import complaint, rehearsal, tried, without
from simulation.backtest.result import Backtest
from simulation.calibration.label import REJECTED, baseline_known, label_of
from simulation.calibration.model import PastTest
from simulation.evidence.reference import reference
from simulation.experiment.result import Result
from simulation.experiment.run import Settings, simulate
from simulation.policy.model import Technique
from simulation.scenario import Scenario

BAND = 3.2905
KEYS = ("scarcity", "social_proof", "urgency")
QUICK = Settings(visitors=1_000, draws=60)
PEOPLE = 400_000


@pytest.fixture(scope="module")
def shop() -> Scenario:
    return reference(("social_proof",))


@pytest.fixture(scope="module")
def predicted(shop: Scenario) -> Result:
    """The three techniques on their usual pages, as a backtest would simulate them."""
    return simulate(rehearsal(shop, [(key, ()) for key in KEYS], {}), QUICK)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch, predicted: Result) -> None:
    """The run is the same for every set of tests of these techniques, so it is made once."""

    def made(_self: object, tries: list[tuple[str, tuple[str, ...]]], *_rest: object) -> Result:
        assert tries == [(key, ()) for key in KEYS]
        return predicted

    monkeypatch.setattr(run._Backtest, "_simulate", made)


def _past(
    shop: Scenario, technique: str, lift: float, rng: np.random.Generator, rate: float, **more: object
) -> PastTest:
    return PastTest.model_validate(
        {
            "map": shop.slice.id,
            "title": technique,
            "technique": technique,
            "control_visitors": PEOPLE,
            "control_conversions": int(rng.binomial(PEOPLE, rate)),
            "treated_visitors": PEOPLE,
            "treated_conversions": int(rng.binomial(PEOPLE, rate * (1 + lift))),
            **more,
        }
    )


def _quantiles(predicted: Result, place: int) -> tuple[float, ...]:
    return predicted.lift(f"variant-past{place:04d}").quantiles


def _tests(shop: Scenario, predicted: Result, shift: float, count: int = 12, **more: object) -> dict[str, PastTest]:
    """Tests of a shop whose truths are drawn from the predictions, and are off by `shift`."""
    rng, rate = np.random.default_rng(2_026), predicted.arms[0].metrics["conversion_rate"].mean
    return {
        f"past-test-{n:08d}": _past(
            shop,
            KEYS[n % 3],
            float(np.quantile(_quantiles(predicted, n % 3), rng.random())) + shift,
            rng,
            rate,
            **more,
        )
        for n in range(count)
    }


@pytest.mark.usefixtures("quick")
def test_tests_drawn_from_the_model_take_the_label_off(shop: Scenario, predicted: Result) -> None:
    found = run.backtest(shop, _tests(shop, predicted, 0.0), QUICK)
    assert found.counted == 12
    assert found.coverage_p is not None
    assert found.coverage_p >= REJECTED
    assert found.mean_error is not None
    assert found.mean_error_interval is not None
    assert found.mean_error_interval[0] < 0 < found.mean_error_interval[1]
    assert found.label == "calibrated"
    assert found.missing == ()
    assert found.agreeing >= 8


@pytest.mark.usefixtures("quick")
def test_tests_with_another_effect_refute_it_and_say_what_is_missing(shop: Scenario, predicted: Result) -> None:
    found = run.backtest(shop, _tests(shop, predicted, 0.08), QUICK)
    assert found.coverage_p is not None
    assert found.coverage_p < REJECTED
    assert found.mean_error == pytest.approx(-0.08, abs=0.02)
    assert found.label == "map calibrated, effects not"
    assert found.missing == ("coverage", "mean-error")


@pytest.mark.usefixtures("quick")
def test_what_was_not_randomised_is_shown_and_never_counts(shop: Scenario, predicted: Result) -> None:
    found = run.backtest(shop, _tests(shop, predicted, 0.0, randomised=False), QUICK)
    assert [row.counts for row in found.tests] == [False] * 12
    assert all(row.predicted is not None for row in found.tests)
    assert found.counted == 0
    assert found.label == "uncalibrated"
    assert "tests" in found.missing
    some = {**_tests(shop, predicted, 0.0), "past-test-99999999": next(iter(
        _tests(shop, predicted, 0.5, 1, randomised=False).values()))}  # fmt: skip
    both = run.backtest(shop, some, QUICK)
    assert (both.counted, both.label) == (12, "calibrated")


@pytest.mark.usefixtures("quick")
def test_a_map_that_converts_otherwise_is_not_backed(shop: Scenario, predicted: Result) -> None:
    tests = {
        key: test.model_copy(
            update={
                "control_conversions": 2 * test.control_conversions,
                "treated_conversions": 2 * test.treated_conversions,
            }
        )
        for key, test in _tests(shop, predicted, 0.0).items()
    }
    found = run.backtest(shop, tests, QUICK)
    assert found.missing == ("heldout",)
    assert found.label == "uncalibrated"


@pytest.mark.parametrize("people", [3_000, 400_000])
def test_the_expected_interval_covers_what_such_tests_measure(predicted: Result, people: int) -> None:
    """Truths from the quantiles, binomial counts around them, small tests and large ones."""
    rng, rate, worlds = np.random.default_rng(7), 0.03, 200
    inside = 0
    for world in range(worlds):
        quantiles = _quantiles(predicted, world % 3)
        truth = float(np.quantile(quantiles, rng.random()))
        control = people, int(rng.binomial(people, rate))
        treated = people, int(rng.binomial(people, rate * (1 + truth)))
        could = predictive(quantiles, control, treated, seed=world)
        inside += could.low <= measured_as_drawn(control, treated) <= could.high
    assert inside / worlds == pytest.approx(0.95, abs=BAND * math.sqrt(0.95 * 0.05 / worlds))


def test_a_test_without_an_effect_of_its_own_has_only_binomial_chance() -> None:
    """With a lift known to be zero the interval is that of two equal proportions."""
    n, x = 100_000, 3_000
    could = predictive((0.0,) * 99, (n, x), (n, x), seed=1)
    half = 1.96 * math.sqrt(2 * (1 / x - 1 / n))
    assert could.low == pytest.approx(math.exp(-half) - 1, rel=0.04)
    assert could.high == pytest.approx(math.exp(half) - 1, rel=0.04)


def test_a_real_run_names_what_it_cannot_predict(shop: Scenario) -> None:
    rng = np.random.default_rng(1)
    there = next(key for key, point in shop.slice.touchpoints.items() if point.page == "product")
    tests = {
        "past-test-00000000": _past(shop, "scarcity", 0.03, rng, 0.029, touchpoints={there: True}),
        "past-test-00000001": _past(shop, "loyalty", 0.03, rng, 0.029),
        "past-test-00000002": _past(shop, "scarcity", 0.03, rng, 0.029, touchpoints={"touchpoint-nowhere0": True}),
        "past-test-00000003": _past(shop, "own_idea", 0.03, rng, 0.029),
        "past-test-00000004": _past(shop, "scarcity", 0.03, rng, 0.029, touchpoints={there: True}).model_copy(
            update={"control_conversions": 0}
        ),
    }
    found = run.backtest(shop, tests, QUICK)
    assert [row.reason for row in found.tests] == ["", "technique", "cards", "technique", "no-conversions"]
    first = found.tests[0]
    assert first.predicted is not None
    assert first.transfer == pytest.approx(1.0, abs=0.15)  # the reference shop, on the technique's own page
    assert first.expected_interval is not None
    assert first.predicted_interval is not None
    assert first.expected_interval[0] < first.predicted_interval[0] < first.predicted_interval[1]
    assert Backtest.model_validate_json(found.model_dump_json()) == found


def test_nothing_is_simulated_where_nothing_can_be_predicted(shop: Scenario) -> None:
    found = run.backtest(shop, {})
    assert (found.counted, found.level, found.label) == (0, None, "uncalibrated")


def _measured(source: str, mean: float) -> Technique:
    return Technique(key="scarcity", measured_mean=mean, measured_error=0.001, source=source)


def test_a_test_does_not_know_itself(monkeypatch: pytest.MonkeyPatch, shop: Scenario, predicted: Result) -> None:
    """Three measured tests: each is predicted by a run in which its own measurement is forgotten."""
    rng = np.random.default_rng(4)
    sources = [f"source-{n:08d}" for n in range(3)]
    tests = {
        f"past-test-{n:08d}": _past(shop, "scarcity", 0.03, rng, 0.029, source=source)
        for n, source in enumerate(sources)
    }
    tests["past-test-99999999"] = _past(shop, "scarcity", 0.03, rng, 0.029)
    rows = {f"technique-{n:08d}": _measured(source, 0.01 * n) for n, source in enumerate(sources)}
    known: list[set[str]] = []

    def listen(_self: object, _tries: object, techniques: Mapping[str, Technique], _share: float) -> Result:
        known.append({row.source or "" for row in techniques.values() if row.measured_mean is not None})
        return predicted

    monkeypatch.setattr(run._Backtest, "_simulate", listen)
    import dataclasses

    run.backtest(dataclasses.replace(shop, techniques=rows), tests, QUICK)
    assert known == [set(sources) - {one} for one in sources] + [set(sources)]
    assert without(rows, None) is rows


def test_one_that_cannot_be_simulated_stops_no_other(monkeypatch: pytest.MonkeyPatch, shop: Scenario) -> None:
    from personas.problems import FootfallError

    asked: list[int] = []

    def refuse(_self: object, tries: list[object], *_rest: object) -> Result:
        asked.append(len(tries))
        raise FootfallError("No.")

    monkeypatch.setattr(run._Backtest, "_simulate", refuse)
    rng = np.random.default_rng(4)
    tests = {f"past-test-{n:08d}": _past(shop, key, 0.0, rng, 0.029) for n, key in enumerate(KEYS)}
    found = run.backtest(shop, tests, QUICK)
    assert asked == [3, 1, 1, 1]
    assert {row.reason for row in found.tests} == {"refused"}
    assert {row.message for row in found.tests} == {"No."}


def test_everybody_in_a_past_test_could_get_the_message(shop: Scenario) -> None:
    again = rehearsal(shop, [("scarcity", ())], {})
    assert {persona.traits.consent.value for persona in again.slice.personas.values()} == {1.0}
    assert "exclude" not in {one.kind for one in again.audiences.values()}
    assert len(again.arms[1].rules) == len(again.arms[0].rules) + 1
    test = PastTest(
        map=shop.slice.id, title="", technique="chat", control_visitors=1, control_conversions=0, treated_visitors=1,
        treated_conversions=0,
    )  # fmt: skip
    assert (complaint(test, shop), tried(test)) == ("", ("chat", ()))


def test_the_mean_error_has_students_interval() -> None:
    """Errors of 1, 2 and 3 points: mean 2, half-width 4.303 * 1 / sqrt(3)."""
    tests = [Judged((10_000 * n, 1_000 * n), (10_000 * n, 1_000 * n), True, 0.01 * n, (-1.0, 1.0)) for n in (1, 2, 3)]
    found = judge(tests)
    assert found.mean_error == pytest.approx(0.02)
    assert found.mean_error_interval == pytest.approx((0.02 - 0.02484, 0.02 + 0.02484), abs=1e-4)
    assert judge(tests[:2]).mean_error_interval is None
    assert judge([]).coverage_p is None


def _told(people: int, control: int, treated: int, predicted: float) -> Judged:
    could = predictive((predicted,) * 99, (people, control), (people, treated), seed=1)
    return Judged((people, control), (people, treated), True, predicted, (could.low, could.high))


def test_one_test_typed_three_times_is_one_test() -> None:
    test = _told(400_000, 12_000, 12_120, 0.01)
    found = judge([test] * 3)
    assert (found.counted, found.inside) == (1, 1)
    backing = backing_of([test] * 3, 0.03)
    assert label_of(backing).text != "calibrated"
    assert backing.tests == 1


def test_a_control_that_several_arms_share_is_counted_once() -> None:
    """150 conversions know a rate within 16%, three times the same 150 do not know it better."""
    tests = [_told(5_000, 150, 150 + n, 0.01) for n in range(3)]
    assert not backing_of(tests, 0.03).baseline_known
    assert baseline_known(450, 15_000)


def test_small_tests_do_not_take_the_label_off_by_luck() -> None:
    """Three tests of 20,000 an arm err by 3.3 points on average: within one point of nothing in a quarter of worlds."""
    small = [_told(20_000, 600 + n, 606 + n, 0.01) for n in range(3)]
    found = backing_of(small, 0.03)
    assert found.mean_error is not None
    assert abs(found.mean_error) < 0.001
    assert found.mean_error_se == pytest.approx(math.sqrt(2 * (0.97 / 0.03) / 20_000 / 3), rel=0.02)
    assert label_of(found).missing == ("mean-error",)
    large = [_told(400_000, 12_000 + n, 12_120 + n, 0.01) for n in range(3)]
    assert label_of(backing_of(large, 0.03)).text == "calibrated"
