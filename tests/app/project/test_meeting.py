"""Rounds of voting, the parking lot, and the guided path: what a workshop leaves in the file."""

from __future__ import annotations

import pytest

from app.project.builders import set_field
from app.project.canonical import dumps
from app.project.edits import Edit, apply
from app.project.examples import add_library_persona, new_from_example, new_from_framework
from app.project.guide import STEP_KEYS, StepKey, StepState, next_step, path_of
from app.project.history import History
from app.project.mapping.cards import add_card
from app.project.meeting import (
    About,
    candidates,
    close_round,
    dots_left,
    dots_shown,
    give_dot,
    hidden,
    open_round,
    park,
    parked,
    put_on_map,
    remove_round,
    rounds_of,
    running_round,
    settle,
    standings,
    take_dot,
    voters,
)
from app.project.model import Project, Vote
from app.project.reading import loads
from app.project.slices import map_slice
from personas.problems import FootfallError
from personas.records import FrozenMap


@pytest.fixture(scope="module")
def kettle() -> Project:
    return new_from_example("kettle", "en")


def main_map(project: Project) -> str:
    return next(iter(project.maps))


def begun(project: Project, about: About = "pains", dots: int = 2, *, private: bool = False) -> tuple[Project, str]:
    edit, key = open_round(project, main_map(project), about, dots, private=private, moment="2026-03-01T10:00:00+00:00")
    return apply(project, edit), key


def given(project: Project, key: str, *dots: tuple[str, str]) -> Project:
    for voter, target in dots:
        project = apply(project, give_dot(project, key, target, voter))
    return project


def test_a_round_counts_its_dots_and_keeps_them_in_the_file(kettle: Project) -> None:
    project, key = begun(kettle)
    first, second, third = candidates(project, key)[:3]
    project = given(project, key, ("1", second), ("2", second), ("10", first), ("Ann", third), ("Ann", third))
    assert [(one.target, one.dots, one.voters) for one in standings(project, key)[:2]] == [
        (second, 2, 2),
        (third, 2, 1),
    ], "as many dots: who has more people behind it stands first"
    assert voters(project, key) == ("1", "2", "10", "Ann")
    assert dots_left(project, key, "Ann") == 0
    assert dots_left(project, key, "1") == 1
    project = apply(project, close_round(project, key))
    again = loads(dumps(project)).project
    assert standings(again, key) == standings(project, key)
    assert dots_shown(again, main_map(again)) == {second: 2, third: 2, first: 1}


def test_nobody_gives_more_than_he_has_or_to_what_the_round_is_not_about(kettle: Project) -> None:
    project, key = begun(kettle, dots=1)
    target = candidates(project, key)[0]
    project = given(project, key, ("1", target))
    codes = []
    opportunity = next(iter(project.opportunities.values())).card
    closed = apply(project, close_round(project, key))
    for where, what, who in ((project, target, "1"), (project, opportunity, "2"), (closed, target, "2")):
        with pytest.raises(FootfallError) as refused:
            give_dot(where, key, what, who)
        codes.append(refused.value.findings[0].code)
    assert codes == ["no-dots", "not-votable", "round-closed"]
    with pytest.raises(FootfallError) as refused:
        open_round(project, main_map(project), "cards", 3)
    assert refused.value.findings[0].code == "round-open"
    assert not take_dot(closed, key, target, "1"), "of a closed round nothing is taken back"


def test_a_dot_is_taken_back_by_hand_and_not_by_undo(kettle: Project) -> None:
    history = History(kettle)
    edit, key = open_round(kettle, main_map(kettle), "cards", 3)
    history.do(edit)
    target = candidates(history.project, key)[0]
    for _ in range(2):
        history.do(give_dot(history.project, key, target, "1"))
    assert history.undo_label is None
    history.do(take_dot(history.project, key, target, "1"))
    assert dots_left(history.project, key, "1") == 2
    history.do(take_dot(history.project, key, target, "1"))
    assert not history.project.votes
    assert not take_dot(history.project, key, target, "1")


def test_a_private_round_shows_nothing_until_it_is_closed(kettle: Project) -> None:
    project, key = begun(kettle, private=True)
    project = given(project, key, ("1", candidates(project, key)[0]))
    assert hidden(project, key)
    assert dots_shown(project, main_map(project)) == {}
    assert dots_shown(project, main_map(project), key) == {}
    project = apply(project, close_round(project, key))
    assert dots_shown(project, main_map(project)) == {candidates(project, key)[0]: 1}


def test_earlier_rounds_stay_to_be_looked_at_and_can_be_thrown_away(kettle: Project) -> None:
    project, first = begun(kettle)
    project = given(project, first, ("1", candidates(project, first)[0]))
    project = apply(project, close_round(project, first))
    edit, second = open_round(project, main_map(project), "opportunities", 3, moment="2026-03-02T10:00:00+00:00")
    project = apply(project, edit)
    assert rounds_of(project, main_map(project)) == (second, first)
    assert running_round(project, main_map(project)) == second
    assert dots_shown(project, main_map(project)) == {}, "the open round has no dots yet, and it is what is shown"
    assert len(dots_shown(project, main_map(project), first)) == 1
    project = apply(project, remove_round(project, first))
    assert rounds_of(project, main_map(project)) == (second,)
    assert not project.votes


def test_votes_of_an_older_file_are_a_round_too(kettle: Project) -> None:
    target = next(iter(kettle.pains.values())).card
    vote = Vote(map=main_map(kettle), target=target, voter="1", dots=2)
    project = kettle.model_copy(update={"votes": FrozenMap({"vote-old00001": vote})})
    assert rounds_of(project, main_map(project)) == ("1",)
    assert dots_shown(project, main_map(project)) == {target: 2}


def test_a_note_waits_becomes_a_card_and_can_be_undone_as_one_step(kettle: Project) -> None:
    history = History(kettle)
    map_id = main_map(kettle)
    edit, note = park(kettle, map_id, "  Who pays for returns?  ", moment="2026-03-01T10:00:00+00:00")
    history.do(edit)
    assert history.project.comments[note].text == "Who pays for returns?"
    assert parked(history.project, map_id) == (note,)
    piece = map_slice(history.project, map_id)
    lane = next(key for key, one in piece.lanes.items() if one.kind == "pains")
    edit, made = put_on_map(history.project, note, lane, next(iter(piece.stages)))
    history.do(edit)
    assert history.project.cards[made[1]].text == "Who pays for returns?"
    assert parked(history.project, map_id) == ()
    assert parked(history.project, map_id, resolved=True) == (note,)
    history.undo()
    assert made[1] not in history.project.cards
    assert parked(history.project, map_id) == (note,), "it waits again"
    history.do(settle(history.project, note))
    assert history.undo_label is None
    with pytest.raises(FootfallError):
        park(kettle, map_id, "   ")


def steps(project: Project) -> dict[StepKey, StepState]:
    return {step.key: step for step in path_of(map_slice(project))}


def test_the_path_follows_the_map_from_nothing_to_a_next_step() -> None:
    project = new_from_framework("touch-tell-sell-care", "en")
    map_id = main_map(project)

    def now(edit: Edit) -> str:
        nonlocal project
        project = apply(project, edit)
        found = next_step(path_of(map_slice(project)))
        return found.key if found is not None else ""

    assert tuple(steps(project)) == STEP_KEYS
    assert next_step(path_of(map_slice(project))) == steps(project)["goal"]
    assert now(set_field(project, "maps", map_id, ("scenario",), "A tap drips.")) == "people"
    assert now(add_library_persona(project, "bas", "en", map_id)) == "touchpoints", "a framework brings its stages"
    lanes = {one.kind: key for key, one in project.lanes.items()}
    for place, stage in enumerate(map_slice(project).stages):
        assert steps(project)["touchpoints"].have == place
        assert steps(project)["touchpoints"].spot.record == stage
        now(add_card(project, lanes["touchpoints"], stage, f"Moment {place}").edit)
        now(add_card(project, lanes["thoughts"], stage, "Does it fit?").edit)
    assert next_step(path_of(map_slice(project))) == steps(project)["mood"]
    persona, step = next(iter(project.personas)), ""
    for _ in range(3):
        spot = steps(project)["mood"].spot
        assert spot.persona == persona
        feeling = {"value": -1.0}
        step = now(set_field(project, "touchpoints", spot.record, ("feelings", persona), feeling))
    assert step == "pains"
    first = next(iter(map_slice(project).stages))
    assert now(add_card(project, lanes["pains"], first, "It costs too much").edit) == "weigh"
    made = add_card(project, lanes["opportunities"], first, "Say the price")
    assert now(made.edit) == "weigh"
    assert steps(project)["weigh"].spot.record == made.id
    row = next(key for key, one in project.opportunities.items() if one.card == made.id)
    assert now(set_field(project, "opportunities", row, ("impact",), 5)) == "decide"
    now(set_field(project, "opportunities", row, ("owner",), "Ann"))
    assert now(set_field(project, "opportunities", row, ("status",), "doing")) == ""


def test_a_shipped_example_has_walked_the_whole_path(kettle: Project) -> None:
    assert next_step(path_of(map_slice(kettle))) is None
