"""A policy that a search found, as a policy of the project: a copy with its changes, and an arm that shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.project.builders import add_record, new_id
from app.project.edits import Edit, apply, compose
from app.project.experiments import add_arm
from app.project.model import Project
from app.project.policies.rules import Made
from personas.problems import FootfallError, finding
from personas.records import FrozenMap

if TYPE_CHECKING:
    from simulation.search.result import Best, Winner

LABEL = "adopt-best"


def policy_of(project: Project, best: Best) -> str:
    """Id of the policy that was searched; empty when it is there no more."""
    variant = project.variants.get(best.arm)
    if variant is None:
        return best.arm if best.arm in project.policies else ""
    asked = project.experiments.get(variant.experiment)
    found = variant.policy or (asked.control_policy if asked is not None else None)
    return found if found is not None and found in project.policies else ""


def adopt(project: Project, best: Best, winner: Winner, title: str) -> Made:
    """Make a winner a policy of its own and, in an experiment, an arm beside the one that was searched.

    FootfallError when the policy or one of its rules has gone since.
    """
    source = policy_of(project, best)
    missing = [key for key in winner.on if key not in project.rules or project.rules[key].policy != source]
    if not source or missing:
        message = "the policy has changed since the search: look for the best one anew."
        raise FootfallError(findings=(finding("error", "search-outdated", "policies", message, ""),))
    policy = project.policies[source].model_copy(
        update={
            "title": title, "today": False, "adaptive": "none", "messages_per_visit": winner.messages_per_visit,
            "mode": winner.mode,
        }
    )  # fmt: skip
    key = new_id(project, "policies")
    steps: list[Edit] = [add_record(project, "policies", key, policy, LABEL)]
    narrowed = {one.rule: one for one in winner.narrowed}
    for rule in winner.on:
        changes = {
            name: FrozenMap(dict.fromkeys(kept, True))
            for name in ("phases", "audiences")
            if rule in narrowed and (kept := getattr(narrowed[rule], name))
        }
        copy = project.rules[rule].model_copy(update={"policy": key, **changes})
        steps.append(add_record(project, "rules", new_id(project, "rules"), copy, LABEL))
    arm = key
    if best.experiment in project.experiments:
        made = add_arm(apply(project, compose(steps, LABEL)), best.experiment, title, **_shown(project, best, key))
        steps.append(made.edit)
        arm = made.id
    return Made(compose(steps, LABEL), arm)


def _shown(project: Project, best: Best, policy: str) -> dict[str, object]:
    """What the new arm has in common with the one that was searched: everything but the policy and its rules."""
    variant = project.variants.get(best.arm)
    if variant is None:
        return {"policy": policy}
    return {
        "policy": policy, "map": variant.map, "card_changes": variant.card_changes,
        "trait_changes": variant.trait_changes,
    }  # fmt: skip
