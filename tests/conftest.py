"""What every test may rely on: no screen, no settings but its own, English, and the same random examples each time."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from hypothesis import settings

# All of this is set before Qt, matplotlib or our own code is imported, because they read it once. Programs that a test
# starts inherit it. XDG_CACHE_HOME stays as it is: compiled kernels are kept between runs.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("MPLBACKEND", "Agg")
os.environ["LANGUAGE"] = "en"
os.environ["LC_ALL"] = "C.UTF-8"

_home = Path(tempfile.mkdtemp(prefix="footfall-tests-"))
atexit.register(shutil.rmtree, _home, ignore_errors=True)
for _variable in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME"):
    os.environ[_variable] = str(_home / _variable.lower())

# Derandomised: a test that fails, fails for everybody. No deadline: the first call of a kernel compiles it.
settings.register_profile("house", derandomize=True, deadline=None)
settings.load_profile("house")
