"""Many machines: a real scheduler and two real workers on this one, one of which is killed in the middle."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest

pytest.importorskip("distributed", reason="Dask is not installed (extra 'cluster')")

from personas.problems import FootfallError
from simulation.engines import choose, cluster
from simulation.engines.pieces import ARRAYS, Piece
from simulation.experiment.run import Settings, simulate
from simulation.measures.moments import PairedMoments
from tests.house.sources import ROOT
from tests.shop import busy_assembly, busy_shop, strong

# What Dask leaves behind when a worker is killed (sockets, threads that end late) is no business of ours.
pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]

PATIENCE = 30.0
DRAWS = 4
QUIET = {"DASK_DISTRIBUTED__LOGGING__DISTRIBUTED": "critical"}


class Cluster(NamedTuple):
    address: str
    workers: list[subprocess.Popen[bytes]]


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _started(*words: str, folder: Path) -> subprocess.Popen[bytes]:
    environment = {**os.environ, **QUIET, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        [sys.executable, "-m", "distributed.cli.dask_" + words[0], *words[1:]],
        cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Cluster]:
    port = _free_port()
    address = f"tcp://127.0.0.1:{port}"
    scheduler = _started(
        "scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard", folder=tmp_path,
    )  # fmt: skip
    workers = [
        _started("worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard", folder=tmp_path) for _ in "ab"
    ]
    try:
        yield Cluster(address, workers)
    finally:
        for process in (*workers, scheduler):
            process.kill()
            process.wait(PATIENCE)


def _ready(address: str, workers: int) -> None:
    import distributed

    end = time.monotonic() + PATIENCE
    while True:
        try:
            with distributed.Client(address, timeout=2, set_as_default=False) as client:
                client.wait_for_workers(workers, timeout=PATIENCE)
            return
        except OSError:
            assert time.monotonic() < end, "the scheduler does not start"


def _local(visitors: int) -> PairedMoments:
    plan = busy_assembly().plan
    return choose.run(
        plan, strong(plan, DRAWS), seed=4, stream=0, first_visitor=17, visitors_per_draw=visitors, workers=1
    )


def _same(one: PairedMoments, other: PairedMoments) -> bool:
    return all(np.array_equal(getattr(one, name), getattr(other, name)) for name in ARRAYS)


def test_two_workers_a_killed_one_and_a_stop(running: Cluster) -> None:
    plan = busy_assembly().plan
    draws, visitors = strong(plan, DRAWS), 6_000
    local = _local(visitors)
    _ready(running.address, 2)
    asked = {"seed": 4, "stream": 0, "first_visitor": 17, "visitors_per_draw": visitors}

    whole = choose.run(plan, draws, **asked, cluster=running.address)  # type: ignore[arg-type]  # a table of keywords
    assert _same(local, whole)
    assert whole.complete
    assert whole.engine == "compiled"

    told: list[tuple[int, int]] = []

    def kill_one(done: int, all_of_them: int) -> None:
        if not told:
            running.workers[0].send_signal(signal.SIGKILL)
            running.workers[0].wait(PATIENCE)
        told.append((done, all_of_them))

    rest = cluster.run_cluster(running.address, plan, draws, **asked, progress=kill_one, size=2_000)  # type: ignore[arg-type]
    assert _same(local, rest)
    assert told[-1] == (DRAWS * visitors, DRAWS * visitors)

    done: list[int] = []
    stopped = cluster.run_cluster(
        running.address, plan, draws, **asked, size=2_000,
        progress=lambda so_far, _whole: done.append(so_far), cancelled=lambda: len(done) > 2 * DRAWS,
    )  # fmt: skip
    assert not stopped.complete
    kept = stopped.visitors()
    assert np.all(kept == kept[0])
    assert 0 < kept[0] < visitors
    early = choose.run(plan, strong(plan), seed=4, stream=0, first_visitor=17, visitors_per_draw=int(kept[0]))
    assert np.array_equal(stopped.raw_first[0], early.raw_first[0])


def test_nobody_listens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "LISTEN", 1.0)
    plan = busy_assembly().plan
    address = f"tcp://127.0.0.1:{_free_port()}"
    with pytest.raises(FootfallError) as caught:
        choose.run(plan, strong(plan), seed=1, stream=0, first_visitor=0, visitors_per_draw=10, cluster=address)
    assert caught.value.findings[0].code == "cluster-silent"
    assert address in caught.value.findings[0].message


def test_a_silent_cluster_is_told_before_anything_takes_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "LISTEN", 1.0)
    told: list[str] = []
    with pytest.raises(FootfallError) as caught:
        simulate(
            busy_shop(),
            Settings(cluster=f"tcp://127.0.0.1:{_free_port()}"),
            progress=lambda _share, _left, stage: told.append(stage),
        )
    assert caught.value.findings[0].code == "cluster-silent"
    assert told == ["compile"]


def test_another_version_is_refused_where_it_works() -> None:
    plan = busy_assembly().plan
    piece = Piece(0, 0, 1, 0, 10)
    facts = {"first_visitor": 0, "visitors_per_draw": 10}
    with pytest.raises(cluster.OtherVersion):
        cluster.work(tuple(plan), strong(plan), (1, 0), piece, facts, "another")


def test_what_a_cluster_cannot_do_is_said() -> None:
    plan = busy_assembly().plan
    world = plan.world.copy()
    world["coupled"] = 1
    asked = {"seed": 1, "stream": 0, "first_visitor": 0, "visitors_per_draw": 10, "cluster": "tcp://127.0.0.1:1"}
    with pytest.raises(FootfallError) as caught:
        choose.run(plan, strong(plan), engine="simpy", **asked)  # type: ignore[arg-type]
    assert caught.value.findings[0].code == "cluster-simpy"
    with pytest.raises(FootfallError) as caught:
        choose.run(plan._replace(world=world), strong(plan), **asked)  # type: ignore[arg-type]
    assert caught.value.findings[0].code == "cluster-together"
