"""What pain points cost, in the studio: the work of pricing, the tags on the map, the words about one of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.desktop.jobs import Reporter, Stopped, Work
from app.project.model import Project
from app.words import number, percent, tr
from maps.layout.options import Prices as Tags

if TYPE_CHECKING:
    from simulation.experiment.price_list import PainPrice, Prices
    from simulation.experiment.run import Settings


@dataclass(frozen=True)
class Priced:
    """The prices of a map; `stale` when the map, its personas or its rules have changed since."""

    prices: Prices
    stale: bool = False

    def gone_stale(self) -> Priced:
        """The same, from before the last change."""
        return replace(self, stale=True)

    def of_card(self, card: str) -> PainPrice | None:
        """The price of the pain point on a card; none when it has none."""
        return next((one for one in self.prices.priced if one.card == card), None)


def work(project: Project, map_id: str, settings: Settings | None = None) -> Work:
    """The work of pricing a map's pain points, for a thread of its own. The project is frozen: no lock is needed."""

    def run(reporter: Reporter) -> Priced:
        from app.project.canonical import digest_without_runs
        from app.project.experiments import looked_at
        from app.project.slices import scenario
        from app.version import version
        from simulation.experiment.prices import price_pains
        from simulation.experiment.result import About
        from simulation.experiment.run import Settings
        from simulation.experiment.watch import Stopped as StoppedEarly

        about = About(app_version=version(), project=project.project.title, project_digest=digest_without_runs(project))
        try:
            found = price_pains(
                scenario(project, looked_at(project, map_id) or None, map_id),
                settings or Settings(),
                about=about,
                progress=lambda share, left, _stage: reporter.say(share, left),
                cancelled=reporter.cancelled,
            )
        except StoppedEarly as early:
            raise Stopped from early
        return Priced(found)

    return run


def tags(priced: Priced | None, map_id: str) -> Tags:
    """The price tags of a map."""
    from app.actions.prices import tags_of

    return Tags({}) if priced is None else tags_of(priced.prices, stale=priced.stale).get(map_id, Tags({}))


def card_words(priced: Priced, card: str) -> tuple[str, ...]:
    """What is known of the price of a card's pain point: the amount with its interval, orders, rank; or why nothing."""
    from app.actions.price_table import about, amount, reason_words

    found, prices = priced.of_card(card), priced.prices
    if found is None:
        missed = next((one for one in prices.unpriced if one.card == card), None)
        if missed is None:
            return ()
        why = reason_words(missed)
        return (tr("Not priced: {reason}", reason=why), *_aged(priced))
    if found.margin.mean is None or found.margin.interval is None:
        return (tr("Too few visitors behaved differently to price it."), *_aged(priced))
    low, high = (amount(end, prices.currency) for end in found.margin.interval)
    said = [
        tr(
            "Costs {amount} a month, 95% between {low} and {high}.",
            amount=amount(found.margin.mean, prices.currency),
            low=low,
            high=high,
        )
    ]
    relative = found.conversion.relative
    if found.orders.mean is not None and relative is not None and relative.mean is not None:
        said.append(
            tr(
                "Solved: {orders} orders a month, conversion {change}.",
                orders=number(about(found.orders.mean), signed=True),
                change=percent(relative.mean, 1, signed=True),
            )
        )
    said.append(tr("Number {rank} of {count} on this map.", rank=found.rank, count=len(prices.priced)))
    return (*said, *_aged(priced))


def _aged(priced: Priced) -> tuple[str, ...]:
    return (tr("From before your last change."),) if priced.stale else ()
