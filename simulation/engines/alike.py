"""Which arms may copy a visitor's life instead of letting him live it again: the same answer, in less time.

A life in one arm is the life in another when nothing that differs between them came into it. Three cases are exact:

- an arm that differs from a silent control by its rules, in which nothing was said, was the control;
- arms that differ by their rules only are all the same to whom the shop never saw: no consent, or turned around;
- an arm without rules that has a few changed cards is the control to whoever came on none of them.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from simulation.behaviour.state import Traveller
from simulation.compiled import compiled
from simulation.plan import Ints, Plan

_SITE = ("weight", "pains", "entry", "outset", "excluded")
_PLACES = {"rule_first", "contact_first", "prime_first", "care_first", "twin"}
"""Fields of an arm that say where something stands, not what."""
_SPOKEN = ("rule_count", "contact_count", "prime_count", "care_count")


class Alike(NamedTuple):
    """What may be copied, for each of A arms.

    order: arms in the order in which they are lived: those with rules, the control, those with changed cards only.
    silent: 1: stands for the control where it said nothing.
    unseen: 1: to whom the shop never saw the same as all such arms.
    cards_only: 1: to whoever saw none of its changed cards the same as the control.
    changed: those cards, then -1, shape (A, C).
    """

    order: Ints
    silent: Ints
    unseen: Ints
    cards_only: Ints
    changed: Ints


def alike(plan: Plan, lazy: bool = True) -> Alike:
    """What may be copied between the arms of a plan; nothing where it is not `lazy`."""
    arms, cards = plan.cards.shape
    order, silent, unseen, cards_only = (np.zeros(arms, np.int64) for _ in range(4))
    found = Alike(order, silent, unseen, cards_only, np.full((arms, cards), -1, np.int64))
    for a in range(arms) if lazy else ():
        site = _same_site(plan, a)
        found.silent[a] = site and plan.arms[a]["twin"] > 0 and plan.arms[0]["rule_count"] == 0
        found.unseen[a] = site and not any(plan.arms[one][name] > 0 for one in (0, a) for name in _SPOKEN[1:])
        differing = _changed(plan, a)
        if a > 0 and differing is not None:
            found.cards_only[a] = 1
            found.changed[a, : len(differing)] = differing
    found.order[:] = sorted(range(arms), key=lambda a: (bool(found.cards_only[a]), a == 0, a))
    return found


def _same_site(plan: Plan, a: int) -> bool:
    """Whether visitors of the arm meet the control's site, points aside, and are left alone as they are there."""
    if any(plan.arms[a][name] != plan.arms[0][name] for name in ("exclude_customers", "persona_first")):
        return False
    same = all(np.array_equal(getattr(plan, name)[a], getattr(plan, name)[0]) for name in _SITE)
    fields = [name for name in plan.cards.dtype.names or () if name != "points"]
    same &= all(np.array_equal(plan.cards[a][name], plan.cards[0][name]) for name in fields)
    return same and np.array_equal(plan.links[a], plan.links[0])


def _changed(plan: Plan, a: int) -> Ints | None:
    """Cards on which an arm without rules differs from a control without rules; None where more than that differs."""
    if any(plan.arms[one][name] > 0 for one in (0, a) for name in _SPOKEN):
        return None
    names = [name for name in plan.arms.dtype.names or () if name not in _PLACES]
    if any(plan.arms[a][name] != plan.arms[0][name] for name in names):
        return None
    if any(not np.array_equal(getattr(plan, name)[a], getattr(plan, name)[0]) for name in _SITE[2:]):
        return None
    differs = (plan.cards[a] != plan.cards[0]) | np.any(plan.pains[a] != plan.pains[0], axis=0)
    links = (plan.links[a] != plan.links[0]) | np.any(plan.weight[a] != plan.weight[0], axis=0)
    for side in (0, a):
        differs[plan.links[side]["start"][links]] = True
    if np.any((plan.cards["outside"] > 0)[[0, a]][:, differs]):
        return None
    return np.flatnonzero(differs)


@compiled
def saw(traveller: Traveller, cards: Ints, since: int) -> bool:
    """Whether the visitor came on one of these cards (up to the first -1) in a visit numbered above `since`."""
    for card in cards:
        if card < 0:
            break
        if traveller.stamps[card] > since:
            return True
    return False
