"""All parts of the page of the answer, by column and order."""

from __future__ import annotations

from app.desktop.lab.adaptive import ADAPTIVE
from app.desktop.lab.arm_table import ARMS
from app.desktop.lab.beside import COSTS, LOOK_TWICE, MADE
from app.desktop.lab.best import BEST
from app.desktop.lab.contribution import CONTRIBUTION
from app.desktop.lab.earlier import EARLIER
from app.desktop.lab.ethics import ETHICS
from app.desktop.lab.funnel import FUNNEL
from app.desktop.lab.headline import HEADLINE
from app.desktop.lab.measures import MEASURES
from app.desktop.lab.messages import MESSAGES
from app.desktop.lab.parts import Part, Side
from app.desktop.lab.plan import PLAN
from app.desktop.lab.prices import PRICES
from app.desktop.lab.question import QUESTION
from app.desktop.lab.tornado import TORNADO
from app.desktop.lab.whatif import WHATIF
from app.desktop.lab.whom import WHOM

PARTS: tuple[Part, ...] = (
    WHATIF,
    EARLIER,
    QUESTION,
    HEADLINE,
    FUNNEL,
    WHOM,
    CONTRIBUTION,
    TORNADO,
    ARMS,
    MESSAGES,
    MEASURES,
    PLAN,
    LOOK_TWICE,
    ETHICS,
    PRICES,
    COSTS,
    MADE,
    ADAPTIVE,
    BEST,
)


def parts_of(side: Side, *, answered: bool) -> list[Part]:
    """The parts of one column in order; before there is an answer only those that do without."""
    return sorted(
        (part for part in PARTS if part.side == side and (answered or part.without_answer)), key=lambda part: part.order
    )
