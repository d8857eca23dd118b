"""The automatic roster's work, and what it changes."""

KEEP = """
INSERT INTO rostering (org_id, id, from_at, to_at, site_ids, shift_ids, seconds, mode, weights,
                       absent_id, absent_reason, asked_at)
VALUES (current_setting('app.org')::uuid, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
    ON CONFLICT DO NOTHING RETURNING id
"""

ONE = """
SELECT r.id, r.from_at, r.to_at, r.site_ids, r.shift_ids, r.seconds, r.mode, r.weights, r.absent_id, r.state,
       r.progress, r.revision, r.outcome, r.asked_at, r.finished_at
  FROM rostering r WHERE r.id = $1
"""

LATEST = """
SELECT r.id, r.state, r.mode, r.from_at, r.to_at, r.absent_id, r.asked_at
  FROM rostering r WHERE $1::uuid[] IS NULL OR r.site_ids <@ $1 ORDER BY r.asked_at DESC, r.id LIMIT $2
"""

UNDER_WAY = "SELECT count(*) FROM rostering WHERE state IN ('waiting', 'running')"

FORGET = "DELETE FROM rostering WHERE asked_at < $1 AND state NOT IN ('waiting', 'running')"

END = "UPDATE rostering SET state = $2, finished_at = $3, held_until = NULL WHERE id = $1"

FAIL = """
UPDATE rostering SET state = 'failed', finished_at = $2, held_until = NULL
 WHERE id = $1 AND state IN ('waiting', 'running') RETURNING id
"""

# Whoever holds it works on it; a holder that died lets go when its time is over.
HOLD = """
UPDATE rostering SET state = 'running', attempts = attempts + 1, held_until = $3
 WHERE id = $1 AND (state = 'waiting' OR (state = 'running' AND held_until < $2))
RETURNING attempts
"""

KEEP_HOLDING = """
UPDATE rostering SET held_until = $2, progress = coalesce($3::jsonb, progress)
 WHERE id = $1 AND state = 'running' RETURNING id
"""

FINISH = """
UPDATE rostering SET state = 'done', finished_at = $2, held_until = NULL, progress = $3, outcome = $4,
                     revision = $5
 WHERE id = $1 AND state = 'running' RETURNING id
"""

# Every shift whose people the roster may look at and change.
SHIFTS_IN_QUESTION = """
SELECT s.id FROM shift s
 WHERE s.state <> 'cancelled' AND s.starts_at >= $1 AND s.starts_at < $2
   AND ($3::uuid[] IS NULL OR s.site_id = ANY ($3))
 ORDER BY s.id
"""

HOLD_SHIFTS = "SELECT s.id, s.state FROM shift s WHERE s.id = ANY ($1) ORDER BY s.id FOR UPDATE"

TAKE_OFF = """
DELETE FROM assignment a USING unnest($1::uuid[], $2::uuid[]) AS c (shift_id, member_id)
 WHERE a.shift_id = c.shift_id AND a.member_id = c.member_id AND NOT a.fixed
RETURNING a.shift_id, a.member_id
"""

PUT_ON = """
INSERT INTO assignment (org_id, id, shift_id, member_id, starts_at, ends_at, fixed)
SELECT s.org_id, uuidv7(), s.id, c.member_id, s.starts_at, s.ends_at, false
  FROM unnest($1::uuid[], $2::uuid[]) AS c (shift_id, member_id)
  JOIN shift s ON s.id = c.shift_id
 ORDER BY s.starts_at, s.id, c.member_id
RETURNING shift_id, member_id
"""

# What somebody who does not come leaves: shifts that have not begun.
HOLD_CALLED_OFF = """
SELECT s.id, s.state, s.starts_at FROM shift s
 WHERE s.starts_at < $3 AND s.starts_at > $4 AND s.ends_at > $2 AND s.starts_at > $2 - interval '1 day'
   AND ($5::uuid[] IS NULL OR s.site_id = ANY ($5))
   AND EXISTS (SELECT FROM assignment a WHERE a.org_id = s.org_id AND a.shift_id = s.id AND a.member_id = $1)
 ORDER BY s.id FOR UPDATE OF s
"""

LEAVE_SEATS = "DELETE FROM assignment WHERE member_id = $1 AND shift_id = ANY ($2) RETURNING shift_id"

# The shifts in question that have not begun, with who is on them: by hand, or by an earlier roster.
TARGETS = """
SELECT s.id, s.seats, s.state, s.starts_at,
       (SELECT count(*) FROM assignment a WHERE a.org_id = s.org_id AND a.shift_id = s.id) AS people,
       ARRAY(SELECT a.member_id FROM assignment a
              WHERE a.org_id = s.org_id AND a.shift_id = s.id AND NOT a.fixed ORDER BY a.member_id) AS loose
  FROM shift s
 WHERE s.id = ANY ($1) AND s.starts_at > $2
 ORDER BY s.id
"""

WISHES = "SELECT w.member_id, w.on_day, w.kind, w.weight FROM wish w WHERE w.on_day BETWEEN $1 AND $2"

PAST = """
SELECT a.member_id, s.site_id, s.starts_at, s.ends_at, t.timezone AS zone
  FROM shift s
  JOIN site t ON t.org_id = s.org_id AND t.id = s.site_id
  JOIN assignment a ON a.org_id = s.org_id AND a.shift_id = s.id
 WHERE s.state <> 'cancelled' AND s.starts_at >= $1 AND s.starts_at < $2
"""

NAMES = "SELECT m.id, m.name FROM member m WHERE m.id = ANY ($1)"
