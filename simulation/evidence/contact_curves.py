"""Make the shipped curves of contacts: what each brings on the reference shop with everybody within reach.

Each has its own measure (`EffectMeasure`): orders per message beyond those of the control, or the relative number of
visitors who come back. Beside it stands what that is in revenue per visitor. Run by `simulation.evidence.make_curves`.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from simulation import draws as luck
from simulation.compile import assemble, compile_scenario
from simulation.engines.choose import run
from simulation.engines.identity import identity
from simulation.evidence.catalogue import shipped
from simulation.evidence.contact_shop import ALIKE, SIMULATED_CONTACTS, contact_shop
from simulation.experiment.estimators import one_draw
from simulation.experiment.readings import paired_sums
from simulation.measures.moments import PairedMoments
from simulation.measures.registry import MEASURES
from simulation.measures.tallies import INDEX
from simulation.plan import Plan, central

STRENGTHS = (-1.2, -0.4, 0.4, 1.0, 2.0)
"""Log-odds of coming back at which contacts are simulated; .4 does about what is believed of a basket mail."""
SURELY = 60.0
"""Log-odds that leave no luck."""
PARTS = 16
SHORT = 2
"""Who comes back is counted over so many times fewer pairs: it is far more frequent than an order."""

Teller = Callable[[str], None]


class ContactShop:
    """The compiled shop, asked what contacts bring."""

    def __init__(self, *, workers: int = 0, seed: int) -> None:
        self.seed, self.workers = seed, workers
        self.plan: Plan = compile_scenario(contact_shop(), workers=workers).plan

    def moments(
        self, strength: float, pairs: int, *, visits: int | None = None, at_once: bool = False
    ) -> PairedMoments:
        """All contacts at this strength, each in its own arm; with so many visits at most, or sent without delay."""
        plan = self.plan
        if visits is not None:
            world = plan.world.copy()
            world["max_visits"] = visits
            plan = plan._replace(world=world)
        if at_once:
            rules = plan.rules.copy()
            rules["delay"] = 0.0
            plan = plan._replace(rules=rules)
        draws = central(PARTS, len(plan.techniques))
        draws.strength[:] = strength
        return run(
            plan, draws, seed=self.seed, stream=luck.CALIBRATION, first_visitor=0, visitors_per_draw=pairs // PARTS,
            workers=self.workers,
        )  # fmt: skip


def contact_behaviour() -> str:
    """Identity of what visitors do when contacts reach them: what the shipped curves of contacts were made from."""
    plan = assemble(contact_shop()).plan
    draws = central(1, len(plan.techniques))
    draws.strength[:] = 0.5
    return identity(plan, draws, visitors=8_000)


def total(moments: PairedMoments, name: str, arm: int) -> float:
    """Sum of a tally over everybody in an arm, in its raw unit."""
    return float(moments.raw_first[:, :, arm, INDEX[name]].sum())


def per_message(moments: PairedMoments, arm: int) -> tuple[float, float]:
    """Orders per message sent beyond the control's, and the standard error."""
    sent = total(moments, "contacts", arm)
    changed = moments.own("orders", "orders", arm) + moments.own("orders", "orders", 0)
    changed = changed - 2.0 * moments.cross("orders", "orders", arm)
    gain = total(moments, "orders", arm) - total(moments, "orders", 0)
    return gain / sent, math.sqrt(float(changed.sum())) / sent


def coming_back(moments: PairedMoments, arm: int, base: float) -> tuple[float, float]:
    """Visitors who come back more than in the control over `base`, those who could have been reached and came back.

    For runs of two visits at most, in which nobody can come back twice.
    """
    gain = total(moments, "return_visits", arm) - total(moments, "return_visits", 0)
    return gain / base, math.sqrt(max(1.0, abs(gain))) / base


def contact_rows(pairs: int, workers: int, seed: int, tell: Teller) -> dict[str, dict[str, Any]]:
    """The curves of all contacts, by technique key."""
    shop = ContactShop(workers=workers, seed=seed)
    tell("reference shop with everybody within reach compiled")
    rows = {key: _row(key, pairs) for key in SIMULATED_CONTACTS}
    # Whoever is sent away for certain would have come back: that counts those who could have been reached and came.
    lost = shop.moments(-SURELY, pairs // SHORT, visits=2, at_once=True)
    for strength in STRENGTHS:
        full, short = shop.moments(strength, pairs), shop.moments(strength, pairs // SHORT, visits=2)
        for arm, (key, row) in enumerate(rows.items(), 1):
            base = total(lost, "return_visits", 0) - total(lost, "return_visits", arm)
            back = shipped()[key].measure == "returning"
            found, error = coming_back(short, arm, base) if back else per_message(full, arm)
            row["itt"].append(found)
            row["se"].append(error)
            row["revenue"].append(one_draw(paired_sums(full, MEASURES["revenue_per_visitor"], arm)).relative)
        tell(f"contacts at {strength}: { {key: (row['itt'][-1], row['revenue'][-1]) for key, row in rows.items()} }")
    return rows | {key: dict(rows[other]) for key, other in ALIKE.items()}


def _row(key: str, pairs: int) -> dict[str, Any]:
    return {
        "strength": list(STRENGTHS), "itt": [], "se": [], "pairs": pairs, "measure": shipped()[key].measure,
        "revenue": [],
    }  # fmt: skip
