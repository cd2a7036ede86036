"""Which function of the studio answers which action of the lift lab."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from app.desktop.commands import Commands

if TYPE_CHECKING:
    from app.desktop.window import Window


def bind(commands: Commands, window: Window) -> None:
    """Bind the actions of the lift lab."""
    commands.bind("new_experiment", partial(_new_experiment, window))
    commands.bind("add_arm", partial(_add_arm, window))
    commands.bind("decide", partial(_decide, window))
    commands.bind("replay", partial(_watch, window))
    commands.bind("report", partial(_report, window))
    commands.bind("drivers", partial(_explain, window))
    commands.bind("optimise", partial(_optimise, window))
    commands.bind("learn", partial(_learn, window))


def _explain(window: Window) -> None:
    """Say why the variant that is looked at does what it does."""
    from app.desktop.lab.driving import start

    start(window)


def _report(window: Window) -> None:
    """Write the report of the run that is shown."""
    from app.desktop.reporting import ask_and_write

    ask_and_write(window)


def _watch(window: Window) -> None:
    """Visitors walk over the map that is shown."""
    if window.frame is not None and window.frame.replay is not None:
        window.go("map")
        window.frame.replay.watch()


def _optimise(window: Window) -> None:
    """Find the best policy of the variant that is looked at."""
    from app.desktop.lab.best import start

    start(window)


def _learn(window: Window) -> None:
    """Let the rules of the variant that is looked at take turns."""
    from app.desktop.lab.adaptive import start

    start(window)


def _new_experiment(window: Window) -> None:
    """Another question about the map that is shown; the keyboard goes to its hypothesis."""
    from app.project.experiments import new_experiment
    from app.words import tr

    document = window.studio.document
    if document is None or not document.map_id:
        return
    window.go("simulate")
    made = new_experiment(document.project, document.map_id, tr("New experiment"))
    document.edit(made.edit)
    window.studio.look_at(made.id)
    _keyboard_to(window, "hypothesis")


def _add_arm(window: Window) -> None:
    """One more arm in the experiment that is looked at; the first one makes the experiment."""
    from app.project.experiments import add_arm
    from app.words import tr
    from personas.problems import FootfallError

    document = window.studio.document
    if document is None or not document.map_id:
        return
    if not document.experiment_id:
        _new_experiment(window)
    window.go("simulate")
    try:
        made = add_arm(document.project, document.experiment_id, tr("New arm"))
    except FootfallError as error:
        window.studio.say_error(error)
        return
    document.edit(made.edit)
    _keyboard_to(window, f"title-{made.id}")


def _decide(window: Window) -> None:
    """The keyboard goes to where the decision is written."""
    window.go("simulate")
    _keyboard_to(window, "decision-text")


def _keyboard_to(window: Window, name: str) -> None:
    """Give the keyboard to a field once the page has made it."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QWidget

    def take() -> None:
        found = next((one for one in window.findChildren(QWidget, name) if one.isVisible()), None)
        if found is not None:
            found.setFocus()

    QTimer.singleShot(0, window, lambda: QTimer.singleShot(0, window, take))
