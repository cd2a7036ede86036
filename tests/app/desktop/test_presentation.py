"""The presentation, led by keys and clicks: what it says, where it begins, and that it leaves everything as it was."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from app.desktop.document import Selection
from app.desktop.pricing import Priced
from app.desktop.workshop.present import Presentation
from app.project.meeting import candidates
from maps.layout.geometry import Rect
from maps.layout.present.plate import Plate
from tests.app.cli.test_prices import price_of
from tests.app.desktop.driver import Driver


def shown(driver: Driver) -> Presentation:
    made = driver.window.host.presentation
    assert made is not None, "nothing is presented"
    return made


def key(driver: Driver, what: Qt.Key) -> None:
    QTest.keyClick(shown(driver), what)
    driver.settle()


def test_presenting_by_keys_and_leaving_exactly_where_one_was(driver: Driver) -> None:
    driver.open_kettle()
    card = driver.touchpoint("basket")
    driver.document.select(Selection("touchpoints", card))
    driver.view.setFocus()
    before, place = driver.project, driver.view.place()
    driver.press("F5")
    show = shown(driver)
    assert show.isFullScreen()
    stages = [one.stage for one in show.stops]
    assert show.stop is not None
    assert show.stop.stage == driver.project.touchpoints[card].stage, "it begins where one was"
    key(driver, Qt.Key.Key_Home)
    assert show.stop.stage == stages[0]
    key(driver, Qt.Key.Key_Left)
    assert show.stop.stage == stages[0], "the ends hold"
    for what in (Qt.Key.Key_Space, Qt.Key.Key_Right, Qt.Key.Key_PageDown):
        key(driver, what)
    assert show.stop.stage == stages[3]
    key(driver, Qt.Key.Key_PageUp)
    QTest.mouseClick(show, Qt.MouseButton.LeftButton, pos=QPoint(show.width() - 20, 50))
    QTest.mouseClick(show, Qt.MouseButton.LeftButton, pos=QPoint(20, 50))
    assert show.stop.stage == stages[2]
    key(driver, Qt.Key.Key_End)
    assert show.stop.stage == stages[-1]

    key(driver, Qt.Key.Key_P)
    people = list(driver.project.maps[driver.document.map_id].personas)
    assert show.stop.persona in people
    assert driver.project.personas[show.stop.persona].name in show.texts()
    key(driver, Qt.Key.Key_P)
    assert show.stop.stage == stages[-1], "each way keeps its place"
    grounds = [show.theme.name]
    key(driver, Qt.Key.Key_B)
    assert [*grounds, show.theme.name] == ["dark", "light"]
    driver.studio.set_language("nl")
    driver.settle()
    assert shown(driver) is show
    key(driver, Qt.Key.Key_Escape)
    assert driver.window.host.presentation is None
    assert driver.project is before
    assert driver.document.selection == Selection("touchpoints", card)
    assert driver.view.place()[0] == place[0]


def test_a_note_and_the_time_in_the_presentation(driver: Driver) -> None:
    driver.open_kettle()
    driver.window.host.timer.now = lambda: 1000.0
    driver.press("F5")
    key(driver, Qt.Key.Key_T)
    key(driver, Qt.Key.Key_Plus)
    assert driver.window.host.timer.text == "6:00"
    key(driver, Qt.Key.Key_N)
    field = shown(driver).findChild(QLineEdit, "note")
    assert field is not None
    QTest.keyClicks(field, "Ask legal")
    QTest.keyClick(field, Qt.Key.Key_Return)
    driver.settle()
    assert [one.text for one in driver.project.comments.values()] == ["Ask legal"]
    key(driver, Qt.Key.Key_Escape)


def test_a_price_never_stands_without_its_interval_and_votes_are_said(driver: Driver) -> None:
    driver.open_kettle()
    voting = driver.window.host.voting
    voting.start("opportunities", 3, 2, private=False)
    idea = candidates(driver.project, voting.round)[0]
    voting.give(idea)
    voting.close()
    path = driver.folder / "priced.footfall.json"
    driver.save_as(path)
    driver.studio.priced = Priced(price_of(path))
    driver.document.select(Selection("cards", idea))
    driver.press("F5")
    assert "1 vote of 1" in shown(driver).texts()
    key(driver, Qt.Key.Key_Home)
    told = []
    for _ in shown(driver).stops:
        told.append(shown(driver).texts())
        key(driver, Qt.Key.Key_Right)
    priced = [words for words in told if "−€" in words]
    assert priced
    assert all("95% between" in words and "Uncalibrated" in words for words in priced)
    driver.studio.priced = Priced(price_of(path), stale=True)
    driver.studio.answered.emit()
    key(driver, Qt.Key.Key_Home)
    stale = []
    for _ in shown(driver).stops:
        stale.append(shown(driver).texts())
        key(driver, Qt.Key.Key_Right)
    assert "before your last change" in " ".join(" ".join(stale).split())
    key(driver, Qt.Key.Key_Escape)


def test_nothing_overlaps_on_any_screen(driver: Driver) -> None:
    driver.open_kettle().press("F5")
    show = shown(driver)
    show.showNormal()
    for size in ((1280, 720), (1024, 768), (3840, 2160)):
        show.resize(*size)
        driver.settle()
        for by_person in (False, True):
            show.by_person(by_person)
            for _ in show.stops:
                assert show.plate is not None
                assert overlaps(show.plate) == []
                show.go(1)
    assert not show.grab().isNull()
    key(driver, Qt.Key.Key_Escape)


def overlaps(plate: Plate) -> list[str]:
    """Texts that lie over another text or a face, or that stick out of the sheet."""
    found = [f"{text.lines} sticks out" for text in plate.texts if not _inside(plate, text.rect)]
    for place, text in enumerate(plate.texts):
        near = text.rect.grown(-1.0)
        found += [f"{text.lines} over {other.lines}" for other in plate.texts[place + 1 :] if near.meets(other.rect)]
        found += [f"{text.lines} over a face" for face in plate.faces if near.meets(face.rect)]
    return found


def _inside(plate: Plate, rect: Rect) -> bool:
    return rect.x >= 0 and rect.y >= 0 and rect.right <= plate.width + 1 and rect.bottom <= plate.height + 1
