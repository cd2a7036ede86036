"""What a layout is asked for besides the map itself: figures of a run, and what to show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal


@dataclass(frozen=True)
class Traffic:
    """How many people are in each stage, for the footfall ribbon.

    ``stages`` maps stage id to visitors per persona id, from the exact linear solution or the last run, over
    ``period``. Stages that are missing get no figure and carry on the one before.
    """

    stages: Mapping[str, Mapping[str, float]]
    period: Literal["week", "month"] = "month"


@dataclass(frozen=True)
class Prices:
    """What pain points cost a month in the map's currency, by card id (positive = lost).

    ``stale`` when the map changed since they were computed.
    """

    by_card: Mapping[str, float]
    stale: bool = False


@dataclass(frozen=True)
class Walked:
    """What visitors did in a run, in a month of the map's traffic.

    ``views``, ``left`` (visits that end there without an order) and ``told`` (messages shown there) by touchpoint id,
    ``taken`` by link id. What nobody did is left out.
    """

    views: Mapping[str, float]
    left: Mapping[str, float]
    told: Mapping[str, float]
    taken: Mapping[str, float]

    def width(self, link: str) -> float:
        """Width of a link in px: in proportion to who takes it, the busiest one 9 px, none thinner than a hair."""
        most = max(self.taken.values(), default=0.0)
        return max(0.8, 9.0 * self.taken.get(link, 0.0) / most) if most > 0 else 0.8


@dataclass(frozen=True)
class Below:
    """What a sub-journey says of the stage that opens it: how people feel there on average, and what hurts."""

    mood: float | None = None
    pains: int = 0


@dataclass(frozen=True)
class LayoutOptions:
    """What to show.

    ``links``: the main flow, all links, or none. ``personas`` filters to these ids (empty: all that the map does not
    hide). ``drop_off`` adds the share that leaves at each touchpoint. ``evidence`` marks on every card what it rests
    on. ``comments`` and ``votes`` count open remarks and dots by record id. ``today`` (YYYY-MM-DD) is what readings
    of a metric are old against; empty: none is old. ``below`` is what sub-journeys say, by the stage that opens them.
    ``walked`` shows what visitors did in a run in the place of what is drawn: how many pass, leave and are told.
    """

    links: Literal["main", "all", "none"] = "main"
    personas: tuple[str, ...] = ()
    drop_off: bool = False
    traffic: Traffic | None = None
    prices: Prices = field(default_factory=lambda: Prices({}))
    evidence: bool = False
    comments: Mapping[str, int] = field(default_factory=dict)
    votes: Mapping[str, int] = field(default_factory=dict)
    today: str = ""
    below: Mapping[str, Below] = field(default_factory=dict)
    walked: Walked | None = None

    def signs(self, records: Iterable[str]) -> tuple[object, ...]:
        """What stands on these records besides their own words: a key for whoever remembers how they look."""
        found = [(self.prices.by_card.get(key), self.comments.get(key, 0), self.votes.get(key, 0)) for key in records]
        return self.evidence, self.today, self.prices.stale, tuple(found)


class Sizes:
    """Lengths of the design language's section 7, px at 100%."""

    LANE: Final = 134.0
    HEADER: Final = 54.0
    STAGE: Final = 180.0
    STAGE_MIN: Final = 150.0
    CARD_W: Final = 136.0
    CARD_H: Final = 62.0
    CARD_PAD: Final = 8.0
    GUTTER: Final = 44.0
    ROW_GAP: Final = 22.0
    TRACK: Final = 12.0
    ROWS: Final = 3
    CARDS_TOP: Final = 13.0
    RIBBON: Final = 46.0
    RIBBON_CURVE: Final = 30.0
    EMOTION_TOP: Final = 34.0
    EMOTION_UNIT: Final = 38.0
    EMOTION_FOOT: Final = 20.0
    FACE: Final = 13.0
    FACE_APART: Final = 9.0
    TEXT_LINES: Final = 30
    END: Final = 12.0
