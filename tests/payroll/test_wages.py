"""Wages by the hour, the day and the month, their changes, gaps, probation and the minimum wage, by hand."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from backend.payroll.rules.facts import Contract
from tests.payroll.people import (
    CHOSEN,
    NOV,
    WEEKDAYS,
    dates,
    day_of,
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

MONTH = [one for one in eight(*dates("10-26", 42)) if one.day.weekday() < 5]
"""Every weekday from 26 October to 4 December, eight hours."""
HOURS = Fraction(48 * 365, 84)
"""That a month's wage of 40 hours a week pays: 208.571..., shown as 209."""
THREE_MILLION = monthly(3_000_000)
HOUR = 3_000_000 / HOURS
"""14,383.56 won."""


def without(*days: str) -> list:
    return [one for one in MONTH if one.day not in {day_of(day) for day in days}]


# By the day


def test_a_days_wage_is_that_of_its_hours():
    """100,000 for 8 h; 10 h are two of 12,500 more, and half of that again."""
    daily = Contract(date(2026, 1, 1), "daily", 100_000, 2400, 5)
    assert for_work(pay(eight("11-23"), daily)) == 100_000
    assert for_work(pay([worked("11-23", "08:00-18:00")], daily)) == 125_000 + 12_500


def test_a_day_has_the_hours_of_its_contract():
    """60,000 for a day of 5 h: 12,000 an hour."""
    assert line(pay([worked("11-23", "09:00-14:00")], Contract(date(2026, 1, 1), "daily", 60_000, 1500, 5)),
                "base").rate_won == "12000"  # fmt: skip


# By the month


def test_a_month_is_a_month_whatever_its_length():
    found = pay(MONTH, THREE_MILLION)
    assert found.total_won == 3_000_000
    assert Fraction(minutes(found, "base")) == HOURS * 60
    assert (line(found, "weekly_holiday").won, line(found, "weekly_holiday").percent) == (0, 0)


def test_so_is_a_period_that_begins_in_the_middle_of_one():
    """From 21 October to 20 November."""
    assert pay(MONTH + eight("10-21", "10-22", "10-23", "10-19", "10-20"), THREE_MILLION,
               period=(date(2026, 10, 21), date(2026, 11, 20))).total_won == 3_000_000  # fmt: skip


def test_half_a_month_is_paid_by_its_days():
    """From the 16th, a Monday: 15 of 30 days."""
    done = [one for one in MONTH if one.day >= date(2026, 11, 16)]
    assert pay(done, THREE_MILLION, hired_on=date(2026, 11, 16)).total_won == 1_500_000
    done = [one for one in MONTH if one.day <= date(2026, 11, 15)]
    assert pay(done, THREE_MILLION, left_on=date(2026, 11, 15)).total_won == 1_500_000


def test_a_raise_in_the_middle_of_a_month():
    """15 days of 3,000,000 and 15 of 3,600,000."""
    contracts = (THREE_MILLION, monthly(3_600_000, since="2026-11-16"))
    assert pay(MONTH, contracts).total_won == 3_300_000


def test_a_week_of_a_month_is_its_days_of_the_month():
    found = pay(MONTH, THREE_MILLION, period=(date(2026, 11, 9), date(2026, 11, 15)))
    assert found.total_won == 3_000_000 * 7 // 30


def test_a_day_of_absence_costs_the_day_and_the_paid_day_off_of_its_week():
    found = pay(without("11-25"), THREE_MILLION)
    assert (won(found, "absence"), won(found, "weekly_holiday_lost")) == (-115_068, -115_069)
    assert found.total_won == round(3_000_000 - 16 * HOUR)  # 2,769,863


def test_coming_late_costs_nothing_of_a_months_wage():
    assert pay([*without("11-25"), worked("11-25", "17:00-18:00")], THREE_MILLION).total_won == 3_000_000


def test_leave_is_in_the_months_wage_where_the_law_has_it_paid():
    paid = pay(without("11-25"), THREE_MILLION, absences=(leave("11-25"),))
    assert (paid.total_won, line(paid, "annual_leave").won) == (3_000_000, 0)
    unpaid = pay(without("11-25"), THREE_MILLION, absences=(leave("11-25", kind="unpaid"),))
    assert unpaid.total_won == round(3_000_000 - 8 * HOUR)
    assert said(unpaid, "unpaid_leave") == [{"kind": "unpaid", "minutes": 480}]


def test_overtime_comes_on_top_of_a_months_wage():
    """Two hours on a Wednesday: the hours themselves, and half of them."""
    found = pay([*without("11-25"), worked("11-25", "08:00-18:00")], THREE_MILLION)
    assert (minutes(found, "beyond_contract"), minutes(found, "overtime")) == ("120", "120")
    assert found.total_won == round(3_000_000 + 3 * HOUR)


def test_a_saturday_beside_a_holiday_is_not_in_the_months_wage():
    """Wednesday is a free holiday and Saturday is worked: 40 h, no overtime, but more than was agreed."""
    found = pay([*without("11-25"), *eight("11-28")], THREE_MILLION, holidays=["11-25"])
    assert (found.hours.overtime, minutes(found, "beyond_contract")) == (0, "480")


def test_a_saturday_for_a_missed_wednesday_evens_out():
    found = pay([*without("11-25"), *eight("11-28")], THREE_MILLION)
    assert won(found, "absence") + won(found, "beyond_contract") == 0


def test_somebody_who_never_came_gets_no_less_than_what_was_worked():
    """Of July's 23 days one was worked: 22 and the days off of four weeks are 208 h of 208.57, but eight are
    owed. Nothing is owed to who did not come at all."""
    july = (date(2026, 7, 1), date(2026, 7, 31))
    assert pay(eight("07-01"), THREE_MILLION, period=july).total_won == round(8 * HOUR)
    assert pay([], THREE_MILLION, period=july).total_won == 0
    assert pay([], THREE_MILLION).total_won == 0


def test_fewer_than_five_pay_the_hours_beyond_the_contract_without_a_premium():
    found = pay([*without("11-25"), worked("11-25", "08:00-18:00")], THREE_MILLION, five=False)
    assert found.total_won == round(3_000_000 + 2 * HOUR)


def test_a_months_wage_of_a_part_timer():
    """20 h a week make 24 paid: 104.29 h of a month."""
    contract = monthly(1_200_000, hours=20)
    days = [worked(day, "09:00-13:00") for day in dates("10-26", 42) if day_of(day).weekday() < 5]
    found = pay(days, contract)
    assert (found.total_won, minutes(found, "base")) == (1_200_000, "43800/7")
    more = pay([*days, worked("11-25", "14:00-16:00")], contract)
    hour = Fraction(1_200_000 * 60) / Fraction(43_800, 7)
    assert more.total_won == round(1_200_000 + 3 * hour)


def test_by_the_month_and_then_by_the_hour():
    """15 of 30 days, and then eleven days of 8 h, and the 주휴 of two weeks: it begins on a Monday."""
    contracts = (THREE_MILLION, hourly(12_000, since="2026-11-16", workdays=WEEKDAYS))
    assert pay(MONTH, contracts).total_won == 1_500_000 + 11 * 96_000 + 2 * 96_000


# Leave


def test_annual_leave_is_paid_as_the_hours_it_takes():
    contract = hourly(10_000, hours=20, workdays=WEEKDAYS)
    found = pay([], contract, absences=(leave("11-25", 240), leave("12-02", 240)))
    assert (won(found, "annual_leave"), minutes(found, "annual_leave")) == (40_000, "240")


# Gaps, and dates that do not fit


def test_work_without_a_contract_is_paid_with_the_minimum_wage_and_said():
    contracts = (hourly(15_000, until_on=date(2026, 11, 10)), hourly(16_000, since="2026-11-25"))
    found = pay(eight("11-10", "11-11", "11-24", "11-25"), contracts)
    assert [(one.rate_won, one.won) for one in found.lines if one.code == "base"] == [
        ("15000", 120_000),
        ("10320", 165_120),
        ("16000", 128_000),
    ]
    (gap,) = [one for one in found.remarks if one.code == "contract_gap"]
    assert (gap.on, gap.level) == (date(2026, 11, 11), "error")
    assert gap.values == {"until": "2026-11-24", "days": 2, "minutes": 960, "minimum_won": 10_320}


def test_work_before_and_after_employment_is_paid_and_said():
    found = pay(
        eight("11-02", "11-27"), hourly(10_320), hired_on=date(2026, 11, 3), left_on=date(2026, 11, 20)
    )
    assert for_work(found) == 2 * 82_560
    assert said(found, "work_before_hiring") == [{"days": 1, "minutes": 480}]
    assert said(found, "work_after_leaving") == [{"days": 1, "minutes": 480}]


def test_nothing_at_all_is_a_statement_too():
    found = pay([], ())
    assert (found.total_won, found.lines, found.remarks) == (0, (), ())


# Probation and the minimum wage


@pytest.mark.parametrize(
    ("terms", "rate"),
    [
        ({}, 10_320),  # simple labour
        ({"simple_labour": False}, 9_288),
        ({"simple_labour": False, "until_on": date(2027, 10, 31)}, 9_288),  # a year to the day
        ({"simple_labour": False, "until_on": date(2027, 10, 30)}, 10_320),
        ({"simple_labour": False, "since": "2026-08-01"}, 10_320),  # the fourth month
        ({"simple_labour": False, "probation_percent": 80}, 9_288),  # not below 90 percent of the minimum
        ({"simple_labour": False, "probation_until": date(2026, 11, 22)}, 10_320),  # it is over
    ],
)
def test_probation(terms, rate):
    contract = hourly(**{"since": "2026-11-01", "probation_until": date(2027, 1, 31), "probation_percent": 90,
                         **terms})  # fmt: skip
    found = pay(eight("11-23"), contract)
    assert line(found, "base").rate_won == str(rate)
    assert said(found, "below_minimum") == []


def test_probation_cuts_a_wage_above_the_minimum_as_agreed():
    """20,000 at 80 percent; 12,000 at 80 percent would be 9,600, and a cleaner's floor is 10,320."""
    terms = {"since": "2026-11-01", "probation_until": date(2027, 1, 31), "probation_percent": 80}
    assert line(pay(eight("11-23"), hourly(20_000, **terms)), "base").rate_won == "16000"
    held = pay(eight("11-23"), hourly(12_000, **terms))
    assert line(held, "base").rate_won == "10320"
    assert said(held, "probation_minimum") == [{"percent": 80, "hourly_won": "10320", "simple_labour": True}]


def test_a_wage_below_the_minimum_is_paid_as_agreed_and_what_is_missing_is_said():
    """8 h at 10,000: 320 an hour are missing, 2,560 in all."""
    found = pay(eight("11-23"), hourly(10_000))
    assert for_work(found) == 80_000
    (remark,) = [one for one in found.remarks if one.code == "below_minimum"]
    assert (remark.level, remark.rule, remark.on) == ("error", "R17", date(2026, 11, 23))
    assert remark.values == {
        "hourly_won": "10000",
        "shown_won": 10_000,
        "minimum_won": 10_320,
        "missing_hourly_won": 320,
        "minutes": 480,
        "missing_won": 2_560,
    }


def test_the_minimum_is_that_of_the_day():
    """10,500 won are enough in 2026, and 200 too little in 2027."""
    week = (date(2026, 12, 28), date(2027, 1, 3))
    found = pay(eight("2026-12-31", "2027-01-01"), hourly(10_500), period=week)
    assert [(one["minutes"], one["missing_won"]) for one in said(found, "below_minimum")] == [(480, 1_600)]


def test_a_month_at_209_hours_of_the_minimum_is_enough_and_a_won_less_an_hour_is_not():
    assert said(pay(MONTH, monthly(2_156_880)), "below_minimum") == []
    assert said(pay(MONTH, monthly(2_150_000)), "below_minimum")[0]["missing_hourly_won"] == 12  # 10,308.2


# Won


@pytest.mark.parametrize(("how", "total"), [("nearest", 6_023), ("up", 6_024), ("down", 6_023)])
def test_the_total_is_rounded_once_and_the_lines_add_up(how, total):
    """22:00-22:23 at 10,475 won: 4,015.4166 and the night's 2,007.708: 6,023.125 up is 6,024."""
    found = pay([worked("11-23", "22:00-22:23")], hourly(10_475), choices=replace(CHOSEN, won=how))
    assert found.total_won == total
    assert sum(one.won for one in found.lines) == total


def test_a_plan_of_leave_and_work_in_one_week_of_a_month():
    """Half a day of leave and half a day of work are a day."""
    planned = tuple(plan(one.day.isoformat(), "09:00-18:00", 60) for one in MONTH)
    done = [*without("11-25"), worked("11-25", "09:00-13:00")]
    found = pay(done, THREE_MILLION, planned=planned, absences=(leave("11-25", 240),), period=NOV)
    assert found.total_won == 3_000_000
