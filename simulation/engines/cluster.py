"""The compiled engine on many machines: the same pieces, handed out by a Dask scheduler.

A piece is a task of its own with the draws it needs; the plan is a task too, so whatever a lost worker held can be made
again elsewhere. Sums are of whole numbers: the answer is the same to the last digit however many workers there are,
and a worker that dies costs the time of what it was doing. Workers must have this very version of Footfall: each piece
is refused by a worker whose compiled code is another.

`tls://` addresses take their certificates from Dask's own settings: `DASK_DISTRIBUTED__COMM__TLS__CA_FILE` and its
like, or a file in `~/.config/dask`.
"""

from __future__ import annotations

import logging
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from queue import Empty, Queue
from typing import TYPE_CHECKING, Any

from personas.problems import FootfallError, finding
from simulation.behaviour.state import new_traveller
from simulation.compiled import KERNELS
from simulation.draws import stream_key
from simulation.engines.alike import alike
from simulation.engines.kernel import Cancelled, Progress, live_piece, shape_of
from simulation.engines.pieces import CHUNK, Gathered, Piece, pieces
from simulation.measures.moments import PairedMoments
from simulation.plan import ParameterDraws, Plan

if TYPE_CHECKING:
    from distributed import Client, Future

PIECE = 100_000
"""Visitors of a piece over all its draws: about a second of work, beside which sending it costs little."""
AHEAD = 3
"""Pieces at the cluster per thread of its workers: nobody waits for the next."""
LISTEN = 10.0
"""Seconds after which a scheduler that does not answer, or one without workers, is given up."""
ALONE = 60.0
"""Seconds without any worker after which a run is given up: one that died may have been started again."""
LOOK = 0.5
"""Seconds between two looks at whether to stop."""
DEATHS = 20
"""Pieces whose workers died under them again and again, after which the run is given up."""


class OtherVersion(Exception):
    """A worker has other compiled code than whoever asks."""


def run_cluster(
    address: str,
    plan: Plan,
    draws: ParameterDraws,
    *,
    seed: int,
    stream: int,
    first_visitor: int,
    visitors_per_draw: int,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
    size: int = PIECE,
) -> PairedMoments:
    """Run every draw with its own visitors on the cluster of a scheduler; see `choose.run`.

    Args:
        address: of the scheduler, tcp:// or tls://.
        plan: the plan, offsets solved.
        draws: K rows of structure and strength.
        seed: seed of the experiment.
        stream: stream of luck.
        first_visitor: index of the first visitor of draw 0.
        visitors_per_draw: N, visitors of each draw, in every arm.
        progress: called with (visitors done, visitors in all).
        cancelled: asked twice a second; True stops the run, complete blocks are kept.
        size: visitors of a piece, over all its draws.

    Raises:
        FootfallError: when Dask is not installed, nobody answers, no worker comes, or a worker has another version.
    """
    count = len(draws.structure)
    chunk = max(min(CHUNK, size), size // count)
    waiting = pieces(count, visitors_per_draw, chunk, max(1, size // chunk))
    gathered = Gathered((count, *shape_of(plan)), visitors_per_draw)
    facts = {"first_visitor": first_visitor, "visitors_per_draw": visitors_per_draw}
    with _connected(address) as client:
        threads = _threads(client, address)
        shared = client.submit(_itself, tuple(plan), pure=False)

        def submit(piece: Piece) -> Future:
            own = ParameterDraws(draws.structure[piece.first : piece.last], draws.strength[piece.first : piece.last])
            return client.submit(work, shared, own, (seed, stream), piece, facts, KERNELS.name, pure=False)

        for piece, moments in _finished(client, address, submit, waiting, AHEAD * threads, cancelled):
            gathered.add(piece, moments)
            if progress is not None:
                progress(gathered.done, gathered.whole)
    return gathered.result()


def knock(address: str) -> None:
    """See that somebody is there who can do the work, before anything takes long; raises what `run_cluster` raises."""
    with _connected(address) as client:
        _threads(client, address)


def check_it_can(plan: Plan, engine: str) -> None:
    """FootfallError for what a cluster does not do: visitors who compete, and the SimPy engine."""
    if plan.world[0]["coupled"] > 0:
        raise _refused(
            "cluster-together",
            "visitors who compete for desks, stock or budgets live on one clock, which a cluster does not have.",
            "Run it on this machine, without --cluster.",
        )
    if engine == "simpy":
        raise _refused(
            "cluster-simpy",
            "a cluster runs the compiled engine only.",
            "Leave out either --cluster or --engine simpy: both engines give the same visitors.",
        )


def work(
    plan: tuple[Any, ...],
    draws: ParameterDraws,
    luck: tuple[int, int],
    piece: Piece,
    facts: dict[str, int],
    version: str,
) -> PairedMoments:
    """What a worker does: the visitors of one piece, whose draws these are. OtherVersion when its code is another."""
    if KERNELS.name != version:
        raise OtherVersion(KERNELS.name)
    whole = Plan(*plan)
    moved = piece._replace(first=0, last=piece.last - piece.first)
    first = facts["first_visitor"] + piece.first * facts["visitors_per_draw"]
    return live_piece(
        whole, draws, stream_key(*luck), moved, new_traveller(whole),
        first_visitor=first, visitors_per_draw=facts["visitors_per_draw"], same=alike(whole),
    )  # fmt: skip


def _itself(plan: tuple[Any, ...]) -> tuple[Any, ...]:
    return plan


def here() -> str:
    """Which compiled code this process would run."""
    return KERNELS.name


@contextmanager
def _connected(address: str) -> Iterator[Client]:
    """A client of the scheduler, quiet: what goes wrong is said by us, once."""
    try:
        import distributed
    except ModuleNotFoundError:
        raise _refused(
            "cluster-not-installed",
            "a cluster needs Dask, which is not installed here.",
            "Install Footfall with its extra 'cluster', here and on the workers.",
        ) from None
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            client = distributed.Client(address, timeout=LISTEN, set_as_default=False, name="footfall")
        except (OSError, ValueError, TypeError, RuntimeError) as error:
            raise _refused(
                "cluster-silent",
                "nobody answers as a Dask scheduler at {address}: {reason}.",
                "Start one with `dask scheduler`, and give the address that it shows.",
                address=address,
                reason=(str(error).splitlines() or [type(error).__name__])[0].rstrip("."),
            ) from None
        try:
            yield client
        finally:
            client.close(timeout=LISTEN)


def _threads(client: Client, address: str) -> int:
    """Threads of all workers, once there is one and all have our version."""
    try:
        client.wait_for_workers(1, timeout=LISTEN)
    except TimeoutError:
        raise _nobody(address) from None
    for worker, version in client.run(here, on_error="return").items():
        if version != KERNELS.name:
            raise _other(worker, version)
    return max(1, sum(map(int, client.nthreads().values())))


def _finished(
    client: Client,
    address: str,
    submit: Callable[[Piece], Future],
    waiting: Iterator[Piece],
    most: int,
    cancelled: Cancelled | None,
) -> Iterator[tuple[Piece, PairedMoments]]:
    """Pieces as they are finished, `most` at the cluster at a time; what is not finished when cancelled is dropped."""
    running: dict[Future, Piece] = {}
    ended: Queue[Future] = Queue()
    deaths, seen = 0, time.monotonic()

    def send(piece: Piece) -> None:
        future = submit(piece)
        running[future] = piece
        future.add_done_callback(ended.put)

    while cancelled is None or not cancelled():
        for piece in islice(waiting, most - len(running)):
            send(piece)
        if not running:
            return
        try:
            future = ended.get(timeout=LOOK)
        except Empty:
            if client.nthreads():
                seen = time.monotonic()
            elif time.monotonic() - seen > ALONE:
                raise _nobody(address) from None
            continue
        if future.status == "lost":  # with the worker that held it; the scheduler has it done again
            future.add_done_callback(ended.put)
            continue
        piece = running.pop(future)
        moments = _result(future, address)
        if moments is not None:
            yield piece, moments
            continue
        deaths += 1
        if deaths > DEATHS:
            raise _deadly(address)
        send(piece)
    client.cancel(list(running))


def _result(future: Future, address: str) -> PairedMoments | None:
    """What a piece came to; None when its workers died and it is to be done again."""
    from distributed import KilledWorker

    if future.status == "cancelled":
        raise _refused(
            "cluster-lost",
            "the connection to the cluster at {address} is lost.",
            "Run it again when the scheduler is back: the same seed gives the same answer.",
            address=address,
        )
    if future.status != "error":
        try:
            return future.result(timeout=ALONE)  # type: ignore[no-any-return]  # what `work` returns
        except TimeoutError:  # its worker died just now
            return None
    problem = future.exception()
    if isinstance(problem, KilledWorker):
        return None
    if isinstance(problem, OtherVersion):
        raise _other(address, str(problem))
    raise problem


def _nobody(address: str) -> FootfallError:
    return _refused(
        "cluster-empty",
        "the cluster at {address} has no workers.",
        "Start some with `dask worker` and the scheduler's address.",
        address=address,
    )


def _deadly(address: str) -> FootfallError:
    return _refused(
        "cluster-deadly",
        "the workers of the cluster at {address} die again and again.",
        "See what their own output says; each may have too little memory.",
        address=address,
    )


def _other(worker: str, version: object) -> FootfallError:
    """A worker that has another version of Footfall (a digest), or none (what happened when it was asked)."""
    mend = "Give all the same versions of Python, numpy, numba and Footfall, on the same kind of processor."
    if isinstance(version, BaseException):
        text = "the worker {worker} cannot load Footfall: {reason}."
        return _refused("cluster-without-footfall", text, mend, worker=worker, reason=str(version).rstrip("."))
    text = "the worker {worker} has another version than this program, so its visitors would be others."
    return _refused("cluster-other-version", text, mend, worker=worker)


def _refused(code: str, message: str, mend: str, **values: str) -> FootfallError:
    return FootfallError(findings=(finding("error", code, "", message, mend, **values),))
