"""A test plan as plain text: what the terminal shows and what the clipboard gets."""

from __future__ import annotations

from collections.abc import Sequence

from app.actions import plan_words as words
from app.actions.price_table import about
from app.actions.tables import Column, Row, cut, listed, table, wrapped
from app.project.slices import SILENT
from app.words import NOTHING, number, percent, tr
from simulation.planning.plan import TestPlan, Weeks
from simulation.planning.split import Split


def plan_text(plan: TestPlan, title: str) -> str:
    """The whole plan, in lines of at most eighty characters."""
    parts = [
        _head(plan, title),
        "\n".join(wrapped(one, "  ", "- ") for one in words.advice(plan)),
        _facts(plan),
        _promise(plan),
        _lengths(plan),
        _arms(plan) if len(plan.arms) > 2 else "",
        "\n".join([tr("How to run and read it"), *(wrapped(one, "  ", "- ") for one in _reading(plan))]),
        wrapped(words.method_words(plan)),
    ]
    return "\n\n".join(part for part in parts if part)


def _head(plan: TestPlan, title: str) -> str:
    arm = words.arm_title(words.looked_at(plan))
    lines = [
        cut(tr("{title}: the test to run", title=title), 80),
        wrapped(tr("{arm} against {control}.", arm=arm, control=words.arm_title(plan.arms[0]))),
        wrapped(f"{words.begun(words.weeks_words(plan.weeks))}. {words.size_words(plan)}"),
    ]
    return "\n".join(lines)


def _facts(plan: TestPlan) -> str:
    facts = [(tr("Now"), words.level_words(plan)), *words.rows(plan)]
    facts.insert(2, (tr("Wanted chance to find that"), percent(plan.power, 0)))
    return listed(facts, 34)


def _promise(plan: TestPlan) -> str:
    return wrapped(" ".join(words.promise_words(plan)))


def _lengths(plan: TestPlan) -> str:
    columns = (
        Column(tr("Weeks"), right=True),
        Column(tr("visitors\nin the arm"), right=True),
        Column(tr("smallest\nlift seen"), right=True),
        Column(tr("finds\nthe lift"), right=True),
        Column(tr("comes out\nsignificant"), right=True),
        Column(tr("anytime,\neach side"), right=True),
    )
    return table(columns, [_length(plan, row) for row in plan.table])


def _length(plan: TestPlan, row: Weeks) -> Row:
    return Row(
        (
            words.week_number(row.weeks),
            number(about(row.treated)),
            words.smallest_share(row),
            percent(row.power, 0),
            words.believed_chance(plan, row.significant),
            words.anytime_words(row),
        )
    )


def _arms(plan: TestPlan) -> str:
    columns = (
        Column(tr("Arm"), room=34),
        Column(tr("share"), right=True),
        Column(tr("visitors"), right=True),
        Column(tr("expected\nlift"), right=True),
        Column(tr("weeks\nit takes"), right=True),
    )
    rows = [
        Row(
            (
                words.arm_title(arm),
                percent(arm.share, 0),
                number(about(arm.visitors)),
                "" if arm.lift is None else percent(arm.lift, signed=True),
                "" if arm is plan.arms[0] else NOTHING if arm.weeks is None else words.week_number(arm.weeks),
            )
        )
        for arm in plan.arms
    ]
    return table(columns, rows)


def _reading(plan: TestPlan) -> Sequence[str]:
    who = " ".join(part for part in (words.eligible_words(plan), words.reached_words(plan)) if part)
    return (words.week_words(plan), who, *words.reading_words(plan))


def split_text(found: Split, arms: Sequence[str]) -> str:
    """The check of a split: counts beside what was expected, and the verdict."""
    columns = (Column(tr("Arm"), room=40), Column(tr("counted"), right=True), Column(tr("expected"), right=True))
    rows = [
        Row((tr("no messages") if title == SILENT else title, number(count), number(round(hope))))
        for title, count, hope in zip(arms, found.counts, found.expected, strict=True)
    ]
    return f"{table(columns, rows)}\n\n{wrapped(words.split_verdict(found))}"
