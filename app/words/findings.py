"""Findings in the user's language: a code and its values become a sentence, and what to do about it.

The English of a finding is its own message, written where it is found. Another language goes by the sentences in
`app.words.sentences`, with the finding's values filled in; where there is none that fits, the English is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from app.words.catalogue import language, tr_in
from app.words.names import basis, name
from app.words.numbers import number, percent
from app.words.plain import plain
from app.words.sentences import SENTENCES
from personas.problems import Finding

CONTEXT = "finding"


def message(finding: Finding) -> str:
    """What is wrong, in one sentence."""
    return _stopped(_said(finding, 0, finding.message))


def mend(finding: Finding) -> str:
    """How to mend it; empty when the finding does not say."""
    said = _said(finding, 1, finding.mend) if finding.mend else ""
    return _stopped(said[:1].upper() + said[1:])


def sentence(finding: Finding) -> str:
    """What is wrong and how to mend it, without severity and path."""
    return f"{message(finding)} {mend(finding)}".rstrip()


def line(finding: Finding) -> str:
    """The finding on one line: severity, path, what is wrong, how to mend it."""
    where = f"{finding.path}: " if finding.path else ""
    text = f"{name('severity', finding.severity)}: {where}{sentence(finding)}"
    return plain(text)


def error_line(sentence: str) -> str:
    """An error that is one sentence, said as a finding is."""
    return f"{name('severity', 'error')}: {sentence}"


def _stopped(text: str) -> str:
    """A sentence ends with a stop, also when the floor that wrote it left it out."""
    return text if not text or text.endswith((".", "!", "?", "…")) else f"{text}."


def _said(finding: Finding, part: int, english: str) -> str:
    if language() == "en":
        return english
    known = SENTENCES.get(finding.code, ())
    exact = [template for template in known if _filled(template, finding.values) == english]
    for template in exact or known[part : part + 1]:
        own = tr_in(CONTEXT, template) if template else ""
        said = _filled(own, _as_read(finding.values)) if own and own != template else None
        if said:
            return said
    return english


def _filled(template: str, values: Mapping[str, str]) -> str | None:
    try:
        return template.format_map(values)
    except (KeyError, IndexError, ValueError):
        return None


def _as_read(values: Mapping[str, str]) -> dict[str, str]:
    """The values as a reader expects them: a fraction as a percentage, a technique by its name."""
    return {key: _WRITERS[key](value) if key in _WRITERS else value for key, value in values.items()}


def _number_with(write: Callable[[float], str]) -> Callable[[str], str]:
    def written(value: str) -> str:
        try:
            return write(float(value))
        except ValueError:
            return value

    return written


def _few(names: list[str]) -> str:
    return ", ".join(names[:5]) + (" …" if len(names) > 5 else "")


def _amount(value: str) -> str:
    """A number that was written with its unit."""
    size, space, unit = value.partition(" ")
    return f"{_COUNT(size)}{space}{unit}"


_FRACTION = _number_with(lambda value: percent(value, 1 if abs(value) < 0.1 else 0))
_NUMBER = _number_with(lambda value: number(value, 1))
_COUNT = _number_with(number)
_WRITERS: dict[str, Callable[[str], str]] = {
    "probability": _FRACTION,
    "share": _FRACTION,
    "growth": _FRACTION,
    "at_least": _FRACTION,
    "at_most": _FRACTION,
    "lift": _FRACTION,
    "spread": _FRACTION,
    "mean": _FRACTION,
    "floor": _FRACTION,
    "bounce": _FRACTION,
    "reached": _amount,
    "asked": _amount,
    "leaving": _FRACTION,
    "error": _number_with(lambda value: percent(value, 2)),
    "exact": _number_with(lambda value: percent(value, 3)),
    "simulated": _number_with(lambda value: percent(value, 3)),
    "factor": _NUMBER,
    "wanted": _number_with(lambda value: number(value, 2)),
    "got": _number_with(lambda value: number(value, 2)),
    "messages": _NUMBER,
    "flips": _COUNT,
    "count": _COUNT,
    "technique": lambda value: name("technique", value),
    "basis": lambda value: basis(value.split(",")),
    "cards": lambda value: _few(value.split(", ")),
    "claim": lambda value: tr_in(CONTEXT, value),
    "table": lambda value: tr_in(CONTEXT, value),
    "found": lambda value: tr_in(CONTEXT, value),
}
"""How values are written. What is not here (a title, an id, a piece of the file) is shown as it is."""
