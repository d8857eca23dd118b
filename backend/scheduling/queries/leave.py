"""The ledger of leave, and what is asked for."""

# Its condition and order follow.
REQUESTS = """
SELECT r.id, r.member_id, m.name, r.kind, r.from_on, r.until_on, r.part, r.starts_at, r.ends_at, r.minutes,
       r.reason, r.state, r.asked_at, r.decided_at, r.decided_by, d.name AS decided_by_name, r.answer,
       (SELECT coalesce(sum(e.minutes), 0)::int FROM leave_entry e
         WHERE e.org_id = r.org_id AND e.member_id = r.member_id AND e.kind = r.kind
        HAVING r.kind = 'annual' OR bool_or(e.why = 'by_hand' AND e.minutes > 0)) AS balance_min
  FROM leave_request r
  JOIN member m ON m.org_id = r.org_id AND m.id = r.member_id
  LEFT JOIN member d ON d.org_id = r.org_id AND d.id = r.decided_by
"""

REQUEST = f"{REQUESTS} WHERE r.id = $1"

PAGE = f"""{REQUESTS}
 WHERE ($1::text IS NULL OR r.state = $1)
   AND ($2::timestamptz IS NULL OR (r.asked_at, r.id) < ($2, $3::uuid))
 ORDER BY r.asked_at DESC, r.id DESC
 LIMIT $4
"""

OF_MEMBER = f"{REQUESTS} WHERE r.member_id = $1 ORDER BY r.starts_at DESC, r.id DESC LIMIT $2"

HOLD_REQUEST = "SELECT * FROM leave_request WHERE id = $1 FOR UPDATE"

OTHER_LEAVE = """
SELECT id AS request_id, from_on, until_on, state FROM leave_request
 WHERE member_id = $1 AND id <> $2 AND state IN ('asked', 'approved') AND starts_at < $4 AND ends_at > $3
 ORDER BY starts_at LIMIT 1
"""

ASK = """
INSERT INTO leave_request (org_id, id, member_id, kind, from_on, until_on, part, starts_at, ends_at, minutes,
                           reason, asked_at)
VALUES (current_setting('app.org')::uuid, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
ON CONFLICT DO NOTHING RETURNING id
"""

DECIDE = """
UPDATE leave_request SET state = $2, decided_at = $3, decided_by = $4, answer = $5 WHERE id = $1
"""

WITHDRAW = "UPDATE leave_request SET state = 'withdrawn' WHERE id = $1"

# A balance is this sum and nothing else.
BALANCES = """
SELECT kind, sum(minutes)::int AS minutes, bool_or(why = 'by_hand' AND minutes > 0) AS granted
  FROM leave_entry WHERE member_id = $1 GROUP BY kind
"""

PENDING = """
SELECT coalesce(sum(minutes), 0)::int AS minutes FROM leave_request
 WHERE member_id = $1 AND kind = $2 AND state = 'asked' AND id <> $3
"""

ENTRIES = """
SELECT id, kind, minutes, on_day, why, expires_on, request_id, note, recorded_at, recorded_by
  FROM leave_entry WHERE member_id = $1 ORDER BY recorded_at DESC, id DESC LIMIT $2
"""

LOTS = """
SELECT kind, minutes, on_day, expires_on, why = 'given_back' AS given_back
  FROM leave_entry WHERE member_id = $1
"""

# Booked once for each reason, whoever comes second.
BOOK = """
INSERT INTO leave_entry (org_id, id, member_id, kind, minutes, on_day, why, expires_on, request_id, note,
                         recorded_at, recorded_by)
VALUES (current_setting('app.org')::uuid, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
ON CONFLICT DO NOTHING RETURNING id
"""

TERMS = """
SELECT t.timezone,
       (SELECT coalesce(json_agg(json_build_array(from_on, weekly_min, days_per_week) ORDER BY from_on), '[]')
          FROM employment_terms e WHERE e.member_id = $1) AS terms,
       (SELECT coalesce(json_agg(json_build_array(on_day, is_holiday)), '[]') FROM holiday_change) AS holidays
  FROM organisation t
"""

PLANNED_DAYS = """
SELECT DISTINCT (a.starts_at AT TIME ZONE t.timezone)::date AS day
  FROM assignment a
  JOIN shift s ON s.org_id = a.org_id AND s.id = a.shift_id
  JOIN site t ON t.org_id = s.org_id AND t.id = s.site_id
 WHERE a.member_id = $1 AND a.starts_at < $3 AND a.ends_at > $2
"""

# The shifts that a leave touches and that have not begun.
TOUCHED = """
SELECT a.shift_id, t.name AS site_name
  FROM assignment a
  JOIN shift s ON s.org_id = a.org_id AND s.id = a.shift_id
  JOIN site t ON t.org_id = s.org_id AND t.id = s.site_id
 WHERE a.member_id = $1 AND a.starts_at < $3 AND a.ends_at > $2 AND a.starts_at > $4
 ORDER BY a.starts_at, a.shift_id
 LIMIT $5
"""

OFFICE = """
SELECT m.id AS member_id, 'decides_leave' AS why, '{}'::jsonb AS variables FROM member m
 WHERE m.ended_at IS NULL AND m.role IN ('owner', 'manager') AND m.id <> $1
"""

# Everybody who may earn: who works here, with their terms and what was booked already.
EARNERS = """
SELECT m.id AS member_id, (m.joined_at AT TIME ZONE o.timezone)::date AS joined_on,
       (SELECT json_agg(json_build_array(from_on, weekly_min, days_per_week) ORDER BY from_on)
          FROM employment_terms e WHERE e.org_id = m.org_id AND e.member_id = m.id) AS terms,
       (SELECT coalesce(json_agg(json_build_array(why, on_day)), '[]') FROM leave_entry e
         WHERE e.org_id = m.org_id AND e.member_id = m.id AND e.why IN ('monthly', 'yearly')
           AND e.on_day > $1) AS booked
  FROM member m JOIN organisation o ON o.id = m.org_id
 WHERE m.ended_at IS NULL
   AND EXISTS (SELECT FROM employment_terms e WHERE e.org_id = m.org_id AND e.member_id = m.id)
 ORDER BY m.id
"""

EXPIRING = """
SELECT DISTINCT member_id FROM leave_entry
 WHERE expires_on <= $1 AND expires_on > $2 AND minutes > 0 ORDER BY member_id
"""

# How many shifts somebody was on in each period, and how many of them they attended: they were at work then,
# however late, or had approved leave (제60조 제6항; ministry answers for R8a).
ATTENDED = """
WITH who AS (
    SELECT p.org_id, p.member_id, p.place, (p.since::timestamp AT TIME ZONE o.timezone) AS since,
           (p.until::timestamp AT TIME ZONE o.timezone) AS until
      FROM organisation o, LATERAL (
           SELECT o.id AS org_id, * FROM unnest($1::uuid[], $2::date[], $3::date[])
             WITH ORDINALITY AS u (member_id, since, until, place)) AS p
), worked AS MATERIALIZED (
    SELECT w.member_id, w.starts_at, w.ends_at FROM ({worked}) w
), seat AS MATERIALIZED (
    SELECT who.place, a.org_id, a.member_id, a.shift_id, a.starts_at, a.ends_at
      FROM who
      JOIN assignment a ON a.org_id = who.org_id AND a.member_id = who.member_id
                       AND a.starts_at >= who.since AND a.starts_at < who.until
      JOIN shift s ON s.org_id = a.org_id AND s.id = a.shift_id AND s.state = 'published'
), attended AS (
    SELECT e.place, e.shift_id FROM seat e
      JOIN worked w ON w.member_id = e.member_id AND w.starts_at < e.ends_at AND w.ends_at > e.starts_at
     UNION
    SELECT e.place, e.shift_id FROM seat e
      JOIN leave_request r ON r.org_id = e.org_id AND r.member_id = e.member_id AND r.state = 'approved'
                          AND r.starts_at < e.ends_at AND r.ends_at > e.starts_at
)
SELECT who.place, count(e.shift_id)::int AS planned, count(d.shift_id)::int AS attended
  FROM who
  LEFT JOIN seat e ON e.place = who.place
  LEFT JOIN attended d ON d.place = e.place AND d.shift_id = e.shift_id
 GROUP BY who.place
 ORDER BY who.place
"""
