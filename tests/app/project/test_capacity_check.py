"""Desks and stock that nobody uses are named, those in use are not."""

from typing import Any

import pytest

from tests.app.project.test_check import page
from tests.app.project.test_silence_check import codes

DESK = {"title": "Help"}
HELP = {"touchpoint-00000002": page("info", desk="desk-00000001")}
SHOP = {"touchpoint-00000004": page("order", goal="order", conversion=True), **HELP}
POT = {"title": "Pot", "stock": 3}
OURS = {"desk-unused", "desk-without-agents", "opening-hours", "stock-unused"}


@pytest.mark.parametrize(
    ("tables", "expected"),
    [
        ({"desks": {"desk-00000001": DESK}, "touchpoints": SHOP}, set()),
        ({"desks": {"desk-00000001": DESK, "desk-00000002": DESK}, "touchpoints": SHOP}, {"desk-unused"}),
        ({"desks": {"desk-00000001": {**DESK, "agents": 0}}, "touchpoints": SHOP}, {"desk-without-agents"}),
        ({"desks": {"desk-00000001": {**DESK, "opening": {"0": "9-5"}}}, "touchpoints": SHOP}, {"opening-hours"}),
        ({"products": {"product-00000001": POT}, "touchpoints": {}}, {"stock-unused"}),
        (
            {
                "products": {"product-00000001": POT},
                "desks": {"desk-00000001": DESK},
                "touchpoints": SHOP,
            },
            set(),
        ),
    ],
)
def test_what_nobody_uses_is_named(tables: dict[str, Any], expected: set[str]) -> None:
    assert codes(**tables) & OURS == expected
