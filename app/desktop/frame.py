"""The inside of the window in one look: rail, top bar and workspaces, made anew when look or language change.

The workspaces are imported when a project is opened, so that the start page does not wait for them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu, QStackedWidget, QWidget

from app.desktop.chrome.chips import ChipFace
from app.desktop.chrome.rail import Place, Rail
from app.desktop.chrome.topbar import TopBar
from app.desktop.look import Look
from app.desktop.own_colours import look_with_own_colours
from app.desktop.start import StartPage
from app.desktop.studio import Studio
from app.words import language, name, tr
from personas.problems import FootfallError

if TYPE_CHECKING:
    from app.desktop.answer.model import Answer
    from app.desktop.comparing.page import ComparePage
    from app.desktop.document import Document
    from app.desktop.lab.parts import Shown
    from app.desktop.panels.minimap import Minimap
    from app.desktop.people.page import PersonasPage
    from app.desktop.people.page import State as PeopleState
    from app.desktop.replay.host import ReplayHost
    from app.desktop.window import Window
    from app.desktop.workspaces.map import MapPage
    from app.desktop.workspaces.simulate import SimulatePage
    from maps.layout.options import LayoutOptions


@dataclass(frozen=True)
class Kept:
    """What stays when the widgets are made anew: where the map is looked at from, what it shows, whose sheet, arm."""

    view: tuple[float, int, int] | None
    options: LayoutOptions
    people: PeopleState | None
    arm: str
    answer_in_front: bool
    side: bool
    room: float
    matrix: bool = False
    lab: dict[str, Any] = field(default_factory=dict)


class Frame:
    """The widgets of one look."""

    def __init__(self, studio: Studio, window: Window, kept: Kept | None) -> None:
        self.studio, self.window = studio, window
        self._look = self._coloured(studio)
        self._arm = kept.arm if kept is not None else ""
        self._seen_moment = studio.finished.moment if studio.finished is not None else ""
        self._answer_to_front = kept.answer_in_front if kept is not None else False
        self._views_forgotten = False
        self.map: MapPage | None = None
        self.minimap: Minimap | None = None
        self.replay: ReplayHost | None = None
        self.comparing: ComparePage | None = None
        self.personas: PersonasPage | None = None
        self._simulate: SimulatePage | None = None
        self._made: dict[str, QWidget] = {}
        self.rail = Rail(self._look, self._places(), self._foot())
        self.rail.chosen.connect(window.go)
        self.rail.foot_pressed.connect(self._foot_pressed)
        self.topbar = TopBar(self._look)
        self.topbar.action.connect(self._act)
        self.pages = QStackedWidget()
        self._make_pages(kept)
        if studio.document is None:
            self.topbar.hide()
            self.rail.hide()

    @staticmethod
    def _coloured(studio: Studio) -> Look:
        """The look, with the own colours of the people on the map that is shown."""
        piece = studio.document.piece if studio.document is not None else None
        if studio.document is None or piece is None:
            return studio.look
        return look_with_own_colours(studio.look, piece.personas, studio.document.slots())

    def _places(self) -> tuple[Place, ...]:
        return (
            Place("map", tr("Map"), "map-trifold"),
            Place("personas", tr("Personas"), "users"),
            Place("scenario", tr("Scenario"), "grid-four"),
            Place("simulate", tr("Simulate"), "chart-line-up"),
            Place("data", tr("Data"), "database"),
        )

    def _foot(self) -> tuple[Place, ...]:
        dark = self._look.theme.name == "dark"
        larger = self._next_room()
        room = tr("Larger, for a room") if larger > self._look.room else tr("Back to the usual size")
        return (
            Place("language", tr("Nederlands") if language() == "en" else "English", "translate"),
            Place("room", room, "projector-screen"),
            Place("theme", tr("Light") if dark else tr("Dark"), "sun" if dark else "moon"),
        )

    def _next_room(self) -> float:
        return {1.0: 1.25, 1.25: 1.5}.get(self._look.room, 1.0)

    def _make_pages(self, kept: Kept | None) -> None:
        studio, document = self.studio, self.studio.document
        if document is None:
            self.pages.addWidget(
                StartPage(
                    self._look,
                    studio.settings.recent,
                    open_asked=studio.open_asked,
                    open_path=studio.open,
                    from_example=self._example,
                    from_framework=self._framework,
                    begin_path=self._begin_path,
                    foot=self._foot(),
                    foot_pressed=self._foot_pressed,
                )
            )
            return
        self._make_workspaces(kept, document)

    def _make_workspaces(self, kept: Kept | None, document: Document) -> None:
        from app.desktop.bindings.people import take_file, take_picture
        from app.desktop.panels.doors import Doors
        from app.desktop.panels.map_verbs import MapVerbs
        from app.desktop.panels.minimap import Minimap
        from app.desktop.panels.shelf import fill_panel
        from app.desktop.people.page import PersonasPage
        from app.desktop.replay.host import ReplayHost
        from app.desktop.workspaces.map import MapPage
        from app.desktop.workspaces.simulate import SimulatePage
        from maps.layout.options import LayoutOptions

        studio = self.studio
        options = kept.options if kept is not None else LayoutOptions()
        self.map = MapPage(self._look, document, options, self._show_persona)
        self.map.problem.connect(studio.say_error)
        self.map.all_figures.connect(lambda: self.window.go("simulate"))
        self.map.prices_wanted.connect(lambda: self._act("prices"))
        self.replay = ReplayHost(studio, self.map)
        self.map.view.zoomed.connect(self.topbar.show_zoom)
        self.map.view.asked.connect(self._act)
        self.map.view.menu_wanted.connect(self._open_menu_of)
        fill_panel(self.map.panel, self.window, document)
        Doors(self.map.view, MapVerbs(self.window).go_in)
        overview = studio.settings.window.get("minimap") != "no"
        self.minimap = Minimap(self._look, self.map.view, self.map.sheet, on=overview)
        self.personas = PersonasPage(self._look, document, kept.people if kept is not None else None)
        self.personas.problem.connect(studio.say_error)
        self.personas.wanted.connect(self._act)
        self.personas.recoloured.connect(self.window.build, Qt.ConnectionType.QueuedConnection)
        self.personas.file_dropped.connect(partial(take_file, self.window))
        self.personas.picture_dropped.connect(partial(take_picture, self.window))
        self._simulate = SimulatePage(self._look, document, self._shown, kept.lab if kept is not None else None)
        for page in (self.map, self.personas, self._simulate):
            self.pages.addWidget(page)
        self.topbar.menu_wanted.connect(self._open_menu)
        self.topbar.persona_toggled.connect(document.toggle_persona)
        self.topbar.persona_wanted.connect(self._show_persona)
        if kept is not None and kept.view is not None:
            zoom, left, top = kept.view
            larger = self._look.room / kept.room
            self.map.view.restore(zoom * larger, round(left * larger), round(top * larger))
            self.map.show_side(kept.side)
            if kept.matrix:
                self.map.show_matrix(True)

    def keep(self) -> Kept | None:
        """What the next frame takes over; nothing when another document is shown."""
        if self.map is None or self._views_forgotten:
            return None
        people = self.personas.state if self.personas is not None else None
        front = self.map.answer_in_front
        side = self.map.side_wanted
        return Kept(
            self.map.view.place(),
            self.map.options,
            people,
            self._arm,
            front,
            side,
            self._look.room,
            self.map.matrix_shown,
            self._simulate.opened if self._simulate is not None else {},
        )

    def forget_views(self) -> None:
        """Another document is open: nothing of this one's views is taken over."""
        self._views_forgotten = True

    def retire(self) -> None:
        """This frame is about to be replaced: its widgets tell nobody anything any more."""
        for widget in (self.map, self.personas, self._simulate, *self._made.values()):
            if widget is not None:
                widget.blockSignals(True)

    def menu(self, parent: QWidget) -> QMenu:
        """The menu behind the title, as things stand now."""
        from app.desktop.menus import title_menu
        from app.project.builders import in_order

        document = self.studio.document
        rows = document.project.maps if document is not None else {}
        maps = [(key, rows[key].title) for key in in_order(rows)]
        current = document.map_id if document is not None else ""
        show = document.show_map if document is not None else str
        return title_menu(self.window.commands, maps, current, show, parent)

    def _open_menu_of(self, kind: str, where: QPoint) -> None:
        """The menu of what was pressed on the map."""
        from app.actions.registry import Menu
        from app.desktop.menus import menu_for

        groups = self.window.commands.menu_of(Menu(kind))
        if groups:
            menu_for(self.window.commands, groups, self.window).popup(where)

    def _open_menu(self, button: QWidget) -> None:
        self.menu(button).popup(button.mapToGlobal(button.rect().bottomLeft()))

    # ---- asking ----------------------------------------------------------------------------------------------

    def _act(self, action_id: str) -> None:
        self.window.commands.do("simulate" if action_id == "run" else action_id)

    def _foot_pressed(self, key: str) -> None:
        if key == "theme":
            self.studio.set_theme("light" if self._look.theme.name == "dark" else "dark")
        elif key == "room":
            self.studio.set_room(self._next_room())
        else:
            self.studio.set_language("nl" if language() == "en" else "en")

    def _example(self, key: str) -> None:
        from app.project.examples import new_from_example

        try:
            self.studio.begin(new_from_example(key, language()))
        except FootfallError as error:
            self.studio.say_error(error)

    def _framework(self, key: str) -> None:
        from app.project.examples import new_from_framework

        try:
            self.studio.begin(new_from_framework(key, language(), title=tr("New map") if key == "blank" else ""))
        except FootfallError as error:
            self.studio.say_error(error)

    def _begin_path(self) -> None:
        """A map with the stages of the first framework, and the nine steps beside it."""
        from app.project.examples import framework_keys

        self._framework(framework_keys()[0])
        self.window.host.show_page("guide")

    def _show_persona(self, key: str) -> None:
        if self.personas is not None:
            self.personas.show_persona(key)
            self.window.go("personas")

    # ---- showing ---------------------------------------------------------------------------------------------

    def go(self, place: str) -> None:
        """Show a workspace; the start page when nothing is open."""
        self._end_comparing(place)
        page = {"map": self.map, "personas": self.personas, "simulate": self._simulate}.get(place) or self._page(place)
        if page is not None:
            self.pages.setCurrentWidget(page)
        self.rail.set_current(place)
        self.topbar.show_map_tools(shown=place == "map")
        if self.studio.document is not None:
            self.show_state()

    def _page(self, place: str) -> QWidget | None:
        """A workspace that is made when it is first shown."""
        document = self.studio.document
        if document is None or place not in ("scenario", "data"):
            return None
        if place not in self._made:
            from app.desktop.data.page import DataPage
            from app.desktop.scenario.page import ScenarioPage

            made = (ScenarioPage if place == "scenario" else DataPage)(self._look, document, self.window)
            self._made[place] = made
            self.pages.addWidget(made)
        return self._made[place]

    def compare(self, before: str, after: str) -> None:
        """Two maps side by side, in the place of the map until one goes elsewhere."""
        from app.desktop.comparing.page import ComparePage

        if self.studio.document is not None:
            self._end_comparing("compare")
            self.comparing = ComparePage(self.window, self.studio.document, before, after)
            self.pages.addWidget(self.comparing)
            self.pages.setCurrentWidget(self.comparing)
            self.topbar.show_map_tools(shown=False)
            self.comparing.take_focus()

    def _end_comparing(self, place: str) -> None:
        if self.comparing is not None:
            if place == "map" and self.map is not None:
                self.map.view.setFocus()
            self.pages.removeWidget(self.comparing)
            self.comparing.hide()
            self.comparing.deleteLater()
            self.comparing = None

    def show_state(self) -> None:
        """Title, saved or not, chips, undo and redo."""
        document = self.studio.document
        if document is None:
            return
        from app.desktop.portraits import picture_of
        from app.desktop.steps import step_name

        piece = document.piece
        saved = tr("not saved yet") if document.path is None else tr("changed") if document.dirty else tr("saved")
        parts = [saved]
        if piece is not None:
            parts = [piece.map.organisation, name("maturity", piece.map.maturity), saved]
        above = [document.project.maps[key].title for key in self.window.trail.way[:-1] if key in document.project.maps]
        if above:
            parts = [" › ".join((*above, piece.map.title if piece is not None else "")), saved]
        self.topbar.show_way(above[-1] if above else "")
        title = piece.map.title if piece is not None else document.title
        under = " · ".join(part for part in parts if part)
        made = self._made.get("scenario")
        if self.window.place == "scenario" and made is not None:
            title, under = made.heading()  # type: ignore[attr-defined]  # a ScenarioPage, which is not imported here
        self.topbar.show_title(title, under)
        history = document.history
        self.topbar.show_history(step_name(history.undo_label), step_name(history.redo_label))
        faces: list[ChipFace] = []
        if piece is not None:
            slots, total = document.slots(), sum(piece.map.personas.values()) or 1.0
            faces = [
                ChipFace(key, persona, slots[key], piece.map.personas.get(key, 0.0) / total,
                         key not in piece.map.hidden_personas, picture_of(document.project, persona))
                for key, persona in piece.personas.items()
            ]  # fmt: skip
        self.topbar.show_faces(faces)
        self.show_runnable()

    def show_runnable(self) -> None:
        """Whether Run can be pressed, and if not, why."""
        document = self.studio.document
        if document is None:
            return
        runnable = bool(document.map_id)
        self.topbar.set_runnable(runnable, "" if runnable else tr("There is no map to run."))

    def _answer(self) -> Answer | None:
        document, finished = self.studio.document, self.studio.finished
        if document is None or finished is None or document.piece is None or finished.map_id != document.piece.id:
            return None
        from app.desktop.answer.reading import read

        return read(finished.result, document.piece, self._arm) or read(finished.result, document.piece)

    @property
    def arm_in_view(self) -> str | None:
        """Id of the arm whose answer is shown; none when there is no answer."""
        answer = self._answer()
        return answer.arm_id if answer is not None else None

    def show_answer(self) -> None:
        """The answer beside the map and on its own page; a fresh one comes to the front."""
        document, finished = self.studio.document, self.studio.finished
        if document is None or self.map is None:
            return
        answer = self._answer()
        moment = finished.moment if finished is not None else ""
        stale = finished.stale if finished is not None else False
        fresh = moment > self._seen_moment or self._answer_to_front
        self._answer_to_front = False
        self._seen_moment = max(moment, self._seen_moment)
        self.map.show_prices(self.studio.priced)
        if self.replay is not None:
            self.replay.answered(answer.arm_id if answer is not None else "")
        self.map.show_answer(answer, moment, stale=stale, in_front=fresh, choose_arm=self._choose_arm)
        if self._simulate is not None:
            self._simulate.refresh()

    def _shown(self, page: SimulatePage) -> Shown | None:
        """What the page of the answer is made from; nothing when no project is open."""
        from app.desktop.lab.parts import Shown

        document, answer = self.studio.document, self._answer()
        if document is None:
            return None
        finished = self.studio.finished if answer is not None else None
        return Shown(
            self._look, self.window, document, finished, answer, self._choose_arm, self._choose_run, page.opened,
            page.remake,
        )  # fmt: skip

    def _choose_arm(self, arm: str) -> None:
        self._arm = arm
        self.show_answer()

    def _choose_run(self, key: str) -> None:
        document = self.studio.document
        run = document.project.runs.get(key) if document is not None else None
        if document is None or run is None:
            return
        from app.desktop.runs import shown_again

        finished = shown_again(document.project, run)
        if finished is None:
            self.studio.say(tr("Of this run only the settings were kept."), grave=False)
            return
        self.studio.show_finished(finished)
