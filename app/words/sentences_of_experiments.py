"""The sentences of findings about experiments, by code.

As in `app.words.sentences`: what is wrong, how to mend it, other wordings of either.
"""

from __future__ import annotations

OF_EXPERIMENTS: dict[str, tuple[str, ...]] = {
    "experiment-run": (
        "this experiment has been run, and its runs would go with it.",
        "Leave it, and make a new one.",
    ),
    "two-arms-only": (
        "A/B compares one arm with the control; this experiment has {count}.",
        "Remove arms first, or choose A/B/n.",
    ),
    "factor-twice": (
        "in a full factorial a copy of an arm would be the same factor twice.",
        "Add a factor, or choose A/B/n.",
    ),
    "factorial-whole": (
        "a full factorial needs every combination of its factors.",
        "Remove a factor, or choose A/B/n.",
    ),
    "follows-factors": ("this arm follows the factors that are on in it.", "Change the factor."),
    "too-many-factors": (
        "{count} factors make {arms} arms; a full factorial stays within {most}.",
        "Take a factor out.",
    ),
    "factors-clash": (
        "two factors change the same thing in different ways: {field}.",
        "Let each thing be changed by one factor only.",
    ),
    "map-not-a-copy": (
        "the variant '{variant}' runs on '{map}', which is no copy of the control's map.",
        "Make a to-be copy of the control's map and change that, so that visitors meet the same luck.",
    ),
    "factorial-incomplete": (
        "the arms are not every combination of their factors once, so no main effects are shown.",
        "Choose the full factorial again.",
    ),
    "factors-overlap": (
        "together '{factors}' bring less than apart.",
        "Build the best of them first, and look again.",
    ),
}
