"""The whole plan from an answer: sizes, weeks, shares, several arms, the week's pattern, and what to do instead."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest

from personas.problems import FootfallError
from simulation.experiment.result import ArmResult, Effect, Lift, Result
from simulation.planning.make import FEWEST_WEEKS, LONGEST_WEEKS, Asked, believed, plan_test
from simulation.planning.plan import TestPlan
from simulation.planning.power import outcome
from simulation.planning.size import Yardstick, information, visitors_needed, yardstick
from tests.app.actions.results import arm, change, lift, result

ASKED = Asked(visitors_per_day=50_000)


def answer(
    mean: float = 0.05, spread: float = 0.02, *, quantiles: tuple[float, ...] | None = None, metric: str = ""
) -> Result:
    """A run whose only arm is expected to lift conversion by `mean`."""
    told = change(mean, mean - 1.96 * spread, mean + 1.96 * spread)
    found = result(conversion=told, metric=metric)
    given = tuple(np.round(mean + spread * np.linspace(-2.3, 2.3, 99), 6)) if quantiles is None else quantiles
    return found.model_copy(update={"lifts": tuple(one.model_copy(update={"quantiles": given}) for one in found.lifts)})


def several(count: int) -> Result:
    """The same with more arms, all alike."""
    first = answer()
    arms: list[ArmResult] = [first.arms[0]]
    lifts: list[Lift] = []
    for place in range(count):
        key = f"variant-{place:08d}"
        arms.append(arm(key, f"Arm {place}", 1.0))
        lifts += [one.model_copy(update={"arm": key}) for one in first.lifts]
    return first.model_copy(update={"arms": tuple(arms), "lifts": tuple(lifts)})


def test_the_size_is_that_of_the_predicted_lift() -> None:
    plan = plan_test(answer(), ASKED)
    needed = visitors_needed(Yardstick(0.0291), 0.05, alpha=0.05, power=0.8)
    assert plan.needed == math.ceil(needed)
    assert plan.needed_weeks == max(FEWEST_WEEKS, math.ceil(2 * needed / 350_000))
    assert plan.weeks == plan.needed_weeks
    assert plan.end.power >= 0.8
    assert plan.end.smallest is not None
    assert plan.end.smallest <= 0.05
    assert sum(one.visitors for one in plan.arms) == pytest.approx(plan.weeks * 350_000)


def test_weeks_are_whole_and_two_at_least() -> None:
    plan = plan_test(answer(0.5), ASKED)
    assert plan.weeks == FEWEST_WEEKS
    assert plan.needed is not None
    assert plan.needed < 350_000


def test_the_week_keeps_its_pattern() -> None:
    days = (0.2, 0.2, 0.2, 0.1, 0.1, 0.1, 0.1)
    plan = plan_test(answer(), Asked(visitors_per_day=1_000, days=days, eligible=0.5))
    assert plan.days == pytest.approx([3_500 * day for day in days])


def test_who_cannot_get_the_message_is_left_out_and_the_lift_is_larger_among_the_rest() -> None:
    whole, some = plan_test(answer(), ASKED), plan_test(answer(), Asked(50_000, eligible=0.5))
    assert some.planned_for == pytest.approx(0.1)
    assert whole.needed is not None
    assert some.needed is not None
    assert some.needed == pytest.approx(whole.needed / 4, rel=0.05)  # a quarter of the visitors at half the traffic


def test_uneven_traffic_takes_longer() -> None:
    even = plan_test(answer(0.02), ASKED)
    uneven = plan_test(answer(0.02), Asked(50_000, traffic={"variant-starter0": 0.25}))
    assert uneven.arms[1].share == pytest.approx(0.2)
    assert uneven.arms[1].visitors < uneven.arms[0].visitors
    assert even.needed_weeks is not None
    assert uneven.needed_weeks is not None
    assert uneven.needed_weeks > even.needed_weeks
    treated, control = (uneven.needed or 0), (uneven.needed or 0) * 4
    z = Yardstick(0.0291).effect(np.array([0.02])) * information(treated, control)
    assert outcome(z, 0.05).either[0] == pytest.approx(0.8, abs=1e-4)


def test_several_arms_share_the_alarm_and_the_traffic() -> None:
    one, three = plan_test(answer(), ASKED), plan_test(several(3), ASKED)
    assert three.alpha_each == pytest.approx(0.05 / 3)
    assert three.arms[1].share == pytest.approx(0.25)
    assert (three.needed or 0) > (one.needed or 0)
    assert {made.weeks for made in three.arms[1:]} == {three.needed_weeks}


def test_the_chance_is_the_power_averaged_over_what_could_be_true() -> None:
    quantiles = (0.0,) * 40 + tuple(np.linspace(0.001, 0.1, 59).tolist())
    plan = plan_test(answer(quantiles=quantiles), ASKED)
    z = Yardstick(0.0291).effect(np.array(quantiles)) * information(plan.weeks * 350_000 / 2, plan.weeks * 350_000 / 2)
    assert plan.chance is not None
    assert plan.chance.significant == pytest.approx(outcome(z, 0.05).either.mean())
    assert plan.end.significant == pytest.approx(plan.chance.significant)
    assert plan.chance.nothing == pytest.approx(40 * 0.05 / outcome(z, 0.05).either.sum())
    assert plan.belief == "draws"


def test_an_older_run_without_quantiles_is_read_from_its_interval() -> None:
    plan = plan_test(answer(quantiles=()), ASKED)
    assert plan.belief == "interval"
    points, kind = believed(answer(0.05, 0.02, quantiles=()).lifts[0], 1.0)
    assert kind == "interval"
    assert np.mean(points) == pytest.approx(0.05, abs=1e-9)
    assert np.std(points) == pytest.approx(
        0.02, rel=0.05
    )  # the outermost half percent on each side is not among 99 points


def test_a_lift_that_cannot_be_told_is_planned_at_the_smallest_worth_having() -> None:
    told = change(0.01, 0.0, 0.02).model_copy(
        update={"relative": change(0.01, 0.0, 0.02).relative.model_copy(  # type: ignore[union-attr]  # it is given
            update={"mean": None, "interval": None})}
    )  # fmt: skip
    plan = plan_test(result(conversion=told), ASKED)
    assert plan.rests_on == "worth"
    assert plan.planned_for == pytest.approx(0.001)
    assert plan.chance is None


def test_no_lift_is_no_test() -> None:
    flat = plan_test(answer(0.0, 0.0, quantiles=(0.0,) * 99), ASKED)
    assert flat.verdict == "nothing"
    assert flat.needed_weeks is None
    assert flat.weeks == LONGEST_WEEKS
    assert flat.chance is not None
    assert flat.chance.significant == pytest.approx(0.05)
    assert flat.chance.exaggeration is None


def test_a_hopeless_test_says_so_and_names_another_arm() -> None:
    small = answer(0.01)
    bolder = arm("variant-bolder00", "Bolder", 1.0)
    lifts = tuple(one.model_copy(update={"arm": "variant-bolder00"}) for one in answer(0.2).lifts)
    both = small.model_copy(update={"arms": (*small.arms, bolder), "lifts": (*small.lifts, *lifts)})
    plan = plan_test(both, Asked(visitors_per_day=10_000))
    assert plan.verdict == "long"
    assert [(one.what, one.key) for one in plan.instead] == [("arm", "variant-bolder00")]
    assert plan.instead[0].weeks <= LONGEST_WEEKS


def test_a_hopeless_test_names_the_earlier_measure_that_moves_more() -> None:
    small = answer(0.01)
    basket = lift("basket_rate", change(0.05, 0.03, 0.07, 0.3))
    metrics = {**small.arms[0].metrics, "basket_rate": small.arms[0].metrics["conversion_rate"].model_copy(
        update={"mean": 0.3, "se_monte_carlo": 0.46 / math.sqrt(small.visitors * small.draws)})}  # fmt: skip
    arms = (small.arms[0].model_copy(update={"metrics": metrics}), small.arms[1])
    plan = plan_test(
        small.model_copy(update={"arms": arms, "lifts": (*small.lifts, basket)}), Asked(visitors_per_day=10_000)
    )
    assert [(one.what, one.key) for one in plan.instead] == [("measure", "basket_rate")]


def test_the_length_can_be_given() -> None:
    plan = plan_test(answer(0.02), Asked(50_000, weeks=3))
    assert plan.weeks == plan.end.weeks == 3
    assert plan.end.power < 0.8


def test_money_is_planned_by_its_spread_between_visitors() -> None:
    money = answer(metric="margin_per_visitor")
    measure = yardstick(money, "margin_per_visitor")
    assert measure is not None
    assert measure.sd == pytest.approx(0.0005 * math.sqrt(20_000 * 400))
    plan = plan_test(money, ASKED)
    assert plan.unit == "money"
    sd, delta = measure.sd or 0.0, (plan.planned_for or 0.0) * 0.52
    assert plan.needed == pytest.approx(2 * (2.8016 * sd / delta) ** 2, rel=0.001)


def test_what_has_no_arm_or_another_is_refused() -> None:
    alone = answer().model_copy(update={"arms": answer().arms[:1]})
    for run, asked in ((alone, ASKED), (answer(), Asked(1_000, arm="variant-nowhere0"))):
        with pytest.raises(FootfallError):
            plan_test(run, asked)
    with pytest.raises(ValueError, match="no plan"):
        Asked(visitors_per_day=0)


def test_it_is_plain_json_and_back() -> None:
    plan = plan_test(answer(), ASKED)
    content = plan.to_json()
    assert content["format"] == "footfall-plan"
    assert TestPlan.model_validate_json(json.dumps(content)).weeks == plan.weeks


def test_the_control_once_more_is_not_planned_for_the_smallest_lift_worth_having() -> None:
    few = answer(quantiles=())
    none = Effect(mean=None, interval=None, se_monte_carlo=None, se_parameters=None, se=None)
    nothing = none.model_copy(update={"mean": 0.0})

    def with_lift(effect: Effect) -> Result:
        told = {"quality": "none", "absolute": effect, "relative": effect, "worth": 0.01}
        return few.model_copy(update={"lifts": tuple(one.model_copy(update=told) for one in few.lifts)})

    assert plan_test(with_lift(none), ASKED).rests_on == "worth"
    same = plan_test(with_lift(nothing), ASKED)
    assert (same.verdict, same.needed, same.planned_for) == ("nothing", None, None)
