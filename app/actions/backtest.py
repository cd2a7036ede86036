"""Past tests beside what is predicted of them, and whether the label goes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from app.actions.keeping import keep
from app.actions.registry import GOOD, INTERRUPTED, Action, Flag, Outcome, Parameters
from app.actions.session import STANDARD, Session, could_not
from app.words import mark, mark_in, tr

if TYPE_CHECKING:
    from app.project.model import Project


class BacktestWanted(Parameters):
    """Of which map, with which tests."""

    file: Annotated[str, Flag(argument=True, metavar="FILE")]
    map: Annotated[str | None, Flag(metavar="ID")] = Field(
        default=None, description=mark("The map; not needed when there is one, or a main one.")
    )
    tests: Annotated[str | None, Flag(metavar="CSV")] = Field(
        default=None, description=mark("Past tests in a table of text, looked at beside those of the project.")
    )
    visitors: Annotated[int | None, Flag(metavar="N")] = Field(
        default=None, ge=1, le=10**9, description=mark("Visitors per draw and arm to simulate; else a pilot finds out.")
    )
    draws: Annotated[int, Flag(metavar="K")] = Field(
        default=400, ge=1, le=100_000, description=mark("Draws of what is not known for sure (400).")
    )
    seed: Annotated[int, Flag(metavar="S")] = Field(
        default=1, ge=0, lt=2**64, description=mark("Start of all chance; the same seed, the same answer (1).")
    )
    workers: Annotated[int, Flag(metavar="N")] = Field(
        default=0,
        ge=0,
        le=1024,
        description=mark("Threads to use, 0 for one per processor; the answer stays the same."),
    )
    json_: Annotated[str | None, Flag(name="--json", metavar="OUT")] = Field(
        default=None, description=mark("Write the whole result here as JSON; - is standard output.")
    )
    force: bool = Field(default=False, description=mark("Overwrite a file that is there already."))


def backtest(session: Session, told: BacktestWanted) -> Outcome:
    """Predict every past test; write the result where asked; give the table. The project itself stays as it is."""
    session.progress(tr("Preparing"))
    from app.actions.backtest_table import backtest_text
    from app.actions.documents import opened
    from app.actions.simulate import telling
    from app.project.canonical import digest_without_runs
    from app.project.past_tests import of_map
    from app.project.slices import of_map as scenario_of_map
    from app.version import version
    from simulation.backtest.run import backtest as run
    from simulation.experiment.result import About
    from simulation.experiment.run import Settings

    if told.json_ is not None:
        session.refuse_to_overwrite(told.json_, force=told.force, source=told.file)
    project = opened(session, told.file)
    base = scenario_of_map(project, told.map)
    project = _with_tests(session, told, project, base.slice.id)
    settings = Settings(seed=told.seed, draws=told.draws, visitors=told.visitors, workers=told.workers)
    about = About(app_version=version(), project=project.project.title, project_digest=digest_without_runs(project))
    with session.stoppable():
        found = run(
            base,
            of_map(project, base.slice.id),
            settings,
            about=about,
            progress=telling(session),
            cancelled=session.stopped,
        )
    code, kept = keep(session, found, told.json_, GOOD if found.complete else INTERRUPTED, force=told.force)
    if not found.complete:
        session.note(tr("Stopped early; what was done is kept."))
    if told.json_ == STANDARD:
        return Outcome(code=code, value=found)
    own = {row.key: row.title for row in project.techniques.values() if row.title}
    text = backtest_text(found, base.slice.map.title or project.project.title, own)
    return Outcome("\n\n".join(part for part in (text, kept) if part), code, found)


def _with_tests(session: Session, told: BacktestWanted, project: Project, map_id: str) -> Project:
    """The project with the tests of the table that was named; nothing of it is kept in the file."""
    if told.tests is None:
        return project
    from app.formats.past_tests import read_tests
    from app.project.edits import apply
    from app.project.past_tests import add
    from app.project.slices import map_slice

    try:
        data = session.input().read() if told.tests == STANDARD else Path(told.tests).read_bytes()
    except (OSError, ValueError) as error:
        raise could_not("read", told.tests, error) from error
    tests = read_tests(data, told.tests, project, map_slice(project, map_id))
    return apply(project, add(project, tests))


BACKTEST = Action(
    "backtest",
    mark_in("action", "Check against past tests"),
    mark_in("action", "Predict every past test without knowing it, and put it beside what was measured."),
    BacktestWanted,
    backtest,
    enabled="idle",
    in_cli=True,
)
"""Past tests beside what is predicted of them."""
