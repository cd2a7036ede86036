"""The identity of the behaviour follows what visitors do, and the shipped curves belong to the present one."""

from simulation.engines.identity import identity
from simulation.evidence.reference import behaviour
from simulation.evidence.strength import curves
from simulation.plan import Plan
from tests.shop import busy_assembly, strong


def _of(plan: Plan, strength: float = 0.3) -> str:
    return identity(plan, strong(plan, strength=strength), visitors=300)


def test_the_shipped_curves_belong_to_this_behaviour() -> None:
    """If this fails, visitors of the reference shop live other lives: run `simulation.evidence.make_curves`."""
    assert curves().behaviour == behaviour()


def test_another_life_is_another_identity() -> None:
    plan = busy_assembly().plan
    assert _of(plan) == _of(plan)
    assert _of(plan, 0.6) != _of(plan)
    for table, field, value in (("world", "history", 0.36), ("cards", "gain", 0.31), ("personas", "pace", 1.01)):
        changed = getattr(plan, table).copy()
        changed[field] = value
        assert _of(plan._replace(**{table: changed})) != _of(plan), field
