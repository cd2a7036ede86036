"""Segments, policies and arms: made, copied and removed with all that hangs on them; something to begin with."""

from __future__ import annotations

from functools import cache

import pytest

from app.project.builders import set_field
from app.project.check import check
from app.project.edits import apply, invert
from app.project.examples import new_from_example, new_from_framework
from app.project.model import Project
from app.project.policies.cells import matrix, ranked
from app.project.policies.scenarios import (
    add_policy,
    arms,
    duplicate_policy,
    letter,
    new_to,
    remove_policy,
    status_quo,
    users,
)
from app.project.policies.segments import (
    FIELDS,
    add_condition,
    add_segment,
    choices,
    losses,
    possible,
    remove_segment,
    set_condition,
)
from app.project.policies.starter import Names, empty_policy, starter
from app.project.silence_check import findings as silences
from simulation.policy.model import AUDIENCE_KINDS, Condition

STARTER, OTHERS, RETURNING = "policy-starter0", "policy-others00", "segment-return00"
NAMES = Names(
    {kind: kind.title() for kind in AUDIENCE_KINDS}, "First rules", "Reminder", "Reviews", "Help", "Been here before"
)


@cache
def kettle() -> Project:
    return new_from_example("kettle", "en")


def test_removing_a_segment_silences_who_spoke_to_it_alone_and_undo_brings_all_back() -> None:
    found = losses(kettle(), RETURNING)
    assert set(found.silenced) == {"rule-remind00", "rule-remindot"}
    edit = remove_segment(kettle(), RETURNING)
    project = apply(kettle(), edit)
    assert not project.rules["rule-remind00"].on, "it may not be let loose on everybody"
    assert apply(project, invert(edit)) == kettle()


def test_a_rule_with_another_segment_stays_on() -> None:
    path = ("segments", "segment-phone000")
    project = apply(kettle(), set_field(kettle(), "rules", "rule-remind00", path, True))
    assert losses(project, RETURNING).narrowed == ("rule-remind00",)
    project = apply(project, remove_segment(project, RETURNING))
    assert project.rules["rule-remind00"].on
    assert set(project.rules["rule-remind00"].segments) == {"segment-phone000"}


def test_conditions_are_added_changed_and_taken_away() -> None:
    made = add_segment(kettle(), "Loyal")
    project = apply(kettle(), made.edit)
    project = apply(project, add_condition(project, made.id, "basket_value"))
    project = apply(project, add_condition(project, made.id, "basket_value"))
    held = project.segments[made.id].conditions
    assert set(held) == {"returning", "basket_value", "basket_value_2"}
    below = Condition(field="basket_value", test="below", number=200.0)
    project = apply(project, set_condition(project, made.id, "basket_value_2", below))
    assert project.segments[made.id].conditions["basket_value_2"] == below
    project = apply(project, set_condition(project, made.id, "returning", None))
    assert set(project.segments[made.id].conditions) == {"basket_value", "basket_value_2"}


def test_every_field_begins_with_a_condition_that_somebody_can_meet() -> None:
    project = kettle()
    for field in possible(project):
        made = add_segment(project, field)
        whole = apply(project, made.edit)
        whole = apply(whole, set_condition(whole, made.id, "returning", None))
        whole = apply(whole, add_condition(whole, made.id, field))
        (held,) = whole.segments[made.id].conditions.values()
        assert held.test in FIELDS[field].tests
        assert not [one for one in silences(whole) if made.id in one.path], field


def test_values_are_those_that_occur_here() -> None:
    assert "search" in choices(kettle(), "channel")
    assert set(choices(kettle(), "product_interest")) == set(kettle().products)
    sensitive = {word for one in kettle().personas.values() for word in one.sensitive}
    assert not sensitive & set(choices(kettle(), "persona_attribute"))
    assert "campaign" not in possible(kettle()), "no channel of this project carries one"


@pytest.mark.parametrize(("place", "wanted"), [(0, "A"), (25, "Z"), (26, "AA"), (27, "AB"), (701, "ZZ"), (702, "AAA")])
def test_letters(place: int, wanted: str) -> None:
    assert letter(place) == wanted


def test_arms_are_lettered_as_the_experiment_has_them() -> None:
    lines = arms(kettle(), "map-kettle00")
    assert [(one.letter, one.title, one.policy, one.changes_map) for one in lines] == [
        ("A", "", "", False), ("B", "Starter rules", STARTER, False), ("C", "Other choices", OTHERS, False),
        ("D", "Delivery cost shown early", "", True),
    ]  # fmt: skip
    bare = new_from_framework("blank", "en")
    bare = apply(bare, add_policy(bare, "One").edit)
    (key,) = bare.policies
    assert [(one.letter, one.policy) for one in arms(bare, next(iter(bare.maps)))] == [("A", ""), ("B", key)]


def test_what_is_new_against_the_status_quo() -> None:
    assert status_quo(kettle(), "map-kettle00") == ""
    field = ("control_policy",)
    project = apply(kettle(), set_field(kettle(), "experiments", "experiment-kettle00", field, STARTER))
    assert status_quo(project, "map-kettle00") == STARTER
    assert new_to(project, OTHERS, STARTER) == {"rule-mostchos", "rule-lastcode"}, "the reminder is the same in both"
    assert new_to(project, OTHERS, "") == frozenset()


def test_a_copy_of_a_policy_has_its_own_rules_and_goes_with_them() -> None:
    made = duplicate_policy(kettle(), STARTER, "Copy")
    project = apply(kettle(), made.edit)
    assert len(ranked(project, made.id)) == len(ranked(project, STARTER)) == 3
    assert not set(ranked(project, made.id)) & set(ranked(kettle(), STARTER))
    gone = apply(project, remove_policy(project, made.id))
    assert gone == kettle()
    assert users(kettle(), STARTER) == ("Starter rules",)


@pytest.mark.parametrize("language", ["en", "nl"])
def test_three_rules_to_begin_with_from_nothing(language: str) -> None:
    bare = new_from_framework("browse-search-choose-checkout-care", language)  # type: ignore[arg-type]  # one of two
    made = starter(bare, NAMES)
    project = apply(bare, made.edit)
    assert sorted(project.rules[key].technique for key in ranked(project, made.id)) == [
        "reassurance", "reminder", "reviews"
    ]  # fmt: skip
    assert [one.kind for one in sorted(project.audiences.values(), key=lambda one: one.priority)] == list(
        AUDIENCE_KINDS
    )
    assert all(matrix(project, made.id).cells_of(key) for key in project.rules)
    assert not [one for one in check(project) if one.severity == "error" and one.path.startswith("rules")]
    assert apply(project, invert(made.edit)) == bare
    again = apply(project, starter(project, NAMES).edit)
    assert again.audiences == project.audiences, "what is there is used"
    assert again.segments == project.segments


def test_an_empty_policy_still_has_a_matrix() -> None:
    bare = new_from_framework("blank", "en")
    bare = bare.model_copy(update={"phases": type(bare.phases)()}) if not bare.maps else bare
    made = empty_policy(bare, "Mine", NAMES.audiences)
    shown = matrix(apply(bare, made.edit), made.id)
    assert len(shown.phases) == 5
    assert len(shown.audiences) == 3
    assert not any(shown.rules.values())
