"""Comments: said, answered, resolved, counted; nothing of it can be undone."""

from __future__ import annotations

import pytest

from app.project.builders import remove_record
from app.project.examples import new_from_example
from app.project.history import History
from app.project.meeting import park
from app.project.remarks import open_counts, remove, resolve, say, threads
from personas.problems import FootfallError

MAP = "map-kettle00"


@pytest.fixture
def history() -> History:
    return History(new_from_example("kettle", "en"))


def said(history: History, text: str, target: str = "", moment: str = "2026-01-01") -> str:
    edit, key = say(history.project, MAP, text, target=target, author="Noor", moment=moment)
    history.do(edit)
    return key


def test_the_latest_comment_comes_first_with_its_answers_in_order(history: History) -> None:
    first = said(history, "One", moment="2026-01-01")
    second = said(history, "Two", moment="2026-01-02")
    later = said(history, "No", first, moment="2026-01-04")
    sooner = said(history, "Yes", first, moment="2026-01-03")
    found = threads(history.project, MAP)
    assert [one.id for one in found] == [second, first]
    assert [key for key, _one in found[1].answers] == [sooner, later]


def test_counts_leave_out_answers_resolved_ones_and_the_parking_lot(history: History) -> None:
    point = next(iter(history.project.touchpoints))
    first = said(history, "One", point)
    said(history, "Answer", first)
    said(history, "About the map")
    history.do(park(history.project, MAP, "Later", moment="2026-01-01")[0])
    assert open_counts(history.project, MAP) == {point: 1, "": 1}
    history.do(resolve(history.project, first))
    assert open_counts(history.project, MAP) == {"": 1}
    assert [one.id for one in threads(history.project, MAP, resolved=True)] == [first]
    history.do(resolve(history.project, first, done=False))
    assert open_counts(history.project, MAP) == {point: 1, "": 1}


def test_a_comment_goes_with_its_answers(history: History) -> None:
    first = said(history, "One")
    said(history, "Answer", first)
    history.do(remove(history.project, first))
    assert not history.project.comments


def test_what_it_was_about_may_go_and_undo_leaves_comments_alone(history: History) -> None:
    card = next(iter(history.project.cards))
    said(history, "One", card)
    assert history.undo_label is None
    history.do(remove_record(history.project, "cards", card))
    assert threads(history.project, MAP)[0].lost
    history.undo()
    assert not threads(history.project, MAP)[0].lost


def test_a_comment_has_to_say_something(history: History) -> None:
    with pytest.raises(FootfallError):
        say(history.project, MAP, "   ")
