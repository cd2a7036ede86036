"""Whenever Footfall is killed, its work comes back, but for the gesture in flight."""

import multiprocessing
import random
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest

from app.project.canonical import project_digest
from app.project.files import load
from app.project.recovery import find, recover
from tests.app.project.sessions import FILE, GESTURES, beginning, states, work

Children = Any
"""A context of multiprocessing: one that forks a warm server, or one that spawns."""
KILLS = 208
AT_ONCE = 4


@pytest.fixture(scope="module")
def children() -> Children:
    """Children that share one warm beginning where the system can, so that two hundred take seconds."""
    kinds = multiprocessing.get_all_start_methods()
    context: Children = multiprocessing.get_context("forkserver" if "forkserver" in kinds else "spawn")
    context.set_forkserver_preload(["tests.app.project.sessions"])
    return context


def killed(context: Children, seed: int, folder: Path) -> tuple[int, bool]:
    """Run a session and kill it at a random moment; how many gestures it had said were finished."""
    rng = random.Random(seed)
    mine, its = context.Pipe(duplex=False)
    child = context.Process(target=work, args=(seed % 16, folder, seed % 3 > 0, its), daemon=True)
    child.start()
    its.close()
    told = _listen(mine, rng.randrange(GESTURES + 1), rng.random() * 0.004)
    child.kill()
    child.join()
    told += _rest(mine)
    child.close()
    numbers = [int(one) for one in told if one.isdigit()]
    return len(numbers), b"ready" in told


def _listen(pipe: Connection, gestures: int, seconds: float) -> list[bytes]:
    """Wait for some gestures and then for a moment, in the middle of whatever comes next."""
    told: list[bytes] = []
    while len(told) < gestures + 1:
        told.append(pipe.recv_bytes())
    while pipe.poll(seconds) and told[-1] != b"end":
        told.append(pipe.recv_bytes())
        seconds /= 4
    return told


def _rest(pipe: Connection) -> list[bytes]:
    """What the child had still said before it died."""
    told = []
    try:
        while True:
            told.append(pipe.recv_bytes())
    except (EOFError, OSError):
        pipe.close()
    return told


def brought_back(folder: Path) -> str:
    """The digest of the work as the next start of Footfall finds it."""
    found = find(folder)
    assert len(found) <= 1, "one session leaves one journal at most"
    if found:
        recovered = recover(found[0])
        assert recovered.complete
        assert (recovered.file is not None) == (folder / FILE).exists()
        return project_digest(recovered.after)
    return project_digest(load(folder / FILE).project if (folder / FILE).exists() else beginning())


def test_killed_at_any_moment_only_the_gesture_in_flight_is_lost(tmp_path: Path, children: Children) -> None:
    known = {seed: states(seed) for seed in range(16)}

    def once(seed: int) -> tuple[int, int]:
        folder = tmp_path / str(seed)
        folder.mkdir()
        finished, began = killed(children, seed, folder)
        assert began
        digest = brought_back(folder)
        moments = {number for number, state in known[seed % 16] if state == digest}
        assert moments, f"session {seed} came back as something it never was"
        assert moments & {finished, finished + 1}, f"session {seed} finished {finished} and came back as {moments}"
        return finished, len(moments)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        ends = tuple(pool.map(once, range(KILLS)))
    assert len({finished for finished, _ in ends}) > GESTURES / 2, "the moments were not spread over the session"
