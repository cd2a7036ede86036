"""Card changes as they are typed: 'what if this were solved, faster, or taken more often' as an extra arm of a run."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Literal

from app.words import duration, percent, tr
from personas.problems import FootfallError
from personas.provenance import assumed
from personas.records import FrozenMap
from simulation.scenario import Arm, CardChange, Scenario

SYNTAX = "PAIN | TOUCHPOINT:pains | TOUCHPOINT:dwell=SECONDS | LINK=SHARE | LINK:keeps | LINK:loses"
"""What one change may look like; several with commas between them make one arm."""
LONGEST_DWELL = 86_400.0
_LISTED = 12
_DWELL = re.compile(r"(?P<id>[^:=]+):dwell=(?P<value>.*)")
_SHARE = re.compile(r"(?P<id>[^:=]+)=(?P<value>.*)")
_CONTEXT = re.compile(r"(?P<id>[^:=]+):(?P<value>keeps|loses)")
_PAINS = re.compile(r"(?P<id>[^:=]+):pains")


def with_fixes(scenario: Scenario, typed: Sequence[str]) -> Scenario:
    """The scenario with one more arm per text in `typed`: the control with what the text says changed.

    A text is one change or several with commas between them: the id of a pain point (or of its card) solves it,
    `TOUCHPOINT:pains` solves all of a touchpoint, `TOUCHPOINT:dwell=20` gives it another median time in seconds,
    `LINK=0.3` or `LINK=30%` another share, `LINK:keeps` and `LINK:loses` say whether what is known survives the link.
    FootfallError, naming what there is, for anything else.
    """
    control = scenario.arms[0]
    taken = {arm.id for arm in scenario.arms}
    arms: list[Arm] = []
    for text in typed:
        number = len(arms) + 1
        while f"fix-{number}" in taken:
            number += 1
        arm = _arm(scenario, control, f"fix-{number}", text)
        taken.add(arm.id)
        arms.append(arm)
    return replace(scenario, arms=(*scenario.arms, *arms)) if arms else scenario


def _arm(scenario: Scenario, control: Arm, arm_id: str, text: str) -> Arm:
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if not parts:
        raise FootfallError(tr("'{text}' changes nothing. A change is one of: {syntax}.", text=text, syntax=SYNTAX))
    changes: dict[str, CardChange] = dict(control.changes)
    said = []
    for part in parts:
        card, change, words = _change(scenario, part)
        changes[card] = _merged(changes.get(card, CardChange()), change)
        said.append(words)
    return replace(control, id=arm_id, title=" · ".join(said), changes=FrozenMap(changes))


def _change(scenario: Scenario, part: str) -> tuple[str, CardChange, str]:
    """The touchpoint that a typed change is about, the change, and what it is called."""
    if found := _PAINS.fullmatch(part):
        return _all_pains(scenario, found["id"])
    if found := _DWELL.fullmatch(part):
        return _dwell(scenario, found["id"], found["value"])
    if found := _CONTEXT.fullmatch(part):
        link, name = _link(scenario, found["id"])
        keeps = found["value"] == "keeps"
        words = tr("{link} keeps what is known", link=name) if keeps else tr("{link} loses what is known", link=name)
        return link, CardChange(context=FrozenMap({found["id"]: keeps})), words
    if found := _SHARE.fullmatch(part):
        link, name = _link(scenario, found["id"])
        share = _share(part, found["value"])
        return link, CardChange(shares=FrozenMap({found["id"]: assumed(share)})), f"{name}: {percent(share)}"
    if ":" in part:
        raise FootfallError(tr("'{text}' is no change. A change is one of: {syntax}.", text=part, syntax=SYNTAX))
    return _pain(scenario, part)


def _pain(scenario: Scenario, key: str) -> tuple[str, CardChange, str]:
    card = scenario.pain_cards.get(key, key)
    pains = _pains(scenario)
    if card not in scenario.slice.pains:
        listed = _listed((pain, scenario.slice.cards[own].text) for pain, own in pains.items())
        raise FootfallError(tr("There is no pain point {id} on this map; there is: {listed}.", id=key, listed=listed))
    where = scenario.slice.cards[card].touchpoint
    text = scenario.slice.cards[card].text
    if where is None or where not in scenario.slice.touchpoints:
        raise FootfallError(
            tr("The pain point '{text}' is about no touchpoint, so solving it changes nothing.", text=text)
        )
    return where, CardChange(pains_removed=FrozenMap({key: True})), tr("{pain} solved", pain=_quoted(text))


def _pains(scenario: Scenario) -> dict[str, str]:
    """Cards of the pain points of this map, by the id of the pain point."""
    return {pain: card for pain, card in scenario.pain_cards.items() if card in scenario.slice.pains}


def _all_pains(scenario: Scenario, key: str) -> tuple[str, CardChange, str]:
    name = _touchpoint(scenario, key)
    cards = scenario.slice.cards
    mine: dict[str, Literal[True]] = {
        pain: True for pain, card in _pains(scenario).items() if cards[card].touchpoint == key
    }
    if not mine:
        raise FootfallError(tr("'{name}' has no pain points.", name=name))
    return key, CardChange(pains_removed=FrozenMap(mine)), tr("all of {name} solved", name=_quoted(name))


def _dwell(scenario: Scenario, key: str, typed: str) -> tuple[str, CardChange, str]:
    name = _touchpoint(scenario, key)
    seconds = _number(typed)
    if seconds is None or not 0 < seconds <= LONGEST_DWELL:
        raise FootfallError(
            tr("'{value}' is no time. Give seconds above 0, such as {id}:dwell=20.", value=typed, id=key)
        )
    return key, CardChange(dwell=assumed(seconds)), f"{name}: {duration(seconds)}"


def _share(part: str, typed: str) -> float:
    given = typed.strip()
    number = _number(given.removesuffix("%"))
    share = number / 100 if number is not None and given.endswith("%") else number
    if share is None or not 0 <= share <= 1:
        raise FootfallError(
            tr("'{text}' gives no share. Give a fraction from 0 to 1 or a percentage, such as 0.3 or 30%.", text=part)
        )
    return share


def _number(typed: str) -> float | None:
    try:
        number = float(typed.strip())
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _touchpoint(scenario: Scenario, key: str) -> str:
    points = scenario.slice.touchpoints
    if key not in points:
        listed = _listed((one, point.title) for one, point in points.items())
        raise FootfallError(tr("There is no touchpoint {id} on this map; there is: {listed}.", id=key, listed=listed))
    return points[key].title


def _link(scenario: Scenario, key: str) -> tuple[str, str]:
    """The touchpoint a link starts from, and what the link is called."""
    links, points = scenario.slice.links, scenario.slice.touchpoints

    def name(link_id: str) -> str:
        ends = (links[link_id].from_touchpoint, links[link_id].to_touchpoint)
        return " → ".join(points[end].title if end in points else end for end in ends)

    if key not in links:
        listed = _listed((one, name(one)) for one in links)
        raise FootfallError(tr("There is no link {id} on this map; there is: {listed}.", id=key, listed=listed))
    return links[key].from_touchpoint, name(key)


def _listed(rows: Iterable[tuple[str, str]]) -> str:
    named = [f"{key} ({text})" for key, text in rows]
    return ", ".join(named[:_LISTED]) + (" …" if len(named) > _LISTED else "") or "–"


def _quoted(text: str) -> str:
    return f"'{text}'"


def _merged(before: CardChange, more: CardChange) -> CardChange:
    """Both changes; what the later one gives counts."""

    def both(one: Mapping[str, object], other: Mapping[str, object]) -> FrozenMap[str, object]:
        return FrozenMap({**one, **other})

    return before.model_copy(
        update={
            "pains_removed": both(before.pains_removed, more.pains_removed),
            "dwell": more.dwell if more.dwell is not None else before.dwell,
            "shares": both(before.shares, more.shares),
            "context": both(before.context, more.context),
        }
    )
