"""Take a map or the whole project out: as a picture, a drawing or a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from app.actions.registry import Action, Flag, Menu, Outcome, Parameters, Place
from app.actions.session import STANDARD, Session
from app.words import mark, mark_in, tr
from personas.problems import FootfallError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.project.model import Project
    from maps.layout.options import Prices


class Export(Parameters):
    """What to take out, as what, and how it should look."""

    file: Annotated[str, Flag(argument=True, metavar="FILE")]
    to: Annotated[str, Flag(metavar="OUT")] = Field(
        description=mark(
            "Where to; its ending says as what: .png, .svg or .json, for rules .growthbook.json, .flagd.json, .md or "
            ".csv. With - name it by --format."
        )
    )
    format: Literal["png", "svg", "json", "growthbook", "flagd", "rules", "rules-csv"] | None = Field(
        default=None, description=mark("As what, whatever the ending.")
    )
    map: Annotated[str | None, Flag(metavar="ID")] = Field(
        default=None, description=mark("The map; not needed when there is one, or a main one.")
    )
    all: bool = Field(default=False, description=mark("Every map of the project, one below the other."))
    persona: Annotated[tuple[str, ...], Flag(metavar="ID")] = Field(
        default=(), description=mark("Show this persona only; may be given again.")
    )
    prices: Annotated[str | None, Flag(metavar="JSON")] = Field(
        default=None, description=mark("Show what pain points cost: a file that 'footfall prices FILE --json' wrote.")
    )
    policy: Annotated[str | None, Flag(metavar="ID")] = Field(
        default=None, description=mark("Whose rules to hand over; not needed when there is one.")
    )
    experiment: Annotated[str | None, Flag(metavar="ID")] = Field(
        default=None, description=mark("Split visitors as this experiment does; without it half and half.")
    )
    coverage: Annotated[float, Flag(metavar="SHARE")] = Field(
        default=1.0, gt=0, le=1, description=mark("Share of the visitors that the test is for (1).")
    )
    theme: Literal["light", "dark", "contrast"] = Field(default="light", description=mark("Colours (light)."))
    scale: Annotated[float, Flag(metavar="X")] = Field(
        default=2.0, ge=0.1, le=8.0, description=mark("Size: dots per point of the map (2).")
    )
    language: Literal["en", "nl"] | None = Field(
        default=None, description=mark("Language of the words that are not yours; without it the map's.")
    )
    force: bool = Field(default=False, description=mark("Overwrite a file that is there already."))

    exclusive = (("map", "all"),)


def export(session: Session, told: Export) -> Outcome:
    """Make the picture or file and write it."""
    from app.actions.documents import opened
    from app.formats.registry import by_id, for_path
    from app.formats.wish import Wish

    chosen = by_id(told.format) if told.format is not None else for_path(told.to)
    session.refuse_to_overwrite(told.to, force=told.force)
    project = opened(session, told.file)
    wish = Wish(
        project,
        session.painter,
        map=told.map,
        every_map=told.all,
        personas=told.persona,
        theme=told.theme,
        scale=told.scale,
        language=told.language or "",
        prices=_tags(session, project, told.prices),
        policy=told.policy,
        experiment=told.experiment,
        coverage=told.coverage,
    )
    session.progress(tr("Drawing") if chosen.paints else tr("Writing"))
    content = chosen.make(wish)
    session.write(told.to, content, force=told.force)
    if told.to == STANDARD:
        return Outcome(value=content)
    return Outcome(tr("{path} is written.", path=told.to), value=content)


def _tags(session: Session, project: Project, path: str | None) -> Mapping[str, Prices]:
    """The price tags of a picture, by map; muted where the project is another one than the one that was priced."""
    if path is None:
        return {}
    from app.actions.prices import read_prices, tags_of
    from app.project.canonical import digest_without_runs

    found = read_prices(session, path)
    if found.map not in project.maps:
        raise FootfallError(tr("{path} has prices of another map than this project's.", path=path))
    return tags_of(found, stale=found.project_digest != digest_without_runs(project))


EXPORT = Action(
    "export",
    mark_in("action", "Export…"),
    mark_in("action", "Write a map as a picture, the project as a file, or the rules for who builds them."),
    Export,
    export,
    keys=("Ctrl+E",),
    place=Place(Menu.FILE, 2, 0),
    enabled="project",
    in_cli=True,
)
