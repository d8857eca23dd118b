"""A person's inbox: everything that they were told, also when no channel reached them."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from backend.core import clock
from backend.core.actor import Actor
from backend.core.database import transaction
from backend.core.errors import NotFound
from backend.core.events import record
from backend.core.pages import cursor_after, keys_of
from backend.notifications import templates
from backend.notifications.events import InboxReadUntil, NotificationRead
from backend.notifications.queries import inbox as queries
from backend.notifications.schemas.inbox import How, Inbox, InboxDetail, InboxItem, InboxPage, InboxRead, When
from backend.notifications.topics import TOPICS

KEPT = timedelta(days=60)
"""On the phone, and counted as unread. What is older is still there to be read on the server."""
HELD_AT_MOST = 100
LAST_YEAR = 9000
EVER = datetime(2000, 1, 1, tzinfo=UTC)


async def list_inbox(actor: Actor, *, cursor: str | None, limit: int) -> InboxPage:
    """What the actor was told here, newest first, however old. Raises BadCursor."""
    before = newest_before(cursor)
    async with transaction():
        return await _page(actor, EVER, before, limit)


async def inbox_of(actor: Actor) -> Inbox:
    """What the actor's phone keeps, inside a transaction. It changes by itself once a day at most."""
    since = clock.now().replace(hour=0, minute=0, second=0, microsecond=0) - KEPT
    page = await _page(actor, since, None, HELD_AT_MOST)
    return Inbox(await queries.unread(actor.account_id, since), page.items, page.next_cursor)


async def _page(actor: Actor, since: datetime, before: tuple[datetime, UUID] | None, limit: int) -> InboxPage:
    rows = await queries.page(actor.account_id, since, before, limit + 1)
    more = cursor_after(rows[limit - 1]["decided_at"], rows[limit - 1]["id"]) if len(rows) > limit else None
    return InboxPage([InboxItem(**fields_of(row, actor.language)) for row in rows[:limit]], more)


async def read_item(actor: Actor, notification_id: UUID) -> InboxDetail:
    """One notification of the actor's, and how it came. Raises NotFound."""
    async with transaction():
        return await _detail(actor, notification_id)


async def _detail(actor: Actor, notification_id: UUID) -> InboxDetail:
    row = await queries.item(actor.account_id, notification_id)
    if row is None:
        raise NotFound()
    ways = [How(**way) for way in await queries.how(actor.account_id, notification_id)]
    return InboxDetail(**fields_of(row, actor.language), how=ways, awake_at=row["awake_at"])


async def mark_read(actor: Actor, notification_id: UUID, read_at: datetime | None) -> InboxDetail:
    """The actor has read it; what has not left for them does not leave any more. Again changes nothing.

    A time before it was decided, or in the future, is brought to the nearest that can be. Raises NotFound.
    """
    now = clock.now()
    async with transaction():
        fresh = await queries.read_one(actor.account_id, notification_id, _possible(read_at or now, now), now)
        if fresh is None:
            raise NotFound()
        if fresh:
            event = NotificationRead(notification_id, actor.account_id)
            await record(event, by=actor, to=[actor.member])
        return await _detail(actor, notification_id)


async def mark_all_read(actor: Actor, until: datetime) -> InboxRead:
    """The actor has read everything that was decided up to then."""
    now = clock.now()
    until = _possible(until, now)
    async with transaction():
        count = await queries.read_until(actor.account_id, until, now)
        if count:
            await record(InboxReadUntil(actor.member, until, count), by=actor, to=[actor.member])
        return InboxRead(count, await queries.unread(actor.account_id, now - KEPT))


def newest_before(cursor: str | None) -> tuple[datetime, UUID] | None:
    """The sort keys of a list by time, newest first; None for its first page. Raises BadCursor."""
    if cursor is None:
        return None
    at, row_id = keys_of(cursor, tuple[When, UUID])
    return max(at, EVER) if at.year < LAST_YEAR else clock.now(), row_id


def _possible(at: datetime, now: datetime) -> datetime:
    """The nearest time that a person can have read something at; PostgreSQL has no year 1 of every zone."""
    return min(max(at, EVER), now)


def fields_of(row: Any, language: str) -> dict[str, Any]:
    """An item as its reader sees it: in the language that they speak now."""
    variables = msgspec.json.decode(row["common"]) | msgspec.json.decode(row["own"])
    topic, fallback = row["topic"], row["fallback"]
    known = TOPICS.get(topic)
    return {
        "id": row["id"],
        "topic": topic,
        "topic_title": templates.title_of(topic, language, fallback),
        "title": templates.text(f"{topic}.title", variables, language, fallback),
        "body": templates.text(f"{topic}.body", variables, language, fallback),
        "link": row["link"],
        "why": templates.why(row["why"], language, fallback),
        "decided_at": row["decided_at"],
        "expires_at": row["expires_at"],
        "urgency": row["urgency"],
        "read_at": row["read_at"],
        "optional": known.optional if known else False,
        "withdrawn_at": row["withdrawn_at"],
    }
