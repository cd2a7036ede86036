"""The guided path: what of a map is done, read from the map itself. Nothing is ticked by hand.

Nine steps make a map together. Each knows how far it is, and where on the map its next bit of work lies.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from maps.model import LaneKind, MapSlice, Opportunity, Pain

StepKey = Literal["goal", "people", "stages", "touchpoints", "shoes", "mood", "pains", "weigh", "decide"]
STEP_KEYS: tuple[StepKey, ...] = (
    "goal", "people", "stages", "touchpoints", "shoes", "mood", "pains", "weigh", "decide",
)  # fmt: skip
FEELINGS = 3
"""Feelings that make a curve of a persona."""


@dataclass(frozen=True)
class Spot:
    """Where the next bit of a step's work lies: a record, a feeling, a cell (a stage with a lane), or nowhere."""

    table: str = ""
    record: str = ""
    lane: str = ""
    persona: str = ""


@dataclass(frozen=True)
class StepState:
    """How far a step is: `have` of `want`; it is done when it has them all."""

    key: StepKey
    have: int
    want: int
    spot: Spot = Spot()

    @property
    def done(self) -> bool:
        """Whether nothing is left to do."""
        return self.have >= self.want


def path_of(piece: MapSlice) -> tuple[StepState, ...]:
    """The nine steps for a map, in order."""
    return tuple(_STATES[key](piece) for key in STEP_KEYS)


def next_step(steps: Iterable[StepState]) -> StepState | None:
    """The first step that is not done; none when all are."""
    return next((step for step in steps if not step.done), None)


def _goal(piece: MapSlice) -> StepState:
    return StepState("goal", int(bool(piece.map.scenario.strip())), 1)


def _people(piece: MapSlice) -> StepState:
    return StepState("people", min(1, len(piece.personas)), 1)


def _stages(piece: MapSlice) -> StepState:
    shown = _drawn(piece)
    nameless = next((key for key in shown if not piece.stages[key].title.strip()), "")
    named = sum(bool(piece.stages[key].title.strip()) for key in shown)
    return StepState("stages", named, max(2, len(shown)), Spot("stages", nameless) if nameless else Spot())


def _touchpoints(piece: MapSlice) -> StepState:
    return _filled(piece, "touchpoints", ("touchpoints",), {one.stage for one in piece.touchpoints.values()})


def _shoes(piece: MapSlice) -> StepState:
    kinds: tuple[LaneKind, ...] = ("actions", "thoughts", "quotes")
    return _filled(piece, "shoes", kinds, _with_cards(piece, kinds))


def _pains(piece: MapSlice) -> StepState:
    lane = _lane(piece, ("pains",))
    stage = next(iter(_drawn(piece)), "")
    return StepState("pains", min(1, len(piece.pains)), 1, Spot("stages", stage, lane) if lane and stage else Spot())


def _filled(piece: MapSlice, key: StepKey, kinds: tuple[LaneKind, ...], full: set[str]) -> StepState:
    """A step that wants something in every stage; its next work is the first stage that has nothing."""
    shown = _drawn(piece)
    lane = _lane(piece, kinds)
    empty = next((one for one in shown if one not in full), "")
    spot = Spot("stages", empty, lane) if empty and lane else Spot()
    return StepState(key, sum(one in full for one in shown), max(1, len(shown)), spot)


def _mood(piece: MapSlice) -> StepState:
    """Every persona on the map has a curve: three feelings, or one at each touchpoint where there are fewer."""
    enough = max(1, min(FEELINGS, len(piece.touchpoints)))
    felt = {key: sum(key in one.feelings for one in piece.touchpoints.values()) for key in piece.personas}
    lacking = next((key for key in piece.personas if felt[key] < enough), "")
    bare = next((key for key, one in piece.touchpoints.items() if lacking and lacking not in one.feelings), "")
    spot = Spot("touchpoints", bare, persona=lacking) if bare else Spot()
    return StepState("mood", sum(count >= enough for count in felt.values()), max(1, len(felt)), spot)


def _weigh(piece: MapSlice) -> StepState:
    rows = piece.opportunities
    plain = next((card for card, one in rows.items() if not weighed(one)), "")
    lane, stage = _lane(piece, ("opportunities",)), next(iter(_drawn(piece)), "")
    spot = Spot("cards", plain) if plain else Spot("stages", stage, lane) if lane and stage and not rows else Spot()
    return StepState("weigh", sum(weighed(one) for one in rows.values()), max(1, len(rows)), spot)


def weighed(one: Opportunity) -> bool:
    """Whether somebody has said what an opportunity is worth: it is no longer all in the middle, or is under way."""
    return (one.impact, one.business, one.effort) != (3, 3, 3) or bool(one.owner) or one.status != "open"


def _decide(piece: MapSlice) -> StepState:
    """Something is under way, and somebody looks after it."""
    rows: list[tuple[str, Opportunity | Pain]] = [*piece.opportunities.items(), *piece.pains.items()]
    taken = [card for card, one in rows if one.owner.strip() and one.status in ("doing", "done")]
    best = max(
        piece.opportunities, key=lambda card: _worth(piece.opportunities[card]), default=next(iter(piece.pains), "")
    )
    return StepState("decide", min(1, len(taken)), 1, Spot("cards", best) if best else Spot())


def _worth(one: Opportunity) -> float:
    return (one.impact + one.business) / 2 - one.effort / 2


def _drawn(piece: MapSlice) -> tuple[str, ...]:
    return tuple(key for key, stage in piece.stages.items() if not stage.hidden)


def _lane(piece: MapSlice, kinds: tuple[LaneKind, ...]) -> str:
    """The first row of one of these kinds that is drawn."""
    for kind in kinds:
        for key, lane in piece.lanes.items():
            if lane.kind == kind and not lane.hidden:
                return key
    return ""


def _with_cards(piece: MapSlice, kinds: tuple[LaneKind, ...]) -> set[str]:
    """The stages in which a row of one of these kinds says something, stretched cards in all their stages."""
    lanes = {key for key, lane in piece.lanes.items() if lane.kind in kinds}
    order = list(piece.stages)
    found: set[str] = set()
    for card in piece.cards.values():
        if card.lane in lanes and card.stage in piece.stages and card.text.strip():
            first = order.index(card.stage)
            found.update(order[first : first + card.span])
    return found


_STATES: dict[StepKey, Callable[[MapSlice], StepState]] = {
    "goal": _goal, "people": _people, "stages": _stages, "touchpoints": _touchpoints, "shoes": _shoes, "mood": _mood,
    "pains": _pains, "weigh": _weigh, "decide": _decide,
}  # fmt: skip
