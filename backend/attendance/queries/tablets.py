"""Shared tablets, and who may tap there."""

from datetime import datetime, timedelta

from backend.attendance.queries.punches import EXPECTED_AHEAD

MOST_TABLETS = 200
MOST_PEOPLE = 200
MOST_FOUND = 10
SEEN_EVERY = timedelta(minutes=1)

TABLETS = """
SELECT t.id, t.site_id, s.name AS site_name, t.name, t.paired_at, t.last_seen_at, t.code_until
  FROM tablet t JOIN site s ON s.org_id = t.org_id AND s.id = t.site_id
 WHERE t.revoked_at IS NULL AND (t.paired_at IS NOT NULL OR t.code_until > $1)
   AND ($2::uuid[] IS NULL OR t.site_id = ANY ($2))
 ORDER BY s.name, t.name, t.id LIMIT $3
"""

OFFER = """
INSERT INTO tablet (org_id, id, site_id, name, made_at, made_by, code_hash, code_until)
VALUES (current_setting('app.org')::uuid, $1, $2, $3, $4, $5, $6, $7)
"""

# Whoever comes second finds it paired.
PAIR = """
UPDATE tablet SET paired_at = $2, last_seen_at = $2, secret_hash = $3, sealed_key = $4, public_key = $5
 WHERE id = $1 AND paired_at IS NULL AND revoked_at IS NULL AND code_until > $2
RETURNING id, site_id
"""

TABLET = """
SELECT t.id, t.site_id, t.secret_hash, t.sealed_key, t.public_key, t.last_seen_at, s.name AS site_name,
       s.timezone, o.name AS firm
  FROM tablet t
  JOIN site s ON s.org_id = t.org_id AND s.id = t.site_id
  JOIN organisation o ON o.id = t.org_id
 WHERE t.id = $1 AND t.paired_at IS NOT NULL AND t.revoked_at IS NULL
"""

SEEN = "UPDATE tablet SET last_seen_at = $2 WHERE id = $1"

REVOKE = "UPDATE tablet SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL RETURNING site_id"

# How somebody stands: $1 the site of the tablet. Who works elsewhere is out here.
_PERSON = """
SELECT m.id AS member_id, m.name, p.member_id IS NOT NULL AS has_pin,
       CASE WHEN w.id IS NULL THEN 'out' WHEN w.on_break_since IS NULL THEN 'in' ELSE 'break' END AS presence,
       coalesce(w.on_break_since, w.started_at) AS since, a.starts_at, a.ends_at
"""

_OPEN = """
  LEFT JOIN member_pin p ON p.org_id = m.org_id AND p.member_id = m.id
       AND (p.temporary_until IS NULL OR p.temporary_until > $2)
  LEFT JOIN work_session w ON w.org_id = m.org_id AND w.member_id = m.id AND w.ended_at IS NULL
       AND (w.site_id = $1 OR w.site_id IS NULL AND NOT w.travel)
"""

# The crew of today's shifts at the site, on its clock, and whoever is at work there. $3 how far ahead.
PEOPLE = f"""
WITH day AS (
    SELECT date_trunc('day', $2 AT TIME ZONE s.timezone) AT TIME ZONE s.timezone AS starts_at,
           (date_trunc('day', $2 AT TIME ZONE s.timezone) + interval '1 day')
           AT TIME ZONE s.timezone AS ends_at
      FROM site s WHERE s.id = $1
), planned AS (
    SELECT DISTINCT ON (a.member_id) a.member_id, a.starts_at, a.ends_at
      FROM shift s JOIN day d ON true
      JOIN assignment a ON a.org_id = s.org_id AND a.shift_id = s.id
     WHERE s.site_id = $1 AND s.state = 'published'
       AND s.starts_at BETWEEN $2 - interval '2 days' AND $2 + interval '2 days'
       AND s.ends_at > d.starts_at AND s.starts_at < greatest(d.ends_at, $2 + $3::interval)
     ORDER BY a.member_id, (a.ends_at <= $2), a.starts_at
), somebody AS (
    SELECT member_id, starts_at, ends_at FROM planned
     UNION ALL
    SELECT w.member_id, NULL, NULL FROM work_session w
     WHERE w.site_id = $1 AND w.ended_at IS NULL AND w.member_id NOT IN (SELECT member_id FROM planned)
)
{_PERSON}
  FROM somebody a JOIN member m ON m.org_id = current_setting('app.org')::uuid AND m.id = a.member_id
{_OPEN}
 WHERE m.ended_at IS NULL
 ORDER BY a.starts_at NULLS LAST, m.name, m.id LIMIT $4
"""  # noqa: S608 - no value is put into it

# By a part of the name, LIKE's own characters taken as they are. $3 the part.
FIND = f"""
{_PERSON}
  FROM member m
  LEFT JOIN LATERAL (SELECT NULL::timestamptz AS starts_at, NULL::timestamptz AS ends_at) a ON true
{_OPEN}
 WHERE m.ended_at IS NULL AND m.name ILIKE '%' || replace(replace(replace($3, '\\', '\\\\'), '%', '\\%'), '_', '\\_') || '%'
 ORDER BY m.name, m.id LIMIT $4
"""  # noqa: E501


def people_arguments(site_id: object, now: datetime) -> tuple[object, ...]:
    return site_id, now, EXPECTED_AHEAD, MOST_PEOPLE
