"""The scenario itself, while no rule is looked at: its name, what it tries, who shows it, its budgets."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QLayout, QWidget

from app.desktop.chrome.basics import button, column, label, row
from app.desktop.chrome.inplace import LineField, TextField
from app.desktop.chrome.switch import switch
from app.desktop.inspector.context import Column
from app.desktop.inspector.fields import COUNT, money_in
from app.desktop.inspector.grounds import Place, parameter_row
from app.desktop.scenario.context import Desk
from app.desktop.scenario.icons import technique_icon
from app.desktop.scenario.pane import SideRow
from app.desktop.scenario.rule_editor import Tile, sentence_row
from app.desktop.scenario.rule_fields import context_of
from app.project.policies.cells import homeless, matrix, ranked
from app.project.policies.scenarios import remove_policy, users
from app.words import enumerated, number, plural, tr


class PolicyEditor:
    """Fills the right column with the policy."""

    def __init__(self, desk: Desk, warned: Sequence[str]) -> None:
        self._desk, self._key, self._warned = desk, desk.policy, warned
        self._policy = desk.project.policies[self._key]

    def fill(self, into: Column) -> None:
        """Everything, from the top."""
        desk, look = self._desk, self._desk.look
        keep = partial(desk.keep, "policies", self._key)
        title = LineField(self._policy.title, tr("What is it called?"), keep(("title",), "policy-title"), large=True)
        title.setObjectName(f"policies.{self._key}.title")
        count = len(ranked(desk.project, self._key))
        under = plural("Scenario with one rule", "Scenario with {count} rules", count, count=number(count))
        about = TextField(self._policy.description, tr("What does it try?"), keep(("description",), "policy-title"))
        about.setObjectName(f"policies.{self._key}.description")
        head = row(
            Tile(look, "grid-four"), look.px(4), column(title, label(under, "note"), spacing=1), spacing=look.px(6)
        )
        into.section("", head, about, *[sentence_row(look, words) for words in self._warned])
        shown = users(desk.project, self._key)
        if shown:
            into.section(tr("Shown by"), label(enumerated(list(shown)), "value", wrap=True))
        self._homeless(into)
        into.section(tr("Budgets"), *self._budgets())
        into.section(
            tr("Today"),
            switch(look, tr("This is what the site does now"), self._policy.today,
                   keep(("today",), "policy-today"), "policy-today"),
            label(tr("Then the shares that were drawn on the map already contain it."), "note", wrap=True),
        )  # fmt: skip
        remove = button(look, tr("Remove"), self._remove, icon="trash", role="row", name="remove-policy")
        into.section("", row(remove, None), *self._meaning(shown, count))

    def _homeless(self, into: Column) -> None:
        """Rules that stand in no cell can still be reached from here."""
        desk, project = self._desk, self._desk.project
        lost = homeless(project, self._key, matrix(project, self._key))
        if lost:
            rows = [
                SideRow(
                    desk.look, project.rules[key].title, partial(desk.show_rule, key),
                    icon=technique_icon(project, project.rules[key].technique), object_name=f"homeless-{key}",
                )
                for key in lost
            ]  # fmt: skip
            into.section(tr("Nowhere in the matrix"), column(*rows, spacing=1))

    def _budgets(self) -> list[QLayout | QWidget]:
        desk, context = self._desk, context_of(self._desk)
        if context is None:
            return []
        return [
            parameter_row(
                context, tr("Discounts a day"), Place("policies", self._key, ("discount_budget",)),
                self._policy.discount_budget, money_in(desk.currency), optional=True, label_code="policy-limits",
                placeholder=tr("no limit"),
            ),
            parameter_row(
                context, tr("Mails a day"), Place("policies", self._key, ("mail_budget",)), self._policy.mail_budget,
                COUNT, optional=True, label_code="policy-limits", placeholder=tr("no limit"),
            ),
        ]  # fmt: skip

    @staticmethod
    def _meaning(shown: Sequence[str], count: int) -> list[QWidget]:
        """What removing it does."""
        said = []
        if count:
            said.append(plural("Its rule goes with it.", "Its {count} rules go with it.", count, count=number(count)))
        if shown:
            said.append(tr("Arms that show it fall back to the status quo."))
        return [label(" ".join(said), "note", wrap=True)] if said else []

    def _remove(self) -> None:
        desk, title = self._desk, self._policy.title
        if desk.do(lambda: remove_policy(desk.project, self._key)):
            desk.show_policy("")
            desk.window.studio.say_done(tr("{title} is gone.", title=title))
