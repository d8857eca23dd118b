"""When people can work, and what they wish for."""

# Past days say nothing about what comes.
AVAILABILITY = """
SELECT weekday, on_day, begins, ends, kind, note FROM availability
 WHERE member_id = $1 AND (on_day IS NULL OR on_day >= $2)
 ORDER BY weekday, on_day, begins, ends, kind, id
 LIMIT 500
"""

FORGET_AVAILABILITY = "DELETE FROM availability WHERE member_id = $1"

SAY_AVAILABILITY = """
INSERT INTO availability (org_id, id, member_id, weekday, on_day, begins, ends, kind, note)
SELECT current_setting('app.org')::uuid, uuidv7(), $1, a.*
  FROM unnest($2::int[], $3::date[], $4::time[], $5::time[], $6::text[], $7::text[]) AS a
"""

WISHES = """
SELECT member_id, on_day, kind, weight, note FROM wish
 WHERE member_id = $1 AND on_day >= $2 AND on_day < $3 ORDER BY on_day LIMIT 400
"""

EXPRESS_WISH = """
INSERT INTO wish (org_id, member_id, on_day, kind, weight, note)
VALUES (current_setting('app.org')::uuid, $1, $2, $3, $4, $5)
ON CONFLICT (org_id, member_id, on_day)
DO UPDATE SET kind = excluded.kind, weight = excluded.weight, note = excluded.note
RETURNING member_id, on_day, kind, weight, note
"""

DROP_WISH = "DELETE FROM wish WHERE member_id = $1 AND on_day = $2 RETURNING on_day"
