"""The sentences of refusals about personas and pictures, by code. As in `app.words.sentences`."""

from __future__ import annotations

OF_PEOPLE: dict[str, tuple[str, ...]] = {
    "no-persona-here": ("there is nobody of this kind any more.", "Choose somebody else."),
    "one-persona": (
        "a persona file holds one persona, and this one holds {count}.",
        "Export them one by one, or open it as a project.",
    ),
    "bad-portrait": ("the portrait is not the picture that the file says it is.", "Take the portrait out of the file."),
    "share-of-all": (
        "a share of the visitors lies between 0 and 100%, and the others need some of it.",
        "Give a smaller share, or take the others off this map.",
    ),
    "picture-too-large": ("this picture is too large to be kept.", "Take a smaller one."),
}
