"""Colours of a team's own for its personas: taken when they can be seen on paper, and fitted to every theme.

A theme keeps its six slots; a persona with a colour of her own lends it to the slot she is shown in, so that chips,
curves, faces and exports all follow from one record.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from app.desktop.look import Look
from app.desktop.theme import LIGHT, Theme, mix
from app.words import tr
from personas.model import Persona
from personas.problems import FootfallError

LEAST = 3.0
"""Contrast that a colour needs with what it is drawn on."""


def contrast(one: str, other: str) -> float:
    """The contrast of two colours as WCAG 2.1 counts it, 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def typed_colour(text: str) -> str:
    """A colour as it is typed, #1268CC or 1268cc or 16c; empty stays empty. FootfallError when it is none or too pale.

    It is judged on light paper, where every map can be printed; on dark ground it is made lighter as far as needed.
    """
    words = text.strip().lstrip("#")
    if not words:
        return ""
    if not re.fullmatch(r"[0-9A-Fa-f]{3}|[0-9A-Fa-f]{6}", words):
        raise FootfallError(tr("“{text}” is no colour. Write it as #1268CC.", text=text.strip()))
    colour = "#" + ("".join(2 * sign for sign in words) if len(words) == 3 else words).upper()
    if _seen(colour, LIGHT) < LEAST:
        raise FootfallError(tr("This colour is too pale to be seen on paper. Take a darker one."))
    return colour


def _seen(colour: str, theme: Theme) -> float:
    return min(contrast(colour, ground) for ground in (theme.canvas, theme.surface, theme.sunken))


@lru_cache(maxsize=64)
def fitted(colour: str, theme: Theme) -> str:
    """The colour, mixed with the theme's ink as little as is needed to be seen on its grounds."""
    for share in range(21):
        shown = mix(theme.ink, colour, share / 20)
        if _seen(shown, theme) >= LEAST:
            return shown
    return theme.ink


def look_with_own_colours(look: Look, personas: Mapping[str, Persona], slots: Mapping[str, int]) -> Look:
    """The look in which these personas have their own colours."""
    theme = with_own_colours(look.theme, personas, slots)
    return look if theme is look.theme else replace(look, theme=theme)


def with_own_colours(theme: Theme, personas: Mapping[str, Persona], slots: Mapping[str, int]) -> Theme:
    """The theme with the own colours of these personas in the slots they are shown in; the same when they have none.

    Who repeats a slot (the seventh person and later) keeps its colour and the dashed curve.
    """
    people = list(theme.people)
    for key, persona in personas.items():
        slot = slots.get(key, len(people))
        if persona.own_colour and slot < len(people):
            people[slot] = replace(people[slot], colour=fitted(persona.own_colour, theme))
    return theme if tuple(people) == theme.people else replace(theme, people=tuple(people))
