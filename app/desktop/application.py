"""Starting the studio: the application, its fonts, its log, one window."""

from __future__ import annotations

import os
import signal
import sys
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QApplication

from app.desktop import fonts
from app.desktop.errors import catch_everything, write_log
from app.desktop.paint.signs import paint_mark
from app.desktop.studio import Studio
from app.desktop.theme import LIGHT
from app.desktop.window import Window
from app.words import tr


def run_studio(path: Path | None = None) -> int:
    """Open the studio, with a project in it when one is named; returns when its window is closed. Exit code of Qt."""
    application = make_application()
    write_log()
    studio = Studio()
    window = Window(studio)
    catch_everything(window.say)
    window.show()
    if studio.unread:
        window.say(tr("Some of your settings could not be read and are as at the beginning again."), grave=False)
    QTimer.singleShot(0, partial(_offer_what_was_lost, studio))
    if path is not None:
        QTimer.singleShot(0, lambda: studio.open(path))
    signal.signal(signal.SIGINT, lambda *_: window.close())
    pulse = QTimer()
    pulse.timeout.connect(lambda: None)
    pulse.start(400)
    return application.exec()


def _offer_what_was_lost(studio: Studio) -> None:
    """After the first painted window: looking for lost work reads files."""
    studio.safety.offer()


def make_application() -> QApplication:
    """The application, with the family, the icon and the style that everything is designed for."""
    running = QApplication.instance()
    application = running if isinstance(running, QApplication) else QApplication([sys.argv[0] or "footfall"])
    application.setApplicationName("Footfall")
    application.setDesktopFileName(os.environ.get("FOOTFALL_DESKTOP_FILE", "footfall"))
    application.setStyle("Fusion")
    fonts.load_fonts()
    application.setFont(fonts.font("body"))
    application.setWindowIcon(_icon())
    return application


def _icon() -> QIcon:
    icon = QIcon()
    for size in (16, 32, 64, 128, 256):
        picture = QPixmap(size, size)
        picture.fill("#00000000")
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_mark(painter, picture.rect().toRectF(), LIGHT)
        painter.end()
        icon.addPixmap(picture)
    return icon
