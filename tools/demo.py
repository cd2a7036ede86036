"""The kettle journey from start to end, as a newcomer would type it: make it, check it, run it, draw it.

Everything goes through the `footfall` command, so that the demo shows nothing a user could not do.
"""

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOOTFALL = Path(sys.executable).with_name("footfall")
OUT = Path("build") / "demo"
PROJECT = OUT / "kettle.footfall.json"
RESULT = OUT / "result.json"
PICTURES = (OUT / "kettle.png", OUT / "kettle.svg")

STEPS: tuple[tuple[str, ...], ...] = (
    ("new", str(PROJECT), "--example", "kettle", "--force"),
    ("check", str(PROJECT)),
    ("simulate", str(PROJECT), "--json", str(RESULT), "--force"),
    *(("export", str(PROJECT), "--to", str(picture), "--force") for picture in PICTURES),
)


def main() -> int:
    """Take the steps; stop at the first that fails, with its exit code."""
    (ROOT / OUT).mkdir(parents=True, exist_ok=True)
    start = time.monotonic()
    for step in STEPS:
        print("\n$ footfall " + " ".join(step), flush=True)
        done = subprocess.run([FOOTFALL, *step], cwd=ROOT, check=False)
        if done.returncode:
            return done.returncode
    print(f"\nDone in {time.monotonic() - start:.0f} s. Look at:")
    for path in (*PICTURES, PROJECT, RESULT):
        print(f"  {path}  ({(ROOT / path).stat().st_size / 1024:,.0f} kB)")
    print("and open it yourself:  make run")
    return 0


if __name__ == "__main__":
    sys.exit(main())
