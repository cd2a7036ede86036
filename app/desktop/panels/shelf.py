"""Which pages stand in the panel left of the canvas, and what the user's settings remember of it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.desktop.document import Document
from app.desktop.panels.comments import CommentsPage
from app.desktop.panels.context import PanelContext
from app.desktop.panels.maps import MapsPage
from app.desktop.panels.outline import OutlinePage
from app.desktop.panels.panel import SidePanel
from app.desktop.panels.search import SearchPage
from app.desktop.panels.versions import VersionsPage
from app.project.history import Notice
from app.project.remarks import open_counts
from app.words import tr

if TYPE_CHECKING:
    from app.desktop.window import Window

_PAGE, _OPEN = "panel", "panel-open"


def fill_panel(panel: SidePanel, window: Window, document: Document) -> None:
    """Put the pages in, and open the panel where it was left."""
    studio = window.studio
    context = PanelContext(studio.look, document, studio, window)
    panel.add_page("maps", tr("Maps"), "map-trifold", partial(MapsPage, context))
    panel.add_page("outline", tr("Outline"), "list-bullets", partial(OutlinePage, context))
    panel.add_page("search", tr("Search"), "magnifying-glass", partial(SearchPage, context))
    window.host.add_pages(panel, document)
    panel.add_page("comments", tr("Comments"), "chat-text", partial(CommentsPage, context))
    CommentCount(panel, document)
    panel.add_page("versions", tr("Versions"), "clock-counter-clockwise", partial(VersionsPage, context))
    kept = studio.settings.window
    panel.remember(kept.get(_PAGE, ""))
    if kept.get(_OPEN):
        panel.show_page(panel.current)

    def remember(key: str, shown: bool) -> None:
        state = {_PAGE: key, _OPEN: "yes" if shown else ""}
        if {name: studio.settings.window.get(name, "") for name in state} != state:
            studio.remember(window={**studio.settings.window, **state})

    panel.switched.connect(remember)


class CommentCount(QObject):
    """Says at the tab how many comments wait on the map that is shown. It goes with its panel."""

    def __init__(self, panel: SidePanel, document: Document) -> None:
        super().__init__(panel)
        self._panel, self._document = panel, document
        document.changed.connect(self._noticed)
        document.map_changed.connect(self._count)
        self._count()

    def _noticed(self, notice: Notice) -> None:
        if any(line.table == "comments" for line in notice.touched):
            self._count()

    def _count(self) -> None:
        counts = open_counts(self._document.project, self._document.map_id)
        self._panel.show_count("comments", sum(counts.values()))
