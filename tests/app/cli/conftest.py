"""The command line as a user meets it: typed, with what it says caught; and a kettle project to type about."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.cli.main import main
from app.words import set_language


@dataclass(frozen=True)
class Said:
    """How a command ended and what it said."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()


Type = Callable[..., Said]


@pytest.fixture
def footfall(monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Iterator[Type]:
    """Type a command: `footfall("check", path)`; with `stdin=b"…"` something comes in by the pipe."""
    monkeypatch.setenv("LANGUAGE", "en")

    def run(*arguments: str | Path, stdin: bytes = b"") -> Said:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        code = main([str(argument) for argument in arguments])
        out, err = capfdbinary.readouterr()
        assert b"Traceback" not in err
        return Said(code, out.decode(), err.decode())

    yield run
    set_language("en")


@pytest.fixture(scope="session")
def kettle_content(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("kettle") / "kettle.footfall.json"
    assert main(["new", str(path), "--example", "kettle", "--language", "en"]) == 0
    return path.read_bytes()


@pytest.fixture
def kettle(kettle_content: bytes, tmp_path: Path) -> Path:
    """A fresh copy of the kettle project in English."""
    path = tmp_path / "kettle.footfall.json"
    path.write_bytes(kettle_content)
    return path
