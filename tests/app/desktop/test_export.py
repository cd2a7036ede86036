"""Pictures as files: what is in them, in which language, and what is refused."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from PySide6.QtGui import QColor, QImage

from app.desktop.export import LARGEST_SIDE, QtPainter, ensure_application
from app.desktop.theme import DARK, LIGHT
from app.formats.port import Picture, Sheet
from maps.layout.elements import TextCell
from maps.layout.options import LayoutOptions, Prices
from maps.model import MapSlice
from personas.problems import FootfallError
from tests.app.formats.test_formats import PIXEL
from tests.maps.layout import samples

pytestmark = pytest.mark.usefixtures("qapp")
SVG = "{http://www.w3.org/2000/svg}"


def sheet(piece: MapSlice | None = None, **options: object) -> Sheet:
    shop, traffic, prices = samples.shop()
    wanted = replace(LayoutOptions(traffic=traffic, prices=prices), **options)  # type: ignore[arg-type]  # its fields
    return Sheet(piece or shop, wanted)


def texts_of(svg: bytes) -> list[str]:
    root = ET.fromstring(svg)  # noqa: S314  # our own bytes
    return ["".join(element.itertext()) for element in root.iter(f"{SVG}text")]


def renamed(titles: Sequence[str]) -> MapSlice:
    """The sample map with its first cards called otherwise."""
    piece, _, _ = samples.shop()
    told = dict(zip(piece.touchpoints, titles, strict=False))
    points = {key: v.model_copy(update={"title": told.get(key, v.title)}) for key, v in piece.touchpoints.items()}
    return replace(piece, touchpoints=points)


def test_a_png_has_the_size_the_ground_and_the_people_it_should() -> None:
    picture = Picture((sheet(),), scale=1.0)
    image = QImage.fromData(QtPainter().png(picture))
    assert image.width() > 1200
    assert image.height() > 900
    colours = {image.pixel(x, y) for x in range(0, image.width(), 3) for y in range(0, image.height(), 3)}
    for person in LIGHT.people[:2]:
        assert QColor(person.colour).rgb() in colours
    assert QColor(LIGHT.canvas).rgb() in colours
    assert QColor(LIGHT.people[2].colour).rgb() not in colours
    double = QImage.fromData(QtPainter().png(replace(picture, scale=2.0)))
    assert abs(double.width() - 2 * image.width()) <= 1
    dark = QImage.fromData(QtPainter().png(replace(picture, theme="dark")))
    assert dark.pixel(5, 5) == QColor(DARK.canvas).rgb()


def test_an_svg_is_well_formed_and_holds_every_text_of_the_map() -> None:
    svg = QtPainter().svg(Picture((sheet(),)))
    written = " ".join(texts_of(svg))
    for word in (
        "Realise",
        "Product page",
        "“Which one lasts?”",
        "Delivery cost shows late",
        "Footfall",
        "78%",
        "assumed",
    ):
        assert word in written
    assert re.search(r"−€.?3,980 / month", written)
    root = ET.fromstring(svg)  # noqa: S314  # our own bytes
    assert root.get("width", "").endswith("px")
    assert b"@font-face" in svg
    assert b"clip" not in svg


def test_markup_in_a_text_stays_a_text() -> None:
    hostile = ("<b>&amp;</b>", 'a" onload="x', "]]><script>1</script>", "</text><a>", "\x01\x0b control")
    svg = QtPainter().svg(Picture((sheet(renamed(hostile)),)))
    shown = "".join("".join(texts_of(svg)).split())
    for words in hostile:
        kept = "".join(letter for letter in words if letter.isprintable() and not letter.isspace())
        assert kept[:8] in shown
    root = ET.fromstring(svg)  # noqa: S314  # our own bytes
    names = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert not names & {"script", "a", "b"}


def test_the_picture_speaks_the_language_that_is_asked_for() -> None:
    def said(language: str) -> str:
        return " ".join(texts_of(QtPainter().svg(Picture((sheet(),), language=language))))

    assert "Touchpoints" in said("en")
    dutch = said("nl")
    assert "Contactpunten" in dutch
    assert "Touchpoints" not in dutch
    assert "126.000" in dutch


def test_a_persona_filter_leaves_the_others_out() -> None:
    only = sheet(personas=(samples.persona_id(1),))
    written = texts_of(QtPainter().svg(Picture((only,))))
    assert "Bas" in written
    assert "Daniëlle" not in written


def test_prices_are_drawn_only_when_they_are_given() -> None:
    written = "".join(texts_of(QtPainter().svg(Picture((sheet(prices=Prices({})),)))))
    assert "€" not in written.replace("“€ 6.95", "")
    assert "Uncalibrated" not in written
    assert "Uncalibrated" in texts_of(QtPainter().svg(Picture((sheet(),))))


def test_several_maps_stand_below_each_other() -> None:
    one = QImage.fromData(QtPainter().png(Picture((sheet(),), scale=0.5)))
    two = QImage.fromData(QtPainter().png(Picture((sheet(), sheet()), scale=0.5)))
    assert two.width() == one.width()
    assert 1.9 < two.height() / one.height() < 2.0


def test_a_picture_that_is_too_large_is_refused_with_a_scale_that_fits() -> None:
    sketch = samples.Sketch(0)
    lane = sketch.lane("touchpoints")
    for i in range(60):
        sketch.touch(sketch.stage(f"Stage {i}"), "Card")
    assert lane
    wide = Sheet(sketch.slice())
    with pytest.raises(FootfallError, match=r"at most 2\.\d") as refused:
        QtPainter().png(Picture((wide,), scale=8.0))
    fits = float(re.findall(r"\d\.\d", str(refused.value))[-1])
    image = QImage.fromData(QtPainter().png(Picture((wide,), scale=fits)))
    assert 0 < image.width() <= LARGEST_SIDE


def test_an_empty_map_still_gives_a_sheet_with_its_title() -> None:
    written = texts_of(QtPainter().svg(Picture((Sheet(samples.Sketch(0).slice()),))))
    assert "Sample" in written


def test_a_picture_on_a_card_is_drawn_whole() -> None:
    import base64

    sketch = samples.Sketch(0)
    lane, stage = sketch.lane("images"), sketch.stage("One")
    sketch.card(lane, stage, "A pixel", image="image-pixel000")
    piece = sketch.slice()
    with_picture = Sheet(piece, images={"image-pixel000": base64.b64decode(PIXEL)})
    without = QtPainter().png(Picture((Sheet(piece),), scale=1.0))
    assert QtPainter().png(Picture((with_picture,), scale=1.0)) != without
    broken = Sheet(piece, images={"image-pixel000": b"no picture"})
    assert QtPainter().png(Picture((broken,), scale=1.0)) == without
    assert TextCell.__name__


def test_without_a_screen_an_application_is_made_and_kept() -> None:
    assert ensure_application() is ensure_application()
    code = (
        "from app.desktop.export import QtPainter\n"
        "from app.formats.port import Picture, Sheet\n"
        "from tests.maps.layout import samples\n"
        "print(len(QtPainter().png(Picture((Sheet(samples.shop()[0]),), scale=0.2))) > 1000)\n"
    )
    import os

    bare = {
        key: value for key, value in os.environ.items() if key not in {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    }
    done = subprocess.run(
        [sys.executable, "-c", code], env=bare, capture_output=True, text=True, timeout=120, check=False
    )
    assert (done.stdout.strip(), done.returncode) == ("True", 0), done.stderr


NASTY = "a\x1bb\x07c\u009bd\x00e\u202ef\u2066g\uffffh\u0085i<&>\ud800j"
ORDINARY = "👩\u200d🔧 blijft, é en 中 ook"


def nasty(piece: MapSlice, words: str) -> MapSlice:
    """The map with these words in every text that somebody can type."""
    told = {"title": words, "text": words, "name": words, "organisation": words, "scenario": words, "label": words}

    def said(record: Any) -> Any:
        return record.model_copy(update={key: words for key in told if isinstance(getattr(record, key, None), str)})

    tables = ("stages", "lanes", "touchpoints", "cards", "personas", "phases", "metrics", "opportunities")
    changed: dict[str, Any] = {
        table: {key: said(row) for key, row in getattr(piece, table).items()} for table in tables
    }
    return replace(piece, map=said(piece.map), **changed)


def test_whatever_is_typed_the_svg_is_well_formed() -> None:
    picture = Picture((sheet(nasty(samples.shop()[0], NASTY)),))
    content = QtPainter().svg(picture)
    title = ET.fromstring(content).find(f"{SVG}title")  # noqa: S314  # our own bytes
    assert title is not None
    assert title.text == "a b c d e f g h i<&> j"
    forbidden = set(NASTY) - set("abcdefghij<&>")
    assert not forbidden & set(content.decode())
    assert QImage.fromData(QtPainter().png(replace(picture, scale=0.5))).width() > 0


def test_letters_of_every_script_and_joined_emoji_stay() -> None:
    title = ET.fromstring(QtPainter().svg(Picture((sheet(nasty(samples.shop()[0], ORDINARY)),)))).find(f"{SVG}title")  # noqa: S314  # our own
    assert title is not None
    assert title.text == ORDINARY
