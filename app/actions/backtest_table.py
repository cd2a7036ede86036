"""A backtest as plain text for a terminal."""

from __future__ import annotations

from collections.abc import Mapping

from app.actions import backtest_words as words
from app.actions.tables import Column, Row, cut, table, wrapped
from app.words import duration, name, number, plural, tr
from simulation.backtest.result import Backtest, Tested


def backtest_text(found: Backtest, title: str, own: Mapping[str, str]) -> str:
    """The whole backtest, in lines of at most eighty characters; `own` are names of the shop's own techniques."""
    ran = [
        tr("seed {seed}", seed=found.seed),
        plural("{count} draw", "{count} draws", found.draws, count=number(found.draws)),
        duration(max(0.1, found.seconds)),
    ]
    parts = [
        "\n".join([cut(tr("{title}: past tests, predicted and measured", title=title), 80), wrapped(" · ".join(ran))]),
        _rows(found, own) if found.tests else "",
        wrapped(" ".join(words.verdict(found))),
        _limits(found) if found.counted else "",
    ]
    return "\n\n".join(part for part in parts if part)


def _rows(found: Backtest, own: Mapping[str, str]) -> str:
    columns = (
        Column(tr("Past test"), room=24),
        Column(tr("measured"), right=True),
        Column(tr("95% between"), right=True),
        Column(tr("predicted"), right=True),
        Column(tr("expected to\nmeasure"), right=True),
    )
    return table(columns, [_row(row, own) for row in found.tests])


def _row(row: Tested, own: Mapping[str, str]) -> Row:
    technique = own.get(row.technique) or name("technique", row.technique)
    below = [technique, words.reason_words(row) or words.outcome_words(row)]
    cells = (
        row.title,
        words.lift_words(row.measured),
        words.span_words(row.measured_interval),
        words.lift_words(row.predicted),
        words.span_words(row.expected_interval),
    )
    return Row(cells, cut("  " + " · ".join(below), 78))


def _limits(found: Backtest) -> str:
    lines = [wrapped(said, "    ", f"  {'✓' if met else '✗'} ") for met, said in words.limits(found)]
    return "\n".join([tr("What the label asks"), *lines])
