"""A world in compiled code: the same visitors, desks and stock as `engines.world`, hundreds of times faster.

An agenda (a binary heap by time, then by the visitor's number) says who is next; lines say who waits at which desk.
Travellers live in a pool and hand their place on when they are gone, so memory grows with those who are present at the
same time. Nothing in here decides anything about anybody: that is `behaviour.together`.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from simulation.behaviour.desk import CLOSED, wanted_desk
from simulation.behaviour.state import Traveller, new_traveller
from simulation.behaviour.together import ASKS, GONE, advance, enter
from simulation.compiled import compiled
from simulation.engines.books import Calendar, Ledger, Shared, enter_book
from simulation.plan import Draw, Ints, Plan, Records

NOBODY = -1
NOWHERE = -1
# What comes of a step.
DONE = 0
AT_ONCE = 1
TURNED_AWAY = 2


class Agenda(NamedTuple):
    """Who is next. Arrays over places in the pool, but for `size`."""

    heap: Ints  # places, the next one first
    at: Ints  # where in the heap a place stands
    time: Ints  # when something happens to it, ms on the world's clock
    who: Ints  # position of the visitor there
    size: Ints  # (1,)


class Lines(NamedTuple):
    """Who waits and who is helped."""

    free: Ints  # (D,) agents with nothing to do
    head: Ints  # (D,) place of who is next in line
    tail: Ints  # (D,) place of who came last
    after: Ints  # place of the next in the same line
    ahead: Ints  # place of the one before
    since: Ints  # when waiting began
    helped: Ints  # desk that is helping the visitor at this place
    spare: Ints  # places that nobody has ...
    spares: Ints  # (1,) ... and their number


class Heard(NamedTuple):
    """Where events go: those of one visitor together, by the order in which visitors are gone."""

    rows: Records  # (any,) EVENT; length 0: nobody listens
    counts: Ints  # (2,) all events, and the most of one visitor; they may be more than fit


class Room(NamedTuple):
    """Everything that a thread needs to run one world after another."""

    pool: Traveller  # every array with one more axis in front: the places
    agenda: Agenda
    lines: Lines


def new_room(plan: Plan, people: int, events: int = 0) -> Room:
    """Room for a world of so many visitors; memory that nobody's place ever needs is never touched."""
    one = new_traveller(plan, events)
    pool = [np.zeros((people, *part.shape), part.dtype) for part in one]
    for whole, part in zip(pool, one, strict=True):
        if part.dtype == np.int64 and np.any(part != 0):
            whole[:] = part
    empty = [np.zeros(people, np.int64) for _ in range(9)]
    desks = [np.zeros(len(plan.desks), np.int64) for _ in range(3)]
    return Room(
        Traveller(*pool),
        Agenda(empty[0], empty[1], empty[2], empty[3], np.zeros(1, np.int64)),
        Lines(desks[0], desks[1], desks[2], empty[4], empty[5], empty[6], empty[7], empty[8], np.zeros(1, np.int64)),
    )


@compiled
def at_place(pool: Traveller, shared: Shared, place: int) -> Traveller:
    """The traveller at one place of the pool."""
    return Traveller(
        pool.state[place],
        pool.progress[place],
        pool.score[place],
        pool.scored[place],
        pool.viewed[place],
        pool.looks[place],
        pool.goods[place],
        pool.stamps[place],
        pool.counts[place],
        pool.rule_visit[place],
        pool.rule_total[place],
        pool.rule_last[place],
        pool.technique[place],
        pool.offered[place],
        pool.luck[place],
        pool.tally[place],
        pool.events[place],
        pool.watched[place],
        shared.stock,
        shared.spent,
    )


@compiled
def _before(agenda: Agenda, one: int, other: int) -> bool:
    """Whether it is this place's turn before the other's."""
    if agenda.time[one] != agenda.time[other]:
        return bool(agenda.time[one] < agenda.time[other])
    return bool(agenda.who[one] < agenda.who[other])


@compiled
def _put(agenda: Agenda, index: int, place: int) -> None:
    agenda.heap[index] = place
    agenda.at[place] = index


@compiled
def _rise(agenda: Agenda, index: int) -> None:
    """Move what stands here towards the front, as far as it belongs."""
    place = agenda.heap[index]
    while index > 0:
        parent = (index - 1) // 2
        if not _before(agenda, place, agenda.heap[parent]):
            break
        _put(agenda, index, agenda.heap[parent])
        index = parent
    _put(agenda, index, place)


@compiled
def _sink(agenda: Agenda, index: int) -> None:
    """Move what stands here towards the back, as far as it belongs."""
    place, size = agenda.heap[index], agenda.size[0]
    while 2 * index + 1 < size:
        child = 2 * index + 1
        if child + 1 < size and _before(agenda, agenda.heap[child + 1], agenda.heap[child]):
            child += 1
        if not _before(agenda, agenda.heap[child], place):
            break
        _put(agenda, index, agenda.heap[child])
        index = child
    _put(agenda, index, place)


@compiled
def plan_at(agenda: Agenda, place: int, time: int) -> None:
    """Something happens to the visitor at this place at this time."""
    agenda.time[place] = time
    index = agenda.size[0]
    agenda.size[0] = index + 1
    agenda.heap[index] = place
    _rise(agenda, index)


@compiled
def cross_out(agenda: Agenda, place: int) -> None:
    """What was planned for this place does not happen, or is happening now."""
    index = agenda.at[place]
    last = agenda.size[0] - 1
    agenda.size[0] = last
    if index < last:
        moved = agenda.heap[last]
        _put(agenda, index, moved)
        _rise(agenda, index)
        _sink(agenda, agenda.at[moved])


@compiled
def join(lines: Lines, desk: int, place: int) -> None:
    """Stand at the end of the line."""
    last = lines.tail[desk]
    lines.ahead[place] = last
    lines.after[place] = NOBODY
    if last == NOBODY:
        lines.head[desk] = place
    else:
        lines.after[last] = place
    lines.tail[desk] = place


@compiled
def step_out(lines: Lines, desk: int, place: int) -> None:
    """Leave the line, from wherever in it."""
    ahead, after = lines.ahead[place], lines.after[place]
    if ahead == NOBODY:
        lines.head[desk] = after
    else:
        lines.after[ahead] = after
    if after == NOBODY:
        lines.tail[desk] = ahead
    else:
        lines.ahead[after] = ahead


@compiled
def _open(plan: Plan, room: Room, people: int) -> None:
    """Empty the room: every agent free, no line, no plans, every place to be had."""
    room.agenda.size[0] = 0
    for desk in range(len(plan.desks)):
        room.lines.free[desk] = plan.desks[desk]["agents"]
        room.lines.head[desk] = NOBODY
        room.lines.tail[desk] = NOBODY
    room.lines.spares[0] = people
    for place in range(people):
        room.lines.spare[place] = people - 1 - place
        room.lines.helped[place] = NOWHERE


@compiled
def _comes_first(agenda: Agenda, calendar: Calendar, coming: int) -> bool:
    """Whether a new visitor comes before anything happens to those who are here."""
    if coming >= len(calendar.order):
        return False
    if agenda.size[0] == 0:
        return True
    position, top = calendar.order[coming], agenda.heap[0]
    if calendar.times[position] != agenda.time[top]:
        return bool(calendar.times[position] < agenda.time[top])
    return bool(position < agenda.who[top])


@compiled
def _welcome(room: Room, calendar: Calendar, coming: int) -> int:
    """A place for the next visitor."""
    lines, agenda = room.lines, room.agenda
    lines.spares[0] -= 1
    place = lines.spare[lines.spares[0]]
    agenda.who[place] = calendar.order[coming]
    agenda.time[place] = calendar.times[agenda.who[place]]
    return int(place)


@compiled
def _time_is_up(plan: Plan, arm: int, room: Room, place: int) -> tuple[int, int]:
    """Service is over, or patience: the desk whose agent is free and who is next in its line; or neither."""
    lines = room.lines
    desk = lines.helped[place]
    if desk == NOWHERE:
        me = room.pool.state[place][0]
        if me["stage"] == ASKS:
            step_out(lines, plan.cards[arm, me["card"]]["desk"], place)
            me["waited"] = room.agenda.time[place] - lines.since[place]
        return NOWHERE, NOBODY
    lines.helped[place] = NOWHERE
    following = lines.head[desk]
    if following == NOBODY:
        lines.free[desk] += 1
    else:
        step_out(lines, desk, following)
    return desk, following


@compiled
def _step(
    plan: Plan, draw: Draw, room: Room, shared: Shared, place: int, now: int, helped: bool, ledger: Ledger, heard: Heard
) -> int:
    """Let the visitor at this place do what is due, and plan what follows.

    AT_ONCE when he has come to a desk with a free agent, TURNED_AWAY when it is closed; else DONE.
    """
    traveller = at_place(room.pool, shared, place)
    agenda, lines = room.agenda, room.lines
    delay = advance(plan, draw, traveller, helped)
    stage = traveller.state[0]["stage"]
    if stage == GONE:
        enter_book(plan, traveller, agenda.who[place], ledger)
        _write_down(traveller, heard)
        lines.spare[lines.spares[0]] = place
        lines.spares[0] += 1
        return DONE
    if stage == ASKS:
        if delay == CLOSED:
            return TURNED_AWAY
        desk = wanted_desk(plan, traveller)
        if lines.free[desk] > 0:
            lines.free[desk] -= 1
            lines.helped[place] = desk
            return AT_ONCE
        lines.since[place] = now
        join(lines, desk, place)
    plan_at(agenda, place, now + delay)
    return DONE


@compiled
def run_world(
    plan: Plan,
    draw: Draw,
    who: tuple[int, int],
    key: tuple[np.uint64, np.uint64],
    calendar: Calendar,
    room: Room,
    shared: Shared,
    ledger: Ledger,
    heard: Heard,
) -> None:
    """One arm's world from the first visitor to the last.

    Args:
        plan: the plan.
        draw: one row of the parameter draws.
        who: number of the first visitor, and index of the arm.
        key: key of the stream of luck.
        calendar: who comes when, of `books.schedule`.
        room: of `new_room`, for as many visitors.
        shared: of `books.new_shared`.
        ledger: where it is kept what visitors leave behind.
        heard: where their events go.
    """
    first, arm = who
    agenda = room.agenda
    _open(plan, room, len(calendar.order))
    heard.counts[:] = 0
    coming = 0
    while coming < len(calendar.order) or agenda.size[0] > 0:
        freed, granted = NOWHERE, NOBODY
        if _comes_first(agenda, calendar, coming):
            place = _welcome(room, calendar, coming)
            coming += 1
            visitor = first + agenda.who[place]
            enter(plan, draw, at_place(room.pool, shared, place), key, (visitor, arm), agenda.time[place])
        else:
            place = agenda.heap[0]
            cross_out(agenda, place)
            freed, granted = _time_is_up(plan, arm, room, place)
        now = agenda.time[place]
        helped = False
        while True:
            outcome = _step(plan, draw, room, shared, place, now, helped, ledger, heard)
            if outcome != DONE:
                helped = outcome == AT_ONCE
            elif granted == NOBODY:
                break
            else:
                # The next in line, whom the agent has been waiting for since the last visitor left the desk.
                place = granted
                granted = NOBODY
                cross_out(agenda, place)
                room.lines.helped[place] = freed
                room.pool.state[place][0]["waited"] = now - room.lines.since[place]
                helped = True


@compiled
def _write_down(traveller: Traveller, heard: Heard) -> None:
    """Copy the events of somebody who is gone, as far as there is room; count them in any case."""
    number = traveller.state[0]["events"]
    filled = heard.counts[0]
    for n in range(min(number, len(traveller.events))):
        if filled + n < len(heard.rows):
            heard.rows[filled + n] = traveller.events[n]
    heard.counts[0] = filled + number
    heard.counts[1] = max(heard.counts[1], number)
