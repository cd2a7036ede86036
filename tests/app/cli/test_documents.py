"""new, examples, check and schema."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from maps.frameworks.reader import framework_keys
from personas.library.reader import library_keys
from tests.app.cli.conftest import Type


def test_new_from_an_example_is_sound_and_says_what_to_do_next(footfall: Type, tmp_path: Path) -> None:
    path = tmp_path / "mine.footfall.json"
    said = footfall("new", path, "--example", "kettle")
    assert (said.code, said.err) == (0, "")
    assert said.lines == [f"{path} is made: Buying a kettle online.", f"Look at it with: footfall open {path}"]
    checked = footfall("check", path)
    assert (checked.code, checked.out) == (0, "Nothing is wrong.\n")


@pytest.mark.parametrize("name", framework_keys())
def test_new_from_every_framework(footfall: Type, name: str) -> None:
    said = footfall("new", "-", "--framework", name, "--language", "nl")
    assert said.code == 0
    project = json.loads(said.out)
    assert project["project"]["language"] == "nl"
    assert len(project["maps"]) == 1


def test_new_with_personas_of_the_library(footfall: Type, tmp_path: Path) -> None:
    for start in (("--framework", "blank"), ("--example", "kettle")):
        path = tmp_path / f"{start[1]}.footfall.json"
        personas = [part for key in library_keys() for part in ("--persona", key)]
        assert footfall("new", path, *start, *personas).code == 0
        project = json.loads(path.read_text())
        added = [key for key, persona in project["personas"].items() if persona.get("library") in library_keys()]
        (journey,) = project["maps"].values()
        assert set(added) <= set(journey["personas"])
        assert len(added) == len(library_keys())


def test_new_in_the_user_s_language(footfall: Type, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOOTFALL_LANGUAGE", "nl")
    assert json.loads(footfall("new", "-", "--example", "kettle").out)["project"]["language"] == "nl"
    english = footfall("new", "-", "--example", "kettle", "--language", "en")
    assert "language" not in json.loads(english.out)["project"]


def test_new_to_standard_output_says_nothing_else(footfall: Type) -> None:
    said = footfall("new", "-", "--example", "kettle")
    assert json.loads(said.out)["format"] == "footfall"
    assert said.err == ""


def test_new_overwrites_only_when_told(footfall: Type, tmp_path: Path) -> None:
    path = tmp_path / "mine.json"
    path.write_text("precious")
    said = footfall("new", path, "--example", "kettle")
    assert (said.code, said.out) == (1, "")
    assert said.err == f"error: {path} exists. Give --force to overwrite it.\n"
    assert path.read_text() == "precious"
    assert footfall("new", path, "--example", "kettle", "--force").code == 0
    assert path.read_text().startswith("{")


@pytest.mark.parametrize(
    ("options", "named"),
    [
        (("--example", "nothing"), "kettle"),
        (("--framework", "nothing"), "browse-search-choose-checkout-care"),
        (("--framework", "blank", "--persona", "nobody"), "danielle"),
        (("--example", "../../etc"), "kettle"),
    ],
)
def test_new_lists_what_ships_when_a_name_is_wrong(
    footfall: Type, tmp_path: Path, options: tuple[str, ...], named: str
) -> None:
    path = tmp_path / "mine.json"
    said = footfall("new", path, *options)
    assert said.code == 1
    assert named in said.err
    assert not path.exists()


@pytest.mark.parametrize(
    "options", [(), ("--example", "kettle", "--framework", "blank"), ("--example", "kettle", "--language", "fr")]
)
def test_new_typed_wrong(footfall: Type, tmp_path: Path, options: tuple[str, ...]) -> None:
    assert footfall("new", tmp_path / "mine.json", *options).code == 2


@pytest.mark.parametrize("place", ["", "no/such/folder/mine.json"])
def test_new_into_no_place(footfall: Type, tmp_path: Path, place: str) -> None:
    said = footfall("new", tmp_path / place, "--example", "kettle", "--force")
    assert said.code == 1
    assert said.err.startswith("error: ")
    assert said.err.count("\n") == 1


def test_examples_lists_all_that_new_takes(footfall: Type) -> None:
    said = footfall("examples")
    assert said.code == 0
    for name in ("kettle", *framework_keys(), *library_keys()):
        assert f"\n  {name}" in said.out
    assert max(map(len, said.lines)) <= 80


def test_the_schema_is_one_and_fits_what_is_made(footfall: Type) -> None:
    said = footfall("schema")
    schema = json.loads(said.out)
    assert schema["$schema"].startswith("https://json-schema.org/")
    made = json.loads(footfall("new", "-", "--example", "kettle").out)
    assert set(made) <= set(schema["properties"])


def _with(path: Path, change: dict[str, object]) -> Path:
    project = json.loads(path.read_text())
    project.update(change)
    path.write_text(json.dumps(project))
    return path


def _dangling(path: Path) -> Path:
    project = json.loads(path.read_text())
    project["project"]["main_map"] = "map-nowhere0"
    path.write_text(json.dumps(project))
    return path


def _idle_link(path: Path) -> Path:
    project = json.loads(path.read_text())
    project["audiences"] = {}
    for rule in project["rules"].values():
        rule.pop("audiences", None)
    path.write_text(json.dumps(project))
    return path


def test_check_says_one_problem_a_line(footfall: Type, kettle: Path) -> None:
    said = footfall("check", _dangling(kettle))
    assert said.code == 1
    first, *_, last = said.lines
    assert first == (
        "error: project.main_map: it names map-nowhere0, which is not in maps. "
        "Remove this reference, or put the record back."
    )
    assert last == "1 error, 0 warnings."


def test_check_is_content_with_warnings(footfall: Type, kettle: Path) -> None:
    said = footfall("check", _idle_link(kettle))
    assert said.code == 0
    assert said.lines[0].startswith("warning: audiences: ")
    assert said.lines[-1].startswith("0 errors, 1 warning")


def test_check_in_dutch(footfall: Type, kettle: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOOTFALL_LANGUAGE", "nl")
    assert footfall("check", _dangling(kettle)).lines == [
        (
            "fout: project.main_map: dit noemt map-nowhere0, en dat staat niet bij kaarten. "
            "Haal deze verwijzing weg, of zet terug waarnaar ze verwijst."
        ),
        "1 fout, 0 waarschuwingen.",
    ]


def test_check_for_a_script(footfall: Type, kettle: Path, tmp_path: Path) -> None:
    out = tmp_path / "findings.json"
    said = footfall("check", _dangling(kettle), "--json", out)
    assert said.code == 1
    assert said.lines[-1] == "1 error, 0 warnings."
    written = json.loads(out.read_text())
    assert {key: written[key] for key in ("format", "version", "sound")} == {
        "format": "footfall-findings",
        "version": 1,
        "sound": False,
    }
    (finding,) = written["findings"]
    assert (finding["severity"], finding["code"], finding["path"]) == ("error", "dangling", "project.main_map")
    assert finding["values"] == {"id": "map-nowhere0", "table": "maps"}
    again = footfall("check", kettle, "--json", "-")
    assert json.loads(again.out) == written
    assert footfall("check", kettle, "--json", out).code == 1
    assert footfall("check", kettle, "--json", out, "--force").code == 1


def test_check_reads_standard_input(footfall: Type, kettle_content: bytes) -> None:
    assert footfall("check", "-", stdin=kettle_content).out == "Nothing is wrong.\n"
    assert footfall("check", "-", stdin=b"").code == 1


def test_what_cannot_be_read_is_a_finding_for_scripts_too(footfall: Type, tmp_path: Path) -> None:
    path = tmp_path / "broken.json"
    path.write_bytes(b"\x00\x01\x02")
    said = footfall("check", path, "--json", "-")
    assert said.code == 1
    assert json.loads(said.out)["findings"][0]["code"] == "binary"


def test_a_link_that_leads_nowhere_is_not_replaced_either(footfall: Type, tmp_path: Path) -> None:
    here, there = tmp_path / "here.json", tmp_path / "there.json"
    here.symlink_to(there)
    there.symlink_to(here)
    said = footfall("new", here, "--framework", "blank")
    assert (said.code, said.err.count("\n")) == (1, 1)
    assert "exists" in said.err
    assert here.is_symlink()
