"""The repository's own files, for the tests that read them all."""

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("personas", "maps", "simulation", "app")
CODE = (*PACKAGES, "tests", "tools", "benchmarks")


def python_files(*folders: str) -> list[Path]:
    """Every Python file under these folders of the repository, sorted."""
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


@cache
def repository_files() -> tuple[Path, ...]:
    """Every file that is, or would be, committed."""
    listing = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    return tuple(path for name in sorted(listing.split("\0")) if name and (path := ROOT / name).is_file())


def name_of(path: Path) -> str:
    """The path as people say it: from the repository's root."""
    return path.relative_to(ROOT).as_posix()
