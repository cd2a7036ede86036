"""What a step of the history is called: label code of an edit → words for undo, redo and the list of steps."""

from __future__ import annotations

from app.words import mark_in, tr_in

STEP = "step"
"""The gettext context of what a step of the history is called."""

STEPS: dict[str, str] = {
    "text": mark_in(STEP, "change a text"),
    "mood": mark_in(STEP, "change a feeling"),
    "note": mark_in(STEP, "change a note"),
    "show-persona": mark_in(STEP, "show a persona"),
    "hide-persona": mark_in(STEP, "hide a persona"),
    "number": mark_in(STEP, "change a number"),
    "severity": mark_in(STEP, "change the severity"),
    "add-persona": mark_in(STEP, "add a persona"),
    "remove-persona": mark_in(STEP, "remove a persona"),
    "take-off": mark_in(STEP, "take a persona off the map"),
    "portrait": mark_in(STEP, "change the portrait"),
    "sensitive": mark_in(STEP, "mark as sensitive"),
    "remove-line": mark_in(STEP, "remove a line"),
    "trait": mark_in(STEP, "change a trait"),
    "add-card": mark_in(STEP, "add a card"),
    "add-cards": mark_in(STEP, "add cards"),
    "add-stage": mark_in(STEP, "add a stage"),
    "add-lane": mark_in(STEP, "add a lane"),
    "add-link": mark_in(STEP, "draw a link"),
    "reconnect": mark_in(STEP, "lead a link elsewhere"),
    "remove-mood": mark_in(STEP, "remove a feeling"),
    "personas": mark_in(STEP, "change whose it is"),
    "add-feeling": mark_in(STEP, "add a feeling"),
    "move": mark_in(STEP, "move"),
    "copy": mark_in(STEP, "copy"),
    "duplicate": mark_in(STEP, "duplicate"),
    "paste": mark_in(STEP, "paste"),
    "cut": mark_in(STEP, "cut"),
    "remove": mark_in(STEP, "remove"),
    "size": mark_in(STEP, "change a size"),
    "span": mark_in(STEP, "stretch a card"),
    "hide": mark_in(STEP, "hide"),
    "show": mark_in(STEP, "show"),
    "colour": mark_in(STEP, "change a colour"),
    "share": mark_in(STEP, "change a share"),
    "choice": mark_in(STEP, "change a choice"),
    "evidence": mark_in(STEP, "change the evidence"),
    "recover": mark_in(STEP, "bring back what was not saved"),
    "reload": mark_in(STEP, "take over the file on disk"),
    "source": mark_in(STEP, "add a source"),
    "formula": mark_in(STEP, "change a formula"),
    "readings": mark_in(STEP, "change readings"),
    "solves": mark_in(STEP, "change what it solves"),
    "weigh": mark_in(STEP, "weigh an opportunity"),
    "bulk": mark_in(STEP, "change several things"),
    "add-map": mark_in(STEP, "add a map"),
    "copy-map": mark_in(STEP, "duplicate a map"),
    "to-be": mark_in(STEP, "make a to-be copy"),
    "import-map": mark_in(STEP, "take in a map"),
    "remove-map": mark_in(STEP, "remove a map"),
    "move-map": mark_in(STEP, "move a map"),
    "main-map": mark_in(STEP, "choose the main map"),
    "sub-journey": mark_in(STEP, "open a sub-journey"),
    "restore": mark_in(STEP, "bring back a version"),
    "keep-version": mark_in(STEP, "keep a version"),
    "forget-version": mark_in(STEP, "remove a version"),
}


def step_name(label: str | None) -> str | None:
    """What a step is called in the user's language; none stays none."""
    if label is None:
        return None
    return tr_in(STEP, STEPS[label]) if label in STEPS else label
