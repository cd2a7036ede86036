"""Priors keep the published mean and our spread; a posterior agrees with what can be solved by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from personas.problems import Refused
from simulation.evidence.priors import OTHER_PLACE, Posterior, Prior, check, measured, sample

TABLE = {
    "scarcity": (Prior(0.029, 0.015, 0.10, "published", "q"), 0.0322, 0.0121),
    "social-proof": (Prior(0.023, 0.015, 0.15, "published", "q"), 0.0271, 0.0124),
    "urgency": (Prior(0.015, 0.015, 0.20, "published", "q"), 0.0188, 0.0145),
    "exit": (Prior(0.011, 0.015, 0.30, "published", "q"), 0.0157, 0.0157),
    "recommendation": (Prior(0.004, 0.0075, 0.40, "published", "q"), 0.0067, 0.0087),
    "reviews": (Prior(0.003, 0.010, 0.60, "assumed", "a"), 0.0075, 0.0147),
}


@pytest.mark.parametrize("key", list(TABLE))
def test_the_slab_is_the_one_in_the_table(key: str) -> None:
    prior, slab_mean, slab_sd = TABLE[key]
    assert prior.slab_mean == pytest.approx(slab_mean, abs=6e-5)
    assert prior.slab_sd == pytest.approx(slab_sd, abs=6e-5)


def test_draws_have_the_mean_the_spread_and_the_atom_asked_for() -> None:
    drawn = sample({key: row[0] for key, row in TABLE.items()}, 400_000, seed=1, number=0)
    for key, (prior, _, _) in TABLE.items():
        x = drawn[key]
        assert x.mean() == pytest.approx(prior.mean, abs=3.3 * prior.sd / math.sqrt(len(x)))
        # A t with four degrees has no fourth moment, so its sample deviation settles slowly.
        assert x.std() == pytest.approx(prior.sd, rel=0.03)
        share = prior.null_share
        assert np.mean(x == 0) == pytest.approx(share, abs=3.3 * math.sqrt(share * (1 - share) / len(x)))


def test_slabs_of_one_source_share_a_shift_and_others_do_not() -> None:
    flat = {name: Prior(0.02, 0.015, 0.0, "published", source) for name, source in (("a", "q"), ("b", "q"), ("c", "r"))}
    drawn = sample(flat, 200_000, seed=3, number=0)
    ranks = {name: np.argsort(np.argsort(x)) for name, x in drawn.items()}
    # Spearman's rho of a bivariate t with correlation .3 lies near 6/pi asin(.15) = .287.
    assert np.corrcoef(ranks["a"], ranks["b"])[0, 1] == pytest.approx(0.287, abs=0.02)
    assert abs(np.corrcoef(ranks["a"], ranks["c"])[0, 1]) < 0.01


def test_more_draws_and_more_techniques_leave_the_first_draws_alone() -> None:
    one = sample({"scarcity": TABLE["scarcity"][0]}, 50, seed=7, number=0)["scarcity"]
    many = sample({key: row[0] for key, row in TABLE.items()}, 500, seed=7, number=0)["scarcity"]
    np.testing.assert_array_equal(one, many[:50])
    assert not np.array_equal(one, sample({"scarcity": TABLE["scarcity"][0]}, 50, seed=8, number=0)["scarcity"])


def test_a_normal_prior_gives_the_conjugate_posterior() -> None:
    prior = Prior(0.02, 0.015, 0.0, degrees=math.inf)
    tau2 = 0.01**2 + OTHER_PLACE**2
    weight = prior.sd**2 / (prior.sd**2 + tau2)
    found = measured(prior, 0.05, 0.01)
    assert found.mean == pytest.approx(prior.mean + weight * (0.05 - prior.mean), rel=1e-9)
    assert found.sd == pytest.approx(math.sqrt(tau2 * weight), rel=1e-9)


def test_the_atom_is_updated_by_bayes_rule() -> None:
    prior = Prior(0.02, 0.02, 0.3, degrees=math.inf)

    def normal(x: float, sd: float) -> float:
        return math.exp(-0.5 * (x / sd) ** 2) / sd

    tau = math.hypot(0.012, OTHER_PLACE)
    null, real = normal(0.004, tau), normal(0.004 - prior.slab_mean, math.hypot(tau, prior.slab_sd))
    assert measured(prior, 0.004, 0.012).null_share == pytest.approx(0.3 * null / (0.3 * null + 0.7 * real), rel=1e-9)


def test_a_winner_is_shrunk_and_a_poor_test_teaches_little() -> None:
    prior = TABLE["reviews"][0]
    sharp, blunt = measured(prior, 0.06, 0.005), measured(prior, 0.06, 0.05)
    assert prior.mean < blunt.mean < sharp.mean < 0.06
    assert blunt.null_share > sharp.null_share
    assert blunt.mean - prior.mean < 0.01


def test_draws_of_a_posterior_follow_it() -> None:
    found = measured(TABLE["scarcity"][0], 0.05, 0.01)
    assert isinstance(found, Posterior)
    drawn = sample({"scarcity": found}, 100_000, seed=5, number=0)["scarcity"]
    assert drawn.mean() == pytest.approx(found.mean, abs=3.3 * found.sd / math.sqrt(1e5))
    assert drawn.std() == pytest.approx(found.sd, rel=0.02)


@pytest.mark.parametrize(
    ("prior", "code"),
    [
        (Prior(0.003, 0.012, 0.3, "assumed"), "spread-below-floor"),
        (Prior(0.003, 0.009, 0.6, "assumed"), "spread-below-floor"),
        (Prior(0.02, 0.005, 0.0, "published"), "spread-below-floor"),
        (Prior(0.12, 0.05, 0.0, "published"), "effect-too-large"),
    ],
)
def test_beliefs_narrower_or_larger_than_anybody_knows_are_refused(prior: Prior, code: str) -> None:
    with pytest.raises(Refused) as refused:
        check("reviews", prior)
    assert [finding.code for finding in refused.value.findings] == [code]


def test_impossible_priors_are_refused_at_once() -> None:
    with pytest.raises(ValueError, match="does not fit"):
        Prior(0.03, 0.01, 0.5)
    with pytest.raises(ValueError, match="no such prior"):
        Prior(0.03, 0.0, 0.0)
    for prior, _, _ in TABLE.values():
        check("shipped", prior)
