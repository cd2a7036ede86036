"""Fair shares: the axioms hold to the last digit, sampled shares are unbiased and know their error."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.drivers import shapley
from simulation.drivers.shapley import Floats

Game = dict[int, Floats]


def _random(players: int, seed: int, rows: int = 3) -> Game:
    numbers = np.random.default_rng(seed)
    return {0: np.zeros(rows), **{mask: numbers.standard_normal(rows) for mask in range(1, 1 << players)}}


@given(st.integers(1, 8), st.integers(0, 10_000))
def test_shares_add_up_to_what_all_bring(players: int, seed: int) -> None:
    game = _random(players, seed)
    shares = shapley.exact(game, players)
    np.testing.assert_allclose(shares.sum(axis=0), game[shapley.everyone(players)], rtol=0, atol=1e-12)


@given(st.integers(2, 6), st.integers(0, 10_000))
def test_who_adds_the_same_gets_the_same(players: int, seed: int) -> None:
    game = _random(players, seed)
    # Players 0 and 1 may change places in every coalition.
    for mask in list(game):
        if mask & 3 == 1:
            game[mask ^ 3] = game[mask]
    shares = shapley.exact(game, players)
    np.testing.assert_allclose(shares[0], shares[1], rtol=0, atol=1e-12)


@given(st.integers(1, 6), st.integers(0, 10_000))
def test_who_adds_nothing_gets_exactly_nothing(players: int, seed: int) -> None:
    game = _random(players, seed)
    dummy = 1 << players
    game |= {mask | dummy: rows for mask, rows in game.items()}
    shares = shapley.exact(game, players + 1)
    assert not shares[players].any()
    np.testing.assert_allclose(shares[:players], shapley.exact(_random(players, seed), players), rtol=0, atol=1e-12)


@given(st.integers(1, 5), st.integers(0, 1000), st.integers(0, 1000))
def test_two_games_at_once_give_the_sum_of_their_shares(players: int, one: int, other: int) -> None:
    a, b = _random(players, one), _random(players, other)
    both = {mask: a[mask] + 2 * b[mask] for mask in a}
    expected = shapley.exact(a, players) + 2 * shapley.exact(b, players)
    np.testing.assert_allclose(shapley.exact(both, players), expected, rtol=0, atol=1e-12)


def test_the_glove_game() -> None:
    """One left glove, two right ones; a pair is worth 1. The textbook's answer: 2/3, 1/6, 1/6."""
    game = {mask: np.array([float(mask & 1 and mask & 6 > 0)]) for mask in range(8)}
    game = {mask: np.array([1.0 if mask & 1 and mask & 6 else 0.0]) for mask in game}
    np.testing.assert_allclose(shapley.exact(game, 3)[:, 0], [2 / 3, 1 / 6, 1 / 6], atol=1e-15)


def test_it_is_the_mean_over_all_orders() -> None:
    game = _random(4, 5)
    orders = [(order, order) for order in itertools.permutations(range(4))]
    np.testing.assert_allclose(shapley.sampled(game, 4, orders).shares, shapley.exact(game, 4), atol=1e-12)


def test_sampled_shares_add_up_in_every_order() -> None:
    game, orders = _random(9, 11), shapley.permutations(9, 3, seed=2)
    found = shapley.sampled(game, 9, orders)
    for pair in found.pairs:
        np.testing.assert_allclose(pair.sum(axis=0), game[shapley.everyone(9)], atol=1e-12)


def test_an_additive_game_needs_no_more_than_one_pair() -> None:
    worth = np.random.default_rng(1).standard_normal(10)
    orders = shapley.permutations(10, 1, seed=4)
    game = {m: np.array([sum(worth[i] for i in range(10) if m >> i & 1)]) for m in [0, *shapley.needed(orders)]}
    np.testing.assert_allclose(shapley.sampled(game, 10, orders).shares[:, 0], worth, atol=1e-12)


def test_pairs_cancel_what_two_players_do_together() -> None:
    """For games of pairwise interactions: one order gives all of it to one player, its reverse to the other."""
    numbers = np.random.default_rng(3)
    pull = np.triu(numbers.standard_normal((9, 9)), 1)

    def value(mask: int) -> Floats:
        here = np.array([mask >> i & 1 for i in range(9)], float)
        return np.array([float(here @ pull @ here)])

    game = {mask: value(mask) for mask in range(1 << 9)}
    found = shapley.sampled(game, 9, shapley.permutations(9, 1, seed=8))
    np.testing.assert_allclose(found.shares, shapley.exact(game, 9), atol=1e-10)


def test_sampled_shares_are_unbiased_and_their_error_is_theirs() -> None:
    """Over 400 samples of 6 pairs the mean is the exact share within a 99.9% band.

    And the reported variance is that of the shares, within the band of a ratio of chi-squares.
    """
    game = _random(9, 21, rows=1)
    exact = shapley.exact(game, 9)[:, 0]
    tries, variances = [], []
    for seed in range(400):
        found = shapley.sampled(game, 9, shapley.permutations(9, 6, seed=seed))
        tries.append(found.shares[:, 0])
        variances.append(found.pairs[:, :, 0].var(axis=0, ddof=1) / 6)
    error = np.std(tries, axis=0, ddof=1) / np.sqrt(400)
    assert np.all(np.abs(np.mean(tries, axis=0) - exact) < 4.1 * error)  # 9 players: 0.1% over all
    ratio = np.mean(variances, axis=0) / np.var(tries, axis=0, ddof=1)
    assert np.all((ratio > 0.7) & (ratio < 1.4))


@pytest.mark.parametrize("players", [1, 3, 9])
def test_masks_of_orders_start_alone_and_end_with_all(players: int) -> None:
    orders = shapley.permutations(players, 2, seed=1)
    for order, back in orders:
        assert sorted(order) == list(range(players))
        assert back == order[::-1]
        assert shapley.prefixes(order)[-1] == shapley.everyone(players)
    assert shapley.everyone(players) in shapley.needed(orders)
