"""Pictures of maps: which maps, whose feelings, and the painter that paints them."""

from __future__ import annotations

import base64
from datetime import UTC, datetime

from app.formats.port import Picture, Sheet
from app.formats.wish import Wish
from app.project.builders import in_order
from app.project.model import Project
from app.project.slices import map_slice
from app.words import tr
from maps.layout.options import LayoutOptions, Prices
from maps.layout.traffic import baseline_traffic
from maps.model import MapSlice
from personas.problems import FootfallError

SCALES = (0.1, 8.0)


def png(wish: Wish) -> bytes:
    """The map as a PNG picture."""
    return wish.painter().png(picture(wish))


def svg(wish: Wish) -> bytes:
    """The map as an SVG drawing."""
    return wish.painter().svg(picture(wish))


def picture(wish: Wish) -> Picture:
    """What is to be painted. FootfallError for an unknown map or persona, no map at all, or a scale out of range."""
    if not SCALES[0] <= wish.scale <= SCALES[1]:
        raise FootfallError(tr("The scale must be between {low} and {high}.", low=SCALES[0], high=SCALES[1]))
    project = wish.project
    if wish.every_map and project.maps:
        pieces = [map_slice(project, key) for key in in_order(project.maps)]
    else:
        pieces = [map_slice(project, wish.map)]
    sheets = tuple(_sheet(wish, piece) for piece in pieces)
    return Picture(sheets, wish.theme, wish.language or pieces[0].map.language, wish.scale)


def _sheet(wish: Wish, piece: MapSlice) -> Sheet:
    for persona in wish.personas:
        if persona not in piece.personas:
            known = ", ".join(f"{key} ({one.name})" for key, one in piece.personas.items()) or "–"
            message = tr("There is no persona {id} on this map; there is: {known}.", id=persona, known=known)
            raise FootfallError(message)
    options = LayoutOptions(
        links="all" if wish.all_links else "main",
        personas=wish.personas,
        traffic=baseline_traffic(piece),
        prices=wish.prices.get(piece.id, Prices({})),
        today=datetime.now(UTC).date().isoformat(),
    )
    return Sheet(piece, options, images_of(wish.project, piece))


def images_of(project: Project, piece: MapSlice) -> dict[str, bytes]:
    """PNG bytes of the pictures of a map's cards and people, by image id; what is no base64 is left out."""
    named = {card.image for card in piece.cards.values()} | {one.portrait for one in piece.personas.values()}
    wanted = {key for key in named if key in project.images}
    found: dict[str, bytes] = {}
    for key in sorted(key for key in wanted if key is not None):
        try:
            found[key] = base64.b64decode(project.images[key].png, validate=True)
        except ValueError:
            continue
    return found
