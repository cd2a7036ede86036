"""The cache stays small, and what is in use stays."""

import os
import time
from pathlib import Path

import pytest

from simulation import cache


def test_old_kernels_and_surplus_offsets_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "MOST_OFFSETS", 2)
    now, long_ago = time.time(), time.time() - 40 * 86_400
    for name, used in (("current", long_ago), ("recent", now - 86_400), ("old", long_ago)):
        folder = tmp_path / "kernels" / name
        folder.mkdir(parents=True)
        (folder / "code.nbc").write_bytes(b"x")
        os.utime(folder, (used, used))
    (tmp_path / "offsets").mkdir()
    for age in range(4):
        path = tmp_path / "offsets" / f"{age}.npz"
        path.write_bytes(b"x")
        os.utime(path, (now - age, now - age))
    cache.tidy(tmp_path, tmp_path / "kernels" / "current")
    assert {path.name for path in (tmp_path / "kernels").iterdir()} == {"current", "recent"}
    assert {path.name for path in (tmp_path / "offsets").iterdir()} == {"0.npz", "1.npz"}
    assert (tmp_path / "kernels" / "current").stat().st_mtime > now - 60


def test_a_folder_that_is_not_there_is_no_problem(tmp_path: Path) -> None:
    cache.tidy(tmp_path / "nothing", tmp_path / "nothing" / "kernels" / "current")
    assert not list(tmp_path.iterdir())
