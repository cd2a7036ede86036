"""The words of the click library, taken into our own catalogue, so that a Dutch command line is Dutch throughout.

click looks its texts up in the process's current gettext domain; we name ours, and mark what it says here.
"""

from __future__ import annotations

import gettext
import os

from app.words import mark, mark_plural
from app.words.catalogue import DOMAIN, LOCALE_FOLDER, Tongue

CLICK_WORDS = (
    mark("Usage:"),
    mark("Options"),
    mark("Commands"),
    mark("Positional arguments"),
    mark("Show this message and exit."),
    mark("Try '{command} {option}' for help."),
    mark("Missing argument"),
    mark("Missing option"),
    mark("Missing parameter"),
    mark("Missing command."),
    mark("No such option {name!r}."),
    mark("No such command {name!r}."),
    mark_plural("Did you mean {possibility}?", "(Did you mean one of: {possibilities}?)"),
    mark("Invalid value: {message}"),
    mark("Invalid value for {param_hint}: {message}"),
    mark_plural("Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})"),
    mark_plural("Option {name!r} requires an argument.", "Option {name!r} requires {nargs} arguments."),
    mark("Option {name!r} does not take a value."),
    mark_plural("{value!r} is not {choice}.", "{value!r} is not one of {choices}."),
    mark("{value!r} is not a valid {number_type}."),
    mark("required"),
)
WHOLE_NUMBER, NUMBER = mark("whole number"), mark("number")


def speak_click(tongue: Tongue) -> None:
    """Let click speak our language from now on, in this process and its children."""
    gettext.bindtextdomain(DOMAIN, LOCALE_FOLDER)
    gettext.textdomain(DOMAIN)
    os.environ["LANGUAGE"] = tongue
