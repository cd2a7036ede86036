"""The nine steps in words: the one list that the start page and the guide both show."""

from __future__ import annotations

from dataclasses import dataclass

from app.project.guide import STEP_KEYS, StepKey
from app.words import mark, tr


@dataclass(frozen=True)
class Step:
    """One step: its title, a short note, what to do and why, how long it takes, and what its button says.

    The texts are marked for translation; `tr` them when they are shown.
    """

    title: str
    note: str
    what: str
    why: str
    minutes: int
    button: str


_STEPS: dict[StepKey, Step] = {
    "goal": Step(
        mark("Agree on the goal"),
        mark("whose journey, and why"),
        mark("Write in one sentence where the journey begins and what the visitor is after."),
        mark("Everybody then maps the same journey, and knows when it ends."),
        10,
        mark("Write the scenario"),
    ),
    "people": Step(
        mark("Choose who walks it"),
        mark("one or two people you know"),
        mark("Take a persona from the library or make one. Two who differ say more than five who are alike."),
        mark("An average visitor has no doubts, no hurry and no budget. A person has."),
        10,
        mark("Go to the personas"),
    ),
    "stages": Step(
        mark("Name the stages"),
        mark("from first thought to last"),
        mark("Give each stage the name your visitor would give it. Four to eight is enough."),
        mark("Stages named after departments show your organisation, not the journey."),
        10,
        mark("Look at the stages"),
    ),
    "touchpoints": Step(
        mark("List the touchpoints"),
        mark("alone first, then together"),
        mark("Put every moment of contact in its stage. Type, press Enter, type the next one."),
        mark("What nobody lists, nobody improves. Most teams forget what happens off the site."),
        20,
        mark("Fill the next stage"),
    ),
    "shoes": Step(
        mark("Step into their shoes"),
        mark("what they do and think"),
        mark("Write in each stage what they do and what goes through their head, in their own words."),
        mark("A thought in plain words explains a click better than the click itself."),
        20,
        mark("Write in the next stage"),
    ),
    "mood": Step(
        mark("Draw how it feels"),
        mark("highs and lows, per person"),
        mark("Give each persona a feeling at three touchpoints or more, and drag the faces up or down."),
        mark("The lows show where to look first, the highs what to keep."),
        15,
        mark("Add a feeling"),
    ),
    "pains": Step(
        mark("Mark what hurts"),
        mark("where, and how badly"),
        mark("Put a pain point where the curve drops, and say how severe it is."),
        mark("A run can tell what each of them costs, so it pays to be precise."),
        15,
        mark("Add a pain point"),
    ),
    "weigh": Step(
        mark("Weigh the ideas"),
        mark("effect against effort"),
        mark("Write down ideas for the worst spots. Then set effect and effort for each, or let the room vote."),
        mark("Ten ideas are a list. Two that were weighed are a plan."),
        20,
        mark("Weigh the next idea"),
    ),
    "decide": Step(
        mark("Decide who does what"),
        mark("one owner, one next step"),
        mark("Give the best idea an owner and set it under way. Run the map to see what it may bring."),
        mark("A map that leads to nothing is a poster."),
        10,
        mark("Open the best idea"),
    ),
}


def step(key: StepKey) -> Step:
    """One step's texts, still to be translated."""
    return _STEPS[key]


def steps() -> tuple[Step, ...]:
    """All nine, in order."""
    return tuple(_STEPS[key] for key in STEP_KEYS)


def whole_time() -> str:
    """How long all of it takes, in words."""
    minutes = sum(one.minutes for one in steps())
    half_hours = round(minutes / 30)
    hours = f"{half_hours // 2}½" if half_hours % 2 else str(half_hours // 2)
    return tr("A path for a room of four to twelve people, about {hours} hours.", hours=hours)
