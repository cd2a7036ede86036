"""What a step of the history is called: label code of an edit → words for undo, redo and the list of steps."""

from __future__ import annotations

from app.words import mark_in, tr_in

STEP = "step"
"""The gettext context of what a step of the history is called."""

STEPS: dict[str, str] = {
    "text": mark_in("step", "change a text"),
    "mood": mark_in("step", "change a feeling"),
    "note": mark_in("step", "change a note"),
    "show-persona": mark_in("step", "show a persona"),
    "hide-persona": mark_in("step", "hide a persona"),
    "number": mark_in("step", "change a number"),
    "severity": mark_in("step", "change the severity"),
    "add-persona": mark_in("step", "add a persona"),
    "remove-persona": mark_in("step", "remove a persona"),
    "take-off": mark_in("step", "take a persona off the map"),
    "portrait": mark_in("step", "change the portrait"),
    "sensitive": mark_in("step", "mark as sensitive"),
    "remove-line": mark_in("step", "remove a line"),
    "trait": mark_in("step", "change a trait"),
    "add-card": mark_in("step", "add a card"),
    "add-cards": mark_in("step", "add cards"),
    "add-stage": mark_in("step", "add a stage"),
    "add-lane": mark_in("step", "add a lane"),
    "add-link": mark_in("step", "draw a link"),
    "reconnect": mark_in("step", "lead a link elsewhere"),
    "remove-mood": mark_in("step", "remove a feeling"),
    "personas": mark_in("step", "change whose it is"),
    "add-feeling": mark_in("step", "add a feeling"),
    "move": mark_in("step", "move"),
    "copy": mark_in("step", "copy"),
    "duplicate": mark_in("step", "duplicate"),
    "paste": mark_in("step", "paste"),
    "cut": mark_in("step", "cut"),
    "remove": mark_in("step", "remove"),
    "size": mark_in("step", "change a size"),
    "span": mark_in("step", "stretch a card"),
    "hide": mark_in("step", "hide"),
    "show": mark_in("step", "show"),
    "colour": mark_in("step", "change a colour"),
    "share": mark_in("step", "change a share"),
    "choice": mark_in("step", "change a choice"),
    "evidence": mark_in("step", "change the evidence"),
    "recover": mark_in("step", "bring back what was not saved"),
    "reload": mark_in("step", "take over the file on disk"),
    "source": mark_in("step", "add a source"),
    "formula": mark_in("step", "change a formula"),
    "readings": mark_in("step", "change readings"),
    "solves": mark_in("step", "change what it solves"),
    "weigh": mark_in("step", "weigh an opportunity"),
    "bulk": mark_in("step", "change several things"),
    "add-map": mark_in("step", "add a map"),
    "copy-map": mark_in("step", "duplicate a map"),
    "to-be": mark_in("step", "make a to-be copy"),
    "import-map": mark_in("step", "take in a map"),
    "remove-map": mark_in("step", "remove a map"),
    "move-map": mark_in("step", "move a map"),
    "main-map": mark_in("step", "choose the main map"),
    "sub-journey": mark_in("step", "open a sub-journey"),
    "restore": mark_in("step", "bring back a version"),
    "keep-version": mark_in("step", "keep a version"),
    "forget-version": mark_in("step", "remove a version"),
}


def step_name(label: str | None) -> str | None:
    """What a step is called in the user's language; none stays none."""
    if label is None:
        return None
    return tr_in(STEP, STEPS[label]) if label in STEPS else label
