"""Card changes as they are typed become arms; what cannot be meant is named, with what there is."""

from __future__ import annotations

import pytest

from app.actions.fixes import with_fixes
from app.project.examples import new_from_example
from app.project.slices import scenario
from personas.problems import FootfallError
from simulation.scenario import Scenario


@pytest.fixture(scope="module")
def kettle() -> Scenario:
    return scenario(new_from_example("kettle", "en"))


def _link(kettle: Scenario) -> str:
    return next(iter(kettle.slice.walked_links()))


def test_nothing_typed_changes_nothing(kettle: Scenario) -> None:
    assert with_fixes(kettle, ()) is kettle


def test_each_text_is_an_arm_of_its_own(kettle: Scenario) -> None:
    pain, other = list(kettle.pain_cards)[:2]
    found = with_fixes(kettle, (pain, f"{pain}, {other}"))
    one, both = found.arms[-2:]
    assert len(found.arms) == len(kettle.arms) + 2
    assert (one.id, both.id) == ("fix-1", "fix-2")
    assert one.policy is kettle.arms[0].policy
    where = kettle.slice.cards[kettle.pain_cards[pain]].touchpoint
    assert where is not None
    assert dict(one.changes[where].pains_removed) == {pain: True}
    assert {key for change in both.changes.values() for key in change.pains_removed} == {pain, other}
    assert kettle.slice.cards[kettle.pain_cards[pain]].text in one.title


def test_a_pain_point_can_be_named_by_its_card(kettle: Scenario) -> None:
    card = next(iter(kettle.slice.pains))
    arm = with_fixes(kettle, (card,)).arms[-1]
    assert any(card in change.pains_removed for change in arm.changes.values())


def test_time_shares_and_what_is_kept(kettle: Scenario) -> None:
    link = _link(kettle)
    start = kettle.slice.links[link].from_touchpoint
    arm = with_fixes(kettle, (f"{start}:dwell=12.5,{link}=30%,{link}:loses",)).arms[-1]
    change = arm.changes[start]
    assert change.dwell is not None
    assert change.dwell.value == 12.5
    assert change.shares[link].value == pytest.approx(0.3)
    assert dict(change.context) == {link: False}
    again = with_fixes(kettle, (f"{link}=0.25,{link}:keeps",)).arms[-1].changes[start]
    assert (again.shares[link].value, dict(again.context)) == (0.25, {link: True})


def test_all_of_a_touchpoint(kettle: Scenario) -> None:
    cards = kettle.slice.cards
    where = [cards[card].touchpoint for card in kettle.slice.pains]
    most = max((one for one in where if one is not None), key=where.count)
    arm = with_fixes(kettle, (f"{most}:pains",)).arms[-1]
    assert len(arm.changes[most].pains_removed) == where.count(most) > 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("pain-nowhere0", "There is no pain point pain-nowhere0 on this map; there is: pain-"),
        (
            "touchpoint-nowhere0:dwell=3",
            "There is no touchpoint touchpoint-nowhere0 on this map; there is: touchpoint-",
        ),
        ("link-nowhere0=0.3", "There is no link link-nowhere0 on this map; there is: link-"),
        ("{start}:dwell=soon", "'soon' is no time"),
        ("{start}:dwell=0", "'0' is no time"),
        ("{start}:dwell=nan", "'nan' is no time"),
        ("{start}:faster", "'{start}:faster' is no change. A change is one of:"),
        ("{link}=1.2", "'{link}=1.2' gives no share"),
        ("{link}=-3%", "'{link}=-3%' gives no share"),
        ("{link}=", "gives no share"),
        (" , ", "changes nothing"),
    ],
)
def test_what_cannot_be_meant_is_named(kettle: Scenario, typed: str, said: str) -> None:
    link = _link(kettle)
    names = {"link": link, "start": kettle.slice.links[link].from_touchpoint}
    with pytest.raises(FootfallError) as error:
        with_fixes(kettle, (typed.format(**names),))
    assert said.format(**names) in str(error.value)
