"""A journal is believed only as far as it is sound."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from app.project.builders import add_record
from app.project.journal_lines import entry_in, sealed_line
from app.project.model import Comment, Project
from app.project.recovery import Lost, find, recover
from personas.problems import FootfallError
from tests.app.project.sessions import DEAD, LANE, MAP, STAGE, beginning, begun, only, text


def test_cut_off_at_every_byte(tmp_path: Path) -> None:
    """As after a power cut: what was finished comes back, and nothing is made of the rest."""
    history, journal = begun(tmp_path, with_file=False)
    ends: list[tuple[int, Project]] = []

    def note(_notice: object) -> None:
        assert journal.file is not None
        ends.append((journal.file.stat().st_size, history.project))

    history.listen(note)
    for number in range(4):
        text(history, f"T{number} é")
        history.do(add_record(history.project, "comments", f"comment-0000000{number}", Comment(map=MAP, text="a")))
    history.undo()
    journal.abandon()
    path = next((tmp_path / "journals").glob("*.journal"))
    whole = path.read_bytes()
    header = whole.index(b"\n") + 1
    for cut in range(len(whole) + 1):
        path.write_bytes(whole[:cut])
        expected = next((project for end, project in reversed(ends) if end <= cut), beginning())
        if cut < header:
            assert find(tmp_path) == ()
            continue
        recovered = recover(Lost(path, None, "", 1, "", True))
        assert recovered.complete
        assert recovered.after == expected


def test_damage_in_the_middle_stops_there_and_is_said(tmp_path: Path) -> None:
    history, journal = begun(tmp_path)
    for number in range(6):
        text(history, f"T{number}")
    journal.abandon()
    path = next((tmp_path / "journals").glob("*.journal"))
    whole = path.read_bytes()
    for place in (whole.index(b"T3"), whole.index(b"\n", whole.index(b"T2")) + 3):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        lost = only(tmp_path)
        assert (lost.complete, lost.steps) == (False, 3)
        recovered = recover(lost)
        assert (recovered.complete, recovered.after.project.title) == (False, "T2")
    lines = whole.splitlines(keepends=True)
    for other in (lines[:3] + lines[4:], [*lines[:3], lines[4], lines[3], *lines[5:]]):
        path.write_bytes(b"".join(other))
        assert recover(only(tmp_path)).after.project.title == "T1", "a line that is missing or moved is noticed"


def forged(folder: Path, *entries: dict[str, Any], **header: Any) -> None:
    """A journal of which every check is right, and nothing else perhaps."""
    place = folder / "journals"
    place.mkdir(exist_ok=True)
    begin = {
        "format": "footfall-journal", "version": 1, "app": "", "project_version": 1, "who": DEAD.plain(),
        "moment": "", "title": "", "path": None, "digest": None, "tally": [0, 0, 0, 0], "replaces": [],
        "project": {"format": "footfall", "version": 1, "project": {"title": "Kettle"}}, **header,
    }  # fmt: skip
    lines, check = [], ""
    for data in (begin, *entries):
        line, check = sealed_line(data, check)
        lines.append(line)
    (place / "forged.journal").write_bytes(b"".join(lines))


def entry(*changes: Any) -> dict[str, Any]:
    return {"why": "done", "label": "text", "depth": 1, "set": list(changes)}


@pytest.mark.parametrize(
    "header",
    [
        {"format": "footfall"},
        {"version": 2},
        {"version": True},
        {"project_version": 99},
        {"who": {"pid": "1"}},
        {"who": None},
        {"path": 3},
        {"path": "a\0b"},
        {"title": ["x"]},
        {"tally": [0, 0, 0]},
        {"tally": [0, 0, 0, -1]},
        {"replaces": [1]},
        {"project": []},
    ],
)
def test_a_header_that_is_none_is_passed_over(tmp_path: Path, header: dict[str, Any]) -> None:
    forged(tmp_path, entry(["project", "", ["title"], "x"]))
    assert len(find(tmp_path)) == 1, "the forgery is a good one"
    forged(tmp_path, entry(["project", "", ["title"], "x"]), **header)
    assert find(tmp_path) == ()


@pytest.mark.parametrize(
    "change",
    [
        ["project", "", [], {}],
        ["cards", "../../etc", [], {}],
        ["cards", "card-00000001", ["text", "a", "b"], 1],
        ["cards", "card-00000001", "text", 1],
        ["cards", "card-00000001"],
        [1, "card-00000001", [], {}],
        {"table": "cards"},
    ],
)
def test_lines_that_are_none_stop_the_reading(tmp_path: Path, change: Any) -> None:
    assert entry_in(entry(change)) is None
    forged(
        tmp_path, entry(["project", "", ["title"], "sound"]), entry(change), entry(["project", "", ["title"], "late"])
    )
    recovered = recover(only(tmp_path))
    assert (recovered.complete, recovered.after.project.title) == (False, "sound")


@pytest.mark.parametrize(
    "change",
    [
        ["cards", "card-00000001", [], {"text": 3}],
        ["cards", "card-00000001", [], {"map": MAP, "lane": LANE, "stage": STAGE, "text": "x", "unknown": 1}],
        ["nonsense", "card-00000001", [], {}],
        ["project", "", ["title"], "x" * 501],
        ["project", "", ["note"], 1e400],
    ],
)
def test_values_are_validated_as_those_of_any_file(tmp_path: Path, change: Any) -> None:
    if change[-1] == 1e400:
        change = ["project", "", ["title"], {"deep": 1}]
    forged(tmp_path, entry(change))
    with pytest.raises(FootfallError) as refused:
        recover(only(tmp_path))
    assert refused.value.findings


def test_what_does_not_fit_stops_the_replay(tmp_path: Path) -> None:
    good, bad = ["project", "", ["title"], "sound"], ["cards", "card-00000001", ["text"], "of no card"]
    forged(tmp_path, entry(good), entry(bad), entry(["project", "", ["title"], "late"]))
    recovered = recover(only(tmp_path))
    assert (recovered.complete, recovered.after.project.title) == (False, "sound")


def test_absurd_lines_are_not_parsed(tmp_path: Path) -> None:
    place = tmp_path / "journals"
    place.mkdir()
    line, _ = sealed_line({"a": json.loads("[" * 90 + "]" * 90)}, "")
    (place / "deep.journal").write_bytes(line)
    (place / "none.journal").write_bytes(os.urandom(5000))
    (place / "empty.journal").write_bytes(b"")
    (place / "folder.journal").mkdir()
    assert find(tmp_path) == ()
    assert len(list(place.iterdir())) == 4, "young litter may be somebody's beginning"
    for one in place.glob("*e*.journal"):
        os.utime(one, (0, 0))
    find(tmp_path)
    assert sorted(one.name for one in place.iterdir()) == ["folder.journal"]


def test_a_journal_that_is_too_long_is_read_no_further(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    forged(tmp_path, *(entry(["project", "", ["title"], f"T{n}"]) for n in range(40)))
    size = (tmp_path / "journals" / "forged.journal").stat().st_size
    monkeypatch.setattr("app.project.journal_lines.MOST_BYTES", size // 2)
    recovered = recover(only(tmp_path))
    assert not recovered.complete
    assert recovered.after.project.title.startswith("T")


def test_the_file_named_in_a_journal_is_only_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("not a project", "utf-8")
    forged(tmp_path, entry(["project", "", ["title"], "x"]), path=str(secret), digest="0" * 64)
    recovered = recover(only(tmp_path))
    assert recovered.file is None
    assert secret.read_text("utf-8") == "not a project"
