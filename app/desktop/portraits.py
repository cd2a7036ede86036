"""Pictures as the studio shows and takes them: decoded once from the project, and read from files of strangers.

A file is looked at before it is decoded: its size on disk, its kind and the pixels it says it has. What is kept is
scaled, turned upright, and encoded anew, so that nothing of the file but its pixels gets into a project.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QPainter

from app.project.model import ImageData, Project
from app.project.pictures import LONGEST_SIDE, MOST_BYTES, Picture, decoded
from app.words import number, tr
from personas.model import Persona
from personas.problems import FootfallError

LARGEST_FILE = 20_000_000
"""Bytes a picture's file may have."""
MOST_PIXELS = 50_000_000
"""Pixels a picture may have before it is scaled."""
KINDS = {b"png", b"jpeg", b"jpg", b"webp", b"bmp", b"gif", b"tiff", b"tif"}
"""What is read. Drawings (SVG, PDF) are not: they can name other files."""
ENDINGS = (".png", ".jpg", ".jpeg", ".webp", ".bmp", ".gif", ".tif", ".tiff")
"""Endings of the files that are offered."""


def picture_of(project: Project, persona: Persona) -> QImage | None:
    """The picture a persona is shown with; none when she has none, or when it cannot be read."""
    image = project.images.get(persona.portrait or "")
    return _image(image) if image is not None else None


@lru_cache(maxsize=64)
def _image(image: ImageData) -> QImage | None:
    data = decoded(image)
    found = QImage.fromData(data) if data is not None else QImage()
    return None if found.isNull() else found


def read_picture(path: Path, alt: str = "") -> Picture:
    """A picture from a file, upright, at most 1600 px. FootfallError, in one sentence, when it cannot be taken."""
    try:
        size = path.stat().st_size
        if size > LARGEST_FILE:
            most = number(LARGEST_FILE / 1e6, 0)
            raise FootfallError(
                tr("{file} has {size} MB. A picture may have {most} MB at most.", file=path.name,
                   size=number(size / 1e6, 0), most=most)
            )  # fmt: skip
        data = path.read_bytes() if path.is_file() else b""
    except OSError as error:
        reason = error.strerror or str(error)
        raise FootfallError(tr("{file} cannot be read: {reason}.", file=path.name, reason=reason)) from None
    return _encoded(_read(data, path.name), path.name, alt)


def _read(data: bytes, name: str) -> QImage:
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    if bytes(reader.format().data()) not in KINDS:
        raise FootfallError(tr("{file} is no picture that Footfall reads. Take a PNG, JPEG or WebP.", file=name))
    size = reader.size()
    if not size.isValid() or size.width() * size.height() > MOST_PIXELS:
        words = tr("{file} has more than {most} million pixels. Make it smaller first.", file=name,
                   most=number(MOST_PIXELS / 1e6, 0))  # fmt: skip
        raise FootfallError(words)
    if max(size.width(), size.height()) > LONGEST_SIDE:
        reader.setScaledSize(_least_one(size.scaled(LONGEST_SIDE, LONGEST_SIDE, Qt.AspectRatioMode.KeepAspectRatio)))
    image = reader.read()
    if image.isNull():
        raise FootfallError(tr("{file} is damaged: its picture cannot be read.", file=name))
    return image


def _least_one(size: QSize) -> QSize:
    return size.expandedTo(QSize(1, 1))


def _encoded(image: QImage, name: str, alt: str) -> Picture:
    """The pixels as a new PNG, scaled until it is small enough to be kept."""
    for side in (LONGEST_SIDE, 1200, 900, 600):
        shown = image
        if max(image.width(), image.height()) > side:
            size = _least_one(image.size().scaled(side, side, Qt.AspectRatioMode.KeepAspectRatio))
            shown = image.scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation)
        clean = QImage(shown.size(), QImage.Format.Format_ARGB32)
        clean.fill(Qt.GlobalColor.transparent)
        painter = QPainter(clean)
        painter.drawImage(0, 0, shown)
        painter.end()
        if not image.hasAlphaChannel():
            clean = clean.convertToFormat(QImage.Format.Format_RGB32)
        data = QByteArray()
        buffer = QBuffer(data)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        clean.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs want bytes, Qt takes both
        buffer.close()
        if 0 < data.size() <= MOST_BYTES:
            return Picture(bytes(data.data()), clean.width(), clean.height(), alt)
    raise FootfallError(tr("{file} cannot be kept: it is too large.", file=name))
