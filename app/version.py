"""Which version of Footfall this is."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed_version


def version() -> str:
    """The version as installed; `0` when Footfall runs from a folder without being installed."""
    try:
        return installed_version("footfall")
    except PackageNotFoundError:
        return "0"
