"""Progress on a terminal, and nothing of it on a pipe."""

from __future__ import annotations

import io
import os
import signal
import sys
from typing import Any

import pytest

from app.cli.console import Clock, Console


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def _at_a_terminal(monkeypatch: pytest.MonkeyPatch) -> _Terminal:
    """To be called in the test itself: between set-up and test, pytest puts its own stream in place."""
    stream = _Terminal()
    monkeypatch.setattr(sys, "stderr", stream)
    return stream


def test_a_terminal_sees_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = _at_a_terminal(monkeypatch)
    console = Console()
    console.progress("Simulating", 0.5, 95.0)
    assert terminal.getvalue().endswith("Simulating  50%  about 95\u00a0s left")
    console.clear()
    assert terminal.getvalue().endswith("\r\x1b[K")


def test_a_pipe_sees_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    console = Console()
    console.progress("Simulating", 0.5, 95.0)
    console.clear()
    assert stream.getvalue() == ""


def test_it_is_not_redrawn_all_the_time(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = _at_a_terminal(monkeypatch)
    console = Console()
    for k in range(1000):
        console.progress("Simulating", k / 2000)
    assert terminal.getvalue().count("Simulating") < 50


def test_a_long_line_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = _at_a_terminal(monkeypatch)
    Console().progress("x" * 200)
    assert len(terminal.getvalue().removeprefix("\r\x1b[K")) <= 78


def test_a_note_takes_the_line_of_progress_away(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = _at_a_terminal(monkeypatch)
    console = Console()
    console.progress("Simulating", 0.5)
    console.note("written")
    assert terminal.getvalue().endswith("\r\x1b[Kwritten\n")


def test_time_left_is_guessed_once_something_is_done() -> None:
    clock = Clock()
    assert clock.left("a", 0.0, 100.0) is None
    assert clock.left("a", 0.25, 110.0) == pytest.approx(30.0)
    assert clock.left("b", 0.25, 111.0) is None
    assert clock.left("b", 0.75, 121.0) == pytest.approx(5.0)


def test_the_first_interrupt_asks_and_the_second_insists(monkeypatch: pytest.MonkeyPatch) -> None:
    near, far = os.pipe()
    os.set_blocking(near, False)
    terminal = _at_a_terminal(monkeypatch)
    monkeypatch.setattr(terminal, "fileno", lambda: far)
    console = Console()
    before = signal.getsignal(signal.SIGINT)
    with console.stoppable():
        assert not console.stopped()
        signal.raise_signal(signal.SIGINT)
        assert console.stopped()
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is before
    assert b"once more" in os.read(near, 4096)
    os.close(near)
    os.close(far)


class _Interrupted(io.RawIOBase):
    """A terminal whose owner presses Ctrl-C just while it is being written to."""

    pressed = False

    def writable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return True

    def write(self, part: Any, /) -> int:
        if not self.pressed:
            self.pressed = True
            signal.raise_signal(signal.SIGINT)
        return len(memoryview(part))


def test_an_interrupt_in_the_middle_of_a_line_is_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", io.TextIOWrapper(io.BufferedWriter(_Interrupted()), encoding="utf-8"))
    console = Console()
    with console.stoppable():
        console.progress("Simulating", 0.5)
        assert console.stopped()
