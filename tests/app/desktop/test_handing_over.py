"""Rules leave the studio by the same way as pictures: those of the policy that is looked at."""

import json

from app.desktop.scenario.context import _STATES, State
from tests.app.desktop.driver import Driver


def test_the_rules_that_are_looked_at_are_written(driver: Driver) -> None:
    driver.open_kettle()
    document = driver.document
    out = driver.folder / "rules.growthbook.json"
    driver.picked.exporting = out
    driver.click("export")
    first = json.loads(out.read_text("utf-8"))["features"]
    assert list(first) == ["starter_rules_starter0"]
    assert "rules.growthbook.json" in driver.says
    _STATES[document] = State(policy="policy-others00")
    driver.click("export")
    other = json.loads(out.read_text("utf-8"))["features"]
    assert list(other) != list(first)
