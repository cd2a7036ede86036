"""A policy as a flagd flag: variants are the rules, targeting is JSONLogic that asks one rule after the other."""

from __future__ import annotations

import json
from typing import Any

from app.formats.handoff.rules import AnyOf, Clause, Handoff, Term, handoff
from app.formats.wish import Wish

NONE = "none"
SCHEMA = "https://flagd.dev/schema/v0/flags.json"
WHOLE = 10_000
"""Weights are whole numbers of this many."""
_OPERATORS = {"is": "==", "is_not": "!=", "at_least": ">=", "below": "<"}


def weights(handed: Handoff) -> tuple[int, int]:
    """Whole weights of none and of the rules; who is not in the test hears nothing."""
    treated = round(WHOLE * handed.coverage * handed.weights[1])
    return WHOLE - treated, treated


def flags(handed: Handoff) -> dict[str, Any]:
    """The flags as flagd reads them."""
    none, treated = weights(handed)
    targeting: Any = NONE
    for line in reversed(handed.lines):
        split = {"fractional": [[NONE, none], [line.key, treated]]}
        targeting = {"if": [{"and": [_clause(one) for one in (*handed.excluded, *line.when)]}, split, targeting]}
    variants = {NONE: NONE, **{line.key: line.key for line in handed.lines}}
    flag = {"state": "ENABLED", "variants": variants, "defaultVariant": NONE, "targeting": targeting}
    return {"$schema": SCHEMA, "flags": {handed.key: flag}}


def flagd(wish: Wish) -> bytes:
    """The file: JSON, two spaces, UTF-8."""
    handed = handoff(wish.project, wish.policy, wish.experiment, wish.coverage)
    return (json.dumps(flags(handed), ensure_ascii=False, indent=2) + "\n").encode()


def _clause(one: Clause) -> dict[str, Any]:
    if not isinstance(one, AnyOf):
        return _term(one)
    return {"or": [_all(terms) for terms in one.either]}


def _all(terms: tuple[Term, ...]) -> dict[str, Any]:
    return _term(terms[0]) if len(terms) == 1 else {"and": [_term(term) for term in terms]}


def _term(one: Term) -> dict[str, Any]:
    asked = {"var": one.attribute}
    if one.test == "has":
        return {"in": [one.value, asked]}
    if one.test == "lacks":
        return {"!": [{"in": [one.value, asked]}]}
    return {_OPERATORS[one.test]: [asked, one.value]}
