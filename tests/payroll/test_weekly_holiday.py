"""The paid day off of a week, 주휴 (R8): when it is earned, how long it is, and to which period it belongs.

At 10,000 won an hour, in the week from Monday, 23 November 2026.
"""

from datetime import date

import pytest

from tests.payroll.people import (
    NOV,
    WEEKDAYS,
    dates,
    day_of,
    eight,
    hourly,
    leave,
    minutes,
    pay,
    plan,
    said,
    won,
    worked,
)

WEEK = {"period": (date(2026, 11, 23), date(2026, 11, 29))}
FULL = hourly(10_000, workdays=WEEKDAYS)
MON_TO_THU = eight(*dates("11-23", 4))


def weekly(*done, contract=FULL, **more) -> int:
    return won(pay(done, contract, **{**WEEK, **more}), "weekly_holiday")


def why_none(*done, contract=FULL, **more) -> str:
    (remark,) = said(pay(done, contract, **{**WEEK, **more}), "weekly_holiday_none")
    return remark["why"]


def weeks_of_plan(*hours: float) -> dict:
    """Planned and worked on the Mondays of so many weeks of November, and nothing contracted beside."""
    times = []
    for number, length in enumerate(hours):
        times.append(
            (dates("11-02", 4, step=7)[number], f"00:00-{int(length):02}:{round(length % 1 * 60):02}")
        )
    planned = tuple(plan(day, time) for day, time in times)
    done = [worked(day, time) for day, time in times]
    return {"stretches": done, "contract": hourly(10_000, 0, 0), "planned": planned}


@pytest.mark.parametrize(("last", "hours"), [(15 - 1 / 15, 0), (15, 3)])
def test_fifteen_hours_on_the_average_of_four_weeks(last, hours):
    """15:00, 15:00, 15:00 and 14:56 are 14:59 on the average, of which nothing is earned in any week."""
    found = pay(**weeks_of_plan(15, 15, 15, last))
    assert won(found, "weekly_holiday") == 4 * hours * 10_000


def test_the_average_is_of_the_week_and_the_three_before():
    """20, 20, 10 and 10 in November; then 12: 13 on the average of the last four. 15 before that."""
    facts = weeks_of_plan(20, 20, 10, 10)
    facts["planned"] += (plan("11-30", "00:00-12:00"),)
    facts["stretches"].append(worked("11-30", "00:00-12:00"))
    november = pay(**facts)
    december = pay(**facts, period=(date(2026, 12, 1), date(2026, 12, 31)))
    assert minutes(november, "weekly_holiday") == str(4 * 180)
    assert won(december, "weekly_holiday") == 0


def test_weeks_before_the_person_began_are_no_weeks_of_the_average():
    """Hired on 9 November: 16, 14 and 15 h of three weeks are 15."""
    facts = weeks_of_plan(0, 16, 14, 15)
    found = pay(
        facts["stretches"][1:], facts["contract"], planned=facts["planned"][1:], hired_on=day_of("11-09")
    )
    assert minutes(found, "weekly_holiday") == str(3 * 180)


def test_a_six_day_week_divides_by_six():
    """6:40 on six days are 40 h: a sixth of them is 6:40, not 8 h."""
    done = [worked(day, "09:00-15:40") for day in dates("11-23", 6)]
    found = pay(done, hourly(10_000, days=6), full_timer_days=6, **WEEK)
    assert minutes(found, "weekly_holiday") == "400"


def test_more_than_forty_contracted_hours_count_as_forty():
    done = [worked(day, "09:00-18:00") for day in dates("11-23", 5)]
    assert weekly(*done, contract=hourly(10_000, hours=45)) == 80_000


def test_extra_shifts_do_not_raise_it_and_shorter_days_do_not_lower_it():
    """Contracted 5 x 4 h: six hours a day, or three."""
    contract = hourly(10_000, hours=20, workdays=WEEKDAYS)
    for times in ("09:00-15:00", "09:00-12:00"):
        assert weekly(*(worked(day, times) for day in dates("11-23", 5)), contract=contract) == 40_000


def test_a_day_of_absence_breaks_it():
    assert weekly(*MON_TO_THU) == 0
    assert why_none(*MON_TO_THU) == "absent"


@pytest.mark.parametrize("kind", ["annual", "sick", "family", "public", "unpaid"])
def test_approved_leave_does_not(kind):
    assert weekly(*MON_TO_THU, absences=(leave("11-27", kind=kind),)) == 80_000


@pytest.mark.parametrize("five", [True, False])
def test_nor_does_a_holiday(five):
    assert weekly(*MON_TO_THU, holidays=["11-27"], five=five) == 80_000


def test_nor_a_site_that_is_closed():
    """The plan of the week has no shift on the Friday."""
    planned = tuple(plan(day, "09:00-18:00", 60) for day in dates("11-23", 4))
    assert weekly(*MON_TO_THU, planned=planned) == 80_000


def test_nor_a_missed_shift_that_was_not_in_the_contract():
    planned = tuple(plan(day, "09:00-18:00", 60) for day in dates("11-23", 6))
    assert weekly(*MON_TO_THU, *eight("11-27"), planned=planned) == 80_000


def test_where_fewer_than_five_work_a_shift_on_a_holiday_is_a_day_like_any_other():
    planned = tuple(plan(day, "09:00-18:00", 60) for day in dates("11-23", 5))
    assert weekly(*MON_TO_THU, planned=planned, holidays=["11-27"], five=False) == 0
    assert weekly(*MON_TO_THU, planned=planned, holidays=["11-27"]) == 80_000


def test_a_minute_of_work_is_attendance_and_so_is_coming_after_midnight():
    assert weekly(*MON_TO_THU, worked("11-27", "17:59-18:00")) == 80_000
    night = plan("11-27", "23:30-06:00")
    planned = (*(plan(day, "09:00-18:00", 60) for day in dates("11-23", 4)), night)
    assert weekly(*MON_TO_THU, worked("11-28", "00:20-06:00"), planned=planned) == 80_000


def test_a_week_of_nothing_but_leave_has_none():
    assert why_none(absences=tuple(leave(day) for day in dates("11-23", 5))) == "no_work"


@pytest.mark.parametrize(
    ("dated", "earned"),
    [
        ({"hired_on": day_of("11-23")}, True),
        ({"hired_on": day_of("11-24")}, False),
        ({"left_on": day_of("11-29")}, True),
        ({"left_on": day_of("11-28")}, False),
    ],
)
def test_employment_has_to_last_the_week_and_no_longer(dated, earned):
    done = [one for one in eight(*dates("11-23", 5)) if one.day >= dated.get("hired_on", one.day)]
    assert (weekly(*done, **dated) > 0) == earned


def test_it_belongs_to_the_period_in_which_its_week_ends():
    """Monday, 30 November to Sunday, 6 December."""
    done = eight(*dates("11-30", 5))
    assert weekly(*done, period=NOV) == 0
    assert weekly(*done, period=(date(2026, 12, 1), date(2026, 12, 31))) == 80_000


def test_what_is_not_over_yet_has_earned_nothing_and_is_no_absence():
    """On Thursday evening nobody knows of Friday; on Sunday the week is over."""
    assert weekly(*MON_TO_THU, as_of=day_of("11-26")) == 0
    assert said(pay(MON_TO_THU, FULL, as_of=day_of("11-26"), **WEEK), "weekly_holiday_none") == []
    assert weekly(*eight(*dates("11-23", 5)), as_of=day_of("11-29")) == 80_000


def test_it_costs_what_an_hour_costs_at_the_end_of_the_week():
    raised = (FULL, hourly(12_000, since="2026-11-26", workdays=WEEKDAYS))
    found = pay(eight(*dates("11-23", 5)), raised, **WEEK)
    assert (won(found, "base"), won(found, "weekly_holiday")) == (3 * 80_000 + 2 * 96_000, 96_000)


def test_who_is_near_fifteen_hours_or_works_them_without_a_contract_is_named():
    near = hourly(10_000, hours=14, days=3)
    done = [
        worked(day, "09:00-14:30") for week in ("11-02", "11-09", "11-16", "11-23") for day in dates(week, 3)
    ]
    found = pay(done, near, **WEEK)
    assert said(found, "near_15h") == [{"contracted": 840, "limit": 900}]
    assert said(found, "over_15h_worked") == [{"contracted": 840, "worked": 990}]


def test_seven_days_without_a_day_off_are_named():
    assert said(pay(eight(*dates("11-23", 7)), FULL, **WEEK), "no_day_off") == [{"minutes": 7 * 480}]
