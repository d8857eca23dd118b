"""Whom the law protects (law-kr.md R14, R15)."""

from datetime import date, timedelta

from tests.scheduling.guards.builder import broken, codes, person, shift, terms

SIXTEEN = {"born_on": date(2010, 1, 5)}
WEEK = [shift(str(23 + day), "08:00", "16:00", break_min=60) for day in range(5)]
HOUR = shift("28", "08:00", "09:00")


def test_under_eighteen_works_thirty_five_hours_a_week_and_forty_by_agreement():
    """V32: 36 h without and with agreement."""
    assert codes(broken(person(**SIXTEEN), *WEEK)) == []
    assert codes(broken(person(**SIXTEEN), HOUR, *WEEK)) == ["minor_hours"]
    assert codes(broken(person(**SIXTEEN, terms=terms(40, agreed=True)), HOUR, *WEEK)) == []


def test_under_eighteen_works_seven_hours_a_day():
    (found,) = broken(person(**SIXTEEN), shift("23", "08:00", "16:01", break_min=60))
    assert (found.code, found.minutes) == ("minor_hours", 421)


def test_under_eighteen_works_at_night_only_with_a_permit():
    """V32: 21:00-22:30."""
    evening = shift("23", "21:00", "22:30")
    (found,) = broken(person(**SIXTEEN), evening)
    assert (found.code, found.minutes) == ("minor_night", 30)
    assert broken(person(**SIXTEEN, night_permit=True), evening) == []
    assert broken(person(**SIXTEEN), shift("23", "20:00", "22:00")) == []
    assert codes(broken(person(**SIXTEEN), shift("23", "05:00", "07:00"))) == ["minor_night"]


def test_who_turns_eighteen_is_grown_up_on_the_birthday():
    asked = shift("23", "21:00", "23:00")
    assert codes(broken(person(born_on=date(2008, 11, 24)), asked)) == ["minor_night"]
    assert broken(person(born_on=date(2008, 11, 23)), asked) == []


def test_under_eighteen_works_on_holidays_only_with_a_permit():
    christmas, asked = frozenset({date(2026, 12, 25)}), shift("12-25", "08:00", "10:00")
    assert codes(broken(person(**SIXTEEN), asked, holidays=christmas)) == ["minor_holiday"]
    assert broken(person(), asked, holidays=christmas) == []


def test_no_overtime_and_no_night_during_pregnancy():
    pregnant = person(pregnant_from=date(2026, 11, 24), pregnant_until=date(2027, 6, 1))
    day, night = shift("24", "08:00", "17:01", break_min=60), shift("24", "21:00", "23:00")
    (found,) = broken(pregnant, day)
    assert (found.code, found.minutes) == ("pregnant_overtime", 1)
    assert codes(broken(pregnant, night)) == ["pregnant_night"]
    assert broken(pregnant, shift("23", "21:00", "23:00")) == [], "it was not told yet"

    full = [shift(str(23 + day), "08:00", "17:00", break_min=60) for day in range(5)]
    assert codes(broken(pregnant, HOUR, *full)) == ["pregnant_overtime"]


def test_overtime_in_the_year_after_birth_is_two_hours_a_day_and_six_a_week():
    mother = person(gave_birth_on=date(2026, 3, 1))
    tens = [shift(str(23 + day), "08:00", "19:00", break_min=60) for day in range(3)]
    assert codes(broken(mother, *tens)) == []
    assert codes(broken(mother, shift("23", "08:00", "19:01", break_min=60))) == ["after_birth"]
    assert codes(broken(mother, shift("26", "08:00", "17:01", break_min=60), *tens)) == ["after_birth"]
    assert codes(broken(mother, shift("26", "22:00", "23:00"))) == ["pregnant_night"]

    a_year_ago = person(gave_birth_on=date(2025, 11, 26))
    assert broken(a_year_ago, shift("26", "22:00", "23:00")) == []


def test_overtime_in_the_year_after_birth_is_a_hundred_and_fifty_hours_in_all():
    mother = person(gave_birth_on=date(2026, 5, 1))
    days = [date(2026, 5, 11) + timedelta(weeks=week, days=day) for week in range(25) for day in range(3)]
    past = [shift(f"{day:%m-%d}", "08:00", "19:00", break_min=60) for day in days]
    assert codes(broken(mother, shift("23", "08:00", "17:00", break_min=60), *past)) == []
    (found,) = broken(mother, shift("23", "08:00", "17:01", break_min=60), *past)
    assert (found.code, found.minutes) == ("after_birth", 150 * 60 + 1)
