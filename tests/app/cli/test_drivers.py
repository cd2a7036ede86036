"""drivers, as it is typed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from simulation.drivers import hanging
from simulation.drivers.result import Drivers
from tests.app.cli.conftest import Type

QUICK = ("--visitors", "300", "--draws", "6", "--workers", "1")


@pytest.fixture(autouse=True)
def _nothing_fitted_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = hanging.other_levers
    monkeypatch.setattr(hanging, "other_levers", lambda *a, **k: [one for one in whole(*a, **k) if not one.fits_anew])


def test_the_tables_and_the_json(footfall: Type, kettle: Path, tmp_path: Path) -> None:
    out = tmp_path / "drivers.json"
    arm = next(key for key, one in json.loads(kettle.read_text())["variants"].items() if "policy" in one)
    said = footfall("drivers", kettle, *QUICK, "--arm", arm, "--json", out)
    assert said.code == 0, said.err
    found = Drivers.model_validate_json(out.read_bytes())
    assert (found.arm, found.draws, found.complete) == (arm, 6, True)
    assert found.rules is not None
    assert sum(one.share.mean or 0.0 for one in found.rules.shares) == pytest.approx(found.lift.mean, abs=1e-9)
    assert "what drives it" in said.out
    # So few visitors carry no number; the tables are those of tests/app/actions/test_drivers.py.
    assert "too few to say" in said.out
    assert "changed sides" in said.out
    assert max(map(len, said.lines[:-1])) <= 80


def test_a_screening_of_everything(footfall: Type, kettle: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = hanging.other_levers
    kept = {"trait:consent", "world:margin"}
    monkeypatch.setattr(hanging, "other_levers", lambda *a, **k: [one for one in whole(*a, **k) if one.key in kept])
    said = footfall("drivers", kettle, *QUICK, "--screen", "2", "--json", "-")
    assert said.code == 0, said.err
    rows = {one["key"]: one for one in json.loads(said.out)["screening"]}
    assert rows["world:margin"]["size"] == 0.0
    assert {"trait:consent", "structure:m1"} <= set(rows)


def test_an_arm_that_is_not_there(footfall: Type, kettle: Path) -> None:
    said = footfall("drivers", kettle, *QUICK, "--arm", "variant-nowhere")
    assert said.code == 1
    assert "there is no variant-nowhere" in said.err
    assert "variant-" in said.err.replace("variant-nowhere", "")
