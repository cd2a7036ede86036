"""What is wrong with the experiments of a project: arms that change nothing, and changes that cannot take hold."""

from __future__ import annotations

from collections.abc import Iterator

from app.project.model import Project
from personas.problems import Finding, finding
from simulation.measures.registry import MEASURES
from simulation.scenario import Experiment, Variant


def findings(project: Project) -> tuple[Finding, ...]:
    """Everything that is wrong with the experiments, one finding per problem."""
    found: list[Finding] = []
    compared = {variant.experiment for variant in project.variants.values()}
    for key, experiment in project.experiments.items():
        found += _measures(f"experiments.{key}.metric", experiment.metric)
        if key not in compared:
            found.append(
                finding(
                    "warning",
                    "no-variants",
                    f"experiments.{key}",
                    "the experiment '{experiment}' compares nothing: it has no variants.",
                    "Add a variant.",
                    experiment=experiment.title,
                )
            )
    for key, metric in project.metrics.items():
        if metric.kpi:
            found += _measures(f"metrics.{key}.kpi", metric.kpi)
    for key, variant in project.variants.items():
        asked = project.experiments.get(variant.experiment)
        if asked is not None:
            found += _variant(project, key, variant, asked)
    return tuple(found)


def _measures(path: str, name: str) -> Iterator[Finding]:
    if name not in MEASURES:
        yield finding(
            "error",
            "unknown-measure",
            path,
            "there is no measure '{measure}'.",
            "Choose one of: {known}.",
            measure=name,
            known=", ".join(MEASURES),
        )


def _variant(project: Project, key: str, variant: Variant, asked: Experiment) -> Iterator[Finding]:
    where = f"variants.{key}"
    changes = (
        variant.policy
        or variant.mode
        or variant.map
        or variant.card_changes
        or variant.rules_off
        or variant.trait_changes
    )
    if not changes:
        yield finding(
            "warning",
            "changes-nothing",
            where,
            "the variant '{variant}' is the same as the control.",
            "Give it a policy, a mode or a changed card.",
            variant=variant.title,
        )
    walked = variant.map or asked.map
    if variant.map and variant.map != asked.map and not _is_copy(project, variant.map, asked.map):
        yield finding(
            "warning",
            "map-not-a-copy",
            f"{where}.map",
            "the variant '{variant}' runs on '{map}', which is no copy of the control's map.",
            "Make a to-be copy of the control's map and change that, so that visitors meet the same luck.",
            variant=variant.title,
            map=project.maps[variant.map].title if variant.map in project.maps else variant.map,
        )
    for card, change in variant.card_changes.items():
        point = project.touchpoints.get(card)
        if point is not None and point.map != walked:
            yield finding(
                "warning",
                "change-elsewhere",
                f"{where}.card_changes.{card}",
                "the variant '{variant}' changes '{touchpoint}', which its visitors never meet: it is on another map.",
                "Change the card of the map that the variant runs on.",
                variant=variant.title,
                touchpoint=point.title,
            )
        for link_id in change.shares:
            link = project.links.get(link_id)
            if link is not None and link.from_touchpoint != card:
                yield finding(
                    "error",
                    "share-of-another",
                    f"{where}.card_changes.{card}.shares.{link_id}",
                    "this share belongs to a link of another card.",
                    "Change it at the card that the link starts from.",
                )
        for pain_id in change.pains_removed:
            pain = project.pains.get(pain_id)
            spot = project.cards.get(pain.card) if pain is not None else None
            if spot is not None and spot.touchpoint != card:
                yield finding(
                    "warning",
                    "pain-of-another",
                    f"{where}.card_changes.{card}.pains_removed.{pain_id}",
                    "this pain point is not one of the card it is removed from.",
                    "Remove it at the card that it is about.",
                )


def _is_copy(project: Project, one: str, other: str) -> bool:
    """Whether two maps have touchpoints of the same origin: only those bring their visitors the same luck."""

    def roots(map_id: str) -> set[str]:
        found = set()
        for start, point in project.touchpoints.items():
            key, seen = start, {start}
            while point.map == map_id and (row := project.touchpoints.get(key)) and row.based_on not in (None, *seen):
                key = row.based_on or key
                seen.add(key)
            if point.map == map_id:
                found.add(key)
        return found

    return bool(roots(one) & roots(other))
