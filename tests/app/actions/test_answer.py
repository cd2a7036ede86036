"""The table that a marketer reads, from a result written by hand."""

from __future__ import annotations

import re

import pytest

from app.actions.answer import Setting, answer
from app.actions.tables import Column, Row, cut, table, width, wrapped
from app.words import speaking
from simulation.experiment.result import UNSAID, BaselineDoubt, Change, Result, Stat, Warned
from tests.app.actions.results import DANIELLE, SETTING, change, result


def _lines(of: Result, tongue: str = "en", setting: Setting = SETTING) -> list[str]:
    with speaking(tongue):
        return answer(of, setting).replace("\u202f", " ").replace("\u00a0", " ").split("\n")


def _about(lines: list[str], start: str) -> str:
    """The paragraph that begins with this, on one line."""
    text = "\n".join(lines)
    found = re.search(rf"^ *{re.escape(start)}.*?(?=\n\n|\Z)", text, re.MULTILINE | re.DOTALL)
    assert found, f"nothing begins with {start!r} in:\n{text}"
    return " ".join(found.group().split())


def _row(lines: list[str], who: str = "Everybody") -> str:
    return next(line for line in lines if line.startswith(f"  {who}"))


def test_who_what_lift_interval_and_how_sure_in_one_row() -> None:
    lines = _lines(result())
    assert "Compared with: Today's site" in lines
    assert lines[lines.index(_row(lines)) - 1] == "Three starter rules"
    row = _row(lines)
    assert row.split() == ["Everybody", "2.91%", "+0.49%", "−0.31%", "and", "+1.62%", "55%", "35%", "10%"]
    assert lines[lines.index(row) + 1].strip() == "+0.014 pp, between −0.009 and +0.047"


def test_each_persona_has_a_row_of_its_own_in_the_order_of_the_map() -> None:
    lines = _lines(result())
    rows = [line[2:22].strip() for line in lines if re.match(r"  (Everybody|Duurzame|Budget) ", line)]
    assert rows == ["Everybody", "Duurzame Daniëlle", "Budget Bewuste Bas"]


def test_a_persona_who_is_not_in_the_result_has_no_row() -> None:
    lines = _lines(result(), setting=Setting("x", {DANIELLE: "Danielle", "persona-nobody00": "Nobody"}, 10.0))
    assert any(line.startswith("  Danielle") for line in lines)
    assert not any("Nobody" in line for line in lines)


def test_what_it_costs_and_brings_in_a_month() -> None:
    said = _about(_lines(result()), "It may well make no difference")
    assert "At 43,500 visitors a month and today's margin: 58,300 messages, which cost € 117." in said
    # 0.0031 × 0.52 a visitor × 43,482 visitors a month
    assert "Margin after all costs: +€ 70, 95% between −€ 140 and +€ 314." in said


def test_what_is_likely_to_do_nothing_says_so_first() -> None:
    assert _about(_lines(result()), "It may well make no difference: 35%. That it helps: 55%. That it harms: 10%.")
    sure = change(0.02, 0.01, 0.03).model_copy(update={"helps": 0.93, "no_difference": 0.05, "harms": 0.02})
    assert _about(
        _lines(result(conversion=sure)), "Probability that it helps: 95%. No difference: 5%. That it harms: <5%."
    )


def test_noise_and_ignorance_have_a_sentence_each() -> None:
    said = _about(_lines(result()), "If a hundred shops")
    assert "Simulation noise moves the lift by about 0.05%; more computing shrinks that." in said
    assert "Not knowing how people respond moves it by about 0.52%; only measuring shrinks that." in said
    assert "Uncalibrated" in said


def test_one_draw_knows_no_ignorance() -> None:
    one = change(0.0049, -0.0031, 0.0162)
    blind = one.model_copy(update={"relative": one.relative.model_copy(update={"se_parameters": None})})  # type: ignore[union-attr]  # made with one
    assert "Not knowing" not in "\n".join(_lines(result(conversion=blind)))


def _too_few() -> Change:
    return Change(
        absolute=UNSAID, relative=UNSAID, helps=None, no_difference=None, harms=None, flips=12, quality="none"
    )


def test_without_an_interval_no_certainty_is_claimed() -> None:
    lines = _lines(result(conversion=_too_few()))
    row = _row(lines)
    assert "too few to say" in row
    assert row.split()[2] == "–"
    assert row.split()[-3:] == ["–", "–", "–"]
    assert _about(lines, "Too few visitors behaved differently to say how sure this is.")
    assert "a hundred shops" not in "\n".join(lines), "there is no interval to explain"
    assert "Uncalibrated" in "\n".join(lines)


def test_what_rests_on_too_few_visitors_is_not_said() -> None:
    unsaid = Change(
        absolute=UNSAID, relative=UNSAID, helps=None, no_difference=None, harms=None, flips=2, quality="none"
    )
    lines = _lines(result(conversion=unsaid))
    assert _row(lines).split() == ["Everybody", "2.91%", "–", "too", "few", "to", "say", "–", "–", "–"]
    assert _about(lines, "Too few visitors behaved differently to say how sure this is.")


def test_a_sign_that_is_assumed_has_no_probability() -> None:
    assumed = change(0.0049, -0.0031, 0.0162).model_copy(update={"helps": None, "no_difference": None, "harms": None})
    lines = _lines(result(conversion=assumed))
    assert _row(lines).split()[2:] == ["+0.49%", "−0.31%", "and", "+1.62%", "–", "–", "–"]
    assert _about(lines, "How sure this is cannot be said: whether it helps is assumed, not estimated.")


def _text(of: Result) -> str:
    return " ".join("\n".join(_lines(of)).split())


def _resting(kinds: tuple[str, ...], **update: object) -> Result:
    one = result()
    lifts = [lift.model_copy(update={"rests_on": kinds, **update}) for lift in one.lifts]
    return one.model_copy(update={"lifts": tuple(lifts)})


@pytest.mark.parametrize(
    ("kinds", "told"),
    [
        (("published",), "It rests on published averages of other shops and your map."),
        (("assumed",), "It rests on assumed effects of messages and your map."),
        (
            ("measured", "assumed"),
            "It rests on tests of your own, assumed effects of messages and your map.",
        ),
        (("severity",), "It rests on an assumed weight of pain points and your map."),
    ],
)
def test_what_an_answer_rests_on_is_what_was_used(kinds: tuple[str, ...], told: str) -> None:
    text = _text(_resting(kinds))
    assert told in text
    assert ("published" in text) == ("published" in kinds)


def test_arms_that_rest_on_different_things_say_so_each() -> None:
    one = _resting(("assumed",))
    other = one.lifts[0].model_copy(update={"arm": "variant-second00", "rests_on": ("severity",)})
    arms = (*one.arms, one.arms[1].model_copy(update={"id": "variant-second00", "name": "Mended"}))
    text = _text(one.model_copy(update={"arms": arms, "lifts": (*one.lifts, other)}))
    assert text.index("It rests on assumed effects") < text.index("Mended") < text.index("an assumed weight of pain")


def test_an_assumed_sign_has_no_probabilities() -> None:
    mended = _resting(("severity",), helps=None, no_difference=None, harms=None)
    lines = _lines(mended)
    row = _row(lines)
    assert "+0.49%" in row
    assert row.split()[-3:] == ["–", "–", "–"]
    text = " ".join("\n".join(lines).split())
    assert "assumed, not estimated" in text
    assert "robability" not in text
    assert "Margin before the cost of the change" in text


def test_draws_too_noisy_for_probabilities_are_called_that() -> None:
    text = _text(_resting(("assumed",), helps=None, no_difference=None, harms=None))
    assert "the draws are too noisy" in text
    assert "robability" not in text


@pytest.mark.parametrize(("harms", "said"), [(0.51, False), (0.97, True)])
def test_where_too_few_were_moved_only_a_clear_loss_is_told(harms: float, said: bool) -> None:
    one = result()
    margin = one.lifts[1].model_copy(update={"helps": 1 - harms, "no_difference": 0.0, "harms": harms})
    few = one.lifts[0].model_copy(update={"relative": None})
    text = _text(one.model_copy(update={"lifts": (few, margin)}))
    assert "Too few visitors behaved differently" in text
    assert ("costs more than it brings" in text) is said


def test_a_falling_margin_is_the_first_thing_said() -> None:
    one = result()
    margin = one.lifts[1].model_copy(update={"helps": 0.02, "no_difference": 0.05, "harms": 0.93})
    dear = one.lifts[0].model_copy(update={"worth": 0.101})
    lines = _lines(one.model_copy(update={"lifts": (dear, margin)}))
    said = _about(lines, "It costs more than it brings: margin falls, with a probability of 95%.")
    assert "Only a lift above +10.1% is worth having; probability: 55%. A smaller change, up or down: 35%." in said
    assert "It costs more" not in "\n".join(_lines(one))


def test_nothing_to_compare_with() -> None:
    none = _too_few().model_copy(update={"relative": None})
    row = _row(_lines(result(conversion=none)))
    assert row.split()[2] == "–"


def test_warnings_come_before_the_numbers() -> None:
    warned = result(warnings=(Warned(code="of-our-own", message="more than anybody has tested"),))
    lines = _lines(warned)
    twice = lines.index("Look twice")
    assert lines[twice + 1] == "- More than anybody has tested."
    assert twice < lines.index(_row(lines))


def test_a_warning_that_the_table_says_itself_is_not_said_twice() -> None:
    warned = result(warnings=(Warned(code="uncalibrated", message="Uncalibrated: this rests on drawn shares."),))
    assert "Look twice" not in _lines(warned)


def test_several_arms_stand_in_one_table_with_their_names() -> None:
    one = result()
    other = {"arm": "variant-second00"}
    two = one.model_copy(
        update={
            "arms": (*one.arms, one.arms[1].model_copy(update={"id": "variant-second00", "name": "Reminder only"})),
            "lifts": (*one.lifts, *(lift.model_copy(update=other) for lift in one.lifts)),
        }
    )
    lines = _lines(two)
    assert lines.index("Three starter rules") < lines.index("Reminder only")
    assert "\n".join(lines).count("What") == 1
    said = _about(lines, "If a hundred shops")
    assert "by about 0.05% (Three starter rules), 0.05% (Reminder only); more computing" in said


def test_the_arm_in_which_nobody_hears_anything_is_called_that() -> None:
    one = result()
    silent = one.model_copy(update={"arms": (one.arms[0].model_copy(update={"name": "Silence"}), one.arms[1])})
    assert "Compared with: no messages" in _lines(silent)


def test_a_stopped_run_says_so() -> None:
    assert "Stopped early: this rests on what was done until then." in _lines(result(complete=False))


def test_the_settings_are_printed() -> None:
    head = " ".join(_lines(result())[:3])
    for told in ("seed 1", "400 draws", "20,000 visitors each", "compiled", "12 s"):
        assert told in head


@pytest.mark.parametrize("tongue", ["en", "nl"])
def test_it_fits_eighty_columns_whatever_the_names(tongue: str) -> None:
    long = Setting("A title that goes on and on " * 8, dict.fromkeys(SETTING.personas, "A very long name " * 6), 1e9)
    for setting in (SETTING, long):
        for kind in (result(), result(conversion=change(-0.1234, -0.2345, 0.3456)), result(complete=False)):
            assert [line for line in _lines(kind, tongue, setting) if width(line) > 80] == []


def test_dutch_all_the_way() -> None:
    text = "\n".join(_lines(result(), "nl"))
    assert "Vergeleken met: Today's site" in text
    assert "+0,014 procentpunt, tussen −0,009 en +0,047" in text
    assert "€ 117" in text
    assert "+0,49%" in text
    assert not re.search(r"\b(the|and|helps|harms|visitors|draws)\b", text)


def test_another_measure_decides() -> None:
    lines = _lines(result(metric="margin_per_visitor"))
    assert "Compared with: Today's site (Margin per visitor)" in lines
    row = _row(lines)
    assert "€ 0.52" in row
    assert "%" in row


def test_a_table_is_aligned() -> None:
    written = table(
        (Column("who"), Column("how\nmany", right=True), Column("x", room=4)),
        (Row(("a", "1", "abcdef")), Row(("日本", "100", "z"), "below", 1)),
    )
    assert written.split("\n") == [
        "       how",
        "who   many  x",
        "────────────────",
        "a        1  abc…",
        "日本   100  z",
        "      below",
    ]


def test_a_name_with_breaks_and_controls_stays_on_its_line() -> None:
    assert cut("two\nlines\x1b[31m", 20) == "two lines [31m"
    assert cut("  kept", 10) == "  kept"
    assert cut("abcdef", 4) == "abc…"
    assert max(width(line) for line in wrapped("word " * 60).split("\n")) <= 80


def _with_messages(shown: float, cost: float, discounts: float = 0.0) -> Result:
    one = result()
    means = {
        "messages_per_visitor": shown,
        "message_cost_per_visitor": cost,
        "discount_cost_per_visitor": discounts,
    }
    metrics = {
        **one.arms[1].metrics,
        **{
            key: Stat(mean=value, interval=None, se_monte_carlo=0, se_parameters=0, se=0)
            for key, value in means.items()
        },
    }
    return one.model_copy(update={"arms": (one.arms[0], one.arms[1].model_copy(update={"metrics": metrics}))})


@pytest.mark.parametrize(
    ("arm", "told"),
    [
        (_with_messages(1.0, 0.0), "43,500 messages, no cost entered."),
        (_with_messages(0.0, 0.0), "At 43,500 visitors a month and today's margin: no messages. Margin"),
        (_with_messages(0.00002, 0.1), "1 message, which costs € 4,348."),
        (_with_messages(1.0, 0.0, 0.05), "no cost entered. Discounts cost € 2,170."),
    ],
)
def test_costs_in_words(arm: Result, told: str) -> None:
    assert told in _about(_lines(arm), "It may well make no difference")


def test_names_in_a_file_cannot_steer_the_terminal() -> None:
    one = result(warnings=(Warned(code="of-our-own", message="odd \x1b[2J title\u202e"),))
    arms = (one.arms[0], one.arms[1].model_copy(update={"name": "evil\x1b]0;owned\x07\nname"}))
    text = answer(one.model_copy(update={"arms": arms}), Setting("t\x1b[31m", {DANIELLE: "D\rx"}, 10.0))
    assert not {"\x1b", "\x07", "\r", "\u202e"} & set(text)


def test_only_a_calibrated_answer_may_be_surer_than_ninety_five() -> None:
    certain = change(0.02, 0.01, 0.03).model_copy(update={"helps": 1.0, "no_difference": 0.0, "harms": 0.0})
    drawn = result(conversion=certain)
    backed = drawn.model_copy(update={"calibration": drawn.calibration.model_copy(update={"label": "calibrated"})})
    assert _row(_lines(drawn)).split()[-3:] == ["95%", "<5%", "<5%"]
    assert _row(_lines(backed)).split()[-3:] == [">95%", "<5%", "<5%"]
    assert "Calibrated." in _lines(backed)


@pytest.mark.parametrize("tongue", ["en", "nl"])
def test_one_arm_alone_tells_what_is_and_claims_no_lift(tongue: str) -> None:
    one = result()
    lines = _lines(one.model_copy(update={"arms": one.arms[:1], "lifts": ()}), tongue)
    text = "\n".join(lines)
    assert "2.91%" in text.replace(",", ".")
    assert "€ 0.52" in text.replace(",", ".")
    assert "+" not in text
    assert max(map(width, lines)) <= 80
    if tongue == "en":
        assert "Today's site: there is nothing to compare it with, so no lift." in lines


def test_how_well_the_baseline_is_known_stands_beside_the_lift() -> None:
    """As a factor on money, never mixed into the lift; and not at all where it is known."""
    some = BaselineDoubt(
        conversion=(0.74, 1.32), order_value=(0.85, 1.17), margin=(0.75, 1.25), traffic=(0.83, 1.17), money=(0.62, 1.52)
    )
    plain = result()
    doubted = plain.model_copy(update={"baseline": some})
    said = " ".join(" ".join(_lines(doubted)).split())
    assert "every amount could be 0.6 to 1.5 times as much" in said
    assert _row(_lines(doubted)) == _row(_lines(plain))
    known = some.model_copy(update={"money": (0.97, 1.03)})
    assert "every amount" not in " ".join(_lines(plain.model_copy(update={"baseline": known})))
    assert "every amount" not in " ".join(_lines(plain))
