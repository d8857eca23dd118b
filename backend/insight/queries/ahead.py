"""What people worked in the past weeks and are to work in the next ones, by day."""

from backend.scheduling.service.worked import worked_sql

# $1, $2: first and last day, which are Monday and Sunday; $3: sites, null for all: who works at one of them
# then; $4: now; $5: the rule of days (backend/scheduling/rules/days.py). What was recorded takes the place of
# what was planned for the same shift, drafts count, and a past shift without a record counts as planned, as
# in the guards (rules/guards/diary.py).
DAYS = """
WITH span AS (
    SELECT $1::date::timestamp AT TIME ZONE 'UTC' - interval '2 days' AS since,
           $2::date::timestamp AT TIME ZONE 'UTC' + interval '3 days' AS until
), who AS MATERIALIZED (
    SELECT m.org_id, m.id AS member_id, span.since, span.until
      FROM member m CROSS JOIN span
     WHERE m.ended_at IS NULL
       AND ($3::uuid[] IS NULL OR EXISTS (
            SELECT FROM assignment a JOIN shift s ON s.org_id = a.org_id AND s.id = a.shift_id
             WHERE a.org_id = m.org_id AND a.member_id = m.id AND s.site_id = ANY ($3)
               AND a.starts_at >= span.since AND a.starts_at < span.until))
), worked AS MATERIALIZED ({worked}), every AS (
    SELECT member_id, site_id, starts_at, ends_at, break_min, true AS done FROM worked
     UNION ALL
    SELECT a.member_id, s.site_id, s.starts_at, s.ends_at, s.break_min, false
      FROM span
      JOIN shift s ON s.starts_at >= span.since AND s.starts_at < span.until
      JOIN assignment a ON a.org_id = s.org_id AND a.shift_id = s.id
      JOIN who ON who.member_id = a.member_id
      LEFT JOIN worked w ON w.member_id = a.member_id AND w.shift_id = a.shift_id
     WHERE w.member_id IS NULL
), timed AS (
    SELECT e.member_id, e.done, e.break_min, p.first,
           extract(epoch FROM e.ends_at - e.starts_at)::int / 60 AS whole,
           greatest(extract(epoch FROM e.ends_at - p.midnight)::int / 60, 0) AS beyond
      FROM every e
      JOIN organisation o ON true
      LEFT JOIN site t ON t.org_id = o.id AND t.id = e.site_id
     CROSS JOIN LATERAL (SELECT coalesce(t.timezone, o.timezone) AS zone) z
     CROSS JOIN LATERAL (
           SELECT (e.starts_at AT TIME ZONE z.zone)::date AS first,
                  ((e.starts_at AT TIME ZONE z.zone)::date + 1)::timestamp AT TIME ZONE z.zone AS midnight) p
), pieces AS (
    SELECT t.member_id, t.done, x.day, x.minutes
      FROM timed t
     CROSS JOIN LATERAL (SELECT least(t.break_min, t.whole) AS rest) r
     CROSS JOIN LATERAL (
           SELECT r.rest * (t.whole - t.beyond) / greatest(t.whole, 1) AS rest_before) b
     CROSS JOIN LATERAL (
           VALUES (t.first, CASE WHEN $5 = 'split' THEN t.whole - t.beyond - b.rest_before
                                 WHEN $5 = 'end' AND t.beyond > 0 THEN 0
                                 WHEN $5 = 'most' AND t.beyond > t.whole - t.beyond THEN 0
                                 ELSE t.whole - r.rest END),
                  (t.first + 1, CASE WHEN $5 = 'split' THEN t.beyond - (r.rest - b.rest_before)
                                     WHEN $5 = 'end' AND t.beyond > 0 THEN t.whole - r.rest
                                     WHEN $5 = 'most' AND t.beyond > t.whole - t.beyond THEN t.whole - r.rest
                                     ELSE 0 END)) AS x (day, minutes)
     WHERE x.minutes > 0
)
SELECT member_id, day, sum(minutes)::int AS minutes,
       coalesce(sum(minutes) FILTER (WHERE done), 0)::int AS done_min
  FROM pieces WHERE day BETWEEN $1 AND $2
 GROUP BY 1, 2
"""


def days() -> str:
    """The statement, with the one by which attendance says what was worked."""
    return DAYS.format(worked=worked_sql("$4::timestamptz"))


GROUND = """
SELECT ($1::timestamptz AT TIME ZONE o.timezone)::date AS today,
       (SELECT choices FROM planning_choice) AS planning
  FROM organisation o
"""
PEOPLE = """
SELECT m.id, m.name,
       (SELECT coalesce(json_agg(json_build_array(
                   from_on, weekly_min, days_per_week, wage_kind, wage_won, extra_hours_agreed)), '[]')
          FROM employment_terms e WHERE e.org_id = m.org_id AND e.member_id = m.id) AS terms
  FROM member m WHERE m.id = ANY ($1)
"""
