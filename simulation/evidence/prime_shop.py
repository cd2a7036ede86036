"""Make the shipped curve of exposures before the first visit: what one, seen by everybody in its order, does.

The reference shop with an advertisement in front of it that every visitor passes; the shop itself is as it is. A touch,
a tell after it and a sell after that are each taken to do the same: what the order is worth is in the behaviour. Run by
`simulation.evidence.make_curves`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from maps.model import Link, Phase, Stage, Touchpoint
from personas.provenance import assumed
from personas.records import FrozenMap
from simulation.evidence.reference import MAP, POLICY, arm_id, reference
from simulation.policy.model import Policy, Rule
from simulation.scenario import Arm, Scenario

PRIMED = "ad_touch"
"""The exposure that is simulated by itself."""
ALIKE = {"ad_tell": PRIMED, "ad_sell": PRIMED}
"""Exposures that do the same, in their order, as another."""
_AD = "touchpoint-advert00"


def prime_shop(keys: Sequence[str] = (PRIMED,)) -> Scenario:
    """The reference shop behind an advertisement: a silent control, and an arm in which it shows these techniques."""
    shop = reference(())
    here = shop.slice
    rules = {
        f"rule-{number:08d}": Rule(policy=POLICY, title=key, technique=key, truthful="yes")
        for number, key in enumerate(keys)
    }
    arm = Arm(arm_id(keys[0]), arm_id(keys[0]), Policy(title="ads"), rules, "page-type", FrozenMap())
    advert = Touchpoint(
        map=MAP, stage="stage-before00", title="advertisement", page="none", entry=FrozenMap({"all": 1.0})
    )
    link = Link(map=MAP, from_touchpoint=_AD, to_touchpoint="touchpoint-landing0", share=assumed(0.5))
    slice_ = replace(
        here,
        phases={**here.phases, "phase-before00": Phase(title="before", kind="before")},
        stages={**here.stages, "stage-before00": Stage(map=MAP, title="before", phase="phase-before00")},
        touchpoints={**here.touchpoints, _AD: advert},
        links={**here.links, "link-advert00": link},
    )
    return replace(shop, slice=slice_, arms=(shop.arms[0], arm))
