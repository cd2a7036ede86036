"""The shipped evidence as an account: per technique what is believed, on what grounds, and how strong it is."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from pydantic import Field

from personas.problems import Finding, Refused
from personas.provenance import Source
from personas.records import Evidence, Value
from simulation.evidence.after_sales import CLOSED, strength_of
from simulation.evidence.catalogue import TechniqueFact, shipped, sources
from simulation.evidence.priors import EffectMeasure, Prior
from simulation.evidence.strength import curves, strengths
from simulation.plan import CENTRE
from simulation.policy.catalogue import MECHANICS

WIDE = 2.0
"""A spread of this many times the mean says next to nothing about the size, and little about the sign."""


class SourceNamed(Value):
    """A source with its key."""

    key: str = Field(description="Key of the source.")
    title: str = Field(description="What it is.")
    authors: str = Field(description="Who wrote it.")
    year: int | None = Field(description="When.")
    link: str = Field(description="Where it can be read.")
    note: str = Field(description="What was taken from it, and its limits.")


class Account(Value):
    """What is believed of one technique before a shop has tested it."""

    key: str = Field(description="Key of the technique.")
    title: str = Field(description="English name.")
    target: str = Field(description="What it works on.")
    measure: EffectMeasure = Field(description="What its average effect is an effect on.")
    mean: float = Field(description="Mean of the prior, null effects included; fraction of the measure.")
    sd: float = Field(description="Standard deviation of the prior, null effects included.")
    interval: tuple[float, float] = Field(strict=False, description="95% of the prior, null effects included.")
    null_share: float = Field(description="Probability that there is no effect at all.")
    positive: float = Field(description="Probability that the effect is above zero.")
    wide: bool = Field(description="The spread is at least twice the mean: next to nothing is known.")
    kind: Evidence = Field(description="Where the mean comes from; spread and share of nulls are always assumed.")
    source: SourceNamed = Field(description="Source of the mean.")
    evidence: tuple[SourceNamed, ...] = Field(strict=False, description="All that was read about it.")
    condition: str = Field(description="When it is honest; 'stock' and 'date' name what a claim must rest on.")
    cost: str = Field(description="What it costs.")
    fatigue: str = Field(description="What repeating does.")
    note: str = Field(description="A sentence on what is and is not known.")
    strength: float | None = Field(description="Strength at the centre, log-odds; none: it has no curve yet.")


def accounts(keys: Sequence[str] = ()) -> tuple[Account, ...]:
    """Accounts of these techniques, all when none are named; Refused, naming what there is, for unknown keys."""
    facts = shipped()
    unknown = [key for key in keys if key not in facts]
    if unknown:
        raise Refused(findings=tuple(_unknown(key, tuple(facts)) for key in unknown))
    return tuple(_account(facts[key]) for key in (keys or facts))


def _unknown(key: str, known: Sequence[str]) -> Finding:
    listed = ", ".join(known)
    return Finding(
        "error",
        "technique-not-shipped",
        "--technique",
        f"there is no technique {key}.",
        f"Choose one of: {listed}.",
        {"technique": key, "known": listed},
    )


def _account(fact: TechniqueFact) -> Account:
    prior = fact.prior
    low, high = _quantile(prior, 0.025), _quantile(prior, 0.975)
    return Account(
        key=fact.key,
        title=fact.title,
        target=MECHANICS[fact.key].target,
        measure=fact.measure,
        mean=prior.mean,
        sd=prior.sd,
        interval=(low, high),
        null_share=prior.null_share,
        positive=(1 - prior.null_share) * (1 - _slab_below(prior, 0.0)),
        wide=prior.sd >= WIDE * abs(prior.mean),
        kind=prior.kind,
        source=_named(prior.source),
        evidence=tuple(_named(key) for key in fact.evidence),
        condition=fact.condition,
        cost=fact.cost,
        fatigue=fact.fatigue,
        note=fact.note,
        strength=strength_at_centre(fact.key),
    )


def strength_at_centre(key: str) -> float | None:
    """Strength, log-odds, at the mean of the prior and the central structure; None where nothing was solved for it."""
    fact = shipped()[key]
    if fact.measure in CLOSED:
        return float(strength_of(fact.measure, np.array([fact.prior.mean]))[0])
    curve = curves().techniques.get(key)
    if curve is None:
        return None
    middle = (np.array([CENTRE[name]]) for name in ("m1", "phi", "fatigue", "ceiling"))
    return float(strengths(curve, np.array([shipped()[key].prior.mean]), *middle)[0])


def _named(key: str) -> SourceNamed:
    source: Source = sources()[key]
    return SourceNamed(
        key=key, title=source.title, authors=source.authors, year=source.year, link=source.link, note=source.note
    )


def _slab_below(prior: Prior, x: float) -> float:
    """Probability that the slab is below `x`."""
    from scipy.special import ndtr, stdtr

    z = (x - prior.slab_mean) / prior.slab_scale
    return float(ndtr(z) if np.isinf(prior.degrees) else stdtr(prior.degrees, z))


def _quantile(prior: Prior, u: float) -> float:
    """The effect below which the prior has the share `u`; the atom of nulls stands at zero."""
    from scipy.special import ndtri, stdtrit

    real, below = 1 - prior.null_share, _slab_below(prior, 0.0)
    if u > real * below and u < real * below + prior.null_share:
        return 0.0
    within = u / real if u <= real * below else (u - prior.null_share) / real
    z = ndtri(within) if np.isinf(prior.degrees) else stdtrit(prior.degrees, within)
    return float(prior.slab_mean + prior.slab_scale * z)
