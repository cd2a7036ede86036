"""One catalogue for studio, command line and reports: English in the code, other languages in `app/locale`.

Mark a text with `tr("…")` and run `make words`; then fill the language's `.po` file. Values go in by name:
`tr("{count} cards", count=3)`. A text in a table, translated later, is marked with `mark("…")`.
"""

from __future__ import annotations

import gettext
import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Literal, get_args

DOMAIN = "footfall"
LOCALE_FOLDER = Path(__file__).resolve().parent.parent / "locale"

Tongue = Literal["en", "nl"]
LANGUAGES: tuple[Tongue, ...] = get_args(Tongue)
OWN_NAMES: dict[Tongue, str] = {"en": "English", "nl": "Nederlands"}
"""What each language calls itself."""


class _Spoken:
    """The language of the whole program, once it has been decided."""

    language: Tongue | None = None


_lent: ContextVar[Tongue | None] = ContextVar("footfall-language", default=None)


def mark(text: str) -> str:
    """The text itself, marked so that `make words` finds it; translate it with `tr` when it is shown."""
    return text


def mark_in(context: str, text: str) -> str:
    """As `mark`, for a word that means different things in different places; translate it with `tr_in`."""
    del context
    return text


def mark_plural(one: str, many: str) -> tuple[str, str]:
    """As `mark`, for a text with a plural form."""
    return one, many


def tr(text: str, /, **values: object) -> str:
    """The text in the user's language, `values` filled in where it says `{name}`."""
    return _fill(_catalogue(language()).gettext(text) if text else "", values)


def tr_in(context: str, text: str, /, **values: object) -> str:
    """As `tr`, for a word marked with `mark_in` (or here) for this context."""
    return _fill(_catalogue(language()).pgettext(context, text), values)


def plural(one: str, many: str, count: float, /, **values: object) -> str:
    """`one` or `many`, as the language wants it for `count`. `{count}` must be given among the values, formatted."""
    whole = int(count) if count == int(count) else 2
    return _fill(_catalogue(language()).ngettext(one, many, whole), values)


def _fill(text: str, values: dict[str, object]) -> str:
    return text.format(**values) if values else text


@cache
def _catalogue(tongue: Tongue) -> gettext.NullTranslations:
    return gettext.translation(DOMAIN, LOCALE_FOLDER, languages=[tongue], fallback=True)


def language() -> Tongue:
    """The language spoken now: the one lent by `speaking`, else the one set, else the one the machine asks for."""
    lent = _lent.get()
    if lent is not None:
        return lent
    if _Spoken.language is None:
        _Spoken.language = wanted_language()
    return _Spoken.language


def set_language(tongue: str) -> Tongue:
    """Speak this language from now on, in every thread; returns it. `system` means what the machine asks for."""
    _Spoken.language = wanted_language(setting=tongue) if tongue == "system" else _known(tongue) or "en"
    return _Spoken.language


@contextmanager
def speaking(tongue: str) -> Iterator[Tongue]:
    """Speak another language inside the block, in this thread only: to draw a Dutch map in an English studio."""
    chosen = _known(tongue) or "en"
    token = _lent.set(chosen)
    try:
        yield chosen
    finally:
        _lent.reset(token)


def wanted_language(setting: str = "system") -> Tongue:
    """What the user wants: FOOTFALL_LANGUAGE, else the setting, else LANGUAGE, LC_ALL, LC_MESSAGES or LANG; English."""
    for wish in (os.environ.get("FOOTFALL_LANGUAGE"), None if setting == "system" else setting):
        found = _known(wish or "")
        if found:
            return found
    for variable in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        for wish in os.environ.get(variable, "").split(":"):
            if wish:
                return _known(wish) or "en"
    return "en"


def _known(wish: str) -> Tongue | None:
    short = wish.strip().lower().replace("-", "_").partition(".")[0].partition("_")[0]
    return next((tongue for tongue in LANGUAGES if tongue == short), None)
