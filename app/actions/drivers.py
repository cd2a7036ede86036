"""Why a variant does what it does, what its answer hangs on, and what to measure first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from app.actions.keeping import keep
from app.actions.registry import GOOD, INTERRUPTED, Action, Flag, Menu, Outcome, Parameters, Place
from app.actions.session import STANDARD, Session
from app.words import mark, mark_in, tr

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.project.model import Project


class DriversWanted(Parameters):
    """Of which variant, and how thoroughly."""

    file: Annotated[str, Flag(argument=True, metavar="FILE")]
    experiment: Annotated[str | None, Flag(metavar="ID")] = Field(
        default=None, description=mark("The experiment; not needed when there is one, or a main one.")
    )
    map: Annotated[str | None, Flag(metavar="ID")] = Field(
        default=None, description=mark("The map; not needed when there is one, or a main one.")
    )
    arm: Annotated[str | None, Flag(metavar="ID")] = Field(
        default=None, description=mark("The variant to explain; without it the first.")
    )
    screen: Annotated[int, Flag(metavar="N")] = Field(
        default=0,
        ge=0,
        le=1000,
        description=mark("Also screen all assumptions at once (Morris) along so many paths; slow. 0: not."),
    )
    visitors: Annotated[int | None, Flag(metavar="N")] = Field(
        default=None,
        ge=1,
        le=10**8,
        description=mark("Visitors per draw and combination; without it as many as fit in about a minute."),
    )
    draws: Annotated[int, Flag(metavar="K")] = Field(
        default=200, ge=1, le=100_000, description=mark("Draws of what is not known for sure (200).")
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


def drivers(session: Session, told: DriversWanted) -> Outcome:
    """Explain a variant; write the result where asked; give the tables."""
    session.progress(tr("Preparing"))
    from app.actions.documents import opened
    from app.actions.drivers_table import drivers_table
    from app.actions.simulate import telling
    from app.project.canonical import digest_without_runs
    from app.project.slices import scenario as scenario_of
    from app.version import version
    from simulation.drivers.study import Effort, explain
    from simulation.experiment.result import About
    from simulation.experiment.run import Settings
    from simulation.experiment.watch import Stopped

    if told.json_ is not None:
        session.refuse_to_overwrite(told.json_, force=told.force, source=told.file)
    project = opened(session, told.file)
    scenario = scenario_of(project, told.experiment, told.map)
    about = About(app_version=version(), project=project.project.title, project_digest=digest_without_runs(project))
    settings = Settings(seed=told.seed, draws=told.draws, visitors=told.visitors, workers=told.workers)
    try:
        with session.stoppable():
            found = explain(
                scenario,
                told.arm,
                settings,
                effort=Effort(trajectories=told.screen),
                about=about,
                titles=pain_titles(project),
                progress=telling(session),
                cancelled=session.stopped,
            )
    except Stopped:
        session.note(tr("Stopped before there was anything to show."))
        return Outcome(code=INTERRUPTED)
    if not found.complete:
        session.note(tr("Stopped early; what was done is kept."))
    code, kept = keep(session, found, told.json_, GOOD if found.complete else INTERRUPTED, force=told.force)
    if told.json_ == STANDARD:
        return Outcome(code=code, value=found)
    return Outcome("\n\n".join(part for part in (drivers_table(found), kept) if part), code, found)


def pain_titles(project: Project) -> Mapping[str, str]:
    """What pain points say, by id."""
    return {key: project.cards[one.card].text for key, one in project.pains.items() if one.card in project.cards}


DRIVERS = Action(
    "drivers",
    mark_in("action", "What drives it"),
    mark_in("action", "Say what each rule and change brings, what the answer hangs on, and what to measure first."),
    DriversWanted,
    drivers,
    keys=("Alt+F9",),
    place=Place(Menu.RUN, 0, 3),
    enabled="idle",
    in_cli=True,
)
