"""What follows exactly from a map or a model of buying, without simulating: the oracle that engines are tested against.

If the event-average shares equal the drawn ones, mean views per card are V = (I - W')^-1 s for any heterogeneity,
history or goals: flow is conserved. Dispersion, bounce and every response to change are what the simulation adds.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from simulation.evidence.loyalty import RATE, SHAPE, STAYS, STOPS
from simulation.plan import ORDER_GOAL, Floats, Plan, inside, today
from simulation.sweep import Measured


def expected_views(matrix: Floats, starts: Floats) -> Floats:
    """Mean views of each card in a visit.

    Args:
        matrix: share of the views of card n that go to card j, shape (C, C), rows adding to 1 at most.
        starts: share of visits that start on each card, shape (C,).

    Returns:
        V, shape (C,). numpy's LinAlgError when some cards trap their visitors for ever.
    """
    size = len(starts)
    return np.asarray(np.linalg.solve(np.eye(size) - matrix.T, starts))


def transition(plan: Plan, arm: int = 0, persona: int | None = None) -> Floats:
    """Drawn shares of an arm as a matrix, shape (C, C); the mean over personas by size when none is named."""
    cards = plan.cards.shape[1]
    weights = today(plan)["share"] if persona is None else np.eye(len(today(plan)))[persona]
    matrix = np.zeros((cards, cards))
    shares = (weights @ plan.share[arm]) * inside(plan, arm)[plan.links[arm]["start"]]
    np.add.at(matrix, (plan.links[arm]["start"], plan.links[arm]["end"]), shares)
    return matrix


def entry_mix(plan: Plan, arm: int = 0, later: int = 0) -> Floats:
    """Share of visits that start on each card, shape (C,), over personas and channels."""
    by_channel = np.diff(plan.channels, axis=1, prepend=0.0)
    mix = today(plan)["share"] @ by_channel
    cards = np.diff(plan.entry[arm, :, later], axis=1, prepend=0.0)
    return np.asarray(mix @ cards)


def orders_per_visit(plan: Plan, arm: int = 0) -> float:
    """Exact orders per visit where all visits share one entry mix and shares do not differ by persona."""
    views = expected_views(transition(plan, arm), entry_mix(plan, arm))
    return float(views[plan.cards[arm]["goal"] == ORDER_GOAL].sum())


def reach(plan: Plan, arm: int = 0) -> Floats:
    """Probability that a visit of a *memoryless* visitor ever sees a card, shape (C,).

    The chance to be on card n at least once is V_n divided by the expected views of n from n. Unlike views, reach
    depends on the differences between visitors; this is the reference line without any.
    """
    matrix = transition(plan, arm)
    fundamental = np.linalg.inv(np.eye(len(matrix)) - matrix)
    views = entry_mix(plan, arm) @ fundamental
    return np.asarray(views / np.diag(fundamental))


def phase_reach(plan: Plan, kind: int, arm: int = 0) -> float:
    """Probability that a memoryless visit ever sees a card of one phase kind (index of PHASE_KINDS)."""
    inside = plan.cards[arm]["kind"] == kind
    matrix = transition(plan, arm)
    starts = entry_mix(plan, arm)
    before = matrix[np.ix_(~inside, ~inside)]
    into = matrix[np.ix_(~inside, inside)].sum(axis=1)
    views = np.linalg.solve(np.eye(len(before)) - before.T, starts[~inside])
    return float(starts[inside].sum() + views @ into)


def mixture(plan: Plan, points: int = 21) -> Measured:
    """What `sweep.measure` estimates, exactly, for a mixture of Markov chains (T3).

    Holds where visitors differ in intent only: one arm without rules, no weight on history, one goal for everybody,
    no spread of engagement, no bounce, one visit. Intent is integrated by Gauss-Hermite quadrature with `points`
    nodes. Sums are per million visits.
    """
    nodes, weights = np.polynomial.hermite_e.hermegauss(points)
    weights = weights / weights.sum()
    people, cards, links = len(today(plan)), plan.cards.shape[1], plan.links.shape[1]
    got, gone, seen = np.zeros((people, links)), np.zeros((people, cards)), np.zeros((people, cards))
    starts = entry_mix(plan)
    going_on = plan.cards[0]["goal"] != ORDER_GOAL
    began = np.zeros((people, cards))
    for p, persona in enumerate(today(plan)):
        goal = plan.goals[int(np.argmax(persona["goals"]))]
        for node, chance in zip(nodes, weights, strict=True):
            push = persona["intent"] + persona["intent_spread"] * node + goal["push"]
            matrix, chances, leaving = _chain(plan, p, float(push), float(goal["stay"]))
            views = 1e6 * persona["share"] * chance * expected_views(matrix, starts)
            seen[p] += views
            got[p] += views[plan.links[0]["start"]] * chances
            gone[p] += views * leaving * going_on
        began[p] = 1e6 * persona["share"] * starts
    ones, zeros = np.ones((3, 2)), np.zeros_like(seen)
    return Measured(got, gone, seen, zeros, began, ones, ones, np.zeros(1), np.zeros_like(got))


def _chain(plan: Plan, persona: int, push: float, stay: float) -> tuple[Floats, Floats, Floats]:
    """Transition matrix, probability per link and of leaving per card, for one kind of visitor."""
    links = plan.links[0]
    strength = (
        inside(plan, 0)[links["start"]] * plan.weight[0, persona] * np.where(links["forward"] > 0, np.exp(push), 1.0)
    )
    total = np.full(plan.cards.shape[1], np.exp(-stay))
    np.add.at(total, links["start"], strength)
    chances = strength / total[links["start"]]
    matrix = np.zeros((len(total), len(total)))
    np.add.at(matrix, (links["start"], links["end"]), chances)
    return matrix, chances, np.exp(-stay) / total


@dataclass(frozen=True)
class BuyerModel:
    """BG/NBD: what repeat purchase is expected of buyers at these figures; times in weeks since the first order.

    The formulas are those of Fader, Hardie & Lee 2005 ("'Counting your customers' the easy way", Marketing Science
    24(2):275-284): a purchase rate gamma (shape, rate), and after each repeat purchase a stop with a probability beta
    (stops, stays). The figures that ship are theirs for the CDNOW customers.
    """

    shape: float = SHAPE
    rate: float = RATE
    stops: float = STOPS
    stays: float = STAYS

    def none_by(self, weeks: Floats | float) -> Floats:
        """Probability of no repeat purchase within so many weeks: (alpha / (alpha + t))^r."""
        return np.asarray((self.rate / (self.rate + np.asarray(weeks, np.float64))) ** self.shape)

    def expected(self, weeks: Floats | float) -> Floats:
        """Expected repeat purchases of a buyer of whom nothing is known, equation (9) of the paper."""
        from scipy.special import hyp2f1

        t = np.asarray(weeks, np.float64)
        a, b, r = self.stops, self.stays, self.shape
        tail = (self.rate / (self.rate + t)) ** r * hyp2f1(r, b, a + b - 1.0, t / (self.rate + t))
        return np.asarray((a + b - 1.0) / (a - 1.0) * (1.0 - tail))

    def alive(self, repeats: Floats, last: Floats, weeks: Floats | float) -> Floats:
        """Probability that a buyer has not stopped, given so many repeat purchases, the last at `last`, by `weeks`.

        Without a repeat purchase it is 1: nobody stops before the first one.
        """
        x = np.asarray(repeats, np.float64)
        late, early = self.rate + np.asarray(weeks, np.float64), self.rate + np.asarray(last, np.float64)
        stopped = self.stops / (self.stays + np.maximum(x, 1.0) - 1.0) * (late / early) ** (self.shape + x)
        return np.asarray(np.where(x > 0, 1.0 / (1.0 + stopped), 1.0))

    def faster(self, factor: float) -> BuyerModel:
        """The same buyers, each purchasing at `factor` times his rate."""
        return BuyerModel(self.shape, self.rate / factor, self.stops, self.stays)
