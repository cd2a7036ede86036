"""Make the pictures of the README and the documentation again, from the real window with the kettle in it.

    tools/pictures.py            light and dark, English and Dutch, into docs/pictures
    tools/pictures.py --quick    the same with a short run: to look at, not to publish

No screen is needed. Pictures of the map are 1760 × 960 px of the design, so that the whole journey stands beside its
answer, the others 1600 × 1000; at one and a half times the density, their colours reduced to a palette so that the
repository stays small.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["QT_SCALE_FACTOR"] = "1.5"
_own = tempfile.TemporaryDirectory(prefix="footfall-pictures-")
os.environ["FOOTFALL_CONFIG"] = os.environ["FOOTFALL_STATE"] = _own.name
os.environ.pop("FOOTFALL_LANGUAGE", None)

from PIL import Image  # noqa: E402 - everything below comes after the environment that Qt reads
from PySide6.QtCore import QBuffer, QByteArray, QIODevice  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402

from app.desktop.application import make_application  # noqa: E402
from app.desktop.document import Selection  # noqa: E402
from app.desktop.studio import Studio  # noqa: E402
from app.desktop.window import Window  # noqa: E402
from app.project.examples import new_from_example  # noqa: E402
from personas.records import Language  # noqa: E402
from simulation.experiment.run import Settings  # noqa: E402

FOLDER = ROOT / "docs" / "pictures"
SIZE, WIDE = (1600, 1000), (1760, 960)
LARGEST = 400_000


class Photographer:
    """A studio, its window, and the folder its pictures go to."""

    def __init__(self, settings: Settings | None) -> None:
        self.application = make_application()
        self.studio = Studio(run_settings=settings)
        self.window = Window(self.studio)
        self.window.resize(*SIZE)
        self.window.show()
        self.settle()

    def settle(self) -> None:
        """Let everything that is on its way arrive."""
        for _ in range(4):
            QApplication.processEvents()

    def open(self, language: Language) -> None:
        """The kettle, in a language."""
        self.studio.set_language(language)
        if self.studio.document is not None:
            self.studio.document.history.mark_saved()
        self.studio.begin(new_from_example("kettle", language))
        self.settle()

    def run(self) -> None:
        """Run it, and wait for the answer."""
        self.studio.run()
        while self.studio.running:
            QApplication.processEvents()
            time.sleep(0.02)
        self.settle()

    def select(self, page: str) -> None:
        """Select the first card with this page type, and show what is selected."""
        document = self.studio.document
        if document is not None:
            key = next(key for key, point in document.project.touchpoints.items() if point.page == page)
            document.select(Selection("touchpoints", key))
            self.settle()

    def take(self, name: str, size: tuple[int, int] = SIZE) -> None:
        """Write what the window shows at a size."""
        self.window.resize(*size)
        self.settle()
        path = FOLDER / f"{name}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        content = QByteArray()
        buffer = QBuffer(content)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        self.window.grab().save(buffer, "PNG")
        with Image.open(io.BytesIO(content.data())) as picture:
            reduced = picture.convert("RGB").quantize(256, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        reduced.save(path, optimize=True)
        weight = path.stat().st_size
        print(f"{path.relative_to(ROOT)}: {weight / 1000:.0f} kB")
        if weight > LARGEST:
            raise SystemExit(f"{name} is larger than {LARGEST / 1000:.0f} kB")


def main() -> None:
    """Take them all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="a short run, to look at the pictures only")
    quick = Settings(visitors=1_500, draws=200) if parser.parse_args().quick else None
    photographer = Photographer(quick)
    photographer.take("start-light")
    photographer.open("en")
    photographer.window.resize(*WIDE)
    photographer.settle()
    photographer.select("details")
    photographer.take("map-light", WIDE)
    photographer.run()
    photographer.take("studio-light", WIDE)
    photographer.studio.set_theme("dark")
    photographer.take("studio-dark", WIDE)
    photographer.studio.set_theme("light")
    photographer.window.go("simulate")
    photographer.take("simulate-light")
    photographer.window.go("personas")
    photographer.take("personas-light")
    photographer.window.go("map")
    photographer.open("nl")
    photographer.run()
    photographer.take("studio-nl", WIDE)


if __name__ == "__main__":
    main()
