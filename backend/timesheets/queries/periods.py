"""Periods as they are kept."""

CHOICES = "SELECT choices FROM timesheet_choice"

PUT_CHOICES = """
INSERT INTO timesheet_choice (org_id, choices) VALUES (current_setting('app.org')::uuid, $1)
    ON CONFLICT (org_id) DO UPDATE SET choices = excluded.choices
"""

# The bounds of what is made, the organisation's today, and its first day of work, if there was any.
KNOWN = """
SELECT (now_at.day) AS today, p.first, p.last,
       (SELECT (started_at AT TIME ZONE o.timezone)::date FROM work_session ORDER BY started_at LIMIT 1)
           AS began_on
  FROM organisation o
 CROSS JOIN LATERAL (SELECT ($1 AT TIME ZONE o.timezone)::date AS day) now_at
 CROSS JOIN LATERAL (SELECT min(from_on) AS first, max(until_on) AS last FROM period) p
"""

# Whoever makes the same ones at the same moment made them, then.
MAKE = """
INSERT INTO period (org_id, id, from_on, until_on)
SELECT current_setting('app.org')::uuid, * FROM unnest($1::uuid[], $2::date[], $3::date[])
    ON CONFLICT DO NOTHING
"""

# Periods that have not begun. Nothing is said about them (`begun`), so none of them is held by anything.
DROP_COMING = "DELETE FROM period WHERE from_on > $1"

ONE = "SELECT id, from_on, until_on FROM period WHERE id = $1"
AT = "SELECT id, from_on, until_on FROM period WHERE from_on <= $1 AND until_on >= $1"

# The newest first.
PAGE = """
SELECT p.id, p.from_on, p.until_on,
       count(s.period_id) FILTER (WHERE s.state = 'approved')::int AS approved,
       count(s.period_id) FILTER (WHERE s.state = 'locked')::int AS locked,
       (SELECT count(*)::int FROM late_question q
         WHERE q.org_id = p.org_id AND q.period_id = p.id AND q.answer IS NULL) AS questions
  FROM period p
  LEFT JOIN sheet s ON s.org_id = p.org_id AND s.period_id = p.id
 WHERE ($1::date IS NULL OR p.from_on < $1)
 GROUP BY p.org_id, p.id
 ORDER BY p.from_on DESC
 LIMIT $2
"""

BEGUN = "SELECT id, from_on, until_on FROM period WHERE from_on <= $1 ORDER BY from_on DESC LIMIT $2"
