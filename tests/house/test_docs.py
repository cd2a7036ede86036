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
"""Laid over what simulates, so that the test proves the command and not the patience of the machine."""


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def commands(path: Path) -> list[list[str]]:
    """The footfall commands of a document's shell blocks, without the program's own name."""
    found = []
    for block in SHELL.findall(path.read_text(encoding="utf-8")):
        for line in block.splitlines():
            words = shlex.split(line, comments=True)
            # A cluster is there in tests/simulation/test_cluster.py, and not on the machine of whoever reads.
            if words and words[0].endswith("footfall") and "--cluster" not in words:
                found.append(words[1:])
    return found


def test_every_row_of_the_sources_has_its_test() -> None:
    """The table of the model's page names tests that are there, for every row that is simulated."""
    text = (ROOT / "docs" / "model.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| ([A-E]\d+) \|(.*)$", text, re.MULTILINE))
    wanted = [f"A{n}" for n in range(1, 5)] + [f"B{n}" for n in range(1, 7)] + [f"C{n}" for n in range(1, 5)]
    wanted += [f"D{n}" for n in range(2, 5)] + [f"E{n}" for n in range(5, 11)]
    assert sorted(rows) == sorted(wanted)
    for row, content in rows.items():
        tests = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", content)
        assert tests, row
        for path, function in tests:
            assert f"def {function}(" in (ROOT / path).read_text(encoding="utf-8"), (row, path, function)


@pytest.mark.parametrize("path", DOCUMENTS, ids=name)
def test_links_lead_somewhere(path: Path) -> None:
    targets = [link for link in LINK.findall(path.read_text(encoding="utf-8")) if "://" not in link]
    missing = [link for link in targets if not (path.parent / link).exists()]
    assert missing == []


@pytest.mark.parametrize("path", [path for path in DOCUMENTS if commands(path)], ids=name)
def test_commands_run_as_they_stand_there(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for command in commands(path):
        simulates = command[0] in ("simulate", "plan", "prices") and not {"--draws", "--counts"} & set(command)
        quick = QUICK if simulates else []
        assert main([*command, *quick]) == 0, f"footfall {shlex.join(command)}"


@pytest.mark.slow
def test_the_readme_shows_what_the_demo_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = readme.split("<!-- demo -->")[1].split("<!-- /demo -->")[0].splitlines()
    shown = [line for line in shown if line.strip() not in {"", "…", "```text", "```"}]
    monkeypatch.chdir(tmp_path)
    assert main(["new", "kettle.footfall.json", "--example", "kettle", "--language", "en"]) == 0
    assert main(["simulate", "kettle.footfall.json"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert len(shown) > 15
    assert [line for line in shown if line not in said] == []


def test_the_readme_has_commands() -> None:
    assert len(commands(ROOT / "README.md")) >= 4
