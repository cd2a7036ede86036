"""The only dialogs there are: picking a file to open, a place to save, and a picture's name and kind."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from app.words import tr


class FileDialogs:
    """Pick files over a window. Tests hand in another one."""

    def __init__(self, window: QWidget) -> None:
        self._window = window

    def to_open(self) -> Path | None:
        """A project to open."""
        kinds = tr("Footfall project") + " (*.footfall.json *.footfall *.json);;" + tr("All files") + " (*)"
        name, _kind = QFileDialog.getOpenFileName(self._window, tr("Open a project"), "", kinds)
        return Path(name) if name else None

    def to_save(self, proposal: Path) -> Path | None:
        """Where to save a project; the ending is added when it is missing. Asks itself before it overwrites."""
        kinds = tr("Footfall project") + " (*.footfall.json)"
        name, _kind = QFileDialog.getSaveFileName(self._window, tr("Save the project"), str(proposal), kinds)
        if not name:
            return None
        path = Path(name)
        return path if path.suffix in (".json", ".footfall") else path.with_name(f"{path.name}.footfall.json")

    def to_open_map(self) -> Path | None:
        """A file of one map to take in."""
        kinds = tr("Footfall map") + " (*.footfall-map.json *.json);;" + tr("All files") + " (*)"
        name, _kind = QFileDialog.getOpenFileName(self._window, tr("Take in a map"), "", kinds)
        return Path(name) if name else None

    def to_save_map(self, stem: str) -> Path | None:
        """Where to write one map; the ending is added when it is missing. Asks itself before it overwrites."""
        kinds = tr("Footfall map") + " (*.footfall-map.json)"
        proposal = f"{stem}.footfall-map.json"
        name, _kind = QFileDialog.getSaveFileName(self._window, tr("Save the map"), proposal, kinds)
        if not name:
            return None
        path = Path(name)
        return path if path.suffix == ".json" else path.with_name(f"{path.name}.footfall-map.json")

    def to_open_tests(self) -> Path | None:
        """A table of past tests to bring in."""
        kinds = tr("Table of text") + " (*.csv *.tsv *.txt);;" + tr("All files") + " (*)"
        name, _kind = QFileDialog.getOpenFileName(self._window, tr("Bring past tests in"), "", kinds)
        return Path(name) if name else None

    def to_save_tests(self, stem: str) -> Path | None:
        """Where to write past tests; the ending is added when it is missing. Asks itself before it overwrites."""
        kinds = tr("Table of text") + " (*.csv)"
        proposal = f"{stem}-tests.csv"
        name, _kind = QFileDialog.getSaveFileName(self._window, tr("Save past tests"), proposal, kinds)
        if not name:
            return None
        path = Path(name)
        return path if path.suffix.lower() == ".csv" else path.with_name(f"{path.name}.csv")

    def to_open_persona(self) -> Path | None:
        """A persona file to take in."""
        kinds = tr("Persona") + " (*.persona.json *.json *.footfall);;" + tr("All files") + " (*)"
        name, _kind = QFileDialog.getOpenFileName(self._window, tr("Add a persona from a file"), "", kinds)
        return Path(name) if name else None

    def to_save_persona(self, proposal: str) -> Path | None:
        """Where to write one persona; the ending is added when it is missing. Asks itself before it overwrites."""
        kinds = tr("Persona") + " (*.persona.json)"
        name, _kind = QFileDialog.getSaveFileName(self._window, tr("Save the persona"), proposal, kinds)
        if not name:
            return None
        path = Path(name)
        return path if path.suffix == ".json" else path.with_name(f"{path.name}.persona.json")

    def to_open_picture(self) -> Path | None:
        """A picture to show somebody with."""
        from app.desktop.portraits import ENDINGS as PICTURES

        kinds = tr("Pictures") + f" ({' '.join(f'*{ending}' for ending in PICTURES)})"
        name, _kind = QFileDialog.getOpenFileName(self._window, tr("Take a picture"), "", kinds)
        return Path(name) if name else None

    def to_save_report(self, stem: str) -> Path | None:
        """Where to write a report: a page, or a PDF. Asks itself before it overwrites."""
        kinds = {tr("Page") + " (*.html)": ".html", "PDF (*.pdf)": ".pdf"}
        name, kind = QFileDialog.getSaveFileName(self._window, tr("Save the report"), f"{stem}.html", ";;".join(kinds))
        if not name:
            return None
        path = Path(name)
        known = path.suffix.lower() in kinds.values()
        return path if known else path.with_name(path.name + kinds.get(kind, ".html"))

    def to_export(self, stem: str) -> Path | None:
        """Where to write a picture, or rules for who builds them; the kind is the ending's, else that of the filter."""
        from app.formats.registry import FORMATS, ending_of

        offered = [one for one in FORMATS if one.paints or one.rules]
        filters = {f"{one.name} (*{one.suffixes[0]})": one.suffixes[0] for one in offered}
        proposal = f"{stem}{offered[0].suffixes[0]}"
        name, kind = QFileDialog.getSaveFileName(
            self._window, tr("Save a picture of the map, or its rules"), proposal, ";;".join(filters)
        )
        if not name:
            return None
        path = Path(name)
        known = {suffix for one in offered for suffix in one.suffixes}
        return path if ending_of(path.name) in known else path.with_name(path.name + filters.get(kind, ".png"))
