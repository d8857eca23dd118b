"""What calendar feeds read."""

FEEDS = """
SELECT id, created_at, last_read_at FROM calendar_feed
 WHERE revoked_at IS NULL AND (member_id = $1 OR site_id = $2)
 ORDER BY created_at, id
"""

# A feed that still holds, and whose it is. Who has left reads nothing.
FEED = """
SELECT f.id, f.member_id, f.site_id, f.language, f.last_read_at, o.name AS org_name, t.name AS site_name
  FROM calendar_feed f
  JOIN organisation o ON o.id = f.org_id
  LEFT JOIN member m ON m.org_id = f.org_id AND m.id = f.member_id
  LEFT JOIN site t ON t.org_id = f.org_id AND t.id = f.site_id
 WHERE f.id = $1 AND f.revoked_at IS NULL AND m.ended_at IS NULL
"""

OF_MEMBER = """
SELECT s.id AS shift_id, s.starts_at, s.ends_at, t.timezone AS zone, s.note, s.changes AS seq, s.changed_at,
       t.name || coalesce(' · ' || p.name, '') AS title, t.address AS place, t.lat, t.lon, s.break_min,
       (a.confirm_by IS NULL OR a.confirmed_at IS NOT NULL) AS confirmed
  FROM assignment a
  JOIN shift s ON s.org_id = a.org_id AND s.id = a.shift_id AND s.state = 'published'
  JOIN site t ON t.org_id = s.org_id AND t.id = s.site_id
  LEFT JOIN position p ON p.org_id = s.org_id AND p.id = s.position_id
 WHERE a.member_id = $1 AND a.starts_at >= $2 AND a.starts_at < $3
 ORDER BY a.starts_at, a.shift_id
 LIMIT $4
"""

# For a client: when how many people come, and nothing that is the crew's own.
OF_SITE = """
SELECT s.id AS shift_id, s.starts_at, s.ends_at, t.timezone AS zone, '' AS note, s.changes AS seq,
       s.changed_at, coalesce(p.name, t.name) AS title, t.address AS place, t.lat, t.lon, s.seats AS people
  FROM shift s
  JOIN site t ON t.org_id = s.org_id AND t.id = s.site_id
  LEFT JOIN position p ON p.org_id = s.org_id AND p.id = s.position_id
 WHERE s.site_id = $1 AND s.state = 'published' AND s.starts_at >= $2 AND s.starts_at < $3
 ORDER BY s.starts_at, s.id
 LIMIT $4
"""
