"""The sentences of findings about scoring formulas, by code.

As in `app.words.sentences`: what is wrong, how to mend it, other wordings of either.
"""

from __future__ import annotations

OF_JUDGING: dict[str, tuple[str, ...]] = {
    "formula-zero": (
        "the formula divides by zero here.",
        "Add something to what stands below the line.",
    ),
    "formula-endless": ("the formula gives a number beyond all bounds.",),
    "formula-long": ("the formula is longer than {most} characters.",),
    "formula-sign": ("“{sign}” has no place in a formula.", "Use + - × ÷ and brackets."),
    "formula-place": ("“{sign}” stands where it makes no sense.", "Look just before it."),
    "formula-ends": ("the formula stops too early.", "Say what comes next."),
    "formula-list": ("{name} needs brackets: {name}(impact, business).",),
    "formula-name": ("“{name}” is not known.", "Known are {names}."),
    "formula-deep": ("there are more than {most} brackets within brackets.",),
    "formula-open": ("a bracket is not closed.", "Add a ) at its end."),
    "formula-unknown": ("{name} is not known yet.", "Price the pain points first."),
}
