"""Commands made from parameters: types, bounds, choices, groups, repeats."""

from __future__ import annotations

from typing import Annotated, Literal

import click
import pytest
from click.testing import CliRunner, Result
from pydantic import Field

from app.actions.registry import Action, Flag, Outcome, Parameters
from app.cli.generate import command_of
from tests.app.cli.conftest import Type


class Sample(Parameters):
    """One field of every kind."""

    exclusive = (("count", "size"),)
    one_of = (("colour", "name"),)

    file: Annotated[str, Flag(argument=True, metavar="FILE")]
    count: Annotated[int, Flag(metavar="N")] = Field(default=3, ge=1, lt=10, description="How many.")
    size: float | None = Field(default=None, gt=0, description="How large.")
    colour: Literal["red", "blue"] | None = Field(default=None, description="Which colour.")
    name: str | None = Field(default=None, description="Which name.")
    tags: Annotated[tuple[str, ...], Flag(name="--tag")] = Field(default=(), description="Labels.")
    force: bool = Field(default=False, description="Go on.")
    secret: Annotated[int, Flag(hidden=True)] = Field(default=7, description="Not on the command line.")


def _invoke(*arguments: str) -> tuple[Result, list[Parameters]]:
    heard: list[Parameters] = []

    def hear(_action: Action, parameters: Parameters) -> Outcome:
        heard.append(parameters)
        return Outcome()

    command = command_of(Action("sample", "Sample", "Do it. Well.", Sample), hear)
    return CliRunner().invoke(command, list(arguments)), heard


def test_every_kind_of_value_arrives() -> None:
    done, heard = _invoke("in.json", "--size", "1.5", "--colour", "red", "--tag", "a", "--tag", "b", "--force")
    assert done.exit_code == 0, done.output
    assert heard == [Sample(file="in.json", size=1.5, colour="red", tags=("a", "b"), force=True)]


def test_what_is_not_given_keeps_its_default() -> None:
    _, heard = _invoke("in.json", "--name", "x")
    assert heard == [Sample(file="in.json", name="x")]


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("in.json",),
        ("in.json", "--name", "x", "--colour", "red"),
        ("in.json", "--name", "x", "--count", "0"),
        ("in.json", "--name", "x", "--count", "10"),
        ("in.json", "--name", "x", "--count", "two"),
        ("in.json", "--name", "x", "--count", "1", "--size", "1"),
        ("in.json", "--name", "x", "--size", "0"),
        ("in.json", "--name", "x", "--size", "nan"),
        ("in.json", "--name", "x", "--size", "inf"),
        ("in.json", "--colour", "green"),
        ("in.json", "--name"),
        ("in.json", "--name", "x", "--secret", "3"),
        ("in.json", "other.json", "--name", "x"),
    ],
)
def test_what_is_typed_wrong_is_a_usage_error(arguments: tuple[str, ...]) -> None:
    done, heard = _invoke(*arguments)
    assert done.exit_code == 2, done.output
    assert "Error:" in done.output
    assert heard == []


def test_a_wrong_value_is_named_with_its_option() -> None:
    done, _ = _invoke("in.json", "--name", "x", "--size", "nan")
    assert "--size" in done.output


def test_the_help_shows_every_option_but_hidden_ones() -> None:
    done, _ = _invoke("--help")
    for told in ("FILE", "--count N", "--size", "[red|blue]", "--tag", "--force", "Do it. Well.", "How many."):
        assert told in done.output
    assert "--secret" not in done.output


def test_the_short_help_is_one_sentence() -> None:
    command = command_of(Action("sample", "Sample", "Do it. Well.", Sample), lambda _a, _p: Outcome())
    assert command.short_help == "Do it"
    assert isinstance(command, click.Command)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (("--visitors", "0"), "'--visitors': must lie between 1 and 1,000,000,000."),
        (("--precision", "0"), "'--precision': must lie above 0 and be 100 at most."),
        (("--seed", "-1"), "'--seed': must lie between 0 and 18,446,744,073,709,551,615."),
        (("--seed", str(2**64)), "'--seed': must lie between 0 and 18,446,744,073,709,551,615."),
        (("--visitors", "x"), "'x' is not a valid whole number."),
    ],
)
def test_bounds_are_said_in_words(footfall: Type, typed: tuple[str, ...], told: str) -> None:
    said = footfall("simulate", "kettle.json", *typed)
    assert said.code == 2
    assert said.err.splitlines()[-1].startswith("error: Invalid value for ")
    assert said.err.rstrip().endswith(told)
