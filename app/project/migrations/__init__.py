"""How files of older versions are brought up to date: one pure function per version, on plain JSON.

A step gets the whole document and returns a new one of the next version; it never changes what it was given and knows
nothing of today's records, so that it stays right for ever. Every step has a test and a frozen file of the version it
starts from.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from app.project.model import VERSION

Plain = dict[str, Any]


@dataclass(frozen=True)
class Migration:
    """One step: from version `start` to `start + 1`, and what it does in a few words."""

    start: int
    title: str
    step: Callable[[Plain], Plain]


MIGRATIONS: tuple[Migration, ...] = ()
"""Every step there is, in order. Version 1 is the first, so there are none yet."""


def check_chain(migrations: Sequence[Migration], target: int) -> None:
    """ValueError unless the steps lead from version 1 to `target` without a gap."""
    starts = [one.start for one in migrations]
    if starts != list(range(1, target)):
        raise ValueError(f"migrations start at {starts}, not at 1 to {target - 1}")


check_chain(MIGRATIONS, VERSION)


def migrate(data: Plain, migrations: Sequence[Migration] = MIGRATIONS, target: int = VERSION) -> Plain:
    """The document brought up to version `target`; `data` is left as it was.

    `data["version"]` is a whole number from 1 to `target`; the answer is `data` itself when there is nothing to do.
    """
    version = data["version"]
    for migration in migrations:
        if version <= migration.start < target:
            data = {**migration.step(data), "version": migration.start + 1}
    return data
