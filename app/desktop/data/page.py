"""The page of what was measured: past tests beside what was predicted, and whether the label goes."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.actions import backtest_words as words
from app.desktop.chrome.basics import button, column, empty, hairline, label, panel, row, scrolled
from app.desktop.document import Document
from app.desktop.look import Look
from app.desktop.scenario.chips import Flow
from app.words import plural, tr
from personas.problems import FootfallError

if TYPE_CHECKING:
    from app.desktop.data.model import Shelf, TestsModel
    from app.desktop.data.picture import CalibrationPicture
    from app.desktop.data.table import TestsTable
    from app.desktop.window import Window
    from app.project.past_tests import Kept

_RIGHT, _PAD, _NARROW = 300, 24, 940
_MOST_WRONG = 8


class DataPage(QWidget):
    """Shows the project that is open; made when it is first looked at."""

    def __init__(self, look: Look, document: Document, window: Window) -> None:
        super().__init__()
        self._look, self._document, self._window = look, document, window
        self._late = True
        self._wrong: tuple[str, ...] = ()
        self._model: TestsModel | None = None
        self._table: TestsTable | None = None
        self._picture: CalibrationPicture | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.refresh)
        self._top = QVBoxLayout()
        self._rest = QVBoxLayout()
        self._area = scrolled(QWidget())
        self._side_area = panel(column(self._area), name="inspector")
        self._side_area.setFixedWidth(look.px(_RIGHT))
        for box in (self._top, self._rest):
            box.setContentsMargins(0, 0, 0, 0)
            box.setSpacing(look.px(10))
        sheet = column(self._top, spacing=look.px(12), margins=(look.px(_PAD), look.px(22), look.px(_PAD), look.px(16)))
        sheet.addLayout(self._rest, 1)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(panel(sheet, role="surface"), 1)
        outer.addWidget(self._side_area)
        document.changed.connect(self._later)
        document.map_changed.connect(self._later)
        window.studio.answered.connect(self._answered)
        window.studio.running_changed.connect(self._later)

    # ---- showing ---------------------------------------------------------------------------------------------

    def _later(self, _notice: object = None) -> None:
        self._soon.start(0)

    def showEvent(self, event: QShowEvent) -> None:
        """What happened while the page was out of sight."""
        super().showEvent(event)
        if self._late:
            self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room the limits make way for the table."""
        super().resizeEvent(event)
        self._side_area.setVisible(self._has_tests and self.width() / self._look.room >= _NARROW)

    @property
    def _has_tests(self) -> bool:
        return self._model is not None and self._model.rowCount() > 0

    def refresh(self) -> None:
        """Look at the project anew, now or when the page is next seen."""
        self._late = not self.isVisible()
        piece = self._document.piece
        if self._late or piece is None:
            return
        shelf = self._shelf()
        empty(self._top)
        self._fill_top(shelf)
        if not shelf.tests:
            self._show_nothing()
        else:
            self._show_tests(shelf)
        self._side_area.setVisible(bool(shelf.tests) and self.width() / self._look.room >= _NARROW)

    def _shelf(self) -> Shelf:
        from app.desktop.data.model import Shelf
        from app.project.past_tests import kept, of_map

        project, map_id = self._document.project, self._document.map_id
        own = {record.key: record.title for record in project.techniques.values() if record.title}
        piece = self._document.piece
        assert piece is not None  # noqa: S101 - `refresh` asks before
        return Shelf(of_map(project, map_id), kept(project, map_id), piece, own)

    def _fill_top(self, shelf: Shelf) -> None:
        look, act = self._look, self._window.commands.do
        self._top.addWidget(label(tr("Past tests"), "start"))
        note = tr("What you have measured before, beside what this map predicts without knowing it.")
        self._top.addWidget(label(note, "note", wrap=True))
        held = QWidget()  # in two rows where there is no room for one
        buttons = Flow(held, look.px(8))
        running = self._window.studio.running
        if shelf.tests:
            check = button(
                look, tr("Check the predictions"), partial(act, "backtest"), icon="target", name="check-tests"
            )
            check.setEnabled(not running)
            buttons.addWidget(check)
            use = button(look, tr("Use these tests"), self.use, icon="check-circle", name="use-tests")
            use.setToolTip(tr("Believe them: what a technique does is updated by what was measured here."))
            use.setEnabled(self._usable(shelf.kept))
            buttons.addWidget(use)
        buttons.addWidget(button(look, tr("Add a test"), partial(act, "add_test"), icon="plus", name="add-test"))
        buttons.addWidget(
            button(look, tr("Bring in…"), partial(act, "bring_tests"), icon="folder-open", name="bring-tests")
        )
        if shelf.tests:
            buttons.addWidget(
                button(look, tr("Save as CSV…"), partial(act, "save_tests"), icon="export", name="save-tests")
            )
        self._top.addWidget(held)
        if self._wrong:
            nothing = tr("Nothing was brought in. Mend the file and bring it in again.")
            self._top.addWidget(label(nothing, "strong", wrap=True))
        for words_ in self._wrong[:_MOST_WRONG]:
            self._top.addWidget(label(words_, "note", wrap=True, state="error"))
        if len(self._wrong) > _MOST_WRONG:
            more = len(self._wrong) - _MOST_WRONG
            said = plural("{count} more row is wrong.", "{count} more rows are wrong.", more, count=str(more))
            self._top.addWidget(label(said, "note", state="error"))

    def _usable(self, kept: Kept) -> bool:
        from app.project.past_tests import use

        return kept.seen and not kept.stale and bool(use(self._document.project, kept.found))

    def _show_nothing(self) -> None:
        """No tests yet: what they are for, and what a file of them looks like."""
        from app.formats.past_tests import COLUMNS

        empty(self._rest)
        self._model = self._table = self._picture = None
        look = self._look
        said = label(
            tr(
                "Every A/B test that you have run says how well this map predicts. With three that were randomised and "
                "came out as predicted, the label “uncalibrated” can go."
            ),
            "note",
            wrap=True,
        )
        asks = label(tr("A CSV needs these columns: {columns}.", columns=", ".join(COLUMNS)), "small", wrap=True)
        for one in (said, asks):
            one.setMaximumWidth(look.px(560))
        self._rest.addLayout(
            column(look.px(28), label(tr("No past tests yet"), "heading"), said, asks, None, spacing=8)
        )

    def _show_tests(self, shelf: Shelf) -> None:
        from app.desktop.data.model import TestsModel
        from app.desktop.data.picture import CalibrationPicture
        from app.desktop.data.table import TestsTable

        if self._model is None or self._table is None:
            empty(self._rest)
            self._model = TestsModel(self._look, shelf, self._keep)
            self._table = TestsTable(self._look, self._model, self._choose, self.remove)
            self._rest.addWidget(self._table, 1)
        else:
            self._model.show(shelf)
        side = column(margins=(self._look.px(20), self._look.px(20), self._look.px(18), self._look.px(20)), spacing=8)
        found = shelf.kept.found
        self._picture = None
        if found.counted or any(one.predicted is not None for one in found.tests):
            chosen = self._model.key(self._table.currentIndex())
            self._picture = CalibrationPicture(self._look, found, chosen)
            side.addWidget(label(tr("Predicted against measured"), "heading"))
            side.addWidget(self._picture)
            side.addWidget(
                label(tr("On the dashed line both are the same. Hollow: does not count."), "small", wrap=True)
            )
            side.addSpacing(self._look.px(8))
        self._say(side, shelf)
        side.addStretch(1)
        before = self._area.takeWidget()
        inside = QWidget()
        inside.setLayout(side)
        self._area.setWidget(inside)
        inside.setAutoFillBackground(False)
        if before is not None:
            before.deleteLater()

    def _say(self, side: QVBoxLayout, shelf: Shelf) -> None:
        """The verdict, and every limit of the label with whether it is met."""
        look, kept = self._look, shelf.kept
        if not kept.seen:
            side.addWidget(label(tr("Not looked at yet"), "heading"))
            said = tr("Check the predictions: each test is predicted as if it had never been run.")
            side.addWidget(label(said, "note", wrap=True))
            return
        if kept.stale:
            side.addWidget(label(tr("From before your last change."), "strong", wrap=True))
        for sentence in words.verdict(kept.found):
            side.addWidget(label(sentence, "note", wrap=True))
        waiting = sum(1 for key in kept.unseen if shelf.tests[key].randomised)
        if waiting:
            said = plural(
                "{count} test was not looked at yet: until then none of them backs the label.",
                "{count} tests were not looked at yet: until then none of them backs the label.",
                waiting,
                count=str(waiting),
            )
            side.addWidget(label(said, "note", wrap=True, state="error"))
        side.addWidget(hairline())
        side.addWidget(label(tr("What the label asks"), "heading"))
        for met, said in words.limits(kept.found):
            sign = QLabel()
            name = "check-circle" if met else "circle-dashed"
            sign.setPixmap(look.icon(name, "ink" if met else "ember").pixmap(look.size(18, 18)))
            sign.setAccessibleName(tr("met") if met else tr("not met"))
            line = row(spacing=look.px(9))
            line.addWidget(sign)
            line.addWidget(label(said, "note", wrap=True), 1)
            side.addLayout(line)

    def _choose(self, key: str) -> None:
        if self._picture is not None:
            self._picture.choose(key)

    # ---- changing --------------------------------------------------------------------------------------------

    def _keep(self, key: str, fields: dict[str, Any]) -> bool:
        """Take one typed fact of a test; what cannot be is said, and nothing changes."""
        from app.desktop.data.model import read_fact
        from app.project.builders import set_record
        from app.project.past_tests import changed

        if self._model is None:
            return False
        project = self._document.project
        try:
            read = {field: read_fact(self._model.shelf, field, value) for field, value in fields.items()}
            test = changed(project.past_tests[key], **read)
            for arm in ("control", "treated"):
                if getattr(test, f"{arm}_conversions") > getattr(test, f"{arm}_visitors"):
                    raise FootfallError(tr("More visitors converted than there were."))
            self._document.edit(set_record(project, "past_tests", key, test, "past-test"))
        except FootfallError as error:
            self._window.studio.say_error(error)
            return False
        return True

    def remove(self, key: str) -> None:
        """Take a test away, with the way back."""
        from app.project.builders import remove_record

        test = self._document.project.past_tests.get(key)
        if test is not None:
            self._document.edit(remove_record(self._document.project, "past_tests", key, "remove-test"))
            self._window.studio.say_done(tr("{name} is removed.", name=test.title))

    def add(self) -> None:
        """A test by hand: an empty one, with the cursor in its name."""
        from app.project.past_tests import add
        from simulation.calibration.model import PastTest

        made = PastTest(
            map=self._document.map_id, title=tr("New test"), technique="social_proof", control_visitors=1,
            control_conversions=0, treated_visitors=1, treated_conversions=0,
        )  # fmt: skip
        edit = add(self._document.project, (made,))
        self._document.edit(edit)
        self.refresh()
        if self._table is not None and self._model is not None:
            index = self._model.index(self._model.place(edit.changes[0].id), 0)
            self._table.setFocus()
            self._table.setCurrentIndex(index)
            self._table.edit(index)

    def take(self, data: bytes, source: str) -> None:
        """Bring tests in from a table of text: all of them, or none with every line that is wrong."""
        from app.desktop.inspector.fields import spoken
        from app.formats.past_tests import read_tests
        from app.project.past_tests import MOST, add

        piece = self._document.piece
        if piece is None:
            return
        try:
            tests = read_tests(data, source, self._document.project, piece)
            if len(tests) + len(self._document.project.past_tests) > MOST:
                raise FootfallError(tr("A project holds {count} past tests at most.", count=str(MOST)))
        except FootfallError as error:
            self._wrong = tuple(spoken(one) for one in error.findings) or (str(error),)
            self.refresh()
            return
        self._wrong = ()
        self._document.edit(add(self._document.project, tests))
        self.refresh()
        count = len(tests)
        said = plural("{count} past test is brought in.", "{count} past tests are brought in.", count, count=str(count))
        self._window.studio.say_done(said)

    def check(self) -> None:
        """Predict every test, beside the window's own work."""
        from app.desktop.data.work import STUDY, work
        from app.project.past_tests import of_map

        self._wrong = ()
        studio, map_id = self._window.studio, self._document.map_id
        if not of_map(self._document.project, map_id):
            studio.say(tr("There are no past tests yet."), grave=False)
            return
        studio.study(STUDY, work(self._document.project, map_id, studio.run_settings))

    def use(self) -> None:
        """Let the tests change what is believed of their techniques, with the way back."""
        from app.project.past_tests import kept, use

        project = self._document.project
        edit = use(project, kept(project, self._document.map_id).found)
        if edit:
            self._document.edit(edit)
            self._window.studio.say_done(tr("What these techniques do is now updated by your own tests."))

    def _answered(self) -> None:
        """A backtest is done: what it predicted is kept with the tests, once."""
        from app.desktop.data.work import STUDY
        from app.project.past_tests import keep

        held = self._window.studio.studies.get(STUDY)
        if held is not None and not held.stale and held.value is not self._kept:
            self._kept = held.value
            edit = keep(self._document.project, held.value)
            if edit:
                self._document.edit(edit)
        self._later()

    _kept: object = None
