"""Solving the offsets: kept on disk, the same for any number of workers, and honest when there is no answer."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from maps.model import Link
from personas.problems import Refused
from personas.provenance import assumed
from personas.records import FrozenMap
from simulation import compiled, offsets
from simulation.compile import Compiled, compile_scenario
from simulation.offsets import Stage
from simulation.plan import central, one_draw
from simulation.scenario import CardChange, Scenario
from simulation.sweep import measure
from tests.shop import LEAN, arm, busy_shop, solved_shop, with_arms

CARDS = [
    "article", "basket", "compare", "details", "home", "info", "landing", "list", "order", "payment", "product",
    "reviews", "search", "service",
]  # fmt: skip


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled, "cache_folder", lambda: tmp_path)


def _with_links(scenario: Scenario, links: Mapping[str, Link]) -> Scenario:
    return replace(scenario, slice=replace(scenario.slice, links={**scenario.slice.links, **links}))


def _compile(scenario: Scenario, **how: int) -> Compiled:
    return compile_scenario(scenario, schedule=LEAN, workers=how.get("workers", 2))


def test_the_answer_does_not_depend_on_workers(tmp_path: Path) -> None:
    one = _compile(busy_shop(), workers=1)
    for kept in tmp_path.rglob("*.npz"):
        kept.unlink()
    two = _compile(busy_shop(), workers=3)
    assert one.plan.weight.tobytes() == two.plan.weight.tobytes()
    assert one.calibration == two.calibration


def test_an_answer_is_kept_and_a_spoilt_one_is_solved_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = _compile(busy_shop())
    calls: list[int] = []

    def counted(*args: object, **how: object) -> object:
        calls.append(1)
        return measure(*args, **how)  # type: ignore[arg-type]  # passes on whatever it was given

    monkeypatch.setattr(offsets, "measure", counted)
    again = _compile(busy_shop())
    assert not calls
    assert again.plan.weight.tobytes() == first.plan.weight.tobytes()
    assert again.plan.world.tobytes() == first.plan.world.tobytes()
    assert again.calibration == first.calibration
    kept = next(tmp_path.rglob("*.npz"))
    kept.write_bytes(kept.read_bytes()[:100])
    assert _compile(busy_shop()).calibration == first.calibration
    assert calls


def test_weights_hold_in_all_arms_and_friction_leaves_them_alone() -> None:
    plan = solved_shop().plan
    assert np.array_equal(plan.weight[0], plan.weight[1])
    assert np.all((plan.weight > 0) == (plan.share > 0))


def test_a_changed_share_moves_its_own_card_only() -> None:
    key = next(key for key, link in busy_shop().slice.links.items() if link.share.value == 0.66)
    link = busy_shop().slice.links[key]
    point = link.from_touchpoint
    change = CardChange(shares=FrozenMap({key: assumed(0.60)}))
    solved = _compile(with_arms(arm("arm-changed0", {}, **{point: change})))
    plan = solved.plan
    here = plan.links[0]["start"] == solved.tables.cards.index(point)
    assert np.array_equal(plan.weight[0][:, ~here], plan.weight[1][:, ~here])
    assert not np.any(plan.weight[0][:, here] == plan.weight[1][:, here])
    changed = solved.tables.links.index(key)
    draw = one_draw(central(1, len(plan.techniques)), 0)
    only = plan._replace(
        arms=plan.arms[1:], cards=plan.cards[1:], links=plan.links[1:], share=plan.share[1:], weight=plan.weight[1:],
        entry=plan.entry[1:],
    )  # fmt: skip
    seen = measure(only, draw, seed=1, visitors=20_000, workers=2)
    views = (seen.views + seen.bounced)[:, plan.links[0]["start"][changed]].sum()
    assert seen.got[:, changed].sum() / views == pytest.approx(0.60, abs=0.003)


def test_shares_of_a_persona_come_back_for_that_persona() -> None:
    shop = busy_shop()
    key, link = next((key, link) for key, link in shop.slice.links.items() if link.share.value == 0.45)
    own = FrozenMap({"persona-thorough": assumed(0.30)})
    solved = _compile(_with_links(shop, {key: link.model_copy(update={"share_by_persona": own})}))
    plan = solved.plan
    index, persona = solved.tables.links.index(key), solved.tables.personas.index("persona-thorough")
    draw = one_draw(central(1, len(plan.techniques)), 0)
    seen = measure(plan._replace(arms=plan.arms[:1]), draw, seed=1, visitors=20_000, workers=2)
    start = plan.links[0]["start"][index]
    share = seen.got[:, index] / (seen.views + seen.bounced)[:, start]
    assert share[persona] == pytest.approx(0.30, abs=0.003)
    assert share[1 - persona] == pytest.approx(0.45, abs=0.003)


def test_a_known_bounce_rate_comes_out() -> None:
    shop = busy_shop()
    world = shop.slice.map.world.model_copy(update={"bounce_rate": assumed(0.46)})
    journey = shop.slice.map.model_copy(update={"world": world})
    solved = _compile(replace(shop, slice=replace(shop.slice, map=journey)))
    assert solved.calibration.ratios["bounce_rate"] == pytest.approx(0.46, rel=0.02)
    assert solved.calibration.constants["bounce"] > 0.22


def test_a_bounce_that_does_not_fit_names_its_card() -> None:
    shop = busy_shop()
    landing = [key for key, link in shop.slice.links.items() if link.from_touchpoint == "touchpoint-landing0"]
    tight = {key: shop.slice.links[key].model_copy(update={"share": assumed(0.98 / len(landing))}) for key in landing}
    with pytest.raises(Refused) as caught:
        _compile(_with_links(shop, tight))
    finding = caught.value.findings[0]
    assert finding.code == "bounce-misfit"
    assert finding.values["touchpoint"] == "landing"


def test_no_answer_without_convergence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(offsets, "MOST_SWEEPS", 2)
    with pytest.raises(Refused) as caught:
        compile_scenario(busy_shop(), schedule=(Stage(5_000, 1e-9),), workers=2)
    assert caught.value.findings[0].code == "not-converged"
    assert caught.value.findings[0].values["touchpoint"] in CARDS


def test_no_answer_when_orders_are_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(offsets, "_orders", lambda plan, _measured: (0.02 + 0 * len(plan.cards), 0.03))
    with pytest.raises(Refused) as caught:
        _compile(busy_shop())
    assert caught.value.findings[0].code == "orders-off"
    assert caught.value.findings[0].values["touchpoint"] in CARDS
