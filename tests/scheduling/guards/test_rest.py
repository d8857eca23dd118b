"""What lies between two works, and hours in which somebody cannot work."""

from datetime import date, time

import pytest

from backend.scheduling.rules.guards.away import minutes_outside
from backend.scheduling.rules.guards.facts import Hours
from tests.scheduling.guards.builder import THERE, broken, codes, person, seoul, shift


def test_eleven_hours_of_rest_between_two_days():
    late = shift("23", "14:00", "22:00", break_min=60)
    (found,) = broken(person(), shift("24", "08:59", "10:00"), late)
    assert (found.code, found.minutes) == ("rest", 10 * 60 + 59)
    assert broken(person(), shift("24", "09:00", "10:00"), late) == []
    assert codes(broken(person(), late, shift("24", "08:00", "10:00"))) == ["rest"], "seen from both sides"
    assert broken(person(), shift("24", "08:59", "10:00"), late, rest_min=600) == []


def test_two_shifts_of_one_day_are_one_day_of_work():
    assert broken(person(), shift("23", "18:00", "21:00"), shift("23", "06:00", "09:00")) == []


def test_the_way_to_another_site_takes_time():
    """12 km at 15 km/h take 48 minutes."""
    morning = shift("23", "06:00", "09:00", site=THERE)
    (found,) = broken(person(), shift("23", "09:30", "11:00"), morning)
    assert (found.code, found.minutes) == ("travel", 30)
    assert "마포 상가" in found.ko
    assert broken(person(), shift("23", "10:00", "11:00"), morning) == []
    assert broken(person(), shift("23", "09:30", "11:00"), morning, travel_kmh=40) == []
    assert broken(person(), shift("23", "09:00", "11:00", site=THERE), morning) == []


MORNINGS = Hours(0, None, time(6), time(12), "can")  # Mondays
NO_MONDAY = Hours(None, date(2026, 11, 23), time(0), time(0), "cannot")
NO_NOON = Hours(None, date(2026, 11, 23), time(11), time(13), "cannot")
NIGHT = Hours(0, None, time(22), time(6), "can")
EVENING_OFF = Hours(0, None, time(18), time(22), "cannot")


@pytest.mark.parametrize(
    ("hours", "begins", "ends", "outside"),
    [
        ((), "23 06:00", "23 09:00", 0),
        ((MORNINGS,), "23 06:00", "23 12:00", 0),
        ((MORNINGS,), "23 05:30", "23 12:30", 60),
        ((MORNINGS,), "24 06:00", "24 07:00", 60),
        ((EVENING_OFF,), "23 17:00", "23 19:00", 60),
        ((EVENING_OFF,), "24 17:00", "24 19:00", 0),
        ((MORNINGS, NO_MONDAY), "23 06:00", "23 09:00", 180),
        ((MORNINGS, NO_NOON), "23 10:00", "23 12:00", 60),
        ((MORNINGS, NO_MONDAY), "30 06:00", "30 09:00", 0),
        ((NIGHT,), "23 22:00", "24 06:00", 0),
        ((NIGHT,), "23 21:00", "24 07:00", 120),
    ],
)
def test_minutes_outside_of_the_hours_that_somebody_gave(hours, begins, ends, outside):
    found = minutes_outside(hours, seoul(f"11-{begins}"), seoul(f"11-{ends}"), "Asia/Seoul")
    assert found == outside


def test_an_unavailable_hour_is_a_warning_that_can_be_a_refusal():
    (found,) = broken(person(hours=(EVENING_OFF,)), shift("23", "17:00", "19:00"))
    assert (found.code, found.minutes) == ("unavailable", 60)
    assert (
        broken(person(hours=(EVENING_OFF,)), shift("23", "17:00", "19:00"), levels={"unavailable": "off"})
        == []
    )
