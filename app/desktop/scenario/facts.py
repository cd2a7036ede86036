"""From a rule to its preview: which surface, which words, who looks, in which language."""

from __future__ import annotations

from app.desktop.scenario.context import Desk
from app.desktop.scenario.icons import technique_icon
from app.desktop.scenario.preview import Shown, surface_of
from app.project.builders import in_order
from app.project.policies.cells import mechanics
from app.project.policies.rules import text_in
from app.project.policies.wording import heading_and_rest, runs
from app.words import money, percent, speaking, tr
from personas.records import Language
from simulation.policy.model import Rule


def message_facts(desk: Desk, rule: Rule, persona: str, tongue: Language) -> dict[str, str]:
    """What stands for each placeholder when this persona reads the message."""
    project, piece = desk.project, desk.document.piece
    products = [project.products[key].title for key in in_order(project.products)]
    who = project.personas.get(persona)
    with speaking(tongue):
        shop = (piece.map.organisation if piece is not None else "") or tr("our shop")
        return {
            "product": products[0] if products else tr("product"),
            "name": who.name if who is not None else "",
            "basket_value": money(who.traits.order_value.value, desk.currency) if who is not None else "",
            "discount": percent(rule.discount.value) if rule.discount is not None else "",
            "shop": shop,
        }


def shown_as(desk: Desk, rule_id: str, typed: str | None = None) -> Shown:
    """What the preview of a rule shows; `typed` is a text that is being written and not kept yet."""
    project, persona, tongue = desk.project, desk.persona, desk.tongue
    rule = project.rules[rule_id]
    how = mechanics(project, rule.technique)
    facts = message_facts(desk, rule, persona, tongue)
    message = (text_in(project, rule, tongue) if typed is None else typed) or rule.message
    heading, rest = heading_and_rest(message)
    products = tuple(project.products[key].title for key in in_order(project.products))
    landing = project.touchpoints[rule.landing].title if rule.landing is not None else ""
    return Shown(
        surface=surface_of(how, rule.trigger.kind),
        technique=how.key,
        icon=technique_icon(project, rule.technique),
        heading=runs(heading, facts) if message.strip() else (),
        rest=runs(rest, facts) if rest else (),
        shop=facts["shop"],
        page=_page(desk, rule),
        products=products,
        landing=landing,
        persona=facts["name"],
        discount=facts["discount"],
        tongue=tongue,
    )


def _page(desk: Desk, rule: Rule) -> str:
    """The first page on which a rule would be seen, in its own phases where there is one."""
    project = desk.project
    how = mechanics(project, rule.technique)
    own = [key for key in in_order(project.touchpoints) if project.touchpoints[key].map == desk.document.map_id]
    spots = [key for key in own if key in rule.touchpoints]
    spots = spots or [key for key in own if project.touchpoints[key].page in how.pages]
    for key in spots:
        stage = project.stages.get(project.touchpoints[key].stage)
        if stage is not None and (not rule.phases or stage.phase in rule.phases):
            return project.touchpoints[key].title
    return project.touchpoints[spots[0]].title if spots else ""
