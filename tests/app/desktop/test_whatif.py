"""What if: sliders by mouse and by keys; the answer follows, the project changes only when somebody keeps it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget

from app.desktop.answer import live as shown_live
from app.desktop.lab.session import Session, session_of
from app.desktop.lab.whatif import OPEN, WhatIfSlider
from app.project.edits import apply
from app.project.slices import map_slice, scenario
from app.project.whatif import edits, knobs, turned
from simulation.live import walks
from simulation.live.answers import LiveAnswer
from tests.app.desktop.driver import Driver

CONSENT, PULL = "trait:consent", "strength:reviews"


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few visitors: what follows what is tested here, not how precise it is."""
    monkeypatch.setattr(walks, "BLOCKS", (100, 50, 50, 50))
    monkeypatch.setattr(shown_live, "SHOWN_FROM", 1)


@pytest.fixture
def page(driver: Driver) -> Driver:
    driver.open_kettle().click("run").until(lambda: not driver.studio.running)
    driver.window.go("simulate")
    driver.settle()
    return driver


def session(driver: Driver) -> Session:
    return session_of(driver.document, driver.studio.jobs)


def slider(driver: Driver, key: str = CONSENT) -> WhatIfSlider:
    return driver.find(f"knob-{key}", WhatIfSlider)


def answered(driver: Driver) -> LiveAnswer:
    driver.until(lambda: session(driver).answer is not None)
    found = session(driver).answer
    assert found is not None
    return found


def drag(driver: Driver, made: WhatIfSlider, by: int) -> None:
    start = QPoint(int(made.x_of(made.value.value)), 33)
    QTest.mousePress(made, Qt.MouseButton.LeftButton, pos=start)
    for step in range(1, 5):
        QTest.mouseMove(made, start + QPoint(by * step // 4, 0))
        driver.settle()
    QTest.mouseRelease(made, Qt.MouseButton.LeftButton, pos=start + QPoint(by, 0))
    driver.settle()


def test_a_drag_changes_the_answer_and_not_the_project(page: Driver) -> None:
    before, title = page.project, page.window.windowTitle()
    drag(page, slider(page), -60)
    value = session(page).values[CONSENT]
    assert value < 0.6
    found = answered(page)
    assert found.arm == page.studio.finished.result.arms[1].id  # type: ignore[union-attr]
    page.until(lambda: "What if, not the project" in page.texts())
    assert page.project is before
    assert page.document.history.undo_label is None
    assert page.window.windowTitle() == title
    said = page.find("whatif-answer", QLabel).text()
    assert "between" in said


def test_a_slider_put_back_shows_the_run_again(page: Driver) -> None:
    made = slider(page)
    drag(page, made, -60)
    answered(page)
    page.click("whatif-reset")
    assert session(page).values == {}
    assert session(page).answer is None
    assert made.value.value == pytest.approx(made._begins)
    assert "What if, not the project" not in page.texts()


def test_keys_move_a_slider_and_delete_puts_it_back(page: Driver) -> None:
    made = slider(page)
    made.setFocus(Qt.FocusReason.TabFocusReason)
    for _ in range(3):
        QTest.keyClick(made, Qt.Key.Key_Left)
    assert session(page).values[CONSENT] < made._begins - 0.05
    assert "was" in made.accessibleName() or str(round(made.value.value * 100)) in made.accessibleName()
    answered(page)
    QTest.keyClick(made, Qt.Key.Key_Delete)
    assert session(page).values == {}
    QTest.keyClicks(made, "5")
    field = made.findChild(QWidget)
    assert field is not None
    QTest.keyClicks(field, "0")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert session(page).values[CONSENT] == pytest.approx(0.5)


def test_the_same_place_gives_the_same_answer(page: Driver) -> None:
    made = slider(page, PULL)
    made.hand.slid(1.5, False)
    page.until(lambda: session(page).resting)
    first = session(page).answer
    made.hand.slid(0.5, False)
    page.until(lambda: session(page).resting)
    assert session(page).answer != first
    made.hand.slid(1.5, False)
    page.until(lambda: session(page).resting)
    assert session(page).answer == first


def test_what_is_kept_is_one_step_and_can_be_undone(page: Driver) -> None:
    before = page.project
    drag(page, slider(page), -60)
    made = slider(page, PULL)
    made.hand.slid(1.4, False)
    value = session(page).values[CONSENT]
    answered(page)
    page.click("whatif-keep")
    assert session(page).values == {}
    arm = page.studio.finished.result.arms[1].id  # type: ignore[union-attr]
    now = {knob.key: knob for knob in knobs(page.project, page.document.map_id, arm)}
    assert now[CONSENT].value == pytest.approx(value, abs=1e-4)
    assert now[PULL].value == pytest.approx(1.4)
    assert now[CONSENT].grounds == "assumed"
    assert slider(page).value.value == pytest.approx(value, abs=1e-4), "the slider begins there now"
    page.until(lambda: "From before your last change" in page.texts())
    page.press("Ctrl+Z")
    assert page.project.personas == before.personas
    assert page.project.rules == before.rules


def test_more_assumptions_unfold_and_stay_open(page: Driver) -> None:
    assert not page.window.findChildren(WhatIfSlider, "knob-trait:pace")
    page.click(OPEN)
    assert slider(page, "trait:pace").isVisible()
    page.studio.answered.emit()
    page.settle()
    assert slider(page, "trait:pace").isVisible()
    page.studio.set_theme("dark")
    page.settle()
    assert slider(page, "trait:pace").isVisible()


def test_parts_that_see_nothing_new_are_not_made_anew(page: Driver) -> None:
    headline, sliders = page.find("part-headline", QWidget), slider(page)
    sliders.setFocus()
    page.studio.answered.emit()
    page.settle()
    assert page.find("part-headline", QWidget) is headline
    assert slider(page) is sliders
    assert sliders.hasFocus()


def test_before_a_run_the_sliders_answer_too(driver: Driver) -> None:
    driver.open_kettle()
    driver.window.go("simulate")
    driver.settle()
    slider(driver).hand.slid(0.4, False)
    answered(driver)
    driver.until(lambda: "between" in driver.find("whatif-answer", QLabel).text())
    assert driver.studio.finished is None


def test_another_document_ends_what_was_tried(page: Driver) -> None:
    slider(page).hand.slid(0.4, False)
    page.open_kettle()
    page.until(lambda: not page.studio.jobs.busy)
    page.window.go("simulate")
    page.settle()
    assert session(page).values == {}


@pytest.mark.parametrize("key", ["trait:consent", "trait:pace", "trait:return_propensity", "strength:reviews"])
def test_a_knob_moves_its_average_to_where_it_is_turned(driver: Driver, key: str) -> None:
    project = driver.open_kettle().project
    piece = map_slice(project)
    arm = scenario(project).arms[1].id
    value = {"trait:consent": 0.3, "trait:pace": 1.4, "trait:return_propensity": 0.5, "strength:reviews": 0.7}[key]
    after = turned(project, piece.id, arm, {key: value})
    (found,) = [knob for knob in knobs(after, piece.id, arm) if knob.key == key]
    assert found.value == pytest.approx(value, abs=1e-4)
    back = turned(after, piece.id, arm, {key: next(k.value for k in knobs(project, piece.id, arm) if k.key == key)})
    (again,) = [knob for knob in knobs(back, piece.id, arm) if knob.key == key]
    assert again.value == pytest.approx(next(k.value for k in knobs(project, piece.id, arm) if k.key == key), abs=1e-4)


def test_a_share_of_consent_never_leaves_its_bounds(driver: Driver) -> None:
    project = driver.open_kettle().project
    piece, arm = map_slice(project), scenario(project).arms[1].id
    for value in (0.0, 0.01, 0.99, 1.0):
        after = turned(project, piece.id, arm, {"trait:consent": value})
        assert all(0 <= one.traits.consent.value <= 1 for one in after.personas.values())
        assert sorted(p.traits.consent.value for p in project.personas.values()) == [
            p.traits.consent.value for p in sorted(project.personas.values(), key=lambda one: one.traits.consent.value)
        ]


def test_knobs_that_come_into_nothing_are_not_offered(driver: Driver) -> None:
    project = driver.open_kettle().project
    arms = {arm.title: arm.id for arm in scenario(project).arms[1:]}
    map_id = map_slice(project).id
    speaking = {knob.key for knob in knobs(project, map_id, arms["Starter rules"])}
    mending = {knob.kind for knob in knobs(project, map_id, arms["Delivery cost shown early"])}
    assert CONSENT in speaking
    assert "trait:patience" not in speaking, "no pain point is solved there"
    assert "strength" not in mending
    assert "friction" in mending
    (edit,) = edits(project, map_id, arms["Starter rules"], {"mode:": 1.0})
    assert scenario(apply(project, edit)).arms[1].mode == "score-card"


def test_what_was_tried_can_be_kept_as_an_arm(page: Driver) -> None:
    arm = page.studio.finished.result.arms[1].id  # type: ignore[union-attr]
    before = page.project
    slider(page).hand.slid(0.4, False)
    slider(page, "mode:").hand.slid(1.0, False)
    page.settle()
    page.click("whatif-arm")
    (made,) = set(page.project.variants) - set(before.variants)
    kept = page.project.variants[made]
    assert kept.mode == "score-card"
    assert page.project.personas == before.personas
    shares = map_slice(page.project).map.personas
    mean = sum(shares[key] * one.consent.value for key, one in kept.trait_changes.items() if one.consent is not None)
    assert mean / sum(shares.values()) == pytest.approx(0.4, abs=1e-3)
    assert page.project.variants[arm] == before.variants[arm]
    page.press("Ctrl+Z")
    assert page.project.variants == before.variants
    slider(page, PULL).hand.slid(1.4, False)
    page.settle()
    offered = [one for one in page.window.findChildren(QWidget, "whatif-arm") if one.isVisible()]
    assert not offered, "a strength is no arm's own"
