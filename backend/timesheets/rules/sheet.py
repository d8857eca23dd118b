"""What a sheet holds: one person's work, plan and absences of some days, as plain data.

It is also what is frozen when a sheet is locked, as JSON: names here stay.
"""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from msgspec import Struct

LeaveKind = Literal["annual", "sick", "family", "public", "unpaid"]


class Rest(Struct, array_like=True, frozen=True):
    """A break that was recorded."""

    starts_at: datetime
    ends_at: datetime


class Stretch(Struct, frozen=True, omit_defaults=True):
    """Being at work from an IN to what ended it, or on the way between two sites (`travel`).

    `day` is the day that it belongs to by the organisation's day rule, in the site's zone. `open`: nothing
    ended it yet, and `ends_at` is then when its shift ends, at least a minute after its start.
    """

    session_id: UUID
    day: date
    starts_at: datetime
    ends_at: datetime
    zone: str
    breaks: tuple[Rest, ...] = ()
    site_id: UUID | None = None
    shift_id: UUID | None = None
    travel: bool = False
    open: bool = False
    flags: tuple[str, ...] = ()
    """Of its punches, as attendance gives them."""


class PlannedTime(Struct, frozen=True, omit_defaults=True):
    """A published shift that the person was on."""

    shift_id: UUID
    day: date
    starts_at: datetime
    ends_at: datetime
    zone: str
    site_id: UUID
    break_min: int = 0


class Absence(Struct, frozen=True, omit_defaults=True):
    """Approved leave on one day; a longer one has an entry for each day. `minutes` is working time."""

    leave_id: UUID
    kind: LeaveKind
    day: date
    starts_at: datetime
    ends_at: datetime
    minutes: int

    @property
    def paid(self) -> bool:
        """Annual leave is paid (근로기준법 제60조 제5항); the rest as the organisation decides elsewhere."""
        return self.kind == "annual"


class Anomaly(Struct, frozen=True, omit_defaults=True):
    """An exception: something on the sheet that a person should look at.

    `code`: late, left_early, missing_in, missing_out, absent, outside, over_long, break_owed, skew,
    unplanned, open_correction, objected, after_lock. `minutes` is its measure, where it has one.
    """

    code: str
    day: date
    at: datetime
    minutes: int | None = None
    session_id: UUID | None = None
    shift_id: UUID | None = None
    ref: UUID | None = None


class Sheet(Struct, frozen=True):
    """One person's days from `from_on` to `until_on`, both in it, everything in order of time."""

    member_id: UUID
    from_on: date
    until_on: date
    stretches: tuple[Stretch, ...] = ()
    planned: tuple[PlannedTime, ...] = ()
    absences: tuple[Absence, ...] = ()
    exceptions: tuple[Anomaly, ...] = ()
