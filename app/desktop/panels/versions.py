"""Named versions of the project, and the backups on disk: kept, compared with now, and brought back as a new state."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QLayout, QLineEdit, QVBoxLayout, QWidget

from app.desktop.answer.sentences import when
from app.desktop.chrome.basics import Elided, button, column, empty, hairline, icon_button, label, row, scrolled
from app.desktop.chrome.inplace import EmptyField, LineField, inplace_style
from app.desktop.panels.context import PanelContext
from app.project.history import Notice
from app.project.model import Project
from app.project.versions import (
    bring_back,
    counted,
    forget_version,
    held_in,
    held_in_backup,
    keep_version,
    listed_backups,
    newest_first,
)
from app.words import tr
from app.words.changes import change_sentence


class VersionsPage(QFrame):
    """A name and a button above; versions and backups below, each with what has changed since, when asked."""

    def __init__(self, context: PanelContext) -> None:
        super().__init__()
        self._context, self._document = context, context.document
        self._compared: tuple[str, str] = ("", "")
        look = context.look
        self.setStyleSheet(inplace_style(look))
        self.field = QLineEdit()
        self.field.setObjectName("version-name")
        self.field.setPlaceholderText(tr("Name this version"))
        self.field.setAccessibleName(tr("Name this version"))
        self.field.setMaxLength(500)
        EmptyField(self.field)
        self.field.returnPressed.connect(self.keep)
        self._list = QVBoxLayout()
        self._list.setContentsMargins(look.px(16), look.px(8), look.px(14), look.px(12))
        self._list.setSpacing(look.px(8))
        inside = QWidget()
        inside.setLayout(self._list)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(look.px(8))
        keep = button(look, tr("Keep"), self.keep, name="version-keep")
        pad = (look.px(16), 0, look.px(14), 0)
        box.addLayout(row(self.field, keep, margins=pad))
        box.addWidget(hairline())
        box.addWidget(scrolled(inside), 1)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(30)
        self._later.timeout.connect(self.fill)
        self._document.changed.connect(self._noticed)
        self._document.state_changed.connect(self._saved)
        self._path = self._document.path
        self._was_dirty = self._document.dirty
        self.fill()

    def take_focus(self) -> None:
        """The keyboard comes to the name."""
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _noticed(self, notice: Notice) -> None:
        """A comparison with now is out of date as soon as something changes."""
        if self._compared[0] or any(line.table == "snapshots" for line in notice.touched):
            self._compared = ("", "")
            self._later.start()

    def _saved(self) -> None:
        """After a save there may be another backup."""
        state = (self._document.path, self._document.dirty)
        if state != (self._path, self._was_dirty):
            self._path, self._was_dirty = state
            self._later.start()

    # ---- doing -----------------------------------------------------------------------------------------------

    def keep(self) -> None:
        """Keep the project as it is under the name that was typed, else under the moment."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        title = self.field.text().strip() or tr("Version of {moment}", moment=when(now))
        author = self._context.studio.settings.author
        if self._context.edit(lambda: keep_version(self._document.project, title, author, now)):
            self.field.clear()

    def _compare(self, key: str, read: Callable[[], Project]) -> None:
        """Say what changed since, or stop saying it."""
        if self._compared[0] == key:
            self._compared = ("", "")
        else:
            self._context.try_to(lambda: self._say_difference(key, read()))
        self.fill()

    def _say_difference(self, key: str, old: Project) -> None:
        self._compared = (key, change_sentence(counted(old, self._document.project)))

    def _bring_back(self, title: str, read: Callable[[], Project]) -> None:
        """The project as it was then: an edit like any other."""
        document = self._document
        if self._context.edit(lambda: bring_back(document.project, read())):
            words = tr("The project is as it was in {title}. Comments, votes and runs stay.", title=title)
            self._context.studio.say_done(words)

    # ---- showing ---------------------------------------------------------------------------------------------

    def fill(self) -> None:
        """Versions, then backups."""
        self._later.stop()
        empty(self._list)
        project = self._document.project
        versions = newest_first(project)
        if not versions:
            words = tr("Before a big change, name the project as it is. You can always come back to it.")
            self._list.addWidget(label(words, "note", wrap=True))
        for at, key in enumerate(versions):
            if at:
                self._list.addWidget(hairline())
            self._list.addLayout(self._version(key))
        backups = listed_backups(self._document.path)
        if backups:
            self._list.addSpacing(self._context.look.px(8))
            self._list.addWidget(label(tr("Backups on this computer"), "strong"))
            self._list.addWidget(label(tr("Made whenever you save; the last ten stay."), "note", wrap=True))
        for one in backups:
            self._list.addLayout(
                self._entry(
                    one.path.name, label(when(one.moment), "strong"), "", when(one.moment),
                    lambda one=one: held_in_backup(self._document.project, one.path), None,  # type: ignore[misc]  # one is bound now
                )
            )  # fmt: skip
        self._list.addStretch(1)

    def _version(self, key: str) -> QLayout:
        snapshot = self._document.project.snapshots[key]

        def rename(words: str) -> bool:
            act = partial(self._document.set, "snapshots", key, ("title",), words, "text")
            return bool(words) and self._context.try_to(act)

        title = LineField(snapshot.title, tr("Name of the version"), rename, strong=True)
        title.setObjectName(f"version-{key}")
        under = " · ".join(one for one in (when(snapshot.moment), snapshot.author) if one)
        read = partial(self._read, key)
        forget = partial(self._forget, key)
        return self._entry(key, title, under, snapshot.title, read, forget)

    def _read(self, key: str) -> Project:
        return held_in(self._document.project, key)

    def _forget(self, key: str) -> None:
        self._context.edit(lambda: forget_version(self._document.project, key))

    def _entry(
        self,
        key: str,
        title: QWidget,
        under: str,
        name: str,
        read: Callable[[], Project],
        forget: Callable[[], object] | None,
    ) -> QLayout:
        look = self._context.look
        back = button(look, tr("Bring back"), partial(self._bring_back, name, read), name=f"restore-{key}")
        compare = button(look, tr("Compare"), partial(self._compare, key, read), role="quiet", name=f"compare-{key}")
        parts: list[QWidget | QLayout] = [title]
        if under:
            parts.append(Elided(under, "note"))
        if self._compared[0] == key:
            parts.append(label(tr("Since then: {changes}", changes=self._compared[1]), wrap=True))
        tools: list[QWidget | None] = [back, compare, None]
        if forget is not None:
            tools.append(icon_button(look, "trash", tr("Remove the version"), forget))
        parts.append(row(*tools, spacing=look.px(4)))
        return column(*parts, spacing=look.px(4))
