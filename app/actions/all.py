"""Every action there is."""

from __future__ import annotations

from app.actions.registry import Registry
from app.actions.studio import STUDIO_ACTIONS

ACTIONS = Registry(STUDIO_ACTIONS)
