"""The lock holds everything that is asked for, with a hash, and nothing about where it came from."""

import re
import tomllib
from functools import cache

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.house.sources import ROOT

_PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;\\]+)")


def _asked() -> list[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    return [
        *project["project"]["dependencies"],
        *project["project"]["optional-dependencies"]["dev"],
        # The project is built in the same environment, so its builder comes from the lock as well.
        *project["build-system"]["requires"],
    ]


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
