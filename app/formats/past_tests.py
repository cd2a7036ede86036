"""Past tests as a table of text: what a spreadsheet saves as CSV, read strictly and written safely.

A first line names the columns, in English or Dutch, in any order. Every line that does not hold is named with what is
wrong with it, and then nothing is taken: a test that is left out in silence would flatter the model.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence

from app.project.model import Project
from app.words import name, number, speaking, tr
from maps.model import MapSlice
from personas.problems import Finding, FootfallError, finding
from personas.records import FrozenMap
from simulation.calibration.model import PastTest
from simulation.policy.catalogue import TECHNIQUES

LARGEST = 1_000_000
"""Bytes of a file; a thousand tests are far smaller."""
MOST_ROWS = 1_000
LONGEST = 500
"""Characters of a cell."""
COLUMNS: tuple[str, ...] = (
    "title", "technique", "cards", "control_visitors", "control_conversions", "treated_visitors",
    "treated_conversions", "randomised", "date",
)  # fmt: skip
_NEEDED = frozenset({"technique", "control_visitors", "control_conversions", "treated_visitors", "treated_conversions"})
_ALSO: Mapping[str, str] = {
    "name": "title", "test": "title", "naam": "title", "titel": "title", "techniek": "technique", "kaartjes": "cards",
    "card": "cards", "touchpoints": "cards", "pages": "cards", "pagina's": "cards",
    "controle bezoekers": "control_visitors", "bezoekers controle": "control_visitors",
    "controle conversies": "control_conversions", "conversies controle": "control_conversions",
    "treatment visitors": "treated_visitors", "treatment conversions": "treated_conversions",
    "variant visitors": "treated_visitors", "variant conversions": "treated_conversions",
    "bezoekers variant": "treated_visitors", "conversies variant": "treated_conversions",
    "variant bezoekers": "treated_visitors", "variant conversies": "treated_conversions",
    "randomized": "randomised", "geloot": "randomised", "gerandomiseerd": "randomised", "datum": "date",
}  # fmt: skip
_YES = {"yes", "y", "true", "1", "ja", "j", "waar"}
_NO = {"no", "n", "false", "0", "nee", "onwaar"}
_RISKY = ("=", "+", "-", "@", "\t", "\r")
"""How a cell begins that a spreadsheet would run as a formula."""


def read_tests(data: bytes, source: str, project: Project, piece: MapSlice) -> tuple[PastTest, ...]:
    """The past tests in a file for a map. FootfallError with a finding per line that does not hold."""
    rows = _rows(_text(data, source), source)
    heads = _heads(rows[0], source)
    if len(rows) < 2:
        raise _refused("tests-none", source, "the file has a line of heads, and no tests.", "Add a line per test.")
    if len(rows) - 1 > MOST_ROWS:
        raise _refused("tests-many", source, "it has {count} tests, and {most} at most are read.", "Split the file.",
                       count=number(len(rows) - 1), most=number(MOST_ROWS))  # fmt: skip
    known = _Known(project, piece)
    found: list[PastTest] = []
    wrong: list[Finding] = []
    for place, row in enumerate(rows[1:], 2):
        try:
            found.append(_test(dict(zip(heads, row, strict=False)), known, f"{source}:{place}", place))
        except FootfallError as error:
            wrong += error.findings
    if wrong:
        raise FootfallError(findings=tuple(wrong))
    return tuple(found)


def write_tests(tests: Sequence[PastTest], piece: MapSlice) -> bytes:
    """Tests as CSV that `read_tests` reads again; no cell begins as a formula does."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for test in tests:
        cards = [piece.touchpoints[key].title if key in piece.touchpoints else key for key in test.touchpoints]
        cells = (
            test.title,
            test.technique,
            "; ".join(cards),
            test.control_visitors,
            test.control_conversions,
            test.treated_visitors,
            test.treated_conversions,
            "yes" if test.randomised else "no",
            test.date,
        )
        writer.writerow([_safe(cell) if isinstance(cell, str) else cell for cell in cells])
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")


def _safe(text: str) -> str:
    """Text that no spreadsheet takes for a formula: an apostrophe before it, which reading takes off again."""
    return f"'{text}" if text.startswith((*_RISKY, "'")) else text


def _unsafe(text: str) -> str:
    return text[1:] if text.startswith("'") and text[1:].startswith((*_RISKY, "'")) else text


# ---- reading ------------------------------------------------------------------------------------------------------


def _text(data: bytes, source: str) -> str:
    if len(data) > LARGEST:
        raise _refused("tests-large", source, "it has {size} MB, and a table of tests may have {most} MB at most.",
                       "Check that this is the right file.", size=number(len(data) / 1e6), most="1")  # fmt: skip
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _refused("utf-16", source, "it is written in UTF-16.", "Save it as UTF-8 in a text editor.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = str(data[: error.start].count(b"\n") + 1)
        raise _refused("no-utf8", source, "on line {line} there is a byte that is no UTF-8.",
                       "Save it as UTF-8 in a text editor.", line=line) from None  # fmt: skip
    if "\x00" in text:
        raise _refused("binary", source, "this is no text but binary data.", "Choose a .footfall.json file.")
    return text


def _rows(text: str, source: str) -> list[list[str]]:
    """Cells of the lines that hold anything, parted by what parts the heads."""
    head = next((line for line in text.splitlines() if line.strip()), "")
    mark = max((";", "\t", ","), key=head.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True))
    except csv.Error as error:
        raise _refused("tests-quotes", source, "its quotes cannot be understood: {reason}.",
                       "Save it from a spreadsheet as CSV.", reason=str(error)) from None  # fmt: skip
    kept = [[cell.strip() for cell in row] for row in rows if any(cell.strip() for cell in row)]
    if not kept:
        raise _refused("tests-none", source, "the file is empty.", "Add a line per test.")
    return kept


def _heads(row: Sequence[str], source: str) -> list[str]:
    heads = []
    for cell in row:
        words = " ".join(cell.lower().replace("_", " ").split())
        plain = words.replace(" ", "_")
        heads.append(plain if plain in COLUMNS else _ALSO.get(words, ""))
    missing = sorted(_NEEDED - set(heads), key=COLUMNS.index)
    if missing:
        raise _refused("tests-heads", source, "its first line lacks the columns {missing}.",
                       "Name the columns: {columns}.", missing=", ".join(missing),
                       columns=", ".join(COLUMNS))  # fmt: skip
    twice = next((head for head in heads if head and heads.count(head) > 1), "")
    if twice:
        raise _refused("tests-twice", source, "the column {column} stands there twice.", "Keep one.", column=twice)
    return heads


class _Known:
    """What a cell may name: techniques by key or name, cards by id or title, in either language."""

    def __init__(self, project: Project, piece: MapSlice) -> None:
        self.piece = piece
        self.techniques = {key: key for key in TECHNIQUES}
        for tongue in ("en", "nl"):
            with speaking(tongue):
                self.techniques |= {name("technique", key).casefold(): key for key in TECHNIQUES}
        for row in project.techniques.values():
            self.techniques |= {row.key: row.key, **({row.title.casefold(): row.key} if row.title else {})}
        self.cards: dict[str, list[str]] = {}
        for key, point in piece.touchpoints.items():
            self.cards.setdefault(point.title.casefold(), []).append(key)


def _test(cells: Mapping[str, str], known: _Known, where: str, row: int) -> PastTest:
    for cell in cells.values():
        if len(cell) > LONGEST:
            raise _row("test-long", where, row, "row {row}: a cell has more than {most} characters.", most=str(LONGEST))
    text = {key: _unsafe(cell) for key, cell in cells.items()}
    technique = known.techniques.get(text["technique"].casefold())
    if technique is None:
        raise _row("test-technique", where, row, "row {row}: there is no technique called '{technique}'.",
                   technique=text["technique"])  # fmt: skip
    counts = {key: _count(text[key], key, where, row) for key in COLUMNS[3:7]}
    for arm in ("control", "treated"):
        if counts[f"{arm}_visitors"] < 1:
            raise _row("test-nobody", where, row, "row {row}: an arm without visitors is no test.")
        if counts[f"{arm}_conversions"] > counts[f"{arm}_visitors"]:
            raise _row("test-conversions", where, row,
                       "row {row}: {conversions} of {visitors} visitors cannot have converted.",
                       conversions=number(counts[f"{arm}_conversions"]),
                       visitors=number(counts[f"{arm}_visitors"]))  # fmt: skip
    return PastTest(
        map=known.piece.id,
        title=text.get("title") or tr("Test on row {row}", row=row),
        technique=technique,
        touchpoints=FrozenMap(dict.fromkeys(_cards(text.get("cards", ""), known, where, row), True)),
        randomised=_randomised(text.get("randomised", ""), where, row),
        date=text.get("date", ""),
        control_visitors=counts["control_visitors"],
        control_conversions=counts["control_conversions"],
        treated_visitors=counts["treated_visitors"],
        treated_conversions=counts["treated_conversions"],
    )


def _count(text: str, column: str, where: str, row: int) -> int:
    """People are whole, so a mark between groups of three parts thousands in every language."""
    words = re.sub(r"[\s\u00a0\u202f'’]", "", text)
    if _GROUPED.fullmatch(words):
        words = re.sub(r"[.,]", "", words)
    words = re.sub(r"[.,]0+$", "", words)
    if not (words.isascii() and words.isdigit()) or int(words[:14]) > 10**12:
        raise _row("test-count", where, row, "row {row}: '{text}' under {column} is no count of people.", text=text,
                   column=column)  # fmt: skip
    return int(words)


_GROUPED = re.compile(r"[0-9]{1,3}(?:([.,])[0-9]{3})(?:\1[0-9]{3})*")


def _randomised(text: str, where: str, row: int) -> bool:
    """Whether visitors were assigned at random. Nothing said means not: only a randomised test counts."""
    words = text.casefold()
    if words in _YES:
        return True
    if words in _NO or not words:
        return False
    raise _row("test-randomised", where, row, "row {row}: say yes or no under randomised, not '{text}'.", text=text)


def _cards(text: str, known: _Known, where: str, row: int) -> list[str]:
    found = []
    for part in (part.strip() for part in text.replace("|", ";").split(";")):
        if not part:
            continue
        keys = [part] if part in known.piece.touchpoints else known.cards.get(part.casefold(), [])
        if not keys:
            raise _row("test-card", where, row, "row {row}: there is no touchpoint called '{card}' on this map.",
                       card=part)  # fmt: skip
        found += keys
    return found


def _row(code: str, where: str, row: int, message: str, **values: str) -> FootfallError:
    return FootfallError(findings=(finding("error", code, where, message, "", row=str(row), **values),))


def _refused(code: str, where: str, message: str, mend: str, **values: str) -> FootfallError:
    return FootfallError(findings=(finding("error", code, where, message, mend, **values),))
