"""Reminders are rows: a key, when, and the event that it will be. Moving one is setting it again."""

from datetime import datetime

import msgspec

from backend.core import database
from backend.core.events import Event


async def set_timer(*, key: str, due_at: datetime, event: Event) -> None:
    """At `due_at` the relay records this event in the current organisation. The same key moves or changes it.

    Refuses outside a transaction. The event has no actor, and only managers hear of it.
    """
    await database.fetch(
        "INSERT INTO timer (org_id, key, due_at, kind, subject, data) "
        "VALUES (current_setting('app.org')::uuid, $1, $2, $3, $4, $5) "
        "ON CONFLICT (org_id, key) DO UPDATE SET "
        "due_at = excluded.due_at, kind = excluded.kind, subject = excluded.subject, data = excluded.data",
        key,
        due_at,
        type(event).__name__,
        event.subject,
        msgspec.json.encode(event).decode(),
    )


async def clear_timer(key: str) -> None:
    """Forget a reminder; one that is not there, or has become an event, is no error."""
    await database.fetch(
        "DELETE FROM timer WHERE org_id = current_setting('app.org')::uuid AND key = $1", key
    )
