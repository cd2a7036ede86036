"""A policy that learns as tables for a terminal, and the sentences that have to stand beside them."""

from __future__ import annotations

from app.actions import learn_words as words
from app.actions.answer import look_twice
from app.actions.tables import Column, Row, cut, table, wrapped
from app.words import duration, percent, tr
from simulation.adaptive.result import Learned


def learn_table(found: Learned, title: str) -> str:
    """The whole answer, in lines of at most eighty characters."""
    parts = [
        _head(found, title),
        _curve(found),
        "\n".join(wrapped(one) for one in words.costs(found)),
        _cells(found),
        "\n".join(wrapped(one) for one in words.how(found)),
        "\n".join(wrapped(look_twice(one)) for one in found.warnings),
    ]
    return "\n\n".join(part for part in parts if part)


def _head(found: Learned, title: str) -> str:
    ran = [tr("seed {seed}", seed=found.seed), duration(max(0.1, found.seconds))]
    return "\n".join(
        [
            cut(tr("{title}: a policy that learns", title=title), 80),
            wrapped(" · ".join([found.arm_title, *ran])),
            wrapped(words.headline(found)),
            wrapped(words.verdict(found)),
        ]
    )


def _curve(found: Learned) -> str:
    columns = (
        Column(tr("Weeks")),
        Column(tr("learning"), room=27),
        Column(tr("rules as they stand"), room=27),
    )
    rows = [
        Row((words.weeks(one.first, one.last), words.lift(one.learner), words.lift(one.fixed))) for one in found.periods
    ]
    return table(columns, rows)


def _cells(found: Learned) -> str:
    columns = (
        Column(tr("Phase and audience"), room=26),
        Column(tr("offered in the end"), room=30),
        Column(tr("share"), right=True),
        Column(tr("nine in ten\nbetween"), right=True),
    )
    rows = []
    for cell in found.cells:
        for n, one in enumerate(cell.options):
            low, high = (percent(end, 0) for end in one.ends)
            between = tr("{low} and {high}", low=low, high=high)
            rows.append(
                Row((words.where(cell) if n == 0 else "", words.option(found, one), percent(one.share, 0), between))
            )
    return table(columns, rows) if rows else ""
