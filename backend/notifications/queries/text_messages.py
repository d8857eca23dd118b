"""The statements that decide who sends a message."""

CLAIM = """
INSERT INTO text_message AS m
    (org_id, id, key, account_id, phone, body, state, attempts, leased_until, made_at)
VALUES ($1, $2, $3, $4, $5, $6, 'leased', 1, $7, $8)
ON CONFLICT (org_id, key) DO UPDATE
   SET state = 'leased', attempts = m.attempts + 1, leased_until = $7
 WHERE m.state = 'queued' AND m.attempts < $9
RETURNING m.id, m.key, m.state, m.attempts
"""

FIND = "SELECT id, state, attempts, leased_until FROM text_message WHERE key = $1"

# Whoever held the lease died or lost the answer: the message may have left.
GIVE_UP_LEASE = """
UPDATE text_message
   SET state = 'unknown', leased_until = NULL, error = 'the sender died while sending', settled_at = $1
 WHERE state = 'leased' AND leased_until < $1
RETURNING id, key, error
"""

SETTLE = """
UPDATE text_message
   SET state = $2, leased_until = NULL, provider_id = $3, error = $4,
       settled_at = CASE WHEN $2 = 'queued' THEN NULL ELSE $5::timestamptz END
 WHERE id = $1 AND state = 'leased'
"""
