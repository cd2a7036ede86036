"""Scenario → plan: identity, forward links, entry; and everything that is refused, by name."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from maps.model import Card, MapSlice, Pain, Touchpoint
from personas.problems import Refused
from personas.provenance import assumed
from personas.records import FrozenMap
from simulation.assembly import site
from simulation.assembly.checks import check
from simulation.compile import assemble, compile_scenario
from simulation.engines.choose import run
from simulation.measures.tallies import INDEX
from simulation.plan import central
from simulation.policy.model import Policy, Trigger
from simulation.scenario import Arm, CardChange, Scenario
from tests.shop import LEAN, arm, busy_assembly, busy_shop, rule, strong, with_arms


def _point(scenario: Scenario, key: str, **update: object) -> Scenario:
    points = {**scenario.slice.touchpoints, key: scenario.slice.touchpoints[key].model_copy(update=update)}
    return replace(scenario, slice=replace(scenario.slice, touchpoints=points))


def _with_rule(**fields: object) -> Scenario:
    technique = str(fields.pop("technique", "social_proof"))
    return with_arms(arm("arm-test0000", {"rule-test0000": rule(technique, **fields)}))  # type: ignore[arg-type]  # any field of a rule


def _policy(**fields: object) -> Scenario:
    policy = Policy(title="test", **fields)  # type: ignore[arg-type]  # any field of a policy
    return with_arms(Arm("arm-test0000", "test", policy, {}, policy.mode, {}))


def _mail() -> Scenario:
    late = rule("social_proof").model_copy(update={"trigger": Trigger(kind="after_abandonment")})
    return with_arms(arm("arm-test0000", {"rule-test0000": late}))


def _excluded() -> Scenario:
    shop = busy_shop()
    out = next(key for key, one in shop.audiences.items() if one.kind == "exclude")
    return _with_rule(audiences=FrozenMap({out: True}))


def _over_one() -> Scenario:
    shop = busy_shop()
    key = next(key for key, link in shop.slice.links.items() if link.share.value == 0.66)
    links = {**shop.slice.links, key: shop.slice.links[key].model_copy(update={"share": assumed(0.95)})}
    return replace(shop, slice=replace(shop.slice, links=links))


REFUSED: dict[str, Callable[[], Scenario]] = {
    "technique-unknown": lambda: _with_rule(technique="hypnosis"),
    "trigger-unfit": _mail,
    "rule-reaches-excluded": _excluded,
    "rule-untrue": lambda: _with_rule(truthful="no"),
    "desk-missing": lambda: _point(busy_shop(), "touchpoint-service0", desk="desk-test0000"),
    "shares-over-one": _over_one,
    "nothing-walked": lambda: replace(busy_shop(), slice=replace(busy_shop().slice, touchpoints={}, links={})),
    "no-conversion": lambda: _point(busy_shop(), "touchpoint-order000", goal="none", conversion=False),
    "nobody-travels": lambda: replace(busy_shop(), slice=replace(busy_shop().slice, personas={})),
    "pain-missing": lambda: with_arms(
        arm("arm-test0000", {}, **{"touchpoint-details0": CardChange(pains_removed=FrozenMap({"pain-missing0": True}))})
    ),
}  # fmt: skip


@pytest.mark.parametrize("code", REFUSED)
def test_what_cannot_be_simulated_is_refused_by_name(code: str) -> None:
    with pytest.raises(Refused) as caught:
        assemble(REFUSED[code]())
    finding = next(one for one in caught.value.findings if one.code == code)
    assert finding.message
    assert finding.mend
    assert finding.path


def test_no_entry_is_refused() -> None:
    shop = busy_shop()
    points = {key: one.model_copy(update={"entry": FrozenMap()}) for key, one in shop.slice.touchpoints.items()}
    found = check(replace(shop, slice=replace(shop.slice, touchpoints=points)))
    assert [one.code for one in found] == ["no-entry"], "said once, not once per arm"


@pytest.mark.parametrize("share", [None, 0.0])
def test_a_goal_that_nobody_can_reach_is_refused(share: float | None) -> None:
    """Without links, or with links that nobody takes, every arm would be an empty answer."""
    shop = busy_shop()
    none = (
        {}
        if share is None
        else {key: link.model_copy(update={"share": assumed(share)}) for key, link in shop.slice.links.items()}
    )
    with pytest.raises(Refused) as caught:
        compile_scenario(replace(shop, slice=replace(shop.slice, links=none)), schedule=LEAN)
    assert [(one.severity, one.code) for one in caught.value.findings] == [("error", "goal-out-of-reach")]


def test_a_goal_that_only_others_can_reach_is_refused_by_the_solver() -> None:
    """The way to the order is drawn for a persona who does not travel the map."""
    shop = busy_shop()
    last = {key: link for key, link in shop.slice.links.items() if link.to_touchpoint == "touchpoint-order000"}
    mine = FrozenMap({"persona-elsewhere": assumed(0.5)})
    only = {
        key: link.model_copy(update={"share": assumed(0.0), "share_by_persona": mine}) for key, link in last.items()
    }
    with pytest.raises(Refused) as caught:
        compile_scenario(replace(shop, slice=replace(shop.slice, links={**shop.slice.links, **only})), schedule=LEAN)
    assert [one.code for one in caught.value.findings] == ["goal-out-of-reach"]


def test_a_sound_shop_has_no_findings() -> None:
    assert check(busy_shop()) == ()


def test_forward_is_nearer_to_the_order_unless_the_map_says_otherwise() -> None:
    assembly = busy_assembly()
    names = assembly.tables.cards
    links = assembly.plan.links[0]
    forward = {(names[link["start"]][11:], names[link["end"]][11:]): bool(link["forward"]) for link in links}
    assert forward["product0", "basket00"]
    assert forward["landing0", "product0"]
    assert not forward["basket00", "product0"]
    assert not forward["list0000", "list0000"]
    shop = busy_shop()
    key = next(key for key, link in shop.slice.links.items() if link.share.value == 0.062)
    aside = {**shop.slice.links, key: shop.slice.links[key].model_copy(update={"direction": "sideways"})}
    plan = assemble(replace(shop, slice=replace(shop.slice, links=aside))).plan
    assert not plan.links[0, assembly.tables.links.index(key)]["forward"]


def test_cards_outside_the_visit_are_drawn_and_not_walked() -> None:
    shop = busy_shop()
    parcel = Touchpoint(map="map-referenc", stage=next(iter(shop.slice.stages)), title="Parcel", page="none")
    wider = replace(
        shop, slice=replace(shop.slice, touchpoints={**shop.slice.touchpoints, "touchpoint-parcel00": parcel})
    )
    assert "touchpoint-parcel00" not in assemble(wider).tables.cards
    assert compile_scenario(wider, schedule=LEAN).outside == ("touchpoint-parcel00",)


def test_a_copy_of_the_map_keeps_everybodys_luck() -> None:
    """An arm on a copied map, all ids new: the same visitors, the same events, no difference at all."""
    shop = busy_shop()
    points = {f"touchpoint-c{n:07d}": key for n, key in enumerate(reversed(list(shop.slice.touchpoints)))}
    back = {old: new for new, old in points.items()}
    copied = replace(
        shop.slice,
        id="map-copy0000",
        touchpoints={
            new: shop.slice.touchpoints[old].model_copy(update={"based_on": old}) for new, old in points.items()
        },
        links={
            f"link-c{n:07d}": link.model_copy(
                update={
                    "based_on": key,
                    "from_touchpoint": back[link.from_touchpoint],
                    "to_touchpoint": back[link.to_touchpoint],
                }
            )
            for n, (key, link) in enumerate(reversed(list(shop.slice.links.items())))
        },
    )
    twin = replace(arm("arm-copy0000", {}), map=copied)
    assembly = assemble(with_arms(twin))
    assert assembly.tables.cards == busy_assembly().tables.cards
    assert assembly.plan.arms[1]["twin"] == 1
    moments = run(
        assembly.plan, strong(assembly.plan), seed=1, stream=0, first_visitor=0, visitors_per_draw=500, lazy=False
    )
    assert np.array_equal(moments.raw_first[:, :, 0], moments.raw_first[:, :, 1])


def _painful(slice_: MapSlice, severities: dict[str, int], map_id: str) -> MapSlice:
    """The slice with one pain point of the given severity on each of these touchpoints."""
    lane, stage = f"lane-{map_id[4:]}", next(iter(slice_.stages))
    cards = {
        f"card-{map_id[4:11]}{n}": Card(map=map_id, lane=lane, stage=stage, touchpoint=point)
        for n, point in enumerate(severities)
    }
    pains = {key: Pain(card=key, severity=severity) for key, severity in zip(cards, severities.values(), strict=True)}
    return replace(slice_, id=map_id, cards=cards, pains=pains)


def test_a_map_without_a_pain_point_has_its_friction_taken_away() -> None:
    today = _painful(busy_shop().slice, {"touchpoint-details0": 4, "touchpoint-basket00": 3}, "map-today000")
    copy = _painful(today, {"touchpoint-basket00": 3, "touchpoint-payment0": 2}, "map-tobe0000")
    base = replace(busy_shop(), slice=today)
    assembly = assemble(with_arms(replace(arm("arm-tobe0000", {}), map=copy), arm("arm-same0000", {}), base=base))
    friction = {
        name[11:]: round(float(value), 9)
        for name, value in zip(assembly.tables.cards, assembly.plan.pains[1, 0]["friction"], strict=True)
        if value
    }
    assert friction == {"details0": -0.35, "payment0": 0.10}, "gone, and new; what stays as it was changes nothing"
    assert not assembly.plan.pains[0]["friction"].any()
    assert not assembly.plan.pains[2]["friction"].any()
    assert [int(row["twin"]) for row in assembly.plan.arms] == [0, 0, 1]


def test_original_follows_copies_and_ends_in_circles() -> None:
    assert site.original("c", {"c": "b", "b": "a", "a": None}) == "a"
    assert site.original("c", {"c": "gone"}) == "gone"
    assert site.original("a", {"a": "b", "b": "a"}) in {"a", "b"}


def test_removing_a_pain_point_keeps_visitors() -> None:
    shop = busy_shop()
    pains = {"card-pain0000": Pain(card="card-pain0000", severity=5)}
    base = replace(shop, slice=replace(shop.slice, pains=pains), pain_cards={"pain-form0000": "card-pain0000"})
    change = CardChange(pains_removed=FrozenMap({"pain-form0000": True}))
    solved = compile_scenario(
        with_arms(arm("arm-mended00", {}, **{"touchpoint-details0": change}), base=base), schedule=LEAN
    )
    plan = solved.plan
    assert plan.pains[1]["friction"].min() == -0.5
    assert np.array_equal(plan.weight[0], plan.weight[1]), "friction never re-solves"
    assert plan.arms[1]["twin"] == 0
    moments = run(plan, central(1, len(plan.techniques)), seed=1, stream=0, first_visitor=0, visitors_per_draw=20_000)
    lift = moments.total("orders", 1) / moments.total("orders", 0) - 1
    assert 0.05 < lift < 0.25


def test_a_pain_point_of_one_persona_is_solved_for_her_alone() -> None:
    shop = busy_shop()
    her = "persona-thorough"
    card = Card(
        map="map-test0000", lane="lane-test0000", stage=next(iter(shop.slice.stages)), touchpoint="touchpoint-details0",
        personas=FrozenMap({her: True}),
    )  # fmt: skip
    slice_ = replace(shop.slice, cards={"card-pain0000": card}, pains={"card-pain0000": Pain(card="card-pain0000")})
    change = CardChange(pains_removed=FrozenMap({"pain-form0000": True}))
    mended = arm("arm-mended00", {}, **{"touchpoint-details0": change})
    base = replace(shop, slice=slice_, pain_cards={"pain-form0000": "card-pain0000"})
    compiled = compile_scenario(with_arms(mended, base=base), schedule=LEAN)
    plan, at = compiled.plan, compiled.tables.personas.index(her)
    friction = plan.pains[1]["friction"]
    assert friction[at].min() == -0.20
    assert not np.delete(friction, at, axis=0).any()
    moments = run(plan, central(1, len(plan.techniques)), seed=1, stream=0, first_visitor=0, visitors_per_draw=20_000)
    hers = np.unique(plan.group[at])
    rest = np.setdiff1d(plan.group, hers)
    lives = moments.raw_first[0]
    orders = lives[:, :, INDEX["orders"]]
    assert orders[hers, 1].sum() > orders[hers, 0].sum() > 0
    assert np.array_equal(lives[rest, 1], lives[rest, 0]), "the others live as they did"
    assert lives[rest].any()


def test_entry_by_channel_and_on_return() -> None:
    shop = busy_shop()
    home = _point(shop, "touchpoint-home0000", entry=FrozenMap({"ads": 1.0}), entry_return=FrozenMap({"all": 5.0}))
    assembly = assemble(_point(home, "touchpoint-landing0", entry=FrozenMap({"mail": 2.0, "ads": 1.0})))
    assert assembly.tables.channels == ("ads", "mail")
    shares = np.diff(assembly.plan.entry[0], axis=-1, prepend=0.0)
    home_card = assembly.tables.cards.index("touchpoint-home0000")
    others = 0.12 + 0.19 + 0.22
    assert shares[0, 0, home_card] == pytest.approx(1 / (2 + others))
    assert shares[1, 0, home_card] == 0
    assert shares[1, 1, home_card] == pytest.approx(5 / (7 + others))
    assert assembly.plan.channels[:, -1] == pytest.approx([1, 1])
