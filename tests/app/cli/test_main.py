"""Exit codes, and one message for whatever goes wrong."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn

import pytest

from app.actions.registry import Outcome
from app.cli import crash
from app.cli import main as cli
from app.version import version
from app.words import set_language
from personas.problems import Finding, FootfallError
from tests.house.sources import ROOT


@pytest.fixture(autouse=True)
def _as_it_was(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    monkeypatch.setenv("LANGUAGE", "en")
    monkeypatch.setenv("FOOTFALL_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("FOOTFALL_CONFIG", str(tmp_path / "config"))
    yield
    set_language("en")


def _raising(error: BaseException) -> Callable[[str], NoReturn]:
    def studio(_path: str) -> NoReturn:
        raise error

    return studio


def _ends_with(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> int:
    monkeypatch.setattr(cli, "_studio", _raising(error))
    return cli.main(["open", "kettle.json"])


def test_the_user_s_mistake_is_one_line_a_finding(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    findings = (
        Finding("error", "a", "maps.x", "This is wrong.", "Mend it."),
        Finding("warning", "b", "", "This is odd.", ""),
    )
    assert _ends_with(monkeypatch, FootfallError(findings=findings)) == 1
    assert capsys.readouterr() == ("", "error: maps.x: This is wrong. Mend it.\nwarning: This is odd.\n")


def test_an_error_without_findings_is_its_own_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _ends_with(monkeypatch, FootfallError("That cannot be.")) == 1
    assert capsys.readouterr().err == "error: That cannot be.\n"


def test_the_system_s_refusal_is_no_bug_of_ours(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _ends_with(monkeypatch, OSError(28, "No space left on device", "out.json")) == 1
    assert capsys.readouterr().err == "error: the disk is full (out.json).\n"


def test_a_file_of_our_own_that_is_missing_is_a_bug(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _ends_with(monkeypatch, FileNotFoundError(2, "No such file", "curves.json")) == 3


def test_too_little_memory(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert _ends_with(monkeypatch, MemoryError()) == 1
    assert "memory" in capsys.readouterr().err


def test_interrupted(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert _ends_with(monkeypatch, KeyboardInterrupt()) == 130
    assert capsys.readouterr().err == "Stopped.\n"


def test_a_reader_who_left_is_no_error(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert _ends_with(monkeypatch, BrokenPipeError(32, "Broken pipe")) == 0
    assert capsys.readouterr() == ("", "")


def test_our_own_bug_is_written_down_and_not_shown(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert _ends_with(monkeypatch, ZeroDivisionError("a secret")) == 3
    said = capsys.readouterr()
    assert said.out == ""
    assert "Traceback" not in said.err
    assert "a secret" not in said.err
    (log,) = (tmp_path / "state" / "log").glob("crash-*.log")
    assert str(log) in said.err
    text = log.read_text()
    for told in ("ZeroDivisionError: a secret", "Traceback", "footfall open kettle.json", version()):
        assert told in text


def test_a_crash_is_written_somewhere_even_without_a_state_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("FOOTFALL_STATE", str(tmp_path / "file"))
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path))
    assert crash.write_crash(ValueError("x"), ()).parent == tmp_path


def test_usage_is_two_and_goes_to_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["opn"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "No such command 'opn'" in said.err


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--version"]) == 0
    assert capsys.readouterr().out == f"footfall {version()}\n"


def test_help_lists_the_commands(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--help"]) == 0
    listed = capsys.readouterr().out
    for command in ("new", "examples", "check", "simulate", "export", "schema", "open"):
        assert f"\n  {command} " in listed


def test_dutch_throughout(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("FOOTFALL_LANGUAGE", "nl")
    for arguments in (["--help"], ["simulate", "--help"], ["export", "--help"], ["new"], ["opn"], ["--hlp"]):
        cli.main(arguments)
        said = "".join(capsys.readouterr())
        assert "Gebruik:" in said
        for english in ("Usage", "Options", "Commands", "Error", "Missing", "Show this", "No such", "the ", " a "):
            assert english not in said, said


def test_a_broken_settings_file_does_not_stop_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "settings.json").write_bytes(b"\x00\xff{")
    assert cli.main(["--version"]) == 0
    assert capsys.readouterr().err == ""


def test_the_setting_decides_the_language(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "settings.json").write_text('{"language": "nl"}')
    assert cli.main(["--help"]) == 0
    assert "Gebruik:" in capsys.readouterr().out


def test_without_a_command_the_studio_opens(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []

    def studio(path: str) -> Outcome:
        opened.append(path)
        return Outcome(code=0)

    monkeypatch.setattr(cli, "_studio", studio)
    assert cli.main([]) == 0
    assert cli.main(["open", "kettle.json"]) == 0
    assert opened == ["", "kettle.json"]


def test_a_studio_for_a_file_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["open", "no-such.json"]) == 1
    assert capsys.readouterr().err == "error: no-such.json cannot be read: there is no such file.\n"


def test_a_studio_without_a_screen(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    for variable in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(variable, raising=False)
    assert cli.main([]) == 1
    said = capsys.readouterr().err
    assert said.startswith("error: There is no screen")
    assert said.count("\n") == 1


def _footfall(*arguments: str, **options: object) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # type: ignore[call-overload,no-any-return]  # options pass through
        [sys.executable, "-m", "app.cli.main", *arguments],
        cwd=ROOT, stderr=subprocess.PIPE, env={**os.environ, "LANGUAGE": "en"}, **options,
    )  # fmt: skip


def test_a_closed_pipe_ends_it_quietly() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        running = _footfall("--help", stdout=writing)
    finally:
        os.close(writing)
    _, complained = running.communicate(timeout=60)
    assert complained == b""
    assert running.returncode == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a disk that is always full")
def test_a_full_disk_behind_standard_output_is_told() -> None:
    with Path("/dev/full").open("wb") as full:
        running = _footfall("--help", stdout=full)
        _, complained = running.communicate(timeout=60)
    assert running.returncode == 1
    assert complained == b"error: the disk is full.\n"
    assert b"Traceback" not in complained


def test_a_terminal_that_knows_few_letters_gets_them_without_a_crash() -> None:
    environment = {"PYTHONIOENCODING": "ascii", "FOOTFALL_LANGUAGE": "nl"}
    done = subprocess.run(
        [sys.executable, "-m", "app.cli.main", "--help"],
        cwd=ROOT, env={**os.environ, **environment}, capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="closes file descriptors as a Unix shell does")
@pytest.mark.parametrize(("closed", "code"), [("<&-", 1), (">&-", 0), ("2>&-", 1), ("<&- >&- 2>&-", 1)])
def test_a_stream_that_the_shell_closed_is_an_empty_one(closed: str, code: int, tmp_path: Path) -> None:
    what = "--version" if closed == ">&-" else "check -"
    done = subprocess.run(
        ["/bin/sh", "-c", f'exec "$0" -m app.cli.main {what} {closed}', sys.executable],
        cwd=ROOT, env={**os.environ, "FOOTFALL_STATE": str(tmp_path)}, capture_output=True, check=False,
        stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert (done.returncode, b"Traceback" in done.stderr) == (code, False), done.stderr
    assert not list(tmp_path.rglob("crash-*"))


def test_a_name_on_disk_does_not_steer_the_terminal(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli.main(["new", "a\u202eb\u009b.json", "--framework", "blank"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("a b .json is made")
    assert not {"\u202e", "\u009b"} & set(said)


_PRESSED_WHILE_LOADING = """
import os, signal, sys

class Pressed:
    def find_spec(self, name, path=None, target=None):
        if name == "click":
            os.kill(os.getpid(), signal.SIGINT)

signal.signal(signal.SIGINT, signal.default_int_handler)  # whoever started the tests may have it ignored
sys.meta_path.insert(0, Pressed())
from app.cli.start import main
sys.argv = ["footfall", "--version"]
sys.exit(main())
"""


def test_ctrl_c_while_it_loads_ends_it_quietly() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", _PRESSED_WHILE_LOADING], cwd=ROOT, capture_output=True, timeout=60, check=False
    )
    assert (ran.returncode, ran.stdout, ran.stderr) == (130, b"", b"")
    without = _PRESSED_WHILE_LOADING.replace("os.kill(os.getpid(), signal.SIGINT)", "pass")
    ran = subprocess.run([sys.executable, "-c", without], cwd=ROOT, capture_output=True, timeout=60, check=False)
    assert ran.returncode == 0
    assert ran.stdout.startswith(b"footfall ")
