"""What changed between two states of a project or a map, in words: "3 cards added, 1 text changed"."""

from __future__ import annotations

from collections.abc import Mapping

from app.words.catalogue import mark_plural, plural, tr
from app.words.numbers import number

_NOUNS: dict[tuple[str, str], tuple[str, str]] = {
    ("cards", "added"): mark_plural("{count} card added", "{count} cards added"),
    ("cards", "removed"): mark_plural("{count} card removed", "{count} cards removed"),
    ("cards", "changed"): mark_plural("{count} card changed", "{count} cards changed"),
    ("cards", "moved"): mark_plural("{count} card moved", "{count} cards moved"),
    ("touchpoints", "added"): mark_plural("{count} touchpoint added", "{count} touchpoints added"),
    ("touchpoints", "removed"): mark_plural("{count} touchpoint removed", "{count} touchpoints removed"),
    ("touchpoints", "changed"): mark_plural("{count} touchpoint changed", "{count} touchpoints changed"),
    ("touchpoints", "moved"): mark_plural("{count} touchpoint moved", "{count} touchpoints moved"),
    ("touchpoints", "feeling"): mark_plural("feelings at {count} touchpoint", "feelings at {count} touchpoints"),
    ("stages", "added"): mark_plural("{count} stage added", "{count} stages added"),
    ("stages", "removed"): mark_plural("{count} stage removed", "{count} stages removed"),
    ("stages", "changed"): mark_plural("{count} stage changed", "{count} stages changed"),
    ("stages", "moved"): mark_plural("{count} stage moved", "{count} stages moved"),
    ("lanes", "added"): mark_plural("{count} lane added", "{count} lanes added"),
    ("lanes", "removed"): mark_plural("{count} lane removed", "{count} lanes removed"),
    ("lanes", "changed"): mark_plural("{count} lane changed", "{count} lanes changed"),
    ("lanes", "moved"): mark_plural("{count} lane moved", "{count} lanes moved"),
    ("links", "added"): mark_plural("{count} link added", "{count} links added"),
    ("links", "removed"): mark_plural("{count} link removed", "{count} links removed"),
    ("links", "changed"): mark_plural("{count} link changed", "{count} links changed"),
    ("links", "moved"): mark_plural("{count} link led elsewhere", "{count} links led elsewhere"),
    ("maps", "added"): mark_plural("{count} map added", "{count} maps added"),
    ("maps", "removed"): mark_plural("{count} map removed", "{count} maps removed"),
    ("maps", "changed"): mark_plural("{count} map changed", "{count} maps changed"),
    ("personas", "added"): mark_plural("{count} persona added", "{count} personas added"),
    ("personas", "removed"): mark_plural("{count} persona removed", "{count} personas removed"),
    ("personas", "changed"): mark_plural("{count} persona changed", "{count} personas changed"),
}
_TEXTS = mark_plural("{count} text changed", "{count} texts changed")
_FEELINGS = mark_plural("{count} feeling moved", "{count} feelings moved")
_OTHERS = mark_plural("{count} other thing changed", "{count} other things changed")
_WITH_A_CARD = frozenset({"pains", "opportunities", "metrics"})


def changes_said(counts: Mapping[tuple[str, str], int]) -> tuple[str, ...]:
    """Each kind of change with its number, what was added first; empty when nothing is different.

    A pain point, an opportunity or a KPI comes and goes with its card and is not counted beside it.
    """
    left = {key: count for key, count in counts.items() if count}
    for table in _WITH_A_CARD:
        for kind in ("added", "removed"):
            left.pop((table, kind), None)
    said = [plural(*words, left.pop(key), count=number(counts[key])) for key, words in _NOUNS.items() if left.get(key)]
    for kind, words in (("text", _TEXTS), ("feeling", _FEELINGS)):
        many = sum(left.pop(key) for key in [key for key in left if key[1] == kind])
        if many:
            said.append(plural(*words, many, count=number(many)))
    rest = sum(left.values())
    if rest:
        said.append(plural(*_OTHERS, rest, count=number(rest)))
    return tuple(said)


def change_sentence(counts: Mapping[tuple[str, str], int]) -> str:
    """The same in one sentence."""
    said = changes_said(counts)
    return ", ".join(said) if said else tr("Nothing is different.")
