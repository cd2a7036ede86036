"""Traces as Parquet. The only writer that knows DuckDB, and DuckDB knows nothing but the file it writes.

Batches go to a database file in a folder of their own first, so that memory stays bounded; extensions are never
fetched, and every path but the one asked for is out of its reach.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from simulation.traces.table import COLUMNS, Batch, Labels

if TYPE_CHECKING:
    import duckdb

_TYPES: Final = {"integer": "BIGINT", "number": "DOUBLE", "text": "VARCHAR", "time": "TIMESTAMP"}


def _quoted(text: str) -> str:
    """A text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"


def _value(name: str, kind: str) -> str:
    """How a column of a batch becomes one of the table: -1 and not a number are nothing."""
    if kind == "text":
        return f"getvariable('{name}')[{name} + 1]"
    if kind == "time":
        return f"epoch_ms({name})"
    return f"CASE WHEN isnan({name}) THEN NULL ELSE {name} END" if kind == "number" else f"nullif({name}, -1)"


def write_parquet(batches: Iterable[Batch], labels: Labels, settings: Mapping[str, object], out: Path) -> None:
    """One file, columns as in `COLUMNS`; the settings stand as JSON under the key `footfall` of its metadata."""
    import duckdb

    safe: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    with tempfile.TemporaryDirectory(prefix="footfall-") as folder:
        database = duckdb.connect(str(Path(folder) / "trace.duckdb"), config=safe)
        try:
            _fill(database, batches, labels)
            _copy(database, settings, out)
        except duckdb.IOException as error:
            raise OSError(str(error)) from error
        finally:
            database.close()


def _fill(database: duckdb.DuckDBPyConnection, batches: Iterable[Batch], labels: Labels) -> None:
    columns = ", ".join(f'"{one.name}" {_TYPES[one.type]}' for one in COLUMNS)
    database.execute(f"CREATE TABLE trace ({columns})")
    for name, texts in labels.texts.items():
        database.execute(f"SET VARIABLE {name} = ?", [list(texts)])
    values = ", ".join(_value(one.name, one.type) for one in COLUMNS)
    for batch in batches:
        database.register("batch", batch)
        database.execute(f"INSERT INTO trace SELECT {values} FROM batch")  # noqa: S608  # names of our own columns
        database.unregister("batch")


def _copy(database: duckdb.DuckDBPyConnection, settings: Mapping[str, object], out: Path) -> None:
    path = str(out.absolute())
    database.execute(f"SET allowed_paths = [{_quoted(path)}]")
    database.execute("SET enable_external_access = false")
    about = _quoted(json.dumps(settings))
    how = f"FORMAT parquet, COMPRESSION zstd, USE_TMP_FILE false, KV_METADATA {{footfall: {about}}}"
    database.execute(f"COPY trace TO {_quoted(path)} ({how})")
