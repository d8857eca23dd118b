"""Deductions and slips, written and read."""

DEDUCTIONS = """
SELECT member_id, items FROM pay_deduction
 WHERE period_id = $1 AND ($2::uuid[] IS NULL OR member_id = ANY ($2))
"""

PUT_DEDUCTIONS = """
INSERT INTO pay_deduction (org_id, period_id, member_id, items, changed_by, changed_at)
VALUES (current_setting('app.org')::uuid, $1, $2, $3, $4, $5)
    ON CONFLICT (org_id, period_id, member_id) DO UPDATE
   SET (items, changed_by, changed_at) = (excluded.items, excluded.changed_by, excluded.changed_at)
"""

# Two releases of a period at once queue up: what the first one gave, the second one sees.
HOLD = "SELECT pg_advisory_xact_lock(hashtextextended($1::uuid::text, 2217))"

# Of each person the newest slip of the period.
NEWEST = """
SELECT DISTINCT ON (member_id)
       id, member_id, version, payday, given_at, digest, total_won, reason, released_at, seen_at
  FROM pay_slip
 WHERE period_id = $1 AND ($2::uuid[] IS NULL OR member_id = ANY ($2))
 ORDER BY member_id, version DESC
"""

ADD = """
INSERT INTO pay_slip (org_id, id, period_id, member_id, version, payday, given_at, digest, content, total_won,
                      reason, released_by, released_at)
SELECT current_setting('app.org')::uuid, s.id, $1, s.member_id, s.version, $2, $3, s.digest, s.content,
       s.total_won, $4, $5, $6
  FROM unnest($7::uuid[], $8::uuid[], $9::int[], $10::text[], $11::text[], $12::bigint[])
       AS s (id, member_id, version, digest, content, total_won)
"""

OF_MEMBER = """
SELECT id, version, payday, given_at, total_won, reason, released_at, seen_at
  FROM pay_slip WHERE period_id = $1 AND member_id = $2 ORDER BY version DESC LIMIT $3
"""

ONE = """
SELECT s.*, NOT EXISTS (SELECT FROM pay_slip n
                         WHERE n.org_id = s.org_id AND n.period_id = s.period_id
                           AND n.member_id = s.member_id AND n.version > s.version
                           AND n.given_at <= $2) AS newest
  FROM pay_slip s WHERE s.id = $1
"""

# $1 the member, $2 now: what was given to them, of several versions the newest.
OWN = """
SELECT * FROM (
    SELECT DISTINCT ON (s.period_id) s.id, s.period_id, p.from_on, p.until_on, s.payday, s.total_won,
           (s.content::json ->> 'net_won')::bigint AS net_won, s.version, s.given_at, s.seen_at
      FROM pay_slip s JOIN period p ON p.org_id = s.org_id AND p.id = s.period_id
     WHERE s.member_id = $1 AND s.given_at <= $2
     ORDER BY s.period_id, s.version DESC
) own
 ORDER BY from_on DESC LIMIT $3
"""

SEE = "UPDATE pay_slip SET seen_at = $2 WHERE id = $1 AND seen_at IS NULL RETURNING period_id"

# $1 the period, $2 now: whose slip has just been given, and together with whose.
GIVEN = """
SELECT given_at, version > 1 AS corrected, released_at, array_agg(member_id ORDER BY member_id) AS members
  FROM pay_slip WHERE period_id = $1 AND given_at <= $2
 GROUP BY given_at, version > 1, released_at ORDER BY released_at
"""

BORN = "SELECT member_id, born_on FROM member_protection WHERE member_id = ANY ($1)"
PEOPLE = "SELECT id, name, number FROM member WHERE id = ANY ($1)"
ORGANISATION = "SELECT name, timezone FROM organisation"
