"""Who is in which arm, exactly as the platforms decide it, so that a simulated split is the split of the real test.

GrowthBook, hash version 2 (its SDKs' documented algorithm): n = fnv32a(str(fnv32a(seed + id))) mod 10,000, over
10,000; a variation has the range from the sum of the weights before it, as wide as coverage times its weight. FNV-1a
works on UTF-16 code units, as the SDKs do. flagd: MurmurHash3 (x86, 32 bit, seed 0, Appleby, public domain) of flag
key and targeting key in UTF-8, spread over the sum of the weights.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

NOT_IN = -1
"""Who is left out of the test."""
_MASK = 0xFFFFFFFF


def fnv32a(text: str) -> int:
    """FNV-1a, 32 bit, over UTF-16 code units."""
    found = 0x811C9DC5
    units = text.encode("utf-16-le", "surrogatepass")
    for low, high in zip(units[::2], units[1::2], strict=True):
        found = ((found ^ (low | high << 8)) * 0x01000193) & _MASK
    return found


def share_of(seed: str, identity: str) -> float:
    """Where somebody stands between 0 and 1, hash version 2; in steps of one in ten thousand."""
    return (fnv32a(str(fnv32a(seed + identity))) % 10_000) / 10_000


def assigned(
    key: str, identity: str, seed: str = "", weights: Sequence[float] = (0.5, 0.5), coverage: float = 1.0
) -> int:
    """Index of the variation that somebody gets, or NOT_IN; without a seed the key of the experiment is one.

    Args:
        key: of the experiment.
        identity: of the visitor; nobody without one is in a test.
        seed: what the hash begins with.
        weights: of the variations; they should add to 1, and are taken as equal where they do not.
        coverage: share of visitors in the test, 0 to 1.
    """
    if not identity:
        return NOT_IN
    if not 0.99 <= sum(weights) <= 1.01:
        weights = [1.0 / len(weights)] * len(weights)
    covered = min(1.0, max(0.0, coverage))
    at = share_of(seed or key, identity)
    start = 0.0
    for index, weight in enumerate(weights):
        if start <= at < start + covered * weight:
            return index
        start += weight
    return NOT_IN


def murmur3_32(data: bytes, seed: int = 0) -> int:
    """MurmurHash3, x86, 32 bit."""
    found, whole = seed & _MASK, len(data) // 4 * 4
    for at in range(0, whole, 4):
        found ^= _mixed(int.from_bytes(data[at : at + 4], "little"))
        found = (_turned(found, 13) * 5 + 0xE6546B64) & _MASK
    if whole < len(data):
        found ^= _mixed(int.from_bytes(data[whole:], "little"))
    found ^= len(data)
    for shift, factor in ((16, 0x85EBCA6B), (13, 0xC2B2AE35)):
        found = ((found ^ found >> shift) * factor) & _MASK
    return found ^ found >> 16


def _turned(value: int, bits: int) -> int:
    return (value << bits | value >> (32 - bits)) & _MASK


def _mixed(block: int) -> int:
    return (_turned((block * 0xCC9E2D51) & _MASK, 15) * 0x1B873593) & _MASK


def fraction(flag: str, identity: str, weights: Sequence[int]) -> int:
    """Index of the variant that flagd's `fractional` gives: whole weights, any sum up to 2^31 - 1."""
    bucket = murmur3_32(f"{flag}{identity}".encode()) * sum(weights) >> 32
    return next(index for index, end in enumerate(accumulate(weights)) if bucket < end)
