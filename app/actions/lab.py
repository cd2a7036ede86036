"""What a marketer does with scenarios and answers in the studio: words, keys and places of the actions."""

from __future__ import annotations

from app.actions.registry import Action

LAB_ACTIONS: tuple[Action, ...] = ()
