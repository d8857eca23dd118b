"""What happened to sheets."""

from uuid import UUID

from backend.core.events import Event


class SheetChoicesChanged(Event, frozen=True):
    """`fields` names what the organisation chose anew about its sheets."""

    org_id: UUID
    fields: list[str]
