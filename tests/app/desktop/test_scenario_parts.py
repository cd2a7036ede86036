"""The parts of the scenario workspace by themselves: where chips stand, what previews show, what filters say."""

from __future__ import annotations

from functools import cache
from itertools import combinations

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage, QPainter

from app.desktop.application import make_application
from app.desktop.scenario.chips import chips
from app.desktop.scenario.counting import Counted
from app.desktop.scenario.effect import expected
from app.desktop.scenario.geometry import (
    BARE_CELL,
    LEAST_CELL,
    MOST,
    ChipWords,
    Laid,
    lay_out,
    least_width,
    neighbours,
    wrapped,
)
from app.desktop.scenario.marks import marks_of
from app.desktop.scenario.preview import Shown, paint_preview, surface_of
from app.desktop.scenario.words import condition_words, trigger_words, who_wins
from app.desktop.theme import THEMES
from app.project.builders import set_field
from app.project.edits import apply
from app.project.examples import new_from_example
from app.project.model import Project
from app.project.policies.cells import Cell, matrix
from app.project.policies.rules import add_rule
from app.project.policies.suggested import suggested
from app.project.policies.wording import heading_and_rest, runs
from app.words import set_language
from simulation.evidence.catalogue import shipped
from simulation.policy.catalogue import MECHANICS, TECHNIQUES
from simulation.policy.model import Condition, Policy

STARTER = "policy-starter0"
HERE = Cell("phase-choose00", "audience-buying00")


@pytest.fixture(autouse=True)
def _application() -> None:
    make_application()
    set_language("en")


@cache
def kettle() -> Project:
    return new_from_example("kettle", "en")


def laid(project: Project, policy: str, width: float, *wide: str) -> Laid:
    def words(rule: str) -> ChipWords:
        return ChipWords(project.rules[rule].title, "", "star", True, False, False)

    return lay_out(matrix(project, policy), width, words, wide)


# ---- geometry ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [420.0, 640.0, 796.0, 1400.0])
@pytest.mark.parametrize("example", ["kettle", "clothing", "airline"])
def test_nothing_overlaps_and_chips_stay_in_their_cells(example: str, width: float) -> None:
    project = new_from_example(example, "en")
    for policy in project.policies:
        found = laid(project, policy, width)
        for one, other in combinations(found.cells.values(), 2):
            assert not one.rect.intersects(other.rect)
        for box in found.cells.values():
            assert box.rect.contains(box.slot)
            parts = [chip.rect for chip in box.chips] + [box.slot]
            for rect, other_rect in combinations(parts, 2):
                assert not rect.intersects(other_rect)
            assert all(box.rect.contains(rect) for rect in parts)
        if width >= least_width(found.matrix):
            assert found.width <= width + 0.01, "it fits where it says that it does"


def test_columns_without_rules_give_way_first() -> None:
    project = new_from_example("airline", "en")
    found = laid(project, "policy-inorder0", 500.0)
    widths = {project.phases[phase].kind: rect.width() for phase, rect in found.heads.items()}
    assert widths["before"] >= LEAST_CELL
    assert widths["browse"] < widths["before"]
    assert all(width >= BARE_CELL for width in widths.values())


def test_many_rules_fold_until_they_are_asked_for() -> None:
    project = kettle()
    for _ in range(MOST + 3):
        project = apply(project, add_rule(project, STARTER, "social_proof", "One more", HERE).edit)
    held = len(matrix(project, STARTER).rules[HERE])
    folded = laid(project, STARTER, 800.0).cells[HERE]
    assert len(folded.chips) + folded.hidden == held
    assert folded.hidden > 0
    assert folded.more is not None
    whole = laid(project, STARTER, 800.0, HERE.audience).cells[HERE]
    assert len(whole.chips) == held
    assert whole.more is not None, "there is a way back"


def test_points_find_what_is_there() -> None:
    found = laid(kettle(), STARTER, 800.0)
    chip = found.cells[HERE].chips[0]
    assert found.chip_at(chip.rect.center()) == chip
    cell = found.cell_at(found.cells[HERE].rect.center())
    assert cell is not None
    assert cell.cell == HERE
    assert found.cell_at(QPointF(2, 2)) is None
    assert found.kind_at(found.heads[HERE.phase].center())
    assert found.place_at(found.cells[HERE], chip.rect.topLeft()) == 0
    assert found.place_at(found.cells[HERE], chip.rect.bottomLeft()) == 1


def test_walking_stops_at_the_edges() -> None:
    found = laid(kettle(), STARTER, 800.0)
    first = Cell(found.matrix.phases[0], found.matrix.audiences[0])
    ways = neighbours(found, first)
    assert ways["left"] == ways["up"] == first
    assert ways["right"] == Cell(found.matrix.phases[1], first.audience)
    assert ways["down"] == Cell(first.phase, found.matrix.audiences[1])


def test_words_break_over_lines_and_the_last_one_gives_way() -> None:
    lines = wrapped("A rule with quite a long title that goes on", "small_value", 80.0, 2)
    assert len(lines) == 2
    assert lines[1].endswith("…")
    assert wrapped("Short", "small_value", 80.0, 2) == ("Short",)


# ---- previews ------------------------------------------------------------------------------------------------------


def shown(technique: str, text: str) -> Shown:
    how = MECHANICS[technique]
    heading, rest = heading_and_rest(text)
    facts = {"product": "Haldor Duo 1.7", "name": "Daniëlle", "discount": "10%", "shop": "Tuit"}
    return Shown(
        surface_of(how, shipped()[technique].trigger), technique, "star", runs(heading, facts), runs(rest, facts),
        "Tuit", "Product page", ("Haldor Duo 1.7", "Brisk One"), "Basket", "Daniëlle", "10%", "en",
    )  # fmt: skip


@pytest.mark.parametrize("technique", TECHNIQUES)
def test_every_technique_has_a_preview_that_is_as_high_as_it_says(technique: str) -> None:
    """Below what was measured nothing but the ground is painted, also with a text of many lines."""
    theme = THEMES["light"]
    for text in (suggested(technique)["nl"], suggested(technique)["en"] * 4):
        what = shown(technique, text)
        height = paint_preview(None, what, 312.0, theme)
        picture = QImage(312, round(height) + 60, QImage.Format.Format_ARGB32)
        picture.fill(0)
        painter = QPainter(picture)
        assert paint_preview(painter, what, 312.0, theme) == height
        painter.end()
        below = range(round(height) - 4, picture.height())
        assert all(picture.pixelColor(x, y).alpha() < 40 for x in range(0, 312, 5) for y in below)
        inside = [picture.pixelColor(x, round(height / 2)).alpha() for x in range(30, 280, 5)]
        assert max(inside) == 255, "something is painted"


def test_surfaces_follow_the_technique() -> None:
    wanted = {
        "reviews": "page", "exit_message": "overlay", "chat": "chat", "basket_mail": "mail", "push_message": "push",
        "retargeting": "ad", "ad_sell": "ad", "aftercare": "mail", "newsletter": "overlay",
    }  # fmt: skip
    assert {key: surface_of(MECHANICS[key], shipped()[key].trigger) for key in wanted} == wanted
    assert surface_of(MECHANICS["newsletter"], "arrive") == "page"


# ---- words and numbers ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (Condition(field="returning", number=1.0), "Has been here before"),
        (Condition(field="returning", number=0.0), "not: Has been here before"),
        (Condition(field="device", text="phone"), "Device is Phone"),
        (Condition(field="device", test="is_not", text="phone"), "Device is not Phone"),
        (Condition(field="hour", test="at_least", number=20.0), "Hour of the day from 20:00"),
        (Condition(field="weekday", test="below", number=5.0), "Day of the week before Saturday"),
        (Condition(field="basket_value", test="at_least", number=50.0), "Basket value at least €\u202f50.00"),
        (Condition(field="product_interest", text="product-haldor00"), "Looks at product is Haldor Duo 1.7"),
    ],
)
def test_conditions_are_read_as_they_are_said(condition: Condition, words: str) -> None:
    assert condition_words(kettle(), condition, "EUR") == words


def test_moments_and_limits_are_said() -> None:
    clothing = new_from_example("clothing", "en")
    said = {key: trigger_words(rule) for key, rule in clothing.rules.items()}
    assert said["rule-reassur0"] == "90\u00a0s on a form"
    assert said["rule-returns0"] == "at view 2"
    assert said["rule-askrevie"] == "after 21\u00a0days"
    assert "3 a visit at most." in who_wins(Policy(title="x", messages_per_visit=3))
    assert "visit at most" not in who_wins(Policy(title="x"))


def test_the_picture_of_an_effect_is_the_belief_that_is_simulated() -> None:
    found = expected(kettle(), "scarcity")
    assert found is not None
    fact = shipped()["scarcity"].prior
    assert (found.mean, found.sd, found.null_share) == (fact.mean, fact.sd, fact.null_share)
    assert found.kind == "published"
    step = found.points[1] - found.points[0]
    assert 0.9 < sum(found.density) * step < 1.0, "nearly all of a heavy-tailed density is in view"
    assert found.points[0] < 0 < found.points[-1], "zero is always in view"
    assert expected(kettle(), "nobody_knows") is None


def test_shares_add_up() -> None:
    counted = Counted(STARTER, {("browse", "unknown"): 30, ("choose", "buying"): 50}, 20, 10)
    assert counted.whole == 100
    assert counted.share("choose", "buying") == 0.5
    assert counted.row_share("unknown") == 0.3
    assert counted.share("search", "buying") == 0.0


def test_a_claim_nobody_vouches_for_puts_a_sign_on_its_rule() -> None:
    made = add_rule(kettle(), STARTER, "scarcity", "Few left", HERE)
    project = apply(kettle(), made.edit)
    assert made.id in marks_of(project, STARTER).warned
    project = apply(project, set_field(project, "rules", made.id, ("truthful",), "yes"))
    assert made.id not in marks_of(project, STARTER).warned


def test_chips_are_switched_one_by_one() -> None:
    from app.desktop.look import Look

    kept: list[list[str]] = []
    made = chips(Look(), "Phase", [("a", "A"), ("b", "B"), ("c", "C")], ("b",), kept.append, "x")
    buttons = {one.objectName(): one for one in made.children() if one.objectName()}
    buttons["x.c"].click()  # type: ignore[attr-defined]  # a button
    assert kept == [["b", "c"]]
    flow = made.layout()
    assert flow is not None
    assert flow.heightForWidth(60) > flow.heightForWidth(600)
