"""Times that can be planned, and weeks that are copied across clock changes."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from backend.scheduling.rules import times as rules
from tests.scheduling.plan import utc

NOW = utc("2026-11-24T09:00:00")


def codes(starts_at: datetime, ends_at: datetime) -> list[str]:
    return [problem.code for problem in rules.wrong_times(starts_at, ends_at, NOW)]


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [
        (5, []),
        (4, ["too-short"]),
        (0, ["before-start"]),
        (-60, ["before-start"]),
        (1440, []),
        (1441, ["too-long"]),
    ],
)
def test_a_shift_takes_five_minutes_to_a_day(minutes, expected):
    assert codes(NOW, NOW + timedelta(minutes=minutes)) == expected


def test_a_shift_lies_within_a_year():
    far = NOW + timedelta(days=400)
    assert codes(far, far + timedelta(hours=1)) == ["out-of-range"]


@pytest.mark.parametrize(
    ("zone", "starts", "ends", "new_start", "new_end"),
    [
        # Germany falls back on 25 October 2026: the clocks show the same, UTC does not.
        ("Europe/Berlin", "2026-10-19 22:00", "2026-10-20 06:00", "2026-10-26 22:00", "2026-10-27 06:00"),
        # A night shift over the repeated hour takes an hour more.
        ("Europe/Berlin", "2026-10-17 22:00", "2026-10-18 06:00", "2026-10-24 22:00", "2026-10-25 06:00"),
        # New York springs forward on 14 March 2027.
        ("America/New_York", "2027-03-06 22:00", "2027-03-07 06:00", "2027-03-13 22:00", "2027-03-14 06:00"),
        ("Asia/Seoul", "2026-11-23 09:00", "2026-11-23 13:00", "2026-11-30 09:00", "2026-11-30 13:00"),
    ],
)
def test_a_copied_shift_has_the_same_wall_clock(zone, starts, ends, new_start, new_end):
    def local(text: str) -> datetime:
        return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))

    moved = rules.moved(local(starts).astimezone(UTC), local(ends).astimezone(UTC), 7, zone)

    assert [moment.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M") for moment in moved] == [
        new_start,
        new_end,
    ]


def test_a_night_over_the_clock_change_is_shorter_or_longer():
    berlin = ZoneInfo("Europe/Berlin")
    night = [datetime(2026, 10, 17, 22, tzinfo=berlin), datetime(2026, 10, 18, 6, tzinfo=berlin)]
    start, end = rules.moved(night[0].astimezone(UTC), night[1].astimezone(UTC), 7, "Europe/Berlin")
    assert end - start == timedelta(hours=9)


def test_a_shift_in_the_skipped_hour_keeps_its_length():
    new_york = ZoneInfo("America/New_York")
    start = datetime(2027, 3, 7, 2, 0, tzinfo=new_york).astimezone(UTC)
    new_start, new_end = rules.moved(start, start + timedelta(hours=1), 7, "America/New_York")

    assert new_start.astimezone(new_york).strftime("%d %H:%M") == "14 03:00"
    assert new_end - new_start == timedelta(hours=1)


def test_the_site_decides_the_day():
    midnight_in_seoul = utc("2026-11-23T15:30:00")
    assert rules.local_day(midnight_in_seoul, "Asia/Seoul") == date(2026, 11, 24)
    assert rules.local_day(midnight_in_seoul, "America/New_York") == date(2026, 11, 23)
