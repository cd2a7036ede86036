"""The workshop of one window: its timer, its votes, its notes and its presentation, which outlive every look."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from app.desktop.document import Document, Selection
from app.desktop.panels.panel import SidePanel
from app.desktop.workshop.countdown import Countdown
from app.desktop.workshop.guide import GuidePage
from app.desktop.workshop.hands import Hands
from app.desktop.workshop.notefield import NoteField
from app.desktop.workshop.parking import ParkingPage
from app.desktop.workshop.present import Presentation
from app.desktop.workshop.room import RoomChooser
from app.desktop.workshop.timerchip import TimerChip
from app.desktop.workshop.votepage import VotePage
from app.desktop.workshop.voting import Voting
from app.project.edits import Edit, record_at
from app.project.guide import StepState
from app.project.meeting import park, parked, put_on_map
from app.words import tr
from maps.model import MapSlice
from personas.problems import FootfallError

if TYPE_CHECKING:
    from app.desktop.frame import Frame
    from app.desktop.window import Window

START_MINUTES = 5.0
_NO_CARDS = ("emotions", "channels", "metrics", "images")


class Host(QObject):
    """What the actions of a workshop do."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window, self._studio = window, window.studio
        self.timer = Countdown(self)
        self.voting = Voting(window.studio, self)
        self.presentation: Presentation | None = None
        self._note: NoteField | None = None
        self.voting.changed.connect(self._show_dots)
        window.studio.document_changed.connect(self._document_changed)
        self._document_changed()

    @property
    def document(self) -> Document | None:
        """What is open."""
        return self._studio.document

    def _document_changed(self) -> None:
        if self.document is not None:
            self.document.changed.connect(self._count_notes)
            self.document.map_changed.connect(self._count_notes)

    # ---- the widgets of a look -------------------------------------------------------------------------------

    def attach(self, frame: Frame) -> None:
        """Take part in new widgets."""
        frame.topbar.add_tool(TimerChip(self._studio.look, self.timer, frame.topbar.make_room))
        if frame.map is not None and self.document is not None:
            Hands(self._studio.look, frame.map.view, self.voting, self._drop_note)
            self._count_notes()
            self._show_dots()

    def add_pages(self, panel: SidePanel, document: Document) -> None:
        """Put the pages of a workshop in the panel left of the map."""
        look = self._studio.look
        offers = (
            (tr("Present it"), "presentation-chart", partial(self._window.commands.do, "present")),
            (tr("Run the simulation"), "play", partial(self._window.commands.do, "simulate")),
        )
        panel.add_page("guide", tr("Nine steps"), "path", lambda: GuidePage(look, document, self.do_step, offers))
        panel.add_page(
            "votes", tr("Dot voting"), "circles-three",
            lambda: VotePage(look, document, self.voting, self._window.show_on_map, self._window.take_keyboard),
        )  # fmt: skip
        panel.add_page(
            "parking", tr("Parking lot"), "push-pin", lambda: ParkingPage(look, document, self._edit, self.put_note)
        )

    def show_page(self, key: str) -> None:
        """Open a page of the panel, with the keyboard."""
        frame = self._window.frame
        if frame is not None and frame.map is not None:
            self._window.go("map")
            frame.map.panel.show_page(key, focus=True)

    def _count_notes(self, *_changed: object) -> None:
        frame, document = self._window.frame, self.document
        if frame is not None and frame.map is not None and isValid(frame.map) and document is not None:
            frame.map.panel.show_count("parking", len(parked(document.project, document.map_id)))

    def _show_dots(self) -> None:
        """The dots that may be seen, on the cards."""
        frame = self._window.frame
        if frame is not None and frame.map is not None and isValid(frame.map):
            frame.map.sheet.show_options(replace(frame.map.sheet.options, votes=self.voting.dots()))

    def _edit(self, make: Callable[[], Edit]) -> bool:
        try:
            if self.document is not None:
                self.document.edit(make())
        except FootfallError as error:
            self._studio.say_error(error)
            return False
        return True

    # ---- presenting ------------------------------------------------------------------------------------------

    def present(self) -> None:
        """Begin at the stage of what is selected."""
        if self.presentation is not None:
            self.presentation.activateWindow()
            return
        held = QApplication.focusWidget()
        made = Presentation(self._studio, self.timer, self._window, stage=self._stage_now())
        self.presentation = made
        made.ended.connect(partial(self._presented, held))
        made.note_wanted.connect(partial(self.write_note, made))
        screen = self._window.screen()
        if screen is not None:
            made.setGeometry(screen.geometry())
        made.showFullScreen()
        made.activateWindow()
        made.setFocus(Qt.FocusReason.OtherFocusReason)
        made.say_keys()

    def _presented(self, held: QWidget | None) -> None:
        if self.presentation is None:
            return
        self.presentation.deleteLater()
        self.presentation = None
        self._window.activateWindow()
        if held is not None and isValid(held):
            held.setFocus(Qt.FocusReason.OtherFocusReason)

    def _stage_now(self) -> str:
        document = self.document
        if document is None:
            return ""
        chosen = document.selection
        if chosen.table == "stages":
            return chosen.record
        if chosen.table not in ("touchpoints", "cards"):
            return ""
        return str(getattr(record_at(document.project, chosen.table, chosen.record), "stage", ""))

    # ---- the path --------------------------------------------------------------------------------------------

    def do_step(self, state: StepState) -> None:
        """Go to where the next bit of a step's work lies, with the keyboard there."""
        window, document = self._window, self.document
        frame = window.frame
        if document is None or frame is None or frame.map is None:
            return
        if state.key == "people":
            window.go("personas")
            return
        window.go("map")
        frame.map.show_side(True)
        frame.map.show_selected()
        spot = state.spot
        if state.key == "goal" or not spot.table:
            self._without_spot(state)
            return
        document.select(Selection(spot.table, spot.record, lane=spot.lane))
        frame.map.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _without_spot(self, state: StepState) -> None:
        """A step without a place on the map: the scenario, or the first stage there is."""
        window, document = self._window, self.document
        frame = window.frame
        if document is None or document.piece is None or frame is None or frame.map is None:
            return
        piece = document.piece
        if state.key == "goal":
            document.select(Selection())
            for field in frame.map.findChildren(QWidget, f"maps.{piece.id}.scenario"):
                field.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        first = next((key for key, stage in piece.stages.items() if not stage.hidden), "")
        document.select(Selection("stages", first) if first else Selection())
        frame.map.view.setFocus(Qt.FocusReason.OtherFocusReason)

    # ---- the parking lot -------------------------------------------------------------------------------------

    def write_note(self, over: QWidget | None = None) -> NoteField:
        """A field for a quick note at the foot of the window."""
        if self._note is not None and isValid(self._note):
            self._note.close()
        held = QApplication.focusWidget()
        look = over.look if isinstance(over, Presentation) else self._studio.look
        self._note = NoteField(look, self._park, over or self._window)
        self._note.destroyed.connect(partial(_give_back, held))
        return self._note

    def _park(self, words: str) -> None:
        document = self.document
        if document is not None:
            self._edit(lambda: park(document.project, document.map_id, words, target=document.selection.record)[0])

    def put_note(self, note: str, stage: str = "", lane: str = "") -> None:
        """Make a card of a note: in the cell that is named, else where the selection is, else where there is room."""
        document = self.document
        piece = document.piece if document is not None else None
        if document is None or piece is None or note not in document.project.comments:
            return
        if not stage or not lane:
            stage, lane = _place(piece, document.selection)
        if not stage or not lane:
            self._studio.say(tr("The map has no row that takes a card. Add one first."))
            return
        made: list[tuple[str, str]] = []

        def make() -> Edit:
            edit, item = put_on_map(document.project, note, lane, stage)
            made.append(item)
            return edit

        if self._edit(make):
            self._window.show_on_map(Selection(*made[0]))

    def _drop_note(self, note: str, stage: str, lane: str) -> None:
        self.put_note(note, stage, lane)

    # ---- the room --------------------------------------------------------------------------------------------

    def choose_room(self) -> RoomChooser:
        """Three sizes to choose from, each shown as it will look."""
        return RoomChooser(self._studio.look, self._studio.set_room, self._window)


def _give_back(held: QWidget | None, _gone: object = None) -> None:
    """The keyboard goes back to where it was."""
    if held is not None and isValid(held) and held.isVisible():
        held.setFocus(Qt.FocusReason.OtherFocusReason)


def _place(piece: MapSlice, chosen: Selection) -> tuple[str, str]:
    """Stage and lane for a new card: those of what is selected; else the first stage, and a row that takes words."""
    stage, lane = "", ""
    if chosen.is_cell:
        stage, lane = chosen.record, chosen.lane
    elif chosen.table == "cards" and chosen.record in piece.cards:
        stage, lane = piece.cards[chosen.record].stage, piece.cards[chosen.record].lane
    elif chosen.table == "touchpoints" and chosen.record in piece.touchpoints:
        stage = piece.touchpoints[chosen.record].stage
    elif chosen.table == "stages":
        stage = chosen.record
    shown = [key for key, one in piece.lanes.items() if not one.hidden and one.kind not in _NO_CARDS]
    if lane not in shown:
        wanted = ("text", "actions", "thoughts", "opportunities", "pains", "touchpoints")
        by_kind = {piece.lanes[key].kind: key for key in reversed(shown)}
        lane = next((by_kind[kind] for kind in wanted if kind in by_kind), next(iter(shown), ""))
    return stage or next((key for key, one in piece.stages.items() if not one.hidden), ""), lane
