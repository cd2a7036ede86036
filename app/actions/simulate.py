"""Run an experiment and say what came of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from app.actions import trace
from app.actions.keeping import keep
from app.actions.registry import (
    GOOD,
    INTERRUPTED,
    WRONG,
    Action,
    Flag,
    Menu,
    Outcome,
    Parameters,
    Place,
)
from app.actions.session import STANDARD, Session
from app.actions.trace import Form
from app.words import error_line, mark, mark_in, tr
from personas.problems import FootfallError

if TYPE_CHECKING:
    from app.actions.answer import Setting
    from app.project.model import Project
    from simulation.experiment.result import Result
    from simulation.experiment.watch import Progress
    from simulation.scenario import Scenario
    from simulation.traces.walk import Walk

_STAGES = {
    "compile": mark("Fitting the drawn shares"),
    "pilot": mark("Finding out how many visitors it takes"),
    "simulate": mark("Simulating"),
    "search": mark("Trying policies"),
    "analyse": mark("Working out the lift"),
}


class Simulate(Parameters):
    """What to run, and how precisely."""

    exclusive = (("visitors", "precision"),)

    file: Annotated[str, Flag(argument=True, metavar="FILE")]
    map: Annotated[str | None, Flag(metavar="ID")] = Field(
        default=None, description=mark("The map; not needed when there is one, or a main one.")
    )
    experiment: Annotated[str | None, Flag(metavar="ID")] = Field(
        default=None, description=mark("The experiment; not needed when there is one, or a main one.")
    )
    fix: Annotated[tuple[str, ...], Flag(metavar="CHANGE")] = Field(
        default=(),
        description=mark(
            "One more arm with this changed: a pain point's id (solved), TOUCHPOINT:pains, TOUCHPOINT:dwell=SECONDS, "
            "LINK=SHARE, LINK:keeps or LINK:loses; several with commas between them; may be given again."
        ),
    )
    visitors: Annotated[int | None, Flag(metavar="N")] = Field(
        default=None,
        ge=1,
        le=10**9,
        description=mark("Visitors per draw and arm; without it a pilot finds out. Where they compete: per shop."),
    )
    precision: Annotated[float | None, Flag(metavar="PP")] = Field(
        default=None,
        gt=0,
        le=100,
        description=mark("Run until simulation noise is below this many percentage points."),
    )
    draws: Annotated[int, Flag(metavar="K")] = Field(
        default=400, ge=1, le=100_000, description=mark("Draws of what is not known for sure (400).")
    )
    seed: Annotated[int, Flag(metavar="S")] = Field(
        default=1, ge=0, lt=2**64, description=mark("Start of all chance; the same seed, the same answer (1).")
    )
    engine: Literal["auto", "compiled", "simpy"] = Field(
        default="auto", description=mark("Compiled is fast, SimPy can be followed; both give the same visitors.")
    )
    workers: Annotated[int, Flag(metavar="N")] = Field(
        default=0,
        ge=0,
        le=1024,
        description=mark("Threads to use, 0 for one per processor; the answer stays the same."),
    )
    cluster: Annotated[str | None, Flag(metavar="ADDRESS")] = Field(
        default=None,
        pattern=r"^(tcp|tls)://\S+:[0-9]{1,5}$",
        description=mark("Let the workers of a Dask scheduler do it, tcp://… or tls://…; the answer stays the same."),
    )
    json_: Annotated[str | None, Flag(name="--json", metavar="OUT")] = Field(
        default=None, description=mark("Write the whole result here as JSON; - is standard output.")
    )
    report: Annotated[str | None, Flag(metavar="OUT")] = Field(
        default=None, description=mark("Write a report for whoever was not there: .html or .pdf.")
    )
    trace: Annotated[str | None, Flag(metavar="OUT")] = Field(
        default=None,
        description=mark("Write what single visitors did here; the ending says as what: .parquet, .csv, .xes, .jsonl."),
    )
    trace_visitors: Annotated[int, Flag(metavar="N")] = Field(
        default=2000, ge=1, le=10**9, description=mark("Of how many visitors, in every variant (2,000).")
    )
    trace_format: Form | None = Field(default=None, description=mark("As what, whatever the ending."))
    force: bool = Field(default=False, description=mark("Overwrite a file that is there already."))


def simulate(session: Session, told: Simulate) -> Outcome:
    """Run the experiment; write the result where asked; give the table that a marketer reads."""
    session.progress(tr("Preparing"))
    from app.actions.documents import opened
    from app.actions.fixes import with_fixes
    from app.project.slices import scenario as scenario_of
    from simulation.experiment.watch import Stopped

    form = _checked(session, told)
    project = opened(session, told.file)
    scenario = with_fixes(scenario_of(project, told.experiment, told.map), told.fix)
    try:
        with session.stoppable():
            result, walk = _run(session, project, scenario, told)
    except Stopped:
        session.note(tr("Stopped before there was anything to show."))
        return Outcome(code=INTERRUPTED)
    code = GOOD if result.complete else INTERRUPTED
    if told.trace is not None and form is not None:
        try:
            traced = trace.write(session, walk, told.trace, form, told.trace_visitors, force=told.force)
        except FootfallError as error:
            session.note(error_line(str(error)))
            code = WRONG
        else:
            result = result.model_copy(update={"trace": traced})
            code = code if traced is not None else INTERRUPTED
    outcome = _told(session, told, result, setting_of(project, scenario), code)
    return outcome if told.report is None else _reported(session, told, project, scenario, outcome)


def _reported(session: Session, told: Simulate, project: Project, scenario: Scenario, outcome: Outcome) -> Outcome:
    """The same with a report beside it; one that cannot be written costs nothing else."""
    from app.actions.report.make import write_report
    from simulation.experiment.run import Settings

    try:
        effort = Settings(seed=told.seed, draws=min(told.draws, 200), visitors=told.visitors, workers=told.workers)
        said = write_report(session, project, scenario, outcome.value, str(told.report), effort, force=told.force)
    except FootfallError as error:
        session.note(error_line(str(error)))
        return replace(outcome, code=WRONG)
    return replace(outcome, text=f"{outcome.text}\n\n{said}" if outcome.text else "")


def _checked(session: Session, told: Simulate) -> Form | None:
    """Refuse what cannot be written before any work is done; as what the events are written, if they are."""
    if told.json_ is not None:
        session.refuse_to_overwrite(told.json_, force=told.force, source=told.file)
    if told.report is not None:
        from app.formats.report.path import is_pdf

        is_pdf(told.report)
        session.refuse_to_overwrite(told.report, force=told.force, source=told.file)
    if told.trace is None:
        return None
    if told.trace == told.json_:
        raise FootfallError(tr("The result and the events cannot both go to {path}.", path=told.trace))
    session.refuse_to_overwrite(told.trace, force=told.force, source=told.file)
    return trace.form_of(told.trace, told.trace_format)


def _told(session: Session, told: Simulate, result: Result, setting: Setting, code: int) -> Outcome:
    """Write the result where asked and give the table; what cannot be written must not cost the table too."""
    from app.actions.answer import answer

    code, kept = keep(session, result, told.json_, code, force=told.force)
    if not result.complete:
        session.note(tr("Stopped early; what was done is kept."))
    if STANDARD in (told.json_, told.trace):
        return Outcome(code=code, value=result)
    events = trace.sentence(result.trace) if result.trace is not None else ""
    return Outcome("\n\n".join(part for part in (answer(result, setting), events, kept) if part), code, result)


def _run(session: Session, project: Project, scenario: Scenario, told: Simulate) -> tuple[Result, Walk]:
    from app.project.canonical import project_digest
    from app.version import version
    from simulation.experiment.result import About
    from simulation.experiment.run import Settings
    from simulation.experiment.run import simulate as run

    settings = Settings(
        seed=told.seed,
        draws=told.draws,
        visitors=told.visitors,
        precision=None if told.precision is None else told.precision / 100,
        workers=told.workers,
        cluster=told.cluster or "",
        engine=told.engine,
    )
    about = About(
        app_version=version(),
        project=project.project.title,
        project_digest=project_digest(project),
    )
    walks: list[Walk] = []
    result = run(
        scenario, settings, about=about, progress=telling(session), cancelled=session.stopped, walked=walks.append
    )
    return result, walks[0]


def telling(session: Session) -> Progress:
    """What a run tells of its progress, in the session's words."""

    def tell(part: float, left: float | None, stage: str) -> None:
        begun = part > 0.0  # the first time half a minute goes by before anything is: the model is compiled
        session.progress(tr(_STAGES.get(stage, stage)) if begun else tr("Preparing"), part, left)

    return tell


def setting_of(project: Project, scenario: Scenario) -> Setting:
    """What the answer's reader has to know of the project: its title, the names of its personas, its traffic."""
    from app.actions.answer import Setting

    journey = scenario.slice.map
    title = journey.title if scenario.experiment is None else f"{journey.title} · {scenario.experiment.title}"
    return Setting(
        title or project.project.title,
        {key: persona.name for key, persona in scenario.slice.personas.items()},
        journey.world.visitors_per_week.value,
    )


SIMULATE = Action(
    "simulate",
    mark_in("action", "Run"),
    mark_in("action", "Simulate an experiment and say what lift to expect, how sure that is and what it costs."),
    Simulate,
    simulate,
    keys=("F9", "Ctrl+R"),
    place=Place(Menu.RUN, 0, 0),
    enabled="idle",
    in_cli=True,
)
