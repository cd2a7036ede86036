"""What the page of the answer is put together from: parts with a place, an order and a way to make them.

A part is a file of this room with a `Part` in it, named in `app.desktop.lab.all_parts`. The page makes the parts that
have something to show, in order, gives each its margins and the line below it, and makes a part anew when what it
looks at is another: then what was scrolled, focused and opened stays. `titled` puts the heading over a part's inside.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from PySide6.QtWidgets import QLayout, QWidget

from app.desktop.chrome.basics import column, label, row
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
    """What a part is made from: the look, what is open, the run that is shown and the arm that is looked at.

    `opened` holds by name what the user has unfolded, written in a search field and the like: no state of the project,
    and kept when the part is made anew. `remake` makes the part of that name anew, as after such a change.
    """

    look: Look
    window: Window
    document: Document
    finished: Finished | None
    answer: Answer | None
    choose_arm: Callable[[str], object]
    choose_run: Callable[[str], object]
    opened: dict[str, Any] = field(default_factory=dict)
    remake: Callable[[str], object] = lambda _key: None

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
    middle, takes half the width beside the next half where the window is wide enough. looks_at: what it is made from;
    the part is made anew when this is not equal to what it was. Without one: the run, the arm and all studies.
    """

    key: str
    side: Side
    order: int
    make: Callable[[Shown], QWidget | None]
    without_answer: bool = False
    half: bool = False
    looks_at: Callable[[Shown], object] | None = None


def titled(look: Look, heading: str, note: str, *inside: QWidget | QLayout, beside: QWidget | None = None) -> QWidget:
    """A part with its heading: words, a grey note after them, something at the right, and what is below."""
    head = row(label(heading, "heading"), spacing=look.px(8))
    if note:
        head.addWidget(label(note, "small", wrap=True), 1)
    else:
        head.addStretch(1)
    if beside is not None:
        head.addWidget(beside)
    made = QWidget()
    made.setLayout(column(head, *inside, spacing=look.px(10)))
    made.setAccessibleName(heading)
    return made
