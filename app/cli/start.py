"""What the `footfall` command runs first: nothing but the wish to stop works before everything is loaded."""

from __future__ import annotations

import os
import signal

STOPPED = 130


def _leave(_signal: int, _frame: object) -> None:
    os._exit(STOPPED)


def main() -> int:
    """Run the command line. Ctrl-C while it is being loaded ends it, without a word: there is nothing to clean up."""
    ours = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if ours:
        signal.signal(signal.SIGINT, _leave)
    from app.cli.main import main as run

    if ours:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        return run()
    except KeyboardInterrupt:
        return STOPPED


if __name__ == "__main__":
    raise SystemExit(main())
