"""Random numbers that are addressed, not consumed (MODEL 2).

``Philox4x32-10`` (Salmon, Moraes, Dror & Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3") turns an address
into four 32-bit words. The address says who (visitor, visit), where (place, how manieth view) and what for (purpose):

======  =============================================================
word    content
======  =============================================================
0       visitor, low 32 bits
1       visitor, bits 32-47, times 2^16, + visit (16 bits)
2       place: 32-bit hash of a touchpoint's id; 0 is no place
3       nth view of the place in the visit (16 bits), times 2^16, + purpose (16 bits)
======  =============================================================

The key is ``SplitMix64(seed, stream)``. Nothing here keeps a state, so neither the order of calls nor the number of
workers can change anybody's luck.
"""

from __future__ import annotations

import hashlib
import math

import numpy as np

from simulation.compiled import apart, compiled

# Purposes. A number is never given a second meaning, also not after its first has gone.
TRAITS = 1  # persona, intent, consent, login
TRAITS_MORE = 2  # reachable, products considered, order value, customer or not
VISIT = 3  # goal, engagement, channel, entry card
PAGE = 4  # dwell, product in focus
CHOICE = 5  # lanes 0-3 of the race; lane 0 is leaving
CHOICE_MORE = 6  # lanes 4-7
EXIT = 7  # is an exit message noticed
RETURN = 8  # return or not, gap
BOUNCE = 9  # instant bounce, how long it lasts
SPEED = 10  # speed of interest, first device
VISIT_MORE = 11  # what was learnt elsewhere, device of the visit
ARRIVAL = 12  # when the visitor arrives on the world's clock
PERSON = 13  # reachable by mail, day of birth in the year, hour of the week of the first visit
GOODS = 14  # which products of the catalogue the visitor considers
SIGN_UP = 15  # does a newsletter offer get an address
CHOICE_FAR = 16  # lanes 8-11; then 17 for 12-15, and so on up to 255
CONTACT = 300  # how long after a mail or advertisement its reader comes; nth: the contact's number in the gap
EXPOSURE = 301  # where a visitor passes outside the visit: before the first one, after an order
ORDER = 302  # an order: delivered how, sent back, value of what was added
SATISFACTION = 303  # what the buyer thinks of it, whether he says so
LOYALTY = 304  # rate and drop-out of repeat purchase
REPEAT = 305  # gap, drop-out and value of a repeat purchase; nth: its number
REFERRAL = 306  # does a buyer bring another
DESK = 307  # service time and patience at a desk
OPTION = 308  # what an arm that learns may say to a visitor; place: the context, see Plan.allocation

# Streams: which experiment the luck belongs to.
HEADLINE = 0
CALIBRATION = 1
REESTIMATION = 2
DRIVERS = 3

_LOW = np.uint64(0xFFFFFFFF)
_HALF = np.uint64(32)
_MULTIPLY_0 = np.uint64(0xD2511F53)
_MULTIPLY_1 = np.uint64(0xCD9E8D57)
_WEYL_0 = np.uint64(0x9E3779B9)
_WEYL_1 = np.uint64(0xBB67AE85)
_TO_UNIT = 2.0**-32

_MASK_64 = (1 << 64) - 1


@compiled
def philox(
    c0: np.uint64, c1: np.uint64, c2: np.uint64, c3: np.uint64, k0: np.uint64, k1: np.uint64
) -> tuple[np.uint64, np.uint64, np.uint64, np.uint64]:
    """Ten rounds of Philox4x32 on 32-bit words kept in 64-bit integers; no product or sum here leaves 64 bits."""
    for _ in range(10):
        p0 = _MULTIPLY_0 * c0
        p1 = _MULTIPLY_1 * c2
        c0, c1, c2, c3 = (p1 >> _HALF) ^ c1 ^ k0, p1 & _LOW, (p0 >> _HALF) ^ c3 ^ k1, p0 & _LOW
        k0 = (k0 + _WEYL_0) & _LOW
        k1 = (k1 + _WEYL_1) & _LOW
    return c0, c1, c2, c3


@apart
def uniforms(
    k0: np.uint64, k1: np.uint64, visitor: int, visit: int, place: int, nth: int, purpose: int
) -> tuple[float, float, float, float]:
    """Four uniforms in the open interval (0, 1) for one address.

    Args:
        k0: first word of the key.
        k1: second word of the key.
        visitor: index of the visitor, 0 to 2^48 - 1.
        visit: index of the visit, 0 to 65535.
        place: 32-bit hash of the touchpoint, 0 for none.
        nth: index of the view of this place in this visit, 0 to 65535.
        purpose: one of the purposes of this module.
    """
    a, b, c, d = philox(
        np.uint64(visitor & 0xFFFFFFFF),
        np.uint64(((visitor >> 32) << 16) | visit),
        np.uint64(place),
        np.uint64((nth << 16) | purpose),
        k0,
        k1,
    )
    return (
        (float(a) + 0.5) * _TO_UNIT,
        (float(b) + 0.5) * _TO_UNIT,
        (float(c) + 0.5) * _TO_UNIT,
        (float(d) + 0.5) * _TO_UNIT,
    )


@compiled
def choice_purpose(block: int) -> int:
    """Purpose of the ``block``-th group of four lanes of the race."""
    if block < 2:
        return CHOICE + block
    return CHOICE_FAR + block - 2


@apart
def normal(u: float) -> float:
    """Inverse of the standard normal distribution at u in (0, 1); relative error about 1e-16.

    Wichura 1988, "Algorithm AS 241: the percentage points of the normal distribution", PPND16.
    """
    q = u - 0.5
    if abs(q) <= 0.425:
        r = 0.180625 - q * q
        return q * _central_over(r) / _central_under(r)
    r = math.sqrt(-math.log(u if q < 0.0 else 1.0 - u))
    if r <= 5.0:
        r -= 1.6
        x = _middle_over(r) / _middle_under(r)
    else:
        r -= 5.0
        x = _tail_over(r) / _tail_under(r)
    return -x if q < 0.0 else x


@compiled
def _central_over(r: float) -> float:
    x = 2509.0809287301226727 * r + 33430.575583588128105
    x = ((x * r + 67265.770927008700853) * r + 45921.953931549871457) * r + 13731.693765509461125
    return ((x * r + 1971.5909503065514427) * r + 133.14166789178437745) * r + 3.387132872796366608


@compiled
def _central_under(r: float) -> float:
    x = 5226.495278852854561 * r + 28729.085735721942674
    x = ((x * r + 39307.89580009271061) * r + 21213.794301586595867) * r + 5394.1960214247511077
    return ((x * r + 687.1870074920579083) * r + 42.313330701600911252) * r + 1.0


@compiled
def _middle_over(r: float) -> float:
    x = 7.7454501427834140764e-4 * r + 0.0227238449892691845833
    x = ((x * r + 0.24178072517745061177) * r + 1.27045825245236838258) * r + 3.64784832476320460504
    return ((x * r + 5.7694972214606914055) * r + 4.6303378461565452959) * r + 1.42343711074968357734


@compiled
def _middle_under(r: float) -> float:
    x = 1.05075007164441684324e-9 * r + 5.475938084995344946e-4
    x = ((x * r + 0.0151986665636164571966) * r + 0.14810397642748007459) * r + 0.68976733498510000455
    return ((x * r + 1.6763848301838038494) * r + 2.05319162663775882187) * r + 1.0


@compiled
def _tail_over(r: float) -> float:
    x = 2.01033439929228813265e-7 * r + 2.71155556874348757815e-5
    x = ((x * r + 0.0012426609473880784386) * r + 0.026532189526576123093) * r + 0.29656057182850489123
    return ((x * r + 1.7848265399172913358) * r + 5.4637849111641143699) * r + 6.6579046435011037772


@compiled
def _tail_under(r: float) -> float:
    x = 2.04426310338993978564e-15 * r + 1.4215117583164458887e-7
    x = ((x * r + 1.8463183175100546818e-5) * r + 7.868691311456132591e-4) * r + 0.0148753612908506148525
    return ((x * r + 0.13692988092273580531) * r + 0.59983220655588793769) * r + 1.0


@apart
def poisson(u: float, mean: float, limit: int) -> int:
    """Poisson number with this mean by inversion of u, cut off at ``limit``."""
    chance = math.exp(-mean)
    total = chance
    n = 0
    while u > total and n < limit:
        n += 1
        chance *= mean / n
        total += chance
    return n


def _split_mix(state: int) -> tuple[int, int]:
    """One step of SplitMix64 (Steele, Lea & Flood 2014): next state and its output, both 64 bits."""
    state = (state + 0x9E3779B97F4A7C15) & _MASK_64
    z = ((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9) & _MASK_64
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & _MASK_64
    return state, z ^ (z >> 31)


def stream_key(seed: int, stream: int) -> tuple[np.uint64, np.uint64]:
    """The two 32-bit words of the key for one stream of one seed: two steps of SplitMix64, the first fed the stream."""
    _, mixed = _split_mix(seed & _MASK_64)
    _, key = _split_mix(mixed ^ (stream & _MASK_64))
    return np.uint64(key & 0xFFFFFFFF), np.uint64(key >> 32)


def place(identity: str) -> int:
    """Stable 32-bit hash of a touchpoint's id, never 0 (which means 'no place')."""
    return int.from_bytes(hashlib.blake2b(identity.encode(), digest_size=4).digest(), "little") or 1


def places(identities: list[str]) -> dict[str, int]:
    """A place for each id; of ids that collide the later in alphabetical order moves on to the next free number."""
    taken: dict[int, str] = {}
    for identity in sorted(set(identities)):
        number = place(identity)
        while number in taken:
            number = number % 0xFFFFFFFF + 1
        taken[number] = identity
    return {identity: number for number, identity in taken.items()}
