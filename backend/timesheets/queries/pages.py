"""Whose sheets are on a page, and what stands beside one."""

# People with a sheet of the days $1 to $2 (moments $3 to $4), by name; $5 a part of the name, $6 a site where
# they worked or were to; $7 and $8 the last one of the page before.
NAMES = """
SELECT m.id, m.name
  FROM member m JOIN organisation o ON o.id = m.org_id
 WHERE ((m.joined_at < (($2::date + 1)::timestamp AT TIME ZONE o.timezone)
         AND (m.ended_at IS NULL OR m.ended_at >= ($1::date::timestamp AT TIME ZONE o.timezone))
         AND (m.role = 'member' OR EXISTS (SELECT FROM employment_terms e
                                            WHERE e.org_id = m.org_id AND e.member_id = m.id)))
        OR EXISTS (SELECT FROM work_session w WHERE w.org_id = m.org_id AND w.member_id = m.id
                                                AND w.started_at >= $3 AND w.started_at < $4)
        OR EXISTS (SELECT FROM assignment a WHERE a.org_id = m.org_id AND a.member_id = m.id
                                              AND a.starts_at >= $3 AND a.starts_at < $4))
   AND ($5::text IS NULL OR strpos(lower(m.name), lower($5)) > 0)
   AND ($6::uuid IS NULL
        OR EXISTS (SELECT FROM work_session w WHERE w.org_id = m.org_id AND w.member_id = m.id
                      AND w.started_at >= $3 AND w.started_at < $4 AND w.site_id = $6)
        OR EXISTS (SELECT FROM assignment a JOIN shift s ON s.org_id = a.org_id AND s.id = a.shift_id
                    WHERE a.org_id = m.org_id AND a.member_id = m.id
                      AND a.starts_at >= $3 AND a.starts_at < $4 AND s.site_id = $6))
   AND ($7::text IS NULL OR (m.name, m.id) > ($7, $8::uuid))
 ORDER BY m.name, m.id
 LIMIT $9
"""

QUESTIONS = """
SELECT member_id, count(*)::int AS questions FROM late_question
 WHERE period_id = $1 AND answer IS NULL AND member_id = ANY ($2)
 GROUP BY member_id
"""

SITES = "SELECT id, name FROM site WHERE id = ANY ($1) ORDER BY name, id"

CORRECTIONS = """
SELECT c.id, c.kind, c.at, c.replaces, c.punch_id, c.state, c.reason, c.asked_at, a.name AS asked_by_name,
       d.name AS decided_by_name, c.decision_reason, c.answer, c.answer_reason
  FROM correction c
  JOIN member a ON a.org_id = c.org_id AND a.id = c.asked_by
  LEFT JOIN member d ON d.org_id = c.org_id AND d.id = c.decided_by
  LEFT JOIN punch p ON p.org_id = c.org_id AND p.id = c.replaces
 WHERE c.member_id = $1 AND c.asked_at >= $2 AND coalesce(p.believed_at, c.at) >= $2
   AND coalesce(p.believed_at, c.at) < $3
 ORDER BY c.asked_at DESC, c.id DESC
 LIMIT $4
"""
