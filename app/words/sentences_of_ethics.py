"""The sentences of the ethics check, by code: what is the matter, what to change, why it matters."""

from __future__ import annotations

from simulation.ethics_words import SAID

OF_ETHICS: dict[str, tuple[str, ...]] = {code: (what, mend, why) for code, (_, what, why, mend) in SAID.items()}
