"""Reminders are rows: a key, when, and the event that it will be. Moving one is setting it again."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from backend.core import database
from backend.core.events import Event


async def set_timer(*, key: str, due_at: datetime, event: Event) -> None:
    """At `due_at` the relay records this event in the current organisation. The same key moves or changes it.

    Refuses outside a transaction. The event has no actor, and only managers hear of it.
    """
    await set_timers([(key, due_at, event)])


async def set_timers(timers: Sequence[tuple[str, datetime, Event]]) -> None:
    """Set many in one statement; their keys differ."""
    await database.fetch(
        "INSERT INTO timer (org_id, key, due_at, kind, subject, data) "
        "SELECT current_setting('app.org')::uuid, t.* "
        "FROM unnest($1::text[], $2::timestamptz[], $3::text[], $4::uuid[], $5::jsonb[]) AS t "
        "ON CONFLICT (org_id, key) DO UPDATE SET "
        "due_at = excluded.due_at, kind = excluded.kind, subject = excluded.subject, data = excluded.data",
        [key for key, _, _ in timers],
        [due_at for _, due_at, _ in timers],
        [type(event).__name__ for _, _, event in timers],
        [event.subject for _, _, event in timers],
        [msgspec.json.encode(event).decode() for _, _, event in timers],
    )


async def clear_timers(keys: Sequence[str]) -> None:
    """Forget reminders; one that is not there, or has become an event, is no error."""
    await database.fetch(
        "DELETE FROM timer WHERE org_id = current_setting('app.org')::uuid AND key = ANY ($1)", list(keys)
    )


async def clear_timer(key: str) -> None:
    """Forget one reminder."""
    await clear_timers([key])
