"""Pictures in a project: kept once each, as PNG by their digest, and gone when nobody shows them any more.

What arrives here was decoded, scaled and encoded by the studio, or comes from a stranger's file and is looked at first.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import struct
from dataclasses import dataclass

from app.project.builders import new_id
from app.project.edits import Change, rows_of
from app.project.model import RECORD_TYPES, TABLES, ImageData, Project
from personas.problems import FootfallError, finding
from personas.records import held, references

LONGEST_SIDE = 1600
"""Px a kept picture may be wide or high."""
MOST_BYTES = 6_000_000
"""Bytes of PNG that fit into a record, which holds them as base64."""
_SIGNATURE = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True)
class Picture:
    """A picture as it is kept: PNG bytes, size in px, and what is to be seen on it."""

    png: bytes
    width: int
    height: int
    alt: str = ""


def png_size(data: bytes) -> tuple[int, int] | None:
    """Width and height that a PNG says it has; none when it is no PNG or says something absurd."""
    if len(data) < 33 or not data.startswith(_SIGNATURE) or data[8:16] != b"\x00\x00\x00\rIHDR":
        return None
    width, height = struct.unpack(">II", data[16:24])
    return (width, height) if 0 < width <= LONGEST_SIDE and 0 < height <= LONGEST_SIDE else None


def decoded(image: ImageData) -> bytes | None:
    """The PNG bytes of a kept picture; none when its record does not hold what it says."""
    try:
        data = base64.b64decode(image.png, validate=True)
    except (binascii.Error, ValueError):
        return None
    sound = png_size(data) == (image.width, image.height)
    return data if sound and hashlib.sha256(data).hexdigest() == image.sha256 else None


def record_of(picture: Picture) -> ImageData:
    """A picture as a record. FootfallError when it is too large to be kept."""
    if len(picture.png) > MOST_BYTES:
        what = "this picture is too large to be kept."
        raise FootfallError(findings=(finding("error", "picture-too-large", "", what, "Take a smaller one."),))
    text = base64.b64encode(picture.png).decode("ascii")
    digest = hashlib.sha256(picture.png).hexdigest()
    return ImageData(sha256=digest, width=picture.width, height=picture.height, png=text, alt=picture.alt)


def kept_as(project: Project, image: ImageData) -> tuple[str, tuple[Change, ...]]:
    """The id a picture has in the project, and the change that adds it when it is not there yet."""
    for key, one in project.images.items():
        if one.sha256 == image.sha256 and one.png == image.png and one.alt == image.alt:
            return key, ()
    key = new_id(project, "images")
    return key, (Change("images", key, (), None, image),)


def dropped(project: Project, image: str | None, holder: tuple[str, str]) -> tuple[Change, ...]:
    """The change that removes a picture when `holder` (table, id) is the only record that shows it."""
    if image is None or image not in project.images:
        return ()
    for table in TABLES:
        for reference in references(RECORD_TYPES[table]):
            if reference.table != "images":
                continue
            for key, row in rows_of(project, table).items():
                if (table, key) != holder and any(one.id == image for one in held(row, reference)):
                    return ()
    return (Change("images", image, (), project.images[image], None),)
