"""A policy that learns: it finds what works, wins nothing where nothing works, and pays what theory says it pays."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray

from personas.problems import Refused
from simulation.adaptive.bandit import PRIOR, always, cumulated, possible, settled_on, shares
from simulation.adaptive.course import CONTROL, FIXED, LEARNS, Calendar, Course, learn, with_shares
from simulation.adaptive.learning import Schooling, let_it_learn
from simulation.behaviour.state import new_traveller
from simulation.compile import assemble
from simulation.draws import stream_key
from simulation.engines.learning import live_batch, new_batch
from simulation.evidence.priors import stream
from simulation.experiment.run import Settings
from simulation.measures.tallies import CONVERTED
from simulation.plan import Draw, Plan, central, one_draw
from simulation.policy.model import Policy
from simulation.scenario import Arm, Scenario
from tests.shop import rule, with_arms

KEY = stream_key(21, 0)
SURE = 3.290526731491926
"""Two-sided 99.9% of a normal distribution."""


def _shop(*techniques: str) -> Scenario:
    """A shop in which these techniques speak on arrival wherever they belong."""
    rules = {f"rule-{n:08d}": rule(one, cap_per_visit=9) for n, one in enumerate(techniques)}
    arms = [
        Arm(f"arm-{name}", name, Policy.model_validate({"title": name, "adaptive": kind}), rules, "page-type", {})
        for name, kind in (("fixed000", "none"), ("learns00", "thompson"))
    ]
    return with_arms(*arms)


@cache
def _plan(*techniques: str) -> Plan:
    return assemble(_shop(*techniques)).plan


def _draw(plan: Plan, **strengths: float) -> Draw:
    draws = central(1, len(plan.techniques))
    draws.structure["annoyance"] = 0.0
    draws.structure["ceiling"] = 1.0
    for place, row in enumerate(plan.rules[plan.arms[LEARNS]["rule_first"] :]):
        draws.strength[0, row["technique"]] = strengths.get(f"rule_{place}", 0.0)
    return one_draw(draws, 0)


def _course(plan: Plan, draw: Draw, number: int, people: int = 1_500, batches: int = 10) -> Course:
    calendar = Calendar(number * people * batches, people, batches)
    return learn(plan, draw, KEY, calendar, stream(21, 50, f"test/{number}"))


def _one_context(plan: Plan) -> tuple[Plan, int]:
    """The plan in which only the busiest context has a choice, and that context."""
    batch = new_batch(plan.allocation.shape[2])
    live_batch(plan, _draw(plan), new_traveller(plan), KEY, (0, 4_000), LEARNS, batch)
    busiest = int(batch.counts[:, :, 0].sum(axis=1).argmax())
    silent = np.zeros_like(plan.allocation[LEARNS])
    silent[:, 0] = 1.0
    silent[busiest] = 1.0 / silent.shape[1]
    return with_shares(plan, silent), busiest


def test_without_any_effect_nothing_is_gained_and_nothing_wins() -> None:
    """A/A: exactly no lift in any course; over many courses silence and the rule end equally far, within 99.9%."""
    plan = _plan("social_proof")
    courses = [_course(plan, _draw(plan), number, people=400, batches=6) for number in range(30)]
    for one in courses:
        assert (one.totals[:, LEARNS, CONVERTED] == one.totals[:, CONTROL, CONVERTED]).all()
        assert len(set(one.hindsight[:, CONVERTED])) == 1
    choice = possible(plan.allocation[LEARNS]).sum(axis=1) > 1
    last = np.array([one.shares[-1][choice, 1].mean() for one in courses])
    assert abs(last.mean() - 0.5) < SURE * last.std(ddof=1) / np.sqrt(len(last))


def test_a_strong_rule_is_found_and_a_harmful_one_dropped() -> None:
    plan, context = _one_context(_plan("social_proof", "scarcity"))
    course = _course(plan, _draw(plan, rule_0=2.0, rule_1=-2.0), 0, people=4_000, batches=12)
    _, helps, harms = course.shares[-1][context]
    assert helps > 0.8
    assert harms < 0.05
    assert course.counts[context, 1, 0] > course.counts[context, [0, 2], 0].sum()
    first, last = course.totals[:3].sum(axis=0)[:, CONVERTED], course.totals[-3:].sum(axis=0)[:, CONVERTED]
    assert last[LEARNS] / last[CONTROL] > first[LEARNS] / first[CONTROL] > 1


def test_regret_is_that_of_thompson_sampling_with_two_arms() -> None:
    """Against a simulation of the textbook's two-armed Bernoulli bandit in batches, nothing of ours in it."""
    plan, context = _one_context(_plan("social_proof"))
    draw = _draw(plan, rule_0=1.0)
    rates, assigned = [], 0.0
    for option in (0, 1):
        batch = new_batch(2)
        here = with_shares(plan, always(possible(plan.allocation[LEARNS]), option))
        live_batch(here, draw, new_traveller(plan), stream_key(99, 0), (0, 120_000), LEARNS, batch)
        tried, good = batch.counts[context, option]
        rates.append(good / tried)
        assigned = tried / 120_000
    people, batches, courses = 600, 8, 60
    ours = []
    for number in range(courses):
        course = _course(plan, draw, number, people, batches)
        ours.append(course.counts[context, 0, 0] * (rates[1] - rates[0]))
    theirs = _textbook(rates, assigned * people, batches, 4_000)
    error = np.hypot(np.std(ours, ddof=1) / np.sqrt(courses), theirs.std(ddof=1) / np.sqrt(len(theirs)))
    assert rates[1] > rates[0] > 0
    assert 0.05 < np.mean(ours) / (assigned * people * batches * (rates[1] - rates[0])) < 0.45
    assert abs(np.mean(ours) - theirs.mean()) < SURE * error


def _textbook(rates: list[float], mean: float, batches: int, runs: int) -> NDArray[np.float64]:
    """Regret of Thompson sampling with Beta(1, 1) priors, posteriors renewed after each batch, shape (runs,)."""
    luck = np.random.default_rng(8)
    good, bad = np.ones((runs, 2)), np.ones((runs, 2))
    regret = np.zeros(runs)
    for _ in range(batches):
        people = luck.poisson(mean, runs)
        sides = np.stack([luck.beta(good[:, [a]], bad[:, [a]], (runs, 400)) for a in (0, 1)])
        second = luck.binomial(people, (sides[1] > sides[0]).mean(axis=1))
        regret += (people - second) * (rates[1] - rates[0])
        for arm, tried in ((0, people - second), (1, second)):
            won = luck.binomial(tried, rates[arm])
            good[:, arm] += won
            bad[:, arm] += tried - won
    return regret


def test_courses_that_are_all_alike_are_no_certainty() -> None:
    """Nobody changed sides, but two might have: sqrt(2) over all who buy, times Student's 12.7 of two draws."""
    found = let_it_learn(
        _shop("scarcity"),
        Schooling(weeks=1, draws=2, visitors_per_week=100, settings=Settings(seed=3, workers=1)),
        arm="arm-learns00",
    )
    error = found.beyond.se_monte_carlo
    assert (found.beyond.mean, found.beyond.se_parameters) == (0.0, 0.0)
    assert error
    buyers = np.sqrt(2.0) / error
    assert buyers == pytest.approx(round(buyers))
    assert 0 < buyers < 400
    assert found.beyond.interval == pytest.approx((-12.7062 * error, 12.7062 * error), rel=1e-4)


def test_hindsight_is_never_below_what_it_knows() -> None:
    plan = _plan("social_proof", "scarcity")
    course = _course(plan, _draw(plan, rule_0=1.0, rule_1=-1.0), 3)
    known = course.hindsight[:, CONVERTED]
    assert known[0] == course.totals[:, CONTROL, CONVERTED].sum()
    assert known[1] == course.totals[:, FIXED, CONVERTED].sum()
    assert known[-1] == course.settled[CONVERTED]
    assert len(known) == 2 + 2 + 1


def test_shares_are_how_often_each_option_is_the_best() -> None:
    """Against the exact probability that one Beta variable exceeds another."""
    from scipy import integrate, stats

    counts = np.zeros((1, 2, 2))
    counts[0] = (200, 20), (180, 24)
    allowed = np.ones((1, 2), np.bool)
    found = np.mean([shares(counts, allowed, np.random.default_rng(n))[0, 1] for n in range(40)])
    one, two = (stats.beta(PRIOR[0] + good, PRIOR[1] + tried - good) for tried, good in counts[0])
    exact = integrate.quad(lambda x: float(two.pdf(x) * one.cdf(x)), 0, 1, points=[0.1, 0.15])[0]
    assert abs(found - exact) < SURE * np.sqrt(exact * (1 - exact) / 40_000)


def test_shares_respect_what_is_allowed() -> None:
    allowed = np.array([[True, False, True], [True, False, False], [True, True, True]])
    rows = shares(np.zeros((3, 3, 2)), allowed, np.random.default_rng(1))
    assert not rows[~allowed].any()
    assert rows.sum(axis=1) == pytest.approx(np.ones(3))
    assert rows[1].tolist() == [1.0, 0.0, 0.0]
    assert cumulated(rows)[:, -1].tolist() == [1.0] * 3
    assert settled_on(np.array([[0.4, 0.4, 0.2]])).tolist() == [[1.0, 0.0, 0.0]]
    assert always(allowed, 1).argmax(axis=1).tolist() == [0, 0, 1]


def test_any_number_of_workers_gives_the_same_digits() -> None:
    shop = _shop("social_proof", "scarcity")
    shop = replace(shop, arms=shop.arms[:2])
    how = Schooling(weeks=3, visitors_per_week=300.0, draws=3, settings=Settings(seed=4, workers=1))
    one = let_it_learn(shop, how)
    two = let_it_learn(shop, replace(how, settings=how.settings._replace(workers=3)))
    assert one.model_copy(update={"seconds": 0.0}) == two.model_copy(update={"seconds": 0.0})
    assert (one.visitors, one.draws, one.runs, len(one.periods)) == (900, 3, 2, 3)
    assert set(one.rules) == set(shop.arms[1].rules)
    for cell in one.cells:
        assert sum(option.share for option in cell.options) == pytest.approx(1.0)
    assert "uncalibrated" in {said.code for said in one.warnings}


def test_what_cannot_learn_is_refused() -> None:
    shop = _shop("social_proof")
    with pytest.raises(Refused) as told:
        let_it_learn(replace(shop, arms=shop.arms[:1]))
    assert {one.code for one in told.value.findings} == {"learn-nothing"}
