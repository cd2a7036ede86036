"""Projects as files: make one, see what ships, check one, and the schema of the format."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field

from app.actions.json_text import json_bytes
from app.actions.registry import (
    GOOD,
    WRONG,
    Action,
    Flag,
    Menu,
    Nothing,
    Outcome,
    Parameters,
    Place,
)
from app.actions.session import STANDARD, Session
from app.words import language, line, mark, mark_in, mend, message, plural, tr

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.project.model import Project
    from personas.problems import Finding


def opened(session: Session, path: str) -> Project:
    """The project in a file, or on standard input; FootfallError with findings when there is none in it."""
    from app.project.files import load, load_stream

    session.refuse_no_name(path)
    return load_stream(session.input(), tr("standard input")).project if path == STANDARD else load(path).project


class New(Parameters):
    """What to start from."""

    one_of = (("framework", "example"),)

    file: Annotated[str, Flag(argument=True, metavar="FILE")]
    framework: Annotated[str | None, Flag(metavar="NAME")] = Field(
        default=None, description=mark("Start with the stages and lanes of this framework.")
    )
    example: Annotated[str | None, Flag(metavar="NAME")] = Field(
        default=None, description=mark("Start with a copy of this example.")
    )
    language: Literal["en", "nl"] | None = Field(
        default=None, description=mark("Language of what is in it; without it yours.")
    )
    persona: Annotated[tuple[str, ...], Flag(metavar="NAME")] = Field(
        default=(), description=mark("Add this persona from the library; may be given again.")
    )
    force: bool = Field(default=False, description=mark("Overwrite a file that is there already."))


class Check(Parameters):
    """What to check."""

    file: Annotated[str, Flag(argument=True, metavar="FILE")]
    json_: Annotated[str | None, Flag(name="--json", metavar="OUT")] = Field(
        default=None, description=mark("Write the findings here as JSON; - is standard output.")
    )
    force: bool = Field(default=False, description=mark("Overwrite a file that is there already."))


def check(session: Session, told: Check) -> Outcome:
    """Every problem of a project, one on a line; wrong only when one of them is an error."""
    from app.project.check import check as findings_of
    from personas.problems import FootfallError

    if told.json_ is not None:
        session.refuse_to_overwrite(told.json_, force=told.force, source=told.file)
    try:
        findings = tuple(findings_of(opened(session, told.file)))
    except FootfallError as error:
        if not error.findings:
            raise
        findings = error.findings
    code = WRONG if any(finding.severity == "error" for finding in findings) else GOOD
    if told.json_ is not None:
        session.write(told.json_, findings_as_json(findings), force=told.force)
    if told.json_ == STANDARD:
        return Outcome(code=code, findings=findings)
    lines = [line(finding) for finding in findings]
    return Outcome("\n".join([*lines, _summary(findings)]), code, findings=findings)


def _summary(findings: Sequence[Finding]) -> str:
    errors = sum(finding.severity == "error" for finding in findings)
    warnings = sum(finding.severity == "warning" for finding in findings)
    if not errors and not warnings:
        return tr("Nothing is wrong.")
    return tr(
        "{errors}, {warnings}.",
        errors=plural("{count} error", "{count} errors", errors, count=errors),
        warnings=plural("{count} warning", "{count} warnings", warnings, count=warnings),
    )


def findings_as_json(findings: Sequence[Finding]) -> bytes:
    """Findings for a script: stable codes and values, and the sentences in the user's language."""
    content: dict[str, Any] = {
        "format": "footfall-findings",
        "version": 1,
        "sound": not any(finding.severity == "error" for finding in findings),
        "findings": [
            {
                "severity": finding.severity,
                "code": finding.code,
                "path": finding.path,
                "message": message(finding),
                "mend": mend(finding),
                "values": dict(finding.values),
            }
            for finding in findings
        ],
    }
    return json_bytes(content)


def new(session: Session, told: New) -> Outcome:
    """Make a project out of a framework or an example and write it."""
    from app.project.canonical import dumps
    from app.project.edits import apply
    from app.project.examples import add_library_persona, new_from_example, new_from_framework

    session.refuse_to_overwrite(told.file, force=told.force)
    tongue = told.language or language()
    if told.example is not None:
        project = new_from_example(told.example, tongue)
        for name in told.persona:
            project = apply(project, add_library_persona(project, name, tongue, project.project.main_map))
    else:
        project = new_from_framework(told.framework or "blank", tongue, personas=told.persona)
    session.write(told.file, dumps(project), force=told.force)
    if told.file == STANDARD:
        return Outcome(value=project)
    said = tr("{path} is made: {title}.", path=told.file, title=project.project.title)
    return Outcome("\n".join([said, tr("Look at it with: footfall open {path}", path=told.file)]), value=project)


def examples(_session: Session, _told: Nothing) -> Outcome:
    """Everything that ships to start from, by the names that `new` takes."""
    from app.actions.tables import listed
    from maps.examples.reader import EXAMPLES, example_title
    from maps.frameworks.reader import framework, framework_keys
    from personas.library.reader import library_keys, library_title

    tongue = language()
    parts = [
        (tr("Examples"), "--example", [(key, example_title(key, tongue)) for key in EXAMPLES]),
        (tr("Frameworks"), "--framework", [(key, framework(key, tongue).title) for key in framework_keys()]),
        (tr("Personas"), "--persona", [(key, library_title(key, tongue)) for key in library_keys()]),
    ]
    text = "\n\n".join(f"{title}  (footfall new FILE {option} …)\n{listed(rows)}" for title, option, rows in parts)
    return Outcome(text, value={option: dict(rows) for _, option, rows in parts})


def schema(session: Session, _told: Nothing) -> Outcome:
    """The JSON Schema of a project file, on standard output."""
    from app.project.schema import schema_bytes

    session.write(STANDARD, schema_bytes(), force=True)
    return Outcome()


DOCUMENT_ACTIONS: tuple[Action, ...] = (
    Action(
        "new",
        mark_in("action", "New…"),
        mark_in("action", "Make a project from a framework or an example."),
        New,
        new,
        keys=("Ctrl+N",),
        place=Place(Menu.FILE, 0, 0),
        in_cli=True,
    ),
    Action(
        "examples",
        mark_in("action", "What ships"),
        mark_in("action", "List the examples, frameworks and personas to start from."),
        run=examples,
        in_cli=True,
    ),
    Action(
        "check",
        mark_in("action", "Check"),
        mark_in("action", "Say everything that is wrong with a project, one problem a line, and how to mend it."),
        Check,
        check,
        in_cli=True,
    ),
    Action(
        "schema",
        mark_in("action", "Schema"),
        mark_in("action", "Print the JSON Schema of a project file."),
        run=schema,
        in_cli=True,
    ),
)
