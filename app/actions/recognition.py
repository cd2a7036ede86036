"""What recognising the phase is worth to a policy: page type, score card and three benchmarks beside one another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from app.actions.keeping import keep
from app.actions.registry import GOOD, INTERRUPTED, Action, Flag, Outcome, Parameters
from app.actions.session import STANDARD, Session
from app.actions.tables import Column, Row, table, wrapped
from app.words import NOTHING, mark, mark_in, message, name, number, percent, tr
from personas.problems import Finding

if TYPE_CHECKING:
    from simulation.experiment.recognition import Caps, Contrast, ModeResult, Recognition
    from simulation.experiment.result import Change, Warned

_SHOPS: tuple[str, ...] = ("page-type", "score-card")
"""Ways of seeing that a shop can have: their tables are shown."""


class Recognise(Parameters):
    """What to compare, and how precisely."""

    file: Annotated[str, Flag(argument=True, metavar="FILE")]
    map: Annotated[str | None, Flag(metavar="ID")] = Field(
        default=None, description=mark("The map; not needed when there is one, or a main one.")
    )
    policy: Annotated[str | None, Flag(metavar="ID")] = Field(
        default=None, description=mark("The policy; not needed when there is one.")
    )
    visitors: Annotated[int, Flag(metavar="N")] = Field(
        default=4_000, ge=1, le=10**8, description=mark("Visitors per draw and arm (4,000).")
    )
    draws: Annotated[int, Flag(metavar="K")] = Field(
        default=200, ge=1, le=100_000, description=mark("Draws of what is not known for sure (200).")
    )
    seed: Annotated[int, Flag(metavar="S")] = Field(
        default=1, ge=0, lt=2**64, description=mark("Start of all chance; the same seed, the same answer (1).")
    )
    json_: Annotated[str | None, Flag(name="--json", metavar="OUT")] = Field(
        default=None, description=mark("Write the whole result here as JSON; - is standard output.")
    )
    force: bool = Field(default=False, description=mark("Overwrite a file that is there already."))


def recognise(session: Session, told: Recognise) -> Outcome:
    """Run the policy under every way of seeing; write the result where asked; give the table."""
    session.progress(tr("Preparing"))
    from app.actions.documents import opened
    from app.actions.simulate import telling
    from app.project.canonical import project_digest
    from app.project.slices import of_policy
    from app.version import version
    from simulation.experiment.recognition import Asked, recognition
    from simulation.experiment.result import About
    from simulation.experiment.watch import Stopped

    if told.json_ is not None:
        session.refuse_to_overwrite(told.json_, force=told.force, source=told.file)
    project = opened(session, told.file)
    scenario = of_policy(project, told.policy, told.map)
    about = About(app_version=version(), project=project.project.title, project_digest=project_digest(project))

    try:
        with session.stoppable():
            asked = Asked(told.seed, told.draws, told.visitors)
            result = recognition(scenario, asked, about=about, progress=telling(session), cancelled=session.stopped)
    except Stopped:
        session.note(tr("Stopped before there was anything to show."))
        return Outcome(code=INTERRUPTED)
    return _told(session, told, result)


def _told(session: Session, told: Recognise, result: Recognition) -> Outcome:
    code = GOOD if result.complete else INTERRUPTED
    code, kept = keep(session, result, told.json_, code, force=told.force)
    if not result.complete:
        session.note(tr("Stopped early; what was done is kept."))
    if told.json_ == STANDARD:
        return Outcome(code=code, value=result)
    return Outcome("\n\n".join(part for part in (text_of(result), kept) if part), code, result)


def text_of(result: Recognition) -> str:
    """The whole answer, in lines of at most eighty characters."""
    head = tr("{policy}: what recognising the phase is worth", policy=result.policy)
    parts = [wrapped(head), "\n".join(wrapped(_warning(one), "  ", "- ") for one in result.warnings)]
    for caps in ("own", "one"):
        modes = [one for one in result.modes if one.caps == caps]
        parts.append(f"{wrapped(_title(caps))}\n\n{_table(modes)}")
        parts += [wrapped(_contrast(one)) for one in result.contrasts if one.caps == caps]
    parts += [_confusion(one) for one in result.modes if one.caps == "own" and one.mode in _SHOPS]
    parts.append(
        wrapped(
            tr(
                "Best observer, true phase and greedy are benchmarks that no shop can have. Seeing the true phase is "
                "no ceiling on the lift: rules also keep messages back, and that helps only where they are scarce, "
                "costly or harmful."
            )
        )
    )
    return "\n\n".join(part for part in parts if part)


def _title(caps: Caps) -> str:
    if caps == "own":
        return tr("As often as the policy allows, compared with no messages:")
    return tr("At most one message a visit, compared with no messages:")


def _table(modes: list[ModeResult]) -> str:
    columns = (
        Column(tr("Phase seen"), room=22),
        Column(tr("right"), right=True),
        Column(tr("kappa"), right=True),
        Column(tr("messages\neach"), right=True),
        Column(tr("Lift"), right=True),
        Column(tr("95% between"), right=True),
        Column(tr("lift per\nmessage"), right=True),
    )
    return table(columns, [_row(one) for one in modes])


def _row(one: ModeResult) -> Row:
    lift, ends = _lift(one.lift)
    per = NOTHING if one.lift_per_message is None or lift == NOTHING else percent(one.lift_per_message, 2, signed=True)
    cells = (
        name("mode", one.mode), *_seen(one), number(one.messages_per_visitor, 2), lift, ends, per,
    )  # fmt: skip
    below = tr(
        "off phase {off}, harmful {harm}; won {won}, lost {lost}",
        off=percent(one.off_phase, 0),
        harm=percent(one.harmful, 0),
        won=number(one.gained),
        lost=number(one.lost),
    )
    return Row(cells, below=f"  {below}", under=0)


def _seen(one: ModeResult) -> tuple[str, str]:
    """How well the phase is seen; greedy targeting looks at effects only."""
    return (NOTHING, NOTHING) if one.mode == "greedy" else (percent(one.accuracy, 0), number(one.kappa, 2))


def _lift(change: Change) -> tuple[str, str]:
    if change.relative is None or change.relative.mean is None:
        return NOTHING, tr("too few to say")
    mean = percent(change.relative.mean, 2, signed=True)
    if change.relative.interval is None:
        return mean, tr("too few to say")
    low, high = (percent(end, 2, signed=True) for end in change.relative.interval)
    return mean, tr("{low} and {high}", low=low, high=high)


def _contrast(one: Contrast) -> str:
    lift, ends = _lift(one.change)
    if lift == NOTHING:
        return tr("By score card instead of by page: too few visitors behaved differently to say anything.")
    return tr("By score card instead of by page: {lift}, 95% between {ends}.", lift=lift, ends=ends)


def _confusion(one: ModeResult) -> str:
    """Of the pages of every true phase, which part is seen in which phase."""
    from simulation.measures.tallies import KINDS

    seen = [name("phase", kind) for kind in KINDS]
    columns = (
        Column(tr("Truly in"), room=16),
        *(Column(tr("seen in\n{phase}", phase=one_), right=True) for one_ in seen),
    )
    rows = []
    for kind, row in zip(KINDS, one.confusion, strict=True):
        total = sum(row)
        rows.append(Row((name("phase", kind), *(percent(part / total, 0) if total else NOTHING for part in row))))
    return f"{name('mode', one.mode)}\n{table(columns, rows)}"


def _warning(one: Warned) -> str:
    words = message(Finding("warning", one.code, "", one.message, "", dict(one.values)))
    return words[:1].upper() + words[1:]


RECOGNISE = Action(
    "recognition",
    mark_in("action", "Compare recognition"),
    mark_in(
        "action",
        "Compare ways of recognising the phase: by page, by score card and three benchmarks, for one policy.",
    ),
    Recognise,
    recognise,
    enabled="idle",
    in_cli=True,
)
"""What recognition is worth."""
