"""How buyers come back: the published BG/NBD model of repeat purchase, as quantiles that compiled code can look up.

A buyer purchases at a rate of his own, gamma distributed over buyers, and after every repeat purchase stops for good
with a probability of his own, beta distributed (Fader, Hardie & Lee 2005, Marketing Science 24(2):275-284). The four
figures are theirs for the CDNOW customers, 39 weeks. What follows from them in closed form is in `simulation.theory`.
"""

from __future__ import annotations

import json
import math
from functools import cache
from importlib.resources import files
from pathlib import Path

import numpy as np

from simulation.plan import RAREST, Floats

SHAPE, RATE = 0.2426, 4.4135
"""r and alpha: the purchase rate a week is gamma distributed; rate in weeks."""
STOPS, STAYS = 0.7929, 2.4258
"""a and b: the probability of stopping after a repeat purchase is beta distributed."""
POINTS = 513
"""Points per half of a quantile function."""


def grid() -> Floats:
    """Logarithms of the probabilities at which the halves of the quantile functions are tabulated, shape (POINTS,)."""
    return np.linspace(RAREST, math.log(0.5), POINTS)


@cache
def tables() -> Floats:
    """Quantiles for `behaviour.repeat`, shape (4, POINTS), at `grid`.

    Rows: ln of the purchase rate a week where the lower tail has that probability, and where the upper tail has it;
    ln of the probability of stopping by its lower tail; ln of one minus it by its upper tail.
    """
    text = files("simulation.evidence").joinpath("data", "loyalty.json").read_text(encoding="utf-8")
    found = np.array(json.loads(text)["rows"])
    found.flags.writeable = False
    return found


def make() -> Floats:
    """The same, computed."""
    from scipy.special import betaincinv, gammainccinv, gammaincinv

    tail = np.exp(grid())
    # Far down, the quantile is too small for a number; there its logarithm follows the first term of the series.
    exact = gammaincinv(SHAPE, tail)
    series = (np.log(tail) + math.lgamma(SHAPE + 1.0)) / SHAPE
    low = np.where(tail < 1e-6, series, np.log(np.maximum(exact, 1e-300)))
    return np.stack(
        [
            low - math.log(RATE),
            np.log(gammainccinv(SHAPE, tail)) - math.log(RATE),
            np.log(betaincinv(STOPS, STAYS, tail)),
            np.log(betaincinv(STAYS, STOPS, tail)),
        ]
    )


def main() -> None:
    """Write the file."""
    rows = ",\n".join(json.dumps([float(f"{value:.9g}") for value in row]) for row in make())
    path = Path(__file__).parent / "data" / "loyalty.json"
    note = "Quantiles of repeat purchase; made by python -m simulation.evidence.loyalty"
    path.write_text(f'{{"note": "{note}",\n"rows": [\n{rows}\n]}}\n', encoding="utf-8")


if __name__ == "__main__":
    main()
