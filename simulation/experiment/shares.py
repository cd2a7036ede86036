"""Counts of which no products are kept: visits per arrival channel, messages per rule. Their doubt is the draws' own.

Draws have disjoint visitors, so what differs between them says how far the mean of all can be off, whatever one visitor
leaves behind (MODEL 9.2). A run with a single draw has no such differences; there the spread of one count stands in.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from simulation.assembly.rules import rule_ids
from simulation.experiment.interval import NORMAL
from simulation.experiment.result import SourceShare, Stat
from simulation.measures.tallies import BY_CHANNEL, CHANNEL_SLOTS, VISITS
from simulation.plan import Floats

if TYPE_CHECKING:
    from simulation.experiment.levels import Material

OTHER = "other"
"""Name of all channels beyond those that are counted by themselves."""


def source_shares(material: Material, place: int, *, doubt: bool) -> tuple[SourceShare, ...]:
    """Shares of the visits of an arm by arrival channel, most first; channels without a visit are left out.

    `doubt`: something in the arm depends on what is drawn.
    """
    first = material.moments.raw_first[:, :, place].sum(axis=1)
    visits, channels = first[:, VISITS], material.tables.channels
    costs = material.scenario.slice.map.world.channel_costs
    found = []
    for slot in range(min(len(channels), CHANNEL_SLOTS)):
        counts = first[:, BY_CHANNEL + slot]
        if not counts.any():
            continue
        several = slot == CHANNEL_SLOTS - 1 and len(channels) > CHANNEL_SLOTS
        share = float(counts.sum() / visits.sum())
        single = share * (1 - share) / float(visits.sum())
        cost = costs.get(channels[slot])
        found.append(
            SourceShare(
                channel=OTHER if several else channels[slot],
                visits=_stat(counts, visits, single, doubt=doubt, highest=1.0),
                cost=None if several else cost.value if cost is not None else 0.0,
            )
        )
    return tuple(sorted(found, key=lambda one: (-one.visits.mean, one.channel)))


def times_shown(material: Material, place: int, rule: str) -> Stat:
    """How often a rule of an arm speaks, per visitor."""
    arms, moments = material.scenario.arms, material.moments
    mine = rule_ids(arms[place])
    at = sum(len(rule_ids(arm)) for arm in arms[:place]) + mine.index(rule)
    counts, visitors = moments.shown[:, at], moments.count.sum(axis=1)
    single = _scatter(material, place) * float(counts.sum()) / float(visitors.sum()) ** 2
    return _stat(counts, visitors, single, doubt=True)


def _scatter(material: Material, place: int) -> float:
    """Mean squared number of messages of a visitor over its mean: 1 where nobody hears more than one."""
    moments = material.moments
    total = moments.total("messages", place)
    return float(moments.own("messages", "messages", place).sum()) / total if total else 1.0


def _stat(over: Floats, under: Floats, single: float, *, doubt: bool, highest: float = math.inf) -> Stat:
    """The ratio of two sums that are known draw by draw, both (K,).

    `single` is its variance as one draw would have it: by it, what the parameters do is told from noise.
    """
    mean, count = float(over.sum() / under.sum()), len(over)
    error, ignorance = math.sqrt(single), None
    if count > 1:
        apart = (over - mean * under) / float(under.mean())
        between = float((apart**2).sum()) / (count - 1)
        error = math.sqrt(between / count)
        ignorance = math.sqrt(max(0.0, between - single * count)) if doubt else 0.0
    both = math.hypot(error, ignorance or 0.0)
    ends = (max(0.0, mean - NORMAL * both), min(highest, mean + NORMAL * both))
    return Stat(mean=mean, interval=ends, se_monte_carlo=error, se_parameters=ignorance, se=both)
