"""The text of a rule: written in one language or the other, with placeholders put in by buttons, and seen at once."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtGui import QColor, QSyntaxHighlighter, QTextCharFormat, QTextDocument
from PySide6.QtWidgets import QLayout, QPushButton, QWidget

from app.desktop.chrome.basics import column, label, panel, row
from app.desktop.chrome.inplace import TextField
from app.desktop.chrome.segments import Segments
from app.desktop.inspector.fields import Choice
from app.desktop.scenario.chips import Flow
from app.desktop.scenario.context import Desk
from app.desktop.scenario.facts import shown_as
from app.desktop.scenario.preview import Preview
from app.desktop.scenario.words import TONGUES
from app.desktop.theme import Theme
from app.project.builders import in_order
from app.project.policies.rules import set_text, text_in
from app.project.policies.wording import PLACEHOLDERS, unknown
from app.words import enumerated, mark_in, tr, tr_in
from personas.records import Language

_PLACEHOLDERS = {
    "product": mark_in("placeholder", "product"),
    "name": mark_in("placeholder", "name"),
    "basket_value": mark_in("placeholder", "basket value"),
    "discount": mark_in("placeholder", "discount"),
    "shop": mark_in("placeholder", "shop"),
}


class Tokens(QSyntaxHighlighter):
    """Placeholders stand on the marker's wash."""

    def __init__(self, document: QTextDocument, theme: Theme) -> None:
        super().__init__(document)
        self._form = QTextCharFormat()
        self._form.setBackground(QColor(theme.marker_wash))
        self._form.setFontWeight(600)

    def highlightBlock(self, text: str) -> None:
        """Every {word}."""
        at = text.find("{")
        while at >= 0:
            end = text.find("}", at)
            if end < 0:
                return
            self.setFormat(at, end - at + 1, self._form)
            at = text.find("{", end)


class Words(TextField):
    """The text, in a frame of its own: higher by what the frame takes."""

    def _grow(self) -> None:
        wanted = self.fontMetrics().lineSpacing() * max(2, self._lines()) + 18
        if wanted != self.height():
            self.setFixedHeight(wanted)


class Message:
    """The parts of the editor that are about the text. Keeps the preview in step with what is being typed."""

    def __init__(self, desk: Desk, rule: str) -> None:
        self._desk, self._rule = desk, rule
        self._seen: Preview | None = None

    def preview(self) -> QLayout:
        """What the visitor sees, who he is, and in which language."""
        desk, look = self._desk, self._desk.look
        seen = self._seen = Preview(look, shown_as(desk, self._rule), tr("What the visitor sees"))
        tongues = Segments(look, [("en", "EN"), ("nl", "NL")], one=True)
        tongues.setObjectName("preview-language")
        for key, words in TONGUES.items():
            made = tongues.findChild(QPushButton, f"segment-{key}")
            if made is not None:
                made.setToolTip(words)
                made.setAccessibleName(words)
        tongues.set_on(desk.tongue)
        tongues.switched.connect(lambda key, on: self._speak(key) if on else None)
        people = [(key, desk.project.personas[key].name) for key in in_order(desk.project.personas)]
        parts: list[QWidget | None] = []
        if people:
            who = Choice(
                look, tr("Who looks"), [(key, tr("As {name} sees it", name=words)) for key, words in people],
                desk.persona, self._look_as, object_name="preview-persona",
            )  # fmt: skip
            parts.append(who)
        else:
            parts.append(None)
        below = row(*parts, tongues, spacing=look.px(8),
                    margins=(look.px(16), look.px(2), look.px(16), look.px(12)))  # fmt: skip
        return column(panel(column(seen, below, spacing=0), role="sunken"), spacing=0)

    def _speak(self, key: str) -> None:
        tongue: Language = "nl" if key == "nl" else "en"
        self._desk.state.tongue = tongue
        self._desk.turned.emit()

    def _look_as(self, persona: str) -> None:
        self._desk.state.persona = persona
        self._desk.turned.emit()

    def text(self) -> list[QLayout | QWidget]:
        """The text, the placeholders, and what is amiss with it."""
        desk, look, tongue = self._desk, self._desk.look, self._desk.tongue
        rule = desk.project.rules[self._rule]
        words = text_in(desk.project, rule, tongue)

        def keep(new: str) -> bool:
            return desk.do(lambda: set_text(desk.project, self._rule, tongue, new))

        field = Words(words, tr("What does it say?"), keep)
        field.setObjectName(f"rules.{self._rule}.message.{tongue}")
        field.setStyleSheet(
            f"QPlainTextEdit {{ border: 1px solid {look.theme.line_strong}; border-radius: 8px; padding: 5px 7px;"
            f" margin: 0; background: {look.theme.surface}; }}"
            f"QPlainTextEdit:focus {{ border: 2px solid {look.theme.ink}; padding: 4px 6px; }}"
        )
        Tokens(field.document(), look.theme)
        field.textChanged.connect(lambda: self._typed(field.toPlainText()))
        buttons = QWidget()
        flow = Flow(buttons, look.px(5))
        for key in PLACEHOLDERS:
            if key == "discount" and rule.discount is None:
                continue
            flow.addWidget(self._button(key, partial(self._insert, field, key)))
        parts: list[QLayout | QWidget] = [field, buttons]
        if not words and tongue != desk.project.project.language:
            said = tr("Not written in this language yet; the other text is shown.")
            parts.append(label(said, "note", wrap=True))
        odd = unknown(words)
        if odd:
            named = enumerated([f"{{{one}}}" for one in odd])
            parts.append(label(tr("Nothing fills {names}.", names=named), "note", wrap=True, state="error"))
        return parts

    def _typed(self, words: str) -> None:
        """What is being written is seen at once."""
        if self._seen is not None:
            self._seen.show_now(shown_as(self._desk, self._rule, words))

    def _button(self, key: str, act: Callable[[], object]) -> QPushButton:
        words = tr_in("placeholder", _PLACEHOLDERS[key])
        made = QPushButton(words)
        made.setProperty("role", "token")
        made.setObjectName(f"insert-{key}")
        made.setAccessibleName(tr("Insert {what}", what=words))
        made.setToolTip(tr("Insert {what}", what=words))
        made.clicked.connect(lambda *_: act())
        return made

    @staticmethod
    def _insert(field: TextField, key: str) -> None:
        """Put a placeholder where the cursor is, with the spaces it needs."""
        cursor = field.textCursor()
        text, at = field.toPlainText(), cursor.position()
        before = " " if at > 0 and not text[at - 1].isspace() else ""
        after = " " if at < len(text) and text[at].isalnum() else ""
        cursor.insertText(f"{before}{{{key}}}{after}")
        field.setTextCursor(cursor)
        field.settle()
        field.setFocus()
