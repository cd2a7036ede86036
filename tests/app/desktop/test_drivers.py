"""What drives an answer, on its page: the button, the waterfall, the tornado, and when they go stale."""

from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtWidgets import QPushButton, QWidget

from app.desktop.jobs import Work
from app.desktop.lab.contribution import MOST, Waterfall, divisions
from app.desktop.lab.tornado import Tornado, listed
from app.desktop.runs import Finished
from app.desktop.studies import Studied
from simulation.drivers import hanging, study
from simulation.drivers.result import Drivers
from tests.app.desktop.answers import result
from tests.app.desktop.driver import Driver
from tests.app.drivers_made import made, share


def _page(driver: Driver) -> Driver:
    driver.open_kettle()
    answer = result(driver.document.map_id, list(driver.project.personas))
    driver.studio.show_finished(Finished(answer, driver.document.map_id, "2026-11-22T05:00:00+00:00"))
    driver.window.go("simulate")
    driver.settle()
    return driver


def _with(driver: Driver, found: Drivers | None = None) -> Drivers:
    finished = driver.studio.finished
    assert finished is not None
    found = found or made(driver.document.map_id, experiment=finished.result.experiment)
    driver.studio.studies["drivers"] = Studied(found, driver.document.map_id)
    driver.studio.answered.emit()
    driver.settle()
    return found


def _seen(driver: Driver, kind: type[QWidget]) -> list[QWidget]:
    return [one for one in driver.window.findChildren(kind) if one.isVisible()]


def test_before_the_study_there_is_a_button_that_says_what_it_does(driver: Driver) -> None:
    _page(driver)
    part = driver.find("part-contribution", QWidget)
    assert "every combination" in driver.texts(part)
    assert "About 40" in driver.texts(part)
    assert driver.find("start-drivers", QPushButton).isEnabled()
    assert not _seen(driver, Tornado)


def test_the_button_explains_the_variant_that_is_looked_at(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[object, ...]] = []

    def work(*told: object) -> Work:
        asked.append(told)
        return lambda _reporter: made("map", arm="variant-c")

    monkeypatch.setattr("app.desktop.lab.driving.work", work)
    _page(driver)
    driver.frame._choose_arm("variant-c")
    driver.settle()
    driver.click("start-drivers")
    driver.until(lambda: not driver.studio.running)
    assert asked[0][2:4] == (driver.document.map_id, "variant-c")


def test_waterfall_and_tornado(driver: Driver) -> None:
    found = _with(_page(driver))
    (waterfall,) = _seen(driver, Waterfall)
    assert "Reminder of viewed kettles: +0.18" in waterfall.accessibleName()
    assert "Most-chosen label: too few" in waterfall.accessibleName()
    assert "Together: +0.24" in waterfall.accessibleName()
    (tornado,) = _seen(driver, Tornado)
    assert "published" in tornado.accessibleName()
    said = driver.texts(driver.find("part-tornado", QWidget))
    assert "would narrow the answer most" in said
    assert "2 more assumptions" in said
    rows, hidden = listed(found)
    assert [one.key for one in rows] == ["effect:reminder", "trait:consent", "world:forget_days"]
    assert hidden == 2


def test_the_lift_can_be_divided_otherwise_and_stays_so(driver: Driver) -> None:
    _with(_page(driver))
    driver.click("segment-contribution-personas")
    (waterfall,) = _seen(driver, Waterfall)
    assert "Danielle" in waterfall.accessibleName()
    driver.studio.set_theme("dark")
    driver.settle()
    assert "Danielle" in _seen(driver, Waterfall)[0].accessibleName()


def test_a_study_of_another_variant_is_not_shown_for_this_one(driver: Driver) -> None:
    _with(_page(driver))
    assert _seen(driver, Waterfall)
    driver.frame._choose_arm("variant-c")
    driver.settle()
    assert not _seen(driver, Waterfall)
    assert driver.find("start-drivers", QPushButton).isEnabled()


def test_after_a_change_it_is_said_to_be_from_before_and_can_be_made_again(driver: Driver) -> None:
    _with(_page(driver))
    driver.studio.studies["drivers"] = driver.studio.studies["drivers"].gone_stale()
    driver.studio.answered.emit()
    driver.settle()
    assert "From before your last change" in driver.texts(driver.find("part-contribution", QWidget))
    assert driver.find("start-drivers", QPushButton).isEnabled()


def test_many_rules_are_taken_together_and_still_add_up() -> None:
    many = tuple(share(f"rule-{n:08d}", f"Rule {n}", 0.001 / (n + 1)) for n in range(14))
    bars = divisions(made("map", shares=many))["rules"]
    assert len(bars) == MOST
    assert sum(one.value for one in bars) == pytest.approx(sum(one.share.mean or 0.0 for one in many))
    assert bars[-1].name == "6 more rules"


def test_the_whole_way(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run, choose, press, read: with few visitors and without what would have to be fitted anew."""
    whole = hanging.other_levers
    monkeypatch.setattr(hanging, "other_levers", lambda *a, **k: [one for one in whole(*a, **k) if not one.fits_anew])
    monkeypatch.setattr(study, "explain", partial(study.explain, effort=study.Effort(blocks=1)))
    driver.open_kettle()
    driver.press("F9")
    driver.until(lambda: driver.studio.finished is not None and not driver.studio.running)
    driver.window.go("simulate")
    driver.settle()
    driver.press("Alt+F9")
    driver.until(lambda: "drivers" in driver.studio.studies)
    found = driver.studio.studies["drivers"].value
    assert isinstance(found, Drivers)
    assert found.arm == driver.frame.arm_in_view
    driver.settle()
    assert _seen(driver, Waterfall)
