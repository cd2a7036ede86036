"""The ground that every record stands on: frozen, validated, referring to others by id.

A project is a set of flat tables; a row of a table is a `Record`. Fields are scalars, small frozen values or
`FrozenMap`s by id, never positional lists, so that an edit can always name what it changes as
(table, id, field path of at most two parts).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Generic, Literal, NoReturn, TypeVar, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler, StringConstraints
from pydantic_core import core_schema

K = TypeVar("K")
V = TypeVar("V")

ID_PATTERN = r"^[a-z][a-z-]*-[a-z0-9]{8}$"


def matches(pattern: str, text: str) -> bool:
    """Whether all of `text` matches `pattern`, as validation sees it (a final line break does not)."""
    return re.fullmatch(pattern.removesuffix("$"), text) is not None


class FrozenMap(dict[K, V], Generic[K, V]):
    """A dictionary that cannot be changed after it is made; equal to, and serialised as, a plain one."""

    def _refuse(self, *_args: object, **_kwargs: object) -> NoReturn:
        raise TypeError("a FrozenMap cannot be changed: make a new one with .set() or .without()")

    __setitem__ = __delitem__ = __ior__ = _refuse
    clear = pop = popitem = setdefault = update = _refuse

    def __hash__(self) -> int:  # type: ignore[override]  # dict declares __hash__ None; ours is immutable
        return hash(frozenset(self.items()))

    def set(self, key: K, value: V) -> FrozenMap[K, V]:
        """A copy in which `key` holds `value`."""
        return FrozenMap({**self, key: value})

    def without(self, key: K) -> FrozenMap[K, V]:
        """A copy that lacks `key` (a missing key is no error)."""
        return FrozenMap({k: v for k, v in self.items() if k != key})

    def __copy__(self) -> FrozenMap[K, V]:
        return self

    def __deepcopy__(self, _memo: dict[int, object]) -> FrozenMap[K, V]:
        return self

    def __reduce__(self) -> tuple[type[FrozenMap[K, V]], tuple[dict[K, V]]]:
        return (type(self), (dict(self),))

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        args = get_args(source) or (Any, Any)
        plain = handler.generate_schema(dict[args[0], args[1]])  # type: ignore[valid-type]  # types known at run time only
        return core_schema.no_info_after_validator_function(cls, plain)


class Value(BaseModel):
    """A small frozen value inside a record; an edit replaces it whole."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, allow_inf_nan=False, validate_default=True, ser_json_inf_nan="null"
    )


class Record(Value):
    """One row of a table. Its id is the key in the table and is not repeated inside the record."""

    order: Annotated[str, StringConstraints(max_length=200, pattern=r"^[0-9A-Za-z]*$")] = Field(
        default="", description="Fractional key that orders the rows of a table; ties are broken by id."
    )


OnDelete = Literal["cascade", "clear", "forbid"]


@dataclass(frozen=True)
class Ref:
    """Marks a field (or the keys of a map) as the id of a record in another table.

    `on_delete` says what deleting the target does to the record that holds the reference: `cascade` removes the
    record, `clear` empties the field (or drops the key), `forbid` refuses the deletion.
    """

    table: str
    on_delete: OnDelete


@dataclass(frozen=True)
class Reference:
    """Where a record type refers to another table.

    `path` is the way to the reference: field names, with `*` for every key of a map. `keys` is true when the ids are
    the keys of the map at `path`.
    """

    path: tuple[str, ...]
    table: str
    on_delete: OnDelete
    keys: bool

    @property
    def field(self) -> str:
        """The record's own field that the reference stands in."""
        return self.path[0]


@dataclass(frozen=True)
class Held:
    """One id that a record really holds: `path` with the map keys filled in."""

    path: tuple[str, ...]
    id: str
    reference: Reference


def _in_fields(value_type: type[BaseModel], path: tuple[str, ...]) -> Iterator[Reference]:
    for name, info in value_type.model_fields.items():
        marks = [extra for extra in info.metadata if isinstance(extra, Ref)]
        if marks:
            yield Reference((*path, name), marks[0].table, marks[0].on_delete, keys=False)
        else:
            yield from _in_annotation(info.annotation, (*path, name))


def _in_annotation(annotation: Any, path: tuple[str, ...]) -> Iterator[Reference]:
    origin, args = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        marks = [extra for extra in args[1:] if isinstance(extra, Ref)]
        if marks:
            yield Reference(path, marks[0].table, marks[0].on_delete, keys=False)
        else:
            yield from _in_annotation(args[0], path)
    elif origin is FrozenMap and args:
        for found in _in_annotation(args[0], path):
            yield Reference(path, found.table, found.on_delete, keys=True)
        yield from _in_annotation(args[1], (*path, "*"))
    elif isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield from _in_fields(annotation, path)
    else:
        for arg in args:
            yield from _in_annotation(arg, path)


@cache
def references(value_type: type[Value]) -> tuple[Reference, ...]:
    """Every reference that records of this type hold, in nested values too, read from their annotations."""
    return tuple(_in_fields(value_type, ()))


def _places(value: object, path: tuple[str, ...], trail: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], object]]:
    if value is None or value == "":
        return
    if not path:
        yield trail, value
    elif path[0] == "*":
        if isinstance(value, Mapping):
            for key, inner in value.items():
                yield from _places(inner, path[1:], (*trail, str(key)))
    else:
        yield from _places(getattr(value, path[0]), path[1:], (*trail, path[0]))


def held(record: Value, reference: Reference) -> Iterator[Held]:
    """Every id that `record` holds through `reference`, with its place (none where the field is empty)."""
    for trail, value in _places(record, reference.path, ()):
        if reference.keys:
            if isinstance(value, Mapping):
                for key in value:
                    yield Held((*trail, str(key)), str(key), reference)
        elif isinstance(value, str):
            yield Held(trail, value, reference)


def held_ids(record: Value, reference: Reference) -> Iterator[str]:
    """The ids that `record` holds through `reference` (none where the field is empty)."""
    return (one.id for one in held(record, reference))


Id = Annotated[str, StringConstraints(pattern=ID_PATTERN, max_length=40)]
Text = Annotated[str, StringConstraints(max_length=500)]
LongText = Annotated[str, StringConstraints(max_length=20_000)]
Colour = Annotated[str, StringConstraints(pattern=r"^(#[0-9A-Fa-f]{6})?$")]
Share = Annotated[float, Field(ge=0.0, le=1.0)]
Weight = Annotated[float, Field(ge=0.0, le=1e9)]
Yes = Literal[True]
Language = Literal["en", "nl"]
Evidence = Literal["assumed", "published", "measured"]
PhaseKind = Literal["before", "browse", "search", "choose", "checkout", "after"]
PHASE_KINDS: tuple[PhaseKind, ...] = ("before", "browse", "search", "choose", "checkout", "after")
Channel = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,39}(/[a-z0-9][a-z0-9-]{0,39})?$")]
"""A traffic source or place: direct, search, ads, email, social, facebook, instagram, referral, store … (open list).

A campaign may follow: ads/spring.
"""
Device = Literal["desktop", "phone", "tablet"]
DEVICES: tuple[Device, ...] = ("desktop", "phone", "tablet")
