"""The words of a backtest, once: for the terminal, the studio and the report."""

from __future__ import annotations

import math

from app.words import NOTHING, between, name, number, percent, plural, points, tr
from simulation.backtest.result import Backtest, Tested
from simulation.calibration.label import MEAN_ERROR, REJECTED, TESTS

LARGE = 9.99
"""A lift beyond this has no figure worth printing."""


def lift_words(value: float | None) -> str:
    """A relative lift: +2.1%; a dash where there is none, or one beyond any use."""
    if value is None or not math.isfinite(value) or abs(value) > LARGE:
        return NOTHING
    return percent(value, 1, signed=True)


def span_words(ends: tuple[float, float | None] | None) -> str:
    """An interval of a lift: −0.4% to +3.1%."""
    if ends is None:
        return ""
    return tr("{low} to {high}", low=lift_words(ends[0]), high=lift_words(ends[1]))


def reason_words(row: Tested) -> str:
    """Why a test does not count; empty for one that does."""
    why = {
        "technique": tr("not predicted: this technique cannot be predicted from such counts"),
        "cards": tr("not predicted: its cards are not on this map"),
        "too-few": tr("not predicted: too few simulated visitors behaved differently"),
        "no-conversions": tr("not predicted: nobody converted in its control"),
        "refused": tr("not predicted: it cannot be simulated"),
        "": "",
    }[row.reason]
    if why:
        return f"{why} ({row.message})" if row.message else why
    if row.twice:
        return tr("the same counts as another test, so it counts once")
    return "" if row.randomised else tr("not randomised, so it does not count")


def outcome_words(row: Tested) -> str:
    """What came of a prediction, in a word or two; `reason_words` says why it does not count."""
    if row.inside is None:
        return tr("not predicted")
    if not row.counts:
        return tr("does not count")
    return tr("as expected") if row.inside else tr("not as expected")


def limits(found: Backtest) -> tuple[tuple[bool, str], ...]:
    """Every limit of the label: whether it is met, and what it asks beside what there is."""
    return tuple(
        (key in found.met, _limit(key, found)) for key in ("shares", "heldout", "tests", "coverage", "mean-error")
    )


def _limit(key: str, found: Backtest) -> str:
    if key == "shares":
        return tr("The shop's conversion is known within a tenth, or the shares rest on 1,000 conversions.")
    if key == "heldout":
        if found.level is None:
            return tr("The controls of past tests convert as the map says.")
        rate = percent(found.level, 2)
        return tr("The controls of past tests convert as the map says ({rate} of visitors).", rate=rate)
    if key == "tests":
        return tr(
            "At least {least} past tests that were randomised; there are {count}.",
            least=number(TESTS),
            count=number(found.counted),
        )
    if key == "coverage":
        if found.coverage_p is None:
            return tr("They measured what they were expected to.")
        return tr(
            "They measured what they were expected to: {inside} of {count}, p = {p}, at least {least} is asked.",
            inside=number(found.inside),
            count=number(found.counted),
            p=number(found.coverage_p, 2),
            least=number(REJECTED, 2),
        )
    return _error_limit(found)


def _error_limit(found: Backtest) -> str:
    most = number(100 * MEAN_ERROR, 0)
    if found.mean_error is None:
        return tr("On average they are predicted within {most} point.", most=most)
    if found.mean_error_se is None or found.mean_error_se > MEAN_ERROR:
        return tr(
            "On average they are predicted within {most} point: {error} off. The tests are too small to tell: their "
            "own chance moves that by more than {most} point.",
            most=most,
            error=error_words(found),
        )
    return tr("On average they are predicted within {most} point: {error} off.", most=most, error=error_words(found))


def error_words(found: Backtest) -> str:
    """The mean error of the predictions, with its interval where there is one."""
    if found.mean_error is None:
        return NOTHING
    mean = points(found.mean_error, 1)
    if found.mean_error_interval is None:
        return mean
    ends = between(*found.mean_error_interval, lambda value: points(value, 1, unit=False))
    return tr("{number}, {interval}", number=mean, interval=ends)


def label_words(found: Backtest) -> str:
    """The label that these tests back, as a sentence."""
    if found.label == "calibrated":
        return tr("These tests back the map and the effects: the label goes.")
    if found.label == "uncalibrated":
        return tr("The label “uncalibrated” stays.")
    return f"{name('label', found.label)}."


def verdict(found: Backtest) -> tuple[str, ...]:
    """What the tests say of the model, in sentences."""
    if not found.tests:
        return (tr("There are no past tests yet."),)
    if not found.counted:
        return (tr("No past test counts yet."), label_words(found))
    said = [
        plural(
            "{inside} of {count} test measured what was expected of it.",
            "{inside} of {count} tests measured what was expected of them.",
            found.counted,
            inside=number(found.inside),
            count=number(found.counted),
        )
    ]
    said.append(tr("Predicted minus measured, on average: {error}.", error=error_words(found)))
    if found.pointing:
        said.append(
            tr(
                "The direction was right in {right} of {count}.",
                right=number(found.agreeing),
                count=number(found.pointing),
            )
        )
    return (*said, label_words(found))
