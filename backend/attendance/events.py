"""What happened on site."""

from datetime import datetime
from uuid import UUID

from backend.core.events import Event


class PunchRecorded(Event, frozen=True):
    """Somebody's punch, by themselves or by a manager. Events of one member keep their order."""

    documents = ("board", "work")
    member_id: UUID
    punch_id: UUID
    kind: str
    believed_at: datetime
    site_id: UUID | None
    session_id: UUID | None
    manual: bool


class ShiftUnattended(Event, frozen=True):
    """A shift has begun, the patience is over, and somebody who should be there is not."""

    documents = ("board",)
    shift_id: UUID
    site_id: UUID
    assigned: int
    present: int


class TabletOffered(Event, frozen=True):
    """A code was made that pairs a tablet with a site."""

    tablet_id: UUID
    site_id: UUID


class TabletPaired(Event, frozen=True):
    tablet_id: UUID
    site_id: UUID


class TabletRevoked(Event, frozen=True):
    tablet_id: UUID
    site_id: UUID


class PinSet(Event, frozen=True):
    """Somebody chose their PIN for the shared tablet."""

    member_id: UUID


class PinGiven(Event, frozen=True):
    """The office gave somebody a PIN to begin with."""

    member_id: UUID


class PunchObjected(Event, frozen=True):
    """Somebody says that what another tapped for them is not so."""

    punch_id: UUID
    member_id: UUID
    site_id: UUID | None
