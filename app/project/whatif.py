"""What can be otherwise: the assumptions an answer hangs on as knobs, and the edits that turn them.

A knob is a number that several records may hold together: consent is one knob, though every persona has her own. It
shows their average over the map's visitors and moves all of them: factors by a factor, log-odds by a step, shares on
the scale of log-odds, so that no share leaves 0 to 1.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from app.project.builders import set_field
from app.project.edits import Edit, apply
from app.project.experiments import change_arm, change_card, change_traits, duplicate_arm
from app.project.mapping.links import beside, set_share
from app.project.model import Project
from app.project.slices import map_slice, scenario
from app.project.traits import bounds, set_trait, slid
from maps.model import MapSlice
from personas.provenance import Parameter
from personas.records import Evidence as Grounds
from simulation.scenario import Arm, CardChange, Scenario

Kind = Literal["trait", "strength", "share", "friction", "mode"]
LABEL = "what-if"
_RATES = ("consent", "login", "reachable")
_FACTORS = ("patience", "pace")
_LINKS = 3
_LATE: Mapping[str, int] = {"basket": 0, "details": 1, "payment": 2, "order": 3}
_WORST: Mapping[Grounds, int] = {"assumed": 0, "published": 1, "measured": 2}


@dataclass(frozen=True)
class Knob:
    """Something that can be turned.

    Attributes:
        key: kind and subject, as `trait:consent`.
        kind: what it is.
        subject: trait, technique, link or pain point; empty for the mode.
        value: where it stands; of a mode 0 (page type) or 1 (score card).
        grounds: what the least known of the numbers behind it rests on.
    """

    key: str
    kind: Kind
    subject: str
    value: float
    grounds: Grounds


def knobs(project: Project, map_id: str, arm_id: str) -> tuple[Knob, ...]:
    """What can be turned about one arm, the likeliest to matter first; what comes into nothing there is left out."""
    from simulation.experiment.warnings import live_rules

    asked = _asked(project, map_id, arm_id)
    arm = next((one for one in asked.arms[1:] if one.id == arm_id), None)
    if arm is None:
        return ()
    piece = asked.slice
    speaks, mends = bool(live_rules(arm)), any(one.pains_removed for one in arm.changes.values()) or arm.map is not None
    found = [*_strengths(project, arm)]
    if speaks:
        found += [_trait(piece, "consent"), _mode(arm), _trait(piece, "login")]
    found += [_friction(piece, asked, pain) for pain in _pains(arm) if asked.pain_cards.get(pain) in piece.pains]
    if mends:
        found.append(_trait(piece, "patience"))
    found += [_trait(piece, "return_propensity"), _trait(piece, "pace")]
    return (*found, *_shares(piece))


def _asked(project: Project, map_id: str, arm_id: str) -> Scenario:
    """The experiment that an arm belongs to, which need not be the map's main one."""
    return scenario(project, project.variants[arm_id].experiment if arm_id in project.variants else None, map_id)


def _parameters(piece: MapSlice, trait: str) -> list[tuple[float, Parameter]]:
    """The trait of every persona of the map with her share of the visitors."""
    total = sum(piece.map.personas.values()) or 1.0
    return [(piece.map.personas[key] / total, getattr(one.traits, trait)) for key, one in piece.personas.items()]


def _trait(piece: MapSlice, trait: str) -> Knob:
    rows = _parameters(piece, trait)
    return Knob(f"trait:{trait}", "trait", trait, _average(rows), _least(one for _, one in rows))


def _average(rows: list[tuple[float, Parameter]]) -> float:
    return round(sum(share * one.value for share, one in rows), 6)


def _least(values: Iterator[Parameter]) -> Grounds:
    return min((one.kind for one in values), key=lambda kind: _WORST[kind], default="assumed")


def _rules(arm: Arm) -> dict[str, list[str]]:
    """Rules that speak by technique, those with most of them first."""
    from simulation.experiment.warnings import live_rules

    found: dict[str, list[str]] = {}
    for key in live_rules(arm):
        found.setdefault(arm.rules[key].technique, []).append(key)
    return dict(sorted(found.items(), key=lambda row: (-len(row[1]), row[0])))


def _strengths(project: Project, arm: Arm) -> Iterator[Knob]:
    from simulation.evidence.catalogue import beliefs

    known = beliefs(dict(project.techniques.items()))
    for technique, rules in _rules(arm).items():
        value = sum(arm.rules[key].relevance.value for key in rules) / len(rules)
        kind = known[technique].kind if technique in known else "assumed"
        yield Knob(f"strength:{technique}", "strength", technique, round(value, 6), kind)


def _mode(arm: Arm) -> Knob:
    return Knob("mode:", "mode", "", float(arm.mode == "score-card"), "assumed")


def _pains(arm: Arm) -> list[str]:
    return [pain for change in arm.changes.values() for pain in change.pains_removed]


def _friction(piece: MapSlice, asked: Scenario, pain: str) -> Knob:
    weight = piece.pains[asked.pain_cards[pain]].weight
    return Knob(f"friction:{pain}", "friction", pain, weight.value, weight.kind)


def _shares(piece: MapSlice) -> Iterator[Knob]:
    """The widest way into each of the last pages before an order: few of all visitors pass there, and each counts."""
    widest: dict[str, tuple[float, str]] = {}
    for key, link in piece.links.items():
        start, end = (piece.touchpoints[one].page for one in (link.from_touchpoint, link.to_touchpoint))
        later = _LATE.get(end, -1) > _LATE.get(start, -1)
        if later and not link.share_by_persona and link.share.value > widest.get(end, (0.0, ""))[0]:
            widest[end] = link.share.value, key
    for _share, key in [widest[end] for end in sorted(widest, key=_LATE.__getitem__)][:_LINKS]:
        yield Knob(f"share:{key}", "share", key, piece.links[key].share.value, piece.links[key].share.kind)


def most(project: Project, link: str) -> float:
    """The largest share that a link can have beside the others of its card."""
    return max(0.0, 1.0 - beside(project, link))


# ---- turning -----------------------------------------------------------------------------------------------------


def turned(project: Project, map_id: str, arm_id: str, values: Mapping[str, float]) -> Project:
    """The project with these knobs turned; FootfallError when a value does not hold there."""
    for edit in edits(project, map_id, arm_id, values):
        project = apply(project, edit)
    return project


def edits(project: Project, map_id: str, arm_id: str, values: Mapping[str, float]) -> Iterator[Edit]:
    """The edits that turn these knobs, each made for the project as those before leave it.

    What is turned by hand is an assumption from then on.
    """
    for knob in knobs(project, map_id, arm_id):
        value = values.get(knob.key)
        if value is None or math.isclose(value, knob.value, rel_tol=1e-9, abs_tol=1e-9):
            continue
        for edit in _edits(project, map_id, arm_id, knob, value):
            if edit:
                project = apply(project, edit)
                yield edit


def _edits(project: Project, map_id: str, arm_id: str, knob: Knob, value: float) -> Iterator[Edit]:
    if knob.kind == "trait":
        yield from _move_trait(project, map_id, knob.subject, value)
    elif knob.kind == "share":
        yield set_share(project, knob.subject, value, LABEL)
    elif knob.kind == "friction":
        pain = project.pains[knob.subject]
        yield set_field(project, "pains", knob.subject, ("friction",), slid(pain.weight, value, (0.0, 5.0)), LABEL)
    elif knob.kind == "mode":
        mode = "score-card" if value >= 0.5 else "page-type"
        table = "variants" if arm_id in project.variants else "policies"
        yield set_field(project, table, arm_id, ("mode",), mode, LABEL)
    else:
        arm = next(one for one in _asked(project, map_id, arm_id).arms if one.id == arm_id)
        for rule in _rules(arm)[knob.subject]:
            old = project.rules[rule].relevance
            new = slid(old, old.value * value / knob.value if knob.value > 0 else value, (0.0, 10.0))
            yield set_field(project, "rules", rule, ("relevance",), new, LABEL)


def _move_trait(project: Project, map_id: str, trait: str, value: float) -> Iterator[Edit]:
    piece = map_slice(project, map_id)
    rows = _parameters(piece, trait)
    moved = _moved([share for share, _ in rows], [one.value for _, one in rows], trait, value)
    for persona, (_, old), new in zip(piece.personas, rows, moved, strict=True):
        parameter = slid(old, new, bounds(trait), log=trait in _FACTORS)
        yield set_trait(project, persona, trait, parameter, LABEL)


def _moved(shares: list[float], values: list[float], trait: str, wanted: float) -> list[float]:
    """Values whose average over the shares is `wanted`, moved together."""
    now = sum(share * value for share, value in zip(shares, values, strict=True))
    if trait in _FACTORS:
        return [value * wanted / now for value in values] if now > 0 else [wanted for _ in values]
    if trait not in _RATES:
        return [value + wanted - now for value in values]
    if not 0 < wanted < 1 or all(value in (0.0, 1.0) for value in values):
        return [wanted for _ in values]

    def shifted(step: float) -> list[float]:
        return [value if value in (0.0, 1.0) else 1 / (1 + (1 - value) / value * math.exp(-step)) for value in values]

    low, high = -40.0, 40.0
    for _ in range(80):
        middle = (low + high) / 2
        if sum(share * value for share, value in zip(shares, shifted(middle), strict=True)) < wanted:
            low = middle
        else:
            high = middle
    return [round(value, 6) for value in shifted((low + high) / 2)]


# ---- as an arm ---------------------------------------------------------------------------------------------------


def fits_an_arm(project: Project, arm_id: str, values: Mapping[str, float]) -> bool:
    """Whether an arm can hold these turns: strengths and pain points belong to the shop, not to one arm."""
    if arm_id not in project.variants or not values:
        return False
    experiment = project.experiments[project.variants[arm_id].experiment]
    kinds = {key.partition(":")[0] for key in values}
    return experiment.design != "factorial" and kinds <= {"trait", "mode", "share"}


def as_arm(project: Project, map_id: str, arm_id: str, values: Mapping[str, float], title: str) -> Iterator[Edit]:
    """The edits that keep these turns as one more arm beside the one they were tried on.

    Offsets are not solved anew for what an arm changes about people: there it is the shop that changes, not what is
    known of it.
    """
    made = duplicate_arm(project, arm_id, title)
    asked = knobs(project, map_id, arm_id)
    project = apply(project, made.edit)
    yield made.edit
    for knob in asked:
        value = values.get(knob.key)
        if value is None:
            continue
        for edit in _of_arm(project, map_id, made.id, knob, value):
            project = apply(project, edit)
            yield edit


def _of_arm(project: Project, map_id: str, arm: str, knob: Knob, value: float) -> Iterator[Edit]:
    if knob.kind == "mode":
        yield change_arm(project, arm, mode="score-card" if value >= 0.5 else "page-type")
    elif knob.kind == "share":
        link = project.links[knob.subject]
        changed = project.variants[arm].card_changes.get(link.from_touchpoint, CardChange())
        shares = changed.shares.set(knob.subject, Parameter(value=value))
        yield change_card(project, arm, link.from_touchpoint, shares=shares)
    elif knob.kind == "trait":
        piece = map_slice(project, map_id)
        rows = _parameters(piece, knob.subject)
        moved = _moved([share for share, _ in rows], [one.value for _, one in rows], knob.subject, value)
        for persona, new in zip(piece.personas, moved, strict=True):
            parameter = Parameter(value=new)
            after = change_traits(project, arm, persona, **{knob.subject: parameter})
            project = apply(project, after)
            yield after
