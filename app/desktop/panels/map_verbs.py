"""What is done with whole maps: each verb makes one edit, applies it, and shows what came of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from app.desktop.chrome.palette import Entry
from app.desktop.document import Document, Selection
from app.project.atlas import MadeMap, copy_map, framework_map, make_main, remove_map
from app.project.builders import in_order
from app.project.compare import relatives
from app.project.excerpts import dump_map
from app.project.files import read_bytes, write_bytes
from app.project.model import Project
from app.project.subjourneys import can_open, let_open, new_sub_journey, way_to
from app.project.templates import Template, from_template, remove_template, save_template, take_in
from app.words import language, tr
from maps.frameworks.reader import framework, framework_keys
from personas.problems import FootfallError

if TYPE_CHECKING:
    from app.desktop.window import Window


class MapVerbs:
    """The verbs of one window. None does anything while no project is open."""

    def __init__(self, window: Window) -> None:
        self._window = window

    @property
    def _document(self) -> Document | None:
        return self._window.studio.document

    def _try(self, act: Callable[[Document], object]) -> bool:
        document = self._document
        if document is None:
            return False
        try:
            act(document)
        except FootfallError as error:
            self._window.studio.say_error(error)
            return False
        return True

    def _make(self, maker: Callable[[Project, str], MadeMap]) -> None:
        """Make a map and show it, its own name ready to be typed."""

        def act(document: Document) -> None:
            made = maker(document.project, document.map_id)
            document.edit(made.edit)
            document.show_map(made.map)
            self._window.go("map")

        self._try(act)

    # ---- new -------------------------------------------------------------------------------------------------

    @staticmethod
    def frameworks() -> tuple[tuple[str, str], ...]:
        """Keys and titles of the frameworks that ship, the empty one left out."""
        return tuple((key, framework(key, language()).title) for key in framework_keys() if key != "blank")

    def new_from(self, key: str) -> None:
        """A new map from a framework; `blank` is an empty one."""
        title = tr("New map") if key == "blank" else ""
        self._make(lambda project, here: framework_map(project, key, language(), title, after=here))

    def new_from_template(self, path: Path) -> None:
        """A new map from one of the user's templates."""
        self._make(lambda project, here: from_template(project, path, after=here))

    def duplicate(self) -> None:
        """A copy of the map that is shown."""
        self._make(lambda project, here: copy_map(project, here, tr("{title} (copy)", title=project.maps[here].title)))

    def to_be(self) -> None:
        """A to-be copy of the map that is shown: every card knows which one it began as."""

        def make(project: Project, here: str) -> MadeMap:
            title = tr("{title} (to-be)", title=project.maps[here].title)
            return copy_map(project, here, title, to_be=True, label="to-be")

        self._make(make)
        if self._window.strip.words == _no_copy():
            self._window.strip.clear()  # there is one now

    def compare(self) -> None:
        """The map that is shown beside the one it belongs with: what it is a copy of, or its first copy."""
        document, frame = self._document, self._window.frame
        if document is None or frame is None or not document.map_id:
            return
        here = document.map_id
        others = relatives(document.project, here)
        if not others:
            make = (tr("Make a to-be copy"), lambda: self._window.commands.do("to_be_copy"))
            self._window.studio.say(_no_copy(), make, grave=False)
            return
        original = document.project.maps[here].based_on
        pair = (others[0], here) if original == others[0] else (here, others[0])
        self._window.go("map")
        frame.compare(*pair)

    # ---- files and templates ---------------------------------------------------------------------------------

    def import_map(self) -> None:
        """Take in a map from a file that the user picks."""
        path = self._window.dialogs.to_open_map()
        if path is not None:
            self._make(lambda project, here: take_in(project, read_bytes(path), path.name, after=here))

    def export_map(self) -> None:
        """Write the map that is shown as a file of its own."""
        document = self._document
        if document is None or not document.map_id:
            return
        title = document.project.maps[document.map_id].title
        stem = "-".join("".join(c if c.isalnum() else " " for c in title.casefold()).split())[:60] or "map"
        path = self._window.dialogs.to_save_map(stem)
        if path is None:
            return

        def act(document: Document) -> None:
            write_bytes(path, dump_map(document.project, document.map_id), force=True)
            self._window.studio.say(tr("The map is in {file}.", file=path), grave=False)

        self._try(act)

    def save_template(self, *, figures: bool) -> None:
        """Keep the map that is shown as a template: with its people and figures, or its words only."""

        def act(document: Document) -> None:
            title = document.project.maps[document.map_id].title
            save_template(document.project, document.map_id, title, figures=figures)
            words = tr("{title} is a template now. You find it under New map.", title=title)
            self._window.studio.say(words, grave=False)

        self._try(act)

    def remove_template(self, template: Template) -> None:
        """Take a template away, with a way back."""

        def act(_document: Document) -> None:
            data = remove_template(template.path)
            back = (tr("Put it back"), lambda: self._try(lambda _one: write_bytes(template.path, data)))
            self._window.studio.say(tr("The template {title} is gone.", title=template.title), back, grave=False)

        self._try(act)

    # ---- one map ---------------------------------------------------------------------------------------------

    def delete(self) -> None:
        """Remove the map that is shown and show the one beside it. It can be undone like anything else."""

        def act(document: Document) -> None:
            gone = document.map_id
            title = document.project.maps[gone].title
            edit = remove_map(document.project, gone)
            listed = in_order(document.project.maps)
            at = listed.index(gone)
            others = [*listed[at + 1 :], *reversed(listed[:at])]
            parents = [key for key in reversed(way_to(document.project, gone)[:-1]) if key in others]
            if others:
                document.show_map((parents or others)[0])
            document.edit(edit)
            words = tr("{title} is removed.", title=title or tr("The map"))
            self._window.studio.say_done(words, lambda: document.show_map(gone))

        self._try(act)

    def make_main(self) -> None:
        """Let the map that is shown open first."""
        self._try(lambda document: document.edit(make_main(document.project, document.map_id)))

    def step(self, by: int) -> None:
        """The next map, or the one before; round at the ends."""
        document = self._document
        listed = in_order(document.project.maps) if document is not None else []
        if document is not None and len(listed) > 1:
            document.show_map(listed[(listed.index(document.map_id) + by) % len(listed)])
            self._window.go("map")

    # ---- sub-journeys ----------------------------------------------------------------------------------------

    def stage_here(self) -> str:
        """The stage that is selected, or that what is selected stands in; "" when there is none."""
        document = self._document
        if document is None:
            return ""
        at = document.selection
        if at.table == "stages":
            return at.record
        record = (
            getattr(document.project, at.table, {}).get(at.record) if at.table in ("touchpoints", "cards") else None
        )
        return record.stage if record is not None else ""

    def new_sub_journey(self, stage: str = "") -> None:
        """A new map that the stage opens, and go in."""
        stage = stage or self.stage_here()
        if not stage:
            self._window.studio.say(tr("Select a stage first."), grave=False)
            return
        document = self._document
        if document is not None and document.project.stages[stage].opens:
            self.go_in(stage)
            return
        self._make(lambda project, _here: new_sub_journey(project, stage, language()))

    def let_open(self, stage: str, map_id: str | None) -> bool:
        """Let a stage open a map, or none."""
        return self._try(lambda document: document.edit(let_open(document.project, stage, map_id)))

    def go_in(self, stage: str = "") -> bool:
        """Show the map that a stage opens; false when it opens none."""
        document = self._document
        stage = stage or self.stage_here()
        found = document.project.stages.get(stage) if document is not None else None
        if document is None or found is None or found.opens not in document.project.maps:
            return False
        document.show_map(str(found.opens))
        return True

    def go_out(self) -> bool:
        """Back to the map whose stage opens this one, that stage selected; false when none does."""
        document, trail = self._document, self._window.trail
        if document is None or len(trail.way) < 2:
            return False
        here, above = trail.way[-1], trail.way[-2]
        document.show_map(above)
        stages = document.project.stages
        stage = next((key for key, one in stages.items() if one.map == above and one.opens == here), "")
        if stage:
            document.select(Selection("stages", stage))
        return True

    def choose_sub_journey(self, stage: str = "") -> None:
        """Ask what the stage opens: a new map, one of the project, or none; Esc leaves it as it is."""
        stage, document = stage or self.stage_here(), self._document
        if document is None or not stage:
            self._window.studio.say(tr("Select a stage first."), grave=False)
            return
        project = document.project
        entries = [Entry(tr("A new map"), "", "plus", lambda: self._new_instead(stage))]
        entries += [
            Entry(project.maps[key].title, tr("map"), "map-trifold", partial(self.let_open, stage, key))
            for key in can_open(project, stage)
        ]
        if project.stages[stage].opens:
            entries.append(Entry(tr("No sub-journey"), "", "x", lambda: self.let_open(stage, None)))
        self._window.choose(entries, tr("What does {stage} open?", stage=project.stages[stage].title))

    def _new_instead(self, stage: str) -> None:
        """A new map in the place of what the stage opened before."""
        self._make(lambda project, _here: new_sub_journey(project, stage, language()))


def _no_copy() -> str:
    return tr("This map has no copy to be compared with yet.")
