"""How a story ends: where it parts from the control's, and what came of either."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.words import language, money, number, plural, tr
from simulation import traces
from simulation.traces.life import parting

if TYPE_CHECKING:
    from simulation.plan import Records
    from simulation.traces.walk import Walk

_DAY, _HOUR, _MINUTE = 86_400_000, 3_600_000, 60_000
_SPOKEN = (traces.MESSAGE, traces.CONTACT, traces.EXPOSURE, traces.CARE)


def clock_of(row: Any) -> str:
    """Time of the day of an event, 20:15."""
    now = int(row["born"]) + int(row["time"])
    return f"{now % _DAY // _HOUR:02d}:{now % _HOUR // _MINUTE:02d}"


def day_of(row: Any) -> str:
    """Day of the week of an event, and which week after the first it is in."""
    from babel.dates import get_day_names

    now = int(row["born"]) + int(row["time"])
    day = get_day_names("wide", locale=language())[now // _DAY % 7]
    week = now // (7 * _DAY) + 1
    return str(day) if week == 1 else tr("{day} of week {week}", day=day, week=week)


class Compared:
    """The life of one visitor beside the one that the same luck would have given in the control."""

    def __init__(self, walk: Walk, who: str, here: Records, there: Records) -> None:
        self.walk, self.who, self.here, self.there = walk, who, here, there
        control = walk.scenario.arms[0]
        self.control = control.title if control.rules else tr("no messages")
        self.currency = walk.scenario.slice.map.currency

    def title(self) -> str:
        """The heading."""
        return tr("Compared with: {control}", control=self.control)

    def lines(self) -> list[str]:
        """Where the two part, and what came of both."""
        parted = parting(self.here, self.there)
        if parted is None:
            told = [tr("Everything would have gone the same way.")]
            if not any(kind in _SPOKEN for kind in self.here["kind"]):
                told.append(tr("The shop never found a reason to say anything to {name}.", name=self.who))
            return told
        first = parted.here if parted.here is not None else parted.there
        visit = number(int(first["visit"]) + 1) if first is not None else ""
        told = [tr("In visit {number} the two part.", number=visit)]
        told.append(tr("Here: {what}.", what=self._event(parted.here)))
        told.append(tr("There: {what}.", what=self._event(parted.there)))
        told.append(
            tr("In the end, here: {end}; there: {other}.", end=self._end(self.here), other=self._end(self.there))
        )
        return told

    def _event(self, row: Any) -> str:
        if row is None:
            return tr("that was the last of it")
        kind, where = int(row["kind"]), self._title(int(row["card"]))
        if kind == traces.CHOICE:
            end = int(self.walk.compiled.plan.links[int(row["arm"]), int(row["link"])]["end"])
            return tr("from {title} on to {next}", title=where, next=self._title(end))
        if kind in (traces.LEAVE, traces.BOUNCE):
            return tr("{name} leaves from {title}", name=self.who, title=where)
        if kind == traces.VISIT:
            return tr("{name} comes back, {day} {time}", name=self.who, day=day_of(row), time=clock_of(row))
        if kind == traces.ORDER:
            return tr("an order of {money}", money=money(row["value"] / 100, self.currency))
        if kind == traces.REPEAT:
            return tr("another purchase, {money}", money=money(row["value"] / 100, self.currency))
        return tr("{title}, {day} {time}", title=where, day=day_of(row), time=clock_of(row))

    def _title(self, card: int) -> str:
        tables = self.walk.compiled.tables
        return tables.titles.get(tables.cards[card], "") if card >= 0 else ""

    def _end(self, rows: Records) -> str:
        visits = int((rows["kind"] == traces.VISIT).sum())
        told = plural("{count} visit", "{count} visits", visits, count=number(visits))
        orders = rows[(rows["kind"] == traces.ORDER) | (rows["kind"] == traces.REPEAT)]
        if not len(orders):
            return tr("no order in {visits}", visits=told)
        worth = money(float(orders["value"].sum()) / 100, self.currency)
        count = plural("{count} order", "{count} orders", len(orders), count=number(len(orders)))
        return tr("{orders}, {money} together, in {visits}", orders=count, money=worth, visits=told)
