"""The words a map carries besides what its authors wrote, in the language the studio speaks."""

from __future__ import annotations

from app.words import group, language, number, tr
from maps.layout.words import MapWords


def map_words() -> MapWords:
    """Words and number shapes of the language spoken now."""
    sample = number(1234.5, 1)
    return MapWords(
        language=language(),
        thousands=sample[1],
        decimal=sample[-2],
        footfall=tr("Footfall"),
        visitors=tr("visitors"),
        a_week=tr("a week"),
        a_month=tr("a month"),
        per_month=tr("month"),
        impact=tr("Impact"),
        effort=tr("Effort"),
        goal=tr("goal"),
        old=tr("old"),
        seconds=tr("s"),
        minutes=tr("min"),
        hours=tr("h"),
        day=tr("day"),
        days=tr("days"),
        lanes=group("lane"),  # type: ignore[arg-type]  # the group's keys are the lane kinds
        phases=group("phase"),  # type: ignore[arg-type]  # and these the phase kinds
        channels=group("channel"),
        states=group("status"),
    )
