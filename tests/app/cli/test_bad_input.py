"""Whatever is given to any command: one clear message, exit 1, nothing written over, no traceback."""

from __future__ import annotations

import errno
import json
import os
import socket
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from app.actions.json_text import json_bytes
from tests.app.cli.conftest import Type

COMMANDS = {
    "check": (),
    "simulate": ("--visitors", "10", "--draws", "1"),
    "export": ("--to", "-", "--format", "json"),
}


def _missing(path: Path) -> None:
    path.unlink()


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _writes(content: bytes) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        path.write_bytes(content)

    return write


def _newer(path: Path) -> None:
    path.write_text(json.dumps({**json.loads(path.read_text()), "version": 999}))


def _half(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])


def _misspelt(path: Path) -> None:
    path.write_text(json.dumps({**json.loads(path.read_text()), "persona": {}}))


DAMAGES = {
    "missing": (_missing, "there is no such file"),
    "a folder": (_folder, "folder"),
    "empty": (_writes(b""), "empty"),
    "binary": (_writes(b"\x89PNG\r\n\x1a\n\x00\x00"), "binary"),
    "no json": (_writes(b"hello"), "JSON"),
    "another program's": (_writes(b'{"nodes": []}'), "Footfall"),
    "newer": (_newer, "newer Footfall"),
    "half": (_half, "breaks off"),
    "nan": (_writes(b'{"format": "footfall", "version": 1, "project": {"title": NaN}}'), "NaN"),
    "deep": (_writes(b'{"a":' * 3000 + b"1" + b"}" * 3000), "nested"),
    "twice": (_writes(b'{"format": "footfall", "version": 1, "maps": {}, "maps": {}}'), "twice"),
    "bad utf-8": (_writes(b'{"format": "\xff\xfe"}'), "UTF-8"),
    "misspelt": (_misspelt, "Did you mean 'personas'?"),
}


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_file(footfall: Type, kettle: Path, command: str, damage: str) -> None:
    spoil, told = DAMAGES[damage]
    spoil(kettle)
    before = kettle.read_bytes() if kettle.is_file() else None
    said = footfall(command, kettle, *COMMANDS[command])
    assert said.code == 1
    shown = said.out if command == "check" else said.err
    assert told in shown, shown
    assert shown.startswith("error: ")
    assert (kettle.read_bytes() if kettle.is_file() else None) == before


@pytest.mark.parametrize("command", COMMANDS)
def test_no_permission(footfall: Type, kettle: Path, command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Path.open

    def refuse(path: Path, mode: str = "r", *more: object, **named: object) -> object:
        if path == kettle:
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return real(path, mode, *more, **named)  # type: ignore[call-overload]  # passed on as it came

    monkeypatch.setattr(Path, "open", refuse)
    said = footfall(command, kettle, *COMMANDS[command])
    assert said.code == 1
    assert "permission" in said.out + said.err


@pytest.mark.parametrize("command", COMMANDS)
def test_an_unfinished_project_on_standard_input(footfall: Type, kettle_content: bytes, command: str) -> None:
    said = footfall(command, "-", *COMMANDS[command], stdin=kettle_content[:5000])
    assert said.code == 1
    assert "standard input" in said.out + said.err


WRITERS = {
    "new": ("new", "{out}", "--example", "kettle"),
    "check": ("check", "{kettle}", "--json", "{out}"),
    "export": ("export", "{kettle}", "--to", "{out}", "--format", "json"),
}


def _typed(command: str, kettle: Path, out: Path) -> list[str]:
    return [part.format(kettle=kettle, out=out) for part in WRITERS[command]]


@pytest.mark.parametrize("command", WRITERS)
def test_a_full_disk_leaves_what_there_was(
    footfall: Type, kettle: Path, tmp_path: Path, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out.json"
    out.write_text("precious")
    names = sorted(file.name for file in tmp_path.iterdir())

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    said = footfall(*_typed(command, kettle, out), "--force")
    assert said.code == 1
    assert said.err == f"error: {out} cannot be written: the disk is full.\n"
    assert out.read_text() == "precious"
    assert sorted(file.name for file in tmp_path.iterdir()) == names


@pytest.mark.parametrize("command", WRITERS)
@pytest.mark.parametrize("place", ["taken", "folder", "nowhere/out.json", "x" * 300, "nul\0byte"])
def test_a_place_that_cannot_be_written(footfall: Type, kettle: Path, tmp_path: Path, command: str, place: str) -> None:
    (tmp_path / "taken").write_text("precious")
    (tmp_path / "folder").mkdir()
    said = footfall(*_typed(command, kettle, tmp_path / place))
    assert said.code == 1
    assert said.err.startswith("error: ")
    assert said.err.count("\n") == 1
    assert (tmp_path / "taken").read_text() == "precious"


def test_a_file_keeps_its_permissions_and_a_device_stays_one(footfall: Type, tmp_path: Path) -> None:
    path = tmp_path / "mine.json"
    path.write_text("old")
    path.chmod(0o600)
    assert footfall("new", path, "--example", "kettle", "--force").code == 0
    assert path.stat().st_mode & 0o777 == 0o600
    assert footfall("new", "/dev/null", "--example", "kettle", "--force").code == 0
    assert Path("/dev/null").is_char_device()


def test_a_link_stays_a_link(footfall: Type, tmp_path: Path) -> None:
    target, link = tmp_path / "target.json", tmp_path / "link.json"
    target.write_text("old")
    link.symlink_to(target)
    assert footfall("new", link, "--example", "kettle", "--force").code == 0
    assert link.is_symlink()
    assert target.read_text().startswith("{")


def test_a_file_that_may_not_be_written_is_kept(
    footfall: Type, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "mine.json"
    path.write_text("precious")
    monkeypatch.setattr(os, "access", lambda *_: False)  # for root, everything may be written
    said = footfall("new", path, "--example", "kettle", "--force")
    assert said.code == 1
    assert said.err == f"error: {path} cannot be written: you have no permission.\n"
    assert path.read_text() == "precious"


@pytest.mark.parametrize("kind", ["fifo", "socket"])
def test_what_is_no_file_is_not_written_to(footfall: Type, tmp_path: Path, kind: str) -> None:
    path = tmp_path / "odd"
    if kind == "fifo":
        os.mkfifo(path)
    else:
        with socket.socket(socket.AF_UNIX) as bound:
            bound.bind(str(path))
    said = footfall("new", path, "--example", "kettle", "--force")
    assert (said.code, said.err) == (1, f"error: {path} is no ordinary file. Give the name of one.\n")


@pytest.mark.parametrize(
    "arguments",
    [
        ("new", "", "--example", "kettle"),
        ("new", " ", "--example", "kettle", "--force"),
        ("check", ""),
        ("simulate", ""),
        ("export", "", "--to", "x.png"),
    ],
)
def test_an_empty_name_is_called_empty(footfall: Type, arguments: tuple[str, ...]) -> None:
    said = footfall(*arguments)
    assert (said.code, said.err) == (1, "error: The name of the file is empty. Give the name of a file.\n")


def test_an_output_without_a_name_is_called_empty(footfall: Type, kettle: Path) -> None:
    for arguments in (("export", kettle, "--to", "", "--format", "svg"), ("check", kettle, "--json", "")):
        said = footfall(*arguments)
        assert (said.code, said.err) == (1, "error: The name of the file is empty. Give the name of a file.\n")


def test_nothing_in_the_json_steers_a_terminal(footfall: Type, kettle: Path) -> None:
    told = json.loads(kettle.read_text())
    odd = "a\x1b]0;b\x9bc\u202ed\u2066e\x7ff 👍é"
    for variant in told["variants"].values():
        variant["title"] = odd
    kettle.write_text(json.dumps(told))
    said = footfall("simulate", kettle, "--visitors", "10", "--draws", "1", "--json", "-")
    assert not [letter for letter in said.out if letter != "\n" and unicodedata.category(letter)[0] == "C"]
    assert odd in [arm["name"] for arm in json.loads(said.out)["arms"]]


def test_json_stays_what_it_was() -> None:
    content = {"a": ["é 👍", "\U000e0001\ue000", "line\nend\t\x7f", 1.5, None]}
    assert json.loads(json_bytes(content)) == content
    assert json.loads(json_bytes({"half": "\ud800"})) == {"half": "\ufffd"}


@pytest.mark.parametrize(
    "command",
    [
        ("check", "--json"),
        ("simulate", "--json"),
        ("simulate", "--trace-format", "csv", "--trace"),
        ("prices", "--json"),
        ("recognition", "--json"),
        ("story", "--visitor", "1", "--json"),
    ],
)
def test_the_project_itself_is_never_written_over(footfall: Type, kettle: Path, command: tuple[str, ...]) -> None:
    before = kettle.read_bytes()
    link = kettle.with_name("link.json")
    link.symlink_to(kettle)
    for target in (kettle, link):
        typed = footfall(command[0], kettle, "--force", *command[1:], target)
        assert typed.code == 1
        assert "is the project itself" in typed.err
    assert kettle.read_bytes() == before
