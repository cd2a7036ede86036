"""What is not known of the baseline: against closed forms, and nothing where everything is known."""

from __future__ import annotations

import math
from dataclasses import replace
from statistics import NormalDist

import numpy as np
import pytest

from benchmarks.coverage import SHARES, small_shop
from maps import graph
from personas.provenance import Parameter, assumed
from personas.records import FrozenMap
from simulation.evidence.reference import reference_slice
from simulation.experiment.baseline import baseline_doubt, conversions
from simulation.experiment.doubts import NORMAL, SHARE_SPREAD, SPREAD, drawn_map, drawn_value, spread


def test_conversion_of_a_two_page_shop_is_logistic_normal() -> None:
    """Orders = w/(1 - loop) = logistic(ln(w/leave)): the doubt about the loop drops out, that about w stays."""
    shop = small_shop().slice
    order, loop = SHARES["product", "order"], SHARES["product", "product"]
    middle = math.log(order / (1 - order - loop))
    centre = 1 / (1 + math.exp(-middle))
    found = conversions(shop, seed=1, draws=20_000) * centre
    for p in (0.05, 0.5, 0.95):
        exact = 1 / (1 + math.exp(-middle - SHARE_SPREAD["assumed"] * NormalDist().inv_cdf(p)))
        assert np.quantile(found, p) == pytest.approx(exact, abs=0.003)


def test_the_centre_is_the_exact_baseline_of_the_map() -> None:
    """Without doubt every draw is the map itself, as `maps.graph` solves it."""
    shop = reference_slice()
    sure = {
        key: link.model_copy(update={"share": Parameter(value=s, low=s, high=s)})
        for key, link in shop.links.items()
        for s in [link.share.value]
    }
    np.testing.assert_allclose(conversions(replace(shop, links=sure), seed=1, draws=50), 1.0, rtol=1e-9)
    assert graph.baseline(shop).orders > 0
    drawn = conversions(shop, seed=1)
    assert np.median(drawn) == pytest.approx(1, abs=0.1)
    assert 0.2 < np.std(np.log(drawn)) < 0.8, "seven assumed shares on the way to an order"


def test_what_is_measured_is_known_better_than_what_is_published_or_assumed() -> None:
    for scale in ("rate", "amount", "logit"):
        assert SPREAD[scale]["assumed"] > SPREAD[scale]["published"] > SPREAD[scale]["measured"] > 0
    assert SHARE_SPREAD["assumed"] > SHARE_SPREAD["published"] > SHARE_SPREAD["measured"] > 0
    shop = reference_slice()
    widths = []
    for kind in ("assumed", "published", "measured"):
        world = shop.map.world.model_copy(update={"visitors_per_week": Parameter(value=1000.0, kind=kind)})
        found = baseline_doubt(replace(shop, map=shop.map.model_copy(update={"world": world})))
        widths.append(math.log(found.traffic[1] / found.traffic[0]))
        assert widths[-1] == pytest.approx(2 * NORMAL * SPREAD["amount"][kind], rel=0.08)
        assert found.money[1] > found.traffic[1]
    assert widths == sorted(widths, reverse=True)


def test_a_range_is_drawn_from_each_side_on_its_own() -> None:
    consent = assumed(0.85, 0.5, 0.95)
    assert drawn_value(consent, "rate", -NORMAL) == pytest.approx(0.5)
    assert drawn_value(consent, "rate", NORMAL) == pytest.approx(0.95)
    assert drawn_value(consent, "rate", 0.0) == pytest.approx(0.85)
    down, up = spread(consent, "rate")
    assert down > up
    assert drawn_value(assumed(0.0), "rate", 2.0) == 0.0, "nothing is a statement, not an estimate"
    assert drawn_value(assumed(1.0), "rate", -2.0) == 1.0
    assert drawn_value(assumed(0.0), "amount", 2.0) == 0.0


def test_a_drawn_map_is_sound_and_comes_back() -> None:
    shop = small_shop()
    one, again, other = (drawn_map(shop, seed=4, number=n) for n in (0, 0, 1))
    assert one.slice.links == again.slice.links
    assert one.slice.personas == again.slice.personas
    assert one.slice.links != other.slice.links
    for drawn in (one, other):
        assert sum(link.share.value for link in drawn.slice.links.values()) < 1
        for key, persona in drawn.slice.personas.items():
            before = shop.slice.personas[key].traits
            assert persona.traits.consent.value == 1.0
            assert persona.traits.pace.value != before.pace.value
            assert persona.traits.patience == before.patience, "drawn as the factor on friction"
            assert persona.traits.weight == before.weight
            assert set(persona.traits.devices) == set(before.devices)
    assert (
        drawn_map(replace(shop, slice=replace(shop.slice, personas=FrozenMap())), seed=4).slice.links == one.slice.links
    )
