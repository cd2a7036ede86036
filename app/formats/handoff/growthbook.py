"""A policy as GrowthBook features: one feature whose value is the rule that speaks, its rules in order.

All rules share the experiment's key and seed, so a visitor is in the same arm whatever rule is asked; hash version 2.
"""

from __future__ import annotations

import json
from typing import Any

from app.formats.handoff.rules import AnyOf, Clause, Handoff, Term, handoff
from app.formats.wish import Wish

NONE = "none"
_OPERATORS = {"is_not": "$ne", "at_least": "$gte", "below": "$lt"}


def features(handed: Handoff) -> dict[str, Any]:
    """The features as the SDKs read them."""
    rules = [
        {
            "key": handed.key,
            "seed": handed.seed,
            "condition": {"$and": [_clause(one) for one in (*handed.excluded, *line.when)]},
            "coverage": handed.coverage,
            "hashAttribute": "id",
            "hashVersion": 2,
            "variations": [NONE, line.key],
            "weights": list(handed.weights),
            "meta": [{"key": "control", "name": "Control"}, {"key": line.key, "name": line.rule.title}],
        }
        for line in handed.lines
    ]
    return {"features": {handed.key: {"defaultValue": NONE, "rules": rules}}}


def growthbook(wish: Wish) -> bytes:
    """The file: JSON, two spaces, UTF-8."""
    handed = handoff(wish.project, wish.policy, wish.experiment, wish.coverage)
    return (json.dumps(features(handed), ensure_ascii=False, indent=2) + "\n").encode()


def _clause(one: Clause) -> dict[str, Any]:
    if not isinstance(one, AnyOf):
        return _term(one)
    alone = [terms[0] for terms in one.either if len(terms) == 1 and terms[0].test == "is"]
    attributes = {term.attribute for term in alone}
    if len(alone) == len(one.either) and len(attributes) == 1:
        return {attributes.pop(): {"$in": [term.value for term in alone]}}
    return {"$or": [{"$and": [_term(term) for term in terms]} for terms in one.either]}


def _term(one: Term) -> dict[str, Any]:
    if one.test == "is":
        return {one.attribute: one.value}
    if one.test == "has":
        return {one.attribute: {"$in": [one.value]}}
    if one.test == "lacks":
        return {one.attribute: {"$nin": [one.value]}}
    return {one.attribute: {_OPERATORS[one.test]: one.value}}
