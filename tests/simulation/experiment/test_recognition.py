"""What recognition is worth: one policy under five ways of seeing, and 2.0 against 1.0."""

import json
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from personas.problems import Refused
from personas.records import FrozenMap
from simulation.experiment.modes import mode_factor
from simulation.experiment.recognition import CAPS, MODES, Asked, Recognition, arms_of, only, recognition
from simulation.experiment.run import Settings, simulate
from simulation.experiment.watch import Stopped
from tests.simulation.experiment.shops import nothing, together


@cache
def _result() -> Recognition:
    return recognition(together("scarcity", "social_proof", "exit_message"), Asked(seed=3, draws=20, visitors=4_000))


def test_every_way_of_seeing_is_reported_at_both_caps() -> None:
    found = _result()
    assert [(one.caps, one.mode) for one in found.modes] == [(caps, mode) for caps in CAPS for mode in MODES]
    assert [one.caps for one in found.contrasts] == list(CAPS)
    assert found.complete
    assert (found.visitors, found.draws) == (4_000, 20)
    for one in found.modes:
        table = np.array(one.confusion)
        assert table.shape == (4, 4)
        assert one.accuracy == pytest.approx(np.trace(table) / table.sum())
        assert one.gained + one.lost == one.lift.flips
        assert one.gained >= 0 <= one.lost
    assert found.of("page-type").accuracy < found.of("score-card").accuracy < found.of("best-observer").accuracy
    assert found.of("true-phase").accuracy == found.of("true-phase", "one").accuracy == 1.0
    with pytest.raises(KeyError):
        found.of("page-type", "none")  # type: ignore[arg-type]  # what nobody can ask for


def test_at_one_message_a_visit_less_is_said() -> None:
    found = _result()
    for mode in MODES:
        own, one = found.of(mode), found.of(mode, "one")
        assert 0 < one.messages_per_visitor < own.messages_per_visitor
        assert own.lift_per_message is not None
        assert own.lift.relative is not None
        assert own.lift.relative.mean is not None
        assert own.lift_per_message == pytest.approx(own.lift.relative.mean / own.messages_per_visitor)
    assert found.of("true-phase").off_phase == 0
    assert found.of("greedy").harmful == 0
    assert found.of("page-type").off_phase > 0


def test_that_the_difference_is_assumed_is_always_said() -> None:
    assert "mode-assumed" in {one.code for one in _result().warnings}
    assert mode_factor("Arm", 1.5) == []
    assert mode_factor("Arm", None) == []
    (said,) = mode_factor("Arm", 1.6)
    assert (said.code, said.values["factor"]) == ("mode-factor", "1.60")


def test_the_result_is_json_and_the_same_again() -> None:
    content = _result().to_json()
    assert (content["format"], content["version"]) == ("footfall-recognition", 1)
    assert json.loads(json.dumps(content, allow_nan=False)) == content
    again = recognition(
        together("scarcity", "social_proof", "exit_message"), Asked(seed=3, draws=20, visitors=4_000, workers=1)
    ).to_json()
    assert {**again, "seconds": 0} == {**content, "seconds": 0}


def test_silence_has_nothing_to_recognise() -> None:
    with pytest.raises(Refused) as caught:
        recognition(nothing(), Asked(draws=1, visitors=10))
    assert [one.code for one in caught.value.findings] == ["policy-without-rules"]


def test_it_can_be_stopped() -> None:
    with pytest.raises(Stopped):
        recognition(together("scarcity"), Asked(seed=3, draws=2, visitors=500), cancelled=lambda: True)


def test_an_experiment_may_set_both_modes_side_by_side() -> None:
    shop = together("scarcity", "social_proof", phases=FrozenMap({"phase-choose00": True}))
    other = replace(shop.arms[1], id="arm-scored00", title="Scored", mode="score-card")
    result = simulate(replace(shop, arms=(*shop.arms, other)), Settings(seed=3, draws=20, visitors=4_000))
    assert "mode-assumed" in {one.code for one in result.warnings}
    one, two = result.lift("arm-together"), result.lift("arm-scored00")
    assert one.absolute != two.absolute
    against = replace(shop, arms=(shop.arms[1], other))
    assert simulate(against, Settings(seed=3, draws=20, visitors=4_000)).lift("arm-scored00").flips > 0
    alone = simulate(shop, Settings(seed=3, draws=2, visitors=500))
    assert "mode-assumed" not in {one.code for one in alone.warnings}
    assert alone.checks is not None
    assert 0.2 < alone.checks.bounce_rate < 0.6


def test_a_policy_is_laid_out_under_every_way_of_seeing() -> None:
    arms = arms_of(together("scarcity").arms[1])
    assert len({one.id for one in arms}) == len(arms) == len(CAPS) * len(MODES)
    assert [one.mode for one in arms[:2]] == ["page-type", "score-card"]
    capped = arms[len(MODES)].policy
    assert capped is not None
    assert capped.messages_per_visit == 1


def test_a_part_of_the_arms_lives_as_within_the_whole() -> None:
    from simulation.compile import assemble
    from simulation.engines.choose import run
    from tests.shop import arm, busy_rules, strong, with_arms

    arms = [arm(f"arm-{number:08d}", busy_rules()) for number in range(2)]
    plan = assemble(with_arms(arms[0], replace(arms[1], mode="score-card"))).plan
    whole, part = (
        run(one, strong(one), seed=1, stream=0, first_visitor=0, visitors_per_draw=400)
        for one in (plan, only(plan, (1, 2)))
    )
    assert np.array_equal(whole.raw_first[:, :, 1:], part.raw_first)
