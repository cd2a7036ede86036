"""Settings survive whatever happens to their file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.settings import RECENT_KEPT, Settings, load_settings, save_settings, settings_path


def test_there_and_back(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "settings.json"
    settings = Settings(language="nl", theme="dark", window={"main": "AAAA"}).with_recent(tmp_path / "a.json")
    save_settings(settings, path)
    assert load_settings(path) == (settings, ())
    assert [file.name for file in path.parent.iterdir()] == ["settings.json"]


def test_no_file_yet(tmp_path: Path) -> None:
    assert load_settings(tmp_path / "none.json") == (Settings(), ())


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[1]", b"\xff\xfe\x00", b"null", b"[" * 100_000, b" " * 1_100_000, b'{"a": NaN']
)
def test_a_broken_file_falls_back_and_says_so(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "settings.json"
    path.write_bytes(content)
    assert load_settings(path) == (Settings(), ("file",))


def test_a_folder_in_its_place(tmp_path: Path) -> None:
    assert load_settings(tmp_path) == (Settings(), ("file",))


def test_one_bad_field_costs_one_field(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({"theme": "purple", "language": "nl", "recent": [1, 2], "of_later": True}))
    settings, broken = load_settings(path)
    assert broken == ("recent", "theme")
    assert settings == Settings(language="nl")


def test_recent_files_are_few_and_told_once(tmp_path: Path) -> None:
    settings = Settings()
    for k in range(RECENT_KEPT + 3):
        settings = settings.with_recent(tmp_path / f"{k}.json")
    settings = settings.with_recent(tmp_path / "5.json")
    assert len(settings.recent) == RECENT_KEPT
    assert settings.recent[0] == str(tmp_path / "5.json")
    assert len(set(settings.recent)) == RECENT_KEPT
    assert settings.without_recent(tmp_path / "5.json").recent == settings.recent[1:]


def test_a_name_no_file_can_hold_is_not_remembered() -> None:
    assert Settings().with_recent("bad\udcff.json") == Settings()


def test_a_full_disk_leaves_the_old_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "settings.json"
    save_settings(Settings(theme="dark"), path)

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        save_settings(Settings(theme="light"), path)
    assert load_settings(path)[0].theme == "dark"
    assert [file.name for file in tmp_path.iterdir()] == ["settings.json"]


def test_the_folder_can_be_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOOTFALL_CONFIG", str(tmp_path))
    assert settings_path() == tmp_path / "settings.json"
