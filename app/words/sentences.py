"""The sentences of findings and warnings, by code, in English: what other languages translate.

Per code first what is wrong, then how to mend it, then other wordings of either. They are the sentences that the
lower floors write, with the finding's values in braces. `make words` finds all of them here.
"""

from __future__ import annotations

from app.words.sentences_of_doubt import OF_DOUBT
from app.words.sentences_of_editing import OF_EDITING
from app.words.sentences_of_ethics import OF_ETHICS
from app.words.sentences_of_experiments import OF_EXPERIMENTS
from app.words.sentences_of_judging import OF_JUDGING
from app.words.sentences_of_maps import OF_MAPS
from app.words.sentences_of_people import OF_PEOPLE
from app.words.sentences_of_rules import OF_RULES
from app.words.sentences_of_structure import OF_STRUCTURE
from app.words.sentences_of_tests import OF_TESTS

_OF_FILES: dict[str, tuple[str, ...]] = {
    # reading a file
    "too-large": (
        "it has {size} MB, and a project may have {largest} MB at most.",
        "Take out pictures or runs, or check that this is the right file.",
    ),
    "empty": ("the file is empty.", "Take a backup, or begin a new project."),
    "utf-16": ("it is written in UTF-16.", "Save it as UTF-8 in a text editor."),
    "binary": ("this is no text but binary data.", "Choose a .footfall.json file."),
    "no-utf8": ("on line {line} there is a byte that is no UTF-8.", "Save it as UTF-8 in a text editor."),
    "too-many": ("it has more than {most} million parts, which no project has.", "Check that this is the right file."),
    "too-deep": (
        "braces and brackets are nested more than {deepest} deep, which no project is.",
        "Check that this is the right file.",
    ),
    "duplicate": (
        "this name stands twice in one object, and only one can be meant.",
        "Remove one, or give it an id of its own.",
    ),
    "no-number": ("{found} is no number that JSON knows.", "Write an ordinary number."),
    "infinite": ("{found} is larger than any number Footfall can keep.", "Write an ordinary number."),
    "no-object": (
        "expected an object with names and values, found {found}.",
        "Choose a file that Footfall saved.",
    ),
    "truncated": ("it breaks off on line {line}: the end is missing.", "Take a backup, or fetch the file again."),
    "no-json": ("this is no Footfall file: it does not hold JSON.", "Choose another file."),
    "bad-json": (
        "on line {line}, at column {column}, the JSON cannot be understood: {reason}.",
        "Mend it there, or take a backup.",
    ),
    "version": (
        "the version of the file is {found}, and not a whole number from 1 to {newest}.",
        "Write {newest}.",
    ),
    "newer": (
        "a newer Footfall wrote it: version {version} of the file, and this one reads up to {newest}.",
        "Open it with a newer Footfall.",
    ),
    "other-kind": (
        "it is a {found} file, and a {expected} file was expected.",
        "Import it, or choose another file.",
    ),
    "other-format": (
        "this is no Footfall file: its format is {found}.",
        'A Footfall file begins with "format": "{expected}".',
    ),
    "no-format": (
        "this is no Footfall file: it names no format.",
        'A Footfall file begins with "format": "{expected}".',
    ),
    # the disk
    "directory": ("this is a folder, not a file.", "Choose a file inside it."),
    "no-file": ("this is a device or a pipe, not a file.", "Use - to read standard input."),
    "missing": ("this field is missing.", "Add it."),
    "no-such-file": ("there is no such file.", "Check the name and the folder."),
    "may-not-read": ("you have no permission to read this.", "Ask for it, or choose another file."),
    "may-not-write": ("you have no permission to write this.", "Ask for it, or use another place."),
    "disk-full": ("the disk is full; nothing was changed.", "Make room and save again."),
    "no-folder": ("the folder does not exist.", "Make it, or choose another folder."),
    "not-a-folder": ("a part of this path is a file, not a folder.", "Check the path."),
    "long-name": ("the name is too long for this disk.", "Choose a shorter name."),
    "broken-link": ("this link points to {target}, which is not there.", "Put the file back, or remove the link."),
    "link-circle": ("this link points back to itself.", "Remove the link."),
    "disk": ("the system refuses: {reason}.", "Try another place."),
    "changed": (
        "the file was changed on disk since it was opened; it was not overwritten.",
        "Save under another name, or open it again.",
    ),
    "exists": ("there is a file of this name already.", "Choose another name or force."),
    # fields
    "extra-forbidden": ("Footfall knows no field of this name.", "Remove it or correct its name."),
    "misspelt": ("Footfall knows no field of this name.", "Did you mean '{close}'?"),
    "string-type": ("expected a text, found {found}.", "Put it between double quotes."),
    "string-unicode": ("this text holds half a character, which no file can keep.", "Type the text again."),
    "float-type": ("expected a number, found {found}.", "Write it without quotes, with a point for decimals."),
    "int-type": ("expected a whole number, found {found}.", "Write it without quotes and without decimals."),
    "int-from-float": ("expected a whole number, found {found}.", "Round it."),
    "bool-type": ("expected true or false, found {found}.", "Write true or false without quotes."),
    "dict-type": (
        "expected an object with entries by key, found {found}.",
        "Write the entries between braces.",
    ),
    "model-type": (
        "expected an object with fields by name, found {found}.",
        "Write the fields between braces.",
    ),
    "literal-error": ("expected {expected}, found {found}.", "Choose one of these."),
    "greater-than-equal": ("{found} is too low.", "It must be at least {ge}."),
    "greater-than": ("{found} is too low.", "It must be more than {gt}."),
    "less-than-equal": ("{found} is too high.", "It must be at most {le}."),
    "less-than": ("{found} is too high.", "It must be less than {lt}."),
    "string-too-long": ("this text is longer than {max_length} characters.", "Shorten it."),
    "string-pattern-mismatch": ("{found} is not written as it should be.", "It must match {pattern}."),
    "finite-number": ("{found} is no finite number.", "Write an ordinary number."),
    "value-error": ("this does not hold: {reason}.", "Correct the number.", "Correct it."),
    "bad-key": ("{found} is no good key here.", "Write it as the other keys of this table."),
    "bad-id": (
        "{found} is no id.",
        "An id is a kind, a dash and eight small letters or digits, such as stage-1a2b3c4d.",
    ),
    "more": ("{more} more problems are not shown.", "Mend these first."),
    # records and their references
    "other-map": (
        "it names {id}, which is on another map.",
        "Let it name something on its own map.",
        "Choose a cell of one map.",
    ),
    "sub-journey-circle": (
        "this sub-journey leads back to the map it is opened from.",
        "Open another map here, or none.",
    ),
    "copy-circle": ("this copy is based on itself, by way of other copies.", "Remove this reference."),
    "in-use": ("it names {id}, which can therefore not be removed.", "Let it use something else first."),
    "edit-conflict": (
        "this is not what the change expects: it was changed or removed meanwhile.",
        "Look at what is there, and try again.",
    ),
    "dangling": (
        "it names {id}, which is not in {table}.",
        "Remove this reference, or put the record back.",
    ),
    "two-of-a-card": (
        "this card has a record in {table} already, {other}; only one of them is shown.",
        "Remove one, or give it a card of its own.",
    ),
    "more-conversions": (
        "more visitors converted than there were.",
        "Count visitors that converted, not orders.",
    ),
    "no-map-yet": ("there is no map yet.", "Add one, or begin with an example."),
    "many-runs": ("the project keeps {count} runs; the oldest could go.", "Remove runs that no decision rests on."),
    "lost-target": (
        "it is about {id}, which is no longer there.",
        "Read it once more, then remove it.",
    ),
    "no-record": ("there is no such record.", ""),
    "no-field": ("there is no such field.", ""),
    "id-taken": ("this id is taken.", "Take a new id."),
    # a workshop
    "round-open": ("a round of voting is still open on this map.", "Close it first."),
    "round-closed": ("this round of voting is closed.", "Start another one."),
    "not-votable": ("this round is not about that.", "Choose a card it is about."),
    "no-dots": ("all dots are given.", "Take one back first, or let the next one vote."),
    "empty-note": ("a note has to say something.", "Type a few words."),
    "which": (
        "which of the {table} is meant? There is: {listed}.",
        "Name one with {option}, or make one the main one.",
    ),
    "not-among": ("there is no {id} in {table}; there is: {listed}.", ""),
    "none": ("the project has no {table}.", "Add one first."),
    "no-example": ("nothing ships under the name {name}.", "Choose one of: {known}."),
    "no-framework": ("nothing ships under the name {name}.", "Choose one of: {known}."),
    "no-persona": ("nothing ships under the name {name}.", "Choose one of: {known}."),
    "about-other-map": (
        "the experiment is about {other}, not about {map}.",
        "Leave --map out, or name another experiment.",
    ),
}

VALUES: tuple[str, ...] = (
    "stock", "a deadline", "an object", "a list", "maps", "experiments", "stages", "lanes", "touchpoints", "links",
    "cards", "pains", "opportunities", "metrics", "personas", "phases", "policies", "rules", "variants", "sources",
    "audiences", "segments", "products", "desks", "images", "runs",
)  # fmt: skip
"""Words that stand in a sentence as one of its values."""
_OF_CLUSTERS: dict[str, tuple[str, ...]] = {
    "cluster-not-installed": (
        "a cluster needs Dask, which is not installed here.",
        "Install Footfall with its extra 'cluster', here and on the workers.",
    ),
    "cluster-silent": (
        "nobody answers as a Dask scheduler at {address}: {reason}.",
        "Start one with `dask scheduler`, and give the address that it shows.",
    ),
    "cluster-empty": (
        "the cluster at {address} has no workers.",
        "Start some with `dask worker` and the scheduler's address.",
    ),
    "cluster-without-footfall": (
        "the worker {worker} cannot load Footfall: {reason}.",
        "Give all the same versions of Python, numpy, numba and Footfall, on the same kind of processor.",
    ),
    "cluster-other-version": (
        "the worker {worker} has another version than this program, so its visitors would be others.",
        "Give all the same versions of Python, numpy, numba and Footfall, on the same kind of processor.",
    ),
    "cluster-deadly": (
        "the workers of the cluster at {address} die again and again.",
        "See what their own output says; each may have too little memory.",
    ),
    "cluster-lost": (
        "the connection to the cluster at {address} is lost.",
        "Run it again when the scheduler is back: the same seed gives the same answer.",
    ),
    "cluster-together": (
        "visitors who compete for desks, stock or budgets live on one clock, which a cluster does not have.",
        "Run it on this machine, without --cluster.",
    ),
    "cluster-simpy": (
        "a cluster runs the compiled engine only.",
        "Leave out either --cluster or --engine simpy: both engines give the same visitors.",
    ),
}

SENTENCES: dict[str, tuple[str, ...]] = {
    **_OF_FILES,
    **_OF_CLUSTERS,
    **OF_DOUBT,
    **OF_EDITING,
    **OF_ETHICS,
    **OF_EXPERIMENTS,
    **OF_MAPS,
    **OF_RULES,
    **OF_STRUCTURE,
    **OF_PEOPLE,
    **OF_JUDGING,
    **OF_TESTS,
}
