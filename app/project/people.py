"""Makers of edits for personas: add, copy, remove, put on a map, take in from a file, give a portrait.

Each reads a project and returns an `Edit`, or an edit with the id of who was made. Refusals are findings.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.project.builders import add_record, consequences, in_order, move, new_id, set_field
from app.project.check import dangling
from app.project.edits import Change, Edit, apply, compose, put, sealed
from app.project.examples import add_library_persona
from app.project.excerpts import load_persona
from app.project.model import Project
from app.project.ordering import between
from app.project.pictures import Picture, decoded, dropped, kept_as, record_of
from personas.model import Avatar, Persona
from personas.problems import Finding, FootfallError, Refused, finding
from personas.records import Language, Record, held, references

COLOURS = 6
_LABEL = "add-persona"


@dataclass(frozen=True)
class NewPersona:
    """An edit that makes a persona, and the id she gets."""

    edit: Edit
    id: str


def _refusal(code: str, what: str, mend: str, **values: str) -> Refused:
    return Refused(findings=(finding("error", code, "", what, mend, **values),))


def free_colour(project: Project, map_id: str | None = None) -> int:
    """The first colour slot that nobody on the map has, or nobody in the project without one; else the first."""
    taken = _colours_taken(project, map_id)
    return next((slot for slot in range(COLOURS) if slot not in taken), 0)


def _colours_taken(project: Project, map_id: str | None) -> set[int]:
    journey = project.maps.get(map_id or "")
    people = journey.personas if journey is not None else project.personas
    return {project.personas[key].colour for key in people if key in project.personas}


def _last(project: Project) -> str:
    """An order key behind everybody."""
    return between(max((one.order for one in project.personas.values()), default=""))


def _usual_weight(project: Project, map_id: str) -> float:
    """What somebody new counts for on a map: as much as the others do on average."""
    weights = [weight for weight in project.maps[map_id].personas.values() if weight > 0]
    return sum(weights) / len(weights) if weights else 1.0


def _made(project: Project, persona: Persona, map_id: str | None, weight: float | None = None) -> NewPersona:
    key = new_id(project, "personas")
    steps = [add_record(project, "personas", key, persona, _LABEL)]
    if map_id is not None and map_id in project.maps:
        counts = _usual_weight(project, map_id) if weight is None else weight
        steps.append(set_field(project, "maps", map_id, ("personas", key), counts, _LABEL))
    return NewPersona(compose(steps, _LABEL), key)


def add_persona(project: Project, name: str, map_id: str | None = None) -> NewPersona:
    """A new persona with a name and nothing else, on a map when one is named."""
    avatar = Avatar(hair=len(project.personas) % 8)
    persona = Persona(name=name, colour=free_colour(project, map_id), avatar=avatar, order=_last(project))
    return _made(project, persona, map_id)


def duplicate_persona(project: Project, persona: str, name: str, map_id: str | None = None) -> NewPersona:
    """A copy under another name and colour, right behind the original; on the map where the original is on it."""
    original = project.personas[persona]
    changes = {"name": name[:500], "colour": free_colour(project, map_id), "own_colour": "", "order": _last(project)}
    copy = original.model_copy(update=changes)
    journey = project.maps.get(map_id or "")
    weight = journey.personas.get(persona) if journey is not None else None
    made = _made(project, copy, map_id if weight is not None else None, weight)
    after = apply(project, made.edit)
    others = [key for key in in_order(after.personas) if key != made.id]
    placed = move(after, "personas", made.id, others, others.index(persona) + 1, _LABEL)
    return NewPersona(compose((made.edit, placed), "duplicate"), made.id)


def add_shipped(project: Project, key: str, language: Language, map_id: str | None = None) -> NewPersona:
    """A persona of the library, behind everybody, in her own colour or a free one; on a map when one is named."""
    edit = add_library_persona(project, key, language, map_id, _LABEL)
    made, changes = "", []
    for change in edit.changes:
        if change.table == "personas" and isinstance(change.after, Persona):
            made = change.id
            fresh = {"order": _last(project), "colour": _own_or_free(project, change.after, map_id)}
            persona = change.after.model_copy(update=fresh)
            changes.append(Change(change.table, change.id, (), None, persona))
        else:
            changes.append(change)
    return NewPersona(Edit(_LABEL, tuple(changes)), made)


def only_theirs(project: Project, persona: str) -> tuple[str, ...]:
    """The cards that are this persona's and nobody else's: without her they would be everybody's."""
    return tuple(key for key, card in project.cards.items() if set(card.personas) == {persona})


def remove_persona(project: Project, persona: str) -> Edit:
    """Remove a persona, the cards that are only hers, her feelings on every map, and a portrait nobody else shows."""
    if persona not in project.personas:
        raise _refusal("no-persona-here", "there is nobody of this kind any more.", "Choose somebody else.")
    start = {"personas": {persona}, "cards": set(only_theirs(project, persona))}
    changes = consequences(project, start, remove=True)
    changes += dropped(project, project.personas[persona].portrait, ("personas", persona))
    return Edit("remove-persona", tuple(changes))


def put_on_map(project: Project, map_id: str, persona: str) -> Edit:
    """Put somebody on a map; without changes when she is on it."""
    if persona in project.maps[map_id].personas:
        return Edit("add-persona")
    own, usual = project.personas[persona].traits.weight, _usual_weight(project, map_id)
    weight = own.value if own.value > 0 and own != Persona(name="").traits.weight else usual
    return set_field(project, "maps", map_id, ("personas", persona), weight, _LABEL)


def take_off_map(project: Project, map_id: str, persona: str) -> Edit:
    """Take somebody off a map. What she feels there is kept, and is seen again when she comes back."""
    steps = [set_field(project, "maps", map_id, ("personas", persona), None, "take-off")]
    if persona in project.maps[map_id].hidden_personas:
        steps.append(set_field(project, "maps", map_id, ("hidden_personas", persona), None, "take-off"))
    return compose(steps, "take-off")


def share_of(project: Project, map_id: str, persona: str) -> float:
    """Which part of a map's visitors are like this persona, 0 to 1."""
    weights = project.maps[map_id].personas
    return weights.get(persona, 0.0) / (sum(weights.values()) or 1.0)


def set_share(project: Project, map_id: str, persona: str, share: float) -> Edit:
    """Let a persona be this part of a map's visitors; the others keep their proportions."""
    others = sum(weight for key, weight in project.maps[map_id].personas.items() if key != persona)
    if not 0.0 <= share <= 1.0 or (share == 1.0 and others > 0):
        what = "a share of the visitors lies between 0 and 100%, and the others need some of it."
        raise _refusal("share-of-all", what, "Give a smaller share, or take the others off this map.")
    if others <= 0:
        return Edit("share")
    weight = float(f"{share / (1.0 - share) * others:.6g}")
    return set_field(project, "maps", map_id, ("personas", persona), weight, "share")


def move_persona(project: Project, persona: str, siblings: Sequence[str], index: int) -> Edit:
    """Put somebody at `index` among the people she is shown with (in their order, she left out)."""
    everybody = [key for key in in_order(project.personas) if key != persona]
    if index < len(siblings):
        place = everybody.index(siblings[index])
    else:
        place = everybody.index(siblings[-1]) + 1 if siblings else 0
    return move(project, "personas", persona, everybody, place, "move")


def set_portrait(project: Project, persona: str, picture: Picture | None) -> Edit:
    """Give a persona a picture, or with none take it away; an old one that nobody else shows goes."""
    holder = project.personas[persona]
    changes: tuple[Change, ...] = ()
    wanted: str | None = None
    if picture is not None:
        wanted, changes = kept_as(project, record_of(picture))
    if wanted == holder.portrait:
        return Edit("portrait")
    gone = dropped(project, holder.portrait, ("personas", persona))
    return Edit("portrait", (*changes, Change("personas", persona, ("portrait",), holder.portrait, wanted), *gone))


# ---- a persona of her own file -----------------------------------------------------------------------------------


def import_persona(project: Project, data: bytes, name: str = "the file", map_id: str | None = None) -> NewPersona:
    """The persona in the bytes of a persona file, with her sources and portrait, all under ids of this project.

    The file is a stranger's until it is proven sound: everything that is wrong with it is a finding, and nothing of
    it is taken then. What it holds beside one persona, her sources and her portrait is left where it is.
    """
    excerpt = load_persona(data, name).project
    persona = _only_one(excerpt)
    wrong = tuple(one for one in dangling(excerpt) if one.path.startswith(("personas", "$.personas")))
    wrong += tuple(_bad_picture(excerpt, persona))
    if wrong:
        raise FootfallError(findings=wrong)
    changes, renamed = _brought(project, excerpt, persona)
    record = _with_ids(persona, renamed)
    fresh = {"order": _last(project), "colour": _own_or_free(project, persona, map_id)}
    made = _made(project, sealed(record).model_copy(update=fresh), map_id)
    return NewPersona(Edit(_LABEL, (*changes, *made.edit.changes)), made.id)


def _own_or_free(project: Project, persona: Persona, map_id: str | None) -> int:
    taken = persona.colour in _colours_taken(project, map_id)
    return free_colour(project, map_id) if taken else persona.colour


def _only_one(excerpt: Project) -> Persona:
    if len(excerpt.personas) != 1:
        what = "a persona file holds one persona, and this one holds {count}."
        mend = "Export them one by one, or open it as a project."
        raise _refusal("one-persona", what, mend, count=str(len(excerpt.personas)))
    return next(iter(excerpt.personas.values()))


def _bad_picture(excerpt: Project, persona: Persona) -> Iterable[Finding]:
    image = excerpt.images.get(persona.portrait or "")
    if image is not None and decoded(image) is None:
        what = "the portrait is not the picture that the file says it is."
        yield finding("error", "bad-portrait", f"images.{persona.portrait}", what, "Take the portrait out of the file.")


def _named_ids(persona: Persona, table: str) -> set[str]:
    return {one.id for ref in references(Persona) if ref.table == table for one in held(persona, ref)}


def _brought(project: Project, excerpt: Project, persona: Persona) -> tuple[list[Change], dict[str, str]]:
    """The changes that add what a persona names, and what each id becomes here."""
    changes: list[Change] = []
    renamed: dict[str, str] = {}
    for key in sorted(_named_ids(persona, "sources")):
        source = excerpt.sources[key]
        here = project.sources.get(key)
        renamed[key] = key if here is None or here == source else _same(project.sources, source)
        if not renamed[key]:
            renamed[key] = new_id(project, "sources")
        if renamed[key] not in project.sources:
            changes.append(Change("sources", renamed[key], (), None, source))
    for key in sorted(_named_ids(persona, "images")):
        renamed[key], added = kept_as(project, excerpt.images[key])
        changes += added
    return changes, renamed


def _same(rows: Mapping[str, Record], wanted: Record) -> str:
    return next((key for key, row in rows.items() if row == wanted), "")


def _with_ids(persona: Persona, renamed: Mapping[str, str]) -> Persona:
    record: Persona = persona
    for reference in references(Persona):
        for one in held(persona, reference):
            if renamed.get(one.id, one.id) != one.id:
                record = put(record, one.path, renamed[one.id])
    return record


def marked_sensitive(project: Project, persona: str, field: str, *, on: bool) -> Edit:
    """Mark a field of a persona as a sensitive attribute, which may not steer a rule; or take the mark away."""
    value = True if on else None
    if (field in project.personas[persona].sensitive) == on:
        return Edit("sensitive")
    return set_field(project, "personas", persona, ("sensitive", field), value, "sensitive")
