"""Each warning speaks when it should, and only then."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from personas.problems import Refused
from personas.provenance import assumed
from simulation.evidence.catalogue import shipped
from simulation.evidence.priors import measured
from simulation.experiment.interval import CARDS, Answer
from simulation.experiment.refusals import refuse
from simulation.experiment.result import UNSAID, ArmResult, Change, Lift, Stat
from simulation.experiment.warnings import (
    Finished,
    about_arm,
    general,
    ordered,
    precision_not_met,
    techniques_of,
    worth_measuring,
)
from simulation.scenario import Scenario
from simulation.world import Product
from tests.simulation.experiment.shops import nothing, together

BELIEFS = {key: fact.prior for key, fact in shipped().items()}


def _stat(mean: float) -> Stat:
    return Stat(mean=mean, interval=(mean - 0.001, mean + 0.001), se_monte_carlo=1e-4, se_parameters=1e-3, se=1e-3)


def _done(
    scenario: Scenario,
    mean: float,
    *,
    flips: int = 500,
    no_difference: float = 0.1,
    transfer: dict[str, float] | None = None,
    metrics: dict[str, float] | None = None,
    margin: float = 0.01,
    parts: dict[str, float] | None = None,
    personas: dict[str, tuple[float, float]] | None = None,
    harms: float = 0.0,
    rests_on: tuple[str, ...] = ("assumed",),
    unsure: bool = False,
) -> Finished:
    arm = scenario.arms[1]
    usual = {"messages_per_visitor": 0.5, "visits_per_visitor": 1.4, "discount_cost_per_visitor": 0.0}
    told = flips >= 30
    change = Change(
        helps=None if unsure or not told else 1 - no_difference,
        no_difference=None if unsure or not told else no_difference,
        harms=None if unsure or not told else 0.0,
        absolute=_stat(mean * 0.03) if told else UNSAID,
        relative=_stat(mean) if told else UNSAID,
        flips=flips,
        quality="none" if flips < 30 else "rough" if flips < 100 else "good",
    )
    groups = personas or {}
    lift = Lift(
        **dict(change),
        arm=arm.id,
        against="arm-control0",
        metric="conversion_rate",
        worth=0.001,
        method="regression",
        rests_on=rests_on,
        transfer=transfer or {},
        by_persona={key: change.model_copy(update={"absolute": _stat(gain)}) for key, (_, gain) in groups.items()},
        by_segment={},
        by_phase={},
    )
    result = ArmResult(
        id=arm.id,
        name="Arm",
        metrics={key: _stat(value) for key, value in {**usual, **(metrics or {})}.items()},
        funnel=(),
        by_persona={key: {"conversion_rate": _stat(level + gain)} for key, (level, gain) in groups.items()},
        by_segment={},
        messages=(),
    )
    lifts = {
        "conversion_rate": lift,
        "margin_per_visitor": lift.model_copy(
            update={"metric": "margin_per_visitor", "absolute": _stat(margin), "harms": None if unsure else harms}
        ),
    }
    answer = Answer(mean, mean, mean, 0.0, 0.001, "regression", np.full(10, mean), parts=parts or {})
    return Finished(arm, result, lifts, answer, "conversion_rate")


def _codes(done: Finished) -> set[str]:
    return {one.code for one in about_arm(done, BELIEFS)}


def test_an_ordinary_answer_needs_no_warning() -> None:
    assert _codes(_done(together("reviews", "motivation"), 0.004)) == set()


def test_one_technique_above_three_percent_is_twymans() -> None:
    alone = together("reviews")
    assert _codes(_done(alone, 0.035)) == {"twyman-technique"}
    assert _codes(_done(alone, 0.02)) == set()
    test = measured(shipped()["reviews"].prior, 0.05, 0.005)
    assert {one.code for one in about_arm(_done(alone, 0.035), {**BELIEFS, "reviews": test})} == set()


def test_a_policy_above_seven_percent_is_twymans_too() -> None:
    assert "twyman-policy" in _codes(_done(together("scarcity", "social_proof", "urgency"), 0.08))


def test_few_flips_and_rough_intervals_are_named() -> None:
    shop = together("reviews", "motivation")
    assert _codes(_done(shop, 0.004, flips=12)) == {"few-flips"}
    assert _codes(_done(shop, 0.004, flips=60)) == {"rough"}


def test_probably_nothing_is_said() -> None:
    assert _codes(_done(together("reviews", "motivation"), 0.004, no_difference=0.35)) == {"likely-nothing"}


def test_a_technique_that_does_more_here_than_elsewhere_is_named() -> None:
    assert _codes(_done(together("reviews", "motivation"), 0.004, transfer={"reviews": 1.6})) == {"transfer"}


def test_a_stack_that_hardly_loses_anything_is_named() -> None:
    shop = together("scarcity", "social_proof")
    assert _codes(_done(shop, 0.048)) == {"stack"}
    assert _codes(_done(shop, 0.025)) == set()


def test_too_many_messages_a_visit() -> None:
    done = _done(together("reviews", "motivation"), 0.004, metrics={"messages_per_visitor": 5.0})
    assert _codes(done) == {"many-messages"}


def test_a_lift_bought_by_discount() -> None:
    shop = together("reviews", "discount")
    given = {"discount_cost_per_visitor": 0.2}
    assert _codes(_done(shop, 0.004, metrics=given, margin=-0.05)) == {"bought-by-discount"}
    assert _codes(_done(shop, 0.004, metrics=given, margin=0.05)) == set()


def test_a_sign_that_hangs_on_one_assumption() -> None:
    shop = together("reviews", "motivation")
    assert _codes(_done(shop, 0.003, parts={"reviews": 0.006, "motivation": -0.003})) == {"sign-depends"}
    assert _codes(_done(shop, 0.003, parts={"reviews": 0.002, "motivation": 0.001})) == set()


@pytest.mark.parametrize(
    ("mean", "parts", "code", "words"),
    [
        (-0.002, {"reviews": 0.004, "annoyance": -0.006}, "sign-depends-annoyance", "help rather than harm"),
        (0.003, {"reviews": -0.004, CARDS: 0.007}, "sign-depends-cards", "harm rather than help"),
        (-0.003, {"reviews": -0.006, "motivation": 0.003}, "sign-depends", "help rather than harm"),
    ],
)
def test_a_sign_may_hang_on_annoyance_or_on_changed_cards_too(
    mean: float, parts: dict[str, float], code: str, words: str
) -> None:
    said = {one.code: one.message for one in about_arm(_done(together("reviews"), mean, parts=parts), BELIEFS)}
    assert list(said) == [code]
    assert words in said[code]


def test_an_arm_without_messages_can_be_too_good_to_be_true() -> None:
    cards = ("severity",)
    assert _codes(_done(nothing(), 0.08, rests_on=cards, unsure=True)) == {"twyman-policy", "sign-assumed"}
    assert "whole-checkout" in _codes(_done(nothing(), 0.4, rests_on=cards, unsure=True))
    assert "whole-checkout" not in _codes(_done(nothing(), 0.3, rests_on=cards, unsure=True))


def test_why_no_chances_are_given_is_said() -> None:
    assert _codes(_done(together("reviews", "motivation"), 0.004, unsure=True)) == {"too-noisy"}
    assert _codes(_done(nothing(), 0.004, rests_on=("cards",), unsure=True)) == {"sign-assumed"}


def test_that_margin_falls_is_said_before_anything_else() -> None:
    shop = together("reviews", "discount")
    said = about_arm(_done(shop, 0.004, margin=-0.05, harms=0.97, metrics={"discount_cost_per_visitor": 0.2}), BELIEFS)
    assert [one.code for one in said] == ["margin-falls", "bought-by-discount"]
    assert "95%" in said[0].message
    assert _codes(_done(shop, 0.004, harms=0.4)) == set()


def test_shipping_given_away_at_no_cost_is_named() -> None:
    assert _codes(_done(together("free_shipping", "reviews"), 0.004)) == {"given-away"}
    priced = together("free_shipping", "reviews", discount=assumed(0.08))
    assert _codes(_done(priced, 0.004)) == set()


def test_arms_that_differ_in_nothing_are_called_that() -> None:
    same = _done(nothing(), 0.0, flips=0)
    exact = same.lifts["conversion_rate"].model_copy(update={"absolute": _stat(0.0), "relative": _stat(0.0)})
    assert _codes(replace(same, lifts={**same.lifts, "conversion_rate": exact})) == {"same-arm"}


def test_personas_that_drift_apart() -> None:
    shop = together("reviews", "motivation")
    assert _codes(_done(shop, 0.004, personas={"a": (0.04, 0.002), "b": (0.02, 0.0005)})) == {"persona-gap"}
    assert _codes(_done(shop, 0.004, personas={"a": (0.04, 0.0005), "b": (0.02, 0.002)})) == set()


def test_warnings_about_the_run() -> None:
    shop = nothing()
    said = general(shop, draws=1, complete=False, enough=False, label="uncalibrated")
    assert [one.code for one in said] == ["uncalibrated", "stopped", "one-draw", "budget"]
    few = general(shop, draws=60, complete=True, enough=True, label="calibrated")
    assert [one.code for one in few] == ["few-draws"]
    assert general(shop, draws=200, complete=True, enough=True, label="calibrated") == []
    assert general(shop, draws=400, complete=True, enough=True, label="calibrated") == []
    assert len(ordered([*said, *said])) == 4


def test_the_label_names_what_an_answer_rests_on_and_nothing_else() -> None:
    def label(*basis: str) -> str:
        return general(nothing(), draws=400, complete=True, enough=True, label="uncalibrated", basis=basis)[0].message

    assert "published" not in label("assumed")
    assert "assumed effects" in label("assumed")
    assert "published averages of other shops" in label("published")
    assert "pain point" in label("severity")
    assert label().endswith("It rests on the drawn map.")


def test_touchpoints_outside_the_visit_are_named() -> None:
    shop = nothing()
    key, point = next(iter(shop.slice.touchpoints.items()))
    outside = {**shop.slice.touchpoints, key: point.model_copy(update={"page": "none", "title": "Parcel"})}
    drawn = replace(shop, slice=replace(shop.slice, touchpoints=outside))
    (said,) = general(drawn, draws=400, complete=True, enough=True, label="calibrated")
    assert said.code == "not-walked"
    assert "Parcel" in said.message


def test_scarcity_with_a_stock_is_no_false_claim() -> None:
    shop = together("scarcity", truthful="unknown")
    refuse(replace(shop, products={"product-kettle00": Product(title="Kettle", stock=4)}))
    refuse(together("scarcity"))
    assert techniques_of(shop.arms[1]) == ("scarcity",)
    assert techniques_of(shop.arms[0]) == ()


def test_a_map_that_is_calibrated_alone_says_that_the_effects_are_not() -> None:
    (said,) = general(
        nothing(), draws=400, complete=True, enough=True, label="map calibrated, effects not", basis=("assumed",)
    )
    assert said.code == "effects-uncalibrated"
    assert "effects are not" in said.message


def test_a_bonus_on_relevance_is_named_and_a_large_one_refused() -> None:
    bonus = together("reviews", relevance=assumed(1.5))
    assert _codes(_done(bonus, 0.004)) == {"relevance-bonus"}
    assert _codes(_done(together("reviews", relevance=assumed(0.8)), 0.004)) == set()
    refuse(bonus)
    with pytest.raises(Refused) as refused:
        refuse(together("reviews", relevance=assumed(3.5)))
    assert [one.code for one in refused.value.findings] == ["relevance-too-high"]


def test_what_more_visitors_cannot_do_names_the_test_that_could() -> None:
    done = _done(together("reviews", "motivation"), 0.004)
    lift = done.lifts["conversion_rate"].model_copy(update={"doubt": {"m1": 0.9, "reviews": 0.6, "motivation": 0.2}})
    told = replace(done, lifts={**done.lifts, "conversion_rate": lift})
    said = precision_not_met(told, 1e-6, enough=True, rate=True)
    assert [one.code for one in said] == ["precision-not-met", "worth-measuring"]
    assert said[1].values["technique"] == "reviews"
    assert "40%" in said[1].message
    assert [one.code for one in precision_not_met(told, 1e-6, enough=False, rate=True)] == ["precision-not-met"]
    cards = lift.model_copy(update={"doubt": {CARDS: 0.7}})
    mended = replace(done, lifts={**done.lifts, "conversion_rate": cards})
    assert [one.code for one in worth_measuring(mended)] == ["worth-measuring-cards"]
