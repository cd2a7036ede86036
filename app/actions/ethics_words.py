"""Concerns of the ethics check in the reader's language, one source for text, studio and reports."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from app.words import mend as mend_of
from app.words import message
from personas.problems import Finding

if TYPE_CHECKING:
    from simulation.ethics import Concern
    from simulation.experiment.result import Result

_TWINS = {"ethics-gap": "persona-gap", "ethics-bought-loss": "bought-by-discount", "ethics-many": "many-messages"}
"""Concerns that a warning of the answer says too, in fewer words."""


def what(one: Concern) -> str:
    """What is the matter."""
    return message(Finding(one.severity, one.code, one.path, one.what, "", dict(one.values)))


def why(one: Concern) -> str:
    """Why it matters."""
    return message(Finding(one.severity, one.code, one.path, one.why, "", dict(one.values)))


def mend(one: Concern) -> str:
    """What to change."""
    return mend_of(Finding(one.severity, one.code, one.path, one.what, one.mend, dict(one.values)))


def of_arm(concerns: Iterable[Concern], arm: str) -> tuple[Concern, ...]:
    """Those that are about an arm, or about all."""
    return tuple(one for one in concerns if not one.arms or arm in one.arms)


def unsaid(result: Result, besides: Collection[str] = ()) -> tuple[Concern, ...]:
    """Concerns of a result that its warnings do not say already, nor what has these codes."""
    warned = {one.code for one in result.warnings}
    return tuple(one for one in result.ethics if _TWINS.get(one.code) not in warned and one.code not in besides)


def line(one: Concern) -> str:
    """A concern on one line: what, what to change, and the norm."""
    return f"{what(one)} {mend(one)} ({one.norm})"
