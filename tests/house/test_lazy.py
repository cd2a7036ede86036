"""The command line is quick because it loads only what it needs, and a simulation never needs a window."""

import json
import subprocess
import sys
from pathlib import Path

from tests.house.sources import ROOT

HEAVY = {"PySide6", "qtpy", "qtawesome", "numba", "matplotlib", "duckdb", "ibis", "networkx", "scipy", "pandas"}
WINDOW = {"PySide6", "shiboken6", "qtpy", "qtawesome"}

# Runs the command in a fresh interpreter and then writes down which libraries that has loaded.
_RUN = """
import json, sys
from app.cli.main import main
report, sys.argv = sys.argv[1], ["footfall", *sys.argv[2:]]
try:
    code = main()
except SystemExit as ending:
    code = ending.code
with open(report, "w") as out:
    json.dump({"code": code, "loaded": sorted({name.partition(".")[0] for name in sys.modules})}, out)
"""


def _loaded_by(folder: Path, *arguments: str) -> set[str]:
    report = folder / "loaded.json"
    done = subprocess.run(
        [sys.executable, "-c", _RUN, str(report), *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert report.exists(), done.stderr
    answer = json.loads(report.read_text())
    assert answer["code"] in (None, 0), done.stderr
    return set(answer["loaded"])


def test_help_loads_nothing_heavy(tmp_path: Path) -> None:
    assert _loaded_by(tmp_path, "--help") & HEAVY == set()


def test_version_loads_nothing_heavy(tmp_path: Path) -> None:
    assert _loaded_by(tmp_path, "--version") & HEAVY == set()


def test_simulate_never_loads_a_window(tmp_path: Path) -> None:
    project = str(tmp_path / "kettle.footfall.json")
    assert _loaded_by(tmp_path, "new", project, "--example", "kettle") & WINDOW == set()
    loaded = _loaded_by(tmp_path, "simulate", project, "--visitors", "64", "--draws", "2")
    assert loaded & WINDOW == set()
    assert "numba" in loaded, "the kernel did not run, so this test shows nothing"


def test_the_installed_command_answers() -> None:
    command = Path(sys.executable).with_name("footfall")
    done = subprocess.run([str(command), "--help"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "simulate" in done.stdout
