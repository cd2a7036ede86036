"""Texts that break layouts."""

from __future__ import annotations

from typing import Final

_TEXTS: Final[dict[str, str]] = {
    "long": "A sentence that goes on. " * 21,
    "no spaces": "x" * 500,
    "wide letters": "W" * 500,
    "emoji": "👩‍👩‍👧‍👦🧑🏽‍🚒🎉" * 60,
    "arabic": "الغلاية تتسرب مرة أخرى ولا أحد يعرف " * 15,
    "chinese": "水壶又漏水了没有人知道应该订购哪个零件" * 26,
    "dutch": "Arbeidsongeschiktheidsverzekeringsmaatschappij " * 11,
    "mixed": "مرحبا hello 你好 👋🏽 " * 30,
    "lines": "a\n\n\nb\n" * 90,
    "stacked": "Z̸̡͎̩a̴͇̚l̷̨̲̃g̶̤̈́o̵͚͌ " * 40,
    "one letter": "i",
}
LONGEST: Final = 500
HOSTILE: Final[dict[str, str]] = {name: text[:LONGEST] for name, text in _TEXTS.items()}
"""By what is hostile about them; as long as a title may be."""
