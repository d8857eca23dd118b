"""What happened to imports."""

from uuid import UUID

from backend.core.events import Event


class TableImported(Event, frozen=True):
    """A file was applied. What each row became has its own event."""

    import_id: UUID
    table: str
    added: int
    changed: int
