"""The sources of a project: all of them with how often they are used, and one with its fields and its uses."""

from __future__ import annotations

from functools import partial
from typing import Any, cast

from PySide6.QtWidgets import QLayout, QWidget

from app.desktop.chrome.basics import button, column, label, row
from app.desktop.document import Selection
from app.desktop.inspector.context import Column, Context
from app.desktop.inspector.fields import Choice
from app.desktop.inspector.folds import first_few
from app.desktop.inspector.grounds import LEVELS, level_icon, source_fields
from app.desktop.inspector.head import head
from app.desktop.inspector.linkrow import LinkRow
from app.desktop.inspector.rows import EvidenceMark, fact
from app.project.builders import remove_record
from app.project.sources import Use, add_source, levels, uses
from app.words import name, number, plural, tr
from personas.problems import FootfallError

_ON_MAP = ("touchpoints", "cards", "links", "stages", "lanes")
_OWNED = ("pains", "opportunities", "metrics")
_FEW = 5


def source_list(context: Context) -> QLayout:
    """All sources, each with its number of uses, leading to it; and a button for a new one."""
    project, look = context.document.project, context.look
    used = uses(project)
    found = levels(context.piece)
    marks: list[QWidget | None] = []
    for one in LEVELS:
        shown = label(number(found[one]), "small")
        shown.setToolTip(name("evidence", one))
        shown.setAccessibleName(f"{number(found[one])} {name('evidence', one)}")
        marks += [EvidenceMark(look, one), shown]
    rows: list[QLayout | QWidget] = []
    for key, places in used.items():
        count = len(places)
        note = plural("{count} use", "{count} uses", count, count=count)
        made = LinkRow(
            look, project.sources[key].title, note, partial(context.select, "sources", key), icon="book-open"
        )
        made.setObjectName(f"source-{key}")
        rows.append(made)
    if not rows:
        rows.append(label(tr("Nothing is backed by a source yet."), "note", wrap=True))
    add = button(look, tr("New source"), partial(_add, context), icon="plus", role="quiet", name="add-source")
    glance = row(label(tr("On the map"), "label"), *marks, None, spacing=look.px(6))
    return column(glance, first_few(context, "more-sources", rows, _FEW), row(add, None), spacing=look.px(4))


def _add(context: Context) -> None:
    try:
        edit, key = add_source(context.document.project, tr("New source"), "published")
        context.document.edit(edit)
    except FootfallError as error:
        context.say(error)
        return
    context.select("sources", key)
    context.focus(f"sources.{key}.title")


def source_sections(context: Context, into: Column, key: str) -> None:
    """One source: its fields, its level, and every place that names it."""
    project, look = context.document.project, context.look
    source = project.sources[key]
    title, *fields = source_fields(context, key)
    into.section("", head(look, "book-open", cast(QWidget, title), tr("Source")))
    level = Choice(
        look, tr("Evidence"), [(one, name("evidence", one)) for one in LEVELS], source.kind,
        context.keep("sources", key, ("kind",), "evidence"),
        icons={one: level_icon(look, one) for one in LEVELS}, object_name=f"sources.{key}.kind",
    )  # fmt: skip
    into.section("", column(fact(look, tr("Evidence"), level), *fields, spacing=look.px(5)))
    rows: list[QLayout | QWidget] = [_used(context, one) for one in uses(project)[key]]
    if not rows:
        rows.append(label(tr("Nothing rests on it yet."), "note", wrap=True))
    into.section(tr("Used for"), first_few(context, f"uses-{key}", rows, 12))
    back = button(look, tr("Back to the map"), partial(context.document.select, Selection()), role="quiet", name="back")
    away = button(look, tr("Remove"), partial(_remove, context, key), icon="trash", role="quiet", name="remove-source")
    into.section("", row(back, None, away))


def _remove(context: Context, key: str) -> None:
    try:
        edit = remove_record(context.document.project, "sources", key)
    except FootfallError as error:
        context.say(error)
        return
    context.document.select(Selection())
    context.document.edit(edit)


def _used(context: Context, use: Use) -> LinkRow:
    """A place that names the source, leading there: to its map, or to the persona."""
    project = context.document.project
    record: Any = getattr(project, use.table)[use.id]
    table, key = (use.table, use.id) if use.table not in _OWNED else ("cards", record.card)
    words = title_of(context, table, key)
    made = LinkRow(context.look, words, _what(use), partial(_lead, context, table, key))
    made.setObjectName(f"use-{use.id}-{'.'.join(use.path)}")
    return made


def _lead(context: Context, table: str, key: str) -> None:
    """Go to where a record can be seen; what has no place of its own stays where it is."""
    project, document = context.document.project, context.document
    if table == "personas":
        context.show_persona(key)
    elif table == "maps":
        document.show_map(key)
        document.select(Selection())
    elif table in _ON_MAP:
        record: Any = getattr(project, table)[key]
        document.show_map(record.map)
        document.select(Selection(table, key))


def title_of(context: Context, table: str, key: str) -> str:
    """What a record is called by whoever reads the map."""
    record: Any = getattr(context.document.project, table)[key]
    if table == "links":
        points = context.document.project.touchpoints
        ends = [points[one].title for one in (record.from_touchpoint, record.to_touchpoint) if one in points]
        return " → ".join(ends)
    for field in ("title", "name", "text"):
        words = getattr(record, field, "")
        if words:
            return str(words)
    return key


def _what(use: Use) -> str:
    """Which number of it: the field's last part, in words where there are any."""
    if use.path[:1] == ("source",):
        return {"cards": tr("card"), "metrics": tr("KPI")}.get(use.table, "")
    known = {
        "dwell": tr("time"), "share": tr("share"), "feelings": tr("feeling"), "series": tr("reading"),
        "friction": tr("friction"), "goal_value": tr("worth"), "world": tr("traffic and time"),
        "share_by_persona": tr("share"), "traits": tr("trait"), "gain": tr("progress"),
    }  # fmt: skip
    return known.get(use.path[0], "") if use.path else ""
