"""Whether simulated visitors look like people: bounces, page counts, and how soon buyers can be told (MODEL 12 T10).

Nothing of this is fitted: it comes out of the model, and can be held beside what was published. Page counts of real
shops have a spike at one page and are more dispersed than a geometric distribution; after six views buyers can be told
from others far better than by chance (Montgomery, Li, Srinivasan & Liechty 2004: over 40% where chance gives 7%).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from personas.records import Value
from simulation import traces
from simulation.plan import Floats, Ints, Records

VIEWS = 6
"""After so many views it is said who will buy."""
FEWEST_BUYERS = 50
"""Buyers among those visits from which on anything is said about telling them."""
RIDGE = 1.0
"""Penalty of the score's weights: cards that hardly anybody sees say little."""
STEPS = 12

Bools = NDArray[np.bool]


class Purchase(Value):
    """How well visits that will order are told from others after six views."""

    views: int = Field(default=VIEWS, description="Views after which it is said.")
    visits: int = Field(description="Visits judged; as many others were learnt from.")
    base: float = Field(description="Share of them that order: what guessing would find.")
    found: float = Field(description="Share of those orders that is found when as many visits are named.")
    auc: float = Field(description="Probability that a visit that orders scores above one that does not.")


class Reality(Value):
    """Checks of the simulated control against what real visitors do; nothing here is fitted."""

    visits: int = Field(description="Visits looked at.")
    bounce_rate: float = Field(description="Share of them with one page.")
    pages_mean: float = Field(description="Mean pages of visits with more than one.")
    shape: float | None = Field(description="r of a negative binomial for their pages beyond two; 1 is geometric.")
    gain: float | None = Field(description="Log-likelihood it gains over a geometric distribution.")
    purchase: Purchase | None = Field(description="Prediction of orders after six views; none: too few orders.")


class Visits(NamedTuple):
    """Visits as a shop's log would show them, one row each.

    pages (n,); ordered (n,); first (n, columns) what the first six views were, for those of `long` (n,): visits with
    six views before any order; even (n,) visitor's number is even.
    """

    pages: Ints
    ordered: Bools
    long: Bools
    first: Floats
    even: Bools


def visits_of(rows: Records, cards: int) -> Visits:
    """Visits from the events of one arm, by visitor and in time; `cards` is the number of cards of the plan."""
    views = rows[rows["kind"] == traces.VIEW]
    most = int(rows["visit"].max(initial=0)) + 1
    keys, visit = np.unique(views["visitor"] * most + views["visit"], return_inverse=True)
    sold = rows[rows["kind"] == traces.ORDER]
    ordered = np.isin(keys, sold["visitor"] * most + sold["visit"])
    pages = np.bincount(visit, minlength=len(keys))
    starts = np.cumsum(pages) - pages
    nth = np.arange(len(views)) - starts[visit]
    early = nth < VIEWS
    counts = np.zeros((len(keys), cards))
    np.add.at(counts, (visit[early], views["card"][early]), 1.0)
    last = np.zeros((len(keys), cards))
    sixth = nth == VIEWS - 1
    last[visit[sixth], views["card"][sixth]] = 1.0
    spent = np.zeros(len(keys))
    spent[visit[sixth]] = (views["time"][sixth] - views["time"][starts[visit[sixth]]]) / 1000.0
    begun = views[starts]
    who = np.stack([begun["device"] == 0, begun["knows"] > 0, begun["visit"] > 0], axis=1).astype(np.float64)
    first = np.concatenate([np.log1p(counts), last, np.log1p(spent)[:, None], who], axis=1)
    return Visits(pages, ordered, pages - ordered >= VIEWS, first, keys // most % 2 == 0)


def joined(parts: list[Visits]) -> Visits:
    """Visits of several groups of visitors together."""
    return Visits(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def reality(visits: Visits) -> Reality:
    """The checks, from visits of one arm; there has to be one at least."""
    longer = visits.pages[visits.pages > 1] - 2
    shape, gain = dispersion(longer) if len(longer) else (None, None)
    return Reality(
        visits=len(visits.pages),
        bounce_rate=float(np.mean((visits.pages == 1) & ~visits.ordered)),
        pages_mean=float(longer.mean() + 2) if len(longer) else 0.0,
        shape=shape,
        gain=gain,
        purchase=purchase(visits),
    )


def dispersion(counts: Ints) -> tuple[float | None, float | None]:
    """r of a negative binomial for these counts, and what it gains over a geometric one, in log-likelihood.

    None where all counts are zero: then there is nothing to disperse.
    """
    from scipy.optimize import minimize_scalar
    from scipy.special import gammaln

    mean = float(counts.mean())
    if mean <= 0:
        return None, None

    def likelihood(shape: float) -> float:
        stop = shape / (shape + mean)
        each = gammaln(counts + shape) - gammaln(shape) - gammaln(counts + 1.0)
        return float(np.sum(each + shape * np.log(stop) + counts * np.log1p(-stop)))

    best = minimize_scalar(lambda x: -likelihood(float(np.exp(x))), bounds=(-4.0, 6.0), method="bounded")
    return float(np.exp(best.x)), float(-best.fun - likelihood(1.0))


def purchase(visits: Visits) -> Purchase | None:
    """A score learnt on the visits of one half of the visitors and judged on those of the other."""
    learn, judge = visits.long & visits.even, visits.long & ~visits.even
    if min(visits.ordered[learn].sum(), visits.ordered[judge].sum()) < FEWEST_BUYERS:
        return None
    weights = fit(visits.first[learn], visits.ordered[learn])
    score = _with_one(visits.first[judge]) @ weights
    bought = visits.ordered[judge]
    named = np.argsort(-score, kind="stable")[: int(bought.sum())]
    return Purchase(
        visits=len(score),
        base=float(bought.mean()),
        found=float(bought[named].mean()),
        auc=auc(score, bought),
    )


def fit(columns: Floats, happened: Bools) -> Floats:
    """Weights of a logistic regression with a ridge, the constant first, by Newton's method."""
    design, y = _with_one(columns), happened.astype(np.float64)
    penalty = RIDGE * np.eye(design.shape[1])
    penalty[0, 0] = 1e-9
    weights = np.zeros(design.shape[1])
    for _ in range(STEPS):
        chance = 1.0 / (1.0 + np.exp(-np.clip(design @ weights, -30, 30)))
        slope = design.T @ (y - chance) - penalty @ weights
        bend = design.T @ (design * (chance * (1 - chance))[:, None]) + penalty
        weights = weights + np.linalg.solve(bend, slope)
    return np.asarray(weights)


def auc(score: Floats, happened: Bools) -> float:
    """Probability that one for whom it happened scores above one for whom it did not; ties count half.

    Not a number where it happened to everybody or to nobody.
    """
    values, place, count = np.unique(score, return_inverse=True, return_counts=True)
    rank = (np.cumsum(count) - (count - 1) / 2.0)[place]
    yes, no = int(happened.sum()), int((~happened).sum())
    if not len(values) or not yes or not no:
        return float("nan")
    return float((rank[happened].sum() - yes * (yes + 1) / 2.0) / (yes * no))


def _with_one(columns: Floats) -> Floats:
    return np.concatenate([np.ones((len(columns), 1)), columns], axis=1)
