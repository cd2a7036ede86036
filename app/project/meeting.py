"""A workshop's own records: rounds of dot voting, and notes in the parking lot.

None of it can be undone with Ctrl+Z: a dot is taken back by hand, and a note is dealt with or removed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from app.project.builders import add_record, in_order, new_id, remove_record, set_field
from app.project.edits import Edit, compose
from app.project.model import Comment, Project, Round, Vote
from personas.problems import FootfallError, finding

About = Literal["pains", "opportunities", "cards"]
ABOUT: tuple[About, ...] = ("pains", "opportunities", "cards")
"""What a round can be about."""


@dataclass(frozen=True)
class Standing:
    """How many dots something got in a round, and from how many voters."""

    target: str
    dots: int
    voters: int


def _now(moment: str | None) -> str:
    return datetime.now(UTC).isoformat(timespec="seconds") if moment is None else moment


def _refused(code: str, where: str, message: str, mend: str = "") -> FootfallError:
    return FootfallError(findings=(finding("error", code, where, message, mend),))


# ---- rounds ----------------------------------------------------------------------------------------------------


def open_round(
    project: Project, map_id: str, about: About, dots: int, *, private: bool = False, moment: str | None = None
) -> tuple[Edit, str]:
    """Begin a round on a map; its id. FootfallError while another one is open there."""
    if running_round(project, map_id):
        raise _refused("round-open", "rounds", "a round of voting is still open on this map.", "Close it first.")
    key = new_id(project, "rounds")
    made = Round(map=map_id, about=about, dots=dots, private=private, moment=_now(moment))
    return add_record(project, "rounds", key, made, "vote"), key


def rounds_of(project: Project, map_id: str) -> tuple[str, ...]:
    """The rounds of a map, the latest first: open ones, closed ones, and those an older file only names."""
    own = [key for key, one in project.rounds.items() if one.map == map_id]
    own.sort(key=lambda key: (project.rounds[key].moment, key), reverse=True)
    named = {vote.round for vote in project.votes.values() if vote.map == map_id} - set(project.rounds)
    return (*own, *sorted(named, reverse=True))


def running_round(project: Project, map_id: str) -> str:
    """The round that is open on a map; empty when none is."""
    return next((key for key in rounds_of(project, map_id) if is_open(project, key)), "")


def is_open(project: Project, round_id: str) -> bool:
    """Whether dots can still be given in a round."""
    found = project.rounds.get(round_id)
    return found is not None and not found.closed


def hidden(project: Project, round_id: str) -> bool:
    """Whether nobody may see yet where the dots of a round are."""
    found = project.rounds.get(round_id)
    return found is not None and found.private and not found.closed


def close_round(project: Project, round_id: str) -> Edit:
    """End a round; what it came to is kept, and shown also when it was private."""
    return set_field(project, "rounds", round_id, ("closed",), True, "vote")


def remove_round(project: Project, round_id: str) -> Edit:
    """Throw a round away with all its dots."""
    gone = [remove_record(project, "votes", key, "vote") for key, one in _votes(project, round_id)]
    own = [remove_record(project, "rounds", round_id, "vote")] if round_id in project.rounds else []
    return compose([*gone, *own], "vote")


def votable(project: Project, round_id: str, target: str) -> bool:
    """Whether a record can get dots in this round: a card (or touchpoint) of its map, of the kind it is about."""
    found = project.rounds.get(round_id)
    card = project.cards.get(target)
    if found is None:
        return False
    if card is None:
        point = project.touchpoints.get(target)
        return found.about == "cards" and point is not None and point.map == found.map
    if card.map != found.map:
        return False
    if found.about == "cards":
        return True
    rows: Iterable[object] = (project.pains if found.about == "pains" else project.opportunities).values()
    return any(getattr(row, "card", "") == target for row in rows)


def candidates(project: Project, round_id: str) -> tuple[str, ...]:
    """Everything that can get dots in a round, touchpoints first, each in its order."""
    both = (*in_order(project.touchpoints), *in_order(project.cards))
    return tuple(key for key in both if votable(project, round_id, key))


def dots_left(project: Project, round_id: str, voter: str) -> int:
    """How many dots a voter may still give."""
    found = project.rounds.get(round_id)
    given = sum(one.dots for _key, one in _votes(project, round_id) if one.voter == voter)
    return max(0, found.dots - given) if found is not None else 0


def voters(project: Project, round_id: str) -> tuple[str, ...]:
    """Who has given dots in a round, numbers first and in their order."""
    found = {one.voter for _key, one in _votes(project, round_id)}
    return tuple(sorted(found, key=lambda who: (not who.isdigit(), int(who) if who.isdigit() else 0, who.casefold())))


def give_dot(project: Project, round_id: str, target: str, voter: str) -> Edit:
    """One dot more. FootfallError when the round is closed, the voter has none left, or it is not about this."""
    if not is_open(project, round_id):
        raise _refused("round-closed", "rounds", "this round of voting is closed.", "Start another one.")
    if not votable(project, round_id, target):
        raise _refused("not-votable", "votes", "this round is not about that.", "Choose a card it is about.")
    if not dots_left(project, round_id, voter):
        raise _refused("no-dots", "votes", "all dots are given.", "Take one back first, or let the next one vote.")
    for key, one in _votes(project, round_id):
        if one.voter == voter and one.target == target:
            return set_field(project, "votes", key, ("dots",), one.dots + 1, "vote")
    made = Vote(map=project.rounds[round_id].map, target=target, voter=voter, round=round_id)
    return add_record(project, "votes", new_id(project, "votes"), made, "vote")


def take_dot(project: Project, round_id: str, target: str, voter: str) -> Edit:
    """One dot less; nothing when this voter gave none there, or the round is closed."""
    if is_open(project, round_id):
        for key, one in _votes(project, round_id):
            if one.voter == voter and one.target == target:
                if one.dots > 1:
                    return set_field(project, "votes", key, ("dots",), one.dots - 1, "vote")
                return remove_record(project, "votes", key, "vote")
    return Edit("vote", ())


def standings(project: Project, round_id: str) -> tuple[Standing, ...]:
    """What got dots in a round, most dots first; what got as many, by how many gave them, then in its own order."""
    given: dict[str, tuple[int, set[str]]] = {}
    for _key, one in _votes(project, round_id):
        dots, who = given.setdefault(one.target, (0, set()))
        given[one.target] = (dots + one.dots, who | {one.voter})
    found = [Standing(target, dots, len(who)) for target, (dots, who) in given.items()]
    return tuple(sorted(found, key=lambda one: (-one.dots, -one.voters, one.target)))


def shown_round(project: Project, map_id: str) -> str:
    """The round whose dots may be shown on the map: an open one that is not private, else the latest closed one."""
    for key in rounds_of(project, map_id):
        if not hidden(project, key) and (is_open(project, key) or standings(project, key)):
            return key
    return ""


def dots_shown(project: Project, map_id: str, round_id: str = "") -> dict[str, int]:
    """Dots by record of a round, the one named or else `shown_round`; nothing of what is still hidden."""
    key = round_id or shown_round(project, map_id)
    if not key or hidden(project, key):
        return {}
    return {one.target: one.dots for one in standings(project, key)}


def _votes(project: Project, round_id: str) -> list[tuple[str, Vote]]:
    found = project.rounds.get(round_id)
    return [
        (key, one)
        for key, one in project.votes.items()
        if one.round == round_id and (found is None or one.map == found.map)
    ]


# ---- the parking lot -------------------------------------------------------------------------------------------


def park(
    project: Project, map_id: str, text: str, *, author: str = "", target: str = "", moment: str | None = None
) -> tuple[Edit, str]:
    """Put a note in the parking lot of a map; its id. FootfallError for a note that says nothing."""
    if not text.strip():
        raise _refused("empty-note", "comments", "a note has to say something.", "Type a few words.")
    key = new_id(project, "comments")
    made = Comment(map=map_id, text=text.strip(), author=author, target=target, moment=_now(moment), parked=True)
    return add_record(project, "comments", key, made, "park"), key


def parked(project: Project, map_id: str, *, resolved: bool = False) -> tuple[str, ...]:
    """The notes in the parking lot of a map, the latest first: those that wait, or with `resolved` the others."""
    found = [
        key for key, one in project.comments.items() if one.parked and one.map == map_id and one.resolved == resolved
    ]
    return tuple(sorted(found, key=lambda key: (project.comments[key].moment, key), reverse=True))


def settle(project: Project, comment: str, *, done: bool = True) -> Edit:
    """Deal with a note, or have it wait again."""
    return set_field(project, "comments", comment, ("resolved",), done, "park")


def remove_note(project: Project, comment: str) -> Edit:
    """Throw a note away."""
    return remove_record(project, "comments", comment, "park")


def put_on_map(project: Project, comment: str, lane: str, stage: str) -> tuple[Edit, tuple[str, str]]:
    """Make a card of a note in a cell and deal with the note: one step. The new thing as (table, id)."""
    from app.project.edits import apply
    from app.project.mapping.cards import add_card

    made = add_card(project, lane, stage, project.comments[comment].text)
    after = apply(project, made.edit)
    return compose([made.edit, settle(after, comment)], "add-card"), (made.table, made.id)
