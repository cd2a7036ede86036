"""What is not answered at all, and why (MODEL 11). What cannot be simulated is refused when compiling.

The rest of that list cannot be asked for: a strength typed by hand has no field (effects come from priors and curves,
`simulation.evidence`), a rule for those who are left alone does not compile (`simulation.assembly.rules`), a lift
without enough flips is not told (`estimators.quality`), unsolved offsets stop the compiler (`simulation.offsets`), a
label is computed (`simulation.calibration.label`).
"""

from __future__ import annotations

from personas.problems import Finding, Refused
from simulation.evidence.catalogue import catalogue
from simulation.scenario import Arm, Scenario

HIGHEST_RELEVANCE = 3.0
"""Beyond this a bonus on relevance is a strength typed by hand: scarcity at 3 would do what no test has found."""


def refuse(scenario: Scenario) -> None:
    """Raise `Refused` for every claim that rests on nothing, and for arms that learn: their unit is no visitor."""
    found: dict[str, Finding] = {}
    for arm in scenario.arms:
        if arm.policy is not None and arm.policy.adaptive != "none":
            found[arm.id] = _learns(arm)
        found |= _of_rules(scenario, arm)
    for key, technique in scenario.techniques.items():
        source = scenario.sources.get(technique.source or "")
        if technique.measured_mean is not None and source is not None and source.kind != "measured":
            found[key] = _no_test(key, technique.key, source.title)
    if found:
        raise Refused(findings=tuple(found.values()))


def _of_rules(scenario: Scenario, arm: Arm) -> dict[str, Finding]:
    if arm.policy is None:
        return {}
    facts = catalogue(scenario.techniques)
    stocked = any(product.stock is not None for product in scenario.products.values())
    found: dict[str, Finding] = {}
    for key, rule in arm.rules.items():
        if not rule.on:
            continue
        fact = facts.get(rule.technique)
        if fact is not None and fact.condition in {"stock", "date"} and rule.truthful != "yes":
            if fact.condition == "stock" and stocked and rule.truthful == "unknown":
                continue
            found[key] = _untrue(key, rule.title, fact.condition)
        elif rule.relevance.value > HIGHEST_RELEVANCE:
            found[key] = _typed(key, rule.title, rule.relevance.value)
    return found


def _untrue(key: str, title: str, condition: str) -> Finding:
    rests = {"stock": "a real stock", "date": "a real date"}[condition]
    return Finding(
        "error",
        f"claim-without-{condition}",
        f"rules.{key}.truthful",
        f"the rule '{title}' makes a claim that must rest on {rests}",
        "say that the claim is true on its cards, or use another technique",
        {"rule": title},
    )


def _learns(arm: Arm) -> Finding:
    return Finding(
        "error", "adaptive-learns", f"arms.{arm.id}.adaptive",
        f"the policy of '{arm.title}' learns while it runs: one visitor says nothing of it, only whole runs do",
        "let it learn: footfall learn", {"arm": arm.title},
    )  # fmt: skip


def _typed(key: str, title: str, relevance: float) -> Finding:
    return Finding(
        "error",
        "relevance-too-high",
        f"rules.{key}.relevance",
        f"the rule '{title}' multiplies its effect by {relevance:.1f}, which is an effect typed by hand",
        f"stay below {HIGHEST_RELEVANCE:.0f}, or bring a test of your own",
        {"rule": title, "factor": f"{relevance:.2f}", "most": f"{HIGHEST_RELEVANCE:.0f}"},
    )


def _no_test(key: str, technique: str, source: str) -> Finding:
    return Finding(
        "error",
        "effect-not-measured",
        f"techniques.{key}.source",
        f"the measured effect of '{technique}' comes from '{source}', which is no measurement",
        "name a randomised test of this shop as its source, or leave the effect out; figures of others are no test",
        {"technique": technique, "source": source},
    )
