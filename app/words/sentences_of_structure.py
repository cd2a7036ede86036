"""Sentences about maps as a whole, their files and templates, versions and comments, by code."""

from __future__ import annotations

OF_STRUCTURE: dict[str, tuple[str, ...]] = {
    "not-one-map": (
        "it holds {count} maps, and a file of one map holds one.",
        "Open it as a project.",
    ),
    "bad-picture": ("this picture is not what it says it is.", "Take it out, or fetch the file again."),
    "template-folder": ("the folder for templates cannot be made: {reason}.",),
    "template-too-large": ("it is larger than any template.", "Remove it."),
    "template-unread": ("it cannot be read.", "Remove it."),
    "version-too-large": (
        "with {size} MB more the project would be too large.",
        "Remove an older version first, or save the project under another name.",
    ),
    "no-journal": ("there is nothing in it that can be brought back.",),
    "no-base": (
        "the file was changed or removed, and no copy of how it was can be found.",
        "Put the file back as it was, and start Footfall again.",
    ),
    "empty-comment": ("a comment has to say something.", "Type a few words."),
}
