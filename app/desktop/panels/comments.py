"""Comments on the map that is shown and on anything on it: said, answered, resolved."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QLayout, QVBoxLayout, QWidget

from app.desktop.answer.sentences import when
from app.desktop.chrome.basics import (
    Elided,
    button,
    column,
    empty,
    hairline,
    icon_button,
    label,
    row,
    scrolled,
)
from app.desktop.chrome.inplace import LineField, inplace_style
from app.desktop.chrome.segments import Segments
from app.desktop.document import Selection
from app.desktop.panels.composer import Composer
from app.desktop.panels.context import PanelContext
from app.desktop.panels.naming import target_called, target_of
from app.project.history import Notice
from app.project.model import Comment
from app.project.remarks import Thread, about, remove, resolve, say, threads
from app.project.search import stands_on_map
from app.words import number, plural, tr

_MOST = 60


class CommentsPage(QFrame):
    """Write above, read below."""

    def __init__(self, context: PanelContext) -> None:
        super().__init__()
        self._context, self._document = context, context.document
        self._resolved = False
        self._answering = ""
        look = context.look
        self.setStyleSheet(inplace_style(look))
        self._target = Elided("", "note")
        self.field = Composer(look, tr("What do you want to say?"), self._say, self._leave, name="comment-field")
        self._switch = Segments(look, (("open", tr("Open")), ("resolved", tr("Resolved"))), one=True)
        self._switch.set_on("open")
        self._switch.switched.connect(self._switched)
        self._list = QVBoxLayout()
        self._list.setContentsMargins(look.px(16), look.px(4), look.px(14), look.px(12))
        self._list.setSpacing(look.px(12))
        inside = QWidget()
        inside.setLayout(self._list)
        author = LineField(context.studio.settings.author, tr("Your name"), self._named, small=True)
        author.setObjectName("comment-author")
        pad = (look.px(16), 0, look.px(14), 0)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, look.px(8))
        box.setSpacing(look.px(8))
        send = button(look, tr("Comment"), self.field.send, name="comment-send")
        top = column(self._target, self.field, row(author, send), spacing=look.px(6), margins=pad)
        box.addLayout(top)
        box.addWidget(hairline())
        box.addLayout(row(self._switch, None, margins=pad))
        box.addWidget(scrolled(inside), 1)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(30)
        self._later.timeout.connect(self.fill)
        self._document.changed.connect(self._noticed)
        self._document.map_changed.connect(self.fill)
        self._document.selection_changed.connect(self._show_target)
        self.fill()

    def take_focus(self) -> None:
        """The keyboard comes to the field."""
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _leave(self) -> None:
        if self._context.window.frame is not None and self._context.window.frame.map is not None:
            self._context.window.frame.map.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _noticed(self, notice: Notice) -> None:
        if any(line.table in ("comments", "touchpoints", "cards", "stages", "lanes") for line in notice.touched):
            self._later.start()

    def _switched(self, key: str, on: bool) -> None:
        if on:
            self._resolved = key == "resolved"
            self.fill()

    def _named(self, words: str) -> bool:
        self._context.studio.remember(author=words[:100])
        return True

    # ---- saying ----------------------------------------------------------------------------------------------

    def _show_target(self, _selection: Selection | None = None) -> None:
        words = target_called(self._document.project, target_of(self._document.selection))
        self._target.setText(tr("About {what}", what=words))

    def _say(self, words: str) -> bool:
        return self._added(words, target_of(self._document.selection))

    def _answer(self, thread: str, words: str) -> bool:
        self._answering = ""
        return self._added(words, thread)

    def _added(self, words: str, target: str) -> bool:
        document, author = self._document, self._context.studio.settings.author
        if not document.map_id:
            return False
        return self._context.edit(
            lambda: say(document.project, document.map_id, words, target=target, author=author)[0]
        )

    # ---- reading ---------------------------------------------------------------------------------------------

    def fill(self) -> None:
        """The comments as they are now."""
        self._later.stop()
        self._show_target()
        empty(self._list)
        project, map_id = self._document.project, self._document.map_id
        found = threads(project, map_id, resolved=self._resolved) if map_id else ()
        for at, thread in enumerate(found[:_MOST]):
            if at:
                self._list.addWidget(hairline())
            self._list.addLayout(self._thread(thread))
        if not found:
            words = tr("Nothing was resolved yet.") if self._resolved else tr("No comments. Select a card and say it.")
            self._list.addWidget(label(words, "note", wrap=True))
        elif len(found) > _MOST:
            rest = len(found) - _MOST
            words = plural("{count} older comment", "{count} older comments", rest, count=number(rest))
            self._list.addWidget(label(words, "note"))
        self._list.addStretch(1)

    def _thread(self, thread: Thread) -> QLayout:
        look = self._context.look
        done = thread.comment.resolved
        tick = icon_button(
            look, "arrow-counter-clockwise" if done else "check", tr("Open again") if done else tr("Resolve"),
            partial(self._resolve, thread.id, not done),
        )  # fmt: skip
        tick.setObjectName(f"resolve-{thread.id}")
        where = button(
            look, target_called(self._document.project, thread.comment.target), partial(self._go, thread), role="row",
            name=f"about-{thread.id}",
        )  # fmt: skip
        where.setIcon(look.icon("arrow-elbow-up-left"))
        where.setMaximumWidth(look.px(206))
        where.setStyleSheet("padding: 0;")
        parts: list[QWidget | QLayout] = [row(where, None, tick, spacing=0), self._words(thread.comment)]
        parts += [row(look.px(14), self._words(one), spacing=0) for _key, one in thread.answers]
        if self._answering == thread.id:
            parts.append(
                Composer(
                    look, tr("What do you answer?"), partial(self._answer, thread.id), self._stop_answering,
                    name=f"answer-{thread.id}",
                )
            )  # fmt: skip
        else:
            answer = button(look, tr("Answer"), partial(self._begin_answer, thread.id), role="quiet")
            answer.setObjectName(f"begin-answer-{thread.id}")
            gone = icon_button(look, "trash", tr("Remove the comment"), partial(self._remove, thread.id))
            parts.append(row(answer, None, gone, spacing=0))
        return column(*parts, spacing=look.px(4))

    def _words(self, comment: Comment) -> QWidget:
        """Who said it, when, and what."""
        look = self._context.look
        who = label(comment.author or tr("Somebody"), "strong")
        said = label(comment.text, wrap=True)
        said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        made = QFrame()
        made.setLayout(column(row(who, label(when(comment.moment), "small"), None), said, spacing=look.px(2)))
        made.setAccessibleName(f"{comment.author}: {comment.text}")
        return made

    def _go(self, thread: Thread) -> None:
        place = stands_on_map(self._document.project, "comments", thread.id)
        if place is not None:
            map_id, table, record = place
            self._context.go_to(map_id, Selection(table, record) if record else Selection())
        elif about(self._document.project, thread.comment.target) == "":
            self._context.studio.say(tr("What this was about is no longer there."), grave=False)

    def _resolve(self, comment: str, done: bool) -> None:
        self._context.edit(lambda: resolve(self._document.project, comment, done=done))

    def _remove(self, comment: str) -> None:
        self._context.edit(lambda: remove(self._document.project, comment))

    def _begin_answer(self, thread: str) -> None:
        self._answering = thread
        self.fill()
        field = self.findChild(Composer, f"answer-{thread}")
        if field is not None:
            field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _stop_answering(self) -> None:
        self._answering = ""
        self.fill()
