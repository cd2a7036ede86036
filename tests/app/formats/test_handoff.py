"""Rules that are handed over: platforms decide as the file says, and split visitors as we say they do."""

import csv
import io
import json
from collections import Counter
from collections.abc import Callable
from itertools import product
from typing import Any

import pytest
from growthbook import GrowthBook
from growthbook.core import fnv1a32, gbhash

from app.formats.handoff.assignment import NOT_IN, assigned, fnv32a, fraction, murmur3_32, share_of
from app.formats.handoff.flagd import flags, weights
from app.formats.handoff.growthbook import features
from app.formats.handoff.rule_sheet import escaped
from app.formats.handoff.rules import AnyOf, Clause, Handoff, handoff
from app.formats.registry import by_id, for_path
from app.formats.wish import Wish
from app.project.builders import set_field, set_record
from app.project.edits import apply
from app.project.examples import new_from_example
from app.project.model import Project
from personas.problems import FootfallError
from personas.records import FrozenMap
from simulation.policy.model import Condition, Segment, Trigger

POLICY = "policy-starter0"
IDS = [f"visitor-{n}" for n in range(3_000)] + [f"zoë-{n}-咖啡-🫖" for n in range(1_000)]


def no_painter() -> Any:
    raise AssertionError("nothing is painted here")


def wish(project: Project, **fields: Any) -> Wish:
    return Wish(project, no_painter, **{"policy": POLICY, **fields})


@pytest.fixture
def shop() -> Project:
    """The kettle shop with a rule for two segments, an idle one on a named card, and texts that look like markup."""
    project = new_from_example("kettle")
    segments = {
        "segment-big00000": Segment(
            title="Big",
            conditions=FrozenMap(
                {
                    "a": Condition(field="basket_value", test="at_least", number=50.0),
                    "b": Condition(field="device", test="is_not", text="tablet"),
                }
            ),
        ),
        "segment-fond0000": Segment(
            title="Fond", conditions=FrozenMap({"a": Condition(field="persona_attribute", text="coffee")})
        ),
    }
    review, card = project.rules["rule-reviews0"], next(iter(project.touchpoints))
    rule = review.model_copy(
        update={
            "title": "=HYPERLINK(\"x\") | <b>*Bold*</b>", "segments": FrozenMap(dict.fromkeys(segments, True)),
            "trigger": Trigger(kind="idle", seconds=25.0), "touchpoints": FrozenMap({card: True}),
            "messages": FrozenMap({"en": "Line one\n# no heading", "nl": "=1+1"}), "priority": 99, "cooldown_pages": 3,
        }
    )  # fmt: skip
    project = project.model_copy(update={"segments": FrozenMap({**project.segments, **segments})})
    return apply(project, set_record(project, "rules", "rule-reviews0", rule))


# ---- who is in which arm -----------------------------------------------------------------------------------------


def test_the_hash_is_that_of_the_sdk() -> None:
    for identity in IDS:
        assert fnv32a(identity) == fnv1a32(identity)
        assert share_of("seed", identity) == gbhash("seed", identity, 2)


@pytest.mark.parametrize(
    ("split", "coverage"),
    [((0.5, 0.5), 1.0), ((0.5, 0.5), 0.8), ((0.9, 0.1), 0.37), ((0.2, 0.3, 0.5), 1.0), ((1.0, 1.0), 0.5)],
)
def test_the_assignment_is_that_of_the_platform(split: tuple[float, ...], coverage: float) -> None:
    names = [f"arm{n}" for n in range(len(split))]
    rule = {
        "key": "test", "seed": "a-seed", "coverage": coverage, "hashAttribute": "id", "hashVersion": 2,
        "variations": names, "weights": list(split),
    }  # fmt: skip
    feature = {"f": {"defaultValue": "out", "rules": [rule]}}
    for identity in IDS:
        platform = GrowthBook(attributes={"id": identity}, features=feature)
        value = platform.get_feature_value("f", "")
        index = assigned("test", identity, "a-seed", split, coverage)
        assert value == ("out" if index == NOT_IN else names[index])


def test_without_a_seed_the_key_is_one_and_nobody_is_nobody() -> None:
    assert [assigned("k", one) for one in IDS[:50]] == [assigned("other", one, "k") for one in IDS[:50]]
    assert assigned("k", "") == NOT_IN


@pytest.mark.parametrize(
    ("data", "seed", "found"),
    [
        (b"", 0, 0), (b"", 1, 0x514E28B7), (b"", 0xFFFFFFFF, 0x81F16F39), (b"\0\0\0\0", 0, 0x2362F9DE),
        (b"\xff\xff\xff\xff", 0, 0x76293B50), (b"\x21\x43\x65\x87", 0, 0xF55B516B),
        (b"\x21\x43\x65\x87", 0x5082EDEE, 0x2362F9DE), (b"\x21\x43\x65", 0, 0x7E4A8634), (b"\x21\x43", 0, 0xA0F7B07A),
        (b"\x21", 0, 0x72661CF4), (b"\0", 0, 0x514E28B7), (b"hello", 0, 0x248BFA47),
        (b"Hello, world!", 0x9747B28C, 0x24884CBA),
        (b"The quick brown fox jumps over the lazy dog", 0x9747B28C, 0x2FA826CD),
    ],
)  # fmt: skip
def test_murmur_against_published_values(data: bytes, seed: int, found: int) -> None:
    assert murmur3_32(data, seed) == found


def test_flagd_spreads_by_weight_and_only_adds_when_a_share_grows() -> None:
    counts = Counter(fraction("flag", one, (2_000, 8_000)) for one in IDS)
    assert abs(counts[1] / len(IDS) - 0.8) < 3.3 * (0.16 / len(IDS)) ** 0.5
    few, more = ({one for one in IDS if fraction("flag", one, (10_000 - t, t)) == 1} for t in (1_000, 3_000))
    assert few < more
    assert {fraction("flag", one, (0, 5)) for one in IDS[:100]} == {1}


# ---- what the files decide ---------------------------------------------------------------------------------------


def holds(one: Clause, visitor: dict[str, Any]) -> bool:
    if isinstance(one, AnyOf):
        return any(all(holds(term, visitor) for term in terms) for terms in one.either)
    value = visitor.get(one.attribute)
    tests: dict[str, Callable[[], bool]] = {
        "is": lambda: bool(value == one.value), "is_not": lambda: bool(value != one.value),
        "at_least": lambda: bool(value >= one.value), "below": lambda: bool(value < one.value),  # type: ignore[operator]
        "has": lambda: one.value in (value or ()), "lacks": lambda: one.value not in (value or ()),
    }  # fmt: skip
    return tests[one.test]()


def expected(handed: Handoff, visitor: dict[str, Any]) -> str:
    lines = [one for one in handed.lines if all(holds(clause, visitor) for clause in (*handed.excluded, *one.when))]
    return lines[0].key if lines else "none"


def visitors(card: str) -> list[dict[str, Any]]:
    """Everybody who could matter, a few thousand."""
    found = []
    moments = ("arrive", "idle", "exit_intent")
    for number, (phase, audience, moment, page, returning, consent, basket, fond) in enumerate(
        product(
            ("browse", "search", "choose", "checkout"), ("unknown", "buying"), moments,
            ("list", "product", "payment"), (True, False), (True, False), (0.0, 80.0), ((), ("coffee",)),
        )
    ):  # fmt: skip
        found.append(
            {
                "id": f"visitor-{number}-é", "phase": phase, "audience": audience, "moment": moment, "page": page,
                "returning": returning, "consent": consent, "basket_value": basket, "interests": list(fond),
                "customer": number % 7 == 0, "channel": ("search", "facebook")[number % 5 == 0], "seconds": number % 50,
                "device": ("phone", "tablet")[number % 3 == 0], "touchpoint": card if number % 2 else "other",
            }
        )  # fmt: skip
    return found


def logic(rule: Any, data: dict[str, Any], flag: str) -> Any:
    """The few operations of JSONLogic that the file uses, and flagd's own."""
    if not isinstance(rule, dict):
        return rule
    ((name, args),) = rule.items()
    if name == "var":
        return data.get(args)
    if name == "if":
        return logic(args[1] if logic(args[0], data, flag) else args[2], data, flag)
    if name == "fractional":
        return args[fraction(flag, data["targetingKey"], [weight for _, weight in args])][0]
    values = [logic(one, data, flag) for one in args]
    if name in ("and", "or"):
        return all(values) if name == "and" else any(values)
    if name == "!":
        return not values[0]
    if name == "in":
        return values[0] in (values[1] or ())
    return {"==": values[0] == values[1], "!=": values[0] != values[1], ">=": values[0] >= values[1]
            if name == ">=" else None, "<": values[0] < values[1] if name == "<" else None}[name]  # fmt: skip


def test_growthbook_lets_the_same_rule_speak(shop: Project) -> None:
    handed = handoff(shop, POLICY, None, 0.8)
    file = json.loads(by_id("growthbook").make(wish(shop, coverage=0.8)))
    assert file == features(handed)
    heard: Counter[str] = Counter()
    for visitor in visitors(next(iter(shop.touchpoints))):
        value = GrowthBook(attributes=visitor, features=file["features"]).get_feature_value(handed.key, "?")
        arm = assigned(handed.key, visitor["id"], handed.seed, handed.weights, handed.coverage)
        assert value == (expected(handed, visitor) if arm == 1 else "none")
        heard[value] += 1
    assert set(heard) == {"none", *(line.key for line in handed.lines)}, "every rule is heard by somebody"


def test_flagd_lets_the_same_rule_speak(shop: Project) -> None:
    handed = handoff(shop, POLICY, None, 0.6)
    file = json.loads(by_id("flagd").make(wish(shop, coverage=0.6)))
    assert file == flags(handed)
    flag = file["flags"][handed.key]
    heard: Counter[str] = Counter()
    for visitor in visitors(next(iter(shop.touchpoints))):
        given = {**visitor, "targetingKey": visitor["id"]}
        treated = fraction(handed.key, visitor["id"], weights(handed)) == 1
        value = logic(flag["targeting"], given, handed.key)
        assert value == (expected(handed, visitor) if treated else "none")
        heard[value] += 1
    assert set(heard) == set(flag["variants"])


def shaped(rule: Any) -> None:
    """What flagd's schema asks of targeting: one operation an object, three arguments to `if`, whole weights."""
    if not isinstance(rule, dict):
        assert rule is None or isinstance(rule, str | bool | int | float), "a literal list is no argument"
        return
    assert len(rule) == 1
    ((name, args),) = rule.items()
    if name == "var":
        assert isinstance(args, str)
        assert not args.startswith("$flagd.")
        return
    arity = {"if": (3, 3), "and": (1, 99), "or": (1, 99), "!": (1, 1)}.get(name, (2, 2))
    assert arity[0] <= len(args) <= arity[1]
    if name == "fractional":
        assert all(isinstance(key, str) and isinstance(weight, int) and weight >= 0 for key, weight in args)
        return
    assert name in {"if", "and", "or", "!", "in", "==", "!=", ">=", "<"}
    for one in args:
        shaped(one)


def test_the_flagd_file_has_the_shape_of_its_schema(shop: Project) -> None:
    for project in (shop, new_from_example("kettle")):
        file = json.loads(by_id("flagd").make(wish(project)))
        (flag,) = file["flags"].values()
        assert flag["state"] == "ENABLED"
        assert flag["defaultVariant"] in flag["variants"]
        assert {type(value) for value in flag["variants"].values()} == {str}
        shaped(flag["targeting"])


def test_an_experiment_gives_its_split(shop: Project) -> None:
    experiment = next(key for key, one in shop.variants.items() if one.policy == POLICY)
    changed = apply(shop, set_field(shop, "variants", experiment, ("traffic",), 3.0))
    handed = handoff(changed, POLICY, changed.variants[experiment].experiment, 1.0)
    assert handed.weights == (0.25, 0.75)
    with pytest.raises(FootfallError, match="--policy"):
        handoff(changed, None, changed.variants[experiment].experiment, 1.0)
    with pytest.raises(FootfallError, match="There is no experiment"):
        handoff(changed, POLICY, "experiment-nothing0", 1.0)
    with pytest.raises(FootfallError, match="--policy"):
        handoff(changed, None, None, 1.0)


def test_a_policy_without_rules_is_refused(shop: Project) -> None:
    for key, rule in shop.rules.items():
        if rule.policy == POLICY:
            shop = apply(shop, set_field(shop, "rules", key, ("on",), value=False))
    with pytest.raises(FootfallError, match="no rule that is switched on"):
        handoff(shop, POLICY, None, 1.0)


# ---- the sheet ---------------------------------------------------------------------------------------------------


def test_no_text_becomes_markup_and_no_cell_a_formula(shop: Project) -> None:
    sheet = by_id("rules").make(wish(shop)).decode()
    assert "<b>" not in sheet
    assert "\n# no heading" not in sheet
    assert sheet.count("\n# ") + sheet.startswith("# ") == 1
    rows = list(csv.reader(io.StringIO(by_id("rules-csv").make(wish(shop)).decode("utf-8-sig"))))
    assert len({len(row) for row in rows}) == 1
    assert all(cell[:1] not in "=+-@\t" for row in rows for cell in row if cell)
    assert rows[1][1].startswith("'=HYPERLINK")
    assert escaped("a_b*c|d\n<e>") == "a\\_b\\*c\\|d \\<e\\>"


def test_the_sheet_says_everything_of_a_rule(shop: Project) -> None:
    sheet = by_id("rules").make(wish(shop, coverage=0.5)).decode()
    handed = handoff(shop, POLICY, None, 0.5)
    for line in handed.lines:
        assert line.key in sheet
    assert 'moment = "idle" ∧ seconds ≥ 25' in sheet
    assert '(basket_value ≥ 50 ∧ device ≠ "tablet") ∨ interests ∋ "coffee"' in sheet
    assert "Then leave 3 pages without it." in sheet
    assert "25% hear nothing, 25% hear the rules." in sheet
    assert '¬(consent = true ∧ customer = false ∧ channel ≠ "facebook"' in sheet


def test_endings_name_the_formats() -> None:
    assert for_path("a.growthbook.json").id == "growthbook"
    assert for_path("A.FLAGD.JSON").id == "flagd"
    assert for_path("rules.md").id == "rules"
    assert for_path("rules.csv").id == "rules-csv"
    assert for_path("a.json").id == "json"
    with pytest.raises(FootfallError):
        for_path(".growthbook.json.bak")
