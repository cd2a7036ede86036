"""Thousands of random edits: undo and redo are exact, and nothing that goes in is ever altered."""

import random
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.project.builders import add_record, kind_of, remove_record, set_record
from app.project.canonical import project_digest
from app.project.check import dangling
from app.project.edits import Edit, apply, compose, difference, invert, rows_of
from app.project.history import History
from app.project.model import TABLES, UNDOABLE, Project
from personas.problems import FootfallError
from personas.records import FrozenMap
from tests.app.project.generate import Generator, fresh_id, grown

STEPS = 90


def random_edit(rng: random.Random, project: Project) -> Edit:
    """Any edit to any table: add, change, remove with all that hangs on it, or a change of the header."""
    table = rng.choice(TABLES)
    rows = sorted(rows_of(project, table))
    action = rng.random()
    make = Generator(rng, project)
    if action < 0.05:
        return set_record(project, "project", "", make.model(type(project.project)), "header")
    record = make.record(table)
    if action < 0.4 or not rows:
        return Edit("none") if record is None else add_record(project, table, fresh_id(rng, kind_of(table)), record)
    key = rng.choice(rows)
    if action < 0.8:
        return Edit("none") if record is None else set_record(project, table, key, record, "change")
    return remove_record(project, table, key)


def undoable(project: Project) -> str:
    """Digest of what Ctrl+Z governs."""
    kept: dict[str, Any] = {table: FrozenMap() for table in TABLES if table not in UNDOABLE}
    return project_digest(project.model_copy(update=kept))


@settings(max_examples=30)
@given(seed=st.integers(0, 2**32))
def test_every_edit_inverts_composes_and_leaves_its_input_alone(seed: int) -> None:
    rng = random.Random(seed)
    start = project = grown(rng, 40)
    edits: list[Edit] = []
    for _ in range(25):
        edit = random_edit(rng, project)
        before, input_edit = project_digest(project), repr(edit)
        after = apply(project, edit)
        assert project_digest(project) == before
        assert repr(edit) == input_edit
        assert project_digest(apply(after, invert(edit))) == before
        assert dangling(after) == ()
        assert apply(project, difference(project, after, "jump")) == after
        for table in TABLES:
            old, new = rows_of(project, table), rows_of(after, table)
            named = {change.id for change in edit.changes if change.table == table}
            assert (old is new) == (not named)
            assert all(new[key] is old[key] for key in new if key not in named)
        edits.append(edit)
        project = after
    whole = compose(edits, "all")
    assert apply(start, whole) == project
    assert apply(project, invert(whole)) == start


@settings(max_examples=30)
@given(seed=st.integers(0, 2**32))
def test_undo_and_redo_are_exact(seed: int) -> None:
    rng = random.Random(seed)
    history = History(grown(rng, 30))
    states = [undoable(history.project)]
    ahead: list[str] = []
    for _ in range(STEPS):
        action = rng.random()
        if action < 0.6:
            edit = random_edit(rng, history.project)
            steps = len(history.labels())
            history.do(edit)
            if len(history.labels()) > steps:
                states.append(undoable(history.project))
                ahead.clear()
        elif action < 0.8:
            if history.undo():
                ahead.append(states.pop())
        elif history.redo():
            states.append(ahead.pop())
        assert undoable(history.project) == states[-1]
        assert dangling(history.project) == ()
    while history.undo():
        ahead.append(states.pop())
        assert undoable(history.project) == states[-1]
    assert len(states) == 1
    while history.redo():
        assert undoable(history.project) == ahead.pop()
    assert ahead == []


def gesture(rng: random.Random, history: History) -> Iterator[None]:
    for _ in range(rng.randrange(1, 6)):
        history.do(random_edit(rng, history.project))
        yield


@settings(max_examples=30)
@given(seed=st.integers(0, 2**32))
def test_gestures_squash_to_one_step_or_never_were(seed: int) -> None:
    rng = random.Random(seed)
    history = History(grown(rng, 30))
    for _ in range(6):
        history.do(random_edit(rng, history.project))
        if rng.random() < 0.5:
            history.undo()
        before, labels, redo = undoable(history.project), history.labels(), history.redo_label
        mark = history.mark()
        for _ in gesture(rng, history):
            pass
        after = undoable(history.project)
        if rng.random() < 0.5:
            history.bail_to_mark(mark)
            assert undoable(history.project) == before
            assert (history.labels(), history.redo_label) == (labels, redo)
            continue
        history.squash_to_mark(mark, "gesture")
        assert undoable(history.project) == after
        assert len(history.labels()) - len(labels) in (0, 1)
        if len(history.labels()) > len(labels):
            assert history.undo_label == "gesture"
            assert history.undo()
            assert undoable(history.project) == before
            assert history.redo()
            assert undoable(history.project) == after


@settings(max_examples=30)
@given(seed=st.integers(0, 2**32))
def test_an_edit_that_fails_changes_nothing(seed: int) -> None:
    rng = random.Random(seed)
    history = History(grown(rng, 30))
    edit = random_edit(rng, history.project)
    while not edit:
        edit = random_edit(rng, history.project)
    history.do(edit)
    before, labels = project_digest(history.project), history.labels()
    with pytest.raises(FootfallError):
        history.do(edit)
    assert (project_digest(history.project), history.labels()) == (before, labels)
