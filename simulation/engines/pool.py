"""Work that threads share out: some of it at a time, in whatever order it is finished."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from itertools import islice
from typing import TypeVar

Work = TypeVar("Work")
Done = TypeVar("Done")


def finished(
    pool: ThreadPoolExecutor,
    task: Callable[[Work], Done],
    waiting: Iterator[Work],
    most: int,
    cancelled: Callable[[], bool] | None,
) -> Iterator[Done]:
    """What comes of each piece of work as it is finished, `most` at a time; when cancelled, of those that had begun."""
    running: set[Future[Done]] = set()
    while True:
        if cancelled is None or not cancelled():
            running |= {pool.submit(task, one) for one in islice(waiting, most - len(running))}
        if not running:
            return
        ended, running = wait(running, return_when=FIRST_COMPLETED)
        yield from [one.result() for one in ended]
