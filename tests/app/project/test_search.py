"""Search: every table that holds words, accents and case ignored, grouped by map."""

from __future__ import annotations

import pytest

from app.project.builders import set_field
from app.project.edits import apply, rows_of
from app.project.examples import new_from_example
from app.project.model import RECORD_TYPES, Project
from app.project.remarks import say
from app.project.search import Index, fold, map_of, prose, stands_on_map, texts_of


@pytest.fixture(scope="module")
def kettle() -> Project:
    return new_from_example("kettle", "en")


@pytest.mark.parametrize(
    ("words", "folded"),
    [
        ("Koffiézetter", "koffiezetter"),
        ("ÉÈÊ", "eee"),
        ("Straße", "straße"),
        ("İstanbul", "istanbul"),
        ("日本", "日本"),
        ("👍 ok", "👍 ok"),
    ],
)
def test_folding_keeps_every_letter_in_its_place(words: str, folded: str) -> None:
    assert fold(words) == folded
    assert len(fold(words)) == len(words)


def test_every_table_with_texts_for_people_is_searched() -> None:
    silent = {"metrics", "runs", "votes", "rounds", "event_maps"}
    for table, kind in RECORD_TYPES.items():
        assert prose(kind) or table in silent, table
    assert ("feelings", "*", "note") in prose(RECORD_TYPES["touchpoints"])
    assert ("biography",) in prose(RECORD_TYPES["personas"])
    assert ("content",) not in prose(RECORD_TYPES["snapshots"])
    assert ("icon",) not in prose(RECORD_TYPES["touchpoints"])


def test_accents_and_case_do_not_matter(kettle: Project) -> None:
    index = Index()
    assert index.find(kettle, "DÉLIVERY cost")
    assert index.find(kettle, "DÉLIVERY cost") == index.find(kettle, "delivery COST")


def test_the_place_of_the_wish_is_marked(kettle: Project) -> None:
    for hit in Index().find(kettle, "kettle"):
        assert fold(hit.words[hit.start : hit.end]) == "kettle"


def test_all_words_of_the_wish_must_be_there(kettle: Project) -> None:
    assert Index().find(kettle, "delivery zeppelin") == ()
    assert Index().find(kettle, "   ") == ()


def test_what_begins_with_the_wish_comes_first_on_its_map(kettle: Project) -> None:
    hits = [hit for hit in Index().find(kettle, "delivery") if hit.map]
    firsts = [hit.first for hit in hits]
    assert firsts == sorted(firsts, reverse=True)
    assert firsts[0]


def test_a_change_is_found_at_once_and_what_is_gone_is_not(kettle: Project) -> None:
    index, card = Index(), next(iter(kettle.cards))
    assert index.find(kettle, "zeppelin") == ()
    changed = apply(kettle, set_field(kettle, "cards", card, ("text",), "A zeppelin overhead", "text"))
    assert [hit.record for hit in index.find(changed, "zeppelin")] == [card]
    assert index.find(kettle, "zeppelin") == ()


def test_comments_personas_and_sources_are_found(kettle: Project) -> None:
    map_id = next(iter(kettle.maps))
    edit, comment = say(kettle, map_id, "Ask the wizard", target=next(iter(kettle.touchpoints)), moment="2026-01-01")
    project = apply(kettle, edit)
    assert [hit.record for hit in Index().find(project, "wizard")] == [comment]
    assert stands_on_map(project, "comments", comment) == (map_id, "touchpoints", next(iter(kettle.touchpoints)))
    name = next(iter(kettle.personas.values())).name
    assert any(hit.table == "personas" and hit.map == "" for hit in Index().find(project, name))


def test_what_hangs_on_a_card_is_seen_at_the_card(kettle: Project) -> None:
    pain, row = next(iter(kettle.pains.items()))
    assert map_of(kettle, "pains", pain) == kettle.cards[row.card].map
    assert stands_on_map(kettle, "pains", pain) == (kettle.cards[row.card].map, "cards", row.card)
    assert stands_on_map(kettle, "personas", next(iter(kettle.personas))) is None
    assert stands_on_map(kettle, "cards", "card-gone0000") is None


def test_a_source_is_seen_at_the_first_thing_that_names_it(kettle: Project) -> None:
    named = {hit: stands_on_map(kettle, "sources", hit) for hit in kettle.sources}
    shown = [place for place in named.values() if place is not None]
    assert all(place[2] in rows_of(kettle, place[1]) for place in shown)


def test_texts_say_which_field_they_are_of(kettle: Project) -> None:
    point = next(one for one in kettle.touchpoints.values() if one.note)
    assert ("title", point.title) in list(texts_of(point))
    assert ("note", point.note) in list(texts_of(point))
