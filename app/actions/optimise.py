"""The best policy among those that a policy contains: which rules where, under budgets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from app.actions.keeping import keep
from app.actions.registry import GOOD, INTERRUPTED, Action, Flag, Menu, Outcome, Parameters, Place
from app.actions.session import STANDARD, Session
from app.words import mark, mark_in, tr

if TYPE_CHECKING:
    from simulation.search.best import Asked


class OptimiseWanted(Parameters):
    """Of which experiment, for which goal, within which budgets."""

    file: Annotated[str, Flag(argument=True, metavar="FILE")]
    experiment: Annotated[str | None, Flag(metavar="ID")] = Field(
        default=None, description=mark("The experiment; not needed when there is one, or a main one.")
    )
    map: Annotated[str | None, Flag(metavar="ID")] = Field(
        default=None, description=mark("The map; not needed when there is one, or a main one.")
    )
    arm: Annotated[str | None, Flag(metavar="ID")] = Field(
        default=None, description=mark("The arm whose rules are chosen from; without it the first that has any.")
    )
    goal: Literal["conversion", "margin", "both"] = Field(
        default="conversion", description=mark("What is to be as high as possible: conversion, margin or both.")
    )
    only_rules: bool = Field(
        default=False, description=mark("Choose only which rules speak: not in which phases, to whom or how often.")
    )
    budget_messages: Annotated[float | None, Flag(metavar="N")] = Field(
        default=None, ge=0, le=1000, description=mark("At most so many messages a visit, on average.")
    )
    budget_discount: Annotated[float | None, Flag(metavar="M")] = Field(
        default=None, ge=0, le=1e12, description=mark("At most so much discount money a day.")
    )
    budget_mails: Annotated[float | None, Flag(metavar="N")] = Field(
        default=None, ge=0, le=1e12, description=mark("At most so many mails and advertisements a day.")
    )
    trials: Annotated[int, Flag(metavar="N")] = Field(
        default=160, ge=0, le=100_000, description=mark("Policies to try beside the combinations of rules (160).")
    )
    visitors: Annotated[int | None, Flag(metavar="N")] = Field(
        default=None,
        ge=1,
        le=10**7,
        description=mark("Visitors per draw, of the search and of the judgement; without it as many as it takes."),
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


def optimise(session: Session, told: OptimiseWanted) -> Outcome:
    """Search; judge the winner on fresh visitors; write the result where asked; give it as a table."""
    session.progress(tr("Preparing"))
    from app.actions.documents import opened
    from app.actions.optimise_table import best_table
    from app.actions.simulate import setting_of, telling
    from app.project.canonical import digest_without_runs
    from app.project.slices import scenario as scenario_of
    from app.version import version
    from simulation.experiment.result import About
    from simulation.experiment.watch import Stopped
    from simulation.search.best import optimise as search

    if told.json_ is not None:
        session.refuse_to_overwrite(told.json_, force=told.force, source=told.file)
    project = opened(session, told.file)
    scenario = scenario_of(project, told.experiment, told.map)
    about = About(app_version=version(), project=project.project.title, project_digest=digest_without_runs(project))
    try:
        with session.stoppable():
            best = search(
                scenario, _asked(told), arm=told.arm or "", about=about, progress=telling(session),
                cancelled=session.stopped,
            )  # fmt: skip
    except Stopped:
        session.note(tr("Stopped. A search that is not finished has no result."))
        return Outcome(code=INTERRUPTED)
    code, kept = keep(session, best, told.json_, GOOD, force=told.force)
    if told.json_ == STANDARD:
        return Outcome(code=code, value=best)
    text = best_table(best, setting_of(project, scenario).title)
    return Outcome("\n\n".join(part for part in (text, kept) if part), code, best)


def _asked(told: OptimiseWanted) -> Asked:
    from simulation.experiment.run import Settings
    from simulation.search.bench import Budgets
    from simulation.search.best import Asked

    return Asked(
        goal=told.goal,
        budgets=Budgets(told.budget_messages, told.budget_discount, told.budget_mails),
        only_rules=told.only_rules,
        trials=told.trials,
        visitors=told.visitors,
        settings=Settings(seed=told.seed, draws=told.draws, visitors=told.visitors, workers=told.workers),
    )


OPTIMISE = Action(
    "optimise",
    mark_in("action", "Find the best policy"),
    mark_in("action", "Find which rules of a policy to keep, where and for whom, within budgets."),
    OptimiseWanted,
    optimise,
    keys=("Ctrl+Alt+F9",),
    place=Place(Menu.RUN, 0, 5),
    enabled="idle",
    in_cli=True,
)
