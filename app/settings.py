"""What a user chose once and wants kept: language, theme, recent files, the window's place.

One small JSON file in the user's configuration folder, written atomically. A broken file never stops Footfall: what
can be read is kept, the rest falls back to its default, and a note says so.
"""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from app.project.places import config_folder

RECENT_KEPT = 12
_LARGEST = 1_000_000

Theme = Literal["system", "light", "dark", "contrast"]
THEMES: tuple[Theme, ...] = ("system", "light", "dark", "contrast")
SettingLanguage = Literal["system", "en", "nl"]
_Path = Annotated[str, StringConstraints(min_length=1, max_length=4096)]


class Settings(BaseModel):
    """Everything that is remembered between two sessions. Frozen: change with `model_copy(update=…)`."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True, validate_default=True)

    version: int = Field(default=1, ge=1, description="Version of this file.")
    language: SettingLanguage = Field(default="system", description="Language of the words; system: the machine's.")
    theme: Theme = Field(default="system", description="Light, dark or high contrast; system: the machine's.")
    recent: Annotated[list[_Path], Field(max_length=RECENT_KEPT)] = Field(
        default=[], description="Paths of projects opened lately, the latest first."
    )
    window: dict[str, Annotated[str, StringConstraints(max_length=20_000)]] = Field(
        default={}, description="Geometry and state of windows and panels by name, base64; the studio's own."
    )
    author: Annotated[str, StringConstraints(max_length=100)] = Field(
        default="", description="The user's name under comments and versions."
    )
    zoom_text: float = Field(default=1.0, ge=0.75, le=2.0, description="Size of the window's text and parts; 1: usual.")

    def with_recent(self, path: str | Path) -> Settings:
        """These settings with `path` (made absolute) as the latest of the recent files.

        A name that is no valid Unicode cannot be written to the file and is not remembered.
        """
        latest = str(Path(path).absolute())
        if not latest.isprintable():
            return self
        kept = [latest, *(other for other in self.recent if other != latest)][:RECENT_KEPT]
        return self.model_copy(update={"recent": kept})

    def without_recent(self, path: str | Path) -> Settings:
        """These settings without `path` among the recent files."""
        gone = str(Path(path).absolute())
        return self.model_copy(update={"recent": [other for other in self.recent if other != gone]})


def settings_path() -> Path:
    """The file the settings are kept in (FOOTFALL_CONFIG names another folder)."""
    return config_folder() / "settings.json"


def load_settings(path: Path | None = None) -> tuple[Settings, tuple[str, ...]]:
    """The settings, and the names of what could not be read.

    The second part is empty when all is well (or there is no file yet), `("file",)` when the whole file is unusable,
    else the names of the fields that fell back to their defaults. Never raises for what the file holds.
    """
    path = path or settings_path()
    try:
        raw = _read(path)
    except FileNotFoundError:
        return Settings(), ()
    except (OSError, ValueError, RecursionError):
        return Settings(), ("file",)
    try:
        return Settings.model_validate(raw), ()
    except ValidationError as error:
        broken = sorted({str(problem["loc"][0]) for problem in error.errors() if problem["loc"]})
    kept = {key: value for key, value in raw.items() if key not in broken}
    return Settings.model_validate(kept), tuple(broken)


def _read(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        content = file.read(_LARGEST + 1)
    if len(content) > _LARGEST:
        raise ValueError("too large to be settings")
    raw = json.loads(content)
    if not isinstance(raw, dict):
        raise ValueError("settings are an object")
    return raw


def save_settings(settings: Settings, path: Path | None = None) -> None:
    """Write the settings: a temporary file beside the old one, then a rename. OSError when that cannot be done."""
    path = path or settings_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(settings.model_dump(), indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    handle, temporary = tempfile.mkstemp(prefix=".settings-", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(temporary).unlink()
        raise
