"""Rules of repetition: the same days as python-dateutil's, and a clear no to what no shift can follow."""

import time
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from dateutil.rrule import rrulestr
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from backend.scheduling.errors import UnusableRule
from backend.scheduling.rules.recurrence import WEEKDAYS, first_day, read_rule

FIRST = date(2026, 11, 24)  # a Tuesday


def days(text: str, first: date = FIRST, to: date = date(2028, 1, 1)) -> list[str]:
    return [day.isoformat() for day in read_rule(text).days(first, first, to)]


def numbers(least: int, most: int, size: int = 3):
    picked = st.lists(st.integers(least, most).filter(bool), min_size=1, max_size=size, unique=True)
    return picked.map(lambda found: ",".join(map(str, found)))


@st.composite
def rules(draw):
    freq = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    parts = [f"FREQ={freq}", f"INTERVAL={draw(st.integers(1, 5))}"]
    by_month = draw(st.booleans())
    if by_month:
        parts.append(f"BYMONTH={draw(numbers(1, 12))}")
    # Of "MO,2MO" dateutil takes what is both, where RFC 5545 takes what is either; so they are not mixed.
    counted = freq in ("MONTHLY", "YEARLY") and draw(st.booleans())
    nth = st.sampled_from(["1", "2", "-1", "5"]) if counted else st.just("")
    if draw(st.booleans()):
        by_day = draw(st.lists(st.tuples(nth, st.sampled_from(WEEKDAYS)), min_size=1, max_size=3))
        parts.append("BYDAY=" + ",".join(dict.fromkeys(a + b for a, b in by_day)))
    if freq != "WEEKLY" and draw(st.booleans()):
        parts.append(f"BYMONTHDAY={draw(numbers(-31, 31))}")
    if freq == "YEARLY" and draw(st.booleans()):
        parts.append(f"BYYEARDAY={draw(numbers(-366, 366))}")
    if len(parts) > 2 and draw(st.booleans()):
        parts.append(f"BYSETPOS={draw(numbers(-3, 3, 2))}")
    if draw(st.booleans()):
        parts.append(f"WKST={draw(st.sampled_from(WEEKDAYS))}")
    end = draw(st.sampled_from(["", "COUNT=7", "UNTIL=20270815"]))
    return ";".join([*parts, end] if end else parts)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(rules(), st.dates(date(2024, 1, 1), date(2028, 12, 31)), st.integers(0, 500))
def test_a_rule_means_the_days_that_python_dateutil_finds(text, first, skipped):
    from_, to = first + timedelta(days=skipped), first + timedelta(days=skipped + 400)
    rule = read_rule(text)
    # dateutil looks for the next day until the year 9999, so it is asked only where one comes.
    goes_on = replace(rule, count=None, until=None).days(first, to + timedelta(days=1), to + timedelta(2_000))
    assume(next(goes_on, None))
    ours = list(rule.days(first, from_, to))
    theirs, oracle = [], rrulestr(text, dtstart=datetime.combine(first, datetime.min.time()))
    for moment in oracle:
        if moment.date() > to:
            break
        if moment.date() >= from_:
            theirs.append(moment.date())
    assert ours == theirs


def test_what_contracts_say():
    assert days("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", to=date(2026, 11, 30)) == [
        "2026-11-24",
        "2026-11-25",
        "2026-11-26",
        "2026-11-27",
        "2026-11-30",
    ]
    assert days("RRULE:FREQ=MONTHLY;BYDAY=-1FR;COUNT=3") == ["2026-11-27", "2026-12-25", "2027-01-29"]
    assert days("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=2") == ["2026-11-30", "2026-12-31"]
    assert days("FREQ=MONTHLY;BYMONTHDAY=31;UNTIL=20270401T000000Z") == [
        "2026-12-31",
        "2027-01-31",
        "2027-03-31",
    ]


def test_the_rest_of_a_series_keeps_what_its_count_has_left():
    rule = read_rule("FREQ=DAILY;COUNT=10")
    rest = rule.from_on(FIRST, FIRST + timedelta(days=4))
    assert rest.text() == "FREQ=DAILY;COUNT=6"
    assert read_rule(read_rule("FREQ=MONTHLY;BYDAY=-1FR,2MO;WKST=SU").text()).text() == (
        "FREQ=MONTHLY;BYDAY=-1FR,2MO;WKST=SU"
    )


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "malformed"),
        ("every day", "malformed"),
        ("FREQ=WEEKLY;FREQ=DAILY", "malformed"),
        ("FREQ=SOMETIMES", "unknown"),
        ("FREQ=HOURLY", "too-often"),
        ("FREQ=DAILY;BYHOUR=6,18", "too-often"),
        ("FREQ=YEARLY;BYWEEKNO=3", "unknown"),
        ("FREQ=DAILY;COUNT=1001", "out-of-range"),
        ("FREQ=DAILY;COUNT=0", "out-of-range"),
        ("FREQ=DAILY;INTERVAL=-1", "out-of-range"),
        ("FREQ=DAILY;INTERVAL=\u0661", "out-of-range"),
        ("FREQ=DAILY;COUNT=3;UNTIL=20270101", "contradiction"),
        ("FREQ=DAILY;UNTIL=20270231", "malformed"),
        ("FREQ=DAILY;UNTIL=00000101", "malformed"),
        ("FREQ=WEEKLY;BYDAY=1MO", "out-of-range"),
        ("FREQ=MONTHLY;BYDAY=6MO", "out-of-range"),
        ("FREQ=WEEKLY;BYDAY=XX", "malformed"),
        ("FREQ=WEEKLY;BYMONTHDAY=3", "contradiction"),
        ("FREQ=MONTHLY;BYSETPOS=1", "contradiction"),
        ("FREQ=MONTHLY;BYMONTHDAY=" + ",".join(["1"] * 99), "too-long"),
    ],
)
def test_what_is_no_rule_for_shifts_is_refused(text, code):
    with pytest.raises(UnusableRule) as refusal:
        read_rule(text)
    assert refusal.value.errors[0].code == code


@pytest.mark.parametrize(
    "text",
    [
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;INTERVAL=7;BYDAY=MO",
        "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=9",
        "FREQ=DAILY;UNTIL=20200101",
    ],
)
def test_a_rule_that_never_comes_true_is_refused_at_once(text):
    began = time.perf_counter()
    with pytest.raises(UnusableRule):
        first_day(read_rule(text), FIRST, None)
    assert time.perf_counter() - began < 0.5


def test_a_leap_day_is_waited_for_eight_years_and_the_end_of_time_is_no_error():
    assert first_day(read_rule("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29"), date(2096, 3, 1), None) == date(
        2104, 2, 29
    )
    assert days("FREQ=WEEKLY", first=date(9999, 12, 20), to=date.max) == ["9999-12-20"]
