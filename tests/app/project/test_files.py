"""Saving loses nothing, whatever goes wrong; opening gives back what was saved."""

import errno
import io
import os
import stat
from pathlib import Path
from typing import Any

import pytest

from app.project import files
from app.project.canonical import digest_of, dumps, project_digest
from app.project.examples import new_from_example
from app.project.model import Header, Project
from personas.problems import FootfallError

SMALL = Project(project=Header(title="Small"))
OTHER = Project(project=Header(title="Other"))


def codes(error: FootfallError) -> list[str]:
    assert str(error)
    return [finding.code for finding in error.findings]


def leftovers(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.suffix == ".part")


def test_what_is_saved_comes_back(tmp_path: Path) -> None:
    path, kettle = tmp_path / "kettle.footfall.json", new_from_example("kettle", "nl")
    digest = files.save(path, kettle)
    loaded = files.load(path)
    assert loaded.project == kettle
    assert loaded.digest == digest == project_digest(kettle) == digest_of(path.read_bytes())
    assert (loaded.path, loaded.migrated_from) == (path, None)
    assert files.save(path, loaded.project, expected_digest=digest) == digest


def test_the_file_is_readable_text_with_sorted_keys(tmp_path: Path) -> None:
    path = tmp_path / "small.footfall.json"
    files.save(path, SMALL)
    assert path.read_bytes() == b'{\n "format": "footfall",\n "project": {\n  "title": "Small"\n },\n "version": 1\n}\n'


def test_standard_input_is_read_the_same_way() -> None:
    loaded = files.load_stream(io.BytesIO(dumps(SMALL)))
    assert (loaded.project, loaded.path) == (SMALL, Path("-"))


def test_a_file_that_is_there_is_not_overwritten_without_asking(tmp_path: Path) -> None:
    path = tmp_path / "a.footfall.json"
    first = files.save(path, SMALL)
    with pytest.raises(FootfallError) as refused:
        files.save(path, OTHER)
    assert codes(refused.value) == ["exists"]
    path.write_bytes(b"somebody else's work")
    with pytest.raises(FootfallError) as refused:
        files.save(path, OTHER, expected_digest=first)
    assert codes(refused.value) == ["changed"]
    assert path.read_bytes() == b"somebody else's work"
    files.save(path, OTHER, force=True)
    assert files.load(path).project == OTHER
    assert files.backups(path)[0].read_bytes() == b"somebody else's work"


def test_a_file_that_was_removed_is_written_again(tmp_path: Path) -> None:
    path = tmp_path / "a.footfall.json"
    digest = files.save(path, SMALL)
    path.unlink()
    files.save(path, OTHER, expected_digest=digest)
    assert files.load(path).project == OTHER


def test_the_last_ten_versions_are_kept(tmp_path: Path) -> None:
    path, digest = tmp_path / "long story.footfall.json", None
    for number in range(14):
        digest = files.save(path, Project(project=Header(title=str(number))), expected_digest=digest)
    kept = [files.load(one).project.project.title for one in files.backups(path)]
    assert kept == [str(number) for number in range(12, 2, -1)]
    files.save(path, Project(project=Header(title="13")), expected_digest=digest)
    assert len(files.backups(path)) == files.BACKUPS
    assert files.backups(path)[0].read_bytes() != path.read_bytes(), "what did not change needs no backup"
    assert files.backups(tmp_path / "another.footfall.json") == ()


def test_a_backup_that_cannot_be_written_does_not_stop_a_save(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.footfall.json"
    digest = files.save(path, SMALL)
    blocked = tmp_path / "no folder"
    blocked.write_bytes(b"")
    monkeypatch.setenv("XDG_STATE_HOME", str(blocked))
    files.save(path, OTHER, expected_digest=digest)
    assert files.load(path).project == OTHER


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
@pytest.mark.parametrize("call", ["write", "fsync"])
def test_a_full_disk_leaves_the_old_file_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, number: int
) -> None:
    path = tmp_path / "a.footfall.json"
    digest = files.save(path, SMALL)
    before = path.read_bytes()

    def full(*_: Any) -> int:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, call, full)
    with pytest.raises(FootfallError) as refused:
        files.save(path, OTHER, expected_digest=digest)
    monkeypatch.undo()
    assert codes(refused.value) == ["disk-full"]
    assert path.read_bytes() == before
    assert leftovers(tmp_path) == []


def test_a_disk_that_is_really_full(tmp_path: Path) -> None:
    """Linux's own full device: every write to it fails as on a full disk."""
    device = Path("/dev/full")
    if not device.exists():
        pytest.skip("this system has no /dev/full")
    handle = os.open(device, os.O_WRONLY)
    try:
        with pytest.raises(OSError, match="No space left") as full:
            files._write_all(handle, b"x")
    finally:
        os.close(handle)
    told = files._cannot(tmp_path / "a", full.value, writing=True)
    assert codes(told) == ["disk-full"]


def test_a_write_in_pieces_is_finished(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, real = tmp_path / "a.footfall.json", os.write
    monkeypatch.setattr(os, "write", lambda handle, data: real(handle, bytes(data[:7])))
    files.save(path, SMALL)
    assert path.read_bytes() == dumps(SMALL)


def test_an_interrupted_save_leaves_no_litter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.footfall.json"
    digest = files.save(path, SMALL)

    def interrupted(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        files.save(path, OTHER, expected_digest=digest)
    monkeypatch.undo()
    assert files.load(path).project == SMALL
    assert leftovers(tmp_path) == []


def test_no_permission_to_write_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Simulated, because tests may run as root, whom nothing is forbidden."""
    path, real = tmp_path / "a.footfall.json", os.open
    digest = files.save(path, SMALL)

    def denied(name: Any, *arguments: Any) -> int:
        if str(name).endswith(".part"):
            raise PermissionError(errno.EACCES, "Permission denied")
        return real(name, *arguments)

    monkeypatch.setattr(os, "open", denied)
    with pytest.raises(FootfallError) as refused:
        files.save(path, OTHER, expected_digest=digest)
    assert codes(refused.value) == ["may-not-write"]
    assert path.read_bytes() == dumps(SMALL)


def test_a_file_that_is_write_protected_is_not_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.footfall.json"
    digest = files.save(path, SMALL)
    path.chmod(0o444)
    monkeypatch.setattr(os, "access", lambda _, mode: not mode & os.W_OK)
    with pytest.raises(FootfallError) as refused:
        files.save(path, OTHER, expected_digest=digest, force=True)
    assert codes(refused.value) == ["may-not-write"]
    assert path.read_bytes() == dumps(SMALL)


def test_places_that_cannot_hold_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    places = {
        tmp_path / "nowhere" / "a.footfall.json": "no-folder",
        tmp_path / "file" / "a.footfall.json": "not-a-folder",
        tmp_path / ("n" * 300): "long-name",
        tmp_path: "directory",
    }
    for place, code in places.items():
        with pytest.raises(FootfallError) as refused:
            files.save(place, SMALL, force=True)
        assert codes(refused.value) == [code], place


def test_a_pipe_is_not_written_to(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(FootfallError) as refused:
        files.save(pipe, SMALL, force=True)
    assert codes(refused.value) == ["no-file"]


def test_a_link_stays_a_link_and_permissions_stay(tmp_path: Path) -> None:
    real, link = tmp_path / "real.footfall.json", tmp_path / "link.footfall.json"
    digest = files.save(real, SMALL)
    real.chmod(0o640)
    link.symlink_to(real)
    files.save(link, OTHER, expected_digest=digest)
    assert link.is_symlink()
    assert files.load(real).project == OTHER
    assert stat.S_IMODE(real.stat().st_mode) == 0o640


def test_a_new_file_has_the_permissions_of_any_new_file(tmp_path: Path) -> None:
    files.save(tmp_path / "a.footfall.json", SMALL)
    (tmp_path / "b").write_bytes(b"")
    assert (tmp_path / "a.footfall.json").stat().st_mode == (tmp_path / "b").stat().st_mode


def test_a_project_too_large_to_open_again_is_not_saved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LARGEST", 50)
    with pytest.raises(FootfallError) as refused:
        files.save(tmp_path / "a.footfall.json", SMALL)
    assert codes(refused.value) == ["too-large"]
    assert list(tmp_path.iterdir()) == []
