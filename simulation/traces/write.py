"""One way out for traces: which visitors, as what, to where."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, Final, Literal, get_args

from simulation.traces.table import EPOCH, Batch, Labels, batch
from simulation.traces.walk import MOST_VISITORS, Walk

Format = Literal["parquet", "csv", "xes", "jsonl"]
FORMATS: Final[tuple[Format, ...]] = get_args(Format)
Watch = Callable[[float], None]
"""Called with the part that is done; what it raises stops the writing."""


def settings_of(walk: Walk, most: int = MOST_VISITORS) -> dict[str, object]:
    """What was run and how much of it is traced, as it stands in the files."""
    journey = walk.scenario.slice
    return {
        "format": "footfall-trace",
        "version": 1,
        "map": journey.id,
        "experiment": walk.scenario.experiment_id,
        "currency": journey.map.currency,
        "seed": walk.seed,
        "stream": walk.stream,
        "draws": len(walk.draws.structure),
        "visitors_run": walk.visitors,
        "visitors_traced": min(most, walk.visitors),
        "epoch": EPOCH.isoformat(),
        "time_zone": journey.map.world.time_zone,
    }


def write_trace(
    walk: Walk,
    out: Path | BinaryIO,
    form: Format,
    *,
    most: int = MOST_VISITORS,
    watch: Watch | None = None,
) -> int:
    """Write the first `most` visitors of a run, in every arm, in batches; returns the number of events.

    Args:
        walk: the run.
        out: a path, or for the formats made of text a binary stream.
        form: as what.
        most: visitors of each arm.
        watch: told how far it has come.
    """
    from simulation.traces import ga4, parquet, text

    labels = Labels.of(walk)
    counter = _Counter(walk, labels, most, watch)
    if isinstance(out, Path) and form != "parquet":
        with out.open("wb") as stream:
            return write_trace(walk, stream, form, most=most, watch=watch)
    settings = settings_of(walk, most)
    if isinstance(out, Path):
        parquet.write_parquet(counter.batches(), labels, settings, out)
    elif form == "csv":
        text.write_csv(counter.batches(), labels, out)
    elif form == "xes":
        text.write_xes(counter.batches(), labels, settings, out)
    elif form == "jsonl":
        ga4.write_ga4(counter.batches(), labels, settings, out)
    else:
        raise ValueError("a Parquet file needs a path")
    return counter.events


class _Counter:
    """Batches of a walk, one arm of some visitors at a time, counted as they go by."""

    def __init__(self, walk: Walk, labels: Labels, most: int, watch: Watch | None) -> None:
        self.walk, self.labels, self.most, self.watch = walk, labels, most, watch
        self.events = 0

    def batches(self) -> Iterator[Batch]:
        done, whole = 0, max(1, min(self.most, self.walk.visitors))
        for span in self.walk.spans(self.most):
            for arm in range(len(self.walk.compiled.plan.arms)):
                rows = self.walk.events(span, arm)
                self.events += len(rows)
                yield batch(self.walk.compiled.plan, self.labels, rows, span.draw)
            done += len(span.visitors)
            if self.watch is not None:
                self.watch(done / whole)
