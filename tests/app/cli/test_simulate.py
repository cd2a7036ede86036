"""simulate: the table, the JSON, the options, and stopping half-way."""

from __future__ import annotations

import errno
import json
import os
import pty
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.app.cli.conftest import Said, Type
from tests.house.sources import ROOT

QUICK = ("--visitors", "400", "--draws", "2", "--workers", "1")
KEYS = {
    "format", "version", "app_version", "engine_version", "project", "project_digest", "map", "experiment", "seed",
    "engine", "unit", "visitors", "draws", "seconds", "complete", "calibration", "interval_level", "arms", "lifts",
    "warnings",
}  # fmt: skip


@pytest.mark.slow
def test_the_table_and_the_result(footfall: Type, kettle: Path, tmp_path: Path) -> None:
    out = tmp_path / "result.json"
    before = kettle.read_bytes()
    said = footfall("simulate", kettle, *QUICK, "--json", out)
    assert (said.code, said.err) == (0, "")
    result = json.loads(out.read_text())
    assert set(result) >= KEYS
    assert result["format"] == "footfall-result"
    assert (result["seed"], result["draws"], result["visitors"], result["complete"]) == (1, 2, 400, True)
    assert re.fullmatch(r"[0-9a-f]{64}", result["project_digest"])
    assert result["app_version"]
    assert kettle.read_bytes() == before
    for told in ("seed 1", "2 draws", "400 visitors each", "Compared with: no messages", "Everybody", "Uncalibrated"):
        assert told in said.out
    for persona in json.loads(before)["personas"].values():
        assert f"\n  {persona['name']} " in said.out
    for arm in result["arms"][1:]:
        assert f"\n{arm['name']}\n" in said.out
    assert said.lines[-1] == f"The whole result is in {out}."
    assert max(map(len, said.lines[:-1])) <= 80


@pytest.mark.slow
def test_the_same_seed_gives_the_same_answer_whatever_the_workers(footfall: Type, kettle: Path) -> None:
    def answer(*options: str) -> dict[str, Any]:
        said = footfall("simulate", kettle, "--visitors", "400", "--draws", "2", "--json", "-", *options)
        assert (said.code, said.err) == (0, "")
        result: dict[str, Any] = json.loads(said.out)
        return {key: value for key, value in result.items() if key != "seconds"}

    one = answer("--workers", "1")
    assert answer("--workers", "2") == one
    other = answer("--workers", "1", "--seed", "2")
    assert other["seed"] == 2
    assert other["arms"] != one["arms"]


def test_a_project_by_the_pipe_and_a_dutch_table(
    footfall: Type, kettle_content: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FOOTFALL_LANGUAGE", "nl")
    said = footfall("simulate", "-", *QUICK, stdin=kettle_content)
    assert said.code == 0, said.err
    for told in ("startgetal 1", "Vergeleken met: geen boodschappen", "Iedereen", "Niet geijkt", "per maand"):
        assert told in said.out
    assert max(map(len, said.lines)) <= 80


@pytest.mark.parametrize(
    ("options", "listed"),
    [
        (("--map", "map-nowhere0"), "map-"),
        (("--experiment", "experiment-nowhere0"), "experiment-"),
        (("--experiment", "rubbish"), "experiment-"),
    ],
)
def test_an_unknown_map_or_experiment_lists_those_there_are(
    footfall: Type, kettle: Path, options: tuple[str, str], listed: str
) -> None:
    said = footfall("simulate", kettle, *QUICK, *options)
    assert said.code == 1
    assert said.out == ""
    table = "maps" if options[0] == "--map" else "experiments"
    for key in json.loads(kettle.read_bytes())[table]:
        assert key.startswith(listed)
        assert key in said.err


@pytest.mark.parametrize(
    "options",
    [
        ("--visitors", "0"),
        ("--visitors", "-5"),
        ("--visitors", "many"),
        ("--draws", "0"),
        ("--seed", "-1"),
        ("--seed", str(2**64)),
        ("--precision", "nan"),
        ("--precision", "0"),
        ("--precision", "0.1", "--visitors", "10"),
        ("--engine", "abacus"),
        ("--workers", "-1"),
        ("--cluster", "tcp://x"),
    ],
)
def test_options_typed_wrong(footfall: Type, kettle: Path, options: tuple[str, ...]) -> None:
    said = footfall("simulate", kettle, *options)
    assert said.code == 2
    assert said.out == ""
    assert options[0] in said.err


def test_an_existing_result_is_refused_before_any_work(footfall: Type, kettle: Path, tmp_path: Path) -> None:
    out = tmp_path / "result.json"
    out.write_text("precious")
    # So many visitors that the test would not end if the run began.
    said = footfall("simulate", kettle, "--visitors", "1000000000", "--json", out)
    assert said.code == 1
    assert "--force" in said.err
    assert out.read_text() == "precious"


@pytest.mark.slow
def test_a_full_disk_does_not_cost_the_table(
    footfall: Type, kettle: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    out = tmp_path / "result.json"
    said = footfall("simulate", kettle, *QUICK, "--json", out)
    assert said.code == 1
    assert said.err == f"error: {out} cannot be written: the disk is full.\n"
    assert "Everybody" in said.out
    assert not out.exists()


def test_a_map_that_cannot_be_simulated_says_why(footfall: Type, tmp_path: Path) -> None:
    path = tmp_path / "blank.json"
    assert footfall("new", path, "--framework", "service").code == 0
    said = footfall("simulate", path, *QUICK)
    assert said.code == 1
    assert said.err.startswith("error: ")
    assert "map" in said.err


class _Terminal:
    """A program whose standard error is a terminal, so that it shows how far it is."""

    def __init__(self, *arguments: str) -> None:
        self._near, far = pty.openpty()
        environment = {**os.environ, "LANGUAGE": "en"}
        self.running = subprocess.Popen(
            [sys.executable, "-m", "app.cli.main", *arguments],
            cwd=ROOT, stdout=subprocess.PIPE, stderr=far, env=environment,
        )  # fmt: skip
        os.close(far)
        self.seen = ""

    def wait_for(self, pattern: str) -> None:
        while not re.search(pattern, self.seen):
            part = self._read()
            assert part, f"it ended before {pattern!r} was to be seen: {self.seen!r}"
            self.seen += part

    def _read(self) -> str:
        try:
            return os.read(self._near, 4096).decode()
        except OSError:  # the other end is closed
            return ""

    def end(self) -> Said:
        out, _ = self.running.communicate(timeout=120)
        while part := self._read():
            self.seen += part
        os.close(self._near)
        return Said(self.running.returncode, out.decode(), self.seen)


@pytest.mark.slow
def test_ctrl_c_keeps_what_is_done(kettle: Path, tmp_path: Path) -> None:
    out = tmp_path / "result.json"
    arguments = ("simulate", str(kettle), "--visitors", "5000000", "--draws", "20", "--json", str(out))
    terminal = _Terminal(*arguments)
    terminal.wait_for(r"Simulating  ([6-9]|\d\d)%")
    terminal.running.send_signal(signal.SIGINT)
    said = terminal.end()
    assert said.code == 130, said.err
    assert "Traceback" not in said.err
    assert "Stopped early" in said.err
    result = json.loads(out.read_text())
    assert result["complete"] is False
    assert 0 < result["visitors"] < 5_000_000
    assert "Stopped early: this rests on what was done until then." in said.out


@pytest.mark.slow
def test_ctrl_c_before_anything_is_done(kettle: Path, tmp_path: Path) -> None:
    out = tmp_path / "result.json"
    terminal = _Terminal("simulate", str(kettle), "--json", str(out))
    terminal.wait_for("Preparing  0%")
    terminal.running.send_signal(signal.SIGINT)
    said = terminal.end()
    assert said.code == 130, said.err
    assert "Traceback" not in said.err
    assert "Stopped before there was anything to show." in said.err
    assert said.out == ""
    assert not out.exists()
