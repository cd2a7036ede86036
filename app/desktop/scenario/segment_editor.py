"""A segment as a filter: field, comparison and value, chosen and never typed as code; all conditions must hold."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QLayout, QWidget

from app.desktop.chrome.basics import button, column, icon_button, label, panel, row
from app.desktop.chrome.inplace import LineField
from app.desktop.inspector.context import Column
from app.desktop.inspector.fields import NUMBER, Choice, money_in, number_field
from app.desktop.scenario.context import Desk
from app.desktop.scenario.icons import segment_icon, technique_icon
from app.desktop.scenario.pane import SideRow
from app.desktop.scenario.rule_editor import Tile, sentence_row
from app.desktop.scenario.words import FIELD_NAMES, choice_name, day_name, hour_name, test_name
from app.project.policies.cells import ranked
from app.project.policies.segments import (
    FIELDS,
    add_condition,
    choices,
    first_condition,
    losses,
    possible,
    remove_segment,
    set_condition,
)
from app.words import enumerated, number, plural, tr, tr_in
from simulation.policy.model import Condition


class SegmentEditor:
    """Fills the right column with a segment."""

    def __init__(self, desk: Desk, warned: Sequence[str]) -> None:
        self._desk, self._key, self._warned = desk, desk.segment, warned
        self._segment = desk.project.segments[self._key]

    def fill(self, into: Column) -> None:
        """Everything, from the top."""
        desk, look = self._desk, self._desk.look
        title = LineField(
            self._segment.title, tr("Who are they?"), desk.keep("segments", self._key, ("title",), "segment-title"),
            large=True,
        )  # fmt: skip
        title.setObjectName(f"segments.{self._key}.title")
        head = row(
            Tile(look, segment_icon(desk.project, self._key)), look.px(4),
            column(title, label(tr("Segment"), "note"), spacing=1), spacing=look.px(6),
        )  # fmt: skip
        into.section("", head, *[sentence_row(look, words) for words in self._warned])
        held = [self._condition(key, one, n) for n, (key, one) in enumerate(self._segment.conditions.items())]
        if not held:
            held.append(label(tr("No condition: everybody is in it."), "note", wrap=True))
        more = [(one, tr_in("filter", FIELD_NAMES[one])) for one in possible(desk.project)]
        says = tr("Add a condition…")
        add = Choice(look, says, [("", says), *more], "", self._add, object_name="add-condition")
        into.section(tr("Everything here must hold"), *held, add)
        into.section(tr("Rules that speak to them"), *self._rules())
        into.section("", *self._foot())

    def _add(self, field: Any) -> None:
        if field:
            self._desk.do(lambda: add_condition(self._desk.project, self._key, field))

    def _set(self, key: str, condition: Condition | None) -> bool:
        return self._desk.do(lambda: set_condition(self._desk.project, self._key, key, condition))

    def _condition(self, key: str, one: Condition, place: int) -> QWidget:
        """Field, comparison and value on their own ground, with a way to take it out."""
        desk, look = self._desk, self._desk.look
        asked, where = FIELDS[one.field], f"segments.{self._key}.{key}"

        def other(field: Any) -> None:
            self._set(key, first_condition(desk.project, field))

        fields = possible(desk.project)
        fields = fields if one.field in fields else (*fields, one.field)
        field = Choice(
            look, tr("What"), [(name_, tr_in("filter", FIELD_NAMES[name_])) for name_ in fields], one.field, other,
            object_name=f"{where}.field",
        )  # fmt: skip
        take = icon_button(look, "x", tr("Take this condition out"), lambda: self._set(key, None))
        take.setObjectName(f"{where}.remove")
        top = row(field, take, spacing=look.px(4))
        below: list[QWidget | None] = []
        if asked.shape != "yes":
            below.append(
                Choice(
                    look, tr("How"), [(test, test_name(one.field, test)) for test in asked.tests], one.test,
                    lambda test: self._set(key, one.model_copy(update={"test": test})), object_name=f"{where}.test",
                )
            )  # fmt: skip
        below.append(self._value(key, one, where))
        frame = panel(
            column(top, row(*below, spacing=look.px(8)), spacing=look.px(2),
                   margins=(look.px(10), look.px(6), look.px(6), look.px(8))),
            role="sunken", name=where,
        )  # fmt: skip
        frame.setStyleSheet(f"QFrame#{_safe(where)} {{ border-radius: 8px; }}")
        if place == 0:
            return frame
        holder = QWidget()
        holder.setLayout(column(label(tr("and"), "small"), frame, spacing=look.px(4)))
        return holder

    def _value(self, key: str, one: Condition, where: str) -> QWidget:
        """The value, in the way that belongs to what is asked."""
        desk, look, shape = self._desk, self._desk.look, FIELDS[one.field].shape
        says, name_ = tr("Value"), f"{where}.value"

        def text(value: Any) -> None:
            self._set(key, one.model_copy(update={"text": value}))

        def figure(value: Any) -> None:
            if value is not None:
                self._set(key, one.model_copy(update={"number": float(value)}))

        if shape == "yes":
            options: list[tuple[Any, str]] = [(1.0, tr("yes")), (0.0, tr("no"))]
            return Choice(look, says, options, one.number, figure, object_name=name_)
        if shape == "hour":
            options = [(float(hour), hour_name(hour)) for hour in range(24)]
            return Choice(look, says, options, one.number, figure, object_name=name_)
        if shape == "weekday":
            options = [(float(day), day_name(day)) for day in range(7)]
            return Choice(look, says, options, one.number, figure, object_name=name_)
        if shape in ("number", "money"):
            unit = money_in(desk.currency) if shape == "money" else NUMBER
            return number_field(look, name_, says, one.number, unit, figure)
        values = choices(desk.project, one.field)
        known = values if one.text in values else (*values, one.text)
        options = [(value, choice_name(desk.project, one.field, value)) for value in known]
        return Choice(look, says, options, one.text, text, object_name=name_)

    def _rules(self) -> list[QLayout | QWidget]:
        """The rules of the policy that is shown which are limited to this segment; pressed, one is looked at."""
        desk, project = self._desk, self._desk.project
        mine = [key for key in ranked(project, desk.policy) if self._key in project.rules[key].segments]
        if not mine:
            return [label(tr("None in this scenario. Choose it in the editor of a rule."), "note", wrap=True)]
        return [
            column(
                *(
                    SideRow(
                        desk.look, project.rules[key].title, partial(desk.show_rule, key),
                        icon=technique_icon(project, project.rules[key].technique),
                        note="" if project.rules[key].on else tr("off"), object_name=f"rule-{key}",
                    )
                    for key in mine
                ),
                spacing=1,
            )
        ]  # fmt: skip

    def _foot(self) -> list[QLayout | QWidget]:
        desk, look = self._desk, self._desk.look
        found = losses(desk.project, self._key)
        parts: list[QLayout | QWidget] = [
            row(button(look, tr("Remove"), self._remove, icon="trash", role="row", name="remove-segment"), None)
        ]
        if found.silenced:
            names = enumerated([desk.project.rules[key].title for key in found.silenced])
            words = plural(
                "Without it one rule goes silent: {names}.", "Without it {count} rules go silent: {names}.",
                len(found.silenced), count=number(len(found.silenced)), names=names,
            )  # fmt: skip
            parts.append(label(words, "note", wrap=True))
        if found.narrowed:
            count = len(found.narrowed)
            words = plural(
                "One rule goes on for its other segments.", "{count} rules go on for their other segments.", count,
                count=number(count),
            )  # fmt: skip
            parts.append(label(words, "note", wrap=True))
        return parts

    def _remove(self) -> None:
        desk = self._desk
        found = losses(desk.project, self._key)
        title = self._segment.title
        if desk.do(lambda: remove_segment(desk.project, self._key)):
            desk.show_segment("")
            count = len(found.silenced)
            said = tr("{title} is gone.", title=title)
            if count:
                said = f"{said} {_silent(count)}"
            desk.window.studio.say_done(said)


def _silent(count: int) -> str:
    return plural(
        "One rule was only for them and is off now.",
        "{count} rules were only for them and are off now.",
        count,
        count=number(count),
    )


def _safe(name_: str) -> str:
    """An object name as a style sheet can name it."""
    return name_.replace(".", "\\.")
