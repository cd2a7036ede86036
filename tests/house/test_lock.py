"""The lock holds everything that is asked for, with a hash, and nothing about where it came from."""

import ast
import re
import sys
import tomllib
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.house.sources import CODE, PACKAGES, ROOT, python_files

_PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;\\]+)")


def _project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def _dependencies(*, dev: bool) -> list[str]:
    project = _project()["project"]
    # What an extra asks for may be imported too, inside functions: who runs that without the extra is told.
    extras = project["optional-dependencies"]
    return [*project["dependencies"], *extras["cluster"], *([*extras["dev"], *extras["bench"]] if dev else [])]


def _asked() -> list[str]:
    # The project is built in the same environment, so its builder comes from the lock as well.
    project = _project()
    dev = project["project"]["optional-dependencies"]["dev"]
    return [*project["project"]["dependencies"], *dev, *project["build-system"]["requires"]]


def _imports(path: Path) -> set[str]:
    """First names of everything that the file imports, inside functions too."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return {name.partition(".")[0] for name in names}


@pytest.mark.parametrize(("folders", "dev"), [(PACKAGES, False), (CODE, True)], ids=["shipped", "all"])
def test_what_is_imported_is_asked_for(folders: tuple[str, ...], dev: bool) -> None:
    scripts = {path.stem for path in python_files("tools")}
    ours = {*CODE, *scripts, "__future__"} | sys.stdlib_module_names
    found = {name for path in python_files(*folders) for name in _imports(path)} - ours
    # pydantic_core and shiboken6 are halves of pydantic and PySide6, pinned by them.
    halves = ["pydantic-core", "shiboken6"]
    asked = {canonicalize_name(Requirement(line).name) for line in [*_dependencies(dev=dev), *halves]}
    makers = {name: {canonicalize_name(maker) for maker in made} for name, made in packages_distributions().items()}
    assert {name for name in found if not makers.get(name, set()) & asked} == set()


@cache
def _pins() -> dict[str, tuple[str, int]]:
    """Name → (version, number of hashes), read line by line as pip does."""
    pins: dict[str, tuple[str, int]] = {}
    for entry in re.split(r"\n(?=\S)", (ROOT / "requirements.lock").read_text("utf-8")):
        found = _PIN.match(entry)
        assert found, f"not a pinned version: {entry[:80]!r}"
        pins[canonicalize_name(found["name"])] = (found["version"], entry.count("--hash=sha256:"))
    return pins


@pytest.mark.parametrize("line", _asked())
def test_what_is_asked_for_is_locked(line: str) -> None:
    requirement = Requirement(line)
    version, _ = _pins()[canonicalize_name(requirement.name)]
    assert requirement.specifier.contains(version), f"{line} but {version} is locked: run make lock"


def test_every_locked_package_has_a_hash() -> None:
    assert [name for name, (_, hashes) in _pins().items() if hashes == 0] == []


def test_the_lock_names_no_place() -> None:
    text = (ROOT / "requirements.lock").read_text("utf-8")
    assert not re.search(r"https?:|file:|--(extra-)?index-url|--find-links|@ ", text)
