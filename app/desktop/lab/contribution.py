"""Which message does it: the lift divided among rules, changes, personas and phases, as a waterfall."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from app.desktop.answer.pictures import diamond
from app.desktop.answer.scale import Axis, spanning
from app.desktop.chrome import draw
from app.desktop.chrome.basics import Painted, button, label, row
from app.desktop.chrome.segments import Segments
from app.desktop.lab import driving
from app.desktop.lab.parts import Part, Shown, titled
from app.desktop.theme import mix
from app.words import number, tr, tr_in

if TYPE_CHECKING:
    from app.desktop.look import Look
    from simulation.drivers.result import Drivers, Game
    from simulation.drivers.result import Part as Piece
    from simulation.experiment.result import Effect

_STATE = "contribution"
MOST = 9
"""Rows that are drawn; the smallest of more are taken together."""


@dataclass(frozen=True)
class Bar:
    """One row of the waterfall: its name, what it brings, in words and as an interval; money a month beside it."""

    name: str
    value: float
    low: float
    high: float
    words: str
    money: str = ""
    known: bool = True


def make(shown: Shown) -> QWidget | None:
    """The division that is chosen; before there is a study, what it would say and a button."""
    if shown.answer is None or shown.finished is None:
        return None
    found = driving.of(shown)
    if found is None:
        return _offer(shown)
    from app.actions.drivers_words import stack_words

    drivers, stale = found
    views = divisions(drivers)
    if not views:
        return titled(
            shown.look,
            tr("What brings the lift"),
            "",
            label(tr("This variant changes nothing by itself."), "note", wrap=True),
        )
    key = shown.opened.get(_STATE)
    chosen = key if key in views else next(iter(views))
    inside: list[QWidget] = []
    if len(views) > 1:
        inside.append(_choice(shown, views, chosen))
    inside.append(Waterfall(shown.look, drivers, views[chosen]))
    stacked = stack_words(drivers) if chosen == "rules" else ""
    said = (stacked, _beside(drivers, chosen), _own(shown, drivers))
    inside += [label(words, "note", wrap=True) for words in said if words]
    if stale:
        inside += [label(tr("From before your last change."), "note", wrap=True), Start(shown)]
    return titled(shown.look, tr("What brings the lift"), _note(drivers), *inside)


def divisions(found: Drivers) -> dict[str, list[Bar]]:
    """The ways in which the lift can be divided, by name; those with anything to say."""
    from app.actions.drivers_words import part_title

    views: dict[str, list[Bar]] = {}
    if found.rules is None and found.changes is None and found.lift.mean == 0:
        return views  # the control once more: nothing to divide
    if found.rules is not None:
        views["rules"] = _of_game(found, found.rules)
    if found.changes is not None:
        views["changes"] = _of_game(found, found.changes)
    for key, parts in (("personas", found.personas), ("phases", found.phases)):
        if len(parts) > 1:
            views[key] = [_of_part(found, one, part_title(one)) for one in parts]
    return views


def _of_game(found: Drivers, game: Game) -> list[Bar]:
    from app.actions.drivers_words import lift_words, monthly, title_of

    rows = []
    for one in game.shares:
        known = one.quality != "none" or one.changed == 0
        low, high = one.share.interval or (0.0, 0.0)
        words = lift_words(found, one.share.mean, unit=False) if known else tr("too few")
        rows.append(
            Bar(
                title_of(one),
                one.share.mean or 0.0,
                low,
                high,
                words,
                monthly(found, one.money) if known else "",
                known,
            )
        )
    if len(rows) <= MOST:
        return rows
    rest = rows[MOST - 1 :]
    value = sum(one.value for one in rest)
    few = Bar(tr("{count} more rules", count=len(rest)), value, value, value, lift_words(found, value, unit=False))
    return [*rows[: MOST - 1], few]


def _of_part(found: Drivers, one: Piece, title: str) -> Bar:
    from app.actions.drivers_words import lift_words

    low, high = one.share.interval or (0.0, 0.0)
    return Bar(title, one.share.mean or 0.0, low, high, lift_words(found, one.share.mean, unit=False))


def _choice(shown: Shown, views: dict[str, list[Bar]], chosen: str) -> Segments:
    names = {
        "rules": tr("By message"),
        "changes": tr("By change"),
        "personas": tr("By persona"),
        "phases": tr("By phase"),
    }
    made = Segments(shown.look, [(f"contribution-{key}", names[key]) for key in views], one=True)
    made.setAccessibleName(tr("How the lift is divided"))
    made.set_on(f"contribution-{chosen}")

    def switched(part: str, on: bool) -> None:
        if on:
            shown.opened[_STATE] = part.rpartition("-")[2]
            shown.remake(_STATE)

    made.switched.connect(switched)
    return made


def _note(found: Drivers) -> str:
    from app.actions.drivers_words import signed_amount

    amount = signed_amount(found, found.money.mean or 0.0)
    if found.unit == "rate":
        return tr("share of the lift, pp; {amount} a month in all", amount=amount)
    return tr("share of the lift; {amount} a month in all", amount=amount)


def _own(shown: Shown, found: Drivers) -> str:
    """Why the lift here is not that of the answer, where it reads otherwise: it was counted on other visitors."""
    from app.actions.drivers_words import lift_words

    answer = shown.answer.lift if shown.answer is not None else None
    if answer is None or lift_words(found, found.lift.mean) == lift_words(found, answer.mean):
        return ""
    return tr(
        "Over the {visitors} visitors of this study it is {lift}; the answer above is over those of its run.",
        visitors=number(found.visitors),
        lift=lift_words(found, found.lift.mean),
    )


def _beside(found: Drivers, chosen: str) -> str:
    """What has to be known to read a division."""
    if chosen == "phases":
        return tr("Who is kept in one phase may still leave in the next: later phases can lose what earlier ones keep.")
    from app.actions.drivers_words import method_words

    game = found.rules if chosen == "rules" else found.changes if chosen == "changes" else None
    if game is not None and game.method == "sampled":
        return method_words(found)
    return ""


def _offer(shown: Shown) -> QWidget:
    """What the study says and how long it takes, with the button that starts it."""
    from app.actions.drivers_words import promise

    return titled(
        shown.look,
        tr("What brings the lift"),
        "",
        label(tr("Which message brings how much, what the answer hangs on, and what to measure first."), "", wrap=True),
        label(promise(), "note", wrap=True),
        Start(shown),
    )


class Start(QWidget):
    """The button that starts the study, no wider than its words; not to be used while anything else runs."""

    def __init__(self, shown: Shown) -> None:
        super().__init__()
        self._studio = shown.studio
        self._button = button(
            shown.look, tr_in("action", "What drives it"), lambda: shown.act("drivers"), icon="tree-structure",
            name="start-drivers",
        )  # fmt: skip
        self.setLayout(row(self._button, None))
        self._settle()
        self._studio.running_changed.connect(self._settle)

    def _settle(self) -> None:
        self._button.setEnabled(not self._studio.running)


class Waterfall(Painted):
    """Bars that start where the one above ends, each with its 95% line, and all together at the foot."""

    ROW = 30.0
    FIGURE = 62.0
    MONEY = 96.0
    WIDE = 520.0
    """Width from which money a month stands beside each."""

    def __init__(self, look: Look, found: Drivers, bars: list[Bar], parent: QWidget | None = None) -> None:
        self._bars, self._lift = bars, found.lift
        self._total = _together(found)
        super().__init__(look, 420, (len(bars) + 1) * self.ROW + 10, parent)
        said = [_said(one) for one in (*bars, self._total)]
        self.setAccessibleName(". ".join(said))
        self.setToolTip("\n".join(said))  # names that do not fit are cut short in the picture

    def paint(self, painter: QPainter, width: float, height: float) -> None:
        """Rows from top to bottom; the zero line through all."""
        theme = self.look.theme
        name = width * 0.40
        right = width - self.FIGURE - (self.MONEY if self._wide(width) else 0.0)
        starts = self._starts()
        reach = [end for start, one in zip(starts, self._bars, strict=True) for end in _ends(start, one)]
        axis = spanning([*reach, self._lift.mean or 0.0], name + 12, right - 10, spare=0.02)
        draw.line(painter, axis.at(0), 2, axis.at(0), height - 6, theme.ink, 1.5)
        for index, (start, one) in enumerate(zip(starts, self._bars, strict=True)):
            painter.save()
            painter.translate(0, self.ROW * (index + 0.5))
            self._bar(painter, axis, start, one)
            self._texts(painter, one, width, name, strong=False)
            painter.restore()
        painter.translate(0, self.ROW * (len(self._bars) + 0.5))
        self._foot(painter, axis)
        self._texts(painter, self._total, width, name, strong=True)

    def _wide(self, width: float) -> bool:
        return width >= self.WIDE and any(one.money for one in self._bars)

    def _starts(self) -> list[float]:
        """Where each bar starts: the sum of those above it."""
        found, at = [], 0.0
        for one in self._bars:
            found.append(at)
            at += one.value
        return found

    def _bar(self, painter: QPainter, axis: Axis, start: float, one: Bar) -> None:
        theme = self.look.theme
        left, right = sorted((axis.at(start), axis.at(start + one.value)))
        colour = theme.iris if one.value >= 0 else theme.ember
        fill = mix(colour, theme.surface, 0.86 if one.known else 0.30)
        draw.bar(painter, QRectF(left, -7, max(1.5, right - left), 14), fill)
        if one.low != one.high:
            low, high = _ends(start, one)[2:]
            draw.bar(painter, QRectF(axis.kept(low), -0.75, axis.kept(high) - axis.kept(low), 1.5), theme.ink2, 0.5)
        end = axis.at(start + one.value)
        draw.line(painter, end, 8, end, self.ROW - 8, theme.ink3, 1.0, dashed=True)

    def _foot(self, painter: QPainter, axis: Axis) -> None:
        """All of them together: a line from nothing to the lift."""
        theme, mean = self.look.theme, self._lift.mean or 0.0
        left, right = sorted((axis.at(0.0), axis.at(mean)))
        draw.bar(painter, QRectF(left, -1.5, right - left, 3), theme.iris, 1.5)
        diamond(painter, QPointF(axis.at(mean), 0), 6, theme.iris)

    def _texts(self, painter: QPainter, one: Bar, width: float, room: float, *, strong: bool) -> None:
        theme, role = self.look.theme, "body_strong" if strong else "body"
        draw.text(painter, 0, 4.5, draw.elided(one.name, role, room - 6), role, theme.ink)
        x = width
        if self._wide(width):
            draw.text(painter, x, 4.5, draw.elided(one.money, "small", self.MONEY - 8), "small", theme.ink2, "right")
            x -= self.MONEY
        figure = "body_value" if one.known else "small"
        draw.text(painter, x, 4.5, one.words, figure, theme.ink if one.known else theme.ink2, "right")


def _said(one: Bar) -> str:
    words = f"{one.name}: {one.words}"
    return f"{words}, {one.money}" if one.money else words


def _ends(start: float, one: Bar) -> tuple[float, float, float, float]:
    """All that a bar reaches: its start, its end, and its 95% line around the end."""
    return start, start + one.value, start + one.low, start + one.high


def _together(found: Drivers) -> Bar:
    from app.actions.drivers_words import lift_words, signed_amount

    lift: Effect = found.lift
    low, high = lift.interval or (0.0, 0.0)
    words = lift_words(found, lift.mean, unit=False)
    amount = tr("{amount} a month", amount=signed_amount(found, found.money.mean or 0.0))
    return Bar(tr("Together"), lift.mean or 0.0, low, high, words, amount)


def _seen(shown: Shown) -> object:
    return shown.answer, shown.finished, shown.studio.studies.get(driving.STUDY)


CONTRIBUTION = Part(_STATE, "middle", 30, make, half=True, looks_at=_seen)
