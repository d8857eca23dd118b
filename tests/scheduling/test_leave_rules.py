"""What leave is earned, what it takes, and what expires (근로기준법 제60조, 시행령 별표 2)."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.scheduling.rules.leave import (
    Entry,
    Lot,
    day_min,
    earned_min,
    earnings,
    leave_days,
    left_of,
    minutes_of,
    months_of,
    span_of,
    yearly_days,
)

HIRED = date(2026, 1, 31)
NONE = frozenset[date]()


def test_the_first_year_has_eleven_chances_and_each_year_one():
    found = list(earnings(HIRED, date(2028, 2, 1)))
    assert [one.why for one in found] == ["monthly"] * 11 + ["yearly"] * 2
    assert [one.on for one in found[:3]] == [date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30)]
    assert {one.expires_on for one in found[:11]} == {date(2027, 1, 31)}
    assert [(one.on, one.expires_on) for one in found[11:]] == [
        (date(2027, 1, 31), date(2028, 1, 31)),
        (date(2028, 1, 31), date(2029, 1, 31)),
    ]
    assert list(earnings(HIRED, date(2026, 2, 27))) == []


def test_the_months_of_a_year_follow_each_other_without_a_gap():
    months = months_of(date(2024, 2, 29))
    assert len(months) == 12
    assert (months[0][0], months[-1][1]) == (date(2024, 2, 29), date(2025, 2, 28))


@pytest.mark.parametrize(
    ("years", "days"), [(1, 15), (2, 15), (3, 16), (4, 16), (5, 17), (20, 24), (21, 25), (40, 25)]
)
def test_a_day_more_for_every_two_years_up_to_twenty_five(years, days):
    assert yearly_days(years) == days


@pytest.mark.parametrize(
    ("days", "weekly_hours", "hours"),
    [(1, 40, 8), (15, 40, 120), (15, 52, 120), (15, 20, 60), (1, 20, 4), (1, 24, 5), (15, 17.5, 53)],
)
def test_a_part_timer_earns_their_share_and_a_part_of_an_hour_is_an_hour(days, weekly_hours, hours):
    assert earned_min(days, int(weekly_hours * 60)) == hours * 60


@pytest.mark.parametrize(
    ("weekly_min", "days", "minutes"),
    [(2400, 5, 480), (1200, 5, 240), (1440, 3, 480), (2400, 4, 480), (None, None, 480), (0, 0, 480)],
)
def test_a_day_of_leave_is_the_contracted_day(weekly_min, days, minutes):
    assert day_min(weekly_min, days) == minutes


@pytest.mark.parametrize(
    ("first", "last", "days_per_week", "planned", "taken"),
    [
        (23, 29, 5, [], [23, 24, 25, 26, 27]),
        (23, 29, 3, [], [23, 24, 25]),
        (28, 29, 5, [], []),
        (28, 29, 5, [28], [28]),
        (23, 29, 2, [28, 29], [28, 29]),
        (23, 29, 5, [25, 28], [23, 24, 25, 26, 28]),
        (25, 25, 5, [25], [25]),
    ],
)
def test_leave_covers_planned_days_and_else_the_usual_week(first, last, days_per_week, planned, taken):
    """November 2026; the 23rd is a Monday."""
    found = leave_days(
        date(2026, 11, first),
        date(2026, 11, last),
        days_per_week,
        [date(2026, 11, day) for day in planned],
        NONE,
    )
    assert [day.day for day in found] == taken


def test_a_holiday_takes_nothing_unless_there_is_a_shift():
    monday, friday = date(2026, 12, 21), date(2026, 12, 25)
    christmas = frozenset({friday})
    assert friday not in leave_days(monday, friday, 5, [], christmas)
    assert friday in leave_days(monday, friday, 5, [friday], christmas)


def test_hours_may_pass_midnight_and_halves_meet_at_noon():
    day = date(2026, 11, 24)
    starts, ends = span_of(day, day, "hours", time(22), time(1), "Asia/Seoul")
    assert minutes_of("hours", 1, 480, starts, ends) == 180
    morning, afternoon = (
        span_of(day, day, part, None, None, "Asia/Seoul") for part in ("morning", "afternoon")
    )
    assert morning[1] == afternoon[0]
    assert minutes_of("morning", 1, 475, *morning) == 238


def on(day: int) -> date:
    return date(2026, 1, day)


@pytest.mark.parametrize(
    ("entries", "left"),
    [
        ([Entry(480, on(1), on(20))], [Lot(480, on(20))]),
        ([Entry(480, on(1), on(20)), Entry(480, on(2), on(10)), Entry(-600, on(3))], [Lot(360, on(20))]),
        ([Entry(480, on(1), on(20)), Entry(-480, on(3)), Entry(480, on(3), None, True)], [Lot(480, on(20))]),
        ([Entry(480, on(1), on(20)), Entry(960, on(1)), Entry(-240, on(3))], [Lot(240, on(20))]),
        ([Entry(480, on(1), on(20)), Entry(-900, on(3))], []),
    ],
)
def test_what_expires_first_is_taken_first(entries, left):
    assert left_of(entries) == left


@given(
    st.lists(
        st.builds(
            Entry,
            st.integers(-960, 960).filter(bool),
            st.dates(on(1), on(5)),
            st.none() | st.dates(on(6), on(30)),
        ),
        max_size=12,
    )
)
def test_what_is_left_to_expire_is_never_more_than_was_earned_nor_than_the_balance(entries):
    left = sum(lot.minutes for lot in left_of(entries))
    earned = sum(one.minutes for one in entries if one.minutes > 0 and one.expires_on)
    assert 0 <= left <= earned
    assert left <= max(sum(one.minutes for one in entries), 0)
