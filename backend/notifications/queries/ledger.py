"""The statements that decide who gets what, who sends it, and what became of it."""

from typing import Any
from uuid import UUID

from backend.core import database
from backend.notifications.topics import duty_sql

# One statement freezes the audience and makes every row of it, so the sums equal it from the first moment.
# The audience's own parameters come first ($1 to $n); `{p}` is where ours begin.
DECIDE = """
WITH who AS MATERIALIZED ({audience}),
asked AS (
    SELECT ${p[0]}::uuid AS id, ${p[1]}::text AS key, ${p[2]}::text AS topic, ${p[3]}::uuid AS subject,
           ${p[4]}::jsonb AS variables, ${p[5]}::text AS link, ${p[6]}::text AS tag, ${p[7]}::text AS urgency,
           ${p[8]}::text[] AS channels, ${p[9]}::int AS patience_s, ${p[10]}::timestamptz AS expires_at,
           ${p[11]}::timestamptz AS at, ${p[12]}::uuid AS decided_by, ${p[13]}::boolean AS optional
), people AS MATERIALIZED (
    SELECT DISTINCT ON (m.account_id)
           m.account_id, m.id AS member_id, w.why, w.variables, c.language,
           coalesce(q.timezone, o.timezone) AS zone,
           coalesce(q.digest_at, time '18:00') AS digest_at,
           CASE WHEN asked.urgency <> 'urgent' AND coalesce(q.enabled, true) THEN quiet_until(
                asked.at, coalesce(q.timezone, o.timezone),
                coalesce(q.begins, time '21:00'), coalesce(q.ends, time '08:00')) END AS quiet_until
      FROM who w
     CROSS JOIN asked
      JOIN member m ON m.org_id = current_setting('app.org')::uuid AND m.id = w.member_id
       AND m.ended_at IS NULL
      JOIN account c ON c.id = m.account_id
      JOIN organisation o ON o.id = m.org_id
      LEFT JOIN quiet_hours q ON q.account_id = m.account_id
     ORDER BY m.account_id, w.why
), duty AS MATERIALIZED (
    SELECT d.member_id, min(greatest(d.starts_at, asked.at)) AS at
      FROM ({duty}) d CROSS JOIN asked
     WHERE d.ends_at > asked.at AND d.starts_at < asked.at + interval '1 day'
     GROUP BY d.member_id
), placed AS MATERIALIZED (
    SELECT p.*, CASE
           WHEN asked.urgency = 'low' THEN next_time_of_day(
                greatest(asked.at, coalesce(p.quiet_until, asked.at)), p.zone, p.digest_at)
           WHEN p.quiet_until IS NOT NULL THEN least(p.quiet_until, duty.at) END AS awake_at
      FROM people p CROSS JOIN asked LEFT JOIN duty ON duty.member_id = p.member_id
), made AS (
    INSERT INTO notification (org_id, id, key, topic, subject, variables, link, tag, urgency, channels,
                              patience_s, expires_at, audience, decided_at, decided_by)
    SELECT current_setting('app.org')::uuid, id, key, topic, subject, variables, link, tag, urgency, channels,
           patience_s, expires_at, (SELECT count(*) FROM people), at, decided_by
      FROM asked
        ON CONFLICT (org_id, key) DO NOTHING
    RETURNING org_id, id, audience
), told AS (
    INSERT INTO recipient (org_id, notification_id, account_id, member_id, why, variables, language,
                           decided_at, awake_at)
    SELECT made.org_id, made.id, p.account_id, p.member_id, p.why, p.variables, p.language, asked.at,
           nullif(p.awake_at, asked.at)
      FROM made CROSS JOIN asked CROSS JOIN placed p
), off AS MATERIALIZED (
    SELECT t.account_id, t.channel FROM topic_choice t, asked
     WHERE asked.optional AND t.topic = asked.topic AND NOT t.wanted
), pushable AS MATERIALIZED (
    SELECT d.account_id FROM asked, accounts_with_push(asked.at) d WHERE 'push' = ANY (asked.channels)
), mailable AS MATERIALIZED (
    SELECT e.account_id FROM email_address e, asked
     WHERE 'email' = ANY (asked.channels) AND e.verified_at IS NOT NULL AND e.stopped_at IS NULL
), way AS (
    SELECT p.account_id, p.awake_at, c.channel, c.place,
           CASE WHEN EXISTS (SELECT FROM off WHERE off.account_id = p.account_id AND off.channel = c.channel)
                THEN 'turned_off'
                WHEN c.channel = 'push' AND NOT EXISTS (
                     SELECT FROM pushable x WHERE x.account_id = p.account_id) THEN 'no_device'
                WHEN c.channel = 'email' AND NOT EXISTS (
                     SELECT FROM mailable x WHERE x.account_id = p.account_id) THEN 'no_address'
           END AS barred
      FROM placed p CROSS JOIN asked CROSS JOIN unnest(asked.channels) WITH ORDINALITY AS c(channel, place)
), step AS (
    -- How many usable channels stand before this one: each of them has the asked patience.
    SELECT w.*, count(*) FILTER (WHERE w.barred IS NULL)
           OVER (PARTITION BY w.account_id ORDER BY w.place
                 ROWS UNBOUNDED PRECEDING EXCLUDE CURRENT ROW) AS before
      FROM way w
), written AS (
    INSERT INTO delivery (org_id, notification_id, account_id, channel, state, reason, due_at, code,
                          changed_at)
    SELECT made.org_id, made.id, s.account_id, s.channel,
           CASE WHEN s.barred IS NOT NULL THEN 'suppressed' ELSE 'queued' END, s.barred,
           -- Whoever is awake only after the deadline: the row is due then, and expires.
           least(asked.expires_at,
                 coalesce(s.awake_at, asked.at) + make_interval(secs => asked.patience_s * s.before)),
           CASE WHEN s.channel = 'sms' AND s.barred IS NULL THEN link_code() END,
           asked.at
      FROM made CROSS JOIN asked CROSS JOIN step s
    RETURNING channel, state, due_at
), rung AS (
    SELECT count(*) AS rows,
           count(*) FILTER (WHERE written.state = 'queued' AND written.due_at <= asked.at) AS due_now
      FROM written CROSS JOIN asked
)
SELECT made.id, made.audience, rung.due_now,
       CASE WHEN rung.due_now > 0 THEN pg_notify('delivery', made.org_id::text) END AS rung
  FROM made CROSS JOIN rung
"""
PARAMETERS_OF_DECIDE = 14

# An audience of 100,000 is sorted in memory, and may take its time on a busy machine.
ROOM_TO_DECIDE = "SELECT set_config('work_mem', '64MB', true), set_config('statement_timeout', '60s', true)"

# Whatever is not worth sending any more is settled in the same step. `$4` is the lease.
LEASE = """
WITH due AS MATERIALIZED (
    SELECT d.org_id, d.notification_id, d.account_id, d.channel
      FROM delivery d
     WHERE d.org_id = current_setting('app.org')::uuid AND d.channel = $1 AND d.state = 'queued'
       AND d.due_at <= $2
     ORDER BY d.due_at, d.account_id LIMIT $3
       FOR UPDATE SKIP LOCKED
), judged AS MATERIALIZED (
    SELECT d.*, n.topic, n.subject, n.variables AS common, n.link, n.tag, n.urgency, n.expires_at,
           n.decided_at, r.variables AS own, r.language, r.member_id,
           CASE WHEN n.withdrawn_at IS NOT NULL THEN 'withdrawn'
                WHEN r.read_at IS NOT NULL THEN 'already_read'
                WHEN m.ended_at IS NOT NULL THEN 'left'
                -- By another channel: for certain, or by a later one while this one was tried again.
                WHEN EXISTS (
                     SELECT FROM delivery o
                      WHERE o.org_id = d.org_id AND o.notification_id = d.notification_id
                        AND o.account_id = d.account_id AND o.channel <> d.channel
                        AND (o.state IN ('delivered', 'read')
                             OR ((o.state = 'sent' OR o.leased_until >= $2)
                                 AND array_position(n.channels, o.channel)
                                     > array_position(n.channels, d.channel))))
                     THEN 'reached_already'
           END AS needless,
           n.expires_at <= $2 AS too_late
      FROM due d
      JOIN notification n ON n.org_id = d.org_id AND n.id = d.notification_id
      JOIN recipient r ON r.org_id = d.org_id AND r.notification_id = d.notification_id
       AND r.account_id = d.account_id
      JOIN member m ON m.org_id = d.org_id AND m.id = r.member_id
), taken AS (
    UPDATE delivery d
       SET state = CASE WHEN j.needless IS NOT NULL THEN 'suppressed' WHEN j.too_late THEN 'expired'
                        ELSE 'leased' END,
           reason = CASE WHEN j.needless IS NOT NULL THEN j.needless WHEN j.too_late THEN d.reason END,
           attempts = d.attempts + CASE WHEN j.needless IS NULL AND NOT j.too_late THEN 1 ELSE 0 END,
           lease = CASE WHEN j.needless IS NULL AND NOT j.too_late THEN $4::uuid END,
           leased_until = CASE WHEN j.needless IS NULL AND NOT j.too_late THEN $5::timestamptz END,
           changed_at = $2
      FROM judged j
     WHERE d.org_id = j.org_id AND d.notification_id = j.notification_id AND d.account_id = j.account_id
       AND d.channel = j.channel
    RETURNING d.notification_id, d.account_id, d.state, d.attempts, d.reached, d.code
)
SELECT t.notification_id, t.account_id, t.state, t.attempts, t.reached, t.code, j.topic, j.subject, j.common,
       j.own, j.link, j.tag, j.urgency, j.expires_at, j.decided_at, j.language, j.member_id
  FROM taken t
  JOIN judged j ON j.notification_id = t.notification_id AND j.account_id = t.account_id
"""

# What a lease was for is written in one statement. Who lost the lease in between writes nothing. When a
# channel has failed a person, the next one does not wait out its patience.
SETTLE = """
WITH settled AS (
    UPDATE delivery d
       SET state = x.state, reason = x.reason, due_at = coalesce(x.due_at, d.due_at),
           provider = coalesce(x.provider, d.provider), provider_id = coalesce(x.provider_id, d.provider_id),
           cost_won = d.cost_won + x.cost_won,
           reached = CASE WHEN x.reached = '' THEN d.reached ELSE d.reached || x.reached::uuid[] END,
           sent_at = CASE WHEN x.state = 'sent' THEN $2 ELSE d.sent_at END,
           lease = NULL, leased_until = NULL, changed_at = $2
      FROM unnest($3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::timestamptz[], $8::text[], $9::text[],
                  $10::int[], $11::text[])
           AS x(notification_id, account_id, state, reason, due_at, provider, provider_id, cost_won, reached)
     WHERE d.org_id = current_setting('app.org')::uuid AND d.notification_id = x.notification_id
       AND d.account_id = x.account_id AND d.channel = $12 AND d.state = 'leased' AND d.lease = $1
    RETURNING d.org_id, d.notification_id, d.account_id, d.state
), hurried AS (
    UPDATE delivery o SET due_at = least(o.due_at, w.due_at)
      FROM (SELECT q.org_id, q.notification_id, q.account_id, q.channel, $2 + make_interval(secs =>
                   n.patience_s * (row_number() OVER (PARTITION BY q.notification_id, q.account_id
                                                          ORDER BY q.due_at) - 1)) AS due_at
              FROM settled s
              JOIN notification n ON n.org_id = s.org_id AND n.id = s.notification_id
              JOIN delivery q ON q.org_id = s.org_id AND q.notification_id = s.notification_id
               AND q.account_id = s.account_id AND q.channel <> $12 AND q.state = 'queued'
             WHERE s.state = 'failed') w
     WHERE o.org_id = w.org_id AND o.notification_id = w.notification_id AND o.account_id = w.account_id
       AND o.channel = w.channel AND o.state = 'queued'
    RETURNING CASE WHEN o.due_at <= $2 THEN pg_notify('delivery', o.org_id::text) END
)
SELECT notification_id, state, (SELECT count(*) FROM hurried) AS hurried FROM settled
"""

# Who held the lease died. A push is sent again (the phone shows one tag once) unless it has killed its
# sender often; a text message may have left, and is `unknown` until its provider says.
GIVE_UP_LEASES = """
UPDATE delivery d
   SET state = CASE WHEN d.channel <> 'push' THEN 'unknown'
                    WHEN d.attempts >= $3 THEN 'failed' ELSE 'queued' END,
       reason = CASE WHEN d.channel = 'push' AND d.attempts < $3 THEN d.reason ELSE 'sender_died' END,
       due_at = CASE WHEN d.channel = 'push' THEN $1 ELSE d.due_at END,
       lease = NULL, leased_until = NULL, changed_at = $1
 WHERE d.org_id = current_setting('app.org')::uuid AND d.channel = $2 AND d.state = 'leased'
   AND d.leased_until < $1
RETURNING d.notification_id, d.state
"""

# A person asked for it, so it has all its attempts again.
RETRY = """
WITH queued AS (
    UPDATE delivery d SET state = 'queued', reason = NULL, due_at = $3, attempts = 0, changed_at = $3
      FROM recipient r
     WHERE d.org_id = current_setting('app.org')::uuid AND d.notification_id = $1 AND d.channel = $2
       AND d.state IN ('failed', 'unknown')
       AND r.org_id = d.org_id AND r.notification_id = d.notification_id AND r.account_id = d.account_id
       AND ($4::uuid[] IS NULL OR r.member_id = ANY ($4))
    RETURNING d.org_id, d.account_id
), rung AS (
    SELECT pg_notify('delivery', org_id::text) FROM queued LIMIT 1
)
SELECT q.account_id FROM queued q CROSS JOIN rung
"""

# What is on its way just now is not called back; should it come back to the queue, LEASE stops it.
STOP = """
UPDATE delivery SET state = 'suppressed', reason = 'withdrawn', changed_at = $2
 WHERE org_id = current_setting('app.org')::uuid AND notification_id = $1 AND state = 'queued'
RETURNING account_id
"""

# $1 the notification, $2 now. What is still on its way needs no reminder.
RING_AGAIN = """
WITH again AS (
    UPDATE delivery d
       SET state = 'queued', reason = NULL, attempts = 0, reached = '{}', changed_at = $2,
           due_at = coalesce(CASE WHEN n.urgency <> 'urgent' AND coalesce(q.enabled, true) THEN quiet_until(
                $2, coalesce(q.timezone, o.timezone),
                coalesce(q.begins, time '21:00'), coalesce(q.ends, time '08:00')) END, $2)
      FROM notification n
      JOIN organisation o ON o.id = n.org_id
      JOIN recipient r ON r.org_id = n.org_id AND r.notification_id = n.id AND r.read_at IS NULL
      LEFT JOIN quiet_hours q ON q.account_id = r.account_id
     WHERE n.org_id = current_setting('app.org')::uuid AND n.id = $1
       AND n.withdrawn_at IS NULL AND n.expires_at > $2
       AND d.org_id = n.org_id AND d.notification_id = n.id AND d.account_id = r.account_id
       AND d.channel = 'push' AND d.state IN ('sent', 'delivered')
       AND NOT EXISTS (SELECT FROM delivery x WHERE x.org_id = n.org_id AND x.notification_id = n.id
                          AND x.account_id = d.account_id AND x.channel <> 'push'
                          AND x.state IN ('leased', 'sent', 'delivered', 'unknown'))
       AND NOT EXISTS (SELECT FROM topic_choice t WHERE t.account_id = r.account_id AND t.topic = n.topic
                          AND t.channel = 'push' AND NOT t.wanted)
    RETURNING d.org_id, d.account_id
), rung AS (
    SELECT pg_notify('delivery', org_id::text) FROM again LIMIT 1
)
SELECT a.account_id FROM again a CROSS JOIN rung
"""

# Rows that a finished audience and its deliveries disagree about: there is never one.
SUMS_THAT_DIFFER = """
SELECT n.org_id, n.id, n.audience, c.channel, count(d.account_id) AS rows
  FROM notification n
 CROSS JOIN unnest(n.channels || 'inbox'::text) AS c(channel)
  LEFT JOIN LATERAL (
       SELECT account_id FROM delivery x
        WHERE x.org_id = n.org_id AND x.notification_id = n.id AND x.channel = c.channel
       UNION ALL
       SELECT account_id FROM recipient r
        WHERE c.channel = 'inbox' AND r.org_id = n.org_id AND r.notification_id = n.id) d ON true
 GROUP BY n.org_id, n.id, n.audience, c.channel
HAVING count(d.account_id) <> n.audience
"""


async def decide(audience: str, values: tuple[Any, ...], asked: tuple[Any, ...]) -> Any:
    """Run DECIDE; None when the key was taken."""
    assert len(asked) == PARAMETERS_OF_DECIDE
    first = len(values) + 1
    numbers = list(range(first, first + PARAMETERS_OF_DECIDE))
    duty = duty_sql().replace("{at}", f"${numbers[11]}::timestamptz")
    sql = DECIDE.format(audience=audience, p=numbers, duty=duty)
    await database.fetch(ROOM_TO_DECIDE)
    return await database.fetch_row(sql, *values, *asked)


async def notification_of(key: str) -> UUID | None:
    """The notification that was decided under this key."""
    row = await database.fetch_row("SELECT id FROM notification WHERE key = $1", key)
    return row["id"] if row else None


async def members_of(notification_id: UUID) -> list[UUID]:
    """The members in its frozen audience."""
    rows = await database.fetch("SELECT member_id FROM recipient WHERE notification_id = $1", notification_id)
    return [row["member_id"] for row in rows]
