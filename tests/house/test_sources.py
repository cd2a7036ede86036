"""House rules that a reader can check by eye, checked for every file."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.sources import CODE, PACKAGES, name_of, python_files, repository_files

LONGEST_FILE = 500

# Written in pieces, so that this file passes its own test.
_HOSTS = ("pypi" + ".org", "python" + "hosted", "npm" + "js", "deb." + "debian", "archive." + "ubuntu")
_MACHINE_PATH = re.compile(r"(?<![\w.~$}>-])/(?:root|work|opt|mnt|home/\w+|Users/\w+)/\w|\b[A-Z]:\\Users\\")


def test_no_file_is_too_long_to_read() -> None:
    lengths = {name_of(path): len(path.read_text("utf-8").splitlines()) for path in python_files(*CODE)}
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_FILE} == {}


def _undocumented(tree: ast.Module) -> Iterator[str]:
    if ast.get_docstring(tree) is None:
        yield "the module"
    for node in tree.body:
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            continue
        if not node.name.startswith("_") and ast.get_docstring(node) is None:
            yield node.name


def test_everything_public_says_what_it_is() -> None:
    silent = [
        (name_of(path), what)
        for path in python_files(*PACKAGES)
        for what in _undocumented(ast.parse(path.read_text("utf-8")))
    ]
    assert silent == []


def _text_files() -> list[tuple[Path, str]]:
    found = []
    for path in repository_files():
        try:
            found.append((path, path.read_text("utf-8")))
        except UnicodeDecodeError:
            continue  # a picture or a compiled catalogue
    return found


def test_no_file_names_a_package_registry() -> None:
    guilty = [(name_of(path), host) for path, text in _text_files() for host in _HOSTS if host in text]
    assert guilty == []


def test_no_file_names_a_place_on_somebodys_machine() -> None:
    guilty = [(name_of(path), found.group()) for path, text in _text_files() if (found := _MACHINE_PATH.search(text))]
    assert guilty == []


@pytest.mark.parametrize(
    ("text", "caught"),
    [
        ("open('" + "/root/" + "map.json')", True),
        ("see " + "/home/" + "ann/map.json", True),
        ("https://example.org/" + "work/page", False),
        ("and/or, home/page, 1/2", False),
    ],
)
def test_the_search_for_machine_paths_finds_them(text: str, caught: bool) -> None:
    assert bool(_MACHINE_PATH.search(text)) is caught
