"""Who is where: pages that simulated visitors see, by the phase and the audience in which the shop sees them.

The same visitors as a run would have, with every message at its expected strength, so that what is written in a cell is
what the rules of that cell would meet.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.desktop.jobs import Reporter, Stopped, Work
from app.project.model import Project

KEY = "scenario"
"""Under which name the studio keeps what was counted."""
VISITORS = 4_000
_BATCH = 400


@dataclass(frozen=True)
class Counted:
    """Pages seen, by (phase kind, audience kind); pages of visitors who are left alone; visitors; of which policy."""

    policy: str
    pages: Mapping[tuple[str, str], int] = field(default_factory=dict)
    left_alone: int = 0
    visitors: int = 0

    @property
    def whole(self) -> int:
        """All pages that were counted."""
        return sum(self.pages.values()) + self.left_alone

    def share(self, phase: str, audience: str) -> float:
        """The share of all pages that is seen in one phase by one audience."""
        return self.pages.get((phase, audience), 0) / self.whole

    def row_share(self, audience: str) -> float:
        """The share of all pages that one audience sees."""
        return sum(count for (_, row), count in self.pages.items() if row == audience) / self.whole


def work(project: Project, policy: str, map_id: str, visitors: int = VISITORS) -> Work:
    """The work of counting, for a thread of its own: reads the project, which is frozen, and nothing else."""

    def run(reporter: Reporter) -> Counted:
        from app.project.slices import of_policy
        from simulation.experiment.run import Settings, prepare
        from simulation.experiment.watch import Stopped as StoppedEarly
        from simulation.traces.walk import Span

        try:
            walk = prepare(
                of_policy(project, policy, map_id),
                Settings(draws=1),
                progress=lambda share, left, _stage: reporter.say(share / 2, left),
                cancelled=reporter.cancelled,
            )
        except StoppedEarly as early:
            raise Stopped from early
        pages: dict[tuple[str, str], int] = {}
        alone = 0
        step = visitors if walk.coupled else _BATCH
        for start in range(0, visitors, step):
            if reporter.cancelled():
                raise Stopped
            some = range(start, min(visitors, start + step))
            alone += _count(walk.events(Span(0, some, some), 1), pages)
            reporter.say(0.5 + some.stop / visitors / 2, None)
        return Counted(policy, pages, alone, visitors)

    return run


def _count(rows: object, pages: dict[tuple[str, str], int]) -> int:
    """Add these events to `pages`; the pages of visitors whom the shop leaves alone.

    Who turns around at once is judged no more than who is left alone is; both look at one page, and the first is
    known by what follows.
    """
    import numpy as np

    from personas.records import PHASE_KINDS
    from simulation import traces
    from simulation.policy.model import AUDIENCE_KINDS

    events = np.asarray(rows)
    views = events[events["kind"] == traces.VIEW]
    seen = views[(views["seen"] >= 0) & (views["audience"] >= 0)]
    for phase, kind in enumerate(PHASE_KINDS):
        for audience, row in enumerate(AUDIENCE_KINDS):
            count = int(((seen["seen"] == phase) & (seen["audience"] == audience)).sum())
            if count:
                pages[kind, row] = pages.get((kind, row), 0) + count
    bounced = int((events["kind"] == traces.BOUNCE).sum())
    return max(0, len(views) - len(seen) - bounced)
