"""Desks and stock of a whole project: what nobody uses, and what cannot be read.

Nothing here stops work on a map. What keeps a scenario from being simulated is refused again when it is compiled.
"""

from __future__ import annotations

from collections.abc import Iterator

from app.project.explain import json_path
from app.project.model import Project
from personas.problems import Finding, finding


def findings(project: Project) -> tuple[Finding, ...]:
    """One finding per desk that nobody points to or that is never open, and per stock that is never sold from."""
    if not project.desks and not any(one.stock is not None for one in project.products.values()):
        return ()
    return (*_desks(project), *_stock(project))


def _desks(project: Project) -> Iterator[Finding]:
    from simulation.assembly.capacity import desk_findings

    used = {point.desk for point in project.touchpoints.values() if point.desk is not None}
    for key, desk in project.desks.items():
        if key in used:
            yield from desk_findings(key, desk)
        else:
            yield finding(
                "warning",
                "desk-unused",
                json_path(("desks", key)),
                "no card is served by the desk '{desk}'",
                "name it on a card, or remove it",
                desk=desk.title,
            )


def _stock(project: Project) -> Iterator[Finding]:
    sold = any(point.goal == "order" for point in project.touchpoints.values())
    wanted = {key for key, one in project.products.items() if one.weight.value > 0} or set(project.products)
    for key, product in project.products.items():
        if product.stock is not None and not (sold and key in wanted):
            yield finding(
                "warning",
                "stock-unused",
                json_path(("products", key, "stock")),
                "the stock of '{product}' is never sold from: no card is an order, or nobody is interested",
                "leave the stock out, or let a card be an order and give the product a weight",
                product=product.title,
            )
