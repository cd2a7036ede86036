"""What is made anew lives no longer than it should: nothing is left without an owner, and nothing tells the dead."""

import base64
import gc

import pytest
from PySide6.QtWidgets import QLayout, QWidget

from app.desktop.studio import Studio
from app.desktop.window import Window
from app.project.builders import add_record
from app.project.examples import new_from_example
from app.project.meeting import park
from app.project.model import ImageData
from tests.app.desktop.driver import Driver

DRAWING = base64.b64encode(b'<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>').decode("ascii")


def orphans(window: QWidget) -> list[str]:
    """Layouts that a widget holds and nobody owns: freed with their holder, they take what is freed already along."""
    return [
        f"{type(widget).__name__}.{key}"
        for widget in (window, *window.findChildren(QWidget))
        for key, value in vars(widget).items()
        if isinstance(value, QLayout) and value.parent() is None
    ]


def test_every_layout_has_an_owner_and_every_page_survives_another_look(driver: Driver) -> None:
    driver.open_kettle()
    window = driver.window
    for page in ("outline", "find", "guide", "vote", "parking", "maps", "keep_version", "comment", "matrix"):
        assert window.commands.do(page), page
        driver.settle()
    for theme, place in (("dark", "simulate"), ("contrast", "personas"), ("light", "map")):
        window.go(place)
        driver.settle()
        assert orphans(window) == []
        driver.studio.set_theme(theme)
        driver.studio.set_language("nl" if theme == "dark" else "en")
        driver.settle()
        gc.collect()
    driver.open_kettle()
    window.commands.do("timer")
    assert orphans(window) == []


def test_a_project_that_is_open_before_the_window_is_painted_is_followed(driver: Driver) -> None:
    studio = Studio(driver.folder / "other.json")
    window = Window(studio)
    studio.begin(new_from_example("kettle", "en"))
    driver.settle()
    document, frame = studio.document, window.frame
    assert document is not None
    assert frame is not None
    assert frame.map is not None
    tab = frame.map.panel.findChild(QWidget, "panel-parking")
    assert tab is not None
    before = tab.accessibleName()
    document.edit(park(document.project, document.map_id, "Who pays?")[0])
    assert tab.accessibleName() == f"{before} (1)"
    studio.show_document(None)
    window.close()
    window.deleteLater()
    studio.deleteLater()
    driver.settle()


@pytest.mark.parametrize("png", [DRAWING, "no base64!", "abc"], ids=["drawing", "no base64", "half a letter"])
def test_a_picture_that_is_none_is_not_read_and_the_map_is_shown(driver: Driver, png: str) -> None:
    project = new_from_example("kettle", "en")
    driver.studio.begin(project)
    driver.settle()
    image = ImageData(sha256="0" * 64, width=1, height=1, png=png)
    driver.document.edit(add_record(driver.project, "images", "image-stranger", image, "portrait"))
    driver.document.undo()
    driver.document.redo()
    driver.page.sheet.refresh()
    assert driver.page.sheet.images["image-stranger"].isNull()
    driver.document.undo()
    assert "image-stranger" not in driver.project.images


def test_the_way_back_that_is_offered_takes_back_what_it_says_and_nothing_else(driver: Driver) -> None:
    driver.open_kettle()
    here, whole = driver.document.map_id, driver.project
    driver.window.commands.do("duplicate_map")
    driver.window.commands.do("delete_map")
    driver.answer("Undo")
    assert len(driver.project.maps) == 2
    driver.window.commands.do("delete_map")
    driver.document.set("maps", here, ("title",), "Another kettle", "text")
    driver.answer("Undo")
    assert driver.project.maps[here].title == "Another kettle"
    assert len(driver.project.maps) == 1
    assert "Ctrl+Z" in driver.says
    for _ in range(3):
        driver.press("Ctrl+Z")
    assert driver.project == whole
