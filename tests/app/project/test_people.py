"""Personas as edits: made, copied, shared out, removed; and taken in from files of strangers."""

from __future__ import annotations

import base64
import hashlib
import json
import struct
import zlib
from typing import Any

import pytest

from app.project.builders import in_order, set_field
from app.project.check import dangling
from app.project.edits import Edit, apply, invert
from app.project.examples import new_from_example
from app.project.excerpts import dump_persona
from app.project.model import Project
from app.project.people import (
    add_persona,
    add_shipped,
    duplicate_persona,
    import_persona,
    move_persona,
    put_on_map,
    remove_persona,
    set_portrait,
    set_share,
    share_of,
    take_off_map,
)
from app.project.people_lists import add_line, lines, move_line, remove_line, set_line
from app.project.pictures import Picture, png_size
from app.project.traits import bounds, made_whole, set_entry, set_trait, slid, usual, with_value
from personas.model import Persona, Traits
from personas.problems import FootfallError
from personas.provenance import Parameter, Source
from personas.records import FrozenMap

SAMIRA, JELLE = "persona-samira00", "persona-jelle000"


def png(width: int = 2, height: int = 2, shade: int = 0) -> bytes:
    """A sound PNG of one grey."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + bytes([shade]) * width for _ in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    parts = chunk(b"IHDR", head), chunk(b"IDAT", zlib.compress(rows)), chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


@pytest.fixture
def project() -> Project:
    made = new_from_example("kettle", "en")
    assert {SAMIRA, JELLE} <= set(made.personas)
    return made


def the_map(project: Project) -> str:
    return next(iter(project.maps))


def done(project: Project, edit: Edit) -> Project:
    """The project after an edit, which is sound and can be taken back to the letter."""
    after = apply(project, edit)
    assert dangling(after) == ()
    assert apply(after, invert(edit)) == project
    return after


# ---- making, copying, sharing ------------------------------------------------------------------------------------


def test_somebody_new_gets_a_free_colour_and_counts_as_much_as_the_others(project: Project) -> None:
    made = add_persona(project, "Ann", the_map(project))
    after = done(project, made.edit)
    taken = {project.personas[key].colour for key in project.maps[the_map(project)].personas}
    assert after.personas[made.id].colour not in taken
    assert share_of(after, the_map(project), made.id) == pytest.approx(1 / 3)
    assert in_order(after.personas)[-1] == made.id


def test_without_a_map_somebody_is_only_in_the_project(project: Project) -> None:
    made = add_persona(project, "Ann")
    after = done(project, made.edit)
    assert made.id in after.personas
    assert after.maps == project.maps


def test_a_copy_stands_behind_the_original_and_changes_nothing_of_it(project: Project) -> None:
    first, second = in_order(project.personas)[:2]
    made = duplicate_persona(project, first, "Copy", the_map(project))
    after = done(project, made.edit)
    assert in_order(after.personas)[:3] == [first, made.id, second]
    assert after.personas[made.id].traits == project.personas[first].traits
    assert after.personas[made.id].name == "Copy"
    weights = after.maps[the_map(project)].personas
    assert weights[made.id] == weights[first]


def test_all_eight_of_the_library_can_be_taken_in(project: Project) -> None:
    for key in ("danielle", "bas", "mirjam", "henk", "yusuf", "amara", "carolien", "dennis"):
        made = add_shipped(project, key, "nl", the_map(project))
        project = done(project, made.edit)
        assert project.personas[made.id].library == key
        assert in_order(project.personas)[-1] == made.id


@pytest.mark.parametrize("share", [0.0, 0.25, 0.9])
def test_a_share_is_what_was_asked_and_the_others_keep_their_proportions(project: Project, share: float) -> None:
    where = the_map(project)
    project = done(project, add_persona(project, "Ann", where).edit)
    before = {key: share_of(project, where, key) for key in (SAMIRA, JELLE)}
    third = next(key for key in project.maps[where].personas if key not in before)
    after = done(project, set_share(project, where, third, share))
    assert share_of(after, where, third) == pytest.approx(share, abs=1e-5)
    ratio = share_of(after, where, SAMIRA) / share_of(after, where, JELLE)
    assert ratio == pytest.approx(before[SAMIRA] / before[JELLE])


def test_nobody_can_be_all_visitors_beside_others(project: Project) -> None:
    with pytest.raises(FootfallError, match="the others need some of it"):
        set_share(project, the_map(project), SAMIRA, 1.0)


def test_who_leaves_the_map_keeps_the_feelings_for_when_she_is_back(project: Project) -> None:
    where = the_map(project)
    project = done(project, set_field(project, "maps", where, ("hidden_personas", SAMIRA), True))
    gone = done(project, take_off_map(project, where, SAMIRA))
    assert SAMIRA not in gone.maps[where].personas
    assert SAMIRA not in gone.maps[where].hidden_personas
    back = done(gone, put_on_map(gone, where, SAMIRA))
    assert back.touchpoints == project.touchpoints
    assert SAMIRA in back.maps[where].personas
    assert not put_on_map(back, where, SAMIRA)


def test_removing_takes_along_what_is_only_theirs_and_nothing_else(project: Project) -> None:
    own = {key for key, card in project.cards.items() if set(card.personas) == {JELLE}}
    shared = {key for key, card in project.cards.items() if JELLE in card.personas} - own
    assert own, "the example has nothing that only he says"
    after = done(project, remove_persona(project, JELLE))
    assert JELLE not in after.personas
    assert set(project.cards) - set(after.cards) == own
    assert all(JELLE not in after.cards[key].personas for key in shared)
    assert all(JELLE not in point.feelings for point in after.touchpoints.values())
    everybody = {key for key, card in after.cards.items() if not card.personas}
    assert everybody == {key for key, card in project.cards.items() if not card.personas}


def test_another_order_touches_the_moved_one_only_where_there_is_room(project: Project) -> None:
    for name in ("A", "B", "C"):
        project = done(project, add_persona(project, name).edit)
    order = in_order(project.personas)
    last = order[-1]
    edit = move_persona(project, last, order[2:-1], 0)
    assert in_order(done(project, edit).personas) == [*order[:2], last, *order[2:-1]]
    assert {change.id for change in edit.changes} == {last}


# ---- lists -------------------------------------------------------------------------------------------------------


def test_a_list_grows_changes_and_shrinks_line_by_line(project: Project) -> None:
    before = [text for _, text in lines(project.personas[SAMIRA], "goals")]
    after = done(project, add_line(project, SAMIRA, "goals", "  One more  "))
    rows = lines(after.personas[SAMIRA], "goals")
    assert [text for _, text in rows] == [*before, "One more"]
    key = rows[-1][0]
    after = done(after, set_line(after, SAMIRA, "goals", key, "Another"))
    assert lines(after.personas[SAMIRA], "goals")[-1] == (key, "Another")
    emptied = done(after, set_line(after, SAMIRA, "goals", key, "  "))
    assert emptied.personas[SAMIRA].goals == project.personas[SAMIRA].goals
    assert not add_line(project, SAMIRA, "goals", "   ")


def test_moving_a_line_keeps_its_mark_and_leaves_the_others_their_keys(project: Project) -> None:
    rows = lines(project.personas[SAMIRA], "values")
    marked = f"values.{rows[2][0]}"
    project = done(project, set_field(project, "personas", SAMIRA, ("sensitive", marked), True))
    after = done(project, move_line(project, SAMIRA, "values", rows[2][0], 0))
    moved = lines(after.personas[SAMIRA], "values")
    assert [text for _, text in moved] == [rows[2][1], rows[0][1], rows[1][1], rows[3][1]]
    assert {key for key, _ in moved} - {key for key, _ in rows} == {moved[0][0]}
    assert set(after.personas[SAMIRA].sensitive) == {f"values.{moved[0][0]}"}
    assert not move_line(after, SAMIRA, "values", moved[0][0], 0)
    gone = done(after, remove_line(after, SAMIRA, "values", moved[0][0]))
    assert not gone.personas[SAMIRA].sensitive


def test_keys_that_somebody_else_made_up_are_made_anew_when_they_must_be(project: Project) -> None:
    strange = Persona(name="X", goals=FrozenMap({"goal one": "1", "goal-two": "2", "ü": "3"}))
    project = apply(project, Edit("x", ()))
    rows = {**project.personas, SAMIRA: strange}
    project = project.model_copy(update={"personas": FrozenMap(rows)})
    after = done(project, move_line(project, SAMIRA, "goals", "ü", 0))
    assert [text for _, text in lines(after.personas[SAMIRA], "goals")] == ["3", "1", "2"]
    after = done(after, add_line(after, SAMIRA, "goals", "4"))
    assert [text for _, text in lines(after.personas[SAMIRA], "goals")] == ["3", "1", "2", "4"]


# ---- traits ------------------------------------------------------------------------------------------------------


def test_every_trait_has_bounds_that_hold_what_it_usually_is() -> None:
    for key in Traits.model_fields:
        low, high = bounds(key)
        assert low < high
        if isinstance(getattr(Traits(), key), Parameter):
            assert low <= usual(key).value <= high


def test_a_slide_carries_the_range_along_and_is_an_assumption_from_then_on() -> None:
    old = Parameter(value=40, low=20, high=80, kind="measured", source="source-00000001", note="October")
    new = slid(old, 80, (0, 1e12), log=True)
    assert (new.value, new.low, new.high) == (80, 40, 160)
    assert (new.kind, new.source, new.note) == ("assumed", None, "")
    guess = slid(old.model_copy(update={"kind": "assumed"}), 50, (0, 1e12))
    assert (guess.low, guess.high, guess.source, guess.note) == (30, 90, "source-00000001", "October")


def test_a_slide_stays_within_bounds_with_its_range() -> None:
    new = slid(Parameter(value=0.5, low=0.3, high=0.7), 0.95, (0.0, 1.0))
    assert new.low == pytest.approx(0.75)
    assert (new.value, new.high) == (0.95, 1.0)
    assert slid(Parameter(value=0.5), 7.0, (0.0, 1.0)).value == 1.0


def test_a_number_that_is_typed_keeps_what_it_rests_on() -> None:
    old = Parameter(value=40, low=20, high=80, kind="measured", source="source-00000001")
    new = with_value(old, 100)
    assert (new.low, new.value, new.high, new.kind, new.source) == (20, 100, 100, "measured", "source-00000001")


def test_shares_are_made_whole_in_proportion(project: Project) -> None:
    half = Parameter(value=0.2, low=0.1, high=0.4, kind="measured")
    for device in ("desktop", "phone", "tablet"):
        project = done(project, set_entry(project, SAMIRA, "devices", device, half))
    after = done(project, made_whole(project, SAMIRA, "devices"))
    found = list(after.personas[SAMIRA].traits.devices.values())
    assert [round(one.value, 4) for one in found] == [0.3333] * 3
    assert all(one.kind == "measured" and one.high == pytest.approx(0.6667, abs=1e-3) for one in found)
    assert not made_whole(after, SAMIRA, "devices")


def test_a_trait_outside_its_bounds_is_refused(project: Project) -> None:
    with pytest.raises(FootfallError, match="outside"):
        set_trait(project, SAMIRA, "consent", Parameter(value=1.5))


# ---- portraits ---------------------------------------------------------------------------------------------------


def test_a_picture_is_kept_once_and_goes_with_the_last_who_shows_it(project: Project) -> None:
    picture = Picture(png(), 2, 2, "Two dots")
    project = done(project, set_portrait(project, SAMIRA, picture))
    project = done(project, set_portrait(project, JELLE, picture))
    assert len(project.images) == 1
    (image,) = project.images.values()
    assert image.sha256 == hashlib.sha256(png()).hexdigest()
    assert image.alt == "Two dots"
    project = done(project, set_portrait(project, SAMIRA, Picture(png(3, 3), 3, 3)))
    assert len(project.images) == 2
    project = done(project, set_portrait(project, SAMIRA, None))
    assert len(project.images) == 1
    project = done(project, remove_persona(project, JELLE))
    assert not project.images


def test_a_picture_that_is_too_large_is_refused(project: Project) -> None:
    with pytest.raises(FootfallError, match="too large"):
        set_portrait(project, SAMIRA, Picture(b"x" * 6_000_001, 10, 10))


@pytest.mark.parametrize(
    "data", [b"", b"GIF89a" + b"\0" * 40, png()[:20], png(1601, 1), b"\x89PNG\r\n\x1a\n" + b"\0" * 40]
)
def test_what_is_no_png_of_a_sound_size_is_found_out(data: bytes) -> None:
    assert png_size(data) is None


# ---- files of strangers ------------------------------------------------------------------------------------------


def plain(project: Project, **persona: Any) -> dict[str, Any]:
    """Samira's own file as plain JSON, to be tampered with."""
    data: dict[str, Any] = json.loads(dump_persona(project, SAMIRA))
    data["personas"][SAMIRA].update(persona)
    return data


def written(data: Any) -> bytes:
    return json.dumps(data).encode()


def test_out_and_in_again_is_the_same_person_under_a_new_id(project: Project) -> None:
    project = done(project, set_portrait(project, SAMIRA, Picture(png(), 2, 2, "Her")))
    data = dump_persona(project, SAMIRA)
    made = import_persona(project, data, map_id=the_map(project))
    after = done(project, made.edit)
    old, new = project.personas[SAMIRA], after.personas[made.id]
    fresh = {"order": "", "colour": 0}
    assert new.model_copy(update=fresh) == old.model_copy(update=fresh)
    assert after.sources == project.sources
    assert after.images == project.images
    assert made.id in after.maps[the_map(project)].personas

    empty = Project()
    alone = import_persona(empty, data)
    there = done(empty, alone.edit)
    assert set(there.sources) == {one for one in project.sources if one.encode() in data}
    assert len(there.images) == 1


def test_another_source_under_the_same_id_gets_a_new_one(project: Project) -> None:
    data = dump_persona(project, SAMIRA)
    key = next(one for one in project.sources if one.encode() in data)
    other = Source(title="Something else entirely")
    project = project.model_copy(update={"sources": project.sources.set(key, other)})
    made = import_persona(project, data)
    after = done(project, made.edit)
    assert after.sources[key] == other
    used = {one.source for one in after.personas[made.id].traits.channels.values()}
    assert key not in used
    assert all(one in after.sources for one in used if one)


HOSTILE: dict[str, Any] = {
    "a field too many": {"evil": 1},
    "a name that is no text": {"name": ["x"]},
    "a name of a megabyte": {"name": "x" * 1_000_000},
    "an age beyond reason": {"age": 10**9},
    "an id that is none": {"portrait": "../../etc/passwd"},
    "a portrait that is not there": {"portrait": "image-missing0"},
    "a source that is not there": {"source": "source-missing0"},
    "a colour that is none": {"own_colour": "url(javascript:1)"},
    "an order that is no key": {"order": "a b"},
    "a trait out of bounds": {"traits": {"consent": {"value": 7}}},
    "a range without its value": {"traits": {"consent": {"value": 0.5, "low": 0.6, "high": 0.7}}},
    "a trait that is not there": {"traits": {"magic": {"value": 1}}},
    "a mark that is no mark": {"sensitive": {"income": False}},
    "a channel with a path": {"traits": {"channels": {"../x": {"value": 1}}}},
}


@pytest.mark.parametrize("change", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_persona_is_refused_with_findings(project: Project, change: dict[str, Any]) -> None:
    with pytest.raises(FootfallError) as caught:
        import_persona(project, written(plain(project, **change)))
    assert caught.value.findings
    assert all(len(one.line()) < 2000 for one in caught.value.findings)


def test_what_is_no_persona_file_is_refused(project: Project) -> None:
    for data in (b"", b"\0\1", b"[]", b"{", b'{"format": "footfall"}', b"\x89PNG\r\n", b"[" * 100_000):
        with pytest.raises(FootfallError):
            import_persona(project, data)
    newer = {**plain(project), "version": 99}
    with pytest.raises(FootfallError, match="newer"):
        import_persona(project, written(newer))


@pytest.mark.parametrize("count", [0, 2])
def test_a_file_with_nobody_or_with_two_is_refused(project: Project, count: int) -> None:
    data = plain(project)
    one = data["personas"].pop(SAMIRA)
    data["personas"] = {f"persona-0000000{i}": one for i in range(count)}
    with pytest.raises(FootfallError, match=f"this one holds {count}"):
        import_persona(project, written(data))


def tampered(width: int = 2, height: int = 2, data: bytes | None = None, sha256: str = "") -> dict[str, Any]:
    content = png() if data is None else data
    digest = sha256 or hashlib.sha256(content).hexdigest()
    return {"sha256": digest, "width": width, "height": height, "png": base64.b64encode(content).decode()}


@pytest.mark.parametrize(
    "image",
    [
        tampered(sha256="0" * 64),
        tampered(width=3),
        tampered(data=b"not a picture at all, but long enough to look like one"),
        tampered(data=png(1600, 1)[:24] + b"\0" * 40, width=1600, height=1, sha256="0" * 64),
        {**tampered(), "png": "***"},
    ],
)
def test_a_portrait_that_is_not_what_it_says_is_refused(project: Project, image: dict[str, Any]) -> None:
    data = plain(project, portrait="image-00000001")
    data["images"] = {"image-00000001": image}
    with pytest.raises(FootfallError, match="not the picture"):
        import_persona(project, written(data))


def test_what_else_a_file_holds_stays_in_it(project: Project) -> None:
    data = plain(project)
    data["sources"]["source-stowaway"] = {"title": "Not named by anybody"}
    data["images"] = {"image-00000001": tampered()}
    before = project
    made = import_persona(project, written(data))
    after = done(project, made.edit)
    assert after.sources == before.sources
    assert after.images == before.images
    assert {change.table for change in made.edit.changes} == {"personas"}
