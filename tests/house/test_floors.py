"""The floors are proved by import-linter in `make check`; here: that its contracts leave no room out."""

import re
import tomllib
from typing import Any

from tests.house.sources import PACKAGES, ROOT

# Packages of Python's own kind only: folders of data are no rooms.
_ROOMS_OF_APP = {
    path.stem for path in (ROOT / "app").iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()
} - {"__init__"}


def _contracts() -> dict[str, dict[str, Any]]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    return {contract["id"]: contract for contract in project["tool"]["importlinter"]["contracts"]}


def _floor_names() -> list[str]:
    return [name for layer in _contracts()["floors"]["layers"] for name in re.findall(r"[\w.]+", layer)]


def test_every_room_of_the_app_has_its_floor() -> None:
    assert {f"app.{room}" for room in _ROOMS_OF_APP} <= set(_floor_names())


def test_the_four_packages_stand_in_order() -> None:
    assert [name for name in _floor_names() if "." not in name] == ["simulation", "maps", "personas"]


def test_every_heavy_library_has_a_contract_over_all_packages() -> None:
    for contract in (contract for contract in _contracts().values() if contract["type"] == "forbidden"):
        assert set(contract["source_modules"]) == set(PACKAGES), contract["name"]
