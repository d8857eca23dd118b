"""Planning many shifts like others, each step in one statement."""

SHIFTS_TO_COPY = """
SELECT s.id, s.site_id, s.starts_at, s.ends_at, s.seats, s.note, s.position_id, s.break_min,
       s.open_by, t.timezone, ARRAY(SELECT a.member_id FROM assignment a
                                     WHERE a.org_id = s.org_id AND a.shift_id = s.id
                                     ORDER BY a.member_id) AS people
  FROM shift s
  JOIN site t ON t.org_id = s.org_id AND t.id = s.site_id AND t.archived_at IS NULL
 WHERE s.state <> 'cancelled' AND s.starts_at >= $1 AND s.starts_at < $2
   AND ($3::uuid[] IS NULL OR s.site_id = ANY ($3))
 ORDER BY s.starts_at, s.id
"""

# A shift that is there already is not made again, so copying twice is the same as copying once.
COPY_SHIFTS = """
INSERT INTO shift (org_id, id, site_id, starts_at, ends_at, seats, note, position_id, break_min, open_by)
SELECT current_setting('app.org')::uuid, c.*
  FROM unnest($1::uuid[], $2::uuid[], $3::timestamptz[], $4::timestamptz[], $5::int[], $6::text[],
              $7::uuid[], $8::int[], $9::text[])
       AS c (id, site_id, starts_at, ends_at, seats, note, position_id, break_min, open_by)
 WHERE NOT EXISTS (SELECT FROM shift s WHERE s.site_id = c.site_id AND s.starts_at = c.starts_at
                      AND s.ends_at = c.ends_at AND s.state <> 'cancelled')
RETURNING id
"""

# Who has left, or has other work then, is not put on.
SEAT_PEOPLE = """
INSERT INTO assignment (org_id, id, shift_id, member_id, starts_at, ends_at)
SELECT s.org_id, uuidv7(), s.id, m.id, s.starts_at, s.ends_at
  FROM unnest($1::uuid[], $2::uuid[]) AS c (shift_id, member_id)
  JOIN shift s ON s.id = c.shift_id
  JOIN member m ON m.org_id = s.org_id AND m.id = c.member_id AND m.ended_at IS NULL
 ORDER BY s.starts_at, s.id, m.id
    ON CONFLICT DO NOTHING
RETURNING shift_id, member_id
"""

LEAVE_OUT = """
DELETE FROM assignment a USING unnest($1::uuid[], $2::uuid[]) AS c (shift_id, member_id)
 WHERE a.shift_id = c.shift_id AND a.member_id = c.member_id
"""

# The shifts of these places and times that are there, held in the order of their ids.
HOLD_ALIKE = """
SELECT s.id, s.state, s.seats, c.place
  FROM unnest($1::uuid[], $2::timestamptz[], $3::timestamptz[])
       WITH ORDINALITY AS c (site_id, starts_at, ends_at, place)
  JOIN shift s ON s.site_id = c.site_id AND s.starts_at = c.starts_at AND s.ends_at = c.ends_at
 WHERE s.state <> 'cancelled'
 ORDER BY s.id
   FOR UPDATE OF s
"""

TAKEN = """
SELECT a.shift_id, count(*) AS people, coalesce(bool_or(a.member_id = $2), false) AS is_on
  FROM assignment a WHERE a.shift_id = ANY ($1) GROUP BY a.shift_id
"""

TEMPLATES = """
SELECT w.id, w.name, w.made_at, count(l.id) AS shifts, count(DISTINCT l.site_id) AS sites,
       (SELECT count(DISTINCT p.member_id)
          FROM week_template_shift l2
          JOIN week_template_person p ON p.org_id = l2.org_id AND p.line_id = l2.id
         WHERE l2.org_id = w.org_id AND l2.template_id = w.id) AS people
  FROM week_template w
  LEFT JOIN week_template_shift l ON l.org_id = w.org_id AND l.template_id = w.id
 WHERE $1::uuid IS NULL OR w.id = $1
 GROUP BY w.org_id, w.id
 ORDER BY w.name, w.id
 LIMIT $2
"""

KEEP_TEMPLATE = """
INSERT INTO week_template (org_id, id, name, made_at) VALUES (current_setting('app.org')::uuid, $1, $2, $3)
    ON CONFLICT DO NOTHING RETURNING id
"""

KEEP_LINES = """
INSERT INTO week_template_shift (org_id, template_id, id, site_id, weekday, begins, ends, nights, seats, note,
                                 position_id, break_min, open_by)
SELECT current_setting('app.org')::uuid, $1, c.*
  FROM unnest($2::uuid[], $3::uuid[], $4::int[], $5::time[], $6::time[], $7::int[], $8::int[], $9::text[],
              $10::uuid[], $11::int[], $12::text[]) AS c
"""

KEEP_PEOPLE = """
INSERT INTO week_template_person (org_id, line_id, member_id)
SELECT current_setting('app.org')::uuid, c.* FROM unnest($1::uuid[], $2::uuid[]) AS c
"""

LINES = """
SELECT l.id, l.site_id, l.weekday, l.begins, l.ends, l.nights, l.seats, l.note, l.break_min, l.open_by,
       CASE WHEN p.archived_at IS NULL THEN l.position_id END AS position_id, t.timezone,
       ARRAY(SELECT m.member_id FROM week_template_person m
              WHERE m.org_id = l.org_id AND m.line_id = l.id ORDER BY m.member_id) AS people
  FROM week_template_shift l
  JOIN site t ON t.org_id = l.org_id AND t.id = l.site_id AND t.archived_at IS NULL
  LEFT JOIN position p ON p.org_id = l.org_id AND p.id = l.position_id
 WHERE l.template_id = $1 AND ($2::uuid[] IS NULL OR l.site_id = ANY ($2))
 ORDER BY l.weekday, l.begins, l.id
"""

LINE_SITES = "SELECT DISTINCT site_id FROM week_template_shift WHERE template_id = $1"
