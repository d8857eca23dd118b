"""Who counts as five, and the limits that worked time breaks: remarks, never a change of pay."""

from dataclasses import replace
from datetime import date

import pytest

from backend.payroll.rules.kr import PACK
from backend.payroll.rules.kr.headcount import count
from backend.timesheets.rules.sheet import Stretch
from tests.payroll.people import dates, day_of, eight, facts, hourly, pay, said, won, worked

FULL = hourly(10_320)
SIXTEEN = {"born_on": date(2010, 6, 1)}


# R11


@pytest.mark.parametrize(
    ("people", "five"),
    [
        ([5] * 20, True),
        ([4] * 20, False),
        ([5] * 12 + [4] * 10, True),  # 4.5 on the average, but below on fewer than half of the days
        ([5] * 11 + [4] * 11, False),  # below on half of them
        ([50] * 11 + [1] * 11, False),  # 25.5 on the average, and yet below on half of the days
        ([50] * 12 + [1] * 11, True),
        ([5] * 2 + [4], True),
        ([], False),
    ],
)
def test_five_or_more(people, five):
    assert count(people).five_or_more == five


def test_the_working_is_shown():
    found = count([5] * 12 + [4] * 10)
    assert (found.person_days, found.operating_days, found.days_below) == (100, 22, 10)
    assert round(float(found.average), 2) == 4.55


def test_a_month_that_nobody_judged_is_as_the_one_before_it():
    done = [worked("11-23", "08:00-18:00")]
    small = {"five_or_more": {date(2026, 9, 1): False}}
    assert won(paid_with(done, **small), "overtime") == 0
    unknown = paid_with(done, five_or_more={})
    assert won(unknown, "overtime") == 10_320
    assert said(unknown, "size_unknown") == [{}]


def paid_with(done: list[Stretch], **changes):
    return PACK.statement(replace(facts(done, FULL), **changes))


# R14


@pytest.mark.parametrize(
    ("times", "agreed", "over"),
    [
        ("09:00-16:00", False, []),
        ("09:00-16:01", False, [1]),
        ("09:00-17:00", True, []),
        ("09:00-17:30", True, [30]),
    ],
)
def test_a_minors_day(times, agreed, over):
    found = pay([worked("11-23", times)], replace(FULL, extra_hours_agreed=agreed), **SIXTEEN)
    assert [one["over"] for one in said(found, "minor_hours")] == over


def test_a_minors_nights_and_holidays_need_a_permit():
    done, more = [worked("11-25", "21:00-22:30")], {"holidays": ["11-25"], **SIXTEEN}
    found = pay(done, FULL, **more)
    assert said(found, "minor_night") == [{"minutes": 30}]
    assert said(found, "minor_holiday") == [{"minutes": 90}]
    assert not {"minor_night", "minor_holiday"} & {
        one.code for one in pay(done, night_permit=True, **more).remarks
    }


def test_on_the_eighteenth_birthday_nobody_is_a_minor():
    for born, codes in ((date(2008, 11, 23), []), (date(2008, 11, 24), ["minor_hours"])):
        found = pay([worked("11-23", "09:00-17:00", "12:00-12:30")], FULL, born_on=born)
        assert [one.code for one in found.remarks if one.code.startswith("minor")] == codes


# R15


def test_no_overtime_nights_or_holidays_in_pregnancy():
    done = [worked("11-23", "14:00-23:00"), worked("12-08", "14:00-23:00")]
    found = pay(done, FULL, pregnant=(day_of("11-01"), day_of("11-30")), holidays=["11-23"])
    assert said(found, "pregnant_night") == [{"minutes": 60}]
    assert said(found, "pregnant_holiday") == [{"minutes": 540}]
    plain = pay(done, FULL, pregnant=(day_of("11-01"), day_of("11-30")))
    assert said(plain, "pregnant_overtime") == [{"minutes": 60}]


@pytest.mark.parametrize(
    ("hours", "days", "broken"),
    [
        (10, 3, []),
        (11, 1, [("day", 60)]),
        (10, 4, [("week", 120)]),
    ],
)
def test_in_the_year_after_birth(hours, days, broken):
    """Two hours of overtime a day and six a week."""
    done = [worked(day, f"08:00-{8 + hours:02}:00") for day in dates("11-23", days)]
    found = pay(done, FULL, gave_birth_on=date(2026, 1, 10))
    assert [(one["per"], one["over"]) for one in said(found, "after_birth")] == broken
    assert said(pay(done, FULL, gave_birth_on=date(2025, 11, 22)), "after_birth") == []


def test_remarks_never_change_the_pay():
    done = [worked(day, "09:00-23:00") for day in dates("11-23", 6)]
    plain = pay(done, FULL)
    assert pay(done, FULL, **SIXTEEN).lines == plain.lines
    assert pay(done, FULL, gave_birth_on=date(2026, 1, 10)).lines == plain.lines


def test_the_most_serious_comes_first():
    found = pay([worked("11-23", "08:00-20:00"), *eight("11-24")], hourly(9_000), **SIXTEEN)
    levels = [one.level for one in found.remarks]
    assert levels == sorted(levels, key=["error", "warning", "note"].index)


def test_work_that_nobody_ended_is_said():
    found = pay([worked("11-23", "09:00-12:00", open=True)], FULL)
    assert said(found, "open_work") == [{"minutes": 180}]
