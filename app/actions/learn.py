"""A policy that learns while it runs, beside the same rules as they stand.

A command of its own and no part of `simulate`: what is replicated there is a visitor, and here only a whole course of
learning is, so neither its intervals nor its numbers of visitors mean the same.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from app.actions.keeping import keep
from app.actions.registry import GOOD, INTERRUPTED, Action, Flag, Menu, Outcome, Parameters, Place
from app.actions.session import STANDARD, Session
from app.words import mark, mark_in, tr


class LearnWanted(Parameters):
    """Of which experiment, for how long."""

    file: Annotated[str, Flag(argument=True, metavar="FILE")]
    experiment: Annotated[str | None, Flag(metavar="ID")] = Field(
        default=None, description=mark("The experiment; not needed when there is one, or a main one.")
    )
    map: Annotated[str | None, Flag(metavar="ID")] = Field(
        default=None, description=mark("The map; not needed when there is one, or a main one.")
    )
    arm: Annotated[str | None, Flag(metavar="ID")] = Field(
        default=None, description=mark("The arm whose rules take turns; without it the first that learns or has rules.")
    )
    weeks: Annotated[int, Flag(metavar="W")] = Field(
        default=13, ge=1, le=260, description=mark("How long it learns, weeks (13).")
    )
    batch: Literal["day", "week"] = Field(
        default="week", description=mark("After how long it looks at what happened: day or week.")
    )
    visitors_per_week: Annotated[float | None, Flag(metavar="N")] = Field(
        default=None, gt=0, le=1e7, description=mark("Visitors of the shop a week; without it the map's own traffic.")
    )
    draws: Annotated[int | None, Flag(metavar="K")] = Field(
        default=None,
        ge=2,
        le=10_000,
        description=mark("Draws of what is not known for sure, two courses each; without it as time allows."),
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


def learn(session: Session, told: LearnWanted) -> Outcome:
    """Let it learn; write the result where asked; give it as tables."""
    session.progress(tr("Preparing"))
    from app.actions.documents import opened
    from app.actions.learn_table import learn_table
    from app.actions.simulate import setting_of, telling
    from app.project.canonical import digest_without_runs
    from app.project.slices import scenario as scenario_of
    from app.version import version
    from simulation.adaptive.learning import Schooling, let_it_learn
    from simulation.experiment.result import About
    from simulation.experiment.run import Settings
    from simulation.experiment.watch import Stopped

    if told.json_ is not None:
        session.refuse_to_overwrite(told.json_, force=told.force, source=told.file)
    project = opened(session, told.file)
    scenario = scenario_of(project, told.experiment, told.map)
    about = About(app_version=version(), project=project.project.title, project_digest=digest_without_runs(project))
    how = Schooling(
        told.weeks, told.batch, told.visitors_per_week, told.draws,
        settings=Settings(seed=told.seed, workers=told.workers),
    )  # fmt: skip
    try:
        with session.stoppable():
            found = let_it_learn(
                scenario, how, arm=told.arm or "", about=about, progress=telling(session), cancelled=session.stopped
            )
    except Stopped:
        session.note(tr("Stopped. Only a whole course of learning says anything."))
        return Outcome(code=INTERRUPTED)
    code, kept = keep(session, found, told.json_, GOOD, force=told.force)
    if told.json_ == STANDARD:
        return Outcome(code=code, value=found)
    text = learn_table(found, setting_of(project, scenario).title)
    return Outcome("\n\n".join(part for part in (text, kept) if part), code, found)


LEARN = Action(
    "learn",
    mark_in("action", "Let a policy learn"),
    mark_in(
        "action", "Let the rules of a policy take turns, and see what is learnt, what it brings and what it costs."
    ),
    LearnWanted,
    learn,
    place=Place(Menu.RUN, 0, 6),
    enabled="idle",
    in_cli=True,
)
