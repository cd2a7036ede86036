"""The map as lines of words: what the outline shows, stage by stage, without a single widget."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from app.desktop.document import Selection
from app.words import name, number, percent, plural, tr
from maps.layout.icons import FALLBACK, LANES, touchpoint_icon
from maps.model import Card, Feeling, Lane, Link, MapSlice


@dataclass(frozen=True)
class Line:
    """One line. `words` is its title, `detail` what stands grey at its right, `says` the whole for who listens.

    `slot` is the persona's colour slot for a feeling (none: no face), `value` the feeling; `dots` a severity.
    """

    selection: Selection
    icon: str
    words: str
    detail: str = ""
    says: str = ""
    text: str | None = None
    strong: bool = False
    slot: int | None = None
    value: float = 0.0
    dots: int = 0
    below: tuple[Line, ...] = ()

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What makes it the same line when the map has changed."""
        one = self.selection
        return (one.table, one.record, one.persona, one.lane)


def feeling_words(value: float) -> str:
    """A feeling in a word."""
    if value >= 1.5:
        return tr("delighted")
    if value >= 0.5:
        return tr("glad")
    if value > -0.5:
        return tr("neutral")
    return tr("unhappy") if value > -1.5 else tr("angry")


def outline(piece: MapSlice, slots: Mapping[str, int], stages: Iterable[str] | None = None) -> tuple[Line, ...]:
    """The stages of a map with what stands in them; with `stages` only those."""
    wanted = piece.stages.keys() if stages is None else set(stages)
    leaving: dict[str, list[tuple[str, Link]]] = {}
    for key, link in piece.links.items():
        leaving.setdefault(link.from_touchpoint, []).append((key, link))
    points: dict[str, list[str]] = {}
    for key, point in piece.touchpoints.items():
        points.setdefault(point.stage, []).append(key)
    cards: dict[tuple[str, str], list[str]] = {}
    for key, card in piece.cards.items():
        cards.setdefault((card.stage, card.lane), []).append(key)
    return tuple(
        _stage(piece, key, points.get(key, []), cards, leaving, slots) for key in piece.stages if key in wanted
    )


def _stage(
    piece: MapSlice,
    key: str,
    points: list[str],
    cards: Mapping[tuple[str, str], list[str]],
    leaving: Mapping[str, list[tuple[str, Link]]],
    slots: Mapping[str, int],
) -> Line:
    stage = piece.stages[key]
    below: list[Line] = []
    with_points = any(lane.kind == "touchpoints" for lane in piece.lanes.values())
    if not with_points:
        below += [_touchpoint(piece, one, leaving.get(one, []), slots) for one in points]
    for lane_id, lane in piece.lanes.items():
        if lane.kind == "touchpoints":
            below += [_touchpoint(piece, one, leaving.get(one, []), slots) for one in points]
            points = []
        else:
            below += [_card(piece, one, lane) for one in cards.get((key, lane_id), [])]
    phase = name("phase", piece.phase_kind(key))
    many = plural("{count} card", "{count} cards", len(below), count=len(below))
    notes = [phase, many]
    if stage.opens is not None:
        notes.append(tr("opens a sub-journey"))
    if stage.hidden:
        notes.append(tr("hidden"))
    title = stage.title or tr("Stage without a name")
    return Line(
        Selection("stages", key), "sign-in" if stage.opens is not None else "columns", title,
        tr("hidden") if stage.hidden else number(len(below)), tr("Stage: {title}", title=_joined(title, *notes)),
        stage.title, strong=True, below=tuple(below),
    )  # fmt: skip


def _touchpoint(piece: MapSlice, key: str, links: list[tuple[str, Link]], slots: Mapping[str, int]) -> Line:
    point = piece.touchpoints[key]
    below = [
        _feeling(piece, key, persona, point.feelings[persona], slots.get(persona, 0))
        for persona in piece.personas
        if persona in point.feelings
    ]
    below += [_link(piece, one, link) for one, link in links]
    left = max(0.0, 1.0 - sum(link.share.value for _key, link in links)) if links else 0.0
    leave = tr("leaves {share}", share=percent(left, 0)) if left > 0.0005 else ""
    title = point.title or tr("Touchpoint without a name")
    channel = name("channel", point.channel)
    said = _joined(title, channel, *(line.says for line in below), leave)
    return Line(
        Selection("touchpoints", key), touchpoint_icon(point), title, leave,
        tr("Touchpoint: {title}", title=said), point.title, below=tuple(below),
    )  # fmt: skip


def _feeling(piece: MapSlice, touchpoint: str, persona: str, feeling: Feeling, slot: int) -> Line:
    who, mood = piece.personas[persona].name, feeling_words(feeling.value)
    figure = number(feeling.value, 1 if feeling.value % 1 else 0, signed=True)
    return Line(
        Selection("touchpoints", touchpoint, persona), "smiley", tr("{who}: {mood}", who=who, mood=mood),
        feeling.note or figure, _joined(tr("{who}: {mood}", who=who, mood=mood), figure, feeling.note), feeling.note,
        slot=slot, value=feeling.value,
    )  # fmt: skip


def _link(piece: MapSlice, key: str, link: Link) -> Line:
    end = piece.touchpoints.get(link.to_touchpoint)
    title = end.title if end is not None else tr("somewhere else")
    share = percent(link.share.value)
    words = tr("goes to {title}", title=title)
    return Line(Selection("links", key), "arrow-right", words, share, f"{words} {share}", share)


def _card(piece: MapSlice, key: str, lane: Lane) -> Line:
    card = piece.cards[key]
    kind = lane.title or name("lane", lane.kind)
    words = " ".join(card.text.split()) or (tr("Picture") if card.image is not None else tr("Empty card"))
    notes, dots = list(_of_card(piece, key, card)), 0
    if key in piece.pains:
        dots = piece.pains[key].severity
        notes.insert(0, tr("severity {value} of 5", value=dots))
    whose = [piece.personas[one].name for one in card.personas if one in piece.personas]
    detail = "" if dots else ", ".join(whose)
    return Line(
        Selection("cards", key), LANES.get(lane.kind, FALLBACK), words, detail,
        f"{kind}: {_joined(words, *notes, *whose)}", card.text, dots=dots,
    )  # fmt: skip


def _of_card(piece: MapSlice, key: str, card: Card) -> Iterator[str]:
    if card.touchpoint is not None and card.touchpoint in piece.touchpoints:
        yield tr("about {title}", title=piece.touchpoints[card.touchpoint].title)
    opportunity = piece.opportunities.get(key)
    if opportunity is not None:
        yield tr("impact {impact}, effort {effort}", impact=opportunity.impact, effort=opportunity.effort)
    if card.span > 1:
        yield plural("over {count} stage", "over {count} stages", card.span, count=card.span)


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)
