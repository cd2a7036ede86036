"""What every pain point of a map costs a month, and what that rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import Field, ValidationError

from app.actions.keeping import keep
from app.actions.registry import GOOD, INTERRUPTED, Action, Flag, Menu, Outcome, Parameters, Place
from app.actions.session import STANDARD, Session, could_not
from app.words import mark, mark_in, tr
from personas.problems import FootfallError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from maps.layout.options import Prices as Tags
    from simulation.experiment.price_list import Prices


class PricesWanted(Parameters):
    """Of which map, and how precisely."""

    file: Annotated[str, Flag(argument=True, metavar="FILE")]
    map: Annotated[str | None, Flag(metavar="ID")] = Field(
        default=None, description=mark("The map; not needed when there is one, or a main one.")
    )
    visitors: Annotated[int | None, Flag(metavar="N")] = Field(
        default=None,
        ge=1,
        le=10**9,
        description=mark("Visitors per draw and arm; without it a pilot finds out how many it takes."),
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


def prices(session: Session, told: PricesWanted) -> Outcome:
    """Price every pain point; write the result where asked; give the table, the most expensive first."""
    session.progress(tr("Preparing"))
    from app.actions.documents import opened
    from app.actions.price_table import price_table
    from app.actions.simulate import setting_of, telling
    from app.project.canonical import digest_without_runs
    from app.project.slices import scenario as scenario_of
    from app.version import version
    from simulation.experiment.prices import price_pains
    from simulation.experiment.result import About
    from simulation.experiment.run import Settings
    from simulation.experiment.watch import Stopped

    if told.json_ is not None:
        session.refuse_to_overwrite(told.json_, force=told.force, source=told.file)
    project = opened(session, told.file)
    scenario = scenario_of(project, None, told.map)
    about = About(app_version=version(), project=project.project.title, project_digest=digest_without_runs(project))
    settings = Settings(seed=told.seed, draws=told.draws, visitors=told.visitors, workers=told.workers)
    try:
        with session.stoppable():
            found = price_pains(scenario, settings, about=about, progress=telling(session), cancelled=session.stopped)
    except Stopped:
        session.note(tr("Stopped before there was anything to show."))
        return Outcome(code=INTERRUPTED)
    code, kept = _kept(session, told, found)
    if told.json_ == STANDARD:
        return Outcome(code=code, value=found)
    text = price_table(found, setting_of(project, scenario))
    return Outcome("\n\n".join(part for part in (text, kept) if part), code, found)


def _kept(session: Session, told: PricesWanted, found: Prices) -> tuple[int, str]:
    """The exit code, and a sentence on where the result was written; what cannot be written is no reason to hide it."""
    code = GOOD if found.complete else INTERRUPTED
    if not found.complete:
        session.note(tr("Stopped early; what was done is kept."))
    return keep(session, found, told.json_, code, force=told.force)


def tags_of(found: Prices, *, stale: bool) -> Mapping[str, Tags]:
    """The prices as a picture of the map shows them, by map: with no more digits than they are worth."""
    from app.actions.price_table import about
    from maps.layout.options import Prices as Tags

    return {found.map: Tags({card: about(price) for card, price in found.by_card().items()}, stale)}


def read_prices(session: Session, path: str) -> Prices:
    """Prices that were written as JSON; FootfallError when the file holds none."""
    from pathlib import Path

    from simulation.experiment.price_list import Prices

    try:
        content = session.input().read() if path == STANDARD else Path(path).read_bytes()
    except (OSError, ValueError) as error:
        raise could_not("read", path, error) from error
    try:
        return Prices.model_validate_json(content)
    except ValidationError as error:
        raise FootfallError(
            tr("{path} holds no prices. Make them with: footfall prices FILE --json OUT", path=path)
        ) from error


PRICES = Action(
    "prices",
    mark_in("action", "Price the pain points"),
    mark_in("action", "Say what each pain point of a map costs a month, the most expensive first."),
    PricesWanted,
    prices,
    keys=("Shift+F9",),
    place=Place(Menu.RUN, 0, 2),
    enabled="idle",
    in_cli=True,
)
