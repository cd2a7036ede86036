"""A life that is copied into another arm is the life that would have been lived there."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from simulation.compile import assemble
from simulation.engines import choose
from simulation.engines.alike import alike
from simulation.engines.pieces import ARRAYS
from simulation.plan import Plan
from tests.shop import arm, busy_rules, rule, strong, with_arms


@cache
def _plan() -> Plan:
    """Two arms that speak, two that say nothing and have other cards."""
    seldom = {"rule-seldom00": rule("scarcity", "nth_view")}
    changed = (arm("arm-changed0", {}), arm("arm-changed1", {}))
    plan = assemble(with_arms(arm("arm-busy0000", busy_rules()), arm("arm-seldom00", seldom), *changed)).plan
    cards, pains, weight = plan.cards, plan.pains.copy(), plan.weight.copy()
    product = int(np.flatnonzero(cards[0]["focus"] == 1)[0])
    basket = int(np.flatnonzero(cards[0]["focus"] == 3)[0])
    pains[3, :, basket]["friction"] = -0.4
    links = np.flatnonzero(plan.links[0]["start"] == product)
    weight[4][:, links] *= 1.3
    return plan._replace(pains=pains, weight=weight)


def _same(plan: Plan, seed: int, visitors: int = 1_500) -> None:
    draws = strong(plan)
    asked = {"seed": seed, "stream": 0, "first_visitor": 0, "visitors_per_draw": visitors, "workers": 1}
    lived = choose.run(plan, draws, lazy=False, **asked)  # type: ignore[arg-type]  # a table of keywords
    copied = choose.run(plan, draws, lazy=True, **asked)  # type: ignore[arg-type]
    for name in ARRAYS:
        assert np.array_equal(getattr(lived, name), getattr(copied, name)), name
    assert lived.flips.sum() > 0


def test_what_may_be_copied() -> None:
    found = alike(_plan())
    assert found.order.tolist() == [1, 2, 0, 3, 4]
    assert found.silent.tolist() == [0, 1, 1, 0, 0]
    assert found.unseen.tolist() == [1, 1, 1, 0, 0]
    assert found.cards_only.tolist() == [0, 0, 0, 1, 1]
    assert [(row >= 0).sum() for row in found.changed] == [0, 0, 0, 1, 1]
    assert not np.any(alike(_plan(), lazy=False).silent)


@pytest.mark.parametrize("seed", [1, 2])
def test_a_copied_life_is_the_life_that_would_have_been_lived(seed: int) -> None:
    _same(_plan(), seed)


@pytest.mark.parametrize(
    ("table", "field", "value"),
    [("arms", "exclude_customers", 1), ("arms", "mode", 1), ("arms", "page_points", 2.0), ("world", "bounce", 0.6)],
)
def test_where_arms_differ_in_more_less_is_copied(table: str, field: str, value: float) -> None:
    plan = _plan()
    changed = getattr(plan, table).copy()
    changed[field][-1 if table == "world" else [1, 3]] = value
    _same(plan._replace(**{table: changed}), 3)


def test_other_excluded_channels_and_other_entries_are_lived() -> None:
    plan = _plan()
    excluded, entry = plan.excluded.copy(), plan.entry.copy()
    excluded[1, 0] = 1 - excluded[1, 0]
    entry[3] = entry[3][..., ::-1].cumsum(axis=-1) / np.maximum(1e-9, entry[3].sum(axis=-1, keepdims=True))
    _same(plan._replace(excluded=excluded, entry=entry), 4)


def test_a_control_that_speaks() -> None:
    shop = with_arms(arm("arm-busy0000", busy_rules()), arm("arm-changed0", {}))
    control = replace(shop.arms[1], id="arm-control9")
    _same(assemble(replace(shop, arms=(control, *shop.arms[1:]))).plan, 5)
