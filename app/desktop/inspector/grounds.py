"""What something rests on, changed in place: its level, its source, a note; and numbers that come with all of that."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QFrame, QLayout, QVBoxLayout, QWidget

from app.desktop.chrome.basics import column, label, row
from app.desktop.inspector.context import Context
from app.desktop.inspector.fields import Choice, Unit, number_field
from app.desktop.inspector.rows import EvidenceMark, fact
from app.desktop.look import Look
from app.desktop.paint.signs import paint_evidence
from app.project.builders import in_order
from app.project.edits import Path, look
from app.project.edits import record_at as record_of
from app.project.sources import add_source
from app.words import between, name, tr
from personas.problems import FootfallError
from personas.provenance import Parameter
from personas.records import Evidence

LEVELS: tuple[Evidence, ...] = ("assumed", "published", "measured")
_NEW = "new"


class Grounded(Protocol):
    """Something with a level and a source."""

    @property
    def kind(self) -> Evidence:
        """Its level."""

    @property
    def source(self) -> str | None:
        """The id of its source, if any."""


@dataclass(frozen=True)
class Place:
    """Where a value with a level and a source stands; `path` is empty for a record that holds them itself."""

    table: str
    record: str
    path: Path = ()

    @property
    def key(self) -> str:
        """A name for its widgets."""
        return ".".join((self.table, self.record, *self.path))


def level_icon(look: Look, kind: Evidence) -> QIcon:
    """The circle of a level as an icon."""
    size = look.px(16)
    picture = QPixmap(size * 2, size * 2)
    picture.setDevicePixelRatio(2.0)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint_evidence(painter, QPointF(size / 2, size / 2), kind, look.theme, 8.6 * look.room)
    painter.end()
    return QIcon(picture)


def set_grounds(context: Context, place: Place, **changes: Any) -> bool:
    """Change level, source or note of what stands at a place; said when it does not hold."""
    document = context.document
    if not place.path:
        return all(
            context.keep(place.table, place.record, (field,), "evidence")(value) for field, value in changes.items()
        )
    record = record_of(document.project, place.table, place.record)
    held = look(record, place.path) if record is not None else None
    if held is None:
        return False
    return context.keep(place.table, place.record, place.path, "evidence")(held.model_copy(update=changes))


def level_choice(context: Context, place: Place, kind: Evidence) -> Choice:
    """The three levels with their circles."""
    return Choice(
        context.look, tr("Evidence"), [(level, name("evidence", level)) for level in LEVELS], kind,
        lambda level: set_grounds(context, place, kind=level),
        icons={level: level_icon(context.look, level) for level in LEVELS}, object_name=f"level-{place.key}",
    )  # fmt: skip


def source_choice(context: Context, place: Place, source: str | None) -> Choice:
    """The sources of the project, none, or a new one that is made here."""
    sources = context.document.project.sources
    options: list[tuple[Any, str]] = [(None, tr("no source"))]
    options += [(key, sources[key].title) for key in in_order(sources)]
    options.append((_NEW, tr("New source…")))
    return Choice(
        context.look, tr("Source"), options, source if source in sources else None, partial(_choose, context, place),
        object_name=f"source-{place.key}",
    )  # fmt: skip


def _choose(context: Context, place: Place, source: str | None) -> None:
    if source != _NEW:
        set_grounds(context, place, source=source)
        return
    document = context.document
    try:
        mark = document.mark()
        edit, key = add_source(document.project, tr("New source"), "published")
        document.edit(edit)
        set_grounds(context, place, source=key)
        document.squash(mark, "source")
    except FootfallError as error:
        context.say(error)
        return
    context.focus(f"sources.{key}.title")


def source_fields(context: Context, key: str) -> list[QLayout | QWidget]:
    """Title, who, when, where and what of a source."""
    source, look = context.document.project.sources[key], context.look

    def year(value: float | None) -> None:
        context.document.set("sources", key, ("year",), None if value is None else int(value), "source")

    whole = Unit(lambda value: f"{value:.0f}", float_of)
    return [
        context.text("sources", key, ("title",), source.title, tr("What is it called?"), strong=True),
        fact(look, tr("Who"), context.line("sources", key, ("authors",), source.authors, tr("Who wrote it?"))),
        fact(look, tr("Year"), number_field(look, f"sources.{key}.year", tr("Year"), source.year, whole, year,
                                            optional=True)),
        fact(look, tr("Where"), context.line("sources", key, ("link",), source.link, tr("Address or place"))),
        context.text("sources", key, ("note",), source.note, tr("What was taken from it?")),
    ]  # fmt: skip


def float_of(words: str) -> float:
    """A year as typed."""
    if not words.isdigit():
        raise FootfallError(tr("A year is four digits."))
    return float(words)


def opened(context: Context, place: Place, held: Grounded, *more: QLayout | QWidget, note: str | None = None) -> QFrame:
    """What unfolds below a row when its sign is pressed: the level, the source with its fields, and what is more."""
    look_, frame = context.look, QFrame()
    frame.setObjectName(f"grounds-{place.key}")
    frame.setProperty("role", "sunken")
    frame.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    box = QVBoxLayout(frame)
    box.setContentsMargins(look_.px(10), look_.px(8), look_.px(8), look_.px(8))
    box.setSpacing(look_.px(5))
    parts: list[QLayout | QWidget] = [
        *more,
        fact(look_, tr("Evidence"), level_choice(context, place, held.kind)),
        fact(look_, tr("Source"), source_choice(context, place, held.source)),
    ]
    if held.source is not None and held.source in context.document.project.sources:
        parts += source_fields(context, held.source)
    if note is not None:
        field = context.small_line(
            f"note-{place.key}", note, tr("What was counted, where, when?"),
            lambda words: set_grounds(context, place, note=words),
        )  # fmt: skip
        parts.append(fact(look_, tr("Note"), field))
    for part in parts:
        if isinstance(part, QWidget):
            box.addWidget(part)
        else:
            box.addLayout(part)
    return frame


def mark_of(context: Context, place: Place, kind: Evidence, note: str = "") -> EvidenceMark:
    """The sign of a level that unfolds what can be changed about it."""
    name_ = f"grounds-{place.key}"
    made = EvidenceMark(context.look, kind, note, partial(context.toggle, name_), opened=name_ in context.opened)
    made.setObjectName(f"mark-{place.key}")
    return made


def parameter_row(
    context: Context,
    what: str,
    place: Place,
    held: Parameter | None,
    unit: Unit,
    *,
    optional: bool = False,
    label_code: str = "number",
    placeholder: str = "",
) -> QVBoxLayout:
    """A number that can be typed over, with its sign; unfolded also its range, level, source and note.

    A number typed over is the team's own and so assumed, unless the row is unfolded: then its grounds are in view.
    """
    look_, open_now = context.look, f"grounds-{place.key}" in context.opened

    def keep(value: float | None) -> None:
        if value is None:
            context.document.set(place.table, place.record, place.path, None, label_code)
        else:
            now = _with_value(held, value, keep_grounds=open_now)
            context.document.set(place.table, place.record, place.path, now, label_code)

    value = held.value if held is not None else None
    field = number_field(look_, place.key, what, value, unit, keep, optional=optional, placeholder=placeholder)
    note = held.note if held is not None else ""
    mark = mark_of(context, place, held.kind, note) if held is not None else None
    box = column(fact(look_, what, field, mark=mark), spacing=look_.px(4))
    if held is not None and open_now:
        box.addWidget(opened(context, place, held, *_range(context, place, held, unit), note=held.note))
    elif held is not None and held.low is not None and held.high is not None:
        said = label(between(held.low, held.high, unit.write), "small", wrap=True)
        box.addLayout(row(look_.px(92) + 6, said))
    return box


def _with_value(held: Parameter | None, value: float, *, keep_grounds: bool) -> Parameter:
    if held is None or not keep_grounds:
        return Parameter(value=value)
    low = held.low if held.low is None or held.low <= value else None
    high = held.high if held.high is None or held.high >= value else None
    return held.model_copy(update={"value": value, "low": low, "high": high})


def _range(context: Context, place: Place, held: Parameter, unit: Unit) -> list[QLayout | QWidget]:
    def keep(end: str) -> Callable[[float | None], None]:
        def set_end(value: float | None) -> None:
            _check_end(held, end, value, unit)
            changed = held.model_copy(update={end: value})
            context.document.set(place.table, place.record, place.path, changed, "number")

        return set_end

    parts: list[QLayout | QWidget] = []
    for end, says, value in (("low", tr("At least"), held.low), ("high", tr("At most"), held.high)):
        field = number_field(
            context.look, f"{place.key}.{end}", says, value, unit, keep(end), optional=True
        )  # fmt: skip
        parts.append(fact(context.look, says, field))
    return parts


def _check_end(held: Parameter, end: str, value: float | None, unit: Unit) -> None:
    if value is None:
        return
    if end == "low" and value > held.value:
        raise FootfallError(tr("At most {value}, the number itself.", value=unit.write(held.value)))
    if end == "high" and value < held.value:
        raise FootfallError(tr("At least {value}, the number itself.", value=unit.write(held.value)))
