"""The test to run for real, beside the answer: weeks, picture, inputs that follow at once, and its text."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton

from app.desktop.lab.plan import PlanPanel
from app.desktop.lab.plan_picture import PowerCurve, WeekBars
from app.desktop.runs import Finished
from maps.model import World
from personas.records import FrozenMap
from tests.app.desktop.answers import result
from tests.app.desktop.driver import Driver, clipped


def _panel(driver: Driver, *, shown: bool = True) -> PlanPanel:
    """The plan of a run made by hand, on the page of the answer."""
    driver.open_kettle()
    made = result(driver.document.map_id, list(driver.project.personas), shown=shown)
    driver.studio.show_finished(Finished(made, driver.document.map_id, "2026-11-22T05:00:00+00:00"))
    driver.window.go("simulate")
    return _again(driver)


def _again(driver: Driver) -> PlanPanel:
    driver.until(lambda: any(one.isVisible() and one.plan for one in driver.window.findChildren(PlanPanel)))
    return next(one for one in driver.window.findChildren(PlanPanel) if one.isVisible())


def _weeks(driver: Driver) -> str:
    return driver.find("plan-weeks", QLabel).text()


def test_weeks_and_facts_stand_beside_the_answer(driver: Driver) -> None:
    panel = _panel(driver)
    assert panel.plan is not None
    assert _weeks(driver) == f"{panel.plan.weeks} weeks"
    said = driver.texts(panel)
    for words in ("Smallest lift it can see", "Chance it comes out significant", "by visitor", "at 4,140 visitors"):
        assert words in said
    assert driver.find("power-curve", PowerCurve).accessibleName().startswith("With ")
    assert panel.plan.arm == "variant-b"


def test_it_follows_while_one_types(driver: Driver) -> None:
    panel = _panel(driver)
    before = _weeks(driver)
    field = driver.find("plan-visitors", QLineEdit)
    with driver.qtbot.waitActive(driver.window):
        driver.window.activateWindow()
    driver.click("plan-visitors")
    field.selectAll()
    driver.type("60")
    slow = _weeks(driver)
    assert slow != before
    driver.type("000")
    assert panel.plan is not None
    assert panel.plan.visitors_per_day == 60_000
    assert _weeks(driver) not in (slow, "")
    driver.type("x")
    assert field.property("state") == "error"
    assert panel.plan.visitors_per_day == 60_000
    driver.press("Backspace")
    assert not field.property("state")


def test_chance_and_false_alarms_are_chosen(driver: Driver) -> None:
    panel = _panel(driver)
    assert panel.plan is not None
    needed = panel.plan.needed
    driver.click("segment-plan-power-0.95")
    assert panel.plan.power == 0.95
    assert panel.plan.needed is not None
    assert needed is not None
    assert panel.plan.needed > needed
    driver.click("segment-plan-alpha-0.01")
    assert panel.plan.alpha == 0.01


def test_what_was_typed_stays_when_the_look_changes(driver: Driver) -> None:
    _panel(driver)
    driver.click("segment-plan-power-0.9")
    driver.studio.set_theme("dark")
    driver.settle()
    again = _again(driver)
    assert again.plan is not None
    assert again.plan.power == 0.9


def test_another_arm_has_another_plan(driver: Driver) -> None:
    _panel(driver)
    driver.frame._choose_arm("variant-c")
    driver.settle()
    plan = _again(driver).plan
    assert plan is not None
    assert plan.arm == "variant-c"


def test_the_plan_is_taken_along_as_text(driver: Driver) -> None:
    panel = _panel(driver)
    driver.click("copy-plan")
    text = QGuiApplication.clipboard().text()
    assert panel.plan is not None
    assert f"{panel.plan.weeks} weeks." in text
    assert "How to run and read it" in text
    assert max(map(len, text.splitlines())) <= 80
    assert "on the clipboard" in driver.says


def test_a_week_with_a_pattern_is_drawn(driver: Driver) -> None:
    _panel(driver)
    assert [one for one in driver.window.findChildren(WeekBars) if one.isVisible()] == []
    world = driver.project.maps[driver.document.map_id].world
    hours = FrozenMap({str(hour): 3.0 if hour < 24 else 1.0 for hour in range(168)})
    changed = World(**{**dict(world), "hour_of_week": hours})
    driver.document.set("maps", driver.document.map_id, ("world",), changed, "number")
    driver.settle()
    _again(driver)
    assert "on Mon" in driver.find("week", WeekBars).accessibleName()


def test_too_few_to_say_is_planned_at_what_is_worth_having(driver: Driver) -> None:
    plan = _panel(driver, shown=False).plan
    assert plan is not None
    assert plan.rests_on in ("worth", "prediction")
    assert plan.chance is None


@pytest.mark.parametrize("tongue", ["en", "nl"])
@pytest.mark.parametrize("theme", ["light", "contrast"])
def test_it_fits(driver: Driver, theme: str, tongue: str) -> None:
    _panel(driver)
    driver.studio.set_language(tongue)
    driver.studio.set_theme(theme)
    driver.window.resize(1440, 900)
    driver.settle()
    panel = _again(driver)
    mine = driver.texts(panel)
    assert [words for words in clipped(driver) if words in mine] == []
    assert driver.find("copy-plan", QPushButton).isEnabled()
