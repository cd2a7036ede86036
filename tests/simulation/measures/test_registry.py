"""Every measure once, made of tallies that exist."""

from __future__ import annotations

from simulation.measures.registry import HEADLINE, LIFTED, MEASURES
from simulation.measures.tallies import CROSS_AT, INDEX, OWN_AT


def test_every_measure_is_a_ratio_of_known_tallies() -> None:
    for key, measure in MEASURES.items():
        assert key == measure.id
        assert {measure.numerator, measure.denominator, measure.event} <= set(INDEX), key
        assert measure.definition.endswith("."), key


def test_names_are_told_apart() -> None:
    assert len({m.name for m in MEASURES.values()}) == len(MEASURES)
    assert set(HEADLINE) <= set(LIFTED) <= set(MEASURES)
    assert "message_cost_per_visitor" not in LIFTED


def test_the_products_that_every_measure_needs_are_kept() -> None:
    for measure in MEASURES.values():
        i, j = sorted((INDEX[measure.numerator], INDEX[measure.denominator]))
        assert (i, j) in OWN_AT, measure.id
        assert (i, j) in CROSS_AT, measure.id
        assert (j, i) in CROSS_AT, measure.id
