"""Makers of edits for experiments: a question, its control, its arms, and the combinations of a full factorial.

In a full factorial each factor is an arm of its own, in which that factor alone is on; `Variant.levels` of every other
arm names the factors that are on in it, and what it changes is what those arms change together. So a factor is edited
in one place, and `in_step` makes the combinations follow.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from app.project.builders import add_record, consequences, in_order, move, new_id, remove_record, set_field
from app.project.edits import Change, Edit, apply, compose, record_changes, sealed
from app.project.model import Decision, Project
from app.project.ordering import between
from app.project.policies.scenarios import letter
from personas.problems import Refused, finding
from personas.records import FrozenMap, Value, Yes
from simulation.scenario import CardChange, Experiment, TraitChange, Variant

MOST_ARMS = 16
"""Arms of a full factorial, the control among them: 2 to the power of four factors."""
MOST_FACTORS = 4
_CHANGES = ("policy", "mode", "map", "card_changes", "trait_changes", "rules_off")


@dataclass(frozen=True)
class Made:
    """An edit that makes a record, and its id."""

    edit: Edit
    id: str


def _refused(code: str, what: str, mend: str, **values: str) -> Refused:
    return Refused(findings=(finding("error", code, "", what, mend, **values),))


# ---- reading -------------------------------------------------------------------------------------------------


def experiments_of(project: Project, map_id: str) -> tuple[str, ...]:
    """The experiments on a map, in order."""
    return tuple(key for key in in_order(project.experiments) if project.experiments[key].map == map_id)


def looked_at(project: Project, map_id: str, chosen: str = "") -> str:
    """The experiment of a map that is meant: the chosen one, else the main one, else the first; empty: none."""
    mine = experiments_of(project, map_id)
    for key in (chosen, project.project.main_experiment or ""):
        if key in mine:
            return key
    return mine[0] if mine else ""


def arms_of(project: Project, experiment: str) -> tuple[str, ...]:
    """The arms beside the control, in order."""
    mine = {key: one for key, one in project.variants.items() if one.experiment == experiment}
    return tuple(in_order(mine))


def lettered(project: Project, experiment: str) -> dict[str, str]:
    """The letter of every arm; A is the control."""
    return {key: letter(place) for place, key in enumerate(arms_of(project, experiment), 1)}


def factors_of(project: Project, experiment: str) -> tuple[str, ...]:
    """The factors of a full factorial: the arms in which one factor alone is on."""
    return tuple(key for key in arms_of(project, experiment) if set(project.variants[key].levels) == {key})


def changes_nothing(variant: Variant) -> bool:
    """Whether an arm is the control once more."""
    return not any(getattr(variant, name) for name in _CHANGES)


def walked_map(project: Project, variant: Variant) -> str:
    """The map that the visitors of an arm walk."""
    return variant.map or project.experiments[variant.experiment].map


# ---- experiments ---------------------------------------------------------------------------------------------


def new_experiment(project: Project, map_id: str, title: str, hypothesis: str = "") -> Made:
    """A question about a map, without arms. The first one of a project with several is the main one."""
    key = new_id(project, "experiments")
    order = between(max((one.order for one in project.experiments.values()), default=""))
    today = next((one for one in in_order(project.policies) if project.policies[one].today), None)
    record = Experiment(map=map_id, title=title, hypothesis=hypothesis, control_policy=today, order=order)
    return Made(add_record(project, "experiments", key, record, "add-experiment"), key)


def remove_experiment(project: Project, experiment: str) -> Edit:
    """Remove an experiment with its arms; refused once it has runs, which would go with it."""
    if any(run.experiment == experiment for run in project.runs.values()):
        what = "this experiment has been run, and its runs would go with it."
        raise _refused("experiment-run", what, "Leave it, and make a new one.")
    return remove_record(project, "experiments", experiment, "remove-experiment")


def set_design(project: Project, experiment: str, design: str) -> Edit:
    """Another design. A factorial takes the arms there are as its factors; leaving it lets the combinations go."""
    first = set_field(project, "experiments", experiment, ("design",), design, "design")
    after = apply(project, first)
    arms = arms_of(project, experiment)
    if design == "factorial":
        own = [key for key in arms if len(project.variants[key].levels) < 2]
        return compose((first, _factorial(after, experiment, own)), "design")
    mixed = {key for key in arms if len(project.variants[key].levels) > 1}
    steps = [first]
    if mixed:
        steps.append(Edit("design", tuple(consequences(after, {"variants": mixed}, remove=True))))
        after = apply(after, steps[-1])
    steps += [
        set_field(after, "variants", key, ("levels",), FrozenMap(), "design")
        for key in arms_of(after, experiment)
        if after.variants[key].levels
    ]
    if design == "ab" and len(arms_of(after, experiment)) > 1:
        what = "A/B compares one arm with the control; this experiment has {count}."
        count = str(len(arms_of(after, experiment)))
        raise _refused("two-arms-only", what, "Remove arms first, or choose A/B/n.", count=count)
    return compose(steps, "design")


# ---- arms ----------------------------------------------------------------------------------------------------


def _last(project: Project, experiment: str) -> str:
    mine = [project.variants[key].order for key in arms_of(project, experiment)]
    return between(max(mine, default=""))


def add_arm(project: Project, experiment: str, title: str, **changes: Any) -> Made:
    """One more arm; in a factorial one more factor, with all its combinations. A/B becomes A/B/n with a second arm."""
    key = new_id(project, "variants")
    asked = project.experiments[experiment]
    record = Variant(experiment=experiment, title=title, order=_last(project, experiment), **changes)
    steps = [add_record(project, "variants", key, record, "add-arm")]
    after = apply(project, steps[0])
    if asked.design == "factorial":
        steps.append(_factorial(after, experiment, [*factors_of(project, experiment), key]))
    elif asked.design == "ab" and len(arms_of(after, experiment)) > 1:
        steps.append(set_field(after, "experiments", experiment, ("design",), "abn", "add-arm"))
    return Made(compose(steps, "add-arm"), key)


def duplicate_arm(project: Project, arm: str, title: str) -> Made:
    """A copy behind the original; in a factorial a copy would be the same factor twice, so it stands outside it."""
    original = project.variants[arm]
    if project.experiments[original.experiment].design == "factorial":
        what = "in a full factorial a copy of an arm would be the same factor twice."
        raise _refused("factor-twice", what, "Add a factor, or choose A/B/n.")
    made = add_arm(project, original.experiment, title, **{name: getattr(original, name) for name in _CHANGES})
    after = apply(project, made.edit)
    others = [key for key in arms_of(after, original.experiment) if key != made.id]
    placed = move(after, "variants", made.id, others, others.index(arm) + 1, "duplicate-arm")
    return Made(compose((made.edit, placed), "duplicate-arm"), made.id)


def rename_arm(project: Project, arm: str, title: str) -> Edit:
    """Another name; the combinations of a factorial that are called after it follow."""
    return _kept(project, arm, set_field(project, "variants", arm, ("title",), title, "rename-arm"), "rename-arm")


def remove_arm(project: Project, arm: str) -> Edit:
    """Remove an arm; a factor goes with every combination it is on in."""
    variant = project.variants[arm]
    mine = arms_of(project, variant.experiment)
    if len(variant.levels) > 1:
        what = "a full factorial needs every combination of its factors."
        raise _refused("factorial-whole", what, "Remove a factor, or choose A/B/n.")
    gone = {arm, *(key for key in mine if arm in project.variants[key].levels)}
    return Edit("remove-arm", tuple(consequences(project, {"variants": gone}, remove=True)))


def move_arm(project: Project, arm: str, place: int) -> Edit:
    """Put an arm at another place among the arms, 0 being B; letters follow the order."""
    others = [key for key in arms_of(project, project.variants[arm].experiment) if key != arm]
    return move(project, "variants", arm, others, min(max(0, place), len(others)), "move-arm")


def change_arm(project: Project, arm: str, **changes: Any) -> Edit:
    """Give an arm another policy, mode, map, changed cards, changed traits or rules that are off."""
    variant = project.variants[arm]
    if len(variant.levels) > 1:
        what = "this arm follows the factors that are on in it."
        raise _refused("follows-factors", what, "Change the factor.")
    new = sealed(variant.model_copy(update=changes), ("variants", arm))
    return _kept(project, arm, Edit("change-arm", tuple(record_changes("variants", arm, variant, new))), "change-arm")


def change_card(project: Project, arm: str, card: str, **changes: Any) -> Edit:
    """What an arm changes about a card; a card about which nothing is left is taken out."""
    variant = project.variants[arm]
    new = variant.card_changes.get(card, CardChange()).model_copy(update=changes)
    rows = variant.card_changes.without(card) if card in variant.card_changes else variant.card_changes
    return change_arm(project, arm, card_changes=rows if new == CardChange() else rows.set(card, new))


def change_traits(project: Project, arm: str, persona: str, **changes: Any) -> Edit:
    """What an arm changes about a persona; somebody about whom nothing is left is taken out."""
    variant = project.variants[arm]
    new = variant.trait_changes.get(persona, TraitChange()).model_copy(update=changes)
    rows = variant.trait_changes.without(persona) if persona in variant.trait_changes else variant.trait_changes
    return change_arm(project, arm, trait_changes=rows if new == TraitChange() else rows.set(persona, new))


# ---- full factorial ------------------------------------------------------------------------------------------


def _kept(project: Project, arm: str, edit: Edit, label: str) -> Edit:
    """The edit, and what follows for the combinations when the arm is a factor."""
    if arm not in project.variants[arm].levels or not edit:
        return edit
    after = apply(project, edit)
    experiment = after.variants[arm].experiment
    return compose((edit, in_step(after, experiment)), label)


def in_step(project: Project, experiment: str) -> Edit:
    """Make every combination change what its factors change together, under their names."""
    return _factorial(project, experiment, list(factors_of(project, experiment)))


def _factorial(project: Project, experiment: str, factors: Sequence[str]) -> Edit:
    """The arms of all combinations of these factors, as the fewest changes; refused beyond sixteen arms."""
    if len(factors) > MOST_FACTORS:
        what = "{count} factors make {arms} arms; a full factorial stays within {most}."
        raise _refused(
            "too-many-factors", what, "Take a factor out.",
            count=str(len(factors)), arms=str(2 ** len(factors)), most=str(MOST_ARMS),
        )  # fmt: skip
    changes: list[Change] = []
    known = {frozenset(project.variants[key].levels): key for key in arms_of(project, experiment)}
    order, after = _last(project, experiment), project
    wanted: set[str] = set()
    for size in range(1, len(factors) + 1):
        for on in combinations(factors, size):
            key = on[0] if size == 1 else known.get(frozenset(on))
            before = project.variants[key] if key is not None else None
            if key is None:
                key, order = new_id(after, "variants"), between(order)
            record = _combined(project, experiment, on, before, order)
            rows = record_changes("variants", key, before, record)
            changes += rows
            after = apply(after, Edit("design", tuple(rows)))
            wanted.add(key)
    gone = set(arms_of(project, experiment)) - wanted
    if gone:
        changes += consequences(project, {"variants": gone}, remove=True)
    return compose((Edit("design", (change,)) for change in changes), "design")


def _combined(project: Project, experiment: str, on: Sequence[str], before: Variant | None, order: str) -> Value:
    """The arm in which these factors are on."""
    parts = [project.variants[key] for key in on]
    levels: FrozenMap[str, Yes] = FrozenMap(dict.fromkeys(on, True))
    if len(on) == 1:
        return sealed(parts[0].model_copy(update={"levels": levels}))  # type: ignore[no-any-return]
    values: dict[str, Any] = {
        name: _only(name, [getattr(one, name) for one in parts]) for name in ("policy", "mode", "map")
    }
    values["rules_off"] = FrozenMap({key: True for one in parts for key in one.rules_off})
    values["card_changes"] = _merged([one.card_changes for one in parts])
    values["trait_changes"] = _merged([one.trait_changes for one in parts])
    title = " + ".join(one.title for one in parts)[:500]
    place = before.order if before is not None else order
    return Variant(experiment=experiment, title=title, order=place, levels=levels, **values)


def _only(name: str, values: Iterable[Any]) -> Any:
    """The one value that is given; refused where two factors give different ones."""
    given = list(dict.fromkeys(value for value in values if value is not None))
    if len(given) > 1:
        what = "two factors change the same thing in different ways: {field}."
        raise _refused("factors-clash", what, "Let each thing be changed by one factor only.", field=name)
    return given[0] if given else None


def _merged(rows: Sequence[Mapping[str, Any]]) -> FrozenMap[str, Any]:
    """Changes by id, those of one id put together field by field."""
    found: dict[str, Any] = {}
    for one in rows:
        for key, change in one.items():
            found[key] = change if key not in found else _both(found[key], change)
    return FrozenMap(found)


def _both(one: Value, other: Value) -> Value:
    values: dict[str, Any] = {}
    for name in type(one).model_fields:
        a, b = getattr(one, name), getattr(other, name)
        if isinstance(a, FrozenMap):
            clash = any(key in a and a[key] != b[key] for key in b)
            values[name] = FrozenMap({**a, **b}) if not clash else _only(name, (1, 2))
        else:
            values[name] = _only(name, (a, b))
    return one.model_copy(update=values)


# ---- decisions -----------------------------------------------------------------------------------------------


def write_down(project: Project, experiment: str, run: str | None, text: str, author: str, moment: str) -> Made:
    """What was decided, next to the run it rests on. Journalled, not undoable."""
    key = new_id(project, "decisions")
    order = between(max((one.order for one in project.decisions.values()), default=""))
    record = Decision(run=run, experiment=experiment or None, text=text, author=author, moment=moment, order=order)
    return Made(add_record(project, "decisions", key, record, "decide"), key)


def decisions_of(project: Project, experiment: str) -> tuple[str, ...]:
    """The decisions about an experiment, the latest first."""
    mine = [key for key, one in project.decisions.items() if one.experiment == experiment]
    return tuple(
        sorted(mine, key=lambda key: (project.decisions[key].moment, project.decisions[key].order), reverse=True)
    )
