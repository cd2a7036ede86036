"""The catalogue: in step with the code, complete in Dutch, and spoken where it should be."""

from __future__ import annotations

import ast
import re
import string
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from app.words import (
    LANGUAGES,
    OWN_NAMES,
    group,
    language,
    mark,
    plural,
    set_language,
    speaking,
    tr,
    tr_in,
    wanted_language,
)
from app.words.catalogue import LOCALE_FOLDER
from tests.house.sources import ROOT

PO = LOCALE_FOLDER / "nl" / "LC_MESSAGES" / "footfall.po"


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    set_language("en")
    yield
    set_language("en")


@pytest.fixture(scope="module")
def dutch() -> Catalog:
    with PO.open("rb") as file:
        return read_po(file, locale="nl")


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    sys.path.insert(0, str(ROOT / "tools"))
    try:
        import words
    finally:
        sys.path.pop(0)
    return words


def _texts(catalog: Catalog) -> list[tuple[str, Message]]:
    return [(str(entry.id), entry) for entry in catalog if entry.id]


def _forms(text: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return tuple(text) if isinstance(text, tuple | list) else (text or "",)


def _placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_the_files_are_in_step_with_the_code(tool: ModuleType) -> None:
    files, _ = tool.wanted()
    stale = [path.name for path, content in files.items() if not path.exists() or path.read_bytes() != content]
    assert stale == [], "run make words"


def test_a_text_that_changed_waits_for_its_translation(
    tool: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tool, "LOCALE", tmp_path)
    written = tmp_path / "nl" / "LC_MESSAGES" / "footfall.po"
    written.parent.mkdir(parents=True)
    old = 'msgid "one cat"\nmsgstr "een kat"\n\nmsgid "gone"\nmsgstr "weg"\n\nmsgid "dog"\nmsgstr "hond"\n'
    written.write_text(f'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n{old}')
    template = Catalog()
    template.add(("one cat", "{count} cats"))
    template.add("dog")
    template.add("bird")
    catalog = tool.updated("nl", template)
    assert {str(entry.id): entry.string or "" for entry in catalog if entry.id} == {
        "('one cat', '{count} cats')": ("", ""),
        "dog": "hond",
        "bird": "",
    }


def test_dutch_is_complete(dutch: Catalog) -> None:
    assert [text for text, entry in _texts(dutch) if not all(_forms(entry.string))] == []
    assert [text for text, entry in _texts(dutch) if entry.fuzzy] == []


def test_both_languages_fill_in_the_same_values(dutch: Catalog) -> None:
    wrong = []
    for text, entry in _texts(dutch):
        pairs = zip(_forms(entry.id), _forms(entry.string), strict=True)
        if any(_placeholders(own) != _placeholders(theirs) for own, theirs in pairs):
            wrong.append(text)
    assert wrong == []


def test_words_are_spoken_as_the_design_language_asks(dutch: Catalog) -> None:
    said = [form for _, entry in _texts(dutch) for form in (*_forms(entry.id), *_forms(entry.string))]
    rude = re.compile(r"!|\b(please|successfully|alstublieft|succesvol|gelieve)\b|±", re.IGNORECASE)
    assert [text for text in said if rude.search(text.replace("!r}", ""))] == []


def test_every_text_of_the_studio_can_be_extracted() -> None:
    """A text put together before it is marked is never found: `tr(f"…")`, `tr("a" + b)`."""
    built = re.compile(r"\b(?:tr|mark|plural)\(\s*f[\"']")
    guilty = [path.name for path in (ROOT / "app").rglob("*.py") if built.search(path.read_text("utf-8"))]
    assert guilty == []


def test_a_text_is_translated_and_filled_in() -> None:
    assert tr("between {low} and {high}", low="1", high="2") == "between 1 and 2"
    set_language("nl")
    assert tr("between {low} and {high}", low="1", high="2") == "tussen 1 en 2"
    assert tr_in("phase", "choose") == "kiezen"
    assert tr("nobody has marked this") == "nobody has marked this"
    assert tr("") == ""


def test_a_text_without_values_may_hold_braces() -> None:
    assert tr(mark("say {product}")) == "say {product}"


def test_plurals() -> None:
    assert [plural("{count} day", "{count} days", n, count=n) for n in (0, 1, 2, 1.5)] == [
        "0 days",
        "1 day",
        "2 days",
        "1.5 days",
    ]
    set_language("nl")
    assert plural("{count} day", "{count} days", 1, count=1) == "1 dag"


def test_a_language_can_be_lent_to_one_thread() -> None:
    heard: list[str] = []
    with speaking("nl"):
        thread = threading.Thread(target=lambda: heard.append(tr("Everybody")))
        thread.start()
        thread.join()
        heard.append(tr("Everybody"))
    heard.append(tr("Everybody"))
    assert heard == ["Everybody", "Iedereen", "Everybody"]


@pytest.mark.parametrize(
    ("environment", "setting", "wanted"),
    [
        ({}, "system", "en"),
        ({"LANG": "nl_NL.UTF-8"}, "system", "nl"),
        ({"LANG": "nl_NL.UTF-8"}, "en", "en"),
        ({"LANG": "fr_FR.UTF-8"}, "system", "en"),
        ({"LANG": "nl_NL.UTF-8", "LC_ALL": "en_GB.UTF-8"}, "system", "en"),
        ({"LANGUAGE": "nl:en"}, "system", "nl"),
        ({"FOOTFALL_LANGUAGE": "nl", "LANG": "en_US"}, "en", "nl"),
        ({"FOOTFALL_LANGUAGE": "klingon"}, "nl", "nl"),
        ({"LANG": "C.UTF-8"}, "system", "en"),
    ],
)
def test_which_language_is_wanted(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], setting: str, wanted: str
) -> None:
    for variable in ("FOOTFALL_LANGUAGE", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(variable, raising=False)
    for variable, value in environment.items():
        monkeypatch.setenv(variable, value)
    assert wanted_language(setting) == wanted
    assert set_language("system") == wanted_language()


def test_an_unknown_language_is_english() -> None:
    assert set_language("xx") == "en"
    assert language() == "en"


def test_every_language_has_a_name_and_a_catalogue() -> None:
    assert set(OWN_NAMES) == set(LANGUAGES)
    assert {path.parent.parent.name for path in Path(LOCALE_FOLDER).glob("*/LC_MESSAGES/footfall.mo")} | {"en"} == set(
        LANGUAGES
    )


def test_names_differ_between_the_languages() -> None:
    english = group("phase")
    with speaking("nl"):
        assert group("phase")["choose"] == "kiezen"
        assert list(group("phase")) == list(english)


def test_no_text_is_marked_inside_an_f_string(tool: ModuleType) -> None:
    """Before Python 3.12 such a text is not seen by the extraction, and would never be translated."""
    hidden = [
        f"{path.relative_to(ROOT).as_posix()}:{call.lineno}"
        for path in sorted((ROOT / "app").rglob("*.py"))
        for joined in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(joined, ast.JoinedStr)
        for call in ast.walk(joined)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in tool.KEYWORDS
    ]
    assert hidden == []
