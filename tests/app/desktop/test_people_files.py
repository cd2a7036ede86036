"""Portraits, colours and files of their own; and how the personas workspace holds with long texts."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.desktop.export import QtPainter
from app.desktop.own_colours import contrast
from app.desktop.portraits import picture_of, read_picture
from app.desktop.theme import DARK
from app.formats.registry import for_path
from app.formats.wish import Wish
from app.project.edits import apply
from app.project.examples import new_from_example, new_from_framework
from app.project.model import Project
from app.project.people import add_shipped, set_portrait
from personas.problems import FootfallError
from tests.app.desktop.driver import Driver, clipped
from tests.app.desktop.people import JELLE, SAMIRA, PeopleDriver, picture_file

LONG = "Zorgverzekeringsvergelijkingsdeskundigenopleiding " * 6 + "女性が選ぶ 🙂 " + "ا" * 60


@pytest.fixture
def people(driver: Driver) -> PeopleDriver:
    return PeopleDriver(driver)


# ---- portraits and colours ---------------------------------------------------------------------------------------


def test_a_portrait_is_put_together_by_hand(people: PeopleDriver) -> None:
    driver = people.open().driver
    driver.click("portrait").click("avatar-hair-4").click("avatar-skin-5").click("avatar-hair_colour-4")
    driver.click("avatar-glasses-0").click("avatar-beard-1").click("avatar-scarf-2")
    avatar = people.person.avatar
    assert (avatar.hair, avatar.skin, avatar.hair_colour) == (4, 5, 4)
    assert avatar.glasses
    assert avatar.beard
    assert avatar.scarf
    driver.click("avatar-hair-1")
    assert people.person.avatar.hair == 1
    assert not people.person.avatar.scarf
    driver.click("portrait-done")
    assert not [one for one in driver.window.findChildren(QWidget, "portrait-maker") if one.isVisible()]


def test_a_picture_from_a_file_takes_the_avatars_place_and_can_be_taken_away(people: PeopleDriver) -> None:
    driver = people.open().driver
    driver.picked.opening = picture_file(driver.folder)
    driver.click("portrait").click("pick-picture").until(lambda: people.person.portrait)
    image = driver.project.images[people.person.portrait or ""]
    assert (image.width, image.height) == (900, 600)
    assert picture_of(driver.project, people.person) is not None
    people.fill("picture-alt", "A woman in blue")
    assert driver.project.images[people.person.portrait or ""].alt == "A woman in blue"
    driver.click("no-picture")
    assert people.person.portrait is None
    assert not driver.project.images
    driver.press("Ctrl+Z")
    assert people.person.portrait is not None


def test_a_picture_is_dropped_on_the_page(people: PeopleDriver) -> None:
    driver = people.open().driver
    people.drop(picture_file(driver.folder, "large.png", (3200, 1000))).driver.until(lambda: people.person.portrait)
    image = driver.project.images[people.person.portrait or ""]
    assert (image.width, image.height) == (1600, 500)


def test_pictures_that_are_none_or_too_large_are_refused_in_one_sentence(
    driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = driver.folder / "face.png"
    text.write_text("not a picture")
    drawing = driver.folder / "drawing.png"
    drawing.write_text('<svg xmlns="http://www.w3.org/2000/svg"><image href="/etc/hostname"/></svg>')
    for path in (text, drawing):
        with pytest.raises(FootfallError, match="no picture that Footfall reads"):
            read_picture(path)
    cut = driver.folder / "cut.png"
    cut.write_bytes(picture_file(driver.folder, "whole.png").read_bytes()[:200])
    with pytest.raises(FootfallError, match="damaged"):
        read_picture(cut)
    with pytest.raises(FootfallError, match="cannot be read"):
        read_picture(driver.folder / "nowhere.png")
    heavy = driver.folder / "heavy.png"
    with heavy.open("wb") as file:
        file.truncate(20_000_001)
    with pytest.raises(FootfallError, match="A picture may have 20 MB at most"):
        read_picture(heavy)
    whole = picture_file(driver.folder, "pixels.png", (300, 200))
    monkeypatch.setattr("app.desktop.portraits.MOST_PIXELS", 300 * 200 - 1)
    with pytest.raises(FootfallError, match="million pixels"):
        read_picture(whole)


def test_a_taken_colour_is_swapped_with_who_had_it(people: PeopleDriver) -> None:
    driver = people.open().driver
    slots = driver.document.slots()
    driver.click(f"colour-{slots[JELLE]}")
    swapped = driver.document.slots()
    assert (swapped[SAMIRA], swapped[JELLE]) == (slots[JELLE], slots[SAMIRA])
    assert people.steps() == 1


# ---- files of their own ------------------------------------------------------------------------------------------


def test_a_persona_is_written_to_a_file_and_taken_in_elsewhere(people: PeopleDriver) -> None:
    driver = people.open().driver
    driver.picked.opening = picture_file(driver.folder)
    driver.click("portrait").click("pick-picture").until(lambda: people.person.portrait)
    old = people.person
    path = driver.folder / "samira.persona.json"
    driver.picked.saving = path
    driver.click("export_persona")
    assert path.exists()
    assert "Samira is in" in driver.says
    driver.document.history.mark_saved()
    driver.studio.begin(new_from_framework("browse-search-choose-checkout-care", "en"))
    people.go().drop(path)
    new = people.person
    assert "Samira is taken in from samira.persona.json" in driver.says
    assert new.goals == old.goals
    assert new.traits == old.traits
    assert picture_of(driver.project, new) is not None
    assert people.key in driver.project.maps[driver.document.map_id].personas
    driver.picked.opening = path
    driver.click("import_persona")
    assert len(driver.project.personas) == 2


def test_a_hostile_file_is_refused_and_nothing_happens(people: PeopleDriver) -> None:
    driver = people.open().driver
    before = driver.project
    for name, words in (("x.json", "{}"), ("y.json", '{"format": "footfall-persona", "version": 1, "personas": 3}')):
        path = driver.folder / name
        path.write_text(words)
        people.drop(path)
        assert driver.says
        assert driver.project == before


# ---- how it holds ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("size", "theme"), [((1280, 720), "dark"), ((2560, 1440), "contrast")])
def test_long_texts_hold_in_dutch_and_everything_has_a_name(
    people: PeopleDriver, size: tuple[int, int], theme: str
) -> None:
    driver = people.driver
    driver.studio.set_language("nl")
    driver.studio.set_theme(theme)
    driver.window.resize(*size)
    project = new_from_example("kettle", "nl")
    long = {"name": LONG, "role": LONG, "quote": LONG, "household": LONG, "income": LONG, "place": LONG}
    persona = project.personas[SAMIRA].model_copy(update=long)
    project = project.model_copy(update={"personas": project.personas.set(SAMIRA, persona)})
    for _ in range(2):
        project = apply(project, add_shipped(project, "henk", "nl", next(iter(project.maps))).edit)
    driver.studio.begin(project)
    people.go().driver.click("portrait")
    for wanted in ("sheet", "library", "compare"):
        if wanted == "library":
            people.page.show_library("bas")
        elif wanted == "compare":
            people.page.show_persona(SAMIRA)
            people.page.compare()
        driver.settle()
        assert clipped(driver) == [], wanted
        nameless = [
            type(one).__name__
            for one in people.page.findChildren(QWidget)
            if one.isVisible() and one.focusPolicy() != Qt.FocusPolicy.NoFocus
            and not (one.accessibleName() or getattr(one, "text", str)())
        ]  # fmt: skip
        assert nameless == []


def test_an_own_colour_is_taken_when_it_can_be_seen_and_shows_everywhere(people: PeopleDriver) -> None:
    driver = people.open().driver
    people.fill("own-colour", "#FFF3B0")
    assert "too pale" in driver.says
    people.fill("own-colour", "red")
    assert "is no colour" in driver.says
    assert people.person.own_colour == ""
    people.fill("own-colour", "7a1fa2")
    assert people.person.own_colour == "#7A1FA2"
    driver.settle()
    slot = driver.document.slots()[SAMIRA]
    assert driver.frame._look.theme.person(slot).colour == "#7A1FA2"
    driver.studio.set_theme("dark")
    driver.settle()
    shown = driver.frame._look.theme.person(slot).colour
    assert contrast(shown, DARK.canvas) >= 3
    driver.press("Ctrl+Z")
    assert driver.frame._look.theme == DARK


def test_pictures_stay_in_their_outline_in_a_vector_file_without_clipping(people: PeopleDriver) -> None:
    driver = people.open().driver
    for key in (SAMIRA, JELLE):
        driver.document.edit(set_portrait(driver.project, key, read_picture(picture_file(driver.folder))))
    drawing = sheet_picture(driver.project)
    assert drawing.count("<image") == 2
    assert "clip" not in drawing


def sheet_picture(project: Project) -> str:
    """The map as SVG."""
    wish = Wish(project, QtPainter)
    return for_path("map.svg").make(wish).decode()
