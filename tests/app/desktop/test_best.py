"""The best policy and the policy that learns, in the studio: asked for, shown, and made a policy in one step."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QPushButton

from app.desktop.lab.adaptive import Curve, Shares
from app.desktop.lab.best import asked_by
from app.desktop.runs import Finished
from app.project.policies.best import adopt, policy_of
from app.project.slices import scenario
from personas.records import FrozenMap
from simulation.adaptive.result import Cell, Learned, Option, Period
from simulation.experiment.result import UNSAID, Effect
from simulation.search.result import Best, Compared, Judged, Limits, Narrowed, Spent, Winner
from tests.app.desktop.answers import result
from tests.app.desktop.driver import Driver, clipped

EXPERIMENT = "experiment-kettle00"
NOTHING = Compared(searched=0.02, fresh=UNSAID)
SPENT = Spent(messages=0.5, discount=0.0, mails=0.0)


def _opened(driver: Driver) -> Driver:
    driver.open_kettle()
    made = result(driver.document.map_id, list(driver.project.personas)).model_copy(update={"experiment": EXPERIMENT})
    driver.studio.show_finished(Finished(made, driver.document.map_id, "2026-11-22T05:00:00+00:00"))
    driver.window.go("simulate")
    return driver


def _best(driver: Driver) -> Best:
    """A search of the first arm that found: one rule off, another for one audience only, one message."""
    shop = scenario(driver.project, EXPERIMENT)
    arm = shop.arms[1]
    one, other, *_ = sorted(arm.rules)
    audience = min(shop.audiences)
    winner = Winner(
        arm="best-1", as_it_stands=False, on=tuple(sorted(arm.rules.keys() - {one})), off=(one,),
        narrowed=(Narrowed(rule=other, audiences=(audience,)),), messages_per_visit=1, mode="score-card",
        conversion=NOTHING, margin=NOTHING, spent_searched=SPENT, spent=SPENT, over=False,
    )  # fmt: skip
    return Best(
        map=driver.document.map_id, experiment=EXPERIMENT, arm=arm.id, arm_title=arm.title, cap=None, mode="page-type",
        goal="conversion", limits=Limits(), only_rules=False, method="tpe", exact=True, tried=20, feasible=20,
        visitors=400, draws=4, alone=False, seed=1, seconds=3.0, currency="EUR",
        rules=FrozenMap({key: rule.title for key, rule in arm.rules.items()}),
        names=FrozenMap({audience: shop.audiences[audience].title}),
        winners=(winner,), today=Judged(arm="as-it-stands", conversion=UNSAID, margin=UNSAID, spent=SPENT),
        judged=result(driver.document.map_id, list(driver.project.personas)), history=(0.01, 0.02),
    )  # fmt: skip


def test_a_found_policy_becomes_a_policy_in_one_step(driver: Driver) -> None:
    _opened(driver)
    best = _best(driver)
    driver.studio.study("optimise", lambda _reporter: best)
    driver.until(lambda: driver.window.findChild(QPushButton, "adopt-best-1"))
    said = driver.texts()
    for words in (f"Off: {best.rules[best.winners[0].off[0]]}.", "At most 1 message a visit.", "Make it a policy"):
        assert words in said
    before = driver.project
    driver.click("adopt-best-1")
    made = set(driver.project.policies) - set(before.policies)
    assert len(made) == 1
    policy = driver.project.policies[made.pop()]
    rules = [one for one in driver.project.rules.values() if driver.project.policies.get(one.policy) is policy]
    assert (policy.messages_per_visit, policy.mode, len(rules)) == (1, "score-card", len(best.winners[0].on))
    assert [dict(one.audiences) for one in rules if one.audiences] != []
    arm = next(one for key, one in driver.project.variants.items() if key not in before.variants)
    assert driver.project.policies[str(arm.policy)] is policy
    driver.press("Ctrl+Z")
    assert driver.project == before
    assert not clipped(driver)


def test_what_was_found_and_has_gone_is_said(driver: Driver) -> None:
    """A search of a policy whose rule has been taken out since cannot be made a policy."""
    import pytest

    from personas.problems import FootfallError

    _opened(driver)
    best = _best(driver)
    assert policy_of(driver.project, best) in driver.project.policies
    gone = best.winners[0].on[0]
    driver.document.edit(_without(driver, gone))
    with pytest.raises(FootfallError) as told:
        adopt(driver.project, best, best.winners[0], "New")
    assert {one.code for one in told.value.findings} == {"search-outdated"}


def _without(driver: Driver, rule: str):  # type: ignore[no-untyped-def]
    from app.project.builders import remove_record

    return remove_record(driver.project, "rules", rule, "remove-rule")


def test_goal_and_budgets_are_what_is_searched(driver: Driver) -> None:
    _opened(driver)
    driver.until(lambda: driver.window.findChild(QLineEdit, "budget-messages"))
    driver.find("budget-messages", QLineEdit).setFocus()
    field = driver.find("budget-messages", QLineEdit)
    field.textEdited.emit("1.5")
    driver.find("budget-mails", QLineEdit).textEdited.emit("plenty")
    assert driver.find("budget-mails", QLineEdit).property("state") == "error"
    asked = asked_by({**driver.studio.searching, "goal": "both"}, None)
    assert (asked.goal, asked.budgets.messages, asked.budgets.mails) == ("both", 1.5, None)
    field.textEdited.emit("")
    assert asked_by(driver.studio.searching, None).budgets.messages is None


def _learned(driver: Driver) -> Learned:
    """What a course of learning could have come to."""
    rule = min(scenario(driver.project, EXPERIMENT).arms[1].rules)

    def lift(mean: float) -> Effect:
        return Effect(
            mean=mean, interval=(mean - 0.01, mean + 0.01), se_monte_carlo=0.001, se_parameters=0.005, se=0.005
        )

    periods = tuple(
        Period(first=n, last=n, learner=lift(0.002 * n), fixed=lift(0.012), beyond=lift(0.002 * n - 0.012))
        for n in range(1, 14)
    )
    options = tuple(
        Option(rule=key, share=share, ends=(share - 0.1, share + 0.1), wins=share)
        for key, share in (("", 0.2), (rule, 0.8))
    )
    return Learned(
        map=driver.document.map_id, experiment=EXPERIMENT, arm="variant-b", arm_title="Starter rules",
        control="Silence", batch="week", weeks=13, visitors=5_200, draws=4, runs=2, seed=1, seconds=3.0,
        learner=lift(0.014), fixed=lift(0.012), beyond=lift(0.002), regret=lift(0.003), cost=lift(0.004), orders=12.0,
        periods=periods, cells=(Cell(phase="choose", audience="buying", visitors=300.0, options=options),),
        rules=FrozenMap({rule: "Review block"}), left=FrozenMap({}),
    )  # fmt: skip


def test_what_was_learnt_stands_beside_the_answer(driver: Driver) -> None:
    _opened(driver)
    driver.until(lambda: driver.window.findChild(QPushButton, "start-learning"))
    learned = _learned(driver)
    driver.studio.study("adaptive", lambda _reporter: learned)
    driver.until(lambda: driver.window.findChild(Curve, "learning-curve"))
    assert driver.find("learning-curve", Curve).accessibleName().startswith("Lift while it learns. week 1: +0.2%")
    assert driver.find("learnt-shares", Shares).accessibleName().endswith("Review block: 80%")
    said = driver.texts()
    for words in ("Within 13 weeks it makes no difference that could be told from chance.", "8 courses of 13 weeks"):
        assert words in said
    assert not clipped(driver)
