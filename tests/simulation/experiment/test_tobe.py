"""A to-be copy of the map as an arm: the same luck, so an unchanged copy is exactly nothing, and a change is all."""

from __future__ import annotations

import pytest

from app.project.atlas import copy_map
from app.project.builders import remove_record, set_field
from app.project.edits import apply
from app.project.examples import new_from_example
from app.project.experiment_check import findings
from app.project.experiments import add_arm, new_experiment
from app.project.model import Project
from app.project.slices import scenario
from simulation.experiment.result import Result
from simulation.experiment.run import Settings, simulate

FEW = Settings(draws=2, visitors=3_000, workers=1)


@pytest.fixture(scope="module")
def two() -> tuple[Project, str, str]:
    """The kettle and a to-be copy of it; the experiment has the copy as its arm."""
    project = new_from_example("kettle", "en")
    today = next(iter(project.maps))
    made = copy_map(project, today, "To-be", to_be=True)
    project = apply(project, made.edit)
    asked = new_experiment(project, today, "To be")
    project = apply(project, asked.edit)
    project = apply(project, set_field(project, "experiments", asked.id, ("control_policy",), None))
    return apply(project, add_arm(project, asked.id, "To-be", map=made.map).edit), asked.id, made.map


def ran(project: Project, experiment: str) -> Result:
    return simulate(scenario(project, experiment), FEW)


@pytest.fixture(scope="module")
def before(two: tuple[Project, str, str]) -> Result:
    """What comes of it before anything is changed."""
    return ran(*two[:2])


def twin(project: Project, map_id: str, page: str) -> str:
    return next(key for key, one in project.touchpoints.items() if one.map == map_id and one.page == page)


def test_an_unchanged_copy_is_exactly_nothing(two: tuple[Project, str, str], before: Result) -> None:
    project, _experiment, copy = two
    assert project.maps[copy].maturity == "to-be"
    result = before
    control, arm = result.arms
    assert {key: one.mean for key, one in arm.metrics.items()} == {
        key: one.mean for key, one in control.metrics.items()
    }
    assert all(lift.flips == 0 for lift in result.lifts)
    assert result.lift(arm.id).absolute.mean in (0.0, None)


def test_a_changed_share_moves_visitors_on_the_copy_only(two: tuple[Project, str, str], before: Result) -> None:
    project, experiment, copy = two
    basket = twin(project, copy, "basket")
    link = max(
        (key for key, one in project.links.items() if one.from_touchpoint == basket),
        key=lambda key: project.links[key].share.value,
    )
    share = project.links[link].share
    more = share.model_copy(update={"value": share.value * 0.5, "low": None, "high": None})
    changed = apply(project, set_field(project, "links", link, ("share",), more))
    after = ran(changed, experiment)
    assert after.arms[0].metrics["conversion_rate"] == before.arms[0].metrics["conversion_rate"]
    assert after.lifts[0].flips > 0


def test_a_card_that_is_gone_on_the_copy_leaves_the_control_as_it_was(
    two: tuple[Project, str, str], before: Result
) -> None:
    project, experiment, copy = two
    gone = next(
        key
        for key, one in project.touchpoints.items()
        if one.map == copy and one.page in {"article", "compare", "service", "reviews"}
    )
    changed = apply(project, remove_record(project, "touchpoints", gone))
    after = ran(changed, experiment)
    assert after.arms[0].metrics["conversion_rate"] == before.arms[0].metrics["conversion_rate"]
    assert after.arms[1].metrics["conversion_rate"].mean != before.arms[1].metrics["conversion_rate"].mean


def test_a_map_that_is_no_copy_is_named(two: tuple[Project, str, str]) -> None:
    project, experiment, copy = two
    assert "map-not-a-copy" not in {one.code for one in findings(project)}
    loose = project
    for key, one in project.touchpoints.items():
        if one.map == copy:
            loose = apply(loose, set_field(loose, "touchpoints", key, ("based_on",), None))
    found = [one for one in findings(loose) if one.code == "map-not-a-copy"]
    assert len(found) == 1
    assert dict(found[0].values)["variant"] == "To-be"
    assert experiment in loose.experiments


def test_a_copy_of_a_copy_has_the_luck_of_the_first_original(two: tuple[Project, str, str]) -> None:
    project, experiment, copy = two
    again = copy_map(project, copy, "Later still", to_be=True)
    project = apply(project, again.edit)
    arm = next(key for key, one in project.variants.items() if one.map == copy)
    project = apply(project, set_field(project, "variants", arm, ("map",), again.map))
    assert all(lift.flips == 0 for lift in ran(project, experiment).lifts)
