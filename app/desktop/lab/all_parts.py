"""All parts of the page of the answer, by column and order."""

from __future__ import annotations

from app.desktop.lab.adaptive import ADAPTIVE
from app.desktop.lab.arm_table import ARMS
from app.desktop.lab.beside import COSTS, LOOK_TWICE, MADE
from app.desktop.lab.best import BEST
from app.desktop.lab.contribution import CONTRIBUTION
from app.desktop.lab.decision import DECISION
from app.desktop.lab.ethics import ETHICS
from app.desktop.lab.factorial import FACTORIAL
from app.desktop.lab.funnel import FUNNEL
from app.desktop.lab.headline import HEADLINE
from app.desktop.lab.measures import MEASURES
from app.desktop.lab.messages import MESSAGES
from app.desktop.lab.parts import Part, Side
from app.desktop.lab.plan import PLAN
from app.desktop.lab.prices import PRICES
from app.desktop.lab.question import QUESTION
from app.desktop.lab.runs import COMPARISON, RUNS
from app.desktop.lab.tornado import TORNADO
from app.desktop.lab.whatif import WHATIF
from app.desktop.lab.whom import WHOM

PARTS: tuple[Part, ...] = (
    WHATIF,
    RUNS,
    QUESTION,
    HEADLINE,
    FUNNEL,
    WHOM,
    CONTRIBUTION,
    TORNADO,
    FACTORIAL,
    ARMS,
    MESSAGES,
    COMPARISON,
    MEASURES,
    PLAN,
    LOOK_TWICE,
    ETHICS,
    PRICES,
    COSTS,
    DECISION,
    MADE,
    ADAPTIVE,
    BEST,
)


def parts_of(side: Side, *, answered: bool) -> list[Part]:
    """The parts of one column in order; before there is an answer only those that do without.

    Where there is an answer it comes first: what stood in its place before follows it.
    """

    def place(part: Part) -> int:
        return part.order + _AFTER if answered and side == "middle" and part.without_answer else part.order

    return sorted((part for part in PARTS if part.side == side and (answered or part.without_answer)), key=place)


_AFTER = 10
