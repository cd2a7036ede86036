"""What is known of every technique that ships: the prior on its average effect, its costs, when it is honest.

What a technique does to a visitor (target, fit, pages) stands in `simulation.policy.catalogue`; the keys are the same.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from pydantic import Field, TypeAdapter

from personas.problems import Finding, Refused
from personas.provenance import Source
from personas.records import Evidence, Value
from simulation.evidence.priors import LIMITS, Belief, EffectMeasure, Prior, check, measured
from simulation.policy.catalogue import TECHNIQUES
from simulation.policy.model import Technique, TechniqueKey, TriggerKind

NORMAL = 1.959963984540054


class PriorFact(Value):
    """What is believed of the average effect before any test of the shop's own; fractions."""

    mean: float = Field(description="Mean, null effects included.")
    sd: float = Field(gt=0, description="Standard deviation, null effects included.")
    null_share: float = Field(ge=0, lt=1, description="Probability that there is no effect at all.")
    kind: Evidence = Field(description="Where the mean comes from; spread and null share are always ours.")
    source: str = Field(description="Key of the source of the mean.")

    def prior(self) -> Prior:
        """The same as a distribution."""
        return Prior(self.mean, self.sd, self.null_share, self.kind, self.source)


class TechniqueFact(Value):
    """One technique of the catalogue. What it does to a visitor stands in `simulation.policy.catalogue`."""

    key: TechniqueKey = Field(description="Canonical key.")
    title: str = Field(description="English name.")
    trigger: TriggerKind = Field(description="Natural moment.")
    measure: EffectMeasure = Field(default="revenue", description="What its average effect is an effect on.")
    prior_fact: PriorFact = Field(alias="prior", description="Belief on its average effect.")
    condition: str = Field(description="When it is honest; 'stock' and 'date' name what a claim must rest on.")
    cost: str = Field(description="What it costs.")
    fatigue: str = Field(description="What repeating does.")
    evidence: tuple[str, ...] = Field(strict=False, description="Keys of sources.")
    note: str = Field(description="A sentence on what is and is not known.")

    @property
    def prior(self) -> Prior:
        """Prior of the average effect."""
        return self.prior_fact.prior()


@cache
def shipped() -> Mapping[str, TechniqueFact]:
    """The shipped catalogue, by key, in the order of the columns of a plan."""
    rows = TypeAdapter(list[TechniqueFact]).validate_python(_read("techniques.json")["techniques"])
    by_key = {row.key: row for row in rows}
    return {key: by_key[key] for key in TECHNIQUES}


@cache
def sources() -> Mapping[str, Source]:
    """What the catalogue rests on, by key."""
    return {key: Source.model_validate(value) for key, value in _read("sources.json").items()}


@cache
def annoyance_mean() -> float:
    """Mean change of revenue when a message without effect stands on every page for everybody (negative)."""
    return float(_read("techniques.json")["annoyance"]["mean"])


def catalogue(own: Mapping[str, Technique]) -> Mapping[str, TechniqueFact]:
    """The shipped techniques, then the shop's own new ones, by key.

    Refused when a new technique does not say which shipped one it is like.
    """
    facts = dict(shipped())
    problems = []
    for record_id, record in sorted(own.items(), key=lambda item: (item[1].key, item[0])):
        if record.key in facts:
            continue
        base = shipped().get(record.like)
        if base is None:
            problems.append(
                Finding(
                    "error",
                    "technique-unknown",
                    f"techniques.{record_id}.like",
                    f"the technique '{record.key}' is not in the catalogue and is like none that is",
                    "name the shipped technique it resembles",
                    {"technique": record.key, "like": record.like},
                )
            )
            continue
        facts[record.key] = base.model_copy(update={"key": record.key, "title": record.title or base.title})
    if problems:
        raise Refused(findings=tuple(problems))
    return facts


def beliefs(own: Mapping[str, Technique]) -> Mapping[str, Belief]:
    """What is believed of every technique's average effect: shipped priors, updated by the shop's own tests.

    Refused when a belief is narrower or larger than anybody can know. Several tests of one technique are pooled by
    the inverse of their variances.
    """
    found: dict[str, Belief] = {}
    for key, fact in catalogue(own).items():
        prior = fact.prior
        check(key, prior, fact.measure)
        tests = [row for row in own.values() if row.key == key and row.measured_mean is not None]
        if not tests:
            found[key] = prior
            continue
        found[key] = _updated(key, fact, tests)
    return found


def _updated(key: str, fact: TechniqueFact, tests: list[Technique]) -> Belief:
    limits = LIMITS[fact.measure]
    weight = total = 0.0
    for test in tests:
        if test.measured_error is None or test.source is None:
            raise Refused(
                findings=(
                    Finding(
                        "error",
                        "effect-without-test",
                        f"techniques.{key}",
                        "a measured effect needs its standard error and the randomised test it comes from",
                        "add both, or leave the effect to the published prior",
                        {"technique": key},
                    ),
                )
            )
        # What is so unsure that the limit lies within its interval claims no such effect: the prior pulls it in.
        if abs(test.measured_mean or 0.0) - NORMAL * test.measured_error > limits.highest:
            raise Refused(
                findings=(
                    Finding(
                        "error",
                        "measured-too-large",
                        f"techniques.{key}.measured_mean",
                        f"a measured effect of {test.measured_mean:.1%} on everybody is far outside what randomised "
                        "tests found",
                        "enter the difference over everybody in the test, not over those who saw the message; "
                        f"above {limits.highest:.0%} it cannot be used without the counts of both groups",
                        {"technique": key, "mean": f"{test.measured_mean:.4f}"},
                    ),
                )
            )
        precision = test.measured_error**-2
        weight += precision
        total += precision * (test.measured_mean or 0.0)
    return measured(fact.prior, total / weight, weight**-0.5, tests[0].source or "", limits.elsewhere)


def _read(name: str) -> dict[str, Any]:
    text = files("simulation.evidence").joinpath("data", name).read_text(encoding="utf-8")
    content: dict[str, Any] = json.loads(text)
    return content
