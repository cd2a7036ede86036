"""Findings in the user's language: a code and its values become a sentence, and what to do about it.

The English of a finding is its own message, written where it is found. Another language has the sentences below in its
catalogue, with the finding's values filled in; where it has none, or a value is missing, the English is shown.
"""

from __future__ import annotations

from app.words.catalogue import language, tr_in
from app.words.names import name
from app.words.sentences import SENTENCES
from personas.problems import Finding

CONTEXT = "finding"


def message(finding: Finding) -> str:
    """What is wrong, in one sentence."""
    return _say(finding, 0) or finding.message


def mend(finding: Finding) -> str:
    """How to mend it; empty when the finding does not say."""
    return _say(finding, 1) or finding.mend


def sentence(finding: Finding) -> str:
    """What is wrong and how to mend it, without severity and path."""
    return f"{message(finding)} {mend(finding)}".rstrip()


def line(finding: Finding) -> str:
    """The finding on one line: severity, path, what is wrong, how to mend it."""
    where = f"{finding.path}: " if finding.path else ""
    return f"{name('severity', finding.severity)}: {where}{sentence(finding)}"


def _say(finding: Finding, part: int) -> str:
    if language() == "en" or finding.code not in SENTENCES:
        return ""
    english = SENTENCES[finding.code][part]
    if not english or not (finding.message, finding.mend)[part]:
        return ""
    said = tr_in(CONTEXT, english)
    if said == english:
        return ""
    try:
        return said.format_map(finding.values)
    except (KeyError, IndexError, ValueError):
        return ""
