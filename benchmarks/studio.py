"""How quick the studio is under the hand: frames on large maps, beside a bare view of as many boxes with text.

Frames run from the gesture to painted pixels, on Qt's offscreen platform, ours and the bare view's by turns in one
process. Ratios carry over to another machine, milliseconds do not.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any, NamedTuple

from benchmarks.largemaps import many_maps, one_map

if TYPE_CHECKING:
    from app.desktop.canvas.view import MapView
    from app.desktop.window import Window
    from app.project.model import Project

ROOT = Path(__file__).parent.parent
SIZES = (300, 1_000, 3_000)
FRAMES, TARGET, COLD_TARGET = 60, 1.5, 2.5
_VIEW = (1600, 1000)


class Frames(NamedTuple):
    """Times of the frames of one gesture, ms."""

    median: float
    slow: float


def main() -> None:
    """Print everything."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["FOOTFALL_STATE"] = folder
        cold_start()
        for cards in SIZES:
            with studio(one_map(cards)) as window:
                frames(cards, window)
        whole_project()


@contextmanager
def studio(project: Project) -> Iterator[Window]:
    """The studio with a project in it, painted."""
    from app.desktop.application import make_application
    from app.desktop.studio import Studio
    from app.desktop.window import Window

    application = make_application()
    made = Studio(Path(os.environ["FOOTFALL_STATE"]) / "settings.json")
    window = Window(made)
    window.resize(*_VIEW)
    window.show()
    made.begin(project)
    settle()
    yield window
    made.jobs.stop_all()
    made.safety.leave()
    window.hide()
    window.deleteLater()
    application.processEvents()


def map_of(window: Window) -> MapView:
    """The canvas of a window that shows a map."""
    if window.frame is None or window.frame.map is None:
        raise RuntimeError("no map is shown")
    return window.frame.map.view


def settle(seconds: float = 0.6) -> None:
    """Let everything that waits for the hand to rest happen."""
    from PySide6.QtWidgets import QApplication

    end = perf_counter() + seconds
    while perf_counter() < end:
        QApplication.processEvents()


def measured(step: Callable[[int], object], count: int = FRAMES) -> Frames:
    """Frames of a gesture, after two that are not counted."""
    from PySide6.QtWidgets import QApplication

    times = []
    for turn in range(count + 2):
        start = perf_counter()
        step(turn)
        QApplication.processEvents()
        times.append(1000 * (perf_counter() - start))
    return Frames(statistics.median(times[2:]), statistics.quantiles(times[2:], n=20)[-1])


def bare_view(window: Window) -> Any:
    """A plain view of the boxes that stand on the map, each with its words, drawn by Qt's own items."""
    from PySide6.QtCore import QRectF
    from PySide6.QtGui import QPainter, QPainterPath
    from PySide6.QtWidgets import QGraphicsPathItem, QGraphicsScene, QGraphicsSimpleTextItem, QGraphicsView

    from app.desktop import fonts
    from maps.layout.elements import LinkLine, Rule

    layout = map_of(window).layout_now
    scene = QGraphicsScene(0, 0, layout.width, layout.height)
    boxes: list[QGraphicsPathItem] = []
    for element in layout.elements:
        if element.table not in ("cards", "touchpoints") or isinstance(element, LinkLine | Rule) or "/" in element.id:
            continue
        box, path = element.rect, QPainterPath()
        path.addRoundedRect(QRectF(0, 0, box.w, box.h), 10, 10)
        item = QGraphicsPathItem(path)
        item.setPos(box.x, box.y)
        for text in element.texts:
            words = QGraphicsSimpleTextItem("\n".join(text.lines), item)
            words.setFont(fonts.font(text.role))
            words.setPos(text.rect.x - box.x, text.rect.y - box.y)
        scene.addItem(item)
        boxes.append(item)
    view = QGraphicsView(scene)
    view.boxes = scene, boxes  # type: ignore[attr-defined]  # Python would take them away with their last name
    view.setRenderHint(QPainter.RenderHint.Antialiasing)
    view.resize(map_of(window).size())
    view.show()
    settle(0.1)
    return view


def frames(cards: int, window: Window) -> None:
    """The table of one map."""
    ours, bare = map_of(window), bare_view(window)
    print(
        f"\n{cards:,} cards on one map, {len(ours.layout_now.elements):,} elements; "
        f"target: within {TARGET} × of the bare view"
    )
    print(f"  {'':<22}{'studio, ms':>20}{'bare view, ms':>20}{'times the bare view':>22}")
    for zoom, name in ((1.0, "at 100%"), (0.25, "at 25%")):
        ours.restore(zoom, 0, 0)
        bare.resetTransform()
        bare.scale(zoom, zoom)
        settle(0.2)
        row(f"pan {name}", _pan(ours), _pan(bare))
        row(f"zoom {name}", _zoom(ours), _bare_zoom(bare, zoom))
        row(f"crisp again {name}", _crisp(ours), _crisp(bare), aim=False)
    ours.restore(1.0, 0, 0)
    bare.resetTransform()
    settle(0.2)
    row("drag a card", _drag(window), _bare_drag(bare))
    row("type in a card", _typing(window), _bare_typing(bare))
    alone("an edit, laid out", _edits(window))
    bare.close()


def row(name: str, ours: Frames, bare: Frames, *, aim: bool = True) -> None:
    """One line: median and 95th percentile of both, and their ratios; frames of under a millisecond are no miss."""
    ratio, slow = ours.median / bare.median, ours.slow / bare.slow
    verdict = ""
    if aim and max(ratio, slow) > TARGET:
        verdict = "  under 1 ms" if ours.slow < 1.0 else "  missed" if ratio > TARGET else "  missed at 95%"
    print(
        f"  {name:<22}{ours.median:>9.1f} ({ours.slow:>6.1f}){bare.median:>11.1f} ({bare.slow:>6.1f})"
        f"{ratio:>12.2f} ({slow:>5.2f}){verdict}"
    )


def alone(name: str, ours: Frames) -> None:
    """One line without anything to compare with."""
    print(f"  {name:<22}{ours.median:>9.1f} ({ours.slow:>6.1f})")


def _pan(view: Any) -> Frames:
    def step(turn: int) -> None:
        way = 37 if turn < FRAMES // 2 else -37
        if hasattr(view, "scroll_by"):
            view.scroll_by(way, 3)
        else:
            view.horizontalScrollBar().setValue(view.horizontalScrollBar().value() + way)
            view.verticalScrollBar().setValue(view.verticalScrollBar().value() + 3)

    return measured(step)


def _zoom(view: Any) -> Frames:
    from PySide6.QtCore import QPoint, QPointF, Qt
    from PySide6.QtGui import QWheelEvent
    from PySide6.QtWidgets import QApplication

    middle = QPointF(view.viewport().rect().center())

    def step(turn: int) -> None:
        turned = QPoint(0, 26 if turn % 20 < 10 else -26)
        QApplication.sendEvent(view.viewport(), QWheelEvent(
            middle, middle, QPoint(), turned, Qt.MouseButton.NoButton, Qt.KeyboardModifier.ControlModifier,
            Qt.ScrollPhase.NoScrollPhase, False,
        ))  # fmt: skip

    found = measured(step)
    settle(0.2)
    return found


def _crisp(view: Any) -> Frames:
    """The whole view painted anew, as when the camera has come to rest at another zoom."""

    def step(_turn: int) -> None:
        if hasattr(view, "map_scene"):
            view.map_scene.forget_pixels()
        view.viewport().update()

    return measured(step, 12)


def _bare_zoom(view: Any, zoom: float) -> Frames:
    def step(turn: int) -> None:
        factor = 1.04 if turn % 20 < 10 else 1 / 1.04
        view.scale(factor, factor)

    found = measured(step)
    view.resetTransform()
    view.scale(zoom, zoom)
    return found


def _drag(window: Window) -> Frames:
    from PySide6.QtCore import QPointF

    view = map_of(window)
    card = next(element for element in view.layout_now.elements if element.table == "touchpoints")
    found = measured(lambda turn: view.map_scene.lift({card.id: QPointF(4.0 * turn, 2.0 * turn)}))
    view.map_scene.lift({})
    return found


def _first_box(view: Any) -> Any:
    """The box with words that is nearest to the top left corner: it is in view."""
    view.horizontalScrollBar().setValue(0)
    view.verticalScrollBar().setValue(0)
    settle(0.05)
    return min((box for box in view.boxes[1] if box.childItems()), key=lambda item: item.x() + item.y())


def _bare_drag(view: Any) -> Frames:
    item = _first_box(view)
    start = item.pos()
    return measured(lambda turn: item.setPos(start.x() + 4.0 * turn, start.y() + 2.0 * turn))


def _typing(window: Window) -> Frames:
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from app.desktop.document import Selection

    view = map_of(window)
    document = view.document
    document.select(Selection("cards", next(iter(document.project.cards))))
    window.activateWindow()
    settle(0.1)
    view.setFocus()
    view.write()
    settle(0.1)
    field = QApplication.focusWidget()
    if view.writer is None or field is None:
        raise RuntimeError("no text is open")
    found = measured(lambda turn: QTest.keyClicks(field, "abcdefghij"[turn % 10]))
    view.close_writer(keep=False)
    return found


def _edits(window: Window) -> Frames:
    document = map_of(window).document
    card = next(iter(document.project.cards))
    return measured(lambda turn: document.set("cards", card, ("text",), f"What they do, in take {turn}", "text"), 20)


def _bare_typing(view: Any) -> Frames:
    item = _first_box(view).childItems()[0]
    return measured(lambda turn: item.setText(f"What they do, in take {turn}"))


def whole_project() -> None:
    """A project of 3,000 cards on 40 maps: opened from its file, edited, and gone through map by map."""
    from app.desktop.document import Selection
    from app.project.files import save

    path = Path(os.environ["FOOTFALL_STATE"]) / "large.footfall.json"
    save(path, many_maps(3_000, 40))
    print(f"\n3,000 cards on 40 maps, a file of {path.stat().st_size / 1e6:.1f} MB")
    with studio(one_map(60)) as window:
        start = perf_counter()
        window.studio.open(path)
        settle(0.0)
        print(f"  opened and painted after {1000 * (perf_counter() - start):.0f} ms")
        document = map_of(window).document
        card = next(iter(document.project.cards))
        settle()
        document.select(Selection("cards", card))
        edit = measured(lambda turn: document.set("cards", card, ("text",), f"Take {turn}", "text"), 20)
        print(f"  an edit, painted: {edit.median:.1f} ms ({edit.slow:.1f} at the 95th percentile)")
        maps = list(document.project.maps)
        turn = measured(lambda turn: document.show_map(maps[turn % len(maps)]), 20)
        print(f"  another map, painted: {turn.median:.1f} ms ({turn.slow:.1f} at the 95th percentile)")


_EMPTY = """
import sys, time
from PySide6.QtWidgets import QApplication, QMainWindow
application = QApplication([])
window = QMainWindow()
window.resize(1440, 900)
"""
_STUDIO = """
import sys, time
from app.desktop.application import make_application
from app.desktop.studio import Studio
from app.desktop.window import Window
application = make_application()
window = Window(Studio())
"""
_SHOW = """
from PySide6.QtCore import QEvent, QObject
class Painted(QObject):
    def eventFilter(self, watched, event):
        if event.type() is QEvent.Type.UpdateRequest:
            application.postEvent(self, QEvent(QEvent.Type.User))
        return False
    def event(self, event):
        if event.type() is QEvent.Type.User:
            print(time.time() - float(sys.argv[1]), flush=True)
            import os
            os._exit(0)
        return super().event(event)
painted = Painted()
window.installEventFilter(painted)
window.show()
application.exec()
"""


def cold_start() -> None:
    """From starting Python to the first painted window, of the studio and of an empty window, by turns."""
    import time

    times: dict[str, list[float]] = {"an empty window": [], "the studio": []}
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    for _ in range(6):
        for name, script in (("an empty window", _EMPTY), ("the studio", _STUDIO)):
            asked = [sys.executable, "-c", script + _SHOW, str(time.time())]
            done = subprocess.run(asked, check=True, env=environment, capture_output=True, text=True)
            times[name].append(float(done.stdout))
    empty, ours = (statistics.median(found[1:]) for found in times.values())
    print(f"\nCold start, to the first painted window; target: within {COLD_TARGET} × of an empty one")
    print(f"  an empty PySide6 window {1000 * empty:>6.0f} ms")
    print(f"  the studio              {1000 * ours:>6.0f} ms {ours / empty:>8.2f} ×")
