"""Events as a table that needs no plan to be read: ids instead of indexes, units that people use, one row per event.

The columns are the contract of every file that is written (docs/guide/analyst.md explains them to the reader).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from personas.model import VISIT_GOALS
from personas.records import DEVICES, PHASE_KINDS
from simulation import traces
from simulation.assembly.site import site_of
from simulation.measures.tallies import CENTS, MILLICENTS
from simulation.plan import DAY, Plan, Records
from simulation.policy.model import AUDIENCE_KINDS
from simulation.traces.walk import Walk

Type = Literal["integer", "number", "text", "time"]

EPOCH: Final = datetime(2024, 1, 1, tzinfo=UTC)
"""A Monday, 00:00: `born` counts from here, so that hours and weekdays of a trace are those of the simulated week."""
_EPOCH_MS: Final = int(EPOCH.timestamp()) * 1000


@dataclass(frozen=True)
class Column:
    """One column: its name, its type, and what stands in it."""

    name: str
    type: Type
    text: str


COLUMNS: Final = (
    Column("visitor", "integer", "number of the visitor; the same person in every arm"),
    Column("draw", "integer", "number of the parameter draw he lives under, 1 first"),
    Column("arm", "text", "id of the arm"),
    Column("persona", "text", "id of the persona"),
    Column("visit", "integer", "number of the visit, 1 first"),
    Column("device", "text", "device of the visit"),
    Column("channel", "text", "arrival channel of the visit"),
    Column("goal", "text", "what the visit is for; no shop can see it"),
    Column("recognised", "integer", "1: the shop knows the visitor again"),
    Column("event", "text", "kind of event"),
    Column("time_ms", "integer", "milliseconds since the first visit began"),
    Column("timestamp", "time", "the same on a calendar that begins on Monday 2024-01-01"),
    Column("touchpoint", "text", "id of the touchpoint"),
    Column("title", "text", "its title"),
    Column("page", "text", "its type of page"),
    Column("phase", "text", "kind of its phase"),
    Column("product", "integer", "which of the products he considers is looked at, 1 first"),
    Column("link", "text", "id of the link that is taken"),
    Column("rule", "text", "id of the rule that speaks"),
    Column("technique", "text", "key of its technique"),
    Column("value", "number", "what the event says, by kind: see below"),
    Column("discount", "number", "taken off the order, money"),
    Column("margin", "number", "made on it before the cost of messages, money"),
    Column("cost", "number", "of the message or of the visit, money"),
    Column("seen", "text", "phase in which the shop sees him"),
    Column("audience", "text", "audience in which it puts him"),
    Column("chance", "number", "how likely it was that luck would fall this way"),
)

_SECONDS, _DAYS = 1000.0, float(DAY)
_PARTS: Final[dict[int, float]] = {
    traces.CHOICE: _SECONDS,
    traces.LEAVE: _SECONDS,
    traces.BOUNCE: _SECONDS,
    traces.QUEUE: _SECONDS,
    traces.SERVED: _SECONDS,
    traces.GAVE_UP: _SECONDS,
    traces.PASSED: _SECONDS,
    traces.DELIVERED: _DAYS,
    traces.ORDER: CENTS,
    traces.SENT_BACK: CENTS,
    traces.REPEAT: CENTS,
    traces.VIEW: 1.0,
    traces.MESSAGE: 1.0,
    traces.CONTACT: 1.0,
    traces.EXPOSURE: 1.0,
    traces.CARE: 1.0,
    traces.GOAL: CENTS,
    traces.SIGN_UP: 1.0,
    traces.JUDGED: 1.0,
    traces.REVIEW: 1.0,
    traces.RECOMMENDS: 1.0,
}
"""How many units of an event's value make one of the table's; kinds that are not named have no value."""
_SPOKEN = (traces.MESSAGE, traces.CONTACT, traces.EXPOSURE, traces.CARE)
_SOLD = (traces.ORDER, traces.REPEAT, traces.SENT_BACK)

Batch = dict[str, NDArray[Any]]
"""Columns by name: texts as positions in their labels (-1: none), numbers with NaN for none, integers with -1 for none
where none is possible, times as milliseconds since 1970."""


@dataclass(frozen=True)
class Labels:
    """The texts of the columns of type text, by column, and what else the rows refer to."""

    texts: Mapping[str, tuple[str, ...]]
    technique: NDArray[np.int64]
    page: NDArray[np.int64]

    @staticmethod
    def of(walk: Walk) -> Labels:
        """The texts of a run."""
        tables = walk.compiled.tables
        pages: dict[str, str] = {}
        for arm in (*walk.scenario.arms, walk.scenario.status_quo):
            pages |= {name: point.page for name, point in site_of(walk.scenario, arm).cards.items()}
        pages |= {name: point.page for name, point in walk.scenario.slice.touchpoints.items()}
        kinds = tuple(sorted(set(pages.values())))
        texts = {
            "arm": tables.arms,
            "persona": tables.personas,
            "device": tuple(DEVICES),
            "channel": tables.channels,
            "goal": tuple(VISIT_GOALS),
            "event": traces.KINDS,
            "touchpoint": tables.cards,
            "title": tuple(tables.titles.get(name, "") for name in tables.cards),
            "page": kinds,
            "phase": tuple(PHASE_KINDS),
            "link": tables.links,
            "rule": tables.rules,
            "technique": tables.techniques,
            "seen": tuple(PHASE_KINDS),
            "audience": tuple(AUDIENCE_KINDS),
        }
        return Labels(
            texts,
            np.append(walk.compiled.plan.rules["technique"], -1),
            np.array([*(kinds.index(pages[name]) for name in tables.cards), -1]),
        )


def batch(plan: Plan, labels: Labels, rows: Records, draw: int) -> Batch:
    """Rows of `traces.EVENT` under one draw as columns, in the order of `COLUMNS`."""
    kind, card, rule = rows["kind"], rows["card"], rows["rule"]
    here = np.maximum(card, 0)
    phases = np.where(card >= 0, plan.cards["kind"][rows["arm"], here], -1)
    in_shop = ~np.isin(kind, (traces.VISIT, traces.FORGET, traces.CONTACT))
    made: Batch = {
        "visitor": rows["visitor"],
        "draw": np.full(len(rows), draw + 1),
        "arm": rows["arm"],
        "persona": rows["persona"],
        "visit": rows["visit"] + 1,
        "device": rows["device"],
        "channel": rows["channel"],
        "goal": rows["goal"],
        "recognised": rows["knows"],
        "event": kind,
        "time_ms": rows["time"],
        "timestamp": _EPOCH_MS + rows["born"] + rows["time"],
        "touchpoint": card,
        "title": card,
        "page": labels.page[card],
        "phase": phases,
        "product": np.where(in_shop & (rows["product"] >= 0), rows["product"] + 1, -1),
        "link": rows["link"],
        "rule": rule,
        "technique": labels.technique[rule],
        "value": _values(rows),
        "discount": np.where(kind == traces.ORDER, rows["discount"] / CENTS, np.nan),
        "margin": np.where(np.isin(kind, _SOLD), rows["margin"] / CENTS, np.nan),
        "cost": _costs(plan, rows),
        "seen": rows["seen"],
        "audience": rows["audience"],
        "chance": np.where(rows["chance"] >= 0.0, rows["chance"], np.nan),
    }
    return made


def _values(rows: Records) -> NDArray[np.float64]:
    # Divided, not multiplied: 12345 cents are 123.45 and not 123.45000000000002.
    parts = np.array([_PARTS.get(kind, np.nan) for kind in range(len(traces.KINDS))])
    return np.asarray(rows["value"] / parts[rows["kind"]])


def _costs(plan: Plan, rows: Records) -> NDArray[np.float64]:
    kind, rule = rows["kind"], rows["rule"]
    costs = np.full(len(rows), np.nan)
    spoke = np.isin(kind, _SPOKEN) & (rule >= 0)
    costs[spoke] = np.floor(plan.rules["cost"][rule[spoke]] * MILLICENTS + 0.5) / MILLICENTS
    came = kind == traces.VISIT
    costs[came] = np.floor(plan.visit_cost[rows["channel"][came]] * MILLICENTS + 0.5) / MILLICENTS
    return costs
