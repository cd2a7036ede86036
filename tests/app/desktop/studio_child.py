"""A studio that is worked in by a script until it is killed: says the title it has typed, and types the next."""

import sys
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.desktop.application import make_application
from app.desktop.document import Selection
from app.desktop.studio import Studio
from app.desktop.window import Window


def main(folder: Path, path: Path) -> None:
    """Open a project and rename its first card for ever, by keyboard, saying each name when it is there."""
    application = make_application()
    studio = Studio(folder / "settings.json")
    window = Window(studio)
    window.resize(1280, 800)
    window.show()
    window.activateWindow()
    QTest.qWaitForWindowActive(window)
    studio.open(path)
    application.processEvents()
    document, frame = studio.document, window.frame
    assert document is not None
    assert frame is not None
    assert frame.map is not None
    view = frame.map.view
    card = min(document.project.touchpoints)
    number = 0
    while True:
        number += 1
        document.select(Selection("touchpoints", card))
        view.setFocus()
        QTest.keyClick(view, Qt.Key.Key_F2)
        writer = application.focusWidget()
        assert writer is not None
        QTest.keyClick(writer, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClicks(writer, f"Name {number}")
        QTest.keyClick(writer, Qt.Key.Key_Return)
        application.processEvents()
        title = document.project.touchpoints[card].title
        sys.stdout.write(f"{title}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
