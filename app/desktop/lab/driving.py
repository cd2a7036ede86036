"""The study of what drives an answer, in the studio: its work, and what of it belongs to the arm that is looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.desktop.jobs import Reporter, Stopped, Work
from app.project.model import Project

if TYPE_CHECKING:
    from app.desktop.lab.parts import Shown
    from app.desktop.window import Window
    from simulation.drivers.result import Drivers
    from simulation.experiment.run import Settings

STUDY = "drivers"


def work(
    project: Project, experiment: str | None, map_id: str, arm: str | None, settings: Settings | None = None
) -> Work:
    """The work of explaining a variant, for a thread of its own. The project is frozen: no lock is needed."""

    def run(reporter: Reporter) -> Drivers:
        from app.actions.drivers import pain_titles
        from app.project.canonical import digest_without_runs
        from app.project.slices import scenario
        from app.version import version
        from simulation.drivers.study import explain
        from simulation.experiment.result import About
        from simulation.experiment.watch import Stopped as StoppedEarly

        about = About(app_version=version(), project=project.project.title, project_digest=digest_without_runs(project))
        shop = scenario(project, experiment, map_id)
        known = arm if any(one.id == arm for one in shop.arms[1:]) else None
        try:
            return explain(
                shop,
                known,
                settings,
                about=about,
                titles=pain_titles(project),
                progress=lambda share, left, _stage: reporter.say(share, left),
                cancelled=reporter.cancelled,
            )
        except StoppedEarly as early:
            raise Stopped from early

    return run


def start(window: Window) -> None:
    """Explain the variant that is looked at; the first one where none is."""
    studio = window.studio
    document = studio.document
    if document is None or not document.map_id:
        return
    arm = window.frame.arm_in_view if window.frame is not None else None
    experiment = document.experiment_id or None
    studio.study(STUDY, work(document.project, experiment, document.map_id, arm, studio.run_settings))


def of(shown: Shown) -> tuple[Drivers, bool] | None:
    """The study of the arm that is looked at and whether it is from before the last change; none: not made."""
    found = shown.found(STUDY)
    if found is None or shown.answer is None or shown.finished is None:
        return None
    drivers, stale = found
    mine = drivers.arm == shown.answer.arm_id and drivers.experiment == shown.finished.result.experiment
    return (drivers, stale) if mine else None
