"""Work beside the window: what comes back, and that the window goes on meanwhile."""

import gc
import threading
import time

import pytest
from pytestqt.qtbot import QtBot

from app.desktop.jobs import Job, Jobs, Progress, Reporter, Stopped


def wait_for(qtbot: QtBot, job: Job) -> None:
    with qtbot.waitSignal(job.finished, timeout=20_000):
        pass


def test_success_brings_the_outcome_to_the_windows_thread(qtbot: QtBot) -> None:
    jobs = Jobs()
    got: list[object] = []
    threads: list[str] = []
    job = jobs.start(lambda _reporter: threading.current_thread().name)
    job.succeeded.connect(got.append)
    job.succeeded.connect(lambda _outcome: threads.append(threading.current_thread().name))
    wait_for(qtbot, job)
    assert got == ["footfall-job"]
    assert threads == ["MainThread"]
    assert not jobs.busy


def test_failure_brings_the_exception(qtbot: QtBot) -> None:
    def fail(_reporter: Reporter) -> None:
        raise ValueError("no luck")

    jobs = Jobs()
    got: list[object] = []
    job = jobs.start(fail)
    job.failed.connect(got.append)
    wait_for(qtbot, job)
    assert isinstance(got[0], ValueError)


def test_stop_reaches_the_work_and_says_so(qtbot: QtBot) -> None:
    def wait(reporter: Reporter) -> None:
        while not reporter.cancelled():
            time.sleep(0.002)
        raise Stopped

    jobs, stopped = Jobs(), []
    job = jobs.start(wait)
    job.stopped.connect(lambda: stopped.append(True))
    job.stop()
    wait_for(qtbot, job)
    assert stopped == [True]


def test_the_window_goes_on_while_work_is_done(qtbot: QtBot) -> None:
    beats = []

    def wait(reporter: Reporter) -> int:
        while not reporter.cancelled():
            time.sleep(0.002)
        return 1

    jobs = Jobs()
    job = jobs.start(wait)
    for _ in range(5):
        qtbot.wait(5)
        beats.append(jobs.busy)
    job.stop()
    wait_for(qtbot, job)
    assert beats == [True] * 5


def test_progress_is_thinned_out_and_arrives_in_order(qtbot: QtBot) -> None:
    def count(reporter: Reporter) -> None:
        for step in range(2_000):
            reporter.say(step / 2_000, None)

    jobs, told = Jobs(), list[Progress]()
    job = jobs.start(count)
    job.progressed.connect(told.append)
    wait_for(qtbot, job)
    shares = [one.share for one in told]
    assert shares == sorted(shares)
    assert len(shares) < 500


def test_no_cycle_is_collected_in_a_jobs_thread(qtbot: QtBot) -> None:
    states = []
    jobs = Jobs()
    job = jobs.start(lambda _reporter: states.append(gc.isenabled()))
    wait_for(qtbot, job)
    assert states == [False]
    assert gc.isenabled()


@pytest.mark.parametrize("share", [-1.0, 2.0])
def test_a_share_is_never_out_of_bounds(share: float) -> None:
    told: list[Progress] = []
    Reporter(told.append).say(share, 3.0)
    assert 0.0 <= told[0].share <= 1.0
