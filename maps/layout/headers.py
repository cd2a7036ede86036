"""Stage headers, lane headers, and the lines between stages and lanes."""

from __future__ import annotations

from maps.layout.context import Context
from maps.layout.elements import LaneHeader, Mark, Rule, StageHeader, Text
from maps.layout.geometry import Point, Rect
from maps.layout.options import Sizes
from personas.records import PhaseKind

SIGN = (16.0, 11.0)
DOOR, DOORS = 17.0, 78.0
ICON_X, TITLE_X = 17.0, 41.0


def stage_headers(context: Context) -> list[StageHeader]:
    """The header of each stage: the phase over the title, both flush with the cards."""
    found = []
    for place in context.places.stages:
        stage = context.piece.stages[place.id]
        x = place.columns[0] + 2.0
        width = place.width - Sizes.CARD_PAD - 8.0
        phase = context.piece.phase_kind(place.id)
        word = _phase_word(context, place.id, phase)
        room = width - SIGN[0] - 6 - (DOORS if stage.opens is not None else 0.0)
        wide = context.measure.wrap(word, "small", room, 1).width
        door, mood, note = _door(context, place.id, x + SIGN[0] + 6 + wide + 9.0)
        found.append(
            StageHeader(
                id=f"{place.id}/header",
                rect=Rect(place.x, 0.0, place.width, Sizes.HEADER),
                table="stages",
                record=place.id,
                layer="header",
                phase=phase,
                sign=Rect(x, 10.0, *SIGN),
                meta=context.text(word, "small", x + SIGN[0] + 6, 8.0, room, "ink2", lines=1, minor=True),
                title=context.text(stage.title, "stage", x, 26.0, width, lines=1),
                colour=stage.colour,
                door=door,
                mood=mood,
                note=note,
            )
        )
    return found


def _door(context: Context, stage: str, x: float) -> tuple[Rect | None, float | None, Text | None]:
    """The way into a sub-journey, behind the phase's name: its box, the mood there, and how many pain points."""
    if context.piece.stages[stage].opens is None:
        return None, None, None
    below = context.options.below.get(stage)
    door = Rect(x, 7.0, DOOR, DOOR)
    if below is None:
        return door, None, None
    x += DOOR + 4.0 + (DOOR + 4.0 if below.mood is not None else 0.0)
    words = context.words.number(below.pains) if below.pains else ""
    wide = context.measure.wrap(words, "small_strong", 40.0).width + 2.0
    note = context.text(words, "small_strong", x + 15.0, 8.0, wide, "ember", lines=1) if words else None
    return door, below.mood, note


def _phase_word(context: Context, stage: str, phase: PhaseKind) -> str:
    """What the shop calls the phase; its plain name where the shop's differs in nothing but capitals."""
    plain = context.words.phases[phase]
    record = context.piece.phases.get(context.piece.stages[stage].phase or "")
    own = record.title.strip() if record is not None else ""
    return own if own and own.casefold() != plain.casefold() else plain


def lane_header(context: Context, lane: str, kind: str, title: str, note: str, y: float) -> LaneHeader:
    """The header of a lane whose top is at ``y``; its rectangle is as high as its words."""
    width = Sizes.LANE - TITLE_X - 4.0
    head = context.text(title, "body_strong", TITLE_X, y + 10.0, width, lines=2)
    foot = head.rect.bottom if head else y + 28.0
    below = context.text(note, "small", TITLE_X, foot, width, "ink3", lines=2)
    end = below.rect.bottom if below else foot
    return LaneHeader(
        id=f"{lane or kind}/header", rect=Rect(0.0, y, Sizes.LANE, end - y + 8.0), table="lanes" if lane else "",
        record=lane, layer="lanes", kind=kind, title=head, note=below,
    )  # fmt: skip


def legend(context: Context, y: float, room: float) -> tuple[tuple[Mark, ...], tuple[Text, ...], float]:
    """Outline and name of every persona, one below the other from ``y`` on, names within ``room`` px.

    Returns marks, names, and where the legend ends.
    """
    marks: list[Mark] = []
    names: list[Text] = []
    for key in context.personas:
        marks.append(Mark(Point(23.0, y + 8.0), 12.0, key, context.slots[key]))
        name = context.text(context.piece.personas[key].name, "small", 38.0, y, room, "ink2", lines=1)
        if name:
            names.append(name)
        y += 23.0
    return tuple(marks), tuple(names), y


def stage_rules(context: Context, top: float, bottom: float) -> list[Rule]:
    """Dotted lines between stages, from the first lane below the touchpoints down."""
    return [
        Rule(id=f"{place.id}/edge", rect=Rect(place.x, top, 0.0, bottom - top), style="dots")
        for place in context.places.stages[1:]
        if bottom > top
    ]


def lane_rule(lane: str, y: float, width: float, *, visibility: bool = False) -> Rule:
    """The hairline above a lane; dashed and strong where the customer's view ends."""
    return Rule(id=f"{lane}/edge", rect=Rect(0.0, y, width, 0.0), style="visibility" if visibility else "hair")
