"""What is believed of every technique before a shop has tested it, and what that belief rests on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from app.actions.json_text import json_bytes
from app.actions.registry import Action, Flag, Outcome, Parameters
from app.actions.session import STANDARD, Session
from app.actions.tables import Column, Row, table, wrapped
from app.words import NOTHING, mark, mark_in, name, number, percent, tr, tr_in
from app.words.honest import honest_words

if TYPE_CHECKING:
    from simulation.evidence.account import Account, SourceNamed

_OF = {
    "revenue": mark_in("evidence of", "revenue per visitor, over everybody in a test"),
    "orders_per_message": mark_in("evidence of", "orders per message that would not have come anyway"),
    "returning": mark_in("evidence of", "number of visitors who come back"),
    "sign_ups": mark_in("evidence of", "share of those who see it who leave their address"),
    "order_value": mark_in("evidence of", "value of the orders of those who see it"),
    "repeat_orders": mark_in("evidence of", "repeat orders in a year of the buyers who are told"),
    "reviews": mark_in("evidence of", "reviews per buyer asked that would not have been written anyway"),
    "referrals": mark_in("evidence of", "number of others whom buyers bring"),
    "satisfaction": mark_in("evidence of", "satisfaction of the buyers who are told, as a share of the scale"),
}
"""What an average effect is an effect on."""
_RELATIVE = {"revenue", "returning", "order_value", "repeat_orders", "referrals"}
"""Measures of which the effect is a relative change."""


class EvidenceWanted(Parameters):
    """Of which techniques."""

    technique: Annotated[tuple[str, ...], Flag(metavar="KEY")] = Field(
        default=(), description=mark("This technique only, with all that is known of it; may be given again.")
    )
    json_: Annotated[str | None, Flag(name="--json", metavar="OUT")] = Field(
        default=None, description=mark("Write it here as JSON; - is standard output.")
    )
    force: bool = Field(default=False, description=mark("Overwrite a file that is there already."))


def evidence(session: Session, told: EvidenceWanted) -> Outcome:
    """Technique, prior and source; with techniques named, all that is known of them."""
    from simulation.evidence.account import accounts

    if told.json_ is not None:
        session.refuse_to_overwrite(told.json_, force=told.force)
    found = accounts(told.technique)
    if told.json_ is not None:
        content = {
            "format": "footfall-evidence",
            "version": 1,
            "techniques": [one.model_dump(mode="json") for one in found],
        }
        session.write(told.json_, json_bytes(content), force=told.force)
    if told.json_ == STANDARD:
        return Outcome(value=found)
    if told.technique:
        return Outcome("\n\n".join(_whole(one) for one in found), value=found)
    return Outcome(_overview(found), value=found)


# ---- all of them ---------------------------------------------------------------------------------------------------


def _overview(found: Sequence[Account]) -> str:
    parts = [tr("What is believed of each technique before you have tested it yourself.")]
    cited = list(dict.fromkeys(one.source.key for one in found))
    numbers = {key: place for place, key in enumerate(cited, 1)}
    for measure, words in _OF.items():
        mine = [one for one in found if one.measure == measure]
        if mine:
            head = tr("Average effect on: {measure}", measure=tr_in("evidence of", words))
            parts.append(f"{wrapped(head)}\n\n{_table(mine, numbers)}")
    named = {one.source.key: one.source for one in found}
    parts.append("\n".join([tr("Sources"), *(_cited(f"{numbers[key]}. ", named[key]) for key in cited)]))
    parts.append(
        wrapped(
            tr(
                "* Next to nothing is known: the spread is at least twice the mean, and every interval shows it. "
                "Spreads and shares of no effect are assumed throughout. All of one technique: "
                "footfall evidence --technique KEY"
            )
        )
    )
    return "\n\n".join(parts)


def _table(found: Sequence[Account], numbers: dict[str, int]) -> str:
    columns = (
        Column(tr("Technique"), room=22),
        Column("", room=1),
        Column(tr("mean"), right=True),
        Column(tr("95% between"), right=True),
        Column(tr("no\neffect"), right=True),
        Column(tr("strength"), right=True),
        Column(tr("rests on"), room=14),
    )
    return table(columns, [_row(one, numbers) for one in found])


def _row(one: Account, numbers: dict[str, int]) -> Row:
    low, high = (_effect(one, end) for end in one.interval)
    return Row(
        (
            name("technique", one.key),
            "*" if one.wide else "",
            _effect(one, one.mean),
            tr("{low} and {high}", low=low, high=high),
            percent(one.null_share),
            _strength(one),
            f"{name('evidence', one.kind)} {numbers[one.source.key]}",
        )
    )


def _effect(one: Account, value: float) -> str:
    return percent(value, 1, signed=one.measure in _RELATIVE)


def _strength(one: Account) -> str:
    return NOTHING if one.strength is None else number(one.strength, 3)


def _cited(lead: str, source: SourceNamed) -> str:
    who = ", ".join(part for part in (source.authors, str(source.year or "")) if part)
    lines = [wrapped(f"{who}: {source.title}" if who else source.title, " " * (2 + len(lead)), f"  {lead}")]
    if source.link:  # on a line of its own, whole: an address that is cut in two cannot be followed
        lines.append(" " * (2 + len(lead)) + source.link)
    return "\n".join(lines)


# ---- one of them ---------------------------------------------------------------------------------------------------


def _whole(one: Account) -> str:
    low, high = (_effect(one, end) for end in one.interval)
    measure = tr_in("evidence of", _OF[one.measure])
    lines = [
        f"{name('technique', one.key)} ({one.key})",
        wrapped(tr("Average effect on: {measure}", measure=measure), "  "),
        wrapped(
            tr(
                "Mean {mean}, spread {sd}, 95% between {low} and {high}.",
                mean=_effect(one, one.mean),
                sd=percent(one.sd, 1),
                low=low,
                high=high,
            ),
            "  ",
        ),
        wrapped(
            tr(
                "No effect at all: {null}. Above zero: {positive}.",
                null=percent(one.null_share),
                positive=percent(one.positive, 0),
            ),
            "  ",
        ),
    ]
    if one.wide:
        lines.append(wrapped(tr("Next to nothing is known: the spread is at least twice the mean."), "  "))
    if one.strength is None:
        lines.append(wrapped(tr("Strength: solved from no curve of its own."), "  "))
    else:
        lines.append(wrapped(_strength_said(one, one.strength), "  "))
    lines.append(wrapped(tr("Honest when: {condition}", condition=honest_words(one.condition)), "  "))
    lines.append(wrapped(tr("Costs: {cost}", cost=tr_in("fact", one.cost)), "  "))
    lines.append(wrapped(tr("Repeated: {fatigue}", fatigue=tr_in("fact", one.fatigue)), "  "))
    if one.note:
        lines.append(wrapped(tr_in("fact", one.note), "  "))
    lines.append(wrapped(tr("Rests on ({kind}):", kind=name("evidence", one.kind)), "  "))
    for source in dict.fromkeys((one.source, *one.evidence)):
        lines.append(_cited("- ", source))
        lines.append(wrapped(source.note, "    "))
    return "\n".join(lines)


def measure_words(measure: str) -> str:
    """What an average effect is an effect on."""
    return tr_in("evidence of", _OF[measure])


def _strength_said(one: Account, strength: float) -> str:
    """The strength in its own unit: log-odds a showing for most, a share or the logarithm of a rate for some."""
    if one.measure == "order_value":
        return tr("Strength at the centre: {share} of the order on average.", share=percent(strength, 1))
    if one.measure == "sign_ups":
        return tr("Strength at the centre: {share} of those who see it.", share=percent(strength, 1))
    if one.measure in {"repeat_orders", "referrals"}:
        return tr("Strength at the centre: {number} on the logarithm of the rate.", number=number(strength, 3))
    return tr("Strength at the centre: {number} log-odds a showing.", number=number(strength, 3))


EVIDENCE = Action(
    "evidence",
    mark_in("action", "Evidence"),
    mark_in("action", "List what is believed of every technique, how sure that is, and the source."),
    EvidenceWanted,
    evidence,
    in_cli=True,
)
