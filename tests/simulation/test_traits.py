"""Arms that change what personas are like: the same luck, today's offsets, and nothing else."""

import random
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest

from personas.model import Persona
from personas.provenance import assumed
from simulation.assembly import people
from simulation.compile import assemble
from simulation.engines import choose
from simulation.engines.alike import alike
from simulation.evidence.priors import Belief
from simulation.evidence.reference import reference
from simulation.experiment.difference import changes_cards, rests_on
from simulation.measures.moments import PairedMoments
from simulation.measures.tallies import INDEX
from simulation.plan import Plan
from simulation.policy.catalogue import MECHANICS
from simulation.policy.model import Policy, Trigger
from simulation.scenario import Arm, CardChange, Scenario, TraitChange
from tests.beyond import journey
from tests.shop import arm, busy_rules, random_shop, rule, strong, with_arms

EVERYBODY = (
    "patience", "waiting_patience", "pace", "consent", "login", "reachable", "order_value", "return_propensity",
)  # fmt: skip
"""Traits of which today's value stands beside the change under the same name, and that are centred on nothing."""


def _traits(scenario: Scenario, **changes: float) -> dict[str, TraitChange]:
    values = {name: assumed(value) for name, value in changes.items()}
    return dict.fromkeys(scenario.slice.personas, TraitChange.model_validate(values))


def _today(persona: Persona) -> TraitChange:
    names = (*EVERYBODY, "intent", "price_sensitivity")
    return TraitChange.model_validate({name: getattr(persona.traits, name) for name in names})


def _shop(
    traits: Mapping[str, TraitChange], *, spoken: bool = True, changes: Mapping[str, CardChange] | None = None
) -> Scenario:
    """The reference shop: a control with rules of every kind, or none, and an arm that differs by its personas."""
    rules = busy_rules() if spoken else {}
    policy = Policy(title="rules") if spoken else None
    control = Arm("control", "control", policy, rules, "page-type", {})
    other = Arm("arm-traits00", "traits", policy, rules, "page-type", changes or {}, traits=traits)
    return replace(reference(["scarcity"]), arms=(control, other))


def _speaking() -> Scenario:
    """The shop with cards before and after the visit, and an arm that speaks on pages, by mail and after an order."""
    mail = rule("basket_mail").model_copy(update={"trigger": Trigger(kind="after_abandonment", delay_hours=24.0)})
    return journey(arm("arm-spoken00", {**busy_rules(), "rule-mail0000": mail}), after_weeks=26.0)


def _moments(plan: Plan, visitors: int = 3_000, **how: object) -> PairedMoments:
    settings: dict[str, object] = {
        "seed": 5, "stream": 0, "first_visitor": 0, "visitors_per_draw": visitors, "workers": 1, **how,
    }  # fmt: skip
    return choose.run(plan, strong(plan), **settings)  # type: ignore[arg-type]  # a table of keyword arguments


def _total(moments: PairedMoments, name: str) -> tuple[float, float]:
    sums = moments.raw_first.sum(axis=(0, 1))[:, INDEX[name]]
    return float(sums[0]), float(sums[1])


def test_todays_values_are_no_change_at_all() -> None:
    people_today = {key: _today(one) for key, one in reference(["scarcity"]).slice.personas.items()}
    scenario = _shop(people_today)
    plan = assemble(scenario).plan
    assert len(plan.personas) == len(plan.group)
    assert not plan.arms["persona_first"].any()
    rows = _moments(plan).raw_first
    assert rows.any()
    assert np.array_equal(rows[:, :, 0], rows[:, :, 1])


def test_rows_of_ones_own_with_the_same_numbers_give_the_same_life() -> None:
    """An A/A test of the way itself: the arm reads rows of its own, in which every number is today's."""
    plan = assemble(_shop(_traits(reference(["scarcity"]), patience=1.4))).plan
    count = len(plan.group)
    assert plan.arms["persona_first"].tolist() == [0, count]
    personas, responses = plan.personas.copy(), plan.susceptibility.copy()
    personas[count:], responses[count:] = personas[:count], responses[:count]
    rows = _moments(plan._replace(personas=personas, susceptibility=responses)).raw_first
    assert np.array_equal(rows[:, :, 0], rows[:, :, 1])


@pytest.mark.parametrize("trait", EVERYBODY)
def test_an_arm_with_changed_personas_is_the_shop_that_has_such_personas(trait: str) -> None:
    """The same as a scenario whose personas are like that in every arm, with the offsets of today's."""
    scenario = _speaking()
    value = 0.3 if trait in {"consent", "login", "reachable"} else 2.0
    control = scenario.arms[0]
    changed = replace(scenario.arms[1], id="arm-changed0", traits=_traits(scenario, **{trait: value}))
    here = assemble(replace(scenario, arms=(control, changed))).plan
    personas = {
        key: one.model_copy(update={"traits": one.traits.model_copy(update={trait: assumed(value)})})
        for key, one in scenario.slice.personas.items()
    }
    whole = replace(scenario, slice=replace(scenario.slice, personas=personas))
    there = assemble(replace(whole, arms=(control, scenario.arms[1]))).plan
    assert np.array_equal(here.weight, there.weight)
    mine, theirs = (_moments(plan, 800).raw_first[:, :, 1] for plan in (here, there))
    assert mine.any()
    assert np.array_equal(mine, theirs)


def test_both_engines_and_any_way_of_running_agree() -> None:
    scenario = random_shop(random.Random(11))
    traits = _traits(scenario, patience=2.0, consent=0.4, intent=1.0, order_value=80.0, price_sensitivity=2.0)
    other = replace(scenario.arms[0], id="arm-traits00", traits=traits)
    plan = assemble(replace(scenario, arms=(*scenario.arms, other))).plan
    one, two, three = (
        _moments(plan, 500),
        _moments(plan, 500, engine="simpy"),
        _moments(plan, 500, lazy=False, workers=2),
    )
    for other_way in (two, three):
        assert np.array_equal(one.raw_first, other_way.raw_first)
        assert np.array_equal(one.raw_cross, other_way.raw_cross)
    place = len(plan.arms) - 1
    traced = [
        choose.trace(plan, strong(plan), arm=place, visitors=range(60), seed=5, stream=0, engine=engine)
        for engine in ("compiled", "simpy")
    ]
    assert len(traced[0]) > 60
    assert np.array_equal(traced[0], traced[1])


def test_more_patience_brings_more_orders_where_something_hurts_more_than_today() -> None:
    """Friction of today is in the offsets; patience counts where a card hurts otherwise than today."""
    shop = reference(["scarcity"])
    card = next(key for key, one in shop.slice.touchpoints.items() if one.page == "details")
    plan = assemble(_shop(_traits(shop, patience=3.0), spoken=False)).plan
    pains = plan.pains.copy()
    at = assemble(_shop({}, spoken=False)).tables.cards.index(card)
    pains[:, :, at]["friction"] = -0.3
    base, patient = _total(_moments(plan._replace(pains=pains), 20_000), "orders")
    assert patient > base > 0
    same, still = _total(_moments(plan, 20_000), "orders")
    assert same == still


def test_less_consent_loses_messages_and_takes_nobody_in() -> None:
    plan = assemble(_shop(_traits(reference(["scarcity"]), consent=0.1))).plan
    moments = _moments(plan, 4_000)
    base, fewer = _total(moments, "messaged")
    assert 0 < fewer < 0.3 * base
    assert _total(moments, "visitors")[0] == _total(moments, "visitors")[1]
    assert np.array_equal(moments.raw_first[:, :, 0, INDEX["visitors"]], moments.raw_first[:, :, 1, INDEX["visitors"]])


def test_intent_stays_centred_on_todays_mean_and_a_changed_one_is_a_change() -> None:
    shop = reference(["scarcity"])
    who = min(shop.slice.personas)
    plan = assemble(_shop({who: TraitChange(intent=assumed(shop.slice.personas[who].traits.intent.value + 1.0))})).plan
    today, arm = plan.personas[: len(plan.group)], plan.personas[len(plan.group) :]
    assert today["share"] @ today["intent"] == pytest.approx(0, abs=1e-12)
    assert (arm["intent"] - today["intent"]).tolist() == pytest.approx([1.0] + [0.0] * (len(today) - 1))
    base, more = _total(_moments(plan, 20_000), "orders")
    assert more > 1.1 * base


def test_thrift_is_measured_against_todays_average() -> None:
    shop = _speaking()
    weights = people.weights_of(shop.slice)
    techniques = {key: how for key, how in MECHANICS.items() if how.price or key == "social_proof"}
    before = people.susceptibility(shop.slice.personas, weights, techniques)
    after = people.susceptibility(shop.slice.personas, weights, techniques, _traits(shop, price_sensitivity=3.0))
    shares = np.array(list(weights.values())) / sum(weights.values())
    thrift = np.array([shop.slice.personas[key].traits.price_sensitivity.value for key in weights])
    for t, how in enumerate(techniques.values()):
        assert shares @ before[:, t] == pytest.approx(1.0)
        assert after[:, t] == pytest.approx(before[:, t] * 3.0 / thrift if how.price else before[:, t])


def test_no_life_is_copied_between_arms_whose_people_differ() -> None:
    shop = reference(["scarcity"])
    plan = assemble(_shop(_traits(shop, pace=2.0), spoken=False)).plan
    found = alike(plan)
    assert plan.arms["twin"].tolist() == [0, 0]
    assert not (found.silent[1])
    assert not (found.unseen[1])
    assert not (found.cards_only[1])
    eager, lazy = _moments(plan, 2_000, lazy=False), _moments(plan, 2_000)
    assert np.array_equal(eager.raw_first, lazy.raw_first)
    assert _total(lazy, "dwell_seconds")[1] > 1.5 * _total(lazy, "dwell_seconds")[0]


def test_arms_that_differ_by_their_people_are_known_to_differ() -> None:
    scenario = _shop(_traits(reference(["scarcity"]), patience=2.0), spoken=False)
    control, other = scenario.arms
    beliefs: dict[str, Belief] = {}
    assert changes_cards(control, other)
    assert not changes_cards(control, replace(other, traits={}))
    assert rests_on(control, other, beliefs) == ("traits",)
    assert rests_on(control, replace(other, traits={}), beliefs) == ()
    assert with_arms(other).arms[1].traits
