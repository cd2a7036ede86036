"""Work that was not saved comes back: onto its file, as a copy, or migrated."""

from pathlib import Path
from typing import Any

import pytest

from app.project import migrations, reading, recovery
from app.project.builders import add_record, set_field
from app.project.files import load, save
from app.project.history import History
from app.project.journal import Journal
from app.project.model import Comment, Header, Project, Run
from app.project.recovery import find, recover
from personas.problems import FootfallError
from personas.records import FrozenMap
from simulation.policy.model import Policy
from tests.app.project.sessions import DEAD, FILE, MAP, beginning, begun, files_of, only, text
from tests.app.project.test_migrations import frozen


def test_a_project_that_was_never_saved_comes_back(tmp_path: Path) -> None:
    history, journal = begun(tmp_path, with_file=False)
    text(history, "never saved")
    journal.abandon()
    lost = only(tmp_path)
    assert (lost.file, lost.title, lost.steps) == (None, "Kettle", 1)
    recovered = recover(lost)
    assert (recovered.file, recovered.before, recovered.after) == (None, beginning(), history.project)


def test_runs_alone_of_a_project_without_a_file_are_not_offered(tmp_path: Path) -> None:
    history, journal = begun(tmp_path, with_file=False)
    history.do(
        add_record(
            history.project, "runs", "run-00000001", Run(experiment="experiment-00000001", seed=1, visitors=1, draws=1)
        )
    )
    journal.abandon()
    assert find(tmp_path) == ()


def test_onto_the_file_it_belongs_to(tmp_path: Path) -> None:
    history, journal = begun(tmp_path)
    text(history, "mine")
    journal.abandon()
    recovered = recover(only(tmp_path))
    assert (recovered.file, recovered.digest) == (tmp_path / FILE, load(tmp_path / FILE).digest)


def test_as_a_copy_when_the_file_was_changed(tmp_path: Path) -> None:
    history, journal = begun(tmp_path)
    text(history, "mine")
    journal.abandon()
    (tmp_path / FILE).write_bytes(b'{"format": "footfall", "version": 1}')
    recovered = recover(only(tmp_path))
    assert (recovered.file, recovered.digest) == (None, None)
    assert (recovered.before, recovered.after) == (beginning(), history.project)
    (tmp_path / FILE).unlink()
    assert recover(only(tmp_path)) == recovered


def test_without_anything_to_stand_on_it_says_so(tmp_path: Path) -> None:
    history, journal = begun(tmp_path)
    text(history, "mine")
    journal.abandon()
    (tmp_path / FILE).write_bytes(b'{"format": "footfall", "version": 1}')
    next((tmp_path / "journals").glob("*.base")).unlink()
    with pytest.raises(FootfallError) as refused:
        recover(only(tmp_path))
    assert [one.code for one in refused.value.findings] == ["no-base"]
    assert files_of(tmp_path) == [".journal"], "nothing is thrown away"


def test_my_version_is_kept_when_the_file_changed(tmp_path: Path) -> None:
    history, journal = begun(tmp_path)
    text(history, "mine")
    theirs = save(tmp_path / FILE, Project(project=Header(title="theirs")), force=True)
    journal.kept(theirs)
    history.do(add_record(history.project, "comments", "comment-00000001", Comment(map=MAP, text="after")))
    journal.abandon()
    recovered = recover(only(tmp_path))
    assert (recovered.digest, recovered.before.project.title, recovered.after) == (theirs, "theirs", history.project)


def test_an_older_version_is_replayed_on_that_version_and_then_migrated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / FILE
    path.write_bytes(frozen(1))
    loaded = load(path)
    history = History(loaded.project)
    journal = Journal(history, path, loaded.digest, folder=tmp_path, who=DEAD)
    card = min(history.project.cards)
    history.do(set_field(history.project, "cards", card, ("text",), "written in version 1", "text"))
    journal.abandon()

    def step(data: dict[str, Any]) -> dict[str, Any]:
        cards = {key: {**row, "text": f"{row.get('text', '')}, migrated"} for key, row in data["cards"].items()}
        return {**data, "cards": cards}

    chain = (migrations.Migration(1, "a mark on every card", step),)
    for module in (recovery, reading):
        monkeypatch.setattr(module, "VERSION", 2)
        monkeypatch.setattr(module, "migrate", lambda data, target=2: migrations.migrate(data, chain, target))
    recovered = recover(only(tmp_path))
    assert recovered.file == path
    assert recovered.before == load(path).project
    assert recovered.after.cards[card].text == "written in version 1, migrated"
    monkeypatch.setattr(recovery, "VERSION", 0)
    assert find(tmp_path) == (), "a newer Footfall wrote it, and that one will offer it"
    assert ".journal" in files_of(tmp_path)


def test_a_crash_while_it_is_brought_back_loses_nothing(tmp_path: Path) -> None:
    history, journal = begun(tmp_path)
    text(history, "mine")
    journal.abandon()
    lost = only(tmp_path)
    recovered = recover(lost)
    again = History(recovered.before)
    second = Journal(again, recovered.file, recovered.digest, folder=tmp_path, who=DEAD, replaces=(lost.journal.name,))
    assert only(tmp_path) == lost, "killed before anything was done: the first one is still offered"
    for edit in recovered.edits():
        again.do(edit)
    text(again, "and more")
    second.abandon()
    assert recover(only(tmp_path)).after.project.title == "and more", "killed after it: one offer, with everything"
    assert not lost.journal.exists()


def test_a_value_inside_a_default_that_is_not_empty(tmp_path: Path) -> None:
    history, journal = begun(tmp_path, with_file=False)
    history.do(add_record(history.project, "policies", "policy-00000001", Policy(title="P")))
    card = history.project.policies["policy-00000001"].score_card
    assert card.phase_from, "this default is not empty"
    for key in card.phase_from:
        changed = card.model_copy(update={"phase_from": card.phase_from.without(key)})
        history.do(set_field(history.project, "policies", "policy-00000001", ("score_card",), changed))
        history.undo()
    phases = FrozenMap({**card.phase_from, "checkout": 9.0})
    history.do(set_field(history.project, "policies", "policy-00000001", ("score_card", "phase_from"), phases))
    journal.abandon()
    assert recover(only(tmp_path)).after == history.project
