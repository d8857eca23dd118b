"""Hours, and what is paid for them beside the wage: worked examples, by hand in the comments.

All at 10,000 won an hour, so that an hour of premium is 5,000.
"""

from dataclasses import replace
from datetime import timedelta

import pytest
from msgspec import structs

from backend.payroll.rules.kr import PACK
from tests.payroll.people import (
    CHOSEN,
    dates,
    eight,
    facts,
    for_work,
    hourly,
    line,
    minutes,
    pay,
    plan,
    said,
    won,
    worked,
)

FULL = hourly(10_000)
PART = hourly(10_000, hours=20)
WAYS = {"last_days": CHOSEN, "proportional": replace(CHOSEN, weekly_excess="proportional")}


# Days


def test_work_over_midnight_is_of_the_day_on_which_it_starts():
    """22:00-07:00 are nine hours of Monday: 90,000 + 1 h overtime 5,000 + 8 h of night 40,000."""
    found = pay([worked("11-23", "22:00-07:00")], FULL)
    assert for_work(found) == 90_000 + 5_000 + 40_000
    assert [day.day for day in line(found, "base").days] == [23]


def test_cut_at_midnight_it_is_still_one_work():
    one = pay([worked("11-23", "22:00-07:00")], FULL)
    two = pay([worked("11-23", "22:00-24:00"), worked("11-24", "00:00-07:00")], FULL)
    assert for_work(two) == for_work(one)


def test_where_days_are_split_each_part_is_of_its_own_day():
    """2 h of Monday and 7 h of Tuesday: no overtime; the night is the same."""
    split = replace(CHOSEN, day_rule="split")
    found = pay([worked("11-23", "22:00-24:00"), worked("11-24", "00:00-07:00")], FULL, choices=split)
    assert for_work(found) == 90_000 + 40_000


def test_a_shift_that_begins_when_another_one_ends_is_a_day_of_its_own():
    """16:00-24:00 and, planned by itself, 00:00-08:00: two days of eight hours; nights 2 h + 6 h."""
    first, second = plan("11-23", "16:00-24:00"), plan("11-24", "00:00-08:00")
    done = [
        worked("11-23", "16:00-24:00", shift_id=first.shift_id),
        worked("11-24", "00:00-08:00", shift_id=second.shift_id),
    ]
    found = pay(done, FULL, planned=(first, second))
    assert for_work(found) == 160_000 + 8 * 5_000


def test_a_break_in_the_night_is_no_night_work():
    """21:00-03:00 without 23:00-23:30: 5.5 h, of which 22:00-23:00 and 23:30-03:00 are night: 4.5 h."""
    found = pay([worked("11-23", "21:00-03:00", "23:00-23:30")], FULL)
    assert (found.hours.worked, found.hours.night, for_work(found)) == (330, 270, 55_000 + 22_500)


def test_a_night_ends_at_six_and_begins_at_ten():
    """05:00-23:00 without breaks: 18 h, 05-06 and 22-23 at night, 10 h beyond eight."""
    found = pay([worked("11-23", "05:00-23:00")], FULL)
    assert (won(found, "night"), won(found, "overtime")) == (2 * 5_000, 10 * 5_000)


def test_the_same_time_at_two_sites_is_paid_once():
    """09:00-13:00 and 11:00-15:00 are six hours."""
    assert for_work(pay([worked("11-23", "09:00-13:00"), worked("11-23", "11:00-15:00")], FULL)) == 60_000


def test_other_work_in_a_break_is_work():
    """09:00-13:00 with a break 11-12, in which somebody worked elsewhere 11:00-11:30: 3.5 h."""
    done = [worked("11-23", "09:00-13:00", "11:00-12:00"), worked("11-23", "11:00-11:30")]
    assert for_work(pay(done, FULL)) == 35_000


def test_the_way_from_site_to_site_is_work():
    """09:00-12:00, on the way to 12:30, then to 18:00: nine hours, one of them overtime, and no break."""
    done = [
        worked("11-23", "09:00-12:00"),
        worked("11-23", "12:00-12:30", travel=True),
        worked("11-23", "12:30-18:00"),
    ]
    found = pay(done, FULL)
    assert for_work(found) == 90_000 + 5_000
    assert said(found, "break_owed") == [{"minutes": 60, "owed": 60, "taken": 0}]


def test_time_between_two_works_of_a_day_is_a_break():
    done = [worked("11-23", "06:00-10:00"), worked("11-23", "17:00-21:00")]
    assert said(pay(done, FULL), "break_owed") == []


def test_a_break_that_is_too_short_is_said_and_what_was_worked_is_paid():
    """09:00-18:00 with 20 minutes of break: 8 h 40, so 40 minutes of overtime; 60 - 20 are owed."""
    found = pay([worked("11-23", "09:00-18:00", "12:00-12:20")], FULL)
    assert minutes(found, "overtime") == "40"
    assert said(found, "break_owed") == [{"minutes": 40, "owed": 60, "taken": 20}]


def test_seconds_are_not_lost():
    stretch = worked("11-23", "09:00-12:00")
    longer = structs.replace(stretch, ends_at=stretch.ends_at + timedelta(seconds=20))
    found = pay([longer], FULL)
    assert minutes(found, "base") == "541/3"
    assert for_work(found) == 30_056  # 10,000 x 3.00555 h


@pytest.mark.parametrize(
    ("how", "counted"),
    [("exact", 487), ("down_5", 485), ("down_10", 480), ("nearest_5", 485), ("nearest_10", 490),
     ("nearest_15", 480)],
)  # fmt: skip
def test_a_days_minutes_are_rounded_as_chosen(how, counted):
    """8 h 07 in two parts; the day is rounded, not each of them."""
    done = [worked("11-23", "09:00-13:03"), worked("11-23", "14:00-18:04")]
    found = pay(done, FULL, choices=replace(CHOSEN, minutes=how))
    assert found.hours.worked == counted
    assert found.hours.overtime == max(counted - 480, 0)


def test_nights_are_those_of_the_sites_clocks():
    """21:00-23:00 in Hanoi is 23:00-01:00 in Seoul: one hour of night, not two."""
    found = pay([worked("11-23", "21:00-23:00", zone="Asia/Ho_Chi_Minh")], FULL)
    assert found.hours.night == 60


def test_where_clocks_change_the_minutes_that_pass_count():
    """22:00-06:00 in Berlin, when clocks went back an hour: nine hours, all at night."""
    period = (worked("10-24", "22:00-06:00").day.replace(day=1), worked("10-31", "09:00-10:00").day)
    found = pay([worked("10-24", "22:00-06:00", zone="Europe/Berlin")], FULL, period=period)
    assert (found.hours.worked, found.hours.night, found.hours.overtime) == (540, 540, 60)


# Weeks


def test_overtime_of_the_day_is_not_counted_again_in_the_week():
    """10, 10, 10, 10 and 8 h are 48: 8 h are beyond the days, and what is left is 40."""
    done = [worked(day, "08:00-18:00") for day in dates("11-23", 4)] + eight("11-27")
    assert pay(done, FULL).hours.overtime == 480


def test_what_is_left_of_the_days_may_be_beyond_the_week():
    """Five days of 9 h and one of 5 h: 5 h beyond the days, 45 - 40 beyond the week."""
    done = [worked(day, "08:00-17:00") for day in dates("11-23", 5)] + [worked("11-28", "08:00-13:00")]
    assert pay(done, FULL).hours.overtime == 600


@pytest.mark.parametrize(("how", "november", "december"), [("last_days", 0, 480), ("proportional", 80, 400)])
def test_a_week_across_two_months(how, november, december):
    """Six days of 8 h from Monday, 30 November: the eight hours beyond 40 are Saturday's, or 80 minutes of
    each day."""
    done = eight(*dates("11-30", 6))
    periods = [(done[0].day.replace(day=1), done[0].day), (done[1].day, done[1].day.replace(day=31))]
    months = [pay(done, FULL, period=period, choices=WAYS[how]) for period in periods]
    assert [one.hours.overtime for one in months] == [november, december]
    assert sum(won(one, "overtime") for one in months) == 8 * 5_000


@pytest.mark.parametrize(("last", "over"), [("08:00-20:00", None), ("08:00-20:01", 1)])
def test_fifty_two_hours_are_the_limit(last, over):
    """Five days of 8 h and one of 12 h, and a minute more."""
    found = pay([*eight(*dates("11-23", 5)), worked("11-28", last)], FULL)
    assert [one["over"] for one in said(found, "over_52h")] == ([over] if over else [])


def test_where_fewer_than_five_work_nothing_is_on_top():
    """16 h straight through the night: 160,000, and 주휴 of nobody's."""
    found = pay([worked("11-23", "16:00-08:00")], FULL, five=False)
    assert found.total_won == 160_000
    assert (found.hours.overtime, found.hours.night) == (0, 480)
    assert said(found, "fewer_than_five") == [{}]


def test_a_firm_that_grows_pays_premiums_from_its_month_on():
    """10 h on 30 November, when fewer than five worked, and on 1 December, when five did."""
    done = [worked("11-30", "08:00-18:00"), worked("12-01", "08:00-18:00")]
    sizes = {done[0].day.replace(day=1): False, done[1].day: True}
    period = (done[0].day, done[1].day)
    found = PACK.statement(replace(facts(done, FULL, period=period), five_or_more=sizes))
    assert won(found, "overtime") == 2 * 5_000


# Part-timers


def test_a_part_timers_hour_has_one_premium_only():
    """Contracted 5 x 4 h. One day of 9 h: one is overtime, four are above the contract."""
    done = [worked(day, "09:00-13:00") for day in dates("11-23", 4)] + [worked("11-27", "09:00-18:00")]
    found = pay(done, PART)
    assert (found.hours.overtime, found.hours.part_time_extra) == (60, 240)
    assert for_work(found) == 250_000 + 5 * 5_000


def test_a_day_above_the_contract_counts_though_the_week_is_not():
    """6 h instead of 4 on Monday and nothing on Tuesday: the two hours are above Monday's."""
    done = [worked("11-23", "09:00-15:00")] + [worked(day, "09:00-13:00") for day in dates("11-25", 3)]
    assert pay(done, PART).hours.part_time_extra == 120


def test_one_more_day_is_above_the_contracted_week():
    done = [worked(day, "09:00-13:00") for day in dates("11-23", 6)]
    assert pay(done, PART).hours.part_time_extra == 240


def test_a_plan_says_how_the_contracted_week_lies():
    """15 h as 4, 4 and 7: the seven are not above an average of five."""
    times = {"11-23": "09:00-13:00", "11-24": "09:00-13:00", "11-26": "09:00-16:00"}
    found = pay(
        [worked(day, time) for day, time in times.items()],
        hourly(10_000, hours=15, days=3),
        planned=tuple(plan(day, time) for day, time in times.items()),
    )
    assert found.hours.part_time_extra == 0


def test_without_contracted_hours_the_plan_is_the_contract():
    """Planned 4 h, worked 6: two hours are above it."""
    found = pay(
        [worked("11-23", "09:00-15:00")], hourly(10_000, 0, 0), planned=(plan("11-23", "09:00-13:00"),)
    )
    assert found.hours.part_time_extra == 120


def test_without_contract_hours_and_plan_nothing_is_above():
    assert pay([worked("11-23", "09:00-15:00")], hourly(10_000, 0, 0)).hours.part_time_extra == 0


def test_a_full_timers_short_day_is_no_part_time():
    done = [worked("11-23", "09:00-13:00"), *eight("11-24", "11-25")]
    assert pay(done, FULL).hours.part_time_extra == 0


@pytest.mark.parametrize(("hours", "broken"), [(12, []), (13, [60])])
def test_a_part_timer_works_twelve_hours_a_week_more_at_most(hours, broken):
    """Contracted 20 h: 4 x 4 h, and on the fifth day the rest."""
    done = [worked(day, "09:00-13:00") for day in dates("11-23", 4)]
    done.append(worked("11-27", f"06:00-{10 + hours:02}:00"))
    found = pay(done, PART)
    assert [one["over"] for one in said(found, "part_timer_over_12h")] == broken
    assert said(found, "part_timer_consent") == [{"minutes": hours * 60, "contracted": 1200}]
    agreed = pay(done, replace(PART, extra_hours_agreed=True))
    assert said(agreed, "part_timer_consent") == []
