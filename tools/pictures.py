"""Make the pictures of the README and the documentation again, from the real window with the kettle in it.

    tools/pictures.py            light and dark, English and Dutch, into docs/pictures
    tools/pictures.py --quick    the same with a short run: to look at, not to publish
    tools/pictures.py --still    only those that show no answer, and so need no run

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

import numpy as np  # noqa: E402
from components import components  # noqa: E402
from PIL import Image  # noqa: E402 - everything below comes after the environment that Qt reads
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt  # noqa: E402
from PySide6.QtGui import QPixmap  # noqa: E402
from PySide6.QtTest import QTest  # noqa: E402
from PySide6.QtWidgets import QApplication, QWidget  # noqa: E402

from app.desktop.application import make_application  # noqa: E402
from app.desktop.document import Selection  # noqa: E402
from app.desktop.studio import Studio  # noqa: E402
from app.desktop.theme import COLOUR_TOKENS, LIGHT, Theme  # noqa: E402
from app.desktop.window import Window  # noqa: E402
from app.project.builders import set_field  # noqa: E402
from app.project.examples import new_from_example  # noqa: E402
from app.project.history import History  # noqa: E402
from app.project.journal import Journal  # noqa: E402
from app.project.presence import Who, me  # noqa: E402
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
        """Let everything that is on its way arrive, what is done a moment later as well."""
        end = time.monotonic() + 0.3
        while time.monotonic() < end:
            QApplication.processEvents()
            time.sleep(0.01)

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
        self.wait()

    def study(self, action: str) -> None:
        """Ask for a study, and wait for what comes of it."""
        self.do(action)
        self.wait()

    def wait(self) -> None:
        """Until nothing runs any more."""
        while self.studio.running:
            QApplication.processEvents()
            time.sleep(0.02)
        self.settle()

    def walk(self, moment: float) -> None:
        """A moment of the replay, s, with everything painted that visitors did."""
        page = self.window.frame.map if self.window.frame is not None else None
        if page is not None and page.player is not None:
            page.bar.overlays.set_on("walked")
            page.bar.overlays.switched.emit("walked", True)
            page.player.play(on=False)
            page.player.seek(moment)
            self.settle()

    def select(self, page: str) -> None:
        """Select the first card with this page type, and show what is selected."""
        document = self.studio.document
        if document is not None:
            key = next(key for key, point in document.project.touchpoints.items() if point.page == page)
            document.select(Selection("touchpoints", key))
            self.settle()

    def do(self, action: str) -> None:
        """What a menu would do."""
        self.window.commands.do(action)
        self.settle()

    def lose_work(self) -> None:
        """Fourteen changes of a Footfall that stopped, for the strip to offer back."""
        history = History(new_from_example("kettle", "en"))
        journal = Journal(history, None, None, who=Who(2**31, me().host, "long ago"))
        for number in range(14):
            history.do(set_field(history.project, "project", "", ("note",), f"note {number}", "text"))
        journal.abandon()

    def select_nothing(self) -> None:
        """The map itself."""
        if self.studio.document is not None:
            self.studio.document.select(Selection())

    def take(self, name: str, size: tuple[int, int] = SIZE, widget: QWidget | None = None) -> None:
        """Write what the window (or another widget) shows at a size."""
        (widget or self.window).resize(*size)
        self.settle()
        write((widget or self.window).grab(), name, self.studio.look.theme)

    def present(self, name: str) -> None:
        """A presentation, at the stage where they pay."""
        document = self.studio.document
        if document is not None:
            stages = document.project.stages
            key = next(point.stage for point in document.project.touchpoints.values() if point.page == "payment")
            document.select(Selection("stages", key if key in stages else ""))
        self.do("present")
        shown = [one for one in QApplication.topLevelWidgets() if one.isVisible() and one is not self.window]
        page = shown[0] if shown else self.window
        for hint in page.findChildren(QWidget, "whisper"):
            hint.hide()
        self.take(name, SIZE, page)
        QTest.keyClick(page, Qt.Key.Key_Escape)
        self.settle()

    def leave(self) -> None:
        """Close without a question, and leave nothing behind."""
        self.studio.leave()


def write(picture: QPixmap, name: str, theme: Theme) -> None:
    """A picture in few colours, so that the repository stays small; those of the theme stay what they are."""
    path = FOLDER / f"{name}.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")
    with Image.open(io.BytesIO(content.data())) as opened:
        few_colours(opened.convert("RGB"), theme).save(path, optimize=True)
    weight = path.stat().st_size
    print(f"{path.relative_to(ROOT)}: {weight / 1000:.0f} kB")
    if weight > LARGEST:
        raise SystemExit(f"{name} is larger than {LARGEST / 1000:.0f} kB")


def few_colours(picture: Image.Image, theme: Theme) -> Image.Image:
    """The nearest of 256 colours for each: those of the theme, then those that the picture has most of.

    So a small mark keeps its person's colour, and white stays white.
    """
    tokens = {theme.token(one) for one in COLOUR_TOKENS} | {person.colour for person in theme.people}
    own = [value for colour in sorted(tokens) for value in bytes.fromhex(colour[1:])]
    most = picture.quantize(256 - len(tokens), method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    palette = np.array((own + (most.getpalette() or []))[: 3 * 256], dtype=np.int32).reshape(-1, 3)
    pixels = np.asarray(picture, dtype=np.int32)
    whole = (pixels[..., 0] << 16) | (pixels[..., 1] << 8) | pixels[..., 2]
    found, places = np.unique(whole, return_inverse=True)
    split = np.stack([found >> 16, found >> 8 & 255, found & 255], axis=1)
    nearest = np.empty(len(found), dtype=np.uint8)
    for start in range(0, len(found), 4096):
        part = split[start : start + 4096, None, :] - palette[None, :, :]
        nearest[start : start + 4096] = (part * part).sum(axis=2).argmin(axis=1)
    made = Image.fromarray(nearest[places].reshape(whole.shape))
    made.putpalette(palette.astype(np.uint8).tobytes())
    return made


def still(photographer: Photographer) -> None:
    """What needs no run."""
    write(QPixmap.fromImage(components(LIGHT, 1.5)), "components-light", LIGHT)
    photographer.take("start-light")
    photographer.lose_work()
    photographer.studio.safety.offer()
    photographer.take("recovery-light")
    photographer.window.strip.clear()
    photographer.open("en")
    photographer.window.resize(*WIDE)
    photographer.settle()
    photographer.select("details")
    photographer.take("map-light", WIDE)
    photographer.do("outline")
    photographer.select("basket")
    photographer.take("panel-light", WIDE)
    photographer.do("panel")
    photographer.window.resize(*SIZE)
    photographer.do("matrix")
    photographer.select_nothing()
    photographer.take("matrix-light")
    photographer.do("matrix")
    photographer.window.go("personas")
    photographer.take("personas-light")
    photographer.window.go("map")
    photographer.studio.set_theme("dark")
    photographer.present("present-dark")
    photographer.studio.set_theme("contrast")
    photographer.open("nl")
    photographer.window.resize(*WIDE)
    photographer.settle()
    photographer.select("home")
    photographer.take("map-contrast", WIDE)
    photographer.studio.set_theme("light")


def answered(photographer: Photographer) -> None:
    """What shows an answer."""
    photographer.open("en")
    photographer.window.resize(*WIDE)
    photographer.settle()
    photographer.select("details")
    photographer.run()
    photographer.take("studio-light", WIDE)
    photographer.studio.set_theme("dark")
    photographer.take("studio-dark", WIDE)
    photographer.studio.set_theme("light")
    photographer.window.go("simulate")
    photographer.settle()
    photographer.study("drivers")
    photographer.take("simulate-light")
    photographer.window.go("scenario")
    photographer.take("scenario-light")
    photographer.window.go("map")
    photographer.do("replay")
    photographer.wait()
    photographer.walk(26.0)
    photographer.take("replay-light", WIDE)
    photographer.open("nl")
    photographer.run()
    photographer.take("studio-nl", WIDE)


def main() -> None:
    """Take them all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="a short run, to look at the pictures only")
    parser.add_argument("--still", action="store_true", help="only those that need no run")
    wanted = parser.parse_args()
    photographer = Photographer(Settings(visitors=1_500, draws=200) if wanted.quick else None)
    still(photographer)
    if not wanted.still:
        answered(photographer)
    photographer.leave()


if __name__ == "__main__":
    main()
