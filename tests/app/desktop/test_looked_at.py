"""Of several experiments and maps one is looked at, and everything speaks of that one."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget

from app.desktop.runs import Finished
from app.project.atlas import copy_map
from app.project.builders import set_field
from app.project.examples import new_from_example
from app.project.experiments import arms_of
from app.project.slices import scenario
from app.project.whatif import edits, knobs
from tests.app.desktop.driver import Driver

FIRST, SECOND = "experiment-exposure", "experiment-mailtime"


@pytest.fixture
def flights(driver: Driver) -> Driver:
    """A shop with two experiments on one map; the first is the main one."""
    driver.studio.begin(new_from_example("airline", "en"))
    driver.settle()
    driver.window.go("simulate")
    driver.settle()
    return driver


def run(driver: Driver) -> Finished:
    driver.studio.run()
    driver.until(lambda: not driver.studio.running)
    assert driver.studio.finished is not None
    return driver.studio.finished


def shown(driver: Driver) -> tuple[str, str]:
    """The experiment that is asked and the one that is answered."""
    finished = driver.studio.finished
    return driver.document.experiment_id, finished.result.experiment if finished is not None else ""


def test_each_experiment_has_its_answer_and_a_kept_run_brings_its_own(flights: Driver) -> None:
    first = run(flights)
    assert shown(flights) == (FIRST, FIRST)
    flights.studio.look_at(SECOND)
    assert shown(flights) == (SECOND, "")
    run(flights)
    assert shown(flights) == (SECOND, SECOND)
    kept = next(key for key, one in flights.project.runs.items() if one.experiment == FIRST)
    flights.frame._choose_run(kept)
    assert shown(flights) == (FIRST, FIRST)
    assert flights.frame.arm_in_view in arms_of(flights.project, FIRST)
    flights.studio.look_at(SECOND)
    assert shown(flights) == (SECOND, SECOND)
    flights.studio.look_at(FIRST)
    assert flights.studio.finished is not None
    assert flights.studio.finished.moment == first.moment


def test_a_file_opens_with_its_latest_run_and_the_question_of_it(flights: Driver) -> None:
    flights.studio.look_at(SECOND)
    run(flights)
    path = flights.folder / "flights.footfall.json"
    flights.save_as(path).studio.open(path)
    flights.settle()
    assert shown(flights) == (SECOND, SECOND)
    assert flights.studio.finished is not None
    assert not flights.studio.finished.stale


def test_a_run_that_ends_out_of_sight_waits_to_be_shown(flights: Driver) -> None:
    run(flights)
    flights.studio.look_at(SECOND)
    flights.studio.run()
    flights.studio.look_at(FIRST)
    flights.until(lambda: not flights.studio.running)
    assert shown(flights) == (FIRST, FIRST)
    assert flights.says == "The run is done. You look at something else by now."
    flights.answer("Show it")
    assert shown(flights) == (SECOND, SECOND)


def test_what_was_changed_while_it_ran_makes_it_an_old_answer(flights: Driver) -> None:
    rule = next(iter(flights.project.rules))
    flights.studio.run()
    flights.document.edit(set_field(flights.project, "rules", rule, ("priority",), 9, "rule-limits"))
    flights.until(lambda: not flights.studio.running)
    assert flights.studio.finished is not None
    assert flights.studio.finished.stale
    flights.studio.study("plan", lambda _reporter: 1)
    flights.until(lambda: not flights.studio.running)
    assert not flights.studio.studies["plan"].stale


def test_another_map_shows_its_own_answer_and_the_first_one_keeps_its(flights: Driver) -> None:
    map_id = flights.document.map_id
    first = run(flights)
    made = copy_map(flights.project, map_id, "The same, later")
    flights.document.edit(made.edit)
    flights.document.show_map(made.map)
    flights.settle()
    assert shown(flights)[1] == ""
    assert not flights.frame.arm_in_view
    flights.document.show_map(map_id)
    flights.settle()
    assert flights.studio.finished is not None
    assert flights.studio.finished.moment == first.moment
    assert flights.frame.arm_in_view in arms_of(flights.project, FIRST)


def test_a_hypothesis_makes_no_answer_old(flights: Driver) -> None:
    run(flights)
    flights.document.set("experiments", FIRST, ("hypothesis",), "Order matters.", "experiment")
    assert flights.studio.finished is not None
    assert not flights.studio.finished.stale


def test_taking_a_new_question_back_brings_the_answer_back(flights: Driver) -> None:
    run(flights)
    flights.window.commands.do("new_experiment")
    flights.settle()
    assert shown(flights)[1] == ""
    flights.document.undo()
    flights.settle()
    assert shown(flights) == (FIRST, FIRST)


def test_whoever_has_to_wait_is_told(flights: Driver) -> None:
    flights.studio.run()
    for what in ("drivers", "simulate", "optimise", "learn", "prices"):
        flights.window.strip.say("")
        flights.window.commands.do(what)
        assert flights.says.startswith("Something else is being worked out."), what
    flights.answer("Stop")
    flights.until(lambda: not flights.studio.running)


def test_every_arm_can_be_turned_not_only_those_of_the_main_experiment(flights: Driver) -> None:
    project, map_id = flights.project, flights.document.map_id
    for experiment in (FIRST, SECOND):
        arm = scenario(project, experiment, map_id).arms[1].id
        found = knobs(project, map_id, arm)
        strength = next(knob for knob in found if knob.kind == "strength")
        assert list(edits(project, map_id, arm, {strength.key: strength.value * 1.1}))


def test_a_control_alone_was_run_but_has_nothing_to_compare(flights: Driver) -> None:
    flights.window.commands.do("new_experiment")
    flights.settle()
    assert "Nothing has been run yet" in flights.texts(flights.find("run-first", QWidget))
    run(flights)
    flights.settle()
    assert "Nothing to compare yet" in flights.texts(flights.find("run-first", QWidget))
    flights.window.commands.do("drivers")
    flights.until(lambda: not flights.studio.running)
    assert flights.says == "The run has no arm beside the control. Add one."
