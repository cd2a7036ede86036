"""Reading text from a clipboard: lines, spreadsheet blocks with their quotes, and nothing that does harm."""

from __future__ import annotations

import re
import unicodedata

from app.project.mapping.copies import LONGEST_TEXT
from app.project.mapping.items import refused

MOST_CARDS = 2_000
MOST_SIGNS = 2_000_000
_BULLET = re.compile(r"[•‣▪◦●○*–—-]\s+|\d{1,3}[.)]\s+")
_BREAKS = re.compile("\r\n|[\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]")


def tidy(text: str) -> str:
    """The text without what a card cannot hold: control characters become blanks, halves of characters a mark."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_harmless(sign) for sign in _BREAKS.sub("\n", text))


def _harmless(sign: str) -> str:
    kind = unicodedata.category(sign)
    if kind == "Cs":
        return "\ufffd"
    return " " if kind == "Cc" and sign not in "\n\t" else sign


def rows_of_text(text: str) -> list[list[str]]:
    """Rows of cells, as spreadsheets put them on the clipboard: tabs between cells, quotes around what has breaks.

    A cell counts as quoted only when quotes were needed, so that a line of speech keeps its own.
    """
    text = _checked(text)
    rows: list[list[str]] = [[]]
    at = 0
    while at <= len(text):
        cell, at = _cell(text, at)
        rows[-1].append(cell)
        if at < len(text) and text[at] == "\n":
            rows.append([])
        at += 1
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    return rows


def _checked(text: str) -> str:
    if len(text) > MOST_SIGNS:
        message = "what is on the clipboard is longer than {most} characters."
        raise refused("paste-too-long", "the clipboard", message, "Paste it in parts.", most=str(MOST_SIGNS))
    return tidy(text)


def _cell(text: str, at: int) -> tuple[str, int]:
    """The cell that begins at a place, and where it ends: at a tab, a line break or the end."""
    if text.startswith('"', at):
        end = _closing(text, at + 1)
        inner = text[at + 1 : end]
        if end > 0 and any(sign in inner for sign in '\n\t"'):
            return inner.replace('""', '"'), end + 1
    ends = [place for place in (text.find("\t", at), text.find("\n", at)) if place >= 0]
    end = min(ends, default=len(text))
    return text[at:end], end


def _closing(text: str, at: int) -> int:
    """Where the quote that closes a cell stands; -1 when the cell is not quoted after all."""
    while (at := text.find('"', at)) >= 0:
        following = text[at + 1 : at + 2]
        if following == '"':
            at += 2
        elif following in ("", "\t", "\n"):
            return at
        else:
            return -1
    return -1


def lines_of(rows: list[list[str]]) -> list[str]:
    """Card texts of a column: one per cell that says something; marks of a list are left out when all have one."""
    texts = [cell for row in rows for cell in row if cell.strip()]
    if len(texts) > 1 and all(_BULLET.match(text.lstrip()) for text in texts):
        texts = [_BULLET.sub("", text.lstrip(), count=1) for text in texts]
    return counted([text.strip() for text in texts])


def cell_lines(cell: str) -> list[str]:
    """Card texts of one cell of a block: one per line that says something."""
    return lines_of([[line] for line in cell.split("\n")])


def counted(texts: list[str], before: int = 0) -> list[str]:
    """The same texts. Refused when they are too many, with those before them, or one is too long."""
    if len(texts) + before > MOST_CARDS:
        message = "this would make more than {most} cards."
        raise refused("too-many-cards", "the clipboard", message, "Paste it in parts.", most=str(MOST_CARDS))
    if any(len(text) > LONGEST_TEXT for text in texts):
        message = "it is longer than {most} characters, which no card of this row holds."
        mend = "Shorten it, or make several cards of it."
        raise refused("text-too-long", "the clipboard", message, mend, most=str(LONGEST_TEXT))
    return texts


def quoted(text: str) -> str:
    """A cell as spreadsheets write it: in quotes when it holds a break, a tab, or would be read as quoted."""
    needs = any(sign in text for sign in "\n\t") or (text.startswith('"') and '"' in text[1:])
    return '"' + text.replace('"', '""') + '"' if needs else text
