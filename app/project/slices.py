"""The only builder of `MapSlice` and `Scenario`: what everything below the application works on.

Both are memoised on the identity of the tables they are made of: as long as an edit touches none of those, asking
again gives the same object, and whoever keeps something by its slice need not compute it again.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from app.project.builders import in_order
from app.project.edits import HEADER, rows_of
from app.project.explain import json_path
from app.project.model import Project
from maps.model import MapSlice
from personas.problems import FootfallError, finding
from personas.records import FrozenMap, Record
from simulation.policy.model import Policy
from simulation.scenario import Arm, Experiment, Scenario, Variant

R = TypeVar("R", bound=Record)
T = TypeVar("T")

_SLICE_TABLES = (
    "maps", "personas", "stages", "lanes", "touchpoints", "links", "cards", "pains", "opportunities", "metrics",
    "phases",
)  # fmt: skip
_SCENARIO_TABLES = (
    *_SLICE_TABLES, "experiments", "variants", "policies", "rules", "audiences", "segments", "techniques", "products",
    "desks",
)  # fmt: skip
_BACKING_TABLES = ("past_tests",)
"""What the label of an answer rests on beside what is run."""
_REMEMBERED = 32
SILENCE = "silence"
"""Id of an arm in which nobody hears anything and no card is changed."""
SILENT = "Silence"
"""Title of an arm without a policy; who shows it says it in the reader's language."""
CONTROL = "control"
"""Id of the control arm of an experiment; variants keep their own ids."""


class _Memory:
    """The last few answers by key, with the tables they were made of: an answer counts while those are the same."""

    def __init__(self) -> None:
        self._kept: dict[tuple[object, ...], tuple[tuple[object, ...], Any]] = {}
        self._lock = threading.RLock()  # the studio asks from its window and from its jobs; a scenario asks for a slice

    def get(self, key: tuple[object, ...], tables: tuple[object, ...], make: Callable[[], T]) -> T:
        full = (*key, *map(id, tables))
        with self._lock:
            held = self._kept.pop(full, None)
            answer: T = held[1] if held else make()
            self._kept[full] = (tables, answer)  # holding the tables keeps their identities from being used again
            while len(self._kept) > _REMEMBERED:
                self._kept.pop(next(iter(self._kept)))
            return answer


_memory = _Memory()


def _tables(project: Project, names: tuple[str, ...]) -> tuple[object, ...]:
    return tuple(rows_of(project, name) for name in names)


def ordered(rows: Mapping[str, R]) -> FrozenMap[str, R]:
    """Rows as they are read: by fractional key, ties by id."""
    return FrozenMap({key: rows[key] for key in in_order(rows)})


def _refused(code: str, path: str, message: str, mend: str, **values: str) -> FootfallError:
    return FootfallError(findings=(finding("error", code, path, message, mend, **values),))


def _chosen(rows: Mapping[str, Any], table: str, asked: str | None, main: str | None, option: str) -> str:
    """The record that is meant: the one asked for, else the only one, else the main one; an error that lists them."""

    def listed() -> str:
        return ", ".join(f"{key} ({rows[key].title})" for key in in_order(rows)) or "none"

    if asked is not None:
        if asked in rows:
            return asked
        message = "there is no {id} in {table}; there is: {listed}."
        raise _refused("not-among", json_path((table, asked)), message, "", id=asked, table=table, listed=listed())
    if len(rows) == 1:
        return next(iter(rows))
    if main is not None and main in rows:
        return main
    if not rows:
        raise _refused("none", table, "the project has no {table}.", "Add one first.", table=table)
    message, mend = (
        "which of the {table} is meant? There is: {listed}.",
        "Name one with {option}, or make one the main one.",
    )
    raise _refused("which", table, message, mend, table=table, listed=listed(), option=option)


def map_slice(project: Project, map_id: str | None = None) -> MapSlice:
    """One map with all that belongs to it. No id: the only map, else the main one, else an error that lists them.

    Built from whatever is there: a reference that dangles is left in place for `maps.soundness` to name.
    """
    chosen = _chosen(project.maps, "maps", map_id, project.project.main_map, "--map")
    return _memory.get(("map", chosen), _tables(project, _SLICE_TABLES), lambda: _map_slice(project, chosen))


def _map_slice(project: Project, map_id: str) -> MapSlice:
    def own(rows: Mapping[str, R]) -> FrozenMap[str, R]:
        return ordered({key: row for key, row in rows.items() if getattr(row, "map", None) == map_id})

    cards = own(project.cards)

    def by_card(rows: Mapping[str, R]) -> FrozenMap[str, R]:
        """A card's record; of several for one card the first counts, and checking names the others."""
        found: dict[str, R] = {}
        for key in in_order(rows):
            card: str = getattr(rows[key], "card", "")
            if card in cards:
                found.setdefault(card, rows[key])
        return FrozenMap({card: found[card] for card in cards if card in found})

    journey = project.maps[map_id]
    return MapSlice(
        id=map_id,
        map=journey,
        personas=ordered({key: project.personas[key] for key in journey.personas if key in project.personas}),
        stages=own(project.stages),
        lanes=own(project.lanes),
        touchpoints=own(project.touchpoints),
        links=own(project.links),
        cards=cards,
        pains=by_card(project.pains),
        opportunities=by_card(project.opportunities),
        metrics=by_card(project.metrics),
        phases=ordered(project.phases),
    )


def _refuse_broken(project: Project) -> None:
    from app.project.check import dangling, elsewhere

    read = {*_SCENARIO_TABLES, HEADER}
    missing = [one for one in dangling(project) if dict(one.values)["table"] in read]
    broken = [one for one in (*missing, *elsewhere(project)) if one.path.split(".", 1)[0] in read]
    if broken:
        raise FootfallError(findings=tuple(sorted(broken, key=lambda one: one.path)))


def scenario(project: Project, experiment_id: str | None = None, map_id: str | None = None) -> Scenario:
    """All that a run reads, of an experiment or of a map.

    Neither named: the only experiment, else the main one, else an error that lists them; a project without
    experiments, or a map without one, gives the map with a silent control and one arm per policy. A map that is named
    narrows the choice to its experiments. The drawn shares describe the policy marked `today`, else silence.
    FootfallError, naming all, when something that a run reads refers to what is not there: leaving that out would
    answer another question than the one that was asked.
    """
    _refuse_broken(project)
    experiments = {key: one for key, one in project.experiments.items() if map_id in (None, one.map)}
    if map_id is not None:
        _chosen(project.maps, "maps", map_id, None, "--map")
    if experiment_id is not None and experiment_id in project.experiments and experiment_id not in experiments:
        other = project.experiments[experiment_id].map
        message, mend = (
            "the experiment is about {other}, not about {map}.",
            "Leave --map out, or name another experiment.",
        )
        where = json_path(("experiments", experiment_id, "map"))
        raise _refused("about-other-map", where, message, mend, other=other, map=str(map_id))
    tables = _tables(project, (*_SCENARIO_TABLES, *_BACKING_TABLES))
    if experiment_id is None and not experiments:
        slice_ = map_slice(project, map_id)
        return _memory.get(("policies", slice_.id), tables, lambda: _of_policies(project, slice_))
    main = project.project.main_experiment
    chosen = _chosen(experiments, "experiments", experiment_id, main, "--experiment")
    return _memory.get(("experiment", chosen), tables, lambda: _of_experiment(project, chosen))


def _rules(project: Project, policy_id: str | None, off: Mapping[str, object]) -> FrozenMap[str, Any]:
    mine = {key: one for key, one in project.rules.items() if one.policy == policy_id and key not in off}
    return ordered({key: one for key, one in mine.items() if one.on})


def _arm(
    project: Project, arm_id: str, title: str, policy_id: str | None, variant: Variant | None = None, mode: Any = None
) -> Arm:
    policy: Policy | None = project.policies.get(policy_id) if policy_id is not None else None
    other = variant.map if variant is not None else None
    return Arm(
        id=arm_id,
        title=title,
        policy=policy,
        rules=_rules(project, policy_id, variant.rules_off if variant else {}) if policy is not None else FrozenMap(),
        mode=mode or (policy.mode if policy is not None else "page-type"),
        changes=variant.card_changes if variant is not None else FrozenMap(),
        map=_rooted(project, map_slice(project, other)) if other is not None else None,
        traits=variant.trait_changes if variant is not None else FrozenMap(),
        levels=frozenset(variant.levels) if variant is not None else frozenset(),
    )


def _rooted(project: Project, piece: MapSlice) -> MapSlice:
    """A map whose cards and links name the first originals they are copies of, also through copies of copies.

    What is between is on a map that takes no part in the run, so nothing below could find its way past it.
    """

    def roots(rows: Mapping[str, R], table: Mapping[str, R]) -> FrozenMap[str, R]:
        found: dict[str, R] = {}
        for key, one in rows.items():
            root, seen = key, {key}
            while (held := table.get(root)) and (before := getattr(held, "based_on", None)) and before not in seen:
                root = before
                seen.add(root)
            same = root in (key, getattr(one, "based_on", None))
            found[key] = one if same else one.model_copy(update={"based_on": root})
        return FrozenMap(found)

    return replace(
        piece,
        touchpoints=roots(piece.touchpoints, project.touchpoints),
        links=roots(piece.links, project.links),
    )


def _status_quo(project: Project) -> Arm:
    today = [key for key in in_order(project.policies) if project.policies[key].today]
    if today:
        return _arm(project, today[0], project.policies[today[0]].title, today[0])
    return _arm(project, SILENCE, SILENT, None)


def _of_policies(project: Project, slice_: MapSlice) -> Scenario:
    arms = [_arm(project, SILENCE, SILENT, None)]
    arms += [_arm(project, key, project.policies[key].title, key) for key in in_order(project.policies)]
    return _scenario(project, slice_, tuple(arms), "", None)


def chosen_policy(project: Project, policy_id: str | None = None) -> str:
    """The policy of this id. No id: the only one, else an error that lists them."""
    return _chosen(project.policies, "policies", policy_id, None, "--policy")


def of_policy(project: Project, policy_id: str | None = None, map_id: str | None = None) -> Scenario:
    """A map with a silent control and one arm: a policy. No id: the only one, else an error that lists them."""
    _refuse_broken(project)
    slice_ = map_slice(project, map_id)
    chosen = chosen_policy(project, policy_id)
    arms = (_arm(project, SILENCE, SILENT, None), _arm(project, chosen, project.policies[chosen].title, chosen))
    return _scenario(project, slice_, arms, "", None)


def of_map(project: Project, map_id: str | None = None) -> Scenario:
    """A map as it is today, with nothing to compare it with."""
    _refuse_broken(project)
    return _scenario(project, map_slice(project, map_id), (_status_quo(project),), "", None)


def _of_experiment(project: Project, experiment_id: str) -> Scenario:
    experiment = project.experiments[experiment_id]
    control = experiment.control_policy
    named = project.policies.get(control) if control is not None else None
    title = named.title if named is not None else SILENT
    arms = [_arm(project, CONTROL, title, control, mode=experiment.control_mode)]
    variants = {key: one for key, one in project.variants.items() if one.experiment == experiment_id}
    for key in in_order(variants):
        one = variants[key]
        policy, mode = one.policy or control, one.mode
        if one.policy is None and mode is None:
            mode = experiment.control_mode
        arms.append(_arm(project, key, one.title, policy, one, mode))
    return _scenario(project, map_slice(project, experiment.map), tuple(arms), experiment_id, experiment)


def _scenario(
    project: Project, slice_: MapSlice, arms: tuple[Arm, ...], experiment_id: str, experiment: Experiment | None
) -> Scenario:
    from app.project.past_tests import backing

    return Scenario(
        slice=slice_,
        arms=arms,
        status_quo=_status_quo(project),
        audiences=ordered(project.audiences),
        segments=ordered(project.segments),
        techniques=ordered(project.techniques),
        products=ordered(project.products),
        desks=ordered(project.desks),
        experiment_id=experiment_id,
        experiment=experiment,
        pain_cards={key: pain.card for key, pain in project.pains.items()},
        sources=dict(project.sources),
        backing=backing(project, slice_.id),
    )
