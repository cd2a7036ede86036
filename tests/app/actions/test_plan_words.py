"""What is said of a test plan is worth what it rests on."""

from __future__ import annotations

import re

from app.actions.plan_table import plan_text
from app.actions.plan_words import believed_chance, chance_words, reading_words
from simulation.experiment.result import UNSAID
from simulation.planning.make import Asked, plan_test
from tests.simulation.planning.test_plan import answer

ASKED = Asked(visitors_per_day=200_000)


def test_chances_that_rest_on_a_belief_are_to_five_points_and_never_above_95() -> None:
    plan = plan_test(answer(quantiles=tuple(0.05 + 0.0001 * n for n in range(99))), ASKED)
    assert plan.chance is not None
    assert plan.chance.significant > 0.99
    assert chance_words(plan) == "95%"
    assert [believed_chance(plan, one) for one in (0.62, 0.63, 0.01)] == ["60%", "65%", "<5%"]
    assert "chance of 95%" in " ".join(reading_words(plan))


def test_where_nothing_is_believed_no_chance_is_made_up() -> None:
    made = answer(quantiles=())
    bare = tuple(one.model_copy(update={"relative": UNSAID}) for one in made.lifts)
    plan = plan_test(made.model_copy(update={"lifts": bare}), ASKED)
    assert plan.belief == "none"
    assert chance_words(plan) == "–"
    assert "left zero" not in " ".join(reading_words(plan))
    rows = [line.split() for line in plan_text(plan, "Test").split("\n") if re.match(r"\s+\d+\s+[\d,]+\s", line)]
    assert len(rows) > 5
    assert {row[4] for row in rows} == {"–"}
