"""Public holidays, worked and not worked (R5, R9), by hand. An hour is 10,000 won.

Wednesday, 25 November 2026 is made a holiday; 1 March 2026 is a Sunday, with a substitute on Monday.
"""

from dataclasses import replace
from datetime import date

import pytest

from backend.scheduling.rules.holidays import public_holidays
from tests.payroll.people import (
    CHOSEN,
    WEEKDAYS,
    dates,
    eight,
    for_work,
    hourly,
    leave,
    line,
    minutes,
    monthly,
    pay,
    plan,
    said,
    won,
    worked,
)

ON = {"holidays": ["11-25"]}
FULL = hourly(10_000, workdays=WEEKDAYS)
OFF = hourly(10_000, workdays=(0, 1))
"""Somebody who would not have worked on the holiday."""
SPLIT = replace(CHOSEN, holiday_from_midnight="split")


def test_a_holiday_by_night_has_both_premiums():
    """20:00-06:00 without a break: 10 h of work 100,000, 8 h x 5,000, 2 h x 10,000, and 8 h of night."""
    found = pay([worked("11-25", "20:00-06:00")], OFF, **ON)
    assert found.total_won == 100_000 + 40_000 + 20_000 + 40_000


@pytest.mark.parametrize(
    ("on", "choices", "hours"),
    [("11-24", CHOSEN, 0), ("11-24", SPLIT, 6), ("11-25", CHOSEN, 8), ("11-25", SPLIT, 2)],
)
def test_a_night_into_or_out_of_a_holiday_is_as_chosen(on, choices, hours):
    """22:00-06:00: by its start all of it or nothing is holiday work, by midnight what lies on the day."""
    found = pay([worked(on, "22:00-06:00")], OFF, choices=choices, **ON)
    assert (found.hours.holiday, won(found, "holiday")) == (hours * 60, hours * 5_000)


def test_hours_of_one_work_stay_one_day_where_only_its_holiday_is_split():
    """20:00-08:00 into the holiday: the first four are ordinary, four more holiday work at 50 percent, and
    the last four, beyond eight hours of the work, at 100."""
    found = pay([worked("11-24", "20:00-08:00")], OFF, choices=SPLIT, **ON)
    assert (won(found, "holiday"), won(found, "long_holiday")) == (4 * 5_000, 4 * 10_000)
    assert found.hours.overtime == 0


def test_a_free_holiday_is_paid_where_it_would_have_been_a_day_of_work():
    """Four days of work and the holiday: 32 h, 8 h, and the week's 8 h."""
    found = pay(eight("11-23", "11-24", "11-26", "11-27"), FULL, **ON)
    assert (won(found, "public_holiday"), won(found, "weekly_holiday")) == (80_000, 80_000)
    assert found.total_won == 320_000 + 160_000


def test_working_on_it_is_paid_beside_that():
    """The day itself 80,000, the work 80,000, the premium 40,000."""
    found = pay(eight("11-25"), FULL, **ON)
    assert found.total_won == 200_000


@pytest.mark.parametrize(
    "who",
    [
        {"contract": OFF},
        {"contract": FULL, "five": False},
        {"contract": FULL, "left_on": date(2026, 11, 24)},
        {"contract": FULL, "absences": (leave("11-25", kind="unpaid"),)},
        {"contract": replace(FULL, rest_weekday=2)},
    ],
)
def test_it_is_not_paid_to(who):
    """Who would have been off, where fewer than five work, who had left, who is on unpaid leave, and whose
    paid day off it is anyway."""
    assert won(pay(eight("11-23"), **who, **ON), "public_holiday") == 0


def test_a_part_timers_holiday_has_the_hours_of_the_day():
    """4, 4 and 7 h: the long one is the holiday."""
    times = {"11-23": "09:00-13:00", "11-24": "09:00-13:00", "11-25": "09:00-16:00"}
    planned = tuple(plan(day, time) for day, time in times.items())
    done = [worked(day, times[day]) for day in ("11-23", "11-24")]
    found = pay(done, hourly(10_000, hours=15, days=3), planned=planned, **ON)
    assert (minutes(found, "public_holiday"), won(found, "weekly_holiday")) == ("420", 30_000)


def test_no_more_than_eight_hours_of_a_holiday_are_paid():
    found = pay([], hourly(10_000, hours=0, days=0), planned=(plan("11-25", "08:00-19:00", 60),), **ON)
    assert minutes(found, "public_holiday") == "480"


@pytest.mark.parametrize(("weeks", "paid"), [(3, "240"), (2, "240"), (1, "")])
def test_a_plan_that_leaves_the_holiday_out_is_read_by_the_weeks_before(weeks, paid):
    """Four hours on Wednesdays, in so many of the three weeks before."""
    planned = tuple(plan(day, "09:00-13:00") for day in ["11-23", *["11-18", "11-11", "11-04"][:weeks]])
    found = pay([], hourly(10_000, hours=0, days=0), planned=planned, **ON)
    assert minutes(found, "public_holiday") == paid
    assert said(found, "holiday_by_pattern") == ([{"minutes": 240}] if paid else [])


def test_leave_on_a_holiday_is_paid_once():
    found = pay(eight("11-23"), FULL, absences=(leave("11-25"),), **ON)
    assert (won(found, "public_holiday"), won(found, "annual_leave")) == (80_000, 0)


def test_sunday_is_no_holiday_by_itself():
    assert for_work(pay(eight("11-22"), FULL)) == 80_000


def test_the_agreed_day_off_is_one():
    """8 h on it: 80,000 and the premium of a holiday; where fewer than five work only the hours."""
    contract = replace(FULL, rest_weekday=6)
    assert for_work(pay(eight("11-22"), contract)) == 120_000
    assert for_work(pay(eight("11-22"), contract, five=False)) == 80_000


def test_a_holiday_on_a_sunday_and_its_substitute():
    """1 March is a Sunday: who works Monday to Friday has the substitute paid, and not the Sunday."""
    known = public_holidays(2026)
    assert date(2026, 3, 1) in known
    assert date(2026, 3, 2) in known
    march = (date(2026, 3, 1), date(2026, 3, 31))
    found = pay([], FULL, period=march, holidays=[day.isoformat() for day in known])
    assert [day.day for day in line(found, "public_holiday").days] == [2]
    both = pay(eight("03-01", "03-02"), FULL, period=march, holidays=[day.isoformat() for day in known])
    assert won(both, "holiday") == 80_000


@pytest.mark.parametrize(("in_week", "overtime"), [(False, 0), (True, 480)])
def test_whether_holiday_hours_count_in_the_forty(in_week, overtime):
    """Monday to Saturday, the Wednesday a holiday: without its hours 40 are left, with them 48."""
    chosen = replace(CHOSEN, holiday_hours_in_week=in_week)
    found = pay(eight(*dates("11-23", 6)), FULL, choices=chosen, **ON)
    assert (found.hours.overtime, found.hours.holiday) == (overtime, 480)


def test_what_is_beyond_forty_on_the_holiday_itself_has_its_premium_already():
    """Monday to Friday, and the Saturday is the holiday: its hours are the last ones."""
    chosen = replace(CHOSEN, holiday_hours_in_week=True)
    found = pay(eight(*dates("11-23", 6)), FULL, choices=chosen, holidays=["11-28"])
    assert (found.hours.overtime, won(found, "holiday")) == (0, 40_000)
    # By length each of the six days carries 80 of the 480 minutes; the holiday's 80 have theirs already.
    shared = replace(chosen, weekly_excess="proportional")
    found = pay(eight(*dates("11-23", 6)), FULL, choices=shared, holidays=["11-28"])
    assert found.hours.overtime == 400


def test_holidays_are_in_a_months_wage():
    """3,000,000 over 208.57 h: free it costs nothing, worked 8 h cost 150 percent."""
    month = [one for one in eight(*dates("10-26", 36)) if one.day.weekday() < 5]
    wage = monthly(3_000_000)
    free = pay([one for one in month if one.day != date(2026, 11, 25)], wage, **ON)
    assert (free.total_won, line(free, "public_holiday").percent) == (3_000_000, 0)
    busy = pay(month, wage, **ON)
    # 3,000,000 x 84 / (48 x 365) = 14,383.56 an hour; x 8 x 1.5 = 172,602.7.
    assert busy.total_won == 3_172_603
