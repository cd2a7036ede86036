"""What the design language claims of its colours, recomputed."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import pytest

from app.desktop import qss
from app.desktop.theme import COLOUR_TOKENS, CONTRAST, DARK, LIGHT, ROLES, THEMES, Theme, mix
from tests.app.desktop.colour_vision import MACHADO, NORMAL, contrast, distance, nearest, seen

ROOT = Path(__file__).parents[3]
THEME_IDS = list(THEMES)
EVERY = pytest.mark.parametrize("theme", THEMES.values(), ids=THEME_IDS)
RATIOS = {
    "ink": (14.7, 14.0, 21.0),
    "ink2": (6.7, 7.9, 21.0),
    "ink3": (4.9, 5.2, 11.4),
    "line_strong": (3.3, 4.2, 21.0),
    "ember": (5.0, 7.2, 8.0),
    "iris": (5.9, 7.3, 10.0),
    "control": (4.1, 4.5, 6.7),
}
PEOPLE = {
    "light": (29.5, 17.6, 15.1, 14.1),
    "dark": (21.5, 15.8, 15.9, 12.4),
    "contrast": (27.6, 16.2, 16.1, 13.0),
}


def lowest(theme: Theme, token: str) -> float:
    return min(contrast(theme.token(token), ground) for ground in (theme.canvas, theme.surface, theme.sunken))


@pytest.mark.parametrize("token", RATIOS)
def test_contrast_is_what_the_design_language_says(token: str) -> None:
    for theme, claimed in zip((LIGHT, DARK, CONTRAST), RATIOS[token], strict=True):
        assert lowest(theme, token) == pytest.approx(claimed, abs=0.06)


@EVERY
def test_text_is_legible_and_marks_are_visible(theme: Theme) -> None:
    for token in ("ink", "ink2", "ink3", "ember", "iris"):
        assert lowest(theme, token) >= 4.5
    for token in ("line_strong", "control"):
        assert lowest(theme, token) >= 3.0
    assert contrast(theme.flow, theme.canvas) >= 3.0
    for person in theme.people:
        assert contrast(person.colour, theme.canvas) >= 3.0
        assert contrast(theme.on_persona, person.colour) >= 3.0
    assert contrast(theme.on_ink, theme.ink) >= 4.5
    assert contrast(theme.on_marker, theme.marker) >= 4.5
    for text, ground in (("ink", "marker_wash"), ("ember", "ember_wash"), ("iris", "iris_wash")):
        assert contrast(theme.token(text), theme.token(ground)) >= 4.5


@EVERY
def test_people_stay_apart_for_every_eye(theme: Theme) -> None:
    colours = [person.colour for person in theme.people]
    for kind, claimed in zip(MACHADO, PEOPLE[theme.name], strict=True):
        assert nearest(colours, kind) == pytest.approx(claimed, abs=0.1)


def test_people_have_six_outlines_in_the_same_order_everywhere() -> None:
    outlines = [person.shape for person in LIGHT.people]
    assert len(set(outlines)) == 6
    assert all([person.shape for person in theme.people] == outlines for theme in THEMES.values())
    assert LIGHT.person(6) == LIGHT.person(0)
    assert LIGHT.dashed(6)
    assert not LIGHT.dashed(5)


def test_loss_and_gain_keep_their_steps_for_every_eye() -> None:
    scale = LIGHT.scale_loss_gain
    for kind in MACHADO:
        steps = [seen(colour, kind) for colour in scale]
        if kind == "normal":
            continue
        assert min(distance(a, b) for a, b in itertools.pairwise(steps)) >= 14.95
        assert min(distance(steps[i], steps[-1 - i]) for i in range(3)) >= 27.95


@pytest.mark.parametrize(("scale", "levels"), [
    ("scale_sand", (95, 88, 80, 66, 50, 31)), ("scale_ember", (94, 84, 72, 57, 43, 29)),
    ("scale_iris", (93, 82, 69, 53, 39, 23)), ("scale_loss_gain", (33, 51, 76, 93, 74, 49, 29)),
])  # fmt: skip
def test_scales_have_their_lightness(scale: str, levels: tuple[float, ...]) -> None:
    steps: tuple[str, ...] = getattr(LIGHT, scale)
    assert [seen(colour, "normal")[0] for colour in steps] == pytest.approx(levels, abs=0.7)
    if scale != "scale_loss_gain":
        assert getattr(DARK, scale) == tuple(reversed(steps))


def test_ciede2000_against_published_pairs() -> None:
    """Sharma, Wu and Dalal (2005), table 1: pairs 1, 7, 17 and 25."""
    assert distance((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485)) == pytest.approx(2.0425, abs=1e-4)
    assert distance((50.0, 0.0, 0.0), (50.0, -1.0, 2.0)) == pytest.approx(2.3669, abs=1e-4)
    assert distance((50.0, 2.5, 0.0), (73.0, 25.0, -18.0)) == pytest.approx(27.1492, abs=1e-4)
    assert distance((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387)) == pytest.approx(1.2644, abs=1e-4)
    assert MACHADO["normal"] == NORMAL


@EVERY
def test_every_token_is_a_colour_and_the_style_sheet_is_filled(theme: Theme) -> None:
    assert all(re.fullmatch(r"#[0-9A-F]{6}", theme.token(name)) for name in COLOUR_TOKENS)
    with pytest.raises(KeyError):
        theme.token("name")
    sheet = qss.style_sheet(theme)
    assert theme.marker in sheet
    assert not re.search(r"\{[a-z_0-9]+\}", sheet)
    assert sheet.count("{") == sheet.count("}")


def test_a_larger_room_scales_everything_but_hairlines() -> None:
    sheet = qss.style_sheet(LIGHT, room=1.5)
    assert "font-size: 20px" in sheet
    assert "height: 45px" in sheet
    assert "border: 1px" in sheet
    assert qss.font_px("answer", room=1.25) == 105
    with pytest.raises(ValueError, match="positive"):
        qss.style_sheet(LIGHT, room=0)


def test_mixing_is_straight() -> None:
    assert mix("#FFFFFF", "#000000", 0.5) == "#808080"
    assert mix("#123456", "#FFFFFF", 1.0) == "#123456"
    with pytest.raises(ValueError, match="within"):
        mix("#123456", "#FFFFFF", 1.5)


def test_nothing_is_smaller_than_the_rail() -> None:
    assert min(role.size for role in ROLES.values()) == ROLES["rail"].size == 11
    assert {role.weight for role in ROLES.values()} <= {400, 500, 600, 700}


def test_colours_are_written_down_in_one_place_only() -> None:
    """A literal outside the theme is a colour that neither the dark nor the contrast theme can change."""
    allowed = {ROOT / "app/desktop/theme.py"}
    literal = re.compile(r"[\"']#[0-9A-Fa-f]{6}[\"']")
    found = [
        f"{path.relative_to(ROOT)}: {match}"
        for path in sorted((ROOT / "app").rglob("*.py"))
        if path not in allowed
        for match in literal.findall(path.read_text("utf-8"))
    ]
    assert found == []
