"""What pain points weigh on each card for each persona, as an array.

A pain point is felt by the personas its card names, by everybody when it names none. The pain of today's map is inside
the drawn shares, so only what an arm changes of it counts on the site; after an order all of it does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from simulation.assembly import outside
from simulation.assembly.site import Site
from simulation.plan import PAIN, Records
from simulation.scenario import Arm


def frictions(site: Site, persona: str) -> dict[str, float]:
    """Friction of all that hurts this persona on each card that takes part, by original id; 0 where nothing does."""
    found = dict.fromkeys((*site.cards, *site.outer), 0.0)
    for key, pain in site.slice.pains.items():
        card = site.slice.cards.get(key)
        name = site.names.get(card.touchpoint, "") if card is not None and card.touchpoint is not None else ""
        if name in found and _feels(site, key, persona):
            found[name] += pain.weight.value
    return found


def pain_records(
    site: Site, arm: Arm, order: Sequence[str], personas: Sequence[str], today: Site | None = None
) -> Records:
    """What weighs on each persona on each card of the plan, shape (P, C) PAIN.

    `today`: the site of today's map; None when the arm is on that map. On another map a card's friction changes by
    what its pain points add there, less what they add today.
    """
    records = np.zeros((len(personas), len(order)), PAIN)
    own = {site.names[key]: key for key in (*outside.passed(site.slice), *site.slice.walked())}
    for rows, persona in zip(records, personas, strict=True):
        here = frictions(site, persona)
        before: Mapping[str, float] = frictions(today, persona) if today is not None else here
        for row, name in zip(rows, order, strict=True):
            if name in site.cards:
                row["friction"] = -_removed(site, arm, own[name], persona)
                if name in before:
                    row["friction"] += here[name] - before[name]
            elif name in site.outer:
                row["burden"] = max(0.0, here[name] - _removed(site, arm, own[name], persona))
    return records


def _removed(site: Site, arm: Arm, key: str, persona: str) -> float:
    """Friction that the arm takes away from this persona on a card."""
    change = arm.changes.get(key)
    pains = [site.pain(pain) for pain in change.pains_removed] if change else []
    return sum(pain.weight.value for pain in pains if pain is not None and _feels(site, pain.card, persona))


def _feels(site: Site, card: str, persona: str) -> bool:
    """Whether a persona feels the pain point on this card: it names her, or nobody at all."""
    record = site.slice.cards.get(card)
    return record is None or not record.personas or persona in record.personas
