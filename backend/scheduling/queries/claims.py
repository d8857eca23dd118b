"""Claims on free seats, the line for a full shift, and shifts that are open to the crew."""

# Everything planned for a member around a shift: what the guards said of them holds while it is the same.
_PLANNED = """
       (SELECT string_agg(concat(a.shift_id, a.starts_at, a.ends_at), ',' ORDER BY a.shift_id)
          FROM assignment a
         WHERE a.org_id = s.org_id AND a.member_id = $2
           AND a.starts_at BETWEEN s.starts_at - interval '9 days' AND s.ends_at + interval '9 days')
"""

BEFORE = f"SELECT s.changes, {_PLANNED} AS planned FROM shift s WHERE s.id = $1"  # noqa: S608 - a constant

# A shift as who claims it finds it: who is on it, who waits, and what became of an earlier claim.
SCENE = f"""
SELECT s.changes, {_PLANNED} AS planned,
       (SELECT count(*) FROM assignment a WHERE a.org_id = s.org_id AND a.shift_id = s.id) AS taken,
       EXISTS (SELECT FROM assignment a
                WHERE a.org_id = s.org_id AND a.shift_id = s.id AND a.member_id = $2) AS is_on,
       (SELECT count(*) FROM claim c
         WHERE c.org_id = s.org_id AND c.shift_id = s.id AND c.state = 'waiting') AS waiting,
       (SELECT state FROM claim c
         WHERE c.org_id = s.org_id AND c.shift_id = s.id AND c.member_id = $2) AS claimed
  FROM shift s WHERE s.id = $1
"""  # noqa: S608 - a constant

PLACE = """
SELECT count(*) FROM claim c
  JOIN claim mine ON mine.org_id = c.org_id AND mine.shift_id = c.shift_id AND mine.member_id = $2
 WHERE c.shift_id = $1 AND c.state = 'waiting'
   AND (c.claimed_at, c.member_id) <= (mine.claimed_at, mine.member_id)
"""

CLAIM = """
INSERT INTO claim (org_id, shift_id, member_id, state, note, claimed_at, decided_at)
VALUES (current_setting('app.org')::uuid, $1, $2, $3, $4, $5, $6)
    ON CONFLICT (org_id, shift_id, member_id) DO UPDATE SET
       state = excluded.state, note = excluded.note, claimed_at = excluded.claimed_at,
       decided_at = excluded.decided_at, decided_by = NULL, answer = ''
"""

DECIDE = """
UPDATE claim SET state = $3, answer = $4, decided_at = $5, decided_by = $6
 WHERE shift_id = $1 AND member_id = $2
"""

WITHDRAW = """
UPDATE claim SET state = 'withdrawn', decided_at = $3
 WHERE shift_id = $1 AND member_id = $2 AND state = 'waiting'
RETURNING member_id
"""

LAPSE = """
UPDATE claim SET state = 'lapsed', decided_at = $2 WHERE shift_id = $1 AND state = 'waiting'
RETURNING member_id
"""

# Who was put on the shift by other means waits no longer, though nobody may have written it down yet.
LINE = """
SELECT c.member_id FROM claim c
 WHERE c.shift_id = $1 AND c.state = 'waiting' AND NOT EXISTS (
       SELECT FROM assignment a
        WHERE a.org_id = c.org_id AND a.shift_id = c.shift_id AND a.member_id = c.member_id)
 ORDER BY c.claimed_at, c.member_id
"""

SETTLE = """
UPDATE claim c SET state = 'granted', decided_at = $3
 WHERE c.shift_id = $1 AND c.member_id = $2 AND c.state = 'waiting' AND EXISTS (
       SELECT FROM assignment a
        WHERE a.org_id = c.org_id AND a.shift_id = c.shift_id AND a.member_id = c.member_id)
"""

CLAIMS = """
SELECT c.member_id, m.name, c.state, c.note, c.answer, c.claimed_at, c.decided_at
  FROM claim c JOIN member m ON m.org_id = c.org_id AND m.id = c.member_id
 WHERE c.shift_id = $1
 ORDER BY c.state <> 'waiting', c.claimed_at, c.member_id
 LIMIT $2
"""

REFUSALS = """
SELECT r.member_id, m.name, r.reason, r.refused_at
  FROM shift_refusal r JOIN member m ON m.org_id = r.org_id AND m.id = r.member_id
 WHERE r.shift_id = $1
 ORDER BY r.refused_at, r.member_id
 LIMIT $2
"""

# Shifts that the crew may take, with the reader's own claim ($5 the reader, $6 the sites that they plan, null
# for all). Of others, only those that the reader is not on and that nothing of theirs overlaps.
OPEN_SHIFTS = """
SELECT s.id, s.site_id, t.name AS site_name, t.timezone, s.position_id, p.name AS position_name, s.starts_at,
       s.ends_at, s.break_min, s.note, s.open_by, s.seats,
       greatest(s.seats - (SELECT count(*) FROM assignment a
                            WHERE a.org_id = s.org_id AND a.shift_id = s.id), 0)::int AS free,
       (SELECT count(*) FROM claim c
         WHERE c.org_id = s.org_id AND c.shift_id = s.id AND c.state = 'waiting')::int AS waiting,
       (SELECT count(*) FROM claim c
         WHERE c.org_id = s.org_id AND c.shift_id = s.id AND c.state = 'waiting'
           AND (c.claimed_at, c.member_id) <= (mine.claimed_at, mine.member_id))::int AS place,
       mine.member_id IS NOT NULL AS waits,
       ($6::uuid[] IS NULL OR s.site_id = ANY ($6)) AS planned_by_me
  FROM shift s
  JOIN site t ON t.org_id = s.org_id AND t.id = s.site_id
  LEFT JOIN position p ON p.org_id = s.org_id AND p.id = s.position_id
  LEFT JOIN claim mine ON mine.org_id = s.org_id AND mine.shift_id = s.id AND mine.member_id = $5
                      AND mine.state = 'waiting'
 WHERE s.state = 'published' AND s.open_by IS NOT NULL AND s.starts_at >= $1 AND s.starts_at < $2
   AND ($3::timestamptz IS NULL OR (s.starts_at, s.id) > ($3, $4::uuid))
   AND ($6::uuid[] IS NULL OR s.site_id = ANY ($6) OR NOT EXISTS (
        SELECT FROM assignment a
         WHERE a.org_id = s.org_id AND a.member_id = $5
           AND tstzrange(a.starts_at, a.ends_at) && tstzrange(s.starts_at, s.ends_at)))
 ORDER BY s.starts_at, s.id
 LIMIT $7
"""

# Of these, the shifts that are open to the crew and have not begun.
OPEN_OF = """
SELECT s.id, s.seats > (SELECT count(*) FROM assignment a
                         WHERE a.org_id = s.org_id AND a.shift_id = s.id) AS has_room
  FROM shift s
 WHERE s.id = ANY ($1) AND s.state = 'published' AND s.open_by IS NOT NULL AND s.starts_at > $2
 ORDER BY s.id
"""

# Who hears of open shifts: $1 people and $2 shifts that they could take; each hears how many, and the first.
MAY_TAKE = """
SELECT DISTINCT ON (o.member_id) o.member_id, 'may_take' AS why, jsonb_build_object(
           'shifts', count(*) OVER (PARTITION BY o.member_id), 'site', t.name,
           'first', jsonb_build_object('at', s.starts_at, 'zone', t.timezone)) AS variables
  FROM unnest($1::uuid[], $2::uuid[]) AS o (member_id, shift_id)
  JOIN shift s ON s.id = o.shift_id
  JOIN site t ON t.org_id = s.org_id AND t.id = s.site_id
 ORDER BY o.member_id, s.starts_at
"""

# Who plans a site hears what its crew asks.
WHO_PLANS = """
SELECT m.id AS member_id, 'answers_for_site' AS why, '{}'::jsonb AS variables
  FROM member m
 WHERE m.ended_at IS NULL
   AND (m.role IN ('owner', 'manager') OR EXISTS (
        SELECT FROM member_scope x
         WHERE x.org_id = m.org_id AND x.member_id = m.id AND x.scope_id = $1::uuid))
"""

REFUSED = "SELECT member_id, shift_id FROM shift_refusal WHERE shift_id = ANY ($1)"

REFUSE = """
INSERT INTO shift_refusal (org_id, shift_id, member_id, reason, refused_at)
VALUES (current_setting('app.org')::uuid, $1, $2, $3, $4)
    ON CONFLICT (org_id, shift_id, member_id) DO UPDATE SET
       reason = excluded.reason, refused_at = excluded.refused_at
"""

# Who is put on a published shift may have to confirm by $3, unless it has begun by then.
ASK_TO_CONFIRM = """
UPDATE assignment a SET confirm_by = $3
  FROM shift s
 WHERE a.shift_id = $1 AND a.member_id = $2 AND a.confirm_by IS NULL AND a.confirmed_at IS NULL
   AND s.org_id = a.org_id AND s.id = a.shift_id AND s.state = 'published' AND a.starts_at > $3
RETURNING a.shift_id
"""

# The seats of a shift whose deadline is over without a word ($2 now).
UNCONFIRMED = """
DELETE FROM assignment
 WHERE shift_id = $1 AND confirm_by <= $2 AND confirmed_at IS NULL
RETURNING member_id
"""

# When somebody must look at a shift next: the earliest deadline of its seats.
NEXT_DEADLINE = """
SELECT a.shift_id, min(a.confirm_by) AS due_at
  FROM assignment a
 WHERE a.shift_id = ANY ($1) AND a.confirm_by IS NOT NULL AND a.confirmed_at IS NULL
 GROUP BY a.shift_id
"""
