"""Curves go through their points, are undone by their inverse, and are never more generous than their source."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from personas.problems import Refused
from simulation.evidence import strength
from simulation.evidence.strength import (
    SURFACE_TERMS,
    Curve,
    annoyances,
    curves,
    strengths,
    surface_matrix,
)
from simulation.policy.catalogue import CONTACTS, SIMULATED

POINTS = {"strength": (-0.24, -0.08, 0.08, 0.2, 0.4), "itt": (-0.074, -0.024, 0.025, 0.058, 0.1), "se": (0.001,) * 5}
CURVE = Curve.model_validate({**POINTS, "pairs": 4_000_000})
KINKED = Curve.model_validate(
    {"strength": (-0.3, -0.1, 0.1, 0.2, 0.4), "itt": (-0.03, -0.01, 0.055, 0.1, 0.19), "se": (0.001,) * 5, "pairs": 1}
)


def test_the_curve_meets_its_points_and_zero() -> None:
    at = np.array([*CURVE.strength, 0.0])
    np.testing.assert_allclose(CURVE.value(at), [*CURVE.itt, 0.0], atol=1e-12)
    assert CURVE.slope == pytest.approx(0.025 / 0.08)


def test_the_inverse_undoes_the_curve_everywhere() -> None:
    at = np.linspace(-1, 1, 501)
    for curve in (CURVE, KINKED):
        np.testing.assert_allclose(curve.inverse(curve.value(at)), at, atol=1e-9)
        assert (np.diff(curve.value(at)) > 0).all()


def test_the_cubic_is_the_one_of_the_literature() -> None:
    from scipy.interpolate import PchipInterpolator

    x, y = np.array([0.0, 0.08, 0.2, 0.4]), np.array([0.0, 0.025, 0.058, 0.1])
    at = np.linspace(0, 0.4, 200)
    np.testing.assert_allclose(CURVE.value(at), PchipInterpolator(x, y)(at), atol=2e-6)


def test_a_kink_at_zero_stays_a_kink() -> None:
    small = 1e-3
    right, left = KINKED.value(np.array([small, -small])) / np.array([small, -small])
    assert right > 4 * left


def test_a_curve_that_does_not_grow_is_refused() -> None:
    flat = Curve.model_validate({**POINTS, "itt": (-0.074, -0.024, 0.025, 0.024, 0.1), "pairs": 1})
    with pytest.raises(ValueError, match="must grow"):
        flat.value(np.array([0.1]))
    with pytest.raises(ValidationError):
        Curve.model_validate({"strength": (0.1,)})


def test_a_structure_in_which_messages_do_more_gets_weaker_messages() -> None:
    surface = [0.0] * len(SURFACE_TERMS)
    surface[SURFACE_TERMS.index("m1")] = 0.2
    curve = CURVE.model_copy(update={"surface": tuple(surface)})
    x, half, quarter = np.full(2, 0.02), np.full(2, 0.5), np.full(2, 0.25)
    found = strengths(curve, x, np.array([0.5, 0.75]), half, np.full(2, 0.75), quarter)
    assert found[0] == pytest.approx(CURVE.inverse(np.array([0.02]))[0])
    assert found[1] / found[0] == pytest.approx(math.exp(-0.2))


def test_a_lower_ceiling_needs_a_stronger_message_for_the_same_effect() -> None:
    """Against a world in which the scale law holds exactly: ITT = 0.3 D tanh(strength / D)."""
    at = np.array([-0.6, -0.2, 0.1, 0.3, 0.6])
    exact = Curve(strength=tuple(at), itt=tuple(0.3 * 0.25 * np.tanh(at / 0.25)), se=(0.001,) * 5, pairs=1)
    middle, effect = np.full(3, 0.5), np.full(3, 0.02)
    ceiling = np.array([0.12, 0.25, 1.0])
    solved = strengths(exact, effect, middle, middle, np.full(3, 0.75), ceiling)
    np.testing.assert_allclose(0.3 * ceiling * np.tanh(solved / ceiling), effect, rtol=0.08)
    assert (np.diff(solved) < 0).all()


def test_the_surface_is_zero_at_the_centre() -> None:
    assert not surface_matrix(np.array([0.5]), np.array([0.5]), np.array([0.75])).any()
    assert surface_matrix(np.zeros(4), np.zeros(4), np.zeros(4)).shape == (4, len(SURFACE_TERMS))


def test_every_technique_ships_with_a_curve_sharp_enough() -> None:
    assert {key for key, curve in curves().techniques.items() if not curve.surface} == set(CONTACTS)
    for key in SIMULATED:
        curve = curves().techniques[key]
        assert curve.pairs >= 4_000_000, key
        assert curve.surface_pairs >= 1_000_000, key
        assert 0 < curve.surface_residual < 0.03, key
        assert len(curve.strength) == 5, key
        unit = curve.strength.index(min(b for b in curve.strength if b > 0))
        assert curve.se[unit] / curve.itt[unit] <= 0.03, key
        slopes = [effect / strength for effect, strength in zip(curve.itt, curve.strength, strict=True)]
        assert max(slopes) > 1.03 * min(slopes), f"{key}: points on one line are typed, not simulated"
        back = curve.inverse(np.array([-0.02, 0.0, 0.003, 0.03, 0.1]))
        assert (np.diff(back) > 0).all(), key
        assert back[1] == 0


def test_what_is_kinked_is_known_by_its_curve() -> None:
    assert KINKED.kinked
    assert not CURVE.kinked
    # Who is brought comes soon, with the basket still there; who is lost is only whoever would have come late.
    kinked = {key for key, curve in curves().techniques.items() if curve.kinked}
    assert "exit_message" in kinked
    assert kinked - {"exit_message"} <= set(CONTACTS)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"note": "dev"}, "not made by"),
        ({"annoyance": {"pairs": 1_000}}, "annoyance: 1000 pairs"),
        ({"techniques": {"scarcity": {"se": (0.0,) * 5}}}, "scarcity: a simulated point has an error"),
        ({"techniques": {"reviews": {"surface_residual": 0.0}}}, "reviews: what the structure does"),
    ],
)
def test_curves_made_by_hand_are_refused(
    change: dict[str, Any], words: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert curves().complaints() == ()
    content = curves().model_dump(mode="json")
    for key, value in change.items():
        if key == "note":
            content[key] = value
            continue
        for name, fields in value.items() if key == "techniques" else (("", value),):
            (content[key][name] if name else content[key]).update(fields)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "curves.json").write_text(json.dumps(content), encoding="utf-8")
    monkeypatch.setattr(strength, "files", lambda _package: tmp_path)
    with pytest.raises(Refused) as refused:
        strength.curves.__wrapped__()
    assert refused.value.findings[0].code == "curves-made-by-hand"
    assert words in str(refused.value.findings[0].message)


def test_annoyance_is_never_a_gain() -> None:
    loss = np.array([0.0, -0.001, -0.003, -0.01, 0.002])
    found = annoyances(loss)
    assert found[0] == found[4] == 0
    assert (np.diff(found[:4]) > 0).all()
    # MODEL 7.2: a loss of 0.3% with a message on every page is about 0.0005 log-odds per message.
    assert 0.0002 < found[2] < 0.0012
