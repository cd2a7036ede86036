"""Where visitors go from a touchpoint: the links with their shares, edited in place, and what leaves."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QLayout, QWidget

from app.desktop.chrome.basics import column, row
from app.desktop.document import Document, Selection
from app.desktop.inspector.context import Column, Context
from app.desktop.inspector.fields import SHARE, Choice, number_field
from app.desktop.inspector.rows import EvidenceMark, ShareRow, fact
from app.project.mapping.links import add_link, leaving
from app.project.mapping.links import set_share as share_edit
from app.words import tr
from maps.model import Touchpoint
from personas.problems import FootfallError


def ways_section(context: Context, into: Column, key: str, point: Touchpoint) -> None:
    """Each link with its bar and its share; the rest leaves; one more can be added."""
    piece, look = context.piece, context.look
    own = [(link_id, link) for link_id, link in piece.links.items() if link.from_touchpoint == key]
    own.sort(key=lambda pair: -pair[1].share.value)
    rows: list[QLayout | QWidget] = []
    for link_id, link in own:
        target = piece.touchpoints.get(link.to_touchpoint)
        if target is None:
            continue
        go = partial(_go, context.document, link_id)
        made = ShareRow(look, target.title, link.share.value, None, act=go, figure=False)
        made.setObjectName(f"next-{link_id}")
        field = number_field(
            look, f"share-{link_id}", tr("Share to {title}", title=target.title), link.share.value, SHARE,
            partial(set_share, context, link_id),
        )  # fmt: skip
        field.setFixedWidth(look.px(58))
        rows.append(row(made, field, EvidenceMark(look, link.share.kind, link.share.note), spacing=look.px(4)))
    rest = leaving(piece, key)
    if point.page != "none" and point.goal != "order" and rest > 0.0005:
        rows.append(ShareRow(look, tr("Leave"), rest, None, leaves=True))
    others: list[tuple[str, str]] = [("", tr("add a link to…"))]
    linked = {link.to_touchpoint for _id, link in own} | {key}
    others += [(one, target.title) for one, target in piece.touchpoints.items() if one not in linked]
    if len(others) > 1:
        add = Choice(look, tr("Add a link"), others, "", partial(_link, context, key), object_name="add-link")
        rows.append(fact(look, "", add))
    if rows:
        into.section(tr("Where they go next"), column(*rows, spacing=look.px(2)))


def set_share(context: Context, link: str, value: float | None) -> None:
    """A share as typed. FootfallError when more would leave the card than comes there."""
    if value is not None:
        edit = share_edit(context.document.project, link, value)
        if edit:
            context.document.edit(edit)


def _go(document: Document, link: str) -> None:
    document.select(Selection("links", link))


def _link(context: Context, key: str, target: str) -> None:
    if not target:
        return
    try:
        context.document.edit(add_link(context.document.project, key, target).edit)
    except FootfallError as error:
        context.say(error)
