"""Links between touchpoints, and the share that leaves."""

from __future__ import annotations

from collections.abc import Mapping

from app.project.builders import add_record, new_id, set_field, set_record
from app.project.edits import Edit, compose
from app.project.mapping.items import Made, known, places, refused
from app.project.model import Project
from maps.model import Link, MapSlice
from personas.provenance import Parameter

NOTHING = 0.005
"""A share below this counts as nothing left."""


def leaving(piece: MapSlice, touchpoint: str) -> float:
    """The share of all views of a touchpoint that takes none of its links, 0 to 1."""
    return _left(piece.links, touchpoint)


def _left(links: Mapping[str, Link], touchpoint: str) -> float:
    taken = sum(link.share.value for link in links.values() if link.from_touchpoint == touchpoint)
    return round(max(0.0, 1.0 - taken), 6)


def add_link(project: Project, source: str, target: str, share: float | None = None, label: str = "add-link") -> Made:
    """Link two touchpoints.

    Without a share the link takes what is left of the card's views. Where nothing is left it gets an even part, and
    the shares that are assumed make room for it; what was published or measured stays as it is.
    """
    _sound(project, source, target)
    mine = {key: link for key, link in project.links.items() if link.from_touchpoint == source}
    room: list[Edit] = []
    if share is None:
        share = _left(mine, source)
        if share < NOTHING:
            share, room = _even_part(project, mine, label)
    at_end = [("links", key) for key in sorted(mine, key=lambda key: (mine[key].order, key))]
    (order,), more = places(project, at_end, None, 1, label)
    made = new_id(project, "links")
    map_id = known(project, "touchpoints", source).map
    value = Parameter(value=max(0.0, min(1.0, share)))
    link = Link(map=map_id, from_touchpoint=source, to_touchpoint=target, share=value, order=order)
    step = add_record(project, "links", made, link, label)
    return Made(compose([*room, *more, step], label), "links", made)


def _even_part(project: Project, mine: Mapping[str, Link], label: str) -> tuple[float, list[Edit]]:
    """An even part of the assumed shares, and those shares made smaller by it."""
    soft = {key: link for key, link in mine.items() if link.share.kind == "assumed"}
    if not soft:
        return 0.0, []
    count = len(soft)
    steps, total = [], 0.0
    for key, link in soft.items():
        value = round(link.share.value * count / (count + 1), 4)
        total += link.share.value - value
        steps.append(set_field(project, "links", key, ("share",), _scaled(link.share, value), label))
    return round(total, 4), steps


def _scaled(share: Parameter, value: float) -> Parameter:
    """The share with another value; a range that no longer holds it is dropped."""
    low = share.low if share.low is None or share.low <= value else None
    high = share.high if share.high is None or share.high >= value else None
    return share.model_copy(update={"value": value, "low": low, "high": high})


def set_share(project: Project, link: str, value: float, label: str = "share") -> Edit:
    """Set the share of a link by hand, 0 to 1: it is the team's own figure then, an assumption.

    Refused when more would leave the card than comes there.
    """
    record = known(project, "links", link)
    left = max(0.0, 1.0 - beside(project, link))
    if value > left + 1e-9:
        message = "the shares that leave a card cannot add up to more than 100%: {left} is left for this one."
        written = f"{left * 100:.3g}%"
        raise refused("share-over", f"links.{link}.share", message, "Lower another one first.", left=written)
    if abs(value - record.share.value) < 1e-12:
        return Edit(label)
    return set_field(project, "links", link, ("share",), Parameter(value=max(0.0, value)), label)


def beside(project: Project, link: str) -> float:
    """What the other links of the same card take of its views."""
    source = known(project, "links", link).from_touchpoint
    return sum(one.share.value for key, one in project.links.items() if key != link and one.from_touchpoint == source)


def reconnect(
    project: Project, link: str, *, source: str | None = None, target: str | None = None, label: str = "reconnect"
) -> Edit:
    """Let a link begin or end at another touchpoint; its share stays."""
    record = known(project, "links", link)
    ends = (source or record.from_touchpoint, target or record.to_touchpoint)
    if ends == (record.from_touchpoint, record.to_touchpoint):
        return Edit(label)
    _sound(project, *ends)
    moved = record.model_copy(update={"from_touchpoint": ends[0], "to_touchpoint": ends[1]})
    return set_record(project, "links", link, moved, label)


def _sound(project: Project, source: str, target: str) -> None:
    here, there = known(project, "touchpoints", source), known(project, "touchpoints", target)
    where = f"touchpoints.{source}"
    if source == target:
        raise refused("link-to-itself", where, "a link leads from one touchpoint to another.", "Choose another one.")
    if here.map != there.map:
        message, mend = "it names {id}, which is on another map.", "Let it name something on its own map."
        raise refused("other-map", where, message, mend, id=target)
    for link in project.links.values():
        if (link.from_touchpoint, link.to_touchpoint) == (source, target):
            message, mend = "{source} leads to {target} already.", "Change the share of that link."
            raise refused("linked-already", where, message, mend, source=here.title, target=there.title)
