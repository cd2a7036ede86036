"""Past tests as CSV: read strictly, every wrong row named, written so that no spreadsheet runs a cell."""

from __future__ import annotations

import csv
import io

import pytest

from app.formats.past_tests import COLUMNS, LARGEST, MOST_ROWS, read_tests, write_tests
from app.project.examples import new_from_example
from app.project.model import Project
from app.project.slices import map_slice
from maps.model import MapSlice
from personas.problems import FootfallError
from simulation.calibration.model import PastTest

HEAD = (
    "title,technique,cards,control_visitors,control_conversions,treated_visitors,treated_conversions,randomised,date\n"
)
ROW = "Stock,scarcity,,1000,30,1010,35,yes,2026-01\n"


@pytest.fixture(scope="module")
def kettle() -> Project:
    return new_from_example("kettle", "en")


@pytest.fixture(scope="module")
def piece(kettle: Project) -> MapSlice:
    return map_slice(kettle)


def read(text: str | bytes, kettle: Project, piece: MapSlice) -> tuple[PastTest, ...]:
    return read_tests(text if isinstance(text, bytes) else text.encode(), "tests.csv", kettle, piece)


def said(text: str | bytes, kettle: Project, piece: MapSlice) -> list[str]:
    with pytest.raises(FootfallError) as caught:
        read(text, kettle, piece)
    return [one.message for one in caught.value.findings]


def test_a_row_is_a_test(kettle: Project, piece: MapSlice) -> None:
    card = next(iter(piece.touchpoints.values())).title
    (test,) = read(f'{HEAD}"Stock, left",Scarcity,{card},"1,000",30,1010,35,Yes,2026-01\n', kettle, piece)
    assert (test.title, test.technique, test.randomised, test.date) == ("Stock, left", "scarcity", True, "2026-01")
    assert (test.control_visitors, test.treated_conversions) == (1000, 35)
    assert [piece.touchpoints[key].title for key in test.touchpoints] == [card]
    assert test.map == piece.id


def test_a_spreadsheet_in_dutch_is_read_too(kettle: Project, piece: MapSlice) -> None:
    head = "naam;techniek;bezoekers controle;conversies controle;bezoekers variant;conversies variant;geloot\n"
    (test,) = read(b"\xef\xbb\xbf" + f"{head}Voorraad;Schaarste;1.000;30;1.010;35;ja\n".encode(), kettle, piece)
    assert (test.technique, test.control_visitors, test.randomised) == ("scarcity", 1000, True)


def test_columns_may_stand_in_any_order_and_others_are_left(kettle: Project, piece: MapSlice) -> None:
    head = "who,treated conversions,treated_visitors,control conversions,Control Visitors,technique\n"
    (test,) = read(f"{head}me,3,100,2,90,reviews\n", kettle, piece)
    assert (test.control_visitors, test.control_conversions, test.treated_visitors, test.treated_conversions) == (
        90, 2, 100, 3,
    )  # fmt: skip


def test_who_does_not_say_random_is_not(kettle: Project, piece: MapSlice) -> None:
    assert not read(HEAD + ROW.replace("yes", ""), kettle, piece)[0].randomised


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("A,scarcety,,10,1,10,1,yes,\n", "there is no technique called 'scarcety'"),
        ("A,scarcity,Nowhere,10,1,10,1,yes,\n", "no touchpoint called 'Nowhere'"),
        ("A,scarcity,,10,11,10,1,yes,\n", "11 of 10 visitors cannot have converted"),
        ("A,scarcity,,0,0,10,1,yes,\n", "an arm without visitors"),
        ("A,scarcity,,ten,1,10,1,yes,\n", "'ten' under control_visitors is no count"),
        ("A,scarcity,,10.5,1,10,1,yes,\n", "'10.5' under control_visitors is no count"),
        ("A,scarcity,,-10,1,10,1,yes,\n", "'-10' under control_visitors is no count"),
        ("A,scarcity,,10,,10,1,yes,\n", "'' under control_conversions is no count"),
        ("A,scarcity,,10,1,10,1,perhaps,\n", "say yes or no"),
        (f"{'A' * 501},scarcity,,10,1,10,1,yes,\n", "more than 500 characters"),
    ],
)
def test_a_row_that_does_not_hold_is_named(row: str, words: str, kettle: Project, piece: MapSlice) -> None:
    found = said(HEAD + ROW + row, kettle, piece)
    assert len(found) == 1
    assert found[0].startswith("row 3: ")
    assert words in found[0]


def test_all_wrong_rows_are_named_and_nothing_is_taken(kettle: Project, piece: MapSlice) -> None:
    found = said(HEAD + ROW.replace("scarcity", "x") + ROW + ROW.replace("30", "9999"), kettle, piece)
    assert [words[:6] for words in found] == ["row 2:", "row 4:"]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "the file is empty"),
        (HEAD.encode(), "no tests"),
        (b"technique,control_visitors\nscarcity,1\n", "lacks the columns control_conversions"),
        (HEAD.replace("title", "date").encode() + ROW.encode(), "date stands there twice"),
        (b"\xff\xfeh\x00", "UTF-16"),
        (b"technique\xff\n", "no UTF-8"),
        (b"a\x00b\n", "binary"),
        (b'technique,"control\n', "quotes cannot be understood"),
        (b"x" * (LARGEST + 1), "MB"),
        ((HEAD + ROW * (MOST_ROWS + 1)).encode(), "1,000 at most"),
    ],
)
def test_a_file_that_is_no_table_of_tests(data: bytes, words: str, kettle: Project, piece: MapSlice) -> None:
    assert words in said(data, kettle, piece)[0]


def test_what_is_written_is_read_again_and_runs_nothing(kettle: Project, piece: MapSlice) -> None:
    cards = "; ".join(point.title for point in list(piece.touchpoints.values())[:2])
    nasty = ["=1+1", "+cmd|' /C calc'!A0", "-2", "@SUM(A1)", "'quoted", "plain, with comma", 'and "quotes"']
    first = read(HEAD + ROW.replace(",,", f",{cards},"), kettle, piece)[0]
    tests = tuple(first.model_copy(update={"title": title}) for title in nasty)
    data = write_tests(tests, piece)
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert tuple(rows[0]) == COLUMNS
    assert not [cell for row in rows[1:] for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert read(data, kettle, piece) == tests
