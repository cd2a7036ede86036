"""The driver of a backtest: past tests in, each predicted without knowing it, all judged together."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import NamedTuple

from personas.problems import FootfallError
from simulation.backtest.predictive import predictive
from simulation.backtest.rehearsal import MEASURE, Tried, arm_id, complaint, rehearsal, tried, without
from simulation.backtest.result import Backtest, Reason, Tested
from simulation.backtest.rows import row_of, together, with_prediction
from simulation.calibration.model import PastTest
from simulation.evidence.catalogue import beliefs
from simulation.experiment.result import About, Lift, Result
from simulation.experiment.run import Settings, simulate
from simulation.experiment.watch import Cancelled, Progress, Stopped
from simulation.policy.model import Technique
from simulation.scenario import Scenario


class _Prediction(NamedTuple):
    """The lift of one thing that was tried, or why there is none.

    Beside it: the conversion of today's site, and the mean of what is believed of the technique.
    """

    lift: Lift | None
    level: float | None
    believed: float = 0.0
    message: str = ""


def backtest(
    base: Scenario,
    tests: Mapping[str, PastTest],
    settings: Settings | None = None,
    *,
    about: About | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Backtest:
    """Predict every past test and put it beside what was measured.

    Args:
        base: the map with today's site and all that is known of techniques; its arms are not looked at.
        tests: past tests of this map by id.
        settings: how to simulate.
        about: who asks, and for what.
        progress: told how far it is.
        cancelled: asked whether to stop; tests that were not reached are left out then.
    """
    return _Backtest(base, tests, settings or Settings(), about or About(), progress, cancelled).run()


class _Backtest:
    def __init__(
        self,
        base: Scenario,
        tests: Mapping[str, PastTest],
        settings: Settings,
        about: About,
        progress: Progress | None,
        cancelled: Cancelled | None,
    ) -> None:
        self.base, self.tests, self.settings, self.about = base, tests, settings, about
        self.progress, self.cancelled = progress, cancelled
        self.done = 0.0
        self.complete = True

    def run(self) -> Backtest:
        """Everything in order."""
        begun = time.monotonic()
        found: dict[str, _Prediction] = {}
        groups = self._groups()
        for place, (techniques, members) in enumerate(groups):
            self.done = place / len(groups)
            try:
                found |= self._predict(techniques, members, 1 / len(groups))
            except Stopped:
                self.complete = False
                break
        rows = tuple(self._tested(key, test, found.get(key)) for key, test in self.tests.items())
        return self._judged(rows, found, time.monotonic() - begun)

    def _groups(self) -> list[tuple[Mapping[str, Technique], dict[str, Tried]]]:
        """Tests by what may be known when they are predicted: one run each."""
        groups: dict[str, tuple[Mapping[str, Technique], dict[str, Tried]]] = {}
        used = {row.source for row in self.base.techniques.values() if row.measured_mean is not None}
        for key, test in self.tests.items():
            if complaint(test, self.base):
                continue
            left_out = test.source if test.source in used else None
            group = groups.setdefault(left_out or "", (without(self.base.techniques, left_out), {}))
            group[1][key] = tried(test)
        return list(groups.values())

    def _predict(
        self, techniques: Mapping[str, Technique], members: Mapping[str, Tried], share: float
    ) -> dict[str, _Prediction]:
        """One run with an arm per thing tried; where it is refused each by itself, so that one cannot stop another."""
        tries = list(dict.fromkeys(members.values()))
        try:
            result = self._simulate(tries, techniques, share)
        except FootfallError as error:
            if len(tries) > 1:
                found: dict[str, _Prediction] = {}
                for one in tries:
                    alike = {key: tried_ for key, tried_ in members.items() if tried_ == one}
                    found |= self._predict(techniques, alike, share / len(tries))
                return found
            why = error.findings[0].message if error.findings else str(error)
            return dict.fromkeys(members, _Prediction(None, None, message=why))
        level = result.arms[0].metrics[MEASURE].mean
        lifts = {one: result.lift(arm_id(place)) for place, one in enumerate(tries)}
        self.complete = self.complete and result.complete
        believed = beliefs(techniques)
        return {key: _Prediction(lifts[one], level, believed[one[0]].mean) for key, one in members.items()}

    def _simulate(self, tries: list[Tried], techniques: Mapping[str, Technique], share: float) -> Result:
        begun = self.done

        def tell(part: float, left: float | None, stage: str) -> None:
            if self.progress is not None:
                self.progress(begun + share * part, left, stage)

        scenario = rehearsal(self.base, tries, techniques)
        return simulate(scenario, self.settings, progress=tell, cancelled=self.cancelled)

    # ---- one test ---------------------------------------------------------------------------------------------

    def _tested(self, key: str, test: PastTest, found: _Prediction | None) -> Tested:
        row = row_of(key, test, self._reason(test, found), found.message if found is not None else "")
        lift = found.lift if found is not None else None
        relative = lift.relative if lift is not None else None
        if found is None or lift is None or relative is None or relative.mean is None or row.reason:
            return row
        could = predictive(lift.quantiles, row.control, row.treated, seed=self.settings.seed)
        reach = relative.mean / found.believed if found.believed else None
        return with_prediction(row, relative.mean, relative.interval, (could.low, could.high), reach)

    def _reason(self, test: PastTest, found: _Prediction | None) -> Reason:
        told = complaint(test, self.base)
        if told:
            return told
        if found is None or found.lift is None:
            return "refused"
        relative = found.lift.relative
        if relative is None or relative.mean is None or not found.lift.quantiles:
            return "too-few"
        return "no-conversions" if test.control_conversions == 0 else ""

    # ---- all together -----------------------------------------------------------------------------------------

    def _judged(self, rows: tuple[Tested, ...], found: Mapping[str, _Prediction], seconds: float) -> Backtest:
        return together(
            rows,
            next((one.level for one in found.values() if one.level is not None), None),
            map_id=self.base.slice.id,
            about=self.about,
            seed=self.settings.seed,
            draws=self.settings.draws,
            seconds=seconds,
            complete=self.complete,
        )
