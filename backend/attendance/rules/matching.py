"""Which shift somebody came for."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol, TypeVar
from uuid import UUID

EARLIEST = timedelta(hours=2)
"""How long before the start an IN still means this shift."""
LATEST = timedelta(hours=4)
"""How long after the start an IN means it, even when the shift is shorter; and after the end an OUT."""
ABOUT_TO_BEGIN = timedelta(minutes=30)


class Planned(Protocol):
    """A shift that the person is on."""

    @property
    def shift_id(self) -> UUID: ...
    @property
    def site_id(self) -> UUID: ...
    @property
    def starts_at(self) -> datetime: ...
    @property
    def ends_at(self) -> datetime: ...


P = TypeVar("P", bound=Planned)


def shift_for(at: datetime, planned: Sequence[P], site_id: UUID | None = None) -> P | None:
    """The shift that an IN at this moment belongs to, at this site if it is known.

    The calendar day plays no part. One that begins within half an hour comes first, since people arrive
    for what comes next; then the one that is running; then the nearest start.
    """
    possible = [
        shift
        for shift in planned
        if site_id in (None, shift.site_id)
        and shift.starts_at - EARLIEST <= at <= max(shift.ends_at, shift.starts_at + LATEST)
    ]
    return min(possible, key=lambda shift: _rank(at, shift), default=None)


def shift_left(at: datetime, planned: Sequence[P], site_id: UUID | None = None) -> P | None:
    """The shift that an OUT belongs to when its IN is missing: of those that had begun, the nearest end."""
    possible = [
        shift
        for shift in planned
        if site_id in (None, shift.site_id) and shift.starts_at < at <= shift.ends_at + LATEST
    ]
    return min(possible, key=lambda shift: (abs(at - shift.ends_at), shift.shift_id), default=None)


def is_about(at: datetime, starts_at: datetime, ends_at: datetime) -> bool:
    """Whether a punch at this moment can belong to a shift at all."""
    return starts_at - EARLIEST <= at <= ends_at + LATEST


def _rank(at: datetime, shift: Planned) -> tuple[int, timedelta, UUID]:
    from_start = abs(at - shift.starts_at)
    if from_start <= ABOUT_TO_BEGIN:
        order = 0
    elif shift.starts_at <= at < shift.ends_at:
        order = 1
    else:
        order = 2
    return order, from_start, shift.shift_id
