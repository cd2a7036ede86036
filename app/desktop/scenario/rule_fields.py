"""The numbers of a rule: its moment, its limits, what it costs, how relevant it is thought to be."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QLayout, QWidget

from app.desktop.inspector.context import Context
from app.desktop.inspector.fields import COUNT, NUMBER, SHARE, TIME, Choice, Unit, money_in, number_field
from app.desktop.inspector.grounds import Place, parameter_row
from app.desktop.inspector.rows import fact
from app.desktop.scenario.context import Desk
from app.project.builders import in_order
from app.project.policies.cells import mechanics
from app.project.policies.rules import moments, trigger_of
from app.words import duration, name, tr
from app.words.typed import typed_time
from personas.problems import FootfallError

_HOUR = 3600.0
HOURS = Unit(lambda hours: duration(hours * _HOUR), lambda text: typed_time(text, 365 * 24 * _HOUR) / _HOUR)
"""A delay, kept in hours."""
_LONGEST = 3600.0


def _trigger(desk: Desk, key: str, **changes: Any) -> bool:
    held = desk.project.rules[key].trigger
    return desk.keep("rules", key, ("trigger",), "rule-when")(held.model_copy(update=changes))


def when_rows(desk: Desk, key: str) -> list[QLayout | QWidget]:
    """The moment, and the number that belongs to it."""
    look, rule = desk.look, desk.project.rules[key]
    trigger, possible = rule.trigger, moments(mechanics(desk.project, rule.technique))
    says = tr("Moment")
    choice = Choice(
        look, says, [(kind, name("trigger", kind)) for kind in possible], trigger.kind,
        lambda kind: desk.keep("rules", key, ("trigger",), "rule-when")(trigger_of(kind)),
        object_name=f"rules.{key}.trigger",
    )  # fmt: skip
    rows: list[QLayout | QWidget] = [fact(look, says, choice)]
    if trigger.kind in ("idle", "long_on_form"):
        rows.append(_number(desk, key, tr("After"), "seconds", trigger.seconds, TIME))
    elif trigger.kind == "nth_view":
        rows.append(_number(desk, key, tr("At view"), "nth", trigger.nth, COUNT))
    elif trigger.kind in ("after_abandonment", "scheduled"):
        rows.append(_number(desk, key, tr("After"), "delay_hours", trigger.delay_hours, HOURS))
    return rows


def _number(desk: Desk, key: str, says: str, part: str, value: float, unit: Unit) -> QLayout:
    def keep(typed: float | None) -> None:
        if typed is None:
            return
        if part == "seconds" and typed > _LONGEST:
            raise FootfallError(tr("An hour at most."))
        if part == "nth" and not 1 <= typed <= 1000:
            raise FootfallError(tr("From 1 to 1,000."))
        _trigger(desk, key, **{part: round(typed) if part == "nth" else typed})

    return fact(desk.look, says, number_field(desk.look, f"rules.{key}.trigger.{part}", says, value, unit, keep))


def limit_rows(desk: Desk, key: str) -> list[QLayout | QWidget]:
    """How often, and how soon again; who wins."""
    look, rule = desk.look, desk.project.rules[key]
    rows: list[QLayout | QWidget] = []
    for field, says, value, optional in (
        ("cap_per_visit", tr("Times a visit"), rule.cap_per_visit, False),
        ("cap_per_visitor", tr("Times in all"), rule.cap_per_visitor, True),
        ("cooldown_pages", tr("Silent for pages"), rule.cooldown_pages, False),
        ("priority", tr("Priority"), rule.priority, False),
    ):
        keep = _whole(desk, key, field)
        made = number_field(
            look, f"rules.{key}.{field}", says, value, COUNT, keep, optional=optional,
            placeholder=tr("no limit") if optional else "",
        )  # fmt: skip
        rows.append(fact(look, says, made))
    return rows


def _whole(desk: Desk, key: str, field: str) -> Any:
    def keep(value: float | None) -> None:
        desk.document.set("rules", key, (field,), None if value is None else round(value), "rule-limits")

    return keep


def _nobody(_persona: str) -> None:
    """No sheet is opened from here."""


def context_of(desk: Desk) -> Context | None:
    """What the rows of the map's inspector ask for; none without a map."""
    piece = desk.document.piece
    if piece is None:
        return None
    return Context(
        desk.look,
        desk.document,
        piece,
        desk.say,
        _nobody,
        opened=desk.state.opened,
        toggle=desk.toggle,
        focus=desk.focus,
    )


def money_rows(desk: Desk, key: str) -> list[QLayout | QWidget]:
    """What one showing costs, what is taken off, and where a message between visits leads."""
    context, look = context_of(desk), desk.look
    rule = desk.project.rules[key]
    how = mechanics(desk.project, rule.technique)
    rows: list[QLayout | QWidget] = []
    if context is not None:
        money = money_in(desk.currency)
        rows.append(
            parameter_row(context, tr("A showing"), Place("rules", key, ("cost",)), rule.cost, money,
                          label_code="rule-cost")
        )  # fmt: skip
        if how.discount > 0 or how.target in ("subscribe", "contact", "after") or rule.discount is not None:
            rows.append(
                parameter_row(context, tr("Discount"), Place("rules", key, ("discount",)), rule.discount, SHARE,
                              optional=True, label_code="rule-cost", placeholder=tr("none"))
            )  # fmt: skip
    if how.target in ("contact", "after", "prime"):
        points = desk.document.piece.touchpoints if desk.document.piece is not None else {}
        options: list[tuple[str | None, str]] = [(None, tr("nowhere in particular"))]
        options += [(one, points[one].title) for one in in_order(points) if points[one].page != "none"]
        choice = Choice(
            look, tr("Leads to"), options, rule.landing, desk.keep("rules", key, ("landing",), "rule-landing"),
            object_name=f"rules.{key}.landing",
        )  # fmt: skip
        rows.append(fact(look, tr("Leads to"), choice))
    return rows


def relevance_row(desk: Desk, key: str) -> list[QLayout | QWidget]:
    """How much more or less relevant than published the shop thinks it is."""
    context = context_of(desk)
    if context is None:
        return []
    held = desk.project.rules[key].relevance
    return [
        parameter_row(context, tr("Relevance"), Place("rules", key, ("relevance",)), held, NUMBER,
                      label_code="rule-relevance")
    ]  # fmt: skip
