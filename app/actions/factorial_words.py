"""Main effects and interactions in words: for the studio, the report and the command line."""

from __future__ import annotations

from dataclasses import dataclass

from app.words import between, number, percent, points, tr
from simulation.experiment.contrasts import Contrast, Factorial

_RATES = ("conversion_rate", "conversion_rate_visit")


@dataclass(frozen=True)
class Said:
    """One contrast: what it is of, how large, between what, and what it comes down to."""

    what: str
    size: str
    ends: str
    verdict: str
    contrast: Contrast


def written(metric: str, value: float) -> str:
    """A change of the measure as it is read."""
    return points(value) if metric in _RATES else number(value, 3, signed=True)


def title(whole: Factorial, contrast: Contrast) -> str:
    """The factors of a contrast."""
    return " × ".join(whole.factors[key] for key in contrast.factors)


def said(whole: Factorial) -> tuple[Said, ...]:
    """Every contrast, main effects first."""
    found = []
    for one in whole.contrasts:
        size = tr("too few to say") if one.absolute is None else written(whole.metric, one.absolute)
        ends = "" if one.interval is None else between(*one.interval, lambda value: written(whole.metric, value))
        found.append(Said(title(whole, one), size, ends, verdict(one), one))
    return tuple(found)


def verdict(one: Contrast) -> str:
    """What a contrast comes down to."""
    if one.absolute is None:
        return tr("Simulate more visitors.")
    if one.se == 0.0:
        return tr("Exactly nothing.")
    if not one.stands:
        return tr("Not told apart from nothing.")
    if len(one.factors) == 1:
        return tr("Helps on average.") if one.absolute > 0 else tr("Harms on average.")
    return tr("More together than apart.") if one.absolute > 0 else tr("Less together than apart.")


def errors(one: Contrast) -> str:
    """Where its doubt is from."""
    if one.se is None or one.se == 0.0:
        return ""
    if one.se_monte_carlo is None or one.se_parameters is None:
        return tr("chance in the run and assumptions cannot be told apart here")
    share = one.se_monte_carlo**2 / one.se**2
    return tr("{chance} chance in the run, {rest} assumptions", chance=percent(share, 0), rest=percent(1 - share, 0))


def as_lines(whole: Factorial) -> tuple[str, ...]:
    """The text of the command line."""
    rows = said(whole)
    wide = max(len(one.what) for one in rows)
    broad = max(len(one.size) for one in rows)
    head = tr("Main effects, averaged over the other factors, and what factors bring together beyond apart")
    lines = [head]
    lines += [f"  {one.what:<{wide}}  {one.size:>{broad}}  {one.ends}  {one.verdict}".rstrip() for one in rows]
    return tuple(lines)
