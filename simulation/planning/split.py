"""Sample ratio mismatch: whether the arms of a real test got the visitors that they should have got.

A test whose split is off is broken: whatever lost the visitors may have lost buyers (Fabijan et al. 2019).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from pydantic import Field

from personas.records import Value

ALARM = 0.001
"""Below this p the split is off: one honest test in a thousand is stopped for nothing."""


class Split(Value):
    """Visitors counted per arm against what the plan gives them."""

    format: Literal["footfall-split"] = Field(default="footfall-split", description="What this is.")
    version: Literal[1] = Field(default=1, description="Version of this format.")
    counts: tuple[int, ...] = Field(strict=False, description="Visitors counted per arm, the control first.")
    expected: tuple[float, ...] = Field(strict=False, description="Visitors they should have got.")
    chi2: float = Field(description="Pearson's statistic.")
    p: float = Field(description="Probability of a split at least as uneven when all is well.")
    off: bool = Field(description="Whether that is below the alarm.")

    def to_json(self) -> dict[str, object]:
        """Plain JSON values."""
        return self.model_dump(mode="json")


def check_split(counts: Sequence[int], shares: Sequence[float]) -> Split:
    """Pearson's chi-square of `counts` against `shares` (any scale). ValueError unless there are two arms or more."""
    from scipy.special import chdtrc

    if len(counts) != len(shares) or len(counts) < 2:
        raise ValueError(f"{len(counts)} counts do not fit {len(shares)} arms")
    if min(counts) < 0 or sum(counts) == 0 or min(shares) <= 0:
        raise ValueError("a split needs visitors, and a share for every arm")
    expected = tuple(sum(counts) * share / sum(shares) for share in shares)
    chi2 = sum((count - hope) ** 2 / hope for count, hope in zip(counts, expected, strict=True))
    p = float(chdtrc(len(counts) - 1, chi2))
    return Split(counts=tuple(counts), expected=expected, chi2=chi2, p=p, off=p < ALARM)
