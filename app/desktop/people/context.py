"""What every part of the personas workspace is given: the look, the document, and one way to make a change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtGui import QImage

from app.desktop.document import Document
from app.desktop.look import Look
from app.desktop.portraits import picture_of
from app.project.edits import Edit
from app.project.history import Mark
from app.project.model import Project
from personas.model import Persona
from personas.problems import FootfallError

Make = Callable[[Project], Edit]


@dataclass
class People:
    """The document, and how it is changed from here. Problems are told, never raised."""

    look: Look
    document: Document
    problem: Callable[[object], object]
    act: Callable[[str], object]
    _mark: Mark | None = field(default=None)

    @property
    def project(self) -> Project:
        """The project as it is now."""
        return self.document.project

    @property
    def map_id(self) -> str | None:
        """The map that is shown; none when the project has none."""
        return self.document.map_id or None

    @property
    def currency(self) -> str:
        """The currency of the map that is shown."""
        piece = self.document.piece
        return piece.map.currency if piece is not None else "EUR"

    def person(self, key: str) -> Persona:
        """A persona by id. KeyError when there is none."""
        return self.project.personas[key]

    def picture(self, key: str) -> QImage | None:
        """The picture somebody is shown with."""
        return picture_of(self.project, self.person(key))

    def slot(self, key: str) -> int:
        """The colour slot somebody is shown in: on this map, or her own."""
        return self.document.slots().get(key, self.person(key).colour)

    def do(self, make: Make, *, merge: str = "") -> bool:
        """Change the project; false, with the problem told, when it does not hold."""
        try:
            self.document.edit(make(self.project), merge=merge)
        except (FootfallError, KeyError) as error:
            if isinstance(error, FootfallError):
                self.problem(error)
            return False
        return True

    def say(self, error: FootfallError) -> None:
        """Tell a problem that is no edit."""
        self.problem(error)

    def begin(self) -> None:
        """A gesture begins: what happens until its end is one step."""
        if self._mark is None:
            self._mark = self.document.mark()

    def end(self, label: str) -> None:
        """The gesture ends."""
        mark, self._mark = self._mark, None
        if mark is not None:
            self.document.squash(mark, label)

    def bail(self) -> None:
        """The gesture is given up: as if it had never begun."""
        mark, self._mark = self._mark, None
        if mark is not None:
            self.document.bail(mark)
