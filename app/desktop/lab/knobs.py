"""Knobs in words: what they are called, their scales, what a place on a scale means."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.desktop.lab.session import Session
from app.desktop.people.scales import Scale, banded, read_times, sections, share_scale, times
from app.project.model import Project
from app.project.whatif import Knob, most
from app.words import name, number, percent, plural, tr
from app.words.typed import typed_number


@dataclass(frozen=True)
class Stops(Scale):
    """A scale on which there are whole places only."""

    def at(self, share: float) -> float:
        """The nearest place."""
        return float(round(self.low + (self.high - self.low) * min(1.0, max(0.0, share))))


def title(project: Project, knob: Knob) -> str:
    """What a knob is called."""
    if knob.kind == "trait":
        return name("trait", knob.subject)
    if knob.kind == "strength":
        return name("technique", knob.subject)
    if knob.kind == "mode":
        return tr("The phase is read from")
    if knob.kind == "friction":
        pain = project.pains[knob.subject]
        card = project.cards.get(pain.card)
        return tr("Weight of {pain}", pain=card.text.splitlines()[0] if card is not None and card.text else "")
    link = project.links[knob.subject]
    start, end = (project.touchpoints[one].title for one in (link.from_touchpoint, link.to_touchpoint))
    return tr("{start} to {end}", start=start, end=end)


def scale(project: Project, knob: Knob) -> Scale:
    """Its scale, its figure, and the words under it."""
    if knob.kind == "trait":
        return next(one for section in sections() for one in section.scales if one.key == knob.subject)
    if knob.kind == "strength":
        return Scale(knob.key, 0.0, 2.0, False, times, _pull, read_times)
    if knob.kind == "mode":
        return Stops(knob.key, 0.0, 1.0, False, _mode, _mode_words, typed_number)
    if knob.kind == "friction":
        return Scale(knob.key, 0.0, 1.5, False, lambda v: number(v, 2), _friction, typed_number)
    high = min(most(project, knob.subject), max(0.02, 2.5 * knob.value))
    return replace(share_scale(), key=knob.key, high=high, words=_share_words)


def _pull(value: float) -> str:
    if value == 0:
        return tr("It does nothing")
    return banded(
        value, 0.95, 1.05, tr("Weaker than the average shop's"), tr("As strong as in the average shop"),
        tr("Stronger than the average shop's"),
    )  # fmt: skip


def _mode(value: float) -> str:
    return tr("score card") if value >= 0.5 else tr("page type")


def _mode_words(value: float) -> str:
    if value >= 0.5:
        return tr("What was looked at before counts as well")
    return tr("The page one is on says the phase")


def _friction(value: float) -> str:
    import math

    return tr("Leaving is {factor} as likely because of it", factor=times(round(math.exp(value), 2)))


def _share_words(value: float) -> str:
    return tr("{share} of those who come there go on", share=percent(value))


def how_words(session: Session) -> str:
    """How the answer at the sliders' position came about."""
    live = session.answer
    if live is None:
        return ""
    if live.how == "fitted":
        return tr("read from how the answer changed with the strengths that were drawn.")
    said = plural("{count} pair of visitors so far.", "{count} pairs of visitors so far.", live.pairs,
                  count=number(live.pairs))  # fmt: skip
    if session.resting:
        said = plural("{count} pair of visitors.", "{count} pairs of visitors.", live.pairs, count=number(live.pairs))
    if not live.settled:
        said = " ".join((said, tr("The map's own shares are held, not fitted again yet.")))
    return said
