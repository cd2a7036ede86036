"""What every page of the panel works with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.desktop.document import Document, Selection
from app.desktop.look import Look
from app.desktop.studio import Studio
from app.project.edits import Edit
from maps.layout.elements import MapLayout
from personas.problems import FootfallError

if TYPE_CHECKING:
    from app.desktop.window import Window


@dataclass(frozen=True)
class PanelContext:
    """The look, what is open, the studio and the window."""

    look: Look
    document: Document
    studio: Studio
    window: Window

    def try_to(self, act: Callable[[], object]) -> bool:
        """Do something that may be refused, and say so when it is; false then."""
        try:
            act()
        except FootfallError as error:
            self.studio.say_error(error)
            return False
        return True

    def edit(self, make: Callable[[], Edit]) -> bool:
        """Make an edit and apply it; say why not when it does not hold."""
        return self.try_to(lambda: self.document.edit(make()))

    def layout_now(self) -> MapLayout | None:
        """The layout of the map that is shown, which is there already; none while the window is being made."""
        frame = self.window.frame
        return frame.map.sheet.layout if frame is not None and frame.map is not None else None

    def go_to(self, map_id: str, selection: Selection) -> None:
        """Show a map and something on it."""
        if map_id:
            self.document.show_map(map_id)
        self.window.show_on_map(selection)
