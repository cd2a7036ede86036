"""Edits change what they name, exactly, and nothing else."""

from dataclasses import replace

import pytest

from app.project import builders
from app.project.builders import add_record, kind_of, move, new_id, remove_record, set_field
from app.project.edits import Change, Conflict, Edit, apply, compose, difference, invert, touched
from app.project.model import TABLES, Project
from maps.model import Card, JourneyMap, Lane, Link, Pain, Stage, Touchpoint
from personas.model import Persona
from personas.problems import FootfallError, Refused
from personas.provenance import Parameter, Source
from personas.records import ID_PATTERN, FrozenMap, Record, Reference, matches, references
from simulation.calibration.model import EventMap, EventRule
from simulation.policy.model import Audience, Policy, Rule
from simulation.scenario import CardChange, Experiment, Variant

MAP, STAGE, LANE = "map-00000001", "stage-00000001", "lane-00000001"
HOME, BASKET = "touchpoint-home0000", "touchpoint-basket00"
LINK, CARD, PAIN, ANN, PAPER = "link-00000001", "card-00000001", "pain-00000001", "persona-ann00000", "source-paper000"


def filled(**more: tuple[str, Record]) -> Project:
    rows: dict[str, dict[str, Record]] = {
        "personas": {ANN: Persona(name="Ann")},
        "maps": {MAP: JourneyMap(title="Kettle", personas=FrozenMap({ANN: 1.0}))},
        "stages": {STAGE: Stage(map=MAP, title="Browse")},
        "lanes": {LANE: Lane(map=MAP, kind="pains")},
        "touchpoints": {
            HOME: Touchpoint(map=MAP, stage=STAGE, title="Home", page="home"),
            BASKET: Touchpoint(map=MAP, stage=STAGE, title="Basket", page="basket"),
        },
        "links": {
            LINK: Link(
                map=MAP,
                from_touchpoint=HOME,
                to_touchpoint=BASKET,
                share=Parameter(value=0.5, source=PAPER),
                share_by_persona=FrozenMap({ANN: Parameter(value=0.4)}),
            )
        },
        "cards": {CARD: Card(map=MAP, lane=LANE, stage=STAGE, touchpoint=BASKET, text="Slow")},
        "pains": {PAIN: Pain(card=CARD)},
        "sources": {PAPER: Source(title="A paper")},
    }
    for table, (key, record) in more.items():
        rows.setdefault(table, {})[key] = record
    return Project.model_validate({table: FrozenMap(records) for table, records in rows.items()})


def test_an_edit_changes_one_record_and_shares_the_rest() -> None:
    project = filled()
    after = apply(project, set_field(project, "touchpoints", HOME, ("title",), "Front page"))
    assert after.touchpoints[HOME].title == "Front page"
    assert project.touchpoints[HOME].title == "Home"
    assert after.touchpoints[BASKET] is project.touchpoints[BASKET]
    assert all(getattr(after, table) is getattr(project, table) for table in TABLES if table != "touchpoints")


def test_parts_of_values_keys_of_maps_and_the_header_are_set() -> None:
    project = filled()
    for table, key, path, value in (
        ("maps", MAP, ("world", "horizon_days"), 14.0),
        ("touchpoints", HOME, ("entry", "search"), 0.3),
        ("personas", ANN, ("traits", "pace"), Parameter(value=2.0)),
        ("project", "", ("title",), "Kettles"),
    ):
        edit = set_field(project, table, key, path, value)
        project = apply(project, edit)
        assert apply(project, invert(edit)) != project
    assert project.maps[MAP].world.horizon_days == 14.0
    assert project.touchpoints[HOME].entry == {"search": 0.3}
    assert project.personas[ANN].traits.pace.value == 2.0
    assert project.project.title == "Kettles"


def test_what_does_not_hold_is_refused_with_its_place() -> None:
    project = filled()
    with pytest.raises(FootfallError) as refused:
        set_field(project, "links", LINK, ("share",), {"value": 1.5})
    assert [finding.path for finding in refused.value.findings] == [f"links.{LINK}.share"]
    with pytest.raises(FootfallError, match="no such field"):
        set_field(project, "links", LINK, ("shares",), 1)
    with pytest.raises(FootfallError, match="no such record"):
        set_field(project, "links", "link-99999999", ("share",), 1)


def test_an_edit_made_by_hand_is_validated_when_applied() -> None:
    project = filled()
    before = project.touchpoints[HOME]
    for after in (before.model_copy(update={"title": 3}), Stage(map=MAP, title="Wrong table")):
        with pytest.raises(FootfallError):
            apply(project, Edit("x", (Change("touchpoints", HOME, (), before, after),)))
    with pytest.raises(FootfallError):
        apply(project, Edit("x", (Change("touchpoints", HOME, ("title",), "Home", None),)))


def test_a_before_that_does_not_match_is_a_conflict() -> None:
    project = filled()
    edit = set_field(project, "touchpoints", HOME, ("title",), "Front page")
    with pytest.raises(Conflict):
        apply(apply(project, edit), edit)
    with pytest.raises(Conflict):
        apply(Project(), edit)
    addition = add_record(project, "stages", "stage-00000002", Stage(map=MAP, title="Choose"))
    with pytest.raises(Conflict):
        apply(apply(project, addition), addition)


def test_a_mutable_value_cannot_be_smuggled_in() -> None:
    project = filled()
    loose = project.touchpoints[HOME].model_copy(update={"entry": {"search": 1.0}})
    after = apply(project, Edit("x", (Change("touchpoints", HOME, (), project.touchpoints[HOME], loose),)))
    assert isinstance(after.touchpoints[HOME].entry, FrozenMap)


def test_changes_of_one_edit_may_not_overlap() -> None:
    with pytest.raises(ValueError, match="overlap"):
        Edit("x", (Change("maps", MAP, ("world",), 1, 2), Change("maps", MAP, ("world", "margin"), 1, 2)))
    with pytest.raises(ValueError, match="no table"):
        Change("moods", MAP, (), None, None)


def test_compose_squashes_and_a_change_back_disappears() -> None:
    project = filled()
    there = set_field(project, "touchpoints", HOME, ("title",), "A")
    moved = apply(project, there)
    on = set_field(moved, "touchpoints", HOME, ("title",), "B")
    assert compose((there, on)).changes == (Change("touchpoints", HOME, ("title",), "Home", "B"),)
    assert not compose((there, invert(there)))


def test_compose_folds_parts_into_whole_records() -> None:
    project = filled()
    stage = "stage-00000002"
    add = add_record(project, "stages", stage, Stage(map=MAP, title="New"))
    named = apply(project, add)
    rename = set_field(named, "stages", stage, ("title",), "Choose")
    both = compose((add, rename), "add stage")
    assert both.label == "add stage"
    assert both.changes == (Change("stages", stage, (), None, Stage(map=MAP, title="Choose")),)
    gone = remove_record(apply(named, rename), "stages", stage)
    assert not compose((add, rename, gone))
    home = set_field(project, "touchpoints", HOME, ("entry", "all"), 1.0)
    cut = remove_record(apply(project, home), "touchpoints", HOME)
    whole = compose((home, cut))
    assert apply(project, whole) == apply(apply(project, home), cut)
    assert apply(apply(project, whole), invert(whole)) == project


def test_the_change_notice_names_records_and_fields() -> None:
    project = filled()
    lines = {(line.table, line.kind): line.fields for line in touched(remove_record(project, "personas", ANN))}
    assert lines == {
        ("personas", "removed"): frozenset(),
        ("maps", "changed"): {"personas"},
        ("links", "changed"): {"share_by_persona"},
    }


def test_removing_follows_the_references() -> None:
    project = filled()
    after = apply(project, remove_record(project, "touchpoints", BASKET))
    assert set(after.touchpoints) == {HOME}
    assert after.links == {}
    assert after.cards[CARD].touchpoint is None
    assert after.pains == project.pains
    assert apply(project, remove_record(project, "lanes", LANE)).pains == {}
    nothing = apply(project, remove_record(project, "maps", MAP))
    assert all(getattr(nothing, table) == {} for table in TABLES if table not in ("personas", "sources"))


def test_removing_reaches_into_nested_values() -> None:
    variant = Variant(
        experiment="experiment-00000001",
        title="Mend",
        card_changes=FrozenMap(
            {BASKET: CardChange(pains_removed=FrozenMap({PAIN: True}), dwell=Parameter(value=3.0, source=PAPER))}
        ),
    )
    project = filled(
        experiments=("experiment-00000001", Experiment(map=MAP, title="Ask")),
        variants=("variant-00000001", variant),
        event_maps=(
            "event-map-00000001",
            EventMap(
                map=MAP,
                title="log",
                rules=FrozenMap(
                    {"a": EventRule(touchpoint=HOME, pattern="/"), "b": EventRule(touchpoint=BASKET, pattern="/b")}
                ),
            ),
        ),
    )
    without_pain = apply(project, remove_record(project, "pains", PAIN))
    assert without_pain.variants["variant-00000001"].card_changes[BASKET].pains_removed == {}
    without_paper = apply(project, remove_record(project, "sources", PAPER))
    assert without_paper.links[LINK].share == Parameter(value=0.5)
    change = without_paper.variants["variant-00000001"].card_changes[BASKET].dwell
    assert change == Parameter(value=3.0)
    without_home = apply(project, remove_record(project, "touchpoints", HOME))
    assert set(without_home.event_maps["event-map-00000001"].rules) == {"b"}


def test_a_rule_that_loses_its_limit_falls_silent() -> None:
    buying, policy = "audience-buying00", "policy-00000001"
    project = filled(
        audiences=(buying, Audience(title="Buying", kind="buying")),
        policies=(policy, Policy(title="Starter")),
        rules=(
            "rule-00000001",
            Rule(policy=policy, title="Scarce", technique="scarcity", audiences=FrozenMap({buying: True})),
        ),
    )
    rule = apply(project, remove_record(project, "audiences", buying)).rules["rule-00000001"]
    assert rule.audiences == {}
    assert not rule.on


def test_what_is_in_use_is_not_removed(monkeypatch: pytest.MonkeyPatch) -> None:
    def strict(kind: type[Record]) -> tuple[Reference, ...]:
        found = references(kind)
        return tuple(replace(one, on_delete="forbid") if one.table == "sources" else one for one in found)

    monkeypatch.setattr(builders, "references", strict)
    with pytest.raises(Refused) as refused:
        remove_record(filled(), "sources", PAPER)
    assert [(one.code, one.path) for one in refused.value.findings] == [("in-use", f"links.{LINK}.share.source")]


def test_the_header_forgets_a_removed_map() -> None:
    project = filled()
    project = apply(project, set_field(project, "project", "", ("main_map",), MAP))
    assert apply(project, remove_record(project, "maps", MAP)).project.main_map is None


@pytest.mark.parametrize("table", TABLES)
def test_new_ids_are_ids_of_their_kind(table: str) -> None:
    made = new_id(Project(), table)
    assert matches(ID_PATTERN, made)
    assert made.startswith(kind_of(table) + "-")
    assert made != new_id(Project(), table)


def test_moving_touches_one_row_and_makes_room_when_there_is_none() -> None:
    project = filled()
    ids = [f"stage-0000000{n}" for n in range(4)]
    bare = {key: Stage(map=MAP, title=key) for key in ids}
    project = project.model_copy(update={"stages": FrozenMap(bare)})
    first = move(project, "stages", ids[3], ids[:3], 1)
    assert len(first.changes) == 4
    project = apply(project, first)
    order = sorted(ids, key=lambda key: project.stages[key].order)
    assert order == [ids[0], ids[3], ids[1], ids[2]]
    second = move(project, "stages", ids[2], [ids[0], ids[3], ids[1]], 0)
    assert len(second.changes) == 1
    project = apply(project, second)
    assert min(ids, key=lambda key: project.stages[key].order) == ids[2]


def test_the_difference_of_two_projects_is_the_edit_between_them() -> None:
    project = filled()
    after = apply(project, remove_record(project, "personas", ANN))
    edit = difference(project, after, "jump")
    assert apply(project, edit) == after
    assert apply(after, invert(edit)) == project
    assert not difference(project, filled(), "none")
