"""How long a person waits: from `footfall simulate` until visitors are counted, and until the answer is there.

Once with an empty cache (the model is compiled and the offsets are solved), once more (both come from disk).
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent

# The command line as it is, but for a note of the moment at which the first visitors of the run proper are counted.
_RUN = """
import sys, time
begun = float(sys.argv.pop(1))
from simulation.experiment import run as module
first = module._Run._tell
def tell(self, share, left, stage):
    if stage == "simulate" and not hasattr(module, "counted"):
        module.counted = time.time() - begun
    first(self, share, left, stage)
module._Run._tell = tell
from app.cli.main import main
main()
print(f"counts after {module.counted:.1f} s, answers after {time.time() - begun:.1f} s", file=sys.stderr)
"""


def main() -> None:
    """Print both."""
    print("\nfootfall simulate on the kettle example, 10,000 visitors, 40 draws")
    with tempfile.TemporaryDirectory() as folder:
        project = str(Path(folder) / "kettle.footfall.json")
        environment = {**os.environ, "FOOTFALL_CACHE": str(Path(folder) / "cache"), "PYTHONPATH": str(ROOT)}
        subprocess.run(
            [sys.executable, "-m", "app.cli.main", "new", project, "--example", "kettle"], check=True,
            env=environment, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        for what in ("first time", "again", "again"):
            asked = ["simulate", project, "--visitors", "10000", "--draws", "40"]
            done = subprocess.run(
                [sys.executable, "-c", _RUN, str(time.time()), *asked],
                check=True,
                env=environment,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                text=True,
            )
            print(f"  {what}: {done.stderr.strip().splitlines()[-1]}")
