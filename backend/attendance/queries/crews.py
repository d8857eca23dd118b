"""A shift as its leader taps for it, and objections."""

# $1 shift, $2 member.
ON_SHIFT = """
SELECT s.id, s.site_id, s.starts_at, s.ends_at, t.name AS site_name, t.timezone,
       EXISTS (SELECT FROM assignment a
                WHERE a.org_id = s.org_id AND a.shift_id = s.id AND a.member_id = $2) AS is_on
  FROM shift s JOIN site t ON t.org_id = s.org_id AND t.id = s.site_id
 WHERE s.id = $1 AND s.state = 'published'
"""

PUNCH = """
SELECT p.id, p.member_id, p.kind, p.how, p.site_id, p.believed_at, p.recorded_by, m.name AS member_name,
       t.name AS site_name, coalesce(t.timezone, o.timezone) AS timezone
  FROM punch p
  JOIN member m ON m.org_id = p.org_id AND m.id = p.member_id
  JOIN organisation o ON o.id = p.org_id
  LEFT JOIN site t ON t.org_id = p.org_id AND t.id = p.site_id
 WHERE p.id = $1
"""

OBJECT = """
INSERT INTO punch_objection (org_id, punch_id, member_id, reason, objected_at)
VALUES (current_setting('app.org')::uuid, $1, $2, $3, $4)
    ON CONFLICT (org_id, punch_id) DO NOTHING RETURNING punch_id
"""

OBJECTION = "SELECT punch_id, member_id, reason, objected_at FROM punch_objection WHERE punch_id = $1"
