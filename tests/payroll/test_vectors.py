"""The worked examples of the law (labour-kr.json), as the pack pays them."""

import json
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from backend.payroll.rules.kr import figures
from backend.payroll.rules.kr.headcount import count
from backend.payroll.rules.kr.leave import yearly_days
from backend.payroll.rules.kr.wage import hourly_won
from tests.payroll.people import (
    NOV,
    dates,
    day_of,
    eight,
    for_work,
    hourly,
    minutes,
    monthly,
    pay,
    plan,
    said,
    won,
    worked,
)

VECTORS = {one["id"]: one for one in json.loads((Path(__file__).parent / "labour-kr.json").read_text())}
WEEK = (date(2026, 11, 23), date(2026, 11, 29))


def expected(name: str):
    return VECTORS[name]["expect"]


def of_week(stretches, contract=None, **more):
    return pay(stretches, contract, period=WEEK, **more)


def short(first: str, days: int, hours: float) -> list:
    """So many days of so many hours, with no break."""
    end = f"{8 + int(hours):02}:{int(hours % 1 * 60):02}"
    return [worked(day, f"08:00-{end}") for day in dates(first, days)]


def test_every_vector_is_here():
    told = {
        name.removeprefix("test_").split("_")[0].upper() for name in globals() if name.startswith("test_v")
    }
    assert told == VECTORS.keys()


def test_v1_a_full_week():
    found, wanted = of_week(eight(*dates("11-23", 5))), expected("V1")
    assert won(found, "base") == wanted["base"]
    assert Fraction(minutes(found, "weekly_holiday")) == Fraction(wanted["weekly_holiday_hours"]) * 60
    assert won(found, "weekly_holiday") == wanted["weekly_holiday_pay"]
    assert found.total_won == wanted["week"]


@pytest.mark.parametrize("year", [2025, 2026, 2027])
def test_v2_a_month_at_the_minimum_wage(year):
    wanted = expected("V2")[str(year)]
    minimum = figures.MINIMUM_WAGE_WON.on(date(year, 6, 1))
    assert minimum * figures.MONTH_HOURS_SHOWN == wanted
    contract = monthly(wanted, since=f"{year}-01-01")
    assert hourly_won(contract, date(year, 6, 1)) >= minimum
    period = (date(year, 6, 1), date(year, 6, 30))
    days = [day for day in dates(f"{year}-05-25", 42) if day_of(day).weekday() < 5]
    found = pay(eight(*days), contract, period=period)
    assert (found.total_won, said(found, "below_minimum")) == (wanted, [])


def test_v3_fifteen_hours():
    found, wanted = of_week(short("11-23", 3, 5), hourly(hours=15, days=3)), expected("V3")
    assert Fraction(minutes(found, "weekly_holiday")) == Fraction(wanted["weekly_holiday_hours"]) * 60
    assert won(found, "weekly_holiday") == wanted["weekly_holiday_pay"]


def test_v4_less_than_fifteen_hours():
    found = of_week(short("11-23", 3, 29 / 6), hourly(hours=14.5, days=3))
    assert won(found, "weekly_holiday") == expected("V4")["weekly_holiday_pay"]
    assert said(found, "weekly_holiday_none")[0]["why"] == "under_15h"


@pytest.mark.parametrize("hours", [20, 25])
def test_v6_twenty_and_twenty_five_hours(hours):
    found = of_week(short("11-23", 5, hours / 5), hourly(hours=hours))
    assert won(found, "weekly_holiday") == expected("V6")[str(hours)]


@pytest.mark.parametrize(("last", "weekly"), [(16, 30_960), (15, expected("V7")[1])])
def test_v7_the_average_of_four_weeks(last, weekly):
    """Nothing but the plan says the hours: each week's 주휴 is a fifth of what four weeks are on average."""
    planned, done = [], []
    for monday, hours in (("11-02", 12), ("11-09", 18), ("11-16", 14), ("11-23", last)):
        planned.append(plan(monday, f"00:00-{hours:02}:00"))
        done.append(worked(monday, f"00:00-{hours:02}:00"))
    found = pay(done, hourly(hours=0, days=0), planned=tuple(planned), five=False)
    assert won(found, "weekly_holiday") == 4 * weekly
    assert str(weekly) in str(expected("V7"))


def test_v9_absence_breaks_it_and_coming_late_does_not():
    contract = hourly(workdays=(0, 1, 2, 3, 4))
    absent = of_week(eight(*dates("11-23", 4)), contract)
    late = of_week([*eight(*dates("11-23", 4)), worked("11-27", "10:30-18:00", "12:00-13:00")], contract)
    assert [won(absent, "weekly_holiday"), won(late, "weekly_holiday")] == expected("V9")


def test_v11_a_long_day():
    found = of_week([worked("11-28", "09:00-21:00", "13:00-14:00")], hourly(VECTORS["V11"]["hourly"]))
    wanted = expected("V11")
    assert won(found, "base") == wanted["base"]
    assert won(found, "overtime") == wanted["overtime_premium"]
    assert for_work(found) == wanted["total"]


def test_v12_a_long_night():
    found = of_week([worked("11-24", "20:00-08:00")], hourly(VECTORS["V12"]["hourly"]))
    wanted = expected("V12")
    assert won(found, "base") == wanted["base"]
    assert won(found, "overtime") == wanted["overtime_premium"]
    assert won(found, "night") == wanted["night_premium"]
    assert for_work(found) == wanted["total"]


def test_v14_the_limit_counts_the_week_and_the_premium_the_days():
    days = ("06:00-18:00", "06:00-17:30", "06:00-20:30", "06:00-17:30")
    found = of_week([worked(day, times) for day, times in zip(dates("11-23", 4), days, strict=True)])
    wanted = expected("V14")
    assert found.hours.worked == Fraction(wanted["week_total"]) * 60
    assert found.hours.worked - 40 * 60 == Fraction(wanted["limit_overtime"]) * 60
    assert (not said(found, "over_52h")) == wanted["within_limit"]
    assert found.hours.overtime == Fraction(wanted["premium_overtime_hours"]) * 60


def test_v16_six_days():
    found, wanted = of_week(eight(*dates("11-23", 6)), hourly(VECTORS["V16"]["hourly"])), expected("V16")
    assert found.hours.overtime == Fraction(wanted["overtime_hours"]) * 60
    assert for_work(found) == wanted["total"]
    assert (not said(found, "over_52h")) == wanted["within_limit"]


def test_v17_one_day_of_ten_hours():
    found = of_week([worked("11-23", "08:00-18:00")], hourly(VECTORS["V17"]["hourly"]))
    assert for_work(found) == expected("V17")["total"]


def test_v18_an_evening_with_a_break():
    found = of_week([worked("11-23", "18:00-23:30", "20:30-21:00")], hourly(VECTORS["V18"]["hourly"]))
    wanted = expected("V18")
    assert found.hours.worked == Fraction(wanted["hours"]) * 60
    assert found.hours.night == Fraction(wanted["night_hours"]) * 60
    assert won(found, "base") == wanted["base"]
    assert won(found, "night") == wanted["night_premium"]
    assert for_work(found) == wanted["total"]
    assert said(found, "break_owed") == []


def test_v20_an_early_morning_where_fewer_than_five_work():
    found = of_week([worked("11-23", "04:00-08:00")], hourly(VECTORS["V20"]["hourly"]), five=False)
    wanted = expected("V20")
    assert won(found, "base") == wanted["base"]
    assert won(found, "night") == wanted["night_premium"]
    assert said(found, "break_owed")[0]["minutes"] == wanted["break_violation_minutes"]


def test_v21_work_on_a_holiday():
    found = of_week(
        [worked("11-25", "08:00-18:00")],
        hourly(VECTORS["V21"]["hourly"], workdays=(0, 1)),
        holidays=["11-25"],
    )
    wanted = expected("V21")
    assert won(found, "base") == wanted["base"]
    assert won(found, "holiday") == wanted["holiday_premium_first_8h"]
    # Above eight hours it is 100 percent: what the first eight have, and as much again.
    assert won(found, "long_holiday") == wanted["holiday_premium_above_8h"]
    assert found.total_won == wanted["total"]


@pytest.mark.parametrize(("five", "total"), list(zip([True, False], expected("V24"), strict=True)))
def test_v24_a_part_timer_above_the_contract(five, total):
    contract = hourly(VECTORS["V24"]["hourly"], hours=4, days=1)
    found = of_week([worked("11-23", "08:00-14:30", "12:00-12:30")], contract, five=five)
    assert found.total_won == total


@pytest.mark.parametrize(
    ("times", "owed"),
    list(zip(("08:00-11:59", "08:00-12:00", "08:00-15:59", "08:00-16:00"), expected("V26"), strict=True)),
)
def test_v26_the_break_that_work_wants(times, owed):
    found = of_week([worked("11-23", times)])
    assert sum(one["minutes"] for one in said(found, "break_owed")) == owed


def test_v27_days_of_leave():
    assert [yearly_days(years) for years in (1, 2, 3, 4, 5, 10, 22)] == expected("V27")


def test_v28_five_or_more():
    found = count([5] * 12 + [4] * 10)
    assert found.average < 5
    assert found.five_or_more == (expected("V28") == "5+")


def test_v31_a_cleaner_in_probation():
    contract = hourly(
        since="2026-11-01", probation_until=date(2027, 1, 31), probation_percent=90, simple_labour=True
    )
    found = pay(eight("11-23"), contract)
    assert found.lines[0].rate_won == str(expected("V31"))
    assert won(found, "base") == 8 * expected("V31")


def test_v32_a_minor():
    """What a plan is refused for, a statement remarks."""
    sixteen = {"born_on": date(2010, 6, 1), "period": NOV}
    week = [worked(day, "09:00-15:00") for day in dates("11-23", 6)]
    without = pay(week, hourly(hours=35), **sixteen)
    agreed = pay(week, hourly(hours=35, extra_hours_agreed=True), **sixteen)
    late = pay([worked("11-23", "21:00-22:30")], hourly(hours=35), **sixteen)
    broken = [said(without, "minor_hours"), said(agreed, "minor_hours"), said(late, "minor_night")]
    assert ["refused" if one else "allowed" for one in broken] == expected("V32")
