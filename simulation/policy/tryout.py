"""What would this visitor be seen as: somebody puts visits together by hand, and the engine's own functions judge them.

The functions of `simulation.behaviour` run as they are; only what luck would decide (which page, which product, how
long, when he comes back) is what was put together. So a visitor of a run, put together again, is seen as he was in it.
Messages have no effect here: nobody is persuaded, the way is given.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np

from personas.records import DEVICES, PHASE_KINDS, Device, PhaseKind
from simulation import traces
from simulation.behaviour import after, choice, contact, message, page, progress, returning, sign_up, visitor
from simulation.behaviour.seen import seen_audience
from simulation.behaviour.state import LEAVING, ORDERED, WALKING, Traveller, new_traveller
from simulation.compile import assemble
from simulation.draws import uniforms
from simulation.plan import DAY, HOUR, PRODUCTS, Plan, Tables, central, one_draw
from simulation.policy.model import AUDIENCE_KINDS, AudienceKind
from simulation.policy.plainly import Plainly
from simulation.scenario import Scenario

When = Literal["page", "exit", "between", "after"]
ROOM = 20_000
"""Events that a tryout may have; whoever clicks together more is told so."""
MOST_STEPS = 500
"""Pages of a tryout."""
EVENING = 20 * HOUR
"""Monday at eight in the evening: when a tryout begins unless it says otherwise, ms."""
FOREVER = 10_000 * DAY
_NO_BOUNCE = 1.0 - 1e-9
_SAID: dict[int, When] = {traces.MESSAGE: "page", traces.CONTACT: "between", traces.EXPOSURE: "between"}


@dataclass(frozen=True)
class Page:
    """A card that is visited.

    product: which of up to four products it is about, from 0; negative: what the model takes by itself (the one at
    hand, else the first). seconds: time on the page. leaves: he moves to leave here, so that an exit message may speak.
    signs_up: he leaves his address when he is asked for it here.
    """

    card: str
    product: int = -1
    seconds: float = 20.0
    leaves: bool = False
    signs_up: bool = False


@dataclass(frozen=True)
class Visit:
    """One visit.

    days: since the last visit ended. device, channel: how he comes; an empty channel is the first that is known.
    bounced: he turned around at once, and nothing was judged.
    """

    pages: tuple[Page, ...]
    days: float = 0.0
    device: Device = "desktop"
    channel: str = ""
    bounced: bool = False


@dataclass(frozen=True)
class Attempt:
    """A visitor, put together by hand.

    consent: the shop may look. login: known on every device. customer: has bought before. known: had visited before
    what is put together here. address: the shop can write to him. persona: id, for conditions on what people are like;
    empty: the first. starts: ms since Monday 00:00 at which the first visit begins. goods: products of the catalogue
    that he looks at, by id; what is not named is none of the catalogue. worth: of his basket, money; none: the median
    of his persona. birthday: share of the year that has passed since his birthday when the first visit begins.
    """

    visits: tuple[Visit, ...]
    consent: bool = True
    login: bool = False
    customer: bool = False
    known: bool = False
    address: bool = True
    persona: str = ""
    starts: int = EVENING
    goods: tuple[str, ...] = ()
    worth: float | None = None
    birthday: float = 0.5


@dataclass(frozen=True)
class Said:
    """A rule that speaks: its id, when, and the visitor's own time, ms."""

    rule: str
    when: When
    at: int


@dataclass(frozen=True)
class Step:
    """What the system makes of one page.

    visit, page: which. began, dwell: ms. product: the one in focus, negative for none. points: of each product,
    after the page. visit_score: of the visit. phase, audience: as seen; none where nobody may be judged. known: the
    shop recognised him in this visit. silent: he is left alone. said: rules that speak here.
    """

    visit: int
    page: int
    card: str
    began: int
    dwell: int
    product: int
    points: tuple[float, ...]
    visit_score: float
    phase: PhaseKind | None
    audience: AudienceKind | None
    known: bool
    silent: bool
    ordered: bool
    said: tuple[Said, ...]


@dataclass(frozen=True)
class Judged:
    """All steps; mails and advertisements after each visit; the points from which phases and audiences begin."""

    steps: tuple[Step, ...]
    between: tuple[tuple[Said, ...], ...]
    phase_from: dict[PhaseKind, float] = field(default_factory=dict)
    audience_from: dict[AudienceKind, float] = field(default_factory=dict)


class Bench:
    """One arm of a scenario, ready to judge any number of attempts. Not for several threads at once."""

    def __init__(self, scenario: Scenario, arm: int = 1) -> None:
        """Put the arm's plan together; Refused with every finding when the scenario is unsound."""
        built = assemble(scenario)
        world, people = built.plan.world.copy(), built.plan.personas.copy()
        self.tables: Tables = built.tables
        self.horizon = int(world[0]["horizon"])
        world["coupled"], world["horizon"], world["max_visits"] = 0, FOREVER, 10**6
        people["gap_spread"] = 0.0
        self.plan: Plan = built.plan._replace(world=world, personas=people)
        self.arm = arm
        self._products = sorted(scenario.products)
        self._chosen, self._device, self._signs = -1, 0, False
        self._picks: list[int] = []
        self._plain = Plainly(
            {
                uniforms: lambda *_: (_NO_BOUNCE,) * 4,
                progress.draw_product: lambda _traveller, _u: max(0, self._chosen),
                progress.leading: self._leading,
                visitor.pick: self._pick,
                visitor._next_device: lambda *_: self._device,  # noqa: SLF001  # what luck decides is put in by hand
                contact.chance: lambda _odds: 2.0,
                sign_up.ask: self._ask,
            }
        )

        self._asked = Plainly({uniforms: lambda *_: (_NO_BOUNCE,) * 4})(sign_up.ask)

    def judge(self, attempt: Attempt) -> Judged:
        """What the system sees, page by page, and what it says. ValueError for more pages than a tryout may have."""
        if sum(len(one.pages) for one in attempt.visits) > MOST_STEPS:
            raise ValueError("a tryout has too many pages")
        traveller = new_traveller(self.plan, events=ROOM)
        self._person(traveller, attempt)
        steps: list[Step] = []
        mails: list[tuple[Said, ...]] = []
        visits = [one for one in attempt.visits if one.pages]
        for number, one in enumerate(visits):
            ahead = round(visits[number + 1].days * DAY) if number + 1 < len(visits) else None
            gap = round(one.days * DAY) if number else 0
            steps += self._visit(traveller, number, one, gap)
            mails.append(self._end(traveller, ahead))
            if steps[-1].ordered:
                break
        return Judged(tuple(steps), tuple(mails), *self._thresholds())

    def _person(self, traveller: Traveller, attempt: Attempt) -> None:
        """Who he is: as the engine makes a visitor, then what was put together."""
        zero = np.uint64(0)
        self._picks = []
        self._plain(visitor.begin_visitor)(self.plan, traveller, zero, zero, 0, self.arm)
        me = traveller.state[0]
        first = attempt.visits[0] if attempt.visits else Visit(())
        me["persona"] = self.tables.personas.index(attempt.persona) if attempt.persona in self.tables.personas else 0
        me["consent"], me["login"] = int(attempt.consent), int(attempt.login)
        me["customer"], me["known"] = int(attempt.customer), int(attempt.known)
        worth = float(self.plan.personas[me["persona"]]["value"]) if attempt.worth is None else attempt.worth
        me["cents"] = round(100.0 * worth)
        me["birthday"] = attempt.birthday
        me["reachable"] = int(attempt.address)
        me["signed"] = 0 if attempt.address else -1
        me["products"] = PRODUCTS
        me["born"] = attempt.starts
        me["device"] = me["first_device"] = DEVICES.index(first.device)
        traveller.goods[:] = -1
        for number, key in enumerate(attempt.goods[:PRODUCTS]):
            if key in self._products:
                traveller.goods[number] = self._products.index(key)

    def _visit(self, traveller: Traveller, number: int, visit: Visit, gap: int) -> list[Step]:
        """One visit, page by page."""
        cards = self.tables.cards
        channel = self.tables.channels.index(visit.channel) if visit.channel in self.tables.channels else 0
        self._picks, self._device = [channel, cards.index(visit.pages[0].card)], DEVICES.index(visit.device)
        self._plain(visitor.begin_visit)(self.plan, traveller, gap)
        me = traveller.state[0]
        steps: list[Step] = []
        for index, one in enumerate(visit.pages):
            if index:
                self._move(traveller, cards.index(one.card))
            steps.append(self._page(traveller, number, index, one, judged=not visit.bounced))
            if me["doing"] != WALKING:
                break
        return steps

    def _page(self, traveller: Traveller, visit: int, index: int, given: Page, *, judged: bool) -> Step:
        me = traveller.state[0]
        heard, began = int(me["events"]), int(me["clock"])
        self._chosen, self._signs = given.product, given.signs_up
        draw = one_draw(central(1, len(self.plan.techniques)), 0)
        stays = self._plain(page.land)(self.plan, traveller)
        if stays and judged:
            self._plain(page.look_around)(self.plan, draw, traveller, round(given.seconds * 1000.0))
        said = list(self._heard(traveller, heard))
        dwell = round(given.seconds * 1000.0) if stays else 0
        if stays and judged and given.leaves and me["silent"] == 0:
            said += self._leaving(traveller, draw, began + dwell)
        me["clock"] = began + dwell
        seen, audience = int(me["seen"]), int(me["audience"])
        return Step(
            visit, index, given.card, began, dwell, int(me["focus"]) if judged else -1,
            tuple(float(one) for one in traveller.score[me["memory"]]), float(me["visit_score"]),
            PHASE_KINDS[seen] if seen >= 0 else None, AUDIENCE_KINDS[audience] if audience >= 0 else None,
            bool(me["recognised"] > 0), bool(me["silent"] > 0), bool(me["doing"] == ORDERED), tuple(said),
        )  # fmt: skip

    def _leaving(self, traveller: Traveller, draw: Any, clock: int) -> list[Said]:
        """What an exit message would say to who notices it."""
        heard = int(traveller.state[0]["events"])
        rule = self._plain(message.rule_now)(self.plan, draw, traveller, message.ON_EXIT)
        if rule == message.NONE:
            return []
        self._plain(message.show)(self.plan, draw, traveller, rule, clock)
        return [Said(one.rule, "exit", one.at) for one in self._heard(traveller, heard)]

    def _move(self, traveller: Traveller, card: int) -> None:
        """To the next page: over the link that leads there, with what it loses, or by typing its address."""
        me = traveller.state[0]
        here = self.plan.cards[self.arm, me["card"]]
        for link in range(here["link_first"], here["link_first"] + here["link_count"]):
            way = self.plan.links[self.arm, link]
            if way["end"] == card and self.plan.share[self.arm, me["persona"], link] > 0:
                self._plain(choice._go)(self.plan, traveller, link, int(me["clock"]))  # noqa: SLF001  # as depart does
                return
        me["card"] = card
        me["friction"] = 0.0

    def _end(self, traveller: Traveller, ahead: int | None) -> tuple[Said, ...]:
        """The visit is over: what is said until the next one, `ahead` ms from now; without one, until nobody looks."""
        me = traveller.state[0]
        heard = int(me["events"])
        if me["doing"] == ORDERED:
            return self._after_order(traveller)
        me["doing"] = LEAVING
        draw = one_draw(central(1, len(self.plan.techniques)), 0)
        self.plan.personas["gap"] = max(0.0, self.horizon - float(me["clock"])) if ahead is None else ahead
        clock, visit = int(me["clock"]), int(me["visit"])
        self._plain(returning.end_visit)(self.plan, draw, traveller)
        found = tuple(self._heard(traveller, heard))
        me["clock"], me["visit"] = clock + (ahead or 0), visit + 1
        return found

    def _after_order(self, traveller: Traveller) -> tuple[Said, ...]:
        """Rules that speak after an order, as far as this buyer may hear them; those on cards if he passes these."""
        me = traveller.state[0]
        arm = self.plan.arms[self.arm]
        if arm["care_count"] == 0 or me["silent"] > 0:
            return ()
        me["seen"] = after.AFTERWARDS
        me["audience"] = self._plain(seen_audience)(self.plan, traveller)
        found = []
        for row in range(arm["care_first"], arm["care_first"] + arm["care_count"]):
            rule = int(self.plan.cares[row])
            if self._plain(after._may_speak)(self.plan, traveller, rule):  # noqa: SLF001  # asked as the engine asks
                found.append(Said(self.tables.rules[rule], "after", int(me["clock"] + self.plan.rules[rule]["delay"])))
        return tuple(found)

    def _heard(self, traveller: Traveller, since: int) -> list[Said]:
        rows = traveller.events[since : int(traveller.state[0]["events"])]
        return [
            Said(self.tables.rules[int(row["rule"])], _SAID[int(row["kind"])], int(row["time"]))
            for row in rows
            if int(row["kind"]) in _SAID
        ]

    def _thresholds(self) -> tuple[dict[PhaseKind, float], dict[AudienceKind, float]]:
        arm = self.plan.arms[self.arm]
        phases: dict[PhaseKind, float] = {
            "search": float(arm["search_from"]), "choose": float(arm["choose_from"]),
            "checkout": float(arm["checkout_from"]),
        }  # fmt: skip
        audiences: dict[AudienceKind, float] = {
            "orientating": float(arm["orientating_from"]), "buying": float(arm["buying_from"]),
        }  # fmt: skip
        return phases, audiences

    def _leading(self, traveller: Traveller) -> int:
        """The product that a page without one at hand is about: the one that was chosen, else as the model takes it."""
        if self._chosen >= 0:
            return self._chosen
        return int(getattr(progress.leading, "py_func", progress.leading)(traveller))

    def _ask(self, plan: Plan, traveller: Traveller, rule: int, _chance: float, clock: int) -> None:
        """Leave an address, or not, as was put together."""
        if self._signs:
            self._asked(plan, traveller, rule, 2.0, clock)

    def _pick(self, _cumulated: Any, _u: float) -> int:
        """What was put together, in the order in which a visit asks: the channel, then the first card."""
        return self._picks.pop(0) if self._picks else 0
