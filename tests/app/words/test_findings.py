"""Findings in the user's language, and every code of the lower floors known to the translator."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from app.project.examples import new_from_framework
from app.words import line, mend, message, sentence, speaking
from app.words.sentences import SENTENCES
from personas.problems import Finding, FootfallError, finding
from tests.house.sources import ROOT, python_files

DANGLING = finding(
    "error",
    "dangling",
    "stages.stage-aaaaaaaa.map",
    "it names {id}, which is not in {table}.",
    "Remove this reference, or put the record back.",
    id="map-nowhere0",
    table="maps",
)


def test_english_is_what_was_found() -> None:
    with speaking("en"):
        assert message(DANGLING) == DANGLING.message
        assert sentence(DANGLING) == f"{DANGLING.message} {DANGLING.mend}"
        assert line(DANGLING) == f"error: stages.stage-aaaaaaaa.map: {DANGLING.message} {DANGLING.mend}"


def test_dutch_fills_in_the_same_values() -> None:
    with speaking("nl"):
        assert message(DANGLING) == "dit noemt map-nowhere0, en dat staat niet bij kaarten."
        assert mend(DANGLING) == "Haal deze verwijzing weg, of zet terug waarnaar ze verwijst."
        assert line(DANGLING).startswith("fout: stages.stage-aaaaaaaa.map: dit noemt")


def test_of_several_wordings_the_one_that_was_used_is_translated() -> None:
    words = "no touchpoint of this map is a page of a visit", "give the pages of the site their page type"
    other = "no touchpoint of this map is a page of a site, so there is nothing to simulate."
    with speaking("nl"):
        assert message(Finding("error", "nothing-walked", "", words[0])).endswith("pagina van een bezoek.")
        assert message(Finding("error", "nothing-walked", "", other)).endswith("er valt niets te simuleren.")
        assert (
            mend(Finding("error", "nothing-walked", "", "", words[1])) == "Geef de pagina’s van de site hun paginatype."
        )


def test_an_amount_keeps_its_unit() -> None:
    values = {"arm": "Reviews", "reached": "0.021 pp", "asked": "0.01 pp"}
    words = "{arm}: simulation noise is {reached}, not {asked} as asked: the run stopped at its largest size."
    with speaking("nl"):
        assert "is 0,021 pp, niet 0,01 pp zoals gevraagd" in message(
            Finding("warning", "precision-not-met", "", words.format_map(values), "", values)
        )


def test_a_sentence_with_other_words_goes_by_its_code() -> None:
    found = Finding("error", "spread-below-floor", "x", "quite other words", "", {"spread": "0.0041", "floor": "0.01"})
    with speaking("nl"):
        assert message(found) == "een spreiding van 0,4% is kleiner dan zo’n effect toelaat (1,0%)."
        assert mend(found) == ""


@pytest.mark.parametrize(
    "found",
    [
        Finding("error", "of-a-later-version", "x", "Something new.", "Do this."),
        Finding("error", "spread-below-floor", "x", "Something new.", "Do this.", {}),
        Finding("error", "spread-below-floor", "x", "Something new.", "", {"spread": "0.1"}),
    ],
)
def test_what_cannot_be_said_in_dutch_is_said_in_english(found: Finding) -> None:
    with speaking("nl"):
        assert message(found) == "Something new."


def test_braces_and_controls_in_values_do_no_harm() -> None:
    found = finding("error", "bad-key", "x\n\x1b[31m", "{found} is no good key here.", found="{0.__class__}\n")
    for tongue in ("en", "nl"):
        with speaking(tongue):
            said = line(found)
        assert "{0.__class__}" in said
        assert "\x1b" not in said
        assert "\n" not in said


def test_values_are_written_as_a_reader_expects_them() -> None:
    found = Finding("error", "technique-not-simulated", "", "", "", {"technique": "social_proof"})
    with speaking("nl"):
        assert message(found) == "de techniek 'Sociaal bewijs' kan nog niet gesimuleerd worden."
    odd = Finding("warning", "persona-gap", "", "x", "", {"arm": "A", "growth": "nonsense"})
    with speaking("nl"):
        assert message(odd) == "A: het verschil tussen de persona’s groeit met nonsense."


def test_a_sentence_always_ends() -> None:
    found = Finding("error", "whatever", "x", "the map is empty", "add a card")
    with speaking("en"):
        assert sentence(found) == "the map is empty. Add a card."


def test_a_real_refusal_in_dutch() -> None:
    with pytest.raises(FootfallError) as caught:
        new_from_framework("nothing")
    with speaking("nl"):
        assert line(caught.value.findings[0]).startswith(
            "fout: framework: onder de naam nothing wordt niets meegeleverd. Kies uit: "
        )


_MAKERS = {"Finding": 1, "finding": 1, "refused": 0, "_refused": 0, "_warn": 0, "_later": 0}
"""Functions that make a finding or a warning, and which of their arguments is its code."""
_FLOORS = ("personas", "maps", "simulation", "app/project", "app/formats")


def _codes() -> Iterator[tuple[str, str]]:
    for path in python_files(*_FLOORS):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _MAKERS:
                place = _MAKERS[node.func.id]
                code = node.args[place] if len(node.args) > place else None
                if isinstance(code, ast.Constant) and isinstance(code.value, str):
                    yield code.value, path.relative_to(ROOT).as_posix()


UNSPOKEN = {"edit-conflict"}
"""Codes that no user ever sees."""


def test_every_code_of_the_lower_floors_has_its_sentences() -> None:
    found = set(_codes())
    assert len(found) > 60, "the search no longer finds them"
    assert sorted({one for one in found if one[0] not in SENTENCES and one[0] not in UNSPOKEN}) == []
