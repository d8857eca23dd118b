"""Work and plan of some days, as every figure counts them.

A shift, and work, count on the day on which they begin, by their site's clocks. $1 and $2 are the first and
the last day, $3 the sites (null: all), $4 now. Each statement costs what happened in these days.
"""

# Assignments of published shifts. `minutes` is what is planned, the break taken off.
PLANNED = """
SELECT a.member_id, s.site_id, s.id AS shift_id, s.starts_at, s.ends_at, t.timezone,
       (s.starts_at AT TIME ZONE t.timezone)::date AS day,
       greatest(extract(epoch FROM s.ends_at - s.starts_at)::int / 60 - s.break_min, 0) AS minutes
  FROM shift s
  JOIN site t ON t.org_id = s.org_id AND t.id = s.site_id
  JOIN assignment a ON a.org_id = s.org_id AND a.shift_id = s.id
 WHERE s.state = 'published'
   AND s.starts_at >= $1::date::timestamp AT TIME ZONE 'UTC' - interval '1 day'
   AND s.starts_at < $2::date::timestamp AT TIME ZONE 'UTC' + interval '2 days'
   AND (s.starts_at AT TIME ZONE t.timezone)::date BETWEEN $1 AND $2
   AND ($3::uuid[] IS NULL OR s.site_id = ANY ($3))
"""

# Sessions as sheets count them (backend/timesheets/rules/works.py): without an OUT until the shift's end, but
# not beyond now; and a planned break is taken off where the organisation chose that nobody has to record it.
WORKED = """
SELECT w.member_id, w.site_id, w.shift_id, w.started_at, e.ended_at,
       (w.started_at AT TIME ZONE coalesce(t.timezone, o.timezone))::date AS day,
       greatest((extract(epoch FROM e.ended_at - w.started_at) * 1000)::bigint - w.break_ms
                - CASE WHEN c.as_planned AND w.break_ms = 0 AND NOT w.travel
                        AND w.started_at <= e.rest_from AND e.ended_at >= e.rest_until
                       THEN s.break_min * 60000 ELSE 0 END, 0) AS ms
  FROM work_session w
  JOIN organisation o ON o.id = w.org_id
  LEFT JOIN site t ON t.org_id = w.org_id AND t.id = w.site_id
  LEFT JOIN shift s ON s.org_id = w.org_id AND s.id = w.shift_id
 CROSS JOIN (SELECT coalesce((SELECT choices ->> 'unpunched_break' FROM timesheet_choice), '') = 'planned'
                    AS as_planned) c
 CROSS JOIN LATERAL (
       SELECT CASE WHEN w.ended_at IS NULL
                   THEN least($4::timestamptz, greatest(s.ends_at, w.started_at + interval '1 minute'))
                   WHEN w.closed_by = 'next_in'
                   THEN least(w.ended_at, greatest(s.ends_at, w.started_at + interval '1 minute'))
                   ELSE w.ended_at END AS ended_at,
              s.starts_at + (s.ends_at - s.starts_at) / 2 - make_interval(secs => s.break_min * 30)
                AS rest_from,
              s.starts_at + (s.ends_at - s.starts_at) / 2 + make_interval(secs => s.break_min * 30)
                AS rest_until) e
 WHERE w.started_at >= $1::date::timestamp AT TIME ZONE 'UTC' - interval '1 day'
   AND w.started_at < $2::date::timestamp AT TIME ZONE 'UTC' + interval '2 days'
   AND w.started_at < e.ended_at
   AND (w.started_at AT TIME ZONE coalesce(t.timezone, o.timezone))::date BETWEEN $1 AND $2
   AND ($3::uuid[] IS NULL OR w.site_id = ANY ($3))
"""


def filled(sql: str) -> str:
    """The statement with {planned} and {worked} in their places."""
    return sql.replace("{planned}", PLANNED).replace("{worked}", WORKED)
