"""Random records that hold: built from the annotations, so that a new field is covered the day it is added."""

import math
import random
from typing import Annotated, Any, Literal, get_args, get_origin

import annotated_types
from pydantic import BaseModel, StringConstraints, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from app.project.model import RECORD_TYPES, Project
from personas.provenance import Parameter, Within
from personas.records import FrozenMap, Record, Ref

WORDS = ("", "kettle", "Daniëlle zoekt", "“first”\tline\nsecond", "0", "𝄞 ﷽", "a" * 60)
LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
SHAPED = {
    r"^[0-9A-Za-z]*$": ("", "V", "a1", "zz9"),
    r"^(#[0-9A-Fa-f]{6})?$": ("", "#0a1B2c"),
    r"^[a-z][a-z0-9-]{0,39}$": ("web", "all", "search", "a-9"),
    r"^[A-Z]{3}$": ("EUR", "USD"),
    r"^[a-z][a-z0-9_]{1,39}$": ("social_proof", "scarcity", "own_1"),
    r"^\d{4}-\d{2}-\d{2}$": ("2024-05-01", "2025-12-31"),
    r"^[0-9a-f]{64}$": ("0" * 64, "ab" * 32),
}


def fresh_id(rng: random.Random, kind: str) -> str:
    return f"{kind}-" + "".join(rng.choice(LETTERS) for _ in range(8))


class Generator:
    """Random values for one project: references point at records that it holds."""

    def __init__(self, rng: random.Random, project: Project) -> None:
        self.rng, self.project = rng, project

    def record(self, table: str) -> Record | None:
        """A random record of a table; None when something it must refer to is not there."""
        made: Record | None = self.model(RECORD_TYPES[table])  # type: ignore[index]  # the caller names a table
        return made

    def model(self, kind: type[BaseModel]) -> Any:
        for _ in range(20):
            fields = {}
            for name, info in kind.model_fields.items():
                required = info.default is PydanticUndefined and info.default_factory is None
                if required or self.rng.random() < 0.3:
                    value = self.field(info)
                    if value is not None or not required:
                        fields[name] = value
            try:
                return kind.model_validate(fields)
            except ValidationError:
                continue
        return None

    def field(self, info: FieldInfo) -> Any:
        return self.value(info.annotation, info.metadata)

    def value(self, kind: Any, marks: list[Any]) -> Any:
        origin, args = get_origin(kind), get_args(kind)
        if origin is Annotated:
            return self.value(args[0], [*args[1:], *marks])
        for mark in marks:
            if isinstance(mark, Ref):
                rows = sorted(getattr(self.project, mark.table))
                return self.rng.choice(rows) if rows else None
            if isinstance(mark, FieldInfo):
                marks = [*marks, *mark.metadata]
        if origin is Literal:
            return self.rng.choice(args)
        if type(None) in args:
            inner = next(arg for arg in args if arg is not type(None))
            return None if self.rng.random() < 0.4 else self.value(inner, marks)
        if origin is FrozenMap:
            pairs = [(self.value(args[0], []), self.value(args[1], [])) for _ in range(self.rng.randrange(4))]
            return {key: value for key, value in pairs if key is not None and value is not None}
        if kind is Parameter:
            return self.parameter(marks)
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            return self.model(kind)
        return self.scalar(kind, marks)

    def bounds(self, marks: list[Any]) -> tuple[float, float]:
        low, high = -1e6, 1e6
        for mark in marks:
            if isinstance(mark, Within):
                low, high = mark.low, mark.high
            elif isinstance(mark, annotated_types.Ge | annotated_types.Gt):
                value = mark.ge if isinstance(mark, annotated_types.Ge) else mark.gt
                low = float(value) + (1e-3 if isinstance(mark, annotated_types.Gt) else 0)  # type: ignore[arg-type]  # our bounds are numbers
            elif isinstance(mark, annotated_types.Le | annotated_types.Lt):
                high = float(mark.le if isinstance(mark, annotated_types.Le) else mark.lt)  # type: ignore[arg-type]  # our bounds are numbers
        return low, min(high, max(low, 1e6))

    def parameter(self, marks: list[Any]) -> Parameter:
        low, high = self.bounds(marks)
        three = sorted(self.rng.uniform(low, high) for _ in range(3))
        ranged = self.rng.random() < 0.5
        return Parameter(
            value=three[1],
            low=three[0] if ranged else None,
            high=three[2] if ranged else None,
            kind=self.rng.choice(("assumed", "published", "measured")),
            source=self.value(str, [Ref("sources", "clear")]) if self.rng.random() < 0.5 else None,
        )

    def scalar(self, kind: Any, marks: list[Any]) -> Any:
        if kind is bool:
            return self.rng.random() < 0.5
        if kind in (int, float):
            low, high = self.bounds(marks)
            if kind is int:
                return self.rng.randint(math.ceil(low), math.floor(high))
            return self.rng.choice((self.rng.uniform(low, high), low, round(self.rng.uniform(low, high))))
        for mark in marks:
            pattern = getattr(mark, "pattern", None) if isinstance(mark, StringConstraints) else None
            pattern = pattern or getattr(mark, "__dict__", {}).get("pattern")
            if pattern in SHAPED:
                return self.rng.choice(SHAPED[str(pattern)])
        return self.rng.choice(WORDS)


def grown(rng: random.Random, size: int) -> Project:
    """A random project with about `size` records, referring to one another."""
    from app.project.builders import add_record, kind_of
    from app.project.edits import apply

    project = Project()
    tables = list(RECORD_TYPES)
    while sum(len(getattr(project, table)) for table in tables) < size:
        table = rng.choice(tables)
        record = Generator(rng, project).record(table)
        if record is not None:
            project = apply(project, add_record(project, table, fresh_id(rng, kind_of(table)), record))
    return project
