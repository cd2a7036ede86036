"""The journal: what is done is on disk at once, in few bytes, whatever the disk does."""

import errno
import json
import os
import random
import stat
import threading
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.project.builders import add_record
from app.project.canonical import project_digest
from app.project.files import load, save
from app.project.history import History
from app.project.journal import Journal
from app.project.journal_lines import Reader
from app.project.model import Comment
from app.project.recovery import discard, find, find_for, recover
from tests.app.project.generate import grown
from tests.app.project.sessions import DEAD, FILE, MAP, beginning, begun, files_of, only, text
from tests.app.project.test_history_property import random_edit


@settings(max_examples=25)
@given(seed=st.integers(0, 2**32))
def test_whatever_is_done_comes_back(seed: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder, rng = tmp_path_factory.mktemp("any"), random.Random(seed)
    history, journal = begun(
        folder, with_file=seed % 2 > 0, project=grown(rng, 25), compact_at=(10_000, 10**9)[seed % 3 > 0]
    )
    start = history.project
    for _ in range(30):
        kind = rng.random()
        if kind < 0.6:
            history.do(random_edit(rng, history.project))
        elif kind < 0.8:
            history.undo()
        else:
            history.redo()
    journal.abandon()
    if history.project.model_copy(update={"runs": start.runs}) == start:
        assert len(find(folder)) <= 1
        return
    recovered = recover(only(folder))
    assert project_digest(recovered.after) == project_digest(history.project)
    assert recovered.before == start
    again = History(recovered.before)
    for edit in recovered.edits():
        again.do(edit)
    assert again.project == recovered.after


def test_a_line_is_there_before_the_edit_returns(tmp_path: Path) -> None:
    history, journal = begun(tmp_path)
    assert files_of(tmp_path) == [], "looking at a project writes nothing"
    for number in range(3):
        text(history, f"T{number}")
        assert journal.file is not None
        with journal.file.open("rb") as stream:
            reader = Reader(stream)
            assert next(reader.objects())["format"] == "footfall-journal"
            assert [one.changes[0][3] for one in reader.entries()] == [f"T{n}" for n in range(number + 1)]
    journal.close()
    assert files_of(tmp_path) == []


@pytest.mark.skipif(os.name == "nt", reason="Windows has other permissions")
def test_nobody_else_may_read_it(tmp_path: Path) -> None:
    history, journal = begun(tmp_path)
    text(history, "mine")
    journal.abandon()
    for one in (tmp_path / "journals").iterdir():
        assert stat.S_IMODE(one.stat().st_mode) == 0o600, one
    assert stat.S_IMODE((tmp_path / "journals").stat().st_mode) == 0o700


def test_the_header_says_what_it_belongs_to(tmp_path: Path) -> None:
    history, journal = begun(tmp_path, app="1.2.3")
    text(history, "x")
    journal.abandon()
    path = next((tmp_path / "journals").glob("*.journal"))
    header = json.loads(path.read_bytes().splitlines()[0].partition(b" ")[2])
    assert header["app"] == "1.2.3"
    assert header["project_version"] == 1
    assert header["path"] == str(tmp_path / FILE)
    assert header["digest"] == load(tmp_path / FILE).digest
    assert "project" not in header, "the file itself holds it"
    assert path.with_suffix(".base").read_bytes() == (tmp_path / FILE).read_bytes()


def test_it_reaches_the_disk_in_another_thread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[str] = []
    monkeypatch.setattr(os, "fsync", lambda _handle: synced.append(threading.current_thread().name))
    before = threading.active_count()
    history, journal = begun(tmp_path)
    for number in range(50):
        text(history, str(number))
    safe = threading.Event()
    journal.when_safe(safe.set)
    assert safe.wait(20)
    journal.close()
    assert threading.active_count() == before, "its thread ends with it"
    assert set(synced[-1:]) == {"footfall-keeper"}
    assert len(synced) < 50, "many lines are brought to the disk together"


def test_a_save_leaves_nothing_to_bring_back(tmp_path: Path) -> None:
    history, journal = begun(tmp_path)
    text(history, "one")
    digest = save(tmp_path / FILE, history.project, force=True)
    journal.saved(tmp_path / FILE, digest)
    journal.abandon()
    assert find(tmp_path) == ()


def test_a_journal_that_outlived_its_save_is_not_offered(tmp_path: Path) -> None:
    history, journal = begun(tmp_path)
    for words in ("one", "two"):
        text(history, words)
        assert journal.file is not None
        os.link(journal.file, tmp_path / "journals" / f"{words}-kept.journal")
        journal.saved(tmp_path / FILE, save(tmp_path / FILE, history.project, force=True))
    journal.abandon()
    assert find(tmp_path) == ()
    assert files_of(tmp_path) == []


def test_killed_between_the_save_and_the_end_of_the_journal(tmp_path: Path) -> None:
    history, journal = begun(tmp_path)
    text(history, "one")
    save(tmp_path / FILE, history.project, force=True)
    journal.abandon()
    assert find(tmp_path) == ()
    assert files_of(tmp_path) == []


def test_after_a_save_steps_are_counted_anew(tmp_path: Path) -> None:
    history, journal = begun(tmp_path)
    for number in range(5):
        text(history, str(number))
    digest = save(tmp_path / FILE, history.project, force=True)
    journal.saved(tmp_path / FILE, digest)
    history.undo()
    history.undo()
    text(history, "other")
    history.do(add_record(history.project, "comments", "comment-00000001", Comment(map=MAP, text="why?")))
    journal.abandon()
    assert only(tmp_path).steps == 2 + 1 + 1
    assert recover(only(tmp_path)).after == history.project


def test_a_gesture_counts_as_one_step(tmp_path: Path) -> None:
    history, journal = begun(tmp_path)
    text(history, "first")
    mark = history.mark()
    for number in range(6):
        text(history, str(number))
    history.squash_to_mark(mark, "drag")
    mark = history.mark()
    text(history, "never mind")
    history.bail_to_mark(mark)
    journal.abandon()
    assert only(tmp_path).steps == 2
    assert recover(only(tmp_path)).after.project.title == "5"


def test_it_stays_small(tmp_path: Path) -> None:
    history, journal = begun(tmp_path, compact_at=20_000)
    for number in range(2_000):
        text(history, f"{number} " + "x" * 100)
    journal.abandon()
    files = list((tmp_path / "journals").glob("*.journal"))
    assert sum(one.stat().st_size for one in files) < 300_000, "a journal of 2,000 lines has more than 400,000 bytes"
    lost = only(tmp_path)
    assert lost.steps == 2_000
    assert recover(lost).after == history.project


def test_a_full_disk_is_said_and_work_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[OSError] = []
    clock = [100.0]
    history, journal = begun(tmp_path, tell=told.append)
    text(history, "first")
    write = os.write
    monkeypatch.setattr(time, "monotonic", lambda: clock[0])

    def full(handle: int, data: bytes) -> int:
        if threading.current_thread() is threading.main_thread():
            write(handle, bytes(data[:7]))
            raise OSError(errno.ENOSPC, "the disk is full")
        return write(handle, data)

    monkeypatch.setattr(os, "write", full)
    text(history, "second")
    assert history.project.project.title == "second"
    assert [one.errno for one in told] == [errno.ENOSPC]
    monkeypatch.setattr(os, "write", write)
    text(history, "third")
    clock[0] += 10
    text(history, "fourth")
    journal.abandon()
    assert recover(only(tmp_path)).after == history.project
    discard(only(tmp_path))
    assert files_of(tmp_path) == []


def test_windows_and_programs_have_journals_of_their_own(tmp_path: Path) -> None:
    one, first = begun(tmp_path)
    two, second = History(beginning()), None
    second = Journal(two, tmp_path / FILE, load(tmp_path / FILE).digest, folder=tmp_path, who=DEAD)
    text(one, "one")
    text(two, "two")
    first.abandon()
    second.abandon()
    assert {recover(lost).after.project.title for lost in find_for(tmp_path / FILE, tmp_path)} == {"one", "two"}
    assert find_for(tmp_path / "other.footfall.json", tmp_path) == ()


def test_what_a_living_program_writes_is_left_alone(tmp_path: Path) -> None:
    history = History(beginning())
    journal = Journal(history, None, None, folder=tmp_path)
    text(history, "mine")
    assert find(tmp_path) == ()
    journal.abandon()
    assert find(tmp_path) == ()
    assert files_of(tmp_path) == [".journal"]
