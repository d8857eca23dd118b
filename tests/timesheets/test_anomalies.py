"""What on a sheet somebody should look at: pure rules, by example and for any punches at all."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from uuid import UUID

import pytest

from backend.scheduling.rules.days import minutes_between
from backend.timesheets.rules.build import sheet_of
from backend.timesheets.rules.figures import figures_of
from backend.timesheets.rules.scene import Ground, Leave, LoneOut, Matter, Scene, Seat, Session
from backend.timesheets.rules.sheet import Sheet
from backend.timesheets.schemas.choices import SheetChoices

SITE, OTHER, SHIFT, PUNCH = (UUID(int=number) for number in range(1, 5))
DAY = date(2026, 11, 10)
GROUND = Ground(datetime(2026, 11, 20, tzinfo=UTC), "Asia/Seoul", zones={SITE: "Asia/Seoul"})


def at(clock: str, day: int = 10) -> datetime:
    """By Seoul's clocks, in November 2026."""
    hour, minute = map(int, clock.split(":"))
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC) - timedelta(hours=9)


def session(begins: str, ends: str | None, shift: UUID | None = SHIFT, **changes) -> Session:
    given = {"id": PUNCH, "site_id": SITE, "closed_by": "out" if ends else None, **changes}
    return Session(starts_at=at(begins), ended_at=at(ends) if ends else None, shift_id=shift, **given)


def seat(begins: str = "08:00", ends: str = "11:00", **changes) -> Seat:
    return Seat(SHIFT, at(begins), at(ends), SITE, **changes)


def sheet(*sessions: Session, ground: Ground = GROUND, **known) -> Sheet:
    scene = Scene(UUID(int=9), list(sessions), **{"seats": [seat()], **known})
    return sheet_of(scene, DAY - timedelta(days=3), DAY + timedelta(days=3), ground)


def odd(found: Sheet) -> list[tuple[str, int | None]]:
    return [(one.code, one.minutes) for one in found.exceptions]


def leave(begins: str, ends: str, minutes: int = 240, part: str = "morning") -> Leave:
    return Leave(UUID(int=7), "annual", DAY, DAY, part, at(begins), at(ends), minutes)


@pytest.mark.parametrize(
    ("sessions", "known", "expected"),
    [
        ([session("08:05", "10:55")], {}, []),
        ([session("08:06", "11:00")], {}, [("late", 6)]),
        ([session("08:00", "10:54")], {}, [("left_early", 6)]),
        ([], {}, [("absent", 180)]),
        ([], {"leaves": [leave("00:00", "23:59")]}, []),
        # A morning off: nobody expects them before noon, or misses the shift that it covers.
        (
            [session("12:00", "15:00")],
            {"seats": [seat("10:00", "15:00")], "leaves": [leave("00:00", "12:00")]},
            [],
        ),
        (
            [session("12:10", "15:00")],
            {"seats": [seat("10:00", "15:00")], "leaves": [leave("00:00", "12:00")]},
            [("late", 10)],
        ),
        # Somebody who was there for no shift is not absent; elsewhere is not there.
        ([session("08:00", "11:00", None)], {}, [("unplanned", 180)]),
        ([session("08:00", "11:00", None, site_id=OTHER)], {}, [("absent", 180), ("unplanned", 180)]),
        ([session("08:00", "11:00", None)], {"seats": []}, []),
        ([], {"lone_outs": [LoneOut(PUNCH, at("11:00"), SITE)]}, [("missing_in", None)]),
        # Without an OUT the work ends with its shift, or with the next IN if that came before.
        ([session("08:00", None)], {}, [("missing_out", None)]),
        ([session("08:00", None, shift_ends_at=at("11:00"))], {}, [("missing_out", None)]),
        (
            [
                session(
                    "08:00", "10:00", closed_by="next_in", flags=("missing_out",), shift_ends_at=at("11:00")
                )
            ],
            {},
            [("left_early", 60), ("missing_out", None)],
        ),
        (
            [session("08:00", "11:00", flags=("outside_radius", "clock_skew", "clock_unverified"))],
            {},
            [("outside", None), ("skew", None)],
        ),
        ([session("06:00", "18:01", None)], {"seats": []}, [("over_long", 721), ("break_owed", 60)]),
        # 제54조: four hours want 30 minutes, eight want 60.
        ([session("08:00", "12:00")], {"seats": [seat(ends="12:00")]}, [("break_owed", 30)]),
        ([session("08:00", "11:59")], {"seats": [seat(ends="12:00")]}, []),
        (
            [session("08:00", "12:30", breaks=((at("10:00"), at("10:30")),))],
            {"seats": [seat(ends="12:30")]},
            [],
        ),
        (
            [session("08:00", "16:59", breaks=((at("10:00"), at("10:59")),))],
            {"seats": [seat(ends="17:00")]},
            [("break_owed", 1)],
        ),
        ([session("08:00", "11:00"), session("12:00", "15:00", None, id=UUID(int=8))], {"seats": []}, []),
        (
            [session("08:00", "11:00")],
            {"matters": [Matter("objected", PUNCH, at("09:00"))]},
            [("objected", None)],
        ),
    ],
)
def test_what_is_odd(sessions, known, expected):
    assert sorted(odd(sheet(*sessions, **known)), key=str) == sorted(expected, key=str)


def test_nobody_is_late_or_absent_before_the_time():
    before = replace(GROUND, now=at("10:59"))
    assert odd(sheet(ground=before)) == []
    assert odd(sheet(session("08:00", None, shift_ends_at=at("11:00")), ground=before)) == []


def test_the_grace_and_the_longest_day_are_choices():
    strict = replace(GROUND, choices=SheetChoices(grace_min=0, over_long_min=240))
    assert odd(sheet(session("08:01", "12:05"), ground=strict)) == [
        ("late", 1),
        ("over_long", 244),
        ("break_owed", 30),
    ]


def test_the_way_to_the_next_site_goes_on_as_one_work():
    way = [
        session("22:00", "23:50", closed_by="move"),
        session("23:50", None, None, id=UUID(int=11), travel=True, site_id=None, closed_by="arrival"),
        session("08:00", None, None, id=UUID(int=12)),
    ]
    way[1] = replace(way[1], ended_at=at("00:10", 11))
    way[2] = replace(way[2], starts_at=at("00:10", 11), ended_at=at("03:00", 11), closed_by="out")
    found = sheet(*way, seats=[])
    assert {one.day for one in found.stretches} == {DAY}
    figures = figures_of(found)
    assert (figures.worked_min, figures.travel_min, figures.night_min) == (300, 20, 300)


@pytest.mark.parametrize(
    ("rule", "days"),
    [("start", [10]), ("end", [11]), ("most", [11]), ("split", [10, 11])],
)
def test_the_day_rule_decides_days_and_no_total(rule, days):
    night = [
        replace(session("22:00", "23:00", breaks=((at("23:30"), at("00:30", 11)),)), ended_at=at("05:00", 11))
    ]
    shift = Seat(SHIFT, at("22:00"), at("05:00", 11), SITE, 60)
    found = sheet(*night, seats=[shift], ground=replace(GROUND, day_rule=rule))
    assert [one.day.day for one in found.stretches] == days
    assert [one.day.day for one in found.planned] == days
    figures = figures_of(found)
    assert (figures.worked_min, figures.break_min, figures.night_min) == (360, 60, 360)
    assert figures.planned_min == 360
    assert odd(found) == []


def test_a_break_that_nobody_recorded_is_work_unless_the_organisation_chose_otherwise():
    planned = replace(GROUND, choices=SheetChoices(unpunched_break="planned"))
    shift = [seat("08:00", "13:00", break_min=30)]
    whole = session("08:00", "13:00")
    assert figures_of(sheet(whole, seats=shift)).worked_min == 300
    assert odd(sheet(whole, seats=shift)) == [("break_owed", 30)]
    taken = sheet(whole, seats=shift, ground=planned)
    assert figures_of(taken).worked_min == 270
    assert odd(taken) == []
    # Who left before it, or recorded another, is not made to have had it.
    gone = sheet(session("08:00", "10:00"), seats=shift, ground=planned)
    short = session("08:00", "13:00", breaks=((at("09:00"), at("09:10")),))
    assert figures_of(gone).worked_min == 120
    assert figures_of(sheet(short, seats=shift, ground=planned)).worked_min == 290


def test_leave_has_its_minutes_on_the_days_of_work():
    week = Leave(UUID(int=7), "annual", date(2026, 11, 9), date(2026, 11, 15), "day",
                 at("00:00", 9), at("00:00", 16), 5 * 480, 2400, 5)  # fmt: skip
    scene = Scene(UUID(int=9), leaves=[week])
    found = sheet_of(scene, date(2026, 11, 1), date(2026, 11, 30), GROUND)
    assert [(one.day.day, one.minutes) for one in found.absences] == [(day, 480) for day in range(9, 14)]
    part = sheet_of(scene, date(2026, 11, 12), date(2026, 11, 30), GROUND)
    assert [one.day.day for one in part.absences] == [12, 13]


def test_any_month_keeps_its_minutes():
    random = Random(5)
    for _ in range(60):
        begins, sessions, seats = at("00:00", 1), [], []
        for number in range(random.randint(1, 30)):
            begins += timedelta(minutes=random.randint(30, 2000))
            length = timedelta(minutes=random.randint(1, 900))
            shift = UUID(int=100 + number)
            if random.random() < 0.7:
                seats.append(Seat(shift, begins, begins + length, SITE, random.choice((0, 30))))
            sessions.append(
                Session(UUID(int=500 + number), begins, begins + length, "out", SITE,
                        shift if random.random() < 0.8 else None)
            )  # fmt: skip
            begins += length
        whole = sum(minutes_between(one.starts_at, one.ended_at) for one in sessions)
        scene = Scene(UUID(int=9), sessions, seats)
        for rule in ("start", "end", "most", "split"):
            ground = replace(GROUND, day_rule=rule)
            last = begins.date() + timedelta(days=2)
            one = sheet_of(scene, date(2026, 10, 25), last, ground)
            assert figures_of(one).worked_min == whole
            # Two periods that meet share every minute between them, once.
            cut = last - timedelta(days=random.randint(1, 8))
            parts = [
                sheet_of(scene, date(2026, 10, 25), cut, ground),
                sheet_of(scene, cut + timedelta(days=1), last, ground),
            ]
            assert sum(figures_of(part).worked_min for part in parts) == whole
