"""What a message says to one visitor: its placeholders filled in, and those that nothing fills named."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal, NamedTuple

PLACEHOLDERS: tuple[str, ...] = ("product", "name", "basket_value", "discount", "shop")
"""What a message may name: what this visitor looks at, who he is, what is in his basket, the rule's discount, us."""
_TOKEN = re.compile(r"\{([a-z_]{1,40})\}")
_END = re.compile(r"(?<=[.?!])\s+")


class Run(NamedTuple):
    """A piece of a message: as written, filled in for this visitor, or a placeholder that nothing fills."""

    words: str
    kind: Literal["written", "filled", "unknown"]


def runs(message: str, facts: Mapping[str, str]) -> tuple[Run, ...]:
    """A message as pieces; `facts` says what stands for each placeholder."""
    found: list[Run] = []
    at = 0
    for token in _TOKEN.finditer(message):
        if token.start() > at:
            found.append(Run(message[at : token.start()], "written"))
        value = facts.get(token[1], "")
        found.append(Run(value, "filled") if value else Run(token[0], "unknown"))
        at = token.end()
    if at < len(message):
        found.append(Run(message[at:], "written"))
    return tuple(found)


def filled(message: str, facts: Mapping[str, str]) -> str:
    """A message as this visitor reads it."""
    return "".join(run.words for run in runs(message, facts))


def unknown(message: str) -> tuple[str, ...]:
    """Placeholders of a message that Footfall does not know, each once."""
    return tuple(dict.fromkeys(name for name in _TOKEN.findall(message) if name not in PLACEHOLDERS))


def heading_and_rest(message: str) -> tuple[str, str]:
    """The first sentence, which is set large, and what follows it."""
    first, *rest = _END.split(message.strip(), maxsplit=1)
    return first, rest[0] if rest else ""
