"""Programs at one file see one another, and only those that live."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from app.project import presence
from app.project.history import History
from app.project.journal import Journal
from app.project.presence import Presence, Who, alive, me, others_at
from tests.app.project.sessions import DEAD, FILE, beginning, play


def test_two_programs_at_one_file_see_one_another(tmp_path: Path) -> None:
    path = tmp_path / FILE
    mine, its = Presence(path, folder=tmp_path), Presence(path, folder=tmp_path)
    assert others_at(path, but=mine, folder=tmp_path) == (me(),)
    its.leave()
    assert others_at(path, but=mine, folder=tmp_path) == ()
    assert others_at(path, folder=tmp_path) == (me(),)
    assert others_at(tmp_path / "other", folder=tmp_path) == ()
    mine.leave()
    assert list((tmp_path / "open").iterdir()) == []


def test_notes_of_the_dead_are_cleared_away(tmp_path: Path) -> None:
    path = tmp_path / FILE
    Presence(path, folder=tmp_path, who=DEAD)
    Presence(path, folder=tmp_path, who=Who(me().pid, me().host, "another beginning"))
    assert others_at(path, folder=tmp_path) == ()
    assert [one for folder in (tmp_path / "open").iterdir() for one in folder.iterdir()] == []


def test_a_program_is_its_number_and_its_beginning(monkeypatch: pytest.MonkeyPatch) -> None:
    assert alive(me(), 0.0)
    assert not alive(DEAD, 1e12)
    assert not alive(Who(me().pid, me().host, "before"), 1e12)
    assert alive(Who(me().pid, me().host, ""), 0.0)
    stranger = Who(1, "another machine", "")
    monkeypatch.setattr(time, "time", lambda: 10_000.0)
    assert alive(stranger, 9_900.0)
    assert not alive(stranger, 1_000.0)


@pytest.mark.skipif(not Path("/bin/ps").exists(), reason="ps is not there")
def test_where_there_is_no_proc_ps_is_asked() -> None:
    assert presence._started_by_ps(me().pid)
    assert presence._started_by_ps(2**22 + 1) is None


def test_without_a_place_for_notes_nothing_stops(tmp_path: Path) -> None:
    blocked = tmp_path / "blocked"
    blocked.write_bytes(b"")
    note = Presence(tmp_path / FILE, folder=blocked)
    note.beat()
    assert others_at(tmp_path / FILE, folder=blocked) == ()
    note.leave()
    told: list[OSError] = []
    history = History(beginning())
    journal = Journal(history, None, None, folder=blocked, tell=told.append)
    play(3, history, history.mark_saved, lambda _project: None, lambda _number: None)
    assert len(told) >= 1
    journal.close()


@pytest.mark.skipif(sys.platform == "win32", reason="signal 0 ends a process there")
def test_without_ps_there_is_still_the_number(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_ps(*_args: object, **_kwargs: object) -> None:
        raise FileNotFoundError("ps")

    monkeypatch.setattr(subprocess, "run", no_ps)
    assert presence._started_by_ps(me().pid) == ""
    assert presence._started_by_ps(2**22 + 1) is None
    assert presence._started_by_ps(2**62) is None
