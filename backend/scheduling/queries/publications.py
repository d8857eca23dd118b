"""What publishing reads and writes: whole weeks in one statement each."""

_DRAFTS = """
 WHERE s.state = 'draft' AND s.starts_at >= $1 AND s.starts_at < $2
   AND ($3::uuid[] IS NULL OR s.site_id = ANY ($3))
"""

HOLD_DRAFTS = f"""
SELECT s.id, s.seats, s.starts_at FROM shift s {_DRAFTS} ORDER BY s.id FOR UPDATE
"""  # noqa: S608 - a constant

DRAFTS = f"SELECT s.id, s.seats, s.starts_at FROM shift s {_DRAFTS} ORDER BY s.id"  # noqa: S608 - a constant

# `changes` counts every change to a shift, so this differs whenever a shift or its people do.
REVISION = """
SELECT encode(sha256(convert_to(coalesce(string_agg(line, ';' ORDER BY line), ''), 'UTF8')), 'hex')
  FROM (SELECT concat(s.id, ':', s.changes, ':',
                      string_agg(a.member_id::text, ',' ORDER BY a.member_id)) AS line
          FROM shift s
          LEFT JOIN assignment a ON a.org_id = s.org_id AND a.shift_id = s.id
         WHERE s.id = ANY ($1)
         GROUP BY s.id, s.changes) AS lines
"""

PLACED = """
SELECT a.member_id, a.shift_id FROM assignment a WHERE a.shift_id = ANY ($1) ORDER BY a.member_id, a.shift_id
"""

PUBLISH = "UPDATE shift SET state = 'published', published_at = $2 WHERE id = ANY ($1)"

# Who would have to confirm a shift after it has begun need not.
ASK_TO_CONFIRM = """
UPDATE assignment SET confirm_by = $2 WHERE shift_id = ANY ($1) AND starts_at > $2 AND confirmed_at IS NULL
"""

SEATS_AROUND = """
SELECT a.member_id, m.name, s.id, s.site_id, s.starts_at, s.ends_at, s.break_min, s.state, t.timezone
  FROM shift s
  JOIN site t ON t.org_id = s.org_id AND t.id = s.site_id
  JOIN assignment a ON a.org_id = s.org_id AND a.shift_id = s.id
  JOIN member m ON m.org_id = a.org_id AND m.id = a.member_id
 WHERE s.state <> 'cancelled' AND s.starts_at >= $1 AND s.starts_at < $2
   AND ($3::uuid[] IS NULL OR s.site_id = ANY ($3))
 ORDER BY m.name, m.id
"""
