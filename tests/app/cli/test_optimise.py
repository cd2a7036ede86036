"""optimise and learn, as they are typed."""

from __future__ import annotations

import json
from pathlib import Path

from tests.app.cli.conftest import Type

QUICK = ("--draws", "8", "--visitors", "100", "--workers", "1")
COURSE = ("--weeks", "2", "--visitors-per-week", "300", "--draws", "2", "--workers", "1")


def test_the_best_policy_is_found_and_written(footfall: Type, kettle: Path, tmp_path: Path) -> None:
    out = tmp_path / "best.json"
    said = footfall("optimise", kettle, "--only-rules", *QUICK, "--json", out)
    assert said.code == 0, said.err
    found = json.loads(out.read_text())
    assert (found["format"], found["version"], found["method"]) == ("footfall-best", 1, "enumerated")
    assert found["exact"]
    assert "the best policy" in said.out
    assert "The lifts are of others, who chose nothing." in " ".join(said.out.split())
    assert {arm["id"] for arm in found["judged"]["arms"]} >= {"as-it-stands", found["winners"][0]["arm"]}
    assert max(map(len, said.lines[:-1])) <= 80


def test_a_policy_learns_and_says_what_that_costs(footfall: Type, kettle: Path, tmp_path: Path) -> None:
    out = tmp_path / "learned.json"
    said = footfall("learn", kettle, *COURSE, "--json", out)
    assert said.code == 0, said.err
    found = json.loads(out.read_text())
    assert (found["format"], found["unit"], len(found["periods"])) == ("footfall-learned", "course", 2)
    assert "4 courses of 2 weeks with 600 visitors each" in " ".join(said.out.split())
    assert max(map(len, said.lines[:-1])) <= 80


def test_a_policy_that_learns_is_no_arm_of_a_simulation(footfall: Type, kettle: Path) -> None:
    content = json.loads(kettle.read_text())
    for policy in content["policies"].values():
        policy["adaptive"] = "thompson"
    kettle.write_text(json.dumps(content))
    said = footfall("simulate", kettle, "--visitors", "300", "--draws", "4")
    assert said.code == 1
    assert "footfall learn" in said.err
