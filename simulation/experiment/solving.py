"""Arms in which pain points are solved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from personas.records import FrozenMap
from simulation.experiment.price_list import Reason, Unpriced
from simulation.scenario import Arm, CardChange, Scenario


@dataclass(frozen=True)
class Spot:
    """A pain point that can be solved: its own id, its card's, its touchpoint's."""

    pain: str
    card: str
    touchpoint: str

    @property
    def arm(self) -> str:
        """Id of the arm in which it is solved."""
        return f"solve-{self.pain}"


def spots_of(scenario: Scenario) -> tuple[list[Spot], list[Unpriced]]:
    """Pain points of the scenario's map that are on a touchpoint, and those that are on none."""
    slice_ = scenario.slice
    own = {card: pain for pain, card in reversed(list(scenario.pain_cards.items()))}
    found, none = [], []
    for card in slice_.pains:
        where = slice_.cards[card].touchpoint if card in slice_.cards else None
        spot = Spot(own.get(card, card), card, where or "")
        if where in slice_.touchpoints:
            found.append(spot)
        else:
            none.append(unpriced(scenario, spot, "no-touchpoint"))
    return found, none


def solving(control: Arm, spots: Sequence[Spot], arm_id: str, title: str) -> Arm:
    """The control with these pain points solved."""
    changes = dict(control.changes)
    for spot in spots:
        before = changes.get(spot.touchpoint, CardChange())
        removed = FrozenMap({**before.pains_removed, spot.pain: True})
        changes[spot.touchpoint] = before.model_copy(update={"pains_removed": removed})
    return replace(control, id=arm_id, title=title, changes=FrozenMap(changes))


def unpriced(scenario: Scenario, spot: Spot, reason: Reason) -> Unpriced:
    """A pain point that has no price."""
    slice_, card = scenario.slice, scenario.slice.cards.get(spot.card)
    point = slice_.touchpoints.get(spot.touchpoint)
    stage = slice_.stages.get(card.stage) if card is not None else None
    return Unpriced(
        pain=spot.pain,
        card=spot.card,
        title=card.text if card is not None else "",
        where=point.title if point is not None else stage.title if stage is not None else "",
        severity=slice_.pains[spot.card].severity,
        reason=reason,
    )


def title_of(scenario: Scenario, spot: Spot) -> str:
    """What a pain point says."""
    card = scenario.slice.cards.get(spot.card)
    return card.text if card is not None else spot.pain
