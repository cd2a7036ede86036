"""Older files come up to date step by step, and no step touches what it was given."""

import copy
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from app.project.canonical import dumps
from app.project.check import check
from app.project.migrations import MIGRATIONS, Migration, check_chain, migrate
from app.project.model import TABLES, VERSION
from app.project.reading import loads

FROZEN = Path(__file__).parents[2] / "data" / "projects"
TESTED: frozenset[int] = frozenset()
"""Versions whose migration has a test in this file."""


def frozen(version: int) -> bytes:
    return (FROZEN / f"v{version}.footfall.json").read_bytes()


def step_1(data: dict[str, Any]) -> dict[str, Any]:
    stages = {key: {**row, "name": row["title"]} for key, row in data["stages"].items()}
    return {**data, "stages": stages}


def step_2(data: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if key != "obsolete"}


CHAIN = (Migration(1, "name the stages", step_1), Migration(2, "drop a table", step_2))
OLD = {"format": "footfall", "version": 1, "obsolete": {}, "stages": {"stage-00000001": {"title": "Browse"}}}


def impure(migrations: Sequence[Migration], data: dict[str, Any]) -> list[int]:
    """Versions whose step changes what it is given."""
    guilty = []
    for migration in migrations:
        before = copy.deepcopy(data)
        after = migration.step(data)
        if data != before:
            guilty.append(migration.start)
        data = {**after, "version": migration.start + 1}
    return guilty


def untested(migrations: Sequence[Migration], folder: Path, tested: frozenset[int], newest: int) -> list[str]:
    """What a migration lacks: a test, or a frozen file of a version there has ever been."""
    lacks = [f"no frozen file of version {n}" for n in range(1, newest + 1) if not _frozen_exists(folder, n)]
    return lacks + [f"no test of migration {one.start}" for one in migrations if one.start not in tested]


def _frozen_exists(folder: Path, version: int) -> bool:
    path = folder / f"v{version}.footfall.json"
    return path.is_file() and json.loads(path.read_bytes())["version"] == version


def test_a_chain_runs_from_any_version() -> None:
    before = copy.deepcopy(OLD)
    new = migrate(OLD, CHAIN, 3)
    assert before == OLD
    assert new["version"] == 3
    assert "obsolete" not in new
    assert new["stages"]["stage-00000001"]["name"] == "Browse"
    middle = migrate(OLD, CHAIN[:1], 2)
    assert migrate(middle, CHAIN, 3) == new
    assert migrate(new, CHAIN, 3) is new


def test_no_step_changes_its_input() -> None:
    def careless(data: dict[str, Any]) -> dict[str, Any]:
        data["stages"].clear()
        return data

    assert impure(CHAIN, copy.deepcopy(OLD)) == []
    assert impure((CHAIN[0], Migration(2, "careless", careless)), copy.deepcopy(OLD)) == [2], "the spy sees nothing"
    assert impure(MIGRATIONS, json.loads(frozen(1))) == []


@pytest.mark.parametrize("starts", [[2], [1, 3], [1, 1, 2], [1, 2, 3]])
def test_a_chain_with_gaps_is_refused(starts: list[int]) -> None:
    with pytest.raises(ValueError, match="start at"):
        check_chain([Migration(start, "x", step_2) for start in starts], 3)


def test_every_migration_has_a_test_and_every_version_a_frozen_file() -> None:
    check_chain(MIGRATIONS, VERSION)
    assert untested(MIGRATIONS, FROZEN, TESTED, VERSION) == []
    lacking = untested(CHAIN, FROZEN, frozenset({1}), VERSION + 1)
    assert lacking == [f"no frozen file of version {VERSION + 1}", "no test of migration 2"]


def lost(then: Any, now: Any, path: str = "") -> list[str]:
    """Where what a file meant is no longer what it means; a field that is new is no loss."""
    if isinstance(then, dict) and isinstance(now, dict):
        return [one for key, value in then.items() for one in lost(value, now.get(key, "nothing"), f"{path}.{key}")]
    return [] if then == now else [f"{path} was {then!r} and is {now!r}"]


@pytest.mark.parametrize("version", range(1, VERSION + 1))
def test_frozen_files_mean_what_they_always_meant(version: int) -> None:
    """The frozen file leaves out all that it can; the meaning beside it has every default written out."""
    read = loads(frozen(version))
    assert read.migrated_from == (version if version < VERSION else None)
    assert [one for one in check(read.project) if one.severity == "error"] == []
    assert all(getattr(read.project, table) for table in TABLES), "a frozen file holds a record of every table"
    meant = json.loads((FROZEN / f"v{version}.meaning.json").read_bytes())
    now = read.project.model_dump(mode="json")
    assert lost(meant, now) == []
    now["maps"]["map-frozen01"]["world"]["horizon_days"] = 31.0
    assert lost(meant, now) == [".maps.map-frozen01.world.horizon_days was 30.0 and is 31.0"]


def test_a_file_of_today_is_written_as_it_was_read() -> None:
    assert dumps(loads(frozen(VERSION)).project) == frozen(VERSION)
