"""Which shift somebody came for. The calendar day plays no part."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import pytest

from backend.attendance.rules.matching import shift_for, shift_left
from tests.scheduling.plan import utc

HERE, THERE = UUID(int=1), UUID(int=2)


@dataclass(frozen=True)
class Planned:
    shift_id: UUID
    site_id: UUID
    starts_at: datetime
    ends_at: datetime


def shift(number: int, hours: str, site: UUID = HERE) -> Planned:
    """`22-31` is from 22:00 to 07:00 the next day."""
    starts, ends = (float(hour) for hour in hours.split("-"))
    return Planned(UUID(int=number), site, at(starts), at(ends))


def at(hour: float) -> datetime:
    day, hour = divmod(hour, 24)
    return utc(f"2026-11-{23 + int(day):02d}T{int(hour):02d}:{round(hour % 1 * 60):02d}:00")


@pytest.mark.parametrize(
    ("hour", "shifts", "expected"),
    [
        (8.9, ["9-13"], 0),  # on time
        (7, ["9-13"], 0),  # two hours early
        (6.9, ["9-13"], None),  # earlier
        (12, ["9-13"], 0),  # very late
        (14, ["9-13"], None),  # after it
        (12.9, ["9-9.5"], 0),  # a short one, up to four hours after its start
        (11.9, ["9-12", "12-15"], 1),  # back to back: people arrive for what comes next
        (12.1, ["9-12", "12-15"], 1),
        (13.2, ["6-14", "15-20"], 0),  # back from lunch
        (18.4, ["9-18", "19-22"], 1),  # between the two
        (23, ["22-31"], 0),  # tonight
        (30, ["22-31"], 0),  # tomorrow at six, still tonight's
        (37.9, ["22-31", "38-42"], 1),  # 13:54 after the night
    ],
)
def test_the_shift_that_an_in_means(hour, shifts, expected):
    planned = [shift(number, hours) for number, hours in enumerate(shifts, start=1)]
    found = shift_for(at(hour), planned)
    assert found == (None if expected is None else planned[expected])


def test_only_shifts_at_the_site_count_when_it_is_known():
    planned = [shift(1, "9-13", THERE), shift(2, "10-14")]
    assert shift_for(at(9), planned, HERE) == planned[1]
    assert shift_for(at(9), planned) == planned[0]


@pytest.mark.parametrize(
    ("hour", "shifts", "expected"),
    [
        (31, ["22-30", "38-44"], 0),  # 07:00: last night's, though another begins at 14:00
        (14.1, ["6-14", "14-22"], 0),  # what ends, not what begins
        (20, ["6-14", "14-22"], 1),
        (18.1, ["9-14"], None),  # too long after
        (8.9, ["9-14"], None),  # not begun
    ],
)
def test_an_out_without_its_in_ends_a_shift(hour, shifts, expected):
    planned = [shift(number, hours) for number, hours in enumerate(shifts)]
    assert shift_left(at(hour), planned, HERE) == (None if expected is None else planned[expected])
    assert shift_left(at(hour), planned, THERE) is None
