"""What the page of the answer is put together from: parts with a place, an order and a way to make them.

A part is a file of this room with a `Part` in it, named in `app.desktop.lab.all_parts`. The page makes the parts that
have something to show, in order, and makes them anew when there is another answer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from PySide6.QtWidgets import QWidget

from app.desktop.look import Look

if TYPE_CHECKING:
    from app.desktop.answer.model import Answer
    from app.desktop.document import Document
    from app.desktop.runs import Finished
    from app.desktop.studio import Studio
    from app.desktop.window import Window

Side = Literal["left", "middle", "right"]


@dataclass(frozen=True)
class Shown:
    """What a part is made from: the look, what is open, the run that is shown and the arm that is looked at."""

    look: Look
    window: Window
    document: Document
    finished: Finished | None
    answer: Answer | None
    choose_arm: Callable[[str], object]
    choose_run: Callable[[str], object]

    @property
    def studio(self) -> Studio:
        """Where work is started and what came of it is kept."""
        return self.window.studio

    def act(self, action_id: str) -> None:
        """Do an action of the registry."""
        self.window.commands.do(action_id)

    def found(self, study: str) -> tuple[Any, bool] | None:
        """What came of a study of this map, and whether it is from before the last change; none: not done yet."""
        held = self.studio.studies.get(study)
        return None if held is None or held.map_id != self.document.map_id else (held.value, held.stale)


@dataclass(frozen=True)
class Part:
    """One part of the page.

    key: its name, also the object name of its widget. side: the column it stands in. order: its place there. make:
    its widget; none when it has nothing to show. without_answer: made even when nothing has been run yet. half: in the
    middle, takes half the width beside the next half where the window is wide enough.
    """

    key: str
    side: Side
    order: int
    make: Callable[[Shown], QWidget | None]
    without_answer: bool = False
    half: bool = False
