"""What is said of a search rests on fresh visitors, not on those who chose."""

from __future__ import annotations

from typing import Any

import pytest

from app.actions.best_words import headline
from simulation.experiment.result import UNSAID, Effect
from simulation.search.result import Best, Compared, Judged, Spent, Winner

SPENT = Spent(messages=1.0, discount=0.0, mails=0.0)


def _lift(mean: float) -> Effect:
    return Effect(mean=mean, interval=(mean - 0.01, mean + 0.01), se_monte_carlo=0.001, se_parameters=0.004, se=0.005)


def _best(today: Effect, fresh: Effect, *, on: tuple[str, ...] = ("rule-a",), as_it_stands: bool = False) -> Best:
    figures = Compared(searched=0.03, fresh=fresh)
    winner = Winner(
        arm="best-1", as_it_stands=as_it_stands, on=on, off=("rule-b",), messages_per_visit=None, mode="page-type",
        conversion=figures, margin=figures, spent_searched=SPENT, spent=SPENT, over=False,
    )  # fmt: skip
    judged = Judged(arm="as-it-stands", conversion=today, margin=today, spent=SPENT)
    said: dict[str, Any] = {"goal": "conversion", "winners": (winner,), "today": judged}
    return Best.model_construct(**said)


def test_a_winner_that_wins_on_fresh_visitors_too_is_called_best() -> None:
    assert headline(_best(_lift(0.01), _lift(0.02))) == "The policy does best changed like this."


@pytest.mark.parametrize("fresh", [0.01, 0.004, -0.02])
def test_a_winner_that_only_won_where_it_was_chosen_is_not(fresh: float) -> None:
    assert "no better than today's" in headline(_best(_lift(0.01), _lift(fresh)))


def test_nothing_is_called_best_when_too_few_did_otherwise() -> None:
    silence = _lift(0.0)
    for best in (_best(UNSAID, UNSAID), _best(_lift(0.01), UNSAID), _best(UNSAID, silence, on=())):
        assert "came out first" in headline(best)
    assert "better than silence" in headline(_best(_lift(-0.01), UNSAID, on=()))
