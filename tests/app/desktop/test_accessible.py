"""Every place can be worked in by keyboard alone and read aloud: Tab reaches it, a ring shows it, a name says it."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QButtonGroup,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QWidget,
)

from app.desktop.canvas.view import MapView
from app.desktop.document import Selection
from app.desktop.inspector.rows import ShareRow
from app.desktop.look import Look
from app.desktop.theme import THEMES, Theme
from tests.app.desktop.colour_vision import contrast
from tests.app.desktop.driver import Driver, clipped

Place = Callable[[Driver], object]


def select(table: str) -> Place:
    def act(driver: Driver) -> None:
        driver.document.select(Selection(table, min(getattr(driver.project, table))))

    return act


def go(place: str) -> Place:
    return lambda driver: driver.window.go(place)


def do(action: str) -> Place:
    return lambda driver: driver.window.commands.do(action)


def scenario(press: str) -> Place:
    """The scenario workspace, after a press on something of it."""

    def act(driver: Driver) -> None:
        driver.window.go("scenario")
        driver.settle()
        side = driver.window.findChild(QWidget, "show-side")
        if side is not None and side.isVisible() and press.startswith("segment"):
            driver.click("show-side")
        driver.click(press)

    return act


def rule(driver: Driver) -> None:
    """The scenario workspace with a rule looked at."""
    driver.window.go("scenario")
    driver.settle()
    for key in ("Down", "Down", "Right", "Down"):
        QTest.keyClick(driver.find("matrix", QWidget), getattr(Qt.Key, f"Key_{key}"))
    driver.settle()
    driver.find("preview", QWidget)


def answered(driver: Driver) -> None:
    """The page of the answer with the arms unfolded."""
    driver.window.go("simulate")
    driver.settle()
    driver.click("run-here")
    driver.until(lambda: not driver.studio.running and driver.studio.finished is not None)
    driver.click("unfold-question")


def with_a_past_test(driver: Driver) -> None:
    """The page of past tests, with one."""
    driver.window.go("data")
    driver.settle()
    driver.click("add-test").press("Return")


PLACES: dict[str, dict[str, Place]] = {
    "the map": {"nothing selected": lambda _driver: None},
    "what is selected": {
        "a touchpoint": select("touchpoints"),
        "a stage": select("stages"),
        "a lane": select("lanes"),
        "a link": select("links"),
        "a card": select("cards"),
    },
    "the panel": {
        "the outline": do("outline"),
        "search": do("find"),
        "comments": do("comment"),
        "versions": do("keep_version"),
        "all maps": do("maps"),
    },
    "a workshop": {"the guide": do("guide"), "votes": do("vote"), "the parking lot": do("parking")},
    "the scenario": {
        "the policy": go("scenario"),
        "a rule": rule,
        "a segment": scenario("segment-segment-return00"),
        "phases and audiences": scenario("show-kinds"),
    },
    "an answer": {"with its arms": answered},
    "the data": {"without tests": go("data"), "with a test": with_a_past_test},
    "other workspaces": {"personas": go("personas"), "simulate": go("simulate"), "the matrix": do("matrix")},
}


def reached(window: QWidget) -> list[QWidget]:
    """Widgets in the order of the Tab key, from whichever comes first to where it begins again."""
    found: list[QWidget] = []
    widget = window.nextInFocusChain()
    while widget is not None and widget is not window and len(found) < 20_000:
        tabbed = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        if tabbed and widget.isVisible() and widget.isEnabled() and widget.focusProxy() is None:
            found.append(widget)
        widget = widget.nextInFocusChain()
    return found


def name_of(widget: QWidget) -> str:
    text = getattr(widget, "text", None)
    return widget.accessibleName() or (str(text()) if callable(text) and not isinstance(widget, QLineEdit) else "")


def own(widget: QWidget) -> bool:
    """Whether a widget shows by itself that it has the keyboard."""
    return isinstance(widget, QLineEdit | QPlainTextEdit) or bool(widget.property("ownFocus"))


def group_of(widget: QWidget) -> QButtonGroup | None:
    """The group whose buttons the arrow keys choose among."""
    return widget.group() if isinstance(widget, QAbstractButton) else None


def is_inside_of_another(widget: QWidget) -> bool:
    """The viewport of a scrolling widget: Qt gives the keyboard to its owner."""
    parent = widget.parentWidget()
    return widget.objectName() in ("qt_scrollarea_viewport", "") and parent is not None and hasattr(parent, "viewport")


def problems(driver: Driver) -> list[str]:
    """Press Tab until it comes round: what has no name, shows nothing, or is never reached."""
    found, seen = [], []
    wanted = [one for one in reached(driver.window) if not is_inside_of_another(one)]
    assert len(wanted) > 5, "hardly anything can be reached"
    wanted[0].setFocus(Qt.FocusReason.TabFocusReason)
    for _ in range(len(wanted) + 5):
        QTest.keyClick(QApplication.focusWidget() or driver.window, Qt.Key.Key_Tab)
        held = QApplication.focusWidget()
        if held is None or held in seen:
            break
        seen.append(held)
        what = f"{type(held).__name__} {held.objectName()!r} {name_of(held)!r}"
        if not name_of(held).strip():
            found.append(f"{what} has no name")
        ring = driver.window._ring
        if not own(held) and (ring is None or ring.around is not held):
            found.append(f"{what} has no ring")
        if not _in_view(held):
            found.append(f"{what} is not scrolled into view")
    groups = {group_of(one) for one in seen} - {None}
    document = driver.studio.document
    moved = document is not None and bool(document.selection) and any(isinstance(one, MapView) for one in seen)
    if not moved:  # else Tab walked the map, and the inspector shows something else by now
        found += [
            f"{type(one).__name__} {one.objectName()!r} {name_of(one)!r} is never reached"
            for one in wanted
            if one not in seen and not (groups & {group_of(one)})
        ]
    return found if len(seen) > 5 else [*found, f"Tab reached {len(seen)} only"]


def _in_view(widget: QWidget) -> bool:
    """Whether any of it is to be seen in the area that scrolls it."""
    parent = widget.parentWidget()
    while parent is not None and not isinstance(parent, QScrollArea):
        parent = parent.parentWidget()
    return parent is None or not widget.visibleRegion().isEmpty()


@pytest.mark.parametrize("where", PLACES)
def test_tab_shows_where_it_is_and_says_what_that_is(driver: Driver, where: str) -> None:
    driver.open_kettle()
    for place, show in PLACES[where].items():
        show(driver)
        driver.settle()
        assert problems(driver) == [], place


def test_the_first_tab_of_all_shows_the_ring(driver: Driver) -> None:
    held = QApplication.focusWidget()
    if held is not None:
        held.clearFocus()
    assert QApplication.focusWidget() is None
    QTest.keyClick(driver.window, Qt.Key.Key_Tab)
    ring = driver.window._ring
    assert ring is not None
    assert ring.around is not None
    assert ring.around is QApplication.focusWidget()


@pytest.mark.parametrize("theme", THEMES.values(), ids=list(THEMES))
@pytest.mark.parametrize("leaves", [False, True])
def test_a_bar_that_is_not_full_does_not_look_full(driver: Driver, theme: Theme, leaves: bool) -> None:
    """In high contrast hairlines are black, and so a ground of hairline colour would be."""
    row = ShareRow(Look(theme), "Search", 0.2, None, leaves=leaves)
    driver.qtbot.addWidget(row)
    row.resize(400, 26)
    picture = row.grab().toImage()
    start, wide, middle = 400 * 0.42, 400 * 0.27, 13
    lit, unlit = (picture.pixelColor(int(start + wide * at), middle).name() for at in (0.1, 0.7))
    assert contrast(lit, unlit) >= 3.0


def test_the_start_page_too(driver: Driver) -> None:
    assert problems(driver) == []


def test_what_has_no_name_or_no_ring_is_noticed(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    nameless, bare = QPushButton(driver.frame.rail), QLineEdit(driver.frame.pages.currentWidget())
    nameless.setGeometry(0, 0, 20, 20)
    nameless.show()
    bare.show()
    driver.settle()
    assert sum("has no name" in one for one in problems(driver)) >= 1
    nameless.setAccessibleName("named")
    bare.setAccessibleName("named")
    assert problems(driver) == []
    ring = driver.window._ring
    assert ring is not None
    monkeypatch.setattr(ring, "_fits", lambda _widget: False)
    assert any("has no ring" in one for one in problems(driver))


def test_the_ring_goes_along_when_the_page_is_scrolled(driver: Driver) -> None:
    driver.open_kettle()
    driver.window.go("personas")
    driver.settle()
    ring = driver.window._ring
    assert ring is not None
    around: QWidget | None = None
    areas: list[QScrollArea] = []
    for _ in range(60):
        QTest.keyClick(QApplication.focusWidget() or driver.window, Qt.Key.Key_Tab)
        around = ring.around
        areas = [one for one in driver.window.findChildren(QScrollArea) if around and one.isAncestorOf(around)]
        if areas and areas[0].verticalScrollBar().maximum() > 200:
            break
    assert around is not None
    bar, before = areas[0].verticalScrollBar(), ring.y()
    bar.setValue(bar.value() + (40 if bar.value() < 100 else -40))
    driver.settle()
    assert abs(ring.y() - before) == 40
    bar.setValue(bar.maximum() if bar.value() < bar.maximum() / 2 else 0)
    driver.settle()
    assert ring.around is None or not around.visibleRegion().isEmpty()


@pytest.mark.parametrize(("room", "width", "height"), [(1.25, 1440, 900), (1.5, 1280, 720)])
def test_nothing_is_cut_off_in_a_larger_room(driver: Driver, room: float, width: int, height: int) -> None:
    driver.studio.set_language("nl")
    driver.studio.set_room(room)
    driver.window.resize(width, height)
    driver.settle()
    assert clipped(driver) == [], "the start page"
    driver.open_kettle()
    for places in PLACES.values():
        for place, show in places.items():
            show(driver)
            driver.settle()
            assert clipped(driver) == [], place
