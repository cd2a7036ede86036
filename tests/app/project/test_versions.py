"""Named versions: kept, compared with now, brought back as a step that can be undone."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.project import versions
from app.project.builders import add_record, remove_record, set_field
from app.project.check import check
from app.project.edits import apply
from app.project.examples import new_from_example
from app.project.files import save
from app.project.history import History
from app.project.model import Project, Run
from app.project.remarks import say
from app.project.versions import bring_back, counted, held_in, held_in_backup, keep_version, listed_backups
from app.words.changes import change_sentence, changes_said
from personas.problems import FootfallError


@pytest.fixture
def history() -> History:
    return History(new_from_example("kettle", "en"))


def kept(history: History, title: str = "First") -> str:
    history.do(keep_version(history.project, title, "Noor", "2026-11-22T10:00:00+00:00"))
    return versions.newest_first(history.project)[0]


def test_a_version_brought_back_is_the_project_as_it_was(history: History) -> None:
    before = history.project
    version = kept(history)
    card, point = next(iter(before.cards)), next(iter(before.touchpoints))
    history.do(set_field(history.project, "cards", card, ("text",), "Something else", "text"))
    history.do(remove_record(history.project, "touchpoints", point))
    history.do(set_field(history.project, "project", "", ("title",), "Renamed", "text"))
    changed = history.project
    history.do(bring_back(history.project, held_in(history.project, version)))
    assert history.project.model_copy(update={"snapshots": before.snapshots}) == before
    assert history.undo_label == "restore"
    history.undo()
    assert history.project == changed


def test_the_latest_version_comes_first_and_holds_no_other(history: History) -> None:
    first, second = kept(history, "Alpha#1"), kept(history, "Beta#2")
    assert versions.newest_first(history.project) == [second, first]
    assert "Beta#2" not in history.project.snapshots[first].content
    assert "Alpha#1" not in history.project.snapshots[second].content


def test_comments_votes_and_runs_stay(history: History) -> None:
    version = kept(history)
    map_id, experiment = next(iter(history.project.maps)), next(iter(history.project.experiments))
    edit, comment = say(history.project, map_id, "Still true?", moment="2026-11-22T11:00:00+00:00")
    history.do(edit)
    run = Run(experiment=experiment, seed=1, visitors=10, draws=2)
    history.do(add_record(history.project, "runs", "run-aaaaaaaa", run))
    history.do(bring_back(history.project, held_in(history.project, version)))
    assert comment in history.project.comments
    assert "run-aaaaaaaa" in history.project.runs


def test_what_hangs_on_a_map_the_version_lacks_goes_with_it(history: History) -> None:
    from app.project.atlas import copy_map

    version = kept(history)
    made = copy_map(history.project, next(iter(history.project.maps)), "Later")
    history.do(made.edit)
    history.do(say(history.project, made.map, "On the later map", moment="2026-11-22T11:00:00+00:00")[0])
    history.do(bring_back(history.project, held_in(history.project, version)))
    assert made.map not in history.project.maps
    assert not history.project.comments
    assert not [one for one in check(history.project) if one.severity == "error"]
    history.undo()
    assert made.map in history.project.maps
    assert len(history.project.comments) == 1


def test_what_changed_is_counted_and_said(history: History) -> None:
    version = kept(history)
    cards = list(history.project.cards)
    history.do(set_field(history.project, "cards", cards[0], ("text",), "Another text", "text"))
    history.do(remove_record(history.project, "cards", cards[1]))
    history.do(remove_record(history.project, "cards", cards[2]))
    old = held_in(history.project, version)
    assert change_sentence(counted(old, history.project)) == "2 cards removed, 1 text changed"
    assert change_sentence(counted(history.project, history.project)) == "Nothing is different."


def test_a_feeling_alone_is_said_as_a_feeling(history: History) -> None:
    version = kept(history)
    key, point = next((key, one) for key, one in history.project.touchpoints.items() if one.feelings)
    persona = next(iter(point.feelings))
    history.do(set_field(history.project, "touchpoints", key, ("feelings", persona), None, "mood"))
    counts = counted(held_in(history.project, version), history.project)
    assert changes_said(counts) == ("feelings at 1 touchpoint",)


def test_a_version_without_pictures_is_kept_when_they_make_it_too_large(
    history: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.project.model import ImageData
    from personas.records import FrozenMap

    picture = ImageData(sha256="0" * 64, width=1, height=1, png="A" * 200_000)
    project = history.project.model_copy(update={"images": FrozenMap({"image-aaaaaaaa": picture})})
    monkeypatch.setattr(versions, "LARGEST_VERSION", 190_000)
    edit = keep_version(project, "Small")
    assert "AAAA" not in edit.changes[0].after.content
    after = apply(project, edit)
    assert held_in(after, edit.changes[0].id).images == project.images


def test_a_project_that_would_be_too_large_is_refused(history: History, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(versions, "LARGEST_VERSION", 1000)
    with pytest.raises(FootfallError) as caught:
        keep_version(history.project, "Too much")
    assert caught.value.findings[0].code == "version-too-large"


def test_a_broken_version_is_refused_with_its_name(history: History) -> None:
    version = kept(history, "Broken one")
    project = apply(history.project, set_field(history.project, "snapshots", version, ("content",), '{"format": "x"}'))
    with pytest.raises(FootfallError):
        held_in(project, version)


def test_backups_on_disk_are_listed_and_brought_back(
    history: History, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FOOTFALL_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    path = tmp_path / "kettle.footfall.json"
    before = history.project
    digest = save(path, before)
    card = next(iter(before.cards))
    history.do(set_field(before, "cards", card, ("text",), "Later", "text"))
    save(path, history.project, expected_digest=digest)
    listed = listed_backups(path)
    assert len(listed) == 1
    assert listed[0].moment.startswith("20")
    assert listed[0].moment.endswith("+00:00")
    history.do(bring_back(history.project, held_in_backup(history.project, listed[0].path)))
    assert history.project.cards[card] == before.cards[card]
    assert listed_backups(None) == ()


def test_a_project_brought_back_shares_what_is_the_same(history: History) -> None:
    version = kept(history)
    old = held_in(history.project, version)
    assert old.touchpoints is history.project.touchpoints
    assert isinstance(old, Project)
