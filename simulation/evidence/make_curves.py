"""Make the shipped curves: what each technique does on the reference shop, at several strengths and structures.

Run `python -m simulation.evidence.make_curves`, with `--help` for its options; needed only when the behaviour or the
reference shop changes. All runs share one seed and one set of visitors, so that the differences between strengths and
structures are far sharper than each by itself.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from simulation import draws as luck
from simulation.compile import compile_scenario
from simulation.engines.choose import run
from simulation.evidence.contact_curves import contact_behaviour, contact_rows
from simulation.evidence.prime_shop import ALIKE, PRIMED, prime_shop
from simulation.evidence.reference import ANNOYANCE_ARM, arm_id, behaviour, reference
from simulation.evidence.strength import NOTE, SURFACE_TERMS, Floats, surface_matrix
from simulation.experiment.estimators import one_draw
from simulation.experiment.readings import paired_sums
from simulation.measures.registry import MEASURES
from simulation.plan import CENTRE, ParameterDraws, Plan, Tables, central
from simulation.policy.catalogue import SIMULATED
from simulation.scenario import Scenario

SEED = 20_260_101
TARGET = 0.026
"""Effect at the unit strength of a technique: the size of a good published average."""
LARGEST_UNIT = 0.3
"""Log-odds at the unit strength of techniques that hardly reach anybody."""
MULTIPLES = (-3.0, -1.0, 1.0, 2.5, 5.0)
ANNOYANCES = (0.00025, 0.0005, 0.001, 0.0025, 0.005)
PARTS = 16
"""Draws with equal parameters per run: what threads share out among themselves."""


class Point(NamedTuple):
    """Relative change of revenue per visitor, and its standard error."""

    itt: float
    se: float


class Shop:
    """The compiled reference shop, asked for ITTs."""

    def __init__(
        self, keys: Sequence[str] = SIMULATED, *, workers: int = 0, seed: int = SEED, scenario: Scenario | None = None
    ) -> None:
        self.seed, self.workers = seed, workers
        compiled = compile_scenario(scenario or reference(keys, annoying=not keys), workers=workers)
        self.plan: Plan = compiled.plan
        self.tables: Tables = compiled.tables

    def ask(
        self, strength: Mapping[str, float], pairs: int, structure: Mapping[str, float] | None = None, first: int = 0
    ) -> dict[str, Point]:
        """ITT of every technique alone at the given strengths, over `pairs` paired visitors."""
        draws = central(PARTS, len(self.plan.techniques))
        for name, value in (structure or {}).items():
            draws.structure[name] = value
        for key, value in strength.items():
            draws.strength[:, self.tables.techniques.index(key)] = value
        return self._points(draws, pairs, [*strength], first)

    def annoy(self, annoyance: float, pairs: int, first: int = 0) -> Point:
        """Loss of revenue, positive, when a message without effect stands on every page (a shop made with no keys)."""
        draws = central(PARTS, len(self.plan.techniques))
        draws.structure["annoyance"] = annoyance
        found = self._points(draws, pairs, [ANNOYANCE_ARM], first)[ANNOYANCE_ARM]
        return Point(-found.itt, found.se)

    def _points(self, draws: ParameterDraws, pairs: int, wanted: Sequence[str], first: int) -> dict[str, Point]:
        moments = run(
            self.plan,
            draws,
            seed=self.seed,
            stream=luck.CALIBRATION,
            first_visitor=first,
            visitors_per_draw=pairs // PARTS,
            workers=self.workers,
        )
        found = {}
        for key in wanted:
            arm = self.tables.arms.index(key if key == ANNOYANCE_ARM else arm_id(key))
            estimate = one_draw(paired_sums(moments, MEASURES["revenue_per_visitor"], arm))
            found[key] = Point(estimate.relative, estimate.relative_se)
        return found


def design() -> list[dict[str, float]]:
    """Structures at which slopes are compared: corners, faces and a few between, by a face-centred design."""
    ends = {"m1": (0.25, 0.75), "phi": (0.2, 0.8), "fatigue": (0.5, 1.0)}
    corners = [{"m1": a, "phi": b, "fatigue": c} for a in ends["m1"] for b in ends["phi"] for c in ends["fatigue"]]
    faces = [{name: end} for name, pair in ends.items() for end in pair]
    between = [
        {"m1": 0.375, "phi": 0.65, "fatigue": 0.625},
        {"m1": 0.625, "phi": 0.35, "fatigue": 0.875},
        {"m1": 0.375, "phi": 0.35, "fatigue": 0.875},
        {"m1": 0.625, "phi": 0.65, "fatigue": 0.625},
    ]
    return [{name: CENTRE[name] for name in ends} | one for one in [*corners, *faces, *between]]


def units(shop: Shop, keys: Sequence[str], pairs: int, tell: Teller) -> dict[str, float]:
    """The strength at which each technique does about TARGET."""
    rough = shop.ask(dict.fromkeys(keys, 0.05), pairs)
    tell(f"slopes at 0.05: { {key: round(point.itt / 0.05, 3) for key, point in rough.items()} }")
    return {
        key: float(np.clip(0.05 * TARGET / max(point.itt, 1e-6), 0.005, LARGEST_UNIT)) for key, point in rough.items()
    }


class Teller:
    """Writes progress with the time since the start."""

    def __init__(self) -> None:
        self.start = time.monotonic()

    def __call__(self, text: str) -> None:
        """One line on standard error."""
        sys.stderr.write(f"{time.monotonic() - self.start:7.0f} s  {text}\n")


def make(pairs: int, surface_pairs: int, workers: int) -> dict[str, Any]:
    """The content of the curves file."""
    tell = Teller()
    curves = rows_of(Shop(workers=workers), SIMULATED, pairs, surface_pairs, tell)
    nuisance = Shop((), workers=workers)
    annoyed = [nuisance.annoy(value, pairs) for value in ANNOYANCES]
    tell(f"annoyance: {annoyed}")
    return {
        "note": NOTE,
        "seed": SEED,
        "behaviour": behaviour(),
        "contact_behaviour": contact_behaviour(),
        "techniques": curves
        | contact_rows(pairs, workers, SEED, tell)
        | exposure_rows(pairs, surface_pairs, workers, tell),
        "annoyance": {
            "strength": list(ANNOYANCES),
            "itt": [point.itt for point in annoyed],
            "se": [point.se for point in annoyed],
            "pairs": pairs,
        },
    }


def rows_of(shop: Shop, keys: Sequence[str], pairs: int, surface_pairs: int, tell: Teller) -> dict[str, dict[str, Any]]:
    """The curves of these techniques, each alone in its arm of the shop."""
    unit = units(shop, keys, max(200_000, surface_pairs // 2), tell)
    points: dict[str, list[Point]] = {key: [] for key in keys}
    for multiple in MULTIPLES:
        found = shop.ask({key: multiple * unit[key] for key in keys}, pairs)
        for key, point in found.items():
            points[key].append(point)
        tell(f"curve at {multiple}: { {key: (round(p.itt, 5), round(p.se, 5)) for key, p in found.items()} }")
    surface = surfaces(shop, unit, surface_pairs, tell)
    return {
        key: {
            "strength": [multiple * unit[key] for multiple in MULTIPLES],
            "itt": [point.itt for point in points[key]],
            "se": [point.se for point in points[key]],
            "pairs": pairs,
            **surface[key],
        }
        for key in keys
    }


def exposure_rows(pairs: int, surface_pairs: int, workers: int, tell: Teller) -> dict[str, dict[str, Any]]:
    """The curves of what is seen before the first visit."""
    made = rows_of(Shop(scenario=prime_shop(), workers=workers), (PRIMED,), pairs, surface_pairs, tell)
    return made | {key: dict(made[other]) for key, other in ALIKE.items()}


def with_exposures(content: dict[str, Any], pairs: int, surface_pairs: int, workers: int) -> dict[str, Any]:
    """The same curves with those of exposures before the first visit made anew; all others stay as they are."""
    rows = exposure_rows(pairs, surface_pairs, workers, Teller())
    return {**content, "techniques": content["techniques"] | rows}


def with_contacts(content: dict[str, Any], pairs: int, workers: int) -> dict[str, Any]:
    """The same curves with those of contacts made anew; all others stay as they are."""
    rows = contact_rows(pairs, workers, SEED, Teller())
    return {
        **{key: value for key, value in content.items() if key not in {"techniques", "annoyance"}},
        "contact_behaviour": contact_behaviour(),
        "techniques": content["techniques"] | rows,
        "annoyance": content["annoyance"],
    }


def surfaces(shop: Shop, unit: Mapping[str, float], pairs: int, tell: Teller) -> dict[str, dict[str, Any]]:
    """Quadratic fits of ln(effect here / effect at the centre), the same visitors in both, at the unit strength."""
    centre = shop.ask(unit, pairs)
    where = design()
    logs: dict[str, list[float]] = {key: [] for key in unit}
    for number, structure in enumerate(where):
        found = shop.ask(unit, pairs, structure)
        for key, point in found.items():
            logs[key].append(float(np.log(max(point.itt, 1e-9) / max(centre[key].itt, 1e-9))))
        tell(f"structure {number + 1} of {len(where)}")
    columns = surface_matrix(*(np.array([one[name] for one in where]) for name in ("m1", "phi", "fatigue")))
    made = {}
    for key, values in logs.items():
        y: Floats = np.array(values)
        coefficients = np.linalg.lstsq(columns, y, rcond=None)[0]
        left = y - columns @ coefficients
        residual = float(np.sqrt(left @ left / (len(y) - len(SURFACE_TERMS))))
        tell(f"surface {key}: residual {residual:.4f}, {np.round(coefficients, 3)}")
        made[key] = {
            "surface": coefficients.tolist(),
            "surface_pairs": pairs,
            "surface_residual": residual,
        }
    return made


def sharpen(content: dict[str, Any], pairs: int, workers: int) -> dict[str, Any]:
    """The same curves over `pairs` more visitors per strength, pooled with those there were.

    ValueError when those were made from another behaviour: then there is nothing to add to.
    """
    if content.get("behaviour") != behaviour():
        raise ValueError("these curves were made from another behaviour: make them anew")
    tell = Teller()
    rows = {key: row for key, row in content["techniques"].items() if key in SIMULATED}
    shop, nuisance = Shop(tuple(rows), workers=workers), Shop((), workers=workers)
    before = min(row["pairs"] for row in [*rows.values(), content["annoyance"]])
    for place in range(len(MULTIPLES)):
        found = shop.ask({key: row["strength"][place] for key, row in rows.items()}, pairs, first=before)
        for key, point in found.items():
            _pool(rows[key], place, point, pairs)
        tell(f"strength {place + 1} of {len(MULTIPLES)}")
    annoyance = content["annoyance"]
    for place, value in enumerate(annoyance["strength"]):
        _pool(annoyance, place, nuisance.annoy(value, pairs, first=before), pairs)
    for row in [*rows.values(), annoyance]:
        row["pairs"] += pairs
    return content


def _pool(row: dict[str, Any], place: int, point: Point, pairs: int) -> None:
    old = row["pairs"]
    row["itt"][place] = (row["itt"][place] * old + point.itt * pairs) / (old + pairs)
    row["se"][place] = math.hypot(row["se"][place] * old, point.se * pairs) / (old + pairs)


def main() -> None:
    """Make the file and write it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=4_000_000, help="paired visitors per strength")
    parser.add_argument("--surface-pairs", type=int, default=1_000_000, help="paired visitors per structure")
    parser.add_argument("--workers", type=int, default=0, help="threads; 0: one per processor")
    parser.add_argument("--sharpen", type=Path, help="add the pairs to this file's instead of starting anew")
    parser.add_argument("--contacts", type=Path, help="make the curves of contacts only, beside this file's others")
    parser.add_argument("--exposures", type=Path, help="make the curves of exposures only, beside this file's others")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "data" / "curves.json")
    options = parser.parse_args()
    if options.contacts is not None:
        content = with_contacts(
            json.loads(options.contacts.read_text(encoding="utf-8")), options.pairs, options.workers
        )
    elif options.exposures is not None:
        content = with_exposures(
            json.loads(options.exposures.read_text(encoding="utf-8")),
            options.pairs,
            options.surface_pairs,
            options.workers,
        )
    elif options.sharpen is None:
        content = make(options.pairs, options.surface_pairs, options.workers)
    else:
        content = sharpen(json.loads(options.sharpen.read_text(encoding="utf-8")), options.pairs, options.workers)
    text = json.dumps(_short(content), indent=1) + "\n"
    options.out.write_text(text, encoding="utf-8")


def _short(value: Any) -> Any:
    """Six significant digits: the file holds what was measured, not noise."""
    if isinstance(value, float):
        return float(f"{value:.6g}")
    if isinstance(value, dict):
        return {key: _short(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_short(one) for one in value]
    return value


if __name__ == "__main__":
    main()
