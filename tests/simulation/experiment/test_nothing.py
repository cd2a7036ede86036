"""T5 for the whole answer: arms that are the same differ by exactly nothing, in every number that is told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from simulation.experiment.result import Result
from simulation.experiment.run import Settings, simulate
from simulation.scenario import Scenario
from tests.simulation.experiment.shops import nothing, together


def _talking() -> Scenario:
    """Both arms say the same, and a lot."""
    shop = together("scarcity", "social_proof", "exit_message", "discount")
    return replace(shop, arms=(shop.arms[1], replace(shop.arms[1], id="arm-same0000", title="Same")))


def _relabelled() -> Scenario:
    """Both arms say the same by rules with other ids and titles: sameness is found in what happens, not assumed."""
    shop = _talking()
    renamed = {f"rule-other{n:04d}": rule for n, rule in enumerate(shop.arms[1].rules.values())}
    return replace(shop, arms=(shop.arms[0], replace(shop.arms[1], rules=renamed)))


@pytest.mark.slow
@pytest.mark.parametrize("scenario", [nothing(), _talking(), _relabelled()], ids=["silent", "talking", "relabelled"])
def test_an_a_a_run_is_exactly_zero_everywhere(scenario: Scenario) -> None:
    result = simulate(scenario, Settings(draws=60, visitors=1_500))
    assert len(result.lifts) >= 5
    checked = 0
    for lift in result.lifts:
        groups = [lift.change(), *lift.by_persona.values(), *lift.by_segment.values(), *lift.by_phase.values()]
        for change in groups:
            assert change.flips == 0
            assert change.gained in (0, None)
            for effect in (change.absolute, change.relative):
                if effect is not None and effect.mean is not None:
                    assert (effect.mean, effect.interval) == (0.0, None)
                    checked += 1
            assert change.helps in (0.0, None)
            assert change.harms in (0.0, None)
        assert (lift.quantiles, lift.doubt) == ((), {})
    assert checked > 0 or all(lift.absolute.mean is None for lift in result.lifts)
    _same(result)


def _same(result: Result) -> None:
    """Every measure, funnel step, persona and segment of both arms to the last digit."""
    control, arm = result.arms
    assert {key: stat.mean for key, stat in arm.metrics.items()} == {k: s.mean for k, s in control.metrics.items()}
    assert arm.funnel == control.funnel
    for name in ("by_persona", "by_segment"):
        means = [
            {(group, key): stat.mean for group, stats in getattr(one, name).items() for key, stat in stats.items()}
            for one in (control, arm)
        ]
        assert means[0] == means[1]
