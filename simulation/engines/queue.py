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
from simulation.engines.books import Ledger, Shared, enter_book
from simulation.plan import Draw, Ints, Plan, Records

NOBODY = -1
NOWHERE = -1


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
    spare: Ints  # places that nobody has


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
        Lines(desks[0], desks[1], desks[2], empty[4], empty[5], empty[6], empty[7], empty[8]),
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
        pool.luck[place],
        pool.tally[place],
        pool.events[place],
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
    for place in range(people):
        room.lines.spare[place] = people - 1 - place
        room.lines.helped[place] = NOWHERE


@compiled
def run_world(
    plan: Plan,
    draw: Draw,
    arm: int,
    key: tuple[np.uint64, np.uint64],
    first: int,
    calendar: tuple[Ints, Ints],
    room: Room,
    shared: Shared,
    ledger: Ledger,
    rows: Records,
    heard: Ints,
) -> None:
    """One arm's world from the first visitor to the last.

    Args:
        plan: the plan.
        draw: one row of the parameter draws.
        arm: index of the arm.
        key: key of the stream of luck.
        first: number of the first visitor.
        calendar: positions in the order in which they come, and when each comes (`books.schedule`).
        room: of `new_room`, for as many visitors.
        shared: of `books.new_shared`.
        ledger: where it is kept what visitors leave behind.
        rows: (any,) EVENT, events of visitors as they go; length 0 when nobody listens.
        heard: (2,) set to the number of all events and the most of one visitor, which may be more than fit.
    """
    order, times = calendar
    agenda, lines = room.agenda, room.lines
    people = len(order)
    _open(plan, room, people)
    heard[0] = 0
    heard[1] = 0
    coming, spare = 0, people
    while coming < people or agenda.size[0] > 0:
        enters = agenda.size[0] == 0
        if coming < people and not enters:
            top = agenda.heap[0]
            time, who = times[order[coming]], agenda.who[top]
            enters = bool(time < agenda.time[top] or (time == agenda.time[top] and order[coming] < who))
        freed, granted = NOWHERE, NOBODY
        if enters:
            position = order[coming]
            coming += 1
            spare -= 1
            place = lines.spare[spare]
            agenda.who[place] = position
            now = times[position]
            enter(plan, draw, at_place(room.pool, shared, place), key, (first + position, arm), now)
        else:
            place = agenda.heap[0]
            now = agenda.time[place]
            cross_out(agenda, place)
            freed = lines.helped[place]
            if freed != NOWHERE:
                lines.helped[place] = NOWHERE
                granted = lines.head[freed]
                if granted == NOBODY:
                    lines.free[freed] += 1
                else:
                    step_out(lines, freed, granted)
            elif room.pool.state[place][0]["stage"] == ASKS:
                me = room.pool.state[place][0]
                step_out(lines, plan.cards[arm, me["card"]]["desk"], place)
                me["waited"] = now - lines.since[place]
        helped = False
        while True:
            traveller = at_place(room.pool, shared, place)
            me = traveller.state[0]
            delay = advance(plan, draw, traveller, helped)
            helped = False
            if me["stage"] == ASKS:
                desk = wanted_desk(plan, traveller)
                if delay == CLOSED:
                    continue
                if lines.free[desk] > 0:
                    lines.free[desk] -= 1
                    lines.helped[place] = desk
                    helped = True
                    continue
                lines.since[place] = now
                join(lines, desk, place)
                plan_at(agenda, place, now + delay)
            elif me["stage"] == GONE:
                enter_book(plan, traveller, agenda.who[place], ledger)
                _write_down(traveller, rows, heard)
                lines.spare[spare] = place
                spare += 1
            else:
                plan_at(agenda, place, now + delay)
            if granted == NOBODY:
                break
            place = granted
            granted = NOBODY
            cross_out(agenda, place)
            lines.helped[place] = freed
            room.pool.state[place][0]["waited"] = now - lines.since[place]
            helped = True


@compiled
def _write_down(traveller: Traveller, rows: Records, heard: Ints) -> None:
    """Copy the events of somebody who is gone, as far as there is room; count them in any case."""
    number = traveller.state[0]["events"]
    for n in range(min(number, len(traveller.events))):
        if heard[0] + n < len(rows):
            rows[heard[0] + n] = traveller.events[n]
    heard[0] += number
    heard[1] = max(heard[1], number)
