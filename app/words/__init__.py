"""Words: codes and numbers as sentences in the user's language. One catalogue for studio, command line and reports.

`tr("…")` marks and translates a text; `make words` brings `app/locale` up to date; Dutch is filled in by hand.
"""

from app.words.catalogue import (
    LANGUAGES,
    OWN_NAMES,
    Tongue,
    language,
    mark,
    mark_in,
    mark_plural,
    plural,
    set_language,
    speaking,
    tr,
    tr_in,
    wanted_language,
)
from app.words.findings import error_line, line, mend, message, sentence
from app.words.names import basis, enumerated, group, name
from app.words.numbers import MINUS, NOTHING, THIN, between, chances, duration, money, number, percent, points
from app.words.plain import plain

__all__ = [
    "LANGUAGES",
    "MINUS",
    "NOTHING",
    "OWN_NAMES",
    "THIN",
    "Tongue",
    "basis",
    "between",
    "chances",
    "duration",
    "enumerated",
    "error_line",
    "group",
    "language",
    "line",
    "mark",
    "mark_in",
    "mark_plural",
    "mend",
    "message",
    "money",
    "name",
    "number",
    "percent",
    "plain",
    "plural",
    "points",
    "sentence",
    "set_language",
    "speaking",
    "tr",
    "tr_in",
    "wanted_language",
]
