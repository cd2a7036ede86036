"""The one registry of everything that goes out, for studio and command line alike.

A format is declared once: its id, the endings that mean it, its name, whether something has to be painted, and the
function that makes its bytes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath

from app.formats.handoff.flagd import flagd
from app.formats.handoff.growthbook import growthbook
from app.formats.handoff.rule_sheet import markdown, table
from app.formats.pictures import png, svg
from app.formats.project_file import project_file
from app.formats.wish import Wish
from app.words import mark_in, tr, tr_in
from personas.problems import FootfallError

CONTEXT = "format"
"""The gettext context of a format's words."""


@dataclass(frozen=True)
class Format:
    """One outgoing format. ``words`` is its name in English; ``suffixes`` begin with a dot, the usual one first.

    ``paints``: something has to be painted. ``rules``: it is about a policy, not about a map.
    """

    id: str
    suffixes: tuple[str, ...]
    words: str
    make: Callable[[Wish], bytes]
    paints: bool = False
    rules: bool = False

    @property
    def name(self) -> str:
        """Its name in the user's language."""
        return tr_in(CONTEXT, self.words)


FORMATS: tuple[Format, ...] = (
    Format("png", (".png",), mark_in("format", "Picture (PNG)"), png, paints=True),
    Format("svg", (".svg",), mark_in("format", "Drawing (SVG)"), svg, paints=True),
    Format("json", (".json", ".footfall"), mark_in("format", "Footfall project (JSON)"), project_file),
    Format("growthbook", (".growthbook.json",), mark_in("format", "Rules for GrowthBook"), growthbook, rules=True),
    Format("flagd", (".flagd.json",), mark_in("format", "Rules for OpenFeature (flagd)"), flagd, rules=True),
    Format("rules", (".md",), mark_in("format", "Rules to build from (text)"), markdown, rules=True),
    Format("rules-csv", (".csv",), mark_in("format", "Rules to build from (table)"), table, rules=True),
)
"""Every outgoing format, in the order in which they are offered."""


STANDARD = "-"
"""Standard output, where a path is asked for."""
LATER = frozenset({".pdf", ".pptx", ".html", ".xlsx", ".mmd", ".drawio"})
"""Endings of formats that are planned."""


def by_id(format_id: str) -> Format:
    """The format of this id. FootfallError, naming all, when there is none."""
    for found in FORMATS:
        if found.id == format_id:
            return found
    raise FootfallError(tr("There is no format {format}; there is: {known}.", format=format_id, known=_known()))


def ending_of(path: str) -> str:
    """The ending of a path: the longest that means a format, else what stands after the last dot, in small letters."""
    name = PurePath(path).name.lower()
    endings = [one for found in FORMATS for one in found.suffixes if name.endswith(one) and len(name) > len(one)]
    return max(endings, key=len, default=PurePath(path).suffix.lower())


def for_path(path: str) -> Format:
    """The format that the ending of a path means. FootfallError, naming all, when it means none."""
    if path == STANDARD:
        raise FootfallError(tr("Say by --format what to write to standard output: {known}.", known=_ids()))
    suffix = ending_of(path)
    for found in FORMATS:
        if suffix in found.suffixes:
            return found
    if suffix in LATER:
        message = tr("{format} is not built yet; there are {known}.", format=suffix[1:], known=_ids())
        raise FootfallError(message)
    message = tr("The ending of {path} says nothing about its format. Use one of: {known}.", path=path, known=_known())
    raise FootfallError(message)


def _ids() -> str:
    return ", ".join(found.id for found in FORMATS)


def _known() -> str:
    return ", ".join(suffix for found in FORMATS for suffix in found.suffixes)
