"""From the result of an experiment to an `Answer`: names looked up, groups in the order of the map, money by month."""

from __future__ import annotations

from collections.abc import Mapping

from app.actions.answer import CARDS, MESSAGES, MONTH_IN_WEEKS, RATES, WORTH_SAYING, nothing_differs
from app.desktop.answer.model import Answer, ArmRow, Estimate, Group, LookTwice, Message, Step
from app.project.slices import SILENT
from app.words import message, name, tr
from maps.layout.context import persona_slots
from maps.model import MapSlice
from personas.problems import Finding
from simulation.experiment.result import ArmResult, Change, Effect, Lift, Result, Warned

_NOTES = frozenset({"uncalibrated", "not-walked"})
"""What belongs to every answer: to know, not to mend."""
_ICONS = {"not-walked": "info", "uncalibrated": "circle-dashed", "twyman": "eye", "uneven": "scales", "discount": "tag"}


def estimate(effect: Effect | None) -> Estimate | None:
    """A number that may be shown; none when it has no interval."""
    if effect is None or effect.interval is None or effect.mean is None:
        return None
    return Estimate(effect.mean, *effect.interval, effect.se_monte_carlo or 0.0, effect.se_parameters)


def arm_name(arm: ArmResult) -> str:
    """The name of an arm; an arm in which nobody hears anything has none of its own."""
    return tr("No messages") if arm.name == SILENT else arm.name


def arms_compared(result: Result) -> tuple[tuple[str, str], ...]:
    """Id and name of every arm that is compared with the control."""
    return tuple((arm.id, arm_name(arm)) for arm in result.arms[1:])


def read(result: Result, piece: MapSlice, arm_id: str = "") -> Answer | None:
    """The answer about one arm (the first beside the control when none is named); none when there is no other arm."""
    compared = [arm for arm in result.arms[1:] if not arm_id or arm.id == arm_id]
    if not compared:
        return None
    arm, control = compared[0], result.arms[0]
    lift = result.lift(arm.id)
    visitors = piece.map.world.visitors_per_week.value * MONTH_IN_WEEKS
    margin = _lift(result, arm.id, "margin_per_visitor")
    monthly = estimate(margin.absolute) if margin is not None else None
    return Answer(
        arm_id=arm.id,
        arm=arm_name(arm),
        control=arm_name(control),
        map_id=result.map,
        metric=result.metric,
        rate=result.metric in RATES,
        level_control=_mean(control, result.metric),
        level_arm=_mean(arm, result.metric),
        lift=estimate(lift.absolute),
        relative=estimate(lift.relative),
        chances=lift.three,
        rests_on=tuple(name("basis", key) for key in lift.rests_on),
        rough=lift.quality == "rough",
        groups=_personas(lift.by_persona, piece),
        segments=_segments(lift.by_segment),
        funnel=_funnel(control, arm),
        messages=_messages(arm, lift, visitors),
        swayed=_swayed(arm),
        arms=_table(result, visitors),
        warnings=_about(result, arm, said={"likely-nothing"} if lift.worth < WORTH_SAYING else set()),
        monthly=monthly.times(visitors) if monthly is not None else None,
        messages_monthly=arm.said * visitors,
        message_cost_monthly=_mean(arm, "message_cost_per_visitor") * visitors,
        discount_monthly=_mean(arm, "discount_cost_per_visitor") * visitors,
        currency=result.currency,
        label=name("label", result.calibration.label.partition(",")[0]),
        calibrated=result.calibration.label == "calibrated",
        visitors=result.visitors,
        draws=result.draws,
        seconds=result.seconds,
        seed=result.seed,
        complete=result.complete,
        worth=lift.worth,
        margin_falls=margin.harms if margin is not None else None,
        cards_changed=bool(CARDS & set(lift.rests_on)),
        quantiles=lift.quantiles,
        measure_first=next(iter(lift.doubt.items()), None),
        month=visitors,
        same=nothing_differs(lift),
        sign_assumed=lift.three is None and not MESSAGES & set(lift.rests_on),
    )


def _mean(arm: ArmResult, metric: str) -> float:
    return arm.metrics[metric].mean if metric in arm.metrics else 0.0


def _monthly(arm: ArmResult, metric: str, visitors: float) -> float | None:
    """A measure over the visitors of a month; none in a kept run, which has only the main measures."""
    return arm.metrics[metric].mean * visitors if metric in arm.metrics else None


def _lift(result: Result, arm: str, metric: str) -> Lift | None:
    return next((one for one in result.lifts if (one.arm, one.metric) == (arm, metric)), None)


def _personas(changes: Mapping[str, Change], piece: MapSlice) -> tuple[Group, ...]:
    slots = persona_slots(piece)
    return tuple(
        Group(key, persona.name, estimate(changes[key].absolute), slots[key])
        for key, persona in piece.personas.items()
        if key in changes
    )


def _segments(changes: Mapping[str, Change]) -> tuple[Group, ...]:
    return tuple(Group(key, segment_name(key), estimate(change.absolute)) for key, change in changes.items())


def segment_name(key: str) -> str:
    """A segment of a result in the user's language: `device:desktop` is 'desktop'."""
    kind, _, value = key.partition(":")
    if kind == "device":
        return name("device", value)
    if kind == "channel":
        return name("channel", value)
    return {"new": tr("New"), "returning": tr("Returning")}.get(value or kind, value or kind)


def _funnel(control: ArmResult, arm: ArmResult) -> tuple[Step, ...]:
    changed = {step.phase: step.entered for step in arm.funnel}
    steps = [Step(step.phase, step.entered, changed[step.phase]) for step in control.funnel if step.phase in changed]
    ordered = [one.metrics.get("conversion_rate_visit") for one in (control, arm)]
    if steps and ordered[0] is not None and ordered[1] is not None:
        steps.append(Step("order", ordered[0].mean, ordered[1].mean))
    return tuple(steps)


def _swayed(arm: ArmResult) -> float | None:
    """Choices that fell otherwise, over everything that was said on the site."""
    swayed, said = (arm.metrics.get(key) for key in ("swayed_per_visitor", "messages_per_visitor"))
    return swayed.mean / said.mean if swayed is not None and said is not None and said.mean > 0 else None


def _messages(arm: ArmResult, lift: Lift, visitors: float) -> tuple[Message, ...]:
    return tuple(
        Message(
            use.title,
            name("technique", use.technique),
            use.kind,
            use.prior_mean,
            lift.transfer.get(use.technique),
            use.cost,
            None if use.shown is None else use.shown.mean * visitors,
            None if use.spent is None else use.spent.mean * visitors,
        )
        for use in arm.messages
    )


def _table(result: Result, visitors: float) -> tuple[ArmRow, ...]:
    rows = []
    for index, arm in enumerate(result.arms):
        lift = _lift(result, arm.id, result.metric) if index else None
        margin = _lift(result, arm.id, "margin_per_visitor") if index else None
        change = estimate(margin.absolute) if margin is not None else None
        rows.append(
            ArmRow(
                id=arm.id,
                letter="ABCDEFGHIJKLMNOPQRSTUVWXYZ"[index % 26],
                name=arm_name(arm),
                level=_mean(arm, result.metric),
                lift=estimate(lift.absolute) if lift is not None else None,
                relative=estimate(lift.relative) if lift is not None else None,
                chances=lift.three if lift is not None else None,
                orders=_monthly(arm, "orders_per_visitor", visitors),
                margin=_mean(arm, "margin_per_visitor"),
                monthly=change.times(visitors) if change is not None else None,
            )
        )
    return tuple(rows)


def _about(result: Result, arm: ArmResult, *, said: set[str]) -> tuple[LookTwice, ...]:
    """What to look at twice about everything and about this arm; what only concerns other arms stands with them.

    `said` are the codes of what stands under the number already.
    """
    return tuple(
        _look_twice(warning, arm.name)
        for warning in result.warnings
        if warning.values.get("arm", arm.name) == arm.name and warning.code not in said
    )


def _look_twice(warning: Warned, arm: str) -> LookTwice:
    words = message(Finding("warning", warning.code, "", warning.message, "", dict(warning.values)))
    if words.startswith(f"{arm}: "):
        words = words.removeprefix(f"{arm}: ")
    words = words[:1].upper() + words[1:]
    words = words if words.endswith((".", "?", "…")) else f"{words}."
    return LookTwice(words, _ICONS.get(warning.code, "warning"), grave=warning.code not in _NOTES)
