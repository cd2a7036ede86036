"""Finishing touches to Qt's SVG: a size in px, and the letters that the texts use as an embedded font.

Without the font a browser that lacks it would set the texts in another, wider one, and they would run into each other.
"""

from __future__ import annotations

import base64
import io
import re
from functools import lru_cache
from html import unescape

from app.desktop.fonts import font_folder
from app.desktop.qss import FAMILY

_FILES = {400: "SourceSansPro-Regular.ttf", 600: "SourceSansPro-Semibold.ttf", 700: "SourceSansPro-Bold.ttf"}
_TEXT = re.compile(r"<text\b[^>]*>([^<]*)</text>")
_SIZE = re.compile(r'<svg width="[^"]*" height="[^"]*"')


def finished_svg(raw: bytes, width: float, height: float) -> bytes:
    """Qt's SVG with ``width`` and ``height`` in px and the font's letters inside."""
    text = raw.decode("utf-8")
    text = _SIZE.sub(f'<svg width="{width:g}px" height="{height:g}px"', text, count=1)
    letters = frozenset("".join(_plain(found) for found in _TEXT.findall(text)))
    style = "".join(_face(weight, letters) for weight in _FILES if f'font-weight="{weight}"' in text)
    return text.replace("<defs>", f"<defs><style>{style}</style>", 1).encode("utf-8") if style else text.encode("utf-8")


def _plain(escaped: str) -> str:
    return unescape(escaped)


def _face(weight: int, letters: frozenset[str]) -> str:
    data = base64.b64encode(_subset(weight, letters)).decode("ascii")
    return (
        f"@font-face{{font-family:'{FAMILY}';font-weight:{weight};"
        f"src:url(data:font/woff;base64,{data}) format('woff')}}"
    )


@lru_cache(maxsize=8)
def _subset(weight: int, letters: frozenset[str]) -> bytes:
    """The font's outlines of these letters only, as WOFF; a letter the font lacks is left to the viewer's own."""
    from fontTools import subset  # type: ignore[import-untyped]  # this module is its adapter
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # the same

    options = subset.Options()
    options.flavor = "woff"
    options.layout_features = ["kern", "tnum", "ccmp", "mark", "liga"]
    options.notdef_outline = True
    # The same picture is the same file, whenever it is made.
    made = TTFont(font_folder() / _FILES[weight], recalcTimestamp=False)
    chooser = subset.Subsetter(options)
    chooser.populate(unicodes=[ord(letter) for letter in letters])
    chooser.subset(made)
    made.flavor = "woff"
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()
