"""What the documents say can be done: links lead somewhere, and commands of the README run as they stand there."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from app.cli.main import main
from tests.house.sources import ROOT

DOCUMENTS = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
SHELL = re.compile(r"```sh\n(.*?)```", re.DOTALL)
QUICK = ["--draws", "2", "--visitors", "200"]
"""Laid over `simulate`, so that the test proves the command and not the patience of the machine."""


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def commands(path: Path) -> list[list[str]]:
    """The footfall commands of a document's shell blocks, without the program's own name."""
    found = []
    for block in SHELL.findall(path.read_text(encoding="utf-8")):
        for line in block.splitlines():
            words = shlex.split(line, comments=True)
            if words and words[0].endswith("footfall"):
                found.append(words[1:])
    return found


@pytest.mark.parametrize("path", DOCUMENTS, ids=name)
def test_links_lead_somewhere(path: Path) -> None:
    targets = [link for link in LINK.findall(path.read_text(encoding="utf-8")) if "://" not in link]
    missing = [link for link in targets if not (path.parent / link).exists()]
    assert missing == []


@pytest.mark.parametrize("path", [path for path in DOCUMENTS if commands(path)], ids=name)
def test_commands_run_as_they_stand_there(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for command in commands(path):
        quick = QUICK if command[0] == "simulate" else []
        assert main([*command, *quick]) == 0, f"footfall {shlex.join(command)}"


def test_the_readme_has_commands() -> None:
    assert len(commands(ROOT / "README.md")) >= 4
