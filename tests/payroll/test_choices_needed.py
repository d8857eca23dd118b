"""What the law leaves open is asked for where it decides about a period, and only there (R26)."""

from dataclasses import fields, replace
from datetime import date

import pytest

from backend.payroll.rules.errors import ChoiceNeeded
from backend.payroll.rules.facts import Choices
from tests.payroll.people import NOV, WEEKDAYS, dates, eight, hourly, monthly, pay, worked

NOTHING = Choices()
WEEK = (date(2026, 11, 23), date(2026, 11, 29))
FULL = hourly(10_000, workdays=WEEKDAYS)
SIX = eight(*dates("11-23", 6))
ACROSS = eight(*dates("11-30", 6))
RAISED = (FULL, hourly(12_003, since="2026-11-27"))
HOLIDAY = {"holidays": ["11-25"]}


def needed(stretches, contract=FULL, **more) -> tuple[str, ...]:
    try:
        pay(stretches, contract, **{"choices": NOTHING, "period": WEEK, **more})
    except ChoiceNeeded as missing:
        return missing.names
    return ()


@pytest.mark.parametrize(
    ("stretches", "more"),
    [
        (eight(*dates("11-23", 5)), {}),
        (SIX, {}),  # eight hours too many, in whatever days: all of them are in the period at one wage
        (SIX, HOLIDAY | {"five": False}),
        ([worked("11-25", "22:00-06:00")], {}),
        ([worked("11-25", "22:00-06:00")], HOLIDAY | {"five": False}),
        (eight("11-23", "11-25"), HOLIDAY),
        (ACROSS, {"five": False, "period": (date(2026, 12, 1), date(2026, 12, 31))}),
        (eight(*dates("11-23", 5)), {"contract": monthly(3_000_000), "period": NOV}),
    ],
)  # fmt: skip
def test_nothing_is_asked_where_every_answer_is_the_same(stretches, more):
    """The month's wage is never whole won an hour, so its total is what decides."""
    assert [name for name in needed(stretches, **more) if name != "won"] == []


@pytest.mark.parametrize(
    ("stretches", "more", "names"),
    [
        (ACROSS, {"period": (date(2026, 12, 1), date(2026, 12, 31))}, {"weekly_excess"}),
        (SIX, {"contract": RAISED}, {"weekly_excess"}),
        (SIX, HOLIDAY, {"holiday_hours_in_week", "weekly_excess"}),
        (SIX, HOLIDAY | {"choices": replace(NOTHING, weekly_excess="last_days")}, {"holiday_hours_in_week"}),
        (SIX, HOLIDAY | {"choices": replace(NOTHING, holiday_hours_in_week=False)}, set()),
        ([worked("11-24", "22:00-06:00")], HOLIDAY, {"holiday_from_midnight"}),
        ([worked("11-25", "22:00-06:00")], HOLIDAY, {"holiday_from_midnight"}),
        ([worked("11-23", "09:00-12:07")], {}, {"minutes", "won"}),
        ([worked("11-23", "09:00-12:05")], {}, {"minutes", "won"}),
        ([worked("11-23", "09:00-12:30")], {"contract": hourly(10_321)}, {"won"}),
    ],
)
def test_what_decides_is_asked_for(stretches, more, names):
    assert set(needed(stretches, **more)) == names


def test_all_that_is_missing_is_said_at_once():
    done = [*SIX[:5], worked("11-24", "22:00-06:00"), worked("11-28", "09:00-17:07:11")]
    assert needed(done, RAISED, **HOLIDAY) == tuple(sorted(
        one.name for one in fields(Choices) if one.name != "day_rule"
    ))  # fmt: skip


def test_what_was_chosen_is_not_asked_again():
    chosen = replace(NOTHING, weekly_excess="proportional")
    assert needed(SIX, RAISED, choices=chosen) == ("won",)  # 80 minutes of each day: 42,670.67 won
    assert needed(SIX, RAISED, choices=replace(chosen, won="down")) == ()
