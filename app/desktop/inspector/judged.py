"""Pain points and opportunities in the inspector: what they weigh, who looks after them, what solves what."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Literal

from PySide6.QtWidgets import QLayout, QWidget

from app.desktop.chrome.basics import button, column, icon_button, label, row
from app.desktop.inspector.context import Column, Context
from app.desktop.inspector.fields import NUMBER, Choice, Unit, number_field, plain_words, spoken, understood
from app.desktop.inspector.folds import folded
from app.desktop.inspector.grounds import Place, parameter_row
from app.desktop.inspector.linkrow import LinkRow
from app.desktop.inspector.rows import Dots, fact
from app.desktop.inspector.touchpoint import choice_row, severity_dots
from app.project.judging import Judged, judged, leaving_by, tidy
from app.words import group, name, number, percent, tr
from app.words.typed import typed_amount, typed_share
from maps.model import Opportunity
from maps.scoring import DEFAULT, NAMES, read

Rows = list[QLayout | QWidget]
NAMED: dict[str, Callable[[], str]] = {
    "impact": lambda: tr("effect on the customer, 0 to 5"),
    "business": lambda: tr("effect on the business, 0 to 5"),
    "effort": lambda: tr("work to get there, 0 to 5"),
    "value": lambda: tr("the mean of impact and business"),
    "pains": lambda: tr("severities of the pain points it solves, added up"),
    "price": lambda: tr("what those cost a month"),
    "votes": lambda: tr("dots given in the last round"),
}


def of_five(share: float) -> float:
    """A percentage as points of five."""
    return tidy(share * 5)


HUNDRED = Unit(lambda points: percent(points / 5, 0), lambda words: of_five(typed_share(words)))
FIVE = Unit(plain_words, lambda words: tidy(typed_amount(words, 0, 5)))


# ---- pain points -----------------------------------------------------------------------------------------------


def pain_rows(context: Context, card: str) -> Rows:
    """Severity with its word, friction in words and number, owner and state."""
    project, look = context.document.project, context.look
    pain_id = next(key for key, pain in project.pains.items() if pain.card == card)
    pain = project.pains[pain_id]
    dots = row(severity_dots(context, card), label(name("pain", str(pain.severity)), "note"), None, spacing=look.px(8))
    holder = QWidget()
    dots.setContentsMargins(0, 0, 0, 0)
    holder.setLayout(dots)
    rows: Rows = [fact(look, tr("Severity"), holder)]
    default = plain_words(pain.weight.value)
    place = Place("pains", pain_id, ("friction",))
    rows.append(
        parameter_row(context, tr("Friction"), place, pain.friction, NUMBER, optional=True, placeholder=default)
    )
    if pain.friction is None:
        rows.append(label(tr("{value} by its severity, as log-odds of leaving", value=default), "small", wrap=True))
    rows.append(label(effect_words(context, card), "note", wrap=True))
    rows += _work(context, "pains", pain_id, pain.owner, pain.status)
    return rows


def effect_words(context: Context, card: str) -> str:
    """What a pain point does to leaving, said so that everybody can check it."""
    piece = context.piece
    found = leaving_by(piece, card)
    if found is None:
        if piece.cards[card].touchpoint is None:
            return tr("Say which touchpoint it is about, and you see how many leave because of it.")
        return tr("Visits do not come here, so it makes nobody leave.")
    title = piece.touchpoints[found.touchpoint].title
    if found.one_in is None:
        return tr("By the drawn shares {share} leave at “{title}”, with it or without it.",
                  share=percent(found.today, 0), title=title)  # fmt: skip
    return tr(
        "About 1 in {count} who see “{title}” leaves because of it: {today} leave now, {without} would without it. "
        "For an average visitor who feels it.",
        count=number(round(found.one_in), 0), title=title,
        today=percent(found.today, 1), without=percent(found.without, 1),
    )  # fmt: skip


def _work(
    context: Context, table: Literal["pains", "opportunities"], key: str, owner: str, status: str
) -> list[QLayout | QWidget]:
    look = context.look
    return [
        fact(look, tr("Owner"), context.line(table, key, ("owner",), owner, tr("Who looks after it?"))),
        choice_row(context, tr("State"), table, key, "status", list(group("status").items()), status),
    ]


# ---- opportunities ---------------------------------------------------------------------------------------------


def opportunity_rows(context: Context, into: Column, card: str) -> None:
    """What it does for the customer and the business, the work, the score, what it solves."""
    project, look = context.document.project, context.look
    key = next(one for one, record in project.opportunities.items() if record.card == card)
    record = project.opportunities[key]
    rows: Rows = [
        _scale(context, key, "impact", tr("For the customer"), record.impact, HUNDRED),
        _scale(context, key, "business", tr("For the business"), record.business, HUNDRED),
        _scale(context, key, "effort", tr("Effort"), record.effort, FIVE),
    ]
    one = next((one for one in judged(project, context.piece.id, context.prices) if one.id == key), None)
    if one is not None:
        rows += score_rows(context, one)
    rows += _work(context, "opportunities", key, record.owner, record.status)
    rows.append(row(button(look, tr("Weigh them all"), context.weigh, icon="target", name="weigh"), None))
    rows += folded(context, f"formula-{key}", tr("Own formula"), partial(_formula, context, key, record))
    into.section("", column(*rows, spacing=look.px(5)))
    into.section(tr("Solves"), column(*_solves(context, key, record), spacing=look.px(2)))


def _scale(context: Context, key: str, field: str, says: str, value: float, unit: Unit) -> QLayout:
    look = context.look
    dots = Dots(look, says, value, context.keep("opportunities", key, (field,), "number"), bars=True)
    dots.setObjectName(f"{field}-{key}")

    def keep(typed: float | None) -> None:
        context.document.set("opportunities", key, (field,), typed, "number")

    figure = number_field(look, f"{field}-figure-{key}", says, value, unit, keep)
    figure.setFixedWidth(look.px(64))
    holder = QWidget()
    inside = row(dots, figure, None, spacing=look.px(8))
    holder.setLayout(inside)
    return fact(look, says, holder)


def score_rows(context: Context, one: Judged) -> Rows:
    """Value and score, or why there is none."""
    look = context.look
    value = one.values["value"] or 0.0
    rows: Rows = [fact(look, tr("Value"), percent(value / 5, 0))]
    if one.problem is not None:
        said = label(spoken(one.problem), "note", wrap=True)
        said.setStyleSheet(f"color: {look.theme.ember};")
        rows.append(fact(look, tr("Score"), said))
    else:
        rows.append(fact(look, tr("Score"), number(one.score or 0.0, 2)))
    return rows


def formula_field(context: Context, table: str, key: str, text: str, says: str) -> QWidget:
    """A formula that is read before it is kept."""

    def take(words: str) -> str:
        if words:
            read(words)
        context.document.set(table, key, ("formula",), words, "formula")
        return words

    return understood(context.look, f"{table}.{key}.formula", says, text, take)


def formula_help() -> str:
    """The names a formula knows, with what they mean."""
    return "\n".join(f"{one}: {NAMED[one]()}" for one in NAMES)


def _formula(context: Context, key: str, record: Opportunity) -> Rows:
    inherited = context.piece.map.formula or DEFAULT
    field = formula_field(context, "opportunities", key, record.formula, inherited)
    return [field, label(formula_help(), "small", wrap=True)]


def _solves(context: Context, key: str, record: Opportunity) -> Rows:
    project, piece, look = context.document.project, context.piece, context.look
    cards = {pain_id: pain.card for pain_id, pain in project.pains.items() if pain.card in piece.cards}
    rows: Rows = []
    for pain_id, card in cards.items():
        if pain_id not in record.solves:
            continue
        words = piece.cards[card].text
        lead = LinkRow(look, words, "", partial(context.select, "cards", card), icon="lightning")
        lead.setObjectName(f"solved-{pain_id}")
        drop = partial(context.keep("opportunities", key, ("solves", pain_id), "solves"), None)
        away = icon_button(look, "x", tr("Remove {name}", name=words), drop)
        away.setObjectName(f"unsolve-{pain_id}")
        away.setFixedSize(look.size(22, 22))
        rows.append(row(lead, away, spacing=2))
    free: list[tuple[Any, str]] = [("", tr("add a pain point…"))]
    free += [(one, piece.cards[card].text) for one, card in cards.items() if one not in record.solves]
    if len(free) > 1:

        def add(pain: str) -> None:
            if pain:
                context.keep("opportunities", key, ("solves", pain), "solves")(True)

        rows.append(Choice(look, tr("Add a pain point it solves"), free, "", add, object_name=f"solve-{key}"))
    if not cards:
        rows.append(label(tr("There are no pain points on this map yet."), "note", wrap=True))
    return rows
