"""What the scenario workspace says of rules, segments and techniques, as sentences and as the few words of a chip."""

from __future__ import annotations

from app.project.builders import in_order
from app.project.model import Project
from app.project.policies.cells import mechanics
from app.project.policies.segments import FIELDS
from app.words import duration, mark_in, money, name, number, plural, tr, tr_in
from personas.records import Language
from simulation.policy.model import Condition, Policy, Rule

FIELD_NAMES: dict[str, str] = {
    "returning": mark_in("filter", "Has been here before"),
    "customer": mark_in("filter", "Has bought here"),
    "device": mark_in("filter", "Device"),
    "channel": mark_in("filter", "Came through"),
    "campaign": mark_in("filter", "Campaign"),
    "product_interest": mark_in("filter", "Looks at product"),
    "views": mark_in("filter", "Views of a product"),
    "basket_value": mark_in("filter", "Basket value"),
    "lead_score": mark_in("filter", "Lead score"),
    "hour": mark_in("filter", "Hour of the day"),
    "weekday": mark_in("filter", "Day of the week"),
    "persona_attribute": mark_in("filter", "Interest or value"),
}
TEST_NAMES: dict[str, str] = {
    "is": mark_in("filter", "is"),
    "is_not": mark_in("filter", "is not"),
    "at_least": mark_in("filter", "at least"),
    "below": mark_in("filter", "below"),
}
_FROM = mark_in("filter", "from")
_UNTIL = mark_in("filter", "before")
DAYS: tuple[str, ...] = (
    mark_in("weekday", "Monday"), mark_in("weekday", "Tuesday"), mark_in("weekday", "Wednesday"),
    mark_in("weekday", "Thursday"), mark_in("weekday", "Friday"), mark_in("weekday", "Saturday"),
    mark_in("weekday", "Sunday"),
)  # fmt: skip
TONGUES: dict[Language, str] = {"en": "English", "nl": "Nederlands"}


def technique_name(project: Project, technique: str) -> str:
    """What a technique is called: the shop's own name for it, else the shipped one."""
    own = next((one.title for one in project.techniques.values() if one.key == technique and one.title), "")
    return own or name("technique", technique)


def technique_titles(project: Project) -> dict[str, str]:
    """What every technique is called: the shipped ones, then the shop's own."""
    from simulation.policy.catalogue import TECHNIQUES

    keys = [*TECHNIQUES, *(project.techniques[key].key for key in in_order(project.techniques))]
    return {key: technique_name(project, key) for key in dict.fromkeys(keys)}


def test_name(field: str, test: str) -> str:
    """A comparison in words; of hours and days as one says it of those."""
    if FIELDS[field].shape in ("hour", "weekday"):  # type: ignore[index]  # a field of the model
        test_ = {"at_least": _FROM, "below": _UNTIL}.get(test, TEST_NAMES[test])
        return tr_in("filter", test_)
    return tr_in("filter", TEST_NAMES[test])


def hour_name(hour: int) -> str:
    """An hour of the day: 18:00."""
    return f"{hour:02d}:00"


def day_name(day: int) -> str:
    """A day of the week, Monday is 0."""
    return tr_in("weekday", DAYS[day % 7])


def value_name(project: Project, one: Condition, currency: str) -> str:
    """The value of a condition, as a reader sees it."""
    shape = FIELDS[one.field].shape
    if shape == "money":
        return money(one.number, currency)
    if shape == "hour":
        return hour_name(int(one.number))
    if shape == "weekday":
        return day_name(int(one.number))
    return number(one.number) if shape == "number" else choice_name(project, one.field, one.text)


def choice_name(project: Project, field: str, text: str) -> str:
    """A value that is chosen from a list, as a reader sees it."""
    if field == "device":
        return name("device", text)
    if field == "channel":
        return name("channel", text)
    if field == "product_interest" and text in project.products:
        return project.products[text].title
    return text


def condition_words(project: Project, one: Condition, currency: str) -> str:
    """One condition as a short sentence."""
    what = tr_in("filter", FIELD_NAMES[one.field])
    if FIELDS[one.field].shape == "yes":
        return what if (one.number == 1.0) == (one.test == "is") else tr("not: {what}", what=what)
    return tr(
        "{what} {test} {value}",
        what=what,
        test=test_name(one.field, one.test),
        value=value_name(project, one, currency),
    )


def trigger_words(rule: Rule) -> str:
    """When a rule speaks, in a few words."""
    trigger = rule.trigger
    if trigger.kind == "idle":
        return tr("{time} idle", time=duration(trigger.seconds))
    if trigger.kind == "long_on_form":
        return tr("{time} on a form", time=duration(trigger.seconds))
    if trigger.kind == "nth_view":
        return tr("at view {number}", number=number(trigger.nth))
    if trigger.kind == "after_abandonment":
        return tr("{time} after leaving a basket", time=duration(trigger.delay_hours * 3600))
    if trigger.kind == "scheduled":
        return tr("after {time}", time=duration(trigger.delay_hours * 3600))
    return name("trigger", trigger.kind)


def chip_condition(project: Project, rule: Rule) -> str:
    """The grey line of a chip: switched off, for which segments, when; nothing for who arrives."""
    parts = [] if rule.on else [tr("off")]
    parts += [project.segments[key].title for key in in_order(project.segments) if key in rule.segments]
    if rule.trigger.kind != "arrive":
        parts.append(trigger_words(rule))
    return " · ".join(parts)


def who_wins(policy: Policy) -> str:
    """Which rule wins, in words."""
    said = [
        tr("Who is left alone hears nothing."),
        tr("Then the highest phase wins, then the highest audience, then the order in the cell."),
        plural("One message a page.", "{count} messages a page.", policy.messages_per_page,
               count=policy.messages_per_page),
    ]  # fmt: skip
    if policy.messages_per_visit is not None:
        most = policy.messages_per_visit
        said.append(plural("One a visit at most.", "{count} a visit at most.", most, count=most))
    return " ".join(said)


def honest_when(project: Project, technique: str) -> str:
    """When a technique is honest, as a sentence."""
    from app.words.honest import honest_words
    from simulation.evidence.catalogue import shipped

    fact = shipped().get(mechanics(project, technique).key)
    return honest_words(fact.condition) if fact is not None else ""
