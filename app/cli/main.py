"""The command line: one command per action. Exit codes: 0 good, 1 input wrong, 2 usage, 3 our own bug, 130 stopped."""

from __future__ import annotations

import contextlib
import errno
import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from app.actions.all import ACTIONS
from app.actions.registry import BUG, GOOD, INTERRUPTED, USAGE, WRONG, Action, Outcome, Parameters
from app.actions.session import reason_of
from app.cli.console import Console
from app.cli.crash import write_crash
from app.cli.generate import SETTINGS, command_of
from app.cli.own_words import speak_click
from app.settings import load_settings
from app.version import version
from app.words import error_line, line, plain, set_language, tr, wanted_language
from personas.problems import FootfallError

log = logging.getLogger(__name__)

_SYSTEM_IS_OUT_OF = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EROFS, errno.EMFILE, errno.ENFILE}
"""Errors of the system that are nobody's bug. Any other that gets as far as the top was to be handled by us."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code. `arguments` without the program's name; none: those typed."""
    _open_closed_streams()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, ValueError):
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]  # a text stream of Python's own has it
    settings, _ = load_settings()
    speak_click(set_language(wanted_language(settings.language)))
    code = _guarded(list(sys.argv[1:] if arguments is None else arguments))
    return _close_output(code)


def _open_closed_streams() -> None:
    """A stream that the shell closed (`>&-`) is none at all to Python; from here on it is an empty one."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115  # open to the end


class _InOrder(click.Group):
    """A group that lists its commands as they were added: in the order in which one needs them."""

    def list_commands(self, _context: click.Context) -> list[str]:
        return list(self.commands)


def commands() -> click.Group:
    """The `footfall` command with a command for every action that has one."""
    group = _InOrder(
        "footfall",
        callback=_without_command,
        invoke_without_command=True,
        help=tr("Draw the customer journey. Run it. Know the lift before you build it."),
        epilog=tr("Without a command the studio opens."),
        options_metavar=tr("[OPTIONS]"),
        subcommand_metavar=tr("COMMAND …"),
        context_settings=dict(SETTINGS),
    )
    group.params.append(
        click.Option(["--version"], is_flag=True, expose_value=False, is_eager=True, callback=_version,
                     help=tr("Say which version this is."))
    )  # fmt: skip
    for action in ACTIONS.for_command_line():
        group.add_command(command_of(action, _run))
    return group


@click.pass_context
def _without_command(context: click.Context) -> Outcome | None:
    if context.invoked_subcommand is not None:
        return None
    return _studio("")


def _version(context: click.Context, _option: click.Parameter, wanted: bool) -> None:
    if wanted and not context.resilient_parsing:
        click.echo(f"footfall {version()}")
        context.exit()


def _run(action: Action, parameters: Parameters) -> Outcome:
    if action.id == "open":
        return _studio(parameters.model_dump()["file"])
    if action.run is None:
        raise ValueError(f"{action.id} has no run")
    console = Console()
    try:
        outcome = action.run(console, parameters)
    finally:
        console.clear()
    if outcome.text:
        click.echo(plain(outcome.text, keep="\n"))
    return outcome


def _studio(path: str) -> Outcome:
    """Open the window; the only place where the command line loads Qt for its own sake."""
    if path and not Path(path).exists():
        raise FootfallError(tr("{path} cannot be read: {reason}.", path=path, reason=tr("there is no such file")))
    screens = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    if sys.platform.startswith("linux") and not any(os.environ.get(variable) for variable in screens):
        raise FootfallError(
            tr("There is no screen to open the studio on. The other commands work without: footfall -h")
        )
    from app.desktop.application import run_studio

    return Outcome(code=run_studio(Path(path) if path else None))


def _guarded(arguments: list[str]) -> int:
    """Run, and turn whatever goes wrong into one message and an exit code; never a traceback."""
    try:
        # Not `main` of click: that has its own ideas of closed pipes and Ctrl-C.
        with commands().make_context("footfall", arguments) as context:
            outcome = context.command.invoke(context)
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except click.ClickException as error:
        _say_usage(error)
        return USAGE
    except (click.Abort, KeyboardInterrupt):
        _say(tr("Stopped."))
        return INTERRUPTED
    except BrokenPipeError:
        return GOOD  # whoever reads our output has read enough
    except FootfallError as error:
        _say_findings(error)
        return WRONG
    except Exception as error:
        log.debug("stopped by %s", type(error).__name__, exc_info=True)
        return _unexpected(error, arguments)
    return outcome.code if isinstance(outcome, Outcome) else int(outcome or GOOD)


def _unexpected(error: Exception, arguments: list[str]) -> int:
    """What nobody has turned into a sentence yet: the machine ran out of something, or we made a mistake."""
    if isinstance(error, MemoryError):
        _say(error_line(tr("there is not enough memory for this.")))
        return WRONG
    if isinstance(error, OSError) and error.errno in _SYSTEM_IS_OUT_OF:
        _say(error_line(_reason(error)))
        if error.filename is None:
            _drop_output()  # it was standard output that failed: the end of the program need not tell it again
        return WRONG
    path = write_crash(error, arguments)
    _say(tr("Something went wrong inside Footfall itself: {kind}.", kind=type(error).__name__))
    _say(tr("What happened is written down in {path}. Your files were left as they were.", path=path))
    return BUG


def _reason(error: OSError) -> str:
    place = f" ({error.filename})" if error.filename else ""
    return f"{reason_of(error)}{place}."


def _say_findings(error: FootfallError) -> None:
    if not error.findings:
        _say(error_line(str(error)))
    for finding in error.findings:
        _say(line(finding))


def _say_usage(error: click.ClickException) -> None:
    """What was typed wrong: how it is used, where help is to be had, and what is wrong."""
    context = error.ctx if isinstance(error, click.UsageError) else None
    if context is not None:
        option = context.help_option_names[0]
        _say(context.get_usage())
        _say(tr("Try '{command} {option}' for help.", command=context.command_path, option=option))
    _say(error_line(error.format_message()))


def _say(text: Any) -> None:
    with contextlib.suppress(OSError):
        click.echo(plain(str(text), keep="\n"), err=True)


def _close_output(code: int) -> int:
    """Flush now, while a full disk or a closed pipe can still be told from success."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        _drop_output()
    except OSError as error:
        _drop_output()
        _say(error_line(_reason(error)))
        return code or WRONG
    return code


def _drop_output() -> None:
    """What could not be written is let go, or Python would try once more on its way out and complain."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    sys.exit(main())
