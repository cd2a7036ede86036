"""Maps to try the verbs on: one with a card of every kind, and random ones."""

import random

from app.project.edits import Edit, apply, invert
from app.project.examples import new_from_framework
from app.project.mapping.cards import add_card, add_cards
from app.project.mapping.items import Item
from app.project.model import TABLES, Project
from app.project.slices import map_slice
from maps.model import MapSlice


def blank() -> Project:
    return new_from_framework("blank", personas=("danielle",), created="")


def piece_of(project: Project) -> MapSlice:
    return map_slice(project)


def lane(project: Project, kind: str) -> str:
    return next(key for key, row in piece_of(project).lanes.items() if row.kind == kind)


def stages(project: Project) -> list[str]:
    return list(piece_of(project).stages)


def done(project: Project, edit: Edit) -> Project:
    """The project after the edit; taking it back gives exactly what was there, and no id is used twice."""
    after = apply(project, edit)
    assert apply(after, invert(edit)) == project
    keys = [key for table in TABLES for key in getattr(after, table)]
    assert len(keys) == len(set(keys))
    return after


def put(project: Project, kind: str, stage: int, *texts: str) -> tuple[Project, tuple[Item, ...]]:
    edit, items = add_cards(project, lane(project, kind), stages(project)[stage], texts)
    return done(project, edit), items


def words(project: Project, kind: str, stage: int) -> list[str]:
    """What a cell says, in the order drawn."""
    from app.project.mapping.items import cell_items

    piece = piece_of(project)
    texts = []
    for table, key in cell_items(piece, lane(project, kind), stages(project)[stage]):
        texts.append(piece.touchpoints[key].title if table == "touchpoints" else piece.cards[key].text)
    return texts


def full(rng: random.Random, size: int) -> Project:
    """A random board: cards of every kind, some with orders that leave no room."""
    project = blank()
    piece = piece_of(project)
    lanes = [key for key, row in piece.lanes.items() if row.kind != "emotions"]
    for number in range(size):
        made = add_card(project, rng.choice(lanes), rng.choice(list(piece.stages)), f"card {number}")
        project = apply(project, made.edit)
        if rng.random() < 0.3:  # as an imported file may have it: ties and empty keys
            row = getattr(project, made.table)[made.id].model_copy(update={"order": rng.choice(("", "V"))})
            rows = getattr(project, made.table).set(made.id, row)
            project = project.model_copy(update={made.table: rows})
    return project
