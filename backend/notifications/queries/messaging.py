"""The statements of budgets, of providers in use, and of what a provider says later."""

MONTH = """
SELECT date_trunc('month', $1::timestamptz AT TIME ZONE o.timezone)::date AS month, o.name AS organisation,
       o.language, m.budget_won, coalesce(m.warn_at_percent, 80) AS warn_at_percent, m.sender, m.email_name
  FROM organisation o LEFT JOIN messaging m ON m.org_id = o.id
 WHERE o.id = current_setting('app.org')::uuid
"""
SPENDING = """
SELECT coalesce((SELECT s.spent_won FROM message_spending s
                  WHERE s.org_id = current_setting('app.org')::uuid AND s.month = $1), 0) AS spent_won,
       coalesce((SELECT sum(r.won) FROM message_reservation r
                  WHERE r.org_id = current_setting('app.org')::uuid AND r.month = $1), 0)::int AS reserved_won
"""

# Whoever reserves or settles holds the month's row first, so that the sums below it hold.
OPEN_MONTH = """
INSERT INTO message_spending (org_id, month) VALUES (current_setting('app.org')::uuid, $1)
ON CONFLICT DO NOTHING
"""
HOLD_MONTH = """
SELECT spent_won, warned_percent FROM message_spending
 WHERE org_id = current_setting('app.org')::uuid AND month = $1 FOR UPDATE
"""
RESERVED_BY_OTHERS = """
SELECT coalesce(sum(r.won), 0)::int AS won FROM message_reservation r
 WHERE r.org_id = current_setting('app.org')::uuid AND r.month = $1
   AND NOT EXISTS (SELECT FROM unnest($2::uuid[], $3::uuid[]) AS x(notification_id, account_id)
                    WHERE x.notification_id = r.notification_id AND x.account_id = r.account_id)
"""
RESERVE = """
INSERT INTO message_reservation (org_id, notification_id, account_id, month, won)
SELECT current_setting('app.org')::uuid, x.notification_id, x.account_id, $1, x.won
  FROM unnest($2::uuid[], $3::uuid[], $4::int[]) AS x(notification_id, account_id, won)
ON CONFLICT (org_id, notification_id, account_id) DO UPDATE SET month = excluded.month, won = excluded.won
"""
WARNED = """
UPDATE message_spending SET warned_percent = $2
 WHERE org_id = current_setting('app.org')::uuid AND month = $1
"""
HOLD_MONTHS_OF = """
SELECT s.month FROM message_spending s
 WHERE s.org_id = current_setting('app.org')::uuid AND s.month IN (
       SELECT r.month FROM message_reservation r
         JOIN unnest($1::uuid[], $2::uuid[]) AS x(notification_id, account_id)
           ON x.notification_id = r.notification_id AND x.account_id = r.account_id
        WHERE r.org_id = current_setting('app.org')::uuid)
 ORDER BY s.month FOR UPDATE
"""
# NULL: it cost what was set aside. What has no reservation any more was counted before.
SETTLE_SPENDING = """
WITH gone AS (
    DELETE FROM message_reservation r
     USING unnest($1::uuid[], $2::uuid[], $3::int[]) AS x(notification_id, account_id, won)
     WHERE r.org_id = current_setting('app.org')::uuid AND r.notification_id = x.notification_id
       AND r.account_id = x.account_id
    RETURNING r.month, coalesce(x.won, r.won) AS won
)
UPDATE message_spending s SET spent_won = s.spent_won + g.won
  FROM (SELECT month, sum(won)::int AS won FROM gone GROUP BY month) g
 WHERE s.org_id = current_setting('app.org')::uuid AND s.month = g.month
"""
CHANGE = """
INSERT INTO messaging AS m (org_id, budget_won, warn_at_percent, sender, email_name)
VALUES (current_setting('app.org')::uuid, $1, $2, $3, $4)
ON CONFLICT (org_id) DO UPDATE SET budget_won = $1, warn_at_percent = $2, sender = $3, email_name = $4
"""
FORGET_WARNINGS = """
UPDATE message_spending SET warned_percent = 0
 WHERE org_id = current_setting('app.org')::uuid AND month = $1
"""

# A switch is a row that changes: `before` is NULL the first time.
USE = """
INSERT INTO provider_in_use AS p (org_id, channel, name, since)
VALUES (current_setting('app.org')::uuid, $1, $2, $3)
ON CONFLICT (org_id, channel) DO UPDATE SET name = $2, since = $3 WHERE p.name <> $2
RETURNING old.name AS before
"""

# Claimed by moving `due_at`, so that two processes do not ask about the same message.
CLAIM_UNKNOWN = """
WITH mine AS (
    SELECT d.org_id, d.notification_id, d.account_id, d.channel FROM delivery d
     WHERE d.org_id = current_setting('app.org')::uuid AND d.channel = $1 AND d.state = 'unknown'
       AND d.changed_at <= $2 AND d.due_at <= $3
     ORDER BY d.changed_at LIMIT $5 FOR UPDATE SKIP LOCKED
)
UPDATE delivery d SET due_at = $4
  FROM mine, account a, recipient r, notification n
 WHERE (d.org_id, d.notification_id, d.account_id, d.channel)
     = (mine.org_id, mine.notification_id, mine.account_id, mine.channel)
   AND a.id = d.account_id
   AND (r.org_id, r.notification_id, r.account_id) = (d.org_id, d.notification_id, d.account_id)
   AND (n.org_id, n.id) = (d.org_id, d.notification_id)
RETURNING d.notification_id, d.account_id, d.provider, d.provider_id, d.code, d.changed_at, d.attempts,
          a.phone, n.decided_at
"""
SETTLE_UNKNOWN = """
UPDATE delivery d
   SET state = x.state, reason = x.reason, provider = coalesce(x.provider, d.provider),
       provider_id = coalesce(x.provider_id, d.provider_id),
       cost_won = d.cost_won + CASE WHEN x.state IN ('sent', 'delivered') THEN coalesce((
            SELECT r.won FROM message_reservation r
             WHERE r.org_id = d.org_id AND r.notification_id = d.notification_id
               AND r.account_id = d.account_id), 0) ELSE 0 END,
       due_at = CASE WHEN x.state = 'queued' THEN $2 ELSE d.due_at END,
       sent_at = CASE WHEN x.state IN ('sent', 'delivered') THEN coalesce(d.sent_at, $2) ELSE d.sent_at END,
       delivered_at = CASE WHEN x.state = 'delivered' THEN $2 ELSE d.delivered_at END,
       changed_at = $2
  FROM unnest($3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::text[])
       AS x(notification_id, account_id, state, reason, provider, provider_id)
 WHERE d.org_id = current_setting('app.org')::uuid AND d.notification_id = x.notification_id
   AND d.account_id = x.account_id AND d.channel = $1 AND d.state = 'unknown'
RETURNING d.notification_id, d.account_id, d.state
"""

# Callbacks come late, twice and in any order. What has arrived never becomes less; a failure counts for the
# message that it is about, not for one that was sent after it.
CALLED_BACK = """
UPDATE delivery d
   SET state = $4, reason = $5, provider = $6, provider_id = $7,
       cost_won = CASE WHEN d.state IN ('leased', 'unknown') AND $4 <> 'failed'
                       THEN d.cost_won + coalesce((
            SELECT r.won FROM message_reservation r
             WHERE r.org_id = d.org_id AND r.notification_id = d.notification_id
               AND r.account_id = d.account_id), 0) ELSE d.cost_won END,
       sent_at = coalesce(d.sent_at, $3),
       delivered_at = CASE WHEN $4 = 'delivered' THEN $3 ELSE d.delivered_at END,
       lease = NULL, leased_until = NULL, changed_at = $3
 WHERE d.org_id = current_setting('app.org')::uuid AND d.notification_id = $1 AND d.account_id = $2
   AND d.channel = 'sms' AND CASE $4
       WHEN 'delivered' THEN d.state IN ('queued', 'leased', 'sent', 'failed', 'unknown')
       WHEN 'sent' THEN d.state = 'unknown'
       ELSE d.state IN ('sent', 'leased', 'unknown') AND coalesce(d.provider_id, $7) = $7 END
RETURNING old.state AS before
"""
