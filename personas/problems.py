"""What is wrong with something a user gave us: one finding per problem, said once, in one sentence."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True)
class Finding:
    """One problem: how grave, where, what, and how to mend it.

    `code` and `values` let a higher floor say it in the user's language; `message` and `mend` are the English of it.
    """

    severity: Severity
    code: str
    path: str
    message: str
    mend: str = ""
    values: dict[str, str] = field(default_factory=dict)

    def line(self) -> str:
        """The finding on one line: severity, path, what, how to mend."""
        text = f"{self.severity}: {self.path}: {self.message}"
        return f"{text} {self.mend}".rstrip()


def finding(severity: Severity, code: str, path: str, message: str, mend: str = "", **values: str) -> Finding:
    """A finding from sentences with `{names}` in braces, filled in with `values`.

    The bare sentences are what a translation goes by, so nothing else may be put into them. Values come from files of
    strangers: what would break the line or the terminal becomes a blank.
    """
    values = {name: "".join(sign if sign.isprintable() else " " for sign in value) for name, value in values.items()}
    return Finding(severity, code, path, message.format_map(values), mend.format_map(values), values)


class FootfallError(Exception):
    """An error that is the user's to mend; shown as one sentence, never as a traceback.

    `findings` holds every problem found, the first of which is the exception's own text when none is given.
    """

    def __init__(self, message: str = "", findings: tuple[Finding, ...] = ()) -> None:
        super().__init__(message or (findings[0].line() if findings else "something is wrong with the input"))
        self.findings = findings


class Refused(FootfallError):
    """Footfall understands what was asked and will not do it; the findings say why."""
