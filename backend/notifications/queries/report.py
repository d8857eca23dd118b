"""What the office sees of notifications: one statement for a page, however many people it is about."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.core import database

# One person's standing over all their channels; see schemas/report.py.
STANDING = """
CASE WHEN bool_or(r.read_at IS NOT NULL OR d.state = 'read') THEN 'read'
     WHEN bool_or(d.state IN ('sent', 'delivered')) THEN 'reached'
     WHEN bool_or(d.state IN ('queued', 'leased')) THEN 'waiting'
     WHEN bool_or(d.state IN ('failed', 'expired', 'unknown')) THEN 'failed'
     ELSE 'not_sent' END
"""

SUMMARY = """
SELECT n.id, n.topic, n.variables, n.link, n.urgency, n.channels, n.patience_s, n.decided_at, n.expires_at,
       n.withdrawn_at, n.audience, o.language AS fallback, o.timezone,
       (SELECT m.name FROM member m WHERE m.org_id = n.org_id AND m.account_id = n.decided_by)
       AS decided_by_name,
       s.*
  FROM notification n
  JOIN organisation o ON o.id = n.org_id
 CROSS JOIN LATERAL (
       SELECT count(*) FILTER (WHERE p.standing = 'read') AS read,
              count(*) FILTER (WHERE p.standing = 'reached') AS reached,
              count(*) FILTER (WHERE p.standing = 'waiting') AS waiting,
              count(*) FILTER (WHERE p.standing = 'failed') AS failed,
              count(*) FILTER (WHERE p.standing = 'not_sent') AS not_sent,
              coalesce(sum(p.cost_won), 0)::int AS cost_won
         FROM (SELECT {STANDING} AS standing, sum(d.cost_won) AS cost_won
                 FROM recipient r
                 JOIN delivery d ON d.org_id = r.org_id AND d.notification_id = r.notification_id
                  AND d.account_id = r.account_id
                WHERE r.org_id = n.org_id AND r.notification_id = n.id
                GROUP BY r.account_id) p) s
 WHERE n.org_id = current_setting('app.org')::uuid
""".replace("{STANDING}", STANDING)

PAGE = f"""{SUMMARY}
   AND ($1::timestamptz IS NULL OR (n.decided_at, n.id) < ($1, $2::uuid))
   AND ($3::text IS NULL OR n.topic = $3)
   AND ($4::text IS NULL OR n.topic = ANY ($5::text[]) OR strpos(lower(n.variables::text), $4) > 0)
 ORDER BY n.decided_at DESC, n.id DESC LIMIT $6
"""

HEAD = """
SELECT o.language AS fallback, o.timezone
  FROM notification n JOIN organisation o ON o.id = n.org_id
 WHERE n.org_id = current_setting('app.org')::uuid AND n.id = $1
"""

SUMS = """
SELECT channel, state, count(*) AS count FROM delivery
 WHERE org_id = current_setting('app.org')::uuid AND notification_id = $1
 GROUP BY channel, state ORDER BY channel, state
"""

ARRIVES_LATER = """
SELECT r.awake_at AS at, count(*) AS count
  FROM recipient r
 WHERE r.org_id = current_setting('app.org')::uuid AND r.notification_id = $1
   AND r.awake_at > $2 AND r.read_at IS NULL
   AND EXISTS (SELECT FROM delivery d
                WHERE d.org_id = r.org_id AND d.notification_id = r.notification_id
                  AND d.account_id = r.account_id AND d.state = 'queued')
 GROUP BY r.awake_at ORDER BY r.awake_at LIMIT 20
"""

RECIPIENTS = """
SELECT m.id AS member_id, m.name, r.why, r.language, r.read_at, r.awake_at, {STANDING} AS standing,
       json_agg(json_build_object(
           'channel', d.channel, 'state', d.state, 'reason', d.reason,
           'at', coalesce(d.read_at, d.delivered_at, d.sent_at, d.changed_at), 'due_at', d.due_at,
           'attempts', d.attempts, 'provider', d.provider, 'cost_won', d.cost_won)
           ORDER BY array_position(ARRAY['push', 'sms', 'email'], d.channel)) AS deliveries
  FROM recipient r
  JOIN member m ON m.org_id = r.org_id AND m.id = r.member_id
  JOIN delivery d ON d.org_id = r.org_id AND d.notification_id = r.notification_id
   AND d.account_id = r.account_id
 WHERE r.org_id = current_setting('app.org')::uuid AND r.notification_id = $1
   AND ($2::text IS NULL OR (m.name, m.id) > ($2, $3::uuid))
 GROUP BY m.id, m.name, r.why, r.language, r.read_at, r.awake_at
HAVING $4::text IS NULL OR {STANDING} = $4
 ORDER BY m.name, m.id LIMIT $5
""".replace("{STANDING}", STANDING)


async def notifications(
    *,
    before: tuple[datetime, UUID] | None,
    topic: str | None,
    search: str | None,
    found_topics: Sequence[str],
    limit: int,
) -> Sequence[Any]:
    """Notifications with their numbers. `search` is a part of a variable; `found_topics` match it too."""
    at, notification_id = before or (None, None)
    return await database.fetch(
        PAGE, at, notification_id, topic, search.lower() if search else None, list(found_topics), limit
    )


async def notification(notification_id: UUID) -> Any:
    return await database.fetch_row(f"{SUMMARY} AND n.id = $1", notification_id)


async def head(notification_id: UUID) -> Any:
    """The language and the zone of the organisation, when this notification is one of its own."""
    return await database.fetch_row(HEAD, notification_id)


async def sums(notification_id: UUID) -> Sequence[Any]:
    """How many deliveries are in which state, by channel."""
    return await database.fetch(SUMS, notification_id)


async def arrives_later(notification_id: UUID, now: datetime) -> Sequence[Any]:
    """How many have not been told yet because they asked for quiet, and when they will be."""
    return await database.fetch(ARRIVES_LATER, notification_id, now)


async def recipients(
    notification_id: UUID, *, after: tuple[str, UUID] | None, standing: str | None, limit: int
) -> Sequence[Any]:
    """The audience by name, each with all their deliveries."""
    name, member_id = after or (None, None)
    return await database.fetch(RECIPIENTS, notification_id, name, member_id, standing, limit)
