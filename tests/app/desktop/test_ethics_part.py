"""The ethics check beside the answer: what concerns the arm that is looked at, with its norm; else a sentence."""

from types import SimpleNamespace
from typing import Any

from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.desktop.lab import ethics
from app.desktop.lab.all_parts import parts_of
from app.desktop.look import Look
from app.project.examples import new_from_example
from app.project.slices import scenario
from simulation.ethics import ethics as concerns_of


def shown(arm: str, concerns: Any, *, stale: bool = False) -> Any:
    """What the part is made from, as far as it looks at it."""
    return SimpleNamespace(
        look=Look(), answer=SimpleNamespace(arm_id=arm), document=None,
        finished=SimpleNamespace(result=SimpleNamespace(ethics=concerns), stale=stale, moment="", map_id=""),
    )  # fmt: skip


def texts(widget: QWidget | None) -> str:
    assert widget is not None
    return "\n".join(one.text() for one in widget.findChildren(QLabel))


def test_each_arm_has_its_own(qtbot: QtBot) -> None:
    del qtbot
    concerns = concerns_of(scenario(new_from_example("kettle")))
    starter = texts(ethics.make(shown("variant-starter0", concerns)))
    others = texts(ethics.make(shown("variant-others00", concerns)))
    assert "Last-minute code" in others
    assert "Last-minute code" not in starter
    assert "CRD 2011/83/EU, Art. 6(1)(e) and 8(2); UCPD Art. 7(4)(c)." in starter


def test_nothing_to_ask_is_said(qtbot: QtBot) -> None:
    del qtbot
    concerns = concerns_of(scenario(new_from_example("kettle")))
    assert "No claim without proof" in texts(ethics.make(shown("arm", concerns, stale=True)))


def test_a_run_that_was_kept_without_it_is_not_called_clean(qtbot: QtBot) -> None:
    del qtbot
    said = texts(ethics.make(shown("arm", (), stale=True)))
    assert "Run it again to check it." in said
    assert "No claim without proof" not in said


def test_it_stands_after_what_to_look_at_twice() -> None:
    keys = [one.key for one in parts_of("right", answered=True)]
    assert keys.index("ethics") == keys.index("looktwice") + 1
