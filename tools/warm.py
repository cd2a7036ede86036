"""Compile the kernels once, before several test processes would each compile them at the same time.

A run of a few visitors is enough. Failure here is no news: the tests will say what is wrong, and better.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

FOOTFALL = Path(sys.executable).with_name("footfall")


def main() -> int:
    """Simulate a handful of visitors in a folder that is thrown away."""
    with tempfile.TemporaryDirectory() as folder:
        project = str(Path(folder) / "kettle.footfall.json")
        for step in (
            ("new", project, "--example", "kettle"),
            ("simulate", project, "--visitors", "64", "--draws", "2"),
        ):
            done = subprocess.run([FOOTFALL, *step], capture_output=True, check=False)
            if done.returncode:
                return 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
