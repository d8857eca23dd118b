"""How much may be planned: 52 hours, a part-timer's contract, breaks (law-kr.md R2, R3, R7, R12)."""

import pytest

from backend.scheduling.rules.guards.facts import Work
from backend.scheduling.rules.law import break_owed
from tests.scheduling.guards.builder import HERE, broken, codes, person, seoul, shift, terms

LATE = {"levels": {"rest": "off"}}


def week(hours: int, *, days: int = 5) -> list:
    """So many hours a day from Monday, each with an hour of break."""
    return [shift(str(23 + day), "08:00", f"{9 + hours:02}:00", break_min=60) for day in range(days)]


def test_fifty_two_hours_a_week_are_allowed_and_a_minute_more_is_not():
    days = week(10)
    assert codes(broken(person(), shift("28", "08:00", "10:00"), *days)) == []
    (found,) = broken(person(), shift("28", "08:00", "10:01"), *days)
    assert (found.code, found.minutes) == ("week_52", 52 * 60 + 1)


def test_only_the_sum_of_the_week_counts_not_single_long_days():
    """V14: days of 12, 11.5, 14.5 and 11.5 h make 49.5 h, within the limit (대법원 2020도15393)."""
    days = [("23", 12), ("24", 11.5), ("25", 14.5), ("26", 11.5)]
    shifts = [shift(day, "06:00", f"{6 + int(h):02}:{int(h % 1 * 60):02}") for day, h in days]
    assert "week_52" not in codes(broken(person(), *shifts, **LATE))


def test_a_week_runs_from_monday_to_sunday_and_a_night_belongs_to_its_first_day():
    days = week(10)
    sunday_night = shift("29", "22:00", "06:00", break_min=60)
    assert codes(broken(person(), sunday_night, *days, **LATE)) == ["week_52"]
    assert codes(broken(person(), sunday_night, *days, day_rule="end", **LATE)) == []
    assert codes(broken(person(), sunday_night, *days, day_rule="split", **LATE)) == []


def test_what_was_worked_counts_instead_of_what_was_planned():
    days, asked = week(10), shift("28", "08:00", "10:00")
    longer = Work(days[0].id, HERE, days[0].starts_at, seoul("11-23 19:30"), 60, worked=True)
    (found,) = broken(person(), asked, *days, worked=[longer])
    assert found.minutes == 52 * 60 + 30

    unplanned = Work(None, None, seoul("11-29 08:00"), seoul("11-29 08:10"), 0, worked=True)
    assert codes(broken(person(), asked, *days, worked=[unplanned])) == ["week_52"]


def test_fewer_than_five_people_have_no_limit_of_the_week():
    assert codes(broken(person(), *week(12), five_or_more=False)) == []


def test_a_part_timer_works_above_the_contract_with_consent_and_twelve_hours_at_most():
    days = week(5, days=3)
    contract = person(terms=terms(15))
    assert codes(broken(contract, *days)) == []
    (found,) = broken(contract, shift("26", "08:00", "09:00"), *days)
    assert (found.code, found.minutes) == ("part_time_consent", 60)
    assert broken(contract, shift("26", "08:00", "09:00"), *days, of_own_will=True) == []

    agreed = person(terms=terms(15, agreed=True))
    twelve = [shift("26", "08:00", "14:00", break_min=0), shift("27", "08:00", "14:00")]
    quiet = {"levels": {"rest": "off", "breaks": "warn"}}
    assert "part_time_12" not in codes(broken(agreed, *twelve, *days, **quiet))
    (found,) = broken(agreed, shift("28", "08:00", "08:01"), *twelve, *days)
    assert (found.code, found.minutes) == ("part_time_12", 12 * 60 + 1)


def test_who_has_a_full_contract_or_none_is_no_part_timer():
    asked = [shift("28", "08:00", "10:00"), *week(8)]
    assert broken(person(terms=terms(40)), *asked) == []
    assert broken(person(), *asked) == []
    assert broken(person(terms=terms(0)), *asked) == [], "nothing was agreed that could be exceeded"


@pytest.mark.parametrize(("worked", "owed"), [(239, 0), (240, 30), (479, 30), (480, 60)])
def test_the_break_that_is_owed(worked, owed):
    """V26."""
    assert break_owed(worked) == owed


def test_a_shift_without_the_break_that_it_wants_is_named():
    assert codes(broken(person(), shift("23", "06:00", "09:59"))) == []
    assert codes(broken(person(), shift("23", "06:00", "10:00"))) == ["breaks"]
    assert codes(broken(person(), shift("23", "06:00", "10:30", break_min=30))) == []
    assert codes(broken(person(), shift("23", "09:00", "18:00", break_min=59))) == ["breaks"]
    assert codes(broken(person(), shift("23", "09:00", "18:00", break_min=60))) == []
