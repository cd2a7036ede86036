"""What each pain point costs: one paired call, an arm per pain point in which that one is solved (MODEL 4.7).

The control is the shop as it is. Each pain point is an arm in which that one is solved; one more arm has all of them
solved. Many arms are run a few at a time, over the same visitors with the same luck, so that all of them stay paired
and memory does not grow with the number of pain points.
"""

from __future__ import annotations

import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from simulation import draws as luck
from simulation.calibration.label import label_of
from simulation.compile import Compiled, assemble, compile_scenario
from simulation.compiled import digest
from simulation.engines.choose import run as run_engine
from simulation.evidence.catalogue import beliefs as all_beliefs
from simulation.evidence.priors import Belief
from simulation.experiment.analysis import lifts_of
from simulation.experiment.draws import Theta, parameters
from simulation.experiment.estimators import absolute_series, relative_series
from simulation.experiment.interval import NORMAL
from simulation.experiment.levels import Material
from simulation.experiment.precision import FEWEST_VISITORS, PILOT_DRAWS, PILOT_VISITORS, choose
from simulation.experiment.price_list import (
    LIFETIME,
    MONTH_IN_WEEKS,
    Interaction,
    PainPrice,
    Price,
    Prices,
)
from simulation.experiment.readings import paired_sums
from simulation.experiment.refusals import refuse
from simulation.experiment.result import UNSAID, About, Change, Effect, Lift, Warned
from simulation.experiment.run import (
    PILOT_FROM,
    Settings,
    drawn,
    resembled,
    strengths_today,
)
from simulation.experiment.solving import Spot, solving, spots_of, title_of, unpriced
from simulation.experiment.warnings import WHOLE_CHECKOUT, general, ordered
from simulation.experiment.watch import Cancelled, Progress, Stopped, Watch
from simulation.experiment.worlds import size
from simulation.measures.moments import PairedMoments
from simulation.measures.registry import MEASURES
from simulation.plan import Plan
from simulation.scenario import Scenario

BATCH = 8
"""Most arms, beside the control, that are run at once."""
MOST_LIVES = 24_000_000
"""Most lives of visitors, over all draws and arms, that a run without a number of visitors takes."""
ALL = "solve-all"
CONVERSION, ORDERS, MARGIN = "conversion_rate", "orders_per_visitor", "margin_per_visitor"
NO_CHANGE = Change(
    helps=None, no_difference=None, harms=None, absolute=UNSAID, relative=None, flips=0, gained=0, quality="none"
)


def price_pains(
    scenario: Scenario,
    settings: Settings | None = None,
    *,
    about: About | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Prices:
    """Price every pain point of the scenario's map.

    The control is that of the scenario's experiment, else the status quo. `settings.visitors` is per draw; none: as
    many as a pilot asks for, within `MOST_LIVES`. `settings.precision` is not used.

    Raises:
        Refused: for what Footfall will not answer, with every reason.
        Stopped: when cancelled before anything could be priced.
    """
    return _Pricing(scenario, settings or Settings(), about or About(), progress, cancelled).prices()


class _Pricing:
    def __init__(
        self,
        scenario: Scenario,
        settings: Settings,
        about: About,
        progress: Progress | None,
        cancelled: Cancelled | None,
    ) -> None:
        self.settings, self.about = settings, about
        self.watch = Watch(progress, cancelled)
        self.started = time.monotonic()
        control = scenario.arms[0] if scenario.experiment is not None else scenario.status_quo
        self.spots, self.unpriced = spots_of(scenario)
        arms = [solving(control, [spot], spot.arm, title_of(scenario, spot)) for spot in self.spots]
        # The experiment's own metric and smallest lift are about its variants.
        self.scenario = replace(scenario, arms=(control, *arms), experiment=None)
        self.experiment = scenario.experiment_id
        self.engine, self.visitors, self.runs, self.complete = "", 0, 1, True

    def prices(self) -> Prices:
        """Everything in order."""
        refuse(self.scenario)
        beliefs = all_beliefs(self.scenario.techniques)
        theta = drawn(self.scenario, beliefs, self.settings)
        self.watch.tell(0.0, None, "compile")
        self._leave_out_what_nothing_feels()
        if not self.spots:
            return self._list({}, theta, None)
        compiled = compile_scenario(
            self.scenario,
            seed=self.settings.seed,
            today=strengths_today(self.scenario, beliefs),
            workers=self.settings.workers,
            check=self.watch.fitting,
        )
        batches = self._batches()
        plans = [self._plan(compiled, batch) for batch in batches]
        theta = self._size(compiled, plans, theta)
        materials = self._run(compiled, batches, plans, theta, beliefs)
        self.watch.tell(0.96, None, "analyse")
        prices: dict[str, Price] = {}
        for material in materials:
            prices |= self._price(material)
        for spot in [spot for spot in self.spots if spot.arm in prices and self._unmoved(materials, spot)]:
            walked = self.scenario.slice.touchpoints[spot.touchpoint].page != "none"
            self.unpriced.append(unpriced(self.scenario, spot, "unreached" if walked else "outside"))
            self.spots.remove(spot)
        return self._list(prices, theta, self._interaction(materials))

    def _leave_out_what_nothing_feels(self) -> None:
        """Pain points on cards where solving them changes nothing that is simulated get no arm."""
        pains = assemble(self.scenario).plan.pains
        names = ("friction", "burden") if self.money == LIFETIME else ("friction",)
        felt = [
            spot
            for a, spot in enumerate(self.spots, 1)
            if any(not np.array_equal(pains[a][name], pains[0][name]) for name in names)
        ]
        self.unpriced += [unpriced(self.scenario, spot, "outside") for spot in self.spots if spot not in felt]
        self.spots = felt
        control = self.scenario.arms[0]
        arms = [arm for arm in self.scenario.arms[1:] if arm.id in {spot.arm for spot in felt}]
        if len(felt) > 1:
            arms.append(solving(control, felt, ALL, ALL))
        self.scenario = replace(self.scenario, arms=(control, *arms))

    # ---- running ---------------------------------------------------------------------------------------------

    def _batches(self) -> list[tuple[int, ...]]:
        """Places of the arms that are run at once, the control first in each; all solved is among the first."""
        places = list(range(1, len(self.scenario.arms)))
        if len(self.spots) > 1:
            places.insert(0, places.pop())
        return [(0, *places[at : at + BATCH]) for at in range(0, len(places), BATCH)]

    def _plan(self, compiled: Compiled, batch: tuple[int, ...]) -> Plan:
        plan = assemble(self.scenario, [self.scenario.arms[place] for place in batch]).plan
        return plan._replace(weight=compiled.plan.weight[list(batch)], world=compiled.plan.world)

    def _size(self, compiled: Compiled, plans: Sequence[Plan], theta: Theta) -> Theta:
        """Settle how many visitors each draw has; where they compete, in whole worlds and with fewer draws perhaps."""
        if compiled.plan.world[0]["coupled"] > 0:
            asked = [size(plan, theta.count, self.settings.engine, self.settings.visitors) for plan in plans]
            least = min(asked, key=lambda one: (one.people, one.draws))
            self.visitors, self.runs = least.people, least.runs
            return theta.head(least.draws)
        self.visitors = self.settings.visitors or self._enough(compiled, plans, theta)
        return theta

    def _enough(self, compiled: Compiled, plans: Sequence[Plan], theta: Theta) -> int:
        """Visitors per draw that the neediest pain point asks for, as far as the budget goes."""
        arms = sum(len(plan.arms) for plan in plans)
        most = max(FEWEST_VISITORS, MOST_LIVES // (theta.count * arms))
        if theta.count <= PILOT_DRAWS:
            return most
        self.watch.tell(0.03, None, "pilot")
        asked = FEWEST_VISITORS
        for plan in plans:
            pilot = self._engine(compiled, plan, theta.head(PILOT_DRAWS), PILOT_FROM, PILOT_VISITORS)
            self.watch.check()
            for arm in range(1, len(plan.arms)):
                data = paired_sums(pilot, MEASURES[CONVERSION], arm)
                if not data.flips.any():  # felt after the order, if at all
                    data = paired_sums(pilot, MEASURES[self.money], arm)
                if not data.sums[:, 0].any() or not data.flips.any():
                    return most
                asked = max(asked, choose(relative_series(data), PILOT_VISITORS, draws=theta.count).visitors)
        return min(asked, most)

    def _run(
        self,
        compiled: Compiled,
        batches: Sequence[tuple[int, ...]],
        plans: Sequence[Plan],
        theta: Theta,
        beliefs: Mapping[str, Belief],
    ) -> list[Material]:
        done: list[Material] = []
        for number, (batch, plan) in enumerate(zip(batches, plans, strict=True)):
            moments = self._engine(compiled, plan, theta, 0, self.visitors, (number, len(batches)))
            self.engine = moments.engine
            if moments.count.any():
                part = replace(self.scenario, arms=tuple(self.scenario.arms[place] for place in batch))
                done.append(Material(part, compiled.tables, beliefs, theta, moments, self.settings.seed, CONVERSION))
            if not moments.complete:
                self.complete = False
                if not done:
                    raise Stopped
                break
        return done

    def _engine(
        self,
        compiled: Compiled,
        plan: Plan,
        theta: Theta,
        first: int,
        visitors: int,
        part: tuple[int, int] | None = None,
    ) -> PairedMoments:
        begun = time.monotonic()

        def watch(done: int, whole: int) -> None:
            if part is None:
                return
            share = (part[0] + done / whole) / part[1]
            here = share - part[0] / part[1]
            left = (time.monotonic() - begun) * (1 - share) / here if here > 0.02 else None
            self.watch.tell(0.05 + 0.9 * share, left, "simulate")

        return run_engine(
            plan,
            parameters(theta, compiled.tables.techniques, resembled(self.scenario)),
            seed=self.settings.seed,
            stream=luck.HEADLINE,
            first_visitor=first,
            visitors_per_draw=visitors * self.runs,
            runs=self.runs,
            workers=self.settings.workers,
            engine=self.settings.engine,
            progress=watch,
            cancelled=self.watch.cancelled,
        )

    # ---- reading ---------------------------------------------------------------------------------------------

    @property
    def money(self) -> str:
        """Measure of what a month brings: with later purchases where those are simulated."""
        return LIFETIME if self.scenario.slice.map.world.after_weeks > 0 else MARGIN

    @property
    def visitors_per_month(self) -> float:
        """New visitors in an average month, at the map's traffic."""
        return self.scenario.slice.map.world.visitors_per_week.value * MONTH_IN_WEEKS

    def _price(self, material: Material) -> dict[str, Price]:
        found = {}
        arms = material.scenario.arms[1:]
        for arm, lifts in zip(arms, lifts_of(material, (CONVERSION, ORDERS, self.money)), strict=True):
            conversion = lifts.get(CONVERSION)
            found[arm.id] = Price(
                arm=arm.id,
                conversion=conversion.change() if conversion is not None else NO_CHANGE,
                orders=self._monthly(lifts.get(ORDERS)),
                margin=self._monthly(lifts.get(self.money)),
            )
        return found

    def _unmoved(self, materials: Sequence[Material], spot: Spot) -> bool:
        """Whether nobody's life is another one when the pain point is solved."""
        for material in materials:
            ids = [arm.id for arm in material.scenario.arms]
            if spot.arm in ids:
                first = material.moments.raw_first
                return np.array_equal(first[:, :, ids.index(spot.arm)], first[:, :, 0])
        return False

    def _monthly(self, lift: Lift | None) -> Effect:
        return UNSAID if lift is None else lift.absolute.times(self.visitors_per_month)

    def _interaction(self, materials: Sequence[Material]) -> Interaction | None:
        """Draw by draw, with the same visitors in all arms: what is left of the sum when all are solved at once."""
        series = {}
        for material in materials:
            for place, arm in enumerate(material.scenario.arms[1:], 1):
                series[arm.id] = absolute_series(paired_sums(material.moments, MEASURES[self.money], place)).values
        alone = [spot.arm for spot in self.spots]
        if not self.complete or ALL not in series or any(arm not in series for arm in alone):
            return None
        each = sum(series[arm] for arm in alone)
        apart = (series[ALL] - each) * self.visitors_per_month
        mean, error = float(apart.mean()), None
        if len(apart) > 1:
            error = float(apart.std(ddof=1)) / math.sqrt(len(apart))
        return Interaction(
            together=float(series[ALL].mean()) * self.visitors_per_month,
            sum=float(np.mean(each)) * self.visitors_per_month,
            difference=Effect(
                mean=mean,
                interval=None if error is None else (mean - NORMAL * error, mean + NORMAL * error),
                se_monte_carlo=error,
                se_parameters=None,
                se=error,
            ),
        )

    def _list(self, prices: Mapping[str, Price], theta: Theta, interaction: Interaction | None) -> Prices:
        known = [(spot, prices[spot.arm]) for spot in self.spots if spot.arm in prices]
        known.sort(key=lambda one: (-_worth(one[1]), one[0].pain))
        missed = [spot for spot in self.spots if spot.arm not in prices]
        self.watch.tell(1.0, 0.0, "analyse")
        return Prices(
            **dict(self.about.model_copy(update={"engine_version": self.about.engine_version or digest()})),
            map=self.scenario.slice.id,
            experiment=self.experiment,
            control=self.scenario.arms[0].title,
            seed=self.settings.seed,
            engine=self.engine,
            visitors=self.visitors,
            draws=theta.count,
            seconds=time.monotonic() - self.started,
            complete=self.complete,
            currency=self.scenario.slice.map.currency,
            visitors_per_month=self.visitors_per_month,
            money=self.money,
            priced=tuple(self._row(rank, spot, price) for rank, (spot, price) in enumerate(known, 1)),
            together=prices.get(ALL),
            interaction=interaction,
            unpriced=(*self.unpriced, *(unpriced(self.scenario, spot, "stopped") for spot in missed)),
            warnings=self._warnings(prices, theta),
        )

    def _row(self, rank: int, spot: Spot, price: Price) -> PainPrice:
        point = self.scenario.slice.touchpoints[spot.touchpoint]
        return PainPrice(
            **dict(price),
            rank=rank,
            pain=spot.pain,
            card=spot.card,
            touchpoint=spot.touchpoint,
            title=title_of(self.scenario, spot),
            where=point.title,
            severity=self.scenario.slice.pains[spot.card].severity,
        )

    def _warnings(self, prices: Mapping[str, Price], theta: Theta) -> tuple[Warned, ...]:
        said = general(
            self.scenario,
            draws=theta.count,
            complete=self.complete,
            enough=True,
            label=label_of(self.scenario.backing).text,
            basis={"severity"},
        )
        every = prices.get(ALL)
        gain = every.conversion.relative.mean if every is not None and every.conversion.relative is not None else None
        if gain is not None and gain > WHOLE_CHECKOUT:
            said.append(
                Warned(
                    code="whole-checkout",
                    message="All of them: more than 35% is above what experts expect of mending a whole checkout.",
                    values={"arm": ALL, "lift": f"{gain:.4f}"},
                )
            )
        rare = [spot for spot in self.spots if spot.arm in prices and prices[spot.arm].margin.mean is None]
        if rare:
            said.append(
                Warned(
                    code="prices-rare",
                    message=f"{len(rare)} pain points changed fewer than 30 simulated visitors: too few to price them.",
                    values={"count": str(len(rare))},
                )
            )
        return ordered(said)


def _worth(price: Price) -> float:
    return -math.inf if price.margin.mean is None else price.margin.mean
