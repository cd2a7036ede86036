"""What everything of the scenario workspace works with: what is open, what is looked at, and where wishes go."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from PySide6.QtCore import QObject, Signal

from app.desktop.document import Document
from app.desktop.look import Look
from app.project.builders import in_order
from app.project.edits import Edit, Path
from app.project.model import Project
from app.project.policies.cells import Cell
from app.project.policies.rules import Made
from app.project.policies.scenarios import arms
from personas.problems import FootfallError
from personas.records import Language

if TYPE_CHECKING:
    from app.desktop.window import Window


@dataclass
class State:
    """What is looked at; it stays when the widgets are made anew."""

    policy: str = ""
    rule: str = ""
    cell: Cell | None = None
    segment: str = ""
    kinds: bool = False
    persona: str = ""
    tongue: Language | None = None
    opened: set[str] = field(default_factory=set)
    wide: set[str] = field(default_factory=set)


_STATES: WeakKeyDictionary[Document, State] = WeakKeyDictionary()


def looked_at(document: Document) -> str:
    """The policy that the scenario workspace shows: the one chosen, else the first arm's that has one; or empty."""
    project, held = document.project, _STATES.get(document)
    if held is not None and held.policy in project.policies:
        return held.policy
    named = [one.policy for one in arms(project, document.map_id) if one.policy]
    return next(iter([*named, *in_order(project.policies)]), "")


class Desk(QObject):
    """The look, the open project and what of it is looked at.

    Signals: `turned` when something else is looked at; nothing of the project has changed then. `wanted` with the name
    of a field that should get the keyboard once it is there.
    """

    turned = Signal()
    wanted = Signal(str)

    def __init__(self, look: Look, document: Document, window: Window) -> None:
        super().__init__()
        self.look, self.document, self.window = look, document, window
        self.state = _STATES.setdefault(document, State())

    @property
    def project(self) -> Project:
        """The project as it is now."""
        return self.document.project

    @property
    def policy(self) -> str:
        """The policy that is shown: the one chosen, else the first arm's that has one; empty when there is none."""
        return looked_at(self.document)

    @property
    def rule(self) -> str:
        """The rule that is looked at; empty for none."""
        found = self.project.rules.get(self.state.rule)
        return self.state.rule if found is not None and found.policy == self.policy else ""

    @property
    def segment(self) -> str:
        """The segment that is looked at; empty for none, and while a rule is."""
        return self.state.segment if self.state.segment in self.project.segments and not self.rule else ""

    @property
    def persona(self) -> str:
        """Who sees the preview: who was chosen, else the first on the map; empty when there is nobody."""
        if self.state.persona in self.project.personas:
            return self.state.persona
        piece = self.document.piece
        return next(iter([*(piece.personas if piece is not None else ()), *in_order(self.project.personas)]), "")

    @property
    def tongue(self) -> Language:
        """The language in which the preview is shown: the project's own until another is chosen."""
        return self.state.tongue or self.project.project.language

    @property
    def currency(self) -> str:
        """The currency of the map that is shown."""
        piece = self.document.piece
        return piece.map.currency if piece is not None else "EUR"

    # ---- looking ---------------------------------------------------------------------------------------------

    def show_policy(self, policy: str) -> None:
        """Look at another policy."""
        self.state.policy, self.state.rule, self.state.segment = policy, "", ""
        self.state.kinds = False
        self.turned.emit()

    def show_rule(self, rule: str, cell: Cell | None = None) -> None:
        """Look at a rule, in one of the cells it stands in; with no rule at the policy."""
        self.state.rule, self.state.segment, self.state.kinds = rule, "", False
        if cell is not None:
            self.state.cell = cell
        self.turned.emit()

    def show_segment(self, segment: str) -> None:
        """Look at a segment."""
        self.state.rule, self.state.segment, self.state.kinds = "", segment, False
        self.turned.emit()

    def show_kinds(self) -> None:
        """Look at the phases and audiences themselves."""
        self.state.rule, self.state.segment, self.state.kinds = "", "", True
        self.turned.emit()

    def toggle(self, key: str) -> None:
        """Fold or unfold a part of a panel."""
        self.state.opened ^= {key}
        self.turned.emit()

    def focus(self, object_name: str) -> None:
        """Put the keyboard in a field once it is there."""
        self.wanted.emit(object_name)

    # ---- doing -----------------------------------------------------------------------------------------------

    def say(self, error: BaseException) -> None:
        """Say what went wrong."""
        self.window.studio.say_error(error)

    def do(self, make: Callable[[], Edit], *, merge: str = "") -> bool:
        """Make an edit and apply it; what does not hold is said, and nothing changes."""
        try:
            self.document.edit(make(), merge=merge)
        except FootfallError as error:
            self.say(error)
            return False
        return True

    def make(self, make: Callable[[], Made]) -> str:
        """Make something and apply it; its id, empty when it did not hold."""
        try:
            made = make()
            self.document.edit(made.edit)
        except FootfallError as error:
            self.say(error)
            return ""
        return made.id

    def keep(self, table: str, record: str, path: Path, label: str) -> Callable[[Any], bool]:
        """A keeper for a field; says so when the value does not hold."""

        def keep(value: Any) -> bool:
            try:
                self.document.set(table, record, path, value, label)
            except FootfallError as error:
                self.say(error)
                return False
            return True

        return keep
