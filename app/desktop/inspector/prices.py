"""What pain points cost: all of a map with their amounts, or one of them, and the button that finds it out."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QLayout, QVBoxLayout

from app.desktop.chrome.basics import button, column, label, row
from app.desktop.inspector.linkrow import LinkRow
from app.desktop.look import Look
from app.desktop.pricing import Priced, card_words
from app.words import tr

_MOST = 12


def price_list(
    look: Look,
    priced: Priced | None,
    ask: Callable[[], object],
    choose: Callable[[str], object],
    *,
    running: bool = False,
) -> QVBoxLayout:
    """The prices, the most expensive first, each leading to its card; before that, what pressing the button does."""
    from app.actions.price_table import amount, interaction_words, rests_on_words

    box = column(spacing=look.px(2))
    if priced is None:
        words = tr("Solve each pain point in turn, with the same visitors, and see what it costs a month.")
        box.addWidget(label(words, "note", wrap=True))
        box.addSpacing(look.px(6))
        box.addLayout(_again(look, tr("Price the pain points"), ask, running=running))
        return box
    prices = priced.prices
    if priced.stale:
        box.addWidget(label(tr("From before your last change."), "strong", wrap=True))
    for one in prices.priced[:_MOST]:
        note = amount(one.margin.mean, prices.currency) if one.margin.mean is not None else tr("too few to say")
        made = LinkRow(look, one.title, note, partial(choose, one.card), icon="tag")
        made.setObjectName(f"price-{one.card}")
        made.setToolTip("\n".join((one.title, *card_words(priced, one.card))))
        box.addWidget(made)
    if not prices.priced:
        box.addWidget(label(tr("No pain point of this map can be priced."), "note", wrap=True))
    box.addSpacing(look.px(6))
    if prices.interaction is not None:
        box.addWidget(label(interaction_words(prices.interaction, prices.currency), "note", wrap=True))
    if prices.priced:
        box.addWidget(label(rests_on_words(), "small", wrap=True))
    if priced.stale:
        box.addSpacing(look.px(6))
        box.addLayout(_again(look, tr("Price them again"), ask, running=running))
    return box


def _again(look: Look, words: str, ask: Callable[[], object], *, running: bool) -> QLayout:
    made = button(look, words, ask, icon="tag", name="price-pains")
    made.setEnabled(not running)
    return row(made, None)


def price_of_card(look: Look, priced: Priced | None, card: str, ask: Callable[[], object]) -> QVBoxLayout:
    """What one pain point costs, with its interval."""
    if priced is None:
        return column(_again(look, tr("Price the pain points"), ask, running=False))
    first, *more = card_words(priced, card) or (tr("It was not there when the pain points were priced."),)
    box = column(label(first, "strong", wrap=True), spacing=look.px(4))
    for words in more:
        box.addWidget(label(words, "note", wrap=True))
    if priced.stale:
        box.addLayout(_again(look, tr("Price them again"), ask, running=False))
    return box
