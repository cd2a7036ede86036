"""What if: sliders for what the answer hangs on. The answer follows; the project changes when somebody keeps it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QEnterEvent, QFocusEvent, QPainter
from PySide6.QtWidgets import QApplication, QWidget

from app.desktop.chrome import draw
from app.desktop.chrome.basics import button, column, label, row
from app.desktop.errors import said
from app.desktop.inspector.folds import Fold
from app.desktop.lab.knobs import how_words, scale, title
from app.desktop.lab.parts import Part, Shown, titled
from app.desktop.lab.session import session_of
from app.desktop.look import Look
from app.desktop.paint.signs import paint_evidence
from app.desktop.people.scales import Scale
from app.desktop.people.slide import Hand, Slide
from app.project.edits import Edit
from app.project.whatif import Knob, as_arm, edits, fits_an_arm, knobs
from app.words import between, chances, percent, points, tr
from personas.problems import FootfallError
from personas.provenance import Parameter

_FIRST = 6
OPEN = "whatif-more"


class WhatIfSlider(Slide):
    """Name and evidence, the figure at the right, the track with a mark where it began, then the words."""

    def __init__(self, look: Look, what: str, knob: Knob, on: Scale, hand: Hand) -> None:
        super().__init__(look, 66, what, on, hand)
        self.setObjectName(f"knob-{knob.key}")
        self._begins = knob.value

    def track(self) -> tuple[float, float]:
        """The whole width, so that the knob does not stick out."""
        return 9.0, self.base_width - 9.0

    def figure_box(self) -> QRectF:
        """At the right of the first line."""
        width = draw.width_of(self.scale.figure(self.value.value), "body_strong") + 8
        return QRectF(self.base_width - width, 0, width, 21)

    def mark_box(self) -> QRectF:
        """The name opens nothing here."""
        return QRectF()

    def _on_track(self, y: float) -> bool:
        return 21 <= y <= 45

    def paint(self, painter: QPainter, width: float, height: float) -> None:
        """Three lines: name and figure, the scale, the words."""
        del height
        theme, value = self.look.theme, self.value
        moved = abs(value.value - self._begins) > 1e-9
        shown = draw.elided(self.what, "body_value", width - self.figure_box().width() - 30)
        wide = draw.text(painter, 0, 14, shown, "body_value", theme.ink)
        paint_evidence(painter, QPointF(wide + 12, 10), value.kind, theme)
        draw.text(painter, width, 14, self.scale.figure(value.value), "body_strong", theme.ink, "right")
        left, right = self.track()
        at, began = self.x_of(value.value), self.x_of(self._begins)
        draw.bar(painter, QRectF(left, 31.5, right - left, 3), theme.track, 1.5)
        draw.bar(painter, QRectF(left, 31.5, max(1.0, at - left), 3), theme.ink2, 1.5)
        if moved:
            draw.bar(painter, QRectF(began - 1, 26, 2, 14), theme.iris, 1)
        draw.ring(painter, QPointF(at, 33), 9.0 if self._dragging else 8.0, theme.ink, theme.surface, 2)
        words = self.scale.words(value.value)
        if moved:
            words = tr("{words}, was {figure}", words=words, figure=self.scale.figure(self._begins))
        draw.text(painter, 0, 59, draw.elided(words, "small", width), "small", theme.ink2)


class WhatIf(QWidget):
    """The sliders of one arm, what they come to, and the two ways on: put them back, or keep them."""

    def __init__(self, shown: Shown, arm: str, found: tuple[Knob, ...]) -> None:
        super().__init__()
        self.setObjectName("whatif")
        self._shown, self._arm = shown, arm
        self._session = session_of(shown.document, shown.studio.jobs)
        self._session.look_at(arm, _pins(shown, arm), _levels(shown))
        self._sliders: dict[str, tuple[Knob, WhatIfSlider]] = {}
        look = shown.look
        self._reset = button(look, tr("Reset"), self._session.reset, role="quiet", name="whatif-reset")
        self._answer, self._how = label("", "strong", wrap=True), label("", "small", wrap=True)
        self._answer.setObjectName("whatif-answer")
        self._keep = button(look, tr("Keep this"), self._keep_it, name="whatif-keep")
        self._arm_button = button(look, tr("Keep as an arm"), self._keep_as_arm, role="quiet", name="whatif-arm")
        inside = [self._slider(knob) for knob in found[:_FIRST]]
        more: list[QWidget] = []
        if len(found) > _FIRST:
            opened = bool(shown.opened.get(OPEN))
            fold = Fold(look, tr("More assumptions"), self._unfold, opened=opened)
            fold.setObjectName(OPEN)
            more = [fold, *([self._slider(knob) for knob in found[_FIRST:]] if opened else [])]
        foot = QWidget()
        foot.setLayout(column(self._answer, self._how, row(self._keep, self._arm_button, None), spacing=look.px(4)))
        self._foot = foot
        sliders = column(label(tr("Drag: the answer follows."), "note"), *inside, *more, foot, spacing=look.px(6))
        self.setLayout(column(titled(look, tr("What if…"), "", sliders, beside=self._reset)))
        self._session.turned.connect(self._show_values)
        self._session.answered.connect(self._show_answer)
        self._session.failed.connect(self._failed)
        self._show_values()
        self._show_answer()

    def _slider(self, knob: Knob) -> QWidget:
        project = self._shown.document.project
        on, was = scale(project, knob), knob.value
        turn = partial(self._turn, knob)
        hand = Hand(
            begin=self._session.prepare, slid=lambda value, _key: turn(value), end=_nothing, bail=partial(turn, was),
            typed=partial(self._typed, knob, on), reset=partial(turn, was), details=_nothing,
        )  # fmt: skip
        made = WhatIfSlider(self._shown.look, title(project, knob), knob, on, hand)
        made.installEventFilter(self)
        self._sliders[knob.key] = knob, made
        return made

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """A hand that comes near: get ready before it moves anything."""
        if isinstance(event, QEnterEvent | QFocusEvent) and event.type() in (QEvent.Type.Enter, QEvent.Type.FocusIn):
            self._session.prepare()
        del watched
        return False

    def _turn(self, knob: Knob, value: float) -> None:
        self._session.turn(knob.key, value, knob.value)

    def _typed(self, knob: Knob, on: Scale, text: str) -> bool:
        try:
            value = on.read(text)
        except FootfallError:
            return False
        if not on.low <= value <= on.high:
            return False
        self._turn(knob, value)
        return True

    def _unfold(self) -> None:
        self._shown.opened[OPEN] = not self._shown.opened.get(OPEN)
        self._shown.remake("whatif")

    # ---- showing ---------------------------------------------------------------------------------------------

    def _show_values(self) -> None:
        for key, (knob, made) in self._sliders.items():
            value = self._session.values.get(key, knob.value)
            kind = knob.grounds if key not in self._session.values else "assumed"
            made.show_value(Parameter(value=value, kind=kind), 0)
        moved = bool(self._session.values)
        held = QApplication.focusWidget()
        if not moved and held is not None and (held is self._reset or self._foot.isAncestorOf(held)):
            # What was pressed goes: the keyboard stays with the sliders, not with whatever field comes next.
            next(made for _, made in self._sliders.values()).setFocus(Qt.FocusReason.OtherFocusReason)
        self._reset.setEnabled(moved)
        self._foot.setVisible(moved)
        if moved and self._session.answer is None:
            self._answer.setText(tr("One moment…"))
        self._arm_button.setVisible(fits_an_arm(self._shown.document.project, self._arm, self._session.values))

    def _show_answer(self) -> None:
        live = self._session.answer
        if live is None:
            self._answer.setText(tr("One moment…") if self._session.values else "")
            self._how.setText("")
            return
        from app.desktop.answer.live import tells

        if not tells(live, self._shown.answer):
            self._answer.setText(tr("Too few visitors behaved differently so far."))
            self._how.setText(how_words(self._session))
            return
        mean, low, high = live.main.absolute
        write = points if self._rate() else _as_share
        if not self._rate():
            mean, low, high = live.main.mean, live.main.low, live.main.high
        helps = chances((live.main.helps, live.main.no_difference, live.main.harms))[0]
        self._answer.setText(f"{write(mean)}, {between(low, high, write)}")
        self._how.setText(" ".join((tr("Helps: {chance}.", chance=helps), how_words(self._session))))

    def _rate(self) -> bool:
        from app.actions.answer import RATES

        return self._session.answer is not None and self._session.answer.main.metric in RATES

    def _failed(self, error: object) -> None:
        if isinstance(error, BaseException):
            self._answer.setText(said(error))
            self._how.setText("")

    # ---- keeping ---------------------------------------------------------------------------------------------

    def _keep_it(self) -> None:
        """Write what was turned into the project, as one step."""
        document = self._shown.document
        self._write(edits(document.project, document.map_id, self._arm, dict(self._session.values)), "what-if")

    def _keep_as_arm(self) -> None:
        """Put what was turned beside the arm, as another one."""
        document, values = self._shown.document, dict(self._session.values)
        title = tr("{arm}, otherwise", arm=document.project.variants[self._arm].title)
        self._write(as_arm(document.project, document.map_id, self._arm, values, title), "what-if-arm")

    def _write(self, steps: Iterator[Edit], label: str) -> None:
        document, studio, session = self._shown.document, self._shown.studio, self._session
        mark = document.mark()
        try:
            for edit in list(steps):
                document.edit(edit)
        except FootfallError as error:
            document.bail(mark)
            studio.say_error(error)
            return
        document.squash(mark, label)
        session.reset()
        if label == "what-if":
            studio.say_done(tr("The project has these assumptions now."))
        else:
            studio.say_done(tr("There is one more arm. Run to see it beside the others."))


def _nothing() -> None:
    """A drag ends without a step: nothing was written."""


def _as_share(value: float) -> str:
    return percent(value, 1, signed=True)


def _pins(shown: Shown, arm: str) -> dict[str, tuple[float, float, float]]:
    """What the run that is shown said of this arm, relative, where it was of this very project."""
    finished = shown.finished
    if finished is None or finished.stale:
        return {}
    found = {}
    for lift in finished.result.lifts:
        if lift.arm == arm and lift.relative is not None and lift.relative.interval and lift.relative.mean is not None:
            found[lift.metric] = (lift.relative.mean, *lift.relative.interval)
    return found


def _levels(shown: Shown) -> dict[str, float]:
    """Where the control of the run that is shown stood, by measure, where it was of this very project."""
    finished = shown.finished
    if finished is None or finished.stale or not finished.result.arms:
        return {}
    return {key: stat.mean for key, stat in finished.result.arms[0].metrics.items()}


def _arm(shown: Shown) -> str:
    """The arm that is looked at; before a run the first beside the control."""
    from app.project.slices import scenario

    if shown.answer is not None:
        return shown.answer.arm_id
    try:
        arms = scenario(shown.document.project, shown.document.experiment_id or None, shown.document.map_id).arms
    except FootfallError:
        return ""
    return arms[1].id if len(arms) > 1 else ""


def _knobs(shown: Shown) -> tuple[str, tuple[Knob, ...]]:
    arm = _arm(shown)
    if not arm or not shown.document.map_id:
        return "", ()
    try:
        return arm, knobs(shown.document.project, shown.document.map_id, arm)
    except FootfallError:
        return "", ()


def make(shown: Shown) -> QWidget | None:
    """The sliders; nothing where no arm can be compared."""
    arm, found = _knobs(shown)
    return WhatIf(shown, arm, found) if found else None


def looks_at(shown: Shown) -> object:
    """The arm, its knobs, and what the run says of it."""
    arm, found = _knobs(shown)
    names = tuple(title(shown.document.project, knob) for knob in found)
    return arm, found, names, tuple(sorted(_pins(shown, arm).items())), bool(shown.opened.get(OPEN))


WHATIF = Part("whatif", "left", 10, make, without_answer=True, looks_at=looks_at)
