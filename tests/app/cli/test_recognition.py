"""`footfall recognition`: the table, the JSON, and what is asked back."""

import json
from pathlib import Path

from tests.app.cli.conftest import Type


def test_recognition_is_told_in_a_table_and_written_as_json(footfall: Type, kettle: Path, tmp_path: Path) -> None:
    out = tmp_path / "recognition.json"
    said = footfall(
        "recognition", kettle, "--policy", "policy-starter0", "--visitors", "300", "--draws", "3", "--json", out
    )
    assert said.code == 0, said.err
    assert max(map(len, said.lines[:-1])) <= 80, "the last line is a path"
    for words in ("By page (1.0)", "By score card (2.0)", "Best observer", "True phase", "Greedy", "no ceiling"):
        assert words in said.out
    assert "rests on assumptions" in " ".join(said.out.split())
    content = json.loads(out.read_text("utf-8"))
    assert content["policy"] == "Starter rules"
    assert len(content["modes"]) == 10


def test_which_policy_is_asked_where_there_are_several(footfall: Type, kettle: Path) -> None:
    said = footfall("recognition", kettle)
    assert said.code == 1
    assert "--policy" in said.err
    assert "policy-starter0" in said.err
