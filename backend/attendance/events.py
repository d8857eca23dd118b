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
