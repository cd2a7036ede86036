"""The part of the ethics check that needs no run, as findings: what a person who looks after visitors would stop.

Claims about stock and time are `app.project.policy_check`'s; what is only to be remembered (consent, permission for
mails, prices of one's own) stands beside the answer, where it belongs to a question that was asked.
"""

from __future__ import annotations

from app.project.model import Project
from personas.model import Persona
from personas.problems import Finding
from simulation.ethics import Concern, Speaking, merged, of_rules

CHECKED = frozenset(
    {
        "ethics-untrue-popularity", "ethics-unproven-popularity", "ethics-sensitive", "ethics-sensitive-word",
        "ethics-proxy", "ethics-pressure",
    }
)  # fmt: skip
"""Codes that are found without a run and said nowhere else."""


def findings(project: Project) -> tuple[Finding, ...]:
    """One finding per concern, over all policies."""
    found: list[Concern] = []
    people = _travellers(project)
    for key in sorted(project.policies):
        rules = {one: rule for one, rule in project.rules.items() if rule.policy == key and rule.on}
        said = Speaking(
            key, project.policies[key], rules, project.segments, project.techniques,
            {one: person for one, (person, _) in people.items()}, {one: size for one, (_, size) in people.items()},
        )  # fmt: skip
        found += [one for one in of_rules(said) if one.code in CHECKED]
    return tuple(
        Finding(one.severity, one.code, one.path, one.what, one.mend, dict(one.values)) for one in merged(found)
    )


def _travellers(project: Project) -> dict[str, tuple[Persona, float]]:
    """The personas that travel any map, with their share over all of them."""
    sizes: dict[str, float] = {}
    for journey in project.maps.values():
        for key, size in journey.personas.items():
            if key in project.personas:
                sizes[key] = sizes.get(key, 0.0) + float(size)
    total = sum(sizes.values())
    return {key: (project.personas[key], size / total) for key, size in sizes.items()} if total > 0 else {}
