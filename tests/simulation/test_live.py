"""A slider's position: exact when it comes back, the run's answer where it began, and a full run's within its error."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

import pytest

from personas.problems import Refused
from personas.provenance import assumed
from personas.records import FrozenMap
from simulation.compile import compile_scenario
from simulation.experiment import run as running
from simulation.experiment.run import Settings, simulate
from simulation.experiment.watch import Stopped
from simulation.live import live as module
from simulation.live.live import FIRST, SECOND, Live
from simulation.live.strengths import stretched
from simulation.offsets import Stage
from simulation.scenario import Scenario
from tests.simulation.experiment.shops import mended, nothing, together

KEYS = ("reviews", "social_proof")
LEAN = (Stage(20_000, 0.003),)
Z = 3.29
"""99.9% of a normal."""


@pytest.fixture(scope="module", autouse=True)
def _lean() -> Iterator[None]:
    """Offsets solved with fewer visitors, the same way for the slider and for the full run."""
    with pytest.MonkeyPatch.context() as patch:
        for one in (module, running):
            patch.setattr(one, "compile_scenario", partial(_compile))
        yield


def _compile(scenario: Scenario, **given: object) -> object:
    return compile_scenario(scenario, **{**given, "schedule": LEAN})  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def shop() -> Scenario:
    return together(*KEYS)


@pytest.fixture(scope="module")
def live(shop: Scenario) -> Iterator[Live]:
    made = Live(shop, shop.arms[1].id, workers=2)
    yield made
    made.close()


def relevance(shop: Scenario, **factors: float) -> Scenario:
    """The rules of these techniques pull by these factors."""
    arm = shop.arms[1]
    rules = {
        key: rule.model_copy(update={"relevance": assumed(factors.get(rule.technique, rule.relevance.value))})
        for key, rule in arm.rules.items()
    }
    return replace(shop, arms=(shop.arms[0], replace(arm, rules=FrozenMap(rules))))


def trait(shop: Scenario, **values: float) -> Scenario:
    """Every persona has these traits."""
    personas = {
        key: one.model_copy(update={"traits": one.traits.model_copy(update={k: assumed(v) for k, v in values.items()})})
        for key, one in shop.slice.personas.items()
    }
    return replace(shop, slice=replace(shop.slice, personas=FrozenMap(personas)))


def test_a_slider_that_comes_back_gives_the_same_digits(live: Live, shop: Scenario) -> None:
    half, full = trait(shop, consent=0.4), trait(shop, consent=0.9)
    first = live.ask(half)
    other = live.ask(full)
    assert live.ask(half) == first
    assert other.main.mean != first.main.mean, "the slider does something"
    assert live.ask(half, SECOND) == live.ask(half, SECOND)
    fresh = Live(shop, shop.arms[1].id, workers=1)
    assert fresh.ask(half) == first, "another day, on one processor"
    fresh.close()


def test_where_nothing_moved_the_answer_is_the_base(live: Live, shop: Scenario) -> None:
    still, base = live.ask(replace(shop), SECOND), live.base()
    assert still.settled
    assert still.main.mean == pytest.approx(base.main.mean, rel=0.02)
    assert still.main.control == base.main.control
    once = live.at_once(replace(shop))
    assert once is not None
    assert once.how == "fitted"
    assert once.main.mean == pytest.approx(base.main.mean, rel=0.1), "fewer fresh draws, the same response"


def test_it_begins_where_the_run_ended(live: Live, shop: Scenario) -> None:
    live.pin({"conversion_rate": (0.031, 0.004, 0.077)})
    base = live.base().main
    assert (base.mean, base.high - base.low) == pytest.approx((0.031, 0.073))
    more = live.ask(relevance(shop, reviews=2.0, social_proof=2.0), SECOND).main
    live.pin({})
    assert more.mean > base.mean


def test_the_level_is_that_of_the_run(live: Live, shop: Scenario) -> None:
    own = live.base().main
    live.pin({}, {own.metric: 2 * own.control})
    doubled, moved = live.base().main, live.ask(relevance(shop, reviews=2.0), SECOND).main
    live.pin({})
    assert doubled.control == pytest.approx(2 * own.control)
    assert doubled.mean == own.mean, "a relative lift knows no level"
    assert moved.control == pytest.approx(2 * own.control), "messages leave the control as it is"
    assert live.base().main.control == own.control


def test_traits_that_a_silent_control_never_notices_leave_its_visits_alone(live: Live, shop: Scenario) -> None:
    base = live._base.position
    for changed in (trait(shop, consent=0.4), trait(shop, login=0.9), trait(shop, patience=3.0)):
        position = live._base.at(changed)
        assert position.settled
        assert position.visits == base.visits
        walked = live._walks.upto(position.both(), live._drawn(position)[1], FIRST)
        before = live._walks.upto(live._together, live._drawn(base)[1], FIRST)
        assert walked.total("orders", 0) == before.total("orders", 0)
        assert walked.total("revenue", 0) == before.total("revenue", 0)
    moved = live._base.at(trait(shop, pace=1.5))
    assert not moved.settled
    assert moved.visits != base.visits


def test_the_arm_alone_walks_as_it_does_beside_the_control(live: Live, shop: Scenario) -> None:
    position = live._base.at(trait(shop, consent=0.5))
    draws = live._drawn(position)[1]
    alone, both = live._walks.upto(position.alone, draws, FIRST), live._walks.upto(position.both(), draws, FIRST)
    for tally in ("orders", "visits", "revenue", "messages"):
        assert alone.total(tally, 0) == both.total(tally, 1), tally


@pytest.mark.parametrize(
    "moved",
    [
        pytest.param(lambda shop: relevance(shop, reviews=2.0), id="a rule's strength"),
        pytest.param(lambda shop: trait(shop, consent=0.3), id="consent"),
        pytest.param(lambda shop: trait(shop, return_propensity=0.8), id="coming back"),
    ],
)
def test_a_position_agrees_with_a_full_run_of_the_changed_shop(live: Live, shop: Scenario, moved: object) -> None:
    changed: Scenario = moved(shop)  # type: ignore[operator]
    found = live.settle(changed, SECOND)
    assert found.settled
    full = simulate(changed, Settings(seed=2, draws=200, visitors=1_000, workers=2)).lift(shop.arms[1].id)
    assert full.relative is not None
    assert full.relative.mean is not None
    assert full.relative.se_monte_carlo is not None
    error = math.hypot(full.relative.se_monte_carlo, found.main.se_monte_carlo)
    # Draws of another seed: their mean errs by the parameters' spread over the root of their number.
    spread = (full.relative.se_parameters or 0.0) * math.sqrt(2 / 200)
    assert abs(found.main.mean - full.relative.mean) < Z * math.hypot(error, spread)


def test_strengths_are_answered_at_once_and_much_as_by_walking(live: Live, shop: Scenario) -> None:
    louder = relevance(shop, reviews=1.5, social_proof=1.5)
    once, walked = live.at_once(louder), live.ask(louder, SECOND)
    assert once is not None
    assert once.pairs == 0
    error = math.hypot(once.main.se_monte_carlo, walked.main.se_monte_carlo)
    assert abs(once.main.mean - walked.main.mean) < Z * error
    assert once.main.mean == pytest.approx(1.5 * live.base().main.mean, rel=0.2)


def test_only_strengths_are_answered_from_the_response(shop: Scenario) -> None:
    arm = shop.arms[1].id
    assert stretched(shop, relevance(shop, reviews=1.5), arm) == {"reviews": 1.5, "social_proof": 1.0}
    assert stretched(shop, trait(shop, consent=0.5), arm) is None
    other = replace(shop, arms=(shop.arms[0], replace(shop.arms[1], mode="score-card")))
    assert stretched(shop, other, arm) is None
    gone = replace(shop, arms=(shop.arms[0], replace(shop.arms[1], rules=FrozenMap())))
    assert stretched(shop, gone, arm) is None


def test_more_visitors_narrow_a_position(live: Live, shop: Scenario) -> None:
    asked = trait(shop, consent=0.5)
    few, many = live.ask(asked, FIRST), live.ask(asked, SECOND)
    assert (few.pairs, many.pairs) == (20_000, 100_000)
    assert many.main.se_monte_carlo < few.main.se_monte_carlo


def test_a_share_moves_its_own_offset_while_the_rest_is_held(live: Live, shop: Scenario) -> None:
    key, link = next((k, one) for k, one in shop.slice.links.items() if 0.03 < one.share.value < 0.1)
    wider = link.model_copy(update={"share": assumed(link.share.value * 1.2)})
    changed = replace(shop, slice=replace(shop.slice, links=FrozenMap({**shop.slice.links, key: wider})))
    position = live._base.at(changed)
    assert not position.settled
    lane = live._base.links.index(key)
    assert position.control.weight[0, 0, lane] > live._base.weight[0, 0, lane]
    others = [n for n in range(len(live._base.links)) if live._base.links[n] != key]
    starts = position.control.links[0]["start"]
    elsewhere = [n for n in others if starts[n] != starts[lane]]
    assert (position.control.weight[0, :, elsewhere] == live._base.weight[0, :, elsewhere]).all()
    walked = live._walks.upto(position.both(), live._drawn(position)[1], FIRST)
    assert walked.complete


def test_a_walk_that_nobody_waits_for_ends(live: Live, shop: Scenario) -> None:
    with pytest.raises(Stopped):
        live.ask(trait(shop, consent=0.77), SECOND, lambda: True)
    assert live.ask(trait(shop, consent=0.77), FIRST).pairs == 20_000


def test_a_pain_that_weighs_more_is_worth_more_to_solve() -> None:
    shop = mended()
    live = Live(shop, "arm-mended00", workers=2)
    pain = shop.slice.pains["card-form0000"].model_copy(update={"friction": assumed(0.8)})
    heavier = replace(shop, slice=replace(shop.slice, pains={"card-form0000": pain}))
    assert live.ask(heavier, SECOND).main.mean > live.base().main.mean > 0
    live.close()


def test_silence_against_silence_is_exactly_nothing() -> None:
    shop = nothing()
    live = Live(shop, "arm-same0000", workers=2)
    for answer in (live.base(), live.ask(trait(shop, consent=0.2))):
        assert (answer.main.mean, answer.main.low, answer.main.high) == (0.0, 0.0, 0.0)
    live.close()


def test_another_map_is_refused(live: Live, shop: Scenario) -> None:
    first = next(iter(shop.slice.links))
    fewer = FrozenMap({key: link for key, link in shop.slice.links.items() if key != first})
    with pytest.raises(Refused):
        live.ask(replace(shop, slice=replace(shop.slice, links=fewer)))
