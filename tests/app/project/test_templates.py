"""Own templates and files of one map: what goes out, what comes in, and what is refused."""

from __future__ import annotations

import base64
import hashlib
import json
import struct
from pathlib import Path
from typing import Any

import pytest

from app.project.atlas import framework_map
from app.project.check import check
from app.project.edits import apply
from app.project.examples import new_from_example, new_from_framework
from app.project.excerpts import dump_map
from app.project.model import ImageData, Project
from app.project.slices import map_slice
from app.project.templates import (
    own_templates,
    remove_template,
    save_template,
    sound_map,
    take_in,
    template_of,
)
from maps.frameworks.reader import framework_keys
from personas.problems import FootfallError
from personas.records import FrozenMap

MAP = "map-kettle00"


@pytest.fixture(scope="module")
def kettle() -> Project:
    return new_from_example("kettle", "en")


def errors(project: Project) -> list[str]:
    return [one.code for one in check(project) if one.severity == "error"]


@pytest.mark.parametrize("key", framework_keys())
def test_a_framework_becomes_a_map_in_a_project_that_has_one(kettle: Project, key: str) -> None:
    made = framework_map(kettle, key, "en", after=MAP)
    project = apply(kettle, made.edit)
    assert errors(project) == []
    assert list(project.phases) == list(kettle.phases)
    assert set(map_slice(project, made.map).personas) == set(map_slice(kettle, MAP).personas)
    assert project.project.main_map == kettle.project.main_map


def test_a_map_out_and_in_again_is_the_same_under_other_ids(kettle: Project) -> None:
    made = take_in(kettle, dump_map(kettle, MAP), "kettle", after=MAP)
    project = apply(kettle, made.edit)
    assert errors(project) == []
    for table in ("personas", "phases", "sources", "images", "desks"):
        assert getattr(project, table) == getattr(kettle, table), table
    old, new = map_slice(kettle, MAP), map_slice(project, made.map)
    for table in ("stages", "lanes", "touchpoints", "links", "cards", "pains", "opportunities", "metrics"):
        assert len(getattr(old, table)) == len(getattr(new, table)), table
        assert not set(getattr(old, table)) & set(getattr(new, table)), table
    assert [one.title for one in old.touchpoints.values()] == [one.title for one in new.touchpoints.values()]
    assert [one.feelings for one in old.touchpoints.values()] == [one.feelings for one in new.touchpoints.values()]


def test_a_map_comes_into_an_empty_project_with_its_people_and_sources(kettle: Project) -> None:
    made = take_in(Project(), dump_map(kettle, MAP), "kettle")
    project = apply(Project(), made.edit)
    assert errors(project) == []
    assert sorted(one.name for one in project.personas.values()) == sorted(
        kettle.personas[key].name for key in kettle.maps[MAP].personas
    )
    assert not set(project.personas) & set(kettle.personas)
    assert project.sources


def test_a_bare_template_has_the_words_and_no_figures(kettle: Project) -> None:
    small = sound_map(template_of(kettle, MAP, "Bare", figures=False), "bare")
    row = next(iter(small.maps.values()))
    assert row.title == "Bare"
    assert not row.personas
    assert not small.personas
    assert not small.sources
    assert not any(one.feelings for one in small.touchpoints.values())
    assert not any(one.series for one in small.metrics.values())
    assert len(small.links) == len(map_slice(kettle, MAP).links)
    leaving: dict[str, float] = {}
    for link in small.links.values():
        leaving[link.from_touchpoint] = leaving.get(link.from_touchpoint, 0.0) + link.share.value
    assert all(0 < share < 1 for share in leaving.values())
    assert errors(apply(kettle, take_in(kettle, template_of(kettle, MAP, "Bare", figures=False), "bare").edit)) == []


def test_a_full_template_keeps_people_and_feelings(kettle: Project) -> None:
    small = sound_map(template_of(kettle, MAP, "Full", figures=True), "full")
    assert len(small.personas) == len(kettle.maps[MAP].personas)
    assert any(one.feelings for one in small.touchpoints.values())


def test_templates_are_listed_by_title_and_removed(kettle: Project, tmp_path: Path) -> None:
    second = save_template(kettle, MAP, "Zebra", figures=False, folder=tmp_path)
    first = save_template(kettle, MAP, "Áap noot", figures=False, folder=tmp_path)
    again = save_template(kettle, MAP, "Zebra", figures=False, folder=tmp_path)
    assert again != second
    listed = own_templates(tmp_path)
    assert [one.title for one in listed] == ["Zebra", "Zebra", "Áap noot"]
    assert {one.path for one in listed} == {first, second, again}
    assert all(one.stages and one.cards > 20 for one in listed)
    data = remove_template(first)
    assert first not in [one.path for one in own_templates(tmp_path)]
    first.write_bytes(data)
    assert first in [one.path for one in own_templates(tmp_path)]


def test_a_broken_template_is_listed_with_the_reason_and_harms_no_other(kettle: Project, tmp_path: Path) -> None:
    save_template(kettle, MAP, "Good", figures=False, folder=tmp_path)
    (tmp_path / "bad.footfall-map.json").write_text("{", encoding="utf-8")
    good = {one.title: one.why for one in own_templates(tmp_path)}
    assert good["Good"] is None
    assert isinstance(good["bad"], FootfallError)
    assert own_templates(tmp_path / "nowhere") == ()


def hostile(kettle: Project, change: Any) -> bytes:
    data = json.loads(dump_map(kettle, MAP))
    change(data)
    return json.dumps(data).encode()


def _dangling(data: Any) -> None:
    next(iter(data["links"].values()))["to_touchpoint"] = "touchpoint-gone0000"


def _circle(data: Any) -> None:
    next(iter(data["stages"].values()))["opens"] = MAP


def _two_maps(data: Any) -> None:
    data["maps"]["map-second00"] = {"title": "Second"}


def _script(data: Any) -> None:
    data["maps"][MAP]["onload"] = "alert(1)"


def _strange_id(data: Any) -> None:
    data["stages"]["../../etc/passwd"] = next(iter(data["stages"].values()))


def _other_format(data: Any) -> None:
    data["format"] = "footfall"


def _picture(data: Any) -> None:
    png = base64.b64encode(b"<svg onload=alert(1)>").decode()
    data["images"] = {"image-aaaaaaaa": {"sha256": "0" * 64, "width": 1, "height": 1, "png": png}}


@pytest.mark.parametrize(
    "change",
    [_dangling, _circle, _two_maps, _script, _strange_id, _other_format, _picture],
    ids=lambda one: one.__name__,
)
def test_a_file_that_is_not_sound_is_refused_whole(kettle: Project, change: Any) -> None:
    with pytest.raises(FootfallError) as caught:
        take_in(kettle, hostile(kettle, change), "strange")
    assert caught.value.findings


def test_a_true_picture_is_taken_in_once(kettle: Project) -> None:
    header = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR" + struct.pack(">II", 3, 2) + bytes(9)
    data = header + bytes(20)
    image = ImageData(
        sha256=hashlib.sha256(data).hexdigest(), width=3, height=2, png=base64.b64encode(data).decode(), alt="A"
    )
    card = next(iter(kettle.cards))
    cards = kettle.cards.set(card, kettle.cards[card].model_copy(update={"image": "image-aaaaaaaa"}))
    project = kettle.model_copy(update={"images": FrozenMap({"image-aaaaaaaa": image}), "cards": cards})
    made = take_in(project, dump_map(project, MAP), "picture")
    assert list(apply(project, made.edit).images) == ["image-aaaaaaaa"]
    wrong = image.model_copy(update={"width": 30})
    lying = project.model_copy(update={"images": FrozenMap({"image-aaaaaaaa": wrong})})
    with pytest.raises(FootfallError):
        take_in(project, dump_map(lying, MAP), "picture")


def test_a_map_finds_the_phases_of_the_project_it_comes_into(kettle: Project) -> None:
    service = new_from_framework("service", "nl", created="")
    made = take_in(service, dump_map(kettle, MAP), "kettle")
    project = apply(service, made.edit)
    old, new = map_slice(kettle, MAP), map_slice(project, made.map)
    assert [old.phase_kind(key) for key in old.stages] == [new.phase_kind(key) for key in new.stages]
    assert len(project.phases) == len(service.phases)
