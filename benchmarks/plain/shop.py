"""A shop in plain SimPy, written by hand: the same visitors as Footfall's, with nothing of ours but the numbers.

Personas, goals of a visit, progress per product, instant bounces, recognition, score card, rules with caps and
cool-downs, effects with fit, fatigue and ceiling, exit messages, returns over days, forgetting. It has one random
stream, one arm at a time, and counts what it needs. What lies before the first visit and after the order, events that
can be read back, and luck that two arms share it does not have.
"""

from __future__ import annotations

import math
from collections.abc import Generator
from typing import Any

import simpy

from benchmarks.plain.people import PRODUCTS, Counts, Visit, Visitor, rows
from benchmarks.plain.talk import Talking
from simulation import plan as numbers
from simulation.plan import Draw, Plan


class PlainShop(Talking):
    """The shop of a plan in one arm."""

    def __init__(self, plan: Plan, draw: Draw, arm: int, seed: int) -> None:
        super().__init__(plan, draw, arm, seed)
        links = rows(plan.links[arm])
        self.personas, self.goals = rows(plan.personas), rows(plan.goals)
        self.ways = [
            [
                [
                    (link["end"], link["forward"] > 0, weight)
                    for link, weight in zip(links, plan.weight[arm, who].tolist(), strict=True)
                    if link["start"] == card and weight > 0
                ]
                for card in range(len(self.cards))
            ]
            for who in range(len(self.personas))
        ]
        self.friction = plan.pains[arm]["friction"].tolist()
        self.channels, self.entry = plan.channels.tolist(), plan.entry[arm].tolist()
        self.excluded = plan.excluded[arm].tolist()

    def run(self, visitors: int) -> Counts:
        """Let so many visitors come."""
        clock = simpy.Environment()
        clock.process(self._arrivals(clock, visitors))
        clock.run()
        return self.counts

    def _arrivals(self, clock: simpy.Environment, visitors: int) -> Generator[simpy.Event, None, None]:
        for _ in range(visitors):
            clock.process(self._life(clock))
            yield clock.timeout(self.luck.expovariate(1 / self.world["arrival_gap"]))

    def _life(self, clock: simpy.Environment) -> Generator[simpy.Event, None, None]:
        """One visitor, from the first visit to the last."""
        who, born, gap = self._visitor(), clock.now, 0.0
        self.counts.visitors += 1
        while True:
            visit = self._visit(who, gap, clock.now - born)
            going = True
            while going:
                going = self._arrive(who, visit)
                yield clock.timeout(visit.dwell)
                going = going and self._depart(who, visit)
            if visit.ordered:
                self.counts.converted += 1
                return
            gap = self._returns(who, visit, clock.now - born)
            if gap < 0:
                return
            yield clock.timeout(gap)

    def _visitor(self) -> Visitor:
        luck = self.luck
        (number,) = luck.choices(range(len(self.personas)), [one["share"] for one in self.personas])
        persona = self.personas[number]
        intent = luck.gauss(persona["intent"], persona["intent_spread"])
        (device,) = luck.choices(range(3), persona["devices"])
        count, chance = 0, luck.random()
        while chance > math.exp(-persona["products"]) and count < PRODUCTS - 1:
            count += 1
            chance *= luck.random()
        return Visitor(
            persona=persona,
            number=number,
            intent=intent,
            speed=math.exp(luck.gauss(0, persona["speed_spread"]) + self.world["speed_by_intent"] * intent),
            consent=luck.random() < persona["consent"],
            login=luck.random() < persona["login"],
            customer=luck.random() < persona["customer"],
            known=luck.random() < persona["known"],
            products=1 + count,
            value=persona["value"] * math.exp(luck.gauss(0, persona["value_spread"])),
            device=device,
        )

    def _visit(self, who: Visitor, gap: float, now: float) -> Visit:
        """The next visit: what was learnt has faded, a goal is drawn, and where it begins."""
        luck, world, persona = self.luck, self.world, who.persona
        if who.visits > 0:
            kept = 2.0 ** (-gap / world["half_life"])
            who.progress = [kept * one for one in who.progress]
            if gap > world["basket_memory"]:
                who.basket = -1
            if luck.random() < persona["switch"]:
                others = [0.0 if n == who.device else share for n, share in enumerate(persona["devices"])]
                if sum(others) > 0:
                    (who.device,) = luck.choices(range(3), others)
        weights = persona["goals"]
        direct = weights[0] * 2.0 ** max(who.progress)
        (goal,) = luck.choices(self.goals, [direct, *weights[1:]])
        who.progress[0] = max(who.progress[0], goal["start"] + goal["start_span"] * luck.random())
        channel = self._pick(self.channels[who.number])
        later = who.visits > 0 or who.known
        side = 1 if who.device == 0 else -1
        silent = not who.consent or self.excluded[channel] > 0 or (who.customer and self.arm["exclude_customers"] > 0)
        memory = 0 if who.login else who.device
        if who.visits == 0 and who.known and who.consent:
            who.scored[memory] = 0.0
        recognised = not silent and who.consent and who.scored[memory] >= 0
        score = self._remember(who, memory, recognised, now) if not silent else 0.0
        visit = Visit(
            card=self._pick(self.entry[channel][1 if later else 0]),
            channel=channel,
            push=who.intent + goal["push"] + side * world["push_device"] + later * world["push_returning"],
            stay=luck.gauss(0, persona["engagement_spread"]) + goal["stay"] + side * world["stay_device"],
            silent=silent,
            recognised=recognised,
            memory=memory,
            score=score,
        )
        if luck.random() < world["bounce"] * goal["bounce"]:
            visit.pages = -1
        who.visits += 1
        self.counts.visits += 1
        return visit

    def _pick(self, cumulated: list[float]) -> int:
        aim = self.luck.random()
        for place, until in enumerate(cumulated):
            if aim < until:
                return place
        return len(cumulated) - 1

    def _remember(self, who: Visitor, memory: int, recognised: bool, now: float) -> float:
        """Fade the points that the shop remembers, or begin anew; the score with which the visit begins."""
        start = 0.0
        if recognised:
            kept = 2.0 ** (-(now - who.scored[memory]) / self.arm["score_half_life"])
            who.score[memory] = [
                one * kept + self.arm["return_points"] if one > 0 else 0.0 for one in who.score[memory]
            ]
            start = self.arm["visit_points"]
        else:
            who.score[memory] = [0.0] * PRODUCTS
            who.viewed[memory] = 0
        who.scored[memory] = now
        return float(start)

    def _arrive(self, who: Visitor, visit: Visit) -> bool:
        """The visitor is on a card; False when the visit ends there."""
        card = self.cards[visit.card]
        self.counts.pages += 1
        visit.dwell = 0.0
        if card["goal"] == numbers.ORDER_GOAL:
            visit.ordered = True
            self.counts.orders += 1
            return False
        if visit.pages < 0:
            visit.dwell = 1000.0 + 4000.0 * self.luck.random()
            return False
        visit.pages += 1
        who.pages += 1
        self._take_focus(who, visit, card["focus"])
        median = card["dwell"] * who.persona["pace"]
        visit.dwell = min(3_600_000.0, median * math.exp(self.luck.gauss(0, card["spread"])))
        product = card["focus"] == numbers.A_PRODUCT
        if not visit.silent:
            points = card["points"] + (self.arm["look_points"] if product and visit.dwell > self.arm["look"] else 0.0)
            visit.score += self.arm["page_points"] + points
            if visit.focus >= 0:
                who.score[visit.memory][visit.focus] += points
            if product:
                visit.views += 1
                visit.looks[visit.focus] = visit.looks.get(visit.focus, 0) + 1
                who.viewed[visit.memory] += 1
        self._learn(who, visit, card, product and visit.dwell > self.world["long_look"])
        visit.pushed *= self.structure["phi"]
        visit.held *= self.structure["phi"]
        if self.rules and not visit.silent:
            self._speak(who, visit)
        return visit.pages < numbers.MOST_PAGES

    def _take_focus(self, who: Visitor, visit: Visit, focus: int) -> None:
        if focus == numbers.NO_PRODUCT:
            visit.focus = -1
        elif focus == numbers.A_PRODUCT:
            weights = [math.exp(0.6 * one) for one in who.progress[: who.products]]
            (visit.focus,) = self.luck.choices(range(who.products), weights)
            visit.at_hand = visit.focus
        else:
            at_hand = visit.at_hand if visit.at_hand >= 0 else who.progress.index(max(who.progress))
            if focus == numbers.BASKET_PRODUCT:
                if who.basket < 0:
                    who.basket = at_hand
                at_hand = who.basket
            visit.focus = at_hand

    def _learn(self, who: Visitor, visit: Visit, card: dict[str, Any], long_look: bool) -> None:
        product = max(0, visit.focus)
        gain, limit = card["gain"] + (card["look_gain"] if long_look else 0.0), min(4.0, card["gain_limit"])
        if gain > 0 and who.progress[product] < limit:
            who.progress[product] = min(limit, who.progress[product] + gain * who.speed)
        visit.ahead = who.progress[product] if visit.focus >= 0 else max(who.progress)

    def _depart(self, who: Visitor, visit: Visit) -> bool:
        """Where next: draw a link or leaving in proportion to their weights; False when the visitor leaves."""
        ways = self.ways[who.number][visit.card]
        weights, leave = self._weights(who, visit, ways)
        if self.luck.random() * (sum(weights) + leave) < leave:
            before = leave / (sum(weights) + leave)
            if visit.silent or not self.rules or not self._stopped(who, visit):
                return False
            weights, leave = self._weights(who, visit, ways)
            after = leave / (sum(weights) + leave)
            if self.luck.random() >= (before - after) / before or not ways:
                return False
        ((visit.card, _, _),) = self.luck.choices(ways, weights)
        return True

    def _weights(self, who: Visitor, visit: Visit, ways: list[tuple[int, bool, float]]) -> tuple[list[float], float]:
        card, most = self.cards[visit.card], self.structure["ceiling"]
        ahead = max(-2.0, min(2.0, visit.ahead + 0.5 - card["phase"]))
        forward = math.exp(visit.push + self.world["history"] * ahead + most * math.tanh(visit.pushed / most))
        stay = visit.stay + most * math.tanh(visit.held / most)
        stay -= who.persona["patience"] * self.structure["friction"] * self.friction[who.number][visit.card]
        stay -= self.structure["annoyance"] * max(0, visit.messages - 3)
        return [weight * forward if ahead else weight for _, ahead, weight in ways], math.exp(-stay)

    def _returns(self, who: Visitor, visit: Visit, now: float) -> float:
        """Milliseconds until the next visit; negative when there is none."""
        world, persona = self.world, who.persona
        if who.visits >= world["max_visits"]:
            return -1.0
        if not visit.silent:
            who.scored[visit.memory] = now
        odds = world["return_base"] + world["return_progress"] * max(who.progress)
        odds += (world["return_basket"] if who.basket >= 0 else 0.0) + world["return_intent"] * who.intent
        odds += visit.discouraged + persona["return_shift"]
        if self.luck.random() >= 1 / (1 + math.exp(-odds)):
            return -1.0
        gap = min(1e12, persona["gap"] * math.exp(self.luck.gauss(0, persona["gap_spread"])))
        return gap if now + gap < world["horizon"] else -1.0
