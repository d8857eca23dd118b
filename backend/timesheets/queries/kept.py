"""What people agreed on about sheets: their states, acts, and questions about what came late."""

from typing import Any

Row = Any

STATES = """
SELECT member_id, state, revision, content, approved_by, approved_at, locked_by, locked_at
  FROM sheet WHERE period_id = $1 AND ($2::uuid[] IS NULL OR member_id = ANY ($2))
"""

APPROVE = """
INSERT INTO sheet AS s (org_id, period_id, member_id, state, revision, approved_by, approved_at)
SELECT current_setting('app.org')::uuid, $1, m, 'approved', r, $4, $5
  FROM unnest($2::uuid[], $3::text[]) AS u (m, r)
    ON CONFLICT (org_id, period_id, member_id) DO UPDATE
   SET (state, revision, approved_by, approved_at) = ('approved', excluded.revision, $4, $5)
 WHERE s.state <> 'locked'
"""

LOCK = """
UPDATE sheet s SET (state, content, locked_by, locked_at) = ('locked', u.content, $4, $5)
  FROM unnest($2::uuid[], $3::text[]) AS u (member_id, content)
 WHERE s.period_id = $1 AND s.member_id = u.member_id AND s.state = 'approved'
"""

REOPEN = """
UPDATE sheet SET (state, revision, content, approved_by, approved_at, locked_by, locked_at)
     = ('open', NULL, NULL, NULL, NULL, NULL, NULL)
 WHERE period_id = $1 AND member_id = $2
"""

WRITE_ACTS = """
INSERT INTO sheet_act (org_id, id, period_id, member_id, kind, at, by_member, reason, revision)
SELECT current_setting('app.org')::uuid, u.id, $1, u.member_id, $5, $6, $7, $8, u.revision
  FROM unnest($2::uuid[], $3::uuid[], $4::text[]) AS u (id, member_id, revision)
"""

ACTS = """
SELECT a.id, a.kind, a.at, a.by_member, m.name AS by_name, a.reason, a.revision
  FROM sheet_act a
  LEFT JOIN member m ON m.org_id = a.org_id AND m.id = a.by_member
 WHERE a.period_id = $1 AND a.member_id = $2
 ORDER BY a.at DESC, a.id DESC
 LIMIT $3
"""

# The last thing that each person said about their own sheet.
REMARKS = """
SELECT DISTINCT ON (member_id) member_id, kind = 'right' AS right, at, reason, revision
  FROM sheet_act
 WHERE period_id = $1 AND member_id = ANY ($2) AND kind IN ('right', 'not_right')
 ORDER BY member_id, at DESC, id DESC
"""

# Somebody else who could approve.
OTHERS = """
SELECT EXISTS (SELECT FROM member WHERE ended_at IS NULL AND role = ANY ($2) AND id <> $1) AS there_are
"""

# Nobody else changes the records of these people meanwhile, and their chains grow in one order.
HOLD = "SELECT id FROM member WHERE id = ANY ($1) ORDER BY id FOR NO KEY UPDATE"

# Periods near a moment in which somebody's sheet is agreed on.
AGREED_NEAR = """
SELECT p.id, p.from_on, p.until_on, s.state, s.revision, s.locked_at, s.content
  FROM sheet s
  JOIN period p ON p.org_id = s.org_id AND p.id = s.period_id
 WHERE s.member_id = $1 AND s.state IN ('approved', 'locked') AND p.from_on <= $3 AND p.until_on >= $2
 ORDER BY p.from_on
"""

ASK = """
INSERT INTO late_question (org_id, id, period_id, member_id, about, ref, at, asked_at)
VALUES (current_setting('app.org')::uuid, $1, $2, $3, $4, $5, $6, $7)
    ON CONFLICT (org_id, period_id, ref) DO NOTHING RETURNING id
"""

QUESTIONS = """
SELECT q.id, q.period_id, p.from_on, p.until_on, q.member_id, m.name, q.about, q.ref, q.at, q.asked_at,
       u.kind, u.site_id, t.name AS site_name, q.answer, q.answered_at, q.answered_by,
       b.name AS answered_by_name, q.reason
  FROM late_question q
  JOIN period p ON p.org_id = q.org_id AND p.id = q.period_id
  JOIN member m ON m.org_id = q.org_id AND m.id = q.member_id
  LEFT JOIN member b ON b.org_id = q.org_id AND b.id = q.answered_by
  LEFT JOIN punch u ON u.org_id = q.org_id AND u.id = q.ref
  LEFT JOIN site t ON t.org_id = u.org_id AND t.id = u.site_id
"""

OPEN_QUESTIONS = f"{QUESTIONS} WHERE q.answer IS NULL ORDER BY q.asked_at, q.id LIMIT $1"
QUESTIONS_OF = f"""{QUESTIONS} WHERE q.period_id = $1 AND q.member_id = $2
 ORDER BY q.asked_at DESC, q.id DESC LIMIT $3"""
QUESTION = f"{QUESTIONS} WHERE q.id = $1"
HOLD_QUESTION = "SELECT * FROM late_question WHERE id = $1 FOR UPDATE"

ANSWER = """
UPDATE late_question SET (answer, answered_by, answered_at, reason) = ($2, $3, $4, $5) WHERE id = $1
"""

# Reopening answers everything that waits for it.
ANSWER_ALL = """
UPDATE late_question SET (answer, answered_by, answered_at, reason) = ('reopen', $3, $4, $5)
 WHERE period_id = $1 AND member_id = $2 AND answer IS NULL
"""

# Who hears of what there is to look at: the office, unless it is about themselves.
OFFICE = """
SELECT m.id AS member_id, 'approves_sheets' AS why, '{}'::jsonb AS variables FROM member m
 WHERE m.ended_at IS NULL AND m.role IN ('owner', 'manager') AND m.id <> $1
"""
