"""The work of checking a map against its past tests, for a thread of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.desktop.jobs import Reporter, Stopped, Work
from app.project.model import Project

if TYPE_CHECKING:
    from simulation.backtest.result import Backtest
    from simulation.experiment.run import Settings

STUDY = "backtest"


def work(project: Project, map_id: str, settings: Settings | None = None) -> Work:
    """Predict every past test of a map. The project is frozen: no lock is needed."""

    def run(reporter: Reporter) -> Backtest:
        from app.project.canonical import digest_without_runs
        from app.project.past_tests import of_map
        from app.project.slices import of_map as today
        from app.version import version
        from simulation.backtest.run import backtest
        from simulation.experiment.result import About
        from simulation.experiment.run import Settings

        about = About(app_version=version(), project=project.project.title, project_digest=digest_without_runs(project))
        found = backtest(
            today(project, map_id),
            of_map(project, map_id),
            settings or Settings(),
            about=about,
            progress=lambda share, left, _stage: reporter.say(share, left),
            cancelled=reporter.cancelled,
        )
        if not found.complete:
            raise Stopped
        return found

    return run
