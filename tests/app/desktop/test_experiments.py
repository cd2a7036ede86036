"""An experiment from hypothesis to decision, by mouse and keyboard, kept in the file."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QPlainTextEdit, QWidget

from app.desktop.inspector.fields import Choice
from app.desktop.lab.runs import RunRow
from app.project.experiments import arms_of, factors_of
from app.project.files import load
from tests.app.desktop.driver import Driver


@pytest.fixture
def page(driver: Driver) -> Driver:
    driver.open_kettle().window.resize(1700, 1100)
    driver.window.go("simulate")
    driver.settle()
    return driver


def begun(driver: Driver) -> str:
    """A new experiment with two arms, of which the second solves a pain point."""
    driver.window.commands.do("new_experiment")
    driver.settle()
    key = driver.document.experiment_id
    driver.until(lambda: driver.find("hypothesis", QPlainTextEdit).hasFocus())
    driver.type("Because cost shows late, we expect more orders").press("Return")
    driver.click("add-arm")
    first = arms_of(driver.project, key)[0]
    policy = next(iter(driver.project.policies))
    choose(driver, f"policy-{first}", policy)
    driver.click("add-arm")
    second = arms_of(driver.project, key)[1]
    pain = next(name for name in driver.find(f"add-pain-{second}", Choice)._keys if name)
    choose(driver, f"add-pain-{second}", pain)
    assert pain in {one for change in driver.project.variants[second].card_changes.values()
                    for one in change.pains_removed}  # fmt: skip
    return key


def choose(driver: Driver, name: str, key: str) -> None:
    """Open a choice with the keyboard, walk to a line of it and take that."""
    box = driver.find(name, QComboBox)
    assert isinstance(box, Choice)
    box.setFocus()
    steps = box._keys.index(key) - box.currentIndex()
    for _ in range(abs(steps)):
        QTest.keyClick(driver.find(name, QComboBox), Qt.Key.Key_Down if steps > 0 else Qt.Key.Key_Up)
    driver.settle()


def run(driver: Driver) -> None:
    before = len(driver.project.runs)
    driver.click("run").until(lambda: not driver.studio.running and len(driver.project.runs) > before)


def fold(driver: Driver) -> None:
    driver.click("unfold-question")


def test_from_hypothesis_to_decision(page: Driver) -> None:
    key = begun(page)
    assert page.project.experiments[key].hypothesis.startswith("Because cost shows late")
    page.click("segment-factorial")
    assert len(arms_of(page.project, key)) == 3
    assert len(factors_of(page.project, key)) == 2
    run(page)
    assert page.studio.finished is not None
    assert page.studio.finished.result.experiment == key
    assert page.studio.finished.result.factorial is not None
    assert page.find("part-factorial", QWidget) is not None
    run(page)
    for _ in range(2):
        ticked = [one for one in page.window.findChildren(RunRow) if one.isVisible() and not one._compared]
        QTest.mouseClick(ticked[0], Qt.MouseButton.LeftButton, pos=QPoint(8, ticked[0].height() // 2))
        page.settle()
    told = page.texts(page.find("comparison", QWidget))
    assert "Made in the same way, from the same project." in told
    page.window.commands.do("decide")
    page.until(lambda: page.find("decision-text", QPlainTextEdit).hasFocus())
    page.type("Show the cost early: it carries the lift")
    page.click("write-decision")
    (decision,) = page.project.decisions.values()
    assert page.project.runs[decision.run or ""].moment == page.studio.finished.moment
    assert not page.studio.finished.stale
    depth = len(page.document.history.labels())
    path = page.folder / "lab.footfall.json"
    page.save_as(path)
    kept = load(path).project
    assert kept.experiments[key].design == "factorial"
    assert [one.text for one in kept.decisions.values()] == ["Show the cost early: it carries the lift"]
    assert len(kept.runs) == 2
    page.document.undo()
    assert page.project.decisions, "a decision is not undone"
    assert len(page.document.history.labels()) <= depth
    page.document.redo()
    page.save_as(path)
    page.studio.open(path)
    page.settle()
    page.studio.look_at(key)
    page.window.go("simulate")
    page.settle()
    assert page.studio.finished is not None
    assert not page.studio.finished.stale
    assert page.studio.finished.result.factorial is not None
    assert "it carries the lift" in page.texts()
    assert "Because cost shows late" in page.find("hypothesis", QPlainTextEdit).toPlainText()


def test_arms_are_edited_where_they_stand(page: Driver) -> None:
    key = page.document.experiment_id
    arm = arms_of(page.project, key)[-1]
    page.click(f"edit-{arm}")
    trait = next(name for name in page.find(f"add-trait-{arm}", Choice)._keys if name.endswith("/consent"))
    page.find(f"add-trait-{arm}", Choice).choose(trait)
    page.settle()
    persona = trait.partition("/")[0]
    field = page.find(f"value-trait-{persona}-consent", QWidget)
    field.setFocus()
    page.press("Ctrl+A").type("90%").press("Return")
    changed = page.project.variants[arm].trait_changes[persona].consent
    assert changed is not None
    assert changed.value == pytest.approx(0.9)
    page.click(f"take-trait-{persona}-consent")
    assert not page.project.variants[arm].trait_changes
    count = len(arms_of(page.project, key))
    page.click(f"copy-{arm}")
    assert len(arms_of(page.project, key)) == count + 1
    page.press("Ctrl+Z")
    assert len(arms_of(page.project, key)) == count
    page.click(f"remove-{arm}")
    assert arm not in page.project.variants


def test_what_is_looked_at_is_what_runs_and_a_fifth_factor_is_refused_in_words(page: Driver) -> None:
    first = page.document.experiment_id
    second = begun(page)
    depth = len(page.document.history.labels())
    page.find("experiments", Choice).choose(first)
    page.settle()
    assert page.document.experiment_id == first
    assert len(page.document.history.labels()) == depth, "looking is no edit"
    page.find("experiments", Choice).choose(second)
    page.settle()
    page.click("add-arm").click("add-arm").click("segment-factorial")
    assert len(arms_of(page.project, second)) == 15
    page.click("add-arm")
    assert "32" in page.says
    assert len(arms_of(page.project, second)) == 15
