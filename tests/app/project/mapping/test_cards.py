"""Cards: made as their row asks, moved with what makes them what they are, copied, removed, and all taken back."""

import random

import pytest

from app.project.builders import add_record, new_id, set_field
from app.project.check import check
from app.project.edits import apply
from app.project.mapping.cards import (
    add_card,
    add_cards,
    cell_items,
    copy_items,
    duplicate,
    move_items,
    remove_items,
    set_colour,
    set_personas,
    set_span,
)
from app.project.mapping.feelings import set_feeling
from app.project.mapping.items import items_in, record_of
from app.project.mapping.links import add_link
from maps.model import Opportunity
from personas.problems import FootfallError, Refused
from personas.records import FrozenMap
from tests.app.project.mapping.boards import blank, done, full, lane, piece_of, put, stages, words


@pytest.mark.parametrize(
    ("kind", "table"), [("pains", "pains"), ("opportunities", "opportunities"), ("metrics", "metrics")]
)
def test_a_card_gets_the_record_of_its_row(kind: str, table: str) -> None:
    from app.project.mapping.grid import add_lane

    project = blank()
    if kind == "metrics":
        project = done(project, add_lane(project, piece_of(project).id, "metrics").edit)
    made = add_card(project, lane(project, kind), stages(project)[0], "Too slow")
    after = done(project, made.edit)
    assert made.table == "cards"
    assert after.cards[made.id].text == "Too slow"
    assert [row.card for row in getattr(after, table).values()] == [made.id]


def test_a_touchpoint_is_made_among_touchpoints() -> None:
    project = blank()
    made = add_card(project, lane(project, "touchpoints"), stages(project)[1], "  The\nshop ")
    after = done(project, made.edit)
    assert (made.table, after.touchpoints[made.id].title) == ("touchpoints", "The shop")
    assert not [one for one in check(after) if one.severity == "error"]


def test_a_card_comes_where_it_was_asked_for() -> None:
    project, _ = put(blank(), "thoughts", 0, "one", "three")
    edit, _ = add_cards(project, lane(project, "thoughts"), stages(project)[0], ["two a", "two b"], index=1)
    project = done(project, edit)
    assert words(project, "thoughts", 0) == ["one", "two a", "two b", "three"]
    project = done(project, add_card(project, lane(project, "thoughts"), stages(project)[0], "first", index=0).edit)
    assert words(project, "thoughts", 0)[0] == "first"


def test_whose_card_it_is_and_what_it_is_about() -> None:
    project, ((_, shop),) = put(blank(), "touchpoints", 0, "Shop")
    persona = next(iter(project.personas))
    where = lane(project, "pains"), stages(project)[0]
    made = add_card(project, *where, "Queue", touchpoint=shop, persona=persona)
    after = done(project, made.edit)
    assert after.cards[made.id].touchpoint == shop
    assert after.cards[made.id].personas == {persona: True}
    elsewhere = add_card(project, where[0], stages(project)[1], "Queue", touchpoint=shop)
    assert done(project, elsewhere.edit).cards[elsewhere.id].touchpoint is None


def test_feelings_hold_no_cards() -> None:
    project = blank()
    with pytest.raises(Refused, match="feelings"):
        add_card(project, lane(project, "emotions"), stages(project)[0], "x")
    assert cell_items(piece_of(project), lane(project, "emotions"), stages(project)[0]) == ()


def test_moving_keeps_order_and_says_nothing_when_nothing_moves() -> None:
    project, items = put(blank(), "actions", 0, "a", "b", "c", "d")
    where = lane(project, "actions"), stages(project)[0]
    project = done(project, move_items(project, [items[3], items[1]], *where, 0))
    assert words(project, "actions", 0) == ["d", "b", "a", "c"]
    assert not move_items(project, [items[1]], *where, 1)
    edit = move_items(project, [items[0]], lane(project, "thoughts"), stages(project)[2], 5)
    project = done(project, edit)
    assert words(project, "thoughts", 2) == ["a"]
    assert words(project, "actions", 0) == ["d", "b", "c"]


def test_a_pain_point_that_becomes_an_opportunity_keeps_its_owner() -> None:
    project, ((_, card),) = put(blank(), "pains", 0, "Slow")
    found = record_of(project, card, "pains")
    assert found is not None
    project = apply(project, set_field(project, "pains", found[0], ("owner",), "Fatima"))
    project = apply(project, set_field(project, "pains", found[0], ("status",), "doing"))
    opportunity = Opportunity(card=card, solves=FrozenMap({found[0]: True}))
    key = new_id(project, "opportunities")
    holder = apply(project, add_record(project, "opportunities", key, opportunity))
    moved = done(holder, remove_items(holder, [("opportunities", key)]))
    after = done(moved, move_items(moved, [("cards", card)], lane(project, "opportunities"), stages(project)[0], 0))
    assert not after.pains
    (record,) = after.opportunities.values()
    assert (record.card, record.owner, record.status) == (card, "Fatima", "doing")
    plain = done(after, move_items(after, [("cards", card)], lane(project, "thoughts"), stages(project)[1], 0))
    assert not plain.opportunities
    assert words(plain, "thoughts", 1) == ["Slow"]


def test_a_record_of_the_same_kind_stays_the_same() -> None:
    project, ((_, card),) = put(blank(), "pains", 0, "Slow")
    after = done(project, move_items(project, [("cards", card)], lane(project, "pains"), stages(project)[2], 0))
    assert after.pains == project.pains


def test_touchpoints_and_cards_do_not_mix() -> None:
    project, points = put(blank(), "touchpoints", 0, "Shop")
    project, cards = put(project, "actions", 0, "Walks in")
    for verb in (move_items, copy_items):
        with pytest.raises(Refused, match="stays in the row of touchpoints"):
            verb(project, points, lane(project, "actions"), stages(project)[0], 0)
        with pytest.raises(Refused, match="touchpoints only"):
            verb(project, cards, lane(project, "touchpoints"), stages(project)[0], 0)


def test_a_card_about_a_touchpoint_of_another_stage_forgets_it() -> None:
    project, ((_, shop),) = put(blank(), "touchpoints", 0, "Shop")
    where = lane(project, "pains"), stages(project)[0]
    made = add_card(project, *where, "Queue", touchpoint=shop)
    project = apply(project, made.edit)
    down = done(project, move_items(project, [("cards", made.id)], lane(project, "thoughts"), where[1], 0))
    assert down.cards[made.id].touchpoint == shop
    aside = done(project, move_items(project, [("cards", made.id)], where[0], stages(project)[1], 0))
    assert aside.cards[made.id].touchpoint is None


def test_a_copy_takes_records_and_feelings_along_but_no_links() -> None:
    project, points = put(blank(), "touchpoints", 0, "Shop", "Till")
    persona = next(iter(project.personas))
    project = apply(project, set_feeling(project, points[0][1], persona, -1.2, "long queue"))
    project = apply(project, add_link(project, points[0][1], points[1][1]).edit)
    edit, copies = copy_items(project, points, lane(project, "touchpoints"), stages(project)[1])
    after = done(project, edit)
    assert words(after, "touchpoints", 1) == ["Shop", "Till"]
    assert after.touchpoints[copies[0][1]].feelings == project.touchpoints[points[0][1]].feelings
    assert len(after.links) == 1


def test_copies_of_a_pain_point_and_its_solution_belong_together() -> None:
    project, ((_, pain_card),) = put(blank(), "pains", 0, "Slow")
    project, ((_, idea_card),) = put(project, "opportunities", 0, "Faster")
    (pain,), (idea,) = project.pains, project.opportunities
    project = apply(project, set_field(project, "pains", pain, ("severity",), 5))
    project = apply(project, set_field(project, "opportunities", idea, ("solves", pain), True))
    edit, copies = duplicate(project, [("cards", idea_card), ("cards", pain_card)])
    after = done(project, edit)
    assert words(after, "pains", 0) == ["Slow", "Slow"]
    new_pain = next(key for key in after.pains if key != pain)
    new_idea = next(key for key in after.opportunities if key != idea)
    assert after.pains[new_pain].severity == 5
    assert after.opportunities[new_idea].solves == {new_pain: True}
    assert set(copies) == {("cards", after.pains[new_pain].card), ("cards", after.opportunities[new_idea].card)}


def test_duplicates_lie_right_below() -> None:
    project, items = put(blank(), "actions", 0, "a", "b", "c")
    edit, copies = duplicate(project, [items[1], items[0]])
    after = done(project, edit)
    assert words(after, "actions", 0) == ["a", "b", "a", "b", "c"]
    assert items_in(after, lane(project, "actions"), stages(project)[0])[2:4] == copies
    with pytest.raises(Refused, match="only cards"):
        duplicate(project, [("stages", stages(project)[0])])


def test_removing_takes_along_what_hangs_on_it() -> None:
    project, points = put(blank(), "touchpoints", 0, "Shop", "Till")
    project = apply(project, add_link(project, points[0][1], points[1][1]).edit)
    project, pains = put(project, "pains", 0, "Slow")
    after = done(project, remove_items(project, [points[0], pains[0]]))
    assert not after.links
    assert not after.pains
    assert list(after.touchpoints) == [points[1][1]]
    stage = done(project, remove_items(project, [("stages", stages(project)[0]), points[0]]))
    assert not stage.touchpoints
    assert not stage.cards
    with pytest.raises(FootfallError):
        remove_items(project, [("cards", "card-nothere0")])


def test_span_colour_and_whose() -> None:
    project, ((_, card),) = put(blank(), "actions", 1, "a")
    persona = next(iter(project.personas))
    assert done(project, set_span(project, card, 9)).cards[card].span == 2
    assert done(project, set_span(project, card, 0)).cards[card].span == 1
    items = [("cards", card), ("stages", stages(project)[0]), ("lanes", lane(project, "actions"))]
    coloured = done(project, set_colour(project, items, "#aa0000"))
    assert coloured.cards[card].colour == coloured.stages[stages(project)[0]].colour == "#aa0000"
    assert done(project, set_personas(project, items, [persona])).cards[card].personas == {persona: True}
    with pytest.raises(FootfallError):
        set_colour(project, items, "red; }")


def test_a_text_that_no_card_holds_is_refused() -> None:
    project = blank()
    with pytest.raises(Refused, match="500"):
        add_card(project, lane(project, "touchpoints"), stages(project)[0], "x" * 501)
    with pytest.raises(Refused, match="20000"):
        add_card(project, lane(project, "thoughts"), stages(project)[0], "x" * 20_001)


@pytest.mark.parametrize("seed", range(12))
def test_whatever_is_done_on_a_random_board_can_be_taken_back(seed: int) -> None:
    rng = random.Random(seed)
    project = full(rng, 30)
    for _ in range(12):
        piece = piece_of(project)
        cells = [(row, stage) for row in piece.lanes for stage in piece.stages]
        cell = rng.choice([one for one in cells if piece.lanes[one[0]].kind != "emotions"])
        kind = "touchpoints" if piece.lanes[cell[0]].kind == "touchpoints" else "cards"
        rows = list(getattr(project, kind))
        items = [(kind, key) for key in rng.sample(rows, min(len(rows), rng.randint(1, 4)))]
        before = cell_items(piece, *cell)
        index = rng.randint(0, len(before) + 1)
        verb = rng.choice(("move", "copy", "duplicate", "remove", "add"))
        if verb == "move":
            project = done(project, move_items(project, items, *cell, index))
            others = [one for one in before if one not in items]
            at = min(index, len(others))
            assert list(items_in(project, *cell)) == [*others[:at], *items, *others[at:]]
        elif verb == "copy":
            edit, made = copy_items(project, items, *cell, index)
            project = done(project, edit)
            at = min(index, len(before))
            assert items_in(project, *cell) == (*before[:at], *made, *before[at:])
        elif verb == "duplicate":
            edit, made = duplicate(project, items)
            project = done(project, edit)
            assert len(made) == len(items)
        elif verb == "remove":
            project = done(project, remove_items(project, items))
        else:
            project = done(project, add_card(project, *cell, "new", index=index).edit)
        now = piece_of(project)
        assert all(cell_items(now, *one) == items_in(project, *one) for one in cells)
        assert not [one for one in check(project) if one.severity == "error"]
