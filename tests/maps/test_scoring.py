"""Formulas: they compute what Python computes, say what is wrong in a sentence, and never run anything."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maps.model import Opportunity
from maps.scoring import DEEPEST, DEFAULT, NAMES, FormulaError, read, value_of, values_of

NUMBERS = {"impact": 4.0, "business": 3.0, "effort": 2.0, "value": 3.5, "pains": 7.0, "price": 1200.0, "votes": 5.0}


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("", 2.5),
        ("impact", 4.0),
        ("2 + 3 * 4", 14.0),
        ("(2 + 3) * 4", 20.0),
        ("2 × impact − effort ÷ 4", 7.5),
        ("10 : 4", 2.5),
        ("8 / 4 / 2", 1.0),
        ("8 - 4 - 2", 2.0),
        ("--2 - -3", 5.0),
        ("0,5 * impact", 2.0),
        ("0.5 * impact", 2.0),
        ("min(impact, effort)", 2.0),
        ("min(1,2)", 1.0),
        ("min(1,5; 2)", 1.5),
        ("max(impact, min(10, votes), 1)", 5.0),
        ("max(2*(1,5+1); 1)", 5.0),
        ("Impact * VOTES", 20.0),
        ("price / 100 + pains", 19.0),
    ],
)
def test_a_formula_computes(text: str, answer: float) -> None:
    assert read(text)(NUMBERS) == pytest.approx(answer)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("impact +", "formula-ends"),
        ("(", "formula-ends"),
        ("(impact", "formula-open"),
        ("impact)", "formula-place"),
        ("impact business", "formula-place"),
        ("2 ** 3", "formula-place"),
        ("()", "formula-place"),
        ("luck * 2", "formula-name"),
        ("min impact", "formula-list"),
        ("min()", "formula-place"),
        ("impact > 2", "formula-sign"),
        ("__import__('os')", "formula-sign"),
        ("impact.real", "formula-sign"),
        ("lambda: 1", "formula-name"),
        ("[1][0]", "formula-sign"),
        ("9" * 600, "formula-long"),
        ("(" * (DEEPEST + 1) + "1" + ")" * (DEEPEST + 1), "formula-deep"),
        ("impact\x00", "formula-sign"),
        ("٣ + 1", "formula-sign"),
    ],
)
def test_what_cannot_be_read_is_said(text: str, code: str) -> None:
    with pytest.raises(FormulaError) as caught:
        read(text)
    (found,) = caught.value.findings
    assert found.code == code
    assert found.message.endswith(".")


@pytest.mark.parametrize(
    ("text", "values", "code"),
    [
        ("1 / (effort - 2)", NUMBERS, "formula-zero"),
        ("*".join(["9" * 90] * 5), NUMBERS, "formula-endless"),
        ("price", {**NUMBERS, "price": None}, "formula-unknown"),
    ],
)
def test_what_has_no_answer_is_said(text: str, values: dict[str, float | None], code: str) -> None:
    with pytest.raises(FormulaError) as caught:
        read(text)(values)
    assert caught.value.findings[0].code == code


def test_the_longest_chain_is_no_burden() -> None:
    assert read("+".join(["1"] * 250))(NUMBERS) == 250.0
    assert read("-" * 499 + "1")(NUMBERS) == -1.0


def _sums() -> st.SearchStrategy[str]:
    leaves = st.one_of(
        st.sampled_from(NAMES),
        st.integers(0, 99).map(str),
        st.floats(0.01, 99).map(lambda value: f"{value:.2f}"),
    )
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.tuples(inner, st.sampled_from("+-*/"), inner).map(lambda parts: f"({parts[0]} {parts[1]} {parts[2]})"),
            inner.map(lambda part: f"-{part}"),
            st.tuples(st.sampled_from(["min", "max"]), inner, inner).map(lambda p: f"{p[0]}({p[1]}, {p[2]})"),
        ),
        max_leaves=12,
    )


@given(_sums(), st.dictionaries(st.sampled_from(NAMES), st.floats(-50, 50), min_size=len(NAMES)))
def test_formulas_compute_as_python_does(text: str, values: dict[str, float]) -> None:
    allowed = {"min": min, "max": max, "__builtins__": {}}
    try:
        wanted = eval(text, allowed, dict(values))  # noqa: S307 - Python is what it is compared with
    except ZeroDivisionError:
        wanted = math.nan
    try:
        got = read(text)(values)
    except FormulaError:
        got = math.nan
    assert got == wanted or (math.isnan(got) and not math.isfinite(wanted))


@given(st.text(max_size=80))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        answer = read(text)(NUMBERS)
    except FormulaError as error:
        answer = 0.0 if error.findings else math.nan
    assert math.isfinite(answer)


def test_the_default_is_the_documented_one() -> None:
    one = Opportunity(card="card-aaaaaaaa", impact=4, business=3, effort=2)
    assert value_of(one) == 3.5
    assert read(DEFAULT)(values_of(one, pains=0.0, price=None, votes=0.0)) == 2.5
    assert DEFAULT in str(Opportunity.model_fields["formula"].description)


def test_points_keep_the_kind_they_were_written_in() -> None:
    one = Opportunity(card="card-aaaaaaaa", impact=4, business=2.25)
    assert type(one.impact) is int
    assert one.model_dump(mode="json", exclude_defaults=True) == {
        "card": "card-aaaaaaaa",
        "impact": 4,
        "business": 2.25,
    }
