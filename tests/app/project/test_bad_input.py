"""Every bad file there is: one clear message that says what and where, and never a traceback."""

import errno
import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.project import files, reading
from app.project.canonical import dumps, text_of
from app.project.check import check
from app.project.examples import new_from_example
from app.project.explain import MOST_FINDINGS
from app.project.reading import LARGEST, loads
from personas.problems import Finding, FootfallError

KETTLE = dumps(new_from_example("kettle"))
STAGE = {"map": "map-00000001", "title": "Browse"}


def envelope(**tables: Any) -> bytes:
    return json.dumps({"format": "footfall", "version": 1, **tables}).encode()


def problems(data: bytes) -> tuple[Finding, ...]:
    with pytest.raises(FootfallError) as refused:
        loads(data, "map.footfall.json")
    found = refused.value.findings
    assert found
    for one in found:
        assert one.severity == "error"
        assert one.path
        assert one.message.endswith(".")
        assert one.mend
        assert "\n" not in one.line()
        assert one.line().isprintable()
    return found


WHOLE = {
    "empty": (b"", "empty"),
    "blank": (b" \n\t ", "empty"),
    "binary": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "binary"),
    "utf-16": ('{"format": 1}'.encode("utf-16"), "utf-16"),
    "latin-1": ('{"title": "Daniëlle"}'.encode("latin-1"), "no-utf8"),
    "half a character": (b'{"title": "Dani\xc3', "no-utf8"),
    "prose": (b"Dear team, here is the map", "no-json"),
    "markup": (b"<html></html>", "no-json"),
    "an open brace": (b"{", "truncated"),
    "an open string": (b'{"title": "Brow', "truncated"),
    "half a word": (b'{"hidden": tr', "truncated"),
    "a list": (b"[]", "no-object"),
    "a list in a list": (b"[[1, 2]]", "no-object"),
    "two commas": (b'{"a": 1,, "b": 2}', "bad-json"),
    "single quotes": (b"{'a': 1}", "bad-json"),
    "a trailing comma": (b'{"a": 1,}', "bad-json"),
    "a comment": (b'{"a": 1} // note', "bad-json"),
    "a line break in a string": (b'{"a": "x\ny"}', "bad-json"),
    "no format": (b"{}", "no-format"),
    "another format": (b'{"format": "geojson", "version": 1}', "other-format"),
    "a format that is a list": (b'{"format": ["footfall"], "version": 1}', "other-format"),
    "a single persona": (b'{"format": "footfall-persona", "version": 1}', "other-kind"),
    "a newer version": (b'{"format": "footfall", "version": 2}', "newer"),
    "a much newer version": (b'{"format": "footfall", "version": 99999999999999999999}', "newer"),
    "no version": (b'{"format": "footfall"}', "version"),
    "version 0": (b'{"format": "footfall", "version": 0}', "version"),
    "version true": (b'{"format": "footfall", "version": true}', "version"),
    "version as text": (b'{"format": "footfall", "version": "1"}', "version"),
    "nested brackets": (b"[" * 100_000, "too-deep"),
    "nested braces": (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "too-deep"),
    "closed before opened": (b"]" * 1000 + b"[" * 1000, "no-json"),
}


@pytest.mark.parametrize("name", WHOLE)
def test_a_file_that_is_none(name: str) -> None:
    data, code = WHOLE[name]
    assert [one.code for one in problems(data)] == [code]


def test_every_way_to_cut_off_a_file_is_a_clear_error() -> None:
    data = text_of({"format": "footfall", "version": 1, "project": {"title": "Ünïcode"}, "stages": {}})
    for length in range(len(data) - 2):
        (one,) = problems(data[:length])
        assert one.code in {"empty", "truncated", "no-utf8"}, data[:length]


def test_brackets_inside_strings_are_no_depth() -> None:
    title = '[[{{"\\' * 80
    assert loads(envelope(project={"title": title})).project.project.title == title
    assert loads(b"\xef\xbb\xbf" + envelope()).project == loads(envelope()).project


@pytest.mark.parametrize("depth", [reading.DEEPEST - 1, reading.DEEPEST, reading.DEEPEST + 1])
def test_depth_is_counted_exactly(depth: int) -> None:
    code = problems(b"[" * depth + b"]" * depth)[0].code
    assert (code == "too-deep") == (depth > reading.DEEPEST)


def test_millions_of_parts_are_refused_before_they_cost_memory() -> None:
    data = b'{"a": [' + b"1," * reading.MOST_PARTS + b"1]}"
    assert [one.code for one in problems(data)] == ["too-many"]


VALUES: dict[str, tuple[bytes, list[tuple[str, str]]]] = {
    "not a number": (b'{"a": {"b": NaN}}', [("no-number", "a.b")]),
    "infinities": (b'{"a": [Infinity, -Infinity]}', [("no-number", "a.0"), ("no-number", "a.1")]),
    "1e999": (b'{"a": {"b": 1e999}}', [("infinite", "a.b")]),
    "a very long number": (b'{"a": ' + b"9" * 5000 + b"}", [("infinite", "a")]),
    "a name twice": (b'{"a": {"b": 1, "c": 2, "b": 3}}', [("duplicate", "a.b")]),
    "an id twice": (
        b'{"stages": {"stage-00000001": {}, "stage-00000001": {}}}',
        [("duplicate", "stages.stage-00000001")],
    ),
}


@pytest.mark.parametrize("name", VALUES)
def test_json_that_no_file_may_hold(name: str) -> None:
    data, expected = VALUES[name]
    assert [(one.code, one.path) for one in problems(data)] == expected


RECORDS: dict[str, tuple[dict[str, Any], str, str]] = {
    "unknown table": ({"stagess": {}}, "misspelt", "stagess"),
    "table as list": ({"stages": []}, "dict-type", "stages"),
    "record as null": ({"stages": {"stage-00000001": None}}, "model-type", "stages.stage-00000001"),
    "unknown field": (
        {"stages": {"stage-00000001": {**STAGE, "zzz": 1}}},
        "extra-forbidden",
        "stages.stage-00000001.zzz",
    ),
    "misspelt field": (
        {"stages": {"stage-00000001": {**STAGE, "hiden": True}}},
        "misspelt",
        "stages.stage-00000001.hiden",
    ),
    "missing field": ({"stages": {"stage-00000001": {"title": "x"}}}, "missing", "stages.stage-00000001.map"),
    "bad id": ({"stages": {"Stage 1": STAGE}}, "bad-id", "stages.Stage 1"),
    "id with a line break": ({"stages": {"stage-0000000\n": STAGE}}, "bad-id", "stages.stage-0000000\\u000a"),
    "bad reference": (
        {"stages": {"stage-00000001": {**STAGE, "map": "kettle"}}},
        "bad-id",
        "stages.stage-00000001.map",
    ),
    "number as text": (
        {"stages": {"stage-00000001": {**STAGE, "width": "200"}}},
        "float-type",
        "stages.stage-00000001.width",
    ),
    "text as number": (
        {"stages": {"stage-00000001": {**STAGE, "title": 3}}},
        "string-type",
        "stages.stage-00000001.title",
    ),
    "yes as 1": ({"stages": {"stage-00000001": {**STAGE, "hidden": 1}}}, "bool-type", "stages.stage-00000001.hidden"),
    "too narrow": (
        {"stages": {"stage-00000001": {**STAGE, "width": 1}}},
        "greater-than-equal",
        "stages.stage-00000001.width",
    ),
    "half a character": (
        {"stages": {"stage-00000001": {**STAGE, "title": "\ud800"}}},
        "string-unicode",
        "stages.stage-00000001.title",
    ),
    "too long": (
        {"stages": {"stage-00000001": {**STAGE, "title": "x" * 501}}},
        "string-too-long",
        "stages.stage-00000001.title",
    ),
    "unknown choice": ({"project": {"language": "fr"}}, "literal-error", "project.language"),
    "range without its value": (
        {"personas": {"persona-00000001": {"name": "A", "traits": {"pace": {"value": 1.0, "low": 2.0}}}}},
        "value-error",
        "personas.persona-00000001.traits.pace",
    ),
    "a share over 1": (
        {"maps": {"map-00000001": {"title": "A", "world": {"margin": {"value": 1.5}}}}},
        "value-error",
        "maps.map-00000001.world.margin",
    ),
    "half a severity": (
        {"pains": {"pain-00000001": {"card": "card-00000001", "severity": 2.5}}},
        "int-type",
        "pains.pain-00000001.severity",
    ),
    "a huge integer where a number goes": (
        {"metrics": {"metric-00000001": {"card": "card-00000001", "stale_days": 10**290}}},
        "less-than-equal",
        "metrics.metric-00000001.stale_days",
    ),
    "text as bad date": (
        {"metrics": {"metric-00000001": {"card": "card-00000001", "series": {"May": {"value": 1.0}}}}},
        "bad-key",
        "metrics.metric-00000001.series.May",
    ),
}


@pytest.mark.parametrize("name", RECORDS)
def test_records_that_do_not_hold(name: str) -> None:
    tables, code, path = RECORDS[name]
    assert [(one.code, one.path) for one in problems(envelope(**tables))] == [(code, path)]


def test_every_problem_is_named_and_no_more_than_a_screenful() -> None:
    found = problems(envelope(stages={"stage-00000001": {"titel": 1, "map": 2}}, lanes=3))
    assert len(found) == 4
    assert any("'title'" in one.mend for one in found)
    many = problems(envelope(stages={f"stage-{n:08d}": {} for n in range(1000)}))
    assert len(many) == MOST_FINDINGS + 1
    assert "1900" in many[-1].message


def told(data: bytes) -> tuple[Finding, ...]:
    """What is said of a file, whether it can be read or not."""
    try:
        return check(loads(data).project)
    except FootfallError as refused:
        return refused.findings


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
NAMES = st.sampled_from(("format", "version", "project", "personas", "maps", "stages", "touchpoints", "rules", "runs"))


@given(tables=st.dictionaries(NAMES, JSON, max_size=4))
def test_no_json_brings_the_reader_down(tables: dict[str, Any]) -> None:
    assert all(one.line().isprintable() for one in told(envelope(**tables)))


@given(st.binary(max_size=60))
def test_no_bytes_bring_the_reader_down(data: bytes) -> None:
    with pytest.raises(FootfallError):
        loads(data)


@given(place=st.integers(0, 60_000), junk=st.binary(min_size=1, max_size=3))
def test_no_damage_brings_reader_or_check_down(place: int, junk: bytes) -> None:
    data = bytearray(KETTLE)
    data[place : place + len(junk)] = junk
    assert all(one.line().isprintable() for one in told(bytes(data)))


def opening(path: Path) -> str:
    with pytest.raises(FootfallError) as refused:
        files.load(path)
    (one,) = refused.value.findings
    assert one.line().isprintable()
    assert one.mend
    return one.code


def test_two_hundred_megabytes_are_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "huge.footfall.json"
    with path.open("wb") as stream:
        stream.truncate(2 * LARGEST)
    monkeypatch.setattr(Path, "open", lambda *_, **__: pytest.fail("the file was opened"))
    assert opening(path) == "too-large"


def test_a_file_that_grows_while_it_is_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "growing.footfall.json"
    path.write_bytes(b" " * 200)
    monkeypatch.setattr(files, "LARGEST", 100)
    monkeypatch.setattr(files, "_ordinary", lambda *_: None)
    assert opening(path) == "too-large"


def test_places_that_are_no_file(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "broken").symlink_to(tmp_path / "nothing")
    (tmp_path / "circle").symlink_to(tmp_path / "circle")
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "file").write_bytes(b"x")
    expected = {
        "folder": "directory",
        "missing": "no-such-file",
        "broken": "broken-link",
        "circle": "link-circle",
        "pipe": "no-file",
        "file/inside": "not-a-folder",
        "n" * 300: "long-name",
    }
    assert {name: opening(tmp_path / name) for name in expected} == expected


def test_a_device_is_not_read() -> None:
    assert opening(Path(os.devnull)) == "no-file"


def test_a_link_to_a_good_file_is_followed(tmp_path: Path) -> None:
    (tmp_path / "real").write_bytes(KETTLE)
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert files.load(tmp_path / "link").project.project.example == "kettle"


@pytest.mark.parametrize(("number", "code"), [(errno.EACCES, "may-not-read"), (errno.EIO, "disk")])
def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, code: str) -> None:
    """Simulated, because tests may run as root, whom nothing is forbidden."""
    path = tmp_path / "locked.footfall.json"
    path.write_bytes(KETTLE)

    def refuse(*_: Any, **__: Any) -> Any:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(Path, "open", refuse)
    assert opening(path) == code


def test_nothing_bad_is_ever_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "broken.footfall.json"
    path.write_bytes(KETTLE[:-200])
    assert opening(path) == "truncated"
    with pytest.raises(FootfallError):
        files.save(path, new_from_example("kettle"))
    assert path.read_bytes() == KETTLE[:-200]
