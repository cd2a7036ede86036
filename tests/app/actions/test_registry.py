"""Every action is said once, and said well."""

from __future__ import annotations

import pytest

from app.actions.all import ACTIONS
from app.actions.registry import Action, Menu, Nothing, Parameters, Place, Registry
from app.cli.main import commands
from app.words import LANGUAGES, speaking

_ALL = tuple(ACTIONS)
_IDS = [action.id for action in _ALL]


def test_two_actions_cannot_share_an_id() -> None:
    one = Action("same", "words", "help")
    with pytest.raises(ValueError, match="same"):
        Registry((one, one))


def test_no_key_does_two_things() -> None:
    keys = [key for action in _ALL for key in action.keys]
    assert sorted(keys) == sorted(set(keys))


def test_no_two_actions_stand_in_one_place() -> None:
    places = [action.place for action in _ALL if action.place is not None]
    assert len(places) == len(set(places))


@pytest.mark.parametrize("action", _ALL, ids=_IDS)
def test_it_has_words_and_an_explanation_in_every_language(action: Action) -> None:
    for tongue in LANGUAGES:
        with speaking(tongue):
            assert action.title
            assert action.explanation.endswith(".")
    if action.id not in {"language_en", "language_nl", "stop"}:
        with speaking("nl"):
            assert action.explanation != action.help


@pytest.mark.parametrize("action", _ALL, ids=_IDS)
def test_it_is_bound_here_or_by_the_studio(action: Action) -> None:
    assert (action.run is None) == action.needs_window


@pytest.mark.parametrize("action", [one for one in _ALL if not one.needs_window], ids=lambda one: one.id)
def test_what_needs_no_window_can_be_reached_from_the_command_line(action: Action) -> None:
    assert action.in_cli
    assert action.id in commands().commands


@pytest.mark.parametrize("action", [one for one in _ALL if one.needs_window], ids=lambda one: one.id)
def test_what_needs_a_window_can_be_reached_in_it(action: Action) -> None:
    assert action.place is not None


@pytest.mark.parametrize("action", _ALL, ids=_IDS)
def test_every_parameter_is_described(action: Action) -> None:
    for name, info in action.parameters.model_fields.items():
        flags = [extra for extra in info.metadata if getattr(extra, "argument", False)]
        assert info.description or flags, name


def test_groups_of_parameters_name_fields() -> None:
    for action in _ALL:
        for names in (*action.parameters.exclusive, *action.parameters.one_of):
            assert set(names) <= set(action.parameters.model_fields)


def test_menus_hold_their_actions_in_order() -> None:
    assert [action.id for action in ACTIONS.in_menu(Menu.EDIT)][:2] == ["undo", "redo"]
    placed = {action.id for menu in Menu for action in ACTIONS.in_menu(menu)}
    assert placed == {action.id for action in _ALL if action.place is not None}


def test_a_registry_is_read_by_id() -> None:
    one = Action("one", "words", "help", Nothing, place=Place(Menu.HELP, 0, 0))
    registry = Registry((one,))
    assert len(registry) == 1
    assert registry["one"] is one
    assert registry.for_command_line() == ()


def test_parameters_know_no_others() -> None:
    with pytest.raises(ValueError, match="extra"):
        Parameters.model_validate({"unknown": 1})
