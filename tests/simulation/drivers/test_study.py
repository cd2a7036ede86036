"""The whole study on the reference shop: what adds up, what is exactly nothing, what a stopped run keeps."""

from __future__ import annotations

from dataclasses import replace

import pytest

from personas.problems import FootfallError
from personas.provenance import assumed
from personas.records import FrozenMap
from simulation.drivers import hanging as module
from simulation.drivers.result import Drivers, Game
from simulation.drivers.study import Effort, explain
from simulation.drivers.warned import warned
from simulation.experiment.run import Settings
from simulation.experiment.watch import Stopped
from simulation.scenario import CardChange, Scenario
from tests.shop import LEAN, rule
from tests.simulation.experiment.shops import mended, nothing, together

SMALL = Settings(draws=24, visitors=900, workers=1)
QUICK = Effort(blocks=2, trial=4_000)
GAMES = QUICK._replace(trial=0)
"""Without trying assumptions about people."""
NEVER = "rule-never000"
CHEAP = {"trait:consent", "trait:reachable", "trait:patience", "world:margin", "world:visitors_per_week"}


@pytest.fixture(autouse=True, scope="module")
def _few_assumptions() -> object:
    """Two of the assumptions about people: each of the others would be fitted anew."""
    whole = module.other_levers
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "other_levers", lambda *a, **k: [one for one in whole(*a, **k) if one.key in CHEAP])
        yield


def _with_dummy() -> Scenario:
    """Two rules that speak, and one for a card that nobody visits with it: it can never be heard."""
    shop = together("social_proof", "scarcity", cap_per_visit=3)
    arm = shop.arms[1]
    silent = rule("reviews", "return_visit", touchpoints=FrozenMap({"touchpoint-order000": True}))
    rules = FrozenMap({**arm.rules, NEVER: silent})
    people = {
        key: one.model_copy(update={"traits": one.traits.model_copy(update={"consent": assumed(0.85, 0.5, 0.95)})})
        for key, one in shop.slice.personas.items()
    }
    slice_ = replace(shop.slice, personas=people)
    return replace(shop, slice=slice_, arms=(shop.arms[0], replace(arm, rules=rules)))


@pytest.fixture(scope="module")
def three() -> Drivers:
    return explain(_with_dummy(), None, SMALL, effort=QUICK, schedule=LEAN)


@pytest.fixture(scope="module")
def mixed() -> Drivers:
    return explain(mended("social_proof"), None, SMALL, effort=GAMES, schedule=LEAN)


def _sum(game: Game) -> float:
    return sum(one.share.mean or 0.0 for one in game.shares)


def test_shares_of_rules_add_up_to_the_lift(three: Drivers) -> None:
    assert three.rules is not None
    assert three.rules.method == "exact"
    assert _sum(three.rules) == pytest.approx(three.lift.mean, abs=1e-12)
    assert sum(one.money.mean or 0.0 for one in three.rules.shares) == pytest.approx(three.money.mean, abs=1e-6)
    assert three.lift.mean is not None
    assert three.lift.mean > 0


def test_what_they_add_in_order_adds_up_too(three: Drivers, mixed: Drivers) -> None:
    for game in (three.rules, mixed.changes):
        assert game is not None
        assert sum(one.in_order.mean or 0.0 for one in game.shares) == pytest.approx(game.total.mean, abs=1e-12)


def test_a_rule_that_never_speaks_brings_exactly_nothing(three: Drivers) -> None:
    assert three.rules is not None
    never = next(one for one in three.rules.shares if one.key == NEVER)
    assert (never.share.mean, never.alone.mean, never.without.mean, never.changed) == (0.0, 0.0, 0.0, 0)
    assert never.share.interval == (0.0, 0.0)


def test_two_rules_that_are_the_same_share_alike() -> None:
    """The same rule twice, of one rank by id: whoever comes first speaks, so their shares over all orders are alike."""
    shop = together("social_proof", cap_per_visit=3)
    arm = shop.arms[1]
    one = next(iter(arm.rules.values()))
    twins = FrozenMap({"rule-twin0001": one, "rule-twin0002": one})
    policy = arm.policy.model_copy(update={"messages_per_visit": 1}) if arm.policy is not None else None
    shop = replace(shop, arms=(shop.arms[0], replace(arm, rules=twins, policy=policy)))
    found = explain(shop, None, SMALL, effort=GAMES, schedule=LEAN)
    assert found.rules is not None
    first, second = found.rules.shares
    assert first.share.mean == pytest.approx(second.share.mean, abs=1e-12)
    assert first.alone.mean == pytest.approx(second.alone.mean, abs=1e-12)


def test_personas_and_phases_add_up(three: Drivers, mixed: Drivers) -> None:
    for found in (three, mixed):
        for parts in (found.personas, found.phases):
            assert sum(one.share.mean or 0.0 for one in parts) == pytest.approx(found.lift.mean, abs=1e-12)


@pytest.mark.parametrize(
    "metric", ["conversion_rate_visit", "revenue_per_visitor", "margin_per_visitor", "basket_abandonment"]
)
def test_every_measure_adds_up(metric: str) -> None:
    from simulation.scenario import Experiment

    shop = mended("social_proof")
    shop = replace(shop, experiment=Experiment(map="map-referenc", title="Test", metric=metric), experiment_id="e")
    found = explain(shop, None, SMALL, effort=GAMES, schedule=LEAN)
    assert found.metric == metric
    scale = max(1e-12, abs(found.lift.mean or 0.0) * 1e-9)
    assert sum(one.share.mean or 0.0 for one in found.personas) == pytest.approx(found.lift.mean, abs=scale)
    if found.phases:
        assert sum(one.share.mean or 0.0 for one in found.phases) == pytest.approx(found.lift.mean, abs=scale)
    assert found.changes is not None
    assert _sum(found.changes) == pytest.approx(found.lift.mean, abs=scale)


def test_changes_are_told_apart(mixed: Drivers) -> None:
    assert mixed.changes is not None
    assert {one.kind for one in mixed.changes.shares} == {"policy", "pain"}
    assert _sum(mixed.changes) == pytest.approx(mixed.lift.mean, abs=1e-12)
    assert mixed.rules is not None
    assert {one.kind for one in mixed.rules.shares} == {"rule", "rest"}
    pain = next(one for one in mixed.changes.shares if one.kind == "pain")
    rest = next(one for one in mixed.rules.shares if one.kind == "rest")
    assert pain.alone.mean == rest.alone.mean


def test_an_assumption_that_does_nothing_moves_exactly_nothing(three: Drivers) -> None:
    """Nobody is mailed, so who can be reached does not matter; margin is no part of conversion."""
    by_key = {one.key: one for one in three.assumptions}
    assert "trait:reachable" not in by_key
    for key in ("world:margin", "world:visitors_per_week"):
        assert by_key[key].width == by_key[key].error == 0.0
        assert by_key[key].at_low == by_key[key].at_high == three.lift.mean
    assert by_key["world:visitors_per_week"].money_high > by_key["world:visitors_per_week"].money_low


def test_more_consent_more_lift(three: Drivers) -> None:
    consent = next(one for one in three.assumptions if one.key == "trait:consent")
    assert consent.at_low < consent.at_high
    assert not consent.drawn
    assert (consent.low, consent.centre, consent.high) == pytest.approx((0.621, 0.85, 0.915), abs=0.001)


def test_the_stack_starts_with_the_best(three: Drivers) -> None:
    alone = {one.key: one.alone.mean or 0.0 for one in three.rules.shares} if three.rules is not None else {}
    assert three.stack[0].keys == (max(alone, key=lambda key: alone[key]),)
    assert three.stack[0].short == 0.0
    assert three.stack[-1].together.mean == pytest.approx(three.lift.mean, abs=1e-12)
    assert three.stack[-1].sum == pytest.approx(sum(alone.values()), abs=1e-12)


def test_more_than_eight_rules_are_sampled_and_still_add_up() -> None:
    shop = together("social_proof")
    one = next(iter(shop.arms[1].rules.values()))
    rules = FrozenMap({f"rule-{n:08d}": one.model_copy(update={"priority": n}) for n in range(9)})
    shop = replace(shop, arms=(shop.arms[0], replace(shop.arms[1], rules=rules)))
    settings = Settings(draws=4, visitors=500, workers=1)
    found = explain(shop, None, settings, effort=Effort(blocks=1, trial=0, pairs=2), schedule=LEAN)
    assert found.rules is not None
    assert (found.rules.method, found.rules.pairs) == ("sampled", 2)
    assert _sum(found.rules) == pytest.approx(found.lift.mean, abs=1e-12)
    assert len(found.stack) == 9
    assert found.stack[-1].together.mean == pytest.approx(found.lift.mean, abs=1e-12)


def test_the_same_seed_gives_the_same_answer_whatever_runs_it(three: Drivers) -> None:
    again = explain(_with_dummy(), None, SMALL._replace(workers=2), effort=QUICK, schedule=LEAN)
    assert again.model_copy(update={"seconds": 0.0}) == three.model_copy(update={"seconds": 0.0})


def test_an_arm_that_changes_nothing() -> None:
    found = explain(nothing(), None, SMALL, effort=GAMES, schedule=LEAN)
    assert found.lift.mean == 0.0
    assert found.rules is None
    assert found.changes is None
    assert found.values is None


def test_a_stopped_run_keeps_its_complete_blocks(three: Drivers) -> None:
    """Stopped once half of the visitors were done: all that is divided still adds up, over half of them."""
    heard: list[float] = []

    def progress(share: float, _left: float | None, stage: str) -> None:
        if stage == "simulate":
            heard.append(share)

    found = explain(
        _with_dummy(), None, SMALL, effort=QUICK, schedule=LEAN, progress=progress,
        cancelled=lambda: bool(heard) and heard[-1] > 0.4,
    )  # fmt: skip
    assert not found.complete
    assert found.visitors == three.visitors // 2
    assert found.rules is not None
    assert _sum(found.rules) == pytest.approx(found.lift.mean, abs=1e-12)
    assert "stopped" in [one.code for one in found.warnings]
    assert heard == sorted(heard)


def test_stopped_before_the_first_block_there_is_nothing() -> None:
    with pytest.raises(Stopped):
        explain(_with_dummy(), None, SMALL, effort=QUICK, schedule=LEAN, cancelled=lambda: True)


def test_no_such_arm() -> None:
    with pytest.raises(FootfallError):
        explain(_with_dummy(), "arm-unknown0", SMALL, schedule=LEAN)


def test_it_survives_json(three: Drivers) -> None:
    import json

    read = Drivers.model_validate_json(json.dumps(three.to_json()))
    assert (read.arm, len(read.assumptions), read.format) == (three.arm, len(three.assumptions), "footfall-drivers")


def test_a_drawn_share_that_is_changed_is_solved_for_its_coalitions() -> None:
    """Two cards with other shares: every subset is a shop of its own, and the parts still add up."""
    shop = together("social_proof")
    links = [key for key, one in shop.slice.links.items() if one.from_touchpoint == "touchpoint-details0"]
    other = CardChange(shares=FrozenMap({links[0]: assumed(0.70)}))
    arm = replace(shop.arms[1], changes=FrozenMap({"touchpoint-details0": other}))
    shop = replace(shop, arms=(shop.arms[0], arm))
    found = explain(shop, None, SMALL, effort=GAMES, schedule=LEAN)
    assert found.changes is not None
    assert {one.kind for one in found.changes.shares} == {"policy", "card"}
    assert _sum(found.changes) == pytest.approx(found.lift.mean, abs=1e-12)
    card = next(one for one in found.changes.shares if one.kind == "card")
    assert card.alone.mean != 0.0


def test_too_few_who_change_sides_are_the_first_thing_said(three: Drivers) -> None:
    assert three.rules is not None
    bare = [warned(mended("social_proof").arms[1], None, three.lift, three.level, changed=n, rate=True, complete=True)
            for n in (29.0, 30.0)]  # fmt: skip
    assert [one.code for one in bare[0]][:1] == ["few-flips"]
    assert "few-flips" not in [one.code for one in bare[1]]
