"""Before the first visit: what is seen in which order, what it does, and what it cannot do."""

from functools import cache

import numpy as np
import pytest

from personas.provenance import assumed
from personas.records import FrozenMap
from simulation.assembly.outside import drawn_only, passed
from simulation.behaviour.before import OUT_OF_ORDER
from simulation.compile import assemble
from simulation.engines.choose import run, trace
from simulation.measures.moments import PairedMoments
from simulation.measures.tallies import INDEX
from simulation.plan import AFTER_ORDER, BEFORE_VISIT, Plan, central
from simulation.policy.model import Condition, Segment
from simulation.scenario import Scenario
from simulation.traces import EXPOSURE, PASSED
from tests.beyond import journey, on, point, said, telling
from tests.shop import busy_assembly, strong

TOUCH, TELL, SELL = said("ad_touch", **on("video")), said("ad_tell", **on("friend")), said("ad_sell", **on("query"))
TURNED = ("ad_sell", "ad_tell", "ad_touch")


@cache
def _ordered() -> Scenario:
    """Touch, tell and sell in their order, against the same three the other way round."""
    wrong = [said(key, **on(card)) for key, card in zip(TURNED, ("video", "friend", "query"), strict=True)]
    return journey(telling("arm-inorder0", TOUCH, TELL, SELL), telling("arm-turned00", *wrong))


def _run(plan: Plan, visitors: int, strength: float) -> PairedMoments:
    return run(plan, strong(plan, strength=strength), seed=8, stream=0, first_visitor=0, visitors_per_draw=visitors)


def test_cards_outside_stand_behind_those_of_the_site() -> None:
    plan, inside = assemble(_ordered()).plan, busy_assembly().plan
    count = inside.cards.shape[1]
    assert list(plan.cards[0, count:]["outside"]) == [
        {"before": BEFORE_VISIT, "after": AFTER_ORDER}[kind]
        for kind in ("after", "before", "after", "after", "before", "before")
    ]
    for name in inside.cards.dtype.names or ():
        if name not in {"link_count", "link_first"}:
            assert np.array_equal(plan.cards[0, :count][name], inside.cards[0][name]), name
    assert np.array_equal(plan.weight[0, :, : inside.links.shape[1]], inside.weight[0])


def test_only_what_can_be_reached_takes_part() -> None:
    slice_ = _ordered().slice
    assert passed(slice_)[point("helpdesk")] == AFTER_ORDER
    assert drawn_only(slice_) == (point("lost"),)


def test_exposures_are_seen_by_the_drawn_shares() -> None:
    plan = assemble(_ordered()).plan
    names = list(assemble(_ordered()).tables.cards)
    rows = trace(plan, strong(plan, strength=0.0), arm=1, visitors=range(4_000), seed=8, stream=0)
    views = {
        name: float((rows["card"][rows["kind"] == PASSED] == names.index(point(name))).sum()) / 4_000
        for name in ("video", "friend", "query")
    }
    expected = {"video": 0.7, "friend": 0.3 + 0.7 * 0.3}
    expected["query"] = 0.7 * 0.5 + expected["friend"] * 0.6
    for name, share in expected.items():
        assert views[name] == pytest.approx(share, abs=3.3 * (share * (1 - share) / 4_000) ** 0.5), name
    seen = rows[rows["kind"] == EXPOSURE]
    assert np.array_equal(np.unique(seen["visitor"]), np.unique(rows["visitor"][rows["kind"] == PASSED]))
    assert not seen["time"].any()


def test_out_of_order_an_exposure_does_half() -> None:
    plan = assemble(_ordered()).plan
    draws = strong(plan, strength=0.4)
    rows = [trace(plan, draws, arm=a, visitors=range(400), seed=8, stream=0) for a in (1, 2)]
    right, wrong = (one["value"][one["kind"] == EXPOSURE] for one in rows)
    assert set(np.round(right, 6)) == {0.4, 0.4 * OUT_OF_ORDER}
    assert right.sum() > wrong.sum()
    first = [one[one["kind"] == EXPOSURE] for one in rows]
    for one, whole in zip(first, (True, False), strict=True):
        on_video = one[one["card"] == one["card"][np.argmin(one["rule"])]]
        assert np.allclose(on_video["value"], 0.4 if whole else 0.4 * OUT_OF_ORDER)


def test_the_order_makes_the_lift_and_nothing_makes_none() -> None:
    plan = assemble(_ordered()).plan
    silent = _run(plan, 3_000, 0.0)
    assert silent.total("exposures", 1) == silent.total("exposures", 2) > 3_000
    told = [INDEX[name] for name in ("exposures", "exposed", "message_cost")]
    for a in (1, 2):
        same = np.delete(silent.raw_first[0, :, a] - silent.raw_first[0, :, 0], told, axis=1)
        assert not same.any()
    loud = _run(plan, 12_000, 0.8)
    control, right, wrong = (loud.total("orders", a) for a in range(3))
    assert right > wrong > control


def test_what_is_primed_fades_like_any_message() -> None:
    plan = assemble(_ordered()).plan
    draws = strong(plan, strength=0.4)
    draws.structure["phi"] = 0.0
    moments = run(plan, draws, seed=8, stream=0, first_visitor=0, visitors_per_draw=2_000)
    assert moments.total("exposures", 1) > 0
    assert moments.total("orders", 1) == moments.total("orders", 0)


def test_nobody_is_known_before_the_first_visit() -> None:
    """A rule for a segment or for people in a buying mood says nothing there; one for unknown people speaks."""
    audiences = {"audience-unknown0": 1.0, "audience-buying00": 0.0}
    segment = Segment(title="phones", conditions=FrozenMap({"a": Condition(field="device", text="phone")}))
    arms = [
        telling("arm-segment0", said("ad_touch", segments=FrozenMap({"segment-phones00": True}))),
        *(
            telling(f"arm-aud{n:05d}", said("ad_touch", audiences=FrozenMap({key: True})))
            for n, key in enumerate(audiences)
        ),
    ]
    shop = journey(*arms)
    plan = assemble(Scenario(**{**vars(shop), "segments": {"segment-phones00": segment}})).plan
    moments = _run(plan, 300, 0.1)
    assert [moments.total("exposures", a) > 0 for a in range(1, 4)] == [False, True, False]


def test_caps_hold_outside_the_site() -> None:
    plan = assemble(journey(telling("arm-often000", said("ad_touch", cap_per_visit=2, cost=assumed(0.05))))).plan
    draws = central(1, len(plan.techniques))
    moments = run(plan, draws, seed=8, stream=0, first_visitor=0, visitors_per_draw=500)
    assert 500 < moments.total("exposures", 1) <= 1_000
    assert moments.total("exposed", 1) == 500
    assert moments.total("message_cost", 1) == pytest.approx(0.05 * moments.total("exposures", 1))
