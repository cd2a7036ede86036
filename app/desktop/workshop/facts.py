"""What a presentation shows besides the map: figures, prices with their interval, votes; in the user's language."""

from __future__ import annotations

from collections.abc import Mapping

from app.desktop.measure import QtMeasure
from app.desktop.studio import Studio
from app.project.judging import judged
from app.project.meeting import dots_shown
from app.words import number, percent, plural, tr
from maps.layout.present.fit import Writer
from maps.layout.present.show import Cost, PresentWords, Show
from maps.layout.traffic import baseline_traffic
from maps.model import MapSlice


def present_words() -> PresentWords:
    """What a presentation says by itself, in the language spoken now."""
    return PresentWords(
        number=lambda value, signed: number(value, signed=signed),
        percent=lambda share: percent(share, 0),
        come_this_far=lambda here, start: tr(
            "{here} of {start} visitors a month come this far.", here=number(here), start=number(start)
        ),
        begin_here=lambda start: tr("{start} visitors a month come this far.", start=number(start)),
        leave_here=tr("of them leave here"),
        votes=lambda given, of: plural("{count} vote of {of}", "{count} votes of {of}", given, count=given, of=of),
        part=lambda part, parts: tr("{part} of {parts}", part=part, parts=parts),
        nothing_here=tr("Nothing stands in this stage yet."),
        nothing_felt=tr("Nobody has said yet how this feels."),
        uncalibrated=tr("Uncalibrated"),
        quoted=lambda words: tr("“{words}”", words=words.strip().strip("“”„‘’\"'")),
    )


def make_show(studio: Studio, width: float, height: float) -> Show | None:
    """Everything a presentation of the map that is shown needs, for a sheet of this size; none without a map."""
    document = studio.document
    piece = document.piece if document is not None else None
    if document is None or piece is None:
        return None
    votes = dots_shown(document.project, piece.id)
    costs = _costs(studio, piece)
    return Show(
        piece=piece,
        words=present_words(),
        writer=Writer(QtMeasure()),
        width=width,
        height=height,
        traffic=baseline_traffic(piece),
        costs=costs,
        votes=votes,
        scores={one.card: one.score for one in judged(document.project, piece.id) if one.score is not None},
        calibrated=False if costs else _calibrated(studio, piece),
    )


def _calibrated(studio: Studio, piece: MapSlice) -> bool:
    finished = studio.finished
    return (
        finished is not None
        and finished.map_id == piece.id
        and not finished.stale
        and finished.result.calibration.label == "calibrated"
    )


def _costs(studio: Studio, piece: MapSlice) -> Mapping[str, Cost]:
    """What pain points cost, of those whose price has an interval; what is older than the last change says so."""
    priced = studio.priced
    if priced is None or priced.prices.map != piece.id:
        return {}
    from app.actions.price_table import amount

    found: dict[str, Cost] = {}
    currency = priced.prices.currency
    for one in priced.prices.priced:
        mean, interval = one.margin.mean, one.margin.interval
        if mean is None or interval is None or mean <= 0:
            continue
        low, high = (amount(end, currency) for end in interval)
        words = tr("a month, 95% between {low} and {high}", low=low, high=high)
        if priced.stale:
            words += ". " + tr("From before your last change.")
        found[one.card] = Cost(mean, amount(-mean, currency), words)
    return found
