"""A round of dot voting on the map that is shown: who votes now, what was given, which round is looked at."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from app.desktop.document import Document
from app.desktop.studio import Studio
from app.project.edits import Edit
from app.project.meeting import (
    About,
    close_round,
    dots_left,
    dots_shown,
    give_dot,
    hidden,
    open_round,
    remove_round,
    rounds_of,
    running_round,
    shown_round,
    take_dot,
    votable,
    voters,
)
from app.words import plural, tr
from personas.problems import FootfallError

MOST_VOTERS = 60


class Voting(QObject):
    """Signals: `changed` when the round, its dots or the voter are others; `given` with words about what is left."""

    changed = Signal()
    given = Signal(str)

    def __init__(self, studio: Studio, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._studio = studio
        self._voter = "1"
        self._many = 6
        self._names: list[str] = []
        self._looked_at = ""
        studio.document_changed.connect(self._document_changed)
        self._document_changed()

    @property
    def document(self) -> Document | None:
        """What is open."""
        return self._studio.document

    def _document_changed(self) -> None:
        self._looked_at, self._names = "", []
        document = self.document
        if document is not None:
            document.changed.connect(self._tell)
            document.map_changed.connect(self._map_changed)
        self._tell()

    def _map_changed(self) -> None:
        self._looked_at = ""
        self._tell()

    def _tell(self, *_changed: object) -> None:
        self.changed.emit()

    # ---- the round -------------------------------------------------------------------------------------------

    @property
    def round(self) -> str:
        """The round that is open on the map that is shown; empty when none is."""
        document = self.document
        return running_round(document.project, document.map_id) if document is not None else ""

    @property
    def rounds(self) -> tuple[str, ...]:
        """All rounds of the map, the latest first."""
        document = self.document
        return rounds_of(document.project, document.map_id) if document is not None else ()

    @property
    def looked_at(self) -> str:
        """The round whose result is shown: the open one, else the one that was asked for, else the latest."""
        document = self.document
        if document is None:
            return ""
        if self.round:
            return self.round
        return self._looked_at if self._looked_at in self.rounds else shown_round(document.project, document.map_id)

    @property
    def secret(self) -> bool:
        """Whether the dots of the open round are hidden."""
        document = self.document
        return document is not None and hidden(document.project, self.round)

    def look_at(self, round_id: str) -> None:
        """Look at an earlier round."""
        self._looked_at = round_id
        self._tell()

    def dots(self) -> dict[str, int]:
        """Dots by card, to be drawn on the map."""
        document = self.document
        return dots_shown(document.project, document.map_id, self.looked_at) if document is not None else {}

    def start(self, about: About, dots: int, many: int, *, private: bool) -> None:
        """Open a round for so many voters."""
        document = self.document
        if document is not None:
            self._many = max(1, min(MOST_VOTERS, many))
            self._voter = "1"
            project, map_id = document.project, document.map_id
            self._edit(lambda: open_round(project, map_id, about, dots, private=private)[0])

    def close(self) -> None:
        """Close the open round; its result is what is looked at then."""
        document, now = self.document, self.round
        if document is not None and now:
            self._looked_at = now
            self._edit(lambda: close_round(document.project, now))

    def throw_away(self, round_id: str) -> None:
        """Forget a round and all its dots."""
        document = self.document
        if document is not None:
            self._edit(lambda: remove_round(document.project, round_id))

    def _edit(self, make: Callable[[], Edit]) -> bool:
        document = self.document
        if document is None:
            return False
        try:
            document.edit(make())
        except FootfallError as error:
            self._studio.say_error(error)
            return False
        self._tell()
        return True

    # ---- the voters ------------------------------------------------------------------------------------------

    @property
    def voter(self) -> str:
        """Who votes now."""
        return self._voter

    @property
    def voters(self) -> tuple[str, ...]:
        """Everybody: numbers, the names that were added, and whoever has voted already."""
        document = self.document
        voted = voters(document.project, self.round) if document is not None and self.round else ()
        numbers = tuple(str(i + 1) for i in range(self._many))
        return tuple(dict.fromkeys((*numbers, *self._names, *voted)))

    def let_vote(self, voter: str) -> None:
        """Somebody else's turn; a name that is new joins in."""
        voter = " ".join(voter.split())[:80]
        if not voter:
            return
        if voter not in self.voters:
            self._names.append(voter)
        self._voter = voter
        self._tell()

    def left(self, voter: str = "") -> int:
        """How many dots somebody has left, by default whose turn it is."""
        document = self.document
        return dots_left(document.project, self.round, voter or self._voter) if document is not None else 0

    # ---- giving ----------------------------------------------------------------------------------------------

    def can_get(self, target: str) -> bool:
        """Whether a record can get dots in the open round."""
        document, now = self.document, self.round
        return document is not None and bool(now) and votable(document.project, now, target)

    def give(self, target: str) -> None:
        """A dot of whose turn it is; it says so when she has none left."""
        document, now = self.document, self.round
        if document is None or not now:
            return
        if not self.left():
            self.given.emit(tr("{voter} has no dots left", voter=self.name_of(self._voter)))
            return
        if self._edit(lambda: give_dot(document.project, now, target, self._voter)):
            self._say_left()

    def take(self, target: str) -> None:
        """Take one of her dots back."""
        document, now = self.document, self.round
        if document is not None and now:
            before = self.left()
            self._edit(lambda: take_dot(document.project, now, target, self._voter))
            if self.left() != before:
                self._say_left()

    def _say_left(self) -> None:
        left = self.left()
        words = plural("{voter}: {count} dot left", "{voter}: {count} dots left", left, count=left,
                       voter=self.name_of(self._voter))  # fmt: skip
        self.given.emit(words)

    @staticmethod
    def name_of(voter: str) -> str:
        """A voter as people say it."""
        return tr("Voter {number}", number=voter) if voter.isdigit() else voter
