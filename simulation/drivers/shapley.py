"""Fair shares of a joint result (Shapley 1953), exactly or by permutations in antithetic pairs.

A coalition is a bit mask over the players: bit i set, player i takes part. Values may be arrays over rows (draws of
what is uncertain); all arithmetic is row by row, so whatever is paired stays paired.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import factorial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

MOST_EXACT = 8
"""Most players whose coalitions are all run: 256 arms."""
PAIRS = 6
"""Antithetic pairs of permutations beyond that."""


class Sampled(NamedTuple):
    """Shares from permutations: shares (n, R), and each pair's own shares (M, n, R), whose spread is the error."""

    shares: Floats
    pairs: Floats


def everyone(players: int) -> int:
    """The mask in which all take part."""
    return (1 << players) - 1


def exact(values: Mapping[int, Floats], players: int) -> Floats:
    """The Shapley value of every player, shape (n, R), from the values of all 2^n coalitions, (R,) each.

    phi_i = sum over S without i of |S|! (n - |S| - 1)! / n! (v(S + i) - v(S)). They add up to v(all) - v(none).
    """
    rows = len(next(iter(values.values())))
    shares = np.zeros((players, rows))
    weight = [factorial(k) * factorial(players - k - 1) / factorial(players) for k in range(players)]
    for mask in range(1 << players):
        for i in range(players):
            if not mask >> i & 1:
                shares[i] += weight[mask.bit_count()] * (values[mask | 1 << i] - values[mask])
    return shares


def permutations(players: int, pairs: int, seed: int) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    """Random orders of the players, each with its reverse (Mitchell et al. 2022: antithetic sampling)."""
    numbers = np.random.default_rng(np.random.SeedSequence([seed, players, 0x5AFE]))
    found = []
    for _ in range(pairs):
        order = tuple(int(one) for one in numbers.permutation(players))
        found.append((order, order[::-1]))
    return found


def prefixes(order: Sequence[int]) -> list[int]:
    """The coalitions that arise when players join in this order, from nobody to all."""
    found = [0]
    for player in order:
        found.append(found[-1] | 1 << player)
    return found


def needed(orders: Sequence[tuple[tuple[int, ...], tuple[int, ...]]]) -> list[int]:
    """Every coalition that these pairs of orders ask for, ascending, without the empty one."""
    return sorted({mask for pair in orders for order in pair for mask in prefixes(order)} - {0})


def sampled(
    values: Mapping[int, Floats], players: int, orders: Sequence[tuple[tuple[int, ...], tuple[int, ...]]]
) -> Sampled:
    """Shares as mean marginal contributions over the orders. In each order they add up to v(all) - v(none)."""
    rows = len(next(iter(values.values())))
    each = np.zeros((len(orders), players, rows))
    for m, pair in enumerate(orders):
        for order in pair:
            chain = prefixes(order)
            for before, after, player in zip(chain, chain[1:], order, strict=False):
                each[m, player] += (values[after] - values[before]) / 2
    return Sampled(each.mean(axis=0), each)
