"""prices, evidence, simulate --fix and pictures with price tags, as they are typed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from simulation.experiment.price_list import PainPrice, Prices
from simulation.experiment.result import Change, Effect
from simulation.policy.catalogue import TECHNIQUES
from tests.app.cli.conftest import Type

QUICK = ("--visitors", "400", "--draws", "4", "--workers", "1")


def effect(mean: float) -> Effect:
    return Effect(mean=mean, interval=(mean / 4, mean * 2), se_monte_carlo=mean / 50, se_parameters=mean / 2, se=None)


def price_of(project: Path, digest: str = "") -> Prices:
    """Prices by hand: the first pain point costs 1234 a month, the second 56."""
    content = json.loads(project.read_text())
    change = Change(
        absolute=effect(0.001), relative=effect(0.05), helps=None, no_difference=None, harms=None, flips=500,
        gained=490, quality="good",
    )  # fmt: skip
    rows = tuple(
        PainPrice(
            arm=f"solve-{pain}", conversion=change, orders=effect(cost / 20), margin=effect(cost), rank=rank, pain=pain,
            card=content["pains"][pain]["card"], touchpoint="touchpoint-aaaaaaaa",
            title=content["cards"][content["pains"][pain]["card"]]["text"], where="Somewhere", severity=3,
        )
        for rank, (pain, cost) in enumerate(zip(content["pains"], (1234.4, 56.0), strict=False), 1)
    )  # fmt: skip
    return Prices(
        map=next(iter(content["maps"])), experiment="", control="Silence", seed=1, engine="compiled", visitors=400,
        draws=4, seconds=1.0, complete=True, currency="EUR", visitors_per_month=1000.0, money="margin_per_visitor",
        priced=rows, project_digest=digest,
    )  # fmt: skip


@pytest.mark.slow
def test_the_table_and_the_json(footfall: Type, kettle: Path, tmp_path: Path) -> None:
    out = tmp_path / "prices.json"
    said = footfall("prices", kettle, "--visitors", "2000", "--draws", "10", "--json", out)
    assert (said.code, said.err) == (0, "")
    found = Prices.model_validate_json(out.read_bytes())
    named = {one.pain for one in found.priced} | {one.pain for one in found.unpriced}
    assert named == set(json.loads(kettle.read_text())["pains"])
    known = [one.margin.mean for one in found.priced if one.margin.mean is not None]
    assert known == sorted(known, reverse=True)
    assert known
    assert found.priced[0].title in said.out
    assert "assumed, by the table of severities" in said.out
    assert "Not priced here" in said.out
    assert "Uncalibrated" in said.out
    assert said.lines[-1] == f"The whole result is in {out}."
    assert max(map(len, said.lines[:-1])) <= 80
    picture = tmp_path / "map.svg"
    assert footfall("export", kettle, "--to", picture, "--prices", out).code == 0
    assert picture.stat().st_size > 10_000


@pytest.mark.slow
def test_a_change_is_an_arm(footfall: Type, kettle: Path) -> None:
    pain = next(iter(json.loads(kettle.read_text())["pains"]))
    said = footfall("simulate", kettle, *QUICK, "--fix", pain, "--json", "-")
    assert said.code == 0, said.err
    arms = json.loads(said.out)["arms"]
    assert arms[-1]["id"] == "fix-1"
    assert arms[-1]["name"].endswith("solved")


def test_a_change_that_cannot_be_meant_ends_before_anything_is_run(footfall: Type, kettle: Path) -> None:
    said = footfall("simulate", kettle, *QUICK, "--fix", "pain-nowhere0")
    assert said.code == 1
    assert "There is no pain point pain-nowhere0 on this map; there is: pain-" in said.err


def test_a_picture_carries_the_prices_it_is_given(footfall: Type, kettle: Path, tmp_path: Path) -> None:
    """The tag's words are in the drawing: text is text there, so that it can be searched for."""
    prices = tmp_path / "prices.json"
    prices.write_text(price_of(kettle).model_dump_json())
    plain, tagged = tmp_path / "plain.svg", tmp_path / "tagged.svg"
    assert footfall("export", kettle, "--to", plain).code == 0
    said = footfall("export", kettle, "--to", tagged, "--prices", prices)
    assert (said.code, said.err) == (0, "")
    assert tagged.stat().st_size > plain.stat().st_size


@pytest.mark.parametrize(
    ("content", "told"),
    [(b"{}", "holds no prices"), (b"\x00\xff", "holds no prices"), (None, "cannot be read")],
)
def test_what_holds_no_prices_is_named(
    footfall: Type, kettle: Path, tmp_path: Path, content: bytes | None, told: str
) -> None:
    prices = tmp_path / "prices.json"
    if content is not None:
        prices.write_bytes(content)
    said = footfall("export", kettle, "--to", tmp_path / "map.svg", "--prices", prices)
    assert said.code == 1
    assert told in said.err


def test_prices_of_another_map_are_refused(footfall: Type, kettle: Path, tmp_path: Path) -> None:
    prices = tmp_path / "prices.json"
    prices.write_text(price_of(kettle).model_copy(update={"map": "map-another0"}).model_dump_json())
    said = footfall("export", kettle, "--to", tmp_path / "map.svg", "--prices", prices)
    assert said.code == 1
    assert "prices of another map" in said.err


def test_the_evidence_of_every_technique(footfall: Type) -> None:
    said = footfall("evidence")
    assert (said.code, said.err) == (0, "")
    for told in ("Scarcity", "+2.9%", "published", "assumed", "Browne, Swarbrick Jones, 2017", "* Next to nothing"):
        assert told in said.out
    rows = json.loads(footfall("evidence", "--json", "-").out)["techniques"]
    assert [row["key"] for row in rows] == list(TECHNIQUES)
    for row in rows:
        assert row["interval"][0] <= row["mean"] <= row["interval"][1]
        assert 0 <= row["positive"] <= 1 - row["null_share"]
        assert row["source"]["title"]
        assert row["condition"]
        assert row["wide"] == (row["sd"] >= 2 * abs(row["mean"]))
        assert row["kind"] != "assumed" or row["source"]["key"] == "footfall-assumption"


def test_all_that_is_known_of_one_technique(footfall: Type) -> None:
    said = footfall("evidence", "--technique", "scarcity")
    assert said.code == 0
    for told in ("Mean +2.9%, spread 1.5%", "Honest when: The claim rests on a real stock.", "log-odds a showing"):
        assert told in said.out
    assert "Social proof" not in said.out
    wrong = footfall("evidence", "--technique", "hypnosis")
    assert wrong.code == 1
    assert "there is no technique hypnosis" in wrong.err
    assert "scarcity" in wrong.err
