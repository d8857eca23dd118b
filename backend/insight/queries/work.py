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
# not beyond now, and without a shift, either, for a minute; and a planned break is taken off where the
# organisation chose that nobody has to record it.
# Shifts are looked up only where they decide something.
WORKED = """
SELECT w.member_id, w.site_id, w.shift_id, w.started_at, e.ended_at,
       (w.started_at AT TIME ZONE coalesce(t.timezone, o.timezone))::date AS day,
       greatest(date_part('epoch', e.ended_at - w.started_at) * 1000 - w.break_ms
                - CASE WHEN c.as_planned AND w.break_ms = 0 AND NOT w.travel AND w.shift_id IS NOT NULL
                       THEN coalesce((
                            SELECT s.break_min * 60000 FROM shift s
                             WHERE s.org_id = w.org_id AND s.id = w.shift_id
                               AND w.started_at <= s.starts_at + (s.ends_at - s.starts_at) / 2
                                                   - make_interval(secs => s.break_min * 30)
                               AND e.ended_at >= s.starts_at + (s.ends_at - s.starts_at) / 2
                                                 + make_interval(secs => s.break_min * 30)), 0)
                       ELSE 0 END, 0)::bigint AS ms
  FROM work_session w
  JOIN organisation o ON o.id = w.org_id
  LEFT JOIN site t ON t.org_id = w.org_id AND t.id = w.site_id
 CROSS JOIN (SELECT coalesce((SELECT choices ->> 'unpunched_break' FROM timesheet_choice), '') = 'planned'
                    AS as_planned) c
 CROSS JOIN LATERAL (
       SELECT CASE WHEN w.ended_at IS NOT NULL AND w.closed_by <> 'next_in' THEN w.ended_at
                   ELSE least(w.ended_at, $4::timestamptz, coalesce((
                        SELECT greatest(s.ends_at, w.started_at + interval '1 minute') FROM shift s
                         WHERE s.org_id = w.org_id AND s.id = w.shift_id),
                        CASE WHEN w.ended_at IS NULL THEN w.started_at + interval '1 minute' END))
               END AS ended_at) e
 WHERE w.started_at >= $1::date::timestamp AT TIME ZONE 'UTC' - interval '1 day'
   AND w.started_at < $2::date::timestamp AT TIME ZONE 'UTC' + interval '2 days'
   AND w.started_at < e.ended_at
   AND (w.started_at AT TIME ZONE coalesce(t.timezone, o.timezone))::date BETWEEN $1 AND $2
"""


def filled(sql: str) -> str:
    """The statement with {planned} and {worked} in their places."""
    return sql.replace("{planned}", PLANNED).replace("{worked}", WORKED)
