"""Maps as files: own templates in the user's configuration folder, and one map out of a project or into it.

What comes in is a stranger's until it is proven sound: size, shape and references are looked at before anything of it
reaches the project, every record gets a new id, and people, phases, sources and pictures the project has already are
not taken in twice.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from app.project.atlas import OF_A_MAP, MadeMap, order_after, phases_for
from app.project.canonical import dumps
from app.project.check import check
from app.project.edits import apply, compose, rows_of
from app.project.excerpts import load_map, map_excerpt
from app.project.files import read_bytes, write_bytes
from app.project.model import ImageData, Project
from app.project.places import config_folder
from app.project.reading import MAP_FORMAT, refused
from app.project.renewal import added, fresh_names, renamed
from maps.model import JourneyMap, Link, Metric, Touchpoint, World
from personas.problems import FootfallError
from personas.provenance import assumed
from personas.records import FrozenMap, Record

ENDING = ".footfall-map.json"
LARGEST_TEMPLATE = 20_000_000
"""Bytes a template may have to be listed."""
_REFUSED = frozenset({"dangling", "other-map", "sub-journey-circle", "copy-circle"})
_PNG = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True)
class Template:
    """A template of the user's own. `stages` and `cards` say how large it is; `why` is why it cannot be used."""

    path: Path
    title: str
    stages: tuple[str, ...] = ()
    cards: int = 0
    why: FootfallError | None = None


def template_folder() -> Path:
    """Where the user's own templates are kept; not made here."""
    return config_folder() / "templates"


# ---- out -----------------------------------------------------------------------------------------------------


def template_of(project: Project, map_id: str, title: str, *, figures: bool) -> bytes:
    """A map as the bytes of a template: with its people, feelings and figures, or its skeleton of words only."""
    small = map_excerpt(project, map_id)
    row = small.maps[map_id].model_copy(update={"title": title, "based_on": None, "maturity": "as-is"})
    small = small.model_copy(update={"maps": FrozenMap({map_id: row})})
    return dumps(small if figures else _skeleton(small), MAP_FORMAT)


def _skeleton(small: Project) -> Project:
    """The same map without people, feelings, measurements and sources; links remain, sharing evenly."""
    leaving: dict[str, int] = {}
    for link in small.links.values():
        leaving[link.from_touchpoint] = leaving.get(link.from_touchpoint, 0) + 1

    def bare(record: Record) -> Record:
        change: dict[str, object] = {}
        if isinstance(record, JourneyMap):
            change = {"personas": FrozenMap(), "hidden_personas": FrozenMap(), "world": World(), "organisation": ""}
        elif isinstance(record, Touchpoint):
            plain = Touchpoint(map=record.map, stage=record.stage, title=record.title)
            kept = ("order", "note", "channel", "icon", "page", "goal", "conversion", "entry", "product_focus")
            return plain.model_copy(update={name: getattr(record, name) for name in kept})
        elif isinstance(record, Link):
            part = 1.0 / (leaving[record.from_touchpoint] + 1)
            change = {"share": assumed(round(part, 3)), "share_by_persona": FrozenMap()}
        elif isinstance(record, Metric):
            change = {"series": FrozenMap(), "source": None, "target": None, "kind": "assumed"}
        elif "personas" in type(record).model_fields:
            change = {"personas": FrozenMap(), "source": None, "kind": "assumed"}
        return record.model_copy(update=change) if change else record

    tables: dict[str, object] = {
        table: FrozenMap({key: bare(row) for key, row in rows_of(small, table).items()}) for table in OF_A_MAP
    }
    frictionless = {key: row.model_copy(update={"friction": None}) for key, row in small.pains.items()}
    tables |= {"pains": FrozenMap(frictionless), "personas": FrozenMap(), "desks": FrozenMap(), "sources": FrozenMap()}
    return small.model_copy(update=tables)


def save_template(project: Project, map_id: str, title: str, *, figures: bool, folder: Path | None = None) -> Path:
    """Keep a map as a template. FootfallError when it cannot be written."""
    folder = folder or template_folder()
    data = template_of(project, map_id, title, figures=figures)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message, reason = "the folder for templates cannot be made: {reason}.", error.strerror or str(error)
        raise refused("template-folder", str(folder), message, "", reason=reason) from None
    stem = "-".join("".join(c if c.isalnum() else " " for c in title.casefold()).split())[:60] or "map"
    path, count = folder / f"{stem}{ENDING}", 1
    while path.exists():
        count += 1
        path = folder / f"{stem}-{count}{ENDING}"
    write_bytes(path, data)
    return path


def own_templates(folder: Path | None = None) -> tuple[Template, ...]:
    """The user's templates by title. One that cannot be read is listed with the reason, and harms no other."""
    folder = folder or template_folder()
    found = [_listed(path) for path in (sorted(folder.glob(f"*{ENDING}")) if folder.is_dir() else ())]
    return tuple(sorted(found, key=lambda one: (one.title.casefold(), one.path.name)))


def _listed(path: Path) -> Template:
    try:
        stamp = path.stat()
        if stamp.st_size > LARGEST_TEMPLATE:
            raise refused("template-too-large", path.name, "it is larger than any template.", "Remove it.")
        return _looked_at(path, stamp.st_mtime_ns, stamp.st_size)
    except FootfallError as error:
        why = error
    except OSError:
        why = refused("template-unread", path.name, "it cannot be read.", "Remove it.")
    return Template(path, path.name.removesuffix(ENDING), why=why)


@lru_cache(maxsize=256)
def _looked_at(path: Path, _changed: int, _size: int) -> Template:
    """A sound template; proving it takes a noticeable moment, so it is done once for each state of its file."""
    small = sound_map(read_bytes(path), path.name)
    key = next(iter(small.maps))
    stages = sorted(small.stages.items(), key=lambda one: (one[1].order, one[0]))
    cards = len(small.touchpoints) + len(small.cards)
    return Template(path, small.maps[key].title, tuple(row.title for _key, row in stages), cards)


def remove_template(path: Path) -> bytes:
    """Take a template away; what it held, for whoever wants it back. FootfallError when that cannot be done."""
    data = read_bytes(path)
    try:
        path.unlink()
    except OSError as error:
        reason = error.strerror or str(error)
        raise refused("disk", path.name, "the system refuses: {reason}.", "", reason=reason) from None
    return data


# ---- in ------------------------------------------------------------------------------------------------------


def sound_map(data: bytes, name: str) -> Project:
    """The small project in the bytes of one map's file, proven sound. FootfallError with findings otherwise."""
    small = load_map(data, name).project
    if len(small.maps) != 1:
        message = "it holds {count} maps, and a file of one map holds one."
        raise refused("not-one-map", name, message, "Open it as a project.", count=str(len(small.maps)))
    broken = tuple(one for one in check(small) if one.severity == "error" and one.code in _REFUSED)
    if broken:
        raise FootfallError(findings=broken)
    for key, image in small.images.items():
        if not _is_picture(image):
            message = "this picture is not what it says it is."
            raise refused("bad-picture", f"images.{key}", message, "Take it out, or fetch the file again.")
    return small


def _is_picture(image: ImageData) -> bool:
    """Whether the bytes are the PNG of this size and digest; nothing is decoded."""
    try:
        data = base64.b64decode(image.png, validate=True)
    except (binascii.Error, ValueError):
        return False
    if not data.startswith(_PNG) or len(data) < 33 or data[12:16] != b"IHDR":
        return False
    width, height = struct.unpack(">II", data[16:24])
    return (width, height) == (image.width, image.height) and hashlib.sha256(data).hexdigest() == image.sha256


def take_in(
    project: Project, data: bytes, name: str, *, after: str = "", title: str = "", label: str = "import-map"
) -> MadeMap:
    """Bring the one map of a file into a project, behind the map `after`. FootfallError when it is not sound."""
    small = sound_map(data, name)
    phases, ids = phases_for(project, small.phases, label)
    project = apply(project, phases)
    names = {("phases", old): new for old, new in ids.items()}
    steps = [phases]
    for table in ("sources", "images", "desks", "personas"):  # none refers to a later one
        rows = rows_of(small, table)
        known = {key: renamed(row, names) for key, row in rows.items()}
        own = {_content(row): key for key, row in rows_of(project, table).items()}
        same = {(table, key): own[_content(row)] for key, row in known.items() if _content(row) in own}
        new = {key: row for key, row in rows.items() if (table, key) not in same}
        names |= same | fresh_names(project, {table: new})
        step = added(project, {table: new}, names, label)
        project, steps = apply(project, step), [*steps, step]
    tables: dict[str, Mapping[str, Record]] = {
        table: {key: _unbased(row) for key, row in rows_of(small, table).items()} for table in OF_A_MAP
    }
    (old, row), *_ = tables["maps"].items()
    change = {"order": order_after(project, after)} | ({"title": title} if title else {})
    tables["maps"] = {old: row.model_copy(update=change)}
    names |= fresh_names(project, tables)
    steps.append(added(project, tables, names, label))
    return MadeMap(compose(steps, label), names[("maps", old)])


def from_template(project: Project, path: Path, *, after: str = "", label: str = "add-map") -> MadeMap:
    """A new map from one of the user's templates."""
    return take_in(project, read_bytes(path), path.name, after=after, label=label)


def _content(row: Record) -> str:
    """What a record says, its place among others left out: equal for the same thing in two projects."""
    return row.model_copy(update={"order": ""}).model_dump_json()


def _unbased(row: Record) -> Record:
    return row.model_copy(update={"based_on": None}) if "based_on" in type(row).model_fields else row
