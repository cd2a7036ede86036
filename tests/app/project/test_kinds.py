"""Phases and audiences under a shop's own names: renamed, added, removed; a shop with more of them is simulated."""

import pytest

from app.project.builders import in_order, set_field, set_record
from app.project.check import check
from app.project.edits import Edit, apply
from app.project.examples import new_from_example
from app.project.model import Project
from app.project.policies import kinds
from app.project.slices import of_policy
from personas.records import PHASE_KINDS, FrozenMap
from simulation import traces
from simulation.compile import compile_scenario
from simulation.engines.choose import run, trace
from simulation.policy.model import SCORE_FROM, ScoreCard
from tests.shop import LEAN, strong

POLICY, CHOOSE = "policy-starter0", "phase-choose00"


@pytest.fixture
def shop() -> Project:
    return new_from_example("kettle")


def test_a_phase_comes_after_the_last_of_its_kind(shop: Project) -> None:
    made = kinds.add_phase(shop, "Compare", "choose")
    after = apply(shop, made.edit)
    order = in_order(after.phases)
    assert order.index(made.id) == order.index(CHOOSE) + 1
    assert after.phases[made.id].priority == after.phases[CHOOSE].priority
    empty = Project()
    first = kinds.add_phase(empty, "Pay", "checkout")
    second = kinds.add_phase(apply(empty, first.edit), "Look", "browse")
    both = apply(apply(empty, first.edit), second.edit)
    assert [both.phases[key].title for key in in_order(both.phases)] == ["Look", "Pay"]


def test_removing_says_what_it_means(shop: Project) -> None:
    edit, means = kinds.removal(shop, "phases", CHOOSE)
    after = apply(shop, edit)
    assert set(means.silenced) == {"rule-mostchos", "rule-reviews0"}
    assert means.last
    assert [shop.stages[key].phase for key in means.stages] == [CHOOSE] * len(means.stages) != []
    assert all(not after.rules[key].on for key in means.silenced)
    assert all(after.stages[key].phase is None for key in means.stages)
    wide = apply(
        shop, set_field(shop, "rules", "rule-reviews0", ("phases",), FrozenMap({CHOOSE: True, "phase-search00": True}))
    )
    _, narrower = kinds.removal(wide, "phases", CHOOSE)
    assert narrower.narrowed == ("rule-reviews0",)
    _, audience = kinds.removal(shop, "audiences", "audience-buying00")
    assert "rule-motivate" in audience.silenced


def test_the_score_card_is_edited(shop: Project) -> None:
    def done(edit: Edit) -> ScoreCard:
        return apply(shop, edit).policies[POLICY].score_card

    assert done(kinds.set_points(shop, POLICY, "reviews", 5.0)).points["reviews"] == 5.0
    assert "reviews" not in done(kinds.set_points(shop, POLICY, "reviews", None)).points
    assert done(kinds.set_phase_from(shop, POLICY, "choose", 6.0)).phase_from["choose"] == 6.0
    assert done(kinds.set_half_life(shop, POLICY, 9.0)).half_life_days == 9.0
    assert done(kinds.set_long_look(shop, POLICY, 30.0)).long_look_seconds == 30.0
    changed = apply(shop, kinds.set_points(shop, POLICY, "page", 9.0))
    assert apply(changed, kinds.shipped_card(changed, POLICY)).policies[POLICY].score_card == ScoreCard()
    late = apply(shop, kinds.set_audience_from(shop, kinds.audience_of(shop, "buying"), None))
    assert late.audiences["audience-buying00"].from_score() == SCORE_FROM["buying"]


def test_channels_and_customers_are_left_alone(shop: Project) -> None:
    key = kinds.audience_of(shop, "exclude")
    out = apply(shop, kinds.exclude_channel(shop, key, "newsletter", True))
    assert "newsletter" in out.audiences[key].channels
    back = apply(out, kinds.exclude_channel(out, key, "newsletter", False))
    assert back.audiences[key] == shop.audiences[key]
    assert not apply(shop, kinds.exclude_customers(shop, key, False)).audiences[key].customers
    assert set(shop.audiences[key].channels) <= set(kinds.channels(shop))


def own_phases(shop: Project) -> tuple[Project, dict[str, str]]:
    """The kettle shop with eight phases under its own names, two of them more than the kinds, and five audiences."""
    for key, title in {
        "phase-browse00": "Dream",
        "phase-search00": "Hunt",
        CHOOSE: "Weigh",
        "phase-checkout": "Pay",
    }.items():
        shop = apply(shop, kinds.rename(shop, "phases", key, title))
    made = {}
    for title, kind in (("Inspire", "browse"), ("Compare", "choose")):
        one = kinds.add_phase(shop, title, kind)  # type: ignore[arg-type]  # kinds, listed above
        shop, made[title] = apply(shop, one.edit), one.id
    fans = kinds.add_audience(shop, "Fans", "buying")
    shop = apply(shop, fans.edit)
    return apply(shop, kinds.set_audience_from(shop, fans.id, 12.0)), made


@pytest.mark.parametrize("mode", ["page-type", "score-card"])
def test_a_shop_with_its_own_phases_is_compiled_and_simulated(shop: Project, mode: str) -> None:
    shop, made = own_phases(shop)
    assert len(shop.phases) == 8
    stage = next(key for key, one in shop.stages.items() if one.phase == CHOOSE)
    shop = apply(shop, set_field(shop, "stages", stage, ("phase",), made["Compare"]))
    review = shop.rules["rule-reviews0"]
    both = review.model_copy(
        update={
            "phases": FrozenMap({made["Compare"]: True, CHOOSE: True}),
            "audiences": FrozenMap(),
            "cap_per_visit": 5,
        }
    )
    shop = apply(shop, set_record(shop, "rules", "rule-reviews0", both))
    shop = apply(shop, set_field(shop, "policies", POLICY, ("mode",), mode))
    assert [one for one in check(shop) if one.severity == "error"] == []
    built = compile_scenario(of_policy(shop, POLICY), schedule=LEAN, workers=1)
    events = trace(built.plan, strong(built.plan), arm=1, visitors=range(400), seed=3, stream=0)
    said = {built.tables.rules[rule] for rule in events["rule"][events["kind"] == traces.MESSAGE]}
    assert "rule-reviews0" in said, "a rule for a phase of the shop's own speaks where its kind is seen"
    seen = {PHASE_KINDS[kind] for kind in events["seen"][events["kind"] == traces.VIEW] if kind >= 0}
    assert {"browse", "choose", "checkout"} <= seen
    moments = run(built.plan, strong(built.plan), seed=3, stream=0, first_visitor=0, visitors_per_draw=400, workers=1)
    assert moments is not None


def test_a_rule_without_its_own_phase_is_found(shop: Project) -> None:
    shop, made = own_phases(shop)
    one = shop.rules["rule-reviews0"].model_copy(update={"phases": FrozenMap({made["Compare"]: True})})
    shop = apply(shop, set_record(shop, "rules", "rule-reviews0", one))
    assert "speaks-wider" in {found.code for found in check(shop)}
