"""What personas feel at touchpoints: evidence people put up, not an input of the simulation."""

from __future__ import annotations

from app.project.builders import set_field
from app.project.edits import Edit
from app.project.mapping.items import known
from app.project.model import Project
from maps.model import Feeling

LEAST, MOST = -2.0, 2.0


def set_feeling(
    project: Project, touchpoint: str, persona: str, value: float, note: str | None = None, label: str = ""
) -> Edit:
    """Set what a persona feels at a touchpoint, kept within -2 to +2 and rounded to a tenth.

    A feeling that is there keeps its note (unless one is given), evidence level and source; another is made.
    """
    known(project, "personas", persona)
    kept = round(max(LEAST, min(MOST, value)), 1) + 0.0
    now: Feeling | None = known(project, "touchpoints", touchpoint).feelings.get(persona)
    wanted = (now or Feeling(value=kept)).model_copy(update={"value": kept})
    if note is not None:
        wanted = wanted.model_copy(update={"note": note})
    label = label or ("mood" if now is not None else "add-feeling")
    return set_field(project, "touchpoints", touchpoint, ("feelings", persona), wanted, label)


def remove_feeling(project: Project, touchpoint: str, persona: str, label: str = "remove-mood") -> Edit:
    """Take a feeling off the curve; nothing happens where there is none."""
    if persona not in known(project, "touchpoints", touchpoint).feelings:
        return Edit(label)
    return set_field(project, "touchpoints", touchpoint, ("feelings", persona), None, label)
