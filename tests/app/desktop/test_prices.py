"""Prices of pain points in the studio: asked for, shown on the map and beside it, muted after a change, exported."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton

from app.desktop.canvas.tips import whole_text
from app.desktop.document import Selection
from app.desktop.pricing import Priced
from maps.layout.elements import PainCard
from personas.provenance import Parameter
from simulation.experiment.run import Settings
from tests.app.cli.test_prices import price_of
from tests.app.desktop.driver import Driver, clipped


def _priced(driver: Driver) -> Priced:
    """Prices by hand, shown as if they had just been worked out."""
    path = driver.folder / "priced.footfall.json"
    driver.save_as(path)
    found = Priced(price_of(path))
    driver.studio.priced = found
    driver.studio.answered.emit()
    driver.settle()
    return found


def _tags(driver: Driver) -> dict[str, PainCard]:
    found = [one for one in driver.view.layout_now.elements if isinstance(one, PainCard)]
    return {one.record: one for one in found if one.tag is not None}


@pytest.mark.slow
def test_the_button_prices_the_pain_points(driver: Driver) -> None:
    """Pressed beside the map: it can be watched and stopped, and the tags come."""
    driver.open_kettle()
    driver.studio._run_settings = Settings(visitors=2_000, draws=10, workers=2)
    driver.document.select(Selection())
    driver.settle()
    driver.click("price-pains")
    assert driver.studio.running
    driver.until(lambda: not driver.studio.running, 400.0)
    assert driver.studio.priced is not None
    assert len(_tags(driver)) == len(driver.studio.priced.prices.by_card()) > 0
    assert driver.says == ""


def test_it_can_be_stopped(driver: Driver) -> None:
    driver.open_kettle()
    driver.window.commands.do("prices")
    assert driver.studio.running
    driver.window.commands.do("stop")
    driver.until(lambda: not driver.studio.running)
    assert driver.studio.priced is None
    assert "Stopped" in driver.says


def test_tags_are_on_the_cards_and_say_more_when_asked(driver: Driver) -> None:
    priced = _priced(driver.open_kettle())
    first = priced.prices.priced[0]
    tags = _tags(driver)
    assert set(tags) == {one.card for one in priced.prices.priced}
    tag = tags[first.card].tag
    assert tag is not None
    assert "1,230" in "".join(tag.text.lines)  # three digits: more would promise too much
    assert not tag.stale
    told = whole_text(tags[first.card], 1.0, driver.view._more)
    assert "95% between" in told
    driver.click_on(first.card)
    beside = driver.texts()
    assert "Costs €" in beside
    assert "95% between" in beside


def test_the_list_leads_to_the_card(driver: Driver) -> None:
    priced = _priced(driver.open_kettle())
    driver.document.select(Selection())
    driver.settle()
    driver.click(f"price-{priced.prices.priced[1].card}")
    assert driver.document.selection == Selection("cards", priced.prices.priced[1].card)


def test_prices_go_stale_in_sight(driver: Driver) -> None:
    _priced(driver.open_kettle())
    link = next(iter(driver.project.links))
    driver.document.set("links", link, ("share",), Parameter(value=0.11, kind="assumed"), "number")
    driver.settle()
    assert driver.studio.priced is not None
    assert driver.studio.priced.stale
    assert all(card.tag is not None and card.tag.stale for card in _tags(driver).values())
    driver.document.select(Selection())
    driver.settle()
    assert "From before your last change." in driver.texts()
    assert driver.find("price-pains", QPushButton).isEnabled()


def test_a_note_leaves_them_fresh(driver: Driver) -> None:
    _priced(driver.open_kettle())
    point = next(iter(driver.project.touchpoints))
    driver.document.set("touchpoints", point, ("note",), "Ask the shop", "text")
    driver.settle()
    assert driver.studio.priced is not None
    assert not driver.studio.priced.stale


@pytest.mark.parametrize("tongue", ["en", "nl"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_they_fit_in_every_look(driver: Driver, theme: str, tongue: str) -> None:
    priced = _priced(driver.open_kettle())
    driver.studio.set_language(tongue)
    driver.studio.set_theme(theme)
    driver.document.select(Selection("cards", priced.prices.priced[0].card))
    driver.settle()
    assert _tags(driver)
    assert clipped(driver) == []


def test_the_exported_picture_carries_them(driver: Driver) -> None:
    driver.open_kettle()
    plain, tagged = driver.folder / "plain.svg", driver.folder / "tagged.svg"
    for path in (plain, tagged):
        driver.picked.exporting = path
        driver.window.commands.do("export")
        driver.settle()
        if path is plain:
            _priced(driver)
    assert tagged.stat().st_size > plain.stat().st_size


def test_it_is_in_the_menu_and_the_palette(driver: Driver) -> None:
    driver.open_kettle()
    menu = driver.frame.menu(driver.window)
    assert menu.findChild(QAction, "prices") is not None
    assert any(entry.name.startswith("Price the pain") for entry in driver.window.commands.entries())
