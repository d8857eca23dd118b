"""The statements of a person's inbox. Row-level security knows the organisation; each names the person."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.core import database

ITEM = """
SELECT n.id, n.topic, n.variables AS common, r.variables AS own, n.link, r.why, n.decided_at, n.expires_at,
       n.urgency, r.read_at, r.awake_at, n.withdrawn_at, o.language AS fallback
  FROM recipient r
  JOIN notification n ON n.org_id = r.org_id AND n.id = r.notification_id
  JOIN organisation o ON o.id = r.org_id
 WHERE r.org_id = current_setting('app.org')::uuid AND r.account_id = $1
"""

# What was withdrawn before it was read is not shown any more.
PAGE = f"""{ITEM}
   AND r.decided_at >= $2 AND (r.read_at IS NOT NULL OR n.withdrawn_at IS NULL)
   AND ($3::timestamptz IS NULL OR (r.decided_at, r.notification_id) < ($3, $4::uuid))
 ORDER BY r.decided_at DESC, r.notification_id DESC LIMIT $5
"""

UNREAD = """
SELECT count(*) AS unread
  FROM recipient r
  JOIN notification n ON n.org_id = r.org_id AND n.id = r.notification_id AND n.withdrawn_at IS NULL
 WHERE r.org_id = current_setting('app.org')::uuid AND r.account_id = $1 AND r.decided_at >= $2
   AND r.read_at IS NULL
"""

HOW = """
SELECT channel, state, reason,
       CASE WHEN state = 'queued' THEN due_at ELSE coalesce(read_at, delivered_at, sent_at, changed_at) END
       AS at
  FROM delivery
 WHERE org_id = current_setting('app.org')::uuid AND notification_id = $1 AND account_id = $2
 ORDER BY array_position(ARRAY['push', 'sms', 'email'], channel)
"""

# The earliest reading counts, and none is before the deciding or in the future. What has not left stays
# here. A row that a sender holds at this moment is passed over: the person is shown as having read it anyway.
READ = """
WITH read AS (
    UPDATE recipient r
       SET read_at = least(r.read_at, greatest(r.decided_at, least($2::timestamptz, $3::timestamptz)))
     WHERE r.org_id = current_setting('app.org')::uuid AND r.account_id = $1 AND {which}
    RETURNING r.notification_id, new.read_at, old.read_at IS NULL AS fresh
), open AS MATERIALIZED (
    SELECT d.notification_id, d.channel, read.read_at
      FROM delivery d
      JOIN read ON read.notification_id = d.notification_id AND read.fresh
     WHERE d.org_id = current_setting('app.org')::uuid AND d.account_id = $1
       AND d.state IN ('queued', 'sent', 'delivered')
       FOR UPDATE OF d SKIP LOCKED
), settled AS (
    UPDATE delivery d
       SET state = CASE WHEN d.state = 'queued' THEN 'suppressed' ELSE 'read' END,
           reason = CASE WHEN d.state = 'queued' THEN 'already_read' END,
           delivered_at = CASE WHEN d.state <> 'queued' THEN coalesce(d.delivered_at, open.read_at) END,
           read_at = CASE WHEN d.state <> 'queued' THEN open.read_at END,
           changed_at = $3
      FROM open
     WHERE d.org_id = current_setting('app.org')::uuid AND d.account_id = $1
       AND d.notification_id = open.notification_id AND d.channel = open.channel
)
SELECT notification_id, fresh FROM read
"""
READ_ONE = READ.format(which="r.notification_id = $4")
READ_UNTIL = READ.format(which="r.decided_at <= $4 AND r.read_at IS NULL")


async def page(
    account_id: UUID, since: datetime, before: tuple[datetime, UUID] | None, limit: int
) -> Sequence[Any]:
    """What the person was told, newest first."""
    at, notification_id = before or (None, None)
    return await database.fetch(PAGE, account_id, since, at, notification_id, limit)


async def item(account_id: UUID, notification_id: UUID) -> Any:
    """One of them, or None when it was not for this person."""
    return await database.fetch_row(f"{ITEM} AND r.notification_id = $2", account_id, notification_id)


async def unread(account_id: UUID, since: datetime) -> int:
    row = await database.fetch_row(UNREAD, account_id, since)
    return int(row["unread"])


async def how(account_id: UUID, notification_id: UUID) -> Sequence[Any]:
    """What became of it on every channel."""
    return await database.fetch(HOW, notification_id, account_id)


async def read_one(account_id: UUID, notification_id: UUID, at: datetime, now: datetime) -> bool | None:
    """Whether it was unread until now; None when it is not theirs."""
    row = await database.fetch_row(READ_ONE, account_id, at, now, notification_id)
    return row["fresh"] if row else None


async def read_until(account_id: UUID, until: datetime, now: datetime) -> int:
    """How many became read."""
    return len(await database.fetch(READ_UNTIL, account_id, now, now, until))
