"""What is painted back on the map is what visitors did: nobody appears or gets lost, and single ways add up to it."""

from collections import Counter
from dataclasses import replace

import pytest

from app.project.examples import new_from_example
from app.project.slices import scenario
from simulation import traces
from simulation.engines.choose import run
from simulation.experiment.run import Settings, prepare
from simulation.experiment.watch import Stopped
from simulation.replay.flows import Flows, first_of, flows
from simulation.replay.journeys import shown_for, trips
from simulation.traces.walk import Block, Walk

VISITORS = 1_200


@pytest.fixture(scope="module")
def walk() -> Walk:
    return first_of(prepare(scenario(new_from_example("kettle", "en")), Settings(draws=8, workers=1)), VISITORS)


@pytest.fixture(scope="module")
def seen(walk: Walk) -> Flows:
    return flows(walk, 1, VISITORS)


def events(walk: Walk, arm: int, kind: int) -> Counter[str]:
    found: Counter[str] = Counter()
    for span in walk.spans(VISITORS):
        rows = walk.events(span, arm)
        found.update(walk.compiled.tables.cards[card] for card in rows["card"][rows["kind"] == kind])
    return found


def test_whoever_comes_to_a_touchpoint_goes_on_leaves_or_buys_there(walk: Walk, seen: Flows) -> None:
    links = walk.scenario.slice.links
    bought = events(walk, 1, traces.ORDER)
    assert sum(bought.values()) > 10
    for touchpoint, views in seen.views.items():
        onward = sum(taken for key, taken in seen.taken.items() if links[key].from_touchpoint == touchpoint)
        gone = onward + seen.left.get(touchpoint, 0.0) + bought[touchpoint] / VISITORS
        assert gone == pytest.approx(views, abs=1e-12)


def test_whoever_is_on_a_touchpoint_came_by_a_link_or_began_there(walk: Walk, seen: Flows) -> None:
    links = walk.scenario.slice.links
    began = Counter(trip.stops[0].touchpoint for trip in trips(walk, 1, VISITORS))
    for touchpoint, views in seen.views.items():
        came = sum(taken for key, taken in seen.taken.items() if links[key].to_touchpoint == touchpoint)
        assert came + began[touchpoint] / VISITORS == pytest.approx(views, abs=1e-12)


def test_they_are_the_visitors_of_the_run(walk: Walk, seen: Flows) -> None:
    moments = run(
        walk.compiled.plan, walk.draws, seed=walk.seed, stream=walk.stream, first_visitor=0,
        visitors_per_draw=VISITORS // 8, workers=1,
    )  # fmt: skip
    assert sum(seen.views.values()) * VISITORS == pytest.approx(moments.total("pages", 1))
    assert sum(seen.told.values()) * VISITORS == pytest.approx(moments.total("messages", 1))
    assert sum(seen.told.values()) > 0
    assert sum(flows(walk, 0, VISITORS).told.values()) == 0


def test_nobody_reaches_a_stage_more_than_once(walk: Walk, seen: Flows) -> None:
    for stage, people in seen.stages.items():
        assert 0 <= sum(people.values()) <= 1
        views = [key for key in seen.views if walk.scenario.slice.touchpoints[key].stage == stage]
        assert sum(people.values()) <= sum(seen.views[key] for key in views)


def test_single_ways_add_up_to_the_flows(walk: Walk, seen: Flows) -> None:
    found = trips(walk, 1, VISITORS)
    views = Counter(stop.touchpoint for trip in found for stop in trip.stops)
    assert {key: count / VISITORS for key, count in views.items()} == pytest.approx(dict(seen.views))
    told = sum(stop.told for trip in found for stop in trip.stops)
    assert told / VISITORS == pytest.approx(sum(seen.told.values()))
    assert Counter(trip.end for trip in found)["order"] == sum(events(walk, 1, traces.ORDER).values())


def test_the_clock_of_a_trip_never_stands_still(walk: Walk) -> None:
    for trip in trips(walk, 1, 200):
        assert trip.stops[0].arrives == 0.0
        for stop, following in zip(trip.stops, trip.stops[1:], strict=False):
            assert stop.arrives < stop.goes == following.arrives
        assert trip.lasts == trip.stops[-1].goes


def test_longer_looks_stand_longer_but_nobody_waits_for_them() -> None:
    assert shown_for(1_000) < shown_for(60_000) < shown_for(3_600_000) < 5


def test_counting_can_be_stopped(walk: Walk) -> None:
    for work in (flows, trips):
        with pytest.raises(Stopped):
            work(walk, 1, VISITORS, lambda: True)


def test_every_draw_has_a_part_in_the_sample(walk: Walk) -> None:
    whole = replace(walk, blocks=(Block(0, 5_000, 5_000),))
    assert {span.draw for span in first_of(whole, 80).spans(80)} == set(range(8))
