"""The study of drivers as text: in lines of a terminal, in both languages, with nothing said that is not known."""

from __future__ import annotations

import pytest

from app.actions.drivers_table import drivers_table
from app.actions.drivers_words import ab_words, assumption_title, measure_first, stack_words, title_of, told_apart
from app.actions.tables import width
from app.words import speaking
from simulation.drivers.levers import _TRAITS, _WORLD
from simulation.drivers.response import STRUCTURE
from simulation.experiment.warnings import warn
from simulation.policy.catalogue import TECHNIQUES
from tests.app.drivers_made import assumption, effect, made, share


@pytest.mark.parametrize("tongue", ["en", "nl"])
def test_no_line_is_too_long(tongue: str) -> None:
    with speaking(tongue):
        text = drivers_table(made("map-kettle000"))
    assert all(width(line) <= 80 for line in text.split("\n"))


def test_it_says_what_was_found() -> None:
    said = " ".join(drivers_table(made("map-kettle000")).split())  # without no-break spaces and line ends
    for words in (
        "Four messages against no messages", "Reminder of viewed kettles", "+0.18 pp", "−0.090 pp",
        "all 15 combinations",
        "Danielle", "More or fewer visits", "Pull of Reminder of viewed products", "published", "our range",
        "would narrow the answer most", "Choosing better is worth", "12 weeks with 170,000 visitors",
        "1 of 2 cells can be told apart", "search · unknown", "Morris", "Look twice",
    ):  # fmt: skip
        assert words.lower() in said.lower(), words


def test_too_few_visitors_are_said_and_not_a_number() -> None:
    said = drivers_table(made("map-kettle000"))
    line = next(line for line in said.split("\n") if line.startswith("Most-chosen label"))
    assert "too few" in line
    assert "+0.02" not in line


def test_nothing_is_said_of_a_lift_that_too_few_visitors_carry() -> None:
    found = made("map-kettle000")
    few = warn("few-flips", "Four messages: only 7 visitors changed sides.", arm="Four messages", flips="7")
    said = drivers_table(found.model_copy(update={"warnings": (few,)}))
    assert "too few to say" in said
    assert "only 7 visitors changed sides" in " ".join(said.split())
    for words in ("95% between", "a month", "would narrow", "Reminder of viewed kettles"):
        assert words not in said
    assert drivers_table(found) != said


def test_noise_is_marked_as_noise() -> None:
    lines = drivers_table(made("map-kettle000")).split("\n")
    assert "~+0.24" in next(line for line in lines if line.startswith("Logs in"))
    assert "~" not in next(line for line in lines if line.startswith("Pull of Reminder"))
    assert not told_apart(assumption("trait:login", 0.001, 0.0012, error=0.0001))


def test_less_together_than_one_by_one() -> None:
    found = made("map-kettle000")
    assert "less than the" in stack_words(found)
    last = found.stack[-1]
    same = last.model_copy(update={"short": 0.00001})
    assert "as good as the same" in stack_words(found.model_copy(update={"stack": (found.stack[0], same)}))
    more = last.model_copy(update={"short": -0.0003})
    assert "more than the" in stack_words(found.model_copy(update={"stack": (found.stack[0], more)}))
    assert stack_words(found.model_copy(update={"stack": found.stack[:1]})) == ""


def test_a_measurement_that_tells_nothing_is_not_praised() -> None:
    found = made("map-kettle000")
    values = found.values
    assert values is not None
    none = values.measuring[0].model_copy(update={"narrower": 0.001, "tests": ()})
    found = found.model_copy(update={"values": values.model_copy(update={"measuring": (none,)})})
    assert "No single measurement" in measure_first(found)
    assert ab_words(none) == ""


def test_a_small_test_is_said_to_tell_hardly_anything() -> None:
    values = made("map-kettle000").values
    assert values is not None
    one = values.measuring[0].model_copy(update={"advised": 2})
    assert "hardly" in ab_words(one)


@pytest.mark.parametrize("kind", ["rule", "rule-off", "policy", "mode", "pain", "card", "trait", "map", "rest"])
def test_every_kind_of_change_has_a_name(kind: str) -> None:
    one = share("key", "Named", 0.001).model_copy(update={"kind": kind})
    assert title_of(one)
    assert ("Named" in title_of(one)) == (kind not in {"policy", "mode", "rest"})


def test_every_assumption_has_a_name() -> None:
    keys = [
        *(f"effect:{key}" for key in TECHNIQUES), *(f"structure:{key}" for key in STRUCTURE),
        *(f"trait:{one.name}" for one in _TRAITS), *(f"world:{one.name}" for one in _WORLD), "world:forget_days",
        "world:notice",
    ]  # fmt: skip
    titles = [assumption_title(key) for key in keys]
    assert len(set(titles)) == len(titles)
    for key, title in zip(keys, titles, strict=True):
        assert title
        assert title != key.partition(":")[2], key


def test_the_effect_made_here_has_an_interval() -> None:
    assert effect(0.001).interval == (0.0, 0.003)
