"""Plates of a presentation: nothing overlaps, nothing is smaller than 22, no price stands without its interval."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from maps.layout.elements import Text
from maps.layout.measure import Wrapped
from maps.layout.present.fit import TITLE, Writer
from maps.layout.present.person import person_plate
from maps.layout.present.plate import HEIGHT, WIDTH, Plate, sheet_size
from maps.layout.present.show import AT_ONCE, Cost, PresentWords, Show, persona_stops, stage_stops
from maps.layout.present.stage import stage_plate
from maps.model import Card, MapSlice, Opportunity
from tests.maps.layout.arithmetic import _broken
from tests.maps.layout.hostile import HOSTILE
from tests.maps.layout.samples import shop

SIZES = {
    "present_stage": 104, "present_money": 84, "present_72": 72, "present_48": 48, "present_36": 36, "present_28": 28,
    "present_22": 22, "present_sentence": 30, "present_26": 26, "present_small": 22,
}  # fmt: skip
LINES = {104: 108, 84: 84, 72: 75, 48: 54, 36: 44, 30: 40, 28: 36, 26: 34, 22: 30}
SCREENS = ((1280, 720), (1920, 1080), (1024, 768), (3840, 2160), (3440, 1440))
WORDS = PresentWords(
    number=lambda value, signed: f"{value:+,.0f}" if signed else f"{value:,.0f}",
    percent=lambda share: f"{share:.0%}",
    come_this_far=lambda here, start: f"{here:,.0f} of {start:,.0f} visitors a month come this far.",
    begin_here=lambda start: f"All {start:,.0f} visitors a month come this far.",
    leave_here="of them leave here",
    votes=lambda given, of: f"{given} votes of {of}",
    part=lambda part, parts: f"{part} of {parts}",
    nothing_here="Nothing stands in this stage yet.",
    nothing_felt="Nobody has said yet how this feels.",
    uncalibrated="Uncalibrated",
    quoted=lambda words: f"“{words}”",
)


class Large:
    """A measure by arithmetic: every letter is half as wide as its size."""

    def wrap(self, text: str, role: str, width: float, max_lines: int = 0) -> Wrapped:
        """See the protocol."""
        size = SIZES[role]
        room = int(width / (size * 0.5))
        if not text.strip() or room < 1:
            return Wrapped((), 0.0, 0.0)
        lines = [part for paragraph in text.strip().splitlines() for part in _broken(paragraph, room)]
        cut = bool(max_lines) and len(lines) > max_lines
        if cut:
            lines = [*lines[: max_lines - 1], lines[max_lines - 1][: room - 1] + "…"]
        widest = max(len(part) for part in lines) * size * 0.5
        return Wrapped(tuple(lines), widest, float(LINES[size] * len(lines)), cut)


def show_of(piece: MapSlice, screen: tuple[int, int] = (1920, 1080), **more: Any) -> Show:
    width, height, _scale = sheet_size(*screen)
    return Show(piece, WORDS, Writer(Large()), width, height, **more)


def plates(show: Show) -> list[Plate]:
    stops, people = stage_stops(show.piece), persona_stops(show.piece)
    return [stage_plate(show, stops, i) for i in range(len(stops))] + [
        person_plate(show, people, i) for i in range(len(people))
    ]


def faults(plate: Plate) -> list[str]:
    """Texts that stick out, that lie over one another or over faces, and that are too small to read."""
    found = []
    for place, text in enumerate(plate.texts):
        box = text.rect.grown(-1.0)
        name = text.lines[0][:20]
        if box.x < 0 or box.y < 0 or box.right > plate.width or box.bottom > plate.height:
            found.append(f"{name} sticks out")
        found += [f"{name} over {one.lines[0][:20]}" for one in plate.texts[place + 1 :] if box.meets(one.rect)]
        others = [*(one.rect for one in plate.faces), *(one.rect for one in plate.signs), plate.timer]
        others += [one.rect for one in plate.portraits]
        found += [f"{name} over something drawn" for other in others if box.meets(other)]
        if SIZES[text.role] < 22:
            found.append(f"{name} is too small")
    return found


def said(plate: Plate) -> str:
    return "\n".join(" ".join(text.lines) for text in plate.texts)


def rewritten(piece: MapSlice, words: Callable[[str], str]) -> MapSlice:
    """The map with other titles and texts everywhere."""

    def all_of(rows: Any, field: str) -> Any:
        return {key: row.model_copy(update={field: words(getattr(row, field))}) for key, row in rows.items()}

    return replace(
        piece,
        stages=all_of(piece.stages, "title"),
        touchpoints=all_of(piece.touchpoints, "title"),
        cards=all_of(piece.cards, "text"),
        personas={
            key: one.model_copy(update={name: words("") for name in ("name", "role", "quote")})
            for key, one in piece.personas.items()
        },
    )


def costs_of(piece: MapSlice) -> dict[str, Cost]:
    return {
        card: Cost(100.0 + place, "−€ 1,234,567", "a month, 95% between € 900,000 and € 1,900,000")
        for place, card in enumerate(piece.pains)
    }


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_overlap_nowhere_on_any_screen(name: str) -> None:
    piece, traffic, _prices = shop(6)
    piece = rewritten(piece, lambda _old: HOSTILE[name])
    votes = dict.fromkeys((*piece.pains, *piece.opportunities), 40)
    for screen in ((1280, 720), (1024, 768), (3440, 1440)):
        for plate in plates(show_of(piece, screen, traffic=traffic, costs=costs_of(piece), votes=votes)):
            assert faults(plate) == []


def test_a_long_title_goes_down_the_ladder_before_it_is_cut() -> None:
    writer = Writer(Large())
    roles = []
    for count in (8, 30, 50, 90, 150, 190, 600):
        text = writer.put("word " * (count // 5), TITLE, 0.0, 0.0, 900.0)
        assert text is not None
        roles.append(SIZES[text.role])
        assert text.elided == (count == 600)
        assert text.rect.h <= 152
    assert roles == sorted(roles, reverse=True)
    assert roles[0] == 104
    assert roles[-1] == 22
    broken = writer.put("x" * 30, TITLE, 0.0, 0.0, 900.0)
    assert broken is not None
    assert len(broken.lines) == 1, "a word is made smaller rather than broken"


def test_an_amount_stays_with_its_sign() -> None:
    for width in range(300, 700, 20):
        text = Writer(Large()).put("95% between €\u202f900 and €\u202f1,900", (("present_sentence", 3),), 0, 0, width)
        assert text is not None
        assert not any(line.rstrip().endswith("€") for line in text.lines)


def test_no_price_stands_without_its_interval() -> None:
    piece, traffic, _prices = shop(2)
    costs = costs_of(piece)
    seen = 0
    for plate in plates(show_of(piece, traffic=traffic, costs=costs)):
        if "−€" in said(plate):
            seen += 1
            assert "95% between" in said(plate)
            assert "Uncalibrated" in said(plate)
    assert seen
    without = "".join(said(plate) for plate in plates(show_of(piece, traffic=traffic)))
    assert "−€" not in without


def test_the_dearest_pain_and_the_idea_with_most_votes_are_told() -> None:
    piece, traffic, _prices = shop(2)
    stage = next(piece.cards[card].stage for card in piece.pains)
    pain = next(card for card in piece.pains if piece.cards[card].stage == stage)
    first = piece.cards[pain]
    dear = {**piece.cards, "card-dear0000": first.model_copy(update={"text": "This one is dear"})}
    pains = {**piece.pains, "card-dear0000": piece.pains[pain].model_copy(update={"severity": 1})}
    lane = next(key for key, one in piece.lanes.items() if one.kind == "opportunities")
    for number in range(2):
        key = f"card-idea000{number}"
        dear[key] = Card(map=piece.id, lane=lane, stage=stage, text=f"Idea {number}")
    ideas = {key: Opportunity(card=key) for key in dear if key.startswith("card-idea")}
    piece = replace(piece, cards=dear, pains=pains, opportunities=ideas)
    costs = {"card-dear0000": Cost(9000.0, "−€ 9,000", "a month, 95% between € 1 and € 2")}
    votes = {"card-idea0001": 3, "card-idea0000": 1}
    place = [stop.stage for stop in stage_stops(piece)].index(stage)
    plate = stage_plate(show_of(piece, traffic=traffic, costs=costs, votes=votes), stage_stops(piece), place)
    assert "This one is dear" in said(plate)
    assert "Idea 1" in said(plate)
    assert "3 votes of 4" in said(plate)
    assert [dots.lit for dots in plate.dots if dots.kind == "votes"] == [3]
    plain = stage_plate(show_of(piece), stage_stops(piece), place)
    assert first.text in said(plain).replace("\n", " "), "without prices the most severe one is told"


def test_a_stage_with_many_touchpoints_takes_several_screens() -> None:
    piece, _traffic, _prices = shop(2)
    stage = next(iter(piece.stages))
    one = piece.touchpoints[piece.in_stage(stage)[0]]
    many = {**piece.touchpoints, **{f"touchpoint-more{i:04}": one for i in range(11)}}
    piece = replace(piece, touchpoints=many)
    stops = [stop for stop in stage_stops(piece) if stop.stage == stage]
    assert [stop.part for stop in stops] == list(range(1, stops[0].parts + 1))
    assert all(len(stop.points) <= AT_ONCE for stop in stops)
    assert tuple(point for stop in stops for point in stop.points) == piece.in_stage(stage)
    plate = stage_plate(show_of(piece), stage_stops(piece), 0)
    assert f"1 of {stops[0].parts}" in said(plate)


def test_curves_come_from_the_neighbour_and_go_to_the_next() -> None:
    piece, _traffic, _prices = shop(2)
    show, stops = show_of(piece), stage_stops(piece)
    inner = [stage_plate(show, stops, i) for i in range(1, len(stops) - 1)]
    lines = [line for plate in inner for line in plate.curves]
    assert lines
    for line in lines:
        assert list(line.fade) == sorted(line.fade)
        assert [p.x for p in line.points] == sorted(p.x for p in line.points)
    zero = next(line for line in inner[0].lines if line.dashed).start.y
    for plate in inner[:1]:
        for face in plate.faces:
            assert zero - face.centre.y == pytest.approx(face.value * 94.0), "94 px a point"


@pytest.mark.parametrize("screen", SCREENS)
def test_bare_maps_say_what_they_lack(screen: tuple[int, int]) -> None:
    piece, _traffic, _prices = shop(2)
    empty = replace(piece, touchpoints={}, cards={}, pains={}, opportunities={}, links={})
    told = plates(show_of(empty, screen))
    assert all(faults(plate) == [] for plate in told)
    assert "Nothing stands in this stage yet." in said(told[0])
    assert "Nobody has said yet how this feels." in said(told[-1])
    silent = replace(
        piece, touchpoints={key: one.model_copy(update={"feelings": {}}) for key, one in piece.touchpoints.items()}
    )
    first = stage_plate(show_of(silent, screen), stage_stops(silent), 0)
    assert faults(first) == []
    titles = [silent.touchpoints[key].title for key in stage_stops(silent)[0].points]
    assert all(title in said(first) for title in titles), "without feelings the touchpoints are listed"
    assert not first.faces
    nobody = replace(piece, personas={})
    assert persona_stops(nobody) == ()
    assert faults(stage_plate(show_of(nobody, screen), stage_stops(nobody), 0)) == []


@pytest.mark.parametrize("screen", SCREENS)
def test_a_sheet_fills_its_screen(screen: tuple[int, int]) -> None:
    width, height, scale = sheet_size(*screen)
    assert (width * scale, height * scale) == pytest.approx(screen)
    assert width >= WIDTH
    assert height >= HEIGHT
    assert min(width - WIDTH, height - HEIGHT) == pytest.approx(0.0)


def test_a_text_from_right_to_left_stands_at_the_right() -> None:
    text: Text | None = Writer(Large()).put("الغلاية", (("present_36", 1),), 100.0, 0.0, 500.0)
    assert text is not None
    assert text.rect.right == pytest.approx(600.0)
