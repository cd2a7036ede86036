"""The reference shop with what lies before its first visit and after its orders, for tests."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from maps.model import Card, Link, Pain, Phase, Stage, Touchpoint
from personas.provenance import assumed
from personas.records import FrozenMap
from simulation.evidence.reference import MAP, reference
from simulation.plan import DAY
from simulation.policy.model import Rule, Trigger
from simulation.scenario import Arm, CardChange, Scenario
from tests.shop import arm, with_arms

HOUR = DAY // 24
OUTSIDE = {
    "video": ("before", {"all": 0.7}), "friend": ("before", {"all": 0.3}), "query": ("before", {}),
    "parcel": ("after", {}), "helpdesk": ("after", {}), "firstuse": ("after", {}), "lost": ("after", {}),
}  # fmt: skip
WAYS = {
    ("video", "friend"): 0.3, ("video", "query"): 0.5, ("friend", "query"): 0.6, ("query", "landing0"): 0.7,
    ("order000", "parcel"): 0.95, ("parcel", "helpdesk"): 0.4, ("parcel", "firstuse"): 0.5,
    ("helpdesk", "firstuse"): 0.9, ("lost", "parcel"): 0.5,
}  # fmt: skip
HELPDESK = "touchpoint-helpdesk"


def point(name: str) -> str:
    """Id of a touchpoint outside the visit."""
    return f"touchpoint-{name:0<8}"


def journey(*arms: Arm, pains: Mapping[str, int] | None = None, traits: Any = None, **world: Any) -> Scenario:
    """The shop with three cards before and four after, of which nothing leads to the last; pain severity per card."""
    shop = with_arms(*arms)
    here = shop.slice
    stages = {
        f"stage-{kind:0<8}": Stage(map=MAP, title=kind, phase=f"phase-{kind:0<8}") for kind in ("before", "after")
    }
    phases = {f"phase-{kind:0<8}": Phase(title=kind, kind=kind) for kind in ("before", "after")}
    points = {
        point(name): Touchpoint(
            map=MAP, stage=f"stage-{kind:0<8}", title=name, page="none", entry=FrozenMap(entry), dwell=assumed(3600.0)
        )
        for name, (kind, entry) in OUTSIDE.items()
    }
    links = {
        f"link-o{n:07d}": Link(map=MAP, from_touchpoint=point(a), to_touchpoint=point(b), share=assumed(share))
        for n, ((a, b), share) in enumerate(WAYS.items())
    }
    cards = {
        f"card-{name:0<8}": Card(map=MAP, lane="lane-pains000", stage="stage-after000", touchpoint=point(name))
        for name in pains or {}
    }
    sore = {f"card-{name:0<8}": Pain(card=f"card-{name:0<8}", severity=size) for name, size in (pains or {}).items()}
    personas = {
        key: one.model_copy(update={"traits": one.traits.model_copy(update=traits or {})})
        for key, one in here.personas.items()
    }
    slice_ = replace(
        here,
        map=here.map.model_copy(update={"world": here.map.world.model_copy(update=world)}),
        personas=personas,
        phases={**here.phases, **phases},
        stages={**here.stages, **stages},
        touchpoints={**here.touchpoints, **points},
        links={**here.links, **links},
        cards=cards,
        pains=sore,
    )
    return replace(shop, slice=slice_, pain_cards={key.replace("card", "pain"): key for key in sore})


def said(technique: str, kind: str = "arrive", hours: float = 24.0, **fields: Any) -> Rule:
    """A rule for everybody, once."""
    trigger = Trigger.model_validate({"kind": kind, "delay_hours": hours})
    return Rule(
        policy="policy-test0000", title=technique, technique=technique, truthful="yes", trigger=trigger, **fields
    )


def telling(arm_id: str, *rules: Rule, **changes: CardChange) -> Arm:
    """An arm with these rules."""
    return arm(arm_id, {f"rule-{arm_id[4:9]}{n:03d}": one for n, one in enumerate(rules)}, **changes)


def on(*names: str) -> dict[str, Any]:
    """The cards of a rule."""
    return {"touchpoints": FrozenMap(dict.fromkeys(map(point, names), True))}


__all__ = ["HELPDESK", "HOUR", "journey", "on", "point", "reference", "said", "telling"]
