"""The sentences of a story: what a visitor did, why as far as anybody can know, and where luck decided."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from app.actions.story_end import Compared, clock_of, day_of
from app.actions.tables import wrapped
from app.words import duration, money, name, number, percent, plural, tr
from app.words.plain import quoted_inside
from personas.model import VISIT_GOALS
from personas.records import DEVICES, PHASE_KINDS
from simulation import traces
from simulation.plan import BASKET_PRODUCT
from simulation.policy.model import AUDIENCE_KINDS

if TYPE_CHECKING:
    from simulation.plan import Records
    from simulation.traces.life import Person
    from simulation.traces.walk import Walk

KEEN = 0.6
"""Standard deviations of intent from which somebody is said to be keener, or less keen, than most."""
_ENDS = (traces.CHOICE, traces.LEAVE, traces.BOUNCE)
_AFTER = (
    traces.DELIVERED, traces.SENT_BACK, traces.JUDGED, traces.REVIEW, traces.RECOMMENDS, traces.REPEAT,
    traces.DROPPED_OUT, traces.REFERRAL, traces.CARE,
)  # fmt: skip
_ON_THE_PAGE = (
    traces.MESSAGE, traces.SWAYED, traces.CHOICE, traces.LEAVE, traces.BOUNCE, traces.ORDER, traces.SIGN_UP,
    traces.QUEUE, traces.SERVED, traces.GAVE_UP, traces.SOLD_OUT, traces.LOST_CONTEXT,
)  # fmt: skip
_GOAL_KINDS = ("none", "order", "lead", "sign-up", "store-visit")


@dataclass
class Chapter:
    """A part of a story: a heading, and lines under it."""

    title: str
    lines: list[str] = field(default_factory=list)

    def text(self) -> str:
        """The chapter as it is shown on a terminal."""
        return "\n".join([wrapped(self.title), *(wrapped(line, "    ", "  ") for line in self.lines)])


class Teller:
    """Tells one visitor's life in one arm."""

    def __init__(self, walk: Walk, who: Person, place: int) -> None:
        self.walk, self.who, self.place = walk, who, place
        self.plan, self.tables = walk.compiled.plan, walk.compiled.tables
        self.arm = walk.scenario.arms[place]
        self.name = walk.scenario.slice.personas[who.persona].name
        self.currency = walk.scenario.slice.map.currency
        self.ways: dict[int, Callable[[Any], Iterator[str]]] = {
            traces.VISIT: self._visit, traces.VIEW: self._view, traces.MESSAGE: self._message,
            traces.SWAYED: self._swayed, traces.CHOICE: self._choice, traces.LEAVE: self._leave,
            traces.BOUNCE: self._bounce, traces.ORDER: self._order, traces.GOAL: self._goal,
            traces.FORGET: self._forget, traces.CONTACT: self._contact, traces.SIGN_UP: self._sign_up,
            traces.EXPOSURE: self._exposure, traces.PASSED: self._passed, traces.QUEUE: self._queue,
            traces.SERVED: self._served, traces.GAVE_UP: self._gave_up, traces.SOLD_OUT: self._sold_out,
            traces.LOST_CONTEXT: self._lost_context, traces.DELIVERED: self._delivered, traces.JUDGED: self._judged,
            traces.RECOMMENDS: self._recommends, traces.REVIEW: self._review, traces.SENT_BACK: self._sent_back,
            traces.REPEAT: self._repeat, traces.DROPPED_OUT: self._dropped_out, traces.REFERRAL: self._referral,
            traces.CARE: self._care,
        }  # fmt: skip
        self.believed: tuple[int, int, int] | None = None
        self.filled = False
        self.left = 0
        self.rows: Records
        self.at = 0

    def chapters(self, rows: Records, control: Records | None) -> list[Chapter]:
        """The whole story: who, every visit, what came after, and what the control's life had been."""
        self.rows = rows
        told = [Chapter(self._heading(rows), list(self._person()))]
        for self.at, row in enumerate(rows):
            kind = int(row["kind"])
            if kind == traces.VISIT:
                told.append(Chapter(self._of_visit(row)))
            elif kind in _AFTER and told[-1].title != tr("After the order"):
                told.append(Chapter(tr("After the order")))
            elif kind in (traces.EXPOSURE, traces.PASSED) and len(told) == 1:
                told.append(Chapter(tr("Before the first visit")))
            self._tell(row, told[-1].lines)
        if not (rows["kind"] == traces.ORDER).any():
            days = plural("{count} day", "{count} days", self._days(), count=number(self._days()))
            told[-1].lines.append(tr("{name} does not come back within {days}.", name=self.name, days=days))
        if control is not None:
            compared = Compared(self.walk, self.name, rows, control)
            told.append(Chapter(compared.title(), compared.lines()))
        return told

    def _days(self) -> int:
        return int(self.walk.scenario.slice.map.world.horizon_days)

    def _tell(self, row: Any, lines: list[str]) -> None:
        """Add what an event says: to the line of its page, or on a line of its own with the time before it."""
        kind = int(row["kind"])
        text = " ".join(self.ways[kind](row))
        if kind in _ON_THE_PAGE and lines:
            lines[-1] += f" {text}"
            return
        when = clock_of(row) if kind not in _AFTER else f"{day_of(row)} {clock_of(row)}"
        lines.append(f"{when}  {text}")

    def _money(self, cents: float) -> str:
        return money(cents / 100, self.currency)

    def _title(self, card: int) -> str:
        return self.tables.titles.get(self.tables.cards[card], "") if card >= 0 else ""

    def _heading(self, rows: Records) -> str:
        arm = tr("no messages") if self.place == 0 and not self.arm.rules else self.arm.title
        return tr("Visitor {number}: {name} · {variant}", number=int(rows[0]["visitor"]), name=self.name, variant=arm)

    def _person(self) -> Iterator[str]:
        who, values = self.who, {"name": self.name}
        worth = money(who.spends, self.currency)
        yield plural(
            "{name} has one product in mind, and would spend {money}.",
            "{name} has {count} products in mind, and would spend {money}.",
            who.products, count=number(who.products), money=worth, **values,
        )  # fmt: skip
        if who.keen > KEEN:
            yield tr("{name} is keener to buy than most.", **values)
        elif who.keen < -KEEN:
            yield tr("{name} is less keen to buy than most.", **values)
        else:
            yield tr("{name} is about as keen to buy as anybody.", **values)
        if who.customer:
            yield tr("{name} has bought here before.", **values)
        elif who.known:
            yield tr("{name} has been here before.", **values)
        if not who.consent:
            yield tr("{name} refuses cookies: the shop knows nothing and says nothing.", **values)
        elif who.login:
            yield tr("{name} accepts cookies and logs in: the shop knows {name} on every device.", **values)
        else:
            yield tr("{name} accepts cookies and does not log in: on another device the shop starts anew.", **values)

    def _of_visit(self, row: Any) -> str:
        parts = [tr("Visit {number}", number=int(row["visit"]) + 1), f"{day_of(row)} {clock_of(row)}"]
        if row["visit"] > 0:
            parts.append(tr("{time} later", time=duration((int(row["time"]) - self.left) / 1000)))
        parts.append(name("channel", self.tables.channels[int(row["channel"])]))
        parts.append(name("device", DEVICES[int(row["device"])]))
        return " · ".join(parts)

    def _visit(self, row: Any) -> Iterator[str]:
        self.believed = None
        goal = name("visit goal", VISIT_GOALS[int(row["goal"])])
        yield tr("{name} {does}.", name=self.name, does=goal)
        if row["rule"] >= 0:
            yield tr("It was “{rule}” that brought {name} here.", rule=self._rule(row).title, name=self.name)
        if row["visit"] > 0 and self.who.consent:
            if row["knows"] > 0:
                yield tr("The shop knows {name} again.", name=self.name)
            else:
                yield tr("The shop does not know {name} again.", name=self.name)

    def _view(self, row: Any) -> Iterator[str]:
        title, time = self._title(int(row["card"])), self._stay()
        yield tr("{title}, for {time}.", title=title, time=duration(time)) if time else f"{title}."
        card = self.plan.cards[int(row["arm"]), int(row["card"])]
        if card["focus"] == BASKET_PRODUCT and row["product"] >= 0 and not self.filled:
            self.filled = True
            yield tr("There is something in the basket now.")
        if row["seen"] < 0:
            return
        seen, true = min(4, max(1, int(row["seen"]))), min(4, 1 + int(max(0.0, row["value"])))
        believed = (seen, int(row["audience"]), true)
        if believed != self.believed:
            self.believed = believed
            yield self._belief(*believed)

    def _stay(self) -> float | None:
        """Seconds on the page of the view at hand; none where it does not end by going on or leaving."""
        for row in self.rows[self.at + 1 :]:
            if row["kind"] in _ENDS:
                return float(row["value"]) / 1000
            if row["kind"] in (traces.VIEW, traces.ORDER):
                return None
        return None

    def _belief(self, seen: int, audience: int, true: int) -> str:
        group, phase = name("audience", AUDIENCE_KINDS[audience]), name("phase", PHASE_KINDS[seen])
        if seen == true:
            return tr("The shop sees it right: phase {phase}, visitor {audience}.", phase=phase, audience=group)
        really = name("phase", PHASE_KINDS[true])
        return tr(
            "The shop believes: phase {phase}, visitor {audience}. In truth it is {really}.",
            phase=phase, audience=group, really=really,
        )  # fmt: skip

    def _rule(self, row: Any) -> Any:
        return self.walk.scenario.arms[int(row["arm"])].rules[self.tables.rules[int(row["rule"])]]

    def _said(self, row: Any) -> str:
        """A message as the visitor reads it, and the rule it comes from."""
        rule = self._rule(row)
        product = tr("product")
        if self.who.goods:
            number_ = min(max(0, int(row["product"])), len(self.who.goods) - 1)
            product = self.walk.scenario.products[self.who.goods[number_]].title
        text = rule.message
        values = {"product": product, "name": self.name, "basket_value": money(self.who.spends, self.currency)}
        for key, value in values.items():
            text = text.replace(f"{{{key}}}", value)
        marks = tr("“{text}” ({rule})", text="", rule="")
        opens, closes = marks[0], marks[1]
        if not text:
            return f"{opens}{rule.title}{closes}"
        return tr("“{text}” ({rule})", text=quoted_inside(text, opens), rule=rule.title)

    def _moved(self, delta: float) -> str:
        if delta > 0:
            return tr("That helps a little.")
        return tr("That puts {name} off a little.", name=self.name) if delta < 0 else tr("That changes nothing.")

    def _message(self, row: Any) -> Iterator[str]:
        yield tr("The shop says {message}.", message=self._said(row)) + " " + self._moved(row["value"])

    def _exposure(self, row: Any) -> Iterator[str]:
        yield tr("{name} sees {message}.", name=self.name, message=self._said(row)) + " " + self._moved(row["value"])

    def _care(self, row: Any) -> Iterator[str]:
        yield tr("The shop says {message}.", message=self._said(row)) + " " + self._moved(row["value"])

    def _contact(self, row: Any) -> Iterator[str]:
        after = duration((int(row["time"]) - self.left) / 1000)
        yield tr("{time} after this visit the shop sends {message}.", time=after, message=self._said(row))
        if row["value"] > 0:
            yield tr("That makes coming back likelier.")
        elif row["value"] < 0:
            yield tr("That makes coming back less likely.")

    def _swayed(self, row: Any) -> Iterator[str]:
        if row["link"] < 0:
            yield tr("Without the messages {name} would have left here.", name=self.name)
            return
        end = int(self.plan.links[int(row["arm"]), int(row["link"])]["end"])
        yield tr("Without the messages {name} would have gone to {title}.", name=self.name, title=self._title(end))

    def _odds(self, chance: float) -> str:
        if chance < 0:
            return ""
        told = percent(chance, 0) if chance >= 0.01 else tr("under {percent}", percent=percent(0.01, 0))
        return " " + tr("The chance of that was {percent}.", percent=told)

    def _choice(self, row: Any) -> Iterator[str]:
        end = int(self.plan.links[int(row["arm"]), int(row["link"])]["end"])
        yield tr("On to {title}.", title=self._title(end)) + self._odds(row["chance"])

    def _leave(self, row: Any) -> Iterator[str]:
        self.left = int(row["time"])
        yield tr("{name} leaves.", name=self.name) + self._odds(row["chance"])

    def _bounce(self, row: Any) -> Iterator[str]:
        self.left = int(row["time"])
        yield tr("{name} turns around at once.", name=self.name)

    def _forget(self, _row: Any) -> Iterator[str]:
        self.filled = False
        yield tr("Meanwhile the basket was forgotten.")

    def _order(self, row: Any) -> Iterator[str]:
        self.left = int(row["time"])
        kind = int(self.plan.cards[int(row["arm"]), int(row["card"])]["goal_kind"])
        if kind != 1:
            yield tr("That is what this map is about: {goal}.", goal=name("goal", _GOAL_KINDS[kind]))
        elif row["discount"] > 0:
            off = self._money(row["discount"])
            yield tr("{name} orders for {money}, {off} off.", name=self.name, money=self._money(row["value"]), off=off)
        else:
            yield tr("{name} orders for {money}.", name=self.name, money=self._money(row["value"]))

    def _goal(self, row: Any) -> Iterator[str]:
        kind = int(self.plan.cards[int(row["arm"]), int(row["card"])]["goal_kind"])
        yield tr("A goal is reached: {goal}.", goal=name("goal", _GOAL_KINDS[kind]))

    def _sign_up(self, row: Any) -> Iterator[str]:
        yield tr("{name} leaves an e-mail address.", name=self.name) + self._odds(row["value"])

    def _passed(self, row: Any) -> Iterator[str]:
        yield f"{self._title(int(row['card']))}."

    def _queue(self, row: Any) -> Iterator[str]:
        if row["value"] > 0:
            yield tr("After {time} in the queue somebody helps.", time=duration(row["value"] / 1000))
        else:
            yield tr("Somebody helps at once.")

    def _served(self, row: Any) -> Iterator[str]:
        yield tr("Being helped takes {time}.", time=duration(row["value"] / 1000))

    def _gave_up(self, row: Any) -> Iterator[str]:
        if row["value"] > 0:
            waited = duration(row["value"] / 1000)
            yield tr("{name} gives up after {time} in the queue.", name=self.name, time=waited)
        else:
            yield tr("There is nobody to help; {name} gives up.", name=self.name)

    def _sold_out(self, _row: Any) -> Iterator[str]:
        self.filled = False
        yield tr("What {name} wanted is sold out.", name=self.name)

    def _lost_context(self, _row: Any) -> Iterator[str]:
        yield tr("On the way the shop loses track of {name}.", name=self.name)

    def _delivered(self, row: Any) -> Iterator[str]:
        yield tr("The parcel arrives, {time} after the order.", time=duration(row["value"] / 1000))

    def _judged(self, row: Any) -> Iterator[str]:
        yield tr("Looking back, {name} is {score} out of 100 content.", name=self.name, score=number(row["value"]))

    def _recommends(self, row: Any) -> Iterator[str]:
        yield tr("Would {name} recommend this shop? {answer} out of 10.", name=self.name, answer=number(row["value"]))

    def _review(self, row: Any) -> Iterator[str]:
        stars = int(row["value"])
        yield plural(
            "{name} writes a review of one star.", "{name} writes a review of {count} stars.", stars,
            name=self.name, count=number(stars),
        )  # fmt: skip

    def _sent_back(self, row: Any) -> Iterator[str]:
        yield tr("The goods go back, and {money} is paid back.", money=self._money(row["value"]))

    def _repeat(self, row: Any) -> Iterator[str]:
        yield tr("{name} buys again, for {money}.", name=self.name, money=self._money(row["value"]))

    def _dropped_out(self, _row: Any) -> Iterator[str]:
        yield tr("From then on {name} buys nothing here any more.", name=self.name)

    def _referral(self, _row: Any) -> Iterator[str]:
        yield tr("{name} brings in another buyer.", name=self.name)
