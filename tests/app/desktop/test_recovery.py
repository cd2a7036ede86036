"""Footfall stops, and the next one offers the work back in one sentence; others at the same file are noticed."""

import os
import subprocess
import sys
from pathlib import Path

from app.project.builders import set_field
from app.project.edits import HEADER
from app.project.examples import new_from_example
from app.project.files import load, save
from app.project.history import History
from app.project.journal import Journal
from app.project.model import Project
from app.project.places import state_folder
from app.project.presence import Presence
from app.project.recovery import find
from tests.app.desktop.driver import Driver
from tests.app.project.sessions import DEAD, beginning


def lost_work(path: Path | None, *titles: str) -> Project:
    """Work of a program that stopped: the header was given these titles."""
    project = load(path).project if path is not None else beginning()
    history = History(project)
    journal = Journal(history, path, load(path).digest if path is not None else None, who=DEAD)
    for title in titles:
        history.do(set_field(history.project, HEADER, "", ("title",), title, "text"))
    journal.abandon()
    return history.project


def saved(driver: Driver, name: str = "a.footfall.json") -> Path:
    path = driver.folder / name
    save(path, beginning())
    return path


def opened(driver: Driver) -> Path:
    path = saved(driver)
    driver.studio.open(path)
    driver.settle()
    return path


def journals() -> list[str]:
    place = state_folder() / "journals"
    return sorted(one.name for one in place.glob("*.journal")) if place.is_dir() else []


def changed_by_somebody(path: Path, title: str = "Theirs") -> None:
    other = load(path)
    header = other.project.project.model_copy(update={"title": title})
    save(path, other.project.model_copy(update={"project": header}), expected_digest=other.digest)
    os.utime(path, ns=(1, path.stat().st_mtime_ns + 10**9))


def test_the_start_page_offers_the_work_back(driver: Driver) -> None:
    path = saved(driver)
    after = lost_work(path, "One", "Two")
    driver.studio.safety.offer()
    assert driver.says.startswith("Footfall stopped while you were working on")
    assert "2 changes were not saved" in driver.says
    driver.answer("Bring it back")
    assert driver.project == after
    assert driver.document.path == path
    assert driver.document.dirty, "brought back is not saved"
    assert driver.window.isWindowModified()
    assert load(path).project != after
    driver.press("Ctrl+S")
    assert load(path).project == after
    driver.studio.close_document()
    driver.settle()
    assert (driver.says, journals()) == ("", [])


def test_what_was_brought_back_can_be_undone(driver: Driver) -> None:
    path = saved(driver)
    lost_work(path, "One", "Two")
    driver.studio.safety.offer()
    driver.answer("Bring it back")
    driver.press("Ctrl+Z")
    assert driver.project == load(path).project
    driver.press("Ctrl+Shift+Z")
    assert driver.project.project.title == "Two"


def test_opening_the_file_offers_it_too(driver: Driver) -> None:
    path, other = saved(driver), saved(driver, "other.footfall.json")
    after = lost_work(path, "One")
    driver.studio.open(other)
    assert driver.says == ""
    driver.studio.open(path)
    assert "1 change was not saved" in driver.says
    driver.answer("Bring it back")
    assert driver.project == after


def test_thrown_away_is_asked_once(driver: Driver) -> None:
    lost_work(saved(driver), "One")
    lost_work(None, "Another")
    driver.studio.safety.offer()
    driver.answer("Discard")
    assert driver.says, "there was a second one"
    driver.answer("Discard")
    driver.studio.safety.offer()
    assert (driver.says, journals()) == ("", [])


def test_not_answered_it_is_offered_again(driver: Driver) -> None:
    lost_work(saved(driver), "One")
    driver.studio.safety.offer()
    said = driver.says
    driver.press("Escape")
    assert driver.says == ""
    driver.studio.safety.offer()
    assert driver.says == said


def test_a_project_that_was_never_saved(driver: Driver) -> None:
    after = lost_work(None, "Never saved")
    driver.studio.safety.offer()
    driver.answer("Bring it back")
    assert (driver.project, driver.document.path) == (after, None)
    assert driver.document.worth_keeping


def test_the_file_changed_meanwhile(driver: Driver) -> None:
    path = saved(driver)
    after = lost_work(path, "Mine")
    changed_by_somebody(path)
    driver.studio.safety.offer()
    driver.answer("Bring it back")
    assert "This is a copy" in driver.says
    assert (driver.project, driver.document.path) == (after, None)
    assert load(path).project.project.title == "Theirs"


def test_a_damaged_journal_says_what_is_missing(driver: Driver) -> None:
    lost_work(saved(driver), "One", "Two", "Three")
    journal = next((state_folder() / "journals").glob("*.journal"))
    journal.write_bytes(journal.read_bytes().replace(b"Two", b"Xxx"))
    driver.studio.safety.offer()
    driver.answer("Bring it back")
    assert "could not be read" in driver.says
    assert driver.project.project.title == "One"


def test_work_that_is_open_is_asked_about_first(driver: Driver) -> None:
    lost_work(saved(driver), "Lost")
    driver.studio.begin(beginning())
    driver.document.set(HEADER, "", ("title",), "Open", "text")
    driver.studio.safety.bring_back(find()[0])
    assert "changes that are not saved" in driver.says
    assert driver.project.project.title == "Open"
    driver.answer("Discard")
    assert driver.project.project.title == "Lost"


def test_a_disk_that_refuses_is_said_once(driver: Driver) -> None:
    driver.studio.begin(beginning())
    (state_folder() / "journals").parent.mkdir(parents=True, exist_ok=True)
    (state_folder() / "journals").write_bytes(b"in the way")
    driver.document.set(HEADER, "", ("title",), "One", "text")
    driver.until(lambda: "cannot be kept" in driver.says)
    driver.press("Escape")
    driver.document.set(HEADER, "", ("title",), "Two", "text")
    driver.settle()
    assert (driver.says, driver.project.project.title) == ("", "Two")


# ---- somebody else -------------------------------------------------------------------------------------------------


def test_a_file_that_is_open_elsewhere(driver: Driver) -> None:
    path = saved(driver)
    other = Presence(path)
    driver.studio.open(path)
    assert "open in another window" in driver.says
    assert driver.window.windowTitle() == "Footfall", "nothing is open yet"
    driver.answer("Open a copy")
    assert (driver.document.path, driver.project) == (None, beginning())
    driver.studio.open(path)
    driver.answer("Open it anyway")
    assert driver.document.path == path
    other.leave()
    driver.studio.open(path)
    assert driver.says == "", "one's own window is not another one"


def test_theirs_taken_over_can_be_undone(driver: Driver) -> None:
    path = opened(driver)
    driver.document.set(HEADER, "", ("title",), "Mine", "text")
    changed_by_somebody(path)
    driver.studio.safety.look()
    assert "you have changes of your own" in driver.says
    driver.answer("Take theirs")
    assert (driver.project.project.title, driver.document.dirty) == ("Theirs", False)
    driver.press("Ctrl+Z")
    assert (driver.project.project.title, driver.document.dirty) == ("Mine", True)
    driver.press("Ctrl+S")
    assert load(path).project.project.title == "Mine"


def test_mine_kept_is_saved_over_theirs(driver: Driver) -> None:
    path = opened(driver)
    changed_by_somebody(path)
    driver.studio.safety.look()
    assert "by another program" in driver.says
    before = driver.project
    driver.answer("Keep mine")
    assert driver.document.dirty
    driver.studio.safety.look()
    assert not driver.says, "once is enough"
    driver.press("Ctrl+S")
    assert (driver.says, load(path).project) == ("", before)


def test_a_file_that_is_gone_can_be_saved_again(driver: Driver) -> None:
    path = opened(driver)
    path.unlink()
    driver.studio.safety.look()
    assert "no longer where it was" in driver.says
    driver.answer("Save it there again")
    assert load(path).project == driver.project
    assert not driver.document.dirty


def test_touched_and_the_same_is_nothing_to_say(driver: Driver) -> None:
    path = opened(driver)
    os.utime(path, ns=(5, 5))
    driver.studio.safety.look()
    assert driver.says == ""


# ---- the real thing ------------------------------------------------------------------------------------------------


def test_a_studio_that_is_killed_while_somebody_types(driver: Driver) -> None:
    path = driver.folder / "kettle.footfall.json"
    save(path, new_from_example("kettle", "en"))
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.app.desktop.studio_child", str(driver.folder), str(path)],
        stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[3],
    )  # fmt: skip
    assert child.stdout is not None
    said = [child.stdout.readline().strip() for _ in range(5)]
    child.kill()
    said += [line.strip() for line in child.communicate()[0].splitlines() if line.strip()]
    assert said[4] == "Name 5"
    driver.studio.open(path)
    assert "not saved" in driver.says
    driver.answer("Bring it back")
    card = min(driver.project.touchpoints)
    typed = int(said[-1].removeprefix("Name "))
    assert driver.project.touchpoints[card].title in (f"Name {typed}", f"Name {typed + 1}")
