"""A report stands on its own: it loads nothing, interprets nothing, and says what the result says."""

import base64
import re
from dataclasses import replace
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import pytest

from app.actions.report.dossier import Dossier
from app.actions.report.make import dossier
from app.actions.report.write import written
from app.desktop.export import QtPainter
from app.project.builders import set_field
from app.project.edits import apply
from app.project.examples import new_from_example
from app.project.slices import scenario
from app.words import percent, speaking
from simulation.experiment.run import Settings, simulate

PAGE = re.compile(rb"/Type\s*/Page\b(?!s)")
HOSTILE = "<script>alert(1)</script>\"'&<img src=x onerror=y> \u202e\u0000" + "W" * 300


class Tags(HTMLParser):
    """The tags of a page, its texts, and whether each tag that was opened is closed."""

    VOID = frozenset({"meta", "img"})

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def said(self) -> str:
        return "\n".join(self.texts)


@pytest.fixture(scope="module")
def made(request: pytest.FixtureRequest) -> Dossier:
    request.getfixturevalue("qapp")
    project = new_from_example("kettle", "en")
    asked = scenario(project)
    result = simulate(asked, Settings(draws=60, visitors=800, workers=1))
    return dossier(project, asked, result, QtPainter(), "2026-11-22T05:00:00+00:00")


def page(made: Dossier) -> Tags:
    return Tags(written(made, "report.html", QtPainter()).decode("utf-8"))


def test_the_page_needs_nothing_else(made: Dossier) -> None:
    tags = page(made)
    assert tags.open == []
    assert not {tag for tag, _ in tags.found} & {"script", "link", "iframe", "object", "form", "a"}
    policy = [told.get("content") for tag, told in tags.found if told.get("http-equiv")]
    assert policy == ["default-src 'none'; img-src data:; style-src 'unsafe-inline'"]
    pictures = [told for tag, told in tags.found if tag == "img"]
    assert len(pictures) >= 4
    for picture in pictures:
        kind, _, data = str(picture["src"]).partition("base64,")
        assert kind == "data:image/svg+xml;"
        assert ET.fromstring(base64.b64decode(data)).tag.endswith("svg")  # noqa: S314 - our own drawing
        assert picture["alt"]


def test_it_says_what_the_result_says(made: Dossier) -> None:
    said = page(made).said()
    best = made.first
    assert best is not None
    relative = made.lift(best).relative
    assert relative is not None
    assert relative.mean is not None
    assert relative.interval is not None
    for value in (relative.mean, *relative.interval):
        assert percent(value, 1, signed=True) in said
    for arm in made.scenario.arms[1:]:
        assert arm.title in said
    experiment = made.scenario.experiment
    assert experiment is not None
    assert experiment.hypothesis in said
    assert "Uncalibrated" in said
    assert f"--seed {made.result.seed}" in said


def test_the_badge_goes_when_tests_back_it(made: Dossier) -> None:
    calibrated = made.result.calibration.model_copy(update={"label": "calibrated"})
    backed = replace(made, result=made.result.model_copy(update={"calibration": calibrated}))
    assert "badge" in {told.get("class") for _, told in page(made).found}
    assert "badge" not in {told.get("class") for _, told in page(backed).found}


def test_texts_are_never_interpreted(made: Dossier) -> None:
    project = made.project
    (key,) = project.experiments
    project = apply(project, set_field(project, "experiments", key, ("hypothesis",), HOSTILE, "x"))
    title = HOSTILE[:200]
    project = apply(project, set_field(project, "maps", made.result.map, ("title",), title, "x"))
    hostile = dossier(project, scenario(project), made.result, QtPainter())
    tags = page(hostile)
    assert "script" not in {tag for tag, _ in tags.found}
    assert not any(key.startswith("on") for _, told in tags.found for key in told)
    assert "<script>alert(1)</script>" in tags.said()
    assert written(hostile, "report.pdf", QtPainter()).startswith(b"%PDF-")


def test_a_pdf_has_every_page(made: Dossier) -> None:
    content = written(made, "report.pdf", QtPainter())
    assert content.startswith(b"%PDF-")
    pages = len(PAGE.findall(content))
    assert pages >= 4
    project = made.project
    (key,) = project.experiments
    long = set_field(project, "experiments", key, ("hypothesis",), "word " * 1_900, "x")
    longer = replace(made, scenario=scenario(apply(project, long)))
    assert len(PAGE.findall(written(longer, "report.pdf", QtPainter()))) > pages


def test_dutch_is_dutch(made: Dossier) -> None:
    with speaking("nl"):
        tags = page(made)
    assert ("html", {"lang": "nl"}) in tags.found
