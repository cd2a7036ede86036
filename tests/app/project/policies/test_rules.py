"""Rules in the cells of the matrix: where they stand, how they are added, moved, ordered, copied and written."""

from __future__ import annotations

from functools import cache

import pytest

from app.project.builders import set_field
from app.project.edits import apply, invert
from app.project.examples import new_from_example
from app.project.model import Project
from app.project.policies.cells import Cell, fits, heard, homeless, matrix, ranked, stands_in, techniques_for
from app.project.policies.rules import (
    HIGHEST,
    add_rule,
    duplicate_rule,
    in_cell,
    limit,
    moments,
    move_rule,
    natural_trigger,
    reorder,
    set_technique,
    set_text,
    text_in,
)
from app.project.policies.suggested import suggested
from app.project.policies.wording import PLACEHOLDERS, filled, heading_and_rest, runs, unknown
from simulation.evidence.catalogue import shipped
from simulation.policy.catalogue import MECHANICS, TECHNIQUES
from simulation.policy.model import Rule

STARTER = "policy-starter0"
BROWSE, SEARCH, CHOOSE, CHECKOUT = "phase-browse00", "phase-search00", "phase-choose00", "phase-checkout"
UNKNOWN, ORIENTING, BUYING = "audience-unknown0", "audience-orient00", "audience-buying00"
HERE = Cell(CHOOSE, BUYING)


@cache
def kettle() -> Project:
    return new_from_example("kettle", "en")


def rule(project: Project, key: str) -> Rule:
    return project.rules[key]


# ---- where rules stand ---------------------------------------------------------------------------------------------


def test_a_rule_stands_in_each_cell_it_names_and_in_all_rows_when_it_names_no_audience() -> None:
    shown = matrix(kettle(), STARTER)
    assert set(shown.cells_of("rule-reviews0")) == {HERE}
    assert set(shown.cells_of("rule-remind00")) == {Cell(SEARCH, one) for one in (UNKNOWN, ORIENTING, BUYING)}
    assert shown.excluded == ("audience-exclude0",)
    assert "audience-exclude0" not in shown.audiences
    assert shown.audiences == (UNKNOWN, ORIENTING, BUYING)


def test_the_column_before_the_visit_is_there_only_when_something_is_said_there() -> None:
    airline = new_from_example("airline", "en")
    before = next(key for key, one in airline.phases.items() if one.kind == "before")
    assert before in matrix(airline, "policy-inorder0").phases
    assert before not in matrix(airline, "policy-mailday0").phases
    shown = matrix(airline, "policy-inorder0")
    assert set(shown.cells_of("rule-touchino")) == {Cell(before, UNKNOWN)}, "nobody is known before he came"


def test_a_rule_without_phases_stands_where_its_technique_can_speak() -> None:
    clothing = new_from_example("clothing", "en")
    asks = rule(clothing, "rule-askrevie")
    assert asks.technique == "review_request"
    assert [clothing.phases[key].kind for key in stands_in(clothing, asks)] == ["after"]
    mail = rule(clothing, "rule-baskmail")
    kinds = [clothing.phases[key].kind for key in stands_in(clothing, mail)]
    assert kinds == ["browse", "search", "choose", "checkout"]


def test_a_rule_for_who_is_left_alone_stands_nowhere_and_is_named() -> None:
    project = apply(kettle(), limit(kettle(), "rule-reviews0", "audiences", ["audience-exclude0"], heard(kettle())))
    assert homeless(project, STARTER, matrix(project, STARTER)) == ("rule-reviews0",)


def test_techniques_that_fit_a_phase_come_first() -> None:
    assert fits(kettle(), "reviews", "choose") == 2
    assert fits(kettle(), "reviews", "browse") == 1
    assert fits(kettle(), "aftercare", "browse") == 0
    order = techniques_for(kettle(), "checkout", TECHNIQUES)
    assert set(order[:4]) <= {"discount", "free_shipping", "reassurance", "motivation"}


# ---- making --------------------------------------------------------------------------------------------------------


def test_a_new_rule_has_the_moment_the_caps_and_a_text_of_its_technique() -> None:
    made = add_rule(kettle(), STARTER, "reassurance", "Help", Cell(CHECKOUT, BUYING))
    project = apply(kettle(), made.edit)
    new = rule(project, made.id)
    assert (new.trigger.kind, new.trigger.seconds) == ("idle", 25.0)
    assert new.cap_per_visit == MECHANICS["reassurance"].caps
    assert new.message == suggested("reassurance")["en"]
    assert new.messages == {"nl": suggested("reassurance")["nl"]}
    assert new.truthful == "unknown"
    assert in_cell(project, STARTER, Cell(CHECKOUT, BUYING))[-1] == made.id
    assert apply(project, invert(made.edit)) == kettle()


@pytest.mark.parametrize("technique", TECHNIQUES)
def test_every_technique_makes_a_rule_that_can_be_simulated(technique: str) -> None:
    made = add_rule(kettle(), STARTER, technique, "x", HERE, "map-kettle00")
    new = rule(apply(kettle(), made.edit), made.id)
    assert new.trigger.kind in moments(MECHANICS[technique])
    wanted = shipped()[technique].trigger
    if wanted in moments(MECHANICS[technique]):
        assert natural_trigger(kettle(), technique).kind == wanted
    assert suggested(technique).keys() == {"en", "nl"}
    for text in suggested(technique).values():
        assert not unknown(text)
        assert not any(letter.isdigit() for letter in text), "a figure would be a claim of ours"
    if MECHANICS[technique].target == "contact":
        assert new.landing in kettle().touchpoints


def test_before_a_visit_nobody_is_known_so_an_advertisement_is_for_all() -> None:
    before = next(key for key, one in kettle().phases.items() if one.kind == "before")
    made = add_rule(kettle(), STARTER, "ad_touch", "x", Cell(before, BUYING))
    assert not rule(apply(kettle(), made.edit), made.id).audiences
    made = add_rule(kettle(), STARTER, "ad_touch", "x", Cell(before, UNKNOWN))
    assert set(rule(apply(kettle(), made.edit), made.id).audiences) == {UNKNOWN}


def test_a_copy_stands_right_behind_the_original() -> None:
    project = apply(kettle(), add_rule(kettle(), STARTER, "most_chosen", "Label", HERE).edit)
    made = duplicate_rule(project, "rule-reviews0", "Copy")
    after = apply(project, made.edit)
    held = in_cell(after, STARTER, HERE)
    assert held.index(made.id) == held.index("rule-reviews0") + 1
    assert rule(after, made.id).message == rule(project, "rule-reviews0").message


# ---- moving and ordering -------------------------------------------------------------------------------------------


def test_moving_changes_phase_and_audience_and_comes_back_with_one_step() -> None:
    edit = move_rule(kettle(), "rule-reviews0", HERE, Cell(BROWSE, UNKNOWN))
    moved = apply(kettle(), edit)
    assert set(rule(moved, "rule-reviews0").phases) == {BROWSE}
    assert set(rule(moved, "rule-reviews0").audiences) == {UNKNOWN}
    assert apply(moved, invert(edit)) == kettle()


def test_moving_with_keep_lets_it_stand_in_both() -> None:
    moved = apply(kettle(), move_rule(kettle(), "rule-reviews0", HERE, Cell(CHECKOUT, BUYING), keep=True))
    assert set(rule(moved, "rule-reviews0").phases) == {CHOOSE, CHECKOUT}
    assert set(rule(moved, "rule-reviews0").audiences) == {BUYING}, "the row did not change"


def test_a_rule_for_everybody_that_leaves_a_row_holds_for_the_others() -> None:
    moved = apply(kettle(), move_rule(kettle(), "rule-remind00", Cell(SEARCH, UNKNOWN), Cell(SEARCH, BUYING)))
    assert set(rule(moved, "rule-remind00").audiences) == {ORIENTING, BUYING}
    assert set(rule(moved, "rule-remind00").phases) == {SEARCH}


def crowded(count: int) -> tuple[Project, list[str]]:
    project, made = kettle(), []
    for _ in range(count):
        new = add_rule(project, STARTER, "social_proof", "x", HERE)
        project = apply(project, new.edit)
        made.append(new.id)
    return project, made


def test_order_in_a_cell_is_priority_wherever_a_rule_is_put() -> None:
    project, _ = crowded(6)
    for last_first in range(20):
        held = in_cell(project, STARTER, HERE)
        others = [key for key in ranked(project, STARTER) if key not in held]
        rest_before = [key for key in ranked(project, STARTER) if key in others]
        moved, place = held[-1], last_first % len(held)
        project = apply(project, reorder(project, moved, HERE, place))
        now = in_cell(project, STARTER, HERE)
        assert now.index(moved) == place
        assert [key for key in now if key != moved] == held[:-1], "the others keep their order"
        assert [key for key in ranked(project, STARTER) if key in others] == rest_before
        assert all(0 <= project.rules[key].priority <= HIGHEST for key in now)


def test_one_more_rule_between_neighbours_changes_only_itself() -> None:
    project, made = crowded(2)
    for key, priority in zip(("rule-reviews0", *made), (900, 500, 100), strict=True):
        project = apply(project, set_field(project, "rules", key, ("priority",), priority))
    edit = reorder(project, made[1], HERE, 1)
    assert {change.id for change in edit.changes} == {made[1]}
    assert 500 < rule(apply(project, edit), made[1]).priority < 900


def test_dropping_a_rule_where_it_is_changes_nothing() -> None:
    assert not reorder(kettle(), "rule-reviews0", HERE, 0)


# ---- what is limited, technique and text ---------------------------------------------------------------------------


def test_a_limit_to_everything_is_no_limit() -> None:
    every = heard(kettle())
    project = apply(kettle(), limit(kettle(), "rule-reviews0", "audiences", every, every))
    assert not rule(project, "rule-reviews0").audiences
    project = apply(project, limit(project, "rule-reviews0", "audiences", [UNKNOWN], every))
    assert set(rule(project, "rule-reviews0").audiences) == {UNKNOWN}


def test_another_technique_brings_its_moment_and_keeps_what_was_written() -> None:
    titles = {key: key.upper() for key in TECHNIQUES}
    project = apply(kettle(), set_technique(kettle(), "rule-reviews0", "exit_message", titles))
    changed = rule(project, "rule-reviews0")
    assert changed.technique == "exit_message"
    assert changed.message == rule(kettle(), "rule-reviews0").message, "somebody wrote that"
    assert changed.title == "Review block"
    assert changed.truthful == "unknown", "another claim has to be looked at again"
    made = add_rule(kettle(), STARTER, "reviews", "REVIEWS", HERE)
    fresh = apply(kettle(), made.edit)
    fresh = apply(fresh, set_technique(fresh, made.id, "discount", titles))
    assert fresh.rules[made.id].title == "DISCOUNT"
    assert fresh.rules[made.id].message == suggested("discount")["en"]
    assert fresh.rules[made.id].discount is not None
    mail = apply(fresh, set_technique(fresh, made.id, "basket_mail", titles, "map-kettle00"))
    assert mail.rules[made.id].trigger.kind == "after_abandonment"
    assert mail.rules[made.id].discount is None
    landing = mail.rules[made.id].landing
    assert landing is not None
    assert mail.touchpoints[landing].page == "basket"


def test_a_message_is_written_in_two_languages() -> None:
    project = apply(kettle(), set_text(kettle(), "rule-reviews0", "nl", "Goed bevonden."))
    assert text_in(project, rule(project, "rule-reviews0"), "nl") == "Goed bevonden."
    assert text_in(project, rule(project, "rule-reviews0"), "en") == rule(kettle(), "rule-reviews0").message
    project = apply(project, set_text(project, "rule-reviews0", "nl", ""))
    assert not rule(project, "rule-reviews0").messages


def test_placeholders_are_filled_and_what_nothing_fills_stays_in_sight() -> None:
    facts = {"product": "Haldor Duo", "name": ""}
    pieces = runs("Hello {name}, the {product} from {sender}.", facts)
    assert [(one.words, one.kind) for one in pieces] == [
        ("Hello ", "written"), ("{name}", "unknown"), (", the ", "written"), ("Haldor Duo", "filled"),
        (" from ", "written"), ("{sender}", "unknown"), (".", "written"),
    ]  # fmt: skip
    assert filled("The {product}.", facts) == "The Haldor Duo."
    assert unknown("{product} {sender} {sender}") == ("sender",)
    assert "product" in PLACEHOLDERS
    assert heading_and_rest("In doubt? Ask us.") == ("In doubt?", "Ask us.")
    assert heading_and_rest("4.6 out of 5") == ("4.6 out of 5", "")
