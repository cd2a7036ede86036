"""How opportunities are weighed: a small formula over what is known of each, read and computed here and nowhere else.

A formula holds numbers, the names in `NAMES`, + − × ÷, brackets, `min` and `max`. It is taken apart by hand: nothing a
file says is ever run. What is wrong with one is a finding, in one sentence.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NoReturn

from maps.model import Opportunity
from personas.problems import FootfallError, finding

Name = Literal["impact", "business", "effort", "value", "pains", "price", "votes"]
NAMES: tuple[Name, ...] = ("impact", "business", "effort", "value", "pains", "price", "votes")
"""Effect on the customer, on the business, the work (each 0-5); (impact + business) / 2; severities of the pain points
it solves, added up; what those cost a month; dots given in the last round of voting."""
DEFAULT = "(impact + business) / 2 - effort / 2"
LONGEST, DEEPEST = 500, 40
"""Characters of a formula, and brackets within brackets."""

Values = Mapping[str, float | None]
Node = Callable[[Values], float]
_TOKEN = re.compile(r"\s*(?:(?P<number>[0-9]+(?:\.[0-9]+)?|\.[0-9]+)|(?P<name>[A-Za-z_]+)|(?P<sign>[-+*/(),;×·÷:−]))")
_SAME = {"×": "*", "·": "*", "÷": "/", ":": "/", "−": "-"}


class FormulaError(FootfallError):
    """A formula that cannot be read, or that has no answer for these numbers."""


def _wrong(code: str, message: str, mend: str = "", **values: str) -> NoReturn:
    raise FormulaError(findings=(finding("warning", code, "formula", message, mend, **values),))


@dataclass(frozen=True)
class Formula:
    """A formula that has been read."""

    text: str
    names: frozenset[str]
    _node: Node

    def __call__(self, values: Values) -> float:
        """Its value. FormulaError for a division by zero, a number that is not known, or one beyond all bounds."""
        try:
            answer = self._node(values)
        except ZeroDivisionError:
            _wrong(
                "formula-zero",
                "the formula divides by zero here.",
                "Add something to what stands below the line.",
            )
        except OverflowError:
            answer = math.inf
        if not math.isfinite(answer):
            _wrong("formula-endless", "the formula gives a number beyond all bounds.")
        return answer


@lru_cache(maxsize=256)
def read(text: str) -> Formula:
    """Read a formula; an empty one is the default. FormulaError with a finding when it cannot be read."""
    words = text.strip() or DEFAULT
    if len(words) > LONGEST:
        _wrong("formula-long", "the formula is longer than {most} characters.", most=str(LONGEST))
    reader = _Reader(_tokens(words))
    node = reader.whole()
    return Formula(words, frozenset(reader.names), node)


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str
    start: int
    end: int


def _tokens(words: str) -> list[_Token]:
    found, at = [], 0
    words = words.rstrip()
    while at < len(words):
        match = _TOKEN.match(words, at)
        if match is None:
            sign = words[at:].lstrip()[:1]
            _wrong("formula-sign", "“{sign}” has no place in a formula.", "Use + - × ÷ and brackets.", sign=sign)
        kind = str(match.lastgroup)
        text = match[kind]
        found.append(_Token(kind, _SAME.get(text, text.lower()), match.start(kind), match.end()))
        at = match.end()
    return found


class _Reader:
    """Walks the tokens once. A comma between two digits is a decimal comma, but for `min(1, 2)` and `max`."""

    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens, self._at, self._depth = tokens, 0, 0
        self._listing: list[str] = []
        self.names: set[str] = set()

    def whole(self) -> Node:
        node = self._sum()
        if self._at < len(self._tokens):
            self._lost(self._tokens[self._at])
        return node

    def _lost(self, token: _Token) -> NoReturn:
        _wrong("formula-place", "“{sign}” stands where it makes no sense.", "Look just before it.", sign=token.text)

    def _next(self) -> _Token | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def _take(self, *signs: str) -> str:
        token = self._next()
        if token is not None and token.kind == "sign" and token.text in signs:
            self._at += 1
            return token.text
        return ""

    def _sum(self) -> Node:
        node = self._product()
        while sign := self._take("+", "-"):
            node = _plus(node, self._product()) if sign == "+" else _less(node, self._product())
        return node

    def _product(self) -> Node:
        node = self._signed()
        while sign := self._take("*", "/"):
            node = _times(node, self._signed()) if sign == "*" else _over(node, self._signed())
        return node

    def _signed(self) -> Node:
        negative = False
        while sign := self._take("-", "+"):
            negative ^= sign == "-"
        return _negative(self._single()) if negative else self._single()

    def _single(self) -> Node:
        token = self._next()
        if token is None:
            _wrong("formula-ends", "the formula stops too early.", "Say what comes next.")
        self._at += 1
        if token.kind == "number":
            return _constant(self._number(token))
        if token.kind == "name":
            return self._named(token)
        if token.text != "(":
            self._lost(token)
        return self._inside("")

    def _number(self, token: _Token) -> float:
        """A number, with its decimal comma where commas part nothing."""
        comma, digits = (*self._tokens[self._at : self._at + 2], None, None)[:2]
        if (
            comma is not None
            and digits is not None
            and comma.text == ","
            and digits.kind == "number"
            and "." not in token.text + digits.text
            and token.end == comma.start
            and comma.end == digits.start
            and self._listing[-1:] != [","]
        ):
            self._at += 2
            return float(f"{token.text}.{digits.text}")
        return float(token.text)

    def _named(self, token: _Token) -> Node:
        if token.text in ("min", "max"):
            if not self._take("("):
                _wrong("formula-list", "{name} needs brackets: {name}(impact, business).", name=token.text)
            return self._inside(token.text)
        if token.text not in NAMES:
            _wrong(
                "formula-name",
                "“{name}” is not known.",
                "Known are {names}.",
                name=token.text,
                names=", ".join(NAMES),
            )
        self.names.add(token.text)
        return _looked_up(token.text)

    def _inside(self, function: str) -> Node:
        self._depth += 1
        if self._depth > DEEPEST:
            _wrong("formula-deep", "there are more than {most} brackets within brackets.", most=str(DEEPEST))
        self._listing.append(self._parted_by() if function else "")
        nodes = [self._sum()]
        while function and self._take(self._listing[-1]):
            nodes.append(self._sum())
        if not self._take(")"):
            token = self._next()
            if token is not None:
                self._lost(token)
            _wrong("formula-open", "a bracket is not closed.", "Add a ) at its end.")
        self._listing.pop()
        self._depth -= 1
        if not function:
            return nodes[0]
        return _least(nodes) if function == "min" else _most(nodes)

    def _parted_by(self) -> str:
        """What parts the list that begins here: a semicolon when there is one, else commas."""
        depth = 0
        for token in self._tokens[self._at :]:
            depth += (token.text == "(") - (token.text == ")")
            if depth < 0:
                break
            if token.text == ";" and depth == 0:
                return ";"
        return ","


def _constant(number: float) -> Node:
    return lambda _values: number


def _looked_up(name: str) -> Node:
    def find(values: Values) -> float:
        value = values.get(name)
        if value is None:
            _wrong("formula-unknown", "{name} is not known yet.", "Price the pain points first.", name=name)
        return float(value)

    return find


def _plus(one: Node, other: Node) -> Node:
    return lambda values: one(values) + other(values)


def _less(one: Node, other: Node) -> Node:
    return lambda values: one(values) - other(values)


def _times(one: Node, other: Node) -> Node:
    return lambda values: one(values) * other(values)


def _over(one: Node, other: Node) -> Node:
    return lambda values: one(values) / other(values)


def _negative(one: Node) -> Node:
    return lambda values: -one(values)


def _least(nodes: list[Node]) -> Node:
    return lambda values: min(node(values) for node in nodes)


def _most(nodes: list[Node]) -> Node:
    return lambda values: max(node(values) for node in nodes)


def value_of(opportunity: Opportunity) -> float:
    """What it is worth, 0-5: the mean of what it does for the customer and for the business."""
    return (opportunity.impact + opportunity.business) / 2


def values_of(opportunity: Opportunity, *, pains: float, price: float | None, votes: float) -> dict[str, float | None]:
    """The numbers a formula may name, for one opportunity. `price` is None as long as nobody has computed it."""
    return {
        "impact": float(opportunity.impact),
        "business": float(opportunity.business),
        "effort": float(opportunity.effort),
        "value": value_of(opportunity),
        "pains": pains,
        "price": price,
        "votes": votes,
    }
