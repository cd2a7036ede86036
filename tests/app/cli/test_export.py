"""export: pictures without a screen, the project as a file, and what cannot be."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.app.cli.conftest import Type
from tests.house.sources import ROOT

pytestmark = pytest.mark.usefixtures("qapp")
"""A window's application, so that tests of the studio can run in the same process afterwards."""

PNG = b"\x89PNG\r\n\x1a\n"


def _size(png: bytes) -> tuple[int, int]:
    assert png.startswith(PNG)
    return int.from_bytes(png[16:20]), int.from_bytes(png[20:24])


@pytest.fixture
def picture(footfall: Type, kettle: Path, tmp_path: Path) -> Type:
    """Export a small PNG with these options; what it says has `out` replaced by nothing, the bytes are on disk."""

    def export(*options: str | Path, stdin: bytes = b"") -> object:
        return footfall("export", kettle, "--to", tmp_path / "out.png", "--force", *options, stdin=stdin)

    return export  # type: ignore[return-value]  # what it returns is what `footfall` returned


def test_a_picture(picture: Type, tmp_path: Path) -> None:
    out = tmp_path / "out.png"
    said = picture("--scale", "0.5")
    assert (said.code, said.err, said.out) == (0, "", f"{out} is written.\n")
    small = _size(out.read_bytes())
    assert picture("--scale", "1").code == 0
    assert _size(out.read_bytes()) == pytest.approx((small[0] * 2, small[1] * 2), abs=2)


def test_the_theme_and_the_personas_change_the_picture(picture: Type, kettle: Path, tmp_path: Path) -> None:
    out, seen = tmp_path / "out.png", set()
    somebody = next(iter(json.loads(kettle.read_bytes())["personas"]))
    for options in ((), ("--theme", "dark"), ("--persona", somebody), ("--language", "nl")):
        assert picture("--scale", "0.5", *options).code == 0
        seen.add(out.read_bytes())
    assert len(seen) == 4


def test_a_drawing_holds_its_texts(footfall: Type, kettle: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.svg"
    assert footfall("export", kettle, "--to", out).code == 0
    root = ET.fromstring(out.read_bytes())  # noqa: S314 - a file of our own
    assert root.tag.endswith("svg")
    assert "Samira" in "".join(root.itertext())


def test_the_project_itself(footfall: Type, kettle: Path, kettle_content: bytes) -> None:
    said = footfall("export", kettle, "--to", "-", "--format", "json")
    assert said.out.encode() == kettle_content
    by_pipe = footfall("export", "-", "--to", "-", "--format", "json", stdin=kettle_content)
    assert by_pipe.out.encode() == kettle_content


def test_an_existing_picture_is_kept(footfall: Type, kettle: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.png"
    out.write_text("precious")
    said = footfall("export", kettle, "--to", out)
    assert said.code == 1
    assert "--force" in said.err
    assert out.read_text() == "precious"


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--map", "map-nowhere0"), "map-"),
        (("--persona", "persona-nowhere0"), "persona-samira00"),
    ],
)
def test_an_unknown_map_or_persona_lists_those_there_are(picture: Type, options: tuple[str, str], told: str) -> None:
    said = picture(*options)
    assert said.code == 1
    assert told in said.err


@pytest.mark.parametrize("name", ["out", "out.docx", "out."])
def test_an_ending_that_means_nothing_lists_those_that_do(
    footfall: Type, kettle: Path, tmp_path: Path, name: str
) -> None:
    out = tmp_path / name
    said = footfall("export", kettle, "--to", out)
    assert said.code == 1
    assert ".png" in said.err
    assert said.out == ""


@pytest.mark.parametrize(
    "options",
    [
        ("--scale", "0"),
        ("--scale", "100"),
        ("--scale", "nan"),
        ("--theme", "pink"),
        ("--language", "fr"),
        ("--format", "pdf"),
        ("--map", "map-kettle00", "--all"),
    ],
)
def test_options_typed_wrong(picture: Type, options: tuple[str, ...]) -> None:
    assert picture(*options).code == 2


def test_somewhere_to_is_asked_for(footfall: Type, kettle: Path) -> None:
    said = footfall("export", kettle)
    assert said.code == 2
    assert "--to" in said.err


def test_without_a_screen_it_still_paints(kettle: Path) -> None:
    hidden = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    environment = {key: value for key, value in os.environ.items() if key not in hidden}
    done = subprocess.run(
        [sys.executable, "-m", "app.cli.main", "export", str(kettle), "--to", "-", "--format", "png", "--scale", "0.3"],
        cwd=ROOT, env=environment, capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(PNG)
    assert done.stderr == b""


def test_a_format_that_cannot_be_told_is_asked_for(footfall: Type, kettle: Path) -> None:
    said = footfall("export", kettle, "--to", "-")
    known = "png, svg, json, growthbook, flagd, rules, rules-csv"
    assert said.err == f"error: Say by --format what to write to standard output: {known}.\n"
    said = footfall("export", kettle, "--to", "x.pdf")
    assert said.err == "error: pdf is not built yet; there are png, svg, json, growthbook, flagd, rules, rules-csv.\n"
    said = footfall("export", kettle, "--to", "x.exe")
    assert said.err.startswith("error: The ending of x.exe says nothing about its format.")


def test_rules_for_a_platform(footfall: Type, kettle: Path, tmp_path: Path) -> None:
    out = tmp_path / "rules.flagd.json"
    refused = footfall("export", kettle, "--to", out)
    assert refused.code == 1
    assert "--policy" in refused.err
    assert footfall("export", kettle, "--to", out, "--policy", "policy-starter0", "--coverage", "0.5").code == 0
    assert json.loads(out.read_text("utf-8"))["flags"]
