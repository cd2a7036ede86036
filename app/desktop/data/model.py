"""The table of past tests as Qt sees it: facts that are typed, and figures that follow from them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from app.actions import backtest_words as words
from app.desktop.look import Look
from app.words import NOTHING, name, number, tr
from app.words.typed import typed_number
from maps.model import MapSlice
from personas.problems import FootfallError
from personas.records import FrozenMap
from simulation.calibration.model import PastTest

if TYPE_CHECKING:
    from app.project.past_tests import Kept

Index = QModelIndex | QPersistentModelIndex
FACTS = ("title", "technique", "touchpoints", "control_visitors", "control_conversions", "treated_visitors",
         "treated_conversions", "randomised", "date")  # fmt: skip
COUNTS = frozenset(FACTS[3:7])
FIGURES = frozenset({"measured", "predicted", "outcome"})
COLUMNS = ("title", "measured", "predicted", "outcome", *FACTS[1:])
"""What the columns show: the name, the figures that follow from the facts, then the facts."""
_RIGHT = COUNTS | {"measured", "predicted"}


@dataclass(frozen=True)
class Shelf:
    """What the table shows: the tests of a map with what was kept of them, and names of techniques."""

    tests: dict[str, PastTest]
    kept: Kept
    piece: MapSlice
    own: dict[str, str]

    def technique(self, key: str) -> str:
        """The name of a technique, the shop's own word for it where there is one."""
        return self.own.get(key) or name("technique", key)

    def titles(self, test: PastTest) -> str:
        """The cards that a test names, as they are typed."""
        points = self.piece.touchpoints
        return "; ".join(points[key].title if key in points else key for key, on in test.touchpoints.items() if on)

    def cards(self, test: PastTest) -> str:
        """The cards a test stood on; its natural ones when none is named."""
        return self.titles(test) or tr("its usual pages")


class TestsModel(QAbstractTableModel):
    """Rows are tests, columns facts and figures. `keep` changes a test; it raises FootfallError when that fails."""

    __test__ = False  # pytest: this is no test

    def __init__(self, look: Look, shelf: Shelf, keep: Callable[[str, dict[str, Any]], object]) -> None:
        super().__init__()
        self._look, self._shelf, self._keep = look, shelf, keep
        self._keys = list(shelf.tests)
        self._rows = {row.id: row for row in shelf.kept.found.tests}

    def show(self, shelf: Shelf) -> None:
        """Show other tests, or the same with other facts."""
        if shelf == self._shelf:
            return  # what is being typed stays
        keys = list(shelf.tests)
        if keys != self._keys:
            self.beginResetModel()
            self._set(shelf, keys)
            self.endResetModel()
            return
        self._set(shelf, keys)
        if keys:
            self.dataChanged.emit(self.index(0, 0), self.index(len(keys) - 1, self.columnCount() - 1))

    def _set(self, shelf: Shelf, keys: list[str]) -> None:
        self._shelf, self._keys = shelf, keys
        self._rows = {row.id: row for row in shelf.kept.found.tests}

    def key(self, index: Index) -> str:
        """The id of the test of a row; empty for none."""
        return self._keys[index.row()] if index.isValid() else ""

    def place(self, key: str) -> int:
        """The row of a test; -1 for none."""
        return self._keys.index(key) if key in self._keys else -1

    def test(self, index: Index) -> PastTest:
        """The test of a row."""
        return self._shelf.tests[self.key(index)]

    @property
    def shelf(self) -> Shelf:
        """What is shown."""
        return self._shelf

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """One per test."""
        return 0 if parent.isValid() else len(self._keys)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """A name, figures, facts."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a column is called."""
        heads = (
            tr("Past test"), tr("Measured\nlift"), tr("Predicted\nlift"), tr("Outcome"), tr("Technique"), tr("Where"),
            tr("Visitors\nwithout"), tr("Of whom\nordered"), tr("Visitors\nwith"), tr("Of whom\nordered"),
            tr("At\nrandom"), tr("When"),
        )  # fmt: skip
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return heads[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._side(section)
        return None

    def _side(self, column: int) -> Qt.AlignmentFlag:
        right = COLUMNS[column] in _RIGHT
        return (Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft) | Qt.AlignmentFlag.AlignVCenter

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell says, how it looks, and the whole of it as its tooltip."""
        if not index.isValid():
            return None
        column = index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._words(index)
        if role == Qt.ItemDataRole.EditRole:
            return self._typed(index)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._side(column)
        if role == Qt.ItemDataRole.ForegroundRole:
            return QColor(self._colour(index))
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._whole(index)
        return None

    def _words(self, index: Index) -> str:
        test, what = self.test(index), COLUMNS[index.column()]
        if what == "technique":
            return self._shelf.technique(test.technique)
        if what == "touchpoints":
            return self._shelf.cards(test)
        if what == "randomised":
            return tr("yes") if test.randomised else tr("no")
        if what in FIGURES:
            return self._figure(index, what)
        value = getattr(test, what)
        return number(value) if what in COUNTS else str(value)

    def _figure(self, index: Index, what: str) -> str:
        key = self.key(index)
        row = self._rows[key]
        if what == "measured":
            return words.lift_words(row.measured)
        if key in self._shelf.kept.unseen:
            return NOTHING if what == "predicted" else tr("not looked at yet")
        if what == "predicted":
            return words.lift_words(row.predicted)
        if key in self._shelf.kept.stale:
            return tr("out of date")
        return words.outcome_words(row)

    def _typed(self, index: Index) -> str:
        test, what = self.test(index), COLUMNS[index.column()]
        if what == "technique":
            return test.technique
        if what == "touchpoints":
            return self._shelf.titles(test)
        return self._words(index)

    def _colour(self, index: Index) -> str:
        theme, key, what = self._look.theme, self.key(index), COLUMNS[index.column()]
        if what not in FIGURES:
            return theme.ink if self.test(index).randomised or what == "randomised" else theme.ink2
        row, stale = self._rows[key], key in self._shelf.kept.stale
        if what == "outcome" and row.counts and row.inside is False and not stale:
            return theme.ember
        return theme.ink if what == "measured" or (row.counts and not stale) else theme.ink3

    def _whole(self, index: Index) -> str:
        what, row = COLUMNS[index.column()], self._rows[self.key(index)]
        if what == "measured":
            return tr("95% {interval}", interval=words.span_words(row.measured_interval))
        if what == "predicted" and row.predicted_interval is not None:
            expected = words.span_words(row.expected_interval)
            said = tr("95% {interval}", interval=words.span_words(row.predicted_interval))
            return tr("{said}. A test of this size would measure {expected}.", said=said, expected=expected)
        if what == "outcome":
            why = words.reason_words(row) if self.key(index) not in self._shelf.kept.unseen else ""
            return why[:1].upper() + why[1:] if why else self._words(index)
        return self._words(index)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Facts can be changed, figures only looked at."""
        base = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return base if COLUMNS[index.column()] in FIGURES else base | Qt.ItemFlag.ItemIsEditable

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take what was typed; false when it does not hold, and `keep` has said why."""
        if role != Qt.ItemDataRole.EditRole or not index.isValid():
            return False
        return bool(self._keep(self.key(index), {COLUMNS[index.column()]: value}))


def read_fact(shelf: Shelf, field: str, value: Any) -> Any:
    """What was typed for a fact, as the record holds it; FootfallError in a sentence otherwise."""
    if field in COUNTS:
        found = typed_number(str(value))
        if found != int(found) or not 0 <= found <= 1e12:
            raise FootfallError(tr("“{text}” is no count of people.", text=str(value)))
        return int(found)
    if field == "touchpoints":
        titles = {point.title.casefold(): key for key, point in shelf.piece.touchpoints.items()}
        keys = []
        for part in (part.strip() for part in str(value).replace("|", ";").split(";")):
            if part and part.casefold() not in titles and part not in shelf.piece.touchpoints:
                raise FootfallError(tr("There is no touchpoint called “{card}” on this map.", card=part))
            if part:
                keys.append(titles.get(part.casefold(), part))
        return FrozenMap(dict.fromkeys(keys, True))
    return value if field == "randomised" else str(value).strip()[:500]
