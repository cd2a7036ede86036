"""T10: visitors of the kettle shop behave as real ones do, though nothing of this is fitted."""

from app.project.examples import new_from_example
from app.project.slices import scenario
from simulation.compile import compile_scenario
from simulation.experiment.checks import LOOKED_AT, look
from simulation.offsets import Stage
from simulation.plan import central


def test_buyers_of_the_kettle_can_be_told_after_six_views_and_pages_are_overdispersed() -> None:
    """Montgomery et al. 2004: over 40% of buyers are found where 7% buy; page counts are no geometric distribution."""
    compiled = compile_scenario(scenario(new_from_example("kettle")), schedule=(Stage(20_000, 0.002),))
    draws = central(1, len(compiled.plan.techniques))
    found = look(compiled, draws, seed=1, visitors=LOOKED_AT)
    assert found is not None
    assert found.visits > LOOKED_AT
    assert 0.3 < found.bounce_rate < 0.5
    assert found.shape is not None
    assert found.gain is not None
    assert found.shape < 1.0
    assert found.gain > 100.0
    assert found.purchase is not None
    assert found.purchase.base < 0.15
    assert found.purchase.found >= 0.4
    assert found.purchase.auc > 0.7
    assert look(compiled, draws, seed=1, cancelled=lambda: True) is None
