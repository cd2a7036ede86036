"""A workshop with a room full of people: the path, a vote, the clock, the parking lot, and the presentation."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

from app.desktop.document import Selection
from app.desktop.workshop.countdown import Countdown
from app.desktop.workshop.guide import GuidePage
from app.desktop.workshop.hands import NOTE
from app.desktop.workshop.host import Host
from app.desktop.workshop.notefield import NoteField
from app.desktop.workshop.parking import NoteCard
from app.desktop.workshop.room import RoomChooser
from app.desktop.workshop.timerchip import TimerChip
from app.project.examples import new_from_framework
from app.project.guide import StepState, next_step
from app.project.mapping.cards import add_card
from app.project.meeting import About, candidates, parked, standings
from maps.layout.elements import Element
from tests.app.desktop.driver import Driver, clipped


class Clock:
    """A clock that goes when it is told to."""

    def __init__(self) -> None:
        self.time = 1000.0

    def __call__(self) -> float:
        return self.time


def host(driver: Driver) -> Host:
    return driver.window.host


def small_map(driver: Driver) -> Driver:
    """A map of four stages with a pain point and nothing else: quick to draw anew."""
    driver.studio.begin(new_from_framework("touch-tell-sell-care", "en"))
    driver.settle()
    lane = next(key for key, one in driver.project.lanes.items() if one.kind == "pains")
    driver.document.edit(add_card(driver.project, lane, next(iter(driver.project.stages)), "Too dear").edit)
    driver.settle()
    return driver


def upcoming(driver: Driver) -> StepState:
    found = next_step(driver.find("guide", GuidePage).states)
    assert found is not None, "the map is whole"
    return found


# ---- the path ------------------------------------------------------------------------------------------------


def test_the_path_leads_from_an_empty_studio_to_a_map_that_is_exported(driver: Driver) -> None:
    driver.click("begin")
    assert upcoming(driver).key == "goal"
    driver.click("guide-go")
    driver.find(f"maps.{driver.document.map_id}.scenario", QPlainTextEdit).setFocus()
    driver.type("A tap drips.").press("Return")
    assert upcoming(driver).key == "people"
    driver.click("guide-go")
    assert driver.window.place == "personas"
    driver.click("add-bas")
    persona = next(iter(driver.project.personas))
    driver.window.go("map")
    driver.press("Shift+F5")

    while upcoming(driver).key in ("touchpoints", "shoes"):
        states = driver.find("guide", GuidePage).states
        driver.click("guide-go")
        assert driver.document.selection.is_cell
        driver.type("Something happens").press("Return").press("Escape")
        assert driver.find("guide", GuidePage).states != states, "what is written counts at once"

    assert upcoming(driver).key == "mood"
    for _ in range(3):
        point = upcoming(driver).spot.record
        driver.click("guide-go")
        driver.document.set("touchpoints", point, ("feelings", persona), {"value": -1.0}, "mood")
        driver.settle()
    assert upcoming(driver).key == "pains"
    driver.click("guide-go").type("Too dear").press("Return").press("Escape")
    assert upcoming(driver).key == "weigh"
    driver.click("guide-go").type("Show the price").press("Return").press("Escape")
    row = next(iter(driver.project.opportunities))
    assert upcoming(driver).spot.record == driver.project.opportunities[row].card
    driver.document.set("opportunities", row, ("impact",), 5, "number")
    driver.document.set("opportunities", row, ("owner",), "Ann", "text")
    driver.document.set("opportunities", row, ("status",), "doing", "choice")
    driver.settle()
    assert next_step(driver.find("guide", GuidePage).states) is None
    assert "The map is whole" in driver.texts()

    driver.picked.exporting = driver.folder / "map.svg"
    driver.click("export")
    assert "Show the price" in driver.picked.exporting.read_text(encoding="utf-8")


def test_a_step_opens_and_folds_and_says_how_far_it_is(driver: Driver) -> None:
    driver.click("begin").click("step-touchpoints")
    assert "0 of 5 stages" in driver.texts()
    driver.click("step-touchpoints")
    assert "0 of 5 stages" not in driver.texts()
    assert ", done" not in driver.find("step-goal", QWidget).accessibleName()
    assert driver.find("step-stages", QWidget).accessibleName().endswith("done"), "a framework brings its stages"


# ---- voting --------------------------------------------------------------------------------------------------


def vote_on(driver: Driver, record: str, button: Qt.MouseButton = Qt.MouseButton.LeftButton) -> None:
    element = driver.element(record)
    driver.view.camera.reveal(_rect(element), driver.view.layout_now)
    driver.settle()
    QTest.mouseClick(driver.view.viewport(), button, pos=driver.where(driver.element(record)))
    driver.settle()


def _rect(element: Element) -> QRectF:
    return QRectF(element.rect.x, element.rect.y, element.rect.w, element.rect.h)


def test_a_private_round_by_clicks_and_keys(driver: Driver) -> None:
    driver.open_kettle().press("F7").click("segment-opportunities").click("vote-start")
    voting = host(driver).voting
    first, second = candidates(driver.project, voting.round)[:2]
    vote_on(driver, first)
    vote_on(driver, first)
    vote_on(driver, first, Qt.MouseButton.RightButton)
    assert voting.left() == 2
    assert voting.dots() == {}, "nobody sees yet where they are"
    assert not driver.page.options.votes
    assert "Nobody sees the dots" in driver.texts()

    driver.document.select(Selection("cards", second))
    driver.view.setFocus()
    driver.press("2").press("Space").press("Space").press("Backspace").press("Space").press("Space")
    assert voting.voter == "2"
    assert voting.left("2") == 0
    driver.press("Space")
    assert voting.left("2") == 0, "nobody gives more than there are"
    driver.find("voter-new", QLineEdit).setFocus()
    driver.type("Ann").press("Return")
    assert voting.voter == "Ann"
    vote_on(driver, first)
    assert driver.document.history.undo_label is None, "votes are no steps to be undone"

    round_id = voting.round
    driver.click("vote-close")
    assert voting.round == ""
    assert [(one.target, one.dots) for one in standings(driver.project, round_id)] == [(second, 3), (first, 2)]
    assert dict(driver.page.options.votes) == {second: 3, first: 2}
    assert driver.find(f"rank-{second}", QWidget).accessibleName().startswith("3")
    driver.click(f"rank-{first}")
    assert driver.document.selection == Selection("cards", first)


def test_what_a_round_is_not_about_is_selected_as_ever(driver: Driver) -> None:
    driver.open_kettle().press("F7").click("vote-start")
    voting = host(driver).voting
    card = driver.touchpoint("product")
    driver.click_on(card)
    assert driver.document.selection == Selection("touchpoints", card)
    assert not driver.project.votes
    driver.click("vote-throw")
    assert not driver.project.rounds
    assert voting.round == ""


def test_earlier_rounds_are_looked_at_again_and_outlive_the_file(driver: Driver) -> None:
    path = driver.open_saved()
    voting = host(driver).voting
    abouts: tuple[About, ...] = ("pains", "opportunities")
    for about in abouts:
        voting.start(about, 1, 2, private=False)
        voting.give(candidates(driver.project, voting.round)[0])
        voting.close()
    driver.press("Ctrl+S")
    driver.studio.open(path)
    driver.settle()
    driver.press("F7")
    latest, earlier = voting.rounds
    assert voting.looked_at == latest
    driver.click(f"round-{earlier}")
    assert voting.looked_at == earlier
    assert set(driver.page.options.votes) == {standings(driver.project, earlier)[0].target}


# ---- the timer -----------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("qapp")
def test_a_countdown_by_its_own_clock() -> None:
    clock, ends = Clock(), []
    timer = Countdown(now=clock)
    timer.ended.connect(lambda: ends.append(1))
    assert (timer.text, timer.state) == ("", "off")
    timer.toggle(5.0)
    assert timer.text == "5:00"
    clock.time += 61
    assert timer.text == "3:59"
    timer.toggle(5.0)
    clock.time += 600
    assert (timer.text, timer.state) == ("3:59", "paused"), "it waits"
    timer.toggle(5.0)
    timer.add(1.0)
    clock.time += 240
    timer.look()
    assert timer.near
    assert (timer.text, timer.state, ends) == ("0:59", "running", [])
    clock.time += 59
    timer.look()
    assert (timer.text, timer.state, ends) == ("0:00", "over", [1])
    timer.add(70.0)
    assert timer.text == "1:10:00"
    timer.stop()
    assert not timer.text
    assert not timer.near


def test_the_timer_outlives_a_look_and_stands_in_the_bar(driver: Driver) -> None:
    small_map(driver)
    clock = host(driver).timer.now = Clock()
    assert not [chip for chip in driver.window.findChildren(TimerChip) if chip.isVisible()]
    driver.press("F6").press("Shift+F6")
    clock.time += 30
    host(driver).timer.look()
    driver.studio.set_theme("dark")
    driver.studio.set_language("nl")
    driver.settle()
    assert "5:30" in driver.find("timer", TimerChip).accessibleName()
    wide = driver.find("timer", TimerChip).width()
    clock.time += 300
    host(driver).timer.look()
    assert driver.find("timer", TimerChip).width() != wide, "the last minute is written large"
    texts = [act.text() for act in driver.find("timer", TimerChip).menu().actions()]
    assert len(texts) >= 8
    driver.window.commands.do("timer_stop")
    driver.settle()
    assert not [chip for chip in driver.window.findChildren(TimerChip) if chip.isVisible()]


# ---- the parking lot -----------------------------------------------------------------------------------------


def test_a_note_is_parked_from_anywhere_and_becomes_a_card(driver: Driver) -> None:
    steps = small_map(driver).document.history.labels()
    driver.click("go-personas").press("F8")
    assert driver.find("note", QLineEdit).hasFocus()
    driver.type("Who pays for returns?").press("Return")
    assert not [one for one in driver.window.findChildren(NoteField) if one.isVisible()]
    (note,) = parked(driver.project, driver.document.map_id)
    assert driver.document.history.labels() == steps
    driver.press("F8").type("not this").press("Escape")
    assert len(driver.project.comments) == 1

    pain = next(iter(driver.project.pains.values())).card
    driver.document.select(Selection("cards", pain))
    driver.press("Shift+F8").click(f"put-{note}")
    made = driver.document.selection.record
    assert driver.project.cards[made].text == "Who pays for returns?"
    assert driver.project.cards[made].lane == driver.project.cards[pain].lane
    assert parked(driver.project, driver.document.map_id) == ()
    driver.press("Ctrl+Z")
    assert made not in driver.project.cards
    driver.click(f"done-{note}").click(f"wait-{note}").click(f"done-{note}").click(f"throw-{note}")
    assert not driver.project.comments


def test_a_note_is_dropped_on_a_cell(driver: Driver) -> None:
    small_map(driver).press("Shift+F8")
    driver.find("parking-new", QLineEdit).setFocus()
    driver.type("A thing to do").press("Return")
    (note,) = parked(driver.project, driver.document.map_id)
    layout = driver.view.layout_now
    lane = next(band.id for band in layout.lanes if band.kind == "actions")
    stage = layout.stages[0].id
    cell = layout.cell_rect(stage, lane)
    assert cell is not None
    at = driver.view.mapFromScene(cell.centre.x, cell.centre.y)
    data = driver.find(f"note-{note}", NoteCard).mime()
    assert data.text() == "A thing to do"
    drop(driver, data, at)
    made = driver.document.selection.record
    assert (driver.project.cards[made].stage, driver.project.cards[made].lane) == (stage, lane)

    other = QMimeData()
    other.setData(NOTE, b"comment-nothere0")
    before = driver.project
    drop(driver, other, at)
    assert driver.project is before


def drop(driver: Driver, data: QMimeData, at: QPoint) -> None:
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    move, port = Qt.DropAction.MoveAction, driver.view.viewport()
    QApplication.sendEvent(port, QDragEnterEvent(at, move, data, left, none))
    QApplication.sendEvent(port, QDropEvent(QPointF(at), move, data, left, none))
    driver.settle()


# ---- the room ------------------------------------------------------------------------------------------------


def test_the_size_for_the_room_is_chosen_by_looking(driver: Driver) -> None:
    small_map(driver)
    driver.window.commands.do("room")
    driver.settle()
    chooser = driver.window.findChildren(RoomChooser)[0]
    card = chooser.findChild(QWidget, "room-1.5")
    assert card is not None
    QTest.mouseClick(card, Qt.MouseButton.LeftButton)
    driver.settle()
    assert driver.studio.look.room == 1.5


def test_the_pages_hold_in_a_room_in_dutch(driver: Driver) -> None:
    driver.studio.set_language("nl")
    driver.window.resize(1280, 720)
    driver.open_kettle()
    driver.studio.set_room(1.5)
    host(driver).voting.start("pains", 3, 4, private=True)
    host(driver)._park("Een aantekening die wat langer is dan de meeste, zodat hij over meer regels loopt")
    for size in ((1280, 720), (1920, 1080)):
        driver.window.resize(*size)
        for page in ("guide", "votes", "parking"):
            host(driver).show_page(page)
            driver.settle()
            assert clipped(driver) == [], (size, page)
            panel = driver.page.panel
            assert panel.mapTo(driver.page, QPoint(0, 0)).x() + panel.width() <= driver.page.width()
            assert driver.view.width() >= 300
            switches = driver.page.bar.overlays
            assert switches.width() >= switches.minimumSizeHint().width(), "the bar below the map has its room"
        assert driver.page.side_shown == (size[0] > 1280), "one gives way to the other where both are too many"
    driver.window.resize(1280, 720)
    driver.settle()
    driver.page.show_side(True)
    driver.settle()
    assert not driver.page.panel.shown
