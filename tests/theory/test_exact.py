"""T3 and T4: what follows exactly from the drawn shares is what the simulation returns."""

import numpy as np
import pytest

from simulation import theory
from simulation.compile import Compiled, assemble, compile_scenario
from simulation.engines.choose import run
from simulation.offsets import sweep
from simulation.plan import ORDER_GOAL, Plan, central, one_draw
from simulation.sweep import measure
from tests.shop import busy_shop

EXACT = 0.0210860122
"""Orders per visit of the reference shop, from its shares alone."""


def _reduced(spread: float) -> Plan:
    """The reference shop as a mixture of Markov chains: no history, one goal, one visit, no bounce."""
    shop = busy_shop()
    plan = assemble(shop, (shop.status_quo,)).plan
    world, personas = plan.world.copy(), plan.personas.copy()
    world["history"], world["bounce"], world["max_visits"] = 0.0, 0.0, 1
    personas["engagement_spread"], personas["intent_spread"] = 0.0, spread
    personas["goals"] = (0.0, 1.0, 0.0, 0.0)
    return plan._replace(world=world, personas=personas)


def _fixed_point(plan: Plan, tolerance: float) -> tuple[Plan, int]:
    none, every = np.zeros(plan.cards.shape[1], np.bool), np.ones(plan.cards.shape[1], np.bool)
    names = [""] * len(none)
    for count in range(100):
        weight, error = sweep(plan, theory.mixture(plan), names, none, every)
        if error < tolerance:
            return plan, count
        plan = plan._replace(weight=weight[None])
    pytest.fail("the sweep does not converge")


def _orders(plan: Plan) -> float:
    return float(theory.mixture(plan).views[:, plan.cards[0]["goal"] == ORDER_GOAL].sum() / 1e6)


@pytest.mark.parametrize(("spread", "bent"), [(0.3, 0.06), (1.0, 0.12), (1.5, 0.17)])
def test_t3_the_fixed_point_returns_the_drawn_map(spread: float, bent: float) -> None:
    plan = _reduced(spread)
    assert _orders(plan) > bent, "shares used as weights promise far too much"
    solved, sweeps = _fixed_point(plan, 1e-12)
    expected = theory.expected_views(theory.transition(solved), theory.entry_mix(solved))
    assert np.max(np.abs(theory.mixture(solved).views.sum(axis=0) / 1e6 - expected)) < 1e-6
    assert _orders(solved) == pytest.approx(EXACT, abs=1e-9)
    assert theory.orders_per_visit(solved) == pytest.approx(EXACT, abs=1e-9)
    assert sweeps < 40


def test_t3_the_engine_walks_the_same_chains() -> None:
    solved, _ = _fixed_point(_reduced(0.6), 1e-10)
    draw = one_draw(central(1, len(solved.techniques)), 0)
    exact = theory.mixture(solved)
    seen = measure(solved, draw, seed=21, visitors=60_000, workers=2)
    for mine, theirs in ((seen.views, exact.views), (seen.gone, exact.gone), (seen.got, exact.got)):
        mean = theirs / 1e6 * 60_000
        assert np.all(np.abs(mine - mean) < 5 * np.sqrt(3 * mean) + 3)


def test_reach_of_a_memoryless_visit() -> None:
    plan = _reduced(0.0)
    reach = theory.reach(plan)
    views = theory.expected_views(theory.transition(plan), theory.entry_mix(plan))
    order = plan.cards[0]["goal"] == ORDER_GOAL
    assert np.all(reach <= np.minimum(1, views) + 1e-12)
    assert reach[order] == pytest.approx(views[order])
    checkout = theory.phase_reach(plan, 4)
    basket = reach[plan.cards[0]["kind"] == 4].max()
    assert basket <= checkout < 0.2


@pytest.fixture(scope="module")
def solved() -> Compiled:
    return compile_scenario(busy_shop(), workers=2)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [101, 102, 103])
def test_t4_views_per_card_on_fresh_visitors(solved: Compiled, seed: int) -> None:
    """A million visitors who took no part in the calibration walk the drawn map."""
    plan = solved.plan
    silent = plan._replace(arms=plan.arms[:1])
    draw = one_draw(central(1, len(plan.techniques)), 0)
    batches = [
        measure(silent, draw, seed=seed, visitors=25_000, workers=2, first_visitor=25_000 * n) for n in range(40)
    ]
    views = np.array([(one.views + one.bounced).sum(axis=0) / one.visits.sum() for one in batches])
    expected = theory.expected_views(theory.transition(plan), theory.entry_mix(plan))
    error = views.std(axis=0, ddof=1) / np.sqrt(len(views))
    off = np.abs(views.mean(axis=0) - expected)
    assert np.all(off < np.maximum(0.015 * expected, 3 * error)), np.round(off / expected, 4)
    assert views.mean(axis=0).sum() == pytest.approx(expected.sum(), rel=0.005)
    got = sum(one.got.sum(axis=0) for one in batches)
    seen = sum((one.views + one.bounced).sum(axis=0) for one in batches)
    shares = got / seen[plan.links[0]["start"]]
    assert np.max(np.abs(shares - plan.personas["share"] @ plan.share[0])) < 0.004


def test_reality_checks(solved: Compiled) -> None:
    """The reference shop behaves as the published figures beside the model say (MODEL's appendix)."""
    report = solved.calibration
    assert report.orders_exact == pytest.approx(EXACT, rel=1e-3)
    assert report.orders_simulated == pytest.approx(EXACT, rel=0.02)
    assert report.max_share_error <= 0.0005
    assert 0.38 < report.ratios["bounce_rate"] < 0.48
    assert report.ratios["returning_over_new"] == pytest.approx(1.95, rel=0.05)
    assert report.ratios["desktop_over_phone"] == pytest.approx(1.65, rel=0.05)
    assert 1.3 < report.ratios["visits_per_visitor"] < 1.5
    plan = solved.plan
    silent = central(1, len(plan.techniques))
    moments = run(plan, silent, seed=77, stream=0, first_visitor=0, visitors_per_draw=60_000, workers=2)
    visits = moments.total("visits")
    assert moments.total("pages") / visits == pytest.approx(3.6, abs=0.1)
    assert moments.total("basket_visits") / visits == pytest.approx(0.082, abs=0.005)
    assert moments.total("converted") / moments.total("visitors") == pytest.approx(0.029, abs=0.003)
