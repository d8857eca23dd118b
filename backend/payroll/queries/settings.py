"""What an organisation decided about its pay, version by version."""

CURRENT = "SELECT version, settings FROM pay_setting ORDER BY version DESC LIMIT 1"

HISTORY = """
SELECT s.version, s.settings, s.changed_by, m.name, s.changed_at
  FROM pay_setting s JOIN member m ON m.org_id = s.org_id AND m.id = s.changed_by
 ORDER BY s.version DESC LIMIT $1
"""

# Two decisions at once queue up, so that neither takes the other back.
HOLD = "SELECT pg_advisory_xact_lock(hashtextextended(current_setting('app.org'), 2216))"

ADD = """
INSERT INTO pay_setting (org_id, version, settings, changed_by, changed_at)
VALUES (current_setting('app.org')::uuid, $1, $2, $3, $4)
"""
