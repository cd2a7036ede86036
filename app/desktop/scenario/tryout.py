"""What would this visitor be seen as: pages clicked together, judged by the engine's own functions while one looks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QMenu, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from app.desktop.chrome import draw
from app.desktop.chrome.basics import button, empty, icon_button, label, row
from app.desktop.chrome.inplace import inplace_style
from app.desktop.chrome.switch import switch
from app.desktop.document import Document
from app.desktop.inspector.fields import NUMBER, TIME, Choice, named_choices, number_field, spoken
from app.desktop.jobs import Jobs
from app.desktop.look import Look
from app.desktop.scenario import attempt as visits
from app.desktop.scenario.attempt import LONG_LOOK, LOOK, Stop, Tried
from app.desktop.scenario.chips import Flow, chip_style
from app.desktop.scenario.seen_as import SeenAs
from app.desktop.scenario.stepchart import StepChart, Story
from app.project.builders import in_order
from app.project.history import Notice
from app.words import duration, tr
from maps.layout.icons import touchpoint_icon
from personas.problems import FootfallError
from personas.records import DEVICES

if TYPE_CHECKING:
    from simulation.policy.tryout import Bench, Judged

_PRODUCTS = 4
_TABLES = ("policies", "rules", "phases", "audiences", "segments", "touchpoints", "stages", "links", "maps", "personas")


class Tryout(QWidget):
    """A visit put together by hand, and what one policy makes of it. Listens to the project by itself."""

    def __init__(self, look: Look, document: Document, policy_id: str, jobs: Jobs | None = None) -> None:
        super().__init__()
        self.setObjectName("tryout")
        self.setStyleSheet(inplace_style(look) + chip_style(look))
        self._look, self._document, self._policy, self._jobs = look, document, policy_id, jobs
        self._tried: Tried = visits.tried(document)
        self._bench: Bench | None = None
        self._judged: Judged | None = None
        self._waits = self._asked = False
        self._wanted = ""
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(look.px(18), look.px(14), look.px(18), look.px(14))
        self._box.setSpacing(look.px(6))
        self._head, self._strip, self._detail = QWidget(), QWidget(), QWidget()
        self._chart = StepChart(look, self._look_at)
        self._verdict = label("", "value", wrap=True)
        self._verdict.setObjectName("tryout-verdict")
        for part in (self._head, self._strip, self._detail):
            part.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
            self._box.addWidget(part)
        self._box.addWidget(self._verdict)
        self._box.addWidget(self._chart, 1)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._again)
        document.changed.connect(self._changed)
        document.map_changed.connect(self._other_map)
        self._again()

    def show_policy(self, policy_id: str) -> None:
        """Judge by another policy."""
        self._policy = policy_id
        self._again()

    # ---- what changes ----------------------------------------------------------------------------------------

    def _changed(self, notice: Notice) -> None:
        if any(getattr(notice.before, table) is not getattr(notice.after, table) for table in _TABLES):
            self._later.start(0)

    def _other_map(self) -> None:
        self._later.start(0)

    def _again(self) -> None:
        """The project is another one: put the arm together anew, in a thread the first time, then judge."""
        self._tried = visits.tried(self._document)
        if self._policy not in self._document.project.policies or not self._document.map_id:
            self._bench = self._judged = None
            self._fill(tr("Choose a scenario first."))
            return
        work = partial(_bench, self._document.project, self._policy, self._document.map_id)
        if self._jobs is None or _warm():
            try:
                self._ready(work())
            except FootfallError as error:
                self._unsound(error)
            return
        self._waits = True
        if self._asked:
            return
        self._asked = True
        self._fill(tr("One moment …"))
        job = self._jobs.start(lambda _reporter: _warm_up())
        job.finished.connect(self._warmed)

    def _warmed(self) -> None:
        self._asked = False
        if self._waits:
            self._waits = False
            self._again()

    def _ready(self, bench: Bench) -> None:
        self._bench = bench
        self._judge()

    def _unsound(self, error: FootfallError) -> None:
        self._bench = self._judged = None
        said = spoken(error.findings[0]) if error.findings else str(error)
        self._fill(said)

    def _judge(self) -> None:
        """Have the visit judged, and show it."""
        if self._bench is None:
            return
        if self._tried.stops:
            self._judged = self._bench.judge(_attempt(self._document, self._tried))
        else:
            self._judged = None
        self._fill("")

    def _set(self, one: Tried, focus: str = "") -> None:
        """Another visit."""
        self._tried, self._wanted = one, focus
        visits.keep(self._document, one)
        self._judge()

    def _look_at(self, index: int) -> None:
        self._set(self._tried.change(at=index))

    # ---- filling in ------------------------------------------------------------------------------------------

    def _fill(self, problem: str) -> None:
        held = QApplication.focusWidget()
        inside = held is not None and self.isAncestorOf(held)
        kept = self._wanted or (held.objectName() if held is not None and inside else "")
        self._wanted = ""
        self._fill_head()
        self._fill_strip()
        self._fill_detail()
        judged = self._judged
        seen = SeenAs(self._document.project, self._policy, self._tried, judged) if judged is not None else None
        self._chart.show_story(seen.story() if seen is not None else Story())
        said = problem or (seen.said() if seen is not None else "")
        self._verdict.setText(said)
        self._chart.setAccessibleDescription(said)
        again = self.findChild(QWidget, kept) if kept else None
        if again is not None:
            again.setFocus()

    def _renewed(self, part: QWidget) -> None:
        layout = part.layout()
        if layout is not None:
            empty(layout)
            QWidget().setLayout(layout)

    def _fill_head(self) -> None:
        self._renewed(self._head)
        look, one = self._look, self._tried
        again = button(look, tr("Start again"), self._start_again, role="quiet", name="tryout-again")
        title = label(tr("What is this visitor seen as?"), "strong")
        parts: list[QWidget] = [title]
        for key, says in (("consent", tr("Consent")), ("login", tr("Logs in")), ("customer", tr("Customer"))):
            parts.append(switch(look, says, getattr(one, key), partial(self._set_fact, key), f"tryout-{key}"))
        flow = Flow(self._head, look.px(12))  # breaks where it is narrow
        for part in (*parts, again):
            part.setFixedHeight(look.px(28))
            flow.addWidget(part)

    def _set_fact(self, key: str, on: bool) -> None:
        self._set(self._tried.change(**{key: on}), f"tryout-{key}")

    def _start_again(self) -> None:
        visits.forget(self._document)
        self._set(visits.tried(self._document))

    def _fill_strip(self) -> None:
        """The pages as chips, and what adds one."""
        self._renewed(self._strip)
        flow = Flow(self._strip, self._look.px(6))
        pages = visits.walked(self._document.project, self._document.map_id)
        for index, stop in enumerate(self._tried.stops):
            if stop.begins and index:
                later = label(tr("{time} later", time=duration(stop.days * 86_400)), "note")
                later.setFixedHeight(self._look.px(26))
                flow.addWidget(later)
            flow.addWidget(self._chip(index, stop, pages))
        adds = QPushButton(tr("Page"))
        adds.setIcon(self._look.icon("plus"))
        adds.setObjectName("tryout-add")
        adds.setAccessibleName(tr("Add a page"))
        adds.setProperty("role", "quiet")
        menu = QMenu(adds)
        for key, point in pages.items():
            act = QAction(self._look.icon(touchpoint_icon(point)), point.title, menu)
            act.triggered.connect(partial(self._add, key))
            menu.addAction(act)
        menu.addSeparator()
        back = QAction(self._look.icon("arrow-u-up-left"), tr("Comes back later"), menu)
        back.triggered.connect(lambda *_: self._comes_back())
        back.setEnabled(bool(self._tried.stops))
        menu.addAction(back)
        adds.setMenu(menu)
        flow.addWidget(adds)

    def _chip(self, index: int, stop: Stop, pages: Any) -> QPushButton:
        """One page: its title, the product, and whether it is a long look."""
        project = self._document.project
        words = pages[stop.card].title
        shown = words
        if stop.product >= 0:
            shown = visits.product_name(project, stop.product)
            words = tr("{page} · {product}", page=words, product=shown)
        made = QPushButton(draw.elided(shown, "small", 124))
        made.setCheckable(True)
        made.setChecked(index == self._tried.at)
        made.setIcon(self._look.icon(touchpoint_icon(pages[stop.card])))
        made.setObjectName(f"tryout-page-{index}")
        made.setProperty("role", "chip")
        made.setToolTip(words)
        made.setAccessibleName(words)
        made.clicked.connect(lambda *_: self._set(self._tried.change(at=index), f"tryout-page-{index}"))
        return made

    def _add(self, card: str, *_: object) -> None:
        """One page more, behind the one that is looked at, about the same product."""
        point = self._document.project.touchpoints[card]
        at = self._tried.at
        before = self._tried.stops[at] if 0 <= at < len(self._tried.stops) else None
        product = max(0, before.product) if before is not None and visits.about_a_product(point) else -1
        if before is None and visits.about_a_product(point):
            product = 0
        self._set(self._tried.add(Stop(card, product, LOOK, -1.0 if before is not None else 0.0), at), "tryout-add")

    def _comes_back(self) -> None:
        """A visit more, which begins where this one did."""
        last = self._tried.stops[-1]
        again = next((one for one in reversed(self._tried.stops) if one.begins), last)
        stop = replace(again, days=2.0, seconds=LOOK)
        self._set(self._tried.add(stop, len(self._tried.stops) - 1), "tryout-add")

    def _fill_detail(self) -> None:
        """What can be said of the page that is looked at."""
        self._renewed(self._detail)
        at = self._tried.at
        if not 0 <= at < len(self._tried.stops):
            self._detail.setLayout(row())
            return
        look, stop, project = self._look, self._tried.stops[at], self._document.project
        point = project.touchpoints[stop.card]
        parts: list[Any] = []
        if visits.about_a_product(point):
            options = [(index, visits.product_name(project, index)) for index in range(_PRODUCTS)]
            which = Choice(look, tr("Product"), options, max(0, stop.product), self._change("product"),
                           object_name="tryout-product")  # fmt: skip
            which.setMaximumWidth(look.px(150))
            parts += [label(tr("Product"), "label"), which]
        field = number_field(look, "tryout-seconds", tr("Time on the page"), stop.seconds, TIME, self._seconds)
        field.setFixedWidth(look.px(70))
        parts += [label(tr("Stays"), "label"), field]
        if point.page == "product":
            long = stop.seconds > self._long()
            parts.append(switch(look, tr("Long look"), long, self._long_look, "tryout-long"))
        if stop.begins and at:
            days = number_field(look, "tryout-days", tr("Days since the last visit"), stop.days, NUMBER, self._days)
            days.setFixedWidth(look.px(48))
            parts += [label(tr("After days"), "label"), days]
        if stop.begins:
            device = Choice(look, tr("Device"), named_choices("device", DEVICES), stop.device, self._change("device"),
                            object_name="tryout-device")  # fmt: skip
            device.setMaximumWidth(look.px(110))
            parts.append(device)
        elif at:
            parts.append(button(look, tr("New visit here"), self._split, role="quiet", name="tryout-split"))
        gone = icon_button(look, "trash", tr("Take this page out"), self._remove)
        gone.setObjectName("tryout-remove")
        self._detail.setLayout(row(*parts, None, gone, spacing=look.px(8)))

    def _change(self, key: str) -> Callable[[Any], object]:
        return lambda value: self._set(self._tried.with_stop(self._tried.at, **{key: value}))

    def _long(self) -> float:
        return self._document.project.policies[self._policy].score_card.long_look_seconds

    def _seconds(self, value: float | None) -> None:
        if value is not None and 0 < value <= 3600:
            QTimer.singleShot(0, lambda: self._change("seconds")(value))

    def _days(self, value: float | None) -> None:
        if value is not None and 0 <= value <= 365:
            QTimer.singleShot(0, lambda: self._change("days")(value))

    def _long_look(self, on: bool) -> None:
        seconds = max(LONG_LOOK, 1.5 * self._long()) if on else min(LOOK, self._long())
        self._set(self._tried.with_stop(self._tried.at, seconds=seconds), "tryout-long")

    def _split(self) -> None:
        self._set(self._tried.with_stop(self._tried.at, days=1.0), "tryout-days")

    def _remove(self) -> None:
        self._set(self._tried.without(self._tried.at), f"tryout-page-{max(0, self._tried.at - 1)}")


def _attempt(document: Document, one: Tried) -> Any:
    """The visit as the engine takes it: on the last page of each visit he moves to leave."""
    from simulation.policy.tryout import Attempt, Page, Visit

    groups: list[list[Stop]] = []
    for stop in one.stops:
        if stop.begins or not groups:
            groups.append([])
        groups[-1].append(stop)
    made = tuple(
        Visit(
            tuple(Page(stop.card, stop.product, stop.seconds, leaves=stop is group[-1]) for stop in group),
            days=max(0.0, group[0].days), device=group[0].device,
        )
        for group in groups
    )  # fmt: skip
    goods = tuple(in_order(document.project.products)[:_PRODUCTS])
    return Attempt(made, consent=one.consent, login=one.login, customer=one.customer, goods=goods)


def _bench(project: Any, policy_id: str, map_id: str) -> Bench:
    from app.project.slices import of_policy
    from simulation.policy.tryout import Bench

    return Bench(of_policy(project, policy_id, map_id))


def _warm() -> bool:
    """Whether the model is loaded already."""
    import sys

    return "simulation.policy.tryout" in sys.modules


def _warm_up() -> None:
    """Load the model: it takes longer than a window may wait."""
    import simulation.policy.tryout  # noqa: F401  # loading is what is wanted
