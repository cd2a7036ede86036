"""The best policy as a table for a terminal, and the sentences that have to stand beside it."""

from __future__ import annotations

from app.actions import best_words as words
from app.actions.answer import look_twice
from app.actions.tables import Column, Row, cut, table, wrapped
from app.words import duration, number, plural, tr
from simulation.search.result import Best


def best_table(best: Best, title: str) -> str:
    """The whole answer, in lines of at most eighty characters."""
    parts = [
        _head(best, title),
        _table(best),
        *(_winner(best, n) for n in range(len(best.winners))),
        "\n".join(wrapped(one) for one in words.how(best)),
        _warnings(best),
    ]
    return "\n\n".join(part for part in parts if part)


def _head(best: Best, title: str) -> str:
    ran = [
        tr("seed {seed}", seed=best.seed),
        plural("{count} draw", "{count} draws", best.draws, count=number(best.draws)),
        plural("{count} visitor each", "{count} visitors each", best.visitors, count=number(best.visitors)),
        duration(max(0.1, best.seconds)),
    ]
    goal = {
        "conversion": tr("as much conversion as possible"),
        "margin": tr("as much margin as possible"),
        "both": tr("as much conversion and margin as possible"),
    }[best.goal]
    return "\n".join(
        [
            cut(tr("{title}: the best policy", title=title), 80),
            wrapped(" · ".join(ran)),
            wrapped(" ".join(part for part in (f"{best.arm_title}: {goal}.", words.budgets(best)) if part)),
            wrapped(words.headline(best)),
        ]
    )


def _table(best: Best) -> str:
    columns = (
        Column("#", right=True),
        Column(tr("Policy"), room=16),
        Column(tr("conversion"), room=27),
        Column(tr("margin"), room=27),
    )
    rows = [Row(("", tr("as it stands"), words.lift(best.today.conversion), words.lift(best.today.margin)))]
    rows += [
        Row(
            (
                number(n),
                plural("{count} rule", "{count} rules", len(one.on), count=len(one.on)),
                words.lift(one.conversion.fresh),
                words.lift(one.margin.fresh),
            )
        )
        for n, one in enumerate(best.winners, 1)
        if not one.as_it_stands
    ]
    return table(columns, rows)


def _winner(best: Best, place: int) -> str:
    winner = best.winners[place]
    lines = [*words.changes(best, winner), f"{words.spending(best, winner.spent)}.", words.both_figures(best, winner)]
    first = f"{number(place + 1)}. "
    return "\n".join(wrapped(one, "   ", first if n == 0 else "   ") for n, one in enumerate(filter(None, lines)))


def _warnings(best: Best) -> str:
    said = [look_twice(one) for one in best.judged.warnings]
    return "\n".join([tr("Look twice"), *(wrapped(one, "  ", "- ") for one in said)]) if said else ""
