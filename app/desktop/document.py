"""What is open: a project with its history, its file, the map that is shown and what is selected on it.

Everything on the screen listens to one `Document` and changes the project through its `edit`; nothing else does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.project.builders import set_field
from app.project.edits import Edit, Path
from app.project.history import History, Mark, Notice
from app.project.model import Project
from app.project.slices import map_slice
from app.words import tr
from maps.layout.context import persona_slots
from maps.model import MapSlice


@dataclass(frozen=True)
class Selection:
    """One thing on the map: a record, and for a feeling the persona who has it. Empty: the map itself.

    With a `lane`, the record is a stage and the selection is the cell where the two meet: where the next card comes.
    """

    table: str = ""
    record: str = ""
    persona: str = ""
    lane: str = ""

    @property
    def is_cell(self) -> bool:
        """Whether it is a cell of the grid rather than a record."""
        return bool(self.lane)

    def __bool__(self) -> bool:
        return bool(self.record)


class Document(QObject):
    """An open project.

    Signals:
        changed: with the history's `Notice`, after every edit, undo and redo.
        map_changed: another map is shown.
        selection_changed: with the new primary `Selection`, whenever anything about what is selected changes.
        view_changed: something is shown differently that is no edit (which persona stands alone).
        state_changed: the file, or whether there is anything to save, changed.
    """

    changed = Signal(object)
    map_changed = Signal()
    selection_changed = Signal(object)
    view_changed = Signal()
    state_changed = Signal()

    def __init__(
        self, project: Project, path: FilePath | None, *, digest: str | None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.history = History(project, saved=True)
        self.path = path
        self._digest = digest
        self._opened = project
        self._chosen: tuple[Selection, ...] = ()
        self._solo = ""
        self._experiments: dict[str, str] = {}
        self._in_gesture = False
        self._map = first_map(project)
        self._slice: tuple[Project, str, MapSlice] | None = None
        self._stop_listening = self.history.listen(self._noticed)

    @property
    def project(self) -> Project:
        """The project as it is now."""
        return self.history.project

    @property
    def dirty(self) -> bool:
        """Whether there is anything to save."""
        return self.history.dirty

    @property
    def map_id(self) -> str:
        """The map that is shown; empty when the project has none."""
        return self._map if self._map in self.project.maps else first_map(self.project)

    @property
    def piece(self) -> MapSlice | None:
        """The map that is shown, with all that belongs to it; none when there is no map."""
        key = self.map_id
        if not key:
            return None
        if self._slice is None or self._slice[0] is not self.project or self._slice[1] != key:
            self._slice = (self.project, key, map_slice(self.project, key))
        return self._slice[2]

    def slots(self) -> dict[str, int]:
        """The colour slot of every persona of the map that is shown."""
        piece = self.piece
        return persona_slots(piece) if piece is not None else {}

    def show_map(self, map_id: str) -> None:
        """Show another map of the project; an unknown id is ignored."""
        if map_id in self.project.maps and map_id != self._map:
            self._map = map_id
            self.select(Selection())
            self.map_changed.emit()

    @property
    def selection(self) -> Selection:
        """What is selected; of several things the one that was selected last."""
        return self._chosen[-1] if self._chosen else Selection()

    @property
    def chosen(self) -> tuple[Selection, ...]:
        """Everything that is selected, the primary one last."""
        return self._chosen

    def select(self, selection: Selection) -> None:
        """Select one thing, or nothing with an empty selection."""
        self.choose((selection,) if selection else ())

    def choose(self, selections: Iterable[Selection]) -> None:
        """Select several things, the primary one last."""
        chosen = tuple(dict.fromkeys(one for one in selections if one))
        if chosen != self._chosen:
            self._chosen = chosen
            self.selection_changed.emit(self.selection)

    @property
    def experiment_id(self) -> str:
        """The experiment that Run simulates on the map that is shown: what is looked at, else the main one; or none."""
        from app.project.experiments import looked_at

        return looked_at(self.project, self.map_id, self._experiments.get(self.map_id, ""))

    def look_at(self, experiment: str) -> None:
        """Look at another experiment of its map; not an edit. An unknown one is ignored."""
        found = self.project.experiments.get(experiment)
        if found is not None and experiment != self._experiments.get(found.map):
            self._experiments[found.map] = experiment
            self.view_changed.emit()

    @property
    def solo(self) -> str:
        """The persona who is shown alone; empty: all that the map shows."""
        return self._solo if self._solo in self.project.personas else ""

    def show_alone(self, persona: str) -> None:
        """Show one persona alone, or with an empty id all of them again. Not an edit."""
        if persona != self._solo:
            self._solo = persona
            self.view_changed.emit()

    def set(self, table: str, record: str, path: Path, value: Any, label: str, *, merge: str = "") -> None:
        """Set one field through a real edit; FootfallError when the value does not hold there."""
        self.edit(set_field(self.project, table, record, path, value, label), merge=merge)

    def edit(self, edit: Edit, *, merge: str = "") -> None:
        """Apply an edit and remember it."""
        self.history.do(edit, merge=merge)

    def undo(self) -> None:
        """Take the last step back."""
        self.history.undo()

    def way_back(self) -> Callable[[], bool]:
        """What takes the last step back, also later: it does nothing and answers False once another step followed."""
        then = self.history.mark()

        def take_back() -> bool:
            now = self.history.mark()
            return (now.depth, now.below) == (then.depth, then.below) and self.history.undo()

        return take_back

    def redo(self) -> None:
        """Do it again."""
        self.history.redo()

    def mark(self) -> Mark:
        """Begin a gesture."""
        self._in_gesture = True
        return self.history.mark()

    @property
    def in_gesture(self) -> bool:
        """Whether a gesture is under way, which may change the project many times a second."""
        return self._in_gesture

    def squash(self, mark: Mark, label: str) -> None:
        """End a gesture: everything since the mark is one step."""
        self._in_gesture = False
        self.history.squash_to_mark(mark, label)
        self.state_changed.emit()

    def bail(self, mark: Mark) -> None:
        """Cancel a gesture: as if it had never begun."""
        self._in_gesture = False
        self.history.bail_to_mark(mark)
        self.state_changed.emit()

    def toggle_persona(self, persona: str) -> None:
        """Show or hide a persona on the map: an edit like any other."""
        piece = self.piece
        if piece is None or persona not in piece.map.personas:
            return
        hidden = persona in piece.map.hidden_personas
        value = None if hidden else True
        self.set("maps", piece.id, ("hidden_personas", persona), value, "show-persona" if hidden else "hide-persona")

    @property
    def title(self) -> str:
        """What the project is called: its own title, else its map's, else its file's."""
        piece = self.piece
        own = self.project.project.title or (piece.map.title if piece is not None else "")
        return own or (self.path.name if self.path is not None else tr("Untitled"))

    @property
    def file_stem(self) -> str:
        """A name for its file, from its title."""
        kept = "".join(letter if letter.isalnum() else "-" for letter in self.title.casefold())
        return "-".join(part for part in kept.split("-") if part)[:60] or "journey"

    @property
    def worth_keeping(self) -> bool:
        """Whether closing would lose work. Runs of a project that has no file yet are not: they can be run again."""
        if not self.dirty or self.path is not None:
            return self.dirty
        return self.project.model_copy(update={"runs": self._opened.runs}) != self._opened

    def digest_of(self, path: FilePath) -> str | None:
        """What the file at `path` was like when it was opened or last saved; none for another file."""
        return self._digest if path == self.path else None

    def saved_as(self, path: FilePath, digest: str) -> None:
        """Remember that the project as it is now stands at `path`."""
        self.path = path
        self._digest = digest
        self.history.mark_saved()
        self.state_changed.emit()

    def keep_against(self, digest: str | None) -> None:
        """Go on with this project although the file is another one by now, with `digest`: a save overwrites that."""
        self._digest = digest
        self.history.mark_unsaved()
        self.state_changed.emit()

    def close(self) -> None:
        """Hear nothing more of the history."""
        self._stop_listening()

    def _noticed(self, notice: Notice) -> None:
        self.choose(one for one in self._chosen if _exists(notice.after, one))
        if self.map_id != self._map:  # the map that was shown is gone, or there is a first one
            self._map = self.map_id
            self.map_changed.emit()
        self.changed.emit(notice)
        self.state_changed.emit()


def first_map(project: Project) -> str:
    """The project's main map, else its first one, else nothing."""
    main = project.project.main_map
    if main is not None and main in project.maps:
        return main
    return min(project.maps, key=lambda key: (project.maps[key].order, key), default="")


def _exists(project: Project, selection: Selection) -> bool:
    rows: dict[str, Any] = getattr(project, selection.table, {})
    record = rows.get(selection.record)
    if record is None:
        return False
    if selection.lane and selection.lane not in project.lanes:
        return False
    return not selection.persona or selection.persona in getattr(record, "feelings", {})
