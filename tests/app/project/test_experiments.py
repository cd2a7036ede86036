"""Experiments are made, their arms changed, and the combinations of a factorial kept in step."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import pytest

from app.project.builders import in_order
from app.project.edits import Edit, apply, invert
from app.project.examples import new_from_example
from app.project.experiments import (
    add_arm,
    arms_of,
    change_arm,
    change_card,
    change_traits,
    decisions_of,
    duplicate_arm,
    experiments_of,
    factors_of,
    looked_at,
    move_arm,
    new_experiment,
    remove_arm,
    remove_experiment,
    rename_arm,
    set_design,
    write_down,
)
from app.project.model import Project, Run
from app.project.slices import scenario
from personas.problems import Refused
from personas.provenance import assumed
from personas.records import FrozenMap

Made = tuple[Project, str]


def begun() -> Made:
    project = new_from_example("kettle", "en")
    made = new_experiment(project, next(iter(project.maps)), "Which helps?", "Because, we expect")
    return apply(project, made.edit), made.id


def with_arms(names: Sequence[str]) -> tuple[Project, str, list[str]]:
    project, experiment = begun()
    keys: list[str] = []
    for name in names:
        made = add_arm(project, experiment, name)
        project, keys = apply(project, made.edit), [*keys, made.id]
    return project, experiment, keys


def pain_of(project: Project) -> tuple[str, str]:
    for key, pain in project.pains.items():
        card = project.cards[pain.card]
        if card.touchpoint is not None:
            return key, card.touchpoint
    raise AssertionError


def test_a_second_arm_makes_it_abn_and_undo_puts_back() -> None:
    project, experiment, _keys = with_arms(["One"])
    project = apply(project, set_design(project, experiment, "ab"))
    edit = add_arm(project, experiment, "Two").edit
    after = apply(project, edit)
    assert after.experiments[experiment].design == "abn"
    assert apply(after, invert(edit)) == project
    with pytest.raises(Refused):
        set_design(after, experiment, "ab")


def test_arms_are_copied_moved_renamed_and_removed() -> None:
    project, experiment, (one, two) = with_arms(["One", "Two"])
    made = duplicate_arm(project, one, "One more")
    project = apply(project, made.edit)
    assert arms_of(project, experiment) == (one, made.id, two)
    project = apply(project, move_arm(project, two, 0))
    project = apply(project, rename_arm(project, two, "First"))
    project = apply(project, remove_arm(project, made.id))
    assert [project.variants[key].title for key in arms_of(project, experiment)] == ["First", "One"]


def test_an_arm_changes_several_things_at_once_and_lets_go_of_them() -> None:
    project, experiment, (arm,) = with_arms(["All of it"])
    pain, card = pain_of(project)
    persona = next(iter(project.personas))
    solved = change_card(project, arm, card, pains_removed=FrozenMap({pain: True}), dwell=assumed(12.0))
    project = apply(project, solved)
    project = apply(project, change_traits(project, arm, persona, consent=assumed(0.9)))
    project = apply(project, change_arm(project, arm, mode="score-card"))
    made = scenario(project, experiment).arms[1]
    assert made.changes[card].pains_removed == {pain: True}
    assert made.traits[persona].consent is not None
    assert made.mode == "score-card"
    project = apply(project, change_card(project, arm, card, pains_removed=FrozenMap(), dwell=None))
    assert not project.variants[arm].card_changes


def factorial(names: Sequence[str]) -> tuple[Project, str, list[str]]:
    project, experiment, keys = with_arms(names)
    return apply(project, set_design(project, experiment, "factorial")), experiment, keys


@pytest.mark.parametrize("factors", [1, 2, 3, 4])
def test_a_factorial_has_every_combination_once(factors: int) -> None:
    project, experiment, keys = factorial([f"F{n}" for n in range(factors)])
    found = sorted(tuple(key in project.variants[arm].levels for key in keys) for arm in arms_of(project, experiment))
    assert found == sorted(one for one in product((False, True), repeat=factors) if any(one))
    assert factors_of(project, experiment) == tuple(keys)
    assert next(arm.levels for arm in scenario(project, experiment).arms) == frozenset()


def test_a_fifth_factor_is_refused_with_a_sentence() -> None:
    project, experiment, _ = factorial(["a", "b", "c", "d"])
    with pytest.raises(Refused) as caught:
        add_arm(project, experiment, "e")
    assert caught.value.findings[0].code == "too-many-factors"
    assert dict(caught.value.findings[0].values)["arms"] == "32"


def test_combinations_follow_their_factors() -> None:
    project, experiment, (one, two) = factorial(["Fix", "Score"])
    pain, card = pain_of(project)
    project = apply(project, change_card(project, one, card, pains_removed=FrozenMap({pain: True})))
    project = apply(project, change_arm(project, two, mode="score-card"))
    project = apply(project, rename_arm(project, one, "Mend"))
    both = next(key for key in arms_of(project, experiment) if len(project.variants[key].levels) == 2)
    row = project.variants[both]
    assert (row.title, row.mode, row.card_changes[card].pains_removed) == ("Mend + Score", "score-card", {pain: True})
    with pytest.raises(Refused):
        change_arm(project, both, mode=None)
    with pytest.raises(Refused):
        remove_arm(project, both)
    added = apply(project, add_arm(project, experiment, "Third").edit)
    assert len(arms_of(added, experiment)) == 7
    assert both in added.variants
    back = apply(project, remove_arm(project, two))
    assert arms_of(back, experiment) == (one,)


def test_factors_that_change_the_same_thing_otherwise_are_refused() -> None:
    project, _experiment, (one, two) = factorial(["Short", "Long"])
    _, card = pain_of(project)
    project = apply(project, change_card(project, one, card, dwell=assumed(5.0)))
    with pytest.raises(Refused) as caught:
        change_card(project, two, card, dwell=assumed(50.0))
    assert caught.value.findings[0].code == "factors-clash"
    assert dict(caught.value.findings[0].values)["field"] == "dwell"


def test_leaving_the_factorial_keeps_the_factors_as_arms() -> None:
    project, experiment, keys = factorial(["a", "b", "c"])
    project = apply(project, set_design(project, experiment, "abn"))
    assert arms_of(project, experiment) == tuple(keys)
    assert not any(project.variants[key].levels for key in keys)


def test_what_is_looked_at_is_the_chosen_one_else_the_main_one_else_the_first() -> None:
    project, second = begun()
    on = project.experiments[second].map
    first = experiments_of(project, on)[0]
    assert looked_at(project, on) == (project.project.main_experiment or first)
    assert looked_at(project, on, second) == second
    assert looked_at(project, on, "experiment-gone0000") in experiments_of(project, on)


def test_an_experiment_with_runs_stays_and_decisions_are_read_latest_first() -> None:
    project, experiment = begun()
    run = Run(experiment=experiment, seed=1, visitors=10, draws=1, moment="2026-01-01T00:00:00+00:00")
    from app.project.builders import add_record

    assert experiment not in apply(project, remove_experiment(project, experiment)).experiments
    project = apply(project, add_record(project, "runs", "run-aaaaaaaa", run))
    for text, moment in (("wait", "2026-01-02"), ("build", "2026-01-03")):
        project = apply(project, write_down(project, experiment, "run-aaaaaaaa", text, "Ann", moment).edit)
    assert [project.decisions[key].text for key in decisions_of(project, experiment)] == ["build", "wait"]
    with pytest.raises(Refused):
        remove_experiment(project, experiment)
    assert isinstance(write_down(project, experiment, None, "x", "", "").edit, Edit)
    assert in_order(project.decisions)
