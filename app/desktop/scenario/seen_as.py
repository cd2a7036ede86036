"""What a policy makes of a visit that was put together by hand, as a chart and in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.desktop.scenario import attempt as visits
from app.desktop.scenario.attempt import Tried
from app.desktop.scenario.stepchart import Shown, Story
from app.project.builders import in_order
from app.project.model import Project
from app.words import duration, name, tr
from personas.records import PHASE_KINDS
from simulation.policy.model import AUDIENCE_KINDS

if TYPE_CHECKING:
    from simulation.policy.tryout import Judged, Said, Step

PRODUCTS = 4


@dataclass(frozen=True)
class SeenAs:
    """A visit and what was made of it."""

    project: Project
    policy: str
    tried: Tried
    judged: Judged

    def story(self) -> Story:
        """The chart of it."""
        pages: list[Shown] = []
        began = 0.0
        for step, stop in zip(self.judged.steps, self.tried.stops, strict=False):
            seconds = max(1.0, step.dwell / 1000.0)
            said = ", ".join(self._rule(one) for one in step.said)
            gap = stop.days if stop.begins and pages else None
            pages.append(Shown(began, seconds, gap, step.product, step.points, step.phase, step.audience, said))
            began += seconds
        return Story(
            tuple(pages), self.judged.phase_from,
            tuple(visits.product_name(self.project, one) for one in range(PRODUCTS)),
            {kind: self._called("phases", kind) for kind in PHASE_KINDS},
            {kind: self._called("audiences", kind) for kind in AUDIENCE_KINDS},
            self.tried.at, self.project.policies[self.policy].mode == "score-card",
        )  # fmt: skip

    def said(self) -> str:
        """The page that is looked at, in words: how he is seen, and what is said to him."""
        steps, at = self.judged.steps, self.tried.at
        if not 0 <= at < len(steps):
            return tr("He has ordered before this page.") if steps else ""
        step = steps[at]
        parts = [self._seen(step)]
        if not step.said and not step.silent and not step.ordered:
            parts.append(tr("Nothing is said here."))
        parts += [_spoken(self._rule(one), one) for one in step.said]
        if at == len(steps) - 1 or steps[at + 1].visit != step.visit:
            after = self.judged.between[step.visit] if step.visit < len(self.judged.between) else ()
            parts += [self._followed(one, step) for one in after]
        return " ".join(parts)

    def _seen(self, step: Step) -> str:
        if step.ordered:
            return tr("The order is placed.")
        if step.phase is None or step.audience is None:
            return tr("No consent: nobody may look.") if not self.tried.consent else tr("Left alone: hears nothing.")
        phase, audience = self._called("phases", step.phase), self._called("audiences", step.audience)
        seen = tr("Seen as {phase}, {audience}.", phase=phase, audience=audience)
        return " ".join((seen, tr("Recognised from before."))) if step.known else seen

    def _followed(self, said: Said, step: Step) -> str:
        """A mail or advertisement after the visit."""
        later = max(0.0, (said.at - step.began - step.dwell) / 1000.0)
        return tr("Then '{rule}' follows, after {time}.", rule=self._rule(said), time=duration(later))

    def _rule(self, said: Said) -> str:
        rule = self.project.rules.get(said.rule)
        return rule.title if rule is not None else said.rule

    def _called(self, table: str, kind: Any) -> str:
        """What the shop calls its first phase or audience of a kind."""
        rows = getattr(self.project, table)
        titles = [rows[key].title for key in in_order(rows) if rows[key].kind == kind]
        return titles[0] if titles else name("phase" if table == "phases" else "audience", kind)


def _spoken(rule: str, said: Said) -> str:
    if said.when == "exit":
        return tr("'{rule}' speaks when he moves to leave.", rule=rule)
    return tr("'{rule}' speaks.", rule=rule)
