"""The doors a newcomer knocks on: make, setup, and what they say when they cannot go on."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.sources import ROOT

DOORS = ("setup", "demo", "test", "check", "run", "bench", "lock", "words", "pictures", "clean")


def _run(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("door", DOORS)
def test_make_explains_its_doors(door: str) -> None:
    lines = _run("make", "help").stdout.splitlines()
    assert any(line.split()[:2] == ["make", door] and len(line.split()) > 3 for line in lines)


@pytest.mark.parametrize("script", sorted(path.name for path in (ROOT / "tools").glob("*.sh")))
def test_scripts_are_well_formed(script: str) -> None:
    assert _run("bash", "-n", f"tools/{script}").returncode == 0
    assert os.access(ROOT / "tools" / script, os.X_OK)


def test_setup_refuses_an_old_python_in_one_line(tmp_path: Path) -> None:
    old = tmp_path / "python3.9"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    done = _run("tools/setup.sh", PYTHON=str(old))
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "3.11" in done.stderr
    assert str(old) in done.stderr


# A machine on which no library is found, whatever this one has.
_BARE_MACHINE = """
import ctypes, runpy, sys
def absent(soname):
    raise OSError(soname)
ctypes.CDLL = absent
sys.argv = ["system_libraries.py", *sys.argv[1:]]
runpy.run_path("tools/system_libraries.py", run_name="__main__")
"""


def test_a_bare_machine_is_told_what_qt_needs() -> None:
    packages = _run(sys.executable, "-c", _BARE_MACHINE, "--packages").stdout.split()
    assert packages == sorted(set(packages))
    assert {"libegl1", "libxcb-cursor0", "libxkbcommon-x11-0"} <= set(packages)
    assert "libEGL.so.1" in _run(sys.executable, "-c", _BARE_MACHINE).stdout
