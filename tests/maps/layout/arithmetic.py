"""A measure by arithmetic, so that golden layouts do not depend on fonts: every letter has its role's own width."""

from __future__ import annotations

from maps.layout.measure import Wrapped

LINES = {
    "kpi": (10.5, 24.0), "stage": (8.4, 22.0), "body_strong": (7.0, 18.0), "title": (6.9, 16.0), "cell": (6.4, 17.0),
    "cell_strong": (6.8, 17.0), "body": (6.4, 18.0), "small": (5.9, 16.0), "small_value": (6.1, 16.0),
    "tag": (5.2, 14.0),
}  # fmt: skip


class Arithmetic:
    """`maps.layout.measure.Measure`: greedy, words that are too long are broken anywhere."""

    def wrap(self, text: str, role: str, width: float, max_lines: int = 0) -> Wrapped:
        """See the protocol."""
        letter, line = LINES[role]
        room = int(width / letter)
        if not text.strip() or room < 1:
            return Wrapped((), 0.0, 0.0)
        lines = [part for paragraph in text.strip().splitlines() for part in _broken(paragraph, room)]
        cut = bool(max_lines) and len(lines) > max_lines
        if cut:
            lines = [*lines[: max_lines - 1], lines[max_lines - 1][: room - 1] + "…"]
        return Wrapped(tuple(lines), max(len(part) for part in lines) * letter, line * len(lines), cut)


def _broken(paragraph: str, room: int) -> list[str]:
    lines = [""]
    for word in paragraph.split(" "):
        joined = f"{lines[-1]} {word}".strip() if lines[-1] else word
        if len(joined) <= room:
            lines[-1] = joined
            continue
        if lines[-1]:
            lines.append("")
        rest = word
        while len(rest) > room:
            lines[-1] = rest[:room]
            lines.append("")
            rest = rest[room:]
        lines[-1] = rest
    return lines
