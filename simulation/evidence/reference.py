"""The reference shop: the frozen world in which published averages are turned into strengths (MODEL 7.1, appendix).

Fourteen cards with their shares, an entry mix, two personas, everybody consenting. It changes only together with the
shipped curves: nobody's own project has any influence on it.
"""

from __future__ import annotations

from collections.abc import Sequence

from maps.model import JourneyMap, Link, MapSlice, PageType, Phase, Stage, Touchpoint, World
from personas.model import Persona, Traits
from personas.provenance import assumed
from personas.records import PHASE_KINDS, FrozenMap, PhaseKind
from simulation.evidence.catalogue import shipped
from simulation.policy.catalogue import MECHANICS, SIMULATED
from simulation.policy.model import Audience, Policy, Rule, Trigger
from simulation.scenario import Arm, Scenario

MAP = "map-referenc"
POLICY = "policy-referenc"
ANNOYANCE_ARM = "arm-annoying"
"""The arm in which a message without effect stands on every page."""

_CARDS: dict[PageType, tuple[PhaseKind, float]] = {
    "landing": ("browse", 15.0),
    "home": ("browse", 12.0),
    "article": ("browse", 45.0),
    "list": ("search", 20.0),
    "search": ("search", 15.0),
    "product": ("choose", 30.0),
    "reviews": ("choose", 35.0),
    "compare": ("choose", 40.0),
    "info": ("choose", 25.0),
    "service": ("choose", 40.0),
    "basket": ("checkout", 20.0),
    "details": ("checkout", 45.0),
    "payment": ("checkout", 30.0),
    "order": ("checkout", 10.0),
}
"""Card: phase and median seconds (assumed)."""

_ENTRY: dict[PageType, float] = {"landing": 0.27, "home": 0.20, "article": 0.12, "list": 0.19, "product": 0.22}

_SHARES: dict[PageType, dict[PageType, float]] = {
    "landing": {"product": 0.27, "list": 0.17, "home": 0.06},
    "home": {"list": 0.37, "search": 0.18, "product": 0.12, "article": 0.03, "service": 0.03},
    "article": {"list": 0.20, "product": 0.13, "compare": 0.06, "home": 0.05},
    "list": {"product": 0.45, "list": 0.20, "search": 0.05, "compare": 0.04, "home": 0.04},
    "search": {"product": 0.50, "search": 0.15, "list": 0.10},
    "product": {
        "basket": 0.062,
        "reviews": 0.13,
        "compare": 0.05,
        "info": 0.045,
        "list": 0.25,
        "product": 0.16,
        "search": 0.05,
    },
    "reviews": {"product": 0.66, "list": 0.09, "basket": 0.05},
    "compare": {"product": 0.62, "list": 0.15},
    "info": {"product": 0.60, "basket": 0.04, "service": 0.05},
    "service": {"home": 0.22, "product": 0.18, "list": 0.17},
    "basket": {"details": 0.42, "product": 0.17, "list": 0.12, "info": 0.02},
    "details": {"payment": 0.66, "basket": 0.08},
    "payment": {"order": 0.77, "details": 0.06, "basket": 0.02},
}
"""Share of all views of a card that take the link; the rest leaves."""


def _point(page: PageType) -> str:
    return f"touchpoint-{page:0<8}"


def _personas() -> dict[str, Persona]:
    def traits(intent: float, order: float, considered: float, desktop: float) -> Traits:
        rates = {"desktop": assumed(desktop), "phone": assumed(1 - desktop)}
        return Traits(
            intent=assumed(intent),
            order_value=assumed(order),
            products_considered=assumed(considered),
            devices=FrozenMap(rates),
            consent=assumed(1.0),
        )

    return {
        "persona-thorough": Persona(name="Thorough", traits=traits(-0.1, 55.0, 0.9, 0.42)),
        "persona-quick000": Persona(name="Quick", traits=traits(0.15, 45.0, 0.4, 0.27)),
    }


def reference_slice() -> MapSlice:
    """The map of the reference shop."""
    phases: dict[str, Phase] = {
        f"phase-{kind:0<8}": Phase(title=kind, kind=kind, priority=rank) for rank, kind in enumerate(PHASE_KINDS[1:5])
    }
    weights = FrozenMap({"persona-thorough": 0.6, "persona-quick000": 0.4})
    shop = JourneyMap(title="Reference shop", personas=weights, world=World())
    stages = {
        f"stage-{phase.kind:0<8}": Stage(map=MAP, title=phase.title, phase=key, order=str(rank))
        for rank, (key, phase) in enumerate(phases.items())
    }
    points = {
        _point(page): Touchpoint(
            map=MAP,
            stage=f"stage-{kind:0<8}",
            title=page,
            page=page,
            entry=FrozenMap({"all": _ENTRY[page]} if page in _ENTRY else {}),
            dwell=assumed(seconds),
            goal="order" if page == "order" else "none",
            conversion=page == "order",
        )
        for page, (kind, seconds) in _CARDS.items()
    }
    links = {
        f"link-{number:08d}": Link(
            map=MAP, from_touchpoint=_point(start), to_touchpoint=_point(end), share=assumed(share)
        )
        for number, (start, end, share) in enumerate(
            (start, end, share) for start, row in _SHARES.items() for end, share in row.items()
        )
    }
    return MapSlice(MAP, shop, _personas(), stages, {}, points, links, {}, {}, {}, {}, phases)


_MOMENTS = frozenset({"exit_message", "reminder"})
"""Techniques that a test shows at their own moment; all others are shown on arrival."""


def _rule(key: str) -> Rule:
    """A technique alone: all phases, all audiences, its natural cards, its natural moment."""
    how = MECHANICS[key]
    return Rule(
        policy=POLICY,
        title=key,
        technique=key,
        touchpoints=FrozenMap({_point(page): True for page in how.pages if page in _CARDS}),
        trigger=Trigger(kind=shipped()[key].trigger if key in _MOMENTS else "arrive"),
        cap_per_visit=how.caps,
        # An average effect counts what people do, not what the discount takes off: that is a cost, reported as one.
        discount=assumed(0.0) if how.price else None,
        truthful="yes",
    )


def _arm(arm_id: str, rules: dict[str, Rule]) -> Arm:
    policy = Policy(title=arm_id, mode="page-type") if rules else None
    return Arm(arm_id, arm_id, policy, rules, "page-type", {})


def arm_id(key: str) -> str:
    """The arm in which only this technique speaks."""
    return f"arm-{key}"


def reference(keys: Sequence[str] = SIMULATED, *, annoying: bool = False) -> Scenario:
    """The reference shop with a silent control and one arm per technique, and perhaps the annoying one.

    The annoying arm shows a message on every page; with strength zero it has no effect but annoyance.
    """
    arms = [_arm("arm-control0", {})]
    arms += [_arm(arm_id(key), {f"rule-{number:08d}": _rule(key)}) for number, key in enumerate(keys)]
    if annoying:
        rule = Rule(
            policy=POLICY,
            title="annoying",
            technique="social_proof",
            touchpoints=FrozenMap({_point(page): True for page in _CARDS}),
            cap_per_visit=100,
            truthful="yes",
        )
        arms.append(_arm(ANNOYANCE_ARM, {"rule-annoying": rule}))
    audiences = {
        "audience-unknown0": Audience(title="unknown", kind="unknown", priority=0),
        "audience-orientat": Audience(title="orientating", kind="orientating", priority=1, score_from=2.0),
        "audience-buying00": Audience(title="buying", kind="buying", priority=2, score_from=6.0),
        "audience-exclude0": Audience(title="exclude", kind="exclude", priority=3),
    }
    return Scenario(reference_slice(), tuple(arms), arms[0], audiences, {}, {}, {}, {})


def behaviour() -> str:
    """Identity of what visitors of the reference shop do, in every arm: what the shipped curves were made from."""
    from simulation.compile import assemble
    from simulation.engines.identity import identity
    from simulation.plan import central

    plan = assemble(reference(annoying=True)).plan
    draws = central(1, len(plan.techniques))
    draws.strength[:] = 0.3
    draws.structure["annoyance"] = 0.005
    return identity(plan, draws)
