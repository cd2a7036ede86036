"""The emotion lane: a grid from -2 to +2, one curve per persona, a face at every point, notes where there is room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from maps.layout.context import Context
from maps.layout.curve import monotone_path
from maps.layout.elements import Curve, Element, Face, LaneHeader, Rule, Text
from maps.layout.geometry import Point, Rect
from maps.layout.headers import lane_header, legend
from maps.layout.options import Sizes
from maps.layout.shelves import Dots, Shelves

_FIGURES_RIGHT = 123.0
_NOTE_CHARS = 24
_OUTLINE = 1.12


def emotion_lane(context: Context, lane: str, title: str, y: float) -> tuple[list[Element], LaneHeader, float]:
    """Everything of the emotion lane whose top is at ``y``; its header with the legend; and its height."""
    header = lane_header(context, lane, "emotions", title, "", y)
    top = max(Sizes.EMOTION_TOP, header.rect.h + 4.0)
    zero = y + top + 2 * Sizes.EMOTION_UNIT
    height = top + 4 * Sizes.EMOTION_UNIT + Sizes.EMOTION_FOOT
    marks, names, end = legend(context, max(header.rect.bottom, y + 40.0), 62.0)
    figures = _figures(context, zero)
    box = Rect(0.0, y, Sizes.LANE, max(height, end - y))
    header = replace(header, rect=box, marks=marks, more=(*names, *figures))
    height = max(height, end - y + 6.0)
    faces = _faces(context, zero)
    curves = [
        Curve(
            id=f"{lane}/curve/{key}", rect=path.bounds().grown(4.0), table="personas", record=key, path=path,
            persona=key, slot=context.slots[key],
        )
        for key in context.personas
        if (path := monotone_path([f.centre for f in faces if f.persona == key])).segments
    ]  # fmt: skip
    noted = _notes(context, faces, curves, Rect(Sizes.LANE, y + 2.0, context.places.right - Sizes.LANE, height - 4.0))
    return [*_grid(context, lane, zero), *curves, *noted], header, height


def _grid(context: Context, lane: str, zero: float) -> list[Rule]:
    left, right = Sizes.LANE - 5.0, context.places.right - 4.0
    return [
        Rule(
            id=f"{lane}/grid/{value}",
            rect=Rect(left, zero - value * Sizes.EMOTION_UNIT, right - left, 0.0),
            style="zero" if value == 0 else "grid",
        )
        for value in (2, 1, 0, -1, -2)
    ]


def _figures(context: Context, zero: float) -> list[Text]:
    found = []
    for value in (2, 1, 0, -1, -2):
        words = context.words.number(value, signed=True)
        half = context.measure.wrap("0", "small", 50.0, 1).height / 2
        figure = context.text(
            words, "small", _FIGURES_RIGHT - 40.0, zero - value * Sizes.EMOTION_UNIT - half, 40.0, "ink3",
            lines=1, align="right",
        )  # fmt: skip
        if figure:
            found.append(figure)
    return found


def _faces(context: Context, zero: float) -> list[Face]:
    """A face per feeling; those that would hide each other move apart, each keeping its value."""
    found: list[Face] = []
    for place in context.places.stages:
        points = [key for key in context.piece.in_stage(place.id) if key in context.cells.cells]
        for index, key in enumerate(points):
            x = place.x + place.width * (index + 0.5) / len(points)
            feelings = context.piece.touchpoints[key].feelings
            at = [
                Face(
                    id=f"{key}/feeling/{persona}", rect=Rect(0, 0, 0, 0), table="touchpoints", record=key,
                    centre=Point(x, zero - feelings[persona].value * Sizes.EMOTION_UNIT), radius=Sizes.FACE,
                    value=feelings[persona].value, persona=persona, slot=context.slots[persona],
                    full_note=feelings[persona].note,
                )
                for persona in context.personas
                if persona in feelings
            ]  # fmt: skip
            found += _apart(at, place.width / len(points))
    reach = Sizes.FACE * _OUTLINE + 2.0
    return [replace(f, rect=Rect(f.centre.x - reach, f.centre.y - reach, 2 * reach, 2 * reach)) for f in found]


def _apart(faces: list[Face], room: float) -> list[Face]:
    """Move faces that overlap by more than a third of their width 9 px apart, as far as their room allows."""
    close = Sizes.FACE * 2 * (2 / 3)
    groups: list[list[Face]] = []
    for face in sorted(faces, key=lambda f: f.centre.y):
        if groups and face.centre.y - groups[-1][-1].centre.y < close:
            groups[-1].append(face)
        else:
            groups.append([face])
    moved: dict[str, Face] = {}
    for group in groups:
        ordered = [face for face in faces if face in group]
        step = min(2 * Sizes.FACE_APART, max(4.0, (room - 8.0) / max(1, len(ordered)))) if len(ordered) > 1 else 0.0
        for i, face in enumerate(ordered):
            shift = step * (i - (len(ordered) - 1) / 2)
            moved[face.id] = replace(face, centre=Point(face.centre.x + shift, face.centre.y))
    return [moved[face.id] for face in faces]


def _notes(context: Context, faces: Sequence[Face], curves: Sequence[Curve], area: Rect) -> list[Face]:
    """Give each face its note beside it, away from the curves, where it covers nothing."""
    blocked = Shelves()
    for face in faces:
        blocked.put("", face.rect)
    lines = Dots(point for curve in curves for point in curve.path.sampled(4.0))
    found: list[Face] = []
    for face in faces:
        note = _note(context, face, blocked, lines, area) if face.full_note else None
        if note:
            blocked.put("", note.rect)
        found.append(replace(face, note=note))
    return found


def _note(context: Context, face: Face, blocked: Shelves, lines: Dots, area: Rect) -> Text | None:
    words = face.full_note.strip()
    if len(words) > _NOTE_CHARS:
        cut = words[:_NOTE_CHARS].rsplit(" ", 1)[0] if " " in words[:_NOTE_CHARS] else words[: _NOTE_CHARS - 1]
        words = cut.rstrip(" ,;:.") + "\u2026"
    size = context.measure.wrap(words, "small", 400.0, 1)
    w, h, away = size.width + 4.0, size.height, face.radius * _OUTLINE + 5.0
    x, y = face.centre
    up = -1.0 if face.value >= 0 else 1.0
    places = [
        (x + away, y - h / 2), (x - away - w, y - h / 2),
        (x + away - 2, y - h / 2 + up * 9), (x - away - w + 2, y - h / 2 + up * 9),
        (x - w / 2, y + up * (away + h / 2) - h / 2), (x - w / 2, y - up * (away + h / 2) - h / 2),
        (x + away - 4, y - h / 2 + up * 16), (x - away - w + 4, y - h / 2 + up * 16),
        (x + away - 4, y - h / 2 - up * 16), (x - away - w + 4, y - h / 2 - up * 16),
    ]  # fmt: skip
    for left, top in places:
        box = Rect(left, top, w, h)
        clear = box.grown(1.0)
        if area.holds(box) and blocked.free(clear) and lines.free(clear):
            return Text(
                Rect(left, top, w, h), (words,), "small", "ink2", "centre", "canvas", True, False, face.full_note
            )
    return None
