"""The prices of pain points as a table for a terminal, and the sentences that have to stand beside it."""

from __future__ import annotations

from app.actions.answer import Setting, look_twice
from app.actions.tables import Column, Row, cut, table, wrapped
from app.project.slices import SILENT
from app.words import NOTHING, duration, money, number, percent, plural, tr
from simulation.experiment.price_list import LIFETIME, Interaction, PainPrice, Price, Prices, Unpriced
from simulation.experiment.result import Effect, Warned

_SAID_ANYWAY = frozenset({"uncalibrated", "not-walked", "stopped"})


def price_table(found: Prices, setting: Setting) -> str:
    """The whole list, in lines of at most eighty characters."""
    parts = [
        _head(found, setting),
        _table(found) if found.priced else tr("No pain point of this map can be priced."),
        _together(found),
        _unpriced(found),
        _beside(found),
        _warnings(found),
    ]
    return "\n\n".join(part for part in parts if part)


def _head(found: Prices, setting: Setting) -> str:
    control = tr("no messages") if found.control == SILENT else found.control
    ran = [
        tr("seed {seed}", seed=found.seed),
        plural("{count} draw", "{count} draws", found.draws, count=number(found.draws)),
        plural("{count} visitor each", "{count} visitors each", found.visitors, count=number(found.visitors)),
        duration(max(0.1, found.seconds)),
    ]
    lines = [cut(tr("{title}: what each pain point costs", title=setting.title), 80), wrapped(" · ".join(ran))]
    visitors = number(about(found.visitors_per_month))
    lines.append(
        wrapped(
            " ".join(
                (
                    tr("Compared with: {control}.", control=control),
                    tr("Amounts are margin a month at {visitors} visitors a month.", visitors=visitors),
                    tr("Later orders of the same buyers are counted.") if found.money == LIFETIME else "",
                )
            ).rstrip()
        )
    )
    if not found.complete:
        lines.append(wrapped(tr("Stopped early: this rests on what was done until then.")))
    return "\n".join(lines)


def _table(found: Prices) -> str:
    columns = (
        Column("#", right=True),
        Column(tr("Pain point"), room=30),
        Column(tr("costs\na month"), right=True, room=11),
        Column(tr("95% between"), right=True, room=21),
        Column(tr("orders"), right=True, room=8),
    )
    rows = [_of_pain(one, found.currency) for one in found.priced]
    if found.together is not None:
        rows.append(_row("", tr("All of them solved"), found.together, found.currency, "", above=" "))
    return table(columns, rows)


def _of_pain(one: PainPrice, currency: str) -> Row:
    rank = str(one.rank) if one.margin.mean is not None else ""
    return _row(rank, one.title, one, currency, f"{one.where} · {_severe(one.severity)}")


def _row(rank: str, title: str, price: Price, currency: str, where: str, above: str = "") -> Row:
    cost, ends, orders = NOTHING, tr("too few to say"), NOTHING
    if price.margin.mean is not None and price.margin.interval is not None:
        cost = amount(price.margin.mean, currency)
        low, high = (amount(end, currency) for end in price.margin.interval)
        ends = tr("{low} and {high}", low=low, high=high)
    if price.orders.mean is not None:
        orders = number(about(price.orders.mean), signed=True)
    relative = price.conversion.relative
    below = where
    if relative is not None and relative.mean is not None:
        change = tr("conversion {change}", change=percent(relative.mean, 1, signed=True))
        below = f"{where} · {change}" if where else change
    return Row((rank, title, cost, ends, orders), cut(below, 74), under=1, above=above)


def _severe(severity: int) -> str:
    return tr("severity {number}", number=severity)


def amount(value: float, currency: str) -> str:
    """Money with at most three significant digits: more of them would promise too much."""
    return money(about(value), currency, 0)


def about(value: float) -> int:
    """A whole number of at most three significant digits."""
    return round(float(f"{value:.3g}"))


def _together(found: Prices) -> str:
    both = found.interaction
    return wrapped(interaction_words(both, found.currency)) if both is not None else ""


def interaction_words(both: Interaction, currency: str) -> str:
    """What solving all of them brings, beside the sum of each alone."""
    values = {"together": amount(both.together, currency), "sum": amount(both.sum, currency)}
    if not _apart(both.difference):
        return tr("Solved together they bring {together} a month; one by one that adds up to {sum}.", **values)
    if both.difference.mean is not None and both.difference.mean > 0:
        return tr(
            "Solved together they bring {together} a month, more than the {sum} they add up to one by one: who gets "
            "past one of them meets the next.",
            **values,
        )
    return tr(
        "Solved together they bring {together} a month, less than the {sum} they add up to one by one: somebody can "
        "be won only once.",
        **values,
    )


def _apart(difference: Effect) -> bool:
    ends = difference.interval
    return ends is not None and ends[0] * ends[1] > 0


def _unpriced(found: Prices) -> str:
    if not found.unpriced:
        return ""
    lines = [tr("Not priced here")]
    lines += [wrapped(f"{one.title} ({one.where}): {reason_words(one)}", "  ", "- ") for one in found.unpriced]
    return "\n".join(lines)


def reason_words(one: Unpriced) -> str:
    """Why a pain point has no price."""
    return {
        "no-touchpoint": tr("it is about a whole stage and no touchpoint."),
        "outside": tr("it lies outside what is simulated, so solving it changes nothing here."),
        "unreached": tr("no simulated visitor gets there."),
        "stopped": tr("the run was stopped before it was its turn."),
    }[one.reason]


def rests_on_words() -> str:
    """What every price rests on, and why there are no chances."""
    return tr(
        "That solving a pain point helps is assumed, by the table of severities; only how much is in doubt, so there "
        "are no probabilities. The cost of solving it is not taken off."
    )


def _beside(found: Prices) -> str:
    if not found.priced:
        return ""
    lines = [rests_on_words()]
    noise = _largest(found, "se_monte_carlo")
    if noise:
        lines.append(tr("Simulation noise moves an amount by {size} at most; more computing shrinks that.", size=noise))
    doubt = _largest(found, "se_parameters")
    if doubt:
        lines.append(
            tr("Not knowing how heavy a pain point weighs moves it by up to {size}; only measuring shrinks that.",
               size=doubt)
        )  # fmt: skip
    if found.draws == 1:
        lines.append(tr("One draw: the intervals show simulation noise only."))
    lines += [look_twice(one) for one in found.warnings if one.code == "uncalibrated"]
    return "\n".join(wrapped(one) for one in lines)


def _largest(found: Prices, kind: str) -> str:
    sizes = [size for one in found.priced if (size := getattr(one.margin, kind)) is not None]
    return amount(max(sizes), found.currency) if sizes and max(sizes) >= 0.5 else ""


def _warnings(found: Prices) -> str:
    said = [_said(one) for one in found.warnings if one.code not in _SAID_ANYWAY]
    return "\n".join([tr("Look twice"), *(wrapped(one, "  ", "- ") for one in said)]) if said else ""


def _said(warning: Warned) -> str:
    values = dict(warning.values)
    if "arm" in values:
        values["arm"] = tr("All of them solved")
    return look_twice(warning.model_copy(update={"values": values}))
