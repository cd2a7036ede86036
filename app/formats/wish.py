"""What is asked of a format."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from app.formats.port import Painter, ThemeName
from app.project.model import Project
from maps.layout.options import Prices


@dataclass(frozen=True)
class Wish:
    """A project, and how it is wanted.

    ``map`` is the map's id (none: the only or the main one), ``every_map`` wants all of them. ``personas`` limits the
    picture to these ids, ``all_links`` draws more than the main flow. ``language`` is that of words which are not the
    authors' own; empty: the map's. ``scale`` is px of the picture per layout px, 0.1 to 8. ``prices`` has, by map id,
    what pain points cost. ``policy``, ``experiment`` and ``coverage`` are of rules that are handed over: whose,
    the experiment whose split is taken, the share of visitors in the test. ``painter`` makes the painter when one is
    needed, so that nothing else loads it.
    """

    project: Project
    painter: Callable[[], Painter]
    map: str | None = None
    every_map: bool = False
    personas: tuple[str, ...] = ()
    all_links: bool = False
    theme: ThemeName = "light"
    scale: float = 2.0
    language: str = ""
    prices: Mapping[str, Prices] = field(default_factory=dict)
    policy: str | None = None
    experiment: str | None = None
    coverage: float = 1.0
