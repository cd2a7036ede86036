"""The best policy: the search finds what trying everything finds, keeps budgets, and is judged on other visitors."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from app.project.examples import new_from_example
from app.project.slices import scenario as scenario_of
from personas.problems import Refused
from simulation import draws as luck
from simulation.compile import Compiled, assemble, compile_scenario
from simulation.engines import choose
from simulation.experiment.readings import paired_sums
from simulation.experiment.run import Settings
from simulation.experiment.watch import Stopped, Watch
from simulation.measures.registry import MEASURES
from simulation.plan import ParameterDraws, central
from simulation.scenario import Scenario
from simulation.search.bench import Bench, Budgets, Score
from simulation.search.best import AS_IT_STANDS, Asked, optimise
from simulation.search.find import Goal, Search, propose
from simulation.search.space import Choice, Space, space_of
from tests.shop import LEAN

STRENGTHS = (0.9, -0.5, 0.5)
"""Of the kettle's three techniques: one helps much, one harms, one helps: which are best is no luck."""


@cache
def kettle() -> tuple[Scenario, Compiled, ParameterDraws]:
    scenario = scenario_of(new_from_example("kettle", "en"), None, None)
    scenario = replace(scenario, arms=scenario.arms[:2])
    compiled = compile_scenario(scenario, schedule=LEAN, workers=2)
    draws = central(1, len(compiled.plan.techniques))
    keys = sorted({one.technique for one in scenario.arms[1].rules.values()})
    for key, strength in zip(keys, STRENGTHS, strict=True):
        draws.strength[0, compiled.tables.techniques.index(key)] = strength
    return scenario, compiled, draws


def _bench(*, only_rules: bool = True, visitors: int = 8_000, cancelled: bool = False) -> Bench:
    scenario, compiled, draws = kettle()
    space = space_of(scenario, scenario.arms[1], only_rules=only_rules)
    return Bench(
        scenario, compiled, space, draws, visitors=visitors, seed=3, workers=1,
        watch=Watch(None, (lambda: True) if cancelled else None),
    )  # fmt: skip


def _search(goal: Goal = "conversion", budgets: Budgets | None = None, *, only_rules: bool = True) -> Search:
    return Search(_bench(only_rules=only_rules), budgets or Budgets(), goal, lambda _tried: None)


def _by_hand(choice: Choice, space: Space) -> float:
    """Conversion lift of a choice, by a run of the engine of its own."""
    scenario, compiled, draws = kettle()
    arms = (scenario.arms[0], space.made(choice, "by-hand", ""))
    plan = assemble(scenario, arms).plan
    plan = plan._replace(weight=compiled.plan.weight[:2], world=compiled.plan.world)
    moments = choose.run(
        plan, draws, seed=3, stream=luck.DRIVERS, first_visitor=0, visitors_per_draw=8_000, workers=1, lazy=False
    )
    sums = paired_sums(moments, MEASURES["conversion_rate"], 1).sums[0]
    return float(sums[2] / sums[3] - sums[0] / sums[1])


def test_every_combination_is_tried_and_the_best_of_them_wins() -> None:
    search = _search()
    search.run(0)
    space = search.space
    assert search.exact
    assert search.method == "enumerated"
    values = {one.key(): _by_hand(one, space) for one in space.combinations()}
    assert len(values) == 8 == len(search.tried)
    assert search.ranked()[0].score.conversion == pytest.approx(max(values.values()), abs=1e-12)
    for one in search.tried.values():
        assert one.score.conversion == pytest.approx(values[one.choice.key()], abs=1e-12)


def test_the_optimiser_finds_what_trying_everything_finds() -> None:
    """Without being shown the combinations: it starts from the policy as it stands."""
    exact, proposed = _search(), _search()
    exact.run(0)
    proposed.measure([proposed.space.as_it_stands()])
    propose(proposed, 40)
    assert proposed.method == "tpe"
    assert not proposed.exact
    assert proposed.ranked()[0].choice == exact.ranked()[0].choice
    assert exact.ranked()[0].choice != exact.space.as_it_stands()


@pytest.mark.parametrize("goal", ["conversion", "both"])
def test_proposals_never_end_below_the_combinations(goal: Goal) -> None:
    wide, exact = _search(goal, only_rules=False), _search()
    exact.run(0)
    wide.run(24)
    assert wide.exact
    assert wide.method == ("nsga2" if goal == "both" else "tpe")
    assert wide.ranked("conversion")[0].score.conversion >= exact.ranked()[0].score.conversion
    assert len(wide.tried) > len(exact.tried)


def test_the_front_is_what_nothing_beats() -> None:
    search = _search("both", only_rules=False)
    search.run(24)
    front = search.front()
    scores = [(one.score.conversion, one.score.margin) for one in search.tried.values() if one.kept]
    for one in front:
        mine = (one.score.conversion, one.score.margin)
        assert not any(c >= mine[0] and m >= mine[1] and (c, m) != mine for c, m in scores)
    for c, m in scores:
        assert any(one.score.conversion >= c - 1e-12 and one.score.margin >= m - 1e-12 for one in front)


def test_a_budget_is_a_limit() -> None:
    free = _search()
    free.run(0)
    spent = free.ranked()[0].score.messages
    tight = _search(budgets=Budgets(messages=0.6 * spent))
    tight.run(0)
    assert 0 < len(tight.ranked()) < len(free.ranked())
    assert all(one.score.messages <= 0.6 * spent for one in tight.ranked())
    best = max(
        (one for one in free.ranked() if one.score.messages <= 0.6 * spent), key=lambda one: one.score.conversion
    )
    assert tight.ranked()[0].score == best.score


def test_equally_good_policies_are_told_apart_by_how_little_they_say() -> None:
    scenario, compiled, _ = kettle()
    space = space_of(scenario, scenario.arms[1], only_rules=True)
    null = central(1, len(compiled.plan.techniques))
    null.structure["annoyance"] = 0.0
    bench = Bench(scenario, compiled, space, null, visitors=500, seed=3, workers=1, watch=Watch(None, None))
    search = Search(bench, Budgets(), "conversion", lambda _tried: None)
    search.run(0)
    assert {one.score.conversion for one in search.tried.values()} == {0.0}
    assert search.ranked()[0].choice.on == frozenset()


def test_the_same_policy_is_measured_once() -> None:
    bench = _bench(only_rules=False, visitors=300)
    space = bench.space
    on = dict.fromkeys(space.rules, True)
    whole = space.choice(on, space.phases, space.audiences, space.as_it_stands().cap, space.as_it_stands().mode)
    assert whole.key() == space.as_it_stands().key()
    silent = [space.choice(dict.fromkeys(space.rules, False), {}, {}, cap, "score-card") for cap in (1, 2, None)]
    assert len({one.key() for one in silent}) == 1
    one, two = bench.measure([whole, space.as_it_stands()])
    assert one == two
    assert bench.tried == 1
    assert bench.measure(silent)[0].messages == 0


def test_a_rule_without_a_phase_is_off_and_a_narrowed_one_says_less() -> None:
    bench = _bench(only_rules=False)
    space = bench.space
    rule = next(key for key in space.rules if key in space.audiences)
    own = space.as_it_stands()
    alone = {key: key == rule for key in space.rules}

    def of(audiences: tuple[str, ...]) -> Choice:
        return space.choice(alone, space.phases, {**space.audiences, rule: audiences}, own.cap, own.mode)

    kept = space.audiences[rule]
    parts = bench.measure([of((one,)) for one in kept])
    whole = bench.measure([of(kept)])[0]
    assert of(()).on == frozenset()
    assert sum(one.messages > 0 for one in parts) > 1
    assert all(one.messages < whole.messages for one in parts)


def test_choices_share_their_visitors() -> None:
    """The difference of two choices is far more certain than either: common random numbers."""
    bench = _bench(visitors=2_000)
    choices = list(bench.space.combinations())
    together, apart = bench.measure(choices), [_bench(visitors=2_000).measure([one])[0] for one in choices]
    assert [tuple(one) for one in together] == [tuple(one) for one in apart]


def test_a_stopped_search_has_no_result() -> None:
    bench = _bench(cancelled=True)
    with pytest.raises(Stopped):
        bench.measure([bench.space.as_it_stands()])


def test_budgets_say_by_how_much_they_are_exceeded() -> None:
    score = Score(0.0, 0.0, 0.0, 0.0, 3.0, 50.0, 7.0)
    assert Budgets().over(score) == {}
    assert Budgets(messages=2.0, mails=7.0).over(score) == pytest.approx({"messages": 0.5, "mails": 0.0})
    assert [Budgets(discount=limit).kept(score) for limit in (49.9, 50.0)] == [False, True]


def test_the_winner_is_judged_on_visitors_who_did_not_choose_it() -> None:
    """Searched on few visitors with weak messages the winner looks better than it is; both figures are told."""
    scenario, _, _ = kettle()
    asked = Asked(only_rules=True, visitors=40, draws=25, settings=Settings(seed=5, draws=40, visitors=400, workers=1))
    best = optimise(scenario, asked)
    winner = best.winners[0]
    assert [one.id for one in best.judged.arms][:2] == [scenario.arms[0].id, AS_IT_STANDS]
    assert (best.method, best.exact, best.tried, best.feasible) == ("enumerated", True, 8, 8)
    assert winner.conversion.searched is not None
    assert winner.conversion.fresh == next(
        one.relative for one in best.judged.lifts if (one.arm, one.metric) == (winner.arm, "conversion_rate")
    )
    assert list(best.history) == sorted(best.history)
    again = optimise(scenario, replace(asked, settings=asked.settings._replace(workers=2)))
    assert again.winners == best.winners


def test_on_average_the_search_promises_more_than_fresh_visitors_give() -> None:
    """The optimiser's curse: over many searches without any effect but noise the best of several noises is above 0."""
    scenario, compiled, _ = kettle()
    space = space_of(scenario, scenario.arms[1], only_rules=True)
    draws = central(1, len(compiled.plan.techniques))
    draws.strength[:] = 0.4
    draws.structure["annoyance"] = 0.0
    promised, given = [], []
    for seed in range(80):
        benches = [
            Bench(
                scenario,
                compiled,
                space,
                draws,
                visitors=400,
                seed=1000 + 2 * seed + n,
                workers=1,
                watch=Watch(None, None),
            )
            for n in (0, 1)
        ]
        search = Search(benches[0], Budgets(), "conversion", lambda _tried: None)
        search.run(0)
        top = search.ranked()[0]
        promised.append(top.score.conversion)
        given.append(benches[1].measure([top.choice])[0].conversion)
    gap = np.array(promised) - np.array(given)
    assert gap.mean() > 0
    assert gap.mean() / (gap.std(ddof=1) / np.sqrt(len(gap))) > 2


def test_nothing_to_choose_from_is_refused() -> None:
    scenario, _, _ = kettle()
    with pytest.raises(Refused) as told:
        optimise(replace(scenario, arms=scenario.arms[:1]))
    assert {one.code for one in told.value.findings} == {"search-nothing"}


def test_where_nothing_keeps_the_budgets_nothing_is_best() -> None:
    search = _search(budgets=Budgets(messages=-1.0))
    search.run(0)
    assert search.tried
    assert search.ranked() == []
    assert search.front() == []
