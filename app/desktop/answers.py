"""The answers of an open project: for each map and each experiment on it the one that is looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.desktop.runs import key_of, latest

if TYPE_CHECKING:
    from app.desktop.document import Document
    from app.desktop.runs import Finished


class Answers:
    """Kept whole for as long as the project is open: a run that is kept in the file is a shorter one."""

    def __init__(self) -> None:
        self._held: dict[tuple[str, str], Finished] = {}

    def keep(self, finished: Finished) -> None:
        """From now on this is the answer of its map and experiment."""
        self._held[key_of(finished)] = finished

    def of(self, document: Document) -> Finished | None:
        """The answer of the map and the experiment that are looked at: the last that was shown, else the last kept."""
        here = document.map_id, document.experiment_id
        return self._held.get(here) or latest(document.project, *here)

    def first(self, document: Document) -> Finished | None:
        """The latest run of the map that is shown, which also says which of its experiments is looked at."""
        found = latest(document.project, document.map_id)
        if found is not None:
            document.look_at(found.result.experiment)
            self.keep(found)
        return found

    def age(self) -> None:
        """The project is another one now: everything is from before that."""
        self._held = {key: one if one.stale else one.gone_stale() for key, one in self._held.items()}


def is_of(finished: Finished, document: Document) -> bool:
    """Whether a run is of what is looked at now."""
    return key_of(finished) in ((document.map_id, document.experiment_id), (document.map_id, ""))
