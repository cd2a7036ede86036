"""What to run for real: the plan of a test that would show the predicted lift, and the check of a test's split."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import Field, ValidationError

from app.actions.keeping import keep
from app.actions.registry import GOOD, INTERRUPTED, Action, Flag, Outcome, Parameters
from app.actions.session import STANDARD, Session, could_not
from app.words import mark, mark_in, plural, tr
from personas.problems import FootfallError

if TYPE_CHECKING:
    from app.project.model import Project
    from simulation.experiment.result import Result


class PlanWanted(Parameters):
    """Of which experiment, for which traffic, how sure."""

    exclusive = (("counts", "result"),)

    file: Annotated[str, Flag(argument=True, metavar="FILE")]
    experiment: Annotated[str | None, Flag(metavar="ID")] = Field(
        default=None, description=mark("The experiment; not needed when there is one, or a main one.")
    )
    visitors_per_day: Annotated[float | None, Flag(metavar="N")] = Field(
        default=None, gt=0, le=1e9, description=mark("Visitors of the shop a day; without it the map's own traffic.")
    )
    power: Annotated[float, Flag(metavar="P")] = Field(
        default=0.8, ge=0.5, le=0.99, description=mark("Wanted chance that the test finds the lift (0.8).")
    )
    alpha: Annotated[float, Flag(metavar="P")] = Field(
        default=0.05, ge=0.001, le=0.2, description=mark("Accepted chance of a false alarm (0.05).")
    )
    arm: Annotated[str | None, Flag(metavar="ID")] = Field(
        default=None, description=mark("The arm that is planned for; without it the first one.")
    )
    weeks: Annotated[int | None, Flag(metavar="W")] = Field(
        default=None, ge=1, le=520, description=mark("Length of the test in weeks; without it as long as it takes.")
    )
    result: Annotated[str | None, Flag(metavar="RESULT")] = Field(
        default=None, description=mark("A result of footfall simulate --json to plan from, instead of simulating.")
    )
    counts: Annotated[str | None, Flag(metavar="C,T")] = Field(
        default=None,
        description=mark("Only check the split of a test: visitors counted per arm, the control first, with commas."),
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
        default=None, description=mark("Write the whole plan here as JSON; - is standard output.")
    )
    force: bool = Field(default=False, description=mark("Overwrite a file that is there already."))


def plan(session: Session, told: PlanWanted) -> Outcome:
    """Plan the test, or check a split; write the result where asked; give it as text."""
    session.progress(tr("Preparing"))
    from app.actions.documents import opened
    from app.project.planning import asked_for
    from simulation.experiment.watch import Stopped

    if told.json_ is not None:
        session.refuse_to_overwrite(told.json_, force=told.force, source=told.file)
    project = opened(session, told.file)
    if told.counts is not None:
        return _split(session, told, project)
    try:
        result = _simulated(session, told, project) if told.result is None else _read(session, told, project)
    except Stopped:
        session.note(tr("Stopped before there was anything to show."))
        return Outcome(code=INTERRUPTED)
    from app.actions.plan_table import plan_text
    from simulation.planning.make import plan_test

    asked = asked_for(
        project,
        result,
        told.arm or "",
        visitors_per_day=told.visitors_per_day,
        power=told.power,
        alpha=told.alpha,
        weeks=told.weeks,
    )
    found = plan_test(result, asked)
    code, kept = keep(session, found, told.json_, GOOD if result.complete else INTERRUPTED, force=told.force)
    if told.json_ == STANDARD:
        return Outcome(code=code, value=found)
    title = project.experiments[result.experiment].title if result.experiment in project.experiments else ""
    text = plan_text(found, title or project.maps[result.map].title)
    return Outcome("\n\n".join(part for part in (text, kept) if part), code, found)


def _simulated(session: Session, told: PlanWanted, project: Project) -> Result:
    from app.actions.simulate import telling
    from app.project.canonical import project_digest
    from app.project.slices import scenario
    from app.version import version
    from simulation.experiment.result import About
    from simulation.experiment.run import Settings, simulate

    settings = Settings(seed=told.seed, draws=told.draws, visitors=told.visitors, workers=told.workers)
    about = About(app_version=version(), project=project.project.title, project_digest=project_digest(project))
    with session.stoppable():
        return simulate(
            scenario(project, told.experiment, None),
            settings,
            about=about,
            progress=telling(session),
            cancelled=session.stopped,
        )


def _read(session: Session, told: PlanWanted, project: Project) -> Result:
    """A result that was written as JSON; FootfallError when the file holds none, or one of another experiment."""
    from pathlib import Path

    from simulation.experiment.result import Result

    path = told.result or STANDARD
    try:
        content = session.input().read() if path == STANDARD else Path(path).read_bytes()
    except (OSError, ValueError) as error:
        raise could_not("read", path, error) from error
    try:
        result = Result.model_validate_json(content)
    except ValidationError as error:
        raise FootfallError(
            tr("{path} holds no result. Make one with: footfall simulate FILE --json OUT", path=path)
        ) from error
    if result.map not in project.maps:
        raise FootfallError(tr("{path} is the result of a map that is not in this project.", path=path))
    if told.experiment is not None and told.experiment != result.experiment:
        raise FootfallError(tr("{path} is the result of another experiment.", path=path))
    from app.project.canonical import digest_without_runs, project_digest

    # What is kept of runs and decisions changes the file, not the answer.
    if result.project_digest not in {project_digest(project), digest_without_runs(project)}:
        session.note(tr("{path} was made before the project was changed, or of another project.", path=path))
    return result


def _split(session: Session, told: PlanWanted, project: Project) -> Outcome:
    """Whether a running test gets the visitors it should get in every arm."""
    from app.actions.plan_table import split_text
    from app.project.planning import shares_of
    from simulation.planning.split import check_split

    arms = shares_of(project, told.experiment)
    counts = _counts(told.counts or "", len(arms))
    found = check_split(counts, [share for _title, share in arms])
    code, kept = keep(session, found, told.json_, GOOD, force=told.force)
    if told.json_ == STANDARD:
        return Outcome(code=code, value=found)
    text = split_text(found, [title for title, _share in arms])
    return Outcome("\n\n".join(part for part in (text, kept) if part), code, found)


def _counts(typed: str, arms: int) -> list[int]:
    """Whole numbers with commas between them, one per arm; FootfallError in one sentence otherwise."""
    words = [word.strip() for word in typed.split(",")]
    if len(words) != arms:
        raise FootfallError(
            plural(
                "The experiment has {count} arm, so --counts takes {count} number.",
                "The experiment has {count} arms, so --counts takes {count} numbers with commas between them.",
                arms,
                count=str(arms),
            )
        )
    for word in words:
        if not (word.isascii() and word.isdigit() and len(word) <= 12):
            raise FootfallError(tr("“{text}” is no count of visitors. Write a whole number, such as 10250.", text=word))
    counts = [int(word) for word in words]
    if sum(counts) == 0 or arms < 2:
        raise FootfallError(tr("There is no split to check without visitors in two arms."))
    return counts


PLAN = Action(
    "plan",
    mark_in("action", "Plan the test"),
    mark_in("action", "Say how many visitors and weeks a real test takes, and what it will probably say."),
    PlanWanted,
    plan,
    enabled="idle",
    in_cli=True,
)
"""What to run for real."""
