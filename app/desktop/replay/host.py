"""Who asks for the visitors of a run, and shows them once they have lived: one per frame of the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from app.desktop.replay.work import Asked, Replay, work

if TYPE_CHECKING:
    from app.desktop.studio import Studio
    from app.desktop.workspaces.map import MapPage

STUDY = "walked"
"""Under which name what came of it is kept with the studio's studies."""
_REST_MS = 500


class ReplayHost(QObject):
    """Asks once the hand rests, one thing at a time."""

    def __init__(self, studio: Studio, page: MapPage) -> None:
        super().__init__(page)
        self._studio, self._page = studio, page
        self._arm = ""
        self._play, self._asking = False, False
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.timeout.connect(self._ask)
        page.walked_wanted.connect(self.wanted)
        studio.running_changed.connect(self._ended)

    def watch(self) -> None:
        """Let visitors walk over the map, as soon as they have lived."""
        held = self._held()
        if held is not None:
            self._page.play(held, self._title(held))
            return
        self._play = True
        if self._studio.running and not self._asking:
            self._studio.busy_said()
        self._ask()

    def wanted(self) -> None:
        """What they do is to be seen on the map; asked for once nothing has changed for a while."""
        self._rest.start(_REST_MS)

    def answered(self, arm: str) -> None:
        """There is another answer, another arm is looked at, or the visitors have lived."""
        self._arm = arm
        held = self._studio.studies.get(STUDY)
        fresh = self._held()
        if held is None or held.map_id != self._map:
            self._page.show_walked(None)
        else:
            self._page.show_walked(held.value, stale=fresh is None)
        if fresh is not None and self._play:
            self._play = False
            self._page.play(fresh, self._title(fresh))

    @property
    def _map(self) -> str:
        return self._studio.document.map_id if self._studio.document is not None else ""

    def _asked(self) -> Asked:
        document, finished = self._studio.document, self._studio.finished
        if finished is None or finished.map_id != self._map:
            return Asked(self._map, document.experiment_id if document is not None else "", self._arm)
        result = finished.result
        return Asked(self._map, result.experiment, self._arm, result.seed, result.draws)

    def _held(self) -> Replay | None:
        """What is known of just these visitors; none when they have not lived, or the map has changed since."""
        held = self._studio.studies.get(STUDY)
        if held is None or held.stale or not isinstance(held.value, Replay) or held.value.asked != self._asked():
            return None
        return held.value

    def _ask(self) -> None:
        document = self._studio.document
        if document is None or not self._map or self._held() is not None:
            return
        if self._studio.running:
            self._rest.start(_REST_MS)
            return
        self._asking = True
        self._studio.study(STUDY, work(document.project, self._asked()))

    def _ended(self) -> None:
        """What was asked for and did not come is not asked for again and again."""
        if self._asking and not self._studio.running:
            self._asking = False
            if self._held() is None:
                self._play = False
                self._page.no_walked()

    def _title(self, replay: Replay) -> str:
        from app.project.slices import SILENT
        from app.words import tr

        return tr("No messages") if replay.arm == SILENT else replay.arm
