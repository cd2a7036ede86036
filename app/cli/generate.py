"""Commands out of actions: the options of each are the fields of its parameters, with their bounds and words."""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping
from typing import Any, Literal, Union, get_args, get_origin

import annotated_types
import click
from pydantic import ValidationError
from pydantic.fields import FieldInfo

from app.actions.registry import Action, Flag, Outcome, Parameters
from app.cli.own_words import NUMBER, WHOLE_NUMBER
from app.words import number, tr

Runner = Callable[[Action, Parameters], Outcome]
SETTINGS = {"max_content_width": 100, "help_option_names": ["-h", "--help"]}


class _Option(click.Option):
    """An option whose help does not spell out its bounds: a wrong value does, and the help stays readable."""

    def get_help_extra(self, ctx: click.Context) -> Any:
        """What click adds to the help, without the bounds."""
        extra = super().get_help_extra(ctx)
        extra.pop("range", None)
        return extra


def command_of(action: Action, runner: Runner) -> click.Command:
    """The click command of an action. It checks what was typed and hands the parameters to `runner`."""
    fields = {name: info for name, info in action.parameters.model_fields.items() if not _flag(info).hidden}

    def call(**given: object) -> Outcome:
        typed = {name: value for name, value in given.items() if value is not None and value != ()}
        _check_groups(action.parameters, typed)
        return runner(action, _validated(action.parameters, typed))

    return click.Command(
        action.id.replace("_", "-"),
        callback=call,
        params=[_parameter(name, info) for name, info in fields.items()],
        help=action.explanation,
        short_help=action.explanation.split(". ", maxsplit=1)[0].rstrip("."),
        options_metavar=tr("[OPTIONS]"),
        context_settings=dict(SETTINGS),
    )


def _flag(info: FieldInfo) -> Flag:
    return next((extra for extra in info.metadata if isinstance(extra, Flag)), Flag())


def option_name(name: str, info: FieldInfo) -> str:
    """The option of a field as it is typed: --visitors."""
    return _flag(info).name or "--" + name.replace("_", "-")


def _parameter(name: str, info: FieldInfo) -> click.Parameter:
    flag, kind, many = _flag(info), *_kind(info)
    if flag.argument:
        required = info.is_required()
        metavar = flag.metavar or name.upper()
        return click.Argument([name], type=kind, metavar=metavar if required else f"[{metavar}]", required=required)
    option = option_name(name, info)
    words = tr(info.description) if info.description else ""
    if kind is click.BOOL:
        return click.Option([option, name], is_flag=True, default=None, help=words)
    return _Option(
        [option, name],
        type=kind,
        multiple=many,
        metavar=flag.metavar or None,
        required=info.is_required(),
        help=words,
    )


def _kind(info: FieldInfo) -> tuple[click.ParamType[Any], bool]:
    """The click type of a field, and whether it may be given several times."""
    plain = _without_none(info.annotation)
    if get_origin(plain) is tuple:
        return _scalar(get_args(plain)[0], info), True
    return _scalar(plain, info), False


def _without_none(annotation: Any) -> Any:
    if get_origin(annotation) in (Union, types.UnionType):
        return next(part for part in get_args(annotation) if part is not type(None))
    return annotation


def _scalar(annotation: Any, info: FieldInfo) -> click.ParamType[Any]:
    if get_origin(annotation) is Literal:
        return click.Choice(get_args(annotation))
    low, low_open = _bound(info, annotated_types.Ge, "ge", annotated_types.Gt, "gt")
    high, high_open = _bound(info, annotated_types.Le, "le", annotated_types.Lt, "lt")
    if annotation is int:
        return _Bounded(click.types.IntParamType(), WHOLE_NUMBER, (low, high), (low_open, high_open))
    if annotation is float:
        return _Bounded(click.types.FloatParamType(), NUMBER, (low, high), (low_open, high_open))
    if annotation is bool:
        return click.BOOL
    return click.STRING


class _Bounded(click.ParamType[Any]):
    """A number within bounds, which says in words what they are."""

    def __init__(
        self, kind: click.ParamType[Any], words: str, bounds: tuple[Any, Any], opened: tuple[bool, bool]
    ) -> None:
        self.name = kind.name = tr(words)  # what click calls it in its messages
        self._kind, self._bounds, self._open = kind, bounds, opened

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The number; fails in a sentence when it is none, or out of bounds."""
        found = self._kind.convert(value, param, ctx)
        low, high = self._bounds
        below = low is not None and (found < low or (self._open[0] and found == low))
        above = high is not None and (found > high or (self._open[1] and found == high))
        if below or above:
            self.fail(f"{self._wanted()}.", param, ctx)
        return found

    def _wanted(self) -> str:
        low, high = self._bounds
        whole = isinstance(self._kind, click.types.IntParamType)
        low = low + 1 if whole and self._open[0] else low
        high = high - 1 if whole and self._open[1] else high
        if high is None:
            words = tr("must lie above {low}") if self._open[0] and not whole else tr("must be {low} at least")
        elif self._open[0] and not whole:
            words = tr("must lie above {low} and be {high} at most")
        else:
            words = tr("must lie between {low} and {high}")
        return words.format(low=_written(low), high=_written(high))


def _written(bound: float | None) -> str:
    if bound is None:
        return ""
    if isinstance(bound, int) and abs(bound) > 2**53:  # more digits than a float has
        return f"{bound:,}".replace(",", number(1000)[1])
    return number(bound)


def _bound(info: FieldInfo, closed: type, closed_name: str, opened: type, opened_name: str) -> tuple[Any, bool]:
    for extra in info.metadata:
        if isinstance(extra, closed):
            return getattr(extra, closed_name), False
        if isinstance(extra, opened):
            return getattr(extra, opened_name), True
    return None, False


def _check_groups(parameters: type[Parameters], given: Mapping[str, object]) -> None:
    def options(names: tuple[str, ...]) -> list[str]:
        return [option_name(name, parameters.model_fields[name]) for name in names]

    for names in (*parameters.exclusive, *parameters.one_of):
        if len([name for name in names if name in given]) > 1:
            raise click.UsageError(tr("Give only one of {options}.", options=", ".join(options(names))))
    for names in parameters.one_of:
        if not any(name in given for name in names):
            raise click.UsageError(tr("Give one of {options}.", options=", ".join(options(names))))


def _validated(parameters: type[Parameters], given: Mapping[str, object]) -> Parameters:
    try:
        return parameters.model_validate(given)
    except ValidationError as error:
        problem = error.errors()[0]
        name = str(problem["loc"][0]) if problem["loc"] else ""
        option = option_name(name, parameters.model_fields[name]) if name in parameters.model_fields else name
        value = repr(problem["input"])[:80]
        raise click.UsageError(tr("{value} is no good value for {option}.", value=value, option=option)) from error
