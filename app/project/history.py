"""The history of a project: what was done, what can be taken back, and whether it is saved.

The history holds the project and is the only thing that moves it on. Tables outside `UNDOABLE` (runs, decisions,
comments, votes, rounds) are recorded like all others, but an edit that touches only those is never undone and leaves
the redo list as it is: Ctrl+Z after a run does not delete the run.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from app.project.builders import consequences
from app.project.edits import HEADER, Change, Edit, Touched, apply, compose, invert, look, overlap, record_at, touched
from app.project.model import TABLES, UNDOABLE, Project

Cause = Literal["done", "undone", "redone", "bailed"]
_KEPT = tuple(table for table in TABLES if table not in UNDOABLE)


@dataclass(frozen=True)
class Notice:
    """What listeners are told after every change: the edit that was applied, why, and what it touched."""

    before: Project
    after: Project
    edit: Edit
    cause: Cause
    touched: tuple[Touched, ...]


@dataclass(frozen=True)
class Mark:
    """A point to which a gesture can be squashed or bailed."""

    depth: int
    below: Edit | None
    redo: tuple[Edit, ...]


Listener = Callable[[Notice], None]


class History:
    """One project over time. Edits go in through `do`; `project` is always the present state."""

    def __init__(self, project: Project, *, saved: bool = True) -> None:
        self._project = project
        self._saved: Project | None = project if saved else None
        self._undo: list[Edit] = []
        self._redo: list[Edit] = []
        self._merge = ""
        self._listeners: list[Listener] = []
        self._on_squash: list[Callable[[str], object]] = []

    @property
    def project(self) -> Project:
        """The project as it is now."""
        return self._project

    @property
    def dirty(self) -> bool:
        """Whether the project differs from what was last saved (an undo back to that state makes it clean again)."""
        return self._saved is None or self._project != self._saved

    def mark_saved(self, project: Project | None = None) -> None:
        """Remember that `project` (the present one by default) is what stands on disk."""
        self._saved = self._project if project is None else project
        self._merge = ""

    def mark_unsaved(self) -> None:
        """Remember that nothing on disk is like this project: what stood there is no longer what was opened."""
        self._saved = None

    def listen(self, listener: Listener, *, first: bool = False) -> Callable[[], None]:
        """Tell `listener` of every change from now on; the answer stops that.

        A listener that writes down what happens is told `first`: another one may answer a change with a change.
        """
        self._listeners.insert(0 if first else len(self._listeners), listener)
        return lambda: self._listeners.remove(listener)

    def on_squash(self, listener: Callable[[str], object]) -> Callable[[], None]:
        """Tell `listener` the label when a gesture became one step, which no `Notice` says; the answer stops that."""
        self._on_squash.append(listener)
        return lambda: self._on_squash.remove(listener)

    def do(self, edit: Edit, *, merge: str = "") -> Project:
        """Apply an edit and remember it; an edit without changes does nothing.

        Consecutive edits with the same `merge` key become one step (typing in a field); a step that ends where it
        began disappears. Conflict or FootfallError leave everything as it was.
        """
        if not edit:
            return self._project
        notice = self._move(edit, "done")
        if not all(change.table in _KEPT for change in edit.changes):
            self._remember(edit, merge)
        self._tell(notice)
        return self._project

    def _remember(self, edit: Edit, merge: str) -> None:
        if merge and merge == self._merge and self._undo:
            joined = compose((self._undo.pop(), edit))
            if joined:
                self._undo.append(joined)
            else:
                merge = ""
        else:
            self._undo.append(edit)
        self._merge = merge
        self._redo.clear()

    @property
    def undo_label(self) -> str | None:
        """Label code of the step that `undo` would take back; None when there is none."""
        return self._undo[-1].label if self._undo else None

    @property
    def redo_label(self) -> str | None:
        """Label code of the step that `redo` would do again; None when there is none."""
        return self._redo[-1].label if self._redo else None

    @property
    def depth(self) -> int:
        """How many steps can be undone."""
        return len(self._undo)

    def labels(self) -> tuple[str, ...]:
        """Label codes of all steps that can be undone, the oldest first."""
        return tuple(edit.label for edit in self._undo)

    def undo(self) -> bool:
        """Take the last step back; False when there is none."""
        if not self._undo:
            return False
        back = self._fitted(invert(self._undo[-1]))
        notice = self._move(back, "undone")
        self._undo.pop()
        self._redo.append(invert(back))
        self._merge = ""
        self._tell(notice)
        return True

    def redo(self) -> bool:
        """Do the step that was last taken back again; False when there is none."""
        if not self._redo:
            return False
        again = self._fitted(self._redo[-1])
        notice = self._move(again, "redone")
        self._redo.pop()
        self._undo.append(again)
        self._merge = ""
        self._tell(notice)
        return True

    def mark(self) -> Mark:
        """Remember this point, at the beginning of a gesture."""
        self._merge = ""
        return Mark(len(self._undo), self._undo[-1] if self._undo else None, tuple(self._redo))

    def squash_to_mark(self, mark: Mark, label: str = "") -> None:
        """Make one step, labelled `label`, of everything since the mark; nothing at all when it comes to nothing."""
        steps = self._since(mark)
        if not steps:
            return
        del self._undo[mark.depth :]
        joined = compose(steps, label)
        if joined:
            self._undo.append(joined)
        self._merge = ""
        for listener in tuple(self._on_squash):
            listener(label)

    def bail_to_mark(self, mark: Mark) -> None:
        """Throw away everything since the mark, as if the gesture had never begun."""
        notices = []
        for step in reversed(self._since(mark)):
            notices.append(self._move(self._fitted(invert(step)), "bailed"))
            self._undo.pop()
        self._redo[:] = mark.redo
        self._merge = ""
        for notice in notices:
            self._tell(notice)

    def _since(self, mark: Mark) -> list[Edit]:
        below = self._undo[mark.depth - 1] if 0 < mark.depth <= len(self._undo) else None
        if mark.depth > len(self._undo) or below is not mark.below:
            raise ValueError("this mark was undone")
        return self._undo[mark.depth :]

    def _move(self, edit: Edit, cause: Cause) -> Notice:
        before = self._project
        self._project = apply(before, edit)
        return Notice(before, self._project, edit, cause, touched(edit))

    def _tell(self, notice: Notice) -> None:
        """Tell all listeners, once the history itself is in order again."""
        for listener in tuple(self._listeners):
            listener(notice)

    def _fitted(self, edit: Edit) -> Edit:
        """A step back or forth, fitted to what has happened meanwhile in the tables that are never undone.

        A change of theirs that no longer fits is left out, and what refers from there to a record that goes now goes
        or is emptied with it, as in any removal.
        """
        fitting = tuple(change for change in edit.changes if change.table not in _KEPT or self._fits(change))
        going: dict[str, set[str]] = {}
        for change in fitting:
            if change.table != HEADER and not change.path and change.after is None:
                going.setdefault(change.table, set()).add(change.id)
        if not going:
            return Edit(edit.label, fitting)
        more = [one for one in consequences(self._project, going, tables=_KEPT) if one.table in _KEPT]
        new = tuple(change for change in more if not any(overlap(change, own) for own in fitting))
        wide = {change.place for change in new if not change.path}
        return Edit(edit.label, tuple(own for own in fitting if own.place not in wide) + new)

    def _fits(self, change: Change) -> bool:
        record = record_at(self._project, change.table, change.id)
        if not change.path:
            return bool(record == change.before)
        return record is not None and bool(look(record, change.path) == change.before)
