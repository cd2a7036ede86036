"""What is said between visits: judged with the luck of coming back, never sent to who must be left alone."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest

from personas.provenance import assumed
from personas.records import FrozenMap
from simulation import traces
from simulation.behaviour.contact import NEVER, between, chance, timing
from simulation.behaviour.state import Traveller, new_traveller
from simulation.behaviour.visitor import begin_visit, begin_visitor
from simulation.compile import assemble
from simulation.draws import stream_key
from simulation.engines.choose import run, trace
from simulation.evidence.contact_shop import contact_shop
from simulation.measures.moments import PairedMoments
from simulation.measures.tallies import INDEX, TALLIES
from simulation.plan import AFTER_ABANDONMENT, TRUE_PHASE, ParameterDraws, Plan, central, one_draw
from simulation.policy.catalogue import TECHNIQUES
from simulation.policy.model import Audience, Condition, Rule, Segment, Trigger
from simulation.scenario import Scenario
from tests.shop import arm, rule

DAY = 86_400_000
HOUR = 3_600_000


def mail(technique: str, hours: float = 24.0, kind: str = "scheduled", **fields: Any) -> Rule:
    """A rule that speaks between visits."""
    trigger = Trigger.model_validate({"kind": kind, "delay_hours": hours})
    return rule(technique).model_copy(update={"trigger": trigger, "cap_per_visit": 1, **fields})


def basket_mail(hours: float = 24.0, **fields: Any) -> Rule:
    """A mail about a basket left behind."""
    return mail("basket_mail", hours, "after_abandonment", **fields)


def shop(*arms: Sequence[Rule], traits: dict[str, float] | None = None, **fields: Any) -> Scenario:
    """The shop with everybody within reach, a silent control and these arms; personas with these traits."""
    base = contact_shop(())
    update = {key: assumed(value) for key, value in (traits or {}).items()}
    personas = {
        key: one.model_copy(update={"traits": one.traits.model_copy(update=update)})
        for key, one in base.slice.personas.items()
    }
    made = [
        arm(f"arm-mails{n:03d}", {f"rule-mails{n:03d}{k}": one for k, one in enumerate(rules)})
        for n, rules in enumerate(arms)
    ]
    return replace(base, slice=replace(base.slice, personas=personas), arms=(base.arms[0], *made), **fields)


def strengths(plan: Plan, **given: float) -> ParameterDraws:
    """One draw with these strengths, all others zero."""
    draws = central(1, len(plan.techniques))
    for key, value in given.items():
        draws.strength[:, TECHNIQUES.index(key)] = value
    return draws


def live(plan: Plan, draws: ParameterDraws, visitors: int = 6_000) -> PairedMoments:
    """So many visitors in all arms, nobody copied."""
    return run(plan, draws, seed=5, stream=0, first_visitor=0, visitors_per_draw=visitors, workers=2, lazy=False)


def total(moments: PairedMoments, name: str, place: int = 1) -> float:
    return float(moments.raw_first[:, :, place, INDEX[name]].sum())


@cache
def several() -> Plan:
    """An arm with a basket mail after a day, one with a nurturing series of three, one with everything."""
    everything = (
        basket_mail(), basket_mail(1.0), mail("push_message", 30.0), mail("retargeting", 5.0), mail("birthday_offer"),
        mail("nurture_mail", 48.0), rule("newsletter"), mail("welcome_mail", 0.0),
    )  # fmt: skip
    series = [mail("nurture_mail", hours) for hours in (20.0, 60.0, 200.0)]
    return assemble(shop((basket_mail(),), series, everything, traits={"reachable": 0.5, "login": 0.5})).plan


def test_the_effect_of_a_delay_goes_through_its_points() -> None:
    for hours, height in ((0.0, -0.5), (0.5, -0.5), (6, 0.0), (24, 1.0), (48, 1.0), (72, 1.0), (336, 0.0), (900, 0.0)):
        assert timing(hours) == pytest.approx(height, abs=1e-12)
    # Linear in the logarithm: the geometric mean of two delays does what the mean of the two does.
    for early, late in ((0.5, 6), (6, 24), (72, 336)):
        assert timing(math.sqrt(early * late)) == pytest.approx((timing(early) + timing(late)) / 2)


def test_a_mail_without_effect_changes_nobody_though_baskets_are_recovered() -> None:
    plan = several()
    moments = live(plan, strengths(plan), 20_000)
    said = {"contacts", "contacted", "baskets_mailed", "baskets_recovered", "messages", "messaged", "off_phase"}
    for place in range(1, len(plan.arms)):
        assert total(moments, "contacts", place) > 500
        for name in set(TALLIES) - said:
            assert total(moments, name, place) == total(moments, name, 0), name
    assert moments.flips.sum() == 0
    assert total(moments, "baskets_recovered") / total(moments, "baskets_mailed") > 0.005


def test_a_contact_that_helps_only_adds_visits_and_one_that_harms_only_takes_them() -> None:
    plan = assemble(shop((mail("push_message"),), (basket_mail(0.4),), (basket_mail(30.0),))).plan
    plan.world["max_visits"] = 2
    draws = strengths(plan, push_message=0.7, basket_mail=0.7)
    back = []
    for place in range(4):
        events = trace(plan, draws, arm=place, visitors=range(3_000), seed=3, stream=0)
        visits = events[(events["kind"] == traces.VISIT) & (events["visit"] == 1)]
        back.append({int(row["visitor"]): int(row["time"]) for row in visits})
    assert set(back[0]) < set(back[1])
    assert set(back[2]) < set(back[0])
    assert set(back[0]) < set(back[3])
    for other in back[1:]:
        assert all(other[who] == when for who, when in back[0].items() if who in other)


def _left(plan: Plan, place: int) -> Traveller:
    """Somebody who has just left in this arm with a filled basket, whom nothing keeps out of reach."""
    traveller = new_traveller(plan)
    begin_visitor(plan, traveller, *stream_key(1, 0), 7, place)
    me = traveller.state
    me["reachable"], me["consent"], me["login"] = 1, 1, 1
    begin_visit(plan, traveller, 0)
    me["basket"], me["clock"], me["all_pages"], me["pages"] = 0, 60_000, 4, 4
    return traveller


def _comes(plan: Plan, place: int, u: float, odds: float, natural: float, **given: float) -> tuple[float, int]:
    traveller = _left(plan, place)
    draw = one_draw(strengths(plan, **given), 0)
    found = between(plan, draw, traveller, u, odds, natural if u < chance(odds) else NEVER)
    return found, int(traveller.state["arrived_by"][0])


def test_whoever_comes_is_who_the_logistic_says() -> None:
    both_kinds = [basket_mail(24.0), mail("push_message", 30.0)]
    plan = assemble(shop((basket_mail(24.0),), (basket_mail(0.5),), both_kinds)).plan
    odds, beta, natural = -0.9, 0.8, 5.0 * DAY
    before, helped, harmed = chance(odds), chance(odds + beta), chance(odds - 0.5 * beta)
    both = chance(odds + beta + 0.3)
    for u in np.linspace(0.001, 0.999, 333):
        late, by = _comes(plan, 1, u, odds, natural, basket_mail=beta)
        assert (late >= 0) == (u < helped)
        assert (by >= 0) == (before <= u < helped)
        assert (late == natural) == (u < before)
        assert (_comes(plan, 2, u, odds, natural, basket_mail=beta)[0] >= 0) == (u < harmed)
        # The second of two is judged on the odds that the first one left, and not sent to who is back by then.
        late, by = _comes(plan, 3, u, odds, natural, basket_mail=beta, push_message=0.3)
        assert (late >= 0) == (u < both)
        assert (by >= 0) == (before <= u < both)
        assert (by == plan.contacts[3]) == (helped <= u < both)
    # Whoever is back before it is due is not written to.
    between_both = (harmed + before) / 2
    assert _comes(plan, 2, between_both, odds, 0.4 * HOUR, basket_mail=beta)[0] == 0.4 * HOUR
    assert _comes(plan, 2, between_both, odds, 0.6 * HOUR, basket_mail=beta)[0] == NEVER


def test_a_mail_within_the_hour_harms_and_one_a_day_later_helps() -> None:
    """MODEL, appendix: strength .4, three in ten within reach: +1.7% and -.8%; here everybody is."""
    plan = assemble(shop((basket_mail(24.0),), (basket_mail(0.5),))).plan
    moments = live(plan, strengths(plan, basket_mail=0.4), 100_000)
    late, soon = (total(moments, "orders", a) / total(moments, "orders", 0) - 1 for a in (1, 2))
    assert 0.011 < 0.3 * late < 0.025
    assert -0.014 < 0.3 * soon < -0.004
    # The share of mailed baskets that order tells nothing: it is as high where the mail harms.
    gross = [total(moments, "baskets_recovered", a) / total(moments, "baskets_mailed", a) for a in (1, 2)]
    assert gross[1] > 0.9 * gross[0] > 0


def test_caps_hold_over_visits_and_a_series_tires() -> None:
    capped = [mail("push_message", 5.0, cap_per_visitor=1)]
    rested = [mail("push_message", 5.0, cooldown_pages=1_000)]
    plan = assemble(shop([mail("push_message", 5.0)], capped, rested)).plan
    moments = live(plan, strengths(plan, push_message=1.0))
    assert total(moments, "contacts", 1) > 1.1 * total(moments, "contacted", 1)
    for place in (2, 3):
        assert total(moments, "contacts", place) == total(moments, "contacted", place) > 0
    advertised = assemble(shop([mail("ad_touch", 5.0)], [mail("ad_touch", 5.0, cooldown_pages=1_000)])).plan
    seen = live(advertised, strengths(advertised))
    assert total(seen, "exposures", 1) > 1.1 * total(seen, "exposed", 1)
    assert total(seen, "exposures", 2) == total(seen, "exposed", 2) > 0
    plan = several()
    events = trace(plan, strengths(plan, nurture_mail=0.8), arm=2, visitors=range(400), seed=1, stream=0)
    sent = events[events["kind"] == traces.CONTACT]
    assert {round(float(value), 6) for value in sent["value"]} == {0.8, 0.6, 0.45}


def test_who_turned_around_at_once_is_judged_by_himself() -> None:
    """The true phase of whoever left before it was known on any page is his own, not that of who came before him."""
    plan = assemble(shop([mail("push_message", 1.0, phases=FrozenMap({"phase-browse00": True}))])).plan
    plan.arms["mode"] = TRUE_PHASE
    plan.world["bounce"] = 0.6
    many = range(250)
    together = trace(plan, strengths(plan), arm=1, visitors=many, seed=1, stream=0)
    alone = [trace(plan, strengths(plan), arm=1, visitors=range(n, n + 1), seed=1, stream=0) for n in many]
    assert (together["kind"] == traces.CONTACT).sum() > 50
    assert np.array_equal(together, np.concatenate(alone))


def _shut(base: Scenario) -> Scenario:
    """The same shop; everybody comes by a channel that must be left alone."""
    left = Audience(title="exclude", kind="exclude", channels=FrozenMap({"facebook": True}), customers=False)
    points = {
        key: point.model_copy(update={"entry": FrozenMap({"facebook": w} if (w := sum(point.entry.values())) else {})})
        for key, point in base.slice.touchpoints.items()
    }
    audiences = {**base.audiences, "audience-exclude0": left}
    return replace(base, audiences=audiences, slice=replace(base.slice, touchpoints=points))


@pytest.mark.parametrize("why", ["consent", "customer", "channel", "reach", "silent"])
def test_who_must_be_left_alone_hears_nothing(why: str) -> None:
    rules = [mail(key, 1.0) for key in ("push_message", "nurture_mail", "birthday_offer", "welcome_mail")]
    rules.append(basket_mail(1.0))
    if why != "reach":
        rules.append(mail("retargeting", 1.0))
    traits = {
        "consent": {"consent": 0.0}, "customer": {"customer_share": 1.0}, "reach": {"reachable": 0.0, "login": 0.0},
    }.get(why, {})  # fmt: skip
    base = shop(rules, traits=traits)
    plan = assemble(_shut(base) if why == "channel" else base).plan
    place = 0 if why == "silent" else 1
    assert plan.arms["contact_count"][1] == len(rules)
    moments = live(plan, strengths(plan, push_message=1.0, basket_mail=1.0), 3_000)
    assert total(moments, "return_visits", place) > 300
    assert total(moments, "contacts", place) == 0


def test_a_rule_writes_only_to_whom_it_is_for() -> None:
    phones = Segment(title="phones", conditions=FrozenMap({"a": Condition(field="device", text="phone")}))
    score = Condition(field="lead_score", test="at_least", number=9.0)
    keen = Segment(title="keen", conditions=FrozenMap({"a": score}))
    only: tuple[dict[str, Any], ...] = (
        {}, {"segments": FrozenMap({"segment-phones00": True})}, {"segments": FrozenMap({"segment-keen0000": True})},
        {"audiences": FrozenMap({"audience-buying00": True})},
        {"touchpoints": FrozenMap({"touchpoint-payment0": True})},
    )  # fmt: skip
    rules = [[mail("push_message", **one)] for one in only]
    compiled = assemble(
        shop(*rules, [mail("retargeting")], segments={"segment-phones00": phones, "segment-keen0000": keen})
    )
    plan, draws = compiled.plan, central(1, len(compiled.plan.techniques))
    told = []
    for place in range(1, 7):
        events = trace(plan, draws, arm=place, visitors=range(1_500), seed=1, stream=0)
        told.append((events, events[events["kind"] == traces.CONTACT]))
    assert all(0 < len(sent) < len(told[0][1]) for _, sent in told[1:])
    assert set(told[0][1]["device"]) == {0, 1}
    assert set(told[1][1]["device"]) == {1}
    assert {compiled.tables.cards[card] for card in told[4][1]["card"]} == {"touchpoint-payment0"}
    events, sent = told[5]
    product = plan.cards[0]["focus"][events["card"]] == 1
    assert set(sent["visitor"]) <= set(events["visitor"][(events["kind"] == traces.VIEW) & product])


def test_a_promised_discount_costs_on_every_order_that_uses_it() -> None:
    plan = assemble(shop((basket_mail(2.0, discount=assumed(0.1), cost=assumed(0.05)),))).plan
    n = 20_000
    moments = live(plan, strengths(plan), n)
    assert total(moments, "orders", 1) == total(moments, "orders", 0)
    off = total(moments, "discount_cost", 1)
    assert off > 0
    assert total(moments, "revenue", 1) + off == total(moments, "revenue", 0)
    assert total(moments, "message_cost", 1) == 5_000 * total(moments, "contacts", 1)
    cost = total(moments, "message_cost", 1) / 1_000
    assert total(moments, "margin", 0) - total(moments, "margin", 1) == off + cost
    events = trace(plan, strengths(plan), arm=1, visitors=range(n), seed=5, stream=0)
    mailed: set[int] = set()
    for row in events[np.isin(events["kind"], (traces.CONTACT, traces.ORDER))]:
        who = int(row["visitor"])
        if row["kind"] == traces.CONTACT:
            mailed.add(who)
        else:
            full = row["value"] + row["discount"]
            assert row["discount"] == (math.floor(0.1 * full + 0.5) if who in mailed else 0)


def test_an_offer_gets_an_address_as_often_as_it_says_and_pushes_nobody() -> None:
    offer = rule("newsletter", cap_per_visit=1, cap_per_visitor=1, discount=assumed(0.2))
    plan = assemble(shop((offer,), traits={"reachable": 0.0})).plan
    draws = strengths(plan, newsletter=0.3)
    events, silent = (trace(plan, draws, arm=a, visitors=range(4_000), seed=2, stream=0) for a in (1, 0))
    signed = events[events["kind"] == traces.SIGN_UP]
    shown = int((events["kind"] == traces.MESSAGE).sum())
    assert shown > 1_000
    assert signed["value"] == pytest.approx(0.3)
    assert abs(len(signed) - 0.3 * shown) < 3.3 * math.sqrt(0.21 * shown)
    for kind in (traces.VISIT, traces.VIEW, traces.CHOICE, traces.LEAVE, traces.ORDER):
        assert (events["kind"] == kind).sum() == (silent["kind"] == kind).sum()
    # The discount that was promised is taken by those who signed up before they ordered, and by nobody else.
    known = {int(row["visitor"]): int(row["time"]) for row in signed}
    orders = events[events["kind"] == traces.ORDER]
    using = [known.get(int(row["visitor"]), math.inf) <= row["time"] for row in orders]
    assert 0 < sum(using) < len(orders)
    assert [row["discount"] > 0 for row in orders] == using


def test_a_welcome_mail_goes_to_who_signed_up_and_counts_from_there() -> None:
    rules = [rule("newsletter", cap_per_visit=1), mail("welcome_mail", 10.0), mail("nurture_mail", 30.0)]
    plan = assemble(shop(rules, traits={"reachable": 0.0})).plan
    events = trace(plan, strengths(plan, newsletter=0.4), arm=1, visitors=range(2_000), seed=4, stream=0)
    signed = {int(row["visitor"]): int(row["time"]) for row in events if row["kind"] == traces.SIGN_UP}
    late = {int(rule_number): int(plan.rules["delay"][rule_number]) for rule_number in plan.contacts}
    assert sorted(late.values()) == [10 * HOUR, 30 * HOUR]
    sent = [row for row in events if row["kind"] == traces.CONTACT]
    assert len(sent) > 300
    assert len({(int(row["visitor"]), int(row["rule"])) for row in sent}) == len(sent)
    after = np.array([int(row["time"]) - signed[int(row["visitor"])] - late[int(row["rule"])] for row in sent])
    # One that falls due during a visit waits for its end.
    assert (after >= 0).all()
    assert np.mean(after == 0) > 0.98


def test_a_birthday_offer_comes_on_the_birthday() -> None:
    plan = assemble(shop((mail("birthday_offer", 0.0),))).plan
    n = 6_000
    events = trace(plan, strengths(plan), arm=1, visitors=range(n), seed=4, stream=0)
    sent = events[events["kind"] == traces.CONTACT]
    assert len(set(sent["visitor"])) == len(sent)
    # One birthday in twelve falls into the thirty days; a few have ordered by then and are followed no more.
    assert abs(len(sent) - 0.98 * n * 30 / 365.25) < 0.03 * n * 30 / 365.25 + 3.3 * math.sqrt(n * 0.08)
    assert np.ptp(sent["time"]) > 25 * DAY


def test_who_is_brought_starts_where_the_rule_leads_and_is_known_by_it() -> None:
    base = shop((basket_mail(20.0, landing="touchpoint-basket00"),), [mail("push_message", 9.0)])
    points = dict(base.slice.touchpoints)
    key = "touchpoint-landing0"
    points[key] = points[key].model_copy(update={"entry": FrozenMap({"email": 0.05, "search": 0.3})})
    compiled = assemble(replace(base, slice=replace(base.slice, touchpoints=points)))
    plan, tables = compiled.plan, compiled.tables
    draws = strengths(plan, basket_mail=2.0, push_message=1.0)
    brought = []
    for place in (1, 2):
        events = trace(plan, draws, arm=place, visitors=range(3_000), seed=1, stream=0)
        brought.append(events[(events["kind"] == traces.VISIT) & (events["rule"] >= 0)])
        assert len(brought[-1]) > 20
    assert {tables.cards[card] for card in brought[0]["card"]} == {"touchpoint-basket00"}
    assert {tables.channels[channel] for channel in brought[0]["channel"]} == {"email"}
    assert len(set(brought[1]["card"])) > 2
    assert set(brought[1]["channel"]) == {0, 1}


def test_what_is_counted_can_be_counted_again_from_the_events() -> None:
    plan = several()
    draws = strengths(plan, basket_mail=1.0, nurture_mail=0.5, push_message=0.5, newsletter=0.3, welcome_mail=0.5)
    n = 3_000
    moments = live(plan, draws, n)
    for place in range(len(plan.arms)):
        events = trace(plan, draws, arm=place, visitors=range(n), seed=5, stream=0)
        sent, visits = events[events["kind"] == traces.CONTACT], events[events["kind"] == traces.VISIT]
        assert total(moments, "contacts", place) == len(sent)
        assert total(moments, "contacted", place) == len(set(sent["visitor"]))
        assert total(moments, "contact_returns", place) == (visits["rule"] >= 0).sum()
        assert total(moments, "subscribers", place) == len(set(events["visitor"][events["kind"] == traces.SIGN_UP]))
        about = sent[plan.rules["trigger"][sent["rule"]] == AFTER_ABANDONMENT]
        mailed = {(int(row["visitor"]), int(row["visit"])) for row in about}
        ordered = {(int(row["visitor"]), int(row["visit"]) - 1) for row in events if row["kind"] == traces.ORDER}
        assert total(moments, "baskets_mailed", place) == len(mailed)
        assert total(moments, "baskets_recovered", place) == len(mailed & ordered)
        assert (total(moments, "contacts", place) > 0) == (place > 0)


def test_both_engines_tell_the_same_story_of_mails() -> None:
    plan = several()
    draws = central(1, len(plan.techniques))
    draws.strength[:] = 0.4
    for place in range(len(plan.arms)):
        fast, slow = (
            trace(plan, draws, arm=place, visitors=range(250), seed=9, stream=0, engine=engine)
            for engine in ("compiled", "simpy")
        )
        assert fast.tobytes() == slow.tobytes()
        assert place == 0 or (fast["kind"] == traces.CONTACT).sum() > 10
    lazy, eager = (
        run(plan, draws, seed=9, stream=0, first_visitor=0, visitors_per_draw=2_000, workers=w, lazy=lazy)
        for w, lazy in ((2, True), (1, False))
    )
    np.testing.assert_array_equal(lazy.raw_first, eager.raw_first)
