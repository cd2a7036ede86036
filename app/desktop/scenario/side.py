"""The left column: who can be told apart, which scenarios there are, what limits the one that is shown, who wins."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLayout, QWidget

from app.desktop.chrome.basics import button, column, label
from app.desktop.inspector.context import Column
from app.desktop.inspector.fields import COUNT, number_field
from app.desktop.inspector.rows import fact
from app.desktop.scenario.context import Desk
from app.desktop.scenario.icons import segment_icon
from app.desktop.scenario.pane import SideRow
from app.desktop.scenario.words import condition_words, who_wins
from app.project.builders import in_order
from app.project.policies.scenarios import ArmLine, add_policy, arms, duplicate_policy
from app.project.policies.segments import add_segment
from app.words import percent, tr

if TYPE_CHECKING:
    from simulation.experiment.result import Result


class Side:
    """Fills the left column."""

    def __init__(self, desk: Desk, figures: Callable[[], Mapping[str, str]]) -> None:
        self._desk, self._figures = desk, figures

    def fill(self, into: Column) -> None:
        """Everything of the column, from the top."""
        into.section(tr("Segments"), self._segments())
        into.section(tr("Scenarios"), self._scenarios())
        policy = self._desk.project.policies.get(self._desk.policy)
        if policy is None:
            return
        into.section(tr("At most"), *self._limits())
        into.section(tr("Which rule wins"), label(who_wins(policy), "note", wrap=True))

    # ---- segments --------------------------------------------------------------------------------------------

    def _segments(self) -> QLayout:
        desk, look = self._desk, self._desk.look
        project = desk.project
        rows: list[QWidget] = [
            SideRow(
                look, tr("Everybody"), partial(desk.show_segment, ""), icon="users-three",
                current="" if desk.segment or desk.rule or desk.state.kinds else "here",
                object_name="segment-everybody",
            )
        ]  # fmt: skip
        for key in in_order(project.segments):
            one = project.segments[key]
            tip = "\n".join(condition_words(project, held, desk.currency) for held in one.conditions.values())
            rows.append(
                SideRow(
                    look, one.title, partial(desk.show_segment, key), icon=segment_icon(project, key),
                    current="here" if desk.segment == key else "", object_name=f"segment-{key}",
                    tip=f"{one.title}\n{tip}",
                )
            )  # fmt: skip
        rows.append(button(look, tr("New segment"), self.new_segment, icon="plus", role="row", name="new-segment"))
        return column(*rows, spacing=look.px(1))

    def new_segment(self) -> None:
        """A segment with one condition; its name is typed at once."""
        desk = self._desk
        made = desk.make(lambda: add_segment(desk.project, tr("New segment")))
        if made:
            desk.show_segment(made)
            desk.focus(f"segments.{made}.title")

    # ---- scenarios -------------------------------------------------------------------------------------------

    def _scenarios(self) -> QLayout:
        desk, look = self._desk, self._desk.look
        project = desk.project
        lines = arms(project, desk.document.map_id)
        marked = next((one.id for one in lines if one.policy == desk.policy), "")
        rows: list[QWidget] = [self._arm(one, lines[0].policy, marked) for one in lines]
        shown = {one.policy for one in lines}
        rows += [self._unshown(key) for key in in_order(project.policies) if key not in shown]
        rows.append(button(look, tr("New scenario"), self.new_policy, icon="plus", role="row", name="new-policy"))
        if desk.policy:
            rows.append(
                button(look, tr("Duplicate this one"), self.duplicate, icon="copy", role="row", name="copy-policy")
            )
        return column(*rows, spacing=look.px(1))

    def _arm(self, one: ArmLine, control: str, marked: str) -> SideRow:
        desk = self._desk
        own = bool(one.policy) and (one.letter == "A" or one.policy != control)
        title = one.title or tr("Nobody hears anything")
        if own:
            tip = desk.project.policies[one.policy].title if one.policy in desk.project.policies else title
            tip = title if tip == title else "\n".join((title, tr("shows: {policy}", policy=tip)))
        else:
            changed = tr("It changes cards or people, not the rules.")
            tip = f"{title}\n{changed}" if one.changes_map else title
        current = one.id == marked
        badge = "shown" if current and one.policy else "control" if one.letter == "A" else ""
        return SideRow(
            desk.look, title, partial(desk.show_policy, one.policy) if own else None, letter=one.letter, badge=badge,
            current="shown" if current else "", object_name=f"arm-{one.id}", tip=tip,
            note=self._figures().get(one.id, "" if own else tr("as A") if one.policy else tr("no rules")),
        )  # fmt: skip

    def _unshown(self, policy: str) -> SideRow:
        """A scenario that no arm of the experiment shows."""
        title = self._desk.project.policies[policy].title
        return SideRow(
            self._desk.look, title, partial(self._desk.show_policy, policy), badge="none",
            current="shown" if policy == self._desk.policy else "", object_name=f"policy-{policy}",
            tip="\n".join((title, tr("No arm of the experiment shows it."))),
        )  # fmt: skip

    def new_policy(self) -> None:
        """An empty scenario; its name is typed at once."""
        desk = self._desk
        made = desk.make(lambda: add_policy(desk.project, tr("New scenario")))
        self._show(made)

    def duplicate(self) -> None:
        """A copy of the scenario that is shown, with its rules."""
        desk = self._desk
        title = tr("{title}, copy", title=desk.project.policies[desk.policy].title)
        self._show(desk.make(lambda: duplicate_policy(desk.project, desk.policy, title)))

    def _show(self, policy: str) -> None:
        if policy:
            self._desk.show_policy(policy)
            self._desk.focus(f"policies.{policy}.title")

    # ---- limits ----------------------------------------------------------------------------------------------

    def _limits(self) -> list[QLayout]:
        desk, look, key = self._desk, self._desk.look, self._desk.policy
        policy = desk.project.policies[key]

        def page(value: float | None) -> None:
            desk.document.set("policies", key, ("messages_per_page",), round(value or 1), "policy-limits")

        def visit(value: float | None) -> None:
            wanted = None if value is None else round(value)
            desk.document.set("policies", key, ("messages_per_visit",), wanted, "policy-limits")

        page_name, visit_name = tr("Messages a page"), tr("Messages a visit")
        return [
            fact(look, page_name, number_field(
                look, f"policies.{key}.messages_per_page", page_name, policy.messages_per_page, COUNT, page)),
            fact(look, visit_name, number_field(
                look, f"policies.{key}.messages_per_visit", visit_name, policy.messages_per_visit, COUNT, visit,
                optional=True, placeholder=tr("no limit"))),
        ]  # fmt: skip


def conversions(result: Result) -> dict[str, str]:
    """The conversion of each arm of an answer, as it is written."""
    found = {}
    for arm in result.arms:
        measured = arm.metrics.get("conversion_rate")
        if measured is not None and measured.mean is not None:
            found[arm.id] = percent(measured.mean, 2)
    return found
