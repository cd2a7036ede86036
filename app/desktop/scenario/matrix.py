"""The matrix as a widget: one painted surface, walked with the arrows and clicked; chips are dragged on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QApplication, QMenu, QSizePolicy, QToolTip, QWidget

from app.desktop.scenario.context import Desk
from app.desktop.scenario.counting import Counted
from app.desktop.scenario.drawing import Hands, paint_matrix
from app.desktop.scenario.face import make_face
from app.desktop.scenario.geometry import ChipBox, least_width, neighbours
from app.desktop.scenario.verbs import copy_rule, put_rule, spoken
from app.desktop.scenario.words import chip_condition
from app.project.policies.cells import Cell
from app.project.policies.rules import in_cell, remove_rule
from app.words import tr

_ARROWS = {
    Qt.Key.Key_Left: "left", Qt.Key.Key_Right: "right", Qt.Key.Key_Up: "up", Qt.Key.Key_Down: "down",
}  # fmt: skip


class MatrixView(QWidget):
    """Signals: `add_wanted` with the cell that should get a rule; `edit_wanted` when a rule should be written in."""

    add_wanted = Signal(object)
    edit_wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._warned: Mapping[str, tuple[str, ...]] = {}
        self._counted: Counted | None = None
        self._pressed: tuple[ChipBox, QPointF] | None = None
        self._hands = Hands()
        self._face = make_face(desk, 720.0, {}, None)
        self.setObjectName("matrix")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("ownFocus", True)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.refresh()

    # ---- showing ---------------------------------------------------------------------------------------------

    def show_marks(self, warned: Mapping[str, tuple[str, ...]], counted: Counted | None) -> None:
        """What is warned of, by rule, and what was counted."""
        self._warned, self._counted = warned, counted
        self.refresh()

    def refresh(self) -> None:
        """Everything as it is now."""
        room = self._desk.look.room
        self._face = make_face(self._desk, max(1.0, self.width() / room), self._warned, self._counted)
        laid = self._face.laid
        current = self._desk.state.cell
        if current not in laid.cells:
            current = next(iter(laid.cells), None)
        place = self._hands.place
        rule = self._desk.rule
        if current is not None:
            held = laid.cells[current].chips
            names = [one.rule for one in held]
            if rule and rule in names:
                place = names.index(rule)
            elif rule:
                home = next((cell for cell, box in laid.cells.items() if rule in [c.rule for c in box.chips]), None)
                if home is not None:
                    current, place = home, [one.rule for one in laid.cells[home].chips].index(rule)
            place = min(place if rule else -1, len(laid.cells[current].chips) - 1)
        self._hands = replace(self._hands, current=current, place=place, rule=rule, focused=self.hasFocus())
        height = round(laid.height * room) + 4
        if height != self.height():
            self.setFixedHeight(height)
        self.setMinimumWidth(round(least_width(laid.matrix) * room))
        self._say()
        self.update()

    def _say(self) -> None:
        words = self.spoken()
        if words != self.accessibleName():
            self.setAccessibleName(words)
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.NameChanged))

    def spoken(self) -> str:
        """What has the keyboard, in words."""
        cell = self._hands.current
        held = self._face.laid.matrix.rules.get(cell, ()) if cell is not None else ()
        return spoken(self._desk.project, cell, self._rule(), len(held))

    def sizeHint(self) -> QSize:
        """As high as its rows."""
        return QSize(self.width(), self.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint in px of the design language."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(self._desk.look.room, self._desk.look.room)
        paint_matrix(painter, self._face, self._hands, self._desk.look.theme)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width breaks the chips' words elsewhere."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.refresh()

    # ---- places, also for tests ------------------------------------------------------------------------------

    def cell_rect(self, cell: Cell) -> QRectF:
        """Where a cell is, px of the widget."""
        return self._scaled(self._face.laid.cells[cell].rect)

    def chip_rect(self, rule: str, cell: Cell) -> QRectF:
        """Where a chip is, px of the widget. KeyError when it is not shown there."""
        for one in self._face.laid.cells[cell].chips:
            if one.rule == rule:
                return self._scaled(one.rect)
        raise KeyError(rule)

    def slot_rect(self, cell: Cell) -> QRectF:
        """Where '+ Rule' of a cell is, px of the widget."""
        return self._scaled(self._face.laid.cells[cell].slot)

    @property
    def current(self) -> tuple[Cell | None, int]:
        """The cell that has the keyboard, and the place of the chip in it; -1 for the cell itself."""
        return self._hands.current, self._hands.place

    def _scaled(self, rect: QRectF) -> QRectF:
        room = self._desk.look.room
        return QRectF(rect.x() * room, rect.y() * room, rect.width() * room, rect.height() * room)

    def _at(self, event: QMouseEvent) -> QPointF:
        return event.position() / self._desk.look.room

    def shown_cell(self) -> QRect | None:
        """Where what has the keyboard is, px of the widget."""
        cell = self._hands.current
        if cell is None:
            return None
        held = self._face.laid.cells[cell]
        box = held.chips[self._hands.place].rect if 0 <= self._hands.place < len(held.chips) else held.rect
        return self._scaled(box).toAlignedRect()

    # ---- the mouse -------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A chip is taken up; a cell is chosen."""
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        at = self._at(event)
        box, chip = self._face.laid.cell_at(at), self._face.laid.chip_at(at)
        if box is None:
            if self._face.laid.kind_at(at):
                self._desk.show_kinds()
            return
        if chip is not None:
            self._pressed = (chip, at)
            self._choose(chip.cell, [one.rule for one in box.chips].index(chip.rule))
        elif box.more is not None and box.more.contains(at):
            self._desk.state.wide ^= {box.cell.audience}
            self.refresh()
        elif box.slot.contains(at):
            self._choose(box.cell, -1)
            self.add_wanted.emit(box.cell)
        else:
            self._choose(box.cell, -1)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """What is under the hand; a chip that is carried."""
        at = self._at(event)
        laid = self._face.laid
        if self._pressed is not None and not self._hands.carried:
            moved = (at - self._pressed[1]).manhattanLength() * self._desk.look.room
            if moved >= QApplication.startDragDistance():
                self._hands = replace(self._hands, carried=self._pressed[0].rule)
                self.setCursor(Qt.CursorShape.ClosedHandCursor)
        box = laid.cell_at(at)
        if self._hands.carried:
            place = laid.place_at(box, at) if box is not None else -1
            target = box.cell if box is not None else None
            self._hands = replace(self._hands, at=at, target=target, target_place=place)
            self.update()
            return
        chip = laid.chip_at(at)
        hovered, rule = (box.cell if box is not None else None), (chip.rule if chip is not None else "")
        hand = laid.kind_at(at) if box is None else chip is not None or box.slot.contains(at)
        self.setCursor(Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.ArrowCursor)
        if (hovered, rule) != (self._hands.hovered, self._hands.hovered_rule):
            self._hands = replace(self._hands, hovered=hovered, hovered_rule=rule)
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A carried chip is put down; with Ctrl it stays where it was as well."""
        pressed, carried, target = self._pressed, self._hands.carried, self._hands.target
        place = self._hands.target_place
        self._drop_nothing()
        if pressed is not None and carried and target is not None:
            keep = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            source = pressed[0].cell
            if source == target and in_cell(self._desk.project, self._desk.policy, target).index(carried) < place:
                place -= 1  # it made room for itself
            self.put(carried, source, target, place, keep=keep)

    def _drop_nothing(self) -> None:
        self._pressed = None
        self._hands = replace(self._hands, carried="", target=None, target_place=-1)
        self.unsetCursor()
        self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A chip is written in; an empty place gets a rule."""
        at = self._at(event)
        box, chip = self._face.laid.cell_at(at), self._face.laid.chip_at(at)
        if chip is not None:
            self.edit_wanted.emit()
        elif box is not None:
            self.add_wanted.emit(box.cell)

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is under the hand."""
        super().leaveEvent(event)
        self._hands = replace(self._hands, hovered=None, hovered_rule="")
        self.update()

    def event(self, event: QEvent) -> bool:
        """The whole of what a chip says, and what is warned of, beside the pointer."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            chip = self._face.laid.chip_at(QPointF(event.pos()) / self._desk.look.room)
            named = self._face.laid.kind_at(QPointF(event.pos()) / self._desk.look.room)
            kinds = tr("Rename, add or remove phases and audiences") if named else ""
            QToolTip.showText(event.globalPos(), self._tip(chip) if chip is not None else kinds, self)
            return True
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._is_ours(event):
            event.accept()
            return True
        return super().event(event)

    @staticmethod
    def _is_ours(event: QKeyEvent) -> bool:
        """Whether a key that means something else in the window is the matrix's while it has the keyboard."""
        held, key = event.modifiers(), Qt.Key(event.key())
        if held & Qt.KeyboardModifier.AltModifier:
            return key in _ARROWS
        control = bool(held & Qt.KeyboardModifier.ControlModifier)
        return key == Qt.Key.Key_D if control else key in (Qt.Key.Key_Delete, Qt.Key.Key_Space)

    def _tip(self, chip: ChipBox) -> str:
        rule = self._desk.project.rules[chip.rule]
        lines = [rule.title, rule.message, chip_condition(self._desk.project, rule)]
        return "\n".join([line for line in lines if line] + list(self._warned.get(chip.rule, ())))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done with the rule or the cell that is pressed, or that has the keyboard."""
        if event.reason() is QContextMenuEvent.Reason.Mouse:
            at = QPointF(event.pos()) / self._desk.look.room
            box, chip = self._face.laid.cell_at(at), self._face.laid.chip_at(at)
            if box is None:
                return
            place = [one.rule for one in box.chips].index(chip.rule) if chip is not None else -1
            self._choose(box.cell, place)
        cell = self._hands.current
        if cell is None:
            return
        self.menu_for(cell).popup(event.globalPos())

    def menu_for(self, cell: Cell) -> QMenu:
        """The menu of what has the keyboard."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        rule = self._rule()
        if rule:
            on = self._desk.project.rules[rule].on
            menu.addAction(tr("Edit"), self.edit_wanted.emit)
            menu.addAction(tr("Switch off") if on else tr("Switch on"), self.toggle)
            menu.addAction(tr("Duplicate"), self.duplicate)
            menu.addAction(tr("Remove"), self.remove)
            menu.addSeparator()
        menu.addAction(tr("New rule here"), lambda: self.add_wanted.emit(cell))
        return menu

    # ---- the keyboard ----------------------------------------------------------------------------------------

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The cell that has the keyboard is seen."""
        super().focusInEvent(event)
        self._hands = replace(self._hands, focused=True)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """And no more."""
        super().focusOutEvent(event)
        self._hands = replace(self._hands, focused=False)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk, with Alt they carry; Enter writes or adds; Space switches; Delete, Ctrl+D; Esc lets go."""
        key, cell = Qt.Key(event.key()), self._hands.current
        if self._hands.carried and key == Qt.Key.Key_Escape:
            self._drop_nothing()
            return
        if cell is None or not self._key(key, event.modifiers(), cell):
            super().keyPressEvent(event)

    def _key(self, key: Qt.Key, held: Qt.KeyboardModifier, cell: Cell) -> bool:
        rule = self._rule()
        if key in _ARROWS:
            if held & Qt.KeyboardModifier.AltModifier:
                self._carry(_ARROWS[key])
            else:
                self._walk(_ARROWS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if rule:
                self.edit_wanted.emit()
            else:
                self.add_wanted.emit(cell)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Insert):
            self.add_wanted.emit(cell)
        elif key == Qt.Key.Key_Escape and rule:
            self._choose(cell, -1)
        else:
            return bool(rule) and self._key_of_a_rule(key, held)
        return True

    def _key_of_a_rule(self, key: Qt.Key, held: Qt.KeyboardModifier) -> bool:
        if key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.remove()
        elif key == Qt.Key.Key_Space:
            self.toggle()
        elif key == Qt.Key.Key_D and held & Qt.KeyboardModifier.ControlModifier:
            self.duplicate()
        else:
            return False
        return True

    def _walk(self, way: str) -> None:
        laid, cell, place = self._face.laid, self._hands.current, self._hands.place
        if cell is None:
            return
        chips = laid.cells[cell].chips
        step = {"up": -1, "down": 1}.get(way)
        if step is not None and -1 <= place + step < len(chips) and not (place == -1 and step < 0):
            self._choose(cell, place + step)
            return
        there = neighbours(laid, cell)[way]
        if there == cell:
            return
        held = len(laid.cells[there].chips)
        self._choose(there, held - 1 if way == "up" and held else -1)

    def _carry(self, way: str) -> None:
        """Take the rule that has the keyboard one cell further, or one place within its cell."""
        cell, rule = self._hands.current, self._rule()
        if cell is None or not rule:
            return
        held = in_cell(self._desk.project, self._desk.policy, cell)
        place = held.index(rule) + {"up": -1, "down": 1}.get(way, 0)
        if way in ("up", "down") and 0 <= place < len(held):
            self.put(rule, cell, cell, place)
            return
        there = neighbours(self._face.laid, cell)[way]
        if there != cell:
            self.put(rule, cell, there, -1)

    def _choose(self, cell: Cell, place: int) -> None:
        """The cell, and the chip in it, that has the keyboard from now on."""
        chips = self._face.laid.cells[cell].chips
        rule = chips[place].rule if 0 <= place < len(chips) else ""
        self._hands = replace(self._hands, current=cell, place=place, focused=self.hasFocus())
        self._desk.show_rule(rule, cell)
        self._say()
        self.update()

    def _rule(self) -> str:
        cell, place = self._hands.current, self._hands.place
        chips: tuple[ChipBox, ...] = self._face.laid.cells[cell].chips if cell is not None else ()
        return chips[place].rule if 0 <= place < len(chips) else ""

    # ---- verbs -----------------------------------------------------------------------------------------------

    def put(self, rule: str, source: Cell, target: Cell, place: int, *, keep: bool = False) -> None:
        """Take a rule from one cell to another, at a place among those there (-1 as it falls): one step."""
        if put_rule(self._desk, rule, source, target, place, keep=keep):
            self._desk.show_rule(rule, target)

    def remove(self) -> None:
        """Remove the rule that has the keyboard."""
        rule, cell = self._rule(), self._hands.current
        if rule and cell is not None and self._desk.do(lambda: remove_rule(self._desk.project, rule)):
            self._desk.show_rule("", cell)

    def toggle(self) -> None:
        """Switch it on or off."""
        rule = self._rule()
        if rule:
            now = self._desk.project.rules[rule].on
            self._desk.keep("rules", rule, ("on",), "switch-rule")(not now)

    def duplicate(self) -> None:
        """A copy right behind it."""
        if self._rule():
            copy_rule(self._desk, self._rule(), self._hands.current)
