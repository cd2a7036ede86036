"""Editing sessions that can be played twice alike: once by a child that is killed, once to know what it had done."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from app.project.builders import add_record, remove_record, set_field
from app.project.canonical import project_digest
from app.project.edits import HEADER, Edit
from app.project.files import save
from app.project.history import History
from app.project.journal import Journal
from app.project.model import Comment, Header, Project
from app.project.presence import Who, me
from app.project.recovery import Lost, find
from maps.model import Card, JourneyMap, Lane, Stage

GESTURES = 40
COMPACT_AT = 6_000
"""So little that a session goes over into a new file many times."""
DEAD = Who(2**31, me().host, "long ago")
MAP, STAGE, LANE = "map-00000001", "stage-00000001", "lane-00000001"
FILE = "a.footfall.json"
Watch = Callable[[Project], None]


def beginning() -> Project:
    return Project(
        project=Header(title="Kettle"),
        maps={MAP: JourneyMap(title="Kettle")},  # type: ignore[arg-type]  # a plain map is frozen by validation
        stages={STAGE: Stage(map=MAP, title="Browse")},  # type: ignore[arg-type]
        lanes={LANE: Lane(map=MAP, kind="actions", title="Doing")},  # type: ignore[arg-type]
    )


def _step(rng: random.Random, project: Project) -> Edit:
    cards = sorted(project.cards)
    number = rng.random()
    fresh = "".join(rng.choice("abcdefghijklmnopqrstuvwxyz") for _ in range(8))
    if number < 0.1:
        return add_record(project, "comments", f"comment-{fresh}", Comment(map=MAP, text=f"«{fresh}»\nwhy?"))
    if number < 0.15:
        return set_field(project, "project", "", ("title",), fresh, "text")
    if not cards or number < 0.5:
        card = Card(map=MAP, lane=LANE, stage=STAGE, text=fresh * 12)
        return add_record(project, "cards", f"card-{fresh}", card, "add-card")
    if number < 0.8:
        return set_field(project, "cards", rng.choice(cards), ("text",), f"{fresh} ﷽ 𝄞", "text")
    return remove_record(project, "cards", rng.choice(cards), "remove")


def play(seed: int, history: History, saved: Callable[[], object], watch: Watch, done: Callable[[int], object]) -> None:
    """Gestures of all kinds. `watch` sees every state there has been, `done` hears of every finished gesture."""
    rng = random.Random(seed)
    history.listen(lambda notice: watch(notice.after))
    for number in range(GESTURES):
        kind = rng.random()
        if kind < 0.55:
            history.do(_step(rng, history.project), merge="typing" if rng.random() < 0.3 else "")
        elif kind < 0.67:
            history.undo()
        elif kind < 0.75:
            history.redo()
        elif kind < 0.97:
            mark = history.mark()
            for _ in range(rng.randrange(1, 6)):
                history.do(_step(rng, history.project))
            if rng.random() < 0.6:
                history.squash_to_mark(mark, "drag")
            else:
                history.bail_to_mark(mark)
        else:
            saved()
        done(number)


def states(seed: int) -> list[tuple[int, str]]:
    """Every state of a session: how many gestures were finished by then, and the project's digest."""
    history = History(beginning())
    found = [(0, project_digest(history.project))]
    finished = 0

    def watch(project: Project) -> None:
        found.append((finished, project_digest(project)))

    def done(number: int) -> None:
        nonlocal finished
        finished = number + 1
        found.append((finished, project_digest(history.project)))

    play(seed, history, history.mark_saved, watch, done)
    return found


def work(seed: int, folder: Path, with_file: bool, ready: Connection) -> None:
    """What the child does until it is killed: it edits, and says the number of each gesture that is finished."""
    history = History(beginning())
    path = folder / FILE if with_file else None
    digest = save(path, history.project) if path is not None else None
    journal = Journal(history, path, digest, folder=folder, compact_at=COMPACT_AT)

    def saved() -> None:
        nonlocal digest
        if path is not None:
            digest = save(path, history.project, expected_digest=digest)
            history.mark_saved()
            journal.saved(path, digest)

    ready.send_bytes(b"ready")
    play(seed, history, saved, lambda _project: None, lambda number: ready.send_bytes(str(number).encode()))
    ready.send_bytes(b"end")
    threading.Event().wait()  # until it is killed


def text(history: History, words: str) -> None:
    history.do(set_field(history.project, HEADER, "", ("title",), words, "text"))


def begun(
    folder: Path, *, with_file: bool = True, project: Project | None = None, **more: Any
) -> tuple[History, Journal]:
    """A history with a journal, as a program that is dead by now kept it."""
    history = History(project or beginning())
    path = folder / FILE if with_file else None
    digest = save(path, history.project) if path is not None else None
    return history, Journal(history, path, digest, folder=folder, who=DEAD, **more)


def only(folder: Path) -> Lost:
    found = find(folder)
    assert len(found) == 1
    return found[0]


def files_of(folder: Path) -> list[str]:
    place = folder / "journals"
    return sorted(one.suffix for one in place.iterdir()) if place.is_dir() else []
