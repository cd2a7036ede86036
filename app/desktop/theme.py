"""Every colour, scale and type role of the studio, one frozen record per theme.

The style sheet, the painter and the charts read these records; a colour literal anywhere else is a mistake.
Colours are ``#RRGGBB`` strings, so that nothing here needs Qt. Sources of the numbers: the design language,
sections 1 to 3; the contrast and colour-blindness claims made there are recomputed in ``tests/app/desktop``.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Final, Literal

Shape = Literal["circle", "square", "hexagon", "leaf", "arch", "shield"]
ThemeName = Literal["light", "dark", "contrast"]


@dataclass(frozen=True, slots=True)
class Person:
    """One of the six people slots: a colour and, as its colour-free twin, an outline."""

    name: str
    shape: Shape
    colour: str


@dataclass(frozen=True, slots=True)
class Role:
    """A type role: size and line in px at 100%, weight as CSS counts it, tracking in % of the size."""

    size: float
    line: float
    weight: int
    tracking: float = 0.0


@dataclass(frozen=True, slots=True)
class Avatar:
    """Colours an avatar is composed of, by the names the persona record uses; the same in every theme."""

    skins: tuple[str, ...]
    hairs: tuple[str, ...]
    feature: str


@dataclass(frozen=True, slots=True)
class Theme:
    """All tokens of one theme. Field names are the token names of the design language."""

    name: ThemeName
    canvas: str
    surface: str
    sunken: str
    raised: str
    hover: str
    pressed: str
    line: str
    line_strong: str
    ink: str
    ink2: str
    ink3: str
    ink_off: str
    on_ink: str
    marker: str
    on_marker: str
    marker_wash: str
    ember: str
    ember_wash: str
    iris: str
    iris_wash: str
    control: str
    flow: str
    track: str
    on_persona: str
    mark_right: str
    shadow: str
    people: tuple[Person, ...]
    scale_sand: tuple[str, ...]
    scale_ember: tuple[str, ...]
    scale_iris: tuple[str, ...]
    scale_loss_gain: tuple[str, ...]
    avatar: Avatar
    hairline: float = 1.0
    tint: float = 0.30
    rest_shadow: float = 0.07
    shadows: bool = True

    @property
    def unlit(self) -> str:
        """The empty part of meters and bullets, and the grid behind curves: ``line`` where that is a quiet colour.

        In high contrast hairlines are black and ``track`` is close to ``ember``; what is filled stands out from both.
        """
        return mix(self.track, self.surface, 0.55) if self.name == "contrast" else self.line

    def person(self, slot: int) -> Person:
        """The slot's colour and outline; slots count from 0, the seventh person repeats the first."""
        return self.people[slot % len(self.people)]

    def dashed(self, slot: int) -> bool:
        """Whether this slot repeats an earlier one and so draws its curve dashed."""
        return slot >= len(self.people)

    def token(self, name: str) -> str:
        """The colour of the token called ``name``. Raises ``KeyError`` for a name that is no colour token."""
        if name not in COLOUR_TOKENS:
            raise KeyError(name)
        value: str = getattr(self, name)
        return value


_NAMES: Final[tuple[tuple[str, Shape], ...]] = (
    ("fern", "circle"),
    ("azure", "square"),
    ("ochre", "hexagon"),
    ("rose", "leaf"),
    ("umber", "arch"),
    ("lagoon", "shield"),
)


def _people(*colours: str) -> tuple[Person, ...]:
    return tuple(Person(name, shape, colour) for (name, shape), colour in zip(_NAMES, colours, strict=True))


_SAND: Final = ("#F3F0E9", "#E8DCC2", "#D9C393", "#BE9C57", "#94702F", "#5F4519")
_EMBER: Final = ("#FBEAE2", "#F4C9B6", "#E89E80", "#D46A42", "#B93A14", "#7F240A")
_IRIS: Final = ("#ECEAFA", "#CFC8F3", "#A99FE6", "#7F71D6", "#5746C7", "#33258C")
_LOSS_GAIN: Final = ("#8E2A0C", "#C9562D", "#EBAE92", "#EFEBE3", "#B6AEEA", "#7566D2", "#3F2FA3")
_AVATAR: Final = Avatar(
    skins=("#F6D5BD", "#EFC3A0", "#D9A57E", "#B98056", "#8A5636", "#5E3A26"),
    hairs=("#6E3B22", "#C99C4D", "#241F1C", "#8F4A1E", "#B9B4AC", "#4A3527"),
    feature="#211D17",
)

LIGHT: Final = Theme(
    name="light",
    canvas="#FAF8F4",
    surface="#FFFFFF",
    sunken="#F3F0E9",
    raised="#FFFFFF",
    hover="#EFEBE2",
    pressed="#E6E0D4",
    line="#E6E1D7",
    line_strong="#8C8474",
    ink="#211D17",
    ink2="#5A5347",
    ink3="#6E6759",
    ink_off="#B3AB9B",
    on_ink="#FFFFFF",
    marker="#FFD43B",
    on_marker="#211D17",
    marker_wash="#FFF4C9",
    ember="#B93A14",
    ember_wash="#FBEAE2",
    iris="#5746C7",
    iris_wash="#ECEAFA",
    control="#7C7364",
    flow="#968D7B",
    track="#CFC8BA",
    on_persona="#FFFFFF",
    mark_right="#E5B400",
    shadow="#211D17",
    people=_people("#0B6B3A", "#1268CC", "#B0821A", "#CC3F72", "#3F2B27", "#0E9CA6"),
    scale_sand=_SAND,
    scale_ember=_EMBER,
    scale_iris=_IRIS,
    scale_loss_gain=_LOSS_GAIN,
    avatar=_AVATAR,
)

DARK: Final = Theme(
    name="dark",
    canvas="#191714",
    surface="#24211D",
    sunken="#13110F",
    raised="#2D2924",
    hover="#2F2B26",
    pressed="#3A352E",
    line="#37322B",
    line_strong="#8B8272",
    ink="#F4EFE6",
    ink2="#BDB5A7",
    ink3="#9A9284",
    ink_off="#5F584D",
    on_ink="#191714",
    marker="#FFD43B",
    on_marker="#191714",
    marker_wash="#42381A",
    ember="#FF8F66",
    ember_wash="#432419",
    iris="#AFA3FF",
    iris_wash="#2C2748",
    control="#8F8677",
    flow="#7A7265",
    track="#524B41",
    on_persona="#191714",
    mark_right="#FFD43B",
    shadow="#000000",
    people=_people("#8FD19C", "#62A1F5", "#F8B133", "#DE639F", "#A38069", "#88F7FA"),
    scale_sand=tuple(reversed(_SAND)),
    scale_ember=tuple(reversed(_EMBER)),
    scale_iris=tuple(reversed(_IRIS)),
    scale_loss_gain=_LOSS_GAIN,
    avatar=_AVATAR,
    tint=0.50,
    rest_shadow=0.3,
)

CONTRAST: Final = Theme(
    name="contrast",
    canvas="#FFFFFF",
    surface="#FFFFFF",
    sunken="#FFFFFF",
    raised="#FFFFFF",
    hover="#FFF0A6",
    pressed="#FFE45C",
    line="#000000",
    line_strong="#000000",
    ink="#000000",
    ink2="#000000",
    ink3="#3A3A3A",
    ink_off="#6B6B6B",
    on_ink="#FFFFFF",
    marker="#FFD400",
    on_marker="#000000",
    marker_wash="#FFF0A6",
    ember="#9A2500",
    ember_wash="#FFFFFF",
    iris="#3A27B0",
    iris_wash="#FFFFFF",
    control="#5C5C5C",
    flow="#4A4A4A",
    track="#8A8A8A",
    on_persona="#FFFFFF",
    mark_right="#E5B400",
    shadow="#000000",
    people=_people("#094D1E", "#0351A3", "#996900", "#C00259", "#221010", "#127F85"),
    scale_sand=_SAND,
    scale_ember=_EMBER,
    scale_iris=_IRIS,
    scale_loss_gain=_LOSS_GAIN,
    avatar=_AVATAR,
    hairline=2.0,
    shadows=False,
)

THEMES: Final[dict[ThemeName, Theme]] = {"light": LIGHT, "dark": DARK, "contrast": CONTRAST}

CARD_COLOURS: Final[tuple[str, ...]] = (
    LIGHT.ember,
    LIGHT.people[2].colour,
    LIGHT.people[0].colour,
    LIGHT.people[5].colour,
    LIGHT.people[1].colour,
    LIGHT.iris,
    LIGHT.people[3].colour,
    LIGHT.ink3,
)
"""Colours a team may give to cards and stages. They are written to the file, so they are the same in every theme."""

COLOUR_TOKENS: Final[frozenset[str]] = frozenset(
    f.name for f in fields(Theme) if isinstance(getattr(LIGHT, f.name), str) and f.name != "name"
)

RADIUS: Final = {"token": 4, "badge": 6, "button": 8, "card": 10, "gallery": 12}

ROLES: Final[dict[str, Role]] = {
    "answer": Role(84, 76, 700, -4.5),
    "name": Role(34, 40, 700, -2.5),
    "start": Role(27, 34, 700, -2.5),
    "figure": Role(40, 46, 700, -3),
    "kpi": Role(19, 24, 700, -1),
    "sentence": Role(19, 27, 500, -1),
    "quote": Role(20, 28, 500, -1),
    "stage": Role(16, 22, 600, -1),
    "heading": Role(15, 20, 600),
    "body": Role(13, 18, 400),
    "body_value": Role(13, 18, 500),
    "body_strong": Role(13, 18, 600),
    "title": Role(13, 16, 600),
    "cell": Role(13, 17, 400),
    "cell_strong": Role(13, 17, 500),
    "small": Role(12, 16, 400),
    "small_value": Role(12, 16, 500),
    "small_strong": Role(12, 16, 600),
    "tag": Role(11, 14, 600),
    "rail": Role(11, 14, 500),
    "present_stage": Role(104, 108, 700, -3),
    "present_72": Role(72, 75, 700, -3),
    "present_48": Role(48, 54, 700, -2),
    "present_36": Role(36, 44, 600, -1),
    "present_28": Role(28, 36, 600, -1),
    "present_22": Role(22, 30, 600),
    "present_sentence": Role(30, 40, 500, -1),
    "present_26": Role(26, 34, 500),
    "present_money": Role(84, 84, 700, -4),
    "present_small": Role(22, 30, 500),
}


def mix(colour: str, ground: str, share: float) -> str:
    """``share`` of ``colour`` over ``ground`` (both ``#RRGGBB``), as an opaque ``#RRGGBB``."""
    if not 0.0 <= share <= 1.0:
        raise ValueError(f"share must be within 0..1, not {share}")
    top, under = _channels(colour), _channels(ground)
    mixed = (round(t * share + u * (1.0 - share)) for t, u in zip(top, under, strict=True))
    return "#" + "".join(f"{channel:02X}" for channel in mixed)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
