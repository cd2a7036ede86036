"""The personas workspace as somebody uses it: a persona made, filled in, slid, copied, compared."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QWidget

from app.desktop.people.lists import Grip
from app.desktop.people.rows import PERSON
from app.desktop.people.slide import Slide
from app.desktop.portraits import picture_of, read_picture
from app.project.builders import in_order
from app.project.examples import new_from_example, new_from_framework
from app.project.people import add_shipped
from app.project.people_lists import lines
from personas.model import Persona
from personas.problems import FootfallError
from tests.app.desktop.driver import Driver
from tests.app.desktop.people import JELLE, SAMIRA, PeopleDriver, picture_file


@pytest.fixture
def people(driver: Driver) -> PeopleDriver:
    return PeopleDriver(driver)


# ---- making and filling in ---------------------------------------------------------------------------------------


def test_somebody_is_made_named_and_filled_in_without_a_mouse_on_the_map(people: PeopleDriver) -> None:
    driver = people.open().driver
    driver.click("new_persona").type("Ann").press("Return")
    assert people.person.name == "Ann"
    assert people.key in driver.project.maps[driver.document.map_id].personas
    fields = {
        "role": "Careful reader", "quote": "Show me first.", "place": "Zwolle", "occupation": "Baker",
        "household": "Alone", "income": "Enough", "education": "Trade school", "biography": "Rises at three.",
        "online": "On the phone, before dawn.",
    }  # fmt: skip
    for field, words in fields.items():
        people.fill(f"persona-{field}", words)
        assert getattr(people.person, field) == words
    people.fill("persona-age", "52")
    assert people.person.age == 52
    people.fill("persona-share", "20")
    weights = driver.project.maps[driver.document.map_id].personas
    assert weights[people.key] / sum(weights.values()) == pytest.approx(0.2, abs=1e-4)
    before = people.steps()
    driver.press("Ctrl+Z")
    assert people.steps() == before - 1


def test_what_does_not_hold_is_said_in_a_sentence_and_changes_nothing(people: PeopleDriver) -> None:
    driver = people.open().driver
    before = driver.project
    people.fill("persona-age", "old")
    assert "“old” is not a number" in driver.says
    people.fill("persona-share", "140")
    assert "between 0% and 100%" in driver.says
    assert driver.project == before


def test_a_list_is_typed_line_after_line_put_in_order_and_emptied(people: PeopleDriver) -> None:
    driver = people.open().driver
    before = [text for _, text in lines(people.person, "goals")]
    add = driver.find("add-goals", QLineEdit)
    add.setFocus()
    for words in ("First", "Second"):
        driver.type(words).press("Return")
        driver.find("add-goals", QLineEdit).setFocus()
    assert [text for _, text in lines(people.person, "goals")] == [*before, "First", "Second"]
    last = [one for one in driver.window.findChildren(QLineEdit, "goals-line") if one.isVisible()][-1]
    last.setFocus()
    QTest.keyClick(last, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    driver.settle()
    assert [text for _, text in lines(people.person, "goals")] == [*before, "Second", "First"]
    focused = QApplication.focusWidget()
    assert isinstance(focused, QLineEdit)
    assert focused.text() == "Second"
    driver.window.findChildren(QWidget, "goals-remove")
    driver.click("goals-remove")
    assert [text for _, text in lines(people.person, "goals")] == [*before[1:], "Second", "First"]
    driver.press("Ctrl+Z").press("Ctrl+Z").press("Ctrl+Z").press("Ctrl+Z")
    assert [text for _, text in lines(people.person, "goals")] == before


def test_what_is_sensitive_is_locked_and_says_what_that_means(people: PeopleDriver) -> None:
    driver = people.open().driver
    assert "no rule and no segment may use it" in driver.texts()
    driver.click("lock-income")
    assert "income" in people.person.sensitive
    assert "Income is sensitive: no rule may use it" in driver.texts()
    driver.click("lock-income")
    assert not people.person.sensitive


def test_undo_is_seen_on_the_sheet(people: PeopleDriver) -> None:
    driver = people.open().driver
    people.fill("persona-role", "Somebody else")
    driver.find("persona-role", QPlainTextEdit).clearFocus()
    driver.press("Ctrl+Z")
    assert driver.find("persona-role", QPlainTextEdit).toPlainText() == people.person.role != "Somebody else"


# ---- traits ------------------------------------------------------------------------------------------------------


def test_a_drag_is_one_step_with_words_that_follow_the_knob(people: PeopleDriver) -> None:
    driver = people.open().driver
    old, before = people.person.traits.waiting_patience, people.steps()
    people.slide("trait-waiting_patience", -0.3)
    new = people.person.traits.waiting_patience
    assert new.value < old.value
    assert old.low is not None
    assert new.low is not None
    assert new.low / new.value == pytest.approx(old.low / old.value, rel=1e-3)
    assert people.steps() == before + 1
    words = people.slider("trait-waiting_patience").accessibleName()
    assert f"Leaves after about {round(new.value)}" in words.replace("\u00a0", " ")
    driver.press("Ctrl+Z")
    assert people.person.traits.waiting_patience == old


def test_escape_gives_a_drag_up_as_if_it_had_never_begun(people: PeopleDriver) -> None:
    before = people.open().driver.project
    people.slide("trait-pace", 0.3, drop=False)
    assert people.driver.project != before
    QTest.keyClick(people.slider("trait-pace"), Qt.Key.Key_Escape)
    assert people.driver.project == before
    assert people.steps() == 0


def test_keys_slide_and_type_and_put_back(people: PeopleDriver) -> None:
    driver = people.open().driver
    slide = people.slider("trait-consent")
    slide.setFocus()
    start = people.person.traits.consent.value
    for _ in range(3):
        driver.press("Right")
    assert people.person.traits.consent.value > start
    assert people.steps() == 1
    driver.press("Return").type("25").press("Return")
    assert people.person.traits.consent.value == 0.25
    driver.press("Home")
    assert people.person.traits.consent.value == 0.0
    driver.press("Delete")
    assert people.person.traits.consent == Persona(name="").traits.consent


def test_every_slider_moves_with_one_press_of_a_key(people: PeopleDriver) -> None:
    driver = people.open().driver
    driver.click("fold-spread")
    found = [one for one in driver.window.findChildren(Slide) if one.objectName().startswith("trait-")]
    assert len(found) == 24
    for slide in found:
        key = Qt.Key.Key_Left if slide.scale.place(slide.value.value) > 0.5 else Qt.Key.Key_Right
        before = people.person
        QTest.keyClick(slide, key)
        assert people.person != before, slide.objectName()


def test_what_a_number_rests_on_is_written_down_below_it(people: PeopleDriver) -> None:
    driver = people.open().driver
    slide = people.slider("trait-pace")
    people.click_at(slide, slide.mark_box().center())
    driver.click("segment-measured")
    assert people.person.traits.pace.kind == "measured"
    people.fill("trait-low", "0.5").fill("trait-high", "2")
    assert (people.person.traits.pace.low, people.person.traits.pace.high) == (0.5, 2.0)
    people.fill("trait-low", "1.9")
    assert "has to hold the value" in driver.says
    people.fill("trait-note", "October log")
    assert people.person.traits.pace.note == "October log"
    field = driver.find("details", QWidget)
    from app.desktop.people.fields import SourceField

    source = field.findChildren(SourceField)[0]
    source.menu().actions()[-1].trigger()
    driver.type("Our own log, October").press("Return")
    key = people.person.traits.pace.source
    assert key is not None
    assert driver.project.sources[key].title == "Our own log, October"
    assert driver.project.sources[key].kind == "measured"
    driver.click("trait-reset")
    assert people.person.traits.pace == Persona(name="").traits.pace
    people.click_at(slide, slide.mark_box().center())
    assert not [one for one in driver.window.findChildren(QWidget, "details") if one.isVisible()]


def test_shares_are_dragged_added_taken_out_and_made_whole(people: PeopleDriver) -> None:
    driver = people.open().driver
    people.slide("channels-search", 0.3)
    assert sum(one.value for one in people.person.traits.channels.values()) > 1.1
    driver.click("whole-channels")
    assert sum(one.value for one in people.person.traits.channels.values()) == pytest.approx(1.0, abs=1e-3)
    people.slider("channels-email").setFocus()
    driver.press("Delete")
    assert "email" not in people.person.traits.channels
    from app.desktop.people.groups import GroupField

    group = driver.find("group-channels", GroupField)
    next(one for one in group.menu().actions() if one.text() == "E-mail").trigger()
    assert "email" in people.person.traits.channels
    group.menu().actions()[-1].trigger()
    driver.type("Flyer at the market").press("Return")
    assert "flyer-at-the-market" in people.person.traits.channels
    people.slide("susceptibility-scarcity", 0.4)
    assert people.person.traits.susceptibility["scarcity"].value > 1


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


# ---- the gallery and the library ---------------------------------------------------------------------------------


def test_somebody_of_the_library_is_read_and_then_taken_in(people: PeopleDriver) -> None:
    driver = people.open().driver
    driver.click("library-henk")
    assert "Careful Henk" in driver.texts()
    assert "A form that forgets everything after an error" in driver.texts()
    driver.click("take-shipped")
    assert people.person.library == "henk"
    assert people.key in driver.project.maps[driver.document.map_id].personas
    driver.click("add-bas")
    assert people.person.library == "bas"


def test_the_library_speaks_the_language_of_the_map(people: PeopleDriver) -> None:
    driver = people.driver
    driver.studio.begin(new_from_example("kettle", "nl"))
    people.go().driver.click("add-henk")
    assert people.person.role.startswith("Gepensioneerd")


def test_people_are_copied_taken_off_put_back_moved_and_removed(people: PeopleDriver) -> None:
    driver = people.open().driver
    where = driver.document.map_id
    driver.click("duplicate_persona")
    copy = people.key
    assert driver.project.personas[copy].name == "Samira, copy"
    driver.click("persona-off")
    assert copy not in driver.project.maps[where].personas
    driver.click("persona-on")
    assert copy in driver.project.maps[where].personas
    row = driver.find(f"person-{copy}", QWidget)
    row.setFocus()
    QTest.keyClick(row, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    driver.settle()
    assert driver.project.personas[copy].order < driver.project.personas[SAMIRA].order
    driver.click("remove_persona")
    assert copy not in driver.project.personas
    assert "Samira, copy is removed." in driver.says
    people.page.show_persona(JELLE)
    cards = len(driver.project.cards)
    driver.click("remove_persona")
    assert len(driver.project.cards) < cards
    assert "only theirs" in driver.says
    driver.press("Ctrl+Z")
    assert len(driver.project.cards) == cards


def test_many_are_searched(people: PeopleDriver) -> None:
    driver = people.open().driver
    for key in ("danielle", "bas", "mirjam", "henk", "yusuf", "amara", "carolien"):
        driver.document.edit(add_shipped(driver.project, key, "en", driver.document.map_id).edit)
    driver.settle()
    driver.find("search-people", QLineEdit).setFocus()
    driver.type("bridge")
    rows = [one for one in people.page.findChildren(QWidget) if one.objectName().startswith("person-")]
    shown = [one.accessibleName() for one in rows]
    assert len(shown) == 1
    assert shown[0].startswith("Henk")


def test_a_first_persona_is_a_press_away(people: PeopleDriver) -> None:
    people.driver.studio.begin(new_from_framework("browse-search-choose-checkout-care", "en"))
    driver = people.go().driver
    assert "Who travels?" in driver.texts()
    driver.click("first-persona").type("Ann").press("Return")
    assert people.person.name == "Ann"
    assert "Who travels?" not in driver.texts()


# ---- two side by side --------------------------------------------------------------------------------------------


def test_two_are_compared_and_only_what_differs_is_left(people: PeopleDriver) -> None:
    driver = people.open().driver
    driver.click("duplicate_persona")
    people.fill("persona-age", "77").slide("trait-pace", 0.2)
    people.page.state.beside = SAMIRA
    driver.click("compare_personas")
    assert "2 things differ" in driver.texts()
    driver.click("only-differs")
    labels = [one.text() for one in driver.find("compare", QWidget).findChildren(QLabel) if one.isVisible()]
    assert "77" in labels
    assert "Age" in labels
    assert "Time taken on a page" in labels
    assert "Goals" not in labels
    driver.click("compare-done")
    assert driver.find("persona-name", QPlainTextEdit).toPlainText() == "Samira, copy"


def test_a_line_is_dragged_to_another_place(people: PeopleDriver) -> None:
    driver = people.open().driver
    before = [text for _, text in lines(people.person, "goals")]
    grips = [one for one in driver.find("list-goals", QWidget).findChildren(Grip) if one.isVisible()]
    start = grips[0].rect().center()
    QTest.mousePress(grips[0], Qt.MouseButton.LeftButton, pos=start)
    for step in range(1, 4):
        QTest.mouseMove(grips[0], start + QPoint(0, 12 * step))
    QTest.mouseRelease(grips[0], Qt.MouseButton.LeftButton, pos=start)
    driver.settle()
    assert [text for _, text in lines(people.person, "goals")] == [before[1], before[0], before[2]]
    assert people.steps() == 1


def test_a_row_of_the_gallery_is_dropped_below_another(people: PeopleDriver) -> None:
    driver = people.open().driver
    gallery = people.page.gallery
    below = driver.find(f"person-{JELLE}", QWidget)
    data = QMimeData()
    data.setData(PERSON, SAMIRA.encode())
    at = QPointF(below.mapTo(gallery, QPoint(20, below.height() - 4)))
    held = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    gallery.dropEvent(QDropEvent(at, Qt.DropAction.MoveAction, data, *held))
    driver.settle()
    assert in_order(driver.project.personas) == [JELLE, SAMIRA]
