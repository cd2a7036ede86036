"""What the lift lab keeps (changed traits, levels, past tests, decisions) in the journal, the file and the history."""

from __future__ import annotations

from pathlib import Path

from app.project import past_tests
from app.project.check import check
from app.project.examples import new_from_example
from app.project.experiments import (
    add_arm,
    change_traits,
    decisions_of,
    factors_of,
    new_experiment,
    set_design,
    write_down,
)
from app.project.files import load, save
from app.project.history import History
from app.project.recovery import recover
from personas.provenance import assumed
from simulation.calibration.model import PastTest
from tests.app.project.sessions import begun, only

MOMENT = "2026-11-22T06:00:00+00:00"
MAP = "map-kettle00"


def worked(history: History) -> str:
    """A factorial of changed traits, a past test and a decision; the experiment's id."""
    asked = new_experiment(history.project, MAP, "Trust", "We expect more consent.")
    history.do(asked.edit)
    person = next(iter(history.project.maps[MAP].personas))
    for trait in ("consent", "login"):
        made = add_arm(history.project, asked.id, f"More {trait}")
        history.do(made.edit)
        history.do(change_traits(history.project, made.id, person, **{trait: assumed(0.9)}))
    history.do(set_design(history.project, asked.id, "factorial"))
    test = PastTest(
        map=MAP, title="Banner", control_visitors=5000, control_conversions=150, treated_visitors=5000,
        treated_conversions=170, technique="social_proof",
    )  # fmt: skip
    history.do(past_tests.add(history.project, [test]))
    history.do(write_down(history.project, asked.id, None, "We build it.", "Ada", MOMENT).edit)
    return asked.id


def test_a_studio_that_was_killed_gives_them_back(tmp_path: Path) -> None:
    history, journal = begun(tmp_path, project=new_from_example("kettle"))
    experiment = worked(history)
    history.undo()
    history.redo()
    journal.abandon()
    found = recover(only(tmp_path)).after
    assert found == history.project
    assert len(factors_of(found, experiment)) == 2
    assert any(len(arm.levels) == 2 for arm in found.variants.values())
    assert len(found.past_tests) == 1


def test_saved_and_opened_again_they_are_equal_and_nothing_is_wrong_with_them(tmp_path: Path) -> None:
    history, journal = begun(tmp_path, project=new_from_example("kettle"))
    worked(history)
    journal.close()
    path = tmp_path / "lab.footfall.json"
    save(path, history.project, force=True)
    opened = load(path).project
    assert opened == history.project
    assert not [one for one in check(opened) if one.severity == "error" and one.path.startswith(("variants", "past"))]


def test_decisions_are_not_undone(tmp_path: Path) -> None:
    history, journal = begun(tmp_path, project=new_from_example("kettle"))
    experiment = worked(history)
    while history.undo_label not in (None, "add-experiment"):
        history.undo()
        assert len(decisions_of(history.project, experiment)) == 1
    journal.abandon()
    assert not [arm for arm in history.project.variants.values() if arm.experiment == experiment]
    assert not history.project.past_tests
