"""The rule that is looked at: everything about it, edited in place, with what the visitor sees at the top."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QLayout, QWidget

from app.desktop.chrome import draw
from app.desktop.chrome.basics import Elided, Painted, Pressable, button, column, hairline, label, row
from app.desktop.chrome.inplace import LineField
from app.desktop.chrome.switch import switch
from app.desktop.icons import paint_icon
from app.desktop.inspector.context import Column
from app.desktop.inspector.fields import Choice
from app.desktop.inspector.rows import EvidenceMark, fact
from app.desktop.look import Look
from app.desktop.scenario.chips import chips
from app.desktop.scenario.context import Desk
from app.desktop.scenario.effect import TWYMAN, EffectPicture, Expected, expected
from app.desktop.scenario.icons import technique_icon
from app.desktop.scenario.message import Message
from app.desktop.scenario.rule_fields import limit_rows, money_rows, when_rows
from app.desktop.scenario.techniques import ask_technique
from app.desktop.scenario.verbs import copy_rule
from app.desktop.scenario.words import honest_when, technique_name, technique_titles
from app.project.builders import in_order
from app.project.policies.cells import heard, mechanics, stands_in
from app.project.policies.rules import limit, remove_rule, set_technique
from app.words import name, percent, tr
from personas.problems import FootfallError


class Tile(Painted):
    """The icon of what is looked at, on the marker's wash."""

    def __init__(self, look: Look, icon: str) -> None:
        super().__init__(look, 38, 38)
        self._icon = icon
        self.setFixedWidth(look.px(38))

    def paint(self, painter: QPainter, width: float, height: float) -> None:
        """A rounded square with the icon."""
        draw.bar(painter, QRectF(0, 0, width, height), self.look.theme.marker_wash, 8)
        paint_icon(painter, self._icon, QRectF(9, 9, 20, 20), self.look.theme.ink)


class Warned(Painted):
    """The sign in front of a sentence that names what is wrong."""

    def __init__(self, look: Look, icon: str = "warning", token: str = "ember") -> None:
        super().__init__(look, 18, 18)
        self._icon, self._token = icon, token
        self.setFixedWidth(look.px(18))

    def paint(self, painter: QPainter, width: float, height: float) -> None:
        """The icon."""
        del width, height
        paint_icon(painter, self._icon, QRectF(0, 1, 16, 16), self.look.theme.token(self._token))


class Chosen(Pressable):
    """The technique, which is chosen from a list when it is pressed."""

    def __init__(self, look: Look, icon: str, words: str, act: object) -> None:
        super().__init__(look, 180, 26, act)  # type: ignore[arg-type]  # a callable
        self._icon, self._words = icon, words
        self.setObjectName("technique")
        self.setAccessibleName(tr("Technique: {name}", name=words))
        self.setToolTip(tr("Choose another technique"))

    def paint(self, painter: QPainter, width: float, height: float) -> None:
        """Icon, name, caret."""
        theme = self.look.theme
        if self.underMouse():
            draw.bar(painter, QRectF(-4, 0, width + 4, height), theme.hover, 6)
        paint_icon(painter, self._icon, QRectF(0, 5, 16, 16), theme.ink2)
        words = draw.elided(self._words, "body_value", width - 42)
        draw.text(painter, 23, 18, words, "body_value", theme.ink)
        paint_icon(painter, "caret-down", QRectF(width - 15, 7, 12, 12), theme.ink3)


def sentence_row(look: Look, words: str, icon: str = "warning", token: str = "ember") -> QLayout:
    """A sign and a sentence beside it."""
    made = row(spacing=look.px(6))
    made.addWidget(Warned(look, icon, token), 0, Qt.AlignmentFlag.AlignTop)
    made.addWidget(label(words, "note", wrap=True), 1)
    return made


class RuleEditor:
    """Fills the right column with a rule."""

    def __init__(self, desk: Desk, warned: Sequence[str]) -> None:
        self._desk, self._key, self._warned = desk, desk.rule, warned
        self._rule = desk.project.rules[self._key]

    def fill(self, into: Column) -> None:
        """Everything, from the top."""
        desk, look = self._desk, self._desk.look
        message = Message(desk, self._key)
        into.section("", self._head(), *[sentence_row(look, words) for words in self._warned])
        into.addWidget(hairline())
        into.addLayout(message.preview())
        into.section(tr("Text"), *message.text())
        into.section(tr("For whom and where"), *self._where())
        into.section(tr("When"), *when_rows(desk, self._key), *limit_rows(desk, self._key))
        into.section(tr("What it costs"), *money_rows(desk, self._key))
        self._effect(into)
        into.section(tr("Honest"), *self._honest())
        into.section("", self._foot())

    def _head(self) -> QLayout:
        desk, look = self._desk, self._desk.look
        title = LineField(
            self._rule.title, tr("What is this rule called?"), desk.keep("rules", self._key, ("title",), "rule-title"),
            large=True,
        )  # fmt: skip
        title.setObjectName(f"rules.{self._key}.title")
        under = Elided(technique_name(desk.project, self._rule.technique), "note")
        on = switch(look, tr("On"), self._rule.on, desk.keep("rules", self._key, ("on",), "switch-rule"), "rule-on")
        return row(
            Tile(look, technique_icon(desk.project, self._rule.technique)),
            look.px(4),
            column(title, under, spacing=1),
            on,
            spacing=look.px(6),
        )

    # ---- for whom and where ----------------------------------------------------------------------------------

    def _where(self) -> list[QLayout | QWidget]:
        desk, look, rule = self._desk, self._desk.look, self._rule
        project = desk.project
        phases = [(key, project.phases[key].title) for key in in_order(project.phases)]
        rows = [(key, project.audiences[key].title) for key in heard(project)]
        segments = [(key, project.segments[key].title) for key in in_order(project.segments)]
        stands = stands_in(project, rule)
        parts: list[QLayout | QWidget] = [
            fact(
                look, tr("Technique"),
                Chosen(look, technique_icon(project, rule.technique), technique_name(project, rule.technique),
                       self._ask),
            ),
            fact(look, tr("Phase"), self._chips(tr("Phase"), "phases", phases, stands)),
            fact(look, tr("Audience"), self._chips(
                tr("Audience"), "audiences", rows, tuple(rule.audiences) or tuple(key for key, _ in rows))),
        ]  # fmt: skip
        if segments:
            made = self._chips(tr("Segment"), "segments", segments, tuple(rule.segments))
            parts.append(fact(look, tr("Segment"), made))
            if not rule.segments:
                parts.append(row(look.px(98), label(tr("everybody"), "small")))
        parts += self._cards()
        return parts

    def _chips(self, says: str, field: str, options: list[tuple[str, str]], chosen: Sequence[str]) -> QWidget:
        desk = self._desk

        def keep(wanted: list[str]) -> None:
            desk.do(lambda: limit(desk.project, self._key, field, wanted, [key for key, _ in options]))
            desk.turned.emit()

        return chips(desk.look, says, options, chosen, keep, f"rules.{self._key}.{field}")

    def _ask(self) -> None:
        desk, rule = self._desk, self._rule
        kinds = [desk.project.phases[key].kind for key in stands_in(desk.project, rule)]

        def choose(technique: str) -> None:
            titles = technique_titles(desk.project)
            desk.do(lambda: set_technique(desk.project, self._key, technique, titles, desk.document.map_id))

        ask_technique(desk, kinds, choose)

    def _cards(self) -> list[QLayout | QWidget]:
        """The cards it speaks on: those of its technique until some are named."""
        desk, look, rule = self._desk, self._desk.look, self._rule
        project, piece = desk.project, desk.document.piece
        if piece is None:
            return []
        how = mechanics(project, rule.technique)
        named = [key for key in piece.touchpoints if key in rule.touchpoints]
        key = f"cards-{self._key}"
        if named:
            words = ", ".join(piece.touchpoints[one].title for one in named)
        elif how.target == "contact":
            words = tr("between visits")
        else:
            words = tr("where the technique belongs")
        toggle = button(look, words, partial(desk.toggle, key), role="row", name="rule-cards")
        toggle.setToolTip(words)
        toggle.setMinimumWidth(look.px(60))
        parts: list[QLayout | QWidget] = [fact(look, tr("Cards"), toggle)]
        if key in desk.state.opened:
            pages = [
                (one, point.title)
                for one, point in piece.touchpoints.items()
                if (point.page != "none") == (how.target not in ("prime", "after"))
            ]
            parts.append(self._chips(tr("Cards"), "touchpoints", pages, named))
        return parts

    # ---- what it is expected to do ---------------------------------------------------------------------------

    def _effect(self, into: Column) -> None:
        desk, look = self._desk, self._desk.look
        try:
            belief = expected(desk.project, self._rule.technique)
        except FootfallError as error:
            from app.desktop.inspector.fields import said

            into.section(tr("Expected effect"), sentence_row(look, said(error)))
            return
        if belief is not None:
            into.section("", *self._belief(belief))

    def _belief(self, belief: Expected) -> list[QLayout | QWidget]:
        from app.actions.evidence import measure_words
        from app.desktop.scenario.rule_fields import relevance_row

        look = self._desk.look
        head = row(
            label(tr("Expected effect"), "strong"), None, EvidenceMark(look, belief.kind),
            label(name("evidence", belief.kind), "small"), spacing=look.px(5),
        )  # fmt: skip
        about = tr(
            "On {measure}. No effect at all in {null} of cases.",
            measure=measure_words(belief.measure),
            null=percent(belief.null_share, 0),
        )
        parts: list[QLayout | QWidget] = [head, EffectPicture(look, belief), label(about, "note", wrap=True)]
        parts += relevance_row(self._desk, self._key)
        relevance = self._rule.relevance.value
        if relevance > 1:
            words = tr("More than published. Only a test of your own makes this more than hope.")
            parts.append(sentence_row(look, words))
        if belief.measure == "revenue" and belief.mean * relevance > TWYMAN:
            parts.append(sentence_row(look, tr("Above 3% on everybody: almost no published test found that much.")))
        return parts

    def _honest(self) -> list[QLayout | QWidget]:
        desk, look, rule = self._desk, self._desk.look, self._rule
        options = [("unknown", tr("not checked yet")), ("yes", tr("yes, it holds")), ("no", tr("no, it does not"))]
        choice = Choice(
            look, tr("Does it hold"), options, rule.truthful,
            desk.keep("rules", self._key, ("truthful",), "rule-truthful"), object_name=f"rules.{self._key}.truthful",
        )  # fmt: skip
        condition = honest_when(desk.project, rule.technique)
        good = {"yes": ("check-circle", "ink2"), "unknown": ("question", "ink2"), "no": ("warning", "ember")}
        icon, token = good[rule.truthful]
        parts: list[QLayout | QWidget] = [sentence_row(look, condition, icon, token)] if condition else []
        parts.append(fact(look, tr("Does it hold"), choice))
        if rule.truthful == "no":
            parts.append(sentence_row(look, tr("Footfall does not simulate a claim that is not true.")))
        return parts

    def _foot(self) -> QLayout:
        look = self._desk.look
        return row(
            button(
                look,
                tr("Duplicate"),
                partial(copy_rule, self._desk, self._key),
                icon="copy",
                role="row",
                name="copy-rule",
            ),
            button(look, tr("Remove"), self._remove, icon="trash", role="row", name="remove-rule"),
            None,
        )

    def _remove(self) -> None:
        desk = self._desk
        if desk.do(lambda: remove_rule(desk.project, self._key)):
            desk.show_rule("")
