"""Corrections as people see them: what was asked in one go, with what was there before."""

# The rows of one request, for a command. $1 the request.
ROWS = "SELECT * FROM correction WHERE request_id = $1 ORDER BY place"

# The punches that a request would replace, and which correction has done so already. $1 the punches.
REPLACED = """
SELECT p.id, p.member_id, p.kind, p.site_id, p.shift_id, p.believed_at, p.lat, p.lon, p.accuracy_m,
       'null_island' = ANY (p.flags) AS nowhere, x.correction_id
  FROM punch p
  LEFT JOIN punch_replaced x ON x.org_id = p.org_id AND x.punch_id = p.id
 WHERE p.id = ANY ($1)
"""

SHIFT = "SELECT site_id, starts_at, ends_at, state FROM shift WHERE id = $1"

# Is there anybody else who could decide what this member asks? $1 the member.
OTHER_OFFICE = """
SELECT EXISTS (SELECT FROM member m
                WHERE m.ended_at IS NULL AND m.role IN ('owner', 'manager') AND m.id <> $1) AS there
"""

ANSWER_DAYS = "SELECT coalesce((settings->>'correction_answer_days')::int, 7) AS days FROM organisation"

ADD = """
INSERT INTO correction SELECT * FROM jsonb_populate_recordset(NULL::correction, $1)
"""

# $1 the request, $2 the state, $3 who, $4 when, $5 why.
DECIDE = """
UPDATE correction
   SET state = $2, decided_by = $3, decided_at = $4, decision_reason = $5
 WHERE request_id = $1
"""
SET_PUNCH = """
UPDATE correction c SET punch_id = x.punch_id
  FROM unnest($1::uuid[], $2::uuid[]) AS x (id, punch_id) WHERE c.id = x.id
"""

# The correction that made a punch, while its person may still answer. $1 the punch, $2 whose, $3 now.
OPEN_BY_PUNCH = """
SELECT * FROM correction
 WHERE punch_id = $1 AND member_id = $2 AND state = 'standing' AND answer IS NULL AND answer_by >= $3
"""

# $1 the request, $2 the answer, $3 when, $4 why.
ANSWER = "UPDATE correction SET answer = $2, answered_at = $3, answer_reason = $4 WHERE request_id = $1"

# A request with everything that its readers need. The first row speaks for all; {where} chooses among those.
REQUESTS = """
SELECT c.request_id AS id, c.member_id, m.name AS member_name, c.reason, c.state, c.asked_by,
       b.name AS asked_by_name, c.asked_at, c.decided_by, d.name AS decided_by_name, c.decided_at,
       c.decision_reason, c.answer_by, c.answer, c.answered_at, c.answer_reason, c.proposed,
       x.changes
  FROM correction c
  JOIN member m ON m.org_id = c.org_id AND m.id = c.member_id
  JOIN member b ON b.org_id = c.org_id AND b.id = c.asked_by
  LEFT JOIN member d ON d.org_id = c.org_id AND d.id = c.decided_by
 CROSS JOIN LATERAL (
       SELECT json_agg(json_build_object(
                  'id', r.id, 'replaces', r.replaces, 'kind', r.kind, 'at', r.at, 'site_id', r.site_id,
                  'site_name', s.name, 'zone', coalesce(s.timezone, o.timezone), 'shift_id', r.shift_id,
                  'punch_id', r.punch_id, 'undone', u.punch_id IS NOT NULL,
                  'before', CASE WHEN p.id IS NOT NULL THEN json_build_object(
                      'kind', p.kind, 'at', p.believed_at, 'site_id', p.site_id, 'site_name', t.name,
                      'how', p.how, 'recorded_by', p.recorded_by) END) ORDER BY r.place) AS changes
         FROM correction r
         JOIN organisation o ON o.id = r.org_id
         LEFT JOIN site s ON s.org_id = r.org_id AND s.id = r.site_id
         LEFT JOIN punch p ON p.org_id = r.org_id AND p.id = r.replaces
         LEFT JOIN site t ON t.org_id = p.org_id AND t.id = p.site_id
         LEFT JOIN punch_replaced u ON u.org_id = r.org_id AND u.punch_id = r.punch_id
        WHERE r.org_id = c.org_id AND r.request_id = c.request_id) x
 WHERE c.place = 0
"""

ONE = f"{REQUESTS} AND c.request_id = $1"

# $1 the reader; $2 the sites that they answer for, or null for all; $3 one member's or null; $4 which;
# $5, $6 the last one seen; $7 how many.
PAGE = f"""
{REQUESTS}
   AND (c.member_id = $1 OR $2::uuid[] IS NULL OR EXISTS (
        SELECT FROM correction r
         WHERE r.org_id = c.org_id AND r.request_id = c.request_id AND r.site_id = ANY ($2)))
   AND ($3::uuid IS NULL OR c.member_id = $3)
   AND ($4::text IS NULL OR c.state = $4 OR c.answer = $4
        OR ($4 = 'unanswered' AND c.state = 'standing' AND c.answer_by IS NOT NULL AND c.answer IS NULL))
   AND ($5::timestamptz IS NULL OR (c.asked_at, c.request_id) < ($5, $6::uuid))
 ORDER BY c.asked_at DESC, c.request_id DESC
 LIMIT $7
"""

# What one phone keeps. $1 the member, $2 since when, $3 how many at most.
MINE = f"""
{REQUESTS} AND c.member_id = $1 AND c.asked_at >= $2
 ORDER BY c.asked_at DESC, c.request_id DESC LIMIT $3
"""

# Whoever answers for the sites of a request, and could decide it. $1 the request, $2 who is left out.
WHO_DECIDES = """
SELECT DISTINCT m.id AS member_id, 'answers_for_site' AS why, '{}'::jsonb AS variables
  FROM member m
 WHERE m.ended_at IS NULL AND m.id <> $2
   AND (m.role IN ('owner', 'manager') OR EXISTS (
        SELECT FROM member_scope x JOIN correction c ON c.org_id = x.org_id AND c.site_id = x.scope_id
         WHERE x.org_id = m.org_id AND x.member_id = m.id AND c.request_id = $1))
"""
