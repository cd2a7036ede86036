"""What single visitors of a run did, written beside its answer."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Literal

from app.actions.session import STANDARD, Session
from app.words import number, plural, tr
from personas.problems import FootfallError

if TYPE_CHECKING:
    from simulation.experiment.result import Traced
    from simulation.traces.walk import Walk

Form = Literal["parquet", "csv", "xes", "jsonl"]
FORMS: tuple[Form, ...] = ("parquet", "csv", "xes", "jsonl")


class _Enough(Exception):
    """The user does not want to wait for the rest of the events."""


def form_of(path: str, form: Form | None) -> Form:
    """As what a trace is written: as told, else as the name's ending says. FootfallError when neither says so."""
    if path == STANDARD and form == "parquet":
        raise FootfallError(tr("A Parquet file cannot go to standard output. Give the name of a file."))
    if form is not None:
        return form
    if path == STANDARD:
        raise FootfallError(
            tr("Say with --trace-format as what the events are to be written: {forms}.", forms=", ".join(FORMS))
        )
    ending = PurePath(path).suffix.lower().removeprefix(".")
    for one in FORMS:
        if ending == one:
            return one
    raise FootfallError(
        tr(
            "{path}: the ending of a file of events says as what it is written, and must be one of {forms}.",
            path=path,
            forms=", ".join(f".{one}" for one in FORMS),
        )
    )


def write(session: Session, walk: Walk, path: str, form: Form, most: int, *, force: bool) -> Traced | None:
    """Write the events of the first `most` visitors of a run, in every arm; none when it was stopped meanwhile."""
    from simulation.experiment.result import Traced
    from simulation.traces.write import write_trace

    stopped = session.stopped()  # a run that was stopped is written all the same

    def watch(part: float) -> None:
        session.progress(tr("Writing what visitors did"), part)
        if session.stopped() and not stopped:
            raise _Enough

    session.progress(tr("Writing what visitors did"), 0.0)
    try:
        with session.stoppable():
            if path == STANDARD:
                events = write_trace(walk, session.output(), form, most=most, watch=watch)
                session.output().flush()
            else:
                with session.written(path, force=force) as beside:
                    events = write_trace(walk, beside, form, most=most, watch=watch)
    except _Enough:
        session.note(tr("Stopped; the events were not written."))
        return None
    return Traced(file=path, form=form, visitors=min(most, walk.visitors), of=walk.visitors, events=events)


def sentence(traced: Traced) -> str:
    """Where the events are, and of how many visitors."""
    events = plural("{count} event", "{count} events", traced.events, count=number(traced.events))
    return tr(
        "What {visitors} of {all} visitors did in every variant ({events}) is in {path}.",
        visitors=number(traced.visitors),
        all=number(traced.of),
        events=events,
        path=traced.file,
    )
