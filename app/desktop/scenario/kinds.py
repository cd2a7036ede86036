"""Phases and audiences as lists: their names, what kind they are, who goes first, added and removed in place."""

from __future__ import annotations

from functools import partial
from typing import Any, Literal

from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from app.desktop.chrome.basics import button, column, icon_button, label, row
from app.desktop.chrome.inplace import LineField
from app.desktop.chrome.switch import switch
from app.desktop.document import Document
from app.desktop.inspector.context import Column
from app.desktop.inspector.fields import COUNT, NUMBER, Choice, number_field
from app.desktop.look import Look
from app.desktop.scenario.chips import chip_style, chips
from app.desktop.scenario.pane import Pane
from app.project.builders import in_order
from app.project.edits import Edit
from app.project.history import Notice
from app.project.policies import kinds
from app.project.policies.kinds import Consequence, Table
from app.words import name, plural, tr
from personas.records import PHASE_KINDS, PhaseKind
from simulation.policy.model import AUDIENCE_KINDS, SCORE_FROM, AudienceKind

_TABLES: tuple[Table, ...] = ("phases", "audiences")


class Kinds(Pane):
    """What rules speak to, in lists that are edited in place. It listens to the project by itself."""

    def __init__(self, look: Look, document: Document) -> None:
        self._document = document
        self._asked: tuple[Table, str] | None = None
        super().__init__(look, "kinds", self._fill_in)
        self.setStyleSheet(self.styleSheet() + chip_style(look))
        self.setAccessibleName(tr("Phases and audiences"))
        document.changed.connect(self._changed)
        self.refresh()

    def _changed(self, notice: Notice) -> None:
        before, after = notice.before, notice.after
        if before.phases is not after.phases or before.audiences is not after.audiences:
            self.soon()

    def _do(self, edit: Edit) -> bool:
        self._document.edit(edit)
        return True

    def _fill_in(self, into: Column) -> None:
        for table in _TABLES:
            rows = in_order(getattr(self._document.project, table))
            heading = tr("Phases") if table == "phases" else tr("Audiences")
            parts = [self._one(table, key) for key in rows]
            into.section(heading, column(*parts, self._adds(table), spacing=self._look.px(6)))

    # ---- one phase or audience -------------------------------------------------------------------------------

    def _one(self, table: Table, key: str) -> QWidget:
        look, project = self._look, self._document.project
        record: Any = getattr(project, table)[key]
        title = LineField(record.title, tr("Name"), partial(self._rename, table, key), strong=True)
        title.setObjectName(f"{table}.{key}.title")
        priority = number_field(
            look, f"{table}.{key}.priority", tr("Priority of {name}", name=record.title), record.priority, COUNT,
            partial(self._priority, table, key),
        )  # fmt: skip
        priority.setFixedWidth(look.px(48))
        priority.field.setToolTip(tr("The higher one speaks first."))
        gone = icon_button(look, "trash", tr("Remove {name}", name=record.title), partial(self._ask, table, key))
        gone.setObjectName(f"{table}.{key}.remove")
        lines: list[Any] = [row(title, self._kind(table, key, record), priority, gone, spacing=look.px(6))]
        if table == "audiences":
            lines += self._of_audience(key, record)
        if self._asked == (table, key):
            lines.append(self._means(table, key))
        holder = QWidget()
        holder.setLayout(column(*lines, spacing=look.px(2)))
        return holder

    def _kind(self, table: Table, key: str, record: Any) -> Choice:
        group: Literal["phase", "audience"] = "phase" if table == "phases" else "audience"
        all_kinds: tuple[str, ...] = PHASE_KINDS if table == "phases" else AUDIENCE_KINDS
        options = [(kind, name(group, kind)) for kind in all_kinds]
        made = Choice(
            self._look, tr("Kind of {name}", name=record.title), options, record.kind,
            lambda kind: self._do(kinds.set_kind(self._document.project, table, key, kind)),
            object_name=f"{table}.{key}.kind",
        )  # fmt: skip
        made.setMaximumWidth(self._look.px(130))
        return made

    def _of_audience(self, key: str, record: Any) -> list[Any]:
        """From how many points it begins, or who is left alone."""
        look, project = self._look, self._document.project
        if record.kind == "unknown":
            return []
        if record.kind != "exclude":
            kind: AudienceKind = record.kind
            field = number_field(
                look, f"audiences.{key}.from", tr("Points from which {name} begins", name=record.title),
                record.score_from, NUMBER, partial(self._from, key), optional=True,
                placeholder=f"{SCORE_FROM[kind]:g}",
            )  # fmt: skip
            field.setFixedWidth(look.px(48))
            return [row(label(tr("from"), "label"), field, label(tr("points of the visit"), "label"), None)]
        customers = switch(
            look, tr("Existing customers"), record.customers,
            lambda on: self._do(kinds.exclude_customers(self._document.project, key, on)),
            f"audiences.{key}.customers",
        )  # fmt: skip
        lines: list[Any] = [customers]
        known = kinds.channels(project)
        if known:
            options = [(one, name("channel", one)) for one in known]
            lines.append(label(tr("And who comes through"), "label"))
            lines.append(
                chips(look, tr("Left alone when they come through"), options, [str(one) for one in record.channels],
                      partial(self._channels, key), f"audiences.{key}.channels")
            )  # fmt: skip
        return lines

    def _channels(self, key: str, wanted: list[str]) -> None:
        held = set(self._document.project.audiences[key].channels)
        for channel in held ^ set(wanted):
            self._do(kinds.exclude_channel(self._document.project, key, channel, channel in wanted))

    def _rename(self, table: Table, key: str, words: str) -> bool:
        return bool(words.strip()) and self._do(kinds.rename(self._document.project, table, key, words.strip()))

    def _priority(self, table: Table, key: str, value: float | None) -> None:
        self._do(kinds.set_priority(self._document.project, table, key, round(value or 0)))

    def _from(self, key: str, value: float | None) -> None:
        self._do(kinds.set_audience_from(self._document.project, key, value))

    # ---- removing --------------------------------------------------------------------------------------------

    def _ask(self, table: Table, key: str) -> None:
        """Say what removing it means before it is done."""
        self._asked = (table, key)
        self.focus("kinds-remove")

    def _means(self, table: Table, key: str) -> QWidget:
        look = self._look
        _, means = kinds.removal(self._document.project, table, key)
        words = label(consequence_words(means, table), "note", wrap=True)
        yes = button(look, tr("Remove"), partial(self._remove, table, key), name="kinds-remove")
        no = button(look, tr("Keep"), self._keep, role="quiet", name="kinds-keep")
        holder = QWidget()
        holder.setLayout(column(words, row(yes, no, None, spacing=look.px(6)), spacing=look.px(4)))
        return holder

    def _remove(self, table: Table, key: str) -> None:
        self._asked = None
        edit, _ = kinds.removal(self._document.project, table, key)
        self._do(edit)

    def _keep(self) -> None:
        self._asked = None
        self.soon()

    # ---- adding ----------------------------------------------------------------------------------------------

    def _adds(self, table: Table) -> QPushButton:
        look = self._look
        words = tr("New phase") if table == "phases" else tr("New audience")
        made = button(look, words, lambda: None, icon="plus", role="row", name=f"add-{table}")
        menu = QMenu(made)
        group: Literal["phase", "audience"] = "phase" if table == "phases" else "audience"
        for kind in PHASE_KINDS if table == "phases" else AUDIENCE_KINDS:
            act = menu.addAction(tr("Of the kind {kind}", kind=name(group, kind)))
            act.triggered.connect(partial(self._add, table, kind))
        made.setMenu(menu)
        return made

    def _add(self, table: Table, kind: Any, *_: object) -> None:
        """One more; its name is typed at once."""
        project = self._document.project
        if table == "phases":
            wanted: PhaseKind = kind
            made = kinds.add_phase(project, tr("New phase"), wanted)
        else:
            made = kinds.add_audience(project, tr("New audience"), kind)
        self._do(made.edit)
        self.focus(f"{table}.{made.id}.title")


def consequence_words(means: Consequence, table: Table) -> str:
    """What removing a phase or an audience means, in sentences."""
    parts = []
    silenced, narrowed, stages = len(means.silenced), len(means.narrowed), len(means.stages)
    if silenced:
        parts.append(_silenced(silenced))
    if narrowed:
        parts.append(_narrowed(narrowed))
    if stages:
        parts.append(_stages(stages))
    if means.last:
        last = tr("Nothing of its kind is left: no rule can be for it alone any more.")
        parts.append(last if table == "phases" else tr("Nobody is seen as this kind any more."))
    return " ".join(parts) or tr("No rule names it.")


def _silenced(count: int) -> str:
    return plural(
        "One rule is for it alone and will be off.", "{count} rules are for it alone and will be off.", count,
        count=count,
    )  # fmt: skip


def _narrowed(count: int) -> str:
    return plural("One rule goes on without it.", "{count} rules go on without it.", count, count=count)


def _stages(count: int) -> str:
    return plural(
        "One stage of the map will stand for no phase.", "{count} stages of the map will stand for no phase.", count,
        count=count,
    )  # fmt: skip
