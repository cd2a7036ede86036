"""Thompson sampling in batches: from what followed each option to the shares in which options are drawn next.

In each context (seen phase and audience) the options are silence and the rules that may speak. What is known of an
option is a Beta distribution of the probability that a visit ends in the goal; an option is drawn as often as it is
likely to be the best one (Thompson 1933, "On the likelihood that one unknown probability exceeds another"; Chapelle &
Li 2011 for Beta posteriors and delayed, batched feedback).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulation.plan import Floats

Yes = NDArray[np.bool]

PRIOR = (1.0, 1.0)
"""Every probability is as likely as any other before anything has been seen: the same for every option."""
SAMPLES = 1_000
"""Draws from the posteriors by which the shares of a batch are found: they are right to about 0.015."""


def possible(allocation: Floats) -> Yes:
    """Options that an allocation can draw, shape (CONTEXTS, O), from cumulated shares."""
    return np.asarray(np.diff(allocation, axis=1, prepend=0.0) > 0)


def shares(counts: Floats, allowed: Yes, luck: np.random.Generator) -> Floats:
    """How often each option is likely to be the best of its context, shape (CONTEXTS, O); rows add to one.

    A visitor who draws an option with these shares does what Thompson sampling does for him: its posteriors stay as
    they are until the batch is over.

    Args:
        counts: visitors to whom each option was drawn, and those whose visit ended in the goal, (CONTEXTS, O, 2).
        allowed: options there are, (CONTEXTS, O).
        luck: where the samples come from.
    """
    found = np.zeros(allowed.shape)
    alone = allowed.sum(axis=1) == 1
    found[alone] = allowed[alone]
    for context in np.flatnonzero(allowed.sum(axis=1) > 1):
        options = np.flatnonzero(allowed[context])
        tried, good = counts[context, options].T
        drawn = luck.beta(PRIOR[0] + good, PRIOR[1] + tried - good, size=(SAMPLES, len(options)))
        found[context, options] = np.bincount(drawn.argmax(axis=1), minlength=len(options)) / SAMPLES
    return found


def cumulated(rows: Floats) -> Floats:
    """Shares as the plan keeps them: cumulated, and exactly one at the end."""
    table = np.cumsum(rows, axis=1)
    table[table > 1.0 - 1e-9] = 1.0
    return np.asarray(table)


def settled_on(rows: Floats) -> Floats:
    """All visitors get the option with the largest share; of equal ones the first, which is silence if it is one."""
    found = np.zeros(rows.shape)
    found[np.arange(len(rows)), rows.argmax(axis=1)] = 1.0
    return found


def always(allowed: Yes, option: int) -> Floats:
    """One option wherever it is allowed, silence elsewhere, shape (CONTEXTS, O)."""
    found = np.zeros(allowed.shape)
    found[:, 0] = 1.0
    found[allowed[:, option]] = 0.0
    found[allowed[:, option], option] = 1.0
    return found
