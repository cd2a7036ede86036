"""Everything that goes out: found by its ending, made of the right maps, refused in words."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from app.formats.pictures import images_of, picture
from app.formats.port import Picture
from app.formats.registry import FORMATS, by_id, for_path
from app.formats.wish import Wish
from app.project.model import ImageData, Project
from app.project.slices import map_slice
from app.words import speaking
from maps.examples.reader import example_project
from personas.problems import FootfallError
from personas.records import FrozenMap

PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


class Easel:
    """A painter that only notes what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[Picture] = []

    def png(self, picture: Picture) -> bytes:
        self.asked.append(picture)
        return b"png"

    def svg(self, picture: Picture) -> bytes:
        self.asked.append(picture)
        return b"svg"


def kettle(language: str = "en") -> Project:
    data = example_project("kettle", language)  # type: ignore[arg-type]  # a language that is shipped
    return Project.model_validate_json(json.dumps({k: v for k, v in data.items() if k not in {"format", "version"}}))


def wish(**fields: object) -> tuple[Wish, Easel]:
    easel = Easel()
    return replace(Wish(kettle(), lambda: easel), **fields), easel  # type: ignore[arg-type]  # fields of a wish


def test_ids_and_endings_mean_one_format_each() -> None:
    endings = [suffix for one in FORMATS for suffix in one.suffixes]
    assert len(endings) == len(set(endings))
    assert len({one.id for one in FORMATS}) == len(FORMATS)
    for one in FORMATS:
        assert by_id(one.id) is one
        assert all(for_path(f"Map.v2{suffix.upper()}") is one for suffix in one.suffixes)
        assert one.name


@pytest.mark.parametrize("path", ["map.bmp", "map", ".png"])
def test_an_ending_nobody_knows_is_refused_with_all_that_are_known(path: str) -> None:
    with pytest.raises(FootfallError, match=r"\.png.*\.svg.*\.json"):
        for_path(path)
    with pytest.raises(FootfallError, match=r"\.png"):
        by_id("bmp")


def test_pictures_go_to_the_painter_and_the_project_does_not() -> None:
    told, easel = wish()
    assert by_id("png").make(told) == b"png"
    assert by_id("svg").make(told) == b"svg"
    assert len(easel.asked) == 2

    def never() -> Easel:
        raise AssertionError("a project file needs no painter")

    written = json.loads(by_id("json").make(replace(told, painter=never)))
    assert written["format"] == "footfall"
    assert set(written["maps"]) == set(told.project.maps)


def test_a_picture_shows_the_only_map_in_its_language_with_its_traffic() -> None:
    told, _ = wish(project=kettle("nl"), theme="dark", scale=3.0)
    asked = picture(told)
    assert (asked.language, asked.theme, asked.scale) == ("nl", "dark", 3.0)
    (sheet,) = asked.sheets
    assert sheet.piece is map_slice(told.project)
    assert sheet.options.traffic is not None
    assert picture(replace(told, language="en")).language == "en"
    assert picture(replace(told, all_links=True)).sheets[0].options.links == "all"


def test_every_map_is_one_below_the_other() -> None:
    told, _ = wish()
    (key,) = told.project.maps
    second = told.project.maps[key].model_copy(update={"title": "Second", "order": "zz"})
    two = told.project.model_copy(update={"maps": told.project.maps.set("map-second00", second)})
    asked = picture(replace(told, project=two, every_map=True))
    assert [sheet.piece.id for sheet in asked.sheets] == [key, "map-second00"]
    assert [sheet.piece.id for sheet in picture(replace(told, project=two, map="map-second00")).sheets] == [
        "map-second00"
    ]


@pytest.mark.parametrize(
    ("fields", "words"),
    [({"scale": 0.0}, "scale"), ({"scale": 99.0}, "scale"), ({"personas": ("persona-nobody00",)}, "persona-nobody00"),
     ({"map": "map-nowhere0"}, "map-nowhere0"), ({"project": Project()}, "no maps")],
)  # fmt: skip
def test_what_cannot_be_painted_is_said_in_words(fields: dict[str, object], words: str) -> None:
    told, _ = wish(**fields)
    with pytest.raises(FootfallError, match=words), speaking("en"):
        picture(told)


def test_pictures_on_cards_are_decoded_and_broken_ones_left_out() -> None:
    project = kettle()
    keys = list(project.cards)[:2]
    images = {
        "image-good0000": ImageData(sha256="0" * 64, width=1, height=1, png=PIXEL),
        "image-broken00": ImageData(sha256="1" * 64, width=1, height=1, png="not base64!"),
        "image-unused00": ImageData(sha256="2" * 64, width=1, height=1, png=PIXEL),
    }
    cards = project.cards
    for key, image in zip(keys, images, strict=False):
        cards = cards.set(key, cards[key].model_copy(update={"image": image}))
    project = project.model_copy(update={"cards": cards, "images": FrozenMap(images)})
    found = images_of(project, map_slice(project))
    assert list(found) == ["image-good0000"]
    assert found["image-good0000"].startswith(b"\x89PNG")
