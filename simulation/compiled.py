"""The only door to numba: one typed decorator, and a cache folder that a changed behaviour can never meet again.

numba keeps compiled code beside the time stamp of the *one* file a function stands in. A function that calls functions
of other files would therefore survive a change of theirs. So the cache folder is named after a digest of every source
that is compiled, or gives constants to what is compiled, and of the versions that made the code.

``FOOTFALL_CACHE`` moves the cache; ``NUMBA_DISABLE_JIT=1`` runs the same functions as plain Python.
"""

from __future__ import annotations

import hashlib
import os
import platform
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeVar, cast

from platformdirs import user_cache_path

Function = TypeVar("Function", bound=Callable[..., Any])

HERE = Path(__file__).parent

SOURCES = ("compiled.py", "draws.py", "plan.py", "traces/__init__.py", "sweep.py", "behaviour", "engines", "measures")
"""What stands in compiled code or gives it constants: files and folders, relative to this file's folder."""


def sources() -> list[Path]:
    """The files whose text decides what is compiled, in a fixed order."""
    found: list[Path] = []
    for name in SOURCES:
        path = HERE / name
        found += sorted(path.rglob("*.py")) if path.is_dir() else [path]
    return [path for path in found if path.exists()]


def digest() -> str:
    """Hexadecimal digest of the compiled sources and of the versions of Python, numpy and numba (16 characters)."""
    told = hashlib.blake2b(digest_size=8)
    told.update(f"{platform.python_version()} {platform.machine()} {version('numpy')} {version('numba')}".encode())
    for path in sources():
        told.update(path.relative_to(HERE).as_posix().encode())
        told.update(hashlib.blake2b(path.read_bytes()).digest())
    return told.hexdigest()


def cache_folder() -> Path:
    """Folder for everything this user's simulations keep: compiled code and solved offsets."""
    asked = os.environ.get("FOOTFALL_CACHE")
    return Path(asked) if asked else user_cache_path("footfall", appauthor=False)


KERNELS = cache_folder() / "kernels" / digest()

# numba reads its folder once, when it is first imported: so this stands before the import.
os.environ["NUMBA_CACHE_DIR"] = str(KERNELS)

import numba  # noqa: E402

# Where somebody else imported numba before us the environment comes too late; its settings do not.
vars(numba.config)["CACHE_DIR"] = str(KERNELS)


_OPTIONS: dict[str, Any] = {"nogil": True, "error_model": "numpy", "_nrt": False}


def compiled(function: Function) -> Function:
    """Compile a scalar function on first use, keep the code on disk, let other threads run meanwhile.

    A compiled function may read and write arrays and make views of them; it may not make an array or return one. In
    exchange nobody counts references to arrays that their owner holds anyway, which would take fifteen times as long
    as the model itself. Division by zero gives an infinity (no check per division); we divide by positive numbers.
    It is copied into every compiled function that calls it. A private one can be called by those only: what Python
    needs to call a function with many arrays takes the compiler longer than most functions.
    """
    return cast(Function, numba.njit(cache=True, forceinline=True, **_options(function))(function))


def apart(function: Function) -> Function:
    """As `compiled`, but called, not copied: for what stands in many places and is given few arrays."""
    return cast(Function, numba.njit(cache=True, **_options(function))(function))


def _options(function: Callable[..., Any]) -> dict[str, Any]:
    return {
        "nogil": True,
        "error_model": "numpy",
        "_nrt": False,
        "no_cfunc_wrapper": True,
        "no_cpython_wrapper": function.__name__.startswith("_"),
    }
