"""What the shop in plain SimPy says to whom: rules, caps, effects, and the phase it believes in."""

from __future__ import annotations

import math
import random
from typing import Any

from benchmarks.plain.people import Counts, Visit, Visitor, rows
from simulation import plan as numbers
from simulation.plan import Draw, Plan


class Talking:
    """The messages of one arm of a plan."""

    def __init__(self, plan: Plan, draw: Draw, arm: int, seed: int) -> None:
        self.luck = random.Random(seed)  # noqa: S311 - as people write it
        self.world, self.arm = rows(plan.world)[0], rows(plan.arms[arm : arm + 1])[0]
        self.cards = rows(plan.cards[arm])
        self.structure, self.strength = rows(draw.structure)[0], draw.strength.tolist()
        self.techniques, self.susceptibility = rows(plan.techniques), plan.susceptibility.tolist()
        first, count = self.arm["rule_first"], self.arm["rule_count"]
        self.rules = dict(list(enumerate(rows(plan.rules)))[first : first + count])
        self.rule_cards = plan.rule_cards.tolist()
        self.rule_segments = plan.rule_segments.tolist()
        self.segments, self.conditions = rows(plan.segments), rows(plan.conditions)
        self.counts = Counts()

    def _stopped(self, who: Visitor, visit: Visit) -> bool:
        """Whether an exit message is shown, noticed and of any use."""
        rule = self._rule(who, visit, numbers.EXIT_INTENT, 0)
        notice = self.world["notice_desktop"] if who.device == 0 else self.world["notice_phone"]
        if rule < 0 or self.luck.random() >= notice:
            return False
        effect = self._show(who, visit, rule)
        if effect < 0:
            visit.discouraged += effect
            return False
        self._persuade(visit, rule, effect)
        return effect > 0

    def _speak(self, who: Visitor, visit: Visit) -> None:
        spoke = 0
        for moment in (numbers.ARRIVE, numbers.IDLE):
            while (rule := self._rule(who, visit, moment, spoke)) >= 0:
                self._persuade(visit, rule, self._show(who, visit, rule))
                spoke += 1

    def _rule(self, who: Visitor, visit: Visit, moment: int, spoke: int) -> int:
        """The rule that speaks now: the highest priority of phase, then audience, then its own; -1 for none."""
        if spoke >= self.arm["per_page"] or visit.messages >= self.arm["per_visit"]:
            return -1
        phase, audience = self._seen_phase(who, visit), self._seen_audience(visit)
        best, found = (-1, -1, -1), -1
        for number, rule in self.rules.items():
            rank = (rule["phases"][phase], rule["audiences"][audience], rule["rank"])
            if min(rank[:2]) < 0 or not self.rule_cards[number][visit.card]:
                continue
            if rank > best and self._triggered(visit, rule, moment) and self._rested(who, visit, number, rule):
                if rule["segmented"] and not self._in_segment(who, visit, number):
                    continue
                best, found = rank, number
        return found

    def _triggered(self, visit: Visit, rule: dict[str, Any], moment: int) -> bool:
        trigger, card = rule["trigger"], self.cards[visit.card]
        if moment == numbers.ARRIVE:
            if trigger == numbers.NTH_VIEW:
                return bool(card["focus"] == numbers.A_PRODUCT and visit.looks[visit.focus] == rule["threshold"])
            return bool(trigger == numbers.ARRIVE or (trigger == numbers.RETURN_VISIT and visit.recognised))
        if moment == numbers.IDLE:
            long = visit.dwell > rule["threshold"]
            return bool(long and (trigger == numbers.IDLE or (trigger == numbers.LONG_ON_FORM and card["form"] > 0)))
        return bool(trigger == numbers.EXIT_INTENT)

    def _rested(self, who: Visitor, visit: Visit, number: int, rule: dict[str, Any]) -> bool:
        if visit.spoken.get(number, 0) >= rule["per_visit"] or who.shown.get(number, 0) >= rule["per_visitor"]:
            return False
        return number not in who.last or who.pages - who.last[number] > rule["cooldown"]

    def _in_segment(self, who: Visitor, visit: Visit, rule: int) -> bool:
        facts = {
            numbers.IS_RETURNING: visit.recognised,
            numbers.ON_DEVICE: who.device,
            numbers.BY_CHANNEL: visit.channel,
            numbers.BASKET_VALUE: who.value if who.basket >= 0 else 0.0,
            numbers.IS_CUSTOMER: who.customer,
            numbers.PRODUCT_VIEWS: visit.views,
        }
        tests = {
            numbers.EQUAL: lambda fact, asked: fact == asked,
            numbers.UNEQUAL: lambda fact, asked: fact != asked,
            numbers.AT_LEAST: lambda fact, asked: fact >= asked,
            numbers.BELOW: lambda fact, asked: fact < asked,
        }
        for number, segment in enumerate(self.segments):
            if self.rule_segments[rule][number]:
                asked = self.conditions[segment["first"] : segment["first"] + segment["count"]]
                if all(tests[one["test"]](facts[one["field"]], one["number"]) for one in asked):
                    return True
        return False

    def _seen_phase(self, who: Visitor, visit: Visit) -> int:
        kind = int(self.cards[visit.card]["kind"])
        if self.arm["mode"] == numbers.PAGE_TYPE:
            return kind
        memory = who.score[visit.memory]
        points = memory[visit.focus] if visit.focus >= 0 else max(memory)
        if points >= self.arm["checkout_from"] or kind == 4:
            return 4
        return 3 if points >= self.arm["choose_from"] else 2 if points >= self.arm["search_from"] else 1

    def _seen_audience(self, visit: Visit) -> int:
        if visit.score >= self.arm["buying_from"]:
            return numbers.BUYING
        return numbers.ORIENTATING if visit.score >= self.arm["orientating_from"] else numbers.UNKNOWN

    def _show(self, who: Visitor, visit: Visit, number: int) -> float:
        """Show a message; its effect, log-odds."""
        rule = self.rules[number]
        which = rule["technique"]
        technique = self.techniques[which]
        before = visit.techniques.get(which, 0)
        size = self.strength[which] * self.susceptibility[who.number][which] * rule["relevance"]
        size *= technique["filled"] if who.basket >= 0 else technique["empty"]
        size *= self._fit(technique["fit"], visit.ahead)
        if technique["learns"] > 0:
            size *= 0.5 + 0.5 * (1.0 - math.exp(-who.viewed[visit.memory] / 3.0))
        visit.spoken[number] = visit.spoken.get(number, 0) + 1
        who.shown[number] = who.shown.get(number, 0) + 1
        who.last[number] = who.pages
        visit.techniques[which] = before + 1
        visit.messages += 1
        self.counts.messages += 1
        return float(size * self.structure["fatigue"] ** before)

    def _fit(self, fits: float, progress: float) -> float:
        if fits == 0:
            return 1.0
        near, off = self.structure["m1"], abs(min(3.5, max(0.5, progress)) - (fits - 0.5))
        if off <= 1:
            return float(1 - off * (1 - near))
        return float(near * (1 - 0.6 * (off - 1)) if off <= 2 else 0.4 * near * max(0.0, 3 - off))

    def _persuade(self, visit: Visit, rule: int, effect: float) -> None:
        if self.techniques[self.rules[rule]["technique"]]["hold"] > 0:
            visit.held += effect
        else:
            visit.pushed += effect
