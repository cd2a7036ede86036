"""story: one visitor in plain words, the same every time, and nothing that happens is left untold."""

import json
from pathlib import Path
from typing import Any

import pytest

from app.actions.story_text import Teller
from app.project.examples import new_from_example
from app.project.slices import scenario as scenario_of
from app.words import speaking
from simulation import traces
from simulation.compile import Compiled, assemble
from simulation.traces.life import life, parting, person
from simulation.traces.walk import Walk
from tests.app.cli.conftest import Type
from tests.shop import solved_shop, strong


def _walk(example: str) -> Walk:
    scenario = scenario_of(new_from_example(example))
    made = assemble(scenario)
    compiled = Compiled(made.plan, made.tables, solved_shop().calibration, (), ())
    return Walk(scenario, compiled, strong(made.plan), 1, 0, "auto", ())


def test_every_kind_of_event_has_its_words() -> None:
    walk = _walk("kettle")
    assert set(Teller(walk, person(walk, 0), 1).ways) == set(range(len(traces.KINDS)))


@pytest.mark.parametrize("example", ["kettle", "clothing", "airline"])
def test_every_life_can_be_told_in_both_languages(example: str) -> None:
    walk = _walk(example)
    for visitor in range(40):
        rows, control = life(walk, visitor, 1), life(walk, visitor, 0)
        who = person(walk, visitor)
        assert set(rows["persona"]) == {walk.compiled.tables.personas.index(who.persona)}
        assert parting(rows, rows) is None
        for tongue in ("en", "nl"):
            with speaking(tongue):
                chapters = Teller(walk, who, 1).chapters(rows, control)
            text = "\n".join(chapter.text() for chapter in chapters)
            assert "{" not in text
            visits = int((rows["kind"] == traces.VISIT).sum())
            assert len(chapters) >= visits + 2
            assert max(map(len, text.splitlines())) <= 80
            assert all(chapter.lines for chapter in chapters)


def test_where_two_lives_part_is_told() -> None:
    walk, found = _walk("airline"), 0
    for visitor in range(200):
        rows, control = life(walk, visitor, 1), life(walk, visitor, 0)
        parted = parting(rows, control)
        told = Teller(walk, person(walk, visitor), 1).chapters(rows, control)[-1]
        assert told.title == "Compared with: no messages"
        if parted is None:
            assert told.lines[0] == "Everything would have gone the same way."
        else:
            found += 1
            assert told.lines[0].startswith("In visit ")
            assert len(told.lines) == 4
    assert found > 0


@pytest.mark.slow
def test_a_story_on_the_command_line(footfall: Type, kettle: Path) -> None:
    def told(*options: str) -> dict[str, Any]:
        said = footfall("story", kettle, "--visitor", "17", "--json", "-", *options)
        assert (said.code, said.err) == (0, "")
        content: dict[str, Any] = json.loads(said.out)
        return content

    one = told()
    assert told() == one
    assert (one["format"], one["visitor"], one["seed"]) == ("footfall-story", 17, 1)
    assert one["arm"] != "control"
    assert {event["visitor"] for event in one["events"]} == {17}
    assert [event["event"] for event in one["events"]].count("visit") >= 1
    assert told("--seed", "2")["person"] != one["person"]
    alone = told("--arm", "control")
    assert alone["person"] == one["person"]
    assert len(alone["chapters"]) < len(one["chapters"]) or alone["events"] != one["events"]
    assert told("--draw", "1")["draw"] == 1
    said = footfall("story", kettle, "--visitor", "17")
    assert said.lines[0].startswith("Visitor 17: ")
    assert any("the chance of that was" in line.lower() for line in said.lines)


@pytest.mark.parametrize(
    ("options", "code", "told"),
    [
        (("--visitor", "-1"), 2, "--visitor"),
        (("--visitor", "many"), 2, "--visitor"),
        ((), 2, "--visitor"),
        (("--visitor", "1", "--arm", "variant-nowhere"), 1, "There is no variant variant-nowhere; there is: control"),
        (("--visitor", "1", "--experiment", "experiment-nowhere0"), 1, "experiment-"),
    ],
)
def test_what_cannot_be_told(footfall: Type, kettle: Path, options: tuple[str, ...], code: int, told: str) -> None:
    said = footfall("story", kettle, *options)
    assert said.code == code
    assert told in said.err
    assert said.out == ""
