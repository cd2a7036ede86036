"""Every fixed kind of the model has a name, in both languages."""

from __future__ import annotations

from typing import get_args

import pytest

from app.settings import THEMES
from app.words import group, name, speaking
from app.words.names import Group
from maps.model import LANE_KINDS, Direction, Goal, PageType
from personas.model import VISIT_GOALS, Traits
from personas.problems import Severity
from personas.provenance import Parameter
from personas.records import DEVICES, PHASE_KINDS, Evidence
from simulation.evidence.catalogue import shipped
from simulation.experiment.recognition import ModeName
from simulation.experiment.result import CalibrationState
from simulation.measures.registry import MEASURES
from simulation.policy.model import AUDIENCE_KINDS, TriggerKind

_LABELS = get_args(CalibrationState.model_fields["label"].annotation)
_TRAITS = [key for key, field in Traits.model_fields.items() if isinstance(field.default, Parameter)]


@pytest.mark.parametrize(
    ("kind", "keys"),
    [
        ("phase", PHASE_KINDS),
        ("lane", LANE_KINDS),
        ("evidence", get_args(Evidence)),
        ("technique", tuple(shipped())),
        ("kpi", tuple(MEASURES)),
        ("page", get_args(PageType)),
        ("device", DEVICES),
        ("severity", get_args(Severity)),
        ("pain", tuple("12345")),
        ("audience", AUDIENCE_KINDS),
        ("mode", get_args(ModeName)),
        ("trigger", get_args(TriggerKind)),
        ("visit goal", VISIT_GOALS),
        ("goal", get_args(Goal)),
        ("direction", get_args(Direction)),
        ("label", _LABELS),
        ("theme", THEMES),
    ],
)
def test_a_kind_is_named_whole(kind: Group, keys: tuple[str, ...]) -> None:
    assert set(group(kind)) == set(keys)


def test_every_trait_with_a_single_number_has_a_name() -> None:
    assert set(group("trait")) == set(_TRAITS)


def test_names_of_one_kind_differ() -> None:
    for tongue in ("en", "nl"):
        with speaking(tongue):
            for kind in set(get_args(Group)) - {"channel"}:
                names = list(group(kind).values())
                assert len(set(names)) == len(names), (tongue, kind)


def test_a_team_s_own_key_is_made_readable() -> None:
    assert name("channel", "window-display") == "window display"
