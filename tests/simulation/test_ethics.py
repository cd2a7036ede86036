"""Every concern of the ethics check is raised when it should be, with its norm, and not otherwise."""

from dataclasses import replace
from typing import Any

import pytest

from app.actions.ethics_words import line, mend, what, why
from app.project.check import check
from app.project.examples import EXAMPLES, new_from_example
from app.project.model import Project
from app.project.slices import scenario as scenario_of
from app.words import speaking
from personas.model import Persona, Traits
from personas.provenance import assumed
from personas.records import FrozenMap
from simulation.ethics import Concern, ethics
from simulation.ethics_words import NORMS, SAID, sensitive_word
from simulation.experiment.result import ArmResult, Change, Effect, Lift, Result, Stat
from simulation.experiment.run import Settings, simulate
from simulation.policy.model import Condition, Policy, Rule, Segment, Trigger, TriggerKind
from simulation.scenario import Scenario
from tests.app.project.test_check import BASE
from tests.app.project.test_check import rule as plain_rule
from tests.shop import arm, rule, with_arms


def shop(rules: dict[str, Any], **fields: Any) -> Scenario:
    given = {f"rule-{key:0>8}": one for key, one in rules.items()}
    return with_arms(arm("arm-policy00", given), **fields)


def later(technique: str, kind: TriggerKind) -> Rule:
    return rule(technique).model_copy(update={"trigger": Trigger(kind=kind)})


def codes(scenario: Scenario, result: Result | None = None) -> set[str]:
    return {one.code for one in ethics(scenario, result)} - {"ethics-consent"}


def with_people(scenario: Scenario, **people: Persona) -> Scenario:
    """The shop with these personas, each as many as the others."""
    named = {f"persona-{key:0>8}": one for key, one in people.items()}
    sizes = FrozenMap(dict.fromkeys(named, 1.0))
    journey = scenario.slice.map.model_copy(update={"personas": sizes})
    return replace(scenario, slice=replace(scenario.slice, personas=named, map=journey))


def asks(field: str, text: str) -> dict[str, Any]:
    condition = Condition.model_validate({"field": field, "text": text})
    segment = Segment(title="some", conditions=FrozenMap({"a": condition}))
    return {"segments": {"segment-00000001": segment}}


@pytest.mark.parametrize(
    ("technique", "truthful", "code"),
    [
        ("scarcity", "unknown", "ethics-unproven-hurry"),
        ("urgency", "no", "ethics-untrue-hurry"),
        ("social_proof", "unknown", "ethics-unproven-popularity"),
        ("most_chosen", "no", "ethics-untrue-popularity"),
        ("scarcity", "yes", ""),
        ("reviews", "yes", ""),
        ("easy_returns", "unknown", ""),
    ],
)
def test_claims(technique: str, truthful: str, code: str) -> None:
    assert codes(shop({"a": rule(technique, truthful=truthful)})) == ({code} if code else set())
    assert codes(shop({"a": rule(technique, truthful=truthful, on=False)})) == set()


def test_what_is_sensitive_may_not_steer_a_rule() -> None:
    rules = {"a": rule("easy_returns", segments=FrozenMap({"segment-00000001": True}))}
    anna = Persona(name="Anna", interests=FrozenMap({"a": "Gardens"}))
    noor = Persona(name="Noor", interests=FrozenMap({"b": "Quiet rooms"}), sensitive=FrozenMap({"interests.b": True}))
    asked = with_people(shop(rules, **asks("persona_attribute", "quiet rooms")), a=anna, n=noor)
    (found,) = [one for one in ethics(asked) if one.code == "ethics-sensitive"]
    assert (found.severity, found.path) == ("error", "segments.segment-00000001.conditions.a")
    assert found.norm.startswith("GDPR")
    assert codes(with_people(shop(rules, **asks("persona_attribute", "Gardens")), a=anna, n=noor)) == set()
    assert codes(shop(rules, **asks("campaign", "Diabetes-week"))) == {"ethics-sensitive-word"}
    unused = with_people(shop({"a": rule("easy_returns")}, **asks("persona_attribute", "quiet rooms")), n=noor)
    assert codes(unused) == set(), "a segment that no rule uses steers nothing"


def test_what_stands_in_for_it() -> None:
    rules = {"a": rule("easy_returns", segments=FrozenMap({"segment-00000001": True}))}
    plain = Persona(name="A", traits=Traits(channels=FrozenMap({"search": assumed(0.95), "forum": assumed(0.05)})))
    marked = Persona(
        name="B", sensitive=FrozenMap({"biography": True}), traits=Traits(channels=FrozenMap({"forum": assumed(1.0)}))
    )
    asked = shop(rules, **asks("channel", "forum"))
    assert codes(with_people(asked, a=plain, b=marked)) == {"ethics-proxy"}
    assert codes(with_people(asked, a=plain, b=plain)) == set()
    assert codes(with_people(asked, a=marked, b=marked)) == set(), "where everybody is, nobody is singled out"
    assert codes(with_people(shop(rules, **asks("channel", "search")), a=plain, b=marked)) == set()


def test_consent_is_counted() -> None:
    quiet = Traits(consent=assumed(0.4))
    asked = with_people(shop({"a": rule("easy_returns")}), a=Persona(name="A", traits=quiet), b=Persona(name="B"))
    (found,) = [one for one in ethics(asked) if one.code == "ethics-consent"]
    assert float(found.values["share"]) == pytest.approx((0.6 + 0.15) / 2)
    assert "38%" in what(found)
    all_in = {key: Persona(name=key, traits=Traits(consent=assumed(1.0))) for key in "ab"}
    assert not [one for one in ethics(with_people(asked, **all_in)) if one.code == "ethics-consent"]


def test_pressure_mails_and_prices() -> None:
    both = {"a": rule("urgency"), "b": rule("exit_message", "exit_intent", cap_per_visit=1)}
    assert codes(shop(both)) == {"ethics-pressure"}
    assert codes(shop({"a": both["a"]})) == set()
    many = {key: rule("easy_returns", cap_per_visit=3) for key in "abc"}
    assert codes(shop(many)) == {"ethics-no-end"}
    capped = replace(shop(many).arms[1], policy=Policy(title="P", messages_per_visit=3))
    assert codes(with_arms(capped)) == set()
    assert codes(shop({"a": later("basket_mail", "after_abandonment")})) == {"ethics-mail"}
    assert codes(shop({"a": later("welcome_mail", "scheduled")})) == set(), "who subscribed asked for it"
    assert codes(shop({"a": later("retargeting", "scheduled")})) == {"ethics-followed"}
    some = FrozenMap({next(iter(shop({}).audiences)): True})
    assert codes(shop({"a": rule("discount", audiences=some)})) == {"ethics-own-price"}
    assert codes(shop({"a": rule("discount")})) == set(), "the same price for all"


def test_a_price_that_shows_late_until_it_is_mended() -> None:
    project = new_from_example("kettle")
    found = [one for one in ethics(scenario_of(project)) if one.code == "ethics-late-price"]
    assert [one.path for one in found] == ["cards.card-pdelcost"]
    assert "variant-starter0" in found[0].arms
    mended = [key for key, one in project.variants.items() if one.card_changes]
    assert mended
    assert not set(mended) & set(found[0].arms), "the arm that shows it early is not concerned"


# ---- what a run shows --------------------------------------------------------------------------------------------


def stat(mean: float) -> Stat:
    return Stat(mean=mean, interval=None, se_monte_carlo=0.0, se_parameters=0.0, se=0.0)


def effect(mean: float, se: float) -> Effect:
    return Effect(mean=mean, interval=(mean - 1.96 * se, mean + 1.96 * se), se_monte_carlo=se, se_parameters=0.0, se=se)


def change(mean: float, se: float) -> Change:
    return Change(
        helps=None, no_difference=None, harms=None, absolute=effect(mean, se), relative=None, flips=500, quality="good"
    )


def outcome(
    gains: dict[str, tuple[float, float]], *, given: float = 0.0, kept: float = 0.0, said: float = 0.1
) -> Result:
    """A result in which personas have a level of 4% (a) and 2% (b) without the arm, and gain this much by it."""
    base = {"a": 0.04, "b": 0.02}
    people = {f"persona-{key:0>8}": {"conversion_rate": stat(base[key] + gain)} for key, (gain, _) in gains.items()}
    metrics = {
        "discount_cost_per_visitor": stat(given), "messages_per_visitor": stat(said), "visits_per_visitor": stat(1.0),
    }  # fmt: skip

    def one(arm_id: str, **more: Any) -> ArmResult:
        return ArmResult(id=arm_id, name="Arm", metrics=metrics | more, funnel=(), by_persona=people, by_segment={},
                         messages=())  # fmt: skip

    def lift(metric: str, mean: float) -> Lift:
        by = {f"persona-{key:0>8}": change(*gain) for key, gain in gains.items()}
        return Lift(**dict(change(mean, 0.001)), arm="arm-policy00", against="control", metric=metric, worth=0.001,
                    method="exact", transfer={}, by_persona=by, by_segment={}, by_phase={})  # fmt: skip

    control = one("arm-control0", discount_cost_per_visitor=stat(0.0))
    held: dict[str, Any] = {
        "metric": "conversion_rate", "arms": (control, one("arm-policy00")), "warnings": (), "ethics": (),
        "lifts": (lift("conversion_rate", 0.01), lift("margin_per_visitor", kept)),
    }  # fmt: skip
    return Result.model_construct(**held)


def two() -> Scenario:
    people = {key: Persona(name=key.upper(), traits=Traits(consent=assumed(1.0))) for key in "ab"}
    return with_people(shop({"a": rule("easy_returns")}), **people)


def test_a_gap_that_grows_for_sure() -> None:
    (found,) = ethics(two(), outcome({"a": (0.01, 0.001), "b": (0.002, 0.001)}))
    assert found.code == "ethics-gap"
    assert float(found.values["growth"]) == pytest.approx(0.008 / 0.02, abs=1e-3)
    half = 1.96 * (2 * 0.001**2) ** 0.5 / 0.02
    assert float(found.values["at_least"]) == pytest.approx(0.4 - half, abs=1e-3)
    assert float(found.values["at_most"]) == pytest.approx(0.4 + half, abs=1e-3)
    assert codes(two(), outcome({"a": (0.01, 0.005), "b": (0.002, 0.005)})) == set(), "not sure enough"
    assert codes(two(), outcome({"a": (0.002, 0.001), "b": (0.01, 0.001)})) == set(), "the gap closes"


def test_who_loses_is_named() -> None:
    (found,) = ethics(two(), outcome({"a": (0.001, 0.001), "b": (-0.01, 0.001)}))[:1]
    assert {one.code for one in ethics(two(), outcome({"a": (-0.01, 0.001), "b": (0.01, 0.001)}))} == {"ethics-loses"}
    assert found.values["persona" if found.code == "ethics-loses" else "worst"] == "B"


@pytest.mark.parametrize(
    ("given", "kept", "code"),
    [(1.0, -0.2, "ethics-bought-loss"), (1.0, 0.5, "ethics-bought"), (0.1, 0.5, ""), (0.0, -0.5, "")],
)
def test_a_lift_that_is_bought(given: float, kept: float, code: str) -> None:
    found = codes(two(), outcome({"a": (0.0, 0.001), "b": (0.0, 0.001)}, given=given, kept=kept))
    assert found == ({code} if code else set())


def test_too_many_messages() -> None:
    assert codes(two(), outcome({"a": (0.0, 0.001), "b": (0.0, 0.001)}, said=3.5)) == {"ethics-many"}


def test_a_run_carries_it_and_says_it_in_json() -> None:
    run = simulate(shop({"a": rule("social_proof", truthful="unknown")}), Settings(visitors=200, draws=2, workers=1))
    held = run.to_json()["ethics"]
    assert "ethics-unproven-popularity" in {one["code"] for one in held}
    assert set(held[0]) == {"code", "severity", "arms", "path", "what", "why", "norm", "mend", "values"}


# ---- words and check ---------------------------------------------------------------------------------------------


def test_every_concern_has_its_norm_and_its_words() -> None:
    assert set(SAID) == set(NORMS)
    for code, (severity, said, because, change_) in SAID.items():
        one = Concern(code=code, severity=severity, what=said, why=because, norm=NORMS[code], mend=change_)
        assert line(one).endswith(f"({NORMS[code]})")
        assert why(one) == because
        assert mend(one)
    assert any("Art." in norm or "Annex" in norm for norm in NORMS.values())


def test_words_of_special_categories() -> None:
    assert sensitive_word("Pregnancy tests")
    assert sensitive_word("Schuldhulp")
    assert not sensitive_word("Racefiets")
    assert not sensitive_word("Kettles")


def test_shares_are_said_in_the_readers_language() -> None:
    (found,) = ethics(two(), outcome({"a": (0.01, 0.001), "b": (0.002, 0.001)}))
    assert "40%" in what(found)
    with speaking("nl"):
        assert "40%" in what(found)


def test_the_check_says_what_needs_no_run() -> None:
    def found(**tables: Any) -> list[tuple[str, str]]:
        data = {table: {**BASE.get(table, {}), **tables.get(table, {})} for table in (*BASE, *tables)}
        said = check(Project.model_validate(data))
        return [(one.code, one.path) for one in said if one.code.startswith("ethics") or "claim" in one.code]

    unproven = found(rules={"rule-00000001": plain_rule(truthful="unknown")})
    assert unproven == [("ethics-unproven-popularity", "rules.rule-00000001.truthful")]
    hurried = found(rules={"rule-00000001": plain_rule(technique="urgency", truthful="unknown")})
    assert [code for code, _ in hurried] == ["unproven-claim"], "said once"
    for example in EXAMPLES:
        assert not [one for one in check(new_from_example(example)) if one.code.startswith("ethics")]
