"""What is wrong between rules, as sentences: by rule for the chips, by segment, and of the policy as a whole."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.project.conflicts import conflicts
from app.project.model import Project
from app.project.policy_check import findings as policy_findings
from app.project.silence_check import findings as silences
from app.words import sentence
from personas.problems import Finding


@dataclass(frozen=True)
class Marks:
    """Sentences by the id of what they are about; `warned` are the rules whose chips carry a sign."""

    rules: dict[str, tuple[str, ...]] = field(default_factory=dict)
    segments: dict[str, tuple[str, ...]] = field(default_factory=dict)
    policy: tuple[str, ...] = ()

    @property
    def warned(self) -> dict[str, tuple[str, ...]]:
        """What the chips say."""
        return self.rules


def spoken(finding: Finding) -> str:
    """A finding as a sentence that stands alone."""
    words = sentence(finding)
    return words[:1].upper() + words[1:]


def marks_of(project: Project, policy: str) -> Marks:
    """Everything that is wrong with a policy. Notes do not put a sign on a chip; they are said nowhere here."""
    rules: dict[str, dict[str, None]] = {}
    segments: dict[str, dict[str, None]] = {}
    whole: dict[str, None] = {}
    for one in conflicts(project, policy):
        if one.severity != "note":
            for rule in one.rules[:1] if one.kind == "dead" else one.rules:
                rules.setdefault(rule, {})[spoken(one.finding)] = None
    for finding in (*policy_findings(project), *silences(project)):
        table, _, rest = finding.path.partition(".")
        key = rest.partition(".")[0]
        if finding.severity == "note":
            continue
        if table == "rules" and key in project.rules and project.rules[key].policy == policy:
            rules.setdefault(key, {})[spoken(finding)] = None
        elif table == "segments":
            segments.setdefault(key, {})[spoken(finding)] = None
        elif table in ("audiences", "policies") and key in ("", policy):
            whole[spoken(finding)] = None
    return Marks(
        {key: tuple(held) for key, held in rules.items()},
        {key: tuple(held) for key, held in segments.items()},
        tuple(whole),
    )
