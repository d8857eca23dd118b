"""What a planner's board of a week or a month is made of, each in one statement."""

# A shift belongs to the day on which it starts by its site's clocks. $1 and $2 are a day wider than the days
# $3 and $4 on each side, so that the index is used whatever the zone.
_OF_DAYS = """
       s.starts_at >= $1 AND s.starts_at < $2 AND s.state <> 'cancelled'
   AND (s.starts_at AT TIME ZONE t.timezone) >= $3::timestamp
   AND (s.starts_at AT TIME ZONE t.timezone) < $4::timestamp
"""

SHIFTS = f"""
SELECT s.id, s.site_id, s.starts_at, s.ends_at, s.seats, s.note, s.state, s.position_id, s.break_min,
       s.open_by, s.series_id IS NOT NULL AS repeats
  FROM shift s
  JOIN site t ON t.org_id = s.org_id AND t.id = s.site_id
 WHERE {_OF_DAYS}
   AND ($5::uuid[] IS NULL OR s.site_id = ANY ($5))
   AND ($6::timestamptz IS NULL OR (s.starts_at, s.id) > ($6, $7::uuid))
 ORDER BY s.starts_at, s.id
 LIMIT $8
"""  # noqa: S608 - a constant

SEATS = """
SELECT a.shift_id, a.member_id, a.fixed, a.confirmed_at IS NOT NULL AS confirmed
  FROM assignment a
 WHERE a.shift_id = ANY ($1)
 ORDER BY a.shift_id, a.id
"""

# Everybody who works here now, and who is on one of the shifts ($5) though they have left since.
PEOPLE = f"""
WITH planned AS (
    SELECT a.member_id,
           sum(extract(epoch FROM s.ends_at - s.starts_at) / 60 - s.break_min)::int AS minutes
      FROM shift s
      JOIN site t ON t.org_id = s.org_id AND t.id = s.site_id
      JOIN assignment a ON a.org_id = s.org_id AND a.shift_id = s.id
     WHERE {_OF_DAYS}
     GROUP BY a.member_id)
SELECT m.id, m.name, coalesce(p.minutes, 0) AS planned_min,
       (SELECT e.weekly_min FROM employment_terms e
         WHERE e.org_id = m.org_id AND e.member_id = m.id AND e.from_on <= $3::timestamp::date
         ORDER BY e.from_on DESC LIMIT 1) AS contract_min
  FROM member m
  LEFT JOIN planned p ON p.member_id = m.id
 WHERE m.ended_at IS NULL OR m.id = ANY ($5)
 ORDER BY m.name, m.id
 LIMIT $6
"""  # noqa: S608 - a constant

LEAVE = """
SELECT l.member_id, l.from_on, l.until_on, l.part
  FROM leave_request l
 WHERE l.state = 'approved' AND l.ends_at > $1 AND l.from_on < $2 AND l.until_on >= $3
 ORDER BY l.member_id, l.starts_at
 LIMIT $4
"""

PLACES = """
SELECT t.id, t.name, t.timezone FROM site t
 WHERE ($1::uuid[] IS NULL OR t.id = ANY ($1)) AND (t.archived_at IS NULL OR t.id = ANY ($2))
 ORDER BY t.name, t.id
 LIMIT $3
"""

POSITIONS = """
SELECT p.id, p.name, p.color FROM position p
 WHERE p.archived_at IS NULL OR p.id = ANY ($1)
 ORDER BY p.name, p.id
 LIMIT $2
"""
