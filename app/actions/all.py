"""Every action there is: what the window only can do, and what the command line can do too."""

from __future__ import annotations

from app.actions.backtest import BACKTEST
from app.actions.documents import DOCUMENT_ACTIONS
from app.actions.drivers import DRIVERS
from app.actions.editing import EDITING_ACTIONS
from app.actions.evidence import EVIDENCE
from app.actions.export import EXPORT
from app.actions.lab import LAB_ACTIONS
from app.actions.learn import LEARN
from app.actions.optimise import OPTIMISE
from app.actions.people import PEOPLE_ACTIONS
from app.actions.plan import PLAN
from app.actions.prices import PRICES
from app.actions.recognition import RECOGNISE
from app.actions.registry import Registry
from app.actions.simulate import SIMULATE
from app.actions.story import STORY
from app.actions.structure import STRUCTURE_ACTIONS
from app.actions.studio import STUDIO_ACTIONS
from app.actions.workshop import WORKSHOP_ACTIONS

ACTIONS = Registry(
    (
        *DOCUMENT_ACTIONS, SIMULATE, STORY, RECOGNISE, PRICES, DRIVERS, PLAN, BACKTEST, OPTIMISE, LEARN, EVIDENCE,
        EXPORT, *STUDIO_ACTIONS, *EDITING_ACTIONS, *STRUCTURE_ACTIONS, *WORKSHOP_ACTIONS, *PEOPLE_ACTIONS, *LAB_ACTIONS,
    )
)  # fmt: skip
