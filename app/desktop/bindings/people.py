"""Which function of the studio answers which action of personas."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from app.desktop.commands import Commands
from app.words import plural, tr
from personas.problems import FootfallError

if TYPE_CHECKING:
    from app.desktop.document import Document
    from app.desktop.people.page import PersonasPage
    from app.desktop.window import Window
    from app.project.pictures import Picture

_PERSONA_FILE = b"footfall-persona"


def bind(commands: Commands, window: Window) -> None:
    """Bind the actions of personas."""
    commands.bind("new_persona", partial(_new, window))
    commands.bind("compare_personas", partial(_compare, window))
    commands.bind("duplicate_persona", partial(_duplicate, window))
    commands.bind("persona_on_map", partial(_on_map, window))
    commands.bind("persona_picture", partial(_choose_picture, window))
    commands.bind("remove_persona", partial(_remove, window))
    commands.bind("import_persona", partial(_choose_file, window))
    commands.bind("export_persona", partial(_save_as_file, window))


def _page(window: Window) -> tuple[Document, PersonasPage] | None:
    """The document and the page, which comes to the front."""
    document, frame = window.studio.document, window.frame
    if document is None or frame is None or frame.personas is None:
        return None
    window.go("personas")
    return document, frame.personas


def _new(window: Window) -> None:
    if (found := _page(window)) is not None:
        found[1].new()


def _compare(window: Window) -> None:
    if (found := _page(window)) is not None:
        found[1].compare()


def _duplicate(window: Window) -> None:
    if (found := _page(window)) is not None:
        found[1].duplicate()


def _on_map(window: Window) -> None:
    from app.project.people import put_on_map, take_off_map

    found = _page(window)
    if found is None or not found[0].map_id:
        return
    document, key = found[0], found[1].shown
    here = key in document.project.maps[document.map_id].personas
    change = take_off_map if here else put_on_map
    document.edit(change(document.project, document.map_id, key))


def _remove(window: Window) -> None:
    """Remove who is shown, and say what went along, with the way back."""
    from app.project.people import only_theirs, remove_persona

    found = _page(window)
    if found is None or not found[1].shown:
        return
    document, key = found[0], found[1].shown
    name, cards = document.project.personas[key].name, len(only_theirs(document.project, key))
    try:
        document.edit(remove_persona(document.project, key))
    except FootfallError as error:
        window.studio.say_error(error)
        return
    words = tr("{name} is removed.", name=name)
    if cards:
        along = plural("So is {count} card that was only theirs.", "So are {count} cards that were only theirs.", cards,
                       count=str(cards))  # fmt: skip
        words = f"{words} {along}"
    window.studio.say_done(words)


def _choose_file(window: Window) -> None:
    path = window.dialogs.to_open_persona()
    if path is not None:
        take_file(window, path)


def take_file(window: Window, path: Path) -> None:
    """Take somebody in from a persona file; what is wrong with it is said, and nothing of it is taken then."""
    from app.project.people import import_persona

    found = _page(window)
    if found is None:
        return
    document, page = found
    try:
        made = import_persona(document.project, _bytes_of(path), str(path), document.map_id or None)
    except FootfallError as error:
        window.studio.say_error(error)
        return
    if page.take(made):
        name = document.project.personas[made.id].name
        window.studio.say(tr("{name} is taken in from {file}.", name=name, file=path.name), grave=False)


def is_persona_file(path: Path) -> bool:
    """Whether a file says at its beginning that it holds one persona."""
    try:
        with path.open("rb") as file:
            return _PERSONA_FILE in file.read(400)
    except OSError:
        return False


def _bytes_of(path: Path) -> bytes:
    from app.project.reading import LARGEST, too_large

    try:
        size = path.stat().st_size
        if size > LARGEST:
            raise too_large(str(path), size)
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError as error:
        reason = error.strerror or str(error)
        raise FootfallError(tr("{file} cannot be read: {reason}.", file=path.name, reason=reason)) from None


def _save_as_file(window: Window) -> None:
    from app.actions.session import Session
    from app.project.excerpts import dump_persona

    found = _page(window)
    if found is None or not found[1].shown:
        return
    document, key = found[0], found[1].shown
    stem = "".join(sign if sign.isalnum() else "-" for sign in document.project.personas[key].name.casefold())
    path = window.dialogs.to_save_persona(f"{stem.strip('-') or 'persona'}.persona.json")
    if path is None:
        return
    try:
        Session().write(str(path), dump_persona(document.project, key), force=True)
    except FootfallError as error:
        window.studio.say_error(error)
        return
    name = document.project.personas[key].name
    window.studio.say(tr("{name} is in {file}.", name=name, file=path), grave=False)


def _choose_picture(window: Window) -> None:
    found = _page(window)
    if found is None or not found[1].shown:
        return
    path = window.dialogs.to_open_picture()
    if path is not None:
        take_picture(window, path)


def take_picture(window: Window, path: Path) -> None:
    """Read a picture beside the window's own work, and give it to the persona that is shown now."""
    from app.desktop.portraits import read_picture
    from app.project.people import set_portrait

    found = _page(window)
    if found is None or not found[1].shown:
        return
    document, key = found[0], found[1].shown

    def done(picture: Picture) -> None:
        if document is not window.studio.document or key not in document.project.personas:
            return
        try:
            document.edit(set_portrait(document.project, key, picture))
        except FootfallError as error:
            window.studio.say_error(error)

    job = window.studio.jobs.start(lambda _reporter: read_picture(path))
    job.succeeded.connect(done)
    job.failed.connect(window.studio.say_error)
