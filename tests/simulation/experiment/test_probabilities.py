"""Three probabilities that add to one, and how they are shown."""

from __future__ import annotations

import numpy as np
import pytest

from simulation.evidence.priors import Prior, sample
from simulation.experiment.probabilities import probabilities, shown, threshold


def test_an_unproven_technique_alone_mostly_makes_no_difference() -> None:
    x = sample({"reviews": Prior(0.003, 0.010, 0.60)}, 200_000, seed=1, number=0)["reviews"]
    found = probabilities(x)
    assert found.helps + found.no_difference + found.harms == pytest.approx(1)
    np.testing.assert_allclose(found, (0.29, 0.62, 0.09), atol=0.02)


def test_a_lift_must_pay_for_its_messages() -> None:
    assert threshold(0.0, 1.5) == 0.001
    assert threshold(0.03, 1.5) == pytest.approx(0.02)
    assert threshold(0.0001, 1.5) == 0.001


def test_printed_to_five_points_and_never_sure_while_uncalibrated() -> None:
    assert [shown(p) for p in (0.0, 0.52, 0.53, 0.96, 1.0)] == pytest.approx([0, 0.5, 0.55, 0.95, 0.95])
    assert shown(1.0, calibrated=True) == 1.0
