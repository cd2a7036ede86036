"""Say which system libraries Qt still needs on this Linux; `--packages` prints their Debian names for apt.

The list is what `ldd` finds missing on a bare Debian 12 for PySide6-Essentials 6.11 and 6.12: its Core, Gui,
Widgets, Svg and OpenGL modules and its platform plugins `offscreen` (pictures, tests) and `xcb` (a real window). This
script needs no package of ours: the system's own Python runs it before anything is installed.
"""

import ctypes
import sys

PACKAGE_OF = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libX11.so.6": "libx11-6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-glx.so.0": "libxcb-glx0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb.so.1": "libxcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
}


def is_there(soname: str) -> bool:
    """Tell whether the dynamic linker finds the library."""
    try:
        ctypes.CDLL(soname)
    except OSError:
        return False
    return True


def main(arguments: list[str]) -> int:
    """Print what is missing; nothing when all is there."""
    missing = [soname for soname in PACKAGE_OF if not is_there(soname)]
    if "--packages" in arguments:
        print(" ".join(sorted({PACKAGE_OF[soname] for soname in missing})))
    elif missing:
        print("Qt needs these system libraries before Footfall's window opens: " + ", ".join(missing))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
