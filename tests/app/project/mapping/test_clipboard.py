"""The clipboard: out as text and as cards, in from anything, and nothing that does harm."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.project.builders import set_field
from app.project.edits import apply
from app.project.mapping.clipboard import pasted_rich, pasted_text, rich_of, text_of
from app.project.mapping.feelings import set_feeling
from app.project.mapping.pasting import rows_of_text, tidy
from app.project.model import Project
from personas.problems import FootfallError, Refused
from tests.app.project.mapping.boards import blank, done, lane, piece_of, put, stages, words


def pasted(project: Project, kind: str, stage: int, text: str) -> Project:
    edit, _ = pasted_text(project, lane(project, kind), stages(project)[stage], text, new_stage="New")
    return done(project, edit)


def test_every_line_becomes_a_card() -> None:
    project = pasted(blank(), "thoughts", 0, "one\r\n\n  two  \nthree\n")
    assert words(project, "thoughts", 0) == ["one", "two", "three"]


def test_marks_of_a_list_are_left_out_when_all_lines_have_one() -> None:
    assert words(pasted(blank(), "actions", 0, "- a\n• b\n3. c"), "actions", 0) == ["a", "b", "c"]
    assert words(pasted(blank(), "actions", 0, "- a\nb"), "actions", 0) == ["- a", "b"]
    assert words(pasted(blank(), "actions", 0, "- a"), "actions", 0) == ["- a"]


def test_it_comes_at_the_place_asked_for() -> None:
    project, _ = put(blank(), "actions", 0, "a", "d")
    edit, items = pasted_text(project, lane(project, "actions"), stages(project)[0], "b\nc", index=1)
    assert words(done(project, edit), "actions", 0) == ["a", "b", "c", "d"]
    assert len(items) == 2


def test_a_block_fills_the_grid_and_makes_stages_when_it_runs_out() -> None:
    project = pasted(blank(), "thoughts", 1, "t1\tt2\tt3\np1\t\tp3\no1\to2\n")
    assert [one.title for one in piece_of(project).stages.values()] == ["Before", "During", "After", "New"]
    assert [words(project, "thoughts", n) for n in range(4)] == [[], ["t1"], ["t2"], ["t3"]]
    assert [words(project, "pains", n) for n in range(4)] == [[], ["p1"], [], ["p3"]]
    assert [words(project, "opportunities", n) for n in range(4)] == [[], ["o1"], ["o2"], []]
    assert len(project.pains) == 2


def test_what_is_below_the_last_row_goes_into_it() -> None:
    project = pasted(blank(), "pains", 0, "a\tA\nb\tB\nc\tC\nd\tD")
    assert words(project, "pains", 0) == ["a"]
    assert words(project, "opportunities", 1) == ["B", "C", "D"]


def test_quotes_of_a_spreadsheet_are_understood() -> None:
    assert rows_of_text('"a\nb"\tc\n"say ""no"""\td') == [["a\nb", "c"], ['say "no"', "d"]]
    project = pasted(blank(), "thoughts", 0, '"two\nlines"\nnext')
    assert words(project, "thoughts", 0) == ["two\nlines", "next"]
    project = pasted(blank(), "thoughts", 0, '"two\ncards"\tbeside')
    assert words(project, "thoughts", 0) == ["two", "cards"]


def test_a_line_of_speech_keeps_its_quotes() -> None:
    lines = ['"Where is my order?"', '"never closed', 'he said "yes" twice', '"a" and "b"']
    assert words(pasted(blank(), "thoughts", 0, "\n".join(lines)), "thoughts", 0) == lines


@pytest.mark.parametrize(
    ("given_text", "kept"),
    [
        ("a\x00b\x1b[31mc\x07", "a b [31mc"),
        ("a\u2028b", None),
        ("half \ud800 sign", "half \ufffd sign"),
        ("<b>no html</b>{0.__class__}%s", "<b>no html</b>{0.__class__}%s"),
        ("مرحبا 👩‍👩‍👧 汉字", "مرحبا 👩‍👩‍👧 汉字"),
    ],
)
def test_hostile_text_does_no_harm(given_text: str, kept: str | None) -> None:
    project = pasted(blank(), "thoughts", 0, given_text)
    expected = ["a", "b"] if kept is None else [kept]
    assert words(project, "thoughts", 0) == expected
    assert tidy("\x7f\x85") == " \n"


def test_too_much_is_refused_in_one_sentence() -> None:
    project, row, stage = blank(), lane(blank(), "thoughts"), 0
    row, stage_id = lane(project, "thoughts"), stages(project)[stage]
    for text, said in (
        ("x\n" * 2001, "more than 2000 cards"),
        ("x\ty\n" * 1001, "more than 2000 cards"),
        ("x" * 20_001, "longer than 20000"),
        ("x" * 2_000_001, "longer than 2000000"),
        ("\t".join("x" * 101), "more than 100 stages"),
    ):
        with pytest.raises(Refused, match=said) as caught:
            pasted_text(project, row, stage_id, text)
        assert len(caught.value.findings) == 1
    with pytest.raises(Refused, match="500"):
        pasted_text(project, lane(project, "touchpoints"), stage_id, "x" * 501)


def test_many_cards_keep_their_order() -> None:
    lines = [f"card {number}" for number in range(2000)]
    edit, items = pasted_text(project := blank(), lane(project, "thoughts"), stages(project)[0], "\n".join(lines))
    after = apply(project, edit)
    assert words(after, "thoughts", 0) == lines
    assert max(len(after.cards[key].order) for _, key in items) < 10


def test_cards_of_one_cell_go_out_as_lines() -> None:
    project, items = put(blank(), "thoughts", 0, "one", "two\nlines", '"so"', "four")
    text = text_of(project, [items[2], items[0], items[1]])
    assert text == 'one\n"two\nlines"\n"""so"""'
    assert words(pasted(blank(), "thoughts", 1, text), "thoughts", 1) == ["one", "two\nlines", '"so"']


def test_cards_of_several_cells_go_out_as_a_block_and_come_back() -> None:
    project, first = put(blank(), "thoughts", 0, "a", "b")
    project, second = put(project, "pains", 2, "c")
    text = text_of(project, [*first, *second])
    assert text == '"a\nb"\t\t\n\t\tc'
    again = pasted(blank(), "thoughts", 0, text)
    assert (words(again, "thoughts", 0), words(again, "pains", 2)) == (["a", "b"], ["c"])
    assert text_of(project, []) == ""


@given(st.lists(st.text(min_size=1, max_size=12), min_size=1, max_size=6))
@settings(max_examples=40, deadline=None)
def test_lines_go_round(texts: list[str]) -> None:
    texts = [kept for text in texts if (kept := tidy(text).replace("\t", " ").strip())]
    if not texts:
        return
    project, items = put(blank(), "thoughts", 0, *texts)
    (column, *more) = zip(*rows_of_text(text_of(project, items)), strict=True)
    assert [cell.strip() for cell in column] == texts
    assert not more


@given(st.text(alphabet='a"\t\n\r', max_size=40))
@settings(max_examples=80, deadline=None)
def test_any_text_is_read(text: str) -> None:
    assert "".join(cell for row in rows_of_text(text) for cell in row).count("a") == text.count("a")


def rich() -> tuple[Project, bytes]:
    project, points = put(blank(), "touchpoints", 0, "Shop")
    project, pains = put(project, "pains", 1, "Slow", "Dear")
    persona = next(iter(project.personas))
    project = apply(project, set_feeling(project, points[0][1], persona, 1.5, "nice"))
    (first, _) = project.pains
    project = apply(project, set_field(project, "pains", first, ("severity",), 5))
    return project, rich_of(project, [*pains, *points])


def test_cards_go_round_as_what_they_are() -> None:
    project, data = rich()
    edit, items = pasted_rich(project, lane(project, "touchpoints"), stages(project)[1], data)
    after = done(project, edit)
    assert words(after, "touchpoints", 1) == ["Shop"]
    assert len(items) == 3
    assert sorted(one.severity for one in after.pains.values()) == [3, 3, 5, 5]
    (new,) = set(after.touchpoints) - set(project.touchpoints)
    assert next(iter(after.touchpoints[new].feelings.values())).note == "nice"


def test_in_another_project_what_it_lacks_is_left_out() -> None:
    _, data = rich()
    other = blank()
    edit, _ = pasted_rich(other, lane(other, "touchpoints"), stages(other)[0], data)
    after = done(other, edit)
    assert words(after, "touchpoints", 0) == ["Shop"]
    assert not next(iter(after.touchpoints.values())).feelings
    assert words(after, "pains", 1) == ["Slow", "Dear"]
    assert sorted(one.severity for one in after.pains.values()) == [3, 5]


def test_in_a_row_of_another_kind_they_become_what_it_holds() -> None:
    project, data = rich()
    edit, _ = pasted_rich(project, lane(project, "actions"), stages(project)[0], data)
    after = done(project, edit)
    assert words(after, "actions", 0) == ["Shop"]
    assert words(after, "opportunities", 1) == ["Slow", "Dear"]
    assert after.pains == project.pains
    assert len(after.opportunities) == 2


BAD: list[Any] = [
    b"",
    b"\xff\xfe",
    b"[" * 100_000,
    b'{"format": "footfall-cards", "version": 2, "cards": []}',
    b'{"format": "footfall-cards", "version": 1, "cards": 3}',
    b'{"format": "footfall-cards", "version": 1, "cards": [{}]}',
    b'{"format": "footfall-cards", "version": 1, "cards": [NaN]}',
]


def test_what_is_no_set_of_cards_is_refused() -> None:
    project, data = rich()
    sound = json.loads(data)
    for change in (
        {"down": -1}, {"down": True}, {"right": 10**9}, {"table": "runs"}, {"record": {"text": 3}},
        {"records": [["runs", "x", {}]]}, {"records": [["pains", "x", {"card": "card-00000000", "severity": 9}]]},
        {"record": {**sound["cards"][0]["record"], "extra": 1}},
    ):  # fmt: skip
        changed = {**sound, "cards": [{**sound["cards"][0], **change}]}
        with pytest.raises(FootfallError, match="no set of cards"):
            pasted_rich(project, lane(project, "actions"), stages(project)[0], json.dumps(changed).encode())
    for bad in BAD:
        with pytest.raises(FootfallError, match="no set of cards"):
            pasted_rich(project, lane(project, "actions"), stages(project)[0], bad)
