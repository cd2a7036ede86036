"""Dot voting in the side panel: begin a round, say whose turn it is, close it, and the ranked list that stays."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.desktop.answer.sentences import when
from app.desktop.chrome import draw
from app.desktop.chrome.basics import Pressable, button, empty, label, row, scrolled
from app.desktop.chrome.segments import Segments
from app.desktop.chrome.switch import switch
from app.desktop.document import Document, Selection
from app.desktop.look import Look
from app.desktop.workshop.stepper import Stepper
from app.desktop.workshop.voting import MOST_VOTERS, Voting
from app.project.meeting import About, candidates, hidden, is_open, standings
from app.words import plural, tr

_DOTS = 12


class VoterRow(Pressable):
    """A voter with the dots that are left; the marker says whose turn it is."""

    def __init__(self, look: Look, name: str, left: int, of: int, *, current: bool, act: Callable[[], object]) -> None:
        super().__init__(look, 240, 30, act)
        self._name, self._left, self._of, self._current = name, left, of, current
        said = plural("{count} dot left", "{count} dots left", left, count=left)
        self.setAccessibleName(f"{name}, {said}" + (", " + tr("now") if current else ""))

    def paint(self, painter: QPainter, width: float, height: float) -> None:
        """Name at the left; dots at the right, those that are given away hollow."""
        theme, middle = self.look.theme, height / 2
        if self._current:
            draw.bar(painter, QRectF(0, 1, width, height - 2), theme.marker, 8)
        elif self.underMouse():
            draw.bar(painter, QRectF(0, 1, width, height - 2), theme.hover, 8)
        ink = theme.on_marker if self._current else theme.ink
        right = width - 8.0
        if self._of <= _DOTS:
            for i in range(self._of):
                x = right - 9.0 - i * 12.0
                draw.ring(painter, QPointF(x + 4.5, middle), 4.5, ink if self._current else theme.ink2,
                          (ink if self._current else theme.ink2) if self._of - i <= self._left else "transparent",
                          1.2)  # fmt: skip
            right -= self._of * 12.0 + 6.0
        else:
            right -= draw.text(painter, right, middle + 4.5, f"{self._left}/{self._of}", "small", ink, "right") + 8.0
        role = "body_strong" if self._current else "body"
        draw.text(painter, 8, middle + 4.5, draw.elided(self._name, role, right - 8), role, ink)


class RankRow(Pressable):
    """One line of the result: how many dots, a bar, what it says, and from how many voters."""

    def __init__(self, look: Look, dots: int, most: int, words: str, note: str, act: Callable[[], object]) -> None:
        super().__init__(look, 240, 44, act)
        self._dots, self._most, self._words, self._note = dots, most, words, note
        self.setAccessibleName(f"{dots}: {words}. {note}")
        self.setToolTip(f"{words}\n{note}")

    def paint(self, painter: QPainter, width: float, height: float) -> None:
        """The figure large at the left, the bar below the words."""
        theme = self.look.theme
        if self.underMouse():
            draw.bar(painter, QRectF(0, 1, width, height - 2), theme.hover, 8)
        draw.text(painter, 34, 22, str(self._dots), "kpi", theme.ink, "right")
        draw.text(painter, 44, 18, draw.elided(self._words, "body_value", width - 50), "body_value", theme.ink)
        long = max(6.0, (width - 50) * self._dots / max(1, self._most))
        draw.bar(painter, QRectF(44, 28, width - 50, 6), theme.unlit)
        draw.bar(painter, QRectF(44, 28, long, 6), theme.marker if theme.name == "dark" else theme.mark_right)


class VotePage(QFrame):
    """`choose` shows something on the map; `to_map` gives the map the keyboard, for dots are given there."""

    def __init__(
        self,
        look: Look,
        document: Document,
        voting: Voting,
        choose: Callable[[Selection], object],
        to_map: Callable[[], object],
    ) -> None:
        super().__init__()
        self._look, self._document, self._voting, self._choose = look, document, voting, choose
        self._to_map = to_map
        self._wish: tuple[About, int, int, bool] = ("pains", 3, 6, True)
        self.setObjectName("votes")
        self._column = QVBoxLayout()
        self._column.setContentsMargins(look.px(12), look.px(2), look.px(12), look.px(16))
        self._column.setSpacing(look.px(8))
        inside = QWidget()
        inside.setLayout(self._column)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(scrolled(inside))
        self._shown: tuple[object, ...] = ()
        voting.changed.connect(self.refresh)
        self.refresh()

    def take_focus(self) -> None:
        """The keyboard goes to the first thing to do."""
        for name in ("vote-start", "vote-close"):
            for made in self.findChildren(QWidget, name):
                made.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        """Show the round that is open, or how to begin one, and the result that may be seen."""
        voting, project = self._voting, self._document.project
        now, looked = voting.round, voting.looked_at
        shown = (now, looked, voting.voter, voting.voters, project.votes, project.rounds, self._document.map_id)
        if shown == self._shown:
            return
        self._shown = shown
        empty(self._column)
        if now:
            self._open(now)
        else:
            self._form()
        if looked and not hidden(project, looked):
            self._result(looked)
        self._earlier(now, looked)
        self._column.addStretch(1)

    # ---- a new round -----------------------------------------------------------------------------------------

    def _form(self) -> None:
        look, (about, dots, many, private) = self._look, self._wish
        self._column.addWidget(label(tr("What is voted on"), "label"))
        what = Segments(look, (("pains", tr("Pains")), ("opportunities", tr("Ideas")), ("cards", tr("All"))), one=True)
        what.setAccessibleName(tr("What is voted on"))
        what.set_on(about)
        what.switched.connect(lambda key, on: self._wished(0, key) if on else None)
        self._column.addLayout(row(what, None))
        for name, words, value, most, place in (
            ("vote-dots", tr("Dots for each"), dots, 20, 1),
            ("vote-many", tr("Voters"), many, MOST_VOTERS, 2),
        ):
            steps = Stepper(look, words, value, most, partial(self._wished, place))
            steps.setObjectName(name)
            self._column.addLayout(row(label(words), None, steps))
        secret = switch(look, tr("Hidden until it is closed"), private, partial(self._wished, 3), "vote-private")
        self._column.addWidget(secret)
        begin = button(look, tr("Start voting"), self._start, name="vote-start")
        self._column.addLayout(row(begin, None))

    def _wished(self, place: int, value: object) -> None:
        wish: list[object] = list(self._wish)
        wish[place] = value
        self._wish = tuple(wish)  # type: ignore[assignment]  # one of the four, of its own type

    def _start(self) -> None:
        about, dots, many, private = self._wish
        self._then_map(partial(self._voting.start, about, dots, many, private=private))

    def _then_map(self, act: Callable[[], object]) -> None:
        """Do it; its button is gone then, and the keyboard must not fall to whatever stands next."""
        act()
        self._to_map()

    # ---- the open round --------------------------------------------------------------------------------------

    def _open(self, now: str) -> None:
        look, voting, project = self._look, self._voting, self._document.project
        found = project.rounds[now]
        self._column.addWidget(label(_about(found.about), "strong", wrap=True))
        if not candidates(project, now):
            self._column.addWidget(label(tr("There is nothing on the map to vote for yet."), "note", wrap=True))
        keys = tr("Click on a card to give a dot, right-click to take it back. Keys: Space, Backspace, 1 to 9.")
        self._column.addWidget(label(keys, "note", wrap=True))
        people = QVBoxLayout()
        people.setSpacing(0)
        for voter in voting.voters:
            made = VoterRow(look, voting.name_of(voter), voting.left(voter), found.dots,
                            current=voter == voting.voter, act=partial(voting.let_vote, voter))  # fmt: skip
            made.setObjectName(f"voter-{voter}")
            people.addWidget(made)
        self._column.addLayout(people)
        name = QLineEdit()
        name.setObjectName("voter-new")
        name.setPlaceholderText(tr("Somebody by name"))
        name.setAccessibleName(tr("Somebody by name"))
        name.returnPressed.connect(lambda: voting.let_vote(name.text()))
        self._column.addWidget(name)
        if found.private:
            self._column.addWidget(label(tr("Nobody sees the dots until you close the round."), "note", wrap=True))
        close = button(look, tr("Close and show"), partial(self._then_map, voting.close), name="vote-close")
        throw = partial(self._then_map, partial(voting.throw_away, now))
        away = button(look, tr("Throw away"), throw, role="quiet", name="vote-throw")
        self._column.addLayout(row(close, None, away))

    # ---- results ---------------------------------------------------------------------------------------------

    def _result(self, looked: str) -> None:
        look, project = self._look, self._document.project
        ranks = standings(project, looked)
        if not ranks:
            return
        self._column.addSpacing(look.px(6))
        self._column.addLayout(self._heading(looked))
        lines = QVBoxLayout()
        lines.setSpacing(0)
        for one in ranks:
            table = "touchpoints" if one.target in project.touchpoints else "cards"
            words = _words(self._document, one.target)
            note = plural("from {count} voter", "from {count} voters", one.voters, count=one.voters)
            made = RankRow(look, one.dots, ranks[0].dots, words, note,
                           partial(self._choose, Selection(table, one.target)))  # fmt: skip
            made.setObjectName(f"rank-{one.target}")
            lines.addWidget(made)
        self._column.addLayout(lines)

    def _heading(self, looked: str) -> QHBoxLayout:
        found = self._document.project.rounds.get(looked)
        words = tr("So far") if is_open(self._document.project, looked) else tr("Result")
        moment = when(found.moment) if found is not None else ""
        return row(label(words, "heading"), None, label(moment, "small"))

    def _earlier(self, now: str, looked: str) -> None:
        """The other rounds, to be looked at again."""
        look, voting, project = self._look, self._voting, self._document.project
        others = [key for key in voting.rounds if key not in (now, looked)]
        if not others or now:
            return
        self._column.addSpacing(look.px(6))
        self._column.addWidget(label(tr("Earlier rounds"), "label"))
        for key in others:
            found = project.rounds.get(key)
            dots = sum(one.dots for one in standings(project, key))
            moment = when(found.moment) if found is not None else key
            about = _about(found.about) if found is not None else tr("From an older file")
            count = plural("{count} dot", "{count} dots", dots, count=dots)
            made = button(look, f"{moment}   {count}", partial(voting.look_at, key), role="row", name=f"round-{key}")
            made.setToolTip(about)
            made.setAccessibleName(f"{about}, {moment}, {count}")
            self._column.addWidget(made)


def _about(about: About) -> str:
    return {
        "pains": tr("Which pain points are worst?"),
        "opportunities": tr("Which ideas are best?"),
        "cards": tr("Which cards matter most?"),
    }[about]


def _words(document: Document, target: str) -> str:
    """What something that got dots says; what is no longer there says that."""
    project = document.project
    if target in project.touchpoints:
        return project.touchpoints[target].title
    if target in project.cards:
        return " ".join(project.cards[target].text.split()) or tr("Empty card")
    return tr("No longer on the map")
