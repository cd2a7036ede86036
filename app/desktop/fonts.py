"""The one font family of canvas, exports and chrome: Source Sans Pro, from the package that ships it.

Qt synthesises nothing here: regular, semibold and bold are loaded, and weight 500, which the family lacks, is set as
600 for sizes up to 13 px, where it must stand out, and as 400 above, where size already does that work.
"""

from __future__ import annotations

import importlib.util
from functools import lru_cache
from pathlib import Path
from typing import Final

from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF

from app.desktop.qss import FAMILY
from app.desktop.theme import ROLES, Role

FILES: Final = ("SourceSansPro-Regular.ttf", "SourceSansPro-Semibold.ttf", "SourceSansPro-Bold.ttf")
"""Regular, semibold and bold, in the folder of the package."""
_TABULAR: Final = QFont.Tag("tnum")


class FontsMissingError(RuntimeError):
    """The font package is not installed, or Qt refuses its files."""


@lru_cache(maxsize=1)
def font_folder() -> Path:
    """Folder of the shipped font files. Raises `FontsMissingError` when the package is absent."""
    spec = importlib.util.find_spec("font_source_sans_pro")
    if spec is None or spec.origin is None:
        raise FontsMissingError("the package font-source-sans-pro is not installed")
    return Path(spec.origin).parent / "files"


@lru_cache(maxsize=1)
def load_fonts() -> str:
    """Load the family once per process and return its name. Needs a running ``QGuiApplication``."""
    for name in FILES:
        if QFontDatabase.addApplicationFont(str(font_folder() / name)) < 0:
            raise FontsMissingError(f"Qt could not load {name}")
    return FAMILY


def settled_weight(role: Role) -> int:
    """The weight really set for a role: 500 becomes 600 up to 13 px and 400 above."""
    if role.weight != 500:
        return role.weight
    return 600 if role.size <= 13 else 400


@lru_cache(maxsize=256)
def font(role: str, scale: float = 1.0) -> QFont:
    """The font of a type role, figures tabular. ``scale`` multiplies its size (room setting or present mode)."""
    spec = ROLES[role]
    result = QFont(load_fonts())
    result.setPixelSize(max(1, round(spec.size * scale)))
    result.setWeight(QFont.Weight(settled_weight(spec)))
    result.setFeature(_TABULAR, 1)
    result.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    if spec.tracking:
        result.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, spec.size * scale * spec.tracking / 100.0)
    return result


@lru_cache(maxsize=256)
def metrics(role: str, scale: float = 1.0) -> QFontMetricsF:
    """Metrics of `font`, cached: they are asked for thousands of times per layout."""
    return QFontMetricsF(font(role, scale))
