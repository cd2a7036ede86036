"""Undo, redo, marks and merging, as a person at the keyboard meets them."""

import pytest

from app.project.builders import add_record, remove_record, set_field
from app.project.edits import Conflict, Edit, Touched
from app.project.history import History, Notice
from app.project.model import Comment, Decision, Project, Run
from maps.model import JourneyMap, Stage
from personas.records import FrozenMap
from simulation.scenario import Experiment

MAP, STAGE, EXPERIMENT, RUN = "map-00000001", "stage-00000001", "experiment-00000001", "run-00000001"


def project() -> Project:
    return Project(
        maps=FrozenMap({MAP: JourneyMap(title="Kettle")}), stages=FrozenMap({STAGE: Stage(map=MAP, title="Browse")})
    )


def rename(history: History, title: str, merge: str = "") -> None:
    history.do(set_field(history.project, "stages", STAGE, ("title",), title, "rename"), merge=merge)


def title(history: History) -> str:
    return history.project.stages[STAGE].title


def test_undo_and_redo_walk_back_and_forth() -> None:
    history = History(project())
    rename(history, "Search")
    rename(history, "Choose")
    assert history.labels() == ("rename", "rename")
    assert history.undo()
    assert (title(history), history.undo_label, history.redo_label) == ("Search", "rename", "rename")
    assert history.redo()
    assert title(history) == "Choose"
    assert not history.redo()
    history.undo()
    history.undo()
    assert not history.undo()
    assert (title(history), history.undo_label) == ("Browse", None)


def test_a_new_step_forgets_what_was_undone() -> None:
    history = History(project())
    rename(history, "Search")
    history.undo()
    rename(history, "Choose")
    assert history.redo_label is None


def test_saved_is_a_state_and_not_a_count() -> None:
    history = History(project())
    seen = [history.dirty]
    rename(history, "Search")
    seen.append(history.dirty)
    history.undo()
    seen.append(history.dirty)
    history.redo()
    history.mark_saved()
    history.undo()
    seen.append(history.dirty)
    rename(history, "Search")
    seen.append(history.dirty)
    assert seen == [False, True, False, True, False]
    assert History(project(), saved=False).dirty


def test_typing_is_one_step_and_typing_back_is_none() -> None:
    history = History(project())
    for text in ("B", "Br", "Bro"):
        rename(history, text, merge="stage title")
    assert history.labels() == ("rename",)
    rename(history, "Other", merge="another field")
    assert len(history.labels()) == 2
    history.undo()
    rename(history, "Browse", merge="stage title")
    assert len(history.labels()) == 2, "an undo ends the typing"
    fresh = History(project())
    rename(fresh, "X", merge="k")
    rename(fresh, "Browse", merge="k")
    assert fresh.labels() == ()
    assert not fresh.dirty


def test_listeners_hear_what_was_touched_and_why() -> None:
    history = History(project())
    heard: list[Notice] = []
    stop = history.listen(heard.append)
    rename(history, "Search")
    history.undo()
    history.do(Edit("nothing"))
    stop()
    history.redo()
    assert [notice.cause for notice in heard] == ["done", "undone"]
    first = heard[0]
    assert first.touched == (Touched("stages", STAGE, "changed", frozenset({"title"})),)
    assert first.before.stages[STAGE].title == "Browse"
    assert first.after is not history.project or first.after.stages[STAGE].title == "Search"


def test_a_gesture_becomes_one_step_or_never_was() -> None:
    history = History(project())
    rename(history, "Search")
    history.undo()
    mark = history.mark()
    for text in ("A", "B", "C"):
        rename(history, text)
    history.bail_to_mark(mark)
    assert (title(history), history.labels(), history.redo_label) == ("Browse", (), "rename")
    mark = history.mark()
    for text in ("A", "B", "C"):
        rename(history, text)
    history.squash_to_mark(mark, "drag")
    assert history.labels() == ("drag",)
    history.undo()
    assert title(history) == "Browse"
    with pytest.raises(ValueError, match="undone"):
        history.squash_to_mark(type(mark)(3, None, ()), "late")


def with_experiment() -> History:
    history = History(project())
    history.do(add_record(history.project, "experiments", EXPERIMENT, Experiment(map=MAP, title="Ask"), "ask"))
    return history


def run(history: History, key: str = RUN) -> None:
    record = Run(experiment=EXPERIMENT, seed=1, visitors=10, draws=2)
    history.do(add_record(history.project, "runs", key, record, "run"))


def test_undo_after_a_run_does_not_delete_the_run() -> None:
    history = with_experiment()
    rename(history, "Search")
    run(history)
    assert history.undo_label == "rename"
    history.undo()
    assert RUN in history.project.runs
    assert title(history) == "Browse"
    run(history, "run-00000002")
    assert history.redo_label == "rename", "a run leaves the redo list as it is"
    assert history.dirty


def test_a_run_goes_with_its_experiment_and_comes_back_with_it() -> None:
    history = with_experiment()
    run(history)
    decision = Decision(run=RUN, experiment=EXPERIMENT, text="Do it")
    history.do(add_record(history.project, "decisions", "decision-00000001", decision))
    full = history.project
    history.undo()
    assert history.project.runs == {}
    assert history.project.decisions["decision-00000001"].run is None
    history.redo()
    assert history.project == full
    history.do(remove_record(history.project, "experiments", EXPERIMENT, "remove"))
    assert history.project.runs == {}
    history.do(set_field(history.project, "decisions", "decision-00000001", ("text",), "Wait"))
    history.undo()
    assert RUN in history.project.runs
    assert history.project.decisions["decision-00000001"] == Decision(run=RUN, experiment=EXPERIMENT, text="Wait")


def test_what_was_changed_meanwhile_in_a_comment_stays() -> None:
    history = History(project())
    history.do(add_record(history.project, "comments", "comment-00000001", Comment(map=MAP, text="Nice")))
    history.do(remove_record(history.project, "maps", MAP))
    assert history.project.comments == {}
    history.undo()
    assert history.project.comments["comment-00000001"].text == "Nice"
    history.do(set_field(history.project, "comments", "comment-00000001", ("text",), "Nicer"))
    assert history.redo()
    assert history.project.comments == {}
    history.undo()
    assert history.project.comments["comment-00000001"].text == "Nicer"


def test_a_step_that_does_not_fit_leaves_everything_as_it_was() -> None:
    history = History(project())
    edit = set_field(history.project, "stages", STAGE, ("title",), "Search")
    history.do(edit)
    before = history.project
    with pytest.raises(Conflict):
        history.do(edit)
    assert history.project is before
    assert len(history.labels()) == 1


def test_a_listener_sees_a_history_that_is_in_order_and_may_fail() -> None:
    history = History(project())
    seen: list[tuple[str | None, str | None]] = []

    def listen(_: Notice) -> None:
        seen.append((history.undo_label, history.redo_label))
        raise RuntimeError("a window fell over")

    history.listen(listen)
    for act in (lambda: rename(history, "Search"), history.undo, history.redo):
        with pytest.raises(RuntimeError):
            act()
    assert seen == [("rename", None), (None, "rename"), ("rename", None)]
    assert title(history) == "Search"
