"""`footfall plan`: the plan as text and JSON, from a result or a run of its own, and the check of a split."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.actions.plan_words import begun, weeks_words
from app.project.files import load
from app.project.planning import eligible_share, week_of
from maps.model import JourneyMap, World
from personas.provenance import assumed
from personas.records import FrozenMap
from simulation.experiment.result import Result
from simulation.planning.plan import TestPlan
from tests.app.cli.conftest import Type

EVEN, UNEVEN = "50000,50100,49900,50200", "50000,52000,50000,50000"
QUICK = ("--visitors", "2000", "--draws", "30", "--workers", "1")


@pytest.fixture(scope="session")
def run_of_kettle(kettle_content: bytes, tmp_path_factory: pytest.TempPathFactory) -> Path:
    from app.cli.main import main

    folder = tmp_path_factory.mktemp("plan")
    project, out = folder / "kettle.footfall.json", folder / "result.json"
    project.write_bytes(kettle_content)
    assert main(["simulate", str(project), *QUICK, "--json", str(out)]) == 0
    return out


def test_the_plan_is_told_and_written(footfall: Type, kettle: Path, run_of_kettle: Path, tmp_path: Path) -> None:
    out = tmp_path / "plan.json"
    said = footfall("plan", kettle, "--result", run_of_kettle, "--visitors-per-day", "4200", "--json", out)
    assert (said.code, said.err) == (0, "")
    plan = TestPlan.model_validate_json(out.read_bytes())
    assert plan.visitors_per_day == 4200
    assert 0 < plan.eligible < 1
    assert plan.reached is not None
    assert begun(weeks_words(plan.weeks)) in said.out
    assert "Chance it comes out significant" in said.out
    assert max(map(len, said.lines[:-1])) <= 80
    assert said.lines[-1] == f"The whole result is in {out}."


def test_more_traffic_and_less_certainty_take_less_time(footfall: Type, kettle: Path, run_of_kettle: Path) -> None:
    def weeks(*more: str) -> int:
        said = footfall("plan", kettle, "--result", run_of_kettle, "--json", "-", *more)
        assert said.code == 0, said.err
        found = json.loads(said.out)["needed_weeks"]
        assert isinstance(found, int)
        return found

    usual = weeks("--visitors-per-day", "4200")
    assert weeks("--visitors-per-day", "42000") < usual
    assert weeks("--visitors-per-day", "4200", "--power", "0.6") < usual
    assert weeks("--visitors-per-day", "4200", "--alpha", "0.2") < usual


@pytest.mark.slow
def test_it_simulates_itself(footfall: Type, kettle: Path) -> None:
    said = footfall("plan", kettle, *QUICK, "--weeks", "4")
    assert said.code == 0, said.err
    assert "4 weeks. 4 arms of" in said.out


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (("--counts", "50000"), "takes 4 numbers"),
        (("--counts", "50000,many,1,1"), "no count of visitors"),
        (("--counts", "0,0,0,0"), "no split to check"),
        (("--result", "nowhere.json"), "cannot be read"),
        (("--arm", "variant-nowhere0"), "no such arm"),
    ],
)
def test_what_cannot_be_planned_is_said(
    footfall: Type, kettle: Path, run_of_kettle: Path, typed: tuple[str, ...], words: str
) -> None:
    more = ("--result", str(run_of_kettle)) if typed[0] == "--arm" else ()
    said = footfall("plan", kettle, *typed, *more)
    assert said.code == 1
    assert words in said.err


def test_a_project_is_no_result(footfall: Type, kettle: Path) -> None:
    said = footfall("plan", kettle, "--result", kettle)
    assert said.code == 1
    assert "holds no result" in said.err


def test_a_split_is_checked_without_simulating(footfall: Type, kettle: Path) -> None:
    good, bad = (footfall("plan", kettle, "--counts", one) for one in (EVEN, UNEVEN))
    assert good.code == bad.code == 0
    assert "as it should be (p = 0." in good.out
    assert "do not believe this test" in bad.out
    told = footfall("plan", kettle, "--counts", UNEVEN, "--json", "-")
    assert json.loads(told.out)["off"] is True


def test_the_week_is_that_of_the_map() -> None:
    even = JourneyMap(title="Even")
    assert week_of(even) == pytest.approx([1 / 7] * 7)
    hours = FrozenMap({"0": 1.0, "23": 1.0, "24": 3.0, "167": 5.0})
    busy = JourneyMap(title="Busy", world=World(visitors_per_week=assumed(700.0), hour_of_week=hours))
    assert week_of(busy) == pytest.approx([0.2, 0.3, 0, 0, 0, 0, 0.5])


def test_who_allows_messages_enters_and_a_changed_card_is_for_everybody(kettle: Path, run_of_kettle: Path) -> None:
    project = load(kettle).project
    run = Result.model_validate_json(run_of_kettle.read_bytes())
    arm = run.arms[1].id
    journey = project.maps[run.map]
    shares = {key: project.personas[key].traits.consent.value for key in journey.personas}
    expected = sum(journey.personas[key] * share for key, share in shares.items()) / sum(journey.personas.values())
    assert eligible_share(project, run, arm) == pytest.approx(expected)
    assert eligible_share(project, run, "variant-nowhere0") == 1.0
    cards = tuple(one.model_copy(update={"rests_on": ("cards",)}) for one in run.lifts)
    assert eligible_share(project, run.model_copy(update={"lifts": cards}), arm) == 1.0


def test_what_would_take_ages_is_said_in_words(footfall: Type, kettle: Path, run_of_kettle: Path) -> None:
    said = footfall("plan", kettle, "--result", run_of_kettle, "--visitors-per-day", "3", "--json", "-")
    plan = TestPlan.model_validate_json(said.out)
    assert plan.weeks > 520
    told = footfall("plan", kettle, "--result", run_of_kettle, "--visitors-per-day", "3").out
    assert "Over ten years" in told
    assert f"{plan.weeks:,}" not in told
    shares = [float(one.rstrip("%").lstrip("+").replace(",", "")) for one in told.split() if one.endswith("%")]
    assert max(shares) <= 1000


def test_a_result_of_another_state_of_the_project_is_named(footfall: Type, kettle: Path, run_of_kettle: Path) -> None:
    said = footfall("plan", kettle, "--result", run_of_kettle)
    assert "before the project was changed" not in said.err
    content = json.loads(kettle.read_text())
    next(iter(content["maps"].values()))["world"]["bounce"]["value"] = 0.25
    kettle.write_text(json.dumps(content))
    said = footfall("plan", kettle, "--result", run_of_kettle)
    assert said.code == 0
    assert "was made before the project was changed" in " ".join(said.err.split())
