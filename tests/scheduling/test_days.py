"""Which day a night shift belongs to, and how long it is when the clocks change."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from backend.scheduling.rules.days import days_of, minutes_between, night_minutes, without_break

VANCOUVER = "America/Vancouver"


def there(text: str, zone: str = VANCOUVER) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


@pytest.mark.parametrize(
    ("starts", "ends", "hours"),
    [
        ("2013-11-02 22:00", "2013-11-03 06:00", 9),
        ("2013-03-09 22:00", "2013-03-10 06:00", 7),
        ("2016-11-05 18:00", "2016-11-06 06:00", 13),
        ("2016-07-05 18:00", "2016-07-06 06:00", 12),
    ],
)
def test_a_night_is_as_long_as_it_really_is(starts, ends, hours):
    """The published pairs."""
    assert minutes_between(there(starts), there(ends)) == hours * 60


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("start", [("2013-11-02", 540)]),
        ("end", [("2013-11-03", 540)]),
        ("most", [("2013-11-03", 540)]),
        ("split", [("2013-11-02", 120), ("2013-11-03", 420)]),
    ],
)
def test_the_four_ways_of_giving_a_night_to_a_day(rule, expected):
    pieces = days_of(there("2013-11-02 22:00"), there("2013-11-03 06:00"), VANCOUVER, rule)
    assert pieces == [(date.fromisoformat(day), minutes) for day, minutes in expected]


def test_of_two_equal_halves_the_first_day_has_it():
    pieces = days_of(there("2016-07-05 18:00"), there("2016-07-06 06:00"), VANCOUVER, "most")
    assert pieces == [(date(2016, 7, 5), 720)]


@pytest.mark.parametrize("rule", ["start", "end", "most", "split"])
def test_work_until_midnight_is_all_on_its_own_day(rule):
    pieces = days_of(there("2016-07-05 18:00"), there("2016-07-06 00:00"), VANCOUVER, rule)
    assert pieces == [(date(2016, 7, 5), 360)]


def test_night_is_from_ten_to_six_by_the_clocks_of_the_site():
    """V18: 1.5 h of 18:00-23:30; and nine of a night in which the clocks go back."""
    assert night_minutes(there("2026-11-24 18:00"), there("2026-11-24 23:30"), VANCOUVER) == 90
    assert night_minutes(there("2026-11-24 05:00"), there("2026-11-24 22:30"), VANCOUVER) == 90
    assert night_minutes(there("2013-11-02 22:00"), there("2013-11-03 06:00"), VANCOUVER) == 540


def test_a_break_is_taken_from_the_days_in_proportion():
    two_days = [(date(2026, 11, 24), 120), (date(2026, 11, 25), 360)]
    assert without_break(two_days, 60) == [(date(2026, 11, 24), 105), (date(2026, 11, 25), 315)]
    assert without_break([(date(2026, 11, 24), 30)], 60) == [(date(2026, 11, 24), 0)]
