"""What happened at visits."""

from uuid import UUID

from backend.core.events import Event

VISITS = ("visits",)


class ChecklistChanged(Event, frozen=True):
    documents = VISITS
    site_id: UUID
    items: int


class AccessNoteChanged(Event, frozen=True):
    """The note itself stands in no event."""

    documents = VISITS
    site_id: UUID


class AccessNoteRead(Event, frozen=True):
    site_id: UUID


class AccessNoteRefused(Event, frozen=True):
    """Somebody gave a wrong PIN."""

    site_id: UUID


class TaskChecked(Event, frozen=True):
    documents = VISITS
    shift_id: UUID
    item_id: UUID


class TaskUnchecked(Event, frozen=True):
    documents = VISITS
    shift_id: UUID
    item_id: UUID


class PhotoTaken(Event, frozen=True):
    documents = VISITS
    photo_id: UUID
    shift_id: UUID | None
    item_id: UUID | None


class ReportMade(Event, frozen=True):
    documents = VISITS
    report_id: UUID
    site_id: UUID
    report_kind: str


class ReportSettled(Event, frozen=True):
    documents = VISITS
    report_id: UUID
    state: str


class ClientLinkMade(Event, frozen=True):
    link_id: UUID
    client_id: UUID


class ClientLinkRevoked(Event, frozen=True):
    link_id: UUID
