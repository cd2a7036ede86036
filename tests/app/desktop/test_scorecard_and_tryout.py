"""The score card, the tryout and the lists of phases and audiences, used as a person uses them."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from app.desktop.document import Document
from app.desktop.jobs import Jobs
from app.desktop.look import Look
from app.desktop.scenario import attempt
from app.desktop.scenario.kinds import Kinds
from app.desktop.scenario.scorecard import ScoreCardTable
from app.desktop.scenario.stepchart import StepChart
from app.desktop.scenario.tryout import Tryout
from app.project.examples import new_from_example
from app.project.model import Project

POLICY = "policy-starter0"


@pytest.fixture
def document(qtbot: QtBot) -> Document:
    del qtbot
    return Document(new_from_example("kettle"), None, digest=None)


def shown(qtbot: QtBot, widget: QWidget) -> QWidget:
    qtbot.addWidget(widget)
    widget.resize(900, 700)
    widget.show()
    settle(qtbot)
    return widget


def settle(qtbot: QtBot) -> None:
    qtbot.wait(1)
    qtbot.wait(1)


def typed(qtbot: QtBot, widget: QWidget, name: str, words: str) -> None:
    field = widget.findChild(QLineEdit, name)
    assert field is not None
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, words)
    QTest.keyClick(field, Qt.Key.Key_Return)
    settle(qtbot)


def pressed(qtbot: QtBot, widget: QWidget, name: str) -> None:
    button = widget.findChild(QAbstractButton, name)
    assert button is not None, name
    button.click()
    settle(qtbot)


def verdict(widget: QWidget) -> str:
    said = widget.findChild(QLabel, "tryout-verdict")
    assert said is not None
    return said.text()


def test_points_and_thresholds_are_typed_and_undone(qtbot: QtBot, document: Document) -> None:
    table = shown(qtbot, ScoreCardTable(Look(), document, POLICY))
    typed(qtbot, table, "points-reviews", "-1")
    assert document.project.policies[POLICY].score_card.points["reviews"] == -1.0
    again = table.findChild(QLineEdit, "points-reviews")
    assert again is not None
    assert again.text() == "−1"
    typed(qtbot, table, "phase-from-choose", "5")
    assert document.project.policies[POLICY].score_card.phase_from["choose"] == 5.0
    typed(qtbot, table, "audience-from-buying", "7")
    assert document.project.audiences["audience-buying00"].score_from == 7.0
    typed(qtbot, table, "half-life", "0")
    assert document.project.policies[POLICY].score_card.half_life_days == 3.0, "nothing halves in no time"
    pressed(qtbot, table, "score-card-shipped")
    assert document.project.policies[POLICY].score_card.points["reviews"] == 2.0
    for _ in range(4):
        document.undo()
    assert document.project == new_from_example("kettle")


def test_a_visitor_is_tried_out(qtbot: QtBot, document: Document) -> None:
    document.set("policies", POLICY, ("mode",), "score-card", "choice")
    bench = shown(qtbot, Tryout(Look(), document, POLICY))
    assert verdict(bench).startswith("Seen as Checkout, In buying mood. Recognised from before.")
    chart = bench.findChild(StepChart)
    assert chart is not None
    chart.setFocus()
    for _ in range(7):
        QTest.keyClick(chart, Qt.Key.Key_Left)
    settle(qtbot)
    assert verdict(bench) == "Seen as Browse, Unknown visitor. Nothing is said here."
    pressed(qtbot, bench, "tryout-page-5")
    assert "'Reminder of viewed kettles' speaks." in verdict(bench)
    pressed(qtbot, bench, "tryout-consent")
    assert verdict(bench) == "No consent: nobody may look."
    pressed(qtbot, bench, "tryout-consent")
    pressed(qtbot, bench, "tryout-page-1")
    pressed(qtbot, bench, "tryout-long")
    assert attempt.tried(document).stops[1].seconds <= 40.0
    pressed(qtbot, bench, "tryout-remove")
    assert len(attempt.tried(document).stops) == 7
    pressed(qtbot, bench, "tryout-again")
    assert attempt.tried(document) == attempt.tried(Document(new_from_example("kettle"), None, digest=None))


def test_the_tryout_follows_the_score_card(qtbot: QtBot, document: Document) -> None:
    document.set("policies", POLICY, ("mode",), "score-card", "choice")
    bench = shown(qtbot, Tryout(Look(), document, POLICY))
    pressed(qtbot, bench, "tryout-page-1")
    assert verdict(bench).startswith("Seen as Search")
    table = shown(qtbot, ScoreCardTable(Look(), document, POLICY))
    typed(qtbot, table, "phase-from-choose", "2")
    assert verdict(bench).startswith("Seen as Choose")


def test_the_model_is_loaded_beside_the_window(
    qtbot: QtBot, document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.desktop.scenario.tryout._warm", iter((False, True)).__next__)
    bench = shown(qtbot, Tryout(Look(), document, POLICY, Jobs()))
    qtbot.waitUntil(lambda: verdict(bench).startswith("Seen as"))


def test_an_empty_project_says_what_is_missing(qtbot: QtBot) -> None:
    document = Document(Project(), None, digest=None)
    assert verdict(shown(qtbot, Tryout(Look(), document, ""))) == "Choose a scenario first."
    shown(qtbot, ScoreCardTable(Look(), document, ""))
    shown(qtbot, Kinds(Look(), document))


def test_phases_are_renamed_and_removed_in_place(qtbot: QtBot, document: Document) -> None:
    panel = shown(qtbot, Kinds(Look(), document))
    typed(qtbot, panel, "phases.phase-choose00.title", "Weigh")
    assert document.project.phases["phase-choose00"].title == "Weigh"
    typed(qtbot, panel, "phases.phase-choose00.priority", "35")
    assert document.project.phases["phase-choose00"].priority == 35
    add = panel.findChild(QAbstractButton, "add-phases")
    assert add is not None
    menu = add.menu()  # type: ignore[attr-defined]  # a push button
    menu.actions()[3].trigger()
    settle(qtbot)
    (made,) = set(document.project.phases) - set(new_from_example("kettle").phases)
    assert document.project.phases[made].kind == "choose"
    kind = panel.findChild(QComboBox, f"phases.{made}.kind")
    assert kind is not None
    kind.choose("browse")  # type: ignore[attr-defined]  # our choice
    assert document.project.phases[made].kind == "browse"
    settle(qtbot)
    pressed(qtbot, panel, "phases.phase-choose00.remove")
    said = " ".join(one.text() for one in panel.findChildren(QLabel))
    assert "2 rules are for it alone and will be off." in said
    assert "phase-choose00" in document.project.phases, "nothing happens before it is said what it means"
    pressed(qtbot, panel, "kinds-remove")
    assert "phase-choose00" not in document.project.phases
    document.undo()
    assert document.project.rules["rule-reviews0"].on
    pressed(qtbot, panel, "audiences.audience-exclude0.customers")
    assert not document.project.audiences["audience-exclude0"].customers
