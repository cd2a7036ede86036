"""One arm, unfolded: what it says and decides, on which map, and everything it changes, each with a way to take it out.

Adding is choosing: a pain point to solve, a card whose time or shares change, a trait, a rule that is silent here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from PySide6.QtWidgets import QGridLayout, QWidget

from app.actions.experiment_words import Line, lines, pain_text, policy_words
from app.desktop.chrome.basics import column, icon_button, label, row
from app.desktop.inspector.fields import NUMBER, SHARE, TIME, Choice, named_choices, number_field
from app.desktop.lab.parts import Shown
from app.project.builders import in_order
from app.project.edits import Edit
from app.project.experiments import change_arm, change_card, change_traits, walked_map
from app.project.model import Project
from app.project.slices import map_slice
from app.words import name, tr
from maps.model import MapSlice
from personas.problems import FootfallError
from personas.provenance import assumed
from personas.records import FrozenMap
from simulation.scenario import TraitChange, Variant

MODES = ("page-type", "score-card")
_UNITS = {"share": SHARE, "time": TIME, "number": NUMBER}
Do = Callable[[Callable[[Project], Edit]], object]


def editor(shown: Shown, arm: str, do: Do) -> QWidget:
    """The fields of an arm; `do` applies the edit that a maker builds from the project as it is then."""
    made = QWidget()
    made.setObjectName(f"editor-{arm}")
    look, project = shown.look, shown.document.project
    variant = project.variants[arm]
    box = column(spacing=look.px(6), margins=(look.px(34), look.px(2), 0, look.px(10)))
    for words, field in _whole(shown, arm, variant, do):
        said = label(words, "label")
        said.setFixedWidth(look.px(104))
        box.addLayout(row(said, field, spacing=look.px(8)))
    for line in lines(project, arm):
        box.addLayout(_line(shown, line, do))
    grid = QGridLayout()
    grid.setHorizontalSpacing(look.px(24))
    grid.setVerticalSpacing(look.px(6))
    for place, adder in enumerate(_adders(shown, arm, variant, do)):
        grid.addWidget(adder, place // 2, place % 2)
    box.addLayout(grid)
    made.setLayout(box)
    return made


def _whole(shown: Shown, arm: str, variant: Variant, do: Do) -> Iterable[tuple[str, QWidget]]:
    project, look = shown.document.project, shown.look
    control = project.experiments[variant.experiment].control_policy

    def keep(field: str) -> Callable[[Any], object]:
        return lambda value: do(lambda now: change_arm(now, arm, **{field: value or None}))

    same = tr("as the control ({policy})", policy=policy_words(project, control))
    policies = [("", same), *((key, policy_words(project, key)) for key in in_order(project.policies))]
    yield (
        tr("Messages"),
        Choice(look, tr("Messages"), policies, variant.policy or "", keep("policy"), object_name=f"policy-{arm}"),
    )
    modes = [("", tr("as its messages say")), *named_choices("mode", MODES)]
    if variant.mode and variant.mode not in MODES:
        modes.append((variant.mode, name("mode", variant.mode)))
    yield (
        tr("Phase decided by"),
        Choice(look, tr("Phase decided by"), modes, variant.mode or "", keep("mode"), object_name=f"mode-{arm}"),
    )
    here = project.experiments[variant.experiment].map
    others = [key for key in in_order(project.maps) if key != here]
    if others:
        maps = [("", tr("the same map")), *((key, project.maps[key].title) for key in others)]
        yield tr("Map"), Choice(look, tr("Map"), maps, variant.map or "", keep("map"), object_name=f"map-{arm}")


def _line(shown: Shown, line: Line, do: Do) -> Any:
    look = shown.look
    take = icon_button(look, "x", tr("Take this out: {what}", what=line.whole), lambda: do(line.remove))
    take.setObjectName(f"take-{line.key}")
    words = label(line.words, wrap=True)
    if line.set is None or line.value is None:
        made = row(words, spacing=look.px(8))
        made.setStretch(0, 1)
        made.addWidget(take)
        return made
    put = line.set

    def keep(value: float | None) -> None:
        if value is not None:
            shown.document.edit(put(shown.document.project, value))

    field = number_field(look, f"value-{line.key}", line.words, line.value, _UNITS[line.kind], keep)
    field.setFixedWidth(look.px(96))
    made = row(words, field, take, spacing=look.px(8))
    made.setStretch(0, 1)
    return made


def _adders(shown: Shown, arm: str, variant: Variant, do: Do) -> Iterable[QWidget]:
    project, look = shown.document.project, shown.look
    piece = map_slice(project, walked_map(project, variant))

    def adder(what: str, words: str, options: list[tuple[str, str]], take: Callable[[str], object]) -> QWidget:
        first = [("", words), *options]
        return Choice(look, words, first, "", lambda key: take(key) if key else None, object_name=f"add-{what}-{arm}")

    found = (
        ("pain", tr("Solve a pain point…"), _pains(project, piece, variant), _solve),
        ("dwell", tr("Change the time on a card…"), _cards(piece, variant), _dwell),
        ("share", tr("Change a share…"), _links(piece, variant), _share),
        ("context", tr("Keep or lose what is known…"), _hand_overs(piece, variant), _context),
        ("trait", tr("Change who comes…"), _traits(piece, variant), _trait),
        ("rule", tr("Leave a message out…"), _rules(project, variant), _silence),
    )
    for what, words, options, change in found:
        if options:
            yield adder(what, words, options, _chosen(do, change, arm))


def _chosen(do: Do, change: Callable[[Project, str, str], Edit], arm: str) -> Callable[[str], object]:
    return lambda key: do(lambda now: change(now, arm, key))


def _pains(project: Project, piece: MapSlice, variant: Variant) -> list[tuple[str, str]]:
    gone = {key for change in variant.card_changes.values() for key in change.pains_removed}
    found = []
    for key in in_order(project.pains):
        card = piece.cards.get(project.pains[key].card)
        point = piece.touchpoints.get(card.touchpoint or "") if card is not None else None
        if point is not None and key not in gone:
            found.append((key, f"{point.title}: {pain_text(project, key)}"))
    return found


def _solve(project: Project, arm: str, key: str) -> Edit:
    card = project.cards[project.pains[key].card].touchpoint or ""
    change = project.variants[arm].card_changes.get(card)
    now = change.pains_removed if change is not None else FrozenMap()
    return change_card(project, arm, card, pains_removed=now.set(key, True))


def _cards(piece: MapSlice, variant: Variant) -> list[tuple[str, str]]:
    return [
        (key, piece.touchpoints[key].title)
        for key in piece.walked()
        if key not in variant.card_changes or variant.card_changes[key].dwell is None
    ]


def _dwell(project: Project, arm: str, key: str) -> Edit:
    return change_card(project, arm, key, dwell=assumed(project.touchpoints[key].dwell.value))


def _links(piece: MapSlice, variant: Variant) -> list[tuple[str, str]]:
    changed = {key for change in variant.card_changes.values() for key in change.shares}
    return [(key, _way(piece, key)) for key in piece.walked_links() if key not in changed]


def _way(piece: MapSlice, key: str) -> str:
    link = piece.links[key]
    return f"{piece.touchpoints[link.from_touchpoint].title} → {piece.touchpoints[link.to_touchpoint].title}"


def _share(project: Project, arm: str, key: str) -> Edit:
    link = project.links[key]
    change = project.variants[arm].card_changes.get(link.from_touchpoint)
    now = change.shares if change is not None else FrozenMap()
    return change_card(project, arm, link.from_touchpoint, shares=now.set(key, assumed(link.share.value)))


def _hand_overs(piece: MapSlice, variant: Variant) -> list[tuple[str, str]]:
    changed = {key for change in variant.card_changes.values() for key in change.context}
    found = []
    for key in piece.walked_links():
        if key not in changed:
            keeps = piece.links[key].keeps_context
            words = tr("{way}: loses it") if keeps else tr("{way}: keeps it")
            found.append((key, words.format(way=_way(piece, key))))
    return found


def _context(project: Project, arm: str, key: str) -> Edit:
    link = project.links[key]
    change = project.variants[arm].card_changes.get(link.from_touchpoint)
    now = change.context if change is not None else FrozenMap()
    return change_card(project, arm, link.from_touchpoint, context=now.set(key, not link.keeps_context))


def _traits(piece: MapSlice, variant: Variant) -> list[tuple[str, str]]:
    found = []
    for persona, record in piece.personas.items():
        changed = variant.trait_changes.get(persona)
        found += [
            (f"{persona}/{trait}", f"{record.name}: {name('trait', trait)}")
            for trait in TraitChange.model_fields
            if changed is None or getattr(changed, trait) is None
        ]
    return found


def _trait(project: Project, arm: str, key: str) -> Edit:
    persona, _, trait = key.partition("/")
    value = getattr(project.personas[persona].traits, trait).value
    return change_traits(project, arm, persona, **{trait: assumed(value)})


def _rules(project: Project, variant: Variant) -> list[tuple[str, str]]:
    said = variant.policy or project.experiments[variant.experiment].control_policy
    return [
        (key, project.rules[key].title)
        for key in in_order(project.rules)
        if project.rules[key].policy == said and project.rules[key].on and key not in variant.rules_off
    ]


def _silence(project: Project, arm: str, key: str) -> Edit:
    return change_arm(project, arm, rules_off=project.variants[arm].rules_off.set(key, True))


def doing(shown: Shown) -> Do:
    """Applies what a maker builds; what is refused is said in one sentence."""

    def do(make: Callable[[Project], Edit]) -> None:
        try:
            shown.document.edit(make(shown.document.project))
        except FootfallError as error:
            shown.studio.say_error(error)

    return do
