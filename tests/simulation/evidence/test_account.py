"""The account of the evidence: quantiles of a prior with an atom, against drawing from it."""

from __future__ import annotations

import numpy as np
import pytest

from personas.problems import Refused
from simulation.evidence.account import accounts
from simulation.evidence.catalogue import shipped
from simulation.evidence.priors import sample

KEYS = ("scarcity", "reviews", "exit_message")


@pytest.mark.parametrize("key", KEYS)
def test_interval_and_chance_are_those_of_the_prior(key: str) -> None:
    """200,000 draws: shares within 4 standard errors, ends between the quantiles half a point apart."""
    (one,) = accounts((key,))
    drawn = sample({key: shipped()[key].prior}, 200_000, seed=1, number=1)[key]
    assert np.mean(drawn > 0) == pytest.approx(one.positive, abs=4 * 0.5 / 200_000**0.5)
    for end, share in zip(one.interval, (0.025, 0.975), strict=True):
        low, high = np.quantile(drawn, [share - 0.005, share + 0.005])
        assert low <= end <= high


def test_the_strength_is_solved_where_there_is_a_curve() -> None:
    by_key = {one.key: one for one in accounts()}
    assert by_key["scarcity"].strength == pytest.approx(0.09, abs=0.03)
    assert set(by_key) == set(shipped())


def test_unknown_techniques_are_named() -> None:
    with pytest.raises(Refused, match="hypnosis"):
        accounts(("scarcity", "hypnosis"))
