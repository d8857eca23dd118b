"""What happened to pay. How much somebody earns stands in no event."""

from datetime import datetime
from uuid import UUID

from backend.core.events import Event


class PaySettingsChanged(Event, frozen=True):
    """What was chosen stands in the settings' history."""

    org_id: UUID
    version: int
    fields: list[str]


class DeductionsChanged(Event, frozen=True):
    member_id: UUID
    period_id: UUID


class PaySlipsReleased(Event, frozen=True):
    """These people get their slips of the period at `given_at`."""

    period_id: UUID
    member_ids: list[UUID]
    given_at: datetime


class PaySlipsDue(Event, frozen=True):
    """Payday has come for slips of a period. Made by a timer."""

    period_id: UUID


class PaySlipSeen(Event, frozen=True):
    slip_id: UUID
    member_id: UUID
