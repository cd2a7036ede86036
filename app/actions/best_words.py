"""What a search for the best policy found, in words: the same in the terminal and in the studio."""

from __future__ import annotations

from app.words import money, name, number, percent, plural, tr
from app.words.names import enumerated
from simulation.experiment.result import Effect
from simulation.search.result import Best, Narrowed, Spent, Winner


def headline(best: Best) -> str:
    """What was found, in a sentence."""
    first = best.winners[0]
    if len(best.winners) > 1:
        return plural(
            "{count} policy that nothing beats in both conversion and margin.",
            "{count} policies that nothing beats in both conversion and margin.",
            len(best.winners),
            count=len(best.winners),
        )
    fresh, today = (
        (first.margin.fresh, best.today.margin)
        if best.goal == "margin"
        else (first.conversion.fresh, best.today.conversion)
    )
    if not _known(today) or (first.on and not _known(fresh)):
        return tr("Too few visitors did otherwise to tell which policy is best; this one came out first.")
    if not first.on:
        return tr("Nothing that this policy can say does better than silence.")
    if first.as_it_stands:
        return tr("The policy is best as it stands.")
    if fresh is not None and today is not None and (fresh.mean or 0.0) <= (today.mean or 0.0):
        return tr("On the visitors who chose it, this did best; on fresh visitors it does no better than today's.")
    return tr("The policy does best changed like this.")


def _known(effect: Effect | None) -> bool:
    """Whether enough visitors did otherwise for a lift with an interval."""
    return effect is not None and effect.mean is not None and effect.interval is not None


def changes(best: Best, winner: Winner) -> list[str]:
    """What is different about the policy, a sentence each."""
    if winner.as_it_stands:
        return [tr("As it stands.")]
    if not winner.on:
        return [tr("Switch every rule off.")]
    said = []
    if winner.off:
        said.append(tr("Off: {rules}.", rules=enumerated([best.rules[key] for key in winner.off])))
    said += [_narrowed(best, one) for one in winner.narrowed]
    own = best.cap
    if winner.messages_per_visit != own:
        said.append(
            plural(
                "At most {count} message a visit.",
                "At most {count} messages a visit.",
                winner.messages_per_visit or 0,
                count=winner.messages_per_visit or 0,
            )
        )
    if winner.mode != best.mode:
        said.append(tr("The phase is seen by: {mode}.", mode=name("mode", winner.mode)))
    return said


def _narrowed(best: Best, one: Narrowed) -> str:
    values = {"rule": best.rules[one.rule]}
    phases, audiences = (enumerated([best.names.get(key, key) for key in kept]) for kept in (one.phases, one.audiences))
    if one.phases and one.audiences:
        return tr("{rule}: only in {phases}, and only to {audiences}.", phases=phases, audiences=audiences, **values)
    if one.phases:
        return tr("{rule}: only in {phases}.", phases=phases, **values)
    return tr("{rule}: only to {audiences}.", audiences=audiences, **values)


def lift(effect: Effect | None) -> str:
    """A lift on fresh visitors with its interval; why there is none."""
    if effect is None or effect.mean is None or effect.interval is None:
        return tr("too few to say")
    low, high = (percent(end, 1, signed=True) for end in effect.interval)
    return tr("{lift} ({low} to {high})", lift=percent(effect.mean, 1, signed=True), low=low, high=high)


def both_figures(best: Best, winner: Winner) -> str:
    """The figure of the search beside the judgement: why only one of them is a lift."""
    found = winner.margin if best.goal == "margin" else winner.conversion
    if found.searched is None:
        return ""
    return tr(
        "On the visitors who chose it: {searched}. That is luck in part; on fresh visitors: {fresh}.",
        searched=percent(found.searched, 1, signed=True),
        fresh=lift(found.fresh),
    )


def spending(best: Best, spent: Spent) -> str:
    """What a policy says and spends."""
    parts = [tr("{count} messages a visit", count=number(spent.messages, 2))]
    if spent.discount > 0 or best.limits.discount is not None:
        parts.append(tr("discounts of {money} a day", money=money(spent.discount, best.currency)))
    if spent.mails > 0 or best.limits.mails is not None:
        parts.append(tr("{count} mails a day", count=number(spent.mails, 1)))
    return " · ".join(parts)


def budgets(best: Best) -> str:
    """The budgets that had to be kept; empty without any."""
    limits, parts = best.limits, []
    if limits.messages is not None:
        parts.append(tr("{count} messages a visit", count=number(limits.messages, 2)))
    if limits.discount is not None:
        parts.append(tr("discounts of {money} a day", money=money(limits.discount, best.currency)))
    if limits.mails is not None:
        parts.append(tr("{count} mails a day", count=number(limits.mails, 1)))
    return tr("At most {budgets}.", budgets=enumerated(parts)) if parts else ""


def how(best: Best) -> list[str]:
    """How it was found, and what that is worth: sentences."""
    said = []
    if best.method == "enumerated":
        said.append(
            plural(
                "Every combination of rules was tried: {count}.",
                "Every combination of rules was tried: {count}.",
                best.tried,
                count=number(best.tried),
            )
        )
    elif best.exact:
        said.append(
            tr(
                "Every combination of rules was tried, then phases, audiences, caps and modes by proposal: {count} "
                "policies in all. The best of all possible ones may not be among them.",
                count=number(best.tried),
            )
        )
    else:
        said.append(
            tr(
                "{count} policies were tried by proposal. The best of all possible ones may not be among them.",
                count=number(best.tried),
            )
        )
    if best.feasible < best.tried:
        said.append(tr("{count} of them keep the budgets.", count=number(best.feasible)))
    said.append(
        tr("All were tried on the same visitors with the same luck. The lifts are of others, who chose nothing.")
    )
    if best.alone:
        said.append(tr("While searching, visitors did not compete for stock, desks or budgets; in the lifts they do."))
    if any(one.over for one in best.winners):
        said.append(tr("On fresh visitors a budget is exceeded: leave some room in it."))
    return said
