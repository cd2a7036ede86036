"""The reference shop returns what its numbers say, and each technique alone returns its average effect (T7)."""

from __future__ import annotations

import math
from functools import cache

import numpy as np
import pytest

from simulation import draws as luck
from simulation.compile import Compiled, assemble, compile_scenario
from simulation.engines.choose import run
from simulation.evidence.reference import ANNOYANCE_ARM, arm_id, reference
from simulation.evidence.strength import Curve, annoyances, curves, strengths
from simulation.experiment.estimators import Estimate, one_draw
from simulation.experiment.readings import paired_sums
from simulation.measures.registry import MEASURES
from simulation.plan import CENTRE, central
from simulation.policy.catalogue import MECHANICS
from simulation.theory import entry_mix, expected_views, orders_per_visit, transition

USED = ("reviews", "most_chosen", "reminder", "motivation", "discount")
PUBLISHED = ("social_proof", "scarcity", "urgency", "exit_message", "recommendation")
EFFECT = {key: 0.008 if key == "reminder" else 0.025 for key in (*USED, *PUBLISHED)}
"""About what a good average is; the reminder reaches too few to do as much."""
PARTS = 8
FRESH_SEED = 77
"""The curves were made with other luck."""


@cache
def _shop() -> Compiled:
    return compile_scenario(reference(tuple(EFFECT)))


def _itt(pairs: int, **structure: float) -> dict[str, Estimate]:
    """ITT of every technique alone at the strength solved for EFFECT under this structure."""
    here = {**CENTRE, **structure}
    shop = _shop()
    asked = central(PARTS, len(shop.plan.techniques))
    for name, value in structure.items():
        asked.structure[name] = value
    for key, effect in EFFECT.items():
        where = [np.array([here[name]]) for name in ("m1", "phi", "fatigue", "ceiling")]
        asked.strength[:, shop.tables.techniques.index(key)] = strengths(
            curves().techniques[key], np.array([effect]), where[0], where[1], where[2], where[3]
        )
    moments = run(
        shop.plan, asked, seed=FRESH_SEED, stream=luck.HEADLINE, first_visitor=0, visitors_per_draw=pairs // PARTS
    )
    return {
        key: one_draw(paired_sums(moments, MEASURES["revenue_per_visitor"], shop.tables.arms.index(arm_id(key))))
        for key in EFFECT
    }


def _error(curve: Curve, effect: float) -> float:
    """What the curve itself may err by: its own error, but never more than a curve that ships may have."""
    return min(max(curve.se), 0.03 * effect)


def test_the_plain_map_has_the_figures_of_the_appendix() -> None:
    plan = assemble(reference(("reviews",))).plan
    assert orders_per_visit(plan) == pytest.approx(0.02109, abs=5e-6)
    assert expected_views(transition(plan), entry_mix(plan)).sum() == pytest.approx(3.605, abs=5e-4)


def test_every_technique_stands_on_its_natural_cards() -> None:
    scenario = reference()
    pages = {key: point.page for key, point in scenario.slice.touchpoints.items()}
    for arm in scenario.arms[1:]:
        for rule in arm.rules.values():
            assert {pages[key] for key in rule.touchpoints} == set(MECHANICS[rule.technique].pages)
            assert rule.cap_per_visit == MECHANICS[rule.technique].caps


@pytest.mark.slow
def test_t7_each_technique_alone_returns_the_effect_it_was_solved_for() -> None:
    """Fresh visitors, central structure: within 3 s.e. (of this run and of the curve) and 3%."""
    for key, found in _itt(600_000).items():
        curve = curves().techniques[key]
        error = math.hypot(found.relative_se, _error(curve, EFFECT[key]))
        assert abs(found.relative - EFFECT[key]) < 3 * error + 0.03 * EFFECT[key], (key, found)


@pytest.mark.slow
@pytest.mark.parametrize(
    "structure",
    [
        {"m1": 0.3, "phi": 0.7, "fatigue": 0.6, "ceiling": 0.12},
        {"m1": 0.7, "phi": 0.3, "fatigue": 0.95, "ceiling": 0.9},
    ],
)
def test_t7_and_does_so_whatever_the_structure(structure: dict[str, float]) -> None:
    """The surface and the scale law of the ceiling add their own error: 10% here."""
    for key, found in _itt(400_000, **structure).items():
        error = math.hypot(found.relative_se, _error(curves().techniques[key], EFFECT[key]))
        assert abs(found.relative - EFFECT[key]) < 3 * error + 0.10 * EFFECT[key], (key, found)


@pytest.mark.slow
def test_t7_a_message_without_effect_on_every_page_costs_what_was_drawn() -> None:
    shop = compile_scenario(reference((), annoying=True))
    asked = central(PARTS, len(shop.plan.techniques))
    asked.structure["annoyance"] = annoyances(np.array([-0.003]))[0]
    moments = run(shop.plan, asked, seed=FRESH_SEED, stream=luck.HEADLINE, first_visitor=0, visitors_per_draw=75_000)
    arm = shop.tables.arms.index(ANNOYANCE_ARM)
    found = one_draw(paired_sums(moments, MEASURES["revenue_per_visitor"], arm))
    error = math.hypot(found.relative_se, max(curves().annoyance.se))
    assert abs(found.relative + 0.003) < 3 * error + 0.03 * 0.003
