"""T2: the exponential race takes options in proportion to their weights, and moves nobody between bystanders."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chisquare

from simulation.behaviour.choice import LEAVES, draw_luck, race
from simulation.behaviour.state import Traveller, new_traveller
from simulation.draws import stream_key
from simulation.plan import Plan
from tests.shop import busy_assembly


def _at_product() -> tuple[Plan, Traveller, slice]:
    """A traveller on the product card, which has the most links."""
    plan = busy_assembly().plan
    traveller = new_traveller(plan)
    card = int(np.argmax(plan.cards[0]["link_count"]))
    state = traveller.state[0]
    state["key_0"], state["key_1"] = stream_key(11, 0)
    state["card"] = card
    first = int(plan.cards[0, card]["link_first"])
    return plan, traveller, slice(first, first + int(plan.cards[0, card]["link_count"]))


def _weighted(plan: Plan, lanes: slice, weights: list[float]) -> Plan:
    weight = plan.weight.copy()
    weight[0, 0, lanes] = weights
    return plan._replace(weight=weight)


def test_frequencies_follow_the_weights() -> None:
    plan, traveller, lanes = _at_product()
    numbers = np.random.default_rng(5)
    count = lanes.stop - lanes.start
    forward = plan.links[0, lanes]["forward"] > 0
    assert forward.any()
    assert not forward.all()
    for _ in range(6):
        weights = list(np.exp(numbers.normal(0, 1.2, count)))
        ahead, leave = float(np.exp(numbers.normal())), float(np.exp(numbers.normal()))
        changed = _weighted(plan, lanes, weights)
        seen = np.zeros(count + 1)
        for visitor in range(4_000):
            traveller.state[0]["visitor"] = visitor
            draw_luck(changed, traveller)
            chosen = race(changed, traveller, ahead, leave)
            seen[count if chosen == LEAVES else chosen - lanes.start] += 1
        strength = np.array([*np.where(forward, ahead, 1.0) * weights, leave])
        assert chisquare(seen, strength / strength.sum() * 4_000).pvalue > 1e-4


@given(
    st.integers(0, 10**6),
    st.lists(st.floats(0.0, 5.0), min_size=7, max_size=7),
    st.integers(0, 8),
    st.floats(1.0, 50.0),
)
def test_raising_one_weight_moves_nobody_between_the_others(
    visitor: int, weights: list[float], raised: int, factor: float
) -> None:
    plan, traveller, lanes = _at_product()
    assert lanes.stop - lanes.start == 7
    traveller.state[0]["visitor"] = visitor
    before_plan = _weighted(plan, lanes, weights)
    draw_luck(before_plan, traveller)
    before = race(before_plan, traveller, 1.0, 0.7)
    if raised == 7:
        after = race(before_plan, traveller, 1.0, 0.7 * factor)
        assert after in {before, LEAVES}
    elif raised == 8:
        after = race(before_plan, traveller, factor, 0.7)
        ahead = {LEAVES: False} | {
            link: bool(plan.links[0, link]["forward"]) for link in range(lanes.start, lanes.stop)
        }
        assert after == before or (ahead[after] and not ahead[before])
    else:
        more = [weight * factor if n == raised else weight for n, weight in enumerate(weights)]
        after = race(_weighted(plan, lanes, more), traveller, 1.0, 0.7)
        assert after in {before, lanes.start + raised}


def test_a_link_without_weight_is_never_taken() -> None:
    plan, traveller, lanes = _at_product()
    nothing = _weighted(plan, lanes, [0.0] * (lanes.stop - lanes.start))
    for visitor in range(200):
        traveller.state[0]["visitor"] = visitor
        draw_luck(nothing, traveller)
        assert race(nothing, traveller, 1.0, 1e-6) == LEAVES
