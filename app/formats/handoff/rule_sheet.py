"""A policy as a sheet that a developer can build from: who hears what, when, where, how often, and on what condition.

In words and in the names that the platforms' files use, so that both can be laid side by side. Everything that an
author wrote is escaped: no text becomes markup, no cell a formula.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence

from app.formats.handoff.rules import AnyOf, Clause, Handoff, Line, Term, beyond, handoff
from app.formats.wish import Wish
from app.project.builders import in_order
from app.project.policies.cells import mechanics
from app.words import language, name, number, percent, speaking, tr
from app.words.honest import honest_words
from personas.records import Language
from simulation.policy.model import AUDIENCE_KINDS, Rule

_MARKUP = re.compile(r"([\\`*_\[\]#|<>~&$!])")
_SIGNS = {"is": "=", "is_not": "≠", "at_least": "≥", "below": "<", "has": "∋", "lacks": "∌"}
_LANGUAGES: tuple[Language, ...] = ("en", "nl")


def markdown(wish: Wish) -> bytes:
    """The sheet as Markdown, UTF-8."""
    with speaking(wish.language or language()):
        handed = _handed(wish)
        parts = [*_head(handed), *(line for one in enumerate(handed.lines, 1) for line in _section(handed, *one))]
    return ("\n".join(parts).rstrip() + "\n").encode()


def table(wish: Wish) -> bytes:
    """One row per rule as CSV, UTF-8 with a mark, so that spreadsheets read it rightly."""
    with speaking(wish.language or language()):
        handed = _handed(wish)
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\r\n")
        rows = [_facts(handed, number_, line) for number_, line in enumerate(handed.lines, 1)]
        writer.writerow([_cell(words) for words, _ in rows[0]])
        writer.writerows([[_cell(value) for _, value in row] for row in rows])
    return ("\ufeff" + out.getvalue()).encode()


def _handed(wish: Wish) -> Handoff:
    return handoff(wish.project, wish.policy, wish.experiment, wish.coverage)


def _cell(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def escaped(text: str) -> str:
    """Text in which nothing is markup, on one line."""
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))


def _fact(words: str, value: str) -> str:
    """A line of a list: what it is, and its value."""
    return f"- {words}: {value}"


def _head(handed: Handoff) -> list[str]:
    policy, project = handed.policy, handed.project
    lines = [f"# {escaped(policy.title)}", ""]
    if policy.description:
        lines += [escaped(policy.description), ""]
    control, treated = (percent(handed.coverage * one) for one in handed.weights)
    lines += [
        tr("The first rule whose conditions hold speaks. Ask again at every moment; the name of the flag is {key}.",
           key=f"`{handed.key}`"),
        "",
        _fact(tr("Split"), tr("{control} hear nothing, {treated} hear the rules.", control=control, treated=treated)),
        _fact(tr("Hear nothing"), _conditions(handed.excluded, negate=True)),
        _fact(tr("Messages a page"), str(policy.messages_per_page)),
    ]  # fmt: skip
    most = "–" if policy.messages_per_visit is None else str(policy.messages_per_visit)
    lines += [
        _fact(tr("Messages a visit"), most),
        _fact(tr("Phase decided by"), escaped(name("mode", policy.mode))),
    ]
    for table_, group in (("phases", "phase"), ("audiences", "audience")):
        rows = getattr(project, table_)
        named = ", ".join(f"{escaped(rows[key].title)} = `{rows[key].kind}`" for key in in_order(rows))
        lines.append(_fact(tr("Phases") if group == "phase" else tr("Audiences"), named or "–"))
    if policy.mode == "score-card":
        lines += ["", *_score_card(handed)]
    return [*lines, ""]


def _score_card(handed: Handoff) -> list[str]:
    """Points and thresholds, in the names of the project file."""
    card = handed.policy.score_card
    points = ", ".join(f"`{key}` {number(value, signed=True)}" for key, value in card.points.items())
    starts = ", ".join(f"`{key}` {number(value)}" for key, value in card.phase_from.items())
    from_ = {one.kind: one.from_score() for one in handed.project.audiences.values() if one.kind in AUDIENCE_KINDS[1:3]}
    seen = ", ".join(f"`{key}` {number(value)}" for key, value in from_.items())
    return [
        "## " + tr("Score card"), "",
        _fact(tr("Points"), points),
        _fact(tr("A product is in"), starts),
        _fact(tr("A visitor is"), seen),
        _fact(tr("Halved in days"), f"{number(card.half_life_days)}; `long_look` {number(card.long_look_seconds)} s"),
    ]  # fmt: skip


def _section(handed: Handoff, place: int, line: Line) -> list[str]:
    facts = _facts(handed, place, line)
    lines = [f"## {place}. {escaped(line.rule.title)}", ""]
    for (words, value), raw in zip(facts, _raw(facts), strict=True):
        if value and words not in (facts[0][0], facts[1][0]):
            lines.append(f"- {words}: {value if raw else escaped(value)}")
    return [*lines, ""]


def _raw(facts: Sequence[tuple[str, str]]) -> list[bool]:
    """Which facts are conditions, which are written as code already."""
    return [value.startswith("`") for _, value in facts]


def _facts(handed: Handoff, place: int, line: Line) -> list[tuple[str, str]]:
    """Everything of one rule: what it is called here, and what it says."""
    rule, project = line.rule, handed.project
    texts = {tongue: rule.messages.get(tongue, "") for tongue in _LANGUAGES}
    shop = project.project.language
    texts[shop] = texts[shop] or rule.message
    landing = project.touchpoints.get(rule.landing or "")
    return [
        (tr("Order"), str(place)),
        (tr("Rule"), rule.title),
        (tr("Value of the flag"), f"`{line.key}`"),
        (tr("Technique"), name("technique", rule.technique)),
        (tr("Conditions"), _conditions(line.when)),
        (tr("Cards"), ", ".join(f"{project.touchpoints[key].title} ({key})" for key in sorted(rule.touchpoints)
                                if key in project.touchpoints)),
        (tr("Text, English"), texts["en"]),
        (tr("Text, Dutch"), texts["nl"]),
        (tr("Leads to"), landing.title if landing is not None else ""),
        (tr("Times a visit"), str(rule.cap_per_visit)),
        (tr("Times a visitor"), "" if rule.cap_per_visitor is None else str(rule.cap_per_visitor)),
        (tr("Pages of silence after it"), str(rule.cooldown_pages) if rule.cooldown_pages else ""),
        (tr("Discount"), percent(rule.discount.value) if rule.discount is not None else ""),
        (tr("Honest when"), _honest(handed, rule)),
        (tr("Said to be true"), _truth(rule)),
        (tr("Not in the file, build it yourself"), " ".join(beyond(handed, line))),
    ]  # fmt: skip


def _honest(handed: Handoff, rule: Rule) -> str:
    from simulation.evidence.catalogue import shipped

    fact = shipped().get(mechanics(handed.project, rule.technique).key)
    return honest_words(fact.condition) if fact is not None else ""


def _truth(rule: Rule) -> str:
    return {"yes": tr("yes"), "no": tr("no"), "unknown": tr("not yet")}[rule.truthful]


def _conditions(clauses: Sequence[Clause], *, negate: bool = False) -> str:
    """Conditions as a developer writes them; negated: at least one fails."""
    joined = " ∧ ".join(_clause(one) for one in clauses)
    return f"`¬({joined})`" if negate else f"`{joined}`"


def _clause(one: Clause) -> str:
    if not isinstance(one, AnyOf):
        return _term(one)
    either = [" ∧ ".join(_term(term) for term in terms) for terms in one.either]
    return "(" + " ∨ ".join(f"({part})" if " ∧ " in part else part for part in either) + ")"


def _term(one: Term) -> str:
    if isinstance(one.value, bool):
        shown = "true" if one.value else "false"
    elif isinstance(one.value, float):
        shown = f"{one.value:g}"
    else:
        shown = '"' + one.value.replace('"', "'").replace("`", "'") + '"'
    return f"{one.attribute} {_SIGNS[one.test]} {shown}"
