"""One synthetic visitor's journey, told as a person would."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from app.actions.json_text import json_bytes
from app.actions.registry import INTERRUPTED, Action, Flag, Outcome, Parameters
from app.actions.session import STANDARD, Session
from app.words import mark, mark_in, number, tr
from personas.problems import FootfallError

if TYPE_CHECKING:
    from app.actions.story_text import Chapter
    from simulation.traces.life import Person
    from simulation.traces.walk import Walk

MOST_COUPLED = 10_000
"""Where visitors compete, whoever came before must be simulated too: nobody beyond this number is told of."""


class Story(Parameters):
    """Whose story, and where."""

    file: Annotated[str, Flag(argument=True, metavar="FILE")]
    visitor: Annotated[int, Flag(metavar="N")] = Field(
        ge=0, lt=2**47, description=mark("Number of the visitor, as it stands in the events of a run.")
    )
    arm: Annotated[str | None, Flag(metavar="ID")] = Field(
        default=None, description=mark("The variant to follow; without it the first one.")
    )
    experiment: Annotated[str | None, Flag(metavar="ID")] = Field(
        default=None, description=mark("The experiment; not needed when there is one, or a main one.")
    )
    map: Annotated[str | None, Flag(metavar="ID")] = Field(
        default=None, description=mark("The map; not needed when there is one, or a main one.")
    )
    seed: Annotated[int, Flag(metavar="S")] = Field(
        default=1, ge=0, lt=2**64, description=mark("Start of all chance; the same seed, the same visitor (1).")
    )
    draw: Annotated[int | None, Flag(metavar="K")] = Field(
        default=None,
        ge=1,
        le=100_000,
        description=mark("Let messages work as in this draw of a run; without it as they are expected to."),
    )
    json_: Annotated[str | None, Flag(name="--json", metavar="OUT")] = Field(
        default=None, description=mark("Write the story and its events here as JSON; - is standard output.")
    )
    force: bool = Field(default=False, description=mark("Overwrite a file that is there already."))


def story(session: Session, told: Story) -> Outcome:
    """Let one visitor live in one variant and in the control, and tell it."""
    session.progress(tr("Preparing"))
    from app.actions.documents import opened
    from app.actions.simulate import telling
    from app.actions.story_text import Teller
    from app.project.slices import scenario as scenario_of
    from simulation.experiment.run import Settings, prepare
    from simulation.experiment.watch import Stopped
    from simulation.traces.life import life, person

    if told.json_ is not None:
        session.refuse_to_overwrite(told.json_, force=told.force, source=told.file)
    scenario = scenario_of(opened(session, told.file), told.experiment, told.map)
    place = _arm(told.arm, {arm.id: arm.title for arm in scenario.arms})
    draws = 1 if told.draw is None else max(2, told.draw)
    try:
        with session.stoppable():
            walk = prepare(
                scenario,
                Settings(seed=told.seed, draws=draws),
                progress=telling(session),
                cancelled=session.stopped,
            )
    except Stopped:
        session.note(tr("Stopped."))
        return Outcome(code=INTERRUPTED)
    if walk.coupled and told.visitor >= MOST_COUPLED:
        raise FootfallError(
            tr(
                "Visitors compete here, so whoever came earlier has to be simulated too. Choose one before {most}.",
                most=number(MOST_COUPLED),
            )
        )
    k = 0 if told.draw is None else told.draw - 1
    rows = life(walk, told.visitor, place, k)
    control = life(walk, told.visitor, 0, k) if place else rows
    who = person(walk, told.visitor, place)
    chapters = Teller(walk, who, place).chapters(rows, control if place else None)
    content = _content(told, walk, place, who, chapters)
    content["events"] = _events(walk, rows, k)
    if told.json_ is not None:
        session.write(told.json_, json_bytes(content), force=told.force)
    if told.json_ == STANDARD:
        return Outcome(value=content)
    kept = [tr("The story and its events are in {path}.", path=told.json_)] if told.json_ is not None else []
    return Outcome("\n\n".join([*(chapter.text() for chapter in chapters), *kept]), value=content)


def _arm(wanted: str | None, titles: dict[str, str]) -> int:
    """Place of the arm: the one that is wanted, else the first variant, else the control."""
    names = list(titles)
    if wanted is None:
        return min(1, len(names) - 1)
    if wanted in names:
        return names.index(wanted)
    listed = ", ".join(f"{key} ({title})" for key, title in titles.items())
    raise FootfallError(tr("There is no variant {id}; there is: {listed}.", id=wanted, listed=listed))


def _content(told: Story, walk: Walk, place: int, who: Person, chapters: list[Chapter]) -> dict[str, Any]:
    arm = walk.scenario.arms[place]
    return {
        "format": "footfall-story",
        "version": 1,
        "map": walk.scenario.slice.id,
        "experiment": walk.scenario.experiment_id,
        "arm": arm.id,
        "visitor": told.visitor,
        "seed": told.seed,
        "draw": told.draw,
        "person": {
            "persona": who.persona,
            "device": who.device,
            "consent": who.consent,
            "login": who.login,
            "customer": who.customer,
            "known": who.known,
            "products_considered": who.products,
            "order_value": who.spends,
            "keenness": round(who.keen, 3),
        },
        "chapters": [{"title": chapter.title, "lines": chapter.lines} for chapter in chapters],
    }


def _events(walk: Walk, rows: Any, k: int) -> list[dict[str, Any]]:
    """The events as rows of the trace's table, without what says nothing."""
    from simulation.traces.table import COLUMNS, Labels, batch
    from simulation.traces.text import table

    labels = Labels.of(walk)
    names = [column.name for column in COLUMNS]
    cells = table(batch(walk.compiled.plan, labels, rows, k), labels.texts)
    return [{name: cell for name, cell in zip(names, row, strict=True) if cell is not None} for row in cells]


STORY = Action(
    "story",
    mark_in("action", "One visitor's story"),
    mark_in("action", "Tell one synthetic visitor's journey in plain words, and where it parts from the control."),
    Story,
    story,
    in_cli=True,
)
